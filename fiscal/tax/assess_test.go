package tax_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

var (
	wholeYear = tax.Days{Resident: 365, Year: 365}
	pct       = vicinia.MustRatio
	base      = tax.MustBase
)

// Identity does not change what is owed: there is no argument to pass one in (T-5).
var _ func(tax.Schedule, tax.Base, tax.Days) (tax.Assessment, error) = tax.Assess

func schedule(t testing.TB, kind, parameters string, c fiscal.Currency) tax.Schedule {
	t.Helper()
	s, err := tax.ParseSchedule(kind, parameters, c)
	require.NoError(t, err)
	return s
}

func TestAssess(t *testing.T) {
	const progressive = "0:0%|10000.50:5%|50000:10%"
	tests := []struct {
		name, kind, parameters string
		currency               fiscal.Currency
		base                   string
		days                   tax.Days
		want                   string
	}{
		// the worked year (examples/worlds/worked).
		{"P1 in A", "flat", "8%", fiscal.EUR, "40000.00", wholeYear, "3200.00"},
		{"P2 in A", "flat", "8%", fiscal.EUR, "25000.01", wholeYear, "2000.00"},
		{"P3 in A", "flat", "8%", fiscal.EUR, "30000.00", tax.Days{Resident: 73, Year: 365}, "480.00"},
		{"P3 in B", "flat", "10%", fiscal.EUR, "30000.00", tax.Days{Resident: 292, Year: 365}, "2400.00"},
		{"P4 in B", "flat", "10%", fiscal.EUR, "18333.33", wholeYear, "1833.33"},
		{"P5 in C", "flat", "7%", fiscal.EUR, "52000.00", wholeYear, "3640.00"},
		// What tells roundings apart: 1833.345 is a half; of its 292 days 1466.676, where
		// rounding twice gives 1833.34 x 292/365 = 1466.67.
		{"half-even", "flat", "10%", fiscal.EUR, "18333.45", wholeYear, "1833.34"},
		{"rounded once", "flat", "10%", fiscal.EUR, "18333.45", tax.Days{Resident: 292, Year: 365}, "1466.68"},
		// A base is one number: yen have no decimals, their bases may have.
		{"yen", "flat", "10%", fiscal.JPY, "40000.55", wholeYear, "4000"},
		{"yen to even", "flat", "50%", fiscal.JPY, "40001.00", wholeYear, "20000"},
		{"yen over the half", "flat", "50%", fiscal.JPY, "40001.0001", wholeYear, "20001"},
		{"francs of the same base", "flat", "10%", fiscal.CHF, "40000.55", wholeYear, "4000.06"}, // of 4000.055
		{"nothing", "flat", "8%", fiscal.EUR, "0", wholeYear, "0.00"},
		{"no day", "flat", "8%", fiscal.EUR, "40000.00", tax.Days{Year: 366}, "0.00"},
		{"a leap year", "flat", "10%", fiscal.EUR, "36600.00", tax.Days{Resident: 60, Year: 366}, "600.00"},
		{"below the second bracket", "brackets", progressive, fiscal.EUR, "10000.50", wholeYear, "0.00"},
		{"a cent into it", "brackets", progressive, fiscal.EUR, "10000.70", wholeYear, "0.01"},
		{"through it", "brackets", progressive, fiscal.EUR, "50000", wholeYear, "1999.98"}, // of 1999.975
		{"into the third", "brackets", progressive, fiscal.EUR, "50000.10", wholeYear, "1999.98"},
		{"half a year of it", "brackets", progressive, fiscal.EUR, "60000", tax.Days{Resident: 183, Year: 366}, "1499.99"}, // of 1499.9875
		{"no tax at all", "multiplier", "0%", fiscal.CHF, "3500.00", wholeYear, "0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := tax.Assess(schedule(t, tt.kind, tt.parameters, tt.currency), base(tt.base), tt.days)
			require.NoError(t, err)
			assert.Equal(t, tt.want, a.Gross.Amount())
			assert.Equal(t, tt.currency, a.Gross.Currency())
		})
	}
}

func TestMultipliers(t *testing.T) {
	tests := []struct{ name, base, multiplier, want string }{
		// Regensdorf ZH (regensdorf.ch, tax rates).
		{"Regensdorf, political commune", "3500.00", "96%", "3360.00"},
		{"Regensdorf, secondary school", "3500.00", "22%", "770.00"},
		{"Regensdorf, canton", "3500.00", "100%", "3500.00"},
		{"Regensdorf, reformed church", "3500.00", "11%", "385.00"},
		// Tax multipliers of 2026 on the simple tax of 60 000, single: checked against the ESTV calculator,
		// checked there against the calculator of the Federal Tax Administration.
		{"Zürich, canton", "2734.00", "95%", "2597.30"},
		{"Zürich, city", "2734.00", "119%", "3253.46"},
		{"Schwyz, canton", "1696.80", "110%", "1866.48"},
		{"Schwyz, district and commune", "1696.80", "175%", "2969.40"},
		{"Feusisberg, district and commune", "1696.80", "69%", "1170.79"},
		{"Freienbach, district and commune", "1696.80", "64%", "1085.95"},
		{"Zug, canton", "2551.00", "78%", "1989.78"},
		{"Zug, city", "2551.00", "52%", "1326.52"},
		{"St. Gallen, canton", "3344.00", "105%", "3511.20"},
		{"St. Gallen, city", "3344.00", "138%", "4614.72"},
		{"Rapperswil-Jona", "3344.00", "74%", "2474.56"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tax.Multiplier(fiscal.CHF, pct(tt.multiplier))
			a, err := tax.Assess(s, base(tt.base), wholeYear)
			require.NoError(t, err)
			assert.Equal(t, tt.want, a.Gross.Amount())
			parsed := schedule(t, "multiplier", tt.multiplier, fiscal.CHF)
			assert.Equal(t, s, parsed)
		})
	}
}

func TestMinimumAndPerHead(t *testing.T) {
	// Zürich adds 24 francs a head; a minimum tax of 25.
	s := tax.Multiplier(fiscal.CHF, pct("119%"))
	s.PerHead = fiscal.CHF.MustParse("24.00")
	s.Minimum = fiscal.CHF.MustParse("25.00")
	tests := []struct {
		base string
		days tax.Days
		want string
	}{
		{"2734.00", wholeYear, "3277.46"},
		{"0", wholeYear, "49.00"},
		{"21.00", wholeYear, "49.00"}, // 24.99 and the head
		{"21.02", wholeYear, "49.01"}, // 25.0138 and the head
		{"0", tax.Days{Resident: 73, Year: 365}, "9.80"},
		{"0", tax.Days{Year: 365}, "0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.base+" "+tt.days.String(), func(t *testing.T) {
			a, err := tax.Assess(s, base(tt.base), tt.days)
			require.NoError(t, err)
			assert.Equal(t, tt.want, a.Gross.Amount())
		})
	}
}

func TestRoundingOfTheLaw(t *testing.T) {
	s := tax.Flat(fiscal.EUR, pct("10%"))
	for how, want := range []string{fiscal.HalfEven: "1833.34", fiscal.Floor: "1833.34", fiscal.HalfUp: "1833.35", fiscal.Ceiling: "1833.35"} {
		s.Rounding = fiscal.Rounding(how)
		a, err := tax.Assess(s, base("18333.45"), wholeYear)
		require.NoError(t, err)
		assert.Equal(t, want, a.Gross.Amount(), s.Rounding)
	}
}

func TestAssessRefuses(t *testing.T) {
	s := tax.Flat(fiscal.EUR, pct("8%"))
	tests := []struct {
		name string
		s    tax.Schedule
		base tax.Base
		days tax.Days
		want error
	}{
		{"negative base", s, -1, wholeYear, vicinia.Invariant("T-8")},
		{"the zero Days", s, 1, tax.Days{}, vicinia.Invariant("T-7")},
		{"too many days", s, 1, tax.Days{Resident: 366, Year: 365}, vicinia.Invariant("T-7")},
		{"negative days", s, 1, tax.Days{Resident: -1, Year: 365}, vicinia.Invariant("T-7")},
		{"too long a year", s, 1, tax.Days{Resident: 1, Year: 367}, vicinia.Invariant("T-7")},
		{"negative rate", tax.Flat(fiscal.EUR, pct("-8%")), 1, wholeYear, vicinia.Invariant("T-8")},
		{"overflow", tax.Flat(fiscal.EUR, pct("100000%")), math.MaxInt64, wholeYear, vicinia.ErrOverflow},
		{"overflow past 128 bits", tax.Flat(fiscal.EUR, pct("999999999999999999")), math.MaxInt64, wholeYear, vicinia.ErrOverflow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := tax.Assess(tt.s, tt.base, tt.days)
			assert.ErrorIs(t, err, tt.want)
			assert.Zero(t, a)
		})
	}
	_, err := new(tax.Kernel).Tax(1, wholeYear)
	assert.Error(t, err, "the zero Kernel is of no schedule")
}

func TestWhy(t *testing.T) {
	s := schedule(t, "brackets", "0:0%|10000.50:5%|50000:10%", fiscal.CHF)
	s.Multiplier, s.Minimum, s.PerHead = pct("119%"), fiscal.CHF.MustParse("25"), fiscal.CHF.MustParse("24")
	a, err := tax.Assess(s, base("20000"), tax.Days{Resident: 292, Year: 365})
	require.NoError(t, err)
	var text, keys []string
	for why := range a.Why() {
		text, keys = append(text, why.String()), append(keys, why.Key())
	}
	assert.Equal(t, []string{
		"10000.50 CHF at 0%",
		"9999.50 CHF at 5%",
		"times 119%",
		"at least 25.00 CHF",
		"24.00 CHF per head",
		"292 of 365 days",
		"495.18 CHF, rounded half-even",
	}, text)
	assert.Equal(t, []string{"tax.band", "tax.band", "tax.multiple", "tax.least", "tax.head", "tax.days", "tax.rounded"}, keys)

	for stop := range len(text) {
		var first []string
		for why := range a.Why() {
			if first = append(first, why.String()); len(first) == stop+1 {
				break
			}
		}
		assert.Equal(t, text[:stop+1], first, "a walk may stop")
	}
}

func TestKernelKeepsItsSchedule(t *testing.T) {
	s := tax.Flat(fiscal.EUR, pct("8%"))
	k, err := s.Compile()
	require.NoError(t, err)
	s.Brackets[0].Rate = pct("80%")
	a, err := k.Assess(base("100"), wholeYear)
	require.NoError(t, err)
	assert.Equal(t, "8.00 EUR", a.Gross.String())
	assert.Equal(t, "100.00 EUR at 8%", slices.Collect(a.Why())[0].String())
}

func TestTaxAllocatesNothing(t *testing.T) {
	for _, n := range []int{1, 10, tax.MaxBrackets} {
		k, err := progression(n).Compile()
		require.NoError(t, err)
		b := base("123456.78")
		assert.Zero(t, testing.AllocsPerRun(100, func() {
			if _, err := k.Tax(b, wholeYear); err != nil {
				t.Fatal(err)
			}
		}), "%d brackets", n)
	}
}

// progression is n brackets of 100.00 each, a tenth of a per mille apart.
func progression(n int) tax.Schedule {
	s := tax.Schedule{Currency: fiscal.EUR}
	for i := range n {
		s.Brackets = append(s.Brackets, tax.Bracket{From: tax.Base(i) * 1_000_000, Rate: vicinia.Frac(int64(i), 10_000)})
	}
	return s
}

func BenchmarkTax(b *testing.B) {
	for _, n := range []int{1, 10, tax.MaxBrackets} {
		k, err := progression(n).Compile()
		require.NoError(b, err)
		b.Run(fmt.Sprintf("brackets=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			at := base("40000.00")
			for b.Loop() {
				if _, err := k.Tax(at, wholeYear); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAssess is by taxpayers, a year of a municipality in one loop.
func BenchmarkAssess(b *testing.B) {
	k, err := schedule(b, "brackets", "0:0%|10000.50:5%|50000:10%", fiscal.EUR).Compile()
	require.NoError(b, err)
	for _, n := range []int{1e3, 1e6} {
		bases := make([]tax.Base, n)
		for i := range bases {
			bases[i] = tax.Base(i%100_000) * 12345
		}
		b.Run(fmt.Sprintf("payers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, at := range bases {
					if _, err := k.Tax(at, wholeYear); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
