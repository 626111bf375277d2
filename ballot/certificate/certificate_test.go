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
	"github.com/vicinia/vicinia/ballot/seats"
)

var rules = []struct {
	sequence seats.Sequence
	signpost certificate.Signpost
}{
	{seats.DHondt, certificate.DHondt},
	{seats.SainteLague, certificate.SainteLague},
	{seats.HuntingtonHill, certificate.HuntingtonHill},
	{seats.Adams, certificate.Adams},
}

// Every allocation has a proof, and no other allocation of the house has it, unless a
// tie makes both right.
func TestEveryAllocationIsProved(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	proved := 0
	for range 2_000 {
		votes := []int64{1 + rng.Int64N(500), 1 + rng.Int64N(500), rng.Int64N(500), rng.Int64N(5)}
		slate, err := ballot.NewSlate("A", "B", "C", "D")
		require.NoError(t, err)
		counts, err := ballot.NewCounts(slate, votes)
		require.NoError(t, err)
		rule := rules[rng.IntN(len(rules))]
		divisor := seats.Divisor{Sequence: rule.sequence, Seats: 8 + rng.Int64N(20), Min: rng.Int64N(3)}
		out, err := divisor.Decide(counts, nil)
		require.NoError(t, err)
		last, ok := lastOf(out)
		if !ok {
			continue
		}
		proved++
		for _, q := range []seats.Quotient{last.Given, last.Refused} {
			proof := certificate.Divisor{
				Rule: rule.signpost, House: divisor.Seats, Min: divisor.Min, Votes: q.Votes, Seat: q.Seat,
			}
			require.NoError(t, proof.Check(votes, out.Seats), "%s of %v", divisor, votes)
			other := slices.Clone(out.Seats)
			other[0]++
			other[1]--
			require.Error(t, proof.Check(votes, other), "%s of %v: %v too", divisor, votes, other)
		}
	}
	assert.Greater(t, proved, 1_500)
}

func lastOf(out *seats.Allocation) (l seats.Last, ok bool) {
	for why := range out.Why() {
		if l, ok = why.(seats.Last); ok {
			return l, true
		}
	}
	return l, false
}

func TestCheckRefuses(t *testing.T) {
	good := certificate.Divisor{Rule: certificate.DHondt, House: 7, Votes: 24_000, Seat: 2}
	votes, won := []int64{53_000, 24_000, 23_000, 0}, []int64{4, 2, 1, 0}
	require.NoError(t, good.Check(votes, won))
	tests := []struct {
		name      string
		give      certificate.Divisor
		giveVotes []int64
		giveSeats []int64
	}{
		{"another house", certificate.Divisor{Rule: certificate.DHondt, House: 8, Votes: 24_000, Seat: 2}, votes, won},
		{"a divisor too small", certificate.Divisor{Rule: certificate.DHondt, House: 7, Votes: 1, Seat: 1}, votes, won},
		{"a divisor too large", certificate.Divisor{Rule: certificate.DHondt, House: 7, Votes: 53_000, Seat: 1}, votes, won},
		{"no divisor", certificate.Divisor{Rule: certificate.DHondt, House: 7}, votes, won},
		{"another rule", certificate.Divisor{Rule: certificate.SainteLague, House: 7, Votes: 24_000, Seat: 2}, votes, won},
		{"a seat moved", good, votes, []int64{3, 2, 2, 0}},
		{"a seat without votes", good, votes, []int64{4, 2, 0, 1}},
		{"below the least", certificate.Divisor{Rule: certificate.DHondt, House: 7, Min: 2, Votes: 24_000, Seat: 2}, votes, won},
		{"a list is missing", good, votes[:3], won},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Error(t, tt.give.Check(tt.giveVotes, tt.giveSeats))
		})
	}
}

func ExampleDivisor() {
	votes := []int64{53_000, 24_000, 23_000}
	proof := certificate.Divisor{Rule: certificate.DHondt, House: 7, Votes: 24_000, Seat: 2}
	fmt.Println(proof.Check(votes, []int64{4, 2, 1}))
	fmt.Println(proof.Check(votes, []int64{5, 2, 0}))
	// Output:
	// <nil>
	// list 0: its seat no. 5 is worth less than the divisor
	// list 2: a seat no. 1 would be worth more than the divisor
}

func TestBiproportionalRefuses(t *testing.T) {
	rats := func(ns ...int64) (all []*big.Rat) {
		for _, n := range ns {
			all = append(all, big.NewRat(n, 1))
		}
		return all
	}
	good := func() certificate.Biproportional {
		return certificate.Biproportional{Seats: []int64{3, 2}, Lists: []int64{3, 2}, DistrictDivisors: rats(800, 400), ListDivisors: rats(1, 1)}
	}
	votes, won := []int64{1_500, 900, 300, 400}, []int64{2, 1, 1, 1}
	require.NoError(t, good().Check(votes, won))
	tests := []struct {
		name      string
		give      func(*certificate.Biproportional)
		giveVotes []int64
		giveSeats []int64
		want      string
	}{
		{"a cycle turned", nil, votes, []int64{1, 2, 2, 0}, "district 0, list 0: 1500 votes do not round to 1 seats"},
		{"a seat more", nil, votes, []int64{3, 1, 1, 1}, "district 0: 4 seats of 3"},
		{"a list short", func(p *certificate.Biproportional) { p.Lists[1] = 3 }, votes, won, "list 1: 2 seats of 3"},
		{"a seat without votes", nil, []int64{1_500, 900, 300, 0}, won, "district 1, list 1: 0 votes"},
		{"votes below 0", nil, []int64{1_500, 900, 300, -400}, won, "-400 votes"},
		{"another divisor", func(p *certificate.Biproportional) { p.ListDivisors[0] = big.NewRat(1, 2) }, votes, won, "do not round"},
		{"a divisor of 0", func(p *certificate.Biproportional) { p.DistrictDivisors[0] = new(big.Rat) }, votes, won, "a divisor"},
		{"no divisor", func(p *certificate.Biproportional) { p.ListDivisors[1] = nil }, votes, won, "a divisor"},
		{"a cell missing", nil, votes, won[:3], "4 cells of votes and 3 of seats"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := good()
			if tt.give != nil {
				tt.give(&p)
			}
			assert.ErrorContains(t, p.Check(tt.giveVotes, tt.giveSeats), tt.want)
		})
	}
	// At an exact half both numbers fit.
	half := certificate.Biproportional{Seats: []int64{1, 1}, Lists: []int64{1, 1}, DistrictDivisors: rats(20, 20), ListDivisors: rats(1, 1)}
	for _, table := range [][]int64{{1, 0, 0, 1}, {0, 1, 1, 0}} {
		assert.NoError(t, half.Check([]int64{10, 10, 10, 10}, table))
	}
	// Who is first has a seat whatever the votes; nobody else has.
	first := certificate.Biproportional{Seats: []int64{1, 1}, Lists: []int64{1, 1}, DistrictDivisors: rats(1, 1), ListDivisors: rats(200, 100), Leaders: true}
	votes = []int64{30, 20, 90, 110}
	require.NoError(t, first.Check(votes, []int64{1, 0, 0, 1}))
	err := first.Check(votes, []int64{0, 1, 1, 0})
	for _, want := range []string{"district 0, list 0: no seat for the first", "district 0, list 1: 20 votes do not round to 1", "district 1, list 0: 90 votes"} {
		require.ErrorContains(t, err, want)
	}
	require.ErrorContains(t, first.Check([]int64{30, 30, 90, 110}, []int64{1, 0, 0, 1}), "30 votes do not round to 1", "two are first, of one seat")
	first.Leaders = false
	require.ErrorContains(t, first.Check(votes, []int64{1, 0, 0, 1}), "30 votes do not round to 1")
}

func TestBeatpath(t *testing.T) {
	// A over B 6, B over C 7, C over A 5.
	links := []int64{0, 6, 0, 0, 0, 7, 5, 0, 0}
	require.NoError(t, certificate.Beatpath{Over: 0, Under: 2, Via: []int{1}, Strength: 6}.Check(3, links))
	tests := []struct {
		name string
		give certificate.Beatpath
		want string
	}{
		{"a weaker link", certificate.Beatpath{Over: 0, Under: 2, Via: []int{1}, Strength: 7}, "the link from 0 to 1 is 6, below 7"},
		{"no link", certificate.Beatpath{Over: 0, Under: 2, Strength: 6}, "the link from 0 to 2 is 0"},
		{"a way back", certificate.Beatpath{Over: 0, Under: 2, Via: []int{1}, Strength: 5}, "a way back from 2 to 0"},
		{"no strength", certificate.Beatpath{Over: 0, Under: 1}, "strength 0"},
		{"no such option", certificate.Beatpath{Over: 0, Under: 3, Strength: 1}, "no option 3 of 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.ErrorContains(t, tt.give.Check(3, links), tt.want)
		})
	}
	assert.Error(t, certificate.Beatpath{Over: 0, Under: 1, Strength: 1}.Check(3, links[:5]))
}
