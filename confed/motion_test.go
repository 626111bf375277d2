package confed_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	. "github.com/vicinia/vicinia/confed"
)

// A motion whose rule could never decide is refused when it is put, lest it stop the year.
func TestMotion_Threshold(t *testing.T) {
	w := founded(t)
	m := rateMotion("m", "A-2024", "A")
	for _, over := range []vicinia.Ratio{pct("101%"), pct("-1%")} {
		m.Threshold = referendum.Majority{Over: over}
		refused(t, w, m, "threshold", "")
	}
	m.Threshold = referendum.Majority{Over: vicinia.Frac(2, 3), AtLeast: true}
	then(t, w, m)
}

func TestMotion_Carried(t *testing.T) {
	absolute := referendum.Majority{Of: referendum.Eligible}
	twoThirds := referendum.Majority{Over: vicinia.Frac(2, 3), AtLeast: true}
	for _, tt := range []struct {
		name      string
		threshold referendum.Majority
		quorum    string
		give      Count // of four electors
		want      bool
	}{
		{"more yes than no", referendum.Majority{}, "0%", Count{Yes: 2, No: 1}, true},
		{"a tie", referendum.Majority{}, "0%", Count{Yes: 1, No: 1, Blank: 2}, false},
		{"nobody", referendum.Majority{}, "0%", Count{}, false},
		{"blanks count for neither side", referendum.Majority{}, "0%", Count{Yes: 1, Blank: 3}, true},
		{"half of the roll is not more than half", absolute, "0%", Count{Yes: 2}, false},
		{"three of four on the roll", absolute, "0%", Count{Yes: 3, No: 1}, true},
		{"two thirds", twoThirds, "0%", Count{Yes: 2, No: 1}, true},
		{"less than two thirds", twoThirds, "0%", Count{Yes: 2, No: 2}, false},
		{"two thirds of nothing", twoThirds, "0%", Count{Spoilt: 4}, false},
		{"the quorum is met by spoilt ballots too", referendum.Majority{}, "50%", Count{Yes: 1, Spoilt: 1}, true},
		{"below the quorum", referendum.Majority{}, "51%", Count{Yes: 2}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := rateMotion("m", "A-2024", "A")
			m.Threshold, m.Quorum = tt.threshold, pct(tt.quorum)
			tt.give.Decision = "m"
			w := then(t, founded(t), RollClosing{Calls: []CallID{"A-2024"}}, m, tt.give)
			w = then(t, w, certificate(t, w, "m"))
			d, _ := w.Decision("m")
			assert.Equal(t, tt.want, d.Carried)
			_, adopted := w.Schedule("A", 2025)
			assert.Equal(t, tt.want, adopted)
		})
	}
}

// Where nobody may vote nothing is carried, and the year goes on.
func TestMotion_EmptyRoll(t *testing.T) {
	for _, threshold := range []referendum.Majority{{}, {Of: referendum.Eligible}} {
		m := rateMotion("m", "A-2024", "A")
		m.Threshold, m.Quorum = threshold, pct("50%")
		w := then(t, made(t, append(places(), calls()[0])...), RollClosing{Calls: []CallID{"A-2024"}}, m)
		refused(t, w, Count{Decision: "m", Yes: 1}, "count", "R-8")
		w = then(t, w, Count{Decision: "m"})
		w = then(t, w, certificate(t, w, "m"))
		d, _ := w.Decision("m")
		assert.False(t, d.Carried)
		advanced(t, w, 2025, Closed)
	}
}

// A motion that does not say its matter is about what it does, and certificates are written
// together, or the faults of all are told.
func TestMotion_MatterOfItsAct(t *testing.T) {
	m := rateMotion("m", "A-2024", "A")
	m.Matter = Matter{}
	w := then(t, founded(t), RollClosing{Calls: []CallID{"A-2024"}}, m, Count{Decision: "m", Yes: 1})
	d, _ := w.Decision("m")
	assert.Equal(t, Matter{Kind: TaxRate, For: "A"}, d.Matter)

	all, err := w.CertifyAll("m")
	assert.NoError(t, err)
	assert.Equal(t, Certification{Certificates: []Certificate{certificate(t, w, "m")}}, all)
	_, err = w.CertifyAll("m", "n", "o")
	assert.EqualError(t, err, "decision: there is no decision \"n\"\ndecision: there is no decision \"o\"")
	refused(t, w, Motion{ID: "empty", Call: "A-2024"}, "matter", "C-3")
}
