package year_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// Whatever the bases, the rates, the shares and the day of moving: no cent is lost or made,
// the slow year agrees, and the bills add up.
func FuzzRun(f *testing.F) {
	f.Add(int64(400_000_000), int64(183_333_300), int64(8), int64(10), int64(333), int64(73), int64(10))
	f.Add(int64(1), int64(0), int64(0), int64(100), int64(0), int64(0), int64(0))
	f.Add(int64(99_999_999_999), int64(1<<40), int64(99), int64(1), int64(9_999), int64(364), int64(100))
	f.Fuzz(func(t *testing.T, base1, base2, rateA, rateB, bps, day, ceded int64) {
		within := func(n, most int64) int64 { return (n%most + most) % most }
		part := func(n, most int64) vicinia.Ratio { return vicinia.Frac(within(n, most), most) }
		a, b := flat("A", 2025, "0%"), flat("B", 2025, "0%")
		a.Tax, b.Tax = tax.Flat(a.Tax.Currency, part(rateA, 101)), tax.Flat(b.Tax.Currency, part(rateB, 1009))
		w := made(t, append(append(places(), communities()...),
			Compact{ID: "K", Level: Municipality, Objects: []string{"water"}},
			Accession{Compact: "K", Party: "A", From: date("2020-01-01"), Share: share.Revenue{Rate: part(ceded, 997)}})...)
		w = decreed(t, w, a, b, Policy{Jurisdiction: "A", Year: 2025, Cap: pct("99%")}, Policy{Jurisdiction: "B", Year: 2025, Cap: pct("99%")})
		w = then(t, w, people()...)
		w = then(t, w, Move{Person: "P1", To: "B", On: date("2025-01-01") + vicinia.Date(within(day, 365)), Recorded: date("2025-01-01")},
			Base{Person: "P1", Year: 2025, Amount: tax.Base(within(base1, 1<<50))}, Base{Person: "P4", Year: 2025, Amount: tax.Base(within(base2, 1<<50))})
		for _, in := range []census.JurisdictionID{"A", "B"} {
			give := filing("P1", in, 2025, "2025-05-05", "")
			give.Choices = []designation.Choice{{Recipient: "Linux", Share: part(bps, 20_011)}, {Recipient: "Oceans", Share: part(bps, 2_003)}}
			w, _ = w.Admit(slices.Values([]Act{give}))
		}
		r, err := year.Run(w, 2025)
		require.NoError(t, err)
		s := slow(w, 2025)
		gross := map[census.JurisdictionID]int64{}
		for _, id := range []census.PersonID{"P1", "P4"} {
			bills, err := year.Taxpayer(w, id, 2025)
			require.NoError(t, err)
			for _, b := range bills {
				gross[b.Jurisdiction] += b.Tax.Gross.Minor()
			}
		}
		for _, j := range r.Jurisdictions {
			assert.Equal(t, []int64{s.gross[j.ID], s.designated[j.ID], s.final[j.ID]}, []int64{j.Gross.Minor(), j.Designated.Minor(), j.Final.Minor()}, j.ID)
			assert.Equal(t, j.Gross.Minor(), gross[j.ID], j.ID)
		}
		assert.NoError(t, r.Book.TrialBalance())
	})
}
