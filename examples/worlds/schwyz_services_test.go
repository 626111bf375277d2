package worlds

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/competence"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// Each service, its provider and the reasons, one of every kind.
func TestSchwyz_Services(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	const nobodyCame = "commons: a call for candidacies stood open from 2024-05-01 to 2024-08-01 and no commons came (S-1)"
	tests := []struct {
		name, give   string
		wantRung     confed.Rung
		wantProvider string
		wantPaid     string
		wantWhy      []string
	}{
		{"S-1 and S-5 pastures go to their commons, and the money with them", "alps-Riemenstalden", confed.Commons, "Allmeind", "4000.00 CHF",
			[]string{"commons: Allmeind offered on 2024-07-01 and the residents found it sufficient until 2029-01-01 (S-1)"}},
		{"S-1 and S-5 so does the forest", "forest-Muotathal", confed.Commons, "Allmeind", "210000.00 CHF",
			[]string{"commons: Allmeind offered on 2024-07-01 and the residents found it sufficient until 2029-01-01 (S-1)"}},
		{"S-1 no commons came for the roads", "roads-Gersau", confed.LocalGovernment, "Gersau", "0.00 CHF",
			[]string{nobodyCame, "municipality: Gersau provides it itself (S-2)"}},
		{"S-1 a commons offered and was found insufficient", "computers-Einsiedeln", confed.LocalGovernment, "Einsiedeln", "0.00 CHF",
			[]string{"commons: the residents found Linux insufficient (S-1)", "municipality: Einsiedeln provides it itself (S-2)"}},
		{"S-2 too few people for a fire brigade", "fire-Riemenstalden", confed.Pooled, valleys, "0.00 CHF",
			[]string{nobodyCame, "municipality: it takes 4000 people, and 89 live in Riemenstalden (S-2)",
				"compact: Valleys has fire brigade among its objects, and 5535 people in its parties (S-2)"}},
		{"S-1 nobody was asked", "childcare-Wollerau", 0, "", "0.00 CHF",
			[]string{"commons: no commons was asked: open a call for candidacies for 30 days (S-1)"}},
		{"S-1 an offer waits for the residents", "shore-Küssnacht", 0, "", "0.00 CHF",
			[]string{"commons: Oceans offered, and no finding holds: the residents must find whether it is sufficient (S-1)"}},
		{"S-2 there is no compact for a school", "school-Innerthal", 0, "", "0.00 CHF",
			[]string{nobodyCame, "municipality: it takes 1500 people, and 163 live in Innerthal (S-2)",
				"compact: Innerthal is a party of no compact that could: join one with the object upper school (S-2)"}},
	}
	services := map[string]year.Service{}
	rungs := map[confed.Rung]int{}
	for _, s := range a.report.Services {
		services[string(s.Service.ID)] = s
		rungs[s.Rung]++
	}
	assert.Equal(t, map[confed.Rung]int{confed.Commons: 11, confed.LocalGovernment: 6, confed.Pooled: 4, 0: 3}, rungs)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := services[tt.give]
			assert.Equal(t, tt.wantRung, s.Rung)
			assert.Equal(t, tt.wantProvider, s.Provider)
			assert.Equal(t, tt.wantPaid, s.Paid.String())
			var why []string
			for step := range s.Why() {
				why = append(why, step.String())
			}
			assert.Equal(t, tt.wantWhy, why)
		})
	}
}

// A commons provides only where the residents of that place decided so.
func TestSchwyz_Findings(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	decided := map[confed.DecisionID]confed.Decision{}
	for d := range a.world.Decisions() {
		decided[d.ID] = d
	}
	n := 0
	for _, s := range a.report.Services {
		for f := range a.world.Findings(s.Service.ID) {
			d := decided[f.By]
			assert.Equal(t, confed.Matter{Kind: confed.Provider, For: string(s.Service.Jurisdiction)}, d.Matter)
			assert.EqualValues(t, s.Service.Jurisdiction+"-2024", d.Call)
			assert.True(t, d.Carried)
			assert.Greater(t, d.Yes, d.No)
			n++
		}
	}
	assert.Equal(t, 12, n)
}

// S-1, S-8: when the findings have expired the offers stand and wait for new ones, and the
// calls of 2024 say nothing more.
func TestSchwyz_FindingsExpire(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	rungs := map[vicinia.Date]map[confed.Rung]int{}
	for _, day := range []vicinia.Date{vicinia.MustDate(foundTo) - 1, vicinia.MustDate(foundTo)} {
		rungs[day] = map[confed.Rung]int{}
		for _, s := range competence.All(a.world, day) {
			rungs[day][s.Rung]++
		}
	}
	assert.Equal(t, map[vicinia.Date]map[confed.Rung]int{
		vicinia.MustDate("2028-12-31"): {confed.Commons: 11, confed.LocalGovernment: 1, 0: 12},
		vicinia.MustDate("2029-01-01"): {0: 24},
	}, rungs)
}

// The funding follows the service, a commune can pay it, and the brigade costs what its
// parties need.
func TestSchwyz_Funding(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	paid, brigade := map[census.JurisdictionID]int64{}, int64(0)
	var all int64
	for _, s := range a.report.Services {
		paid[s.Service.Jurisdiction] += s.Paid.Minor()
		all += s.Paid.Minor()
		if s.Provider == valleys {
			brigade += s.Service.Cost.Minor()
		}
	}
	assert.EqualValues(t, 1_239_000_00, all)
	var designated int64
	for _, j := range a.report.Jurisdictions {
		var ceded int64
		for _, part := range j.Ceded {
			ceded += part.Amount.Minor()
		}
		assert.Equal(t, j.Net.Minor()-ceded-paid[j.ID], j.Final.Minor(), j.ID)
		assert.Positive(t, j.Final.Minor(), j.ID)
		assert.Less(t, paid[j.ID], j.Net.Minor()/3, j.ID)
		for step := range j.Settlement.Why() {
			if p, ok := step.(designation.Paid); ok && p.Recipient == "Allmeind" {
				designated += p.Amount.Minor()
			}
		}
	}
	for _, c := range a.report.Communities {
		if c.ID == "Allmeind" {
			assert.Equal(t, designated+all, c.Amounts[0].Minor())
		}
	}
	for _, c := range a.report.Compacts {
		if c.ID == valleys {
			assert.Equal(t, brigade, c.Amounts[0].Minor())
		}
	}
}

// C-11, C-12: the phyle's fund is what its communities pooled by their members' votes, each
// part rounded down, and no other cent moves.
func TestSchwyz_Phyle(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	require.Len(t, a.report.Funds, 1)
	fund := a.report.Funds[0]
	assert.EqualValues(t, phyle, fund.ID)
	var sum int64
	for i, part := range fund.Parts {
		id := []string{"Esperanto", "Linux"}[i]
		assert.EqualValues(t, id, part.Pooling.Act.Community)
		assert.EqualValues(t, id+"-pool", part.Pooling.By)
		received := part.Amounts[0].Minor()
		for _, c := range a.report.Communities {
			if c.ID == id {
				num, den := part.Pooling.Act.Share.Parts()
				assert.Equal(t, c.Amounts[0].Minor()*num/den, received)
			}
		}
		sum += received
	}
	assert.Positive(t, sum)
	assert.Equal(t, sum, fund.Amounts[0].Minor())
	assert.Equal(t, fund.Amounts[0], a.report.Book.Balance("phyle:"+phyle, fund.Amounts[0].Currency()))
}
