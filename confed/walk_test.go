package confed_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

// stops breaks off a walk after its first value, which it must have.
func stops[T any](t *testing.T, name string, seq iter.Seq[T]) {
	t.Helper()
	n := 0
	for range seq {
		n++
		break
	}
	assert.Equal(t, 1, n, name)
}

// Whoever has seen enough may stop, and what is asked of the unknown is nothing.
func TestWorld_Walks(t *testing.T) {
	w := then(t, voted(t), Base{Person: "P1", Year: 2025}, Base{Person: "P2", Year: 2025},
		filing("P1", "A", "2025-04-10", ""), filing("P1", "A", "2025-04-11", ""),
		Budget{Compact: "K1", Year: 2025, Amount: fiscal.EUR.Minor(1)}, Budget{Compact: "K1", Year: 2024, Amount: fiscal.EUR.Minor(1)}, water,
		RollClosing{Calls: []CallID{"CasaAlba-2025"}})
	w = advanced(t, w, 2025, Assessed)
	w = then(t, w, Revision{Person: "P1", Year: 2025, Cause: "a"}, Revision{Person: "P1", Year: 2025, Cause: "b"})
	stops(t, "jurisdictions", w.Jurisdictions())
	stops(t, "communities", w.Communities())
	stops(t, "compacts", w.Compacts())
	stops(t, "calls", w.Calls())
	stops(t, "decisions", w.Decisions())
	stops(t, "schedules", w.Schedules())
	stops(t, "policies", w.Policies())
	stops(t, "terms", w.Terms("K1"))
	stops(t, "parties", w.Parties("K1", date("2025-01-01")))
	stops(t, "budgets", w.Budgets("K1"))
	stops(t, "memberships", w.Memberships("P4"))
	stops(t, "recognitions", w.Recognitions("Linux"))
	stops(t, "filings", w.Filings())
	stops(t, "revisions", w.Revisions(2025))
	stops(t, "payers", w.Payers(2025))
	stops(t, "services", w.Services())
	roll, _ := w.Roll("CasaAlba-2025")
	stops(t, "electors", roll.All())
	for p := range w.Bases(2025) {
		assert.Equal(t, census.PersonID("P1"), p)
		break
	}
	assert.Equal(t, []int{2024, 2025}, budgetYears(w), "in order")
	assert.Equal(t, []int{2025}, w.FiscalYears())
	assert.Equal(t, []string{"revisions"}, w.Unlisted())

	nothing := new(World)
	assert.Empty(t, slices.Collect(nothing.Terms("K1")))
	assert.Empty(t, slices.Collect(nothing.Budgets("K1")))
	assert.Empty(t, slices.Collect(nothing.Memberships("P1")))
	assert.Empty(t, slices.Collect(nothing.Recognitions("Linux")))
	assert.Empty(t, slices.Collect(nothing.Filings()))
	assert.Empty(t, nothing.Years())
	assert.Empty(t, nothing.Heads(date("2025-01-01")))
	assert.Empty(t, nothing.Shares(2025))
	_, ok := nothing.Call("A-2024")
	assert.False(t, ok)
	_, ok = nothing.Compact("K1")
	assert.False(t, ok)
	_, ok = nothing.Decision("A-rate")
	assert.False(t, ok)
	assert.False(t, nothing.CheckedIn("A-rate", "P1"))
	assert.False(t, nothing.Belongs("P1", "Linux", date("2025-01-01")))
	assert.Equal(t, fiscal.Currency{}, nothing.KeyCurrency("K1"))
}

func budgetYears(w *World) (years []int) {
	for b := range w.Budgets("K1") {
		years = append(years, b.Year)
	}
	return years
}

// Heads are all who live there on the day, of every age, in towns and regions; a death or
// a move that day counts already.
func TestWorld_Heads(t *testing.T) {
	w := made(t, Jurisdiction{ID: "R", Kind: Region, Currency: fiscal.EUR},
		Jurisdiction{ID: "S", Kind: Municipality, Within: "R", Currency: fiscal.EUR})
	w = then(t, then(t, w, places()...), people()...)
	w = then(t, w, Move{Person: "P1", To: "S", On: date("2025-01-01"), Recorded: date("2027-01-01")}, Death{Person: "P2", On: date("2025-01-01")})
	heads := w.Heads(date("2025-01-01"))
	for id, want := range map[census.JurisdictionID]int64{"A": 3, "B": 1, "C": 1, "S": 1, "R": 1} {
		n, ok := w.Register().PlaceNumber(id)
		assert.True(t, ok)
		assert.Equal(t, want, heads[n], id)
	}
}

// A budget is in the currency of those who share it by a key, else of some party, else of
// some jurisdiction.
func TestWorld_KeyCurrency(t *testing.T) {
	w := made(t, Jurisdiction{ID: "A", Kind: Municipality, Currency: fiscal.EUR}, Jurisdiction{ID: "Z", Kind: Municipality, Currency: fiscal.CHF},
		Compact{ID: "K", Level: Municipality, Objects: []string{"water"}})
	join := func(p census.JurisdictionID, s share.Term) Act {
		return Accession{Compact: "K", Party: p, From: date("2020-01-01"), Share: s}
	}
	assert.Equal(t, fiscal.EUR, w.KeyCurrency("K"))
	w = then(t, w, join("Z", share.Revenue{}))
	assert.Equal(t, fiscal.CHF, w.KeyCurrency("K"))
	assert.Equal(t, fiscal.EUR, then(t, w, join("A", share.Equal)).KeyCurrency("K"))
}

// The words of the closed lists, and what is none of them.
func TestStrings(t *testing.T) {
	assert.Equal(t, "municipality region unknown", Municipality.String()+" "+Region.String()+" "+(Region+1).String())
	assert.Equal(t, "origin synthetic productive", Origin.String()+" "+Synthetic.String()+" "+Productive.String())
	assert.Equal(t, "international-foundation international-organisation", InternationalFoundation.String()+" "+InternationalOrganisation.String())
	assert.Equal(t, "declares prior free", Declares.String()+" "+Prior.String()+" "+Free.String())
	assert.Equal(t, "open roll-closed voted assessed designated settled community-voted closed unknown", words(Open, Closed+1))
	assert.Equal(t, "nobody residents members parties electorate self", words(BodyKind(0), Self))
	assert.Equal(t, "nobody commons municipality compact", words(Rung(0), Pooled))
	assert.Equal(t, "budget tax-rate designation-policy representatives compact-join compact-exit compact-statute compact-budget provider community-policy community-budget own-designation",
		words(LocalBudget, OwnDesignation))
	assert.Equal(t, "residents of A", ResidentsOf("A").String())
}

func words[T interface {
	~uint8
	String() string
}](from, to T) string {
	s := from.String()
	for v := from + 1; v <= to; v++ {
		s += " " + v.String()
	}
	return s
}

// Proposes says beforehand what the motion would be refused for.
func TestMotion_Proposes(t *testing.T) {
	w := founded(t)
	m := rateMotion("m", "A-2024", "A")
	assert.NoError(t, m.Proposes(w, taxes["A"]))
	assert.ErrorContains(t, m.Proposes(w, taxes["B"]), "needs tax-rate of B (T-4)")
	m.Call = "none"
	assert.ErrorContains(t, m.Proposes(w, taxes["A"]), "no call")
}
