package stv

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// maxValueBits bounds the exact value of a paper: each surplus multiplies it by a fraction
// that has the values of others in it.
const maxValueBits = 1 << 16

// scaled moves every parcel at its value times the surplus over the votes that name somebody
// who is in, each cut for itself. What names nobody stays, so far as the quota holds it; with
// Inclusive it counts, and moves to nobody.
func (g *gregory) scaled(c *Count, o ballot.Option, above int64) error {
	surplus, denominator := new(big.Rat).SetInt64(above), new(big.Rat).SetInt64(g.votes[o])
	for _, p := range g.held[o] {
		if g.Value == Scaled {
			denominator.Sub(denominator, new(big.Rat).Mul(p.value.rat(), new(big.Rat).SetInt64(g.ends(p))))
		}
	}
	fraction, capped := new(big.Rat).SetInt64(1), denominator.Cmp(surplus) <= 0
	if !capped {
		fraction.Quo(surplus, denominator)
	}
	c.Value = fraction.FloatString(9)
	rest, exactly := above, new(big.Rat)
	for _, p := range g.held[o] {
		v, ok := ofRat(new(big.Rat).Mul(p.value.rat(), fraction))
		if !ok {
			return fmt.Errorf("the value of a paper after count %d: %w", len(g.out.Counts), vicinia.ErrOverflow)
		}
		moving := new(big.Rat).SetInt64(p.size - g.ends(p))
		exactly.Add(exactly, moving.Mul(moving, v.rat()))
		g.move(p)
		if g.Value == Scaled {
			g.to[len(g.to)-1].size = 0
		}
		rest -= g.credit(c, o, v)
		g.hand(v)
	}
	if capped {
		lost := floor(exactly.Sub(surplus, exactly))
		g.exhaust(c, o, lost)
		rest -= lost
	}
	g.round(c, o, rest)
	return nil
}

// ends is how many ballots of a parcel name nobody who is in.
func (g *gregory) ends(p parcel) (n int64) {
	for paper := p.head; paper >= 0; paper = g.next[paper] {
		i, end := g.at[paper]+1, g.papers.start[paper+1]
		for i < end && !g.in[g.papers.prefs[i]] {
			i++
		}
		if i == end {
			n += g.papers.count[paper]
		}
	}
	return n
}

// rat is a value as one fraction; it is not to be changed.
func (v value) rat() *big.Rat {
	if v.big != nil {
		return v.big
	}
	return big.NewRat(v.num, v.den)
}

// ofRat is a fraction as a value; ok is false if it is beyond maxValueBits.
func ofRat(r *big.Rat) (v value, ok bool) {
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return value{num: r.Num().Int64(), den: r.Denom().Int64()}, true
	}
	return value{big: r}, r.Num().BitLen() <= maxValueBits && r.Denom().BitLen() <= maxValueBits
}

// floor is a fraction without what is beyond its whole part, towards less.
func floor(r *big.Rat) int64 {
	q := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean, and denominators are above 0
	return q.Int64()
}
