package designation

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// drawLaw draws every parameter that moves money. Check may refuse it.
func drawLaw(random *rand.Rand) *Regime {
	ids := []string{"a:x", "b:x", "c:x", "d:y", "e:y", "f:y", "g:z"}
	r := &Regime{Name: "drawn", Year: 2025, Currency: fiscal.EUR, Recipients: list(ids...), Register: []Day{{}, {-1, 12, 31}}[random.IntN(2)]}
	sometimes := func() bool { return random.IntN(3) == 0 }
	money := func(most int64) fiscal.Money { return fiscal.EUR.Minor(random.Int64N(most)) }
	sink := func() Sink {
		to := SinkKind(random.IntN(len(sinkKinds)))
		switch to {
		case ToRecipient:
			return Sink{to, string(rune('a' + random.IntN(7)))}
		case ToFund:
			return Sink{to, []string{"one", "two"}[random.IntN(2)]}
		}
		return Sink{To: to}
	}
	r.Mode = []Mode{CarveOut, CarveOut, CarveOut, Surcharge, ByVoucher}[random.IntN(5)]
	for i := range r.Recipients {
		t := r.Recipients[i].Terms
		if sometimes() {
			t.Ceiling = money(3000)
		}
		if sometimes() {
			t.Overflow = sink()
		}
		if random.IntN(6) == 0 {
			t.On = vicinia.Interval{From: vicinia.MustDate("2025-02-01")}
		}
		t.Declines, t.Members = sometimes(), random.Int64N(5)
	}
	basis := Basis(random.IntN(2))
	for i := range 1 + random.IntN(2) {
		s := Slot{Name: fmt.Sprint("slot ", i), Rate: vicinia.Frac(10+random.Int64N(30), 100), Unit: part("1%"), Basis: basis, Rounding: Round(random.IntN(4))}
		if sometimes() {
			s.Categories = []string{"x", "y"}
		}
		s.Generic = Generic(random.IntN(len(genericWords)))
		if sometimes() {
			s.Undesignated = sink()
		}
		if s.Undesignated.To == ToChoices {
			s.Declined = sink()
		}
		if sometimes() {
			s.Floor, s.Below = money(2000), sink()
		}
		if sometimes() {
			s.Ceiling = money(6000)
		}
		s.Overflow = sink()
		if sometimes() {
			s.Cap, s.Excess = money(20_000), sink()
		}
		r.Slots = append(r.Slots, s)
	}
	return r
}

// drawTotals counts random columns, generic lines among them.
func drawTotals(t testing.TB, random *rand.Rand, r *Regime) *Totals {
	t.Helper()
	var c Returns
	for range random.IntN(60) {
		var lines []Line
		for slot := range r.Slots {
			num, den := r.Slots[slot].Rate.Parts()
			percent := num * 100 / den
			for percent > 0 && random.IntN(2) == 0 {
				n := 1 + random.Int64N(percent)
				percent -= n
				lines = append(lines, Line{Recipient: uint32(random.IntN(r.width())), Share: must(c.Share(vicinia.Frac(n, 100))), Slot: uint16(slot)})
			}
		}
		c.Add(random.Int64N(10_000), lines...)
	}
	totals, err := r.Count(c)
	require.NoError(t, err)
	return totals
}

// Any regime that passes Check conserves every cent for any returns, pays nobody above a
// ceiling, no slot above its cap, nobody below the floor and nobody who is not on the
// register, but whom a sink names.
func TestEveryRegimeConservesEveryCent(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	passed, bound := 0, map[string]int{}
	for range 4_000 {
		r := drawLaw(random)
		if r.Check() != nil {
			continue
		}
		passed++
		s, err := r.Settle(drawTotals(t, random, r))
		require.NoError(t, err)
		all(t, s)
		requireBounds(t, s)
		for step := range s.Why() {
			if b, ok := step.(Bound); ok {
				bound[b.Parameter]++
			}
		}
	}
	assert.Greater(t, passed, 500)
	for _, name := range parameters {
		assert.Positive(t, bound[name], "%s bound somebody", name)
	}
}

func requireBounds(t testing.TB, s *Settlement) {
	t.Helper()
	r := s.Regime
	sums := make([]int64, len(r.Slots))
	for i, p := range s.paid {
		slot, rec := i/len(r.Recipients), i%len(r.Recipients)
		law := &r.Slots[slot]
		named := func(k Sink) bool { return k == Sink{ToRecipient, string(p.Recipient)} }
		sinks := named(law.Undesignated) || named(law.Declined) || named(law.Below) || named(law.Excess)
		for j := range r.Recipients {
			sinks = sinks || named(r.overflow(slot, j))
		}
		if !r.eligible(slot, rec) && !sinks {
			require.Zero(t, p.Amount.Sign(), "%v is not eligible", p)
		}
		sums[slot] += p.Amount.Minor()
		require.LessOrEqual(t, p.Amount.Minor(), r.ceiling(slot, rec), "%v", p)
		if !sinks && p.Amount.Sign() > 0 {
			require.GreaterOrEqual(t, p.Amount.Minor(), law.Floor.Minor(), "%v", p)
		}
	}
	for slot, sum := range sums {
		if law := &r.Slots[slot]; law.Cap != (fiscal.Money{}) && law.Excess.To != ToRecipient {
			require.LessOrEqual(t, sum, law.Cap.Minor(), "%s", law.Name)
		}
	}
}

// Names are only names: with every id turned round, so that the order of recipients is the
// other one, everybody gets the same, but for the cents of equal remainders.
func TestNoOrderOfRecipientsShows(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	turned := func(id string) string { return string(rune('a' + 'g' - id[0])) }
	checked := 0
	for range 1_500 {
		r := drawLaw(random)
		mirror := *r
		mirror.Recipients = make([]Recipient, len(r.Recipients))
		for i, rec := range r.Recipients {
			terms := *rec.Terms
			terms.Overflow = turnedSink(terms.Overflow, turned)
			mirror.Recipients[len(r.Recipients)-1-i] = Recipient{RecipientID(turned(string(rec.ID))), &terms}
		}
		mirror.Slots = slices.Clone(r.Slots)
		for i := range mirror.Slots {
			s := &mirror.Slots[i]
			for _, k := range []*Sink{&s.Undesignated, &s.Declined, &s.Below, &s.Overflow, &s.Excess} {
				*k = turnedSink(*k, turned)
			}
		}
		require.Equal(t, r.Check() == nil, mirror.Check() == nil)
		if r.Check() != nil {
			continue
		}
		totals := drawTotals(t, random, r)
		other := mirror.totals()
		other.payers, other.base = totals.payers, totals.base
		n, width := len(r.Recipients), r.width()
		for i, c := range totals.cells {
			slot, at := i/width, i%width
			if at < n {
				at = n - 1 - at
			}
			other.cells[slot*width+at] = c
		}
		a, b := must(r.Settle(totals)), must(mirror.Settle(other))
		for i := range n {
			require.InDelta(t, a.paidTo(i), b.paidTo(n-1-i), 8, "%v", r.Recipients[i].ID)
		}
		checked++
	}
	assert.Greater(t, checked, 100)
}

func turnedSink(s Sink, turned func(string) string) Sink {
	if s.To == ToRecipient {
		s.Name = turned(s.Name)
	}
	return s
}

// Ceilings in a row: what one overflows may fill the next.
func TestOverflowRunsOn(t *testing.T) {
	r := &Regime{Name: "chain", Year: 2025, Currency: fiscal.EUR, Recipients: list("a", "b", "c"), Slots: []Slot{{Name: "s", Rate: part("50%"), Overflow: Sink{ToFund, "rest"}}}}
	for i, next := range []string{"b", "c", ""} {
		r.Recipients[i].Terms = &Terms{Ceiling: eur("100.00")}
		if next != "" {
			r.Recipients[i].Terms.Overflow = Sink{ToRecipient, next}
		}
	}
	s := settle(t, r, filed(t, r, "1000.00", "a=25%|c=8%"))
	assert.Equal(t, []string{"a 100.00", "b 100.00", "c 100.00", "fund rest 30.00", "treasury 670.00"}, all(t, s))
	assert.Equal(t, []string{
		"s: ceiling: a 250.00 EUR -> 100.00 EUR", "s: ceiling: b 150.00 EUR -> 100.00 EUR", "s: ceiling: c 130.00 EUR -> 100.00 EUR",
	}, why(s))

	r.Recipients[2].Terms.Overflow = Sink{ToRecipient, "a"}
	assert.Equal(t, []string{`slots[0].overflow: cyclic sinks: what "a" overflows comes back to it`}, messages(r.Check()))
}

// What ceilings cut off fills the others of the category by their choices, until they are
// full as well.
func TestOverflowInsideTheCategory(t *testing.T) {
	r := &Regime{Name: "water", Year: 2025, Currency: fiscal.EUR, Recipients: list("a:x", "b:x", "c:x", "d:y"),
		Slots: []Slot{{Name: "s", Rate: part("50%"), Ceiling: eur("100.00"), Overflow: Sink{To: ToCategory}}}}
	s := settle(t, r, filed(t, r, "1000.00", "a=20%|b=8%|c=1%|d=1%"))
	assert.Equal(t, []string{"a 100.00", "b 100.00", "c 90.00", "d 10.00", "treasury 700.00"}, all(t, s))
	s = settle(t, r, filed(t, r, "1000.00", "a=40%|b=5%|c=5%"))
	assert.Equal(t, []string{"a 100.00", "b 100.00", "c 100.00", "d 0.00", "treasury 700.00"}, all(t, s), "all are full: it stays")
}

// The cap of a pool scales everybody, and who falls below the floor by it drops out: floor
// and cap hold together.
func TestCapAndFloor(t *testing.T) {
	r := &Regime{Name: "cap", Year: 2017, Currency: fiscal.EUR, Recipients: list("a", "b", "c"),
		Slots: []Slot{{Name: "s", Rate: part("50%"), Cap: eur("100.00"), Excess: Sink{ToFund, "excess"}}}}
	rows := []Return{filed(t, r, "1000.00", "a=10%|b=8%|c=2%")}
	assert.Equal(t, []string{"a 50.00", "b 40.00", "c 10.00", "fund excess 100.00", "treasury 800.00"}, all(t, settle(t, r, rows...)))
	r.Slots[0].Floor = eur("12.00")
	s := settle(t, r, rows...)
	assert.Equal(t, []string{"a 55.56", "b 44.44", "c 0.00", "fund excess 80.00", "treasury 820.00"}, all(t, s))
	assert.Equal(t, []string{"s: floor: c 10.00 EUR -> 0.00 EUR", "s: cap: 180.00 EUR -> 100.00 EUR"}, why(s))
}

// By members, as Swiss cantons divide the church tax of legal persons (KV BL s. 140).
func TestGenericByMembers(t *testing.T) {
	r := &Regime{Name: "ch", Year: 2025, Currency: fiscal.CHF, Recipients: list("ref:church", "rk:church", "ck:church"), Mode: Surcharge,
		Slots: []Slot{{Name: "legal", Rate: part("5%"), Grain: Whole, MaxRecipients: 1, Generic: ByMembers}}}
	for i, n := range []int64{1_000, 70_000, 50_000} { // ck, ref, rk
		r.Recipients[i].Terms.Members = n
	}
	s := settle(t, r, filed(t, r, "24200.00", "church"), filed(t, r, "10000.00", ""))
	assert.Equal(t, []string{"ck 10.00", "ref 700.00", "rk 500.00", "treasury 0.00"}, all(t, s))
}

// FuzzSettle: any seed is a regime and its returns.
func FuzzSettle(f *testing.F) {
	for i := range uint64(8) {
		f.Add(i, i*i)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		random := rand.New(rand.NewPCG(a, b))
		r := drawLaw(random)
		if r.Check() != nil {
			return
		}
		s, err := r.Settle(drawTotals(t, random, r))
		if errors.Is(err, vicinia.ErrOverflow) {
			return
		}
		require.NoError(t, err)
		all(t, s)
		requireBounds(t, s)
	})
}
