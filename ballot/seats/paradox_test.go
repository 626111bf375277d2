package seats_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia/ballot/seats"
)

// Balinski & Young's theorem: no method stays within the quota and is free of the
// population paradox. Divisor methods leave the quota: the first list has 92.15 % of the
// votes, and so between 92 and 93 of 100 seats by right.
func TestDivisorsLeaveTheQuota(t *testing.T) {
	votes := counts(t, names(6), 9_215, 159, 158, 157, 156, 155)
	tests := []struct {
		give seats.Sequence
		want int64
	}{
		{seats.DHondt, 95},
		{seats.SainteLague, 90},
		{seats.HuntingtonHill, 90},
		{seats.Adams, 90},
	}
	for _, tt := range tests {
		t.Run(tt.give.String(), func(t *testing.T) {
			assert.Equal(t, tt.want, decide(t, seats.Divisor{Sequence: tt.give, Seats: 100}, votes).Of(0))
		})
	}
	assert.Equal(t, int64(92), decide(t, seats.Quota{Seats: 100}, votes).Of(0))
}

// The population paradox of Hamilton (Virginia and Maine, 1901): the first list grows by
// 1.9 % and loses a seat to the last, which does not grow. Sainte-Lague has none.
func TestPopulationParadox(t *testing.T) {
	before, after := counts(t, names(3), 54, 35, 6), counts(t, names(3), 55, 39, 6)
	assert.Equal(t, []int64{6, 4, 0}, decide(t, seats.Quota{Seats: 10}, before).Seats)
	assert.Equal(t, []int64{5, 4, 1}, decide(t, seats.Quota{Seats: 10}, after).Seats)
	webster := seats.Divisor{Sequence: seats.SainteLague, Seats: 10}
	assert.Equal(t, decide(t, webster, before).Seats, decide(t, webster, after).Seats)
}

// The new-states paradox of Hamilton (Oklahoma 1907): a list comes with the seat that is
// its due, and a seat moves between the two that were there. Sainte-Lague has none: its
// seats are those that it gives to the two alone.
func TestNewStatesParadox(t *testing.T) {
	two, three := counts(t, names(2), 89, 30), counts(t, names(3), 89, 30, 10)
	assert.Equal(t, []int64{7, 3}, decide(t, seats.Quota{Seats: 10}, two).Seats)
	assert.Equal(t, []int64{8, 2, 1}, decide(t, seats.Quota{Seats: 11}, three).Seats)
	webster := func(house int64) seats.Divisor { return seats.Divisor{Sequence: seats.SainteLague, Seats: house} }
	with := decide(t, webster(11), three).Seats
	assert.Equal(t, with[:2], decide(t, webster(with[0]+with[1]), two).Seats)
}

// Uniformity, for every divisor method (Balinski & Young 1982: every part of a fair
// division is fair).
func TestDivisorsAreUniform(t *testing.T) {
	for _, s := range sequences {
		all := decide(t, seats.Divisor{Sequence: s, Seats: 26}, counts(t, names(5), 9_061, 7_179, 5_259, 3_319, 1_182)).Seats
		part := decide(t, seats.Divisor{Sequence: s, Seats: all[0] + all[2] + all[4]}, counts(t, names(3), 9_061, 5_259, 1_182)).Seats
		assert.Equal(t, []int64{all[0], all[2], all[4]}, part, "%s", s)
	}
}
