package payment_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/disclosure"
	"github.com/vicinia/vicinia/fiscal/payment"
)

var (
	eur = fiscal.EUR.MustParse
	chf = fiscal.CHF.MustParse
	pct = vicinia.MustRatio
	day = vicinia.MustDate
)

// lines are an advice as text; a blank count is a dot.
func lines(a *payment.Advice) (out []string) {
	count := func(c disclosure.Cell) string {
		if c.Blank {
			return "."
		}
		return fmt.Sprint(c.Count)
	}
	for _, l := range a.Lines {
		out = append(out, fmt.Sprint(l.From, " ", l.Amount, " ", count(l.Payers)))
	}
	return append(out, fmt.Sprint(a.Totals, " ", count(a.Payers)))
}

func TestAdvise(t *testing.T) {
	a, err := payment.Advise(disclosure.Rule{}, "Esperanto", []payment.Remittance{
		{From: "Campo", Amount: eur("90.00"), Payers: 70},
		{From: "Arth", Amount: chf("40.00"), Payers: 8},
		{From: "Burgo", Amount: eur("12.50"), Payers: 1},
		{From: "Aldea", Amount: eur("160.00"), Payers: 12},
	})
	require.NoError(t, err)
	// The one payer of Burgo cannot be found from the total: a second count is withheld.
	got := lines(a)
	assert.Equal(t, []string{"[40.00 CHF 262.50 EUR] 91"}, got[4:])
	assert.Contains(t, got, "Burgo 12.50 EUR .")
	blank := 0
	for _, l := range a.Lines {
		if l.Payers.Blank {
			blank++
		}
	}
	assert.GreaterOrEqual(t, blank, 2)
}

func TestAdviseRefuses(t *testing.T) {
	_, err := payment.Advise(disclosure.Rule{}, "x", []payment.Remittance{
		{From: "a", Amount: eur("1.00"), Payers: 9}, {From: "a", Amount: eur("-1.00"), Payers: 9}, {From: "b"},
	})
	require.ErrorContains(t, err, "stands twice in EUR")
	require.ErrorContains(t, err, "-1.00 EUR must not be negative")
	require.ErrorIs(t, err, fiscal.ErrCurrency)
	_, err = payment.Advise(disclosure.Rule{}, "x", nil)
	require.Error(t, err)
	_, err = payment.Advise(disclosure.Rule{}, "x", []payment.Remittance{
		{From: "a", Amount: fiscal.EUR.Minor(math.MaxInt64), Payers: 9}, {From: "b", Amount: eur("1.00"), Payers: 9},
	})
	require.ErrorIs(t, err, vicinia.ErrOverflow)
}

func TestReserve(t *testing.T) {
	r, err := payment.Seen([]payment.Revised{
		{eur("100.00"), eur("120.00")}, {eur("300.00"), eur("290.00")}, {eur("50.00"), eur("49.00")},
	})
	require.NoError(t, err)
	assert.Equal(t, vicinia.Frac(1, 30), r.Rate)
	held, free, err := r.Hold(eur("100.00"))
	require.NoError(t, err)
	assert.Equal(t, eur("3.34"), held, "rounded up")
	assert.Equal(t, eur("96.66"), free)
	held, free, err = payment.Reserve{}.Hold(eur("100.00"))
	require.NoError(t, err)
	assert.True(t, held.IsZero())
	assert.Equal(t, eur("100.00"), free)

	for _, past := range []payment.Revised{{}, {eur("1.00"), eur("-1.00")}, {eur("1.00"), chf("1.00")}, {eur("0"), eur("1.00")}} {
		_, err := payment.Seen([]payment.Revised{past})
		assert.Error(t, err)
	}
	_, _, err = payment.Reserve{Rate: pct("2")}.Hold(eur("1.00"))
	assert.Error(t, err)
	_, _, err = payment.Reserve{}.Hold(eur("-1.00"))
	assert.Error(t, err)
}

func TestExpect(t *testing.T) {
	// Act 595/2003 (Slovakia), section 50, paragraph 8: within three months of the deadline.
	slovak := payment.Plan{{What: "final", Part: pct("1"), Months: 3}}
	got, err := slovak.Expect("Bratislava", day("2026-03-31"), eur("1000.00"))
	require.NoError(t, err)
	assert.Equal(t, []payment.Expected{{day("2026-06-30"), "Bratislava", "final", eur("1000.00")}}, got)

	thirds := payment.Plan{{"May", pct("1/3"), 4}, {"September", pct("1/3"), 8}, {"December", pct("1/3"), 11}}
	got, err = thirds.Expect("Euskadi", day("2026-01-31"), eur("100.00"))
	require.NoError(t, err)
	var texts []string
	for _, e := range got {
		texts = append(texts, fmt.Sprint(e.On, " ", e.What, " ", e.Amount))
	}
	assert.Equal(t, []string{"2026-05-31 May 33.33 EUR", "2026-09-30 September 33.33 EUR", "2026-12-31 December 33.34 EUR"}, texts)

	for _, bad := range []payment.Plan{
		nil, make(payment.Plan, payment.MaxInstalments+1), {{Part: pct("1/2")}}, {{Part: pct("-1")}, {Part: pct("2")}},
		{{Part: pct("1"), Months: 99999}}, {{Part: pct("1"), Months: -1200}},
		{{Part: vicinia.Frac(1, math.MaxInt64)}, {Part: vicinia.Frac(1, math.MaxInt64-1)}},
	} {
		_, err := bad.Expect("x", day("0050-01-01"), eur("1.00"))
		assert.Error(t, err)
	}
	_, err = slovak.Expect("x", 0, eur("1.00"))
	assert.Error(t, err)
}

func TestCalendar(t *testing.T) {
	days, err := payment.Calendar([]payment.Expected{
		{On: day("2026-06-30"), From: "a", Amount: eur("5.00")},
		{On: day("2026-06-30"), From: "b", Amount: eur("7.00")},
		{On: day("2026-05-01"), From: "c", Amount: chf("1.00")},
		{On: day("2026-05-31"), From: "a", Amount: eur("2.00")},
		{On: day("2026-11-30"), From: "a", Amount: eur("-3.00")},
	})
	require.NoError(t, err)
	var got []string
	for _, d := range days {
		got = append(got, fmt.Sprint(d.On, " ", d.Amount, " ", d.Sum))
	}
	assert.Equal(t, []string{
		"2026-05-01 1.00 CHF 1.00 CHF",
		"2026-05-31 2.00 EUR 2.00 EUR", "2026-06-30 12.00 EUR 14.00 EUR", "2026-11-30 -3.00 EUR 11.00 EUR",
	}, got)
	_, err = payment.Calendar([]payment.Expected{{}})
	require.ErrorIs(t, err, fiscal.ErrCurrency)
	_, err = payment.Calendar([]payment.Expected{{On: 1, Amount: fiscal.EUR.Minor(math.MaxInt64)}, {On: 2, Amount: eur("1.00")}})
	require.ErrorIs(t, err, vicinia.ErrOverflow)
}

func TestFunds(t *testing.T) {
	var f payment.Funds
	for _, in := range []payment.Fund{{"", eur("10.00")}, {"school", eur("5.00")}, {"school", eur("1.00")}, {"choir", eur("9.00")}, {"school", chf("2.00")}} {
		var err error
		f, err = f.Receive(in.Purpose, in.Balance)
		require.NoError(t, err)
	}
	assert.Equal(t, []payment.Fund{{"", eur("10.00")}, {"choir", eur("9.00")}, {"school", chf("2.00")}, {"school", eur("6.00")}}, f.All())

	spent, err := f.Spend("school", eur("8.00"), true)
	require.NoError(t, err)
	assert.Equal(t, "0.00 EUR 8.00 EUR", fmt.Sprint(spent.Balance("school", fiscal.EUR), spent.Balance("", fiscal.EUR)))
	assert.Equal(t, eur("6.00"), f.Balance("school", fiscal.EUR), "funds are a value")
	assert.Equal(t, eur("0.00"), f.Balance("none", fiscal.EUR))

	for _, tt := range []struct {
		purpose, amount string
		free            bool
	}{{"school", "8.00", false}, {"school", "16.01", true}, {"", "10.01", true}, {"other", "0.01", false}} {
		_, err := f.Spend(tt.purpose, eur(tt.amount), tt.free)
		assert.ErrorIs(t, err, vicinia.Invariant("M-5"), tt.purpose)
	}
	_, err = f.Spend("school", eur("-1.00"), true)
	require.Error(t, err)
	_, err = f.Receive("school", fiscal.Money{})
	require.ErrorIs(t, err, fiscal.ErrCurrency)
	_, err = f.Receive("school", fiscal.EUR.Minor(math.MaxInt64))
	require.ErrorIs(t, err, vicinia.ErrOverflow)
}

func Example() {
	advice, err := payment.Advise(disclosure.Rule{}, "Esperanto", []payment.Remittance{
		{From: "Aldea", Amount: fiscal.EUR.MustParse("160.00"), Payers: 12},
		{From: "Burgo", Amount: fiscal.EUR.MustParse("12.50"), Payers: 1},
		{From: "Campo", Amount: fiscal.EUR.MustParse("90.00"), Payers: 7},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(advice)
	// Output:
	// advice to Esperanto
	// Aldea: 160.00 EUR, payers: 12
	// Burgo: 12.50 EUR, payers: withheld
	// Campo: 90.00 EUR, payers: withheld
	// in all: 262.50 EUR, payers: 20
}

func ExamplePlan_Expect() {
	plan := payment.Plan{
		{What: "advance", Part: vicinia.MustRatio("80%"), Months: 3},
		{What: "balance", Part: vicinia.MustRatio("20%"), Months: 15},
	}
	expected, err := plan.Expect("Aldea", vicinia.MustDate("2026-03-31"), fiscal.EUR.MustParse("160.01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range expected {
		fmt.Println(e.On, e.What, e.Amount)
	}
	// Output:
	// 2026-06-30 advance 128.00 EUR
	// 2027-06-30 balance 32.01 EUR
}

func ExampleReserve_Hold() {
	reserve, err := payment.Seen([]payment.Revised{
		{Provisional: fiscal.EUR.MustParse("200.00"), Final: fiscal.EUR.MustParse("194.00")}, // 3 % were taken back
		{Provisional: fiscal.EUR.MustParse("180.00"), Final: fiscal.EUR.MustParse("181.00")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	held, free, err := reserve.Hold(fiscal.EUR.MustParse("172.55"))
	fmt.Println(held, free, err)
	// Output: 5.18 EUR 167.37 EUR <nil>
}

func ExampleFunds_Spend() {
	var funds payment.Funds
	for purpose, amount := range map[string]string{"school": "50.00", "": "20.00"} {
		var err error
		if funds, err = funds.Receive(purpose, fiscal.EUR.MustParse(amount)); err != nil {
			fmt.Println(err)
			return
		}
	}
	_, err := funds.Spend("road", fiscal.EUR.MustParse("30.00"), true) // school money is not for roads
	fmt.Println(err)
	funds, err = funds.Spend("school", fiscal.EUR.MustParse("60.00"), true)
	fmt.Println(funds.Balance("", fiscal.EUR), funds.Balance("school", fiscal.EUR), err)
	// Output:
	// road: 30.00 EUR are spent, 10.00 EUR are not there (M-5)
	// 10.00 EUR 0.00 EUR <nil>
}
