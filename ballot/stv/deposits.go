package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// saved reports whether so many votes are more than a quarter of the quota: then a candidate
// is paid election expenses, as the deposit was once returned.
func (g *gregory) saved(votes int64) bool { return votes > g.quota/4 }

// open reports whether somebody is still to be chosen.
func (g *gregory) open() bool { return g.places() > 0 && g.left > g.places() }

// material reports whether the surpluses could do anything, section 121(8) of the Electoral
// Act 1992: elect somebody, bring the lowest level with the next, or bring the lowest above a
// quarter of the quota. If the lowest have no votes, the lowest who has some is asked too.
func (g *gregory) material() bool {
	surplus := g.surplus()
	if surplus == 0 {
		return false
	}
	order := g.ranking()
	if g.votes[order[0]]+surplus >= g.quota {
		return true
	}
	slices.Reverse(order)
	lifts := func(i int) bool {
		v := g.votes[order[i]]
		return i+1 < len(order) && v+surplus >= g.votes[order[i+1]] || !g.saved(v) && g.saved(v+surplus)
	}
	zeros := g.zeros(order)
	return lifts(0) || zeros > 0 && zeros < len(order) && lifts(zeros)
}

// zeros is how many at the head of an order have no votes.
func (g *gregory) zeros(order []ballot.Option) (n int) {
	for n < len(order) && g.votes[order[n]] == 0 {
		n++
	}
	return n
}

// deposits are those who go out together, section 122(2) of the Electoral Act 1992: as many of
// the lowest as together, with all surpluses, have fewer votes than the next, unless to put
// them out one by one could bring one of them above a quarter of the quota. Who has no votes
// goes out with the lowest who has. Never so many go out that places stay empty.
func (g *gregory) deposits() (losers []ballot.Option, stands bool, err error) {
	order := g.ranking()
	slices.Reverse(order)
	most := g.left - g.places()
	n := min(g.zeros(order)+1, most)
	sum := g.surplus()
	for i, o := range order[:most] {
		sum += g.votes[o]
		next := g.votes[order[i+1]]
		switch {
		case i+1 < n:
			continue
		case sum < next:
			n = i + 1
		}
		if !g.saved(next) && g.saved(next+sum) {
			break
		}
	}
	return g.part(order, n)
}
