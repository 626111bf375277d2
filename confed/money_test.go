package confed_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// T-1: the residents of C may vote, but C sets no tax.
func TestT1_SovereigntyBeforeTax(t *testing.T) {
	w := then(t, founded(t), Call{ID: "C-2024", Body: ResidentsOf("C"), On: date("2024-09-02"), Vote: date("2024-11-10")},
		RollClosing{Calls: []CallID{"C-2024"}})
	local := taxes["C"]
	local.External = false
	refused(t, w, local, "jurisdiction", "T-1")
	refused(t, w, Policy{Jurisdiction: "C", Year: 2025, Cap: pct("1%")}, "jurisdiction", "T-1")

	m := rateMotion("C-rate", "C-2024", "C")
	m.Does = []Act{local}
	refused(t, w, m, "does[0].jurisdiction", "T-1")

	t.Run("T-3: a vote on money that binds nobody", func(t *testing.T) {
		m.Does = nil
		w := carried(t, w, m)
		_, ok := w.Schedule("C", 2025)
		assert.False(t, ok)
	})
}

// Powers are those of the region above, at any depth, unless there are own ones, or none.
func TestT1_PowersOfTheRegion(t *testing.T) {
	town := func(id, within census.JurisdictionID, kind JurisdictionKind, p Powers) Act {
		return Jurisdiction{ID: id, Kind: kind, Within: within, Currency: fiscal.EUR, Powers: p}
	}
	w := made(t, town("R", "", Region, own), town("S", "R", Region, 0), town("T", "S", Municipality, 0),
		town("U", "S", Municipality, Collect), town("V", "S", Municipality, NoPowers), town("W", "", Municipality, 0))
	for id, want := range map[census.JurisdictionID]Powers{
		"R": own, "S": own, "T": own, "U": Collect, "V": 0, "W": 0, "none": 0,
	} {
		assert.Equal(t, want, w.Powers(id), id)
	}
	assert.True(t, own.Has(Sovereign))
	assert.False(t, Collect.Has(Sovereign))
}

func TestT4_TheResidentsDecide(t *testing.T) {
	w := founded(t)
	refused(t, w, taxes["A"], "decision", "T-4")
	refused(t, w, policyA, "decision", "T-4")
	then(t, w, taxes["C"]) // imposed from above: nobody here decides

	t.Run("before the year", func(t *testing.T) {
		refused(t, w, rateMotion("late", "A-2025", "A"), "does[0].year", "T-4")
		refused(t, w, policyMotion("late", "A-2025", policyA), "does[0].year", "T-4")
	})
	t.Run("on this matter", func(t *testing.T) {
		m := rateMotion("other", "A-2024", "A")
		m.Does = []Act{policyA}
		refused(t, w, m, "does[0].decision", "T-4")
		m.Does = []Act{taxes["B"]}
		refused(t, w, m, "does[0].decision", "T-4")
	})
	t.Run("with a yes", func(t *testing.T) {
		w := then(t, motioned(t), Count{Decision: "A-rate", Yes: 1, No: 1, Blank: 1})
		w = then(t, w, certificate(t, w, "A-rate"))
		_, ok := w.Schedule("A", 2025)
		assert.False(t, ok)
		d, _ := w.Decision("A-rate")
		assert.True(t, d.Certified)
		assert.False(t, d.Carried)
	})
	t.Run("and it is done", func(t *testing.T) {
		w := voted(t)
		assert.Equal(t, []int{2025}, w.Years())
		var by []DecisionID
		for s := range w.Schedules() {
			by = append(by, s.By)
		}
		for p := range w.Policies() {
			by = append(by, p.By)
		}
		assert.Equal(t, []DecisionID{"A-rate", "B-rate", "", "A-policy", "B-policy"}, by)
	})
}

func TestSchedules_Refused(t *testing.T) {
	w := voted(t)
	ext := taxes["C"]
	ext.Year = 2026
	for _, tt := range []struct {
		name   string
		change func(*Schedule)
		path   string
		breaks vicinia.Invariant
	}{
		{"twice in a year", func(s *Schedule) { s.Year = 2025 }, "jurisdiction", ""},
		{"of nobody", func(s *Schedule) { s.Jurisdiction = "Z" }, "jurisdiction", ""},
		{"in no year", func(s *Schedule) { s.Year = 0 }, "year", ""},
		{"in the last year", func(s *Schedule) { s.Year = vicinia.MaxYear }, "year", ""},
		{"in another currency", func(s *Schedule) { s.Tax = tax.Flat(fiscal.CHF, pct("7%")) }, "parameters", "M-7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := ext
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	then(t, w, ext)
}

// What no yes could do is not put to the vote, lest it stop the year.
func TestMotion_OfWhatCannotBe(t *testing.T) {
	m := rateMotion("m", "A-2024", "A")
	s := taxes["A"]
	s.Tax = tax.Flat(fiscal.CHF, pct("8%"))
	m.Does = []Act{s}
	refused(t, founded(t), m, "does[0].parameters", "M-7")
	s.Tax = tax.Schedule{Currency: fiscal.EUR}
	m.Does = []Act{s}
	refused(t, founded(t), m, "does[0].brackets", "")
}

func TestD2_TheCapIsAPart(t *testing.T) {
	for _, limit := range []string{"100%", "150%", "-1%"} {
		p := policyA
		p.Cap = pct(limit)
		refused(t, founded(t), policyMotion("cap", "A-2024", p), "does[0].cap", "D-2")
	}
	p := policyA
	p.Membership = Free + 1
	refused(t, founded(t), policyMotion("free", "A-2024", p), "does[0].membership", "D-5")
	p = policyA
	p.Cap, p.Year = pct("99.99%"), 2026 // 2025 has its motion
	carried(t, motioned(t), policyMotion("nearly all", "A-2024", p))
}

// choices reads Esperanto=5%|Linux=5%.
func choices(s string) []designation.Choice {
	all, err := designation.ParseChoices(s)
	if err != nil {
		panic(err)
	}
	return all
}

func filing(p census.PersonID, in census.JurisdictionID, on, says string) Filing {
	return Filing{Person: p, Jurisdiction: in, Year: 2025, On: date(on), Choices: choices(says)}
}

func TestD_Filings(t *testing.T) {
	w := then(t, voted(t), Death{Person: "P7", On: date("2025-05-01")},
		Community{ID: "new", Kind: Synthetic, Form: InternationalFoundation},
		Community{ID: "ofA", Kind: Synthetic, Form: InternationalFoundation},
		Recognition{Community: "ofA", By: "A", When: vicinia.Interval{From: date("2025-01-01"), To: date("2025-06-01")}})
	negative := filing("P1", "A", "2025-04-10", "Linux=20%|Oceans=5%")
	negative.Choices[1].Share = pct("-10%")
	for _, tt := range []struct {
		name   string
		give   Filing
		path   string
		breaks vicinia.Invariant
	}{
		{"over the cap", filing("P2", "A", "2025-04-12", "CasaAlba=20%"), "share", "D-1"},
		{"over the cap by a hair", filing("P2", "A", "2025-04-12", "CasaAlba=15.0000000001%"), "share", "D-1"},
		{"over the cap together", filing("P2", "A", "2025-04-12", "CasaAlba=10%|Linux=5.01%"), "share", "D-1"},
		{"less than nothing", negative, "share", ""},
		{"without a policy for the year", func() Filing { f := filing("P1", "A", "2025-04-10", "Linux=1%"); f.Year = 2026; return f }(), "share", "D-1"},
		{"without sovereignty", filing("P5", "C", "2025-05-20", "Linux=1%"), "jurisdiction", "T-2"},
		{"to a jurisdiction", filing("P1", "A", "2025-04-10", "B=1%"), "community", "D-6"},
		{"to a compact", filing("P1", "A", "2025-04-10", "K1=1%"), "community", "D-6"},
		{"to a person", filing("P1", "A", "2025-04-10", "P2=1%"), "community", "D-6"},
		{"to nobody", filing("P1", "A", "2025-04-10", "Moon=1%"), "community", "D-6"},
		{"to a community that nobody recognises", filing("P1", "A", "2025-04-10", "new=1%"), "community", "D-6"},
		{"to one that A recognises, in B", filing("P4", "B", "2025-04-10", "ofA=1%"), "community", "D-6"},
		{"to one that A recognises no more", filing("P1", "A", "2025-06-01", "ofA=1%"), "community", "D-6"},
		{"to one that is not one's own", filing("P3", "B", "2025-06-01", "Linux=1%"), "community", "D-5"},
		{"the first rule counts: T-2 before D-6", filing("P5", "C", "2025-05-20", "Moon=99%"), "jurisdiction", "T-2"},
		{"D-6 before D-1", filing("P1", "A", "2025-05-20", "Moon=99%"), "community", "D-6"},
		{"D-1 before D-5", filing("P3", "B", "2025-06-01", "Linux=11%"), "share", "D-1"},
		{"of nobody", filing("P9", "A", "2025-04-10", "Linux=1%"), "person", ""},
		{"of the dead (D-3)", filing("P7", "A", "2025-05-01", "Linux=1%"), "filed_on", "D-3"},
		{"nowhere", filing("P1", "Z", "2025-04-10", "Linux=1%"), "jurisdiction", ""},
		{"never", func() Filing { f := filing("P1", "A", "2025-04-10", "Linux=1%"); f.On = 0; return f }(), "filed_on", ""},
		{"for no year", func() Filing { f := filing("P1", "A", "2025-04-10", "Linux=1%"); f.Year = -1; return f }(), "year", ""},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, w, tt.give, tt.path, tt.breaks) })
	}
	for _, ok := range []Filing{
		filing("P2", "A", "2025-05-02", "CasaAlba=15%"), filing("P1", "A", "2025-05-31", "ofA=15%"),
		filing("P3", "B", "2025-06-01", "Oceans=10%"), filing("P7", "A", "2025-04-30", "Linux=1%"),
		filing("P5", "C", "2025-05-20", ""), filing("P1", "A", "2025-05-20", "Linux=0%"),
	} {
		then(t, w, ok)
	}
}

// D-9: the last accepted filing counts, in whatever order the filings came in.
func TestD9_TheLastOneCounts(t *testing.T) {
	w := voted(t)
	first, second := filing("P1", "A", "2025-04-10", "Linux=5%"), filing("P1", "A", "2025-05-10", "Oceans=7%")
	gone := filing("P1", "A", "2025-06-10", "")
	other := filing("P1", "B", "2025-07-10", "")
	refused(t, then(t, w, first), filing("P1", "A", "2025-04-10", "Oceans=1%"), "person", "D-9")
	a, _ := w.Register().PlaceNumber("A")
	says := func(acts ...Act) []Direction {
		w := then(t, w, append(acts, Base{Person: "P1", Year: 2025})...)
		p, ok := w.Payer("P1", 2025)
		require.True(t, ok)
		return p.Directions(a)
	}
	oceans, _ := w.CommunityNumber("Oceans")
	for _, acts := range [][]Act{{first, second, other}, {second, other, first}, {other, second, first}} {
		got := says(acts...)
		require.Len(t, got, 1)
		assert.Equal(t, oceans, got[0].Community)
	}
	assert.Empty(t, says(gone, second, first), "D-4: a withdrawal moves nothing")
	assert.Empty(t, says())
}

// D-3: whether the office learns of a death before a filing or after it, the dead do not
// designate.
func TestD3_TheDeadDoNotDesignate(t *testing.T) {
	w := then(t, voted(t), Base{Person: "P1", Year: 2025, Amount: 1})
	alive, dead := filing("P1", "A", "2025-04-30", "Linux=5%"), filing("P1", "A", "2025-05-01", "Oceans=7%")
	death := Death{Person: "P1", On: date("2025-05-01")}
	a, _ := w.Register().PlaceNumber("A")
	linux, _ := w.CommunityNumber("Linux")
	for _, acts := range [][]Act{{alive, dead, death}, {dead, alive, death}, {dead, death, alive}, {alive, death, dead}, {death, alive, dead}} {
		w, _ := w.Admit(slices.Values(acts))
		p, _ := w.Payer("P1", 2025)
		got := p.Directions(a)
		require.Len(t, got, 1)
		assert.Equal(t, linux, got[0].Community)
	}
	w = then(t, w, dead, death)
	p, _ := w.Payer("P1", 2025)
	assert.Empty(t, p.Directions(a))
}

func TestT8_Bases(t *testing.T) {
	w := voted(t)
	refused(t, w, Base{Person: "P1", Year: 2025, Amount: -1}, "base", "T-8")
	refused(t, w, Base{Person: "P9", Year: 2025}, "person", "")
	refused(t, w, Base{Person: "P1", Year: vicinia.MaxYear}, "year", "")
	w = then(t, w, Base{Person: "P1", Year: 2025}, Base{Person: "P2", Year: 2025, Amount: 1<<63 - 1})
	refused(t, w, Base{Person: "P1", Year: 2025, Amount: 1}, "person", "")
	var got []tax.Base
	for p := range w.Payers(2025) {
		got = append(got, p.Base)
	}
	assert.Equal(t, []tax.Base{0, 1<<63 - 1}, got)
	_, ok := w.Payer("P3", 2025)
	assert.False(t, ok)
}

// T-9: a revision has a cause and keeps what was before.
func TestT9_RevisionsKeepHistory(t *testing.T) {
	w := then(t, voted(t), Base{Person: "P1", Year: 2025, Amount: 100})
	r := Revision{Person: "P1", Year: 2025, Amount: 90, Cause: "appeal"}
	refused(t, w, r, "year", "A-4")
	refused(t, w, Revision{Person: "P1", Year: 1999, Amount: 1, Cause: "appeal"}, "year", "A-4")
	w = advanced(t, w, 2025, Assessed)
	for _, tt := range []struct {
		name   string
		change func(*Revision)
		path   string
		breaks vicinia.Invariant
	}{
		{"of nobody", func(r *Revision) { r.Person = "P9" }, "person", ""},
		{"to less than nothing", func(r *Revision) { r.Amount = -1 }, "base", "T-8"},
		{"without a cause", func(r *Revision) { r.Cause = "" }, "cause", "T-9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := r
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	second := Revision{Person: "P1", Year: 2025, Amount: 95, Cause: "second appeal"}
	forgotten := Revision{Person: "P2", Year: 2025, Amount: 7, Cause: "forgotten"}
	w = then(t, w, r, second, forgotten)
	assert.Equal(t, []Revised{{r, 100}, {second, 90}, {forgotten, 0}}, slices.Collect(w.Revisions(2025)))
	p, _ := w.Payer("P1", 2025)
	assert.Equal(t, tax.Base(95), p.Base)
}
