package tax_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

var chf = fiscal.CHF.MustParse

// simple is a schedule whose tax is its base: a simple tax that is known.
func simple() tax.Schedule { return tax.Flat(fiscal.CHF, pct("100%")) }

// Tax multipliers of 2026 on the simple tax of 60 000 francs, single, as published by the
// four cantons and checked against the calculator of the Federal Tax Administration.
func TestStackOf2026(t *testing.T) {
	levy := func(name, multiplier string) tax.Levy { return tax.Levy{Name: name, Multiplier: pct(multiplier)} }
	zurich := levy("city", "119%")
	zurich.PerHead = chf("24.00")
	tests := []struct {
		name, simple string
		levies       []tax.Levy
		want         []string
		total        string
	}{
		{"Zürich", "2734.00", []tax.Levy{levy("canton", "95%"), zurich}, []string{"2597.30", "3277.46"}, "5874.76"},
		{"Schwyz", "1696.80", []tax.Levy{levy("canton", "110%"), levy("district and commune", "175%")}, []string{"1866.48", "2969.40"}, "4835.88"},
		{"Feusisberg", "1696.80", []tax.Levy{levy("district", "14%"), levy("commune", "55%"), levy("both", "69%")},
			[]string{"237.55", "933.24", "1170.79"}, "2341.58"},
		{"Freienbach", "1696.80", []tax.Levy{levy("district and commune", "64%")}, []string{"1085.95"}, "1085.95"},
		{"Zug", "2551.00", []tax.Levy{levy("canton", "78%"), levy("city", "52%")}, []string{"1989.78", "1326.52"}, "3316.30"},
		{"St. Gallen", "3344.00", []tax.Levy{levy("canton", "105%"), levy("city", "138%")}, []string{"3511.20", "4614.72"}, "8125.92"},
		{"Rapperswil-Jona", "3344.00", []tax.Levy{levy("city", "74%")}, []string{"2474.56"}, "2474.56"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bill, err := tax.Stack{Simple: simple(), Levies: tt.levies}.Assess(tax.MustBase(tt.simple), wholeYear)
			require.NoError(t, err)
			var got []string
			for _, c := range bill.Charges {
				got = append(got, c.Gross.Amount())
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.total, bill.Total.Amount())
		})
	}
}

// Kappung: a church takes 9 % of the income tax, and no more than a part of the taxable
// income in whole euros, 3 % to 4 % by Land and church (steuer-forum-kirche.de); of one
// spouse both are halved.
func TestStackWithCap(t *testing.T) {
	income := tax.Schedule{Currency: fiscal.EUR, Brackets: []tax.Bracket{{Rate: pct("0%")}, {From: base("100000"), Rate: pct("45%")}}}
	tests := []struct{ base, cap, heads, want string }{
		{"1000000.99", "3.5%", "1", "35000.00"}, // 9 % of 405,000.44 are 36,450.04
		{"1000000.99", "4%", "1", "36450.04"},
		{"1000000.99", "0%", "1", "36450.04"},
		{"1000000.99", "3.5%", "1/2", "17500.00"},
		{"200000.00", "3.5%", "1", "4050.00"}, // 9 % of 45,000
	}
	for _, tt := range tests {
		stack := tax.Stack{Simple: income, Levies: []tax.Levy{{Name: "church", Multiplier: pct("9%"), Cap: pct(tt.cap), Heads: pct(tt.heads)}}}
		bill, err := stack.Assess(base(tt.base), wholeYear)
		require.NoError(t, err)
		assert.Equal(t, tt.want, bill.Total.Amount(), tt)
	}
	_, err := tax.Stack{Simple: income, Levies: []tax.Levy{{Cap: pct("101%")}, {Cap: pct("-1%")}}}.Assess(0, wholeYear)
	var paths []string
	for f := range vicinia.Faults(err) {
		paths = append(paths, f.Path)
	}
	assert.Equal(t, []string{"levies[0].cap", "levies[1].cap"}, paths)
}

// The simple tax is floored, shared by a couple and rounded before any levy sees it.
func TestStackOfACouple(t *testing.T) {
	single, err := tax.ParseSchedule("brackets", "0:0%|10000:2%|50000:4%", fiscal.CHF)
	require.NoError(t, err)
	single.FloorTo, single.Quantum, single.Rounding = tax.MustBase("100"), 5, fiscal.HalfUp
	couple := single
	couple.Divisor = pct("1.9")
	stack := tax.Stack{Simple: couple, Levies: []tax.Levy{
		{Name: "canton", Multiplier: pct("110%")},
		{Name: "commune", Multiplier: pct("49%"), Quantum: 5, Rounding: fiscal.HalfUp},
		{Name: "parish of one spouse", Multiplier: pct("12%"), Heads: pct("1/2")},
	}}
	bill, err := stack.Assess(tax.MustBase("120077.70"), tax.Days{Resident: 292, Year: 365})
	require.NoError(t, err)
	// 120 000 floored; 19 000 free, then 76 000 at 2 % and 25 000 at 4 %.
	assert.Equal(t, "2520.00 CHF", bill.Simple.Gross.String())
	var got []string
	for why := range bill.Why() {
		got = append(got, why.String())
	}
	assert.Equal(t, []string{
		"120000.00 CHF, floored to 100.00",
		"brackets of a couple, times 190%",
		"19000.00 CHF at 0%", "76000.00 CHF at 2%", "25000.00 CHF at 4%",
		"365 of 365 days",
		"2520.00 CHF, rounded half-up to 0.05 CHF",
		"canton: 2217.60 CHF", "2520.00 CHF at 110%", "292 of 365 days", "2217.60 CHF, rounded half-even",
		"commune: 987.85 CHF", "2520.00 CHF at 49%", "292 of 365 days", "987.85 CHF, rounded half-up to 0.05 CHF",
		"parish of one spouse: 120.96 CHF", "2520.00 CHF at 6%", "292 of 365 days", "120.96 CHF, rounded half-even",
	}, got)
	assert.Equal(t, "3326.41 CHF", bill.Total.String())
	for range bill.Why() { // a walk may end early
		break
	}
}

// A couple of equal incomes owes, with a divisor of 2, what two singles owe.
func TestDivisorOfTwo(t *testing.T) {
	s, err := tax.ParseSchedule("brackets", "0:1%|7000:3%|31000:5%", fiscal.CHF)
	require.NoError(t, err)
	couple := s
	couple.Divisor = pct("2")
	for _, b := range []tax.Base{0, 69_999_900, 70_000_000, 500_000_000, 10_000_000_000} {
		one, err := tax.Assess(s, b, wholeYear)
		require.NoError(t, err)
		two, err := tax.Assess(couple, 2*b, wholeYear)
		require.NoError(t, err)
		assert.InDelta(t, 2*one.Gross.Minor(), two.Gross.Minor(), 1)
	}
}

func TestScheduleRefusesNewFields(t *testing.T) {
	s, err := tax.ParseSchedule("brackets", "0:1%|7000.01:3%", fiscal.CHF)
	require.NoError(t, err)
	s.Quantum, s.FloorTo, s.Divisor = -5, -1, pct("1/2")
	assert.Equal(t, []string{"quantum", "floorTo", "divisor"}, paths(s.Check()))
	s.Quantum, s.FloorTo, s.Divisor = 5, 1, vicinia.Frac(4, 3)
	assert.Equal(t, []string{"brackets[1].from"}, paths(s.Check()), "7000.01 times 4/3 is no base")
}

func TestStackRefuses(t *testing.T) {
	stack := tax.Stack{Simple: tax.Schedule{Currency: fiscal.CHF}, Levies: []tax.Levy{
		{Name: "a", Multiplier: pct("-1%")}, {Name: "b", Heads: pct("3/2")}, {Name: "c", PerHead: fiscal.EUR.MustParse("1.00")},
	}}
	_, err := stack.Assess(0, wholeYear)
	assert.Equal(t, []string{"brackets", "brackets[0].rate", "levies[1].heads", "perHead"}, paths(err))
	assert.ErrorIs(t, err, vicinia.Invariant("T-8"))
	many := tax.Stack{Simple: simple(), Levies: slices.Repeat([]tax.Levy{{}}, tax.MaxLevies+1)}
	assert.Equal(t, []string{"levies"}, paths(many.Check()))
	_, err = tax.Stack{Simple: simple(), Levies: []tax.Levy{{Name: "all", Multiplier: vicinia.Frac(1<<62, 1)}}}.
		Assess(tax.MustBase("1000000"), wholeYear)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = tax.Stack{Simple: simple()}.Assess(1<<62, wholeYear)
	require.NoError(t, err)
	_, err = tax.Stack{Simple: tax.Flat(fiscal.JPY, pct("100%")), Levies: []tax.Levy{{}}}.Assess(-1, wholeYear)
	require.ErrorIs(t, err, vicinia.Invariant("T-8"))
}

// paths are the places of all faults.
func paths(err error) (out []string) {
	for f := range vicinia.Faults(err) {
		out = append(out, f.Path)
	}
	return out
}

func ExampleStack_Assess() {
	simple, err := tax.ParseSchedule("brackets", "0:0%|10000:4%", fiscal.CHF)
	if err != nil {
		fmt.Println(err)
		return
	}
	simple.FloorTo = tax.MustBase("100.00")
	stack := tax.Stack{Simple: simple, Levies: []tax.Levy{
		{Name: "canton", Multiplier: vicinia.MustRatio("110%")},
		{Name: "commune", Multiplier: vicinia.MustRatio("64%")},
	}}
	bill, err := stack.Assess(tax.MustBase("52479.00"), tax.Days{Resident: 365, Year: 365})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(bill.Simple.Gross)
	for _, c := range bill.Charges {
		fmt.Println(c.Name, c.Gross)
	}
	fmt.Println(bill.Total)
	// Output:
	// 1696.00 CHF
	// canton 1865.60 CHF
	// commune 1085.44 CHF
	// 2951.04 CHF
}
