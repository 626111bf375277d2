package tax

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// basePlaces is the decimals of a Base: those of the finest currency.
const basePlaces = 4

// A Base is a number of ten-thousandths without a currency: every schedule reads it as
// its own base, in its own currency. The zero Base is nothing.
type Base int64

// ParseBase reads 40000.00, strictly: digits, one point, at most 4 decimals and
// fiscal.MaxDigits digits. A negative base breaks T-8; what does not fit is
// vicinia.ErrOverflow.
func ParseBase(s string) (Base, error) {
	if strings.HasPrefix(s, "-") {
		return 0, fmt.Errorf("base %.40q: %w", s, &vicinia.Fault{Breaks: "T-8", Err: errNegative})
	}
	n, err := exact.ParseFixed(s, basePlaces)
	if errors.Is(err, vicinia.ErrOverflow) {
		return 0, fmt.Errorf("base %.40q: %w", s, err)
	} else if err != nil {
		return 0, fmt.Errorf("base %.40q: want digits with a point between them or none, such as 40000.00, %d at most and %d after the point", s, exact.MaxDigits, basePlaces)
	}
	return Base(n), nil
}

var errNegative = errors.New("must not be negative")

// MustBase is ParseBase for constants; it panics on a bad one.
func MustBase(s string) Base {
	b, err := ParseBase(s)
	if err != nil {
		panic("tax: " + err.Error())
	}
	return b
}

// Places returns how many decimals are used, 0 to 4.
func (b Base) Places() int {
	places := basePlaces
	for ; places > 0 && b%10 == 0; places-- {
		b /= 10
	}
	return places
}

// String is 40000.00: two decimals, or as many more as are used.
func (b Base) String() string {
	text, _ := b.AppendText(nil)
	return string(text)
}

// AppendText appends the form of String.
func (b Base) AppendText(text []byte) ([]byte, error) {
	places := max(b.Places(), 2)
	return exact.AppendFixed(text, int64(b)/exact.Pow10(basePlaces-places), places), nil
}

// MarshalText returns the form of String.
func (b Base) MarshalText() ([]byte, error) { return b.AppendText(nil) }

// UnmarshalText is ParseBase.
func (b *Base) UnmarshalText(text []byte) error {
	parsed, err := ParseBase(string(text))
	if err != nil {
		return err
	}
	*b = parsed
	return nil
}
