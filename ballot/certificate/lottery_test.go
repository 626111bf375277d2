package certificate_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/certificate"
)

func TestLottery(t *testing.T) {
	// A over B 1, B over C 3, C over A 5.
	margins := []int64{0, 1, -5, -1, 0, 3, 5, -3, 0}
	chances := func(nums ...int64) (all []*big.Rat) {
		for _, n := range nums {
			all = append(all, big.NewRat(n, 9))
		}
		return all
	}
	require.NoError(t, certificate.Lottery{Chances: chances(3, 5, 1)}.Check(margins))
	tests := []struct {
		name        string
		give        []*big.Rat
		giveMargins []int64
		want        string
	}{
		{"another lottery", chances(3, 3, 3), margins, "option 1 can expect 2/3 against it"},
		{"too little", chances(3, 4, 1), margins, "chances of 8/9 in all"},
		{"below 0", chances(10, -2, 1), margins, "option 1 has a chance of -2/9"},
		{"no chance", []*big.Rat{nil, nil, nil}, margins, "option 0"},
		{"an option is missing", chances(4, 5), margins, "2 chances, 9 margins"},
		{"no margins", chances(3, 5, 1), []int64{0, 1, 1, 1, 0, 3, 5, -3, 0}, "margins of 0 and 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.ErrorContains(t, certificate.Lottery{Chances: tt.give}.Check(tt.giveMargins), tt.want)
		})
	}
}

func TestChain(t *testing.T) {
	// A over B, B over C, C over A; all three over D.
	margins := []int64{0, 1, -1, 1, -1, 0, 1, 1, 1, -1, 0, 1, -1, -1, -1, 0}
	require.NoError(t, certificate.Chain{Options: []int{0, 1, 3}}.Check(4, margins))
	tests := []struct {
		name string
		give []int
		want string
	}{
		{"a circle", []int{0, 1, 2}, "option 0 does not win against 2"},
		{"too short", []int{0, 3}, "option 2 wins against all of the chain"},
		{"from below", []int{3}, "option 0 wins against all of the chain"},
		{"nobody", nil, "a chain of 0 options"},
		{"no such option", []int{4}, "no option 4 of 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.ErrorContains(t, certificate.Chain{Options: tt.give}.Check(4, margins), tt.want)
		})
	}
	assert.Error(t, certificate.Chain{Options: []int{0}}.Check(4, margins[:3]))
}
