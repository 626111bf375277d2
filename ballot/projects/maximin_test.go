package projects_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/projects"
)

// Four times the ballots are at most six times the work: flows are kept, and few are looked
// for.
func TestMaximinWork(t *testing.T) {
	work := func(ballots int) int {
		n, err := projects.MaximinWork(city(t, 48, ballots))
		require.NoError(t, err)
		return n
	}
	few, more, many := work(250), work(1_000), work(4_000)
	assert.Less(t, more, 6*few)
	assert.Less(t, many, 6*more)
	assert.Less(t, many, 20_000_000)
}
