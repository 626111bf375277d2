package year_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// pact is a world in which A has a net of 800.00 and B of 1000.00, with a compact.
func pact(t testing.TB, acts ...Act) *World {
	t.Helper()
	a, b := flat("A", 2025, "8%"), flat("B", 2025, "10%")
	a.External, b.External = true, true
	w := made(t, append(places(), people()...)...)
	w = then(t, w, a, b, Base{Person: "P1", Year: 2025, Amount: tax.MustBase("10000.00")},
		Base{Person: "P4", Year: 2025, Amount: tax.MustBase("10000.00")},
		Compact{ID: "K", Level: Municipality, Objects: []string{"water"}, Notice: 1})
	return then(t, w, acts...)
}

func joins(party census.JurisdictionID, from string, s share.Term) Act {
	return Accession{Compact: "K", Party: party, From: date(from), Share: s}
}

func budget(amount string) Act { return Budget{Compact: "K", Year: 2025, Amount: eur(amount)} }

func TestRun_SharesThatCannotBe(t *testing.T) {
	fixed := func(amount string) share.Term { return share.Fixed{Amount: eur(amount)} }
	for _, tt := range []struct {
		name string
		give []Act
		want []string
	}{
		{"K-5: a sum above the net", []Act{joins("A", "2020-01-01", fixed("800.01"))}, []string{"parties/K/A/2020-01-01/share K-5"}},
		{"K-5: all of the net is not above it", []Act{joins("A", "2020-01-01", fixed("800.00"))}, nil},
		{"K-5: nothing to share", []Act{joins("C", "2020-01-01", fixed("0.01"))}, []string{"parties/K/C/2020-01-01/share K-5"}},
		{"K-5: a rate above the whole", []Act{joins("B", "2020-01-01", share.Revenue{Rate: pct("100.01%")})}, []string{"parties/K/B/2020-01-01/share K-5"}},
		{"K-5: a part of the budget", []Act{joins("A", "2020-01-01", share.Equal), joins("B", "2020-01-01", share.Equal), budget("1700.00")},
			[]string{"parties/K/A/2020-01-01/share K-5"}},
		{"K-5: in two parties", []Act{joins("A", "2020-01-01", share.Equal), joins("B", "2021-01-01", share.Equal), budget("2200.00")},
			[]string{"parties/K/A/2020-01-01/share K-5", "parties/K/B/2021-01-01/share K-5"}},
		{"K-9: no budget", []Act{joins("A", "2020-01-01", share.Equal)}, []string{"parties/K/A/2020-01-01/share_rule K-9"}},
		{"K-9: the budget of another year", []Act{joins("A", "2020-01-01", share.Equal), Budget{Compact: "K", Year: 2024, Amount: eur("1.00")}},
			[]string{"parties/K/A/2020-01-01/share_rule K-9"}},
		{"K-9: less than the other parts", []Act{joins("A", "2020-01-01", share.Equal), joins("B", "2020-01-01", fixed("100.01")), budget("100.00")},
			[]string{"budgets/K/2025/amount K-9"}},
		{"K-9: nothing is left to share", []Act{joins("A", "2020-01-01", share.Equal), joins("B", "2020-01-01", fixed("100.00")), budget("100.00")}, nil},
		{"K-9: no weight", []Act{joins("C", "2020-01-01", share.Capacity), budget("0.00")}, []string{"parties/K/C/2020-01-01/share_rule K-9"}},
		{"a party of another year", []Act{joins("A", "2026-01-01", share.Equal)}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := year.Run(pact(t, tt.give...), 2025)
			assert.Equal(t, tt.want, faults(err))
			assert.Equal(t, tt.want != nil, r == nil)
		})
	}
}

// Who has nothing to share because nobody decided a tax is told so.
func TestRun_NoScheduleIsTheCause(t *testing.T) {
	fixed := share.Fixed{Amount: eur("9999.00")}
	_, err := year.Run(pact(t, joins("C", "2020-01-01", fixed)), 2025)
	assert.ErrorContains(t, err, "it has no schedule of taxes for 2025, or none that was carried")
	_, err = year.Run(pact(t, joins("A", "2020-01-01", fixed)), 2025)
	assert.ErrorContains(t, err, "exceed")
	assert.NotContains(t, err.Error(), "no schedule")
}

// The keys, with a party that leaves and comes back: its days add up, and its part stands
// at the first of its terms.
func TestRun_Keys(t *testing.T) {
	for _, tt := range []struct {
		key  share.Key
		want map[census.JurisdictionID][]string
	}{
		// B was a party for 31 + 184 of 365 days; 365 + 215 = 580.
		{share.Equal, map[census.JurisdictionID][]string{"A": {"365.00"}, "B": {"215.00", "0.00"}}},
		// A has 5 heads on 1 January (P3 moves later), B has 1: 1825 and 215.
		{share.PerHead, map[census.JurisdictionID][]string{"A": {"518.87"}, "B": {"61.13", "0.00"}}},
		// 800 x 365 and 1000 x 215.
		{share.Capacity, map[census.JurisdictionID][]string{"A": {"334.04"}, "B": {"245.96", "0.00"}}},
	} {
		t.Run(tt.key.String(), func(t *testing.T) {
			r := run(t, pact(t, joins("A", "2019-01-01", tt.key), joins("B", "2019-01-01", tt.key),
				Notice{Compact: "K", Party: "B", From: date("2019-01-01"), On: date("2024-12-31")},
				joins("B", "2025-07-01", tt.key), budget("580.00")), 2025)
			got := map[census.JurisdictionID][]string{}
			for _, j := range r.Jurisdictions[:2] {
				for _, p := range j.Ceded {
					got[j.ID] = append(got[j.ID], p.Amount.Amount())
				}
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, []fiscal.Money{eur("580.00")}, r.Compacts[0].Amounts)
		})
	}
}

// A stack of taxes on one base: the municipality and the regions above it, each in its own
// currency, which never mix (M-7).
func TestRun_StackOfTaxesInTwoCurrencies(t *testing.T) {
	j := func(id, within census.JurisdictionID, kind JurisdictionKind, cur fiscal.Currency) Act {
		return Jurisdiction{ID: id, Kind: kind, Within: within, Currency: cur, Powers: own}
	}
	tax := func(in census.JurisdictionID, cur fiscal.Currency, rate string) Act {
		return Schedule{Jurisdiction: in, Year: 2025, Tax: tax.Flat(cur, pct(rate)), External: true}
	}
	w := made(t, j("R", "", Region, fiscal.CHF), j("S", "R", Region, fiscal.EUR), j("T", "S", Municipality, fiscal.JPY), j("U", "R", Municipality, fiscal.EUR),
		Person{ID: "p", Born: date("1980-01-01")}, Residency{Person: "p", Municipality: "T", From: date("2020-01-01")},
		Move{Person: "p", To: "U", On: date("2025-03-15")}, Base{Person: "p", Year: 2025, Amount: 1_000_033_33})
	w = then(t, w, tax("R", fiscal.CHF, "1%"), tax("S", fiscal.EUR, "2%"), tax("T", fiscal.JPY, "10%"), tax("U", fiscal.EUR, "10%"))
	bills, err := year.Taxpayer(w, "p", 2025)
	require.NoError(t, err)
	var got []string
	for _, b := range bills {
		got = append(got, fmt.Sprint(b.Jurisdiction, " ", b.Days.Resident, " ", b.Tax.Gross))
	}
	assert.Equal(t, []string{"R 365 100.00 CHF", "S 73 40.00 EUR", "T 73 200 JPY", "U 292 800.03 EUR"}, got)
	assert.Equal(t, []fiscal.Money{fiscal.CHF.Minor(10000), eur("840.03"), fiscal.JPY.Minor(200)}, run(t, w, 2025).Total())
}

// What does not fit an amount is an error that names its row, never a wrong sum.
func TestM3_TooMuch(t *testing.T) {
	most := tax.Base(math.MaxInt64)
	a := flat("A", 2025, "100%")
	a.External = true
	w := made(t, append(places(), people()...)...)
	w = then(t, w, a)
	one := then(t, w, Base{Person: "P1", Year: 2025, Amount: most})
	r := run(t, one, 2025)
	assert.Equal(t, int64(math.MaxInt64/100), r.Jurisdictions[0].Gross.Minor(), "9.2e18 ten-thousandths are 9.2e16 cents")

	x, over := Jurisdiction{ID: "R", Kind: Region, Currency: fiscal.EUR}, Jurisdiction{ID: "V", Kind: Municipality, Within: "R", Currency: fiscal.EUR}
	v, u := flat("V", 2025, "20000%"), flat("R", 2025, "20000%")
	v.External, u.External = true, true
	w = then(t, w, x, over, v, u, Move{Person: "P1", To: "V", On: date("2020-01-01")}, Base{Person: "P1", Year: 2025, Amount: most})
	_, err := year.Run(w, 2025)
	assert.Equal(t, []string{"bases/P1/2025/base M-3", "bases/P1/2025/base M-3"}, faults(err), "to V and to R")
	_, err = year.Taxpayer(w, "P1", 2025)
	assert.Equal(t, []string{"bases/P1/2025/base M-3"}, faults(err))

	half := flat("V", 2025, "6000%") // each fits, and their sum does not
	half.External = true
	w = then(t, made(t, append(places(), people()...)...), x, over, half,
		Move{Person: "P1", To: "V", On: date("2020-01-01")}, Base{Person: "P1", Year: 2025, Amount: most},
		Move{Person: "P2", To: "V", On: date("2020-01-01")}, Base{Person: "P2", Year: 2025, Amount: most})
	_, err = year.Run(w, 2025)
	assert.Equal(t, []string{"schedules/V/2025/jurisdiction M-3"}, faults(err))
	assert.ErrorIs(t, err, vicinia.ErrOverflow)

	other := flat("A", 2025, "6000%") // so does each jurisdiction's, and not that of both
	other.External = true
	w = then(t, made(t, append(places(), people()...)...), x, over, half, other,
		Move{Person: "P1", To: "V", On: date("2020-01-01")}, Base{Person: "P1", Year: 2025, Amount: most},
		Base{Person: "P2", Year: 2025, Amount: most})
	_, err = year.Run(w, 2025)
	assert.Equal(t, []string{"schedules/V/2025/jurisdiction M-3"}, faults(err))
}

// M-6: the faults of a year do not show who arrived first.
func TestM6_FaultsInOrder(t *testing.T) {
	big := flat("A", 2025, "20000%")
	big.External = true
	w := then(t, made(t, append(places(), people()...)...), big)
	one := Base{Person: "P1", Year: 2025, Amount: math.MaxInt64}
	two := Base{Person: "P2", Year: 2025, Amount: math.MaxInt64}
	_, a := year.Run(then(t, w, one, two), 2025)
	late := made(t, places()...)
	reversed := people()
	slices.Reverse(reversed)
	late, _ = late.Admit(slices.Values(append(reversed, reversed...))) // persons first, then their stays
	_, b := year.Run(then(t, late, big, two, one), 2025)
	require.Error(t, a)
	require.Error(t, b)
	assert.Equal(t, a.Error(), b.Error())
}

// Any number of shares may be written: payers cannot stop the year by odd ones.
func TestRun_ManyShares(t *testing.T) {
	const n = designation.MaxShares + 10
	w := made(t, append(places(), communities()...)...)
	w = decreed(t, w, flat("A", 2025, "10%"), Policy{Jurisdiction: "A", Year: 2025, Cap: pct("50%")})
	var persons, stays, money []Act
	var want int64
	for i := range int64(n) {
		id := census.PersonID(fmt.Sprint("q", i))
		f := filing(id, "A", 2025, "2025-02-01", "")
		f.Choices = []designation.Choice{{Recipient: "Linux", Share: vicinia.Frac(1, i+2)}}
		if i == n-1 { // in the second Returns, beside a share of the first
			f.Choices = append(f.Choices, designation.Choice{Recipient: "Oceans", Share: vicinia.Frac(1, 5)})
			want += 2_000_000
		}
		want += 10_000_000 / (i + 2)
		persons = append(persons, Person{ID: id, Born: date("1980-01-01")})
		stays = append(stays, Residency{Person: id, Municipality: "A", From: date("2020-01-01")})
		money = append(money, Base{Person: id, Year: 2025, Amount: tax.MustBase("1000000.00")}, f)
	}
	w = then(t, then(t, then(t, w, persons...), stays...), money...)
	r := run(t, w, 2025)
	assert.Equal(t, fiscal.EUR.Minor(want), r.Jurisdictions[0].Designated)
	assert.Equal(t, []fiscal.Money{eur("20000.00")}, amounts(r.Communities)["Oceans"])
}
