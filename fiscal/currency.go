package fiscal

import (
	"cmp"
	"fmt"
	"strings"
)

// A Currency is an ISO 4217 code and its number of decimals, 0 to 4. It is a value: ==
// is equality. The zero Currency is none; only the zero Money is counted in it.
type Currency struct {
	code   [3]byte
	digits uint8
}

// Currencies in the examples; ParseCurrency has them all.
var (
	EUR = Currency{[3]byte{'E', 'U', 'R'}, 2}
	CHF = Currency{[3]byte{'C', 'H', 'F'}, 2}
	JPY = Currency{[3]byte{'J', 'P', 'Y'}, 0}
)

// active holds the codes of ISO 4217, list one of 2026-01-01, by their minor units.
// Metals, funds of account and test codes have none there (XAU, XDR, XTS and the code for
// none) and are left out: an amount in them has no last digit to be exact to.
var active = [...]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP " +
		"BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB " +
		"EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES " +
		"KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR " +
		"MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD " +
		"RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP " +
		"TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
	4: "CLF UYW",
}

// withdrawn holds codes of ISO 4217, list three, that left list one since 2020, all of two
// decimals: a year is counted in the currency that it had.
const withdrawn = "ANG BGN CUC HRK SLL ZWL"

// ParseCurrency returns the currency of an ISO 4217 code, in capitals.
func ParseCurrency(code string) (Currency, error) {
	if in(withdrawn, code) {
		return Currency{[3]byte([]byte(code)), 2}, nil
	}
	for digits, codes := range active {
		if in(codes, code) {
			return Currency{[3]byte([]byte(code)), uint8(digits)}, nil
		}
	}
	return Currency{}, fmt.Errorf("currency %.20q: want a code of ISO 4217, such as EUR", code)
}

// in reports whether a code stands in a list of codes.
func in(codes, code string) bool {
	return len(code) == 3 && !strings.Contains(code, " ") && strings.Contains(codes, code)
}

// Digits returns the number of decimals: 2 for EUR, 0 for JPY.
func (c Currency) Digits() int { return int(c.digits) }

// Compare orders by code.
func (c Currency) Compare(d Currency) int { return cmp.Compare(c.String(), d.String()) }

// String returns the code, or "" for none.
func (c Currency) String() string {
	if c == (Currency{}) {
		return ""
	}
	return string(c.code[:])
}

// AppendText appends the form of String.
func (c Currency) AppendText(b []byte) ([]byte, error) { return append(b, c.String()...), nil }

// MarshalText returns the form of String.
func (c Currency) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText is ParseCurrency, and "" is none.
func (c *Currency) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*c = Currency{}
		return nil
	}
	parsed, err := ParseCurrency(string(b))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// Minor returns an amount of minor units: EUR.Minor(100) is 1.00 EUR.
func (c Currency) Minor(units int64) Money { return Money{units, c} }
