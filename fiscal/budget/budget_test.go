package budget_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/budget"
)

var eur = fiscal.EUR.MustParse

func town(t testing.TB) budget.Budget {
	b, err := budget.New("Aldea", 2026,
		budget.Line{Name: "roads", Group: "works", Carry: budget.Commitments, Voted: eur("1000.00")},
		budget.Line{Name: "bridges", Group: "works", Carry: budget.Everything, Voted: eur("500.00")},
		budget.Line{Name: "feasts", Voted: eur("100.00")},
	)
	require.NoError(t, err)
	return b
}

// show is a budget as text.
func show(b budget.Budget) (out []string) {
	for _, l := range b.Lines() {
		left, _ := l.Available()
		out = append(out, fmt.Sprint(l.Name, ": ", l.Voted.Amount(), " + ", l.Carried.Amount(), " - ", l.Committed.Amount(), " - ", l.Spent.Amount(), " = ", left.Amount()))
	}
	return out
}

// lived is the town after a year.
func lived(t testing.TB) budget.Budget {
	b := town(t)
	for _, step := range []struct {
		do   func(budget.Budget, string, fiscal.Money) (budget.Budget, error)
		line string
		m    string
	}{
		{budget.Budget.Commit, "roads", "800.00"},
		{budget.Budget.Pay, "roads", "300.00"},
		{budget.Budget.Release, "roads", "100.00"},
		{budget.Budget.Spend, "roads", "150.00"},
		{budget.Budget.Refund, "roads", "50.00"},
		{budget.Budget.Commit, "bridges", "200.00"},
		{budget.Budget.Amend, "feasts", "20.00"},
		{budget.Budget.Commit, "feasts", "30.00"},
		{budget.Budget.Spend, "feasts", "60.00"},
	} {
		var err error
		b, err = step.do(b, step.line, eur(step.m))
		require.NoError(t, err)
	}
	b, err := b.Move("roads", "bridges", eur("50.00"))
	require.NoError(t, err)
	return b
}

func TestLife(t *testing.T) {
	assert.Equal(t, []string{
		"roads: 950.00 + 0 - 400.00 - 400.00 = 150.00",
		"bridges: 550.00 + 0 - 200.00 - 0 = 350.00",
		"feasts: 120.00 + 0 - 30.00 - 60.00 = 30.00",
	}, show(lived(t)))
	assert.Equal(t, []string{
		"roads: 1000.00 + 0 - 0 - 0 = 1000.00",
		"bridges: 500.00 + 0 - 0 - 0 = 500.00",
		"feasts: 100.00 + 0 - 0 - 0 = 100.00",
	}, show(town(t)), "a budget is a value")
	totals, err := lived(t).Totals()
	require.NoError(t, err)
	assert.Equal(t, budget.Line{Voted: eur("1620.00"), Committed: eur("630.00"), Spent: eur("460.00")}, totals)
}

func TestCarry(t *testing.T) {
	next, lapsed, err := lived(t).Carry(
		budget.Line{Name: "feasts", Voted: eur("110.00")},
		budget.Line{Name: "roads", Carry: budget.Commitments, Voted: eur("900.00")},
	)
	require.NoError(t, err)
	assert.Equal(t, 2027, next.Year())
	assert.Equal(t, "Aldea", next.Owner())
	assert.Equal(t, []string{
		"feasts: 110.00 + 0 - 0 - 0 = 110.00",
		"roads: 900.00 + 400.00 - 400.00 - 0 = 900.00",
		"bridges: 0 + 550.00 - 200.00 - 0 = 350.00",
	}, show(next))
	assert.Equal(t, []budget.Lapsed{{"roads", eur("150.00")}, {"feasts", eur("60.00")}}, lapsed)

	_, _, err = lived(t).Carry(budget.Line{Name: "roads", Spent: eur("1.00"), Voted: eur("2.00")})
	require.ErrorContains(t, err, "lines[0]: roads: carried, committed or spent before the year")
}

func TestRollOver(t *testing.T) {
	next, lapsed, err := lived(t).RollOver(vicinia.Frac(1, 1))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"roads: 950.00 + 400.00 - 400.00 - 0 = 950.00",
		"bridges: 550.00 + 550.00 - 200.00 - 0 = 900.00",
		"feasts: 120.00 + 0 - 0 - 0 = 120.00",
	}, show(next))
	assert.Len(t, lapsed, 2)
	twelfth, _, err := town(t).RollOver(vicinia.Frac(1, 12))
	require.NoError(t, err)
	roads, ok := twelfth.Line("roads")
	require.True(t, ok)
	assert.Equal(t, eur("83.33"), roads.Voted)
	for _, part := range []vicinia.Ratio{vicinia.Frac(-1, 2), vicinia.Frac(3, 2)} {
		_, _, err = town(t).RollOver(part)
		require.Error(t, err)
	}
}

func TestRefusals(t *testing.T) {
	b := lived(t)
	type op = func() (budget.Budget, error)
	tests := []struct {
		name string
		give op
		want string
		is   vicinia.Invariant
	}{
		{"commit", func() (budget.Budget, error) { return b.Commit("roads", eur("150.01")) }, "roads: 150.01 EUR of 150.00 EUR that are available (M-5)", "M-5"},
		{"spend", func() (budget.Budget, error) { return b.Spend("feasts", eur("30.01")) }, "feasts: 30.01 EUR of 30.00 EUR that are available (M-5)", "M-5"},
		{"pay", func() (budget.Budget, error) { return b.Pay("feasts", eur("30.01")) }, "feasts: 30.01 EUR of 30.00 EUR that are committed (M-5)", "M-5"},
		{"release", func() (budget.Budget, error) { return b.Release("feasts", eur("30.01")) }, "feasts: 30.01 EUR of 30.00 EUR that are committed (M-5)", "M-5"},
		{"refund", func() (budget.Budget, error) { return b.Refund("feasts", eur("60.01")) }, "feasts: 60.01 EUR of 60.00 EUR that are spent (M-5)", "M-5"},
		{"move", func() (budget.Budget, error) { return b.Move("roads", "bridges", eur("150.01")) }, "roads: 150.01 EUR of 150.00 EUR that are available (M-5)", "M-5"},
		{"move out of the group", func() (budget.Budget, error) { return b.Move("roads", "feasts", eur("1.00")) }, `roads: "roads" and "feasts" are not lines of one group: that takes a vote`, ""},
		{"move of no group", func() (budget.Budget, error) { return b.Move("feasts", "feasts", eur("1.00")) }, `feasts: "feasts" and "feasts" are not lines of one group: that takes a vote`, ""},
		{"move from nowhere", func() (budget.Budget, error) { return b.Move("x", "feasts", eur("1.00")) }, "x: no such line", ""},
		{"move to nowhere", func() (budget.Budget, error) { return b.Move("roads", "x", eur("1.00")) }, "x: no such line", ""},
		{"no such line", func() (budget.Budget, error) { return b.Spend("x", eur("1.00")) }, "x: no such line", ""},
		{"a negative amount", func() (budget.Budget, error) { return b.Amend("roads", eur("-1.00")) }, "roads: -1.00 EUR must not be negative", ""},
		{"another currency", func() (budget.Budget, error) { return b.Amend("roads", fiscal.CHF.Minor(1)) }, "roads: 950.00 EUR and 0.01 CHF: M-7 (M-7)", "M-7"},
		{"what does not fit", func() (budget.Budget, error) { return b.Amend("roads", fiscal.EUR.Minor(math.MaxInt64)) }, "roads: M-3 (M-3)", "M-3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.give()
			require.EqualError(t, err, tt.want)
			assert.Empty(t, got.Lines())
			if tt.is != "" {
				assert.ErrorIs(t, err, tt.is)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	_, err := budget.New("x", 0,
		budget.Line{Voted: eur("-1.00"), Carry: 9}, budget.Line{Name: "a", Voted: eur("1.00"), Spent: eur("2.00")},
		budget.Line{Name: "a", Voted: fiscal.CHF.Minor(1)}, budget.Line{Name: "b", Voted: fiscal.EUR.Minor(math.MaxInt64), Carried: eur("1.00")},
	)
	var paths []string
	for f := range vicinia.Faults(err) {
		paths = append(paths, f.Path)
	}
	assert.Equal(t, []string{"year", "lines[0].name", "lines[0].carry", "lines[0]", "lines[0]", "lines[1]", "lines[2].name", "lines[2]", "lines[3]"}, paths)
	_, err = budget.New("x", 2026)
	require.Error(t, err)
}

// TestNothingIsLost: whatever is tried, what was voted and carried is spent, committed,
// available, carried on or lapsed, and nothing is ever overspent.
func TestNothingIsLost(t *testing.T) {
	rng := rand.New(rand.NewPCG(61, 61))
	for range 200 {
		b := town(t)
		for range 40 {
			line := []string{"roads", "bridges", "feasts"}[rng.IntN(3)]
			m := fiscal.EUR.Minor(rng.Int64N(60_000))
			ops := []func(string, fiscal.Money) (budget.Budget, error){b.Commit, b.Spend, b.Pay, b.Release, b.Refund, b.Amend,
				func(l string, m fiscal.Money) (budget.Budget, error) { return b.Move(l, "roads", m) }}
			if next, err := ops[rng.IntN(len(ops))](line, m); err == nil {
				b = next
			}
			for _, l := range b.Lines() {
				left, err := l.Available()
				require.NoError(t, err)
				require.GreaterOrEqual(t, left.Sign(), 0)
			}
		}
		before, err := b.Totals()
		require.NoError(t, err)
		next, lapsed, err := b.RollOver(vicinia.Ratio{})
		require.NoError(t, err)
		after, err := next.Totals()
		require.NoError(t, err)
		sum := after.Carried.Minor() + before.Spent.Minor()
		for _, l := range lapsed {
			sum += l.Amount.Minor()
		}
		require.Equal(t, before.Voted.Minor()+before.Carried.Minor(), sum)
	}
}

func Example() {
	b, err := budget.New("Aldea", 2026, budget.Line{Name: "roads", Voted: fiscal.EUR.MustParse("1000.00")})
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err = b.Commit("roads", fiscal.EUR.MustParse("800.00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = b.Spend("roads", fiscal.EUR.MustParse("200.01"))
	fmt.Println(err)
	// Output: roads: 200.01 EUR of 200.00 EUR that are available (M-5)
}

func ExampleBudget_RollOver() {
	// The new budget was rejected: a month goes on with a twelfth of the old one.
	old, err := budget.New("Aldea", 2026, budget.Line{Name: "roads", Voted: fiscal.EUR.MustParse("1200.00")})
	if err != nil {
		fmt.Println(err)
		return
	}
	b, lapsed, err := old.RollOver(vicinia.Frac(1, 12))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range b.Lines() {
		fmt.Println(b.Year(), l.Name, l.Voted)
	}
	fmt.Println(lapsed[0].Line, lapsed[0].Amount)
	// Output:
	// 2027 roads 100.00 EUR
	// roads 1200.00 EUR
}
