package vicinia

import (
	"fmt"
	"time"
)

// MaxYear is the last year of a Date; the first is 1.
const MaxYear = 9999

// A Date is a civil day without a time zone, counted from 0001-01-01, which is 1
// (Rata Die, proleptic Gregorian; Reingold & Dershowitz, Calendrical Calculations).
// 0 is no date. Dates compare with < and ==, and d+30 is thirty days after d.
type Date int32

// unixDay is the Date of 1970-01-01.
const unixDay = 719163

const secondsPerDay = 24 * 60 * 60

// NewDate returns the day, or an error if there is none such (2025-02-30) or the year is
// not in 1 to MaxYear.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if y, m, d := t.Date(); year < 1 || year > MaxYear || y != year || m != month || d != day {
		return 0, fmt.Errorf("no such day: %04d-%02d-%02d", year, int(month), day)
	}
	return fromTime(t), nil
}

func fromTime(t time.Time) Date { return Date(floorDiv(t.Unix(), secondsPerDay) + unixDay) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseDate reads 2025-03-01, strictly: four, two and two digits.
func ParseDate(s string) (Date, error) {
	if len(s) != len("2025-03-01") || s[4] != '-' || s[7] != '-' {
		return 0, fmt.Errorf("date %.20q: want the form 2025-03-01", s)
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return 0, fmt.Errorf("date %.20q: want the form 2025-03-01", s)
	}
	return NewDate(year, time.Month(month), day)
}

// digits reads a few decimal digits and nothing else.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// MustDate is ParseDate for constants; it panics on a bad one.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic("vicinia: " + err.Error())
	}
	return d
}

// Civil returns the year, month and day.
func (d Date) Civil() (year int, month time.Month, day int) {
	return time.Unix((int64(d)-unixDay)*secondsPerDay, 0).UTC().Date()
}

// AddMonths moves by whole months; a day that the month lacks becomes its last. Like d+30
// it may leave the years that ParseDate reads: bounds are for the caller.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Civil()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return fromTime(first) + Date(min(day, last)-1)
}

// String returns 2025-03-01, or "" for no date.
func (d Date) String() string {
	b, _ := d.AppendText(make([]byte, 0, 10))
	return string(b)
}

// AppendText appends the form of String.
func (d Date) AppendText(b []byte) ([]byte, error) {
	if d == 0 {
		return b, nil
	}
	y, m, day := d.Civil()
	if y < 1 || y > MaxYear { // the sum of a date and days
		return fmt.Appendf(b, "%d-%02d-%02d", y, int(m), day), nil
	}
	return append(b,
		'0'+byte(y/1000), '0'+byte(y/100%10), '0'+byte(y/10%10), '0'+byte(y%10), '-',
		'0'+byte(m/10), '0'+byte(m%10), '-', '0'+byte(day/10), '0'+byte(day%10)), nil
}

// MarshalText returns the form of String.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText is ParseDate, and "" is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
