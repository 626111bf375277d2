package confed_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// T-4: of two motions on the tax of one year only one can be done, so the second is refused
// until the first is rejected.
func TestRivalMotions(t *testing.T) {
	motion := func(id confed.DecisionID, rate string) confed.Motion {
		return confed.Motion{ID: id, Call: "c", Matter: confed.Matter{Kind: confed.TaxRate, For: "A"}, Does: []confed.Act{
			confed.Schedule{Jurisdiction: "A", Year: 2026, Tax: tax.Flat(fiscal.EUR, vicinia.MustRatio(rate))},
		}}
	}
	w, err := new(confed.World).Apply(
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.Sovereign},
		confed.Person{ID: "ana", Born: vicinia.MustDate("1980-01-01")},
		confed.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate("2000-01-01")},
		confed.Call{ID: "c", Body: confed.ResidentsOf("A"), On: vicinia.MustDate("2025-09-01"), Vote: vicinia.MustDate("2025-11-01")},
		motion("eight", "8%"),
		confed.RollClosing{Calls: []confed.CallID{"c"}},
	)
	require.NoError(t, err)
	_, err = w.Apply(motion("nine", "9%"))
	require.ErrorIs(t, err, vicinia.Invariant("T-4"))
	assert.ErrorContains(t, err, "does[0].decision: eight proposes it already")

	w, err = w.Apply(confed.Count{Decision: "eight", No: 1})
	require.NoError(t, err)
	cert, err := w.Certify("eight")
	require.NoError(t, err)
	_, err = w.Apply(cert, motion("nine", "9%"))
	assert.NoError(t, err, "the first is rejected")
}

// No act is an error, not a panic.
func TestNoAct(t *testing.T) {
	_, err := new(confed.World).Apply(nil)
	assert.ErrorContains(t, err, "there is no act")
	_, refused := new(confed.World).Admit(func(yield func(confed.Act) bool) { yield(nil) })
	assert.Len(t, refused, 1)
}

// Nor is a pointer to an act, which its owner could change after it was done.
func TestPointerToAnAct(t *testing.T) {
	_, err := new(confed.World).Apply(&confed.Person{ID: "ana", Born: 1})
	assert.ErrorContains(t, err, "an act is given as a value, not as a *confed.Person")
}
