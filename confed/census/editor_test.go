package census_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

func TestEditor_Refused(t *testing.T) {
	may := date("2025-05-01")
	tests := []struct {
		name       string
		give       func(e *Editor) error
		wantPath   string
		wantBreaks vicinia.Invariant
	}{
		{"place without id", func(e *Editor) error { return e.Place(Place{}) }, "id", ""},
		{"place twice", func(e *Editor) error { return e.Place(Place{ID: "A"}) }, "id", ""},
		{"within the unknown", func(e *Editor) error { return e.Place(Place{ID: "D", Within: "X"}) }, "within", ""},
		{"within itself", func(e *Editor) error { return e.Place(Place{ID: "D", Within: "D", Region: true}) }, "within", ""},
		{"within a municipality", func(e *Editor) error { return e.Place(Place{ID: "D", Within: "A"}) }, "within", ""},
		{"negative voting age", func(e *Editor) error { return e.Place(Place{ID: "D", VotingAge: -1}) }, "voting_age", ""},
		{"voting age past all", func(e *Editor) error { return e.Place(Place{ID: "D", VotingAge: 151}) }, "voting_age", ""},
		{"person without id", func(e *Editor) error { return e.Person(Person{Born: may}) }, "id", ""},
		{"person twice", func(e *Editor) error { return e.Person(Person{ID: "P1", Born: may}) }, "id", ""},
		{"unborn", func(e *Editor) error { return e.Person(Person{ID: "Q"}) }, "born", ""},
		{"dies before birth", func(e *Editor) error { return e.Person(Person{ID: "Q", Born: may, Died: may - 1}) }, "died", ""},
		{"death of the unknown", func(e *Editor) error { return e.Death("Q", may) }, "person", ""},
		{"death before birth", func(e *Editor) error { return e.Death("P1", date("1970-04-10")) }, "died", ""},
		{"no day of death", func(e *Editor) error { return e.Death("P1", 0) }, "died", ""},
		{"stay of the unknown", func(e *Editor) error { return e.Residency(Residency{"Q", "A", may, 0, 0}) }, "person", ""},
		{"stay in the unknown", func(e *Editor) error { return e.Residency(Residency{"P6", "X", may, 0, 0}) }, "municipality", ""},
		{"stay in a region", func(e *Editor) error { return e.Residency(Residency{"P6", "R", may, 0, 0}) }, "municipality", ""},
		{"stay from nowhen", func(e *Editor) error { return e.Residency(Residency{"P6", "A", 0, may, 0}) }, "from", ""},
		{"empty stay", func(e *Editor) error { return e.Residency(Residency{"P6", "A", may, may, 0}) }, "from", ""},
		{"backward stay", func(e *Editor) error { return e.Residency(Residency{"P6", "A", may, may - 1, 0}) }, "from", ""},
		{"overlaps the open one", func(e *Editor) error { return e.Residency(Residency{"P1", "B", may, 0, may}) }, "from", "R-1"},
		{"runs into the open one", func(e *Editor) error {
			return e.Residency(Residency{"P1", "B", date("2010-01-01"), date("2010-06-02"), 0})
		}, "from", "R-1"},
		{"open before the open one", func(e *Editor) error { return e.Residency(Residency{"P1", "B", date("2010-01-01"), 0, 0}) }, "from", "R-1"},
		{"begins like the open one", func(e *Editor) error { return e.Residency(Residency{"P1", "B", date("2010-06-01"), 0, 0}) }, "from", "R-1"},
		{"inside the former one", func(e *Editor) error {
			return e.Residency(Residency{"P3", "B", date("2020-01-01"), date("2020-02-01"), 0})
		}, "from", "R-1"},
		{"from the former into the last", func(e *Editor) error {
			return e.Residency(Residency{"P3", "C", date("2025-03-14"), date("2025-03-16"), 0})
		}, "from", "R-1"},
		{"the same stay again", func(e *Editor) error { return e.Residency(Residency{"P4", "B", date("1999-05-20"), 0, 0}) }, "from", "R-1"},
		{"move of the unknown", func(e *Editor) error { return e.Move("Q", "A", may, may) }, "person", ""},
		{"move to a region", func(e *Editor) error { return e.Move("P1", "R", may, may) }, "municipality", ""},
		{"move within the place", func(e *Editor) error { return e.Move("P1", "A", may, may) }, "municipality", "R-2"},
		{"move on the day of arrival", func(e *Editor) error { return e.Move("P3", "C", date("2025-03-15"), may) }, "from", "R-1"},
		{"move into the past", func(e *Editor) error { return e.Move("P3", "C", date("2019-01-01"), may) }, "from", "R-1"},
		{"move on no day", func(e *Editor) error { return e.Move("P1", "B", 0, may) }, "from", ""},
		{"departure of the unknown", func(e *Editor) error { return e.Departure("Q", may) }, "person", ""},
		{"departure from nowhere", func(e *Editor) error { return e.Departure("P6", may) }, "person", ""},
		{"departure before arrival", func(e *Editor) error { return e.Departure("P3", date("2025-03-15")) }, "to", ""},
		{"judgment on the unknown", func(e *Editor) error { return e.Judgment("Q", vicinia.Year(2025)) }, "person", ""},
		{"judgment without a beginning", func(e *Editor) error { return e.Judgment("P1", vicinia.Interval{}) }, "from", ""},
		{"empty judgment", func(e *Editor) error { return e.Judgment("P1", vicinia.Interval{From: may, To: may}) }, "from", ""},
	}
	start := worked(t).Edit()
	require.NoError(t, start.Place(Place{ID: "R", Region: true}))
	before := start.Register()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := before.Edit()
			wantFault(t, tt.give(e), tt.wantPath, tt.wantBreaks)
			assert.Equal(t, dump(before), dump(e.Register()), "a refused fact changes nothing")
		})
	}
}

func TestEditor_AllFaults(t *testing.T) {
	err := new(Register).Edit().Residency(Residency{Person: "Q", Municipality: "X"})
	require.Len(t, all(err), 3)
	for k, path := range []string{"person", "municipality", "from"} {
		assert.Equal(t, path, all(err)[k].Path)
	}
}

// The two stays are named, with their days.
func TestEditor_R1Message(t *testing.T) {
	err := worked(t).Edit().Residency(Residency{"P1", "B", date("2025-03-15"), 0, 0})
	assert.EqualError(t, err, "from: P1 lives in A since 2010-06-01 and in B since 2025-03-15 (R-1)")
}

// R-1 lets stays touch, and come in any order.
func TestEditor_Touching(t *testing.T) {
	want := []Residency{
		{"P6", "A", date("2000-01-01"), date("2001-01-01"), 0},
		{"P6", "B", date("2001-01-01"), date("2002-01-01"), 0},
		{"P6", "A", date("2002-01-01"), date("2003-01-01"), 0},
		{"P6", "C", date("2003-01-01"), 0, 0},
	}
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}, {3, 0, 2, 1}, {2, 0, 3, 1}} {
		e := worked(t).Edit()
		for _, k := range order {
			require.NoError(t, e.Residency(want[k]), order)
		}
		r := e.Register()
		k := 0
		for s := range r.Stays("P6") {
			assert.Equal(t, want[k], s, order)
			k++
		}
		assert.Equal(t, len(want), k)
	}
}

// who registers elsewhere leaves the former place on the same day.
func TestEditor_Move(t *testing.T) {
	e := worked(t).Edit()
	on := date("2025-09-01")
	require.NoError(t, e.Move("P1", "C", on, on+3))
	require.NoError(t, e.Move("P6", "A", on, on)) // just arrives
	r := e.Register()
	before, _ := r.Home("P1", on-1)
	after, _ := r.Home("P1", on)
	assert.Equal(t, Residency{"P1", "A", date("2010-06-01"), on, date("2010-06-01")}, before)
	assert.Equal(t, Residency{"P1", "C", on, 0, on + 3}, after)
	after, ok := r.Home("P6", on)
	assert.True(t, ok)
	assert.Equal(t, Residency{"P6", "A", on, 0, on}, after)
}

func TestEditor_DepartureAndDeath(t *testing.T) {
	e := worked(t).Edit()
	on := date("2025-09-01")
	require.NoError(t, e.Departure("P1", on))
	require.NoError(t, e.Death("P2", on))
	wantFault(t, e.Departure("P1", on+1), "person", "")
	wantFault(t, e.Death("P2", on), "died", "")
	r := e.Register()
	for _, p := range []PersonID{"P1", "P2"} {
		_, ok := r.Home(p, on-1)
		assert.True(t, ok, p)
		_, ok = r.Home(p, on)
		assert.False(t, ok, p)
	}
	for s := range r.Stays("P2") {
		assert.Zero(t, s.To, "a death is no end that a row states")
	}
	require.NoError(t, r.Edit().Residency(Residency{"P1", "B", on, 0, on}), "may come back")
}

// Forks of a register do not see one another, nor does a register see what its own
// editor is told later.
func TestEditor_Forks(t *testing.T) {
	base := worked(t)
	was := dump(base)
	on := date("2025-09-01")
	one, two := base.Edit(), base.Edit()
	require.NoError(t, one.Move("P1", "B", on, on))
	require.NoError(t, two.Move("P1", "C", on, on))
	require.NoError(t, two.Person(Person{ID: "Q", Born: on}))
	first := one.Register()
	saw := dump(first)
	require.NoError(t, one.Death("P1", on+30))
	require.NoError(t, one.Person(Person{ID: "R", Born: on}))
	require.NoError(t, one.Move("P3", "C", on, on))
	require.NoError(t, one.Place(Place{ID: "D"}))
	second := one.Register()

	assert.Equal(t, was, dump(base))
	assert.Equal(t, saw, dump(first))
	assert.NotEqual(t, saw, dump(second))
	home, _ := two.Register().Home("P1", on)
	assert.Equal(t, JurisdictionID("C"), home.Municipality)
	_, ok := second.Person("Q")
	assert.False(t, ok)
}

func TestRegister_Zero(t *testing.T) {
	r := new(Register)
	assert.Zero(t, r.Len())
	assert.Zero(t, r.NumPlaces())
	assert.Empty(t, dump(r))
	_, ok := r.Home("P1", date("2025-01-01"))
	assert.False(t, ok)
	for range r.Residents("A", date("2025-01-01")) {
		t.Fatal("nobody lives in an unknown place")
	}
	for range r.Stays("P1") {
		t.Fatal("nobody is unknown and lives somewhere")
	}
}

func TestRegister_Dense(t *testing.T) {
	e := worked(t).Edit()
	require.NoError(t, e.Place(Place{ID: "R", Region: true}))
	require.NoError(t, e.Place(Place{ID: "0", Within: "R", VotingAge: 16}))
	r := e.Register()
	i, ok := r.Number("P3")
	require.True(t, ok)
	assert.Equal(t, Person{ID: "P3", Born: date("1991-12-05")}, r.PersonAt(i))
	a, _ := r.PlaceNumber("A")
	b, _ := r.PlaceNumber("B")
	want := []Stay{
		{a, date("2018-01-01"), date("2025-03-15"), date("2018-01-01")},
		{b, date("2025-03-15"), 0, date("2025-03-15")},
	}
	k := 0
	for s := range r.StaysAt(i) {
		assert.Equal(t, want[k], s)
		k++
	}
	assert.Equal(t, 2, k)
	in, _ := r.PlaceNumber("R")
	zero, _ := r.PlaceNumber("0")
	assert.Equal(t, Place{ID: "0", Within: "R", VotingAge: 16}, r.PlaceAt(zero))
	assert.Equal(t, in, r.Parent(zero))
	assert.Equal(t, -1, r.Parent(in))
	var ids []JurisdictionID
	for p := range r.Places() {
		ids = append(ids, p.ID)
		again, ok := r.Place(p.ID)
		assert.True(t, ok)
		assert.Equal(t, p, again)
	}
	assert.Equal(t, []JurisdictionID{"0", "A", "B", "C", "R"}, ids, "by id, not by arrival")

	days := 0
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		for i := range r.Len() {
			for s := range r.StaysAt(i) {
				days += int(s.From)
			}
		}
	}), "the loops of a fiscal year must not allocate")
	assert.Positive(t, days)
}
