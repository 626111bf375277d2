package stv

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// EitherWay ends Tie.By where nothing was told to break a tie, since every way of breaking
// all ties of the count elects the same: see ballot.Agreed.
const EitherWay = ballot.EitherWay

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

// settled counts with a tie-break. Without one, ties stand only where ways of breaking them
// elect others, or are too many to try.
func settled(tb ballot.TieBreak, papers int, count func(ballot.TieBreak) (*Transcript, error)) (*Transcript, error) {
	t, _, err := ballot.Agreed(papers, tb, count)
	return t, err
}

// idle reports whether it makes no difference to try in which order the tied go out: nobody
// gains votes by it, and others are left for all places, so that all of them will.
func (h *hall) idle(tied []ballot.Option) bool {
	_, tries := h.tb.(ballot.Trial)
	return tries && h.left-len(tied) >= h.places() && !slices.ContainsFunc(tied, func(o ballot.Option) bool { return h.votes[o] > 0 })
}
