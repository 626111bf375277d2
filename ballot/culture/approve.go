package culture

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

func sortBy(b ballot.Ballot, key []int64) {
	slices.SortFunc(b, func(m, n ballot.Mark) int {
		return cmp.Or(cmp.Compare(key[m.Option], key[n.Option]), cmp.Compare(m.Option, n.Option))
	})
}

// Approve draws rankings and keeps the first Top as approvals; options that share the last
// of these ranks are approved of together.
type Approve struct {
	Of  Culture // nil is Impartial
	Top int     // at least 1
}

// Draw: see Culture.
func (c Approve) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	if c.Top < 1 || c.Top > s.Len() {
		return nil, fmt.Errorf("%d of %d options approved of", c.Top, s.Len())
	}
	of := c.Of
	if of == nil {
		of = Impartial{}
	}
	ranks, err := of.Draw(rng, s, voters)
	if err != nil {
		return nil, err
	}
	p, err := empty(s, ballot.Approval, voters)
	if err != nil {
		return nil, err
	}
	for b, n := range ranks.All() {
		last := b[min(c.Top, len(b))-1].Level
		var approved ballot.Ballot
		for _, m := range b {
			if m.Level <= last {
				approved = append(approved, ballot.Mark{Option: m.Option, Level: 1})
			}
		}
		if err := p.Add(approved, n); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Coin draws approvals, each with the chance P and apart from all others. Who approves of
// nobody is blank.
type Coin struct{ P vicinia.Ratio }

// Draw: see Culture.
func (c Coin) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	if err := checkChance("P", c.P); err != nil {
		return nil, err
	}
	p, err := empty(s, ballot.Approval, voters)
	if err != nil {
		return nil, err
	}
	for range voters {
		var b ballot.Ballot
		for o := range s.All() {
			if happens(rng, c.P) {
				b = append(b, ballot.Mark{Option: o, Level: 1})
			}
		}
		if err := p.Add(b, 1); err != nil {
			return nil, err
		}
	}
	return p, nil
}
