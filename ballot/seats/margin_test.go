package seats_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// close is a rule that knows its margin.
type close interface {
	rule
	Margin(*ballot.Counts) (seats.Margin, error)
}

// slowMargin adds or moves one vote more at a time, up to most.
func slowMargin(t *testing.T, r func(valid int64) rule, names []string, votes []int64, valid int64, moved bool, most int64) int64 {
	t.Helper()
	before := decide(t, r(valid), counts(t, names, votes...))
	for n := int64(1); n <= most; n++ {
		for to := range votes {
			for from := range votes {
				if moved != (from != to) || moved && votes[from] < n {
					continue
				}
				after, valid := slices.Clone(votes), valid
				after[to] += n
				if moved {
					after[from] -= n
				} else if valid > 0 {
					valid += n
				}
				out, err := r(valid).Decide(counts(t, names, after...), nil)
				if err != nil || out.Tied() || !slices.Equal(out.Seats, before.Seats) {
					return n
				}
			}
		}
	}
	return 0
}

// marginRule is a rule of any kind with a threshold.
func marginRule(rng *rand.Rand, kind int, t seats.Threshold, house int64) close {
	switch {
	case kind < len(sequences):
		r := seats.Divisor{Sequence: sequences[kind], Seats: house, Threshold: t}
		switch rng.IntN(4) {
		case 0:
			r.Max = house/2 + 1
		case 1:
			r.Min = 1
		case 2:
			r.Base = 1
		}
		return r
	case kind == len(sequences):
		alliances := [][]string{{"a", "c"}, {"b", "d"}}
		if rng.IntN(2) == 0 {
			alliances = [][]string{{"a", "b", "c"}, {"a", "c"}}
		}
		return seats.Allied{Seats: house, Threshold: t, Alliances: alliances, Remainders: rng.IntN(2) == 0}
	}
	prices := []seats.Price{seats.Hare, seats.Droop, seats.HagenbachBischoff, seats.HareRounded, seats.HagenbachBischoffUp,
		seats.HagenbachBischoffRounded, seats.ImperialiQuota}
	return seats.Quota{Price: prices[(kind-len(sequences)-1)%len(prices)], Seats: house, Threshold: t}
}

func withValid(r close, valid int64) rule {
	switch r := r.(type) {
	case seats.Divisor:
		r.Threshold.Valid = valid
		return r
	case seats.Allied:
		r.Threshold.Valid = valid
		return r
	case seats.Quota:
		r.Threshold.Valid = valid
		return r
	}
	return nil
}

// Margins are those of the slow way: no fewer votes to any list, from any other or from none,
// change a seat, and so many do.
func TestMarginsAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 9))
	names := []string{"a", "b", "c", "d", "e"}
	seen, far := 0, int64(0)
	for kind := range 2000 {
		lists := 2 + rng.IntN(4)
		if kind%(len(sequences)+8) == len(sequences) {
			lists = 4 + rng.IntN(2)
		}
		votes := make([]int64, lists)
		for i := range votes {
			votes[i] = rng.Int64N(1 << (2 + rng.IntN(6)))
		}
		var total int64
		for _, v := range votes {
			total += v
		}
		threshold := seats.Threshold{}
		if rng.IntN(2) == 0 {
			threshold.Share = vicinia.Frac(1+rng.Int64N(20), 100)
			if rng.IntN(2) == 0 {
				threshold.Valid = total + rng.Int64N(30)
			}
			if rng.IntN(3) == 0 {
				threshold.Exempt = []string{"b"}
			}
		}
		r := marginRule(rng, kind%(len(sequences)+8), threshold, 1+rng.Int64N(12))
		c := counts(t, names[:lists], votes...)
		out, err := r.Decide(c, nil)
		if err != nil {
			continue
		}
		got, err := r.Margin(c)
		require.NoError(t, err)
		if out.Tied() {
			require.Zero(t, got)
			continue
		}
		rule := func(valid int64) rule { return withValid(r, valid) }
		const most = 400
		for _, moved := range []bool{false, true} {
			change := got.Added
			if moved {
				change = got.Moved
			}
			want := slowMargin(t, rule, names[:lists], votes, threshold.Valid, moved, most)
			if want == 0 {
				require.True(t, change.Votes == 0 || change.Votes > most, "%s %v: %s", r, votes, change)
				continue
			}
			require.Equal(t, want, change.Votes, "%s %v moved=%t: %s", r, votes, moved, change)
			seen++
			far += want
		}
	}
	assert.Greater(t, seen, 1_000)
	assert.Greater(t, far, int64(5*seen))
}

// The census of 2020: with 89 more people New York would have kept a seat that went to
// Minnesota (U.S. Census Bureau, news conference of 26 April 2021).
func TestMarginOfTheHouse(t *testing.T) {
	states, people := column(t, "us_house_2020.csv", "state"), numbers(t, "us_house_2020.csv", "apportionment_population")
	m, err := seats.Divisor{Sequence: seats.HuntingtonHill, Seats: 435, Min: 1}.Margin(counts(t, states, people...))
	require.NoError(t, err)
	assert.Equal(t, "89 votes more for New York: New York gains; Minnesota loses", m.Added.String())
	assert.Less(t, m.Moved.Votes, m.Added.Votes)
	for _, n := range []int64{m.Moved.Votes - 1, m.Moved.Votes} {
		moved := slices.Clone(people)
		moved[slices.Index(states, m.Moved.To)] += n
		moved[slices.Index(states, m.Moved.From)] -= n
		out := decide(t, seats.Divisor{Sequence: seats.HuntingtonHill, Seats: 435, Min: 1}, counts(t, states, moved...))
		assert.Equal(t, n < m.Moved.Votes, slices.Equal(out.Seats, numbers(t, "us_house_2020.csv", "seats_official")))
	}
}

// BSW lacked 9,529 votes of 5 % of the valid ones (Federal Returning Officer, final result of
// 14 March 2025), which others had. More voters would have raised the 5 % as well: of them it
// needed 9,529 over 19/20, rounded up.
func TestMarginOfTheThreshold(t *testing.T) {
	five := seats.Threshold{Share: vicinia.MustRatio("5%"), Valid: 49_649_512, Exempt: []string{"SSW"}}
	c := counts(t, []string{"CDU", "AfD", "SPD", "GRÜNE", "Die Linke", "CSU", "SSW", "BSW", "FDP"},
		11_196_374, 10_328_780, 8_149_124, 5_762_380, 4_356_532, 2_964_028, 76_138, 2_472_947, 2_148_757)
	passed, missed, err := five.Nearest(c)
	require.NoError(t, err)
	assert.Equal(t, seats.Distance{List: "BSW", Votes: -9_529}, missed)
	assert.Equal(t, "BSW: 9529 votes below the threshold", missed.String())
	assert.Equal(t, "X: 1 vote above the threshold", seats.Distance{List: "X", Votes: 1}.String())
	assert.Equal(t, seats.Distance{List: "CSU", Votes: 481_552}, passed)
	m, err := seats.Divisor{Sequence: seats.SainteLague, Seats: 630, Threshold: five}.Margin(c)
	require.NoError(t, err)
	assert.Equal(t, "10031 votes more for BSW: BSW gains; CDU, AfD, SPD, GRÜNE, Die Linke, CSU lose", m.Added.String())
	assert.Equal(t, "2598 votes for CDU instead of CSU: CDU gains; CSU loses", m.Moved.String())
	passed, missed, err = seats.Threshold{}.Nearest(c)
	require.NoError(t, err)
	assert.Zero(t, passed)
	assert.Zero(t, missed)
	_, _, err = seats.Threshold{Share: vicinia.Frac(2, 1)}.Nearest(c)
	require.ErrorContains(t, err, "not from 0 to 1")
}

func TestMarginTexts(t *testing.T) {
	tests := []struct {
		name  string
		rule  close
		give  []int64
		added string
		moved string
	}{
		// Quotients 50, 29, 25: the third seat is level with 2 x 25 of L1, and L0 takes the second
		// with 60 over 3 against 19.
		{"averages", seats.Divisor{Seats: 3}, []int64{50, 29},
			"21 votes more for L1: L0, L1 are level", "10 votes for L0 instead of L1: L0 gains; L1 loses"},
		// Of 96 votes L0 has 540 - 5 x 96 left, as many as L2, for the last seat; of 95, L1 has 340 -
		// 3 x 95, fewer than both.
		{"prices", seats.Quota{Seats: 10}, []int64{54, 35, 6},
			"1 vote more for L1: L0, L2 are level", "1 vote for L0 instead of L1: L2 gains; L1 loses"},
		{"one seat", seats.Divisor{Seats: 1}, []int64{5, 4},
			"1 vote more for L1: L0, L1 are level", "1 vote for L1 instead of L0: L1 gains; L0 loses"},
		{"nobody takes part", seats.Divisor{Seats: 1, Threshold: seats.Threshold{Share: vicinia.Frac(9, 10)}}, []int64{9, 1},
			"1 vote more for L1: no seats can be given", "1 vote for L1 instead of L0: no seats can be given"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := tt.rule.Margin(counts(t, names(len(tt.give)), tt.give...))
			require.NoError(t, err)
			assert.Equal(t, tt.added, m.Added.String())
			assert.Equal(t, tt.moved, m.Moved.String())
		})
	}
	tied, err := seats.Divisor{Seats: 2}.Margin(counts(t, names(2), 50, 25))
	require.NoError(t, err)
	assert.Zero(t, tied)
	_, err = seats.Divisor{Seats: 3}.Margin(counts(t, names(1), 50))
	require.ErrorContains(t, err, "one list")
	many := make([]int64, seats.MaxMarginLists+1)
	many[0] = 1
	_, err = seats.Divisor{Seats: 3}.Margin(counts(t, names(len(many)), many...))
	require.ErrorContains(t, err, "want at most 200")
	_, err = seats.Divisor{}.Margin(counts(t, names(2), 50, 25))
	require.ErrorContains(t, err, "0 seats")
}

func ExampleDivisor_Margin() {
	slate, err := ballot.NewSlate("Forest", "Lake", "Town")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewCounts(slate, []int64{53_000, 24_000, 23_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := seats.Divisor{Sequence: seats.SainteLague, Seats: 7}.Margin(votes)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Added)
	fmt.Println(m.Moved)
	// Output:
	// 667 votes more for Forest: Forest gains; Town loses
	// 200 votes for Forest instead of Town: Forest, Town are level
}
