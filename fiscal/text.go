package fiscal

import (
	"fmt"
	"strings"

	"github.com/vicinia/vicinia/internal/exact"
)

// MaxDigits, 18, bounds the digits of an amount in text, so that it fits an int64.
const MaxDigits = exact.MaxDigits

// Parse reads 40000.00 or 40000, strictly: a minus or none, digits, one point, no more
// decimals than c has, at most MaxDigits. Blanks, plus signs, exponents, NaN and a point
// without digits on both sides are errors; what does not fit is vicinia.ErrOverflow.
func (c Currency) Parse(s string) (Money, error) {
	if c == (Currency{}) {
		return Money{}, fmt.Errorf("amount %.40q: no currency", s)
	}
	units, err := exact.ParseFixed(s, c.Digits())
	if err != nil {
		return Money{}, fmt.Errorf("amount %.40q: %w", s, err)
	}
	return Money{units, c}, nil
}

// MustParse is Parse for constants; it panics on a bad one.
func (c Currency) MustParse(s string) Money {
	m, err := c.Parse(s)
	if err != nil {
		panic("fiscal: " + err.Error())
	}
	return m
}

// ParseMoney reads "40000.00 EUR", the form of String. "0" is the zero Money.
func ParseMoney(s string) (Money, error) {
	if s == "0" {
		return Money{}, nil
	}
	amount, code, ok := strings.Cut(s, " ")
	if !ok {
		return Money{}, fmt.Errorf("money %.40q: want the form 40000.00 EUR", s)
	}
	c, err := ParseCurrency(code)
	if err != nil {
		return Money{}, err
	}
	return c.Parse(amount)
}

// Amount is 40000.00, with all decimals of the currency and without its code.
func (m Money) Amount() string { return string(m.appendAmount(nil)) }

func (m Money) appendAmount(b []byte) []byte { return exact.AppendFixed(b, m.units, m.cur.Digits()) }

// String is "40000.00 EUR", or "0" for the zero Money. ParseMoney reads it back, unless
// it has more than MaxDigits.
func (m Money) String() string {
	b, _ := m.AppendText(nil)
	return string(b)
}

// AppendText appends the form of String; the receiver is a value on purpose, so that
// fields of structs marshal.
func (m Money) AppendText(b []byte) ([]byte, error) {
	b = m.appendAmount(b)
	if m.cur == (Currency{}) {
		return b, nil
	}
	return append(append(b, ' '), m.cur.code[:]...), nil
}

// MarshalText returns the form of String.
func (m Money) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText is ParseMoney.
func (m *Money) UnmarshalText(b []byte) error {
	parsed, err := ParseMoney(string(b))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
