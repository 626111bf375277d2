package competence_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/competence"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// alp is a village with a commons, whose residents found it sufficient for the pastures.
func alp(t testing.TB, carried bool) *confed.World {
	yes := int64(0)
	if carried {
		yes = 1
	}
	w, err := new(confed.World).Apply(
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.CHF, Powers: confed.Sovereign},
		confed.Person{ID: "ana", Born: date("1980-01-01")},
		confed.Residency{Person: "ana", Municipality: "A", From: date("2000-01-01")},
		confed.Community{ID: "Alpgenossenschaft", Kind: confed.Productive, Form: confed.InternationalFoundation},
		confed.Service{ID: "pastures", Jurisdiction: "A", Object: "pastures", Cost: fiscal.CHF.MustParse("120.00")},
		confed.Opening{Service: "pastures", When: asked.When},
		confed.Candidacy{Service: "pastures", Candidate: "Alpgenossenschaft", On: date("2024-03-15")},
		confed.Call{ID: "c", Body: confed.ResidentsOf("A"), On: date("2024-05-01"), Vote: date("2024-05-20")},
		confed.Motion{ID: "pastures-2024", Call: "c", Matter: confed.Matter{Kind: confed.Provider, For: "A"}, Does: []confed.Act{
			confed.Finding{Service: "pastures", Jurisdiction: "A", Rung: confed.Commons, Provider: "Alpgenossenschaft", Sufficient: true, When: holds},
		}},
		confed.RollClosing{Calls: []confed.CallID{"c"}},
		confed.Count{Decision: "pastures-2024", Yes: yes, No: 1 - yes},
		confed.Schedule{Jurisdiction: "A", Year: 2025, Tax: tax.Flat(fiscal.CHF, vicinia.MustRatio("10%")), External: true},
		confed.Base{Person: "ana", Year: 2025, Amount: tax.MustBase("5000")},
	)
	require.NoError(t, err)
	cert, err := w.Certify("pastures-2024")
	require.NoError(t, err)
	w, err = w.Apply(cert)
	require.NoError(t, err)
	return w
}

// S-5: the money follows the service to the commons, to the cent, and the book says why.
func TestFundingFollows(t *testing.T) {
	r, err := year.Run(alp(t, true), 2025)
	require.NoError(t, err)
	require.Len(t, r.Services, 1)
	assert.Equal(t, "Alpgenossenschaft", r.Services[0].Provider)
	assert.Equal(t, "120.00 CHF", r.Services[0].Paid.String())
	assert.Equal(t, "380.00 CHF", r.Jurisdictions[0].Final.String())
	assert.Equal(t, "120.00 CHF", r.Communities[0].Amounts[0].String())
	assert.NoError(t, r.Book.TrialBalance())
	assert.Equal(t, "500.00 CHF = 380.00 kept + 120.00 to communities + 0.00 to compacts", r.Conservation()[0].String())
}

// A finding that was not carried gives nothing; the offer still waits (S-1).
func TestRejectedFindingGivesNothing(t *testing.T) {
	r, err := year.Run(alp(t, false), 2025)
	require.NoError(t, err)
	assert.Zero(t, r.Services[0].Rung)
	assert.True(t, r.Services[0].Paid.IsZero())
	assert.Equal(t, r.Jurisdictions[0].Net, r.Jurisdictions[0].Final)
}

// S-8: after the finding has expired the commons may offer again, and waits.
func TestFindingExpires(t *testing.T) {
	e, ok := competence.Gather(alp(t, true), "pastures", holds.To)
	require.True(t, ok)
	assert.Zero(t, competence.Assign(e).Rung)
}

// What the treasury cannot pay is a fault of the service's cost (M-5).
func TestCostAboveWhatIsKept(t *testing.T) {
	w := alp(t, true)
	w, err := w.Apply(confed.Base{Person: "ana", Year: 2026, Amount: tax.MustBase("1000")},
		confed.Schedule{Jurisdiction: "A", Year: 2026, Tax: tax.Flat(fiscal.CHF, vicinia.MustRatio("10%")), External: true})
	require.NoError(t, err)
	_, err = year.Run(w, 2026)
	require.ErrorIs(t, err, vicinia.Invariant("M-5"))
	assert.ErrorContains(t, err, "services/pastures/cost")
}

// Refused acts name their field and rule, and change nothing.
func TestRefusals(t *testing.T) {
	tests := []struct {
		name       string
		give       confed.Act
		wantPath   string
		wantBreaks vicinia.Invariant
	}{
		{"unknown jurisdiction", confed.Service{ID: "s", Jurisdiction: "Z", Object: "o"}, "jurisdiction", ""},
		{"id taken", confed.Service{ID: "A", Jurisdiction: "A", Object: "o"}, "id", ""},
		{"no object", confed.Service{ID: "s", Jurisdiction: "A"}, "object", ""},
		{"another currency", confed.Service{ID: "s", Jurisdiction: "A", Object: "o", Cost: fiscal.EUR.MustParse("1")}, "cost", "M-7"},
		{"negative people", confed.Service{ID: "s", Jurisdiction: "A", Object: "o", People: -1}, "people", ""},
		{"an open call without an end", confed.Opening{Service: "pastures", When: vicinia.Interval{From: today}}, "to", "S-1"},
		{"two calls at once", confed.Opening{Service: "pastures", When: asked.When}, "from", ""},
		{"no such candidate", confed.Candidacy{Service: "pastures", Candidate: "A", On: today}, "candidate", ""},
		{"an offer twice", confed.Candidacy{Service: "pastures", Candidate: "Alpgenossenschaft", On: date("2024-03-15")}, "candidate", ""},
		{"a finding that nobody made", confed.Finding{Service: "pastures", Jurisdiction: "A", Rung: confed.Commons,
			Provider: "Alpgenossenschaft", When: vicinia.Year(2030)}, "decision", "C-3"},
	}
	w := alp(t, true)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.Apply(tt.give)
			require.Error(t, err)
			for f := range vicinia.Faults(err) {
				assert.Equal(t, tt.wantPath, f.Path)
				assert.Equal(t, tt.wantBreaks, f.Breaks)
				return
			}
		})
	}
}

func ExampleAssign() {
	a := competence.Assign(competence.Evidence{
		Service:  confed.Service{ID: "fire", Jurisdiction: "Riemenstalden", Object: "fire", People: 2000},
		On:       today,
		People:   90,
		Openings: []confed.Opening{asked},
		Compacts: []competence.Compact{{ID: "FireValley", People: 4100}},
	})
	fmt.Println(a.Rung, a.Provider)
	for why := range a.Why() {
		fmt.Println(why)
	}
	// Output:
	// compact FireValley
	// commons: a call for candidacies stood open from 2024-03-01 to 2024-05-01 and no commons came (S-1)
	// municipality: it takes 2000 people, and 90 live in Riemenstalden (S-2)
	// compact: FireValley has fire among its objects, and 4100 people in its parties (S-2)
}
