package share_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

// cupo2022 is the Basque quota of 2022 in thousands of euros, as its annex prints it: Ley
// 10/2023, annex I. A cent stands for ten euros.
func cupo2022() share.Quota {
	return share.Quota{
		Spending: eur("347486096.54"), Assumed: eur("114775397.82"), Index: pct("6.24%"),
		Compensations: []share.Item{
			{Name: "taxes that the state keeps", Amount: eur("746921.43")},
			{Name: "revenue other than taxes", Amount: eur("2654165.64")},
			{Name: "deficit", Amount: eur("9361627.50")},
			{Name: "direct taxes", Amount: eur("286269.35")},
		},
		Reductions: []share.Item{{Name: "Álava", Amount: eur("4426.53")}},
	}
}

func TestQuota(t *testing.T) {
	got, err := cupo2022().Contribution()
	require.NoError(t, err)
	assert.Equal(t, share.Contribution{
		NotAssumed: eur("232710698.72"), Imputed: eur("14521147.60"), Compensated: eur("13048983.92"),
		Net: eur("1472163.68"), Reduced: eur("4426.53"), Payable: eur("1467737.15"),
	}, got)

	// The same in euros, printed to tens of them.
	q := share.Quota{Spending: eur("347486096540.00"), Assumed: eur("114775397820.00"), Index: pct("6.24%"), Quantum: 1000}
	got, err = q.Contribution()
	require.NoError(t, err)
	assert.Equal(t, eur("14521147600.00"), got.Imputed)

	// Article 13: three equal instalments, in May, September and December. The law is
	// silent on two cents: they are named here.
	payable := eur("1467737150.00")
	parts, err := fiscal.Splitter{Residue: fiscal.Apart}.Instalments(payable, 3)
	require.NoError(t, err)
	assert.Equal(t, []fiscal.Money{eur("489245716.66"), eur("489245716.66"), eur("489245716.66"), eur("0.02")}, parts)
}

func TestQuotaRefuses(t *testing.T) {
	for name, change := range map[string]func(*share.Quota){
		"an index over 1":       func(q *share.Quota) { q.Index = pct("101%") },
		"a negative index":      func(q *share.Quota) { q.Index = pct("-1%") },
		"a negative quantum":    func(q *share.Quota) { q.Quantum = -1 },
		"no rounding":           func(q *share.Quota) { q.Rounding = 9 },
		"two currencies":        func(q *share.Quota) { q.Assumed = fiscal.CHF.Minor(1) },
		"two currencies, below": func(q *share.Quota) { q.Reductions[0].Amount = fiscal.CHF.Minor(1) },
		"what does not fit":     func(q *share.Quota) { q.Spending, q.Assumed = fiscal.EUR.Minor(math.MaxInt64), eur("-1.00") },
	} {
		q := cupo2022()
		change(&q)
		_, err := q.Contribution()
		assert.Error(t, err, name)
	}
}

func TestIndexed(t *testing.T) {
	// Provisional by forecasts, definitive by collections: the difference is signed.
	net := eur("1472163680.00")
	provisional, err := share.Indexed(net, eur("250000000000.00"), eur("232000000000.00"), fiscal.HalfEven)
	require.NoError(t, err)
	assert.Equal(t, eur("1586383275.86"), provisional) // 1472163680 x 250/232 = 1586383275.862...
	definitive, err := share.Indexed(net, eur("240000000000.00"), eur("232000000000.00"), fiscal.HalfEven)
	require.NoError(t, err)
	difference, err := definitive.Sub(provisional)
	require.NoError(t, err)
	assert.Equal(t, eur("-63455331.03"), difference)

	for _, give := range [][2]fiscal.Money{{eur("1.00"), {}}, {eur("-1.00"), eur("1.00")}, {fiscal.CHF.Minor(1), eur("1.00")}} {
		_, err := share.Indexed(net, give[0], give[1], fiscal.HalfEven)
		assert.Error(t, err)
	}
	_, err = share.Indexed(net, eur("1.00"), eur("1.00"), 9)
	assert.Error(t, err)
	_, err = share.Indexed(net, fiscal.EUR.Minor(math.MaxInt64), fiscal.EUR.Minor(1), fiscal.HalfEven)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

// Each adjustment of Ley 10/2023 moves consumption less collection: the parts agree.
func TestConciertoIndices(t *testing.T) {
	list := share.Concierto2022()
	assert.Len(t, list, 6)
	for _, c := range list {
		index, err := c.Customs.Sub(c.Domestic)
		require.NoError(t, err)
		assert.Equal(t, c.Index, index, c.Tax)
	}
}

func TestConsumption(t *testing.T) {
	vat, beer := share.Concierto2022()[0], share.Concierto2022()[2]
	tests := []struct {
		name                 string
		give                 share.Consumption
		customs, others, own string
		want                 string
	}{
		{"customs alone", vat, "1000.00", "0", "0", "68.75"},
		// 1.110 % of 942.35/94.235 %, as 57.66 is above 5.765 % of both.
		{"above the index", vat, "0", "942.35", "57.66", "11.10"},
		// 1.110 % of 57.00/5.765 %.
		{"below the index", vat, "0", "943.00", "57.00", "10.97"},
		{"exactly", vat, "0", "942.35", "57.65", "11.10"},
		// 5.399 % of 17.00/1.731 %: within the corridor of 10 %.
		{"in the corridor", beer, "0", "983.00", "17.00", "53.02"},
		// 15.00 is 13.344887 % below 17.31: the index falls by 3.344887 % of itself to
		// 1.6731 %; 5.399 % of 15.00/1.6731 %.
		{"below the corridor", beer, "0", "985.00", "15.00", "48.40"},
		// 20.00 is 15.540150 % above 17.31: the index rises to 1.8269 %; 5.399 % of
		// 980.00/98.1731 %.
		{"above the corridor", beer, "0", "980.00", "20.00", "53.89"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.give.Adjust(eur(tt.customs), eur(tt.others), eur(tt.own))
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.Amount())
		})
	}
	_, err := vat.Adjust(eur("-1.00"), eur("1.00"), eur("1.00"))
	require.Error(t, err)
	_, err = vat.Adjust(fiscal.CHF.Minor(1), eur("1.00"), eur("1.00"))
	require.ErrorIs(t, err, fiscal.ErrCurrency)
	_, err = share.Consumption{}.Adjust(eur("1.00"), eur("1.00"), eur("1.00"))
	require.Error(t, err)
	half := fiscal.EUR.Minor(1 << 61)
	_, err = share.Consumption{Index: pct("50%"), Domestic: pct("1000%")}.Adjust(fiscal.Money{}, half, half)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
}

func TestCorrect(t *testing.T) {
	paid := []fiscal.Money{eur("100.00"), eur("50.00"), eur("70.00")}
	due := []fiscal.Money{eur("130.00"), eur("49.00"), eur("41.00")}
	moves, rest, err := share.Correct(paid, due, eur("25.00"))
	require.NoError(t, err)
	assert.Equal(t, []fiscal.Money{eur("30.00"), eur("0.00"), eur("-29.00")}, moves)
	assert.Equal(t, eur("-1.00"), rest)
	moves, rest, err = share.Correct(paid, due, fiscal.Money{})
	require.NoError(t, err)
	assert.Equal(t, []fiscal.Money{eur("30.00"), eur("-1.00"), eur("-29.00")}, moves)
	assert.True(t, rest.IsZero())
	_, _, err = share.Correct(paid, due[:1], fiscal.Money{})
	require.Error(t, err)
	_, _, err = share.Correct(paid, due, eur("-1.00"))
	require.Error(t, err)
	_, _, err = share.Correct(paid, due, fiscal.CHF.Minor(1))
	require.ErrorIs(t, err, fiscal.ErrCurrency)
}

func ExampleQuota_Contribution() {
	eur := fiscal.EUR.MustParse
	q := share.Quota{
		Spending: eur("1000000.00"), Assumed: eur("400000.00"), Index: vicinia.MustRatio("6.24%"),
		Compensations: []share.Item{{Name: "deficit", Amount: eur("30000.00")}},
	}
	c, err := q.Contribution()
	fmt.Println(c.Imputed, c.Payable, err)
	// Output: 37440.00 EUR 7440.00 EUR <nil>
}
