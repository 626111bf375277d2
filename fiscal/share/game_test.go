package share_test

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

func labels(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("p%02d", i))
	}
	return out
}

func cents(ms []fiscal.Money) (out []int64) {
	for _, m := range ms {
		out = append(out, m.Minor())
	}
	return out
}

func table(costs []int64) func(uint32) (fiscal.Money, error) {
	return func(c uint32) (fiscal.Money, error) { return fiscal.EUR.Minor(costs[c]), nil }
}

func TestShapley(t *testing.T) {
	tests := []struct {
		name  string
		costs []int64 // by coalition
		want  []int64
	}{
		{"alone", []int64{0, 7}, []int64{7}},
		{"no gain together", []int64{0, 4, 3, 7}, []int64{4, 3}},
		{"a gain is shared alike", []int64{0, 40, 30, 50}, []int64{30, 20}},
		// A market of one left glove (party 0) and two right ones: 2/3, 1/6 and 1/6.
		{"gloves", []int64{0, 0, 0, 600, 0, 600, 0, 600}, []int64{400, 100, 100}},
		{"a cent that does not divide", []int64{0, 1, 1, 1, 1, 1, 1, 1}, []int64{1, 0, 0}},
		{"who makes others cheaper gets money", []int64{0, 10, 2, 4}, []int64{6, -2}},
		{"wide", []int64{0, math.MaxInt64, math.MaxInt64, math.MaxInt64}, []int64{math.MaxInt64/2 + 1, math.MaxInt64 / 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := share.Game{Parties: labels(len(tt.want)), Cost: table(tt.costs)}.Shapley()
			require.NoError(t, err)
			assert.Equal(t, tt.want, cents(got))
		})
	}
}

// inTurn is the Shapley shares by their definition: what each adds, over all orders.
func inTurn(costs []int64, n int) []*big.Rat {
	sums, orders := make([]*big.Rat, n), int64(0)
	for i := range sums {
		sums[i] = new(big.Rat)
	}
	var walk func(in uint)
	var path []int
	walk = func(in uint) {
		if len(path) == n {
			orders++
			before := uint(0)
			for _, i := range path {
				sums[i].Add(sums[i], big.NewRat(costs[before|1<<i]-costs[before], 1))
				before |= 1 << i
			}
			return
		}
		for i := range n {
			if in>>i&1 == 0 {
				path = append(path, i)
				walk(in | 1<<i)
				path = path[:len(path)-1]
			}
		}
	}
	walk(0)
	for _, s := range sums {
		s.Quo(s, big.NewRat(orders, 1))
	}
	return sums
}

func TestShapleyAgainstOrders(t *testing.T) {
	rng := rand.New(rand.NewPCG(42, 42))
	for range 200 {
		n := 1 + rng.IntN(6)
		costs := make([]int64, 1<<n)
		for c := 1; c < len(costs); c++ {
			costs[c] = rng.Int64N(1e15) - 5e14
		}
		got, err := share.Game{Parties: labels(n), Cost: table(costs)}.Shapley()
		require.NoError(t, err)
		sum, err := fiscal.Sum(got...)
		require.NoError(t, err)
		require.Equal(t, costs[len(costs)-1], sum.Minor(), "they add up to the cost of all")
		for i, want := range inTurn(costs, n) {
			off := new(big.Rat).Sub(want, big.NewRat(got[i].Minor(), 1))
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)), "within a cent")
		}
	}
}

func TestShapleyRefuses(t *testing.T) {
	free := func(uint32) (fiscal.Money, error) { return fiscal.Money{}, nil }
	tests := []struct {
		name string
		give share.Game
		want error
	}{
		{"nobody", share.Game{Cost: free}, nil},
		{"twins", share.Game{Parties: []string{"a", "a"}, Cost: free}, nil},
		{"too many", share.Game{Parties: labels(share.MaxPlayers + 1), Cost: free}, nil},
		{"nobody costs something", share.Game{Parties: labels(1), Cost: table([]int64{1, 1})}, nil},
		{"an error", share.Game{Parties: labels(1), Cost: func(uint32) (fiscal.Money, error) { return fiscal.Money{}, assert.AnError }}, assert.AnError},
		{"two currencies", share.Game{Parties: labels(2), Cost: func(c uint32) (fiscal.Money, error) {
			return []fiscal.Money{{}, fiscal.EUR.Minor(1), fiscal.CHF.Minor(1), {}}[c], nil
		}}, fiscal.ErrCurrency},
		{"a share that does not fit", share.Game{Parties: labels(2), Cost: table([]int64{0, math.MinInt64, math.MaxInt64, math.MaxInt64})}, vicinia.ErrOverflow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.give.Shapley()
			require.Error(t, err)
			assert.Nil(t, got)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
			}
		})
	}
}

// Every coalition is asked once: the work is 2^n costs, whatever they are.
func TestShapleyAsksOnce(t *testing.T) {
	asked := 0
	_, err := share.Game{Parties: labels(12), Cost: func(c uint32) (fiscal.Money, error) {
		asked++
		return fiscal.EUR.Minor(int64(bits.OnesCount32(c))), nil
	}}.Shapley()
	require.NoError(t, err)
	assert.Equal(t, 1<<12, asked)
}

// Four aircraft that need runways of 8, 11, 13 and 18: the rule of Littlechild & Owen 1973.
func TestAirport(t *testing.T) {
	needs := []fiscal.Money{eur("8.00"), eur("11.00"), eur("13.00"), eur("18.00")}
	got, err := share.Airport([]string{"A", "B", "C", "D"}, needs)
	require.NoError(t, err)
	assert.Equal(t, []int64{200, 300, 400, 900}, cents(got))
}

func TestAirportAgainstShapley(t *testing.T) {
	rng := rand.New(rand.NewPCG(43, 43))
	for range 300 {
		n := 1 + rng.IntN(8)
		needs := make([]fiscal.Money, n)
		for i := range needs {
			needs[i] = fiscal.EUR.Minor(rng.Int64N(500))
		}
		got, err := share.Airport(labels(n), needs)
		require.NoError(t, err)
		want, err := share.Game{Parties: labels(n), Cost: func(c uint32) (fiscal.Money, error) {
			most := int64(0)
			for i := range n {
				if c>>i&1 != 0 {
					most = max(most, needs[i].Minor())
				}
			}
			return fiscal.EUR.Minor(most), nil
		}}.Shapley()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestAirportRefuses(t *testing.T) {
	_, err := share.Airport([]string{"A"}, nil)
	require.Error(t, err)
	_, err = share.Airport(nil, nil)
	require.Error(t, err)
	_, err = share.Airport([]string{"A"}, []fiscal.Money{eur("-1.00")})
	require.Error(t, err)
	_, err = share.Airport([]string{"A", "B"}, []fiscal.Money{eur("1.00"), fiscal.CHF.Minor(1)})
	require.ErrorIs(t, err, fiscal.ErrCurrency)
}

// The formula of Moulin & Shenker 1992: demands of 1, 2 and 3 of a good that costs its
// square. All alike would demand 3 in the first step, 5 in the second, 6 in all:
// 9/3 = 3; 3 + (25-9)/2 = 11; 11 + (36-25) = 22.
func TestSerial(t *testing.T) {
	square := func(q int64) (fiscal.Money, error) { return fiscal.EUR.Minor(q * q), nil }
	got, err := share.Serial([]string{"C", "A", "B"}, []int64{3, 1, 2}, square)
	require.NoError(t, err)
	assert.Equal(t, []int64{22, 3, 11}, cents(got))

	// At constant unit costs it is by use; at a fixed cost alike for all.
	got, err = share.Serial(labels(3), []int64{3, 1, 2}, func(q int64) (fiscal.Money, error) { return fiscal.EUR.Minor(10 * q), nil })
	require.NoError(t, err)
	assert.Equal(t, []int64{30, 10, 20}, cents(got))
	got, err = share.Serial(labels(3), []int64{3, 1, 2}, func(int64) (fiscal.Money, error) { return fiscal.EUR.Minor(9), nil })
	require.NoError(t, err)
	assert.Equal(t, []int64{3, 3, 3}, cents(got))
}

// Under rising unit costs a share does not depend on who demands more, nor exceed the part
// of what all would cost with the same demand; shares add up.
func TestSerialKeepsItsPromises(t *testing.T) {
	rng := rand.New(rand.NewPCG(44, 44))
	square := func(q int64) (fiscal.Money, error) { return fiscal.EUR.Minor(q * q), nil }
	for range 1_000 {
		n := 1 + rng.IntN(6)
		demands, total, most := make([]int64, n), int64(0), 0
		for i := range demands {
			demands[i] = rng.Int64N(1000)
			total += demands[i]
			if demands[i] >= demands[most] {
				most = i
			}
		}
		got, err := share.Serial(labels(n), demands, square)
		require.NoError(t, err)
		sum, err := fiscal.Sum(got...)
		require.NoError(t, err)
		require.Equal(t, total*total, sum.Minor())
		for i, d := range demands {
			require.LessOrEqual(t, got[i].Minor(), int64(n)*d*d+1)
		}
		demands[most] += 50
		again, err := share.Serial(labels(n), demands, square)
		require.NoError(t, err)
		for i := range demands {
			if i != most {
				require.InDelta(t, got[i].Minor(), again[i].Minor(), 1)
			}
		}
	}
}

// The formula as the abstract of Moulin & Shenker 1992 has it in words, for any cost: the
// first pays 1/n of the cost of n q1, the second that and 1/(n-1) of the further cost up to
// (n-1) q2 + q1, the third that and 1/(n-2) of the further cost up to (n-2) q3 + q2 + q1.
// (The paper prints no numbers.)
func TestSerialAgainstItsAbstract(t *testing.T) {
	rng := rand.New(rand.NewPCG(45, 45))
	for range 500 {
		n := 1 + rng.IntN(5)
		demands := make([]int64, n)
		for i := range demands {
			demands[i] = rng.Int64N(20)
		}
		slices.Sort(demands)
		costs := make([]int64, 101) // of quantities up to 5 times 20
		for q := range costs[1:] {
			costs[q+1] = costs[q] + rng.Int64N(1000)
		}
		got, err := share.Serial(labels(n), demands, func(q int64) (fiscal.Money, error) { return fiscal.EUR.Minor(costs[q]), nil })
		require.NoError(t, err)
		pays, before, below := new(big.Rat), int64(0), int64(0)
		for k, q := range demands {
			with := int64(n-k)*q + below
			pays.Add(pays, big.NewRat(costs[with]-before, int64(n-k)))
			before, below = costs[with], below+q
			off := new(big.Rat).Sub(pays, big.NewRat(got[k].Minor(), 1))
			require.Negative(t, off.Abs(off).Cmp(big.NewRat(1, 1)), "within a cent")
		}
		sum, err := fiscal.Sum(got...)
		require.NoError(t, err)
		require.Equal(t, costs[below], sum.Minor())
	}
}

func TestSerialRefuses(t *testing.T) {
	free := func(int64) (fiscal.Money, error) { return fiscal.Money{}, nil }
	_, err := share.Serial(labels(1), []int64{-1}, free)
	require.Error(t, err)
	_, err = share.Serial(labels(2), []int64{1}, free)
	require.Error(t, err)
	_, err = share.Serial(nil, nil, free)
	require.Error(t, err)
	_, err = share.Serial(labels(2), []int64{1, math.MaxInt64}, free)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = share.Serial(labels(1), []int64{1}, func(int64) (fiscal.Money, error) { return fiscal.Money{}, assert.AnError })
	require.ErrorIs(t, err, assert.AnError)
}

func ExampleGame_Shapley() {
	// A pipe to two villages: 40 and 30 alone, 50 together.
	costs := []string{"0", "40.00", "30.00", "50.00"}
	parts, err := share.Game{
		Parties: []string{"Aldea", "Burgo"},
		Cost:    func(c uint32) (fiscal.Money, error) { return fiscal.EUR.Parse(costs[c]) },
	}.Shapley()
	fmt.Println(parts, err)
	// Output: [30.00 EUR 20.00 EUR] <nil>
}

func BenchmarkShapley(b *testing.B) {
	for _, n := range []int{5, 10, 15} {
		b.Run(fmt.Sprintf("parties=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			g := share.Game{Parties: labels(n), Cost: func(c uint32) (fiscal.Money, error) { return fiscal.EUR.Minor(int64(c)), nil }}
			for b.Loop() {
				if _, err := g.Shapley(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
