package ballot_test

import (
	"fmt"

	"github.com/vicinia/vicinia/ballot"
)

// Two stations report; one of them twice.
func ExampleGather() {
	slate, err := ballot.NewSlate("yes", "no")
	if err != nil {
		fmt.Println(err)
		return
	}
	reports := []struct {
		station string
		votes   []int64
	}{{"north", []int64{3, 4}}, {"south", []int64{5, 1}}, {"north", []int64{3, 4}}}
	sum, err := ballot.Gather(func(yield func(string, *ballot.Counts) bool) {
		for _, r := range reports {
			if c, err := ballot.NewCounts(slate, r.votes); err != nil || !yield(r.station, c) {
				return
			}
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sum.Of(0), "yes,", sum.Of(1), "no")
	// Output: 8 yes, 5 no
}

// Who has withdrawn leaves the slate, and those who named nobody else a blank ballot.
func ExampleProfile_Without() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Approval)
	if err == nil {
		err = votes.AddText("Ana|Ben", 3)
	}
	if err == nil {
		err = votes.AddText("Ben", 2)
	}
	if err == nil {
		votes, err = votes.Without(1)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(votes.Slate().Names(0, 1), votes.Len(), "ballots,", votes.Blank, "blank")
	// Output: Ana, Cai 3 ballots, 2 blank
}
