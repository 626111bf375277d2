package designation

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// edge draws words of all lengths, and the edges often.
func edge(random *rand.Rand) int64 {
	switch random.IntN(6) {
	case 0:
		return math.MaxInt64 - random.Int64N(3)
	case 1:
		return random.Int64N(3)
	case 2:
		return 1<<random.IntN(63) - random.Int64N(2)
	}
	return random.Int64() >> random.IntN(63)
}

// ints are room for the slow way in math/big, so that millions of cases take a second.
type ints struct{ x, y, d, q, r big.Int }

var one = big.NewInt(1)

// rate is a share of a base, rounded to a quantum, as a quotient and what remains of it. The
// result is good until the next.
func (n *ints) rate(share vicinia.Ratio, round Round, quantum, base int64) (amount *big.Int, tie bool) {
	num, den := share.Parts()
	n.x.Mul(n.x.SetInt64(base), n.y.SetInt64(num))
	n.d.Mul(n.d.SetInt64(den), n.y.SetInt64(quantum))
	n.q.QuoRem(&n.x, &n.d, &n.r)
	rest := n.r.Sign() > 0
	half := n.r.Lsh(&n.r, 1).Cmp(&n.d)
	if round == Up && rest || round == HalfUp && half >= 0 || round == HalfEven && (half > 0 || half == 0 && n.q.Bit(0) == 1) {
		n.q.Add(&n.q, one)
	}
	n.q.Mul(&n.q, &n.y)
	return &n.q, half == 0
}

// cases is how many random cases a test draws.
func cases(all int) int {
	if testing.Short() {
		return all / 20
	}
	return all
}

// drawShare draws shares as laws have them, and those where words end.
func drawShare(random *rand.Rand) vicinia.Ratio {
	den := max(edge(random), 1)
	switch random.IntN(6) {
	case 0:
		den = []int64{1, 2, 100, 1000, 10_000}[random.IntN(5)]
		return vicinia.Frac(random.Int64N(den+1), den)
	case 1: // halves are exact
		den = 2 * (1 + random.Int64N(1_000_000))
		return vicinia.Frac(1+2*random.Int64N(den/2), den)
	}
	return vicinia.Frac(min(edge(random), den), den)
}

// hardBases are where a share of a base may go wrong: anywhere, at exact halves, and on both
// sides of where another way is taken.
func hardBases(random *rand.Rand, share vicinia.Ratio, quantum int64, bounds ...uint64) []int64 {
	_, den := share.Parts()
	half := int64(max(1, min(uint64(den/2)*uint64(quantum), 1<<40)))
	at := []int64{0, math.MaxInt64, edge(random), edge(random), half, half * (1 + 2*random.Int64N(1<<20)), den}
	for _, b := range bounds {
		for _, n := range []uint64{b - 1, b, b + 1} {
			if n <= math.MaxInt64 {
				at = append(at, int64(n))
			}
		}
	}
	return at
}

// The rate of one payer and that of the blocks, in every rounding, against math/big.
func TestRateAgainstBig(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var slow ints
	short, long, quicks, ties := 0, 0, 0, [4]int{}
	for range cases(30_000) {
		share, quantum := drawShare(random), int64(1)
		if random.IntN(3) == 0 {
			quantum = 1 + random.Int64N(MaxQuantum)
		}
		for round := Down; round <= Up; round++ {
			term := term{rate: newRate(share, round, quantum)}
			q := term.quick()
			for _, base := range hardBases(random, share, quantum, term.bases, q.below) {
				amount, tie := slow.rate(share, round, quantum, base)
				if !amount.IsInt64() {
					amount.Sub(amount, big.NewInt(quantum)) // rounded up past the last amount
				}
				want := amount.Uint64()
				if got := term.of(uint64(base)); got != want {
					require.Equal(t, want, got, "%v of %d, %v to %d", share, base, round, quantum)
				}
				if tie {
					ties[round]++
				}
				if uint64(base) > term.bases {
					long++
				} else {
					short++
				}
				if uint64(base) < q.below {
					if got := (q.line(uint64(base)) - oneLine) * uint64(quantum); got != want {
						require.Equal(t, want, got, "%v of %d, %v to %d, in a block", share, base, round, quantum)
					}
					quicks++
				}
			}
		}
	}
	assert.Greater(t, short, cases(500_000))
	assert.Greater(t, long, cases(300_000))
	assert.Greater(t, quicks, cases(300_000))
	for round, n := range ties {
		assert.Greater(t, n, cases(10_000), Round(round))
	}
}

// Every divisor below 2000, and those around powers of two, at the multiples where a
// reciprocal would first go wrong.
func TestReciprocal(t *testing.T) {
	check := func(d uint64) {
		magic, shift := reciprocal(d)
		for _, x := range []uint64{0, 1, d - 1, d, d + 1, 1<<63 - 1, (1<<63-1)/d*d - 1, (1<<63 - 1) / d * d} {
			if x >= 1<<63 {
				continue
			}
			r := rate{mul: 1, magic: magic, shift: shift, divisor: d, quantum: 1, bases: math.MaxInt64}
			require.Equal(t, x/d, r.of(x), "%d/%d", x, d)
		}
	}
	for d := uint64(2); d < 2000; d++ {
		check(d)
	}
	for s := 11; s < 63; s++ {
		for d := uint64(1)<<s - 2; d <= 1<<s+2; d++ {
			check(d)
		}
	}
}

// The decimal rates of the laws, against apd with its own rounding. (Up is
// left to math/big: apd quantizes 0.091 up to 0.)
func TestRateAgainstDecimals(t *testing.T) {
	names := []apd.Rounder{Down: apd.RoundDown, HalfUp: apd.RoundHalfUp, HalfEven: apd.RoundHalfEven}
	random := rand.New(rand.NewPCG(2, 2))
	var product, given apd.Decimal
	for _, text := range []string{"0.007", "0.008", "0.005", "0.002", "0.01", "0.015", "0.035", "0.012", "0.006", "0.02", "0.03", "0.09", "0.011", "0.5"} {
		share := part(text)
		decimal, _, err := apd.NewFromString(text)
		require.NoError(t, err)
		for round, name := range names {
			ctx := apd.Context{Precision: 40, MaxExponent: 100, MinExponent: -100, Rounding: name}
			rate := newRate(share, Round(round), 1)
			for range cases(24_000) {
				given.SetInt64(edge(random))
				_, err := ctx.Mul(&product, decimal, &given)
				require.NoError(t, err)
				_, err = ctx.Quantize(&product, &product, 0)
				require.NoError(t, err)
				want, err := product.Int64()
				require.NoError(t, err)
				base, _ := given.Int64()
				if got := rate.of(uint64(base)); got != uint64(want) {
					require.Equal(t, uint64(want), got, "%s of %d, %v", text, base, Round(round))
				}
			}
		}
	}
}

// TV-2, TV-15, and the roundings of the statutes.
func TestRoundingsOfLaws(t *testing.T) {
	tests := []struct {
		name        string
		giveShare   string
		giveRound   Round
		giveQuantum int64
		giveBase    int64
		want        uint64
	}{
		{"Slovenia 2020: 1 % of 2,113,178,147.49 (FURS)", "1%", Down, 1, 211317814749, 2113178147},
		{"Slovakia s. 47: half up", "2%", HalfUp, 1, 33325, 667},
		{"Slovakia s. 47: below the half", "2%", HalfUp, 1, 33324, 666},
		{"Poland: down to ten groszy (form PIT)", "1.5%", Down, 10, 123456, 1850},
		{"Poland, before 2022", "1%", Down, 10, 123456, 1230},
		{"Spain", "0.7%", Down, 1, 333333, 2333},
		{"halves to the even", "50%", HalfEven, 1, 5, 2},
		{"halves to the even, above", "50%", HalfEven, 1, 7, 4},
		{"up", "0.1%", Up, 1, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRate(part(tt.giveShare), tt.giveRound, tt.giveQuantum)
			assert.Equal(t, tt.want, r.of(uint64(tt.giveBase)))
		})
	}
}

func furusato() *Credit {
	return &Credit{Deductible: fiscal.JPY.Minor(2000), Basic: part("10%"), Cap: part("20%"), Special: []Band{
		{fiscal.JPY.Minor(0), part("84.895%")}, {fiscal.JPY.Minor(195_001), part("79.79%")},
	}}
}

// TV-15, Gifu: a gift of 50,000 at an income tax rate of 5 %: (50,000-2,000) x (90 % - 5 %
// x 1.021) = 40,749.6; 3/5 = 24,449.76 of it is the city's and 2/5 = 16,299.84 the prefecture's.
func TestCreditOfGifu(t *testing.T) {
	special, err := part("90%").Sub(must(part("5%").Mul(part("1.021"))))
	require.NoError(t, err)
	assert.Equal(t, furusato().Special[0].Part, special)
	exact := must(special.Mul(vicinia.Frac(48_000, 1)))
	assert.Equal(t, part("40749.6"), exact)
	assert.Equal(t, part("24449.76"), must(exact.Mul(part("3/5"))))
	assert.Equal(t, part("16299.84"), must(exact.Mul(part("2/5"))))

	assert.Equal(t, int64(4_800+34_000), furusato().Of(170_000, 50_000), "up to 20 % of the levy")
	assert.Equal(t, int64(4_800+38_299), furusato().Of(1_000_000, 50_000), "the next band")
	assert.Equal(t, int64(0), furusato().Of(170_000, 2_000))
	assert.Equal(t, int64(100), furusato().Of(100, 50_000), "never above the base")
	c := furusato()
	c.Cap = part("100%")
	assert.Equal(t, int64(4_800+40_749), c.Of(170_000, 50_000))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestQuotientAgreesWithBigRat(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	wholes := 0
	for range 50_000 {
		b := vicinia.Frac(1+random.Int64N(100), 1+random.Int64N(1000))
		a := vicinia.Frac(edge(random), max(1, edge(random)))
		if random.IntN(2) == 0 {
			a = must(b.Mul(vicinia.Frac(random.Int64N(1000), 1)))
		}
		want := new(big.Rat).Quo(bigRat(a), bigRat(b))
		got, ok := quotient(a, b)
		require.Equal(t, want.IsInt() && want.Num().IsInt64(), ok, "%v / %v", a, b)
		if ok {
			require.Equal(t, want.Num().Int64(), got)
			wholes++
		}
	}
	assert.Greater(t, wholes, 10_000)
}
