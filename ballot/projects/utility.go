package projects

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/vicinia/vicinia/ballot"
)

// A Utility is what a voter gains from a project: its marks, that is 1 for an approval or
// its points, times a number of the project.
type Utility uint8

// The zero Utility is Cost.
const (
	Cost        Utility = iota // the cost of the project
	Cardinality                // 1
	Effort                     // the cost over the number of supporters
	SquareRoot                 // the square root of the cost
	Logarithm                  // the natural logarithm of 1 + the cost in whole currency
)

// Roots and logarithms are irrational. They are taken to six decimals, rounded down, of
// what costs something at least 0.000001; with these numbers all is exact. The root is that
// of whole units: cents have another one than francs, and it is finer.
const decimals = 1_000_000

var utilities = [...]string{"cost", "cardinality", "effort", "cost-sqrt", "cost-log"}

// String is the word of a utility.
func (u Utility) String() string {
	if int(u) < len(utilities) {
		return utilities[u]
	}
	return "utility " + strconv.Itoa(int(u))
}

// UnmarshalText reads what String writes.
func (u *Utility) UnmarshalText(text []byte) error {
	for i, word := range utilities {
		if string(text) == word {
			*u = Utility(i)
			return nil
		}
	}
	return fmt.Errorf("no utility %.40q: want %v", text, utilities)
}

// MarshalText writes what UnmarshalText reads.
func (u Utility) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

func (u Utility) check() error {
	if int(u) >= len(utilities) {
		return fmt.Errorf("no such %s", u)
	}
	return nil
}

// of is the number of a project as a fraction; the denominator is positive.
func (u Utility) of(f *field, p ballot.Option) (num, den int64) {
	switch u {
	case Cost:
		return f.cost[p], 1
	case Effort:
		return f.cost[p], max(1, f.votes[p])
	case SquareRoot, Logarithm:
		if f.curve[u] == nil {
			f.curve[u] = make([]int64, len(f.cost))
			for q, cost := range f.cost {
				f.curve[u][q] = u.curve(cost, f.in.unit())
			}
		}
		return f.curve[u][p], decimals
	}
	return 1, 1
}

// curve is the root or the logarithm of an amount in millionths.
func (u Utility) curve(cost, unit int64) int64 {
	x := big.NewInt(cost)
	if cost == 0 {
		return 0
	}
	if u == SquareRoot {
		x.Mul(x, big.NewInt(decimals*decimals))
		return x.Sqrt(x).Int64()
	}
	x.Sub(lb(x.Add(x, big.NewInt(unit))), lb(big.NewInt(unit)))
	x.Mul(x, big.NewInt(decimals))
	x.Mul(x, ln2)
	return max(1, x.Rsh(x, 2*places).Int64())
}

// places are the binary places of logarithms.
const places = 128

// ln2 is 2^128 times the natural logarithm of 2, rounded down.
var ln2, _ = new(big.Int).SetString("235865763225513294137944142764154484399", 10)

// lb is 2^128 times the binary logarithm of x, whose digits come one by one: the square of
// a number from 1 to 2 is 2 or more if the next digit of its logarithm is 1.
func lb(x *big.Int) *big.Int {
	n := x.BitLen() - 1
	digits := big.NewInt(int64(n))
	y := new(big.Int).Lsh(x, uint(places+64-n)) // from 1 to 2, with 64 places to spare
	for range places {
		y.Mul(y, y)
		y.Rsh(y, places+64)
		digits.Lsh(digits, 1)
		if y.Bit(places+64+1) == 1 {
			digits.SetBit(digits, 0, 1)
			y.Rsh(y, 1)
		}
	}
	return digits
}

// rat is the same as a big.Rat.
func (u Utility) rat(f *field, p ballot.Option) *big.Rat {
	num, den := u.of(f, p)
	return big.NewRat(num, den)
}
