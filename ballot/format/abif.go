package format

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadABIF reads the Aggregated Ballot Information Format (electowiki.org/wiki/ABIF):
//
//	{"title": "The capital of Tennessee"}
//	=Memph:[Memphis, TN]            # a short name
//	42: Memph>Nash>[Chattanooga]    # a ranking; = is an equal rank
//	26: Nash/5, Memph/2             # scores
//	10:                             # blank ballots
//
// A colon or * follows the count. What the ballots are is told by the first that shows it,
// or by the ballot_type of the metadata (choose_one, choose_many, ranked, rated): scores
// where options have them, and then > and = must agree with them; approvals where commas
// divide options without scores; else rankings. Scores are whole numbers. Other metadata,
// and data after the options of a ballot, are passed over.
//
// The slate is options, else the options with short names in their order, then the others
// by their bytes.
func ReadABIF(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readABIF(Records{Options: options}, nil, shards)
}

func readABIF(records Records, parts *parts, shards []Shard) (*Votes, error) {
	options := records.Options
	records.Options = nil // the slate is made when the kind is known
	p, err := records.newPaper(&faults{}, parts, 0, strict)
	if err != nil {
		return nil, err
	}
	p.options, p.short = options, map[string]string{}
	r := &abif{paper: p, votes: &Votes{}}
	read := func() { each(r.faults, shards, r.line, func(place) {}) }
	read()
	if r.kind == 0 {
		r.kind = ballot.Ranking
	}
	r.again(read)
	if r.votes.Profile, err = r.close(); err != nil {
		return nil, err
	}
	r.votes.Altered = r.altered
	return r.votes, nil
}

type abif struct {
	*paper
	votes *Votes
	fit   ballot.Ballot
	alone bool // a ballot has one option without a score, while the kind is not told
}

func (r *abif) line(at place, text string) {
	from := len(text) - len(strings.TrimLeft(text, " \t"))
	if from == len(text) {
		return
	}
	var to int
	var err error
	switch c := text[from]; {
	case c == '#':
	case c == '{':
		err = r.metadata(text[from:])
		to = from
	case c == '=':
		to, err = r.declare(text, from+1)
	case c >= '0' && c <= '9':
		to, err = r.ballots(at, text, from)
	default:
		to, err = from, errors.New("want a count and a ballot, =SHORT:[NAME], metadata in braces, or # and a comment")
	}
	if err != nil {
		at.fault(cell{column: to + 1}, "%w", err)
	}
}

// barePair is metadata whose key has no quotes.
var barePair = regexp.MustCompile(`^\{\s*([A-Za-z][\w-]*)\s*:(.*)\}\s*(?:#.*)?$`)

func (r *abif) metadata(text string) error {
	var data struct {
		Title string
		Type  string `json:"ballot_type"`
	}
	if m := barePair.FindStringSubmatch(text); m != nil { // as of version 0.31
		text = fmt.Sprintf("{%q:%s}", m[1], m[2])
	}
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&data); err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	if rest := strings.TrimSpace(text[d.InputOffset():]); rest != "" && rest[0] != '#' {
		return fmt.Errorf("metadata: %.40q behind the brace", rest)
	}
	if data.Title != "" {
		r.votes.Title = data.Title
	}
	kinds := map[string]ballot.Kind{"choose_one": ballot.Choice, "choose_many": ballot.Approval, "ranked": ballot.Ranking, "rated": ballot.Scoring}
	if k, ok := kinds[data.Type]; ok && r.kind == 0 {
		r.kind = k
	}
	return nil
}

// declare reads SHORT:[NAME].
func (r *abif) declare(text string, from int) (to int, err error) {
	short, to, err := token(text, from, ":")
	if err != nil {
		return to, err
	}
	if to == len(text) || text[to] != ':' {
		return to, errors.New("want =SHORT:[NAME]")
	}
	name, to, err := token(text, to+1, "#")
	if err != nil {
		return to, err
	}
	if err := ballot.CheckName(name); err != nil {
		return from, err
	}
	if r.short[short] != "" && r.short[short] != name {
		return from, fmt.Errorf("%.40q is short for %.40q already", short, r.short[short])
	}
	if r.short[short] == "" && slices.Contains(r.first, name) {
		return from, fmt.Errorf("%.40q has a short name already", name)
	}
	if r.short[short] == "" {
		r.short[strings.Clone(short)] = strings.Clone(name)
		r.first = append(r.first, strings.Clone(name))
	}
	return to, nil
}

// token reads a name, bare, in brackets or in quotes, and the blanks after it. A bare one
// ends before one of the bytes of end.
func token(text string, from int, end string) (name string, to int, err error) {
	for from < len(text) && (text[from] == ' ' || text[from] == '\t') {
		from++
	}
	switch {
	case from == len(text):
		return "", from, errors.New("a name is missing")
	case text[from] == '[':
		i := strings.IndexByte(text[from:], ']')
		if i < 0 {
			return "", from, errors.New("[ without ]")
		}
		name, to = text[from+1:from+i], from+i+1
	case text[from] == '"':
		var ok bool
		if name, to, ok = unquote(text, from+1); !ok {
			return "", from, errors.New("a quote that is not closed")
		}
	default:
		to = len(text)
		if i := strings.IndexAny(text[from:], end); i >= 0 {
			to = from + i
		}
		name = text[from:to]
	}
	for to < len(text) && (text[to] == ' ' || text[to] == '\t') {
		to++
	}
	name = strings.TrimSpace(name)
	if name == "" {
		return "", from, errors.New("a name is missing")
	}
	return name, to, nil
}

// ballots reads 42: Memph>Nash.
func (r *abif) ballots(at place, text string, from int) (to int, err error) {
	to = from
	for to < len(text) && text[to] >= '0' && text[to] <= '9' {
		to++
	}
	n, err := number(cell{text: text[from:to]})
	if err != nil {
		return from, err
	}
	rest := strings.TrimLeft(text[to:], " \t")
	if rest == "" || rest[0] != ':' && rest[0] != '*' {
		return to, errors.New("want a colon after the count")
	}
	if to, err = r.fill(text, len(text)-len(rest)+1); err != nil {
		return to, err
	}
	r.put(at, from+1, r.fit, n)
	return to, nil
}

// fill reads the options of a ballot.
func (r *abif) fill(text string, from int) (to int, err error) {
	r.fit = r.fit[:0]
	if rest := strings.TrimLeft(text[from:], " \t"); rest == "" || rest[0] == '#' || rest[0] == '{' || rest[0] == ':' {
		return len(text), nil
	}
	level := int32(1)
	for sep := byte(0); ; {
		name, end, err := token(text, from, ">=,/:#{")
		if err != nil {
			return end, err
		}
		o, ok := r.find(name)
		if !ok {
			return from, errors.Join(r.wrong, fmt.Errorf("%.40q cannot be an option", name))
		}
		score, to, err := score(text, end)
		if err != nil {
			return end, err
		}
		next := byte(0)
		if to < len(text) {
			next = text[to]
		}
		if sep == '>' {
			level++
		}
		r.tell(score >= 0, next)
		m := ballot.Mark{Option: o, Level: level}
		if score >= 0 {
			m.Level = score
		}
		if err := r.fits(m, score, sep); err != nil {
			return end, err
		}
		if score != 0 || r.kind == ballot.Scoring {
			r.fit = append(r.fit, m)
		}
		switch sep = next; sep {
		case 0, '#', ':', '{':
			return to, nil
		case '>', '=', ',':
		default:
			return to, fmt.Errorf("%q here: want >, =, a comma or a score", sep)
		}
		from = to + 1
	}
}

// score reads /5; it is -1 if there is none.
func score(text string, from int) (score int32, to int, err error) {
	if from == len(text) || text[from] != '/' {
		return -1, from, nil
	}
	for from++; from < len(text) && text[from] == ' '; from++ {
	}
	to = len(text)
	if i := strings.IndexAny(text[from:], ">=,:#{ \t"); i >= 0 {
		to = from + i
	}
	n, err := number(cell{text: text[from:to]})
	if err == nil && n > ballot.MaxScore {
		err = fmt.Errorf("a score of %d: want at most %d", n, ballot.MaxScore)
	}
	for ; to < len(text) && (text[to] == ' ' || text[to] == '\t'); to++ {
	}
	return int32(n), to, err
}

// tell finds out what the ballots are.
func (r *abif) tell(scored bool, sep byte) {
	switch {
	case r.kind != 0:
	case scored:
		r.kind = ballot.Scoring
	case sep == ',':
		r.kind = ballot.Approval
	case sep == '>' || sep == '=':
		r.kind = ballot.Ranking
	default:
		r.alone = true
	}
}

// fits refuses a mark, after a separator, that is of another kind of ballot.
func (r *abif) fits(m ballot.Mark, score int32, sep byte) error {
	before := m.Level
	if len(r.fit) > 0 {
		before = r.fit[len(r.fit)-1].Level
	}
	switch {
	case r.kind == ballot.Scoring && (score < 0 || r.alone):
		return errors.New("a score is missing, here or in a ballot before")
	case r.kind == ballot.Scoring && (sep == '>' && before <= m.Level || sep == '=' && before != m.Level):
		return fmt.Errorf("%q does not agree with scores of %d and %d", sep, before, m.Level)
	case r.kind == ballot.Ranking && (score >= 0 || sep == ','), r.kind == ballot.Approval && (score > 1 || sep == '>'):
		return fmt.Errorf("this is no %s ballot as those before", r.kind)
	}
	return nil
}

// WriteABIF writes ballots as ReadABIF reads them; ranks that are left out close up. Spoilt
// ballots and names with ] have no place in the format and are errors.
func WriteABIF(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil || p.Spoilt > 0 {
		return errors.New("ABIF holds ballots, and none that are spoilt")
	}
	out := bufio.NewWriter(w)
	kinds := map[ballot.Kind]string{ballot.Choice: "choose_one", ballot.Approval: "choose_many", ballot.Ranking: "ranked", ballot.Scoring: "rated"}
	data, err := json.Marshal(struct {
		Title string `json:"title,omitempty"`
		Type  string `json:"ballot_type"`
	}{v.Title, kinds[p.Kind()]})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n", data)
	for o, name := range p.Slate().All() {
		if strings.ContainsRune(name, ']') {
			return fmt.Errorf("ABIF has no place for ] in %.40q", name)
		}
		fmt.Fprintf(out, "=c%d:[%s]\n", o+1, name)
	}
	for b, n := range p.All() {
		fmt.Fprintf(out, "%d: ", n)
		for i, m := range b {
			switch {
			case i == 0:
			case p.Kind() != ballot.Ranking:
				out.WriteByte(',')
			case m.Level == b[i-1].Level:
				out.WriteByte('=')
			default:
				out.WriteByte('>')
			}
			fmt.Fprintf(out, "c%d", m.Option+1)
			if p.Kind() == ballot.Scoring {
				fmt.Fprintf(out, "/%d", m.Level)
			}
		}
		out.WriteByte('\n')
	}
	if p.Blank > 0 {
		fmt.Fprintf(out, "%d:\n", p.Blank)
	}
	return out.Flush()
}
