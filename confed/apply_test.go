package confed_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func TestApply_AllOrNone(t *testing.T) {
	w := founded(t)
	before := dump(w)
	next, err := w.Apply(
		Person{ID: "P9", Born: date("2000-01-01")},
		Residency{Person: "P9", Municipality: "Z", From: date("2020-01-01")},
		Membership{Person: "P9", Community: "Linux", From: date("2020-01-01")},
		Person{ID: "P1", Born: date("2000-01-01")},
		Base{Person: "P9", Year: 2025, Amount: -1})
	assert.Nil(t, next)
	var paths []string
	for f := range vicinia.Faults(err) {
		paths = append(paths, f.Path)
	}
	assert.Equal(t, []string{"acts[1].municipality", "acts[3].id", "acts[4].base"}, paths)
	assert.ErrorIs(t, err, vicinia.Invariant("T-8"))
	assert.Equal(t, before, dump(w))

	same, err := w.Apply()
	require.NoError(t, err)
	assert.Equal(t, before, dump(same))
}

// Admit with refused acts in between is Admit without them.
func TestAdmit_RefusedActsLeaveNothing(t *testing.T) {
	good := slices.Concat(places(), people(), communities(), members(), calls(), compacts())
	bad := []Act{
		Person{ID: "P1", Born: date("2000-01-01")}, Residency{Person: "P1", Municipality: "B", From: date("2024-01-01")},
		Move{Person: "P1", To: "A", On: date("2026-01-01")}, Departure{Person: "P6", On: date("2024-01-01")},
		Membership{Person: "P4", Community: "Linux", From: date("2025-01-01")}, Recognition{Community: "Linux"},
		Call{ID: "x", Body: ResidentsOf("A"), On: date("2025-05-30"), Vote: date("2025-05-29")},
		Correction{Call: "A-2025", Person: "P4", On: true, Cause: "wants to"}, RollClosing{Calls: []CallID{"A-2024", "x"}},
		CheckIn{Decision: "x", Person: "P1"}, Count{Decision: "x"}, Certification{Certificates: []Certificate{{Decision: "x"}}},
		Schedule{Jurisdiction: "A", Year: 2025, Tax: taxes["A"].Tax}, Base{Person: "P1", Year: 2025, Amount: -1},
		Revision{Person: "P1", Year: 2025, Amount: 1, Cause: "c"}, filing("P1", "A", "2025-04-10", "Linux=1%"),
		Advance{Year: 2025, To: Closed}, Compact{ID: "K1"}, Budget{Compact: "K1", Year: 2025, Amount: fiscal.EUR.Minor(-1)},
		Notice{Compact: "K1", Party: "C", From: date("2019-01-01"), On: date("2025-01-01")},
	}
	want := dump(made(t, good...))
	rng := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		acts := slices.Clone(good)
		var places []int
		for range 1 + rng.IntN(40) {
			at := len(good) - rng.IntN(5) // late enough that everything is known
			places = append(places, at)
			acts = slices.Insert(acts, min(at, len(acts)), bad[rng.IntN(len(bad))])
		}
		w, refusals := new(World).Admit(slices.Values(acts))
		assert.Equal(t, want, dump(w))
		assert.Len(t, refusals, len(places))
		for _, r := range refusals {
			assert.Equal(t, acts[r.N], r.Act)
			assert.Error(t, r.Err)
		}
	}
}

// A preview is dropped: the world that it came from is as before, also for those who read
// it meanwhile.
func TestApply_APreviewIsDropped(t *testing.T) {
	w := then(t, voted(t), Base{Person: "P1", Year: 2025, Amount: 100}, filing("P1", "A", "2025-04-10", "Linux=1%"))
	before := dump(w)
	previews := [][]Act{
		{Person{ID: "P9", Born: date("2000-01-01")}, Residency{Person: "P9", Municipality: "A", From: date("2020-01-01")}},
		{Move{Person: "P1", To: "C", On: date("2025-06-01")}, Death{Person: "P2", On: date("2025-06-01")}},
		{Membership{Person: "P1", Community: "Linux", From: date("2025-01-01")}, Resignation{Person: "P2", Community: "CasaAlba", On: date("2025-06-01")}},
		{filing("P1", "A", "2025-05-10", "Oceans=7%"), Base{Person: "P2", Year: 2025, Amount: 7}},
		{Advance{Year: 2025, To: RollClosed}, Advance{Year: 2025, To: Voted}, Advance{Year: 2025, To: Assessed},
			Revision{Person: "P1", Year: 2025, Amount: 1, Cause: "appeal"}},
		{Notice{Compact: "K1", Party: "A", From: date("2019-01-01"), On: date("2024-06-30")}},
		{RollClosing{Calls: []CallID{"A-2025", "CasaAlba-2025"}}, Motion{ID: "m", Call: "A-2024", Matter: Matter{Kind: LocalBudget, For: "A"}}, CheckIn{Decision: "m", Person: "P1"}},
	}
	var all sync.WaitGroup
	for _, acts := range previews {
		all.Go(func() {
			for range 5 {
				next, err := w.Apply(acts...)
				if assert.NoError(t, err) {
					assert.NotEqual(t, before, dump(next))
				}
			}
		})
		all.Go(func() { assert.Equal(t, before, dump(w)) })
	}
	all.Wait()
	assert.Equal(t, before, dump(w))
}

// What the caller gave, or was given, is the caller's to change.
func TestWorld_SharesNoSlices(t *testing.T) {
	objects := []string{"fire"}
	brackets := []tax.Bracket{{From: 0, Rate: pct("8%")}}
	schedule := Schedule{Jurisdiction: "A", Year: 2025, Tax: tax.Schedule{Currency: fiscal.EUR, Brackets: brackets}}
	external := Schedule{Jurisdiction: "C", Year: 2025, Tax: tax.Schedule{Currency: fiscal.EUR, Brackets: brackets}, External: true}
	m := rateMotion("A-rate", "A-2024", "A")
	m.Does = []Act{schedule}
	w := then(t, founded(t), RollClosing{Calls: []CallID{"A-2024"}}, m, external,
		Compact{ID: "K3", Level: Municipality, Objects: objects})
	before := dump(w)
	objects[0], brackets[0].Rate, m.Does[0] = "war", pct("99%"), policyA
	assert.Equal(t, before, dump(w))

	d, _ := w.Decision("A-rate")
	d.Does[0] = policyA
	k, _ := w.Compact("K3")
	k.Objects[0] = "war"
	s, _ := w.Schedule("C", 2025)
	s.Brackets[0].Rate = pct("99%")
	for s := range w.Schedules() {
		s.Act.Tax.Brackets[0].Rate = pct("99%")
	}
	for k := range w.Compacts() {
		k.Objects[0] = "war"
	}
	for d := range w.Decisions() {
		clear(d.Does)
	}
	assert.Equal(t, before, dump(w))
}

// shuffled keeps the order of those acts that build on one another: each group comes
// after the one before it.
func shuffled(rng *rand.Rand, groups ...[]Act) []Act {
	var all []Act
	for _, g := range groups {
		g = slices.Clone(g)
		rng.Shuffle(len(g), func(i, j int) { g[i], g[j] = g[j], g[i] })
		all = append(all, g...)
	}
	return all
}

// M-6: the order in which independent facts arrive is not seen.
func TestM6_TheOrderOfArrival(t *testing.T) {
	var persons, stays, found, recognised, signed, joined []Act
	for _, a := range people() {
		switch a.(type) {
		case Person:
			persons = append(persons, a)
		case Residency:
			stays = append(stays, a)
		}
	}
	stays = append(stays, Residency{Person: "P5", Municipality: "A", From: date("1999-01-01"), To: date("2003-01-01")})
	for _, a := range communities() {
		if _, ok := a.(Community); ok {
			found = append(found, a)
		} else {
			recognised = append(recognised, a)
		}
	}
	for _, a := range compacts() {
		if _, ok := a.(Compact); ok {
			signed = append(signed, a)
		} else {
			joined = append(joined, a)
		}
	}
	first := slices.Concat(persons, places(), found, signed)
	second := slices.Concat(stays, recognised, members(), joined)
	last := slices.Concat([]Act{taxes["C"], Base{Person: "P1", Year: 2025, Amount: 5}, Base{Person: "P4", Year: 2025, Amount: 7},
		Base{Person: "P4", Year: 2024, Amount: 7}, Death{Person: "P8", On: date("2025-11-01")},
		filing("P4", "B", "2025-04-10", ""), filing("P4", "B", "2025-04-11", ""), filing("P1", "A", "2025-04-10", "")}, calls())
	closing := []Act{RollClosing{Calls: []CallID{"A-2025", "B-2025"}}, RollClosing{Calls: []CallID{"A-2024"}}, RollClosing{Calls: []CallID{"CasaAlba-2025"}}}
	rng := rand.New(rand.NewPCG(6, 6))
	want := dump(made(t, shuffled(rng, first, second, last, closing)...))
	for range 30 {
		assert.Equal(t, want, dump(made(t, shuffled(rng, first, second, last, closing)...)))
	}
}

// Thousands of random acts on random forks of a world: every world is the one that its own
// acts make from nothing, also after all the others were made.
func TestWorld_ForksAreApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	type fork struct {
		w    *World
		acts []Act
	}
	base := slices.Concat(places(), communities(), compacts(), calls())
	forks := []fork{{made(t, base...), base}}
	for n := range 3000 {
		from := forks[rng.IntN(len(forks))]
		act := randomAct(rng, n)
		next, err := from.w.Apply(act)
		if err != nil {
			var f *vicinia.Fault
			require.True(t, errors.As(err, &f))
			continue
		}
		f := fork{next, append(slices.Clip(from.acts), act)}
		if len(forks) < 20 {
			forks = append(forks, f)
		} else {
			forks[rng.IntN(len(forks))] = f
		}
	}
	longest := 0
	for _, f := range forks {
		assert.Equal(t, dump(made(t, f.acts...)), dump(f.w))
		longest = max(longest, len(f.acts)-len(base))
	}
	assert.Greater(t, longest, 30, "the walk went nowhere")
}

// randomAct is one that may well be refused.
func randomAct(rng *rand.Rand, n int) Act {
	person := census.PersonID([]string{"p", "q", "r", "s", "t", "u", "v"}[rng.IntN(7)])
	place := []census.JurisdictionID{"A", "B", "C"}[rng.IntN(3)]
	community := []CommunityID{"Esperanto", "Linux", "Oceans", "CasaAlba"}[rng.IntN(4)]
	call := []CallID{"A-2024", "B-2024", "A-2025", "B-2025", "CasaAlba-2025"}[rng.IntN(5)]
	on := date("2020-01-01") + vicinia.Date(rng.IntN(2500))
	year := 2024 + rng.IntN(2)
	switch rng.IntN(16) {
	case 0:
		return Person{ID: person, Born: date("1950-01-01") + on%9999}
	case 1:
		return Residency{Person: person, Municipality: place, From: on, To: on + 400, Recorded: on}
	case 2:
		return Move{Person: person, To: place, On: on, Recorded: on}
	case 3:
		return Departure{Person: person, On: on}
	case 4:
		return Membership{Person: person, Community: community, From: on}
	case 5:
		return Resignation{Person: person, Community: community, On: on}
	case 6:
		return Judgment{Person: person, When: vicinia.Interval{From: on, To: on + 100}}
	case 7:
		return Base{Person: person, Year: year, Amount: tax.Base(n)}
	case 8:
		return Revision{Person: person, Year: year, Amount: tax.Base(n), Cause: "appeal"}
	case 9:
		return Filing{Person: person, Jurisdiction: place, Year: year, On: on}
	case 10:
		return RollClosing{Calls: []CallID{call}}
	case 11:
		return Correction{Call: call, Person: person, On: true, Cause: "late"}
	case 12:
		return Motion{ID: DecisionID("m-" + string(call)), Call: call, Matter: Matter{Kind: LocalBudget, For: string(call[:1])}}
	case 13:
		return CheckIn{Decision: DecisionID("m-" + string(call)), Person: person}
	case 14:
		return Advance{Year: year, To: Phase(rng.IntN(4))}
	}
	return Recognition{Community: community, By: place, When: vicinia.Interval{From: on}}
}
