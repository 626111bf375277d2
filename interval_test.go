package vicinia_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
)

func TestIntervalHas(t *testing.T) {
	i := vicinia.Interval{From: 10, To: 20}
	assert.False(t, i.Has(9))
	assert.True(t, i.Has(10))
	assert.True(t, i.Has(19))
	assert.False(t, i.Has(20))
	open := vicinia.Interval{From: 10}
	assert.False(t, open.Has(9))
	assert.True(t, open.Has(1_000_000))
}

// TestMeetIsMembership compares Meet with the days that both intervals have, over all
// small intervals, the open and the empty ones too.
func TestMeetIsMembership(t *testing.T) {
	const last = 7 // no closed end lies beyond it
	var all []vicinia.Interval
	for from := vicinia.Date(1); from <= 5; from++ {
		for to := vicinia.Date(0); to <= 6; to++ {
			all = append(all, vicinia.Interval{From: from, To: to})
		}
	}
	for _, i := range all {
		for _, j := range all {
			both, ok := i.Meet(j)
			some := false
			for d := vicinia.Date(0); d <= last; d++ {
				in := i.Has(d) && j.Has(d)
				some = some || in
				if both.Has(d) != in {
					t.Fatalf("%v meets %v in %v: day %d", i, j, both, d)
				}
			}
			if ok != some {
				t.Fatalf("%v meets %v: %v, want %v", i, j, ok, some)
			}
		}
	}
}

func TestYear(t *testing.T) {
	assert.Equal(t, 365, vicinia.Year(2025).Days())
	assert.Equal(t, 366, vicinia.Year(2024).Days())
	assert.Equal(t, 365, vicinia.Year(1900).Days())
	assert.Equal(t, 365, vicinia.Year(vicinia.MaxYear).Days())
	assert.Equal(t, vicinia.Interval{From: 1, To: 366}, vicinia.Year(1))

	// The worked year: B leaves on 2026-07-01, 181 days of 2026.
	term := vicinia.Interval{From: vicinia.MustDate("2020-01-01"), To: vicinia.MustDate("2026-07-01")}
	both, ok := term.Meet(vicinia.Year(2026))
	assert.True(t, ok)
	assert.Equal(t, 181, both.Days())
}

func TestIntervalDaysOfOpen(t *testing.T) {
	assert.Panics(t, func() { vicinia.Interval{From: 1}.Days() })
}

func TestIntervalString(t *testing.T) {
	i := vicinia.Interval{From: vicinia.MustDate("2019-01-01"), To: vicinia.MustDate("2025-07-01")}
	assert.Equal(t, "2019-01-01 to 2025-07-01", i.String())
	i.To = 0
	assert.Equal(t, "since 2019-01-01", i.String())
}
