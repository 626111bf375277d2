package stv

import (
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// win elects, and notes whose surplus is due.
func (g *gregory) win(os []ballot.Option) {
	g.seat(os...)
	g.due = append(g.due, os...)
	g.watch.see(g, os)
}

// elect elects who has reached the quota.
func (g *gregory) elect() {
	if g.BottomsUp || g.Hold && len(g.undeclared()) > 0 {
		return
	}
	reached, rest := g.reached()
	if g.Late && (g.Alone || len(reached) < g.places()) {
		return // their surpluses move first
	}
	g.win(reached)
	if g.Active {
		g.electActive(rest)
	}
}

// electActive elects who has as many votes as would elect if only the votes counted that
// are still active: those of whoever is in, and those that wait to move.
func (g *gregory) electActive(order []ballot.Option) {
	active := g.papers.total*g.unit - g.exhausted - g.rounding
	for _, o := range g.out.Elected {
		active -= min(g.votes[o], g.quota)
	}
	for i := 0; i < len(order) && g.places() > 0; {
		v := g.votes[order[i]]
		end := i
		for end < len(order) && g.votes[order[end]] == v {
			end++
		}
		need := exact.Mul(uint64(v), uint64(g.places()+1))
		if need.Hi == 0 && need.Lo < uint64(active) || end-i > g.places() {
			return
		}
		g.win(order[i:end])
		active -= v * int64(end-i)
		i = end
	}
}

// pair elects the one of the last two who has more votes.
func (g *gregory) pair() (stands bool, err error) {
	two := g.ranking()
	if g.votes[two[0]] > g.votes[two[1]] {
		g.win(two[:1])
		return false, nil
	}
	in, ok, err := g.settle("the last place after", Nothing, two, 1)
	if ok && err == nil {
		g.win(in)
	}
	return !ok, err
}
