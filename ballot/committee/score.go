package committee

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/vicinia/vicinia"
)

// A Scale is what a voter's first member, second member... are worth to the score of a
// committee: numbers that never grow. The zero Scale is Harmonic.
type Scale struct {
	form    form
	base    vicinia.Ratio
	weights []vicinia.Ratio
}

type form uint8

const (
	harmonic form = iota
	odd
	once
	every
	geometric
	lexical
	adams
	custom
)

// The scales of the field; Geometric and Weights make more.
var (
	Harmonic      = Scale{}              // 1, 1/2, 1/3...: proportional approval voting, PAV (Thiele 1895)
	OddHarmonic   = Scale{form: odd}     // 1, 1/3, 1/5...: Sainte-Lague approval voting, SLAV
	Once          = Scale{form: once}    // 1, 0, 0...: approval Chamberlin-Courant, CC (Thiele 1895)
	Every         = Scale{form: every}   // 1, 1, 1...: approval voting, AV
	Lexicographic = Scale{form: lexical} // most voters with a member, then most with two...: lexicographic CC
	AdamsScale    = Scale{form: adams}   // most voters with a member, then 1, 1/2... for the second, the third...
)

// Geometric is 1, 1/base, 1/base^2...; the base is at least 1.
func Geometric(base vicinia.Ratio) Scale { return Scale{form: geometric, base: base} }

// Weights are any numbers that never grow, from 0; after the last they are 0.
func Weights(ws ...vicinia.Ratio) Scale { return Scale{form: custom, weights: ws} }

// String is the text of a setting: "pav", "geometric-2".
func (s Scale) String() string {
	switch s.form {
	case geometric:
		return "geometric-" + ratioText(s.base)
	case custom:
		texts := make([]string, len(s.weights))
		for i, w := range s.weights {
			texts[i] = ratioText(w)
		}
		return "thiele-" + strings.Join(texts, ",")
	case harmonic, odd, once, every, lexical, adams:
		return [...]string{"pav", "slav", "cc", "av", "", "lex-cc", "adams"}[s.form]
	}
	return fmt.Sprintf("scale %d", s.form)
}

// ratioText is 2 or 3/2.
func ratioText(r vicinia.Ratio) string {
	n, d := r.Parts()
	return big.NewRat(n, d).RatString()
}

// check refuses weights that grow or are below 0.
func (s Scale) check() error {
	switch {
	case s.form == geometric && s.base.Cmp(vicinia.Frac(1, 1)) < 0:
		return fmt.Errorf("a geometric scale of base %s: want at least 1", ratioText(s.base))
	case s.form == custom && (len(s.weights) == 0 || s.weights[0].Sign() == 0):
		return errors.New("a scale needs weights, the first above 0")
	}
	for i, w := range s.weights {
		if w.Sign() < 0 || i > 0 && w.Cmp(s.weights[i-1]) > 0 {
			return fmt.Errorf("weight %d of the scale is %s: weights are from 0 and never grow", i+1, ratioText(w))
		}
	}
	return nil
}

// weightsOf are the weights of a voter's members 1 to k, whole numbers of 1/unit; 0 stands
// before them. The voters are all there are.
func (s Scale) weightsOf(k int, voters int64) (ws []*big.Int, unit *big.Int) {
	rats := make([]*big.Rat, k+1)
	rats[0] = new(big.Rat)
	unit = big.NewInt(1)
	for i := 1; i <= k; i++ {
		rats[i] = s.at(i, k, voters)
		d := rats[i].Denom()
		unit = new(big.Int).Mul(unit, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, d, unit)))
	}
	if s.form == adams { // one voter more with a member outweighs all else
		rats[1].Mul(big.NewRat(int64(k), 1), new(big.Rat).SetInt64(voters))
	}
	ws = make([]*big.Int, k+1)
	for i, r := range rats {
		w := new(big.Int).Mul(r.Num(), unit)
		ws[i] = w.Quo(w, r.Denom()) // exact
	}
	return ws, unit
}

// at is the weight of a voter's i-th member of k, from 1.
func (s Scale) at(i, k int, voters int64) *big.Rat {
	switch s.form {
	case harmonic:
		return big.NewRat(1, int64(i))
	case odd:
		return big.NewRat(1, int64(2*i-1))
	case once:
		return big.NewRat(int64(1/i), 1)
	case every:
		return big.NewRat(1, 1)
	case geometric:
		n, d := s.base.Parts()
		e := big.NewInt(int64(i - 1))
		return new(big.Rat).SetFrac(new(big.Int).Exp(big.NewInt(d), e, nil), new(big.Int).Exp(big.NewInt(n), e, nil))
	case lexical: // one voter more with i members outweighs all with more
		n := new(big.Int).Exp(big.NewInt(voters+1), big.NewInt(int64(k-i)), nil)
		return new(big.Rat).SetInt(n)
	case adams:
		return big.NewRat(1, int64(max(i-1, 1)))
	case custom:
		if i <= len(s.weights) {
			return big.NewRat(s.weights[i-1].Parts())
		}
	}
	return new(big.Rat)
}

// layered reports whether the number of voters with a member comes before all else, so
// that scores are no plain sum.
func (s Scale) layered() bool { return s.form == lexical || s.form == adams }
