package committee_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// Each voter is drawn first as often as any other: of 3 voters for A, 2 for B and one for C
// and D, over 600 seeds.
func TestSerialDictator(t *testing.T) {
	p := profile(t, 5, [][]ballot.Option{{0}, {0}, {0}, {1}, {1}, {2, 3}})
	first := map[string]int{}
	for seed := range 600 {
		out, err := committee.SerialDictator{Seats: 1}.Decide(p, ballot.Lot{Seed: fmt.Sprint(seed), Label: "draw"})
		require.NoError(t, err)
		require.False(t, out.Tied())
		first[out.Slate.Names(out.Members...)]++
	}
	assert.InDelta(t, 300, first["A"], 40)
	assert.InDelta(t, 200, first["B"], 40)
	assert.InDelta(t, 50, first["C"], 25)
	assert.InDelta(t, 50, first["D"], 25)
	assert.Zero(t, first["E"])
}

func TestSerialDictatorSeats(t *testing.T) {
	p := profile(t, 5, [][]ballot.Option{{0}, {0}, {0}, {1}, {1}, {2, 3}})
	by := ballot.Lot{Seed: "2026-12-01", Label: "delegates"}
	tests := []struct {
		name  string
		give  int
		want  string
		wantT int // ties
	}{
		{"one", 1, "B", 0},
		{"two voters", 2, "A, B", 0},
		{"one of a ballot of two", 3, "A, B, D", 1},
		{"all ballots", 4, "A, B, C, D", 0},
		{"whom nobody approves", 5, "A, B, C, D, E", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := committee.SerialDictator{Seats: tt.give}.Decide(p, by)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Slate.Names(out.Members...))
			assert.Len(t, out.Ties, tt.wantT)
			for why := range out.Why() {
				t.Log(why)
			}
		})
	}
	out, err := committee.SerialDictator{Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied(), "nobody drew")

	for seats, want := range map[int]string{4: "A, B, C, D", 5: "A, B, C, D, E"} {
		out, err := committee.SerialDictator{Seats: seats}.Decide(p, nil)
		require.NoError(t, err)
		assert.False(t, out.Tied(), "whoever is drawn")
		assert.Equal(t, want, out.Slate.Names(out.Members...))
	}
	_, err = committee.SerialDictator{Seats: 2}.Decide(p, slateOrder(p))
	assert.ErrorContains(t, err, "rsd seats=2: voters are drawn, and only a lot can")
}
