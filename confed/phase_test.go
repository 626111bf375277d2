package confed_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
)

func TestA4_PhasesInOrder(t *testing.T) {
	w := voted(t)
	for at := Open; at <= Closed; at++ {
		assert.Equal(t, at, w.Phase(2025))
		for to := Open; to <= Closed+1; to++ {
			if to != at+1 || to > Closed {
				refused(t, w, Advance{Year: 2025, To: to}, "to", "A-4")
			}
		}
		if at < Closed {
			w = then(t, w, Advance{Year: 2025, To: at + 1})
		}
	}
	assert.Equal(t, Open, w.Phase(2026), "another year is another year")
	refused(t, w, Advance{Year: 0, To: RollClosed}, "year", "")
}

// What decides on a year's money is closed, and then certified, before the year goes on.
func TestA4_VotesBeforeTheYear(t *testing.T) {
	w := then(t, founded(t), rateMotion("A-rate", "A-2024", "A"))
	refused(t, w, Advance{Year: 2025, To: RollClosed}, "to", "A-4")
	then(t, w, Advance{Year: 2024, To: RollClosed}) // it decides on 2025 alone
	w = then(t, w, RollClosing{Calls: []CallID{"A-2024"}})
	w = then(t, w, Advance{Year: 2025, To: RollClosed}, Count{Decision: "A-rate", Yes: 1})
	refused(t, w, Advance{Year: 2025, To: Voted}, "to", "A-4")
	w = then(t, w, certificate(t, w, "A-rate"))
	then(t, w, Advance{Year: 2025, To: Voted})

	policy := then(t, founded(t), policyMotion("A-policy", "A-2024", policyA))
	refused(t, policy, Advance{Year: 2025, To: RollClosed}, "to", "A-4")
}

// What belongs to a phase is taken until it is reached, and not after.
func TestA4_TooLate(t *testing.T) {
	late := taxes["C"]
	w := then(t, voted(t), Jurisdiction{ID: "D", Kind: Municipality, Currency: fiscal.EUR})
	late.Jurisdiction = "D"
	for _, tt := range []struct {
		name string
		act  Act
		last Phase // in which it is refused for the first time
	}{
		{"a schedule", late, Voted},
		{"a base", Base{Person: "P1", Year: 2025, Amount: 1}, Assessed},
		{"a filing", filing("P1", "A", "2025-04-10", "Linux=1%"), Designated},
		{"a withdrawal", filing("P1", "A", "2025-04-10", ""), Designated},
		{"a budget", Budget{Compact: "K1", Year: 2025, Amount: fiscal.EUR.Minor(1)}, Settled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			then(t, advanced(t, w, 2025, tt.last-1), tt.act)
			for phase := tt.last; phase <= Closed; phase++ {
				refused(t, advanced(t, w, 2025, phase), tt.act, "year", "A-4")
			}
		})
	}
	t.Run("a policy", func(t *testing.T) {
		w := advanced(t, then(t, motioned(t), Count{Decision: "A-rate"}, Count{Decision: "A-policy"},
			Count{Decision: "B-rate"}, Count{Decision: "B-policy"}), 2025, RollClosed)
		for d := range w.Decisions() {
			w = then(t, w, certificate(t, w, d.ID))
		}
		w = then(t, w, Advance{Year: 2025, To: Voted}, policyMotion("again", "A-2024", policyA), Count{Decision: "again", Yes: 1})
		refused(t, w, certificate(t, w, "again"), "does[0].year", "A-4")
	})
}

// A vote has its phases too: roll, ballots, certificate.
func TestA4_AVoteInOrder(t *testing.T) {
	w := then(t, founded(t), rateMotion("A-rate", "A-2024", "A"))
	refused(t, w, CheckIn{Decision: "A-rate", Person: "P1"}, "decision", "A-4")
	refused(t, w, Count{Decision: "A-rate", Yes: 1}, "decision", "A-4")
	refused(t, w, Certificate{Decision: "A-rate"}, "decision", "A-4")
	_, err := w.Certify("A-rate")
	assert.ErrorContains(t, err, "not closed yet")
	_, err = w.Certify("none")
	assert.ErrorContains(t, err, "no decision")

	w = then(t, w, RollClosing{Calls: []CallID{"A-2024"}})
	refused(t, w, certificate(t, w, "A-rate"), "decision", "A-4") // not counted yet
	w = then(t, w, Count{Decision: "A-rate"})                     // nobody came
	w = then(t, w, certificate(t, w, "A-rate"))
	d, _ := w.Decision("A-rate")
	assert.False(t, d.Carried)
	refused(t, w, Count{Decision: "A-rate", Yes: 1}, "decision", "R-8")
	refused(t, w, CheckIn{Decision: "A-rate", Person: "P1"}, "decision", "A-4")
	refused(t, w, CheckIn{Decision: "none", Person: "P1"}, "decision", "")
	refused(t, w, Count{Decision: "none"}, "decision", "")
	refused(t, w, RollClosing{Calls: []CallID{"none"}}, "calls", "")
	refused(t, w, RollClosing{Calls: []CallID{"B-2024", "B-2024"}}, "calls", "R-9")
}

// nothing that a world gives away holds a person beside a choice.
func TestA3_NobodysVote(t *testing.T) {
	persons := []string{"Person", "Electors"}
	choices := []string{"Yes", "No", "Blank", "Spoilt"}
	for _, v := range []any{CheckIn{}, Count{}, Decision{}, Motion{}, Certificate{}, Call{}, MemberRoll{}} {
		var who, what bool
		of := reflect.TypeOf(v)
		for i := range of.NumField() {
			who = who || slices.Contains(persons, of.Field(i).Name) && of.Field(i).Type.Kind() != reflect.Int64
			what = what || slices.Contains(choices, of.Field(i).Name)
		}
		assert.False(t, who && what, "%T joins a person and a choice", v)
	}
	// The same ballots, whoever cast them: a world that knows who came says nothing else.
	w := motioned(t)
	a := then(t, w, CheckIn{Decision: "A-rate", Person: "P1"}, CheckIn{Decision: "A-rate", Person: "P2"}, Count{Decision: "A-rate", Yes: 1, No: 1})
	b := then(t, w, CheckIn{Decision: "A-rate", Person: "P3"}, CheckIn{Decision: "A-rate", Person: "P8"}, Count{Decision: "A-rate", Yes: 1, No: 1})
	assert.Equal(t, certificate(t, a, "A-rate"), certificate(t, b, "A-rate"))
}
