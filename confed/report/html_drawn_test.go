package report

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// A valley is a small world being drawn: a region of a few municipalities, some tiny, that
// vote, tax, let their payers designate, and pool.
type valley struct {
	t       testing.TB
	rng     *rand.Rand
	world   *confed.World
	refused []confed.Refusal
	towns   []census.JurisdictionID
	people  []census.PersonID
	homes   []census.JurisdictionID
}

var drawnTo = []designation.RecipientID{"Choir", "Linux", "Oceans"}

// drawValley draws a year. Few live in most places, so that much is withheld.
func drawValley(t testing.TB, seed uint64) (*year.Report, []confed.Refusal) {
	v := &valley{t: t, rng: rand.New(rand.NewPCG(seed, 5)), world: new(confed.World)}
	v.places()
	v.residents()
	v.votes()
	v.pool()
	v.filings()
	r, err := year.Run(v.world, 2025)
	require.NoError(t, err)
	return r, v.refused
}

func (v *valley) apply(acts ...confed.Act) {
	w, err := v.world.Apply(acts...)
	require.NoError(v.t, err)
	v.world = w
}

func (v *valley) places() {
	day := vicinia.MustDate("2020-01-01")
	region := census.JurisdictionID("")
	if v.rng.IntN(3) > 0 {
		region = "R"
		v.place(region, confed.Region, "")
	}
	for i := range 1 + v.rng.IntN(5) {
		v.towns = append(v.towns, census.JurisdictionID(fmt.Sprint("T", i)))
		v.place(v.towns[i], confed.Municipality, region)
	}
	for _, to := range drawnTo {
		v.apply(confed.Community{ID: confed.CommunityID(to), Kind: confed.Productive, Form: confed.InternationalFoundation},
			confed.Recognition{Community: confed.CommunityID(to), When: vicinia.Interval{From: day}})
	}
	v.apply(confed.Compact{ID: "K", Level: confed.Municipality, Objects: []string{"water"}, Notice: 12},
		confed.Compact{ID: "L", Level: confed.Municipality, Objects: []string{"fire"}, Notice: 12},
		confed.Budget{Compact: "L", Year: 2025, Amount: fiscal.EUR.Minor(90_000)})
	for _, town := range v.towns {
		if v.rng.IntN(3) > 0 {
			v.apply(confed.Accession{Compact: "K", Party: town, From: day, Share: share.Revenue{Rate: vicinia.Frac(1+v.rng.Int64N(9), 100)}})
		}
	}
}

func (v *valley) place(id census.JurisdictionID, kind confed.JurisdictionKind, within census.JurisdictionID) {
	v.apply(confed.Jurisdiction{ID: id, Kind: kind, Within: within, Currency: fiscal.EUR, Powers: confed.Sovereign | confed.Designate},
		confed.Schedule{Jurisdiction: id, Year: 2025, Tax: tax.Flat(fiscal.EUR, vicinia.Frac(2+v.rng.Int64N(9), 100)), External: true})
}

func (v *valley) residents() {
	day := vicinia.MustDate("2020-01-01")
	for i, town := range v.towns {
		for k := range 1 + v.rng.IntN([]int{6, 14, 40}[v.rng.IntN(3)]) {
			id := census.PersonID(fmt.Sprintf("p%d-%d", i, k))
			v.people, v.homes = append(v.people, id), append(v.homes, town)
			v.apply(confed.Person{ID: id, Born: vicinia.MustDate("1980-01-01")},
				confed.Residency{Person: id, Municipality: town, From: day, Recorded: day})
			if v.rng.IntN(6) > 0 {
				v.apply(confed.Base{Person: id, Year: 2025, Amount: tax.Base(1_000_000 + v.rng.Int64N(9_000_000))})
			}
		}
	}
}

// votes call every place, some of them on a policy, and some on a question that any majority
// and quorum may decide either way.
func (v *valley) votes() {
	var places []census.JurisdictionID
	for j := range v.world.Jurisdictions() {
		if v.rng.IntN(4) > 0 {
			places = append(places, j.ID)
		}
	}
	for _, id := range places {
		call := confed.CallID("vote " + id)
		v.apply(confed.Call{ID: call, Body: confed.ResidentsOf(id), On: vicinia.MustDate("2024-10-01"), Vote: vicinia.MustDate("2024-12-01")},
			confed.RollClosing{Calls: []confed.CallID{call}})
		roll, _ := v.world.Roll(call)
		v.vote(confed.Motion{ID: confed.DecisionID("policy " + id), Call: call, Matter: confed.Matter{Kind: confed.DesignationPolicy, For: string(id)},
			Does: []confed.Act{confed.Policy{Jurisdiction: id, Year: 2025, Cap: vicinia.Frac(15, 100)}}}, roll.Len())
		odd := referendum.Majority{Over: vicinia.Frac(1+v.rng.Int64N(9), 10), AtLeast: v.rng.IntN(2) > 0,
			Of: []referendum.Of{referendum.Valid, referendum.Cast, referendum.Eligible}[v.rng.IntN(3)]}
		v.vote(confed.Motion{ID: confed.DecisionID("hall " + id), Call: call, Matter: confed.Matter{Kind: confed.LocalBudget, For: string(id)},
			Threshold: odd, Quorum: vicinia.Frac(v.rng.Int64N(10), 10)}, roll.Len())
	}
}

func (v *valley) vote(m confed.Motion, electors int64) {
	yes := v.rng.Int64N(electors + 1)
	no := v.rng.Int64N(electors - yes + 1)
	blank := v.rng.Int64N(electors - yes - no + 1)
	v.apply(m, confed.Count{Decision: m.ID, Yes: yes, No: no, Blank: blank})
	c, err := v.world.Certify(m.ID)
	require.NoError(v.t, err)
	v.apply(c)
}

// pool makes a phyle of two communities, whose only members vote what goes into its fund.
func (v *valley) pool() {
	v.apply(confed.Phyle{ID: "F", Communities: []confed.CommunityID{"Choir", "Linux"}})
	for _, id := range []confed.CommunityID{"Choir", "Linux"} {
		call := confed.CallID("vote " + id)
		v.apply(confed.Membership{Person: v.people[0], Community: id, From: vicinia.MustDate("2020-01-01")},
			confed.Call{ID: call, Body: confed.MembersOf(id), On: vicinia.MustDate("2024-10-01"), Vote: vicinia.MustDate("2024-11-01")},
			confed.RollClosing{Calls: []confed.CallID{call}})
		v.vote(confed.Motion{ID: confed.DecisionID("pool " + id), Call: call, Does: []confed.Act{
			confed.Pooling{Phyle: "F", Community: id, From: vicinia.MustDate("2025-01-01"), Share: vicinia.Frac(1+v.rng.Int64N(9), 10)}}}, 1)
	}
}

// filings designate in the municipality and in the region, some over the cap or where there
// is no policy.
func (v *valley) filings() {
	moved := vicinia.MustDate("2025-03-01")
	var acts []confed.Act
	for i, id := range v.people {
		if v.rng.IntN(8) == 0 {
			if to := v.towns[v.rng.IntN(len(v.towns))]; to != v.homes[i] {
				acts = append(acts, confed.Move{Person: id, To: to, On: moved, Recorded: moved})
			}
		}
		var choices []designation.Choice
		for _, k := range v.rng.Perm(len(drawnTo))[:v.rng.IntN(3)] {
			choices = append(choices, designation.Choice{Recipient: drawnTo[k], Share: vicinia.Frac(1+v.rng.Int64N(9), 100)})
		}
		for _, place := range []census.JurisdictionID{v.homes[i], "R"} {
			if v.world.Named(string(place)) != "" && choices != nil {
				acts = append(acts, confed.Filing{Person: id, Jurisdiction: place, Year: 2025, On: vicinia.MustDate("2025-05-01"), Choices: choices})
			}
		}
	}
	v.world, v.refused = v.world.Admit(slices.Values(acts))
}
