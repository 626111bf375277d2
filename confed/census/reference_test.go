package census_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

func TestReference_Date(t *testing.T) {
	tests := []struct {
		name               string
		give               Reference
		giveCall, giveVote string
		want               string
	}{
		{"general election of Spain, 2023", FirstOfMonthBefore(2), "2023-05-30", "2023-07-23", "2023-03-01"},
		{"the worked year", FirstOfMonthBefore(2), "2025-05-30", "2025-07-20", "2025-03-01"},
		{"year wrap", FirstOfMonthBefore(2), "2024-01-15", "2024-03-10", "2023-11-01"},
		{"the last of a long month", FirstOfMonthBefore(1), "2024-03-31", "2024-05-01", "2024-02-01"},
		{"month of the call", FirstOfMonthBefore(0), "2025-05-30", "2025-07-20", "2025-05-01"},
		{"days count from the vote", DaysBefore(30), "2025-01-02", "2025-07-20", "2025-06-20"},
		{"the vote itself", DaysBefore(0), "2025-01-02", "2025-07-20", "2025-07-20"},
		{"a fixed day", On(date("2025-03-01")), "2025-05-30", "2025-07-20", "2025-03-01"},
		{"a fixed day after the call", On(date("2025-06-15")), "2025-05-30", "2025-07-20", "2025-06-15"},
		{"zero is the call", Reference{}, "2025-05-30", "2025-07-20", "2025-05-30"},
		{"called on the day of the vote", Reference{}, "2025-05-30", "2025-05-30", "2025-05-30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.give.Date(date(tt.giveCall), date(tt.giveVote))
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.String())
		})
	}
}

// the reference date is fixed before the vote, and not later than it.
func TestReference_DateRefused(t *testing.T) {
	tests := []struct {
		name               string
		give               Reference
		giveCall, giveVote string
		wantPath           string
		wantBreaks         vicinia.Invariant
	}{
		{"after the vote", On(date("2025-07-21")), "2025-05-30", "2025-07-20", "reference", "R-10"},
		{"called after the vote", DaysBefore(30), "2025-07-21", "2025-07-20", "call", "R-10"},
		{"before the calendar", DaysBefore(MaxBefore), "0100-01-01", "0100-01-01", "reference", ""},
		{"negative", DaysBefore(-1), "2025-05-30", "2025-07-20", "reference", ""},
		{"too many months", FirstOfMonthBefore(MaxBefore + 1), "2025-05-30", "2025-07-20", "reference", ""},
		{"beyond any calendar", FirstOfMonthBefore(1 << 62), "2025-05-30", "2025-07-20", "reference", ""},
		{"no fixed day", On(0), "2025-05-30", "2025-07-20", "reference", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.give.Date(date(tt.giveCall), date(tt.giveVote))
			wantFault(t, err, tt.wantPath, tt.wantBreaks)
		})
	}
	_, err := Reference{}.Date(0, 0)
	require.Len(t, all(err), 2)
	wantFault(t, all(err)[0], "call", "")
	wantFault(t, all(err)[1], "vote", "")
}

// wantFault demands exactly one fault.
func wantFault(t *testing.T, err error, path string, breaks vicinia.Invariant) {
	t.Helper()
	var f *vicinia.Fault
	require.ErrorAs(t, err, &f)
	assert.Equal(t, path, f.Path, err)
	assert.Equal(t, breaks, f.Breaks, err)
	assert.Equal(t, breaks != "", errors.Is(err, breaks))
	assert.Len(t, all(err), 1, err)
}

func all(err error) (fs []*vicinia.Fault) {
	for f := range vicinia.Faults(err) {
		fs = append(fs, f)
	}
	return fs
}

func TestParseReference(t *testing.T) {
	for _, tt := range []struct {
		give string
		want Reference
	}{
		{"first-of-month:2", FirstOfMonthBefore(2)},
		{"first-of-month:99999", FirstOfMonthBefore(MaxBefore)},
		{"days-before:30", DaysBefore(30)},
		{"days-before:0", DaysBefore(0)},
		{"on:2025-03-01", On(date("2025-03-01"))},
		{"call-day", Reference{}},
	} {
		got, err := ParseReference(tt.give)
		require.NoError(t, err, tt.give)
		assert.Equal(t, tt.want, got, tt.give)
		assert.Equal(t, tt.give, got.String())
	}
	for _, give := range []string{
		"", "2", "first-of-month:", "first-of-month:-1", "first-of-month:+1", "first-of-month:02",
		"first-of-month: 2", "first-of-month:2 ", "first-of-month:100000", "days-before:1e3",
		"days-before:99999999999999999999", "first-of-month:days-before:2", "days-before:first-of-month:2",
		"on:", "on:2024-02-31", "on:2025-3-1", "ON:2025-03-01", "weekly:1", "call-day ", "days-before:\x00",
		strings.Repeat("9", 1<<20),
	} {
		_, err := ParseReference(give)
		wantFault(t, err, "reference", "")
		assert.Less(t, len(err.Error()), 300)
	}
}

func FuzzParseReference(f *testing.F) {
	for _, s := range []string{"first-of-month:2", "days-before:30", "on:2025-03-01", "call-day", "on:", "first-of-month:-0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseReference(s)
		if err != nil {
			return
		}
		assert.Equal(t, s, r.String())
		vote := date("2025-07-20")
		if day, err := r.Date(date("2025-05-30"), vote); err == nil {
			assert.LessOrEqual(t, day, vote)
			assert.Positive(t, day)
		}
	})
}
