package year_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/ledger"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// eachDrawn runs a property over drawn worlds whose year holds.
func eachDrawn(t *testing.T, property func(t *testing.T, d *drawn, w *World, r *year.Report)) {
	t.Helper()
	held := 0
	for seed := range uint64(60) {
		d := draw(seed, 12)
		w := d.world(t)
		r, err := year.Run(w, drawnYear)
		if err != nil {
			continue
		}
		held++
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { property(t, d, w, r) })
	}
	assert.Greater(t, held, 10)
}

// M-2, D-7: in every currency what came in is found where it went.
func TestM2_Conservation(t *testing.T) {
	eachDrawn(t, func(t *testing.T, _ *drawn, _ *World, r *year.Report) {
		require.Len(t, r.Conservation(), 2, "EUR and JPY")
		for _, b := range r.Conservation() {
			assert.Equal(t, b.Gross.Minor(), b.Final.Minor()+b.Communities.Minor()+b.Compacts.Minor(), b)
		}
		for _, j := range r.Jurisdictions {
			var went int64
			for _, m := range j.Settlement.Recipients() {
				went += m.Minor()
			}
			assert.Equal(t, j.Designated.Minor(), went)
			assert.Equal(t, j.Gross.Minor(), went+j.Net.Minor())
		}
	})
}

// T-7: the days in municipalities add up to the year of somebody who lived somewhere all
// year, and to no more for anybody; those of a region to those of its municipalities.
func TestT7_Days(t *testing.T) {
	w := worked(t)
	bills, err := year.Taxpayer(w, "P3", 2025)
	require.NoError(t, err)
	assert.Equal(t, 365, bills[0].Days.Resident+bills[1].Days.Resident)

	eachDrawn(t, func(t *testing.T, d *drawn, w *World, _ *year.Report) {
		for _, id := range d.persons {
			bills, err := year.Taxpayer(w, id, drawnYear)
			require.NoError(t, err)
			towns, north := 0, 0
			for _, b := range bills {
				assert.Positive(t, b.Days.Resident)
				assert.Equal(t, 366, b.Days.Year)
				if j, _ := w.Jurisdiction(b.Jurisdiction); j.Kind == Municipality {
					towns += b.Days.Resident
				} else if j.ID == "north" {
					north = b.Days.Resident
				}
			}
			assert.LessOrEqual(t, towns, 366)
			assert.LessOrEqual(t, north, 366)
		}
	})
}

// The bills of all taxpayers add up to the gross, and what went to communities to what was
// designated.
func TestTaxpayer_BillsAddUp(t *testing.T) {
	eachDrawn(t, func(t *testing.T, d *drawn, w *World, r *year.Report) {
		gross, designated := map[census.JurisdictionID]int64{}, map[census.JurisdictionID]int64{}
		for _, id := range d.persons {
			bills, err := year.Taxpayer(w, id, drawnYear)
			require.NoError(t, err)
			for _, b := range bills {
				gross[b.Jurisdiction] += b.Tax.Gross.Minor()
				kept := b.Went.Stays.Minor()
				for _, l := range b.Went.Lines {
					designated[b.Jurisdiction] += l.Amount.Minor()
					kept += l.Amount.Minor()
				}
				assert.Equal(t, b.Tax.Gross.Minor(), kept)
			}
		}
		for _, j := range r.Jurisdictions {
			assert.Equal(t, []int64{j.Gross.Minor(), j.Designated.Minor()}, []int64{gross[j.ID], designated[j.ID]}, j.ID)
		}
	})
}

// K-10: the parts by a key, with the others, are the budget.
func TestK10_PartsAddUpToTheBudget(t *testing.T) {
	eachDrawn(t, func(t *testing.T, _ *drawn, w *World, r *year.Report) {
		for _, j := range r.Jurisdictions {
			var ceded int64
			for _, c := range j.ByCompact() {
				ceded += c.Amounts[0].Minor()
			}
			assert.Equal(t, j.Net.Minor(), j.Final.Minor()+ceded)
		}
		for i, id := range []CompactID{"k0", "k1", "k2"} {
			keyed := false
			for term := range w.Terms(id) {
				_, in := term.When().Meet(vicinia.Year(drawnYear))
				_, isKey := term.Share.(share.Key)
				keyed = keyed || in && isKey
			}
			for b := range w.Budgets(id) {
				if keyed {
					assert.Equal(t, b.Amount, r.Compacts[i].Amounts[0], id)
				}
			}
		}
	})
}

// T-5: memberships leave every assessment.
func TestT5_MembershipsLeaveWhatIsOwed(t *testing.T) {
	plain := legislated(t)
	assert.Equal(t, printed(run(t, plain, 2025)), printed(run(t, legislated(t, members()...), 2025)))
	eachDrawn(t, func(t *testing.T, d *drawn, w *World, r *year.Report) {
		joined := w
		for _, id := range d.persons {
			joined = then(t, joined, Membership{Person: id, Community: CommunityID(drawnTo[d.rng.IntN(4)]), From: d.day()})
		}
		assert.Equal(t, printed(r), printed(run(t, joined, drawnYear)))
	})
}

// T-6, D-12: designations leave what is owed and every roll.
func TestT6_DesignationsLeaveWhatIsOwed(t *testing.T) {
	eachDrawn(t, func(t *testing.T, d *drawn, w *World, r *year.Report) {
		kept := d.money
		d.money = slices.DeleteFunc(slices.Clone(kept), func(a Act) bool { _, ok := a.(Filing); return ok })
		// The compacts are drawn by the number of acts: leave them out of both.
		without := then(t, decreed(t, then(t, made(t, d.places()...), d.facts...), d.laws...), d.money...)
		with, _ := without.Admit(slices.Values(kept))
		a, b := run(t, without, drawnYear), run(t, with, drawnYear)
		for i, j := range a.Jurisdictions {
			assert.Equal(t, []any{j.Gross, j.Payers, j.Electors}, []any{b.Jurisdictions[i].Gross, b.Jurisdictions[i].Payers, b.Jurisdictions[i].Electors})
			assert.Equal(t, j.Gross, r.Jurisdictions[i].Gross)
			assert.Zero(t, j.Designated.Minor())
		}
		for call := range with.Calls() {
			before, _ := without.Roll(call.ID)
			after, _ := with.Roll(call.ID)
			assert.Equal(t, before.Digest(), after.Digest())
		}
	})
}

// M-6: the order of arrival leaves every byte of the report.
func TestM6_TheOrderOfArrival(t *testing.T) {
	eachDrawn(t, func(t *testing.T, d *drawn, w *World, r *year.Report) {
		other := *d
		other.facts, other.laws, other.money = slices.Clone(d.facts), slices.Clone(d.laws), slices.Clone(d.money)
		other.rng = rand.New(rand.NewPCG(9, 9))
		shuffle := func(acts []Act) { other.rng.Shuffle(len(acts), func(i, j int) { acts[i], acts[j] = acts[j], acts[i] }) }
		shuffle(other.facts)
		slices.SortStableFunc(other.facts, func(a, b Act) int { return rank(a) - rank(b) })
		shuffle(other.money)
		assert.Equal(t, printed(r), printed(run(t, other.world(t), drawnYear)))
	})
}

// rank puts persons before what is said of them.
func rank(a Act) int {
	if _, ok := a.(Person); ok {
		return 0
	}
	return 1
}

// T-8, and the sum of the others stays: a greater base never owes less.
func TestT8_AGreaterBaseNeverOwesLess(t *testing.T) {
	eachDrawn(t, func(t *testing.T, d *drawn, w *World, r *year.Report) {
		raised := r.World
		for p, base := range w.Bases(drawnYear) {
			raised = then(t, raised, Revision{Person: p, Year: drawnYear, Amount: base + tax.Base(d.rng.Int64N(1e9)), Cause: "found"})
		}
		after, err := year.RunTo(raised, drawnYear, Designated)
		require.NoError(t, err)
		for i, j := range after.Jurisdictions {
			assert.GreaterOrEqual(t, j.Gross.Minor(), r.Jurisdictions[i].Gross.Minor())
		}
	})
}

// T-9: a year that is closed and revised is, in every account, the year that had the
// revised bases from the beginning.
func TestT9_RevisedOrRight(t *testing.T) {
	eachDrawn(t, func(t *testing.T, d *drawn, _ *World, r *year.Report) {
		book := new(ledger.Book)
		require.NoError(t, r.Settle(book))
		right := *d
		right.money = slices.Clone(d.money)
		revised := r.World
		for i, a := range right.money {
			if b, ok := a.(Base); ok && d.rng.IntN(2) == 0 {
				b.Amount = b.Amount / 10 * 9
				right.money[i] = b
				revised = then(t, revised, Revision{Person: b.Person, Year: b.Year, Amount: b.Amount, Cause: "appeal"})
			}
		}
		want, err := year.Run(right.world(t), drawnYear)
		if err != nil { // the lesser net does not bear the parts: neither way
			_, again := year.Run(revised, drawnYear)
			assert.Equal(t, faults(err), faults(again))
			return
		}
		got := run(t, revised, drawnYear)
		assert.Equal(t, printed(want), printed(got))
		require.NoError(t, got.Settle(book))
		for a, m := range book.Balances() {
			assert.Equal(t, want.Book.Balance(a, m.Currency()), m, a)
		}
	})
}

// RunTo stops after each phase; what comes later is nothing yet.
func TestRunTo(t *testing.T) {
	w := worked(t)
	whole := run(t, w, 2025)
	for phase := Open; phase <= Closed; phase++ {
		r, err := year.RunTo(w, 2025, phase)
		require.NoError(t, err)
		assert.Equal(t, phase, r.World.Phase(2025))
		assert.Equal(t, Open, w.Phase(2025), "the world is not changed")
		for i, j := range r.Jurisdictions {
			want := whole.Jurisdictions[i]
			assert.Equal(t, want.Electors, j.Electors)
			if phase < Assessed {
				assert.True(t, j.Gross.IsZero())
				assert.Equal(t, want.Gross.Currency(), j.Gross.Currency())
				continue
			}
			assert.Equal(t, want.Gross, j.Gross)
			assert.Equal(t, phase >= Designated, j.Settlement != nil)
			if phase >= Designated {
				assert.Equal(t, want.Net, j.Net)
			}
			if phase >= Settled {
				assert.Equal(t, want.Final, j.Final)
			} else {
				assert.Empty(t, j.Ceded)
			}
		}
		assert.Equal(t, phase >= Settled, r.Book != nil)
		again, err := year.Run(r.World, 2025)
		require.NoError(t, err, "a year goes on from where it stands")
		assert.Equal(t, printed(whole), printed(again))
	}
	for _, bad := range []int{-1, 0, vicinia.MaxYear} {
		_, err := year.Run(w, bad)
		assert.Equal(t, []string{"year"}, faults(err))
	}
	_, err := year.RunTo(w, 2025, Closed+1)
	assert.ErrorIs(t, err, vicinia.Invariant("A-4"))
}

// A year in which nobody owes anything has lines of nothing, and an empty world none.
func TestRun_Nothing(t *testing.T) {
	r := run(t, new(World), 2025)
	assert.Empty(t, r.Jurisdictions)
	assert.Empty(t, r.Conservation())
	assert.Zero(t, r.Book.Len())
	r = run(t, made(t, places()...), 2025)
	assert.Len(t, r.Jurisdictions, 3)
	assert.Zero(t, r.Book.Len())
}

// The electors are those of the last call up to the end of the year; of two on one day,
// those of the greater id.
func TestRun_Electors(t *testing.T) {
	call := func(id CallID, vote, reference string) Act {
		return Call{ID: id, Body: ResidentsOf("A"), On: date(vote), Vote: date(vote), Rule: census.Rule{Reference: census.On(date(reference))}}
	}
	w := made(t, append(places(), people()...)...)
	w = then(t, w, call("old", "2024-12-01", "2011-01-01"), call("x", "2025-12-31", "2013-01-01"), call("y", "2025-12-31", "2024-01-01"),
		call("next", "2026-01-01", "2011-01-01"), call("open", "2025-12-31", "2011-01-01"), RollClosing{Calls: []CallID{"old", "x", "y", "next"}})
	for of, want := range map[int]int64{2023: 0, 2024: 1, 2025: 5, 2026: 2, 2027: 2} {
		assert.Equal(t, want, run(t, w, of).Jurisdictions[0].Electors, of)
	}
}

// Votes on a year's money that are not over stop it.
func TestRun_OpenVotes(t *testing.T) {
	w := then(t, made(t, append(places(), people()...)...),
		Call{ID: "c", Body: ResidentsOf("A"), On: date("2024-09-02"), Vote: date("2024-11-10")},
		Motion{ID: "m", Call: "c", Matter: Matter{Kind: TaxRate, For: "A"}, Does: []Act{flat("A", 2025, "8%")}})
	_, err := year.Run(w, 2025)
	assert.True(t, errors.Is(err, vicinia.Invariant("A-4")))
	_, err = year.Run(w, 2024)
	assert.NoError(t, err)
}
