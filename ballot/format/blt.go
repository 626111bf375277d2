package format

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/vicinia/vicinia/ballot"
)

// ReadBLT reads the ballot files of transferable votes (Hill, Wichmann & Woodall 1987,
// Algorithm 123), as they are met: OpenSTV and OpaVote, OpenTally, Droop.
//
//	4 2                # options and seats
//	-2                 # option 2 has withdrawn
//	3 1 3 4 0          # three ballots of 1, then 3, then 4
//	1 4 - 1=3 0        # a rank left out; two options on one rank, also written (1 3)
//	(b17) 1 2 0        # a ballot with an id, which counts once
//	5 0                # blank ballots
//	0
//	"Adam" "Basil" "Charlotte" "Donald"
//	"Title"
//
// A ballot ends with its 0 or with its line; where a ballot without a 0 could also go on in
// the next line, that is a fault. The 0 after the last ballot may be missing if the names
// are in quotes. A quote in a name is written \" or "". Names without quotes have a line
// each, or are words if they follow that 0 on its line; if there are none, the options are
// called "1", "2"... A control character in a name, which no slate takes, is read as U+FFFD.
// Text after # and between /* and */ is passed over. [nick a b c] gives
// the options short names for ballots; [tie], [droop] and what follows the title are passed
// over: the rule and the tie-break are the officer's. Withdrawn options stay on the slate
// and the ballots; they are in Votes.Withdrawn.
//
// The slate is that of the first file, or options in their order; shards have the same
// names, seats and withdrawn options.
func ReadBLT(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readBLT(Records{Options: options}, nil, shards)
}

func readBLT(records Records, parts *parts, shards []Shard) (*Votes, error) {
	options := records.Options
	records.Options = nil // those of the ballots are numbers
	in, err := records.newPaper(&faults{}, parts, ballot.Ranking, strict)
	if err != nil {
		return nil, err
	}
	r := &blt{faults: in.faults, options: options, in: in}
	if parts != nil {
		r.take, parts.take = parts.take, r.give
	}
	r.begin()
	each(r.faults, shards, r.line, r.end)
	if parts.second() && r.list == nil {
		if err := parts.rewind(); err != nil {
			return nil, err
		}
		r.heads, r.known, r.in.altered = r.known, nil, Altered{}
		r.votes.Profile.Reset()
		each(r.faults, shards, r.line, r.end)
	}
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	r.votes.Altered = r.in.altered
	return r.votes, nil
}

// A blt is the state of a reader; the second part is of the file.
type blt struct {
	*faults
	options []string
	in      *paper                      // its profile is of options by their numbers
	votes   *Votes                      // nil before the end of the first file
	known   [][]string                  // the names of the files before
	heads   [][]string                  // of all files, where they are read again
	take    func(*ballot.Profile) error // parts with names

	phase    phase
	comment  int // how many /* are open
	n, seats int64
	parted   bool // the number of options stands alone in its line
	gone     []ballot.Option
	nick     map[string]ballot.Option
	ids      map[string]bool
	begun    bool // a ballot was read
	names    []string
	named    map[string]bool
	words    bool    // names are words
	title    *string // nil is not told

	weight int64
	level  int32
	braces bool // within ( and )
	ballot ballot.Ballot
	open   ballot.Ballot // the last ballot, if it ended with its line
}

// A phase is what the next token belongs to.
type phase uint8

const (
	inHead phase = iota
	inBallots
	inBallot
	inNames
	inTitle // that has begun in a line before
	lost    // in what follows a bad head
)

func (r *blt) begin() {
	*r = blt{
		faults: r.faults, options: r.options, in: r.in, votes: r.votes, known: r.known, heads: r.heads, take: r.take,
		ids: map[string]bool{}, named: map[string]bool{}, n: -1,
	}
}

func (r *blt) fault(at place, from int, format string, operands ...any) {
	at.fault(cell{column: from + 1}, format, operands...)
}

// step reads the next token and says where it ends.
func (r *blt) step(at place, text string, from int) (to int) {
	switch r.phase {
	case inHead:
		return r.head(at, text, from)
	case inBallots:
		return r.start(at, text, from)
	case inBallot:
		return r.mark(at, text, from)
	case inNames:
		return r.name(at, text, from)
	case inTitle:
		return r.more(text, from)
	}
	return len(text)
}

// line hands the tokens of a line to the steps. A fault ends the line.
func (r *blt) line(at place, text string) {
	if r.phase == inBallots && r.comment == 0 && r.open == nil && r.plain(text) {
		return
	}
	known := len(r.list)
	from := 0
	if r.phase != inTitle {
		from = r.skip(text, 0)
	}
	for from < len(text) {
		to := r.step(at, text, from)
		if len(r.list) > known {
			break
		}
		from = r.skip(text, to)
	}
	switch {
	case len(r.list) > known && r.phase == inHead:
		r.phase = lost
	case r.phase == inHead:
		r.parted = r.n >= 0
	case len(r.list) > known && r.phase == inBallot:
		r.phase, r.open = inBallots, nil
	case r.phase == inBallot && len(r.ballot) == 0:
		r.fault(at, len(text), "a ballot without options ends with 0")
	case r.phase == inBallot:
		r.add(at, len(text))
		r.open = slices.Clone(r.ballot)
	}
}

// plain counts the ballot of a line that has only its weight, the numbers of options and
// the 0, as most have; it leaves all others, and all that is wrong, to the steps.
func (r *blt) plain(text string) bool {
	r.ballot = r.ballot[:0]
	weight, n, digits := int64(-1), int64(0), false
	if r.in.careful {
		return false
	}
	for i := 0; i <= len(text); i++ {
		switch {
		case i < len(text) && text[i]-'0' <= 9 && n <= ballot.MaxOptions && (weight < 0 || n <= r.n):
			n, digits = 10*n+int64(text[i]-'0'), true
		case i < len(text) && text[i] != ' ':
			return false
		case !digits:
		case weight < 0 && n == 0, n > r.n && weight >= 0:
			return false
		case weight < 0:
			weight, n, digits = n, 0, false
		case n == 0:
			r.begun = true
			return strings.TrimLeft(text[i:], " ") == "" && len(r.ballot) > 0 && r.in.parts.add(r.in.profile, r.ballot, weight) == nil
		default:
			r.ballot = append(r.ballot, ballot.Mark{Option: ballot.Option(n - 1), Level: int32(len(r.ballot) + 1)})
			n, digits = 0, false
		}
	}
	return false
}

// skip passes over blanks and comments.
func (r *blt) skip(text string, from int) int {
	for from < len(text) {
		rest := text[from:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			r.comment++
			from += 2
		case r.comment > 0 && strings.HasPrefix(rest, "*/"):
			r.comment--
			from += 2
		case r.comment > 0 || rest[0] == ' ' || rest[0] == '\t':
			from++
		case rest[0] == '#':
			return len(text)
		default:
			return from
		}
	}
	return from
}

// word is where the token that begins at a place ends.
func word(text string, from int) int {
	if i := strings.IndexAny(text[from:], " \t#"); i >= 0 {
		return from + i
	}
	return len(text)
}

// head reads the numbers of options and seats.
func (r *blt) head(at place, text string, from int) int {
	to := word(text, from)
	n, err := number(cell{text: text[from:to]})
	switch {
	case err != nil:
		r.fault(at, from, "the numbers of options and seats: %w", err)
	case r.n < 0 && (n < 1 || n > ballot.MaxOptions):
		r.fault(at, from, "%d options: want 1 to %d", n, ballot.MaxOptions)
	case r.n < 0:
		r.n = n
	case n > ballot.MaxOptions:
		r.fault(at, from, "%d seats: want at most %d", n, ballot.MaxOptions)
	case r.parted && r.skip(text, to) < len(text): // of a ballot, and the seats are forgotten
		r.fault(at, from, "the line before has one number: want the seats too, as in %d 3", r.n)
	default:
		r.seats = n
		r.in.profile = numbered(int(r.n))
		r.phase = inBallots
	}
	return to
}

// numbered is a profile of options that are called 1, 2...
func numbered(n int) *ballot.Profile {
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	s, err := ballot.NewSlate(names...)
	if err != nil {
		panic("format: numbers are no names: " + err.Error())
	}
	p, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		panic("format: no profile of rankings: " + err.Error())
	}
	return p
}

// start reads what can begin a ballot, stand before the ballots, or end them.
func (r *blt) start(at place, text string, from int) int {
	to := word(text, from)
	token := text[from:to]
	switch {
	case token[0] == '"':
		r.phase = inNames
		return from
	case token[0] == '[':
		return r.directive(at, text, from)
	case token[0] == '(':
		return r.id(at, text, from)
	case token[0] == '-' && len(token) > 1:
		o, ok := r.option(token[1:])
		if !ok || r.begun || slices.Contains(r.gone, o) {
			r.fault(at, from, "%.40q: want - and the number of an option that has withdrawn, once, before the ballots", token)
		}
		r.gone = append(r.gone, o)
		return to
	}
	n, err := number(cell{text: token})
	switch {
	case err != nil:
		r.fault(at, from, "the weight of a ballot: %w", err)
	case n == 0:
		r.phase, r.words = inNames, r.skip(text, to) < len(text)
	default:
		r.begun = true
		r.phase, r.weight, r.level, r.braces, r.ballot = inBallot, n, 0, false, r.ballot[:0]
	}
	return to
}

// id reads the id of a ballot, which counts once.
func (r *blt) id(at place, text string, from int) int {
	end := strings.IndexByte(text[from:], ')')
	if end < 0 {
		r.fault(at, from, "the id of a ballot has no )")
		return len(text)
	}
	id := strings.TrimSpace(text[from+1 : from+end])
	if r.ids[id] {
		r.fault(at, from, "a second ballot %.40q", id)
	}
	r.ids[strings.Clone(id)] = true
	weight := r.skip(text, from+end+1)
	if to := word(text, weight); text[weight:to] != "1" {
		r.fault(at, weight, "after the id of a ballot want its weight 1, not %.40q", text[weight:to])
	}
	return weight
}

// directive reads [nick a b c] and passes over the others.
func (r *blt) directive(at place, text string, from int) int {
	end := strings.IndexByte(text[from:], ']')
	if end < 0 {
		r.fault(at, from, "[ without ] in its line")
		return len(text)
	}
	fields := strings.Fields(text[from+1 : from+end])
	if len(fields) > 0 && fields[0] == "nick" {
		r.nick = make(map[string]ballot.Option, len(fields))
		for i, name := range fields[1:] {
			r.nick[strings.Clone(name)] = ballot.Option(i)
		}
		if len(r.nick) != int(r.n) {
			r.fault(at, from, "%d different short names for %d options", len(r.nick), r.n)
		}
	}
	return from + end + 1
}

// option finds an option by its number or short name.
func (r *blt) option(token string) (ballot.Option, bool) {
	n, err := number(cell{text: token})
	if err != nil {
		o, ok := r.nick[token]
		return o, ok
	}
	return ballot.Option(n - 1), n >= 1 && n <= r.n
}

// mark reads a rank of a ballot, or its end.
func (r *blt) mark(at place, text string, from int) int {
	to := word(text, from)
	token := text[from:to]
	if token == "0" && !r.braces {
		r.once(at, from)
		r.add(at, from)
		return to
	}
	if token == "-" && !r.braces {
		r.level++
		return to
	}
	if token[0] == '(' && !r.braces {
		r.braces = true
		r.level++
		return from + 1
	}
	closing := r.braces && strings.HasSuffix(token, ")")
	token = strings.TrimSuffix(token, ")")
	if !r.braces {
		r.level++
	}
	for part := range strings.SplitSeq(token, "=") {
		if o, ok := r.option(part); ok {
			r.ballot = append(r.ballot, ballot.Mark{Option: o, Level: r.level})
		} else if part != "" || !closing {
			r.fault(at, from, "no option %.40q: want 1 to %d", part, r.n)
			break
		}
	}
	r.braces = r.braces && !closing
	return to
}

// add counts the ballot.
func (r *blt) add(at place, from int) {
	if r.braces {
		r.fault(at, from, "( without ) in its ballot")
	} else {
		r.in.put(at, from+1, r.ballot, r.weight)
	}
	r.phase = inBallots
}

// once refuses a ballot with a 0 that could as well go on with the last one, which had none.
func (r *blt) once(at place, from int) {
	if r.open == nil {
		return
	}
	seen := map[ballot.Option]bool{ballot.Option(min(r.weight, r.n+1) - 1): true}
	for _, m := range slices.Concat(r.open, r.ballot) {
		seen[m.Option] = true
	}
	if r.weight <= r.n && len(seen) == 1+len(r.open)+len(r.ballot) {
		r.fault(at, from, "the ballot in the line before has no 0, and may go on in this line")
	}
	r.open = nil
}

// name reads a name, or the title.
func (r *blt) name(at place, text string, from int) int {
	rest := text[from:]
	if hash := strings.IndexByte(rest, '#'); hash >= 0 && rest[0] != '"' {
		rest = rest[:hash]
	}
	rest = strings.TrimRight(rest, " \t")
	switch last := len(rest) - 1; {
	case rest[0] == '"':
		name, end, ok := unquote(text, from+1)
		if ok {
			r.enter(at, from, name)
			return end
		}
		if len(r.names) < int(r.n) || r.title != nil {
			r.fault(at, from, "a quote that is not closed")
		}
		r.title, r.phase = &name, inTitle
		return len(text)
	case rest[0] == '\'' && rest[last] == '\'' && last > 0:
		r.enter(at, from, rest[1:last])
		return len(text)
	case r.words:
		to := word(text, from)
		r.enter(at, from, text[from:to])
		return to
	case strings.Trim(rest, "0123456789-= \t") == "" && len(r.names) < int(r.n):
		r.fault(at, from, "%.40q: a ballot after the 0 that ends them? A name of digits wants quotes", rest)
	default:
		r.enter(at, from, rest)
	}
	return len(text)
}

// more goes on with a title.
func (r *blt) more(text string, from int) int {
	part, end, ok := unquote(text, from)
	if ok {
		r.phase = inNames
	}
	if len(*r.title) < MaxLine {
		*r.title += " " + part
	}
	return end
}

// unquote reads up to the closing quote; without one, to the end.
func unquote(text string, from int) (name string, end int, ok bool) {
	var b strings.Builder
	for at := from; at < len(text); at++ {
		c := text[at]
		next := byte(0)
		if at+1 < len(text) {
			next = text[at+1]
		}
		switch {
		case c == '\\' && (next == '"' || next == '\\'), c == '"' && next == '"':
			b.WriteByte(next)
			at++
		case c == '"':
			return b.String(), at + 1, true
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), len(text), false
}

// enter takes a name, and after the last one the title; what follows it is passed over.
func (r *blt) enter(at place, from int, name string) {
	name = strings.TrimSpace(strings.Map(printed, name))
	if len(r.names) == int(r.n) {
		if r.title == nil {
			r.title = &name
		}
		return
	}
	if err := ballot.CheckName(name); err != nil {
		r.fault(at, from, "%w", err)
	} else if r.named[name] {
		r.fault(at, from, "a second option %.40q", name)
	}
	r.named[name] = true
	r.names = append(r.names, name)
}

// printed is a character as it can stand on a slate.
func printed(c rune) rune {
	if unicode.IsControl(c) {
		return unicode.ReplacementChar
	}
	return c
}

// end makes votes of a file, and adds them to those of the files before.
func (r *blt) end(at place) {
	last := cell{column: 1}
	switch {
	case r.phase == inHead:
		at.fault(last, "want the numbers of options and seats")
	case r.comment > 0:
		at.fault(last, "/* without */")
	case r.phase == inBallots:
		at.fault(last, "the file ends within the ballots: want 0, and the names")
	case r.phase == inTitle:
		at.fault(last, "a title without its closing quote")
	case len(r.names) > 0 && len(r.names) < int(r.n):
		at.fault(last, "%d names of %d options", len(r.names), r.n)
	case r.list == nil:
		if err := r.merge(); err != nil {
			at.fault(last, "%w", err)
		}
	}
	r.begin()
}

func (r *blt) merge() error {
	if r.names == nil {
		r.names = slices.Collect(namesOf(r.in.profile.Slate()))
	}
	r.in.profile.Spoilt, r.in.spoilt = r.in.spoilt, 0
	defer func() { r.known = append(r.known, r.names) }()
	if r.heads != nil {
		r.in.parts.give(r.in.profile)
		return nil
	}
	v := &Votes{Seats: r.seats}
	for _, o := range r.gone {
		v.Withdrawn = append(v.Withdrawn, r.names[o])
	}
	slices.Sort(v.Withdrawn)
	if r.title != nil {
		v.Title = *r.title
	}
	if r.votes == nil {
		slate := r.names
		if r.options != nil {
			slate = r.options
		}
		s, err := ballot.NewSlate(slate...)
		if err != nil {
			return err
		}
		r.votes = v
		if slices.Equal(slate, r.names) {
			v.Profile, err = r.in.profile.On(s)
			return err
		}
		if v.Profile, err = ballot.NewProfile(s, ballot.Ranking); err != nil {
			return err
		}
	}
	if r.votes.Seats != v.Seats || !slices.Equal(r.votes.Withdrawn, v.Withdrawn) {
		return fmt.Errorf("%d seats and %q withdrawn, and %d and %q in the first file", v.Seats, v.Withdrawn, r.votes.Seats, r.votes.Withdrawn)
	}
	places, err := placesOf(r.votes.Profile.Slate(), r.names)
	if err != nil {
		return err
	}
	return addTo(r.votes.Profile, r.in.profile, places)
}

// give gives ballots away on the slate of the vote. Where that is not known yet they are
// forgotten, and read again.
func (r *blt) give(p *ballot.Profile) error {
	if r.heads == nil {
		r.in.parts.again = true
		if r.in.parts.starts == nil {
			return errOnce
		}
		return nil
	}
	slate, names := r.votes.Profile.Slate(), r.heads[len(r.known)]
	q, err := p.On(slate)
	if !slices.Equal(names, slices.Collect(namesOf(slate))) {
		var places []ballot.Option
		if places, err = placesOf(slate, names); err == nil {
			q, err = ballot.NewProfile(slate, ballot.Ranking)
		}
		if err == nil {
			err = addTo(q, p, places)
		}
	}
	if err == nil {
		q, err = without(q, r.votes.Withdrawn)
	}
	if err != nil {
		return err
	}
	return r.take(q)
}

// namesOf walks the names of a slate.
func namesOf(s *ballot.Slate) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range s.All() {
			if !yield(name) {
				return
			}
		}
	}
}

// placesOf are the options of a slate that have these names, which must be all of them.
func placesOf(s *ballot.Slate, names []string) ([]ballot.Option, error) {
	if len(names) != s.Len() {
		return nil, fmt.Errorf("%d names, and %d options of the vote", len(names), s.Len())
	}
	places := make([]ballot.Option, len(names))
	for i, name := range names {
		o, ok := s.Find(name)
		if !ok {
			return nil, fmt.Errorf("%.40q is not an option of the vote", name)
		}
		places[i] = o
	}
	return places, nil
}

// addTo adds the ballots of q to p, whose options stand in other places.
func addTo(p, q *ballot.Profile, places []ballot.Option) error {
	var moved ballot.Ballot
	for b, n := range q.All() {
		moved = moved[:0]
		for _, m := range b {
			moved = append(moved, ballot.Mark{Option: places[m.Option], Level: m.Level})
		}
		if err := p.Add(moved, n); err != nil {
			return err
		}
	}
	if err := p.Add(nil, q.Blank); err != nil {
		return err
	}
	p.Spoilt += q.Spoilt
	return nil
}

// WriteBLT writes rankings with their seats, withdrawn options and title as ReadBLT reads
// them. Other kinds of ballot and spoilt ones have no place in the format and are errors.
func WriteBLT(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil || p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return errors.New("BLT holds rankings, and none that are spoilt")
	}
	if v.Seats > ballot.MaxOptions {
		return fmt.Errorf("BLT has no place for %d seats", v.Seats)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d %d\n", p.Slate().Len(), v.Seats)
	for _, name := range v.Withdrawn {
		o, ok := p.Slate().Find(name)
		if !ok {
			return fmt.Errorf("%.40q has withdrawn, and is not an option", name)
		}
		fmt.Fprintf(out, "-%d\n", o+1)
	}
	for b, n := range p.All() {
		fmt.Fprint(out, n)
		level := int32(0)
		for _, m := range b {
			if m.Level == level {
				fmt.Fprintf(out, "=%d", m.Option+1)
				continue
			}
			for level++; level < m.Level; level++ {
				out.WriteString(" -")
			}
			fmt.Fprintf(out, " %d", m.Option+1)
		}
		out.WriteString(" 0\n")
	}
	if p.Blank > 0 {
		fmt.Fprintf(out, "%d 0\n", p.Blank)
	}
	out.WriteString("0\n")
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	for _, name := range p.Slate().All() {
		fmt.Fprintf(out, "\"%s\"\n", quote.Replace(name))
	}
	fmt.Fprintf(out, "\"%s\"\n", quote.Replace(v.Title))
	return out.Flush()
}
