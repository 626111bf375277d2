package format

import (
	"errors"
	"slices"
	"strconv"
	"strings"

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
// called "1", "2"... Where each line of a name in quotes has a second text in quotes, that is
// the party, which is passed over. Lines "# ALTERNATIVE NAME 1: Ana" in the place of the names
// are names. A control character in a name, which no slate takes, is read as U+FFFD.
// Text after # and between /* and */ is passed over. [nick a b c] gives
// the options short names for ballots, [withdrawn a b] is -a -b; [tie], [droop] and what
// follows the title are passed over: the rule and the tie-break are the officer's. Withdrawn
// options stay on the slate and the ballots; they are in Votes.Withdrawn.
//
// The slate is that of the first file, or options in their order; shards have the same
// names, seats and withdrawn options. Other names than options are faults, unless Policy.Unlisted
// of a [Reader] says what becomes of them.
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
	others := strict
	others.Unlisted, others.WriteIn = in.policy.Unlisted, in.policy.WriteIn
	out, err := Records{Policy: others}.newPaper(&faults{}, nil, ballot.Ranking, strict)
	if err != nil {
		return nil, err
	}
	r := &blt{faults: in.faults, options: options, in: in, out: out}
	if parts != nil {
		r.hook(parts)
	}
	r.begin()
	each(r.faults, shards, r.line, r.end)
	if parts.second() && r.list == nil {
		if err := parts.rewind(); err != nil {
			return nil, err
		}
		r.heads, r.known, r.in.altered = r.known, nil, Altered{}
		if parts.take != nil {
			r.out.altered = Altered{}
			r.votes.Profile.Reset()
		}
		each(r.faults, shards, r.line, r.end)
	}
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	r.votes.Altered = r.in.altered
	r.votes.Altered.add(r.out.altered)
	return r.votes, nil
}

// A blt is the state of a reader; the second part is of the file.
type blt struct {
	*faults
	options []string
	in      *paper                      // its profile is of options by their numbers
	out     *paper                      // for those who are not listed
	votes   *Votes                      // nil before the end of the first file
	known   [][]string                  // the names of the files before
	heads   [][]string                  // of all files, where they are read again
	take    func(*ballot.Profile) error // parts with names
	each    func(Entry) error           // the same of ballots

	phase    phase
	comment  int // how many /* are open
	n, seats int64
	parted   bool // the number of options stands alone in its line
	gone     []ballot.Option
	nick     map[string]ballot.Option
	begun    bool // a ballot was read
	names    []string
	labels   []label         // names, parties and the title, as they stand
	remarks  map[int64]label // names in comments, by number
	words    bool            // names are words
	title    *string         // nil is not told

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
	r.in.ids.reset()
	*r = blt{
		faults: r.faults, options: r.options, in: r.in, out: r.out, votes: r.votes, known: r.known, heads: r.heads, take: r.take, each: r.each,
		n: -1,
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
	if r.phase == inNames && strings.HasPrefix(text, alternative) {
		r.remark(at, text)
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
	if r.in.careful || r.each != nil {
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
