package committee_test

import (
	"fmt"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// neighbours is 10 voters of a street and 5 of another.
func neighbours() *ballot.Profile {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai", "Dea")
	if err != nil {
		panic(err)
	}
	p, err := ballot.NewProfile(slate, ballot.Approval)
	if err != nil {
		panic(err)
	}
	for _, b := range []struct {
		text string
		n    int64
	}{{"Ana|Ben|Cai", 6}, {"Ana|Ben", 4}, {"Dea", 5}} {
		if err := p.AddText(b.text, b.n); err != nil {
			panic(err)
		}
	}
	return p
}

// Approval voting gives all seats to the larger street; proportional approval voting does
// not.
func ExampleThiele() {
	p := neighbours()
	for _, r := range []ballot.Rule[*ballot.Profile, *committee.Committee]{committee.Approval{Seats: 3}, committee.Thiele{Seats: 3}} {
		out, err := r.Decide(p, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(out.Rule, "elects", out.Slate.Names(out.Members...))
	}
	// Output:
	// av seats=3 elects Ana, Ben, Cai
	// pav seats=3 elects Ana, Ben, Dea
}

// Each voter has 3/15 of a seat; the reasons tell what supporters paid for a member.
func ExampleEqualShares() {
	out, err := committee.EqualShares{Seats: 3}.Decide(neighbours(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// round 1: Ana elected, price 1/10
	// round 2: Ben elected, price 1/10
	// round 3: Dea elected, price 1/5
}

// The five voters of Dea are a third, and deserve a member of three.
func ExampleProperty_Check() {
	p := neighbours()
	w, err := committee.EJR.Check(p, []ballot.Option{0, 1, 2}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w.Voters, "voters deserve", w.Level, "and agree on", p.Slate().Names(w.Options...))
	w, err = committee.EJR.Check(p, []ballot.Option{0, 1, 3}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w == nil)
	// Output:
	// 5 voters deserve 1 and agree on Dea
	// true
}
