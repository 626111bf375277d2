package seats_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// Balinski & Young 1975: within quota, and no list loses by a larger house.
func TestQuotaMethodProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 7))
	for range 300 {
		votes := randomVotes(rng)
		c := counts(t, names(len(votes)), votes...)
		rule := func(house int64) ballot.Rule[*ballot.Counts, *seats.Allocation] {
			return broken{seats.QuotaMethod{Seats: house}}
		}
		losses, err := seats.Losses(c, 1, 30, rule)
		require.NoError(t, err)
		require.Empty(t, losses)
		out, err := rule(1+rng.Int64N(40)).Decide(c, nil)
		require.NoError(t, err)
		require.Empty(t, seats.OffQuota(c, out))
	}
}

// A broken rule breaks all ties by the slate.
type broken struct {
	ballot.Rule[*ballot.Counts, *seats.Allocation]
}

func (b broken) Decide(c *ballot.Counts, _ ballot.TieBreak) (*seats.Allocation, error) {
	return b.Rule.Decide(c, ballot.Sequence(names(c.Slate().Len())))
}

func TestQuotaMethod(t *testing.T) {
	r := seats.QuotaMethod{Seats: 26}
	assert.Equal(t, "quota-method seats=26", r.String())
	// By D'Hondt L0 has 88, and 86 are due.
	large := counts(t, names(4), 86_000, 4_700, 4_650, 4_650)
	assert.Equal(t, []int64{86, 5, 5, 4}, mustBreak(t, seats.QuotaMethod{Seats: 100}, large).Seats)
	// Who is first is no matter if all are served.
	even := counts(t, names(3), 5, 5, 5)
	assert.False(t, decide(t, seats.QuotaMethod{Seats: 6}, even).Tied())
	out := decide(t, seats.QuotaMethod{Seats: 5}, even)
	require.True(t, out.Tied())
	assert.Equal(t, []int64{1, 1, 1}, out.Seats)
	assert.Equal(t, "seat 4", out.Ties[0].For)
	assert.Equal(t, []int64{2, 2, 1}, mustBreak(t, seats.QuotaMethod{Seats: 5}, even).Seats)
	for _, bad := range []int64{0, seats.MaxTableSeats + 1} {
		_, err := seats.QuotaMethod{Seats: bad}.Decide(even, nil)
		assert.ErrorContains(t, err, "seats: ")
	}
}

func mustBreak(t *testing.T, r seats.QuotaMethod, c *ballot.Counts) *seats.Allocation {
	t.Helper()
	out, err := broken{r}.Decide(c, nil)
	require.NoError(t, err)
	require.False(t, out.Tied())
	return out
}

// A price in whole votes can sell too many seats: they go back from the smallest remainders.
func TestSeatsTakenBack(t *testing.T) {
	tests := []struct {
		name  string
		price seats.Price
		house int64
		give  []int64
		want  []int64
	}{
		{"one", seats.HagenbachBischoffRounded, 2, []int64{5, 2}, []int64{2, 0}},    // 7/3 is 2: two and one, with 1 and 0 left
		{"two", seats.HareRounded, 5, []int64{4, 3}, []int64{3, 2}},                 // 7/5 is 1: four and three
		{"most of them", seats.HareRounded, 10, []int64{8, 4, 2}, []int64{7, 3, 0}}, // 14/10 is 1: four too many, one of each and a tie
		{"none", seats.HareRounded, 5, []int64{55, 35, 10}, []int64{3, 2, 0}},
		{"up", seats.HagenbachBischoffUp, 2, []int64{5, 2}, []int64{2, 0}}, // 7/3 is 3: one, and the larger remainder is 2 of both
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := seats.Quota{Price: tt.price, Seats: tt.house}.Decide(counts(t, names(len(tt.give)), tt.give...), ballot.Sequence(names(len(tt.give))))
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Seats)
		})
	}
}
