package census_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

var _ vicinia.Step = Reason{}

func TestRoll_Explain(t *testing.T) {
	e := claims(t).Edit()
	require.NoError(t, e.Person(Person{ID: "P9", Born: date("1981-03-01")}))
	require.NoError(t, e.Residency(Residency{"P9", "A", date("2019-01-01"), 0, 0}))
	require.NoError(t, e.Person(Person{ID: "Q", Born: date("2007-07-21")}))
	require.NoError(t, e.Residency(Residency{"Q", "A", date("2019-01-01"), 0, 0}))
	require.NoError(t, e.Person(Person{ID: "S", Born: date("1950-01-01"), Died: date("2025-03-01")}))
	require.NoError(t, e.Residency(Residency{"S", "A", date("2019-01-01"), 0, 0}))
	require.NoError(t, e.Departure("P8", date("2025-02-01")))
	l := roll(t, e.Register(), "A")
	tests := []struct {
		give       PersonID
		wantKey    string
		wantBreaks vicinia.Invariant
		want       string
	}{
		{"P9", "census.elector", "", "on the roll: A since 2019-01-01, 44 years on the day of the vote"},
		{"P4", "census.elsewhere", "R-5", "not on the roll: lived in B on 2025-03-01"},
		{"P6", "census.late", "R-3", "not on the roll: registered on 2025-04-02, after the reference date 2025-03-01"},
		{"P5", "census.late", "R-3", "not on the roll: registered on 2025-04-02, after the reference date 2025-03-01"},
		{"P8", "census.nowhere", "R-5", "not on the roll: no residence on 2025-03-01"},
		{"Q", "census.young", "R-3", "not on the roll: too young, 18 on 2025-07-21"},
		{"S", "census.dead", "R-3", "not on the roll: died on 2025-03-01"},
		{"P7", "census.barred", "R-3", "not on the roll: by judgment, since 2024-01-01"},
		{"nobody", "census.unknown", "R-3", "not on the roll: unknown person"},
	}
	for _, tt := range tests {
		t.Run(string(tt.give), func(t *testing.T) {
			why := l.Explain(tt.give)
			assert.Equal(t, tt.wantKey, why.Key())
			assert.Equal(t, tt.wantBreaks, why.Breaks)
			assert.Equal(t, tt.want, why.String())
			assert.Equal(t, tt.give, why.Person)
			assert.Equal(t, JurisdictionID("A"), why.Place)
			assert.Equal(t, date("2025-03-01"), why.Reference)
			assert.Equal(t, why.On, l.Has(tt.give))
		})
	}
}

// Born on 29 February, of age on 1 March of a common year, and on the day in a leap year.
func TestRoll_ExplainLeapDay(t *testing.T) {
	for age, want := range map[int]string{18: "2022-03-01", 20: "2024-02-29"} {
		e := new(Register).Edit()
		require.NoError(t, e.Place(Place{ID: "A", VotingAge: age}))
		require.NoError(t, e.Person(Person{ID: "P", Born: date("2004-02-29")}))
		require.NoError(t, e.Residency(Residency{Person: "P", Municipality: "A", From: date("2004-02-29")}))
		vote := date("2021-01-01")
		l, err := Build(e.Register(), Rule{}, "A", vote, vote)
		require.NoError(t, err)
		assert.Equal(t, want, l.Explain("P").Day.String())
	}
}
