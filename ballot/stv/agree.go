package stv

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// Limits of what is tried to find out whether ties change anybody's seat.
const (
	MaxAgreed       = 1_000      // ways of breaking them
	maxAgreedPapers = 20_000_000 // distinct ballots in all of them
)

// EitherWay ends Tie.By where nothing was told to break a tie, since every way of breaking
// all ties of the count elects the same.
const EitherWay = "either way elects the same"

// Agreed is a tie that changes nobody's seat; it is a step of the transcript. What is shown
// after it is one way: those who come first by the bytes of their names fare well.
type Agreed struct {
	After int // count
	Names []string
}

func newAgreed(s *ballot.Slate, after int, tied []ballot.Option) Agreed {
	a := Agreed{After: after}
	for _, o := range tied {
		a.Names = append(a.Names, s.Name(o))
	}
	return a
}

// Key: see vicinia.Step.
func (a Agreed) Key() string { return "stv.agreed" }

// String is "tie of Ana and Ben after count 3: either way elects the same".
func (a Agreed) String() string {
	last := len(a.Names) - 1
	return fmt.Sprintf("tie of %s and %s after count %d: %s", strings.Join(a.Names[:last], ", "), a.Names[last], a.After, EitherWay)
}

var errDiffer = errors.New("ways of breaking ties elect others")

// settled counts with a tie-break. Without one, ties stand only where ways of breaking them
// elect others, or are too many to try.
func settled(tb ballot.TieBreak, papers int, count func(ballot.TieBreak) (*Transcript, error)) (*Transcript, error) {
	t, err := count(tb)
	if err != nil || tb != nil || !t.Tied() {
		return t, err
	}
	var first []ballot.Option
	limit := min(MaxAgreed, max(2, maxAgreedPapers/papers))
	_, err = ballot.Universes(limit, func(tb ballot.TieBreak) (*Transcript, error) {
		u, err := count(every{tb})
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = u.Winners()
		}
		if u.Tied() || !slices.Equal(u.Winners(), first) {
			return nil, errDiffer
		}
		return u, nil
	})
	if err != nil {
		return t, nil
	}
	return count(byName{})
}

// every is a tie-break that tries all ways.
type every struct{ ballot.TieBreak }

// idle reports whether it makes no difference to try in which order the tied go out: nobody
// gains votes by it, and others are left for all places, so that all of them will.
func (h *hall) idle(tied []ballot.Option) bool {
	_, tries := h.tb.(every)
	return tries && h.left-len(tied) >= h.places() && !slices.ContainsFunc(tied, func(o ballot.Option) bool { return h.votes[o] > 0 })
}

// byName breaks ties in a way in which the order of the slate shows nowhere.
type byName struct{}

// Break orders by name.
func (byName) Break(s *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	order := slices.Clone(t.Options)
	slices.SortFunc(order, func(a, b ballot.Option) int { return cmp.Compare(s.Name(a), s.Name(b)) })
	for _, o := range order {
		tiers = append(tiers, []ballot.Option{o})
	}
	return tiers, EitherWay
}
