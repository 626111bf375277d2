package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadPrefLib reads data of PrefLib (Mattei & Walsh 2013; preflib.org/format), told apart by
// nothing but what they hold: orders (.soc, .soi, .toc, .toi), whose rows are how many voters
// gave an order, with ties in braces; categories (.cat); and graphs of duels (.wmd).
//
//	# NUMBER ALTERNATIVES: 3
//	# ALTERNATIVE NAME 1: Ana
//	# NUMBER VOTERS: 34
//	34: 1,{2,3}
//
// The slate is that of the first file, or options in their order; all shards must have the
// same names, and others only where Policy.Unlisted of a [Reader] says what becomes of them. A
// sum of rows other than NUMBER VOTERS is a fault, so that no ballot is lost. A row without an
// order is blank.
//
// With NUMBER CATEGORIES the alternatives of a row stand by category, the best first. One or
// two categories are approvals of the first; k of them are scores, k-1 for the first and 0
// for the last. With NUMBER EDGES a row 1,2,34 says that 34 voters put 1 above 2; where
// NUMBER VOTERS is missing they are as many as the largest duel has, and the duels of all
// shards are added up. Unranked options are those that are not compared, unless a line
// UNRANKED: below says otherwise; SPOILT: 3 are spoilt ballots beside NUMBER VOTERS, and
// BLANK: 2 blank ones beside duels. These three lines are ours: other readers pass over them.
//
// Orders of before 2022 are read too: the number of alternatives, a line 1,Ana for each, then
// VOTERS,SUM,ORDERS, and rows 34,1,{2,3}, which may end in a comma. Numbers may begin with 0,
// as some programs write them. A control character in a name, which no slate takes, is read as
// U+FFFD.
func ReadPrefLib(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readPrefLib(Records{Options: options}, nil, shards)
}

func readPrefLib(records Records, parts *parts, shards []Shard) (*Votes, error) {
	options := records.Options
	records.Options = nil // the slate is made when the kind is known
	p, err := records.newPaper(&faults{}, parts, 0, strict)
	if err != nil {
		return nil, err
	}
	p.options = options
	r := &prefLib{paper: p}
	r.begin()
	each(r.faults, shards, r.line, r.end)
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	if r.duels != nil {
		return &Votes{Duels: r.duels}, nil
	}
	votes, err := r.close()
	return &Votes{Profile: votes, Altered: r.altered}, err
}

// A prefLib is the state of a reader; the second part is of the file.
type prefLib struct {
	*paper
	duels *ballot.Pairwise // of the files before
	later bool             // there are such files

	numbered     map[int64]string
	taken        map[string]bool
	alternatives int64 // -1 is not told
	categories   int64 // -1 if there are none
	edges        int64 // -1 if it is no graph
	old          bool  // the file is of the form of before 2022
	first        int64 // number of an alternative: 0 or 1
	unranked     ballot.Unranked
	cells        []int64
	met          map[[2]ballot.Option]bool // edges
	voters, sum  int64                     // voters -1 is not told
	invalid      int64                     // spoilt ballots; -1 is not told
	empty        int64                     // blank ones beside duels; -1 is not told
	places       []ballot.Option
	rows         bool
	bad          bool // the head: rows are not looked at
	tiers        ballot.Ballot
}

func (r *prefLib) begin() {
	r.numbered, r.taken, r.alternatives, r.voters, r.sum = map[int64]string{}, map[string]bool{}, -1, -1, 0
	r.unranked, r.old, r.first = ballot.Apart, false, 1
	r.categories, r.edges, r.cells, r.met = -1, -1, nil, map[[2]ballot.Option]bool{}
	r.places, r.rows, r.bad, r.invalid, r.empty = nil, false, false, -1, -1
}

func (r *prefLib) line(at place, text string) {
	switch {
	case strings.TrimSpace(text) == "":
	case text[0] == '#':
		r.meta(at, text)
	case !r.rows && r.oldHead(at, text):
	default:
		if !r.rows {
			r.rows = true
			r.bad = !r.head(at)
		}
		switch {
		case r.bad:
		case r.edges >= 0:
			r.edge(at, text)
		default:
			r.row(at, text)
		}
	}
}

// meta reads a line of the head; those of no use are passed over.
func (r *prefLib) meta(at place, text string) {
	key, value, ok := strings.Cut(text[1:], ":")
	if !ok {
		return
	}
	c := cell{strings.TrimSpace(value), len(text) - len(strings.TrimLeft(value, " \t")) + 1}
	key = strings.TrimSpace(key)
	count := func(to *int64) {
		n, err := number(c)
		if err != nil || *to >= 0 {
			at.fault(c, "%s: want a whole number, once", key)
			return
		}
		*to = n
	}
	switch {
	case key == "NUMBER ALTERNATIVES":
		count(&r.alternatives)
	case key == "NUMBER VOTERS":
		count(&r.voters)
	case key == "NUMBER CATEGORIES":
		count(&r.categories)
	case key == "NUMBER EDGES":
		count(&r.edges)
	case key == "SPOILT":
		count(&r.invalid)
	case key == "BLANK":
		count(&r.empty)
	case key == "UNRANKED" && c.text == ballot.Below.String():
		r.unranked = ballot.Below
	case strings.HasPrefix(key, "ALTERNATIVE NAME "):
		if r.rows {
			at.fault(c, "%s after the first order", key)
			return
		}
		r.alternative(at, c, key, key[len("ALTERNATIVE NAME "):])
	}
}

// alternative takes a name and its number.
func (r *prefLib) alternative(at place, c cell, key, digits string) {
	n, err := number(cell{text: digits})
	c.text = strings.Map(printed, c.text)
	if err == nil {
		err = ballot.CheckName(c.text)
	}
	switch {
	case err != nil:
		at.fault(c, "%s: %w", key, err)
	case r.numbered[n] != "" || r.taken[c.text]:
		at.fault(c, "%s: the number or the name %.40q stands twice", key, c.text)
	default:
		r.numbered[n], r.taken[c.text] = c.text, true
		r.first = min(r.first, n)
	}
}

// oldHead reads a line of the head as it was before 2022; false is another line.
func (r *prefLib) oldHead(at place, text string) bool {
	fields := strings.Split(text, ",")
	whole := func(i int) int64 {
		n, err := number(cell{text: strings.TrimSpace(fields[i])})
		if err != nil {
			return -1
		}
		return n
	}
	switch {
	case !r.old && r.alternatives < 0 && len(r.numbered) == 0 && len(fields) == 1 && whole(0) > 0:
		r.old, r.alternatives = true, whole(0)
	case r.old && int64(len(r.numbered)) < r.alternatives:
		digits, name, _ := strings.Cut(text, ",")
		r.alternative(at, cell{strings.TrimSpace(name), len(digits) + 2}, "the alternative "+digits, strings.TrimSpace(digits))
	case r.old && r.voters < 0 && len(fields) == 3 && whole(1) >= 0:
		r.voters = whole(1)
	default:
		return false
	}
	return true
}

// inOrder are the names of the file's head; nil if they are not all there.
func (r *prefLib) inOrder(at place) (names []string) {
	named := int64(len(r.numbered))
	if r.alternatives < 0 {
		r.alternatives = named
	}
	if named == 0 || r.alternatives != named {
		at.fault(cell{column: 1}, "%d alternatives have names, of NUMBER ALTERNATIVES %d", named, r.alternatives)
		return nil
	}
	for i := r.first; i < r.first+named; i++ {
		if r.numbered[i] == "" {
			at.fault(cell{column: 1}, "the alternative %d has no name: want %d to %d", i, r.first, r.first+named-1)
			return nil
		}
		names = append(names, r.numbered[i])
	}
	return names
}

// head finds the slate of the file in that of the vote.
func (r *prefLib) head(at place) bool {
	names := r.inOrder(at)
	if names == nil {
		return false
	}
	if r.old && r.voters < 0 {
		at.fault(cell{column: 1}, "want VOTERS,SUM,ORDERS after the alternatives")
		return false
	}
	if r.profile == nil {
		r.kind = r.levels()
		if err := r.begun(names); err != nil {
			at.fault(cell{column: 1}, "%w", err)
			return false
		}
	}
	listed := r.profile.Slate().Len()
	if r.lax() && r.policy.Unlisted == Keep && !slices.Contains(r.options, r.policy.WriteIn) {
		listed-- // who is not listed needs no name
	}
	for _, name := range names {
		o, ok := r.profile.Slate().Find(name)
		if !ok && r.lax() {
			o, ok, listed = unlisted, true, listed+1
		}
		if !ok {
			at.fault(cell{column: 1}, "the alternative %.40q is not an option of the vote", name)
			return false
		}
		r.places = append(r.places, o)
	}
	n, graph := r.profile.Slate().Len(), r.edges >= 0
	switch {
	case len(names) != listed:
		at.fault(cell{column: 1}, "%d alternatives, and %d options of the vote", len(names), n)
	case r.kind != r.levels() || graph != (r.duels != nil) && r.later:
		at.fault(cell{column: 1}, "files of one vote are of one kind")
	case graph && n > ballot.MaxPairwise:
		at.fault(cell{column: 1}, "duels of %d options: want at most %d", n, ballot.MaxPairwise)
	default:
		if graph {
			r.cells = make([]int64, n*n)
		}
		return true
	}
	return false
}

// begun makes the slate, of the names of the first file or of the caller's options.
func (r *prefLib) begun(names []string) error {
	switch {
	case r.options == nil:
		return r.open(names)
	case r.lax():
		return r.slate(r.options)
	}
	return r.open(r.options)
}

// lax reports whether the file may have alternatives that are not among the caller's options.
func (r *prefLib) lax() bool {
	return r.options != nil && r.kind == ballot.Ranking && r.edges < 0 && r.policy.Unlisted != Refuse
}

// levels are the kind of the ballots of the file.
func (r *prefLib) levels() ballot.Kind {
	switch {
	case r.categories > 2:
		return ballot.Scoring
	case r.categories >= 0:
		return ballot.Approval
	}
	return ballot.Ranking
}

// row reads 34: 1,{2,3}.
func (r *prefLib) row(at place, text string) {
	sign := ":"
	if r.old {
		sign = ","
	}
	colon := strings.Index(text, sign)
	if colon < 0 {
		at.fault(cell{column: 1}, "want COUNT%s ORDER", sign)
		return
	}
	n, err := number(cell{text: strings.TrimSpace(text[:colon])})
	if err != nil {
		at.fault(cell{column: 1}, "%w", err)
		return
	}
	b, column, err := r.order(text, colon+1)
	if err == nil && r.categories >= 0 {
		column = colon + 1
		b, err = r.grades(b)
	}
	if err != nil {
		at.fault(cell{column: column + 1}, "%w", err)
		return
	}
	r.put(at, colon+2, b, n)
	r.sum += n
}

// order reads the order that begins at a place; with an error, column is where, from 0.
func (r *prefLib) order(text string, from int) (b ballot.Ballot, column int, err error) {
	b = r.tiers[:0]
	level, braces, want := int32(1), false, true // a number is wanted
	empty := false                               // nothing stands in the braces
	for at := from; at < len(text); at++ {
		switch c := text[at]; {
		case c == ' ' || c == '\t':
		case c == '{' && !braces && want:
			braces, empty = true, r.categories >= 0 || r.old
		case c == '}' && braces && (!want || empty):
			braces, want = false, false
		case c == ',' && !want:
			if want = true; !braces {
				level++
			}
		case c >= '0' && c <= '9' && want:
			end := at
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			n, err := number(cell{text: text[at:end]})
			if err == nil {
				err = r.there(n)
			}
			if err != nil {
				return nil, at, err
			}
			b = append(b, ballot.Mark{Option: r.places[n-r.first], Level: level})
			want, empty, at = false, false, end-1
		default:
			return nil, at, fmt.Errorf("%q here: want numbers, commas, and ties in braces", c)
		}
	}
	if braces || want && len(b) > 0 && !r.old {
		return nil, len(text), errors.New("the order ends too early")
	}
	r.tiers = b
	return b, 0, nil
}

// there refuses the number of no alternative.
func (r *prefLib) there(n int64) error {
	if last := r.first + int64(len(r.places)) - 1; n < r.first || n > last {
		return fmt.Errorf("no alternative %d: want %d to %d", n, r.first, last)
	}
	return nil
}

// grades turns places among the categories into approvals or scores.
func (r *prefLib) grades(b ballot.Ballot) (ballot.Ballot, error) {
	kept := b[:0]
	for _, m := range b {
		switch {
		case int64(m.Level) > max(r.categories, 1):
			return nil, fmt.Errorf("a category %d of %d", m.Level, r.categories)
		case r.categories > 2:
			m.Level = int32(r.categories) - m.Level
		case m.Level > 1:
			continue
		}
		kept = append(kept, m)
	}
	return kept, nil
}

// edge reads 1,2,34.
func (r *prefLib) edge(at place, text string) {
	fields := strings.Split(text, ",")
	if len(fields) != 3 {
		at.fault(cell{column: 1}, "want FROM,TO,VOTERS")
		return
	}
	var n [3]int64
	column := 1
	for i, field := range fields {
		whole := strings.TrimSpace(field)
		if i == 2 {
			if w, zeros, ok := strings.Cut(whole, "."); ok && strings.Trim(zeros, "0") == "" {
				whole = w
			}
		}
		var err error
		if n[i], err = number(cell{text: whole}); err == nil && i < 2 {
			err = r.there(n[i])
		}
		if err != nil {
			at.fault(cell{column: column}, "%w", err)
			return
		}
		column += len(field) + 1
	}
	from, to := r.places[n[0]-r.first], r.places[n[1]-r.first]
	if from == to || r.met[[2]ballot.Option{from, to}] {
		at.fault(cell{column: 1}, "a duel of %d with %d, again or with itself", n[0], n[1])
		return
	}
	r.met[[2]ballot.Option{from, to}] = true
	r.cells[int(from)*r.profile.Slate().Len()+int(to)] = n[2]
}

// end checks the sum of a file.
func (r *prefLib) end(at place) {
	if !r.rows {
		r.bad = !r.head(at)
	}
	switch {
	case r.bad || r.full():
	case r.edges >= 0:
		if err := r.graph(); err != nil {
			at.fault(cell{column: 1}, "%w", err)
		}
	case r.voters >= 0 && r.sum != r.voters:
		at.fault(cell{column: 1}, "the orders are of %d voters, NUMBER VOTERS says %d", r.sum, r.voters)
	case r.empty > 0:
		at.fault(cell{column: 1}, "BLANK: %d beside ballots, which are blank without an order", r.empty)
	case r.invalid > 0:
		r.spoil(at, 1, r.invalid)
		r.tell(at, 1, nil, r.invalid, Spoilt, Altered{})
	}
	r.later = true
	r.begin()
}

// graph adds up the duels of a file.
func (r *prefLib) graph() error {
	n := r.profile.Slate().Len()
	if int64(len(r.met)) != r.edges {
		return fmt.Errorf("%d edges, NUMBER EDGES says %d", len(r.met), r.edges)
	}
	ballots := r.voters
	if ballots < 0 {
		for a := range n {
			for b := range a {
				ballots = max(ballots, r.cells[a*n+b]+r.cells[b*n+a])
			}
		}
	}
	w, err := ballot.NewPairwise(r.profile.Slate(), r.unranked, max(ballots, 0), r.cells)
	if err != nil {
		return err
	}
	if max(r.empty, r.invalid) > ballot.MaxBallots {
		return fmt.Errorf("BLANK or SPOILT: want at most %d", int64(ballot.MaxBallots))
	}
	w.Blank, w.Spoilt = max(r.empty, 0), max(r.invalid, 0)
	if r.duels == nil {
		r.duels = w
		return nil
	}
	return r.duels.Merge(w)
}

// MaxCategories bounds the categories that WritePrefLib writes.
const MaxCategories = 101

// WritePrefLib writes rankings or duels as ReadPrefLib reads them; ranks that are left out
// close up. Approvals are written in two categories, scores in one for each score, three at
// least. Spoilt ballots, and blank ones beside duels, are comments that ReadPrefLib takes back
// and other readers pass over. Other kinds of ballot, and more than MaxCategories, have no
// place in the format and are errors.
func WritePrefLib(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil {
		return writeDuels(w, v.Duels)
	}
	categories := categoriesOf(p)
	if p.Kind() == ballot.Choice || categories > MaxCategories {
		return fmt.Errorf("PrefLib holds rankings, approvals and scores to %d: %s ballots and %d categories do not fit",
			MaxCategories-1, p.Kind(), categories)
	}
	orders := p.Distinct()
	if p.Blank > 0 {
		orders++
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %d\n# NUMBER UNIQUE ORDERS: %d\n", p.Slate().Len(), p.Len()+p.Blank, orders)
	writeBeside(out, 0, p.Spoilt)
	if p.Kind() == ballot.Approval {
		fmt.Fprint(out, "# NUMBER CATEGORIES: 2\n# CATEGORY NAME 1: Approved\n# CATEGORY NAME 2: Not approved\n")
	}
	if p.Kind() == ballot.Scoring {
		fmt.Fprintf(out, "# NUMBER CATEGORIES: %d\n", categories)
		for i := range categories {
			fmt.Fprintf(out, "# CATEGORY NAME %d: %d\n", i+1, categories-1-i)
		}
	}
	for o, name := range p.Slate().All() {
		fmt.Fprintf(out, "# ALTERNATIVE NAME %d: %s\n", o+1, name)
	}
	for b, n := range p.All() {
		fmt.Fprintf(out, "%d: ", n)
		if p.Kind() == ballot.Scoring {
			writeScores(out, b, categories)
		} else {
			writeOrder(out, b)
		}
		if p.Kind() == ballot.Approval {
			writeRest(out, b, p.Slate().Len())
		}
		out.WriteByte('\n')
	}
	if p.Blank > 0 {
		fmt.Fprintf(out, "%d:\n", p.Blank)
	}
	return out.Flush()
}

// categoriesOf are one for each score, and at least as many as are not read as approvals.
func categoriesOf(p *ballot.Profile) int32 {
	categories := int32(3)
	if p.Kind() == ballot.Scoring {
		for b := range p.All() {
			for _, m := range b {
				categories = max(categories, m.Level+1)
			}
		}
	}
	return categories
}

// writeScores writes the options of each score, the greatest first.
func writeScores(out *bufio.Writer, b ballot.Ballot, categories int32) {
	for score := categories - 1; score >= 0; score-- {
		sign := "{"
		for _, m := range b {
			if m.Level == score {
				fmt.Fprintf(out, "%s%d", sign, m.Option+1)
				sign = ","
			}
		}
		if sign == "{" {
			out.WriteByte('{')
		}
		out.WriteByte('}')
		if score > 0 {
			out.WriteByte(',')
		}
	}
}

// writeBeside writes ballots that the format has no place for as comments.
func writeBeside(out *bufio.Writer, blank, spoilt int64) {
	if blank > 0 {
		fmt.Fprintf(out, "# BLANK: %d\n", blank)
	}
	if spoilt > 0 {
		fmt.Fprintf(out, "# SPOILT: %d\n", spoilt)
	}
}

// writeDuels writes a graph, an edge for each duel in which somebody was preferred.
func writeDuels(w io.Writer, d *ballot.Pairwise) error {
	if d == nil {
		return errors.New("PrefLib holds ballots or duels, and there are none")
	}
	n := ballot.Option(d.Slate().Len())
	edges := 0
	var rows bytes.Buffer
	for a := range n {
		for b := range n {
			if votes := d.At(a, b); votes > 0 {
				edges++
				fmt.Fprintf(&rows, "%d,%d,%d\n", a+1, b+1, votes)
			}
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %d\n# NUMBER EDGES: %d\n", n, d.Ballots(), edges)
	writeBeside(out, d.Blank, d.Spoilt)
	if d.Unranked() == ballot.Below {
		fmt.Fprintf(out, "# UNRANKED: %s\n", ballot.Below)
	}
	for o, name := range d.Slate().All() {
		fmt.Fprintf(out, "# ALTERNATIVE NAME %d: %s\n", o+1, name)
	}
	out.Write(rows.Bytes())
	return out.Flush()
}

// writeOrder writes tiers, those of several options in braces.
func writeOrder(out *bufio.Writer, order ballot.Ballot) {
	for i := 0; i < len(order); {
		end := i + 1
		for end < len(order) && order[end].Level == order[i].Level {
			end++
		}
		if i > 0 {
			out.WriteByte(',')
		}
		if end-i > 1 {
			out.WriteByte('{')
		}
		for k, m := range order[i:end] {
			if k > 0 {
				out.WriteByte(',')
			}
			fmt.Fprint(out, m.Option+1)
		}
		if end-i > 1 {
			out.WriteByte('}')
		}
		i = end
	}
}

// writeRest writes those that are not approved.
func writeRest(out *bufio.Writer, approved ballot.Ballot, n int) {
	sign := ",{"
	for o := range n {
		if len(approved) > 0 && int(approved[0].Option) == o {
			approved = approved[1:]
			continue
		}
		fmt.Fprintf(out, "%s%d", sign, o+1)
		sign = ","
	}
	if sign == "," {
		out.WriteByte('}')
	}
}
