package certificate_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/projects"
)

// backings are the ballots of a profile of approvals or scores.
func backings(p *ballot.Profile) (all []certificate.Backing) {
	for b, n := range p.All() {
		backing := certificate.Backing{Times: n}
		for _, m := range b {
			backing.Points = append(backing.Points, certificate.Point{Project: int(m.Option), Points: int64(m.Level)})
		}
		all = append(all, backing)
	}
	return all
}

// pricesOf are the prices in the reasons.
func pricesOf(in *projects.Instance, out *projects.Selection) certificate.Prices {
	proof := certificate.Prices{Share: big.NewRat(in.Budget, in.Profile.Len()+in.Profile.Blank)}
	for why := range out.Why() {
		switch why := why.(type) {
		case projects.Bought:
			o, _ := out.Slate.Find(why.Project)
			proof.Bought = append(proof.Bought, certificate.Purchase{Project: int(o), Price: why.Price})
		case projects.Raised:
			proof.Share = why.Share
		}
	}
	return proof
}

// What Equal Shares funds is priceable, also with raised shares; with a price or a share
// that is another, or a project left out, the proof does not hold.
func TestEqualSharesIsPriceable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	changed := 0
	for i := range 1_000 {
		slate, err := ballot.NewSlate("A", "B", "C", "D", "E")
		require.NoError(t, err)
		p, err := ballot.NewProfile(slate, []ballot.Kind{ballot.Approval, ballot.Scoring}[i%2])
		require.NoError(t, err)
		for range 1 + rng.IntN(8) {
			var b ballot.Ballot
			for o := range ballot.Option(5) {
				if rng.IntN(2) == 0 {
					b = append(b, ballot.Mark{Option: o, Level: 1 + int32(i%2*rng.IntN(5))})
				}
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
		}
		in := &projects.Instance{Profile: p, Budget: rng.Int64N(300)}
		for range 5 {
			in.Cost = append(in.Cost, 1+rng.Int64N(80))
		}
		rule := projects.EqualShares{Utility: projects.Utility(rng.IntN(3)), Ties: projects.LowerCost}
		if i%3 == 0 {
			rule.Completion = projects.Completion{Step: 1}
		}
		out, err := rule.Decide(in, ballot.Lot{})
		require.NoError(t, err)
		proof, ballots := pricesOf(in, out), backings(p)
		require.NoError(t, proof.Check(in.Cost, ballots), "%s", rule)
		if len(proof.Bought) == 0 {
			continue
		}
		changed++
		last := len(proof.Bought) - 1
		without := certificate.Prices{Share: proof.Share, Bought: proof.Bought[:last]}
		require.ErrorContains(t, without.Check(in.Cost, ballots), "left, and it costs")
		lower := proof.Bought[last]
		lower.Price = new(big.Rat).Mul(lower.Price, big.NewRat(9, 10))
		without.Bought = append(without.Bought[:last:last], lower)
		require.ErrorContains(t, without.Check(in.Cost, ballots), "is paid of")
	}
	assert.Greater(t, changed, 800)
}

func TestPricesRefuse(t *testing.T) {
	share, ten := big.NewRat(10, 1), big.NewRat(10, 1)
	ballots := []certificate.Backing{{Times: 2, Points: []certificate.Point{{Project: 0, Points: 1}}}, {Times: 1, Points: []certificate.Point{{Project: 1, Points: 1}}}}
	good := certificate.Prices{Share: share, Bought: []certificate.Purchase{{Project: 0, Price: ten}}}
	require.NoError(t, good.Check([]int64{20, 11}, ballots))
	tests := []struct {
		name string
		give certificate.Prices
		cost []int64
		with []certificate.Backing
		want string
	}{
		{"no share", certificate.Prices{}, nil, nil, "no share"},
		{"another cost", good, []int64{21, 11}, ballots, "project 0: 20 is paid of 21"},
		{"another left out", good, []int64{20, 10}, ballots, "project 1: its supporters have 10 left"},
		{"twice", certificate.Prices{Share: share, Bought: append(good.Bought, good.Bought...)}, []int64{20, 11}, ballots, "bought twice"},
		{"none of them", good, []int64{}, nil, "none of 0"},
		{"no such project", good, []int64{20}, ballots, "ballot 1: 1 points for project 1"},
		{"a ballot less than never", good, []int64{20}, []certificate.Backing{{Times: -1}}, "cast -1 times"},
		{"for nothing", certificate.Prices{Share: share, Bought: []certificate.Purchase{{Price: new(big.Rat)}}}, []int64{20, 11}, ballots, "for nothing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.ErrorContains(t, tt.give.Check(tt.cost, tt.with), tt.want)
		})
	}
}

func ExamplePrices() {
	// Three ballots for a park of 30, one of them also for a bench of 5.
	ballots := []certificate.Backing{
		{Times: 2, Points: []certificate.Point{{Project: 0, Points: 1}}},
		{Times: 1, Points: []certificate.Point{{Project: 0, Points: 1}, {Project: 1, Points: 1}}},
	}
	proof := certificate.Prices{Share: big.NewRat(12, 1), Bought: []certificate.Purchase{{Project: 0, Price: big.NewRat(10, 1)}}}
	fmt.Println(proof.Check([]int64{30, 5}, ballots))
	fmt.Println(proof.Check([]int64{30, 2}, ballots))
	// Output:
	// <nil>
	// project 1: its supporters have 2 left, and it costs 2
}
