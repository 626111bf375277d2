package census_test

import (
	"crypto/sha256"
	"encoding/binary"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

// Old enough on the day of the vote; born on 29 February: of age on 1 March in
// common years.
func TestBuild_Age(t *testing.T) {
	tests := []struct {
		name           string
		giveBorn, vote string
		want           bool
	}{
		{"the day before", "2007-07-10", "2025-07-09", false},
		{"the day itself", "2007-07-10", "2025-07-10", true},
		{"leap day, 28 February", "2004-02-29", "2022-02-28", false},
		{"leap day, 1 March", "2004-02-29", "2022-03-01", true},
		{"born on 1 March, 28 February of a leap year", "2006-03-01", "2024-02-28", false},
		{"born on 1 March, leap day", "2006-03-01", "2024-02-29", false},
		{"born on 28 February, leap day", "2006-02-28", "2024-02-29", true},
		{"the last of the year", "2006-12-31", "2024-12-30", false},
		{"born tomorrow's century", "1900-02-28", "2024-02-29", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := register(t).Edit()
			require.NoError(t, e.Person(Person{ID: "Q", Born: date(tt.giveBorn)}))
			require.NoError(t, e.Residency(Residency{Person: "Q", Municipality: "A", From: date(tt.giveBorn)}))
			vote := date(tt.vote)
			l, err := Build(e.Register(), Rule{}, "A", vote, vote)
			require.NoError(t, err)
			assert.Equal(t, tt.want, l.Has("Q"))
			assert.Equal(t, tt.want, OfAge(date(tt.giveBorn), 18, vote))
			years := 17
			if tt.want {
				years = birthdays(date(tt.giveBorn), vote)
			}
			assert.Equal(t, years, l.Explain("Q").Age)
		})
	}
}

func TestBuild_AgeOnReference(t *testing.T) {
	rule := Rule{Reference: FirstOfMonthBefore(2), AgeOn: ReferenceDay}
	l, err := Build(worked(t), rule, "A", date("2025-05-30"), date("2025-07-20"))
	require.NoError(t, err)
	assert.Equal(t, []PersonID{"P1", "P2", "P3", "P8"}, electors(l), "P7 is 17 on 1 March")
	assert.Equal(t, "not on the roll: too young, 18 on 2025-07-10", l.Explain("P7").String())
	assert.Equal(t, "on the roll: A since 2010-06-01, 54 years on 2025-03-01", l.Explain("P1").String())
}

// The voting age is that of the municipality of residence, in a region's vote too.
func TestBuild_Region(t *testing.T) {
	e := new(Register).Edit()
	for _, p := range []Place{
		{ID: "R", Region: true, VotingAge: 30}, {ID: "S", Region: true, Within: "R"},
		{ID: "young", Within: "S", VotingAge: 16}, {ID: "old", Within: "R", VotingAge: 21}, {ID: "far"},
	} {
		require.NoError(t, e.Place(p))
	}
	born := date("2008-01-01") // 17
	for _, p := range []PersonID{"young", "old", "far"} {
		require.NoError(t, e.Person(Person{ID: p, Born: born}))
		require.NoError(t, e.Residency(Residency{Person: p, Municipality: JurisdictionID(p), From: born}))
	}
	vote := date("2025-07-20")
	r := e.Register()
	rolls, err := BuildAll(r, vote,
		Call{Place: "R", Call: vote}, Call{Place: "S", Call: vote}, Call{Place: "young", Call: vote},
		Call{Place: "old", Call: vote}, Call{Place: "far", Call: vote}, Call{Place: "R", Call: vote})
	require.NoError(t, err, "a neighbour votes in the municipality and in its regions")
	for k, want := range [][]PersonID{{"young"}, {"young"}, {"young"}, nil, nil, {"young"}} {
		assert.Equal(t, want, electors(rolls[k]))
	}
	assert.Equal(t, "not on the roll: too young, 21 on 2029-01-01", rolls[0].Explain("old").String())
	assert.Equal(t, "not on the roll: lived in far on 2025-07-20", rolls[0].Explain("far").String())
}

// Death on or before the reference date takes off; later it changes nothing.
func TestBuild_Death(t *testing.T) {
	for give, want := range map[string]bool{"2025-02-28": false, "2025-03-01": false, "2025-03-02": true, "2025-07-20": true} {
		e := worked(t).Edit()
		require.NoError(t, e.Death("P1", date(give)))
		l, err := Build(e.Register(), spanish, "A", date("2025-05-30"), date("2025-07-20"))
		require.NoError(t, err)
		assert.Equal(t, want, l.Has("P1"), give)
	}
}

// A judgment, and nothing else, takes a resident off, for its time.
func TestBuild_Judgment(t *testing.T) {
	tests := []struct {
		name         string
		giveFrom, to string
		want         bool
	}{
		{"over before", "2024-01-01", "2025-03-01", true},
		{"begins after", "2025-03-02", "", true},
		{"begins on the day", "2025-03-01", "2025-03-02", false},
		{"for ever", "2000-01-01", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := worked(t).Edit()
			require.NoError(t, e.Judgment("P1", vicinia.Interval{From: day(tt.giveFrom), To: day(tt.to)}))
			require.NoError(t, e.Judgment("P1", vicinia.Year(1999)))
			l, err := Build(e.Register(), spanish, "A", date("2025-05-30"), date("2025-07-20"))
			require.NoError(t, err)
			assert.Equal(t, tt.want, l.Has("P1"))
			assert.True(t, l.Has("P2"))
		})
	}
}

// a least stay is asked of all; moving inside the place does not break it.
func TestBuild_MinStay(t *testing.T) {
	r := register(t, [4]string{"D", "2020-01-01", "2024-12-01", ""}, [4]string{"A", "2024-12-01", "2025-02-01", ""}, [4]string{"B", "2025-02-01", "", ""})
	tests := []struct {
		give JurisdictionID
		days int
		want bool
	}{
		{"B", 28, true}, {"B", 29, false}, {"R", 90, true}, {"R", 91, false}, {"B", 0, true},
	}
	for _, tt := range tests {
		l, err := Build(r, Rule{Reference: On(date("2025-03-01")), MinStay: tt.days}, tt.give, date("2025-03-01"), date("2025-03-01"))
		require.NoError(t, err)
		assert.Equal(t, tt.want, l.Has("P"), "%s %d", tt.give, tt.days)
		if !tt.want && tt.give == "R" {
			assert.Equal(t, "not on the roll: in R since 2024-12-01, and on 2025-03-01 91 days are asked", l.Explain("P").String())
		}
	}
}

func TestBuild_Refused(t *testing.T) {
	r := worked(t)
	may, july := date("2025-05-30"), date("2025-07-20")
	_, err := Build(r, Rule{}, "X", may, july)
	wantFault(t, err, "place", "")
	_, err = Build(r, Rule{AgeOn: 7}, "A", may, july)
	wantFault(t, err, "ageon", "")
	_, err = Build(r, Rule{MinStay: -1}, "A", may, july)
	wantFault(t, err, "minstay", "")
	_, err = Build(r, Rule{Reference: On(july + 1)}, "A", may, july)
	wantFault(t, err, "reference", "R-10")

	_, err = BuildAll(r, july, Call{Place: "A", Call: may}, Call{Place: "X", Call: july + 1}, Call{Place: "Y", Call: may})
	require.Len(t, all(err), 3)
	wantFault(t, all(err)[0], "calls[1].place", "")
	wantFault(t, all(err)[1], "calls[1].call", "R-10")
	wantFault(t, all(err)[2], "calls[2].place", "")
	_, err = BuildAll(r, july, Call{Place: "A", Call: may, Vote: july - 1})
	wantFault(t, err, "calls[0].vote", "")

	rolls, err := BuildAll(r, july)
	require.NoError(t, err)
	assert.Empty(t, rolls)
}

// B takes another reference date than A, after the move of P3.
func TestBuildAll_R7(t *testing.T) {
	r := worked(t)
	call, vote := date("2025-05-30"), date("2025-07-20")
	e := r.Edit()
	require.NoError(t, e.Move("P1", "B", date("2025-04-01"), date("2025-04-01")))
	r = e.Register()
	a := Call{Place: "A", Rule: spanish, Call: call}
	b := Call{Place: "B", Rule: Rule{Reference: DaysBefore(30)}, Call: call}
	_, err := BuildAll(r, vote, a, b)
	require.Len(t, all(err), 2, "one for each person")
	assert.EqualError(t, all(err)[0], "person: P1 is on the rolls of A as of 2025-03-01 and B as of 2025-06-20 for the votes on 2025-07-20 (R-7)")
	wantFault(t, all(err)[1], "person", "R-7")
	assert.Contains(t, all(err)[1].Error(), "P3")

	// Not on other days, nor for one municipality that votes twice.
	a.Vote, b.Vote = vote, vote+7
	twice := a
	twice.Rule = b.Rule
	rolls, err := Scan(r, []Call{a, b, twice})
	require.NoError(t, err)
	assert.NoError(t, Doubles(rolls...))
	assert.NoError(t, Doubles())

	// Rolls of registers that number people differently are compared by id.
	one, err := Build(r, a.Rule, "A", call, vote)
	require.NoError(t, err)
	other := new(Register).Edit()
	require.NoError(t, other.Place(Place{ID: "B"}))
	for _, p := range []PersonID{"new", "P3", "P2", "P1"} {
		require.NoError(t, other.Person(Person{ID: p, Born: date("1980-01-01")}))
	}
	require.NoError(t, other.Residency(Residency{Person: "P2", Municipality: "B", From: date("2020-01-01")}))
	require.NoError(t, other.Residency(Residency{Person: "new", Municipality: "B", From: date("2020-01-01")}))
	two, err := Build(other.Register(), b.Rule, "B", call, vote)
	require.NoError(t, err)
	for _, err := range []error{Doubles(one, two), Doubles(two, one)} {
		wantFault(t, err, "person", "R-7")
		assert.Contains(t, err.Error(), "P2")
	}
}

// The canonical form, written again from its comment.
func TestRoll_Digest(t *testing.T) {
	l, err := Build(worked(t), spanish, "A", date("2025-05-30"), date("2025-07-20"))
	require.NoError(t, err)
	var b []byte
	for _, s := range []string{
		"vicinia census roll 1", "A", "2025-03-01", "2025-05-30", "2025-07-20", "P1", "P2", "P3", "P7", "P8",
	} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	assert.Equal(t, sha256.Sum256(b), l.Digest())
	assert.Equal(t, l.Digest(), l.Close().Digest())

	for _, other := range []Call{
		{"B", spanish, date("2025-05-30"), date("2025-07-20")},
		{"A", Rule{Reference: FirstOfMonthBefore(1)}, date("2025-05-30"), date("2025-07-20")},
		{"A", spanish, date("2025-05-29"), date("2025-07-20")},
		{"A", spanish, date("2025-05-30"), date("2025-07-21")},
	} {
		m, err := Build(worked(t), other.Rule, other.Place, other.Call, other.Vote)
		require.NoError(t, err)
		assert.NotEqual(t, l.Digest(), m.Digest(), other)
	}
}

// A roll of many ids that end in the middle of a block of the hash.
func TestRoll_DigestBlocks(t *testing.T) {
	e := register(t).Edit()
	for i := range 3000 {
		p := PersonID(string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)))
		require.NoError(t, e.Person(Person{ID: p, Born: 1}))
		require.NoError(t, e.Residency(Residency{Person: p, Municipality: "A", From: 1}))
	}
	l, err := Build(e.Register(), Rule{}, "A", date("2025-05-30"), date("2025-07-20"))
	require.NoError(t, err)
	require.EqualValues(t, 3000, l.Len())
	var b []byte
	put := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	for _, s := range []string{"vicinia census roll 1", "A", "2025-05-30", "2025-05-30", "2025-07-20"} {
		put(s)
	}
	last := PersonID("")
	for p := range l.All() {
		assert.Less(t, last, p)
		put(string(p))
		last = p
	}
	assert.Equal(t, sha256.Sum256(b), l.Digest())
}

// no field and no argument says anything of a person but birth, death and
// where they live. A new field must be defended here.
func TestR4_Fields(t *testing.T) {
	tests := []struct {
		give any
		want []string
	}{
		{Person{}, []string{"ID", "Born", "Died"}},
		{Residency{}, []string{"Person", "Municipality", "From", "To", "Recorded"}},
		{Place{}, []string{"ID", "Within", "Region", "VotingAge"}},
		{Rule{}, []string{"Reference", "AgeOn", "MinStay"}},
		{Call{}, []string{"Place", "Rule", "Call", "Vote"}},
		{Correction{}, []string{"Person", "On", "Cause"}},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range reflect.VisibleFields(reflect.TypeOf(tt.give)) {
			got = append(got, f.Name)
		}
		assert.Equal(t, tt.want, got)
	}
	build := reflect.TypeOf(Build)
	assert.Equal(t, 5, build.NumIn(), "register, rule, place, call, vote")
}
