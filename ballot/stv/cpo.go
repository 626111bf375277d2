package stv

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// CPO compares all possible outcomes two by two (CPO-STV: Tideman, Journal of Economic
// Perspectives 9, 1995; Tideman & Richardson, Public Choice 103, 2000). For two sets, every
// ballot counts for the first of its preferences who is in one of them; those who are in both
// pass on what they have above the quota, all of them at once, and again, until none has more;
// those who are in one alone keep all. The set whose members together have more votes wins
// the comparison, in exact fractions. Who wins all is elected; otherwise Completion decides
// by the order of the leads. With one seat this is a Condorcet rule. A tie between sets is the
// officer's. More than MaxOutcomes sets, and rankings that the Reference Rules cannot read, are
// errors; a shared rank ends a ballot, one left out is passed over.
//
// Quota is Whole (Droop's), or Hare rounded up to a vote, or one of the others: v/(s+1)
// itself, which Tideman advises. Value is Weighted, the surplus over the votes times what a
// ballot is worth, or Equal, the surplus over the ballots.
type CPO struct {
	Seats      int64
	Quota      Quota
	Value      Value
	Completion ballot.Rule[*ballot.Pairwise, *ballot.Order] // nil is ranked.RankedPairs
}

var _ ballot.Rule[*ballot.Profile, *committee.Committee] = CPO{}

// String is the rule in canonical text.
func (r CPO) String() string {
	return fmt.Sprintf("cpo-stv seats=%d quota=%s value=%s completion=%q", r.Seats, r.Quota, r.Value, fmt.Sprint(r.completion()))
}

func (r CPO) completion() ballot.Rule[*ballot.Pairwise, *ballot.Order] {
	if r.Completion == nil {
		return ranked.RankedPairs{}
	}
	return r.Completion
}

// Decide: see ballot.Rule.
func (r CPO) Decide(p *ballot.Profile, tb ballot.TieBreak) (*committee.Committee, error) {
	x, err := newOutcomes("cpo-stv", r.Seats, p)
	switch {
	case err != nil:
		return nil, fmt.Errorf("cpo-stv: %w", err)
	case r.Value != Weighted && r.Value != Equal || r.Quota > Floor:
		return nil, fmt.Errorf("cpo-stv: %w", &vicinia.Fault{Path: "value", Err: fmt.Errorf("quota %s and value %s: want one of the quotas, and weighted or equal", r.Quota, r.Value)})
	}
	votes := x.compare(r.quota(x.papers.total), r.Value)
	leads := make([]*big.Rat, len(votes))
	n := len(x.sets)
	for i, v := range votes {
		if v != nil {
			leads[i] = new(big.Rat).Sub(v, votes[i%n*n+i/n])
		}
	}
	duels, err := x.duels(leads)
	if err != nil {
		return nil, fmt.Errorf("cpo-stv: %w", err)
	}
	if n == 1 { // nobody to compare with
		return x.elect(ballot.Record{Rule: r.String(), Slate: x.slate, Reasons: x.why(votes, 0)}, []ballot.Option{0}, tb)
	}
	order, err := r.completion().Decide(duels, nil)
	if err != nil {
		return nil, fmt.Errorf("cpo-stv: %w", err)
	}
	first := order.Winners()
	if len(first) == 0 {
		return nil, errors.New("cpo-stv: the completion put no set first")
	}
	return x.elect(ballot.Record{Rule: r.String(), Slate: x.slate, Reasons: x.why(votes, first[0])}, first, tb)
}

// quota is that of so many ballots.
func (r CPO) quota(ballots int64) *big.Rat {
	switch r.Quota {
	case Whole:
		return new(big.Rat).SetInt64(ballots/(r.Seats+1) + 1)
	case Hare:
		return new(big.Rat).SetInt64((ballots + r.Seats - 1) / r.Seats)
	}
	return big.NewRat(ballots, r.Seats+1)
}

// compare are the votes of all sets against each other, row by row. Pairs with the same
// options in both, and the same in one, are one count.
func (x *outcomes) compare(quota *big.Rat, value Value) []*big.Rat {
	n := len(x.sets)
	votes, counted := make([]*big.Rat, n*n), map[string][]*big.Rat{} // only looked up
	in, both := make([]bool, x.slate.Len()), make([]bool, x.slate.Len())
	for i, a := range x.sets {
		for j, b := range x.sets[:i] {
			clear(in)
			clear(both)
			for _, o := range a {
				in[o] = true
			}
			for _, o := range b {
				both[o] = in[o]
				in[o] = true
			}
			key := fmt.Sprint(in, both)
			tally, ok := counted[key]
			if !ok {
				tally = x.papers.pass(in, both, quota, value)
				counted[key] = tally
			}
			votes[i*n+j], votes[j*n+i] = new(big.Rat), new(big.Rat)
			for _, o := range a {
				votes[i*n+j].Add(votes[i*n+j], tally[o])
			}
			for _, o := range b {
				votes[j*n+i].Add(votes[j*n+i], tally[o])
			}
		}
	}
	return votes
}

// A heap is papers of one worth that are with one option.
type heap struct {
	worth  *big.Rat
	papers []int32
	at     []uint32 // of each, the place in prefs
	size   int64
}

// pass counts the papers for those who are in; those of both pass their surpluses on.
func (ps *papers) pass(in, both []bool, quota *big.Rat, value Value) []*big.Rat {
	n := len(in)
	open, tally, held := slices.Clone(in), make([]*big.Rat, n), make([][]heap, n)
	for o := range tally {
		tally[o] = new(big.Rat)
	}
	first := heap{worth: big.NewRat(1, 1)}
	for i := range ps.count {
		first.papers, first.at = append(first.papers, int32(i)), append(first.at, ps.start[i])
	}
	ps.deal(first, open, tally, held)
	for {
		var over []int
		for o := range tally {
			if open[o] && both[o] && tally[o].Cmp(quota) > 0 {
				over = append(over, o)
			}
		}
		if over == nil {
			return tally
		}
		for _, o := range over {
			open[o] = false
		}
		var moving []heap
		for _, o := range over {
			part := new(big.Rat).Sub(tally[o], quota)
			size := int64(0)
			for _, h := range held[o] {
				size += h.size
			}
			for _, h := range held[o] {
				if value == Equal {
					h.worth = new(big.Rat).Quo(part, new(big.Rat).SetInt64(size))
				} else {
					h.worth = new(big.Rat).Quo(new(big.Rat).Mul(h.worth, part), tally[o])
				}
				moving = append(moving, h)
			}
			tally[o].Set(quota)
		}
		for _, h := range moving {
			ps.deal(h, open, tally, held)
		}
	}
}

// deal gives the papers of a heap to the next who are open, from where they are on.
func (ps *papers) deal(h heap, open []bool, tally []*big.Rat, held [][]heap) {
	to := make([]heap, len(open))
	for i, paper := range h.papers {
		end := ps.start[paper+1]
		at := ps.next(h.at[i], end, open)
		if at == end {
			continue
		}
		t := &to[ps.prefs[at]]
		t.papers, t.at, t.size = append(t.papers, paper), append(t.at, at), t.size+ps.count[paper]
	}
	for o, t := range to {
		if t.size > 0 {
			t.worth = h.worth
			tally[o].Add(tally[o], new(big.Rat).Mul(t.worth, new(big.Rat).SetInt64(t.size)))
			held[o] = append(held[o], t)
		}
	}
}
