package ranked

import (
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// ApprovalRunoff is instant runoff on ballots whose ranks several options may share: each ballot
// counts in full for all who share its first place among those who are in, and the last goes
// out until one is first alone on more than half of all (Delemazure & Peters, "Generalizing
// Instant Runoff Voting to Allow for Indifferences", EC 2024). It is independent of clones; it
// may miss a Condorcet winner, and more support can cost an option its victory.
type ApprovalRunoff struct {
	Split bool // the ballot is shared in equal parts; clones then change it
}

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = ApprovalRunoff{}

// String is the rule in canonical text.
func (r ApprovalRunoff) String() string {
	if r.Split {
		return "approval-runoff split"
	}
	return "approval-runoff"
}

// Decide: see Coombs.Decide. A ballot on which nobody is left counts for nobody.
func (r ApprovalRunoff) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings(r.String(), p); err != nil {
		return nil, err
	}
	return fieldRounds(r.String(), p, tb, func(f *field) ([]ballot.Option, bool, error) {
		for o, n := range f.firsts() {
			if n > p.Len()-n { // the others share less than half: o never goes
				return []ballot.Option{ballot.Option(o)}, false, nil
			}
		}
		tops := f.tops(r.Split)
		last := f.weakest(func(a, b ballot.Option) int { return tops[a].Cmp(tops[b]) })
		if _, tries := f.tb.(ballot.Trial); tries && tops[last[0]].Sign() == 0 && len(last) < f.left {
			f.drop(last, f.exactPoints(tops)) // all of them go, the order is no matter
			return nil, false, nil
		}
		open, err := f.dropOne(last, f.exactPoints(tops))
		return nil, open, err
	})
}

// tops are, by option, the ballots that put it before the others who are in, alone or not,
// in full or in equal parts.
func (f *field) tops(split bool) []*big.Rat {
	n := f.slate.Len()
	t := newShares(n)
	for i, b := range f.ballots {
		for from, to := range places(b) {
			size := 0
			for _, m := range b[from:to] {
				if f.in.has(int(m.Option)) {
					size++
				}
			}
			if size == 0 {
				continue
			}
			if !split {
				size = 1
			}
			for _, m := range b[from:to] {
				t.give(m.Option, size, f.count[i])
			}
			break
		}
	}
	sums := make([]*big.Rat, n)
	for o := range f.in.all() {
		sums[o] = t.sum(ballot.Option(o))
	}
	return sums
}
