package fiscal

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
)

// MaxDigits bounds the digits of an amount in text, so that it fits an int64.
const MaxDigits = 18

// Parse reads 40000.00 or 40000, strictly: a minus or none, digits, one point, no more
// decimals than c has, at most MaxDigits. Blanks, plus signs, exponents, NaN and a point
// without digits on both sides are errors; what does not fit is vicinia.ErrOverflow.
func (c Currency) Parse(s string) (Money, error) {
	if c == (Currency{}) {
		return Money{}, fmt.Errorf("amount %.40q: no currency", s)
	}
	units, err := parseFixed(s, c.Digits())
	if err != nil {
		return Money{}, fmt.Errorf("amount %.40q: %w", s, err)
	}
	return Money{units, c}, nil
}

// parseFixed reads a number in units of its last of places decimals.
func parseFixed(s string, places int) (int64, error) {
	whole, frac, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case whole == "" || point && frac == "":
		return 0, fmt.Errorf("want digits, with a point between them or none")
	case len(whole)+len(frac) > MaxDigits:
		return 0, fmt.Errorf("more than %d digits", MaxDigits)
	case len(frac) > places:
		return 0, fmt.Errorf("%d decimals, want at most %d", len(frac), places)
	}
	digits := whole + frac
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, fmt.Errorf("%q is not a digit", digits[i])
		}
	}
	n, err := strconv.ParseInt(digits+strings.Repeat("0", places-len(frac)), 10, 64)
	if err != nil { // the digits are checked: only the size is left
		return 0, vicinia.ErrOverflow
	}
	if s[0] == '-' {
		n = -n
	}
	return n, nil
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

func (m Money) appendAmount(b []byte) []byte {
	if m.cur.digits == 0 {
		return strconv.AppendInt(b, m.units, 10)
	}
	text := strconv.AppendInt(nil, m.units, 10)
	if m.units < 0 {
		b, text = append(b, '-'), text[1:]
	}
	for short := m.cur.Digits() + 1 - len(text); short > 0; short-- {
		text = append([]byte{'0'}, text...)
	}
	point := len(text) - m.cur.Digits()
	b = append(append(b, text[:point]...), '.')
	return append(b, text[point:]...)
}

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
