package census

import (
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
)

// A Reference is how the reference date of a vote follows from its dates, so that it is
// fixed before the vote. It is a value: == is equality. The zero Reference is the
// day of the call.
type Reference struct {
	kind refKind
	n    int // months, days, or the day itself
}

type refKind uint8

const (
	callDay refKind = iota
	monthsBefore
	daysBefore
	fixedDay
)

// MaxBefore bounds the months and days of a Reference.
const MaxBefore = 99_999

const (
	monthsWord = "first-of-month:"
	daysWord   = "days-before:"
	dayWord    = "on:"
	callWord   = "call-day"
)

// FirstOfMonthBefore is the first day of the nth month before the month of the call: 2
// and a call on 2025-05-30 is 2025-03-01. It is how Spain closes its rolls (Ley Orgánica
// 5/1985, article 39.1: the roll is the one closed on the first day of the second month
// before the call). 0 is the month of the call; n is in 0 to MaxBefore.
func FirstOfMonthBefore(n int) Reference { return Reference{monthsBefore, n} }

// DaysBefore is n days before the vote; n is in 0 to MaxBefore.
func DaysBefore(n int) Reference { return Reference{daysBefore, n} }

// On is a fixed day.
func On(d vicinia.Date) Reference { return Reference{fixedDay, int(d)} }

// ParseReference reads first-of-month:2, days-before:30, on:2025-03-01 and, for the zero
// Reference, call-day: exactly as String writes them.
func ParseReference(s string) (Reference, error) {
	if s == callWord {
		return Reference{}, nil
	}
	if text, ok := strings.CutPrefix(s, dayWord); ok {
		d, err := vicinia.ParseDate(text)
		if err != nil {
			return Reference{}, fault("reference", "", "%w", err)
		}
		return On(d), nil
	}
	kind, text := monthsBefore, strings.TrimPrefix(s, monthsWord)
	if rest, ok := strings.CutPrefix(s, daysWord); ok {
		kind, text = daysBefore, rest
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > MaxBefore || strconv.Itoa(n) != text || text == s {
		return Reference{}, fault("reference", "",
			"%.40q: want first-of-month:N, days-before:N with N in 0 to %d, or on:DATE", s, MaxBefore)
	}
	return Reference{kind, n}, nil
}

// String is the form that ParseReference reads.
func (r Reference) String() string {
	switch r.kind {
	case monthsBefore:
		return monthsWord + strconv.Itoa(r.n)
	case daysBefore:
		return daysWord + strconv.Itoa(r.n)
	case fixedDay:
		return dayWord + vicinia.Date(r.n).String()
	}
	return callWord
}

// Date returns the reference date of a vote. A call after the vote, and a reference date
// after the vote, are refused.
func (r Reference) Date(call, vote vicinia.Date) (vicinia.Date, error) {
	var bad faults
	if call <= 0 {
		bad.add("call", "", "a day of the call is needed")
	}
	if vote <= 0 {
		bad.add("vote", "", "a day of the vote is needed")
	}
	if len(bad) > 0 {
		return 0, bad.err()
	}
	if call > vote {
		return 0, fault("call", "R-10", "called on %v, after the vote on %v", call, vote)
	}
	if r.kind != fixedDay && (r.n < 0 || r.n > MaxBefore) {
		return 0, fault("reference", "", "%v: want 0 to %d", r, MaxBefore)
	}
	day := r.day(call, vote)
	if day <= 0 {
		return 0, fault("reference", "", "%v is no day of the calendar", r)
	}
	if day > vote {
		return 0, fault("reference", "R-10", "reference date %v is after the vote on %v", day, vote)
	}
	return day, nil
}

func (r Reference) day(call, vote vicinia.Date) vicinia.Date {
	switch r.kind {
	case monthsBefore:
		_, _, d := call.Civil()
		return (call - vicinia.Date(d) + 1).AddMonths(-r.n)
	case daysBefore:
		return vote - vicinia.Date(r.n)
	case fixedDay:
		return vicinia.Date(r.n)
	}
	return call
}
