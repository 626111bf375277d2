package exact

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
)

// MaxDigits bounds the digits of a number in text, so that it fits an int64.
const MaxDigits = 18

// ParseFixed reads a number in units of its last of places decimals, strictly: a minus
// or none, digits, one point with digits on both sides or none, at most places decimals
// and MaxDigits digits. What does not fit is vicinia.ErrOverflow.
func ParseFixed(s string, places int) (int64, error) {
	whole, frac, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	switch {
	case whole == "" || point && frac == "":
		return 0, fmt.Errorf("want digits, with one point between them or none")
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

// AppendFixed writes n with a point before its last places digits.
func AppendFixed(b []byte, n int64, places int) []byte {
	if n < 0 {
		b = append(b, '-')
	}
	var buf [20]byte
	text := strconv.AppendUint(buf[:0], Abs(n), 10)
	point := len(text) - places
	if point <= 0 {
		b = append(b, '0')
	}
	b = append(b, text[:max(point, 0)]...)
	if places == 0 {
		return b
	}
	b = append(b, '.')
	for ; point < 0; point++ {
		b = append(b, '0')
	}
	return append(b, text[max(len(text)-places, 0):]...)
}

// Pow10 is 10^n for n from 0 to MaxDigits.
func Pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
