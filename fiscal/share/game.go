package share

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// MaxPlayers bounds Game.Shapley, which asks for the cost of every coalition: 2^20 costs,
// 8 MB.
const MaxPlayers = 20

// A Game is what each coalition of parties would cost if it stood alone.
type Game struct {
	Parties []string // unique; equal remainders go by them, in byte order
	// Cost is the cost of a coalition: bit i is party i. It is asked once for each, in
	// ascending order. Nobody costs nothing.
	Cost func(coalition uint32) (fiscal.Money, error)
}

// Shapley shares the cost of all: each party bears the mean of what it adds to the cost
// over all orders in which the parties could have joined. The shares are exact fractions,
// computed over all subsets and rounded to minor units by largest remainders; they add up
// to the cost of all. A party may get money where it makes others cheaper. Source: L. S.
// Shapley, "A value for n-person games", 1953.
//
// Errors: no parties, a name twice or more than MaxPlayers; a cost of nobody; two
// currencies; what Cost returns; a share that does not fit.
func (g Game) Shapley() ([]fiscal.Money, error) {
	costs, cur, err := g.costs()
	if err != nil {
		return nil, fmt.Errorf("shapley: %w", err)
	}
	n := len(g.Parties)
	weights := joining(n)
	quotas := make([]*big.Rat, n)
	for i := range quotas {
		quotas[i] = new(big.Rat)
		for size, added := range additions(costs, n, i) {
			quotas[i].Add(quotas[i], new(big.Rat).Mul(weights[size], new(big.Rat).SetInt(added)))
		}
	}
	return inMoney(quotas, g.Parties, cur)
}

// costs asks for every coalition.
func (g Game) costs() ([]int64, fiscal.Currency, error) {
	n := len(g.Parties)
	if err := checkNames(g.Parties); err != nil {
		return nil, fiscal.Currency{}, err
	}
	if n > MaxPlayers {
		return nil, fiscal.Currency{}, fmt.Errorf("%d parties, want at most %d", n, MaxPlayers)
	}
	costs, sample := make([]int64, 1<<n), fiscal.Money{}
	for coalition := range uint32(1) << n {
		m, err := g.Cost(coalition)
		if err == nil && m != (fiscal.Money{}) {
			if sample != (fiscal.Money{}) && sample.Currency() != m.Currency() {
				err = fmt.Errorf("%v and %v: %w", sample, m, fiscal.ErrCurrency)
			}
			sample = m
		}
		if err == nil && coalition == 0 && !m.IsZero() {
			err = errors.New("nobody costs something")
		}
		if err != nil {
			return nil, fiscal.Currency{}, fmt.Errorf("coalition %b: %w", coalition, err)
		}
		costs[coalition] = m.Minor()
	}
	return costs, sample.Currency(), nil
}

// joining is the part of the n! orders in which a party joins after so many others:
// size! (n-1-size)! / n!.
func joining(n int) []*big.Rat {
	weights := make([]*big.Rat, n)
	for size := range weights {
		// 1 over n times the binomial of n-1 over size.
		b := new(big.Int).Binomial(int64(n-1), int64(size))
		weights[size] = new(big.Rat).SetFrac(big.NewInt(1), b.Mul(b, big.NewInt(int64(n))))
	}
	return weights
}

// additions are the sums of what party i adds to the coalitions of each size without it.
// High and low halves are summed apart: 2^20 of each fit an int64.
func additions(costs []int64, n, i int) []*big.Int {
	high, low := make([]int64, n), make([]int64, n)
	for coalition := range costs {
		if coalition>>i&1 != 0 {
			continue
		}
		size := bits.OnesCount(uint(coalition))
		with, without := costs[coalition|1<<i], costs[coalition]
		high[size] += with>>32 - without>>32
		low[size] += with&(1<<32-1) - without&(1<<32-1)
	}
	sums := make([]*big.Int, n)
	for size := range sums {
		sums[size] = new(big.Int).Lsh(big.NewInt(high[size]), 32)
		sums[size].Add(sums[size], big.NewInt(low[size]))
	}
	return sums
}

// inMoney rounds quotas to minor units.
func inMoney(quotas []*big.Rat, names []string, cur fiscal.Currency) ([]fiscal.Money, error) {
	units, err := whole(quotas, names)
	if err != nil {
		return nil, err
	}
	out := make([]fiscal.Money, len(units))
	for i, n := range units {
		out[i] = cur.Minor(n)
	}
	return out, nil
}

// checkNames finds no parties and names that stand twice.
func checkNames(names []string) error {
	if len(names) == 0 {
		return errors.New("no parties")
	}
	parties := make([]Party, len(names))
	for i, name := range names {
		parties[i].Name = name
	}
	var f faults
	f.addTwins(parties)
	return f.join()
}

// Airport shares the cost of one thing that all use as far as they need it, such as a
// runway: needs are the costs of what each party needs by itself, the largest of them is
// built. Each further stretch is shared alike by those who need it. These are the Shapley
// shares of the game in which a coalition costs its largest need, without its 2^n
// coalitions. Source: S. C. Littlechild and G. Owen, "A simple expression for the Shapley
// value in a special case", Management Science 20 (3), 1973.
//
// Errors: no parties, a name twice, needs of another length, a negative need, two
// currencies.
func Airport(parties []string, needs []fiscal.Money) ([]fiscal.Money, error) {
	if err := checkNames(parties); err != nil {
		return nil, fmt.Errorf("airport: %w", err)
	}
	if len(needs) != len(parties) {
		return nil, fmt.Errorf("airport: %d needs of %d parties", len(needs), len(parties))
	}
	cur := fiscal.Currency{}
	for i, m := range needs {
		switch {
		case m.Sign() < 0:
			return nil, fmt.Errorf("airport: %s: %v must not be negative", parties[i], m)
		case m != (fiscal.Money{}) && cur != (fiscal.Currency{}) && m.Currency() != cur:
			return nil, fmt.Errorf("airport: %s: %v: %w", parties[i], m, fiscal.ErrCurrency)
		case m != (fiscal.Money{}):
			cur = m.Currency()
		}
	}
	order := ascending(len(needs), func(i int) int64 { return needs[i].Minor() })
	quotas, due, former := make([]*big.Rat, len(needs)), new(big.Rat), int64(0)
	for k, i := range order {
		step := big.NewRat(needs[i].Minor()-former, int64(len(order)-k))
		due = new(big.Rat).Add(due, step)
		quotas[i], former = due, needs[i].Minor()
	}
	return inMoney(quotas, parties, cur)
}

// ascending is the indices by a number, then by place, which no share depends on.
func ascending(n int, by func(int) int64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(by(a), by(b)) })
	return order
}

// Serial shares the cost of what all demand together of one good: nobody pays for more
// than if all had demanded as little. The least demand pays its part of what n such
// demands would cost; the next adds its part of the further cost if all others demanded as
// much as it; and so on. Under rising unit costs nobody is hurt by who demands more.
// Cost gives the cost of a quantity and is asked n times, ascending. Source: H. Moulin and
// S. Shenker, "Serial cost sharing", Econometrica 60 (5), 1992.
//
// Errors: no parties, a name twice, demands of another length, a negative demand or one
// whose sums do not fit, two currencies, what cost returns.
func Serial(parties []string, demands []int64, cost func(quantity int64) (fiscal.Money, error)) ([]fiscal.Money, error) {
	if err := checkNames(parties); err != nil {
		return nil, fmt.Errorf("serial: %w", err)
	}
	if len(demands) != len(parties) {
		return nil, fmt.Errorf("serial: %d demands of %d parties", len(demands), len(parties))
	}
	order := ascending(len(demands), func(i int) int64 { return demands[i] })
	quotas, due := make([]*big.Rat, len(demands)), new(big.Rat)
	below, former := new(big.Int), fiscal.Money{}
	for k, i := range order {
		rest := int64(len(order) - k)
		if demands[i] < 0 {
			return nil, fmt.Errorf("serial: %s: %d must not be negative", parties[i], demands[i])
		}
		q := new(big.Int).Mul(big.NewInt(demands[i]), big.NewInt(rest))
		if q.Add(q, below); !q.IsInt64() {
			return nil, fmt.Errorf("serial: %s: a demand of %v: %w", parties[i], q, vicinia.ErrOverflow)
		}
		below.Add(below, big.NewInt(demands[i]))
		m, err := cost(q.Int64())
		if err == nil {
			former, err = m.Sub(former)
		}
		if err != nil {
			return nil, fmt.Errorf("serial: the cost of %v: %w", q, err)
		}
		due = new(big.Rat).Add(due, big.NewRat(former.Minor(), rest))
		quotas[i], former = due, m
	}
	return inMoney(quotas, parties, former.Currency())
}
