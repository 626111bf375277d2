package seats_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// The k-th divisor of each rule, as a fraction; 0 is none.
func nth(r seats.Divisor, k int64) (num, den int64) {
	switch r.Sequence {
	case seats.SainteLague:
		if k == 1 && r.First.Sign() > 0 {
			return r.First.Parts()
		}
		return 2*k - 1, 1
	case seats.Adams:
		return k - 1, 1
	case seats.Dean:
		return 2 * k * (k - 1), 2*k - 1
	case seats.Danish:
		return 3*k - 2, 1
	case seats.Imperiali:
		return k + 1, 1
	case seats.Macau:
		return 1 << (k - 1), 1
	}
	return k, 1
}

// oneByOne gives the base, then one seat after the other to the highest quotient of those
// who may take one; tied says that the last seats could go elsewhere.
func oneByOne(r seats.Divisor, votes []int64) (got []int64, tied bool) {
	got = make([]int64, len(votes))
	left := r.Seats
	for i, v := range votes {
		if v > 0 {
			got[i] = max(r.Base, r.Min)
			left -= got[i]
		}
	}
	for ; left > 0; left-- {
		var best []int
		for i, v := range votes {
			if v == 0 || r.Max > 0 && got[i] >= r.Max {
				continue
			}
			better := 1
			if best != nil {
				better = compareQuotients(r, v, got[i]-r.Base+1, votes[best[0]], got[best[0]]-r.Base+1)
			}
			if better > 0 {
				best = nil
			}
			if better >= 0 {
				best = append(best, i)
			}
		}
		if int64(len(best)) > left {
			return got, true
		}
		got[best[0]]++
	}
	return got, false
}

func compareQuotients(r seats.Divisor, v, k, w, l int64) int {
	num, den := nth(r, k)
	num2, den2 := nth(r, l)
	switch {
	case num == 0 && num2 == 0:
		return int(v - w)
	case num == 0:
		return 1
	case num2 == 0:
		return -1
	}
	return vicinia.Frac(v*den, num).Cmp(vicinia.Frac(w*den2, num2))
}

func TestBoundsAgainstOneByOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	sequences := []seats.Sequence{seats.DHondt, seats.SainteLague, seats.Adams, seats.Dean, seats.Danish, seats.Imperiali, seats.Macau}
	decided := 0
	for range 3_000 {
		votes := make([]int64, 1+rng.IntN(7))
		for i := range votes {
			votes[i] = rng.Int64N(60) * rng.Int64N(60)
		}
		votes[0]++
		n := int64(len(votes))
		r := seats.Divisor{Sequence: sequences[rng.IntN(len(sequences))], Seats: 3*n + rng.Int64N(20)}
		if rng.IntN(2) == 0 {
			r.Max = 4 + rng.Int64N(8)
		}
		switch rng.IntN(3) {
		case 0:
			r.Base = rng.Int64N(4)
		case 1:
			r.Min = rng.Int64N(4)
		}
		if r.Sequence == seats.SainteLague {
			r.First = vicinia.Frac(rng.Int64N(20), 10)
		}
		takers := int64(0)
		for _, v := range votes {
			if v > 0 {
				takers++
			}
		}
		out, err := r.Decide(counts(t, names(len(votes)), votes...), nil)
		if r.Max > 0 && r.Max*takers < r.Seats {
			require.ErrorContains(t, err, "all lists have their most", "%v of %v", r, votes)
			continue
		}
		require.NoError(t, err, "%v of %v", r, votes)
		want, tied := oneByOne(r, votes)
		require.Equal(t, tied, out.Tied(), "%v of %v", r, votes)
		if !tied {
			decided++
			require.Equal(t, want, out.Seats, "%v of %v", r, votes)
		}
	}
	assert.Greater(t, decided, 1_500)
}

func TestSequences(t *testing.T) {
	fair := []int64{9_061, 7_179, 5_259, 3_319, 1_182} // Balinski & Young 1982
	usual := []int64{53_000, 24_000, 23_000}
	tests := []struct {
		name string
		rule rule
		give []int64
		want []int64
	}{
		{"Dean", seats.Divisor{Sequence: seats.Dean, Seats: 26}, fair, []int64{9, 7, 5, 4, 1}},
		// Quotients by hand: 53000, 13250, 24000, 23000, 7571...; 10000/2 before 53000/13.
		{"Danish", seats.Divisor{Sequence: seats.Danish, Seats: 7}, usual, []int64{3, 2, 2}},
		// 26500, 17667, 13250, 12000, 11500, 10600, 8833.
		{"Imperiali", seats.Divisor{Sequence: seats.Imperiali, Seats: 7}, usual, []int64{5, 1, 1}},
		// 53000, 26500, 13250, 24000, 12000, 23000, 11500; 6625 is less.
		{"Macau", seats.Divisor{Sequence: seats.Macau, Seats: 7}, usual, []int64{3, 2, 2}},
		// Below 1.4 times the price of a first seat a list has none.
		{"plain Sainte-Lague", seats.Divisor{Sequence: seats.SainteLague, Seats: 3}, []int64{70, 30, 13}, []int64{2, 1, 0}},
		{"modified Sainte-Lague", seats.Divisor{Sequence: seats.SainteLague, Seats: 3, First: vicinia.Frac(7, 5)}, []int64{100, 26, 19}, []int64{3, 0, 0}},
		{"at most", seats.Divisor{Seats: 10, Max: 4}, []int64{90, 20, 10}, []int64{4, 4, 2}},
		{"base and at most", seats.Divisor{Sequence: seats.Adams, Seats: 20, Base: 2, Max: 8}, []int64{90, 20, 10}, []int64{8, 7, 5}},

		{"Droop", seats.Quota{Price: seats.Droop, Seats: 5}, []int64{55, 35, 10}, []int64{3, 2, 0}},
		// 10000 votes, 9 seats: the price is 1000, which A, B and C pay in full.
		{"Hagenbach-Bischoff", seats.Quota{Price: seats.HagenbachBischoff, Seats: 9}, []int64{4_100, 3_500, 2_400}, []int64{4, 3, 2}},
		// The price is 1, and five seats more than votes go round, then to the largest.
		{"Droop of few votes", seats.Quota{Price: seats.Droop, Seats: 17}, []int64{31, 12, 0}, []int64{12, 5, 0}},
		{"Imperiali quota", seats.Quota{Price: seats.ImperialiQuota, Seats: 8}, []int64{4_900, 3_900, 1_200}, []int64{4, 3, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, decide(t, tt.rule, counts(t, names(len(tt.give)), tt.give...)).Seats)
		})
	}
}

// The lower prices can be paid in full for more seats than there are.
func TestOverfull(t *testing.T) {
	c := counts(t, names(3), 40, 30, 30)
	r := seats.Quota{Price: seats.HagenbachBischoff, Seats: 9} // the price is 10
	out := decide(t, r, c)
	require.True(t, out.Tied())
	assert.Equal(t, []int64{3, 2, 2}, out.Seats)
	assert.Equal(t, 2, out.Ties[0].Places)
	broken, err := r.Decide(c, ballot.Sequence{"L0", "L2", "L1"})
	require.NoError(t, err)
	assert.Equal(t, []int64{4, 2, 3}, broken.Seats)
	for _, tt := range []struct {
		name  string
		house int64
		give  []int64
		want  []int64
	}{
		{"one too many", 1, []int64{158, 142}, []int64{1, 0}},          // by 100 both have one, by 150 the first
		{"two too many", 1, []int64{2, 1}, []int64{1, 0}},              // by 1 two and one, by 1.5 one
		{"then a tie", 4, []int64{20, 20, 20}, nil},                    // by 10 two each; by 12 one each, and all tied for the last
		{"two each", 4, []int64{30, 30}, []int64{2, 2}},                // by 10 three each, by 12 two
		{"one is not enough", 2, []int64{75, 25, 0}, []int64{2, 0, 0}}, // by 25 three and one, by 33.3 two
	} {
		out := decide(t, seats.Quota{Price: seats.ImperialiQuota, Seats: tt.house}, counts(t, names(len(tt.give)), tt.give...))
		assert.Equal(t, tt.want == nil, out.Tied(), tt.name)
		if tt.want != nil {
			assert.Equal(t, tt.want, out.Seats, tt.name)
		}
	}
	for _, p := range []seats.Price{seats.Hare, seats.Droop, seats.HagenbachBischoff, seats.ImperialiQuota, seats.HareRounded, seats.HagenbachBischoffUp, seats.HagenbachBischoffRounded} {
		assert.Equal(t, []int64{7, 0}, decide(t, seats.Quota{Price: p, Seats: 7}, counts(t, names(2), 31, 0)).Seats, "%s alone", p)
	}
	_, err = seats.Quota{Price: 7, Seats: 9}.Decide(c, nil)
	assert.ErrorContains(t, err, "no such price 7")
}

// Seats of a quota rule add up, nobody without votes has any, and each list is within one
// seat of what it pays for.
func TestQuotaProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	for range 2_000 {
		votes := randomVotes(rng)
		r := seats.Quota{Price: seats.Price(rng.IntN(7)), Seats: 1 + rng.Int64N(40)}
		out, err := r.Decide(counts(t, names(len(votes)), votes...), ballot.Sequence(names(len(votes))))
		require.NoError(t, err)
		sum := int64(0)
		for i, n := range out.Seats {
			sum += n
			assert.False(t, votes[i] == 0 && n > 0)
		}
		assert.Equal(t, r.Seats, sum)
		for why := range out.Why() {
			if s, ok := why.(seats.Remainder); ok {
				switch r.Price { // of few votes a whole price leaves many seats, or sells too many
				case seats.Hare, seats.HagenbachBischoff, seats.ImperialiQuota:
					assert.GreaterOrEqual(t, s.Seats, s.Whole-1)
					assert.LessOrEqual(t, s.Seats, s.Whole+1)
				}
			}
		}
	}
}

func TestBadBounds(t *testing.T) {
	c := counts(t, names(2), 3, 2)
	for _, bad := range []seats.Divisor{
		{Seats: 4, Base: -1}, {Seats: 4, Base: 3}, {Seats: 4, Max: -1}, {Seats: 4, Max: 1, Min: 2}, {Seats: 4, Max: 1}, {Sequence: 8, Seats: 4},
		{Seats: 4, First: vicinia.Frac(7, 5)}, {Sequence: seats.SainteLague, Seats: 4, First: vicinia.Frac(-1, 5)},
		{Sequence: seats.SainteLague, Seats: 4, First: vicinia.Frac(21, 10)}, {Sequence: seats.SainteLague, Seats: 4, First: vicinia.Frac(1, 1<<20)},
	} {
		_, err := bad.Decide(c, nil)
		assert.Error(t, err, "%v", bad)
	}
}

func TestReports(t *testing.T) {
	c := counts(t, names(3), 6, 6, 2)
	losses, err := seats.Losses(c, 5, 15, func(house int64) ballot.Rule[*ballot.Counts, *seats.Allocation] { return seats.Quota{Seats: house} })
	require.NoError(t, err)
	require.NotEmpty(t, losses)
	assert.Equal(t, "L2: 2 seats of 10, 1 of 11", losses[slices.IndexFunc(losses, func(l seats.Loss) bool { return l.House == 11 })].String())
	losses, err = seats.Losses(c, 5, 15, func(house int64) ballot.Rule[*ballot.Counts, *seats.Allocation] { return seats.Divisor{Seats: house} })
	require.NoError(t, err)
	assert.Empty(t, losses)
	_, err = seats.Losses(c, 0, 1, func(house int64) ballot.Rule[*ballot.Counts, *seats.Allocation] { return seats.Divisor{Seats: house} })
	assert.Error(t, err)

	large := counts(t, names(4), 86_000, 4_700, 4_650, 4_650)
	assert.Equal(t, []seats.Off{{List: "L0", Seats: 88, Lower: 86, Upper: 86}}, seats.OffQuota(large, decide(t, seats.Divisor{Seats: 100}, large))[:1])
	assert.Empty(t, seats.OffQuota(large, decide(t, seats.Quota{Seats: 100}, large)))

	// Seats that a tie leaves open are seats: of 18, and not of 17, 16.7 are due to L0.
	tied := counts(t, names(3), 51, 2, 2)
	assert.Empty(t, seats.OffQuota(tied, decide(t, seats.Quota{Seats: 18}, tied)))
}

// A list that has its most still holds the seat that is the next to go.
func TestLastOfAListThatHasItsMost(t *testing.T) {
	c := counts(t, names(3), 60, 40, 35)
	out := decide(t, seats.Divisor{Seats: 4, Max: 2}, c)
	require.Equal(t, []int64{2, 1, 1}, out.Seats)
	steps := slices.Collect(out.Why())
	assert.Equal(t, "the last seat given is no. 2 of L0, the next in line no. 2 of L1; L1 with 21 more votes takes a seat from L0",
		steps[len(steps)-1].String())
}
