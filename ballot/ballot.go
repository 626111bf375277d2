package ballot

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
)

// MaxScore bounds scores: MaxBallots times MaxOptions times MaxScore is an int64, so that
// no sum of scores overflows.
const MaxScore = 10_000

// A Kind says what the levels of a ballot mean. There is no zero Kind.
type Kind uint8

// The kinds of ballot.
const (
	Choice   Kind = 1 + iota // one option, level 1
	Approval                 // any options, level 1
	Ranking                  // level is the rank from 1; equal levels are equal ranks
	Scoring                  // level is the score, from 0
)

// String is the lower-case name.
func (k Kind) String() string {
	switch k {
	case Choice:
		return "choice"
	case Approval:
		return "approval"
	case Ranking:
		return "ranking"
	case Scoring:
		return "scoring"
	}
	return "kind " + strconv.Itoa(int(k))
}

// A Mark gives an option its level.
type Mark struct {
	Option Option
	Level  int32
}

// A Ballot is the marks of one voter, sorted by level, then by option. Nothing in it
// points at the voter.
type Ballot []Mark

// Compare orders ballots mark by mark; a ballot comes before its continuations.
func (b Ballot) Compare(c Ballot) int { return slices.CompareFunc(b, c, compareMarks) }

func compareMarks(m, n Mark) int {
	if m.Level != n.Level {
		return cmp.Compare(m.Level, n.Level)
	}
	return cmp.Compare(m.Option, n.Option)
}

// check returns what is wrong with a sorted ballot of a slate.
func (b Ballot) check(s *Slate, k Kind, seen []bool) error {
	if k == Choice && len(b) > 1 {
		return fmt.Errorf("%d options are marked; a choice marks one", len(b))
	}
	low, high := k.levels()
	for i, m := range b {
		if m.Option < 0 || int(m.Option) >= s.Len() {
			clearSeen(seen, b[:i])
			return fmt.Errorf("no option %d on a slate of %d", m.Option, s.Len())
		}
		if seen[m.Option] || m.Level < low || m.Level > high {
			twice := seen[m.Option]
			clearSeen(seen, b[:i])
			if twice {
				return fmt.Errorf("%s is marked twice", s.Name(m.Option))
			}
			return fmt.Errorf("%s has level %d; in a %s ballot want %d to %d", s.Name(m.Option), m.Level, k, low, high)
		}
		seen[m.Option] = true
	}
	clearSeen(seen, b)
	return nil
}

// levels are the least and the greatest level of a kind.
func (k Kind) levels() (low, high int32) {
	switch k {
	case Choice, Approval:
		return 1, 1
	case Ranking:
		return 1, MaxOptions
	}
	return 0, MaxScore
}

func clearSeen(seen []bool, b Ballot) {
	for _, m := range b {
		seen[m.Option] = false
	}
}

// ParseBallot reads one ballot: Ana>Ben=Cai for a ranking (rank 2 is shared), Ana|Cai
// for approvals, Ana=5|Ben=2 for scores, Ana for a choice. Blanks around names are
// left out; no text is a blank ballot. find names the options. A fault has the Column
// in the text, from 1. What a ballot may hold is checked by Profile.Add.
func ParseBallot(text string, k Kind, find func(name string) (Option, bool)) (Ballot, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var b Ballot
	level := int32(1)
	for start := 0; start <= len(text); {
		end, sep := nextSeparator(text, start, k)
		m, err := parseMark(text[start:end], k, find)
		if err != nil {
			return nil, &vicinia.Fault{Column: start + 1, Err: err}
		}
		if k == Ranking {
			m.Level = level
		}
		if b = append(b, m); sep == '>' {
			level++
		}
		start = end + 1
	}
	slices.SortFunc(b, compareMarks)
	return b, nil
}

// nextSeparator is the place and the byte of the separator after start, or the end.
func nextSeparator(text string, start int, k Kind) (int, byte) {
	separators := ""
	switch k {
	case Ranking:
		separators = ">="
	case Approval, Scoring:
		separators = "|"
	}
	if i := strings.IndexAny(text[start:], separators); i >= 0 {
		return start + i, text[start+i]
	}
	return len(text), 0
}

func parseMark(text string, k Kind, find func(string) (Option, bool)) (Mark, error) {
	name, level := text, int32(1)
	if k == Scoring {
		at := strings.LastIndexByte(text, '=')
		if at < 0 {
			return Mark{}, fmt.Errorf("%.40q: want name=score", text)
		}
		score, err := strconv.ParseUint(strings.TrimSpace(text[at+1:]), 10, 31)
		if err != nil || score > MaxScore {
			return Mark{}, fmt.Errorf("%.40q: a score is a whole number from 0 to %d", text, MaxScore)
		}
		name, level = text[:at], int32(score)
	}
	name = strings.TrimSpace(name)
	if name == "" {
		return Mark{}, fmt.Errorf("a name is missing")
	}
	o, ok := find(name)
	if !ok {
		return Mark{}, fmt.Errorf("%.40q is not an option", name)
	}
	return Mark{Option: o, Level: level}, nil
}
