package format

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// A Pabulib is a file of participatory budgeting (Stolicki, Szufa & Talmon 2020,
// arXiv:2012.06539; pabulib.org/format).
type Pabulib struct {
	Instance *projects.Instance
	Meta     [][2]string     // keys and values, in the order of the file
	Title    []string        // by project, its name
	Selected []int           // by project, what the file says: 1 is selected, 0, 2 and 3 are not; nil if it does not say
	Altered  Altered         // ballots on which a project stands twice
	Notes    []vicinia.Fault // what was understood too little to be used, and is of no need

	scale int64 // of the points of ballots
}

// ReadPabulib reads the shards of one vote: files with the same projects, costs and money,
// whose ballots add up. The slate is the project_id, in the order of the file.
//
// Amounts may have decimals, after a point or a comma; all are brought to the unit of the
// finest one (Instance.Unit), exactly. Points of ballots are scaled in the same way.
// vote_type approval gives approvals, choose-1 choices, ordinal rankings, cumulative and
// scoring scores. Where the points column of an ordinal file follows the ranks it becomes
// Instance.Points, else the file is read as scores; without that column the first rank is
// worth max_length points, or as many as there are projects. A default_score above 0 is
// given to what a ballot leaves out. An empty vote is blank. A project named twice
// in a vote is approved once, and its points add up; Altered counts such votes. Twice in a
// ranking or a choice, or not in PROJECTS, is a fault; so are a voter_id that stands twice in
// a file, and other numbers of votes or projects than num_votes and num_projects say. Votes
// longer than max_length are counted as they stand.
//
// min_project_score_threshold becomes MinSupport, rounded up to what ballots can give; with
// a percent sign it is of the votes. budget_per_category and
// budget_per_neighborhood become Caps. The columns votes and score of a project are not
// read: ballots are counted.
func ReadPabulib(shards ...Shard) (*Pabulib, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readPabulib(nil, shards)
}

func readPabulib(parts *parts, shards []Shard) (*Pabulib, error) {
	r := &pabulibs{faults: &faults{}, parts: parts}
	if parts != nil {
		r.careful = parts.each != nil
		if parts.take != nil {
			r.take, parts.take = parts.take, r.give
		}
	}
	r.read(shards)
	if parts.second() && r.list == nil {
		if err := parts.rewind(); err != nil {
			return nil, err
		}
		r.whole, r.again, r.scorers = nil, r.scorers, nil
		r.read(shards)
	}
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	return r.whole, nil
}

// pabulibs are the state of a reader of files.
type pabulibs struct {
	*faults
	parts   *parts
	take    func(*ballot.Profile) error
	careful bool     // each ballot is told
	points  bool     // ballots of the file have points, whose decimals are known at the end
	scorers []scorer // of the files, as they were in the end
	again   []scorer // the same, where they are read again
	whole   *Pabulib // the files before
}

func (r *pabulibs) read(shards []Shard) {
	buffer := bufio.NewReaderSize(nil, buffered)
	for i, s := range shards {
		file := &pabulib{lines: newLines(s, buffer, r.faults), all: r, out: &Pabulib{Instance: &projects.Instance{}}, scale: 1}
		if r.again != nil {
			file.known = &r.again[i]
		}
		before := len(r.list)
		file.read()
		r.scorers = append(r.scorers, file.scoring)
		if len(r.list) > before {
			inOrder(r.list[before:])
			continue
		}
		file.out.scale = file.scale
		if r.whole == nil {
			r.whole = file.out
		} else if err := r.whole.merge(file.out); err != nil {
			r.add(s.Name, 1, 1, err)
		}
		if r.parts != nil && r.parts.given {
			r.parts.give(r.whole.Instance.Profile)
		}
	}
}

// give gives ballots away. Where their scale is not known yet they are forgotten, and read
// again.
func (r *pabulibs) give(p *ballot.Profile) error {
	if !r.points || r.again != nil {
		return r.take(p)
	}
	return r.parts.later()
}

// inOrder puts what is known only at the end of a file where it stands.
func inOrder(list []error) {
	slices.SortStableFunc(list, func(a, b error) int {
		var x, y *vicinia.Fault
		if !errors.As(a, &x) || !errors.As(b, &y) {
			return 0
		}
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	})
}

// merge adds the ballots of a further shard.
func (p *Pabulib) merge(q *Pabulib) error {
	a, b := p.Instance, q.Instance
	same := a.Budget == b.Budget && a.Unit == b.Unit && a.MinSupport == b.MinSupport && slices.Equal(a.Cost, b.Cost) &&
		slices.Equal(a.Points, b.Points) && slices.EqualFunc(a.Caps, b.Caps, func(x, y projects.Pot) bool {
		return x.Name == y.Name && x.Money == y.Money && slices.Equal(x.Projects, y.Projects)
	})
	if p.scale != q.scale {
		return errors.New("points have other decimals than in the file before: files of one vote have as many")
	}
	if !same {
		return errors.New("costs, money, points or thresholds are not those of the file before: files of one vote have the same")
	}
	p.Altered.add(q.Altered)
	return a.Profile.Merge(b.Profile)
}

// Rule is the value of the key rule, "" if there is none.
func (p *Pabulib) Rule() string {
	for _, kv := range p.Meta {
		if strings.EqualFold(kv[0], "rule") {
			return kv[1]
		}
	}
	return ""
}

// A pabulib is the state of a reader of one file.
type pabulib struct {
	*lines
	all     *pabulibs
	known   *scorer // how the file scores in the end, where it is read again
	out     *Pabulib
	section string
	header  map[string]int // columns of the section, by name
	width   int            // of the header
	seen    []string       // sections

	voters      ids
	votes, rows int64           // lines of VOTES and of PROJECTS
	meta        map[string]cell // of keys in use
	metaLine    map[string]int  //
	number      map[string]ballot.Option
	ids         []string
	amounts     []amount            // by project, then the budget, then the caps
	lists       map[string][]string // by column, the text of each project
	scoring     scorer
	scale       int64 // of points
	marks       ballot.Ballot
	slots       []int  // scratch, by part of a vote, its place in marks
	named       []bool // scratch, by project
	noVotes     bool   // the section cannot be read
}

var errAmount = fmt.Errorf("want an amount of at most %d digits, such as 1200 or 1200.50", MaxDigits)

// An amount is digits with a point before the last places of them.
type amount struct {
	digits int64
	places int
}

// parseAmount is strict, but for a comma as the point: with three digits after it, it
// could divide thousands, and is refused.
func parseAmount(text string) (a amount, err error) {
	whole, frac, point := strings.Cut(text, ".")
	if !point {
		if whole, frac, point = strings.Cut(text, ","); point && len(frac) == 3 {
			return a, fmt.Errorf("%.40q: is the comma a decimal one? Write a point", text)
		}
	}
	frac = strings.TrimRight(frac, "0")
	digits := whole + frac
	if whole == "" || len(digits) > MaxDigits || strings.Trim(digits, "0123456789") != "" {
		return a, fmt.Errorf("%.40q: %w", text, errAmount)
	}
	a.digits, err = strconv.ParseInt(digits, 10, 64)
	a.places = len(frac)
	return a, err
}

// at is the amount in units of 10^-places.
func (a amount) at(places int) (int64, error) {
	n := big.NewInt(a.digits)
	n.Mul(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places-a.places)), nil))
	if !n.IsInt64() {
		return 0, fmt.Errorf("an amount with %d decimal places: %w", places, vicinia.ErrOverflow)
	}
	return n.Int64(), nil
}

// read reads the sections of the file, then what follows from all of them.
func (r *pabulib) read() {
	r.meta, r.metaLine, r.number = map[string]cell{}, map[string]int{}, map[string]ballot.Option{}
	r.lists = map[string][]string{}
	before := len(r.list)
	whole := r.sections()
	for _, want := range sections {
		if !slices.Contains(r.seen, want) {
			r.add(r.file, max(1, r.line), 1, fmt.Errorf("the section %s is missing", want))
			whole = false
		}
	}
	if whole {
		r.promised()
	}
	if len(r.list) == before {
		r.finish()
	} else {
		r.threshold() // for its faults
	}
}

// sections reads the lines; whole is that none of them was lost.
func (r *pabulib) sections() (whole bool) {
	whole = true
	for !r.full() {
		text, err := r.text()
		if err == io.EOF {
			return whole
		}
		if err != nil {
			r.add(r.file, r.line, 1, err)
			if whole = false; !errors.Is(err, errLong) {
				return false
			}
			continue
		}
		line := string(text)
		if at := badByte(line); at >= 0 {
			r.add(r.file, r.line, at+1, fmt.Errorf("the byte %#02x is not text in UTF-8", line[at]))
			whole = false
			continue
		}
		if strings.TrimSpace(line) != "" {
			whole = r.row0(line) && whole
		}
	}
	return false
}

var sections = []string{"META", "PROJECTS", "VOTES"}

// row0 reads a line that is not empty; ok is false if the rows are not to be counted.
func (r *pabulib) row0(line string) (ok bool) {
	if column, err := r.fields(line); err != nil {
		r.add(r.file, r.line, column, err)
		return false
	}
	word := strings.ToUpper(r.row[0].text)
	alone := !slices.ContainsFunc(r.row[1:], func(c cell) bool { return c.text != "" })
	switch {
	case alone && slices.Contains(sections, word):
		return r.begin(word)
	case r.section == "":
		r.fault(r.row[0], "%.40q: want the line META", line)
		r.section = "?"
	case r.header == nil && r.section == "META" && !strings.EqualFold(r.row[0].text, "key"):
		r.header, r.width = map[string]int{"key": 0, "value": 1}, 2 // old files begin at once
		r.metaRow(line)
	case r.header == nil:
		r.head()
	case r.section == "META":
		r.metaRow(line)
	case r.section == "PROJECTS":
		r.projectRow()
	case r.section == "VOTES":
		if r.votes++; !r.noVotes {
			r.voteRow()
		}
	}
	return true
}

func (r *pabulib) fault(c cell, format string, operands ...any) {
	place{r.lines}.fault(c, format, operands...)
}

// fields cuts a line at semicolons. Blanks around a field are left out; a field in quotes
// may hold semicolons, and quotes that are doubled.
func (r *pabulib) fields(line string) (column int, err error) {
	r.row = r.row[:0]
	for at := 0; at <= len(line); {
		for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
			at++
		}
		end := len(line)
		if at < len(line) && line[at] == '"' {
			c, next, ok := quoted(line, at)
			if !ok {
				return at + 1, errors.New("a quote that is not closed")
			}
			r.row = append(r.row, c)
			end = next
		} else {
			if i := strings.IndexByte(line[at:], ';'); i >= 0 {
				end = at + i
			}
			r.row = append(r.row, cell{strings.TrimRight(line[at:end], " \t"), at + 1})
		}
		at = end + 1
	}
	return 0, nil
}

// quoted reads the field whose quote is at a place, and what stands between the closing
// quote and the next semicolon, as spreadsheets do. end is the place of that.
func quoted(line string, at int) (c cell, end int, ok bool) {
	var b strings.Builder
	for i := at + 1; i < len(line); i++ {
		switch {
		case line[i] != '"':
			b.WriteByte(line[i])
		case i+1 < len(line) && line[i+1] == '"':
			b.WriteByte('"')
			i++
		default:
			end = len(line)
			if semi := strings.IndexByte(line[i:], ';'); semi >= 0 {
				end = i + semi
			}
			b.WriteString(strings.TrimRight(line[i+1:end], " \t"))
			return cell{strings.TrimSpace(b.String()), at + 2}, end, true
		}
	}
	return c, 0, false
}

// begin opens a section; ok is false if it is not the next one.
func (r *pabulib) begin(word string) (ok bool) {
	ok = true
	if slices.Contains(r.seen, word) {
		r.fault(r.row[0], "a second section %s", word)
		ok = false
	}
	if i := slices.Index(sections, word); i > 0 && !slices.Contains(r.seen, sections[i-1]) {
		r.fault(r.row[0], "%s before %s", word, sections[i-1])
		ok = false
	}
	r.section, r.header = word, nil
	r.seen = append(r.seen, word)
	return ok
}

// The columns that a section must have.
var wanted = map[string][]string{"META": {"key", "value"}, "PROJECTS": {"project_id", "cost"}, "VOTES": {"voter_id", "vote"}}

// head reads the line of columns.
func (r *pabulib) head() {
	r.header, r.width = map[string]int{}, len(r.row)
	for i, c := range r.row {
		name := strings.ToLower(c.text)
		if _, twice := r.header[name]; twice && name != "" {
			r.fault(c, "the column %.40q stands twice", c.text)
		}
		r.header[name] = i
	}
	want := wanted[r.section]
	if r.section == "VOTES" {
		want = append(slices.Clone(want), r.openVotes()...)
	}
	for _, name := range want {
		if _, ok := r.header[name]; !ok {
			r.fault(r.row[0], "the column %q is missing", name)
			r.noVotes = r.noVotes || r.section == "VOTES"
		}
	}
}

// column is the field of a column; one without text if the row or the section has none.
func (r *pabulib) column(name string) cell {
	if i, ok := r.header[name]; ok && i < len(r.row) {
		return r.row[i]
	}
	return cell{column: 1}
}
