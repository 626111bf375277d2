package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// A generator draws drafts from bytes.
type generator struct{ rng *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 1))} }

func (g generator) draft() *draft {
	text := func(format string, args ...any) field { return field{text: fmt.Sprintf(format, args...)} }
	d := &draft{owner: text("Town"), decision: text("item 1"), on: text("2026-03-14"), pot: text("%d.%02d EUR", g.rng.IntN(2000), 1+g.rng.IntN(99))}
	recipients := 1 + g.rng.IntN(6)
	for i := range recipients {
		r := recipientDraft{id: text("r%d", i)}
		if i > 0 && g.rng.IntN(3) == 0 {
			r.floor = text("%d.00", g.rng.IntN(80))
		}
		if i > 0 && g.rng.IntN(3) == 0 {
			r.cap = text("%d.00", 80+g.rng.IntN(200))
		}
		d.recipients = append(d.recipients, r)
	}
	if g.rng.IntN(2) == 0 {
		d.sink = text("r0")
	}
	for i := range 1 + g.rng.IntN(12) {
		var choices []string
		for _, r := range g.rng.Perm(recipients)[:g.rng.IntN(recipients+1)] {
			choices = append(choices, fmt.Sprintf("r%d=%d/%d", r, g.rng.IntN(8), 8*recipients))
		}
		d.people = append(d.people, personDraft{text("p%d", i), text("%s", strings.Join(choices, "|"))})
	}
	return d
}

func settled(t testing.TB, d *draft) *settlement {
	t.Helper()
	p, err := d.check(place{})
	require.NoError(t, err)
	s, err := p.settle()
	require.NoError(t, err)
	return s
}

func page(t testing.TB, s *settlement) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, s.json(&b))
	require.NoError(t, s.words(&b))
	require.NoError(t, s.statement(&b, s.people[0].id))
	return b.String()
}

// conserves checks a settlement against a slow one in big fractions.
func conserves(t testing.TB, d *draft) {
	t.Helper()
	s := settled(t, d)
	each := s.amount.Minor() / int64(len(s.people))
	assert.Equal(t, each, s.each.Minor())
	assert.Equal(t, s.amount.Minor()-each*int64(len(s.people)), s.odd.Minor())
	directed, sum := map[string]int64{}, int64(0)
	for _, q := range s.people {
		for _, c := range q.choices {
			n, den := c.Share.Parts()
			line := new(big.Int).Div(big.NewInt(0).Mul(big.NewInt(each), big.NewInt(n)), big.NewInt(den)).Int64()
			directed[string(c.Recipient)] += line
			sum += line
		}
	}
	assert.Equal(t, each*int64(len(s.people))-sum, s.undirected.Minor())
	paid, back := int64(0), int64(0)
	for _, p := range s.payouts {
		want := directed[string(p.id)]
		assert.Equal(t, want, p.directed.Minor())
		if want < p.floor {
			want = 0
		}
		if p.cap != uncapped {
			want = min(want, p.cap)
		}
		back += directed[string(p.id)] - want
		paid += p.paid.Minor()
		if string(p.id) != s.sink {
			assert.Equal(t, want, p.paid.Minor())
		}
	}
	assert.Equal(t, back, s.back.Minor())
	assert.Equal(t, s.amount.Minor(), paid+s.kept().Minor())
	balances(t, s)
}

// balances holds the ledger to the settlement.
func balances(t testing.TB, s *settlement) {
	t.Helper()
	book, err := s.book()
	require.NoError(t, err)
	require.NoError(t, book.TrialBalance())
	assert.True(t, book.Balance(potAccount, fiscal.EUR).IsZero())
	assert.Equal(t, s.kept().Minor()-s.amount.Minor(), book.Balance(ownerAccount, fiscal.EUR).Minor())
	for _, p := range s.payouts {
		assert.Equal(t, p.paid, book.Balance(ledger.Path("recipient", string(p.id)), fiscal.EUR))
	}
}

func TestConservation(t *testing.T) {
	for seed := range uint64(300) {
		conserves(t, newGenerator(seed).draft())
	}
}

func FuzzConservation(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { conserves(t, newGenerator(seed).draft()) })
}

// No order of people, recipients or choices moves a byte of the owner's views.
func TestOrder(t *testing.T) {
	for seed := range uint64(60) {
		g := newGenerator(seed)
		d := g.draft()
		again := *d
		again.people, again.recipients = slices.Clone(d.people), slices.Clone(d.recipients)
		for i, q := range again.people {
			choices := strings.Split(q.choices.text, "|")
			slices.Reverse(choices)
			again.people[i].choices.text = strings.Join(choices, "|")
		}
		g.rng.Shuffle(len(again.people), func(i, j int) { again.people[i], again.people[j] = again.people[j], again.people[i] })
		g.rng.Shuffle(len(again.recipients), func(i, j int) {
			again.recipients[i], again.recipients[j] = again.recipients[j], again.recipients[i]
		})
		first, second := settled(t, d), settled(t, &again)
		var one, two bytes.Buffer
		require.NoError(t, errors.Join(first.json(&one), second.json(&two), first.words(&one), second.words(&two)))
		require.Equal(t, one.String(), two.String())
	}
}

// Whatever the bytes, a reader returns; what passes is settled to the cent.
func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(`{"owner":"V","pot":"1.00 EUR","on":"2026-03-14","decision":"d","recipients":[{"id":"a"}],"people":[{"id":"p","choices":"a=1/2"}]}`))
	f.Add([]byte(badDocument))
	f.Fuzz(func(t *testing.T, data []byte) { tryInput(t, readJSON(&file{name: "x.json", data: data})) })
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(peopleTable), []byte(recipientsTable))
	f.Add([]byte("person,choices\n\"a\"b,"), []byte("id,id\n"))
	f.Fuzz(func(t *testing.T, people, recipients []byte) {
		d := &draft{owner: field{text: "V"}, pot: field{text: "10.00 EUR"}, on: field{text: "2026-03-14"}, decision: field{text: "d"}}
		readCSV(d, &file{name: "p.csv", data: people}, &file{index: 1, name: "r.csv", data: recipients})
		tryInput(t, d)
	})
}

func tryInput(t *testing.T, d *draft) {
	p, err := d.check(place{name: "x", line: 1, column: 1})
	if err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			require.NotEmpty(t, line)
		}
		return
	}
	s, err := p.settle()
	require.NoError(t, err)
	require.NotEmpty(t, page(t, s))
}

// BenchmarkSettle: people=N.
func BenchmarkSettle(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("people=%d", n), func(b *testing.B) {
			d := newGenerator(1).draft()
			d.people = nil
			for i := range n {
				d.people = append(d.people, personDraft{field{text: fmt.Sprintf("p%d", i)}, field{text: "r0=1/2"}})
			}
			p, err := d.check(place{})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.settle(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
