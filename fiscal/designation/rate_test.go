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

// slowRate is a rate by big.Rat: the two multiples around, and the nearer one.
func slowRate(share *big.Rat, round Round, quantum, base int64) *big.Int {
	x := new(big.Rat).Mul(share, new(big.Rat).SetInt64(base))
	x.Quo(x, new(big.Rat).SetInt64(quantum))
	floor := new(big.Int).Quo(x.Num(), x.Denom())
	rest := new(big.Rat).Sub(x, new(big.Rat).SetInt(floor))
	half := rest.Cmp(big.NewRat(1, 2))
	up := map[Round]bool{Up: rest.Sign() > 0, HalfUp: half >= 0, HalfEven: half > 0 || half == 0 && floor.Bit(0) == 1}[round]
	if up {
		floor.Add(floor, big.NewInt(1))
	}
	return floor.Mul(floor, big.NewInt(quantum))
}

func TestRateAgreesWithBigRat(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	short, long, quicks := 0, 0, 0
	for range 80_000 {
		den := max(edge(random), 1)
		share := vicinia.Frac(min(edge(random), den), den)
		round, quantum := Round(random.IntN(4)), int64(1)
		if random.IntN(4) == 0 {
			quantum = 1 + random.Int64N(MaxQuantum)
		}
		base := edge(random)
		r := newRate(share, round, quantum)
		want := slowRate(bigRat(share), round, quantum, base)
		if !want.IsInt64() {
			want.Sub(want, big.NewInt(quantum)) // rounded up past the last amount
		}
		require.Equal(t, want.Uint64(), r.of(uint64(base)), "%v of %d, %v to %d", share, base, round, quantum)
		if uint64(base) > r.bases {
			long++
		} else {
			short++
		}
		term := term{rate: r}
		if q := term.quick(); uint64(base) < q.below {
			require.Equal(t, want.Uint64(), (q.line(uint64(base))-oneLine)*uint64(quantum), "%v of %d, %v", share, base, round)
			quicks++
		}
		if q := term.quick(); q.below > 0 && q.below < math.MaxInt64 { // the last base of the quick way
			last := q.below - 1
			require.Equal(t, slowRate(bigRat(share), round, quantum, int64(last)).Uint64(), (q.line(last)-oneLine)*uint64(quantum), "%v of %d, %v", share, last, round)
		}
	}
	assert.Greater(t, quicks, 10_000)
	assert.Greater(t, short, 10_000)
	assert.Greater(t, long, 10_000)
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
// left to big.Rat: apd quantizes 0.091 up to 0.)
func TestRateAgreesWithDecimals(t *testing.T) {
	names := map[Round]apd.Rounder{Down: apd.RoundDown, HalfUp: apd.RoundHalfUp, HalfEven: apd.RoundHalfEven}
	random := rand.New(rand.NewPCG(2, 2))
	for _, text := range []string{"0.007", "0.008", "0.005", "0.002", "0.01", "0.015", "0.035", "0.012", "0.006", "0.02", "0.03", "0.09", "0.011", "0.5"} {
		share, decimal := part(text), new(apd.Decimal)
		_, _, err := decimal.SetString(text)
		require.NoError(t, err)
		for round, name := range names {
			ctx := apd.Context{Precision: 40, MaxExponent: 100, MinExponent: -100, Rounding: name}
			r := newRate(share, round, 1)
			for range 800 {
				base := random.Int64() >> random.IntN(63)
				product, want := new(apd.Decimal), new(apd.Decimal)
				_, err := ctx.Mul(product, decimal, apd.New(base, 0))
				require.NoError(t, err)
				_, err = ctx.Quantize(want, product, 0)
				require.NoError(t, err)
				n, err := want.Int64()
				require.NoError(t, err)
				require.Equal(t, uint64(n), r.of(uint64(base)), "%s of %d, %v", text, base, round)
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
