package ranked_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// Ballots whose shared ranks were put in some order, as in files of strict orders made from
// files with ties, elect whom that order likes: Debian 2006, by the order of the options or its
// reverse. The ballots as cast elect Towns, see TestDebian2006.
func TestDebian2006WithoutTies(t *testing.T) {
	tests := []struct {
		sign int
		want string
	}{{1, "Steve McIntyre"}, {-1, "Anthony Towns"}}
	for _, tt := range tests {
		p := leader2006(t, func(b ballot.Ballot) {
			slices.SortFunc(b, func(x, y ballot.Mark) int {
				return cmp.Or(cmp.Compare(x.Level, y.Level), tt.sign*cmp.Compare(x.Option, y.Option))
			})
			for i := range b {
				b[i].Level = int32(i + 1)
			}
		})
		out, err := ranked.Schulze{}.Decide(p.Pairwise(), nil)
		require.NoError(t, err)
		assert.Equal(t, tt.want, p.Slate().Names(out.Winners()...))
	}
}
