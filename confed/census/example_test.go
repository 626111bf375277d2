package census_test

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
)

// must is for examples, whose facts are known to be good.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// village is two municipalities, and Ana, who moves from A to B in March.
func village() *census.Register {
	e := new(census.Register).Edit()
	for _, err := range []error{
		e.Place(census.Place{ID: "A"}),
		e.Place(census.Place{ID: "B"}),
		e.Person(census.Person{ID: "ana", Born: vicinia.MustDate("1980-05-02")}),
		e.Residency(census.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate("2019-01-01")}),
		e.Move("ana", "B", vicinia.MustDate("2025-03-15"), vicinia.MustDate("2025-03-15")),
	} {
		if err != nil {
			panic(err)
		}
	}
	return e.Register()
}

// Who lives there on the reference date votes, and the roll says why.
func Example() {
	rule := census.Rule{Reference: census.FirstOfMonthBefore(2)}
	call, vote := vicinia.MustDate("2025-05-30"), vicinia.MustDate("2025-07-20")
	for _, place := range []census.JurisdictionID{"A", "B"} {
		roll := must(census.Build(village(), rule, place, call, vote))
		fmt.Println(place, roll.Len(), roll.Explain("ana"))
	}
	// Output:
	// A 1 on the roll: A since 2019-01-01, 45 years on the day of the vote
	// B 0 not on the roll: lived in A on 2025-03-01
}

// With other reference dates, a move would give two votes.
func ExampleBuildAll() {
	call := vicinia.MustDate("2025-05-30")
	_, err := census.BuildAll(village(), vicinia.MustDate("2025-07-20"),
		census.Call{Place: "A", Call: call, Rule: census.Rule{Reference: census.FirstOfMonthBefore(2)}},
		census.Call{Place: "B", Call: call, Rule: census.Rule{Reference: census.DaysBefore(30)}})
	fmt.Println(err)
	// Output:
	// person: ana is on the rolls of A as of 2025-03-01 and B as of 2025-06-20 for the votes on 2025-07-20 (R-7)
}

// A claim cannot bring in somebody who did not live there.
func ExampleRoll_Correct() {
	day := vicinia.MustDate("2025-03-01")
	roll := must(census.Build(village(), census.Rule{}, "B", day, day))
	_, err := roll.Correct(census.Correction{Person: "ana", On: true, Cause: "will move soon"})
	fmt.Println(err)
	// Output:
	// corrections[0].person: ana: not on the roll: lived in A on 2025-03-01 (R-5)
}

// A view of the past does not know what was recorded later.
func ExampleRegister_KnownAt() {
	r := village()
	day := vicinia.MustDate("2025-04-01")
	now, _ := r.Home("ana", day)
	then, _ := r.KnownAt(vicinia.MustDate("2025-03-10")).Home("ana", day)
	fmt.Println(now.Municipality, now.Interval())
	fmt.Println(then.Municipality, then.Interval())
	// Output:
	// B since 2025-03-15
	// A since 2019-01-01
}

// A reference date follows from the dates of a vote.
func ExampleParseReference() {
	call, vote := vicinia.MustDate("2025-05-30"), vicinia.MustDate("2025-07-20")
	for _, s := range []string{"first-of-month:2", "days-before:30", "on:2025-03-01"} {
		fmt.Println(must(must(census.ParseReference(s)).Date(call, vote)))
	}
	// Output:
	// 2025-03-01
	// 2025-06-20
	// 2025-03-01
}
