package fiscal_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

func TestParseCurrency(t *testing.T) {
	// Minor units: ISO 4217, list one, 2026-01-01.
	tests := []struct {
		give       string
		wantDigits int
	}{
		{"EUR", 2}, {"CHF", 2}, {"USD", 2}, {"ZWG", 2}, {"XCG", 2}, {"AED", 2}, {"HUF", 2}, {"CHE", 2},
		{"JPY", 0}, {"KRW", 0}, {"CLP", 0}, {"ISK", 0}, {"UYI", 0}, {"BIF", 0}, {"XPF", 0}, {"VND", 0},
		{"BHD", 3}, {"IQD", 3}, {"JOD", 3}, {"KWD", 3}, {"LYD", 3}, {"OMR", 3}, {"TND", 3},
		{"CLF", 4}, {"UYW", 4},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			c, err := fiscal.ParseCurrency(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.wantDigits, c.Digits())
			assert.Equal(t, tt.give, c.String())
		})
	}
}

func TestParseCurrencyRefuses(t *testing.T) {
	for _, give := range []string{
		"", "eur", "Eur", "EU", "EURO", " EUR", "EUR ", "E R", "UR ", "R F", "978", "XYZ", "DEM", "€", "AED AFN",
		"XAU", "XDR", "XTS", "XXX", "E\x00R",
	} {
		t.Run(give, func(t *testing.T) {
			c, err := fiscal.ParseCurrency(give)
			assert.Error(t, err)
			assert.Zero(t, c)
		})
	}
}

// TestEveryCode tries all 17576 codes of three letters.
func TestEveryCode(t *testing.T) {
	var count [5]int
	for n := range 26 * 26 * 26 {
		code := string([]byte{'A' + byte(n/676), 'A' + byte(n/26%26), 'A' + byte(n%26)})
		if c, err := fiscal.ParseCurrency(code); err == nil {
			assert.Equal(t, code, c.String())
			count[c.Digits()]++
		}
	}
	assert.Equal(t, [5]int{17, 0, 139 + 6, 7, 2}, count)
}

func TestCurrencyCompare(t *testing.T) {
	give := []fiscal.Currency{fiscal.JPY, fiscal.EUR, {}, fiscal.CHF}
	slices.SortFunc(give, fiscal.Currency.Compare)
	assert.Equal(t, []fiscal.Currency{{}, fiscal.CHF, fiscal.EUR, fiscal.JPY}, give)
}

func TestCurrencyMarshals(t *testing.T) {
	type row struct{ Of, None fiscal.Currency }
	text, err := json.Marshal(row{Of: fiscal.CHF})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Of":"CHF","None":""}`, string(text))
	got := row{None: fiscal.EUR}
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, row{Of: fiscal.CHF}, got)
	assert.Error(t, json.Unmarshal([]byte(`{"Of":"chf"}`), &got))
	assert.Equal(t, fiscal.CHF, got.Of, "a bad code must not change the field")
}

// A year is counted in the currency that it had: Croatia's until 2022, Bulgaria's until 2025.
func TestWithdrawnCurrencies(t *testing.T) {
	for _, code := range []string{"HRK", "BGN"} {
		c, err := fiscal.ParseCurrency(code)
		require.NoError(t, err)
		assert.Equal(t, code, c.String())
		assert.Equal(t, 2, c.Digits())
	}
}
