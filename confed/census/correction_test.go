package census_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

// claims is the register of the worked year with two who were registered late: P6 came
// to A in February, recorded in April; P5 moved from C to A in February, likewise. P7 is
// barred.
func claims(t *testing.T) *Register {
	e := worked(t).Edit()
	feb, april := date("2025-02-01"), date("2025-04-02")
	require.NoError(t, e.Residency(Residency{"P6", "A", feb, 0, april}))
	require.NoError(t, e.Move("P5", "A", feb, april))
	require.NoError(t, e.Judgment("P7", vicinia.Interval{From: date("2024-01-01")}))
	require.NoError(t, e.Person(Person{ID: "child", Born: date("2015-01-01")}))
	require.NoError(t, e.Residency(Residency{"child", "A", feb, 0, april}))
	return e.Register()
}

func roll(t *testing.T, r *Register, place JurisdictionID) *Roll {
	l, err := Build(r, spanish, place, date("2025-05-30"), date("2025-07-20"))
	require.NoError(t, err)
	return l
}

// the late registered are brought in, and taken off where they no longer lived.
func TestRoll_Correct(t *testing.T) {
	r := claims(t)
	a, c := roll(t, r, "A"), roll(t, r, "C")
	require.Equal(t, []PersonID{"P1", "P2", "P3", "P8"}, electors(a))
	require.Equal(t, []PersonID{"P5"}, electors(c))

	made := []Correction{{"P6", true, "registered late"}, {"P5", true, "moved in February"}}
	next, err := a.Correct(made...)
	require.NoError(t, err)
	assert.Equal(t, []PersonID{"P1", "P2", "P3", "P5", "P6", "P8"}, electors(next))
	assert.EqualValues(t, 6, next.Len())
	assert.Equal(t, made, slices.Collect(next.Corrections()))
	assert.Equal(t, "on the roll: A since 2025-02-01, 59 years on the day of the vote (corrected: registered late)", next.Explain("P6").String())
	assert.NotEqual(t, a.Digest(), next.Digest())
	assert.Equal(t, []PersonID{"P1", "P2", "P3", "P8"}, electors(a), "the former roll stays")

	// P5 must leave the roll of C for A's to stand.
	wantFault(t, Doubles(next, c), "person", "R-7")
	left, err := c.Correct(Correction{"P5", false, "moved in February"})
	require.NoError(t, err)
	assert.Empty(t, electors(left))
	assert.False(t, left.Explain("P5").On)
	assert.Equal(t, "not on the roll: lived in A on 2025-03-01 (corrected: moved in February)", left.Explain("P5").String())
	assert.NoError(t, Doubles(next, left))

	// In another order it is the same roll.
	slices.Reverse(made)
	again, err := a.Correct(made[0])
	require.NoError(t, err)
	other, err := a.Correct(made[1])
	require.NoError(t, err)
	again, err = again.Correct(made[1])
	require.NoError(t, err)
	assert.Equal(t, next.Digest(), again.Digest())
	assert.Len(t, slices.Collect(other.Corrections()), 1, "branches do not see one another")
}

func TestRoll_CorrectRefused(t *testing.T) {
	r := claims(t)
	a := roll(t, r, "A")
	tests := []struct {
		name string
		give Correction
		path string
		want string
	}{
		{"a non-resident never votes locally", Correction{"P4", true, "wants to"}, "corrections[0].person", "R-5"},
		{"who only came after the reference date", Correction{"P3", true, "lives here now"}, "corrections[0].person", "R-5"},
		{"a resident is not struck off", Correction{"P1", false, "unloved"}, "corrections[0].person", "R-6"},
		{"too young", Correction{"child", true, "keen"}, "corrections[0].person", "R-3"},
		{"barred", Correction{"P7", true, "sorry"}, "corrections[0].person", "R-3"},
		{"unknown", Correction{"nobody", true, "?"}, "corrections[0].person", ""},
		{"on already", Correction{"P1", true, "again"}, "corrections[0].person", ""},
		{"off already", Correction{"P4", false, "again"}, "corrections[0].person", ""},
		{"without a cause", Correction{"P6", true, ""}, "corrections[0].cause", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := a
			if tt.give.Person == "P3" {
				l = roll(t, r, "B")
			}
			was := l.Digest()
			next, err := l.Correct(tt.give)
			require.Nil(t, next)
			fs := all(err)
			require.Len(t, fs, 1)
			assert.Equal(t, tt.path, fs[0].Path)
			assert.EqualValues(t, tt.want, fs[0].Breaks)
			assert.Equal(t, was, l.Digest())
		})
	}
	_, err := a.Correct(Correction{"P6", true, "late"}, Correction{"P6", true, "late"}, Correction{"P4", true, "no"})
	require.Len(t, all(err), 2, "all or none, and every fault")
	assert.Equal(t, "corrections[1].person", all(err)[0].Path)
	assert.Equal(t, "corrections[2].person", all(err)[1].Path)
	assert.EqualError(t, all(err)[1], "corrections[2].person: P4: not on the roll: lived in B on 2025-03-01 (R-5)")

	final := a.Close()
	assert.False(t, a.Final)
	assert.True(t, final.Final)
	_, err = final.Correct(Correction{"P6", true, "late"})
	require.Len(t, all(err), 1)
	assert.EqualValues(t, "A-4", all(err)[0].Breaks)
}

// Two rolls that go on from one do not see one another.
func TestRoll_CorrectBranches(t *testing.T) {
	e := worked(t).Edit()
	late := []PersonID{"1", "2", "3", "4", "5"}
	for _, p := range late {
		require.NoError(t, e.Person(Person{ID: p, Born: date("1980-01-01")}))
		require.NoError(t, e.Residency(Residency{p, "B", date("2020-01-01"), 0, date("2025-04-01")}))
	}
	base := roll(t, e.Register(), "B")
	for _, p := range late[:3] {
		next, err := base.Correct(Correction{p, true, "late"})
		require.NoError(t, err)
		base = next
	}
	one, err := base.Correct(Correction{"4", true, "late"})
	require.NoError(t, err)
	two, err := base.Correct(Correction{"5", true, "late"})
	require.NoError(t, err)
	assert.Equal(t, []PersonID{"1", "2", "3", "P4"}, electors(base))
	assert.Equal(t, []PersonID{"1", "2", "3", "4", "P4"}, electors(one))
	assert.Equal(t, []PersonID{"1", "2", "3", "5", "P4"}, electors(two))
	assert.EqualValues(t, "4", slices.Collect(one.Corrections())[3].Person)
	assert.EqualValues(t, "5", slices.Collect(two.Corrections())[3].Person)
}

// No sequence of corrections, of anybody, puts a non-resident on a roll, or leaves out
// more than those who were registered late: all of them together are the roll that the
// register would give if every recording had come in time.
func TestRoll_CorrectOracle(t *testing.T) {
	changed := 0
	eachDraw(t, func(rng *rand.Rand, f facts) {
		c := drawnCall(rng, f)
		l, err := Build(f.enter(t, rng), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		was := l.Digest()
		people := slices.Clone(f.people)
		rng.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		for _, p := range people {
			if next, err := l.Correct(Correction{p.ID, !l.Has(p.ID), "a claim"}); err == nil {
				l = next
				changed++
			}
		}
		var want []PersonID
		for _, p := range f.people {
			if f.votes(p, c, l.Reference, date("9999-01-01")) {
				want = append(want, p.ID)
			}
		}
		slices.Sort(want)
		assert.Equal(t, want, electors(l))
		if len(slices.Collect(l.Corrections())) == 0 {
			assert.Equal(t, was, l.Digest())
		}
		for _, p := range f.people {
			assert.Equal(t, l.Has(p.ID), l.Explain(p.ID).On)
		}
	})
	assert.Positive(t, changed)
}
