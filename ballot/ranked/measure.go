package ranked

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia/ballot"
)

// A Measure is how strong a won duel is.
type Measure uint8

// The zero Measure is WinningVotes.
const (
	WinningVotes Measure = iota // the votes of the winner
	Margins                     // what the winner has more
	Opposition                  // votes for, won or not: for Minimax alone
	Lexical                     // the votes of the winner, then the fewer of the loser: for Schulze, as those below
	Ratios                      // the votes of the winner over those of the loser; if these are none, more votes
	LosingVotes                 // the fewer votes of the loser, then the more of the winner
)

// String is the word of a setting.
func (m Measure) String() string {
	words := [...]string{"winning-votes", "margins", "opposition", "lexical", "ratios", "losing-votes"}
	if int(m) < len(words) {
		return words[m]
	}
	return "measure " + strconv.Itoa(int(m))
}

// A won is a duel by the votes of its winner and of its loser.
type won struct{ over, under int64 }

// compare is above 0 where a is stronger.
func (m Measure) compare(a, b won) int {
	switch m {
	case Margins:
		return cmp.Compare(a.over-a.under, b.over-b.under)
	case Lexical:
		return cmp.Or(cmp.Compare(a.over, b.over), cmp.Compare(b.under, a.under))
	case LosingVotes:
		return cmp.Or(cmp.Compare(b.under, a.under), cmp.Compare(a.over, b.over))
	case Ratios:
		high, low := bits.Mul64(uint64(a.over), uint64(b.under))
		highB, lowB := bits.Mul64(uint64(b.over), uint64(a.under))
		level := cmp.Or(cmp.Compare(high, highB), cmp.Compare(low, lowB))
		if a.under == 0 && b.under == 0 {
			level = cmp.Compare(a.over, b.over)
		}
		return level
	}
	return cmp.Compare(a.over, b.over)
}

// strengths are the duels in one array: at a*n+b how strongly a beats b, 0 if it does not. By
// votes and by margins they are these, by other measures their places, 1 for the weakest.
func (m Measure) strengths(w *ballot.Pairwise) []int64 {
	n := w.Slate().Len()
	s := make([]int64, n*n)
	var all []won
	eachWon(w, func(at int, d won) {
		switch m {
		case WinningVotes:
			s[at] = d.over
		case Margins:
			s[at] = d.over - d.under
		default:
			all = append(all, d)
		}
	})
	if len(all) == 0 {
		return s
	}
	slices.SortFunc(all, m.compare)
	all = slices.CompactFunc(all, func(a, b won) bool { return m.compare(a, b) == 0 })
	eachWon(w, func(at int, d won) {
		place, _ := slices.BinarySearchFunc(all, d, m.compare)
		s[at] = int64(place + 1)
	})
	return s
}

// eachWon yields the duels with a winner, each with its place in the array.
func eachWon(w *ballot.Pairwise, yield func(at int, d won)) {
	n := w.Slate().Len()
	for a := range n {
		for b := range a {
			over, under := w.At(ballot.Option(a), ballot.Option(b)), w.At(ballot.Option(b), ballot.Option(a))
			switch {
			case over > under:
				yield(a*n+b, won{over, under})
			case over < under:
				yield(b*n+a, won{under, over})
			}
		}
	}
}
