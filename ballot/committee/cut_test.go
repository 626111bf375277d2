package committee

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// Minimum cuts find the loads that looking at all sets of members finds.
func TestCuts(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for seed := range uint64(200) {
		p := drawn(t, seed, 4+int(seed%20), 9, 10+10*int(seed%4))
		e, err := take(Balanced{}, 1, p)
		require.NoError(t, err)
		b := &balance{electorate: e}
		var set []ballot.Option
		for o, n := range e.approvals {
			if n > 0 && rng.IntN(3) > 0 {
				set = append(set, ballot.Option(o))
			}
		}
		if len(set) == 0 {
			continue
		}
		assert.Equal(t, b.loads(set, false).steps, b.cuts(set, false), "seed %d", seed)
		assert.Equal(t, b.loads(set, true).steps, b.cuts(set, true), "seed %d", seed)
	}
}
