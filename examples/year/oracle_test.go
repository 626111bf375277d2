package main_test

import (
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The oracle itself is held to figures that were computed by hand, those of domain.md
// section 6 among them, and to the result of the worked year as two other programs
// computed it.

func TestOracleWorkedYear(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "worked.json"))
	require.NoError(t, err)
	got, err := readFolder(t, workedWorld).run(2025)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.pretty())
}

func TestOracleReference(t *testing.T) {
	tests := []struct{ giveCall, giveVote, giveRule, want string }{
		{"2025-05-30", "2025-07-20", "first-of-month:2", "2025-03-01"}, // domain.md section 6
		{"2023-05-30", "2023-07-20", "first-of-month:2", "2023-03-01"},
		{"2024-01-31", "2024-03-10", "first-of-month:2", "2023-11-01"},
		{"2024-01-31", "2024-03-10", "first-of-month:13", "2022-12-01"},
		{"2024-01-31", "2024-03-01", "days-before:1", "2024-02-29"},
		{"2024-01-31", "2024-03-01", "on:2024-02-01", "2024-02-01"},
	}
	for _, tt := range tests {
		call := row{"call_date": tt.giveCall, "vote_date": tt.giveVote, "rule": tt.giveRule}
		assert.Equal(t, tt.want, text(reference(call)), tt.giveRule)
	}
}

func TestOracleNoticeEnd(t *testing.T) {
	tests := []struct {
		give       string
		giveMonths int
		want       string
	}{
		{"2025-06-30", 12, "2026-07-01"}, // domain.md section 6: 181 days of 2026
		{"2025-01-30", 1, "2025-03-01"},  // there is no 31 February
		{"2025-01-28", 1, "2025-03-01"},  // nor a 29th
		{"2024-01-28", 1, "2024-02-29"},
		{"2025-12-31", 0, "2026-01-01"},
		{"2025-10-30", 18, "2027-05-01"}, // no 31 April
		{"2025-08-30", 4, "2025-12-31"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, text(noticeEnd(day(tt.give), tt.giveMonths)), tt.give)
	}
}

func TestOracleOfAge(t *testing.T) {
	w := folder{"persons": {{"id": "leap", "birth_date": "2008-02-29"}, {"id": "plain", "birth_date": "2008-07-20"}}}
	tests := []struct {
		give, giveOn string
		giveAge      int
		want         bool
	}{
		{"leap", "2026-02-28", 18, false},
		{"leap", "2026-03-01", 18, true},
		{"leap", "2024-02-28", 16, false},
		{"leap", "2024-02-29", 16, true},
		{"plain", "2026-07-19", 18, false},
		{"plain", "2026-07-20", 18, true},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, w.ofAge(tt.give, tt.giveAge, day(tt.giveOn)), "%s on %s", tt.give, tt.giveOn)
	}
}

// A person moves from A to B to C, leaves, and comes back to D. B and C are recorded late.
func TestOracleLateRegistration(t *testing.T) {
	w := folder{
		"persons": {{"id": "p"}},
		"residencies": {
			{"person": "p", "municipality": "A", "from": "2020-01-01", "to": "2025-01-10", "recorded_at": "2020-01-01"},
			{"person": "p", "municipality": "B", "from": "2025-01-10", "to": "2025-01-20", "recorded_at": "2025-03-01"},
			{"person": "p", "municipality": "C", "from": "2025-01-20", "to": "2025-02-10", "recorded_at": "2025-02-20"},
			{"person": "p", "municipality": "D", "from": "2025-02-15", "to": "", "recorded_at": "2025-02-15"},
		},
	}
	tests := []struct{ give, want string }{
		{"2019-12-31", ""},
		{"2025-01-09", "A"},
		{"2025-01-10", "A"}, // B is not known yet
		{"2025-01-20", "A"}, // nor is C
		{"2025-02-10", "A"}, // nor that C ended: A runs on until D
		{"2025-02-15", "D"},
		{"2025-03-01", "D"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, w.homeSeen("p", day(tt.give)), tt.give)
	}
}

func TestOracleRounding(t *testing.T) {
	tests := []struct {
		give         string
		giveDecimals int
		want         string
	}{
		{"1833.345", 2, "1833.34"}, // 18 333.45 at 10 %
		{"1833.355", 2, "1833.36"},
		{"0.5", 0, "0"},
		{"1.5", 0, "2"},
		{"0.0005", 3, "0.000"},
		{"2/3", 2, "0.67"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, halfEven(number(tt.give), tt.giveDecimals).FloatString(tt.giveDecimals), tt.give)
	}
	assert.Equal(t, "61.04", floorTo(mul(number("1833.33"), percent("3.33%")), 2).FloatString(2))
}

// 18 333.45 at 10 % over 292 of 365 days is 1 466.68; rounding twice gives .67.
func TestOracleTaxRoundsOnce(t *testing.T) {
	w := folder{
		"jurisdictions": {{"id": "A", "currency": "EUR"}},
		"persons":       {{"id": "p"}},
		"residencies":   {{"person": "p", "municipality": "A", "from": "2025-03-15"}},
		"bases":         {{"person": "p", "year": "2025", "base": "18333.45"}},
		"schedules":     {{"jurisdiction": "A", "year": "2025", "kind": "flat", "parameters": "10%"}},
	}
	assert.Equal(t, "1466.68", w.tax("p", "A", 2025).FloatString(2))
}

func TestOracleYearTax(t *testing.T) {
	brackets := row{"kind": "brackets", "parameters": "0:0%|10000.50:5%|20000:10%"}
	tests := []struct{ give, want string }{
		{"10000.50", "0"},
		{"10001.50", "0.05"},
		{"20000", "499.975"},
		{"20100", "509.975"},
	}
	for _, tt := range tests {
		assert.Zero(t, number(tt.want).Cmp(yearTax(brackets, number(tt.give))), tt.give)
	}
	multiplier := row{"kind": "multiplier", "parameters": "96%"}
	assert.Zero(t, number("3360").Cmp(yearTax(multiplier, number("3500")))) // domain.md section 6
}

// 10 % of a net of 4 000.00 for 181 of 365 days is 198.36 (domain.md section 6).
func TestOracleOwnPart(t *testing.T) {
	w := folder{"jurisdictions": {{"id": "B", "currency": "EUR"}}}
	term := row{"party": "B", "share_rule": "revenue-share", "share": "10%"}
	assert.Equal(t, "198.36", w.ownPart(term, ratio(181, 365), rat(4000)).FloatString(2))
	assert.Equal(t, "400.00", w.ownPart(term, ratio(1, 1), number("4000.05")).FloatString(2))
}

func TestOracleDivide(t *testing.T) {
	tests := []struct {
		give        string
		giveWeights []int64
		want        []string
	}{
		{"100.00", []int64{1, 1, 1}, []string{"33.34", "33.33", "33.33"}}, // domain.md section 6
		{"999.99", []int64{3, 3, 1}, []string{"428.57", "428.57", "142.85"}},
		{"0.02", []int64{1, 1, 1}, []string{"0.01", "0.01", "0.00"}},
		{"0.01", []int64{1, 0, 3}, []string{"0.00", "0.00", "0.01"}},
	}
	w := folder{"jurisdictions": {{"id": "a", "currency": "EUR"}, {"id": "b", "currency": "EUR"}, {"id": "c", "currency": "EUR"}}}
	for _, tt := range tests {
		weights, parts := map[string]*big.Rat{}, map[string]*big.Rat{}
		for i, id := range w.ids("jurisdictions") {
			weights[id], parts[id] = rat(tt.giveWeights[i]), rat(0)
		}
		require.NoError(t, w.divide(number(tt.give), weights, parts))
		for i, id := range w.ids("jurisdictions") {
			assert.Equal(t, tt.want[i], parts[id].FloatString(2), "%s %s", tt.give, id)
		}
	}
}

func TestOracleVotes(t *testing.T) {
	tests := []struct {
		name string
		give votes
		want bool
	}{
		{"more yes than no", votes{eligible: 9, yes: 2, no: 1, threshold: "simple"}, true},
		{"a draw", votes{eligible: 9, yes: 2, no: 2, threshold: "simple"}, false},
		{"more than half of the eligible", votes{eligible: 5, yes: 3, no: 2, threshold: "absolute"}, true},
		{"half of the eligible", votes{eligible: 4, yes: 2, threshold: "absolute"}, false},
		{"two thirds", votes{eligible: 9, yes: 2, no: 1, blank: 5, threshold: "2/3"}, true},
		{"less than two thirds", votes{eligible: 9, yes: 3, no: 2, threshold: "2/3"}, false},
		{"two thirds of nothing", votes{eligible: 9, blank: 1, threshold: "2/3"}, false},
		{"a quorum met by a blank vote", votes{eligible: 4, yes: 1, blank: 1, threshold: "simple", quorum: "50%"}, true},
		{"a quorum missed", votes{eligible: 5, yes: 2, threshold: "simple", quorum: "50%"}, false},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, tt.give.carried(), tt.name)
	}
}

func TestOracleQuote(t *testing.T) {
	assert.Equal(t, `"a\"b\\c\nd\te\u0001"`, quote("a\"b\\c\nd\te\x01"))
	assert.Equal(t, "\"\u2028<&>'é\"", quote("\u2028<&>'é"))
}

// Equal seeds give equal folders, or a seed of a failure would be worth nothing.
func TestDrawIsReproducible(t *testing.T) {
	a, year := draw(7)
	b, again := draw(7)
	assert.Equal(t, a, b)
	assert.Equal(t, year, again)
}
