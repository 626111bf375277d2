package confed_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// The worked world: A and B are sovereign, C of another state is not; P3 moves from A to
// B, P6 has emigrated, P7 comes of age, P8 came from abroad.

const own = Sovereign | Designate

var spanish = census.Rule{Reference: census.FirstOfMonthBefore(2)}

func places() []Act {
	return []Act{
		Jurisdiction{ID: "A", Name: "Aldea", Kind: Municipality, State: "X", Currency: fiscal.EUR, Powers: own},
		Jurisdiction{ID: "B", Name: "Brezo", Kind: Municipality, State: "X", Currency: fiscal.EUR, Powers: own},
		Jurisdiction{ID: "C", Name: "Cala", Kind: Municipality, State: "Y", Currency: fiscal.EUR, Powers: NoPowers},
	}
}

func people() []Act {
	born := func(id census.PersonID, on string) Act { return Person{ID: id, Born: date(on)} }
	lives := func(id census.PersonID, in census.JurisdictionID, from string) Act {
		return Residency{Person: id, Municipality: in, From: date(from), Recorded: date(from)}
	}
	return []Act{
		born("P1", "1970-04-11"), born("P2", "1984-02-29"), born("P3", "1991-12-05"), born("P4", "1958-07-30"),
		born("P5", "1979-10-17"), born("P6", "1966-01-09"), born("P7", "2007-07-10"), born("P8", "1988-03-22"),
		lives("P1", "A", "2010-06-01"), lives("P2", "A", "2012-09-15"), lives("P3", "A", "2018-01-01"),
		lives("P4", "B", "1999-05-20"), lives("P5", "C", "2005-02-02"), lives("P7", "A", "2007-07-10"),
		lives("P8", "A", "2023-11-01"),
		Move{Person: "P3", To: "B", On: date("2025-03-15"), Recorded: date("2025-03-15")},
	}
}

func communities() []Act {
	found := func(id CommunityID, kind CommunityKind, form LegalForm, notice int) []Act {
		return []Act{
			Community{ID: id, Name: string(id), Kind: kind, Form: form, Notice: notice},
			Recognition{Community: id, When: vicinia.Interval{From: date("2015-01-01")}},
		}
	}
	acts := found("Esperanto", Synthetic, InternationalOrganisation, 30)
	acts = append(acts, found("Linux", Productive, InternationalFoundation, 0)...)
	acts = append(acts, found("Oceans", Productive, InternationalFoundation, 0)...)
	return append(acts, found("CasaAlba", Origin, InternationalOrganisation, 30)...)
}

func members() []Act {
	joins := func(p census.PersonID, c CommunityID, from string) Act {
		return Membership{Person: p, Community: c, From: date(from)}
	}
	return []Act{
		joins("P2", "CasaAlba", "2019-05-01"), joins("P6", "CasaAlba", "2001-01-01"), joins("P8", "CasaAlba", "2024-01-15"),
		joins("P4", "Esperanto", "2016-02-01"), joins("P4", "Linux", "2016-02-01"), joins("P4", "Oceans", "2016-02-01"),
		joins("P3", "Oceans", "2022-08-08"),
	}
}

func calls() []Act {
	call := func(id CallID, in census.JurisdictionID, on, vote string) Act {
		return Call{ID: id, Body: ResidentsOf(in), On: date(on), Vote: date(vote), Rule: spanish}
	}
	return []Act{
		call("A-2024", "A", "2024-09-02", "2024-11-10"), call("B-2024", "B", "2024-09-02", "2024-11-10"),
		call("A-2025", "A", "2025-05-30", "2025-07-20"), call("B-2025", "B", "2025-05-30", "2025-07-20"),
		Call{ID: "CasaAlba-2025", Body: MembersOf("CasaAlba"), On: date("2025-08-01"), Vote: date("2025-10-12"),
			Rule: census.Rule{Reference: census.On(date("2025-09-01"))}},
	}
}

func compacts() []Act {
	from := date("2019-01-01")
	return []Act{
		Compact{ID: "K1", Name: "Water", Level: Municipality, Objects: []string{"water"}, Notice: 12},
		Compact{ID: "K2", Name: "Fire", Level: Municipality, Objects: []string{"fire"}, Notice: 6},
		Accession{Compact: "K1", Party: "A", From: from, Share: share.Revenue{Rate: pct("10%")}},
		Accession{Compact: "K1", Party: "B", From: from, Share: share.Revenue{Rate: pct("10%")}},
		Accession{Compact: "K2", Party: "C", From: from, Share: share.Fixed{Amount: fiscal.EUR.MustParse("300.00")}},
	}
}

// founded is the worked world before its rolls are closed.
func founded(t testing.TB) *World {
	t.Helper()
	w := made(t, append(places(), people()...)...)
	w = then(t, w, append(communities(), members()...)...)
	return then(t, w, append(calls(), compacts()...)...)
}

var taxes = map[census.JurisdictionID]Schedule{
	"A": {Jurisdiction: "A", Year: 2025, Tax: tax.Flat(fiscal.EUR, pct("8%"))},
	"B": {Jurisdiction: "B", Year: 2025, Tax: tax.Flat(fiscal.EUR, pct("10%"))},
	"C": {Jurisdiction: "C", Year: 2025, Tax: tax.Flat(fiscal.EUR, pct("7%")), External: true},
}

func rateMotion(id DecisionID, call CallID, in census.JurisdictionID) Motion {
	return Motion{ID: id, Call: call, Matter: Matter{Kind: TaxRate, For: string(in)},
		Threshold: referendum.Majority{}, Does: []Act{taxes[in]}}
}

func policyMotion(id DecisionID, call CallID, p Policy) Motion {
	return Motion{ID: id, Call: call, Matter: Matter{Kind: DesignationPolicy, For: string(p.Jurisdiction)}, Does: []Act{p}}
}

var (
	policyA = Policy{Jurisdiction: "A", Year: 2025, Cap: pct("15%")}
	policyB = Policy{Jurisdiction: "B", Year: 2025, Cap: pct("10%"), Membership: Prior}
)

// motioned has its rolls of 2024 closed and the motions on the taxes of 2025 put.
func motioned(t testing.TB) *World {
	t.Helper()
	return then(t, founded(t), RollClosing{Calls: []CallID{"A-2024", "B-2024"}},
		rateMotion("A-rate", "A-2024", "A"), policyMotion("A-policy", "A-2024", policyA),
		rateMotion("B-rate", "B-2024", "B"), policyMotion("B-policy", "B-2024", policyB))
}

// voted has the taxes and policies of 2025.
func voted(t testing.TB) *World {
	t.Helper()
	w := then(t, motioned(t), taxes["C"])
	var all Certification
	for _, id := range []DecisionID{"A-rate", "A-policy", "B-rate", "B-policy"} {
		w = then(t, w, Count{Decision: id, Yes: 1})
		all.Certificates = append(all.Certificates, certificate(t, w, id))
	}
	return then(t, w, all)
}

func certificate(t testing.TB, w *World, id DecisionID) Certificate {
	t.Helper()
	cert, err := w.Certify(id)
	require.NoError(t, err)
	return cert
}

// carried puts a motion to a call with a closed roll, and carries it.
func carried(t testing.TB, w *World, m Motion) *World {
	t.Helper()
	w = then(t, w, m, Count{Decision: m.ID, Yes: 1})
	return then(t, w, certificate(t, w, m.ID))
}

// advanced takes a year to a phase, step by step.
func advanced(t testing.TB, w *World, year int, to Phase) *World {
	t.Helper()
	for phase := w.Phase(year) + 1; phase <= to; phase++ {
		w = then(t, w, Advance{Year: year, To: phase})
	}
	return w
}
