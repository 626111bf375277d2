package stv_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Source: A. Conway and V. Teague, ConcreteSTV, examples/SimpleExample.md: 240 voters, three
// vacancies, the rules of the Senate. Two surpluses of 49 are equal at the only count, so
// that a lot decides that A1 moves first. 44.54 and 4.45 votes lose their fractions; ten
// papers of P1 exhaust, ten that are worth 4.45 votes bring 4; of the last two A2 has more.
func TestSenateExample(t *testing.T) {
	p := profile(t, []string{"C1", "C2", "A1", "A2", "P1"},
		row{110, "C1>C2>A1>A2"}, row{100, "A1>A2>P1>C1>C2"}, row{10, "A1>P1>A2"}, row{10, "P1>A1>A2"}, row{10, "P1"})
	for _, law := range []*stv.Statute{stv.Senate1984, stv.Senate2021} {
		out, err := stv.Contest{Statute: law, Seats: 3}.Decide(p, ballot.Sequence{"A1", "C1"})
		require.NoError(t, err)
		require.NoError(t, out.Check())
		assert.Equal(t, []string{
			"count 1: first preferences; quota 61, C1 110, A1 110, P1 20; elected C1, A1",
			"count 2: surplus of A1 at 49/110; quota 61, C1 110, A1 61, A2 44, P1 24, rounding 1",
			"count 3: surplus of C1 at 49/110; quota 61, C1 61, C2 49, A1 61, A2 44, P1 24, rounding 1",
			"count 4: exclusion of P1 at 1; quota 61, C1 61, C2 49, A1 61, A2 54, P1 4, exhausted 10, rounding 1",
			"count 5: exclusion of P1 at 49/110; quota 61, C1 61, C2 49, A1 61, A2 58, exhausted 10, rounding 1; elected A2",
		}, lines(out))
	}
}
