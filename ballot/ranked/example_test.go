package ranked_test

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// capital is the vote on the capital of Tennessee.
func capital() (*ballot.Profile, error) {
	slate, err := ballot.NewSlate("Memphis", "Nashville", "Chattanooga", "Knoxville")
	if err != nil {
		return nil, err
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	if err != nil {
		return nil, err
	}
	for _, b := range []struct {
		text string
		n    int64
	}{
		{"Memphis>Nashville>Chattanooga>Knoxville", 42}, {"Nashville>Chattanooga>Knoxville>Memphis", 26},
		{"Chattanooga>Knoxville>Nashville>Memphis", 15}, {"Knoxville>Chattanooga>Nashville>Memphis", 17},
	} {
		if err := votes.AddText(b.text, b.n); err != nil {
			return nil, err
		}
	}
	return votes, nil
}

func ExamplePositional() {
	votes, err := capital()
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := ranked.Positional{Points: []vicinia.Ratio{vicinia.Frac(1, 1), vicinia.Frac(1, 3)}}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// Memphis: 42 points
	// Nashville: 40 points
	// Chattanooga: 88/3 points
	// Knoxville: 22 points
}

func ExampleCoombs() {
	votes, err := capital()
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := ranked.Coombs{}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// round 1: Memphis 58, Nashville 0, Chattanooga 0, Knoxville 42; out Memphis
	// left: Nashville
}

func ExampleInstantRunoff_Margin() {
	votes, err := capital()
	if err != nil {
		fmt.Println(err)
		return
	}
	margin, err := ranked.InstantRunoff{}.Margin(votes)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(margin) // Chattanooga and Knoxville are 2 apart: level, either may go
	// Output: 1 ballot
}

func ExampleMaximalLottery() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	// Ana over Ben by 1, Ben over Cai by 3, Cai over Ana by 5.
	duels, err := ballot.NewPairwise(slate, ballot.Below, 9, []int64{0, 5, 2, 4, 0, 6, 7, 3, 0})
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := ranked.MaximalLottery{}.Decide(duels, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	fmt.Println(slate.Name(out.Draw("2026-12-01", "mayor")))
	// Output:
	// Ana: 1/3
	// Ben: 5/9
	// Cai: 1/9
	// Ana
}

func ExampleBanks() {
	votes, err := capital()
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := ranked.Banks{}.Decide(votes.Pairwise(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output: Nashville
}
