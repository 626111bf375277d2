package ledger

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// on is a transfer of a day.
func on(day, key string, from, to Account, amount string) Entry {
	e := transfer(key, from, to, eur(amount))
	e.On = vicinia.MustDate(day)
	return e
}

func yearBook(t *testing.T) *Book {
	var b Book
	require.NoError(t, b.Post(
		on("2024-12-31", "old", "income:tax", "treasury:A", "50.00"),
		on("2025-06-01", "late", "treasury:A", "expense:roads", "20.00"),
		on("2025-03-01", "early", "income:tax:land", "treasury:A", "100.00"),
		on("2025-06-01", "second", "treasury:A", "expense:roads", "5.00"),
		on("2026-01-01", "next", "income:tax", "treasury:A", "7.00"),
		on("2025-05-05", "elsewhere", "x", "y", "1.00"),
	))
	return &b
}

func TestStatement(t *testing.T) {
	s, err := yearBook(t).Statement("treasury:A", fiscal.EUR, vicinia.Year(2025))
	require.NoError(t, err)
	got := []string{s.Opening.String()}
	for _, l := range s.Lines {
		got = append(got, fmt.Sprint(l.On, " ", l.Key, " ", l.Amount, " = ", l.Balance))
	}
	assert.Equal(t, []string{
		"50.00 EUR",
		"2025-03-01 early 100.00 EUR = 150.00 EUR",
		"2025-06-01 late -20.00 EUR = 130.00 EUR",
		"2025-06-01 second -5.00 EUR = 125.00 EUR",
		"125.00 EUR",
	}, append(got, s.Closing.String()))

	s, err = yearBook(t).Statement("treasury:A", fiscal.CHF, vicinia.Interval{})
	require.NoError(t, err)
	assert.Empty(t, s.Lines)
	assert.Equal(t, "0.00 CHF", s.Closing.String())
}

// By day, a balance on the way can be larger than any that was ever posted.
func TestStatementOverflow(t *testing.T) {
	var b Book
	most := fiscal.EUR.Minor(math.MaxInt64)
	gain, loss := transfer("a", "x", "y", most), transfer("b", "y", "z", most)
	require.NoError(t, b.Post(gain))
	require.NoError(t, b.Post(loss))
	again := transfer("c", "w", "y", most)
	again.On = gain.On - 1
	require.NoError(t, b.Post(again))
	_, err := b.Statement("y", fiscal.EUR, vicinia.Interval{})
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = b.Statement("y", fiscal.EUR, vicinia.Interval{From: gain.On + 1})
	require.NoError(t, err)
}

func TestClosing(t *testing.T) {
	b := yearBook(t)
	end := vicinia.MustDate("2025-12-31")
	closing := func() Entry {
		e, err := b.Closing(end, "the year's end", "close/2025", "result:2025", "income", "expense")
		require.NoError(t, err)
		return e
	}
	require.NoError(t, b.Revise(closing()))
	assert.Equal(t, "-125.00 EUR", b.Balance("result:2025", fiscal.EUR).String(), "a positive amount is what was spent")
	assert.Equal(t, "0.00 EUR", b.Balance("expense:roads", fiscal.EUR).String())
	assert.Equal(t, "-7.00 EUR", b.Balance("income:tax", fiscal.EUR).String(), "next year's stays")
	require.NoError(t, b.Revise(closing()))
	assert.Equal(t, 7, b.Len(), "closing twice posts nothing new")

	require.NoError(t, b.Post(on("2025-12-30", "belated", "treasury:A", "expense:roads", "3.00")))
	require.NoError(t, b.Revise(closing()))
	assert.Equal(t, "-122.00 EUR", b.Balance("result:2025", fiscal.EUR).String())
	require.NoError(t, b.TrialBalance())

	_, err := b.Closing(end, "c", "k", "income:result", "income")
	require.Error(t, err)
	e, err := new(Book).Closing(end, "c", "k", "result", "income")
	require.NoError(t, err)
	assert.Empty(t, e.Postings)
}
