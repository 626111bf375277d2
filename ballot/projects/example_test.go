package projects_test

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// village has four ballots for a park, three of them for a bench too, and two for a library;
// and 60 to spend.
func village() *projects.Instance {
	slate, err := ballot.NewSlate("park", "bench", "library")
	if err != nil {
		panic("projects: " + err.Error())
	}
	votes, err := ballot.NewProfile(slate, ballot.Approval)
	if err != nil {
		panic("projects: " + err.Error())
	}
	for _, text := range []string{"park|bench", "park|bench", "park|bench", "park", "library", "library"} {
		if err := votes.AddText(text, 1); err != nil {
			panic("projects: " + err.Error())
		}
	}
	return &projects.Instance{Profile: votes, Cost: []int64{30, 10, 20}, Budget: 60}
}

func Example() {
	out, err := projects.EqualShares{}.Decide(village(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Slate.Names(out.Winners()...), "and", out.Left, "left")
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// park, library and 10 left
	// park: bought for 30 by 4 ballots at 15/2 and 0 with less
	// library: bought for 20 by 2 ballots at 10 and 0 with less
	// bench: not funded: its supporters have not enough left
}

func ExampleGreedy() {
	in := village()
	in.Cost[2] = 50
	in.Requires = [][2]string{{"park", "bench"}}
	out, err := projects.Greedy{Part: vicinia.MustRatio("40%")}.Decide(in, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// bench: funded with 10, a score of 3; 10 spent
	// park: funded with 30, a score of 4; 40 spent
	// library: funded with 20 of 50, all that is left
}

// Money of the north helps the north first; what the common money would have paid there is
// free for others.
func ExamplePot() {
	in := village()
	in.Budget, in.Pots = 40, []projects.Pot{{Name: "north", Money: 25, Projects: []string{"park"}}}
	out, err := projects.MaximinSupport{}.Decide(in, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Slate.Names(out.Winners()...), out.Left, out.PotLeft)
	// Output: park, bench, library 5 [0]
}
