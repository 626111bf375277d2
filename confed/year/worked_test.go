package year_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/ledger"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// The worked year: A and B are sovereign and set 8 % and 10 %, C of another state has 7 %
// imposed on it. P3 moves from A to B on 15 March.

var rule = census.Rule{Reference: census.FirstOfMonthBefore(2)}

func places() []Act {
	return []Act{
		Jurisdiction{ID: "A", Kind: Municipality, State: "X", Currency: fiscal.EUR, Powers: own},
		Jurisdiction{ID: "B", Kind: Municipality, State: "X", Currency: fiscal.EUR, Powers: own},
		Jurisdiction{ID: "C", Kind: Municipality, State: "Y", Currency: fiscal.EUR, Powers: NoPowers},
	}
}

func people() (acts []Act) {
	for _, p := range []struct{ id, born, home, since string }{
		{"P1", "1970-04-11", "A", "2010-06-01"}, {"P2", "1984-02-29", "A", "2012-09-15"},
		{"P3", "1991-12-05", "A", "2018-01-01"}, {"P4", "1958-07-30", "B", "1999-05-20"},
		{"P5", "1979-10-17", "C", "2005-02-02"}, {"P6", "1966-01-09", "", ""},
		{"P7", "2007-07-10", "A", "2007-07-10"}, {"P8", "1988-03-22", "A", "2023-11-01"},
	} {
		acts = append(acts, Person{ID: census.PersonID(p.id), Born: date(p.born)})
		if p.home != "" {
			acts = append(acts, Residency{Person: census.PersonID(p.id), Municipality: census.JurisdictionID(p.home),
				From: date(p.since), Recorded: date(p.since)})
		}
	}
	return append(acts, Move{Person: "P3", To: "B", On: date("2025-03-15"), Recorded: date("2025-03-15")})
}

func communities() (acts []Act) {
	for _, c := range []Community{
		{ID: "Esperanto", Kind: Synthetic, Form: InternationalOrganisation}, {ID: "Linux", Kind: Productive, Form: InternationalFoundation},
		{ID: "Oceans", Kind: Productive, Form: InternationalFoundation}, {ID: "CasaAlba", Kind: Origin, Form: InternationalOrganisation},
	} {
		acts = append(acts, c, Recognition{Community: c.ID, When: vicinia.Interval{From: date("2015-01-01")}})
	}
	return acts
}

func members() (acts []Act) {
	for _, m := range []struct {
		person    census.PersonID
		community CommunityID
	}{
		{"P2", "CasaAlba"}, {"P6", "CasaAlba"}, {"P8", "CasaAlba"},
		{"P4", "Esperanto"}, {"P4", "Linux"}, {"P4", "Oceans"}, {"P3", "Oceans"},
	} {
		acts = append(acts, Membership{Person: m.person, Community: m.community, From: date("2022-08-08")})
	}
	return acts
}

func compacts() []Act {
	acts := []Act{
		Compact{ID: "K1", Level: Municipality, Objects: []string{"water"}, Notice: 12},
		Compact{ID: "K2", Level: Municipality, Objects: []string{"fire"}, Notice: 6},
	}
	for _, p := range []struct{ party, rate string }{{"A", "10%"}, {"B", "10%"}, {"C", "5%"}} {
		acts = append(acts, Accession{Compact: "K1", Party: census.JurisdictionID(p.party), From: date("2019-01-01"),
			Share: share.Revenue{Rate: pct(p.rate)}})
	}
	for _, party := range []census.JurisdictionID{"A", "C"} {
		acts = append(acts, Accession{Compact: "K2", Party: party, From: date("2021-01-01"), Share: share.Fixed{Amount: eur("300.00")}})
	}
	return acts
}

func bases() (acts []Act) {
	for _, b := range []struct{ person, base string }{
		{"P1", "40000.00"}, {"P2", "25000.01"}, {"P3", "30000.00"}, {"P4", "18333.33"}, {"P5", "52000.00"},
	} {
		acts = append(acts, Base{Person: census.PersonID(b.person), Year: 2025, Amount: tax.MustBase(b.base)})
	}
	return acts
}

func filings() []Act {
	return []Act{
		filing("P1", "A", 2025, "2025-04-10", "Esperanto=5%|Linux=5%"),
		filing("P2", "A", 2025, "2025-04-12", "CasaAlba=20%"), // refused: D-1
		filing("P2", "A", 2025, "2025-05-02", "CasaAlba=15%"),
		filing("P3", "A", 2025, "2025-06-01", "Oceans=10%"), filing("P3", "B", 2025, "2025-06-01", "Oceans=10%"),
		filing("P4", "B", 2025, "2025-05-15", "Esperanto=3.33%|Linux=3.33%|Oceans=3.33%"),
		filing("P5", "C", 2025, "2025-05-20", "Linux=1%"), // refused: T-2
	}
}

func laws() []Act {
	return []Act{flat("A", 2025, "8%"), flat("B", 2025, "10%"),
		Policy{Jurisdiction: "A", Year: 2025, Cap: pct("15%")},
		Policy{Jurisdiction: "B", Year: 2025, Cap: pct("10%"), Membership: Prior}}
}

func calls() (acts []Act) {
	for _, in := range []census.JurisdictionID{"A", "B", "C"} {
		acts = append(acts, Call{ID: CallID(in + "-2025"), Body: ResidentsOf(in), On: date("2025-05-30"), Vote: date("2025-07-20"), Rule: rule})
	}
	return append(acts, RollClosing{Calls: []CallID{"A-2025", "B-2025", "C-2025"}})
}

// legislated is the worked world with its taxes, before anybody has filed.
func legislated(t testing.TB, more ...Act) *World {
	t.Helper()
	w := made(t, slices.Concat(places(), people(), communities(), compacts(), calls())...)
	w = decreed(t, then(t, w, more...), laws()...)
	c := flat("C", 2025, "7%")
	c.External = true
	return then(t, w, append(bases(), c)...)
}

func worked(t testing.TB) *World {
	t.Helper()
	w, refused := legislated(t, members()...).Admit(slices.Values(filings()))
	require.Len(t, refused, 2)
	assert.ErrorIs(t, refused[0].Err, vicinia.Invariant("D-1"))
	assert.ErrorIs(t, refused[1].Err, vicinia.Invariant("T-2"))
	return w
}

func amounts(of []year.Income) map[string][]fiscal.Money {
	all := map[string][]fiscal.Money{}
	for _, i := range of {
		all[i.ID] = i.Amounts
	}
	return all
}

func TestWorked(t *testing.T) {
	r := run(t, worked(t), 2025)
	for _, tt := range []struct {
		id                            census.JurisdictionID
		electors, payers              int64
		gross, designated, net, final string
		ceded                         map[string]string
	}{
		{"A", 5, 3, "5680.00", "668.00", "5012.00", "4210.80", map[string]string{"K1": "501.20", "K2": "300.00"}},
		{"B", 1, 2, "4233.33", "423.12", "3810.21", "3429.19", map[string]string{"K1": "381.02"}},
		{"C", 1, 1, "3640.00", "0.00", "3640.00", "3158.00", map[string]string{"K1": "182.00", "K2": "300.00"}},
	} {
		i := slices.IndexFunc(r.Jurisdictions, func(j year.Jurisdiction) bool { return j.ID == tt.id })
		require.GreaterOrEqual(t, i, 0)
		j := r.Jurisdictions[i]
		assert.Equal(t, []int64{tt.electors, tt.payers}, []int64{j.Electors, j.Payers}, tt.id)
		assert.Equal(t, []fiscal.Money{eur(tt.gross), eur(tt.designated), eur(tt.net), eur(tt.final)},
			[]fiscal.Money{j.Gross, j.Designated, j.Net, j.Final}, tt.id)
		ceded := map[string]string{}
		for _, c := range j.ByCompact() {
			ceded[c.ID] = c.Amounts[0].Amount()
		}
		assert.Equal(t, tt.ceded, ceded, tt.id)
	}
	assert.Equal(t, map[string][]fiscal.Money{"Esperanto": {eur("221.04")}, "Linux": {eur("221.04")},
		"CasaAlba": {eur("300.00")}, "Oceans": {eur("349.04")}}, amounts(r.Communities))
	assert.Equal(t, map[string][]fiscal.Money{"K1": {eur("1064.22")}, "K2": {eur("600.00")}}, amounts(r.Compacts))
	require.Len(t, r.Conservation(), 1)
	assert.Equal(t, "13553.33 EUR = 10797.99 kept + 1091.12 to communities + 1664.22 to compacts", r.Conservation()[0].String())
	assert.Equal(t, "year.balance", r.Conservation()[0].Key())
	assert.Equal(t, []fiscal.Money{eur("13553.33")}, r.Total())
	assert.Equal(t, Closed, r.World.Phase(2025))
	assert.NoError(t, r.Book.TrialBalance())
	var causes []string // M-9
	for e := range r.Book.Entries() {
		assert.Equal(t, date("2025-12-31"), e.On)
		causes = append(causes, e.Cause)
	}
	assert.Equal(t, []string{
		"tax of A 2025, decision decision-0", "designations in A 2025, decision decision-2",
		"A in K1 since 2019-01-01, before the first call", "A in K2 since 2021-01-01, before the first call",
		"tax of B 2025, decision decision-1", "designations in B 2025, decision decision-3", "B in K1 since 2019-01-01, before the first call",
		"tax of C 2025, external", "C in K1 since 2019-01-01, before the first call", "C in K2 since 2021-01-01, before the first call",
	}, causes)
	assert.Equal(t, eur("4210.80"), r.Book.Balance("treasury:A", fiscal.EUR))
	assert.Equal(t, eur("349.04"), r.Book.Balance("community:Oceans", fiscal.EUR))
	assert.Equal(t, eur("-5680.00"), r.Book.Balance("taxpayers:A", fiscal.EUR))
}

// The bills of the worked taxpayers, line by line.
func TestWorked_Bills(t *testing.T) {
	w := worked(t)
	for _, tt := range []struct {
		person census.PersonID
		in     census.JurisdictionID
		days   int
		tax    string
		went   []string
	}{
		{"P1", "A", 365, "3200.00", []string{"160.00", "160.00"}},
		{"P2", "A", 365, "2000.00", []string{"300.00"}},
		{"P3", "A", 73, "480.00", []string{"48.00"}},
		{"P3", "B", 292, "2400.00", []string{"240.00"}},
		{"P4", "B", 365, "1833.33", []string{"61.04", "61.04", "61.04"}},
		{"P5", "C", 365, "3640.00", nil},
	} {
		bills, err := year.Taxpayer(w, tt.person, 2025)
		require.NoError(t, err)
		i := slices.IndexFunc(bills, func(b year.Bill) bool { return b.Jurisdiction == tt.in })
		require.GreaterOrEqual(t, i, 0)
		b := bills[i]
		assert.Equal(t, tax.Days{Resident: tt.days, Year: 365}, b.Days)
		assert.Equal(t, eur(tt.tax), b.Tax.Gross)
		var went []string
		for _, l := range b.Went.Lines {
			went = append(went, l.Amount.Amount())
		}
		assert.Equal(t, tt.went, went, tt.person)
	}
	for _, p := range []census.PersonID{"P6", "P7", "nobody"} {
		bills, err := year.Taxpayer(w, p, 2025)
		assert.NoError(t, err)
		assert.Empty(t, bills)
	}
}

// K-3: B leaves; 181 days of 2026 are due, and nothing afterwards.
func TestK3_TheYearOfLeaving(t *testing.T) {
	w := made(t, slices.Concat(places(), people(), compacts())...)
	w = then(t, w, Notice{Compact: "K1", Party: "B", From: date("2019-01-01"), On: date("2025-06-30")})
	b26, b27 := flat("B", 2026, "10%"), flat("B", 2027, "10%")
	b26.External, b27.External = true, true
	w = then(t, w, b26, b27, Base{Person: "P4", Year: 2026, Amount: tax.MustBase("40000.00")},
		Base{Person: "P4", Year: 2027, Amount: tax.MustBase("40000.00")})
	// P3 pays nothing: no base. The net of B is 4000.00 in both years. K2 asks A and C for
	// more than they have, so only K1 is run: their K2 terms end before.
	w = then(t, w, Notice{Compact: "K2", Party: "A", From: date("2021-01-01"), On: date("2024-06-30")},
		Notice{Compact: "K2", Party: "C", From: date("2021-01-01"), On: date("2024-06-30")})
	r := run(t, w, 2026)
	assert.Equal(t, map[string][]fiscal.Money{"K1": {eur("198.36")}, "K2": nil}, amounts(r.Compacts))
	require.Len(t, r.Jurisdictions[1].Ceded, 1)
	assert.Equal(t, 181, r.Jurisdictions[1].Ceded[0].Days)
	r = run(t, w, 2027)
	assert.Empty(t, r.Jurisdictions[1].Ceded)
	assert.Equal(t, eur("4000.00"), r.Jurisdictions[1].Final)
}

// M-8: settling twice posts nothing new.
func TestM8_SettlingTwice(t *testing.T) {
	r := run(t, worked(t), 2025)
	book := new(ledger.Book)
	require.NoError(t, r.Settle(book))
	n := book.Len()
	assert.Equal(t, r.Book.Len(), n)
	require.NoError(t, r.Settle(book))
	require.NoError(t, run(t, r.World, 2025).Settle(book))
	assert.Equal(t, n, book.Len())
}

// T-9, D-11: a revision after the close posts only what differs, and what is designated of
// a refunded tax shrinks by the same rule.
func TestT9_ARevisionPostsTheDifference(t *testing.T) {
	r := run(t, worked(t), 2025)
	book := new(ledger.Book)
	require.NoError(t, r.Settle(book))
	n := book.Len()

	revised := then(t, r.World, Revision{Person: "P1", Year: 2025, Amount: tax.MustBase("30000.00"), Cause: "appeal of P1"})
	after := run(t, revised, 2025)
	require.NoError(t, after.Settle(book))
	require.NoError(t, book.TrialBalance())
	var posted []ledger.Entry
	for e := range book.Entries() {
		posted = append(posted, e)
	}
	posted = posted[n:]
	require.Len(t, posted, 3, "the tax, the designations and the part of A in K1; nothing of B, C and K2")
	assert.Contains(t, posted[0].Postings, ledger.Posting{Account: "treasury:A", Amount: eur("-800.00")})
	assert.Contains(t, posted[1].Postings, ledger.Posting{Account: "community:Linux", Amount: eur("-40.00")})
	assert.Contains(t, posted[2].Postings, ledger.Posting{Account: "compact:K1", Amount: eur("-72.00")})
	for _, j := range after.Jurisdictions {
		assert.Equal(t, j.Final, book.Balance(ledger.Path("treasury", string(j.ID)), fiscal.EUR))
	}

	require.NoError(t, run(t, then(t, revised, Revision{Person: "P1", Year: 2025, Amount: tax.MustBase("40000.00"), Cause: "appeal of A"}), 2025).Settle(book))
	for a, m := range r.Book.Balances() {
		assert.Equal(t, m, book.Balance(a, m.Currency()), a)
	}
}

// T-9: what is revised to nothing is taken back.
func TestT9_ARevisionToNothing(t *testing.T) {
	r := run(t, worked(t), 2025)
	book := new(ledger.Book)
	require.NoError(t, r.Settle(book))
	var zero []Act
	for _, b := range bases() {
		zero = append(zero, Revision{Person: b.(Base).Person, Year: 2025, Cause: "the base was that of another"})
	}
	zero = append(zero, Revision{Person: "P1", Year: 2025, Amount: tax.MustBase("7500.00"), Cause: "found"}, // 600.00 in A
		Revision{Person: "P5", Year: 2025, Amount: tax.MustBase("10000.00"), Cause: "found"}) // 700.00 in C
	after := run(t, then(t, r.World, zero...), 2025)
	require.NoError(t, after.Settle(book))
	assert.Equal(t, fiscal.EUR.Minor(0), book.Balance("treasury:B", fiscal.EUR))
	for a, m := range book.Balances() {
		assert.Equal(t, after.Book.Balance(a, m.Currency()), m, a)
	}
}
