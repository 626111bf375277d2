package vicinia_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
)

// leap is the rule of the bull Inter gravissimas (1582), so that the test owes nothing to
// package time.
func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func monthDays(year, month int) int {
	if month == 2 && leap(year) {
		return 29
	}
	return [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
}

func TestDateCountsEveryDay(t *testing.T) {
	d := vicinia.Date(0)
	for year := 1; year <= vicinia.MaxYear; year++ {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= monthDays(year, month); day++ {
				d++
				if y, m, n := d.Civil(); y != year || int(m) != month || n != day {
					t.Fatalf("day %d is %d-%d-%d, want %d-%d-%d", d, y, m, n, year, month, day)
				}
			}
		}
	}
	assert.Equal(t, vicinia.MustDate("9999-12-31"), d)
}

func TestDateKnownDays(t *testing.T) {
	// Reingold & Dershowitz, Calendrical Calculations, 4th ed., appendix C: Rata Die.
	tests := []struct {
		giveDate string
		want     vicinia.Date
	}{
		{"0001-01-01", 1},
		{"0576-05-20", 210155},
		{"1288-04-02", 470160},
		{"1492-04-09", 544676},
		{"1996-02-25", 728714},
		{"2038-11-10", 744313},
	}
	for _, tt := range tests {
		t.Run(tt.giveDate, func(t *testing.T) {
			assert.Equal(t, tt.want, vicinia.MustDate(tt.giveDate))
			assert.Equal(t, tt.giveDate, tt.want.String())
		})
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, give := range []string{
		"", "2025-2-28", "2025-02-30", "2024-02-31", "2025-02-29", "1900-02-29", "2025-00-10",
		"2025-13-01", "2025-01-00", "2025-01-32", "0000-01-01", "2025/01/01", "2025-01-01 ",
		" 2025-01-01", "2025-01-01T00:00", "+025-01-01", "-025-01-01", "20x5-01-01", "2025-0x-01",
		"2025-01-0x", "10000-01-01", "２０２５-01-01", "2025-01\x00-1",
	} {
		t.Run(give, func(t *testing.T) {
			d, err := vicinia.ParseDate(give)
			assert.Error(t, err)
			assert.Zero(t, d)
		})
	}
	assert.Panics(t, func() { vicinia.MustDate("2025-02-30") })
}

func TestNewDateRefuses(t *testing.T) {
	for _, give := range [][3]int{{0, 1, 1}, {10000, 1, 1}, {2025, 13, 1}, {2025, 0, 1}, {2025, 2, 29}, {2025, 1, -1}} {
		_, err := vicinia.NewDate(give[0], time.Month(give[1]), give[2])
		assert.Error(t, err, give)
	}
}

func TestAddMonths(t *testing.T) {
	tests := []struct {
		give   string
		months int
		want   string
	}{
		{"2025-01-31", 1, "2025-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2025-07-01", 12, "2026-07-01"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2025-03-31", -1, "2025-02-28"},
		{"2025-01-15", -1, "2024-12-15"},
		{"2025-11-30", 3, "2026-02-28"},
		{"2025-05-30", 0, "2025-05-30"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s%+d", tt.give, tt.months), func(t *testing.T) {
			assert.Equal(t, tt.want, vicinia.MustDate(tt.give).AddMonths(tt.months).String())
		})
	}
}

// TestAddMonthsAgainstCalendar counts months on the calendar of monthDays.
func TestAddMonthsAgainstCalendar(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 20_000 {
		year, month := 1000+rng.IntN(2000), 1+rng.IntN(12)
		day, n := 1+rng.IntN(monthDays(year, month)), rng.IntN(4000)-2000
		months := year*12 + month - 1 + n
		y, m := months/12, months%12+1
		want, err := vicinia.NewDate(y, time.Month(m), min(day, monthDays(y, m)))
		require.NoError(t, err)
		from, err := vicinia.NewDate(year, time.Month(month), day)
		require.NoError(t, err)
		require.Equal(t, want, from.AddMonths(n), "%v%+d", from, n)
	}
}

func TestDateMarshals(t *testing.T) {
	type row struct{ From, To vicinia.Date }
	give := row{From: vicinia.MustDate("2019-01-01")}
	text, err := json.Marshal(give)
	require.NoError(t, err)
	assert.JSONEq(t, `{"From":"2019-01-01","To":""}`, string(text))
	var got row
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, give, got)
	assert.Error(t, json.Unmarshal([]byte(`{"From":"2019-02-30"}`), &got))
	assert.Equal(t, give, got, "a bad date must not change the field")
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2025-03-01", "2024-02-29", "", "0001-01-01", "9999-12-31", "2025-02-30"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := vicinia.ParseDate(s)
		_, oracle := time.Parse("2006-01-02", s)
		if err != nil {
			require.Zero(t, d)
			if oracle == nil && s[:4] != "0000" {
				t.Fatalf("%q: %v, but package time reads it", s, err)
			}
			return
		}
		require.NoError(t, oracle)
		require.Equal(t, s, d.String())
	})
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vicinia.ParseDate("2025-03-01"); err != nil {
			b.Fatal(err)
		}
	}
}

// A date past the calendar, which only a sum can be, is still told apart.
func TestDateBeyondTheCalendar(t *testing.T) {
	assert.Equal(t, "10000-01-01", vicinia.Year(vicinia.MaxYear).To.String())
}
