package vicinia

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// A Ratio is an exact share or rate in lowest terms, 64 by 64 bits: 8 %, 0.5239 %,
// 119 %, 1/3. It is a value: == is equality, and there is nothing to alias. The zero
// Ratio is 0.
type Ratio struct{ num, less int64 } // less is the denominator - 1, so that the zero value is 0/1

// maxDigits bounds the digits of a number in text, so that it fits an int64.
const maxDigits = 18

// Frac returns n/d in lowest terms. d must be positive and n not the least int64; Frac
// panics otherwise, since both are the program's, not the data's.
func Frac(n, d int64) Ratio {
	if d <= 0 || n == math.MinInt64 {
		panic(fmt.Sprintf("vicinia: no ratio %d/%d", n, d))
	}
	g := gcd(abs(n), uint64(d))
	return Ratio{n / int64(g), d/int64(g) - 1}
}

func abs(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// Parts returns numerator and denominator; the denominator is positive.
func (r Ratio) Parts() (num, den int64) { return r.num, r.less + 1 }

// Sign is -1, 0 or 1.
func (r Ratio) Sign() int { return cmp.Compare(r.num, 0) }

// Cmp compares by 128-bit cross-multiplication.
func (r Ratio) Cmp(s Ratio) int {
	if c := cmp.Compare(r.Sign(), s.Sign()); c != 0 || r.num == 0 {
		return c
	}
	rh, rl := bits.Mul64(abs(r.num), uint64(s.less+1))
	sh, sl := bits.Mul64(abs(s.num), uint64(r.less+1))
	c := cmp.Or(cmp.Compare(rh, sh), cmp.Compare(rl, sl))
	return c * r.Sign()
}

// Add is exact; past 64 bits it returns [ErrOverflow].
func (r Ratio) Add(s Ratio) (Ratio, error) {
	// Over the least common denominator, as Knuth does (TAOCP 2, 4.5.1), so that 1/2+1/2
	// does not overflow sooner than its result.
	g := int64(gcd(uint64(r.less+1), uint64(s.less+1)))
	a, ok1 := mul(r.num, (s.less+1)/g)
	b, ok2 := mul(s.num, (r.less+1)/g)
	n := a + b
	if !ok1 || !ok2 || (a < 0) == (b < 0) && (n < 0) != (a < 0) || n == math.MinInt64 {
		return Ratio{}, ErrOverflow
	}
	h := int64(gcd(abs(n), uint64(g)))
	d, ok := mul((r.less+1)/h, (s.less+1)/g)
	if !ok {
		return Ratio{}, ErrOverflow
	}
	return Frac(n/h, d), nil
}

// Sub is exact; see Add.
func (r Ratio) Sub(s Ratio) (Ratio, error) { return r.Add(Ratio{-s.num, s.less}) }

// Mul is exact; see Add.
func (r Ratio) Mul(s Ratio) (Ratio, error) {
	g := int64(gcd(abs(r.num), uint64(s.less+1)))
	h := int64(gcd(abs(s.num), uint64(r.less+1)))
	n, ok1 := mul(r.num/g, s.num/h)
	d, ok2 := mul((r.less+1)/h, (s.less+1)/g)
	if !ok1 || !ok2 {
		return Ratio{}, ErrOverflow
	}
	return Frac(n, d), nil
}

// mul multiplies unless the product, or its negative, leaves the int64s.
func mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(abs(a), abs(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// ParseRatio reads 8%, 5‰, 0.35 or 1/3, strictly: at most 18 digits, no exponent, no
// blanks, no NaN. A leading minus is taken.
func ParseRatio(s string) (Ratio, error) {
	bad := func(limit string) (Ratio, error) {
		return Ratio{}, fmt.Errorf("ratio %.40q: want 8%%, 5‰, 0.35 or 1/3, with %s", s, limit)
	}
	const digits = "at most 18 digits" // maxDigits
	text, unit := s, int64(1)
	if t, ok := strings.CutSuffix(text, "%"); ok {
		text, unit = t, 100
	} else if t, ok := strings.CutSuffix(text, "‰"); ok {
		text, unit = t, 1000
	}
	if n, d, ok := strings.Cut(text, "/"); ok && unit == 1 {
		num, ok := strictInt(n)
		den, ok2 := strictInt(d)
		if !ok || !ok2 || den <= 0 {
			return bad(digits + " and a positive denominator")
		}
		return Frac(num, den), nil
	}
	whole, frac, point := strings.Cut(text, ".")
	num, ok := strictInt(whole + frac)
	if !ok || whole == "" || whole == "-" || point && frac == "" {
		return bad(digits)
	}
	den, ok := mul(pow10(len(frac)), unit)
	if !ok {
		return bad("fewer decimals")
	}
	return Frac(num, den), nil
}

// strictInt reads an optional minus and 1 to 18 digits.
func strictInt(s string) (int64, bool) {
	d := strings.TrimPrefix(s, "-")
	if d == "" || len(d) > maxDigits {
		return 0, false
	}
	for i := range len(d) {
		if d[i] < '0' || d[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// MustRatio is ParseRatio for constants; it panics on a bad one.
func MustRatio(s string) Ratio {
	r, err := ParseRatio(s)
	if err != nil {
		panic("vicinia: " + err.Error())
	}
	return r
}

// String is 8% where the decimal ends within 16 places and 18 digits, else 1/3. ParseRatio
// reads it back, unless numerator or denominator have 19 digits: it gives none such.
func (r Ratio) String() string {
	b, _ := r.AppendText(nil)
	return string(b)
}

// AppendText appends the form of String.
func (r Ratio) AppendText(b []byte) ([]byte, error) {
	for places := range 17 {
		// r = n / (100 * 10^places) as soon as the denominator divides that power.
		den := 100 * pow10(places)
		if den%(r.less+1) != 0 {
			continue
		}
		n, ok := mul(r.num, den/(r.less+1))
		if !ok || abs(n) >= uint64(pow10(maxDigits)) {
			break
		}
		return append(appendPoint(b, n, places), '%'), nil
	}
	b = strconv.AppendInt(b, r.num, 10)
	return strconv.AppendInt(append(b, '/'), r.less+1, 10), nil
}

// appendPoint writes n with a point before its last places digits.
func appendPoint(b []byte, n int64, places int) []byte {
	if n < 0 {
		b = append(b, '-')
	}
	text := strconv.FormatUint(abs(n), 10)
	if places == 0 {
		return append(b, text...)
	}
	if short := places + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	b = append(b, text[:len(text)-places]...)
	return append(append(b, '.'), text[len(text)-places:]...)
}

// MarshalText returns the form of String.
func (r Ratio) MarshalText() ([]byte, error) { return r.AppendText(nil) }

// UnmarshalText is ParseRatio.
func (r *Ratio) UnmarshalText(b []byte) error {
	parsed, err := ParseRatio(string(b))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}
