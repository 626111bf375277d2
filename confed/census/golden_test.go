package census_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

var date = vicinia.MustDate

// worked is the register of the worked year (examples/worlds/worked).
func worked(t testing.TB) *Register {
	e := new(Register).Edit()
	for _, id := range []JurisdictionID{"A", "B", "C"} {
		require.NoError(t, e.Place(Place{ID: id, VotingAge: 18}))
	}
	for _, p := range []Person{
		{ID: "P1", Born: date("1970-04-11")}, {ID: "P2", Born: date("1984-02-29")},
		{ID: "P3", Born: date("1991-12-05")}, {ID: "P4", Born: date("1958-07-30")},
		{ID: "P5", Born: date("1979-10-17")}, {ID: "P6", Born: date("1966-01-09")},
		{ID: "P7", Born: date("2007-07-10")}, {ID: "P8", Born: date("1988-03-22")},
	} {
		require.NoError(t, e.Person(p))
	}
	for _, s := range []Residency{
		{"P1", "A", date("2010-06-01"), 0, date("2010-06-01")},
		{"P2", "A", date("2012-09-15"), 0, date("2012-09-15")},
		{"P3", "A", date("2018-01-01"), 0, date("2018-01-01")},
		{"P4", "B", date("1999-05-20"), 0, date("1999-05-20")},
		{"P5", "C", date("2005-02-02"), 0, date("2005-02-02")},
		{"P7", "A", date("2007-07-10"), 0, date("2007-07-16")},
		{"P8", "A", date("2023-11-01"), 0, date("2023-11-03")},
	} {
		require.NoError(t, e.Residency(s))
	}
	require.NoError(t, e.Move("P3", "B", date("2025-03-15"), date("2025-03-15")))
	return e.Register()
}

var spanish = Rule{Reference: FirstOfMonthBefore(2)}

// The rolls of the worked year: P3, who moves from A to B on 15 March, is on A's; P7,
// who is 18 ten days before the vote, is on it; P6, the emigrant, on none.
func TestWorkedYear(t *testing.T) {
	call, vote := date("2025-05-30"), date("2025-07-20")
	rolls, err := BuildAll(worked(t), vote,
		Call{Place: "A", Rule: spanish, Call: call},
		Call{Place: "B", Rule: spanish, Call: call},
		Call{Place: "C", Rule: spanish, Call: call})
	require.NoError(t, err)
	want := [][]PersonID{{"P1", "P2", "P3", "P7", "P8"}, {"P4"}, {"P5"}}
	for k, l := range rolls {
		assert.Equal(t, date("2025-03-01"), l.Reference)
		assert.Equal(t, want[k], electors(l))
		assert.EqualValues(t, len(want[k]), l.Len())
	}
	former, err := Build(worked(t), spanish, "A", date("2024-09-02"), date("2024-11-10"))
	require.NoError(t, err)
	assert.Equal(t, []PersonID{"P1", "P2", "P3", "P8"}, electors(former))
}
