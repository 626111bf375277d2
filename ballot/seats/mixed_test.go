package seats_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/seats"
)

// New Zealand, 8 November 2008: 120 seats by Sainte-Lague, lists of 5 % or with an
// electorate; the Maori Party has two electorates more than its share, and the House 122
// members (Electoral Commission, official count).
func TestNewZealand2008(t *testing.T) {
	lists := []string{"National", "Labour", "Green", "ACT", "Maori", "Progressive", "United Future", "NZ First"}
	c := counts(t, lists, 1_053_398, 796_880, 157_613, 85_496, 55_980, 21_241, 20_497, 95_356)
	r := seats.Mixed{
		Sequence: seats.SainteLague, Seats: 120, Overhang: seats.Above,
		Direct: map[string]int64{"National": 41, "Labour": 21, "ACT": 1, "Maori": 5, "Progressive": 1, "United Future": 1},
		Threshold: seats.Threshold{
			Share: vicinia.MustRatio("5%"), Valid: 2_344_566, Exempt: []string{"ACT", "Maori", "Progressive", "United Future"},
		},
	}
	out := decide(t, r, c)
	assert.Equal(t, []int64{58, 43, 9, 5, 5, 1, 1, 0}, out.Seats)
	assert.Contains(t, steps(out), "Maori: 55980 votes, 5 direct and 0 more: 5 seats")
	r.Overhang = seats.Refused
	assert.Equal(t, []int64{58, 43, 9, 5, 3, 1, 1, 0}, decide(t, r, c).Seats)
	r.Overhang = seats.Within
	out = decide(t, r, c)
	assert.EqualValues(t, 120, total(out.Seats))
	assert.EqualValues(t, 5, out.Seats[4])
}

// Scottish Parliament, Glasgow, 6 May 2021: nine constituencies and seven regional seats, by
// D'Hondt over both (Scotland Act 1998, section 8).
func TestGlasgow2021(t *testing.T) {
	c := counts(t, []string{"SNP", "Labour", "Conservative", "Green"}, 133_917, 74_088, 37_027, 36_114)
	out := decide(t, seats.Mixed{Seats: 16, Direct: map[string]int64{"SNP": 9}}, c)
	assert.Equal(t, []int64{9, 4, 2, 1}, out.Seats)
	assert.False(t, out.Tied())
}

// Norway, Storting, 14 September 2009: 169 seats less two of a list below 4 %; Labour has 64
// of the 150 direct ones, and 63 by its votes, so that the levelling seats are shared without
// it (Statistics Norway; valgloven, section 11-6).
func TestNorway2009(t *testing.T) {
	lists := []string{"A", "FRP", "H", "SV", "SP", "KRF"}
	c := counts(t, lists, 949_049, 614_717, 462_458, 166_361, 165_006, 148_748)
	r := seats.Mixed{
		Sequence: seats.SainteLague, First: vicinia.Frac(7, 5), Seats: 167,
		Direct: map[string]int64{"A": 64, "FRP": 38, "H": 27, "SV": 6, "SP": 9, "KRF": 4},
	}
	assert.Equal(t, []int64{64, 41, 30, 11, 11, 10}, decide(t, r, c).Seats)
	assert.Equal(t, "sainte-lague seats=167 first=7/5 overhang=within", r.String())
	r.Overhang = seats.Refused
	assert.EqualValues(t, 63, decide(t, r, c).Seats[0])
}

// Denmark, Folketing, 1 November 2022: 175 seats by largest remainders; A has 50 seats in
// the constituencies, and 49 by its votes (Statistics Denmark; folketingsvalgloven,
// section 77).
func TestDenmark2022(t *testing.T) {
	lists := []string{"A", "V", "M", "F", "Æ", "I", "C", "Ø", "B", "D", "Å", "O"}
	c := counts(t, lists, 971_995, 470_546, 327_699, 293_186, 286_796, 278_656, 194_820, 181_452, 133_931, 129_524, 117_567, 93_428)
	r := seats.Mixed{Remainders: true, Seats: 175, Direct: map[string]int64{"A": 50}}
	assert.Equal(t, []int64{50, 23, 16, 15, 14, 14, 10, 9, 7, 6, 6, 5}, decide(t, r, c).Seats)
	assert.Equal(t, "hamilton seats=175 overhang=within", r.String())
	r.Direct = nil
	assert.Equal(t, []int64{49, 24, 16, 15, 14, 14, 10, 9, 7, 6, 6, 5}, decide(t, r, c).Seats)
}

func TestOverhang(t *testing.T) {
	abc := []string{"A", "B", "C"}
	c := counts(t, abc, 60, 31, 10)
	direct := map[string]int64{"C": 2}
	tests := []struct {
		name string
		give seats.Mixed
		want []int64
	}{
		{"within", seats.Mixed{Seats: 10, Direct: direct}, []int64{5, 3, 2}},
		{"above", seats.Mixed{Seats: 10, Direct: direct, Overhang: seats.Above}, []int64{6, 3, 2}},
		{"levelled", seats.Mixed{Seats: 10, Direct: direct, Overhang: seats.Levelled}, []int64{12, 6, 2}},
		{"levelled but for one", seats.Mixed{Seats: 10, Direct: direct, Overhang: seats.Levelled, Free: 1}, []int64{6, 3, 2}},
		{"refused", seats.Mixed{Seats: 10, Direct: direct, Overhang: seats.Refused}, []int64{6, 3, 1}},
		{"all are direct", seats.Mixed{Seats: 3, Direct: map[string]int64{"A": 1, "B": 1, "C": 1}}, []int64{1, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, decide(t, tt.give, c).Seats)
		})
	}
	for _, bad := range []seats.Mixed{
		{Seats: 10, Direct: map[string]int64{"X": 1}}, {Seats: 10, Direct: map[string]int64{"A": -1}}, {Seats: 2, Direct: map[string]int64{"A": 2, "B": 1}},
		{Seats: 10, Overhang: 9}, {Seats: 10, Free: 1}, {Seats: 0}, {Seats: 10, First: vicinia.Frac(7, 5)},
		{Seats: 10, Remainders: true, Overhang: seats.Levelled}, {Seats: 10, Remainders: true, Sequence: seats.SainteLague}, {Seats: 10, Overhang: seats.Levelled, Direct: map[string]int64{"C": 10}, Threshold: seats.Threshold{Share: vicinia.MustRatio("20%")}},
	} {
		_, err := bad.Decide(c, nil)
		assert.Error(t, err, "%v", bad)
	}
	_, err := seats.Mixed{Seats: 9, Overhang: seats.Levelled, Direct: map[string]int64{"B": 9}}.Decide(counts(t, abc[:2], 1_000_000, 1), nil)
	assert.ErrorContains(t, err, "seats of overhang")
}

func steps(a *seats.Allocation) (lines []string) {
	for why := range a.Why() {
		lines = append(lines, why.String())
	}
	return lines
}

func total(seats []int64) (sum int64) {
	for _, n := range seats {
		sum += n
	}
	return sum
}

// A levelled house is the smallest without overhang; within a house nobody is below the
// direct seats and the house stays.
func TestMixedProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 3))
	for range 500 {
		votes := randomVotes(rng)
		lists, direct := names(len(votes)), map[string]int64{}
		left := int64(10)
		for i, v := range votes {
			if n := min(rng.Int64N(5), left); v > 0 && n > 0 {
				direct[lists[i]] = n
				left -= n
			}
		}
		c := counts(t, lists, votes...)
		house := 10 + rng.Int64N(10)
		in := decide(t, seats.Mixed{Seats: house, Direct: direct}, c)
		if !in.Tied() {
			assert.Equal(t, house, total(in.Seats))
		}
		for i, name := range lists {
			assert.GreaterOrEqual(t, in.Seats[i], direct[name])
		}
		out, err := seats.Mixed{Seats: house, Direct: direct, Overhang: seats.Levelled}.Decide(c, nil)
		if err != nil || out.Tied() {
			continue
		}
		plain := decide(t, seats.Divisor{Seats: total(out.Seats)}, c)
		assert.Equal(t, plain.Seats, out.Seats)
		if total(out.Seats) > house {
			smaller, short := decide(t, seats.Divisor{Seats: total(out.Seats) - 1}, c), false
			for i, name := range lists {
				short = short || smaller.Seats[i] < direct[name]
			}
			assert.True(t, short)
		}
	}
}
