package ledger

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

var (
	day = vicinia.MustDate("2025-07-01")
	eur = fiscal.EUR.MustParse
)

// transfer moves an amount between two accounts.
func transfer(key string, from, to Account, m fiscal.Money) Entry {
	less, err := m.Neg()
	if err != nil {
		panic(err)
	}
	return Entry{On: day, Cause: "a test", Key: key, Postings: []Posting{{from, less}, {to, m}}}
}

func balances(b *Book) []string {
	var out []string
	for a, m := range b.Balances() {
		out = append(out, fmt.Sprintf("%s %v", a, m))
	}
	return out
}

func TestZeroBookIsEmpty(t *testing.T) {
	var b Book
	assert.Equal(t, 0, b.Len())
	assert.Empty(t, balances(&b))
	assert.Equal(t, fiscal.EUR.Minor(0), b.Balance("treasury:A", fiscal.EUR))
	require.NoError(t, b.Post())
	require.NoError(t, b.TrialBalance())
}

func TestPostRefuses(t *testing.T) {
	good := transfer("k", "a", "b", eur("1.00"))
	huge := fiscal.EUR.Minor(math.MaxInt64)
	tests := []struct {
		name       string
		give       func(e *Entry)
		wantPath   string
		wantBreaks vicinia.Invariant
	}{
		{"unbalanced", func(e *Entry) { e.Postings[0].Amount = eur("-0.99") }, "entries[1].postings", "M-1"},
		{"two currencies", func(e *Entry) { e.Postings[0].Amount = fiscal.CHF.MustParse("-1.00") }, "entries[1].postings", "M-1"},
		{"unbalanced beyond an amount", func(e *Entry) { e.Postings = []Posting{{"a", huge}, {"b", huge}} }, "entries[1].postings", "M-1"},
		{"no cause", func(e *Entry) { e.Cause = "" }, "entries[1].cause", "M-9"},
		{"no key", func(e *Entry) { e.Key = "" }, "entries[1].key", "M-8"},
		{"no currency", func(e *Entry) { e.Postings = append(e.Postings, Posting{"c", fiscal.Money{}}) }, "entries[1].postings[2].amount", "M-7"},
		{"no postings", func(e *Entry) { e.Postings = nil }, "entries[1].postings", ""},
		{"no day", func(e *Entry) { e.On = 0 }, "entries[1].on", ""},
		{"day after the last year", func(e *Entry) { e.On = lastDay + 1 }, "entries[1].on", ""},
		{"no account", func(e *Entry) { e.Postings[1].Account = "" }, "entries[1].postings[1].account", ""},
		{"empty part", func(e *Entry) { e.Postings[1].Account = "b::c" }, "entries[1].postings[1].account", ""},
		{"raw account", func(e *Entry) { e.Postings[1].Account = "b;c" }, "entries[1].postings[1].account", ""},
		{"another escape", func(e *Entry) { e.Postings[1].Account = "b%3bc" }, "entries[1].postings[1].account", ""},
		{"known key", func(e *Entry) { *e = transfer("k0", "a", "b", eur("2.00")) }, "entries[1].key", "M-8"},
		{"does not fit", func(e *Entry) { *e = transfer("k", "a", "b", huge) }, "a", "M-3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b Book
			require.NoError(t, b.Post(transfer("k0", "a", "b", eur("1.00"))))
			e := good
			e.Postings = slices.Clone(good.Postings)
			tt.give(&e)
			err := b.Post(transfer("k1", "a", "b", eur("3.00")), e)
			faults := slices.Collect(vicinia.Faults(err))
			require.NotEmpty(t, faults)
			assert.Equal(t, tt.wantPath, faults[0].Path)
			assert.Equal(t, tt.wantBreaks, faults[0].Breaks)
			// Nothing half posted.
			assert.Equal(t, 1, b.Len())
			assert.Equal(t, []string{"a -1.00 EUR", "b 1.00 EUR"}, balances(&b))
		})
	}
}

func TestPostReturnsEveryFaultInOrder(t *testing.T) {
	var b Book
	err := b.Post(
		Entry{On: day, Key: "k", Postings: []Posting{{"a", eur("1.00")}}},
		Entry{Cause: "c"},
	)
	var got []string
	for f := range vicinia.Faults(err) {
		got = append(got, f.Error())
	}
	assert.Equal(t, []string{
		"entries[0].cause: no cause (M-9)",
		"entries[0].postings: out of balance by 1.00 EUR (M-1)",
		"entries[1].on: no such day: 0",
		"entries[1].key: no key (M-8)",
		"entries[1].postings: no postings",
	}, got)
}

// M-8: settling twice posts nothing new, also where the second run orders and splits the
// postings differently or has another day.
func TestPostIsIdempotent(t *testing.T) {
	var b Book
	e := transfer("k", "a", "b", eur("5.00"))
	require.NoError(t, b.Post(e, e))
	again := Entry{On: day + 1, Cause: "a second run", Key: "k", Postings: []Posting{
		{"b", eur("2.00")}, {"b", eur("3.00")}, {"a", eur("-5.00")},
	}}
	require.NoError(t, b.Post(again))
	assert.Equal(t, 1, b.Len())
	assert.Equal(t, eur("5.00"), b.Balance("b", fiscal.EUR))
}

func TestBookKeepsItsOwnCopies(t *testing.T) {
	var b Book
	e := transfer("k", "a", "b", eur("5.00"))
	require.NoError(t, b.Post(e))
	e.Postings[0].Account = "c"
	for got := range b.Entries() {
		got.Postings[1].Account = "c"
	}
	for got := range b.Entries() {
		assert.Equal(t, transfer("k", "a", "b", eur("5.00")), got)
	}
	require.NoError(t, b.TrialBalance())
}

// M-5: an account with a floor does not fall below it; an overdraft is a lower floor.
func TestFloor(t *testing.T) {
	var b Book
	require.NoError(t, b.Post(transfer("tax", "taxpayers", "treasury", eur("100.00"))))
	require.NoError(t, b.Floor("treasury", eur("0")))

	err := b.Post(transfer("pay", "treasury", "works", eur("100.01")))
	require.ErrorIs(t, err, vicinia.Invariant("M-5"))
	assert.EqualError(t, err, "treasury: balance -0.01 EUR is below the floor of 0.00 EUR (M-5)")
	assert.Equal(t, 1, b.Len())
	// Floors are asked of the balance after the whole call: the order inside it is free.
	require.NoError(t, b.Post(transfer("pay", "treasury", "works", eur("100.01")), transfer("gift", "giver", "treasury", eur("0.01"))))

	require.NoError(t, b.Floor("treasury", eur("-500.00")), "an approved overdraft")
	require.NoError(t, b.Post(transfer("pay2", "treasury", "works", eur("500.00"))))
	require.ErrorIs(t, b.Floor("treasury", eur("0")), vicinia.Invariant("M-5"), "already below")
	require.ErrorIs(t, b.Post(transfer("pay3", "treasury", "works", eur("0.01"))), vicinia.Invariant("M-5"))
	require.NoError(t, b.Post(transfer("francs", "treasury", "works", fiscal.CHF.MustParse("1.00"))), "floors are per currency")
	require.Error(t, b.Floor("a;b", eur("0")))
	require.Error(t, b.Floor("a", fiscal.Money{}))
}

// T-9: a revision keeps history, and the ledger shows the difference only.
func TestRevise(t *testing.T) {
	var b Book
	e := Entry{On: day, Cause: "assessment of A", Key: "tax/A/2025", Postings: []Posting{
		{"taxpayers", eur("-100.00")}, {"treasury", eur("90.00")}, {"church", eur("10.00")},
	}}
	require.NoError(t, b.Revise(e))
	require.NoError(t, b.Revise(e), "equal: nothing is posted")
	require.Equal(t, 1, b.Len())

	later := e
	later.On, later.Cause = day+30, "revision of the assessment of A"
	later.Postings = []Posting{{"taxpayers", eur("-80.00")}, {"treasury", eur("70.00")}, {"union", eur("10.00")}}
	require.NoError(t, b.Revise(later, later))
	gone := later
	gone.Postings = nil
	require.NoError(t, b.Revise(gone))
	require.NoError(t, b.Revise(gone), "nothing is left to take back")

	got := slices.Collect(b.Entries())
	require.Len(t, got, 3)
	assert.Equal(t, e, got[0])
	assert.Equal(t, Entry{On: day + 30, Cause: later.Cause, Key: "tax/A/2025#2", Postings: []Posting{
		{"church", eur("-10.00")}, {"taxpayers", eur("20.00")}, {"treasury", eur("-20.00")}, {"union", eur("10.00")},
	}}, got[1])
	assert.Equal(t, "tax/A/2025#3", got[2].Key)
	assert.Equal(t, []string{"church 0.00 EUR", "taxpayers 0.00 EUR", "treasury 0.00 EUR", "union 0.00 EUR"}, balances(&b))
	require.NoError(t, b.Post(e), "the first posting is known and stays known")
	require.Equal(t, 3, b.Len())

	// A book posted again entry by entry is revised from the same state.
	var replayed Book
	for e := range b.Entries() {
		require.NoError(t, replayed.Post(e))
	}
	require.NoError(t, replayed.Revise(later))
	require.NoError(t, b.Revise(later))
	assert.Equal(t, slices.Collect(b.Entries()), slices.Collect(replayed.Entries()))
}

func TestReviseOfNothingPostsNothing(t *testing.T) {
	var b Book
	require.NoError(t, b.Revise(Entry{On: day, Cause: "c", Key: "k"}))
	assert.Equal(t, 0, b.Len())
	require.ErrorIs(t, b.Revise(Entry{On: day, Key: "k"}), vicinia.Invariant("M-9"))
}

func TestReviseOverflow(t *testing.T) {
	var b Book
	most := transfer("k", "a", "b", fiscal.EUR.Minor(math.MaxInt64))
	require.NoError(t, b.Post(most))
	least := transfer("k", "b", "a", fiscal.EUR.Minor(math.MaxInt64))
	require.ErrorIs(t, b.Revise(least), vicinia.ErrOverflow, "a difference of 2^64-2")
	assert.Equal(t, 1, b.Len())
}

func TestBalancesWalkInOrder(t *testing.T) {
	var b Book
	require.NoError(t, b.Post(
		transfer("1", "z", "a:b", eur("1.00")),
		transfer("2", "z", "a", fiscal.JPY.Minor(7)),
		transfer("3", "z", "a", fiscal.CHF.MustParse("2.00")),
	))
	assert.Equal(t, []string{"a 2.00 CHF", "a 7 JPY", "a:b 1.00 EUR", "z -2.00 CHF", "z -1.00 EUR", "z -7 JPY"}, balances(&b))
	for range b.Balances() {
		break // an iterator may be left
	}
	for range b.Entries() {
		break
	}
}

func TestTrialBalanceSeesATamperedBook(t *testing.T) {
	var b Book
	require.NoError(t, b.Post(transfer("k", "a", "b", eur("1.00"))))
	b.entries[0].Postings[0].Amount = eur("-2.00")
	err := b.TrialBalance()
	require.ErrorIs(t, err, vicinia.Invariant("M-1"))
	require.ErrorIs(t, err, vicinia.Invariant("M-2"))
}

// FuzzBook posts and revises what the bytes say and compares with a plain map of sums.
func FuzzBook(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 1, 1, 2, 9, 0, 4, 4, 200})
	f.Fuzz(func(t *testing.T, data []byte) {
		var b Book
		now := map[string]Entry{} // by key: what should stand
		for ; len(data) >= 4; data = data[4:] {
			key := string('k' + rune(data[0]>>1&7))
			e := transfer(key, Account('a'+rune(data[1]&3)), Account('a'+rune(data[2]&3)), fiscal.EUR.Minor(int64(data[3])))
			if data[0]&1 == 0 {
				require.NoError(t, b.Revise(e))
				now[key] = e
			} else if _, known := now[key]; !known {
				require.NoError(t, b.Post(e))
				now[key] = e
			}
		}
		want := map[slot]exact.Accumulator{}
		for _, e := range now {
			for _, p := range e.Postings {
				sum := want[p.slot()]
				sum.Add(p.Amount.Minor())
				want[p.slot()] = sum
			}
		}
		require.NoError(t, b.TrialBalance())
		for a, m := range b.Balances() {
			sum := want[slot{a, m.Currency()}]
			units, _ := sum.Int64()
			require.Equal(t, units, m.Minor(), a)
		}
		for s := range maps.Keys(want) {
			_, has := b.sums[s]
			require.True(t, has || want[s] == exact.Accumulator{}, s.account)
		}
	})
}

// Posting n entries sorts and copies only those n: the work per entry does not grow with
// the book.
func TestPostDoesNotGrowWithTheBook(t *testing.T) {
	allocations := func(n int) float64 {
		var b Book
		for i := range n {
			require.NoError(t, b.Post(transfer(fmt.Sprint(i), "a", "b", eur("1.00"))))
		}
		e := transfer("0", "a", "b", eur("1.00"))
		return testing.AllocsPerRun(100, func() { _ = b.Post(e) })
	}
	// The pools of the standard library may be refilled at any time, whence a few.
	assert.Less(t, allocations(10_000), allocations(10)+5)
}

func BenchmarkPost(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("entries=%d", n), func(b *testing.B) {
			es := make([]Entry, n)
			for i := range es {
				es[i] = transfer(fmt.Sprint("tax/", i), Account(fmt.Sprint("treasury:", i%100)), "community:Esperanto", eur("1.00"))
			}
			b.ReportAllocs()
			for b.Loop() {
				var book Book
				if err := book.Post(es...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
		})
	}
}
