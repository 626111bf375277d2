package certificate_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/committee"
)

// approvals are drawn ballots, as a profile and as the checkers read them.
func approvals(t *testing.T, rng *rand.Rand, options int) (*ballot.Profile, certificate.Approvals) {
	names := make([]string, options)
	for o := range names {
		names[o] = fmt.Sprintf("%c", 'A'+o)
	}
	slate, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(slate, ballot.Approval)
	require.NoError(t, err)
	for range 2 + rng.IntN(12) {
		b := ballot.Ballot{{Option: ballot.Option(rng.IntN(options)), Level: 1}}
		for o := range ballot.Option(options) {
			if rng.IntN(4) == 0 && o != b[0].Option {
				b = append(b, ballot.Mark{Option: o, Level: 1})
			}
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(4)))
	}
	a := certificate.Approvals{Options: options}
	for b, n := range p.All() {
		var os []int
		for _, m := range b {
			os = append(os, int(m.Option))
		}
		a.Ballots, a.Voters = append(a.Ballots, os), append(a.Voters, n)
	}
	return p, a
}

func ints(os []ballot.Option) (all []int) {
	for _, o := range os {
		all = append(all, int(o))
	}
	return all
}

// rounds are the members in the order of their election, and their values.
func rounds(out *committee.Committee) (members []int, values []*big.Rat) {
	for why := range out.Why() {
		if r, ok := why.(committee.Round); ok {
			o, _ := out.Slate.Find(r.Option)
			members, values = append(members, int(o)), append(values, r.Value)
		}
	}
	return members, values
}

// What equal shares and Phragmen elect has a system of prices (Peters & Skowron 2020).
func TestRulesArePriceable(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	proved, refused := 0, 0
	for range 500 {
		p, a := approvals(t, rng, 6)
		seats := 1 + rng.IntN(5)
		out, err := committee.EqualShares{Seats: seats}.Decide(p, ballot.Lot{Seed: "s", Label: "l"})
		require.NoError(t, err)
		members, prices := rounds(out)
		proof := certificate.Bought(a, big.NewRat(int64(seats), p.Len()), members, prices)
		require.NoError(t, proof.Check(a, members))

		out, err = committee.Phragmen{Seats: seats}.Decide(p, ballot.Lot{Seed: "s", Label: "l"})
		require.NoError(t, err)
		members, loads := rounds(out)
		if loads[len(loads)-1].Sign() == 0 {
			continue // a member whom nobody approves
		}
		proof = certificate.Carried(a, members, loads)
		require.NoError(t, proof.Check(a, members))
		proved++
		other := slices.Clone(members)
		other[0] = slices.IndexFunc([]int{0, 1, 2, 3, 4, 5}, func(o int) bool { return !slices.Contains(members, o) })
		if err := proof.Check(a, other); err != nil {
			refused++
		}
	}
	assert.Greater(t, proved, 300)
	assert.Equal(t, proved, refused)
}

// A search for prices finds them for what equal shares and Phragmen elect, and tells where
// there are none; those it finds hold.
func TestPricesAreFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	found, none := 0, 0
	for range 120 {
		p, a := approvals(t, rng, 6)
		seats := 1 + rng.IntN(4)
		for _, r := range []ballot.Rule[*ballot.Profile, *committee.Committee]{
			committee.EqualShares{Seats: seats}, committee.Phragmen{Seats: seats}, committee.Approval{Seats: seats},
		} {
			out, err := r.Decide(p, ballot.Lot{Seed: "s", Label: "l"})
			require.NoError(t, err)
			if len(out.Members) == 0 {
				continue
			}
			prices, err := committee.PricesOf(p, out.Members, 0)
			require.NoError(t, err)
			if prices == nil {
				none++
				_, values := rounds(out)
				_, bought := r.(committee.EqualShares)
				_, carried := r.(committee.Phragmen)
				require.False(t, bought || carried && values[len(values)-1].Sign() > 0, "%s", r)
				continue
			}
			found++
			require.NoError(t, certificate.Priceable{Budget: prices.Budget, Pays: prices.Pays}.Check(a, ints(out.Members)))
		}
	}
	assert.Greater(t, found, 200)
	assert.Greater(t, none, 5)
}

// The bound that PAV leaves proves its committee, those level with it, and no other.
func TestBestScoresAreProved(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	proved := 0
	for range 300 {
		p, a := approvals(t, rng, 7)
		seats := 1 + rng.IntN(5)
		out, err := committee.Thiele{Seats: seats}.Decide(p, nil)
		require.NoError(t, err)
		proof := certificate.Thiele{Seats: seats}
		for i := range seats {
			proof.Worth = append(proof.Worth, big.NewRat(1, int64(i+1)))
		}
		for why := range out.Why() {
			if b, ok := why.(committee.Bound); ok {
				proof.Prices = b.Prices
			}
		}
		if proof.Prices == nil {
			continue
		}
		proved++
		for mask := range 1 << 7 {
			var set []ballot.Option
			for o := range ballot.Option(7) {
				if mask>>o&1 == 1 {
					set = append(set, o)
				}
			}
			if len(set) == seats {
				best := slices.ContainsFunc(out.Best, func(b []ballot.Option) bool { return slices.Equal(b, set) })
				require.Equal(t, best, proof.Check(a, ints(set)) == nil, "%v of %v", set, out.Best)
			}
		}
	}
	assert.Greater(t, proved, 200)
}

func TestCommitteeProofsRefuse(t *testing.T) {
	a := certificate.Approvals{Options: 3, Ballots: [][]int{{0}, {0, 1}, {2}}, Voters: []int64{2, 2, 1}}
	r := func(n, d int64) *big.Rat { return big.NewRat(n, d) }
	good := func() certificate.Priceable {
		return certificate.Priceable{Budget: r(1, 2), Pays: [][]*big.Rat{{r(1, 4)}, {r(1, 4), nil}, {nil}}}
	}
	require.NoError(t, good().Check(a, []int{0}))
	tests := []struct {
		name string
		give func(*certificate.Priceable)
		a    certificate.Approvals
		set  []int
		want string
	}{
		{"another member", nil, a, []int{1}, "option 0 is no member and paid 1"},
		{"no member", nil, a, []int{3}, "a committee of [3] of 3 options"},
		{"a member twice", nil, a, []int{0, 0}, "a committee of [0 0]"},
		{"a budget too small", func(p *certificate.Priceable) { p.Budget = r(1, 8) }, a, []int{0}, "pays 1/8 more than its budget"},
		{"a budget too large", func(p *certificate.Priceable) { p.Budget = r(3, 2) }, a, []int{0}, "the supporters of option 1 have 5/2 left"},
		{"no budget", func(p *certificate.Priceable) { p.Budget = nil }, a, []int{0}, "a budget of <nil>"},
		{"less than nothing", func(p *certificate.Priceable) { p.Pays[0][0] = r(-1, 4) }, a, []int{0}, "ballot 0 pays -1/4"},
		{"too little", func(p *certificate.Priceable) { p.Pays[0][0] = r(1, 8) }, a, []int{0}, "member 0 is paid 3/4"},
		{"a payment missing", func(p *certificate.Priceable) { p.Pays[1] = nil }, a, []int{0}, "0 payments for 2 options"},
		{"a ballot missing", func(p *certificate.Priceable) { p.Pays = p.Pays[:2] }, a, []int{0}, "payments of 2 ballots"},
		{"ballots that are none", nil, certificate.Approvals{Options: 1, Ballots: a.Ballots, Voters: a.Voters}, []int{0}, "of 1"},
		{"voters missing", nil, certificate.Approvals{Options: 3, Ballots: a.Ballots}, []int{0}, "voters of 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := good()
			if tt.give != nil {
				tt.give(&p)
			}
			assert.ErrorContains(t, p.Check(tt.a, tt.set), tt.want)
		})
	}
	assert.Error(t, certificate.Carried(a, nil, nil).Check(a, nil), "no loads, no budget")

	thiele := certificate.Thiele{Seats: 1, Worth: []*big.Rat{r(1, 1)}, Prices: []*big.Rat{r(1, 1), r(1, 1), r(1, 1)}}
	require.NoError(t, thiele.Check(a, []int{0}))
	assert.ErrorContains(t, thiele.Check(a, []int{1}), "a score of 2 is not proved: the bound is 4")
	assert.ErrorContains(t, thiele.Check(a, []int{0, 1}), "2 members of 1 seats")
	assert.ErrorContains(t, certificate.Thiele{Seats: 1, Worth: thiele.Worth, Prices: []*big.Rat{nil, nil, nil}}.Check(a, []int{0}), "a price of <nil>")
	assert.ErrorContains(t, certificate.Thiele{Seats: 1, Worth: []*big.Rat{r(1, 2), r(1, 1)}, Prices: thiele.Prices}.Check(a, []int{0}), "member 2 is worth 1")
}

func ExamplePriceable() {
	// Two voters of A and two of A and B; a seat costs one.
	votes := certificate.Approvals{Options: 2, Ballots: [][]int{{0}, {0, 1}}, Voters: []int64{2, 2}}
	proof := certificate.Bought(votes, big.NewRat(1, 4), []int{0}, []*big.Rat{big.NewRat(1, 4)})
	fmt.Println(proof.Check(votes, []int{0}))
	fmt.Println(proof.Check(votes, []int{1}))
	// Output:
	// <nil>
	// option 0 is no member and paid 1
	// member 1 is paid 0
}
