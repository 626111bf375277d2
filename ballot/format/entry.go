package format

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia/ballot"
)

// An Entry is a ballot of a file as it counts: what [Reader].Each is told. It is for audits,
// and for voters who look for their own ballot; who knows whose id it is knows their vote.
type Entry struct {
	// ID is that of a cast-vote record, the voter_id of Pabulib, the id of BLT or the token of a
	// tally sheet; else file:line, and file:line:column where a line has many.
	ID     string
	File   string
	Line   int // where the ballot stands
	Column int

	Slate  *ballot.Slate // that of Votes, with those who have withdrawn
	Kind   ballot.Kind
	Ballot ballot.Ballot // after the policy; empty if blank or spoilt; good until Each returns
	N      int64         // so many of them, at least 1

	Fate    Fate
	Altered Altered // of N
}

// A Fate is what became of the marks of a ballot.
type Fate uint8

// The fates.
const (
	AsMarked  Fate = iota
	Changed        // some marks count for nothing, or what was below moved up
	Shortened      // it was cut: what stood below counts for nothing
	Spoilt         // nothing of what was marked counts
	Blank          // nothing was marked
)

var fates = [...]string{"as marked", "changed", "cut", "spoilt", "blank"}

// String is the word of a fate: "cut".
func (f Fate) String() string {
	if int(f) < len(fates) {
		return fates[f]
	}
	return "fate " + strconv.Itoa(int(f))
}

// tell tells who wants each ballot of n that stand in a column and count as b.
func (x *box) tell(at place, column int, b ballot.Ballot, n int64, f Fate, a Altered) {
	id := x.id
	if x.id = ""; x.parts == nil || x.parts.each == nil || n == 0 {
		return
	}
	if x.profile == nil {
		if err := x.parts.later(); err != nil {
			at.fault(cell{column: column}, "%w", err)
		}
		return
	}
	if len(b) == 0 && f != Spoilt {
		f = Blank
	}
	if id == "" && x.dense {
		id = fmt.Sprintf("%s:%d:%d", at.file, at.line, column)
	}
	x.parts.tell(Entry{
		ID: id, File: at.file, Line: at.line, Column: column,
		Slate: x.profile.Slate(), Kind: x.kind, Ballot: b, N: n, Fate: f, Altered: a,
	})
}

// tell tells an entry, its marks in order.
func (s *parts) tell(e Entry) {
	if e.ID == "" {
		e.ID = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	s.told = append(s.told[:0], e.Ballot...)
	e.Ballot = s.told
	sortMarks(e.Ballot)
	if s.failed == nil {
		s.failed = s.each(e)
	}
}

// sortMarks brings marks into the order of a profile.
func sortMarks(b ballot.Ballot) {
	slices.SortFunc(b, func(m, n ballot.Mark) int {
		return cmp.Or(cmp.Compare(m.Level, n.Level), cmp.Compare(m.Option, n.Option))
	})
}

// ids are the ids of a file, each with the line where it stands. Numbers that rise, as in most
// files, are kept in their order; else an id of up to 15 bytes stands for itself, and a longer one
// for its digest: 15 bytes of a SHA-256 are as good.
type ids struct {
	rising []serial
	lines  map[[16]byte]int
	text   []byte // scratch
}

// A serial is a number without zeros before it.
type serial struct {
	id   int64
	line int
}

// enter notes an id, and returns the line where it stands already; 0 if it is new.
func (s *ids) enter(id string, line int) (before int) {
	if n, ok := plainNumber(id); ok {
		if last := len(s.rising) - 1; last < 0 || n > s.rising[last].id {
			s.rising = append(s.rising, serial{n, line})
			return 0
		}
		if i, ok := slices.BinarySearchFunc(s.rising, n, func(x serial, n int64) int { return cmp.Compare(x.id, n) }); ok {
			return s.rising[i].line
		}
	}
	var key [16]byte
	if copy(key[:15], id); len(id) < len(key) {
		key[15] = byte(len(id))
	} else {
		s.text = append(s.text[:0], id...)
		sum := sha256.Sum256(s.text)
		copy(key[:], sum[:15])
		key[15] = 0xff
	}
	if before = s.lines[key]; before > 0 {
		return before
	}
	if s.lines == nil {
		s.lines = map[[16]byte]int{}
	}
	s.lines[key] = line
	return 0
}

// plainNumber is a number of up to 18 digits, if it is written as numbers are.
func plainNumber(text string) (n int64, ok bool) {
	if text == "" || len(text) > 18 || text[0] == '0' && len(text) > 1 {
		return 0, false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, true
}

// reset forgets the ids.
func (s *ids) reset() {
	s.rising = s.rising[:0]
	clear(s.lines)
}

// identify notes the id of the ballot that comes next, which counts once.
func (x *box) identify(at place, column int, id string) (ok bool) {
	if x.id = id; id == "" {
		return true
	}
	before := x.ids.enter(id, at.line)
	if before > 0 {
		at.fault(cell{column: column}, "a second ballot %.40q: the first stands in line %d", id, before)
	}
	return before == 0
}

// fate is what became of the marks of a paper, which were cut or not.
func (p *paper) fate(cut bool) Fate {
	switch {
	case cut:
		return Shortened
	case len(p.ballot) != len(p.marks):
		return Changed
	}
	for i, m := range p.ballot {
		if m.Level != p.marks[i].rank {
			return Changed
		}
	}
	return AsMarked
}
