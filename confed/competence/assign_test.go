package competence_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/competence"
)

var (
	date  = vicinia.MustDate
	today = date("2025-01-01")
	holds = vicinia.Interval{From: date("2024-06-01"), To: date("2028-06-01")}
	asked = confed.Opening{When: vicinia.Interval{From: date("2024-03-01"), To: date("2024-05-01")}}
)

func offer(c confed.CommunityID, on string) confed.Candidacy {
	return confed.Candidacy{Candidate: c, On: date(on)}
}

func found(rung confed.Rung, provider string, sufficient bool) confed.Finding {
	return confed.Finding{Rung: rung, Provider: provider, Sufficient: sufficient, When: holds}
}

// The ladder, rule by rule. Reference: Manifesto, chapter 7.
func TestAssign(t *testing.T) {
	tests := []struct {
		name         string
		give         competence.Evidence
		wantRung     confed.Rung
		wantProvider string
		wantLast     string
	}{
		{"S-1 nobody was asked", competence.Evidence{},
			0, "", "commons: no commons was asked: open a call for candidacies for 30 days (S-1)"},
		{"S-1 a call stood open and none came", competence.Evidence{Openings: []confed.Opening{asked}},
			confed.LocalGovernment, "A", "municipality: A provides it itself (S-2)"},
		{"S-1 a call of 29 days is too short", competence.Evidence{Openings: []confed.Opening{
			{When: vicinia.Interval{From: date("2024-03-01"), To: date("2024-03-30")}}}},
			0, "", "commons: no commons was asked: open a call for candidacies for 30 days (S-1)"},
		{"S-1 a call that ended over a year ago says nothing of this period", competence.Evidence{Openings: []confed.Opening{
			{When: vicinia.Interval{From: date("2023-10-01"), To: date("2023-12-31")}}}},
			0, "", "commons: no commons was asked: open a call for candidacies for 30 days (S-1)"},
		{"S-1 a call that is still open", competence.Evidence{Openings: []confed.Opening{
			{When: vicinia.Interval{From: date("2024-12-01"), To: date("2025-02-01")}}}},
			0, "", "commons: no commons was asked: open a call for candidacies for 30 days (S-1)"},
		{"S-1 an offer waits for its finding", competence.Evidence{
			Openings: []confed.Opening{asked}, Candidacies: []confed.Candidacy{offer("Commons", "2024-04-01")}},
			0, "", "commons: Commons offered, and no finding holds: the residents must find whether it is sufficient (S-1)"},
		{"S-4 a sufficient commons provides", competence.Evidence{
			Candidacies: []confed.Candidacy{offer("Commons", "2024-04-01")},
			Findings:    []confed.Finding{found(confed.Commons, "Commons", true)}},
			confed.Commons, "Commons", "commons: Commons offered on 2024-04-01 and the residents found it sufficient until 2028-06-01 (S-1)"},
		{"S-6 a finding without an offer imposes nothing", competence.Evidence{
			Openings: []confed.Opening{asked}, Findings: []confed.Finding{found(confed.Commons, "Commons", true)}},
			confed.LocalGovernment, "A", "municipality: A provides it itself (S-2)"},
		{"S-1 an insufficient commons leaves it to the municipality", competence.Evidence{
			Candidacies: []confed.Candidacy{offer("Commons", "2024-04-01")},
			Findings:    []confed.Finding{found(confed.Commons, "Commons", false)}},
			confed.LocalGovernment, "A", "municipality: A provides it itself (S-2)"},
		{"S-3 of two sufficient commons the first that offered", competence.Evidence{
			Candidacies: []confed.Candidacy{offer("Zeta", "2024-04-01"), offer("Alpha", "2024-04-02")},
			Findings:    []confed.Finding{found(confed.Commons, "Alpha", true), found(confed.Commons, "Zeta", true)}},
			confed.Commons, "Zeta", "commons: Zeta offered on 2024-04-01 and the residents found it sufficient until 2028-06-01 (S-1)"},
		{"S-2 too few people, and a compact that is large enough", competence.Evidence{
			Service: confed.Service{People: 1000}, People: 90, Openings: []confed.Opening{asked},
			Compacts: []competence.Compact{{ID: "Small", People: 999}, {ID: "Large", People: 1000}}},
			confed.Pooled, "Large", `compact: Large has fire among its objects, and 1000 people in its parties (S-2)`},
		{"S-2 a municipality that could is not passed over", competence.Evidence{
			Service: confed.Service{People: 90}, People: 90, Openings: []confed.Opening{asked},
			Compacts: []competence.Compact{{ID: "Large", People: 1000}}},
			confed.LocalGovernment, "A", "municipality: A provides it itself (S-2)"},
		{"S-2 found insufficient, and no compact", competence.Evidence{
			Openings: []confed.Opening{asked}, Findings: []confed.Finding{found(confed.LocalGovernment, "A", false)}},
			0, "", "compact: A is a party of no compact that could: join one with the object fire (S-2)"},
		{"S-2 a compact found insufficient is passed over", competence.Evidence{
			Openings: []confed.Opening{asked},
			Findings: []confed.Finding{found(confed.LocalGovernment, "A", false), found(confed.Pooled, "K1", false)},
			Compacts: []competence.Compact{{ID: "K1"}, {ID: "K2"}}},
			confed.Pooled, "K2", "compact: K2 has fire among its objects, and 0 people in its parties (S-2)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.give.On = today
			tt.give.Service.Jurisdiction, tt.give.Service.Object = "A", "fire"
			got := competence.Assign(tt.give)
			assert.Equal(t, tt.wantRung, got.Rung)
			assert.Equal(t, tt.wantProvider, got.Provider)
			last := ""
			for why := range got.Why() {
				last = why.String()
				assert.Contains(t, []string{"competence.commons", "competence.municipality", "competence.compact"}, why.Key())
			}
			assert.Equal(t, tt.wantLast, last)
		})
	}
}

// S-9: the same evidence gives the same rung, and no government provides while a commons
// that offered was found sufficient, or waits (S-1).
func TestLadderIsCommonsFirst(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 7))
		e := competence.Evidence{On: today, People: rng.Int64N(3), Service: confed.Service{Jurisdiction: "A", People: rng.Int64N(4)}}
		if rng.IntN(2) == 0 {
			e.Openings = []confed.Opening{asked}
		}
		waiting, sufficient := false, false
		for i := range rng.IntN(3) {
			id := fmt.Sprint("C", i)
			e.Candidacies = append(e.Candidacies, offer(confed.CommunityID(id), "2024-04-01"))
			switch rng.IntN(3) {
			case 0:
				waiting = true
			case 1:
				e.Findings = append(e.Findings, found(confed.Commons, id, true))
				sufficient = true
			case 2:
				e.Findings = append(e.Findings, found(confed.Commons, id, false))
			}
		}
		a, b := competence.Assign(e), competence.Assign(e)
		require.Equal(t, slices.Collect(a.Why()), slices.Collect(b.Why()))
		switch {
		case sufficient:
			require.Equal(t, confed.Commons, a.Rung, "seed %d", seed)
		case waiting, len(e.Candidacies) == 0 && len(e.Openings) == 0:
			require.Zero(t, a.Rung, "seed %d", seed)
		case e.Service.People <= e.People:
			require.Equal(t, confed.LocalGovernment, a.Rung, "seed %d", seed)
		default:
			require.Zero(t, a.Rung, "seed %d: there is no compact", seed)
		}
	}
}
