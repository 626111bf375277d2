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
	"github.com/vicinia/vicinia/fiscal/share"
)

func joining(id DecisionID, a Accession) Motion {
	return Motion{ID: id, Call: "A-2025", Matter: Matter{Kind: Joining, For: string(a.Party), Compact: a.Compact}, Does: []Act{a}}
}

func leaving(id DecisionID, n Notice) Motion {
	return Motion{ID: id, Call: "A-2025", Matter: Matter{Kind: Leaving, For: string(n.Party), Compact: n.Compact}, Does: []Act{n}}
}

var joinK2 = Accession{Compact: "K2", Party: "A", From: date("2026-01-01"), Share: share.Fixed{Amount: fiscal.EUR.MustParse("300.00")}}

// decidable has the roll of A for 2025-07-20 closed.
func decidable(t testing.TB) *World {
	t.Helper()
	return then(t, founded(t), RollClosing{Calls: []CallID{"A-2025"}})
}

func terms(w *World, id CompactID) []Term { return slices.Collect(w.Terms(id)) }

func TestK1_TheResidentsDecideToJoin(t *testing.T) {
	w := decidable(t)
	refused(t, w, joinK2, "joined_by", "K-1")

	rejected := then(t, w, joining("join", joinK2), Count{Decision: "join", Yes: 1, No: 1})
	rejected = then(t, rejected, certificate(t, rejected, "join"))
	assert.Len(t, terms(rejected, "K2"), 1, "a tie is not carried")

	w = carried(t, w, joining("join", joinK2))
	require.Len(t, terms(w, "K2"), 2)
	got := terms(w, "K2")[0]
	assert.Equal(t, DecisionID("join"), got.JoinedBy)
	assert.Equal(t, joinK2, got.Accession)

	early := joinK2
	early.From = date("2025-07-20")
	refused(t, decidable(t), joining("early", early), "does[0].from", "K-1")
	of := joinK2
	of.Party = "B"
	refused(t, decidable(t), Motion{ID: "m", Call: "A-2025", Matter: Matter{Kind: Joining, For: "A", Compact: "K2"}, Does: []Act{of}},
		"does[0].decision", "K-1")
}

func TestK2_TheResidentsDecideToLeave(t *testing.T) {
	w := decidable(t)
	n := Notice{Compact: "K1", Party: "A", From: date("2019-01-01"), On: date("2025-09-30")}
	refused(t, w, n, "left_by", "K-2")
	late := n
	late.On = date("2025-07-20")
	refused(t, w, leaving("leave", late), "does[0].notice_on", "K-2")

	w = carried(t, w, leaving("leave", n))
	got := terms(w, "K1")[0]
	assert.Equal(t, []any{date("2026-10-01"), date("2025-09-30"), DecisionID("leave")}, []any{got.To, got.NoticeOn, got.LeftBy})
	assert.Equal(t, []census.JurisdictionID{"A", "B"}, slices.Collect(w.Parties("K1", date("2026-09-30"))))
	assert.Equal(t, []census.JurisdictionID{"B"}, slices.Collect(w.Parties("K1", date("2026-10-01"))))
}

func TestK2_NoticesRefused(t *testing.T) {
	w := made(t, append(places(), compacts()...)...) // no call is on record: nothing is decided yet
	n := Notice{Compact: "K1", Party: "A", From: date("2019-01-01"), On: date("2025-06-30")}
	for _, tt := range []struct {
		name   string
		change func(*Notice)
		path   string
		breaks vicinia.Invariant
	}{
		{"of no compact", func(n *Notice) { n.Compact = "K9" }, "compact", ""},
		{"of no party", func(n *Notice) { n.Party = "C" }, "from", "K-2"},
		{"of no term", func(n *Notice) { n.From++ }, "from", "K-2"},
		{"without a day", func(n *Notice) { n.On = 0 }, "notice_on", "K-2"},
		{"to another day", func(n *Notice) { n.To = date("2026-06-30") }, "to", "K-2"},
		{"that ends before the term", func(n *Notice) { n.On = date("2017-12-31") }, "to", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := n
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	n.To = date("2026-07-01")
	w = then(t, w, n)
	refused(t, w, n, "notice_on", "K-2")
	assert.Equal(t, date("2026-07-01"), terms(w, "K1")[0].To)
}

// K-2: (the day after the notice) + months; a day that the month lacks becomes the first
// of the next.
func TestK2_Exit(t *testing.T) {
	for _, tt := range []struct {
		notice string
		months int
		want   string
	}{
		{"2025-06-30", 12, "2026-07-01"},
		{"2025-01-30", 1, "2025-03-01"}, // 31 February
		{"2024-01-30", 1, "2024-03-01"}, // 31 February, in a leap year too
		{"2025-01-28", 1, "2025-03-01"}, // 29 February
		{"2024-01-28", 1, "2024-02-29"},
		{"2025-01-27", 1, "2025-02-28"},
		{"2024-02-28", 12, "2025-03-01"}, // 29 February 2025
		{"2024-02-28", 48, "2028-02-29"},
		{"2025-02-28", 12, "2026-03-01"},
		{"2025-03-30", 1, "2025-05-01"}, // 31 April
		{"2025-12-30", 2, "2026-03-01"}, // 31 February, a year on
		{"2025-12-31", 0, "2026-01-01"},
		{"2025-12-31", 6, "2026-07-01"},
	} {
		assert.Equal(t, date(tt.want), Exit(date(tt.notice), tt.months), "%s + %d", tt.notice, tt.months)
	}
	for day := date("2023-12-01"); day < date("2025-03-01"); day++ { // a later notice is no earlier exit
		for months := range 14 {
			assert.LessOrEqual(t, Exit(day, months), Exit(day+1, months))
			assert.Greater(t, Exit(day, months), day)
		}
	}
}

func TestK4_OneLevel(t *testing.T) {
	w := then(t, founded(t), Jurisdiction{ID: "R", Kind: Region, Currency: fiscal.EUR},
		Compact{ID: "K3", Level: Region, Objects: []string{"trains"}})
	from := date("2020-01-01")
	refused(t, w, Accession{Compact: "K1", Party: "R", From: from, Share: share.Equal}, "party", "K-4")
	refused(t, w, Accession{Compact: "K3", Party: "A", From: from, Share: share.Equal}, "party", "K-4")
	then(t, w, Accession{Compact: "K3", Party: "R", From: from, Share: share.Equal})
	refused(t, w, Compact{ID: "K4", Objects: []string{"water"}}, "level", "K-4")
}

func TestK6_Objects(t *testing.T) {
	w := founded(t)
	refused(t, w, Compact{ID: "K3", Level: Municipality}, "objects", "K-6")
	refused(t, w, Compact{ID: "K3", Level: Municipality, Objects: []string{"water", ""}}, "objects", "K-6")
	refused(t, w, Compact{ID: "K3", Level: Municipality, Objects: []string{"water"}, Notice: -1}, "notice_months", "K-2")
	refused(t, w, Compact{ID: "K3", Level: Municipality, Objects: []string{"water"}, Notice: MaxNotice + 1}, "notice_months", "K-2")
	refused(t, w, Compact{ID: "K1", Level: Municipality, Objects: []string{"water"}}, "id", "")
}

// K-7, K-8: each party has its own set of compacts, across the border too.
func TestK7_Asymmetric(t *testing.T) {
	w := founded(t)
	then(t, w, Accession{Compact: "K1", Party: "C", From: date("2020-01-01"), Share: share.Revenue{Rate: pct("5%")}})
	assert.Equal(t, []census.JurisdictionID{"A", "B"}, slices.Collect(w.Parties("K1", date("2025-01-01"))))
	assert.Equal(t, []census.JurisdictionID{"C"}, slices.Collect(w.Parties("K2", date("2025-01-01"))))
}

func TestK_AccessionsRefused(t *testing.T) {
	w := then(t, founded(t), Jurisdiction{ID: "Z", Kind: Municipality, Currency: fiscal.CHF})
	a := Accession{Compact: "K2", Party: "A", From: date("2020-01-01"), Share: share.Revenue{Rate: pct("10%")}}
	for _, tt := range []struct {
		name   string
		change func(*Accession)
		path   string
		breaks vicinia.Invariant
	}{
		{"of no compact", func(a *Accession) { a.Compact = "K9" }, "compact", ""},
		{"of nobody", func(a *Accession) { a.Party = "Q" }, "party", ""},
		{"without a day", func(a *Accession) { a.From = 0 }, "from", ""},
		{"without a share", func(a *Accession) { a.Share = nil }, "share_rule", "K-9"},
		{"by an unknown key", func(a *Accession) { a.Share = share.Equal + 1 }, "share_rule", "K-9"},
		{"by a rule that another hand holds", func(a *Accession) { a.Share = &share.Revenue{Rate: pct("10%")} }, "share_rule", "K-9"},
		{"of a negative part", func(a *Accession) { a.Share = share.Revenue{Rate: pct("-1%")} }, "share", "K-5"},
		{"of a negative sum", func(a *Accession) { a.Share = share.Fixed{Amount: fiscal.EUR.Minor(-1)} }, "share", "K-5"},
		{"of another currency", func(a *Accession) { a.Share = share.Fixed{Amount: fiscal.CHF.Minor(1)} }, "share", "M-7"},
		{"of a party already", func(a *Accession) { a.Party, a.From = "C", date("2022-01-01") }, "from", ""},
		{"of a party later", func(a *Accession) { a.Party, a.From = "C", date("2018-01-01") }, "from", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := a
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	then(t, w, a)
}

// K-9, M-7: a compact has one key and its budget one currency.
func TestK9_OneKey(t *testing.T) {
	w := then(t, founded(t), Jurisdiction{ID: "Z", Kind: Municipality, Currency: fiscal.CHF},
		Compact{ID: "K3", Level: Municipality, Objects: []string{"rail"}})
	join := func(p census.JurisdictionID, s share.Term) Act {
		return Accession{Compact: "K3", Party: p, From: date("2020-01-01"), Share: s}
	}
	w = then(t, w, join("A", share.PerHead))
	refused(t, w, join("B", share.Equal), "share_rule", "K-9")
	refused(t, w, join("Z", share.PerHead), "party", "M-7")
	then(t, w, join("Z", share.Fixed{Amount: fiscal.CHF.Minor(100)}), join("B", share.PerHead))

	budget := func(m fiscal.Money) Act { return Budget{Compact: "K3", Year: 2025, Amount: m} }
	refused(t, w, budget(fiscal.CHF.Minor(1)), "amount", "M-7")
	refused(t, w, budget(fiscal.EUR.Minor(-1)), "amount", "K-9")
	refused(t, w, Budget{Compact: "K9", Year: 2025}, "compact", "")
	refused(t, w, Budget{Compact: "K3", Year: 0}, "year", "")
	w = then(t, w, budget(fiscal.EUR.Minor(1)))
	refused(t, w, budget(fiscal.EUR.Minor(2)), "compact", "")
}

func TestM7_ABudgetBeforeItsParties(t *testing.T) {
	w := then(t, founded(t), Compact{ID: "K3", Level: Municipality, Objects: []string{"rail"}},
		Budget{Compact: "K3", Year: 2025, Amount: fiscal.CHF.Minor(1)})
	refused(t, w, Accession{Compact: "K3", Party: "A", From: date("2020-01-01"), Share: share.Equal}, "party", "M-7")
	then(t, w, Accession{Compact: "K3", Party: "A", From: date("2020-01-01"), Share: share.Revenue{}})
	for _, amount := range []fiscal.Money{fiscal.EUR.Minor(1), {}} {
		w := then(t, founded(t), Compact{ID: "K3", Level: Municipality, Objects: []string{"rail"}, Notice: MaxNotice},
			Budget{Compact: "K3", Year: 2025, Amount: amount})
		then(t, w, Accession{Compact: "K3", Party: "A", From: date("2020-01-01"), Share: share.Equal}, Budget{Compact: "K3", Year: 2026, Amount: amount})
	}
}

// A party leaves and joins again: what the certificates do is done in the order of the
// days on which it takes effect, whatever their order.
func TestCertification_InTheOrderOfEffect(t *testing.T) {
	w := decidable(t)
	notice := Notice{Compact: "K1", Party: "A", From: date("2019-01-01"), On: date("2025-09-30")}
	again := Accession{Compact: "K1", Party: "A", From: date("2026-10-01"), Share: share.Revenue{Rate: pct("5%")}}
	out := Notice{Compact: "K1", Party: "A", From: again.From, On: date("2027-12-31")}
	w = then(t, w, leaving("m1-out", out), joining("m2-rejoin", again), leaving("m3-leave", notice))
	ids := []DecisionID{"m1-out", "m2-rejoin", "m3-leave"}
	var certs []Certificate
	for _, id := range ids {
		w = then(t, w, Count{Decision: id, Yes: 1})
		certs = append(certs, certificate(t, w, id))
	}
	var want string
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		done := then(t, w, Certification{Certificates: []Certificate{certs[order[0]], certs[order[1]], certs[order[2]]}})
		if want == "" {
			want = dump(done)
			got := terms(done, "K1")
			assert.Equal(t, []vicinia.Date{date("2026-10-01"), date("2029-01-01")}, []vicinia.Date{got[0].To, got[1].To})
		}
		assert.Equal(t, want, dump(done), "%v", order)
	}
	refused(t, w, certs[1], "does[0].from", "") // alone, it would make A a party twice
}

// All is done or nothing, and every fault is named.
func TestCertification_AllOrNone(t *testing.T) {
	w := motioned(t)
	w = then(t, w, Count{Decision: "A-rate", Yes: 1}, Count{Decision: "B-rate", Yes: 1})
	good, bad := certificate(t, w, "A-rate"), certificate(t, w, "B-rate")
	bad.Electors = 99
	both := Certification{Certificates: []Certificate{bad, good, {Decision: "none"}}}
	refused(t, w, both, "certificates[0].roll", "R-3")
	refused(t, w, both, "certificates[2].decision", "")
	refused(t, w, Certification{Certificates: []Certificate{good, good}}, "certificates[1].decision", "R-8")

}
