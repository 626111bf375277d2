package share_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

var (
	eur       = fiscal.EUR.MustParse
	pct       = vicinia.MustRatio
	wholeYear = share.Days{Party: 365, Year: 365}
)

func TestParseTerm(t *testing.T) {
	tests := []struct {
		rule, parameter string
		want            share.Term
		wantParameter   string
	}{
		{"revenue-share", "10%", share.Revenue{Rate: pct("10%")}, "10%"},
		{"revenue-share", "0.1", share.Revenue{Rate: pct("10%")}, "10%"},
		{"revenue-share", "0%", share.Revenue{}, "0%"},
		{"revenue-share", "1/3", share.Revenue{Rate: vicinia.Frac(1, 3)}, "1/3"},
		{"fixed", "300", share.Fixed{Amount: eur("300.00")}, "300.00"},
		{"fixed", "0", share.Fixed{Amount: eur("0")}, "0.00"},
		{"per-head", "", share.PerHead, ""},
		{"capacity", "", share.Capacity, ""},
		{"equal", "", share.Equal, ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" "+tt.parameter, func(t *testing.T) {
			got, err := share.ParseTerm(tt.rule, tt.parameter, fiscal.EUR)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			rule, parameter := got.Rule()
			assert.Equal(t, tt.rule, rule)
			assert.Equal(t, tt.wantParameter, parameter)
			again, err := share.ParseTerm(rule, parameter, fiscal.EUR)
			require.NoError(t, err)
			assert.Equal(t, got, again)
		})
	}
}

func TestParseTermRefuses(t *testing.T) {
	for _, give := range []string{
		" ", "revenue-share ", "revenue-share NaN", "revenue-share 10 %", "fixed ", "fixed 1.005",
		"fixed 1e3", "fixed 300.00 EUR", "per-head 1", "capacity 0", "equal 10%", "Equal ", "shapley ", "no key ",
	} {
		rule, parameter, _ := strings.Cut(give, " ")
		t.Run(give, func(t *testing.T) {
			got, err := share.ParseTerm(rule, parameter, fiscal.EUR)
			assert.Error(t, err)
			assert.Nil(t, got)
		})
	}
	for _, give := range [][2]string{{"revenue-share", "-1%"}, {"fixed", "-0.01"}} {
		got, err := share.ParseTerm(give[0], give[1], fiscal.EUR)
		assert.ErrorIs(t, err, vicinia.Invariant("K-5"))
		assert.Nil(t, got)
	}
}

func TestDue(t *testing.T) {
	type owing interface {
		Due(p share.Party) (fiscal.Money, error)
	}
	tenth := share.Revenue{Rate: pct("10%")}
	tests := []struct {
		name string
		term owing
		net  string
		days share.Days
		want string
	}{
		// the worked year (examples/worlds/worked), and B's exit.
		{"A in K1", tenth, "5012.00", wholeYear, "501.20"},
		{"B in K1", tenth, "3810.21", wholeYear, "381.02"},
		{"C in K1", share.Revenue{Rate: pct("5%")}, "3640.00", wholeYear, "182.00"},
		{"A in K2", share.Fixed{Amount: eur("300.00")}, "5012.00", wholeYear, "300.00"},
		{"B leaves on 1 July", tenth, "4000.00", share.Days{Party: 181, Year: 365}, "198.36"},
		{"B has left", tenth, "4000.00", share.Days{Year: 365}, "0.00"},
		// 400.005 is a half. Of 1833.345 292 days are 1466.676; rounding twice gives .67.
		{"half-even", tenth, "4000.05", wholeYear, "400.00"},
		{"half-even, the odd cent", tenth, "4000.15", wholeYear, "400.02"},
		{"rounded once", tenth, "18333.45", share.Days{Party: 292, Year: 365}, "1466.68"},
		{"a leap year", share.Fixed{Amount: eur("366.00")}, "1.00", share.Days{Party: 60, Year: 366}, "60.00"},
		{"a fixed sum by the day", share.Fixed{Amount: eur("300.00")}, "0", share.Days{Party: 181, Year: 365}, "148.77"},
		{"a net below zero owes nothing", tenth, "-100.00", wholeYear, "0.00"},
		{"a fixed sum asks for no net", share.Fixed{Amount: eur("300.00")}, "-100.00", wholeYear, "300.00"},
		{"the zero Revenue", share.Revenue{}, "4000.00", wholeYear, "0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.term.Due(share.Party{Name: "B", Net: eur(tt.net), Days: tt.days})
			require.NoError(t, err)
			assert.Equal(t, tt.want+" EUR", got.String())
		})
	}
}

func TestDueRefuses(t *testing.T) {
	good := share.Party{Name: "A", Net: eur("4000.00"), Days: wholeYear}
	tenth := share.Revenue{Rate: pct("10%")}
	for _, days := range []share.Days{{}, {Party: 366, Year: 365}, {Party: -1, Year: 365}, {Party: 1, Year: 367}} {
		p := good
		p.Days = days
		_, err := tenth.Due(p)
		assert.Error(t, err, days)
	}
	_, err := share.Revenue{Rate: pct("-1%")}.Due(good)
	assert.ErrorIs(t, err, vicinia.Invariant("K-5"))
	_, err = share.Fixed{Amount: eur("-1")}.Due(good)
	assert.ErrorIs(t, err, vicinia.Invariant("K-5"))
	_, err = share.Fixed{Amount: fiscal.CHF.Minor(1)}.Due(good)
	assert.ErrorIs(t, err, fiscal.ErrCurrency)
	most := good
	most.Net = fiscal.EUR.Minor(math.MaxInt64)
	_, err = share.Revenue{Rate: pct("101%")}.Due(most)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

// TestDueAgainstFractions brackets the half unit: what is due is nowhere further than
// that from the exact share, and at the half it is even.
func TestDueAgainstFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	halves := 0
	for range 20_000 {
		net, rate := rng.Int64()>>rng.IntN(60), vicinia.Frac(rng.Int64N(1000), 1000)
		days := share.Days{Year: 365 + rng.IntN(2)}
		days.Party = []int{rng.IntN(days.Year + 1), days.Year}[rng.IntN(2)]
		got, err := share.Revenue{Rate: rate}.Due(share.Party{Net: fiscal.EUR.Minor(net), Days: days})
		require.NoError(t, err)
		off := new(big.Rat).Mul(big.NewRat(net, 1), big.NewRat(rate.Parts()))
		off.Mul(off, big.NewRat(int64(days.Party), int64(days.Year)))
		off.Sub(off, big.NewRat(got.Minor(), 1))
		c := off.Abs(off).Cmp(big.NewRat(1, 2))
		require.LessOrEqual(t, c, 0)
		if c == 0 {
			require.Zero(t, got.Minor()%2)
			halves++
		}
	}
	assert.Positive(t, halves)
}

func FuzzParseTerm(f *testing.F) {
	for _, seed := range []string{"revenue-share 10%", "fixed 300.00", "per-head ", "capacity ", "equal ", "equal 1", "fixed NaN"} {
		rule, parameter, _ := strings.Cut(seed, " ")
		f.Add(rule, parameter)
	}
	f.Fuzz(func(t *testing.T, rule, parameter string) {
		term, err := share.ParseTerm(rule, parameter, fiscal.EUR)
		if err != nil {
			require.Nil(t, term)
			return
		}
		name, text := term.Rule()
		require.Equal(t, rule, name)
		again, err := share.ParseTerm(name, text, fiscal.EUR)
		require.NoError(t, err, text)
		require.Equal(t, term, again)
	})
}
