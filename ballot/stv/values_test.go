package stv

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Dunedin, Cargill ward, 2004, iteration 9: papers through both elected candidates, who keep
// all but 0.308948430 and 0.059775757 of what comes by, are worth 0.018467626 to the next.
func TestCargillWard(t *testing.T) {
	const unit = 1_000_000_000
	rest := int64(unit)
	for _, keep := range []int64{unit - 308_948_430, unit - 59_775_757} {
		rest -= shareUp(rest, keep, unit)
	}
	assert.EqualValues(t, 18_467_626, rest)
}

// The exact value of a paper is bounded.
func TestScaledOverflow(t *testing.T) {
	s, err := ballot.NewSlate("Ana", "Ben", "Cai")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	require.NoError(t, p.AddText("Ana>Ben", 10))
	require.NoError(t, p.AddText("Cai", 3))
	c := Contest{Statute: NSWLocal2021, Seats: 2}
	g := &gregory{hall: c.hall(s, NSWLocal2021.read(p, c.stands(s)), nil)}
	g.first()
	tiny := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(3), maxValueBits))
	g.held[0][0].value = value{big: tiny}
	_, err = g.step()
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

// Values compare and are cut alike whether or not they fit 64 bits.
func TestBigValues(t *testing.T) {
	small, ok := ofRat(big.NewRat(2, 7))
	require.True(t, ok)
	assert.Nil(t, small.big)
	large := value{big: big.NewRat(2, 7)}
	assert.Zero(t, small.compare(large))
	assert.Equal(t, small.of(17), large.of(17))
	assert.EqualValues(t, 4, large.of(17))
	assert.Negative(t, small.compare(value{big: big.NewRat(3, 7)}))
	assert.EqualValues(t, -1, floor(big.NewRat(-1, 3)))
}
