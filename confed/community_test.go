package confed_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

// budgetMotion is a community's vote on its own money.
var budgetMotion = Motion{ID: "CasaAlba-budget", Call: "CasaAlba-2025", Matter: Matter{Kind: CommunityBudget, For: "CasaAlba"}}

func communityVote(t testing.TB) *World {
	t.Helper()
	return then(t, founded(t), RollClosing{Calls: []CallID{"CasaAlba-2025", "A-2025"}}, budgetMotion)
}

func TestC1_OnlyMembersVote(t *testing.T) {
	w := communityVote(t)
	assert.Equal(t, []census.PersonID{"P2", "P6", "P8"}, electors(t, w, "CasaAlba-2025"))
	refused(t, w, CheckIn{Decision: "CasaAlba-budget", Person: "P1"}, "person", "R-5")
	then(t, w, CheckIn{Decision: "CasaAlba-budget", Person: "P8"})
	refused(t, w, Count{Decision: "CasaAlba-budget", Yes: 4}, "count", "R-8")
}

// C-14: the emigrant P6 votes in CasaAlba and nowhere else.
func TestC14_TheEmigrant(t *testing.T) {
	w := communityVote(t)
	then(t, w, CheckIn{Decision: "CasaAlba-budget", Person: "P6"})
	w = then(t, w, RollClosing{Calls: []CallID{"A-2024", "B-2024", "B-2025"}})
	for c := range w.Calls() {
		roll, ok := w.Roll(c.ID)
		assert.True(t, ok, c.ID)
		assert.Equal(t, c.Body == MembersOf("CasaAlba"), roll.Has("P6"), c.ID)
	}
}

func TestC1_MembersOnTheDay(t *testing.T) {
	call := func(id CallID, on, vote string) Act {
		return Call{ID: id, Body: MembersOf("Linux"), On: date(on), Vote: date(vote)}
	}
	member := func(p census.PersonID, from, to string) Act {
		m := Membership{Person: p, Community: "Linux", From: date(from)}
		if to != "" {
			m.To = date(to)
		}
		return m
	}
	w := then(t, made(t, append(append(places(), people()...), communities()...)...),
		member("P1", "2025-06-01", ""), member("P2", "2025-06-02", ""), member("P3", "2024-01-01", "2025-06-01"),
		member("P5", "2024-01-01", ""), member("P7", "2024-01-01", ""), Death{Person: "P5", On: date("2025-06-01")},
		call("young", "2025-06-01", "2025-07-09"), call("grown", "2025-06-01", "2025-07-10"),
		RollClosing{Calls: []CallID{"young", "grown"}})
	assert.Equal(t, []census.PersonID{"P1"}, electors(t, w, "young"), "P7 is 17, P5 dead, P3 has left, P2 came later")
	assert.Equal(t, []census.PersonID{"P1", "P7"}, electors(t, w, "grown"), "P7 is 18 on the day of the vote")
}

// The digest of a community's roll is that of nobody else.
func TestMemberRoll_Digest(t *testing.T) {
	w := then(t, founded(t), Call{ID: "of-Linux", Body: MembersOf("Linux"), On: date("2025-08-01"), Vote: date("2025-10-12"),
		Rule: census.Rule{Reference: census.On(date("2020-09-01"))}},
		Call{ID: "of-Oceans", Body: MembersOf("Oceans"), On: date("2025-08-01"), Vote: date("2025-10-12"),
			Rule: census.Rule{Reference: census.On(date("2020-09-01"))}},
		RollClosing{Calls: []CallID{"of-Linux", "of-Oceans"}})
	linux, _ := w.Roll("of-Linux")
	oceans, _ := w.Roll("of-Oceans")
	assert.Equal(t, slices.Collect(linux.All()), slices.Collect(oceans.All()))
	assert.NotEqual(t, linux.Digest(), oceans.Digest())
}

// The authority matrix, row by row.
func TestC3_BodyFor(t *testing.T) {
	for _, tt := range []struct {
		name string
		give Matter
		want Body
	}{
		{"local budget", Matter{Kind: LocalBudget, For: "A"}, ResidentsOf("A")},
		{"tax rate", Matter{Kind: TaxRate, For: "A"}, ResidentsOf("A")},
		{"designation policy", Matter{Kind: DesignationPolicy, For: "A"}, ResidentsOf("A")},
		{"local representatives", Matter{Kind: Representatives, For: "A"}, ResidentsOf("A")},
		{"joining: that party's residents", Matter{Kind: Joining, For: "A", Compact: "K1"}, ResidentsOf("A")},
		{"leaving: that party's residents", Matter{Kind: Leaving, For: "A", Compact: "K1"}, ResidentsOf("A")},
		{"statute: every party", Matter{Kind: Statute, For: "K1"}, Body{Kind: Parties, Of: "K1"}},
		{"a compact's budget: its electorate", Matter{Kind: CompactBudget, For: "K1"}, Body{Kind: Electorate, Of: "K1"}},
		{"provider of a service", Matter{Kind: Provider, For: "A"}, ResidentsOf("A")},
		{"community policy", Matter{Kind: CommunityPolicy, For: "Linux"}, MembersOf("Linux")},
		{"community budget", Matter{Kind: CommunityBudget, For: "Linux"}, MembersOf("Linux")},
		{"a designation: the taxpayer alone", Matter{Kind: OwnDesignation, For: "P1"}, Body{Kind: Self, Of: "P1"}},
		{"nothing", Matter{}, Body{}},
		{"no row", Matter{Kind: OwnDesignation + 1, For: "A"}, Body{}},
	} {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, BodyFor(tt.give)) })
	}
}

func TestC3_AMotionForAnotherBody(t *testing.T) {
	w := founded(t)
	motion := func(call CallID, kind MatterKind, of string) Motion {
		return Motion{ID: "m", Call: call, Matter: Matter{Kind: kind, For: of, Compact: ""}}
	}
	for _, tt := range []struct {
		name string
		give Motion
		path string
	}{
		{"a community on a local tax", motion("CasaAlba-2025", TaxRate, "A"), "matter"},
		{"a community on a local budget", motion("CasaAlba-2025", LocalBudget, "CasaAlba"), "matter"},
		{"a municipality on a community's budget", motion("A-2025", CommunityBudget, "CasaAlba"), "matter"},
		{"a municipality on another's tax", motion("A-2025", TaxRate, "B"), "subject"},
		{"a municipality on another's joining", Motion{ID: "m", Call: "A-2025", Matter: Matter{Kind: Joining, For: "B", Compact: "K1"}}, "subject"},
		{"a community on another's budget", motion("CasaAlba-2025", CommunityBudget, "Linux"), "subject"},
		{"one municipality on a statute", motion("A-2025", Statute, "K1"), "matter"},
		{"one municipality on a compact's budget", motion("A-2025", CompactBudget, "K1"), "matter"},
		{"neighbours on somebody's designation", motion("A-2025", OwnDesignation, "P1"), "matter"},
		{"nothing", motion("A-2025", 0, "A"), "matter"},
	} {
		t.Run(tt.name, func(t *testing.T) { refused(t, w, tt.give, tt.path, "C-3") })
	}
	refused(t, w, motion("none", TaxRate, "A"), "call", "")
	refused(t, w, Motion{ID: "A", Call: "A-2025", Matter: Matter{Kind: TaxRate, For: "A"}}, "id", "")
	refused(t, w, Motion{ID: "m", Call: "A-2025", Matter: Matter{Kind: Leaving, For: "A", Compact: "K9"}}, "subject", "")
	refused(t, w, Motion{ID: "m", Call: "A-2025", Matter: Matter{Kind: LocalBudget, For: "A"}, Quorum: pct("101%")}, "quorum", "")
}

func TestC3_ACallForNoBody(t *testing.T) {
	w := founded(t)
	for _, b := range []Body{{}, {Kind: Parties, Of: "K1"}, {Kind: Electorate, Of: "K1"}, {Kind: Self, Of: "P1"}} {
		refused(t, w, Call{ID: "new", Body: b, On: date("2025-05-30"), Vote: date("2025-07-20")}, "body", "C-3")
	}
	for _, b := range []Body{ResidentsOf("Z"), ResidentsOf("Linux"), MembersOf("Z"), MembersOf("A")} {
		refused(t, w, Call{ID: "new", Body: b, On: date("2025-05-30"), Vote: date("2025-07-20")}, "body", "")
	}
}

// A community decides nothing that moves a jurisdiction's money or places.
func TestC3_WhatACommunityMayDo(t *testing.T) {
	w := founded(t)
	for _, a := range []Act{taxes["A"], policyA, Accession{Compact: "K1", Party: "A", From: date("2026-01-01")}} {
		m := budgetMotion
		m.Does = []Act{a}
		next, err := w.Apply(m)
		assert.Nil(t, next)
		assert.ErrorContains(t, err, "this needs")
	}
	for _, a := range []Act{taxes["C"], Person{ID: "P9", Born: 1}, Correction{Call: "A-2025", Person: "P6", On: true, Cause: "vote"}, nil} {
		m := budgetMotion
		m.Does = []Act{a}
		refused(t, w, m, "does[0]", "C-3")
	}
}

func TestC4_MembershipsAreDeclared(t *testing.T) {
	w := founded(t)
	refused(t, w, Correction{Call: "CasaAlba-2025", Person: "P1", On: true, Cause: "is from there"}, "call", "C-4")
	refused(t, w, Membership{Person: "P9", Community: "Linux", From: date("2025-01-01")}, "person", "")
	refused(t, w, Membership{Person: "P1", Community: "Z", From: date("2025-01-01")}, "community", "")
	refused(t, w, Membership{Person: "P1", Community: "Linux"}, "from", "")
	refused(t, w, Membership{Person: "P1", Community: "Linux", From: date("2025-01-02"), To: date("2025-01-02")}, "to", "")
	refused(t, w, Membership{Person: "P4", Community: "Linux", From: date("2025-01-01")}, "from", "")
	refused(t, w, Membership{Person: "P4", Community: "Linux", From: date("2015-01-01"), To: date("2016-02-02")}, "from", "")
	w = then(t, w, Membership{Person: "P4", Community: "Linux", From: date("2015-01-01"), To: date("2016-02-01")})
	assert.Len(t, slices.Collect(w.Memberships("P4")), 4)
}

// C-5: wherever somebody goes, the memberships stay.
func TestC5_MovingLeavesMemberships(t *testing.T) {
	w := founded(t)
	moved := then(t, w, Move{Person: "P4", To: "C", On: date("2025-06-01"), Recorded: date("2025-06-01")},
		Departure{Person: "P2", On: date("2025-06-01")})
	for p := range w.Register().People() {
		assert.Equal(t, slices.Collect(w.Memberships(p.ID)), slices.Collect(moved.Memberships(p.ID)))
	}
	roll := RollClosing{Calls: []CallID{"CasaAlba-2025"}}
	assert.Equal(t, electors(t, then(t, w, roll), "CasaAlba-2025"), electors(t, then(t, moved, roll), "CasaAlba-2025"))
}

func TestC6_NoneOneOrMany(t *testing.T) {
	w := founded(t)
	for p, want := range map[census.PersonID]int{"P1": 0, "P2": 1, "P4": 3, "nobody": 0} {
		assert.Len(t, slices.Collect(w.Memberships(p)), want, p)
	}
}

func TestC7_LeavingTakesTheNoticeAtMost(t *testing.T) {
	w := founded(t)
	w = then(t, w, Resignation{Person: "P2", Community: "CasaAlba", On: date("2025-08-02")},
		Resignation{Person: "P8", Community: "CasaAlba", On: date("2025-08-03")},
		Resignation{Person: "P4", Community: "Linux", On: date("2025-08-03")})
	assert.True(t, w.Belongs("P2", "CasaAlba", date("2025-08-31")))
	assert.False(t, w.Belongs("P2", "CasaAlba", date("2025-09-01")), "30 days after the notice")
	assert.False(t, w.Belongs("P4", "Linux", date("2025-08-03")), "no notice is asked")
	closed := then(t, w, RollClosing{Calls: []CallID{"CasaAlba-2025"}})
	assert.Equal(t, []census.PersonID{"P6", "P8"}, electors(t, closed, "CasaAlba-2025"), "C-8: no vote after leaving")
	refused(t, w, Resignation{Person: "P2", Community: "CasaAlba", On: date("2025-10-01")}, "community", "C-7")
	refused(t, w, Resignation{Person: "P1", Community: "CasaAlba", On: date("2025-10-01")}, "community", "C-7")
	refused(t, w, Resignation{Person: "P6", Community: "CasaAlba", On: date("2000-12-31")}, "community", "C-7")
	refused(t, w, Resignation{Person: "P9", Community: "CasaAlba", On: date("2025-10-01")}, "person", "")
	refused(t, w, Resignation{Person: "P1", Community: "Z", On: date("2025-10-01")}, "community", "")
	w = then(t, w, Membership{Person: "P4", Community: "Linux", From: date("2025-08-03")}, Death{Person: "P4", On: date("2025-10-01")})
	assert.True(t, w.Belongs("P4", "Linux", date("2025-09-30")))
	assert.False(t, w.Belongs("P4", "Linux", date("2025-10-01")), "death ends a membership on that day")
}

func TestC9_OneKindOneForm(t *testing.T) {
	w := founded(t)
	good := Community{ID: "new", Kind: Origin, Form: InternationalFoundation}
	for _, tt := range []struct {
		name   string
		change func(*Community)
		path   string
		breaks vicinia.Invariant
	}{
		{"no kind", func(c *Community) { c.Kind = 0 }, "kind", "C-9"},
		{"a fourth kind", func(c *Community) { c.Kind = Productive + 1 }, "kind", "C-9"},
		{"no form", func(c *Community) { c.Form = 0 }, "legal_form", "C-9"},
		{"a third form", func(c *Community) { c.Form = InternationalOrganisation + 1 }, "legal_form", "C-9"},
		{"a notice past all dates", func(c *Community) { c.Notice = MaxExitNotice + 1 }, "exit_notice_days", "C-7"},
		{"a negative notice", func(c *Community) { c.Notice = -1 }, "exit_notice_days", "C-7"},
		{"an id in use", func(c *Community) { c.ID = "A" }, "id", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := good
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	then(t, w, good)
}

func TestC15_Recognition(t *testing.T) {
	w := then(t, founded(t), Community{ID: "new", Kind: Synthetic, Form: InternationalFoundation})
	from, to := date("2025-01-01"), date("2026-01-01")
	assert.False(t, w.Recognised("new", "A", from))
	local := then(t, w, Recognition{Community: "new", By: "A", When: vicinia.Interval{From: from, To: to}})
	assert.True(t, local.Recognised("new", "A", from))
	assert.False(t, local.Recognised("new", "B", from), "the recognition of A holds in A")
	assert.False(t, local.Recognised("new", "A", to))
	shared := then(t, w, Recognition{Community: "new", When: vicinia.Interval{From: from}})
	for _, j := range []census.JurisdictionID{"A", "B", "C"} {
		assert.True(t, shared.Recognised("new", j, to), "no jurisdiction shuts it out")
	}
	assert.False(t, shared.Recognised("none", "A", to))

	refused(t, local, Recognition{Community: "new", By: "A", When: vicinia.Interval{From: from}}, "community", "")
	refused(t, w, Recognition{Community: "none", When: vicinia.Interval{From: from}}, "community", "")
	refused(t, w, Recognition{Community: "new", By: "Z", When: vicinia.Interval{From: from}}, "recogniser", "")
	refused(t, w, Recognition{Community: "new"}, "from", "")
	refused(t, w, Recognition{Community: "new", When: vicinia.Interval{From: to, To: from}}, "to", "")
}
