package projects

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Amounts that are divided in proportion again and again have twice as many digits each
// time. A ledger keeps them exactly, over one denominator, as long as that has no more than
// maxBits digits. Then it keeps them as whole numbers of 2^-finePlaces, rounded down, and
// takes for equal what is so in the first sameBits digits: the roundings of MaxBallots
// ballots in MaxProjects rounds add up to far less than the last of them. What comes of that
// is told (Close).
const (
	maxBits    = 4096
	finePlaces = 256
	sameBits   = 128
)

type ledger struct {
	base    *big.Int
	amount  []*big.Int // by ballot, of one that was cast
	factor  *big.Int   // of base and of every amount
	rounded bool
}

// newLedger has the same amount for every ballot.
func newLedger(ballots int, amount *big.Rat) ledger {
	l := ledger{base: new(big.Int).Set(amount.Denom()), amount: make([]*big.Int, ballots), factor: big.NewInt(1)}
	for b := range l.amount {
		l.amount[b] = new(big.Int).Set(amount.Num())
	}
	return l
}

// of is a whole number over base.
func (l *ledger) of(n int64) *big.Int { return new(big.Int).Mul(l.base, big.NewInt(n)) }

// scale multiplies the base, all amounts and further ones; or rounds them.
func (l *ledger) scale(by *big.Int, further ...*big.Int) {
	if l.rounded {
		return
	}
	base := new(big.Int).Mul(l.base, by)
	change := func(x *big.Int) { x.Mul(x, by) }
	if l.rounded = base.BitLen() > maxBits; l.rounded {
		base.Lsh(base.SetInt64(1), finePlaces)
		change = func(x *big.Int) { x.Quo(x.Lsh(x, finePlaces), l.base) }
	}
	for _, x := range l.amount {
		change(x)
	}
	for _, x := range further {
		change(x)
	}
	l.base = base
}

// divisible makes all amounts multiples of a number.
func (l *ledger) divisible(n *big.Int) {
	g := new(big.Int).GCD(nil, nil, n, l.factor)
	by := g.Quo(n, g)
	l.scale(by)
	l.factor.Mul(l.factor, by)
}

// exact makes x*part/whole whole, for every x that is.
func (l *ledger) exact(part, whole *big.Int) {
	if part.Sign() > 0 && whole.Sign() > 0 {
		g := new(big.Int).GCD(nil, nil, part, whole)
		l.scale(g.Quo(whole, g), part, whole)
	}
}

// reduce divides by what base and all amounts have in common, once these have changed.
func (l *ledger) reduce() {
	if l.factor.SetInt64(1); l.rounded {
		return
	}
	g := new(big.Int).Set(l.base)
	for _, x := range l.amount {
		if g.GCD(nil, nil, g, x); g.IsInt64() && g.Int64() == 1 {
			return
		}
	}
	l.base.Quo(l.base, g)
	for _, x := range l.amount {
		x.Quo(x, g)
	}
}

// compare compares sums of amounts, and products of them with the same numbers.
func (l *ledger) compare(x, y *big.Int) int {
	if !l.rounded {
		return x.Cmp(y)
	}
	gap := new(big.Int).Sub(x, y)
	sign := gap.Sign()
	most := x
	if x.CmpAbs(y) < 0 {
		most = y
	}
	if gap.Abs(gap).Lsh(gap, sameBits).CmpAbs(most) <= 0 {
		return 0
	}
	return sign
}

// Close says that projects were taken for equal, or a single one for having its cost, by
// amounts that have too many digits to be kept and were rounded: nothing else tells them
// apart. A difference that is so small is not decided, but a tie.
type Close struct {
	Projects []string
	Digits   int // in which they are equal, binary ones
}

var _ vicinia.Step = Close{}

// Key: see vicinia.Step.
func (Close) Key() string { return "projects.close" }

// String is "Park, Pool: equal in 128 binary digits, of rounded amounts".
func (c Close) String() string {
	return fmt.Sprintf("%s: equal in %d binary digits, of rounded amounts", strings.Join(c.Projects, ", "), c.Digits)
}

// near tells what was not decided exactly.
func (s *session) near(digits int, ps []ballot.Option) {
	c := Close{Digits: digits}
	for _, p := range ps {
		c.Projects = append(c.Projects, s.name(p))
	}
	s.steps = append(s.steps, c)
}
