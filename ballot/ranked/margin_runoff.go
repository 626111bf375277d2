package ranked

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// MaxEndings bounds the ends of a count that InstantRunoff.Margin looks at; each costs a walk
// over the ballots.
const MaxEndings = 1000

// maxEnding bounds the options of an end: its ballots fall into 2^n kinds.
const maxEnding = 8

// Margin is the least number of ballots whose change lets another option survive the count,
// or be level where it would (Magrino, Rivest, Shen & Wagner, EVT/WOTE 2011; Blom, Stuckey &
// Teague, Electronic Voting 2016): ends of a count are looked at, those first that need the
// fewest changes, by whole-number programming. It is exact but past MaxEndings ends; then it
// lies between what the ends so far need and half of the lead in the final round. With ranks
// that options share, and of a rule with settings beyond overvotes, no more is said than that
// it is not 0.
func (r InstantRunoff) Margin(p *ballot.Profile) (Margin, error) {
	return r.MarginWithin(p, MaxEndings)
}

// MarginWithin is Margin with another bound than MaxEndings.
func (r InstantRunoff) MarginWithin(p *ballot.Profile, ends int) (Margin, error) {
	if p.Slate().Len() < 2 {
		return Margin{}, errAlone
	}
	out, err := r.Decide(p, nil)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	plain := r.String() == InstantRunoff{Overvote: r.Overvote}.String()
	if !plain || slices.ContainsFunc(newField(p, nil).ballots, shared) {
		return Margin{1, p.Len()}, nil
	}
	return endings{p: p, winner: out.Winners()[0], most: finalLead(p), ends: ends}.search()
}

func shared(b ballot.Ballot) bool {
	for from, to := range places(b) {
		if to-from > 1 {
			return true
		}
	}
	return false
}

// finalLead is half of the lead among the last two, rounded up: so many changes are enough.
func finalLead(p *ballot.Profile) int64 {
	f := newField(p, ballot.AnyWay{})
	for f.left > 2 {
		if open, err := f.dropLast(); open || err != nil {
			return p.Len() // more than there are shared ranks for
		}
	}
	votes := f.firsts()
	two := f.members()
	lead := votes[two[0]] - votes[two[1]]
	lead = max(lead, -lead)
	return lead - lead/2
}

// endings is the search over ends of counts with another winner.
type endings struct {
	p      *ballot.Profile
	winner ballot.Option
	most   int64
	ends   int // to look at
}

// An ending is who goes out after all others, in sequence, and what that costs at least.
type ending struct {
	order []ballot.Option
	cost  int64
}

// search takes the cheapest ending and puts another option before it, until it is a whole
// count.
func (e endings) search() (Margin, error) {
	var open []ending
	for o := range e.p.Slate().All() {
		if o != e.winner {
			open = append(open, ending{order: []ballot.Option{o}})
		}
	}
	for looked := 0; len(open) > 0; {
		at := cheapest(open)
		next := open[at]
		open = slices.Delete(open, at, at+1)
		if next.cost >= e.most {
			break
		}
		if len(next.order) == e.p.Slate().Len() {
			return exactly(next.cost), nil
		}
		for o := range e.p.Slate().All() {
			if slices.Contains(next.order, o) {
				continue
			}
			if looked++; looked > e.ends || len(next.order) == maxEnding {
				return Margin{max(1, next.cost), e.most}, nil
			}
			longer := append([]ballot.Option{o}, next.order...)
			cost, ok, err := e.cost(longer)
			if err != nil {
				return Margin{}, fmt.Errorf("instant-runoff: %w", err)
			}
			if ok {
				open = append(open, ending{longer, cost})
			}
		}
	}
	return exactly(e.most), nil
}

// cheapest is the place of the cheapest ending, of equal ones the longest, of those the first.
func cheapest(open []ending) (at int) {
	for i, x := range open {
		if cmp.Or(cmp.Compare(x.cost, open[at].cost), cmp.Compare(len(open[at].order), len(x.order))) < 0 {
			at = i
		}
	}
	return at
}

// cost is how many ballots must be changed for a count to end so, if that is less than most.
// Of a ballot counts only at whom it rests while those of the ending go out: a set of them.
// Variables are the ballots added and taken away of each such set.
func (e endings) cost(order []ballot.Option) (int64, bool, error) {
	n := len(order)
	have := e.resting(order)
	costs, most := make([]int64, 2<<n), make([]ceiling, 0, 1<<n)
	more, less := make([]int64, 2<<n), make([]int64, 2<<n)
	for set := range have {
		costs[set] = 1
		more[set], less[set] = 1, -1
		more[1<<n+set], less[1<<n+set] = -1, 1
		most = append(most, ceiling{1<<n + set, 1<<n + set + 1, have[set]})
	}
	rows, ends := [][]int64{more, less}, []int64{0, 0} // as many are added as are taken away
	for out := range n {
		for stays := out + 1; stays < n; stays++ {
			row, end := make([]int64, 2<<n), int64(0)
			for set := range have {
				sign := int64(0)
				switch out + bits.TrailingZeros(uint(set>>out)) {
				case out:
					sign = 1
				case stays:
					sign = -1
				}
				row[set], row[1<<n+set] = sign, -sign
				end -= sign * have[set]
			}
			rows, ends = append(rows, row), append(ends, end)
		}
	}
	return least(costs, rows, ends, most, e.most)
}

// resting counts the ballots by the set of those at whom they rest.
func (e endings) resting(order []ballot.Option) []int64 {
	place := make([]int, e.p.Slate().Len())
	for o := range place {
		place[o] = slices.Index(order, ballot.Option(o))
	}
	have := make([]int64, 1<<len(order))
	for b, votes := range e.p.All() {
		set, at := 0, -1
		for _, m := range b {
			if place[m.Option] > at {
				at = place[m.Option]
				set |= 1 << at
			}
		}
		have[set] += votes
	}
	have[0] += e.p.Blank + e.p.Spoilt
	return have
}
