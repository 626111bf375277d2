package stv

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// MaxSchulzeSeats bounds the seats of SchulzeSTV, which looks at all subsets of a set.
const MaxSchulzeSeats = 16

// SchulzeSTV is Schulze's beatpath method on sets (Schulze, Free Riding and Vote Management
// under Proportional Representation by the Single Transferable Vote). A set is linked to those
// that have one other member: it is worth against the newcomer b as many votes as its members
// can each have at once, if every ballot is divided among those of them whom it puts above b.
// That is the least, over the members of every subset of it, of the ballots that put one of
// these above b, over their number (Hall, Gale); exact fractions. Paths of such links are as
// strong as their weakest; the set is elected to which no path is stronger than that back.
// With one seat this is ranked.Schulze by winning votes on strict rankings.
//
// A ballot that puts neither of two above the other is for neither: Schulze's proportional
// completion of such ballots is not here. Ties of sets are the officer's. Limits and how
// ballots are read are those of CPO, and at most MaxSchulzeSeats.
type SchulzeSTV struct{ Seats int64 }

var _ ballot.Rule[*ballot.Profile, *committee.Committee] = SchulzeSTV{}

// String is the rule in canonical text: "schulze-stv seats=3".
func (r SchulzeSTV) String() string { return fmt.Sprintf("schulze-stv seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r SchulzeSTV) Decide(p *ballot.Profile, tb ballot.TieBreak) (*committee.Committee, error) {
	x, err := newOutcomes("schulze-stv", r.Seats, p)
	if err == nil && len(x.sets[0]) > MaxSchulzeSeats {
		err = &vicinia.Fault{Path: "seats", Err: fmt.Errorf("%d seats: want at most %d", r.Seats, MaxSchulzeSeats)}
	}
	if err != nil {
		return nil, fmt.Errorf("schulze-stv: %w", err)
	}
	links := x.links()
	n, first := len(x.sets), []ballot.Option{0}
	if n > 1 {
		won := make([]*big.Rat, len(links)) // those that are worth more than the link back
		for i, link := range links {
			if back := links[i%n*n+i/n]; link != nil && link.Cmp(back) > 0 {
				won[i] = link
			}
		}
		duels, err := x.duels(won)
		if err != nil {
			return nil, fmt.Errorf("schulze-stv: %w", err)
		}
		order, err := ranked.Schulze{}.Decide(duels, nil)
		if err != nil {
			return nil, fmt.Errorf("schulze-stv: %w", err)
		}
		first = order.Winners()
	}
	return x.elect(ballot.Record{Rule: r.String(), Slate: x.slate, Reasons: x.why(links, first[0])}, first, tb)
}

// links are what the sets are worth against their neighbours, row by row; nil for others.
func (x *outcomes) links() []*big.Rat {
	n := len(x.sets)
	links := make([]*big.Rat, n*n)
	for i, set := range x.sets {
		for b := range ballot.Option(x.slate.Len()) {
			if slices.Contains(set, b) {
				continue
			}
			worth := x.papers.worthOf(set, b)
			for out := range set {
				other := slices.Clone(set)
				other[out] = b
				slices.Sort(other)
				j, _ := slices.BinarySearchFunc(x.sets, other, slices.Compare[[]ballot.Option])
				links[i*n+j] = worth
			}
		}
	}
	return links
}

// worthOf is what every member of a set can have at once of the ballots that put it above b.
func (ps *papers) worthOf(set []ballot.Option, b ballot.Option) *big.Rat {
	above := make([]int64, 1<<len(set)) // ballots by the members above b
	for i, size := range ps.count {
		mask := 0
		for _, o := range ps.ranked(i) {
			if o == b {
				break
			}
			if at, has := slices.BinarySearch(set, o); has {
				mask |= 1 << at
			}
		}
		above[mask] += size
	}
	for at := range set { // now those whose members above b are all in a mask
		for mask := range above {
			if mask&(1<<at) != 0 {
				above[mask] += above[mask&^(1<<at)]
			}
		}
	}
	all := len(above) - 1
	var least *big.Rat
	for mask := 1; mask <= all; mask++ {
		members := int64(0)
		for m := mask; m > 0; m &= m - 1 {
			members++
		}
		if v := big.NewRat(ps.total-above[all&^mask], members); least == nil || v.Cmp(least) < 0 {
			least = v
		}
	}
	return least
}
