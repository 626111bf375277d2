package culture

import (
	"fmt"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Impartial draws every ranking with the same chance, each voter apart (Guilbaud 1952). Of
// three options and three voters one profile in eighteen has no Condorcet winner.
type Impartial struct{}

// Draw: see Culture.
func (Impartial) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	return draw(s, voters, func(int) []int { return rng.Perm(s.Len()) })
}

// Urn draws a ranking as Impartial does, or again one of those drawn before: an urn holds
// each ranking once, and a drawn one goes back with Alpha times the number of rankings more
// of its kind (Eggenberger and Polya 1923, Berg 1985). Two voters have the same ranking with
// the chance (1/m! + Alpha) / (1 + Alpha). Alpha 0 is Impartial.
type Urn struct{ Alpha vicinia.Ratio }

// Draw: see Culture. An Alpha below 0 is an error.
func (c Urn) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	if c.Alpha.Sign() < 0 {
		return nil, fmt.Errorf("an urn that takes %s away", c.Alpha)
	}
	num, den := c.Alpha.Parts()
	return urn(rng, s, voters, big.NewInt(num), big.NewInt(den))
}

// Anonymous draws every anonymous profile with the same chance: how many voters have which
// ranking, not who (Gehrlein and Fishburn 1976). It is the urn in which a ranking goes back
// with one more of its kind.
type Anonymous struct{}

// Draw: see Culture.
func (Anonymous) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	return urn(rng, s, voters, big.NewInt(1), new(big.Int).MulRange(1, int64(s.Len())))
}

// urn draws with alpha num/den: after i draws an old ranking comes with the chance
// i*num / (den + i*num), each draw of before as likely.
func urn(rng *rand.Rand, s *ballot.Slate, voters int, num, den *big.Int) (*ballot.Profile, error) {
	var before [][]int
	old, all := new(big.Int), new(big.Int)
	return draw(s, voters, func(i int) []int {
		order := rng.Perm(s.Len())
		old.Mul(num, old.SetInt64(int64(i)))
		if below(rng, all.Add(den, old)).Cmp(old) < 0 {
			order = before[rng.IntN(i)]
		}
		before = append(before, order)
		return order
	})
}

// Mallows draws rankings around the slate's order: one that disagrees with it in d pairs
// has a chance in proportion to Phi to the power of d (Mallows 1957). Phi 0 is the order
// itself, 1 is Impartial.
type Mallows struct{ Phi vicinia.Ratio }

// Draw: see Culture. It inserts one option after the other, as Doignon, Pekec and Regenwetter
// (2004) do: the k-th with i places from the end with a chance in proportion to Phi^i.
func (c Mallows) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	if err := checkChance("Phi", c.Phi); err != nil {
		return nil, err
	}
	if err := c.checkSize(s.Len()); err != nil {
		return nil, err
	}
	sums := c.sums(s.Len())
	order := make([]int, 0, s.Len())
	return draw(s, voters, func(int) []int {
		order = order[:0]
		for k := range s.Len() {
			order = slices.Insert(order, k-pick(rng, sums[k]), k)
		}
		return order
	})
}

// maxChances bounds the chances that Mallows keeps, in words: half a gibibyte.
const maxChances = 1 << 26

// checkSize refuses options whose chances, half as many as pairs and of up to so many
// digits as options, would not fit in memory.
func (c Mallows) checkSize(options int) error {
	num, den := c.Phi.Parts()
	if words := options * bits.Len64(uint64(max(num, den))) / 64; options > MaxOptions || options*options/2*(words/2+1) > maxChances {
		return fmt.Errorf("%d options with Phi %s: want at most %d, and fewer where Phi has large terms", options, c.Phi, MaxOptions)
	}
	return nil
}

// sums are, for k options before, the sums of num^i den^(k-i), i from 0 to k.
func (c Mallows) sums(options int) [][]*big.Int {
	num, den := c.Phi.Parts()
	all := make([][]*big.Int, options)
	for k := range all {
		sum := new(big.Int)
		for i := range k + 1 {
			term := new(big.Int).Exp(big.NewInt(num), big.NewInt(int64(i)), nil)
			sum = new(big.Int).Add(sum, term.Mul(term, new(big.Int).Exp(big.NewInt(den), big.NewInt(int64(k-i)), nil)))
			all[k] = append(all[k], sum)
		}
	}
	return all
}

// PlackettLuce draws rank after rank: of the options left each has a chance in proportion
// to its weight (Plackett 1975, Luce 1959).
type PlackettLuce struct {
	Weights []int64 // in slate order, above 0
}

// Draw: see Culture. A weight for each option and a sum within int64 are needed.
func (c PlackettLuce) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	if len(c.Weights) != s.Len() {
		return nil, fmt.Errorf("%d weights for %d options", len(c.Weights), s.Len())
	}
	total := int64(0)
	for i, w := range c.Weights {
		if total += w; w < 1 || total < w {
			return nil, fmt.Errorf("weight %d is %d: want above 0, and a sum within int64", i, w)
		}
	}
	order := make([]int, s.Len())
	return draw(s, voters, func(int) []int {
		for i := range order {
			order[i] = i
		}
		left := total
		for rank := range order {
			x, at := rng.Int64N(left), rank
			for x >= c.Weights[order[at]] {
				x -= c.Weights[order[at]]
				at++
			}
			order[rank], order[at] = order[at], order[rank]
			left -= c.Weights[order[rank]]
		}
		return order
	})
}
