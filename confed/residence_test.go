package confed_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
)

func electors(t testing.TB, w *World, id CallID) []census.PersonID {
	t.Helper()
	roll, ok := w.Roll(id)
	require.True(t, ok)
	return slices.Collect(roll.All())
}

func TestR1_OneHome(t *testing.T) {
	w := founded(t)
	refused(t, w, Residency{Person: "P1", Municipality: "B", From: date("2024-01-01")}, "from", "R-1")
	refused(t, w, Residency{Person: "P1", Municipality: "B", From: date("2000-01-01"), To: date("2010-06-02")}, "from", "R-1")
	w = then(t, w, Residency{Person: "P1", Municipality: "B", From: date("2000-01-01"), To: date("2010-06-01")})
	assert.Len(t, slices.Collect(w.Register().Stays("P1")), 2)
}

func TestR2_MovingEndsTheFormerStay(t *testing.T) {
	stays := slices.Collect(founded(t).Register().Stays("P3"))
	require.Len(t, stays, 2)
	assert.Equal(t, date("2025-03-15"), stays[0].To)
	assert.Equal(t, stays[0].To, stays[1].From)
	refused(t, founded(t), Move{Person: "P1", To: "A", On: date("2025-01-01")}, "municipality", "R-2")
}

func TestR3_WhoIsOnTheRoll(t *testing.T) {
	w := then(t, founded(t), RollClosing{Calls: []CallID{"A-2024", "A-2025", "B-2025"}})
	assert.Equal(t, []census.PersonID{"P1", "P2", "P3", "P8"}, electors(t, w, "A-2024"))
	assert.Equal(t, []census.PersonID{"P1", "P2", "P3", "P7", "P8"}, electors(t, w, "A-2025"), "P7 is 18 on the day of the vote (R-11)")
	assert.Equal(t, []census.PersonID{"P4"}, electors(t, w, "B-2025"), "P3 moved after the reference date")

	barred := then(t, founded(t), Judgment{Person: "P1", When: vicinia.Interval{From: date("2025-02-01"), To: date("2025-04-01")}},
		RollClosing{Calls: []CallID{"A-2024", "A-2025"}})
	assert.Contains(t, electors(t, barred, "A-2024"), census.PersonID("P1"))
	assert.NotContains(t, electors(t, barred, "A-2025"), census.PersonID("P1"))
}

// the roll that decides is the one that is built.
func TestR3_ACertificateWithAnotherRoll(t *testing.T) {
	w := then(t, motioned(t), Count{Decision: "A-rate", Yes: 1})
	good := certificate(t, w, "A-rate")
	for _, tt := range []struct {
		name   string
		change func(*Certificate)
		path   string
		breaks vicinia.Invariant
	}{
		{"one elector more", func(c *Certificate) { c.Electors++ }, "roll", "R-3"},
		{"one elector less", func(c *Certificate) { c.Electors-- }, "roll", "R-3"},
		{"another digest", func(c *Certificate) { c.Roll[0]++ }, "roll", "R-3"},
		{"no digest", func(c *Certificate) { c.Roll = [32]byte{} }, "roll", "R-3"},
		{"the roll of B", func(c *Certificate) { c.Roll = certificate(t, w, "B-rate").Roll }, "roll", "R-3"},
		{"other minutes", func(c *Certificate) { c.Minutes.Digest[0]++ }, "minutes", "A-5"},
		{"the minutes of B", func(c *Certificate) { c.Minutes = certificate(t, w, "B-rate").Minutes }, "minutes", "A-5"},
		{"of nothing", func(c *Certificate) { c.Decision = "none" }, "decision", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := good
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	w = then(t, w, good)
	refused(t, w, good, "decision", "R-8")
}

// who people are, beside where they live and how old they are, leaves the digest of
// every roll. What a world knows of them is memberships, bases, filings and names.
func TestR4_IdentityLeavesTheRolls(t *testing.T) {
	all := RollClosing{Calls: []CallID{"A-2024", "B-2024", "A-2025", "B-2025"}}
	rolls := func(w *World) (digests [][32]byte) {
		w = then(t, w, all)
		for _, id := range all.Calls {
			roll, _ := w.Roll(id)
			digests = append(digests, roll.Digest())
		}
		return digests
	}
	base := append(places(), people()...)
	want := rolls(then(t, made(t, base...), slices.Concat(communities(), members(), calls())...))

	rng := rand.New(rand.NewPCG(4, 4))
	for range 50 {
		identities := members()
		for i, m := range identities {
			m := m.(Membership)
			m.Person = census.PersonID([]string{"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"}[rng.IntN(8)])
			m.From += vicinia.Date(i) // so that no two overlap from one day
			identities[i] = m
		}
		w, _ := then(t, made(t, base...), slices.Concat(communities(), calls())...).Admit(slices.Values(identities))
		w = then(t, w, Base{Person: "P1", Year: 2024, Amount: 1}, Base{Person: "P4", Year: 2024, Amount: 2})
		assert.Equal(t, want, rolls(w))
	}

	renamed := slices.Clone(base)
	for i, a := range renamed {
		if j, ok := a.(Jurisdiction); ok {
			j.Name, j.State = strings.ToUpper(j.Name), "Z"
			renamed[i] = j
		}
	}
	assert.Equal(t, want, rolls(then(t, made(t, renamed...), slices.Concat(communities(), calls())...)))
}

// there is no way to add somebody who did not live there to the roll of A.
func TestR5_NoWayOntoTheRoll(t *testing.T) {
	w := founded(t)
	outsiders := []census.PersonID{"P4", "P5", "P6"}
	t.Run("by a claim", func(t *testing.T) {
		for _, p := range outsiders {
			refused(t, w, Correction{Call: "A-2025", Person: p, On: true, Cause: "says so"}, "corrections[0].person", "R-5")
		}
		refused(t, w, Correction{Call: "A-2025", Person: "nobody", On: true, Cause: "says so"}, "corrections[0].person", "")
		refused(t, w, Correction{Call: "A-2024", Person: "P7", On: true, Cause: "says so"}, "corrections[0].person", "R-3")
	})
	t.Run("by a membership", func(t *testing.T) {
		w := then(t, w, Membership{Person: "P6", Community: "Linux", From: date("2020-01-01")}, RollClosing{Calls: []CallID{"A-2025"}})
		assert.NotContains(t, electors(t, w, "A-2025"), census.PersonID("P6"))
	})
	t.Run("by a stay that is recorded late", func(t *testing.T) {
		late := Residency{Person: "P6", Municipality: "A", From: date("2025-04-01"), Recorded: date("2025-06-01")}
		w := then(t, w, late, RollClosing{Calls: []CallID{"A-2025"}})
		assert.NotContains(t, electors(t, w, "A-2025"), census.PersonID("P6"))
		refused(t, then(t, founded(t), late), Correction{Call: "A-2025", Person: "P6", On: true, Cause: "lives there now"},
			"corrections[0].person", "R-5")
	})
	t.Run("by a second stay", func(t *testing.T) {
		refused(t, w, Residency{Person: "P4", Municipality: "A", From: date("2025-01-01"), To: date("2025-04-01")}, "from", "R-1")
	})
	t.Run("after the roll is closed", func(t *testing.T) {
		w := then(t, w, RollClosing{Calls: []CallID{"A-2025"}})
		before := electors(t, w, "A-2025")
		w = then(t, w, Residency{Person: "P6", Municipality: "A", From: date("2020-01-01")})
		assert.Equal(t, before, electors(t, w, "A-2025"))
		refused(t, w, Correction{Call: "A-2025", Person: "P6", On: true, Cause: "lives there"}, "call", "R-9")
		refused(t, w, RollClosing{Calls: []CallID{"A-2025"}}, "calls", "R-9")
	})
	t.Run("at the door", func(t *testing.T) {
		w := motioned(t)
		for _, p := range append(outsiders, "P7") {
			refused(t, w, CheckIn{Decision: "A-rate", Person: p}, "person", "R-5")
		}
		refused(t, w, CheckIn{Decision: "A-rate", Person: "nobody"}, "person", "")
	})
	t.Run("in the count", func(t *testing.T) {
		refused(t, motioned(t), Count{Decision: "A-rate", Yes: 5}, "count", "R-8")
	})
}

// a neighbour who was registered late can claim the vote, and nobody can be struck
// out.
func TestR6_NoNeighbourIsLeftOff(t *testing.T) {
	w := then(t, founded(t), Residency{Person: "P6", Municipality: "A", From: date("2025-01-01"), Recorded: date("2025-06-01")})
	claim := Correction{Call: "A-2025", Person: "P6", On: true, Cause: "lease of January"}
	w = then(t, w, claim)
	refused(t, w, claim, "corrections[1].person", "")
	refused(t, w, Correction{Call: "A-2025", Person: "P1", Cause: "is a nuisance"}, "corrections[1].person", "R-6")
	refused(t, w, Correction{Call: "A-2025", Person: "P6", Cause: "is a nuisance"}, "corrections[1].person", "R-6")
	refused(t, w, Correction{Call: "A-2025", Person: "P3", Cause: ""}, "corrections[1].cause", "")
	refused(t, w, Correction{Call: "none", Person: "P3", On: true, Cause: "c"}, "call", "")
	w = then(t, w, RollClosing{Calls: []CallID{"A-2025"}})
	assert.Contains(t, electors(t, w, "A-2025"), census.PersonID("P6"))
}

func TestR7_TwoVotesOnOneDay(t *testing.T) {
	later := Call{ID: "B-late", Body: ResidentsOf("B"), On: date("2025-06-30"), Vote: date("2025-07-20"), Rule: spanish}
	w := then(t, founded(t), later) // P3 lived in A on 1 March and in B on 1 April
	refused(t, w, RollClosing{Calls: []CallID{"A-2025", "B-late"}}, "person", "R-7")
	w = then(t, w, RollClosing{Calls: []CallID{"A-2025"}})
	refused(t, w, RollClosing{Calls: []CallID{"B-late"}}, "person", "R-7")

	other := later
	other.ID, other.Vote = "B-other", date("2025-07-21")
	w = then(t, w, other, RollClosing{Calls: []CallID{"B-other"}})
	assert.Equal(t, []census.PersonID{"P3", "P4"}, electors(t, w, "B-other"))
}

func TestR8_OneElectorOneBallot(t *testing.T) {
	w := motioned(t)
	w = then(t, w, CheckIn{Decision: "A-rate", Person: "P1"}, CheckIn{Decision: "A-rate", Person: "P2"})
	refused(t, w, CheckIn{Decision: "A-rate", Person: "P1"}, "person", "R-8")
	then(t, w, CheckIn{Decision: "A-policy", Person: "P1"})
	refused(t, w, Count{Decision: "A-rate", Yes: 2, Spoilt: 1}, "count", "R-8")
	refused(t, w, Count{Decision: "A-rate", Yes: 3, No: -1}, "count", "R-8")
	refused(t, w, Count{Decision: "A-rate", Yes: 1<<63 - 1, No: 1}, "count", "M-3")
	w = then(t, w, Count{Decision: "A-rate", Yes: 1, Blank: 1})
	refused(t, w, Count{Decision: "A-rate", Yes: 1}, "decision", "R-8")
	refused(t, w, CheckIn{Decision: "A-rate", Person: "P3"}, "decision", "A-4")
	d, _ := w.Decision("A-rate")
	assert.Equal(t, []int64{4, 2, 2}, []int64{d.Eligible, d.CheckedIn, d.Cast()})
}

// a closed roll is what it was, whatever is entered later, and can be built again.
func TestR9_ClosedIsClosed(t *testing.T) {
	w := then(t, founded(t), RollClosing{Calls: []CallID{"A-2025"}})
	before, _ := w.Roll("A-2025")
	w = then(t, w,
		Residency{Person: "P6", Municipality: "A", From: date("2001-01-01"), Recorded: date("2025-08-01")},
		Move{Person: "P1", To: "C", On: date("2025-01-15"), Recorded: date("2025-08-01")},
		Death{Person: "P2", On: date("2025-08-01")})
	after, _ := w.Roll("A-2025")
	assert.Equal(t, before.Digest(), after.Digest())
	again, err := census.Build(w.Register(), spanish, "A", date("2025-05-30"), date("2025-07-20"))
	require.NoError(t, err)
	assert.Equal(t, before.Digest(), again.Digest())
}

func TestR10_TheReferenceDate(t *testing.T) {
	w := founded(t)
	call := Call{ID: "new", Body: ResidentsOf("A"), On: date("2025-05-30"), Vote: date("2025-07-20")}
	bad := call
	bad.On = date("2025-07-21")
	refused(t, w, bad, "call", "R-10")
	bad = call
	bad.Rule.Reference = census.On(date("2025-07-21"))
	refused(t, w, bad, "reference", "R-10")
	for _, tt := range []struct{ on, vote, want string }{
		{"2025-05-30", "2025-07-20", "2025-03-01"},
		{"2023-05-30", "2023-07-23", "2023-03-01"}, // europapress, 2023-06-09
		{"2024-01-15", "2024-03-01", "2023-11-01"},
	} {
		got, err := spanish.Reference.Date(date(tt.on), date(tt.vote))
		require.NoError(t, err)
		assert.Equal(t, date(tt.want), got)
	}
}

// over the rolls of one reference date every grown resident is on one roll.
func TestR13_RollsAddUp(t *testing.T) {
	w := then(t, founded(t), Call{ID: "C-2025", Body: ResidentsOf("C"), On: date("2025-05-30"), Vote: date("2025-07-20"), Rule: spanish},
		RollClosing{Calls: []CallID{"A-2025", "B-2025", "C-2025"}})
	var all []census.PersonID
	for _, id := range []CallID{"A-2025", "B-2025", "C-2025"} {
		all = append(all, electors(t, w, id)...)
	}
	slices.Sort(all)
	assert.Equal(t, []census.PersonID{"P1", "P2", "P3", "P4", "P5", "P7", "P8"}, all, "each resident once, and P6 nowhere")
}

// a length of stay is asked of the call, of everybody alike.
func TestR14_LengthOfStay(t *testing.T) {
	call := Call{ID: "stay", Body: ResidentsOf("A"), On: date("2024-01-31"), Vote: date("2024-03-01"),
		Rule: census.Rule{Reference: census.On(date("2024-01-31")), MinStay: 92}}
	short := call
	short.ID, short.Rule.MinStay = "short", 91
	w := then(t, founded(t), call, short, RollClosing{Calls: []CallID{"stay", "short"}})
	assert.NotContains(t, electors(t, w, "stay"), census.PersonID("P8"), "since 2023-11-01: 91 days")
	assert.Contains(t, electors(t, w, "short"), census.PersonID("P8"))
}

// A call that could never have a roll is refused when it is made.
func TestCall_Rule(t *testing.T) {
	w := founded(t)
	call := Call{ID: "new", Body: ResidentsOf("A"), On: date("2025-05-30"), Vote: date("2025-07-20")}
	bad := call
	bad.Rule.MinStay = -1
	refused(t, w, bad, "rule", "")
	bad = call
	bad.Rule.AgeOn = census.ReferenceDay + 1
	refused(t, w, bad, "rule", "")

	call.Body = MembersOf("Linux")
	then(t, w, call)
	bad = call
	bad.Rule.MinStay = 30
	refused(t, w, bad, "rule", "C-14")
	bad = call
	bad.Rule.AgeOn = census.ReferenceDay
	refused(t, w, bad, "rule", "C-14")
}

func TestPlaces_Refused(t *testing.T) {
	w := founded(t)
	town := Jurisdiction{ID: "D", Kind: Municipality, Currency: fiscal.EUR}
	for _, tt := range []struct {
		name   string
		change func(*Jurisdiction)
		path   string
	}{
		{"no id", func(j *Jurisdiction) { j.ID = "" }, "id"},
		{"the id of a person", func(j *Jurisdiction) { j.ID = "P1" }, "id"},
		{"the id of a jurisdiction", func(j *Jurisdiction) { j.ID = "A" }, "id"},
		{"the word for the shared register", func(j *Jurisdiction) { j.ID = RegisterID }, "id"},
		{"no kind", func(j *Jurisdiction) { j.Kind = 0 }, "kind"},
		{"no currency", func(j *Jurisdiction) { j.Currency = fiscal.Currency{} }, "currency"},
		{"a negative age", func(j *Jurisdiction) { j.VotingAge = -1 }, "voting_age"},
		{"an age of 151", func(j *Jurisdiction) { j.VotingAge = 151 }, "voting_age"},
		{"within nothing", func(j *Jurisdiction) { j.Within = "R" }, "within"},
		{"within a municipality", func(j *Jurisdiction) { j.Within = "A" }, "within"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := town
			tt.change(&bad)
			refused(t, w, bad, tt.path, "")
		})
	}
	town.VotingAge = MaxVotingAge
	then(t, w, town)
}

func TestPeople_Refused(t *testing.T) {
	w := founded(t)
	for _, tt := range []struct {
		name string
		act  Act
		path string
	}{
		{"no id", Person{Born: date("2000-01-01")}, "id"},
		{"a known id", Person{ID: "P1", Born: date("2000-01-01")}, "id"},
		{"the id of a call", Person{ID: "A-2024", Born: date("2000-01-01")}, "id"},
		{"no birth", Person{ID: "P9"}, "born"},
		{"death before birth", Person{ID: "P9", Born: date("2000-01-01"), Died: date("1999-01-01")}, "died"},
		{"a stay of nobody", Residency{Person: "P9", Municipality: "A", From: date("2020-01-01")}, "person"},
		{"a stay nowhere", Residency{Person: "P6", Municipality: "Z", From: date("2020-01-01")}, "municipality"},
		{"a stay without a beginning", Residency{Person: "P6", Municipality: "A"}, "from"},
		{"a stay that ends before it begins", Residency{Person: "P6", Municipality: "A", From: date("2020-01-01"), To: date("2020-01-01")}, "from"},
		{"a departure from nowhere", Departure{Person: "P6", On: date("2020-01-01")}, "person"},
		{"a departure before the arrival", Departure{Person: "P1", On: date("2010-06-01")}, "to"},
		{"a death before birth", Death{Person: "P1", On: date("1900-01-01")}, "died"},
		{"a judgment without a beginning", Judgment{Person: "P1"}, "from"},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, w, tt.act, tt.path, "") })
	}
	w = then(t, w, Death{Person: "P1", On: date("2025-01-01")})
	refused(t, w, Death{Person: "P1", On: date("2025-01-02")}, "died", "")
	_, home := w.Register().Home("P1", date("2025-01-01"))
	assert.False(t, home)
}
