package census_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

// register enters the stays of P, born 1980, in towns A to D of a region R; each stay is
// town, from, to, recorded.
func register(t testing.TB, stays ...[4]string) *Register {
	e := new(Register).Edit()
	require.NoError(t, e.Place(Place{ID: "R", Region: true}))
	for _, id := range []JurisdictionID{"A", "B", "C", "D"} {
		p := Place{ID: id}
		if id != "D" {
			p.Within = "R"
		}
		require.NoError(t, e.Place(p))
	}
	require.NoError(t, e.Person(Person{ID: "P", Born: date("1980-01-01")}))
	for _, s := range stays {
		require.NoError(t, e.Residency(Residency{"P", JurisdictionID(s[0]), day(s[1]), day(s[2]), day(s[3])}))
	}
	return e.Register()
}

// day is a date, or none for "".
func day(s string) (d vicinia.Date) {
	if err := d.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return d
}

// What a roll sees of late recordings (package folder, Roll): the reference date is
// 2025-03-01, the vote on 2025-07-20.
func TestSeen(t *testing.T) {
	tests := []struct {
		name string
		give [][4]string
		want string // where P is on the roll; "" nowhere
	}{
		{"recorded on the reference date is seen",
			[][4]string{{"A", "2020-01-01", "2025-02-15", ""}, {"B", "2025-02-15", "", "2025-03-01"}}, "B"},
		{"recorded later is not seen, nor the end that it sets",
			[][4]string{{"A", "2020-01-01", "2025-02-15", ""}, {"B", "2025-02-15", "", "2025-03-02"}}, "A"},
		{"a first stay recorded later is not seen",
			[][4]string{{"A", "2025-02-15", "", "2025-03-02"}}, ""},
		{"a departure is always seen",
			[][4]string{{"A", "2020-01-01", "2025-02-15", ""}}, ""},
		{"a gap is always seen",
			[][4]string{{"A", "2020-01-01", "2025-02-15", ""}, {"B", "2025-02-16", "", "2025-03-02"}}, ""},
		{"runs on until the next row that is seen: over it",
			[][4]string{{"A", "2020-01-01", "2025-01-01", ""}, {"B", "2025-01-01", "2025-02-01", "2025-04-01"}, {"C", "2025-02-01", "", "2025-02-01"}}, "C"},
		{"runs on until the next row that is seen: up to it",
			[][4]string{{"A", "2020-01-01", "2025-01-01", ""}, {"B", "2025-01-01", "2025-03-02", "2025-04-01"}, {"C", "2025-03-02", "", "2025-02-01"}}, "A"},
		{"runs on through two that are not seen",
			[][4]string{{"A", "2020-01-01", "2025-01-01", ""}, {"B", "2025-01-01", "2025-02-01", "2025-04-01"}, {"C", "2025-02-01", "", "2025-04-01"}}, "A"},
		{"runs on through the gap behind one that is not seen",
			[][4]string{{"A", "2020-01-01", "2025-01-01", ""}, {"B", "2025-01-01", "2025-02-01", "2025-04-01"}, {"C", "2025-04-01", "", ""}}, "A"},
		{"one that is not seen before the first that is",
			[][4]string{{"A", "2020-01-01", "2025-01-01", "2025-04-01"}, {"B", "2025-01-01", "", "2025-01-01"}}, "B"},
		{"a later end does not matter",
			[][4]string{{"A", "2020-01-01", "2025-03-15", ""}, {"B", "2025-03-15", "", "2025-03-15"}}, "A"},
		{"the first day counts", [][4]string{{"A", "2025-03-01", "", ""}}, "A"},
		{"the last day does not", [][4]string{{"A", "2020-01-01", "2025-03-01", ""}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := register(t, tt.give...)
			on := ""
			for _, town := range []JurisdictionID{"A", "B", "C"} {
				l, err := Build(r, spanish, town, date("2025-05-30"), date("2025-07-20"))
				require.NoError(t, err)
				if l.Has("P") {
					on += string(town)
				}
			}
			assert.Equal(t, tt.want, on)
			// The roll is what the register says of the day, as known on the day.
			home, _ := r.KnownAt(date("2025-03-01")).Home("P", date("2025-03-01"))
			assert.Equal(t, tt.want, string(home.Municipality))
		})
	}
}

// A view knows no more than the view that it is made from, and an edit of it loses
// nothing.
func TestKnownAt_Views(t *testing.T) {
	r := register(t, [4]string{"A", "2020-01-01", "2025-02-15", "2020-01-01"}, [4]string{"B", "2025-02-15", "", "2025-03-02"})
	view := r.KnownAt(date("2025-03-01"))
	want := []Residency{{"P", "A", date("2020-01-01"), 0, date("2020-01-01")}}
	assert.Equal(t, want, slices.Collect(view.Stays("P")))
	assert.Equal(t, want, slices.Collect(view.KnownAt(date("2026-01-01")).Stays("P")))
	assert.Equal(t, want, slices.Collect(view.KnownAt(0).Stays("P")))
	assert.Empty(t, slices.Collect(view.KnownAt(date("2019-12-31")).Stays("P")))
	assert.Len(t, slices.Collect(r.KnownAt(0).Stays("P")), 2)
	assert.Equal(t, dump(r), dump(view.Edit().Register()))
}
