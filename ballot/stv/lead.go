package stv

import "github.com/vicinia/vicinia/ballot"

// ahead are those who are elected since the others cannot catch up; nil if nobody is.
func (g *gregory) ahead() []ballot.Option {
	places := g.places()
	if g.Lead == Never || g.Lead == AsMany && places > 1 || len(g.undeclared()) > 0 {
		return nil
	}
	order := g.ranking()
	below := g.surplus()
	for _, o := range order[places:] {
		below += g.votes[o]
	}
	last := g.votes[order[places-1]]
	switch {
	case g.Lead == AsMany && last >= below && last > g.votes[order[1]],
		g.Lead == Most && last > below,
		g.Lead == More && last > below && (places == 1 || g.left == places+1):
		return order[:places]
	}
	return nil
}
