package designation

import (
	"fmt"
	"strings"
	"time"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Mode is where the money comes from.
type Mode uint8

// The modes; the zero Mode is CarveOut.
const (
	CarveOut  Mode = iota // out of a tax that is due anyway: base = recipients + funds + treasury
	Surcharge             // on top of the tax: what is raised = recipients + funds, and the treasury has no part
	ByVoucher             // out of an earmarked levy, of which the base is the payer's part
	ByCredit              // the payer gives, and the base is credited: base + given - credited = recipients + treasury
)

var modes = [...]string{"carve-out", "surcharge", "voucher", "credit"}

// String is carve-out, surcharge, voucher or credit.
func (m Mode) String() string { return word(modes[:], int(m)) }

// UnmarshalText reads the form of String.
func (m *Mode) UnmarshalText(b []byte) error { return fromWord(m, "mode", modes[:], b) }

// A Basis is what a payer's share is a share of.
type Basis uint8

// The bases; the zero Basis is OwnBase.
const (
	OwnBase Basis = iota // the payer's own base
	Pool                 // the rate of all bases together: every payer has an equal part of it
)

var bases = [...]string{"own", "pool"}

// String is own or pool.
func (b Basis) String() string { return word(bases[:], int(b)) }

// UnmarshalText reads the form of String.
func (b *Basis) UnmarshalText(text []byte) error { return fromWord(b, "basis", bases[:], text) }

// A Grain is how finely a payer directs.
type Grain uint8

// The grains; the zero Grain is Shares.
const (
	Shares  Grain = iota // any shares, or multiples of Slot.Unit
	Whole                // the whole slot, in equal parts if several are named
	Units                // whole heads or vouchers
	Amounts              // amounts of money
)

var grains = [...]string{"shares", "whole", "units", "amounts"}

// String is shares, whole, units or amounts.
func (g Grain) String() string { return word(grains[:], int(g)) }

// UnmarshalText reads the form of String.
func (g *Grain) UnmarshalText(b []byte) error { return fromWord(g, "granularity", grains[:], b) }

// A Round is how an amount that a line pays is rounded, to Slot.Quantum.
type Round uint8

// The roundings; the zero Round is Down (D-8).
const (
	Down     Round = iota
	HalfUp         // to the nearest, halves up
	HalfEven       // to the nearest, halves to the even multiple
	Up
)

var rounds = [...]string{"down", "half-up", "half-even", "up"}

// String is down, half-up, half-even or up.
func (r Round) String() string { return word(rounds[:], int(r)) }

// UnmarshalText reads the form of String.
func (r *Round) UnmarshalText(b []byte) error { return fromWord(r, "rounding", rounds[:], b) }

// A Generic is what becomes of a choice that names no recipient on the list: a box
// signed without a code, or with a wrong one.
type Generic uint8

// The generics; the zero Generic is Refused.
const (
	Refused   Generic = iota // it is a fault of the return
	Voided                   // the choice is void
	ByChoices                // it is divided inside the box by the number of direct choices
	ByMembers                // it is divided inside the box by Terms.Members
)

var genericWords = [...]string{"refused", "void", "by-choices", "by-members"}

// String is refused, void, by-choices or by-members.
func (g Generic) String() string { return word(genericWords[:], int(g)) }

// UnmarshalText reads the form of String.
func (g *Generic) UnmarshalText(b []byte) error {
	return fromWord(g, "generic rule", genericWords[:], b)
}

func (g Generic) pools() bool { return g == ByChoices || g == ByMembers }

// A Late is what a change of the tax after the settlement does to it.
type Late uint8

// The rules for late changes; the zero Late is Adjusted.
const (
	Adjusted   Late = iota // the difference, of either sign, is paid with the next instalment (D-11)
	Unadjusted             // nothing: the difference is netted from the payer's refund
)

var lates = [...]string{"adjusted", "kept"}

// String is adjusted or kept.
func (l Late) String() string { return word(lates[:], int(l)) }

// UnmarshalText reads the form of String.
func (l *Late) UnmarshalText(b []byte) error {
	return fromWord(l, "rule for late changes", lates[:], b)
}

func word(words []string, i int) string {
	if i >= len(words) {
		return fmt.Sprintf("no such rule: %d", i)
	}
	return words[i]
}

func fromWord[T ~uint8](to *T, what string, words []string, text []byte) error {
	for i, w := range words {
		if w == string(text) {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("%s %.40q: want one of %s", what, text, strings.Join(words, ", "))
}

// A Conflict is a set of rules for choices that contradict each other. Without any, they
// are faults of the return.
type Conflict uint8

// The rules of conflict.
const (
	BothInFull  Conflict = 1 << iota // every recipient named gets the whole slot
	VoidAll                          // naming too many voids all choices in the slot
	LatestFiled                      // of several filings the latest is good
	CodeOverBox                      // a recipient in the wrong box is paid; otherwise the choice is as one without
)

var conflicts = [...]string{"both-in-full", "void", "latest", "code-over-box"}

// String is the rules, as void,code-over-box; "" is none.
func (c Conflict) String() string {
	var words []string
	for i, w := range conflicts {
		if c&(1<<i) != 0 {
			words = append(words, w)
		}
	}
	return strings.Join(words, ",")
}

// UnmarshalText reads the form of String.
func (c *Conflict) UnmarshalText(b []byte) error {
	var set Conflict
	for part := range strings.SplitSeq(string(b), ",") {
		var i uint8
		if err := fromWord(&i, "rule of conflict", conflicts[:], []byte(part)); err != nil {
			return err
		}
		set |= 1 << i
	}
	*c = set
	return nil
}

// A Day is a day counted from a tax year: 31 December of the year before is -1-12-31. The
// zero Day is none.
type Day struct {
	Years int // after the tax year
	Month time.Month
	Day   int
}

// ParseDay reads +1-06-30, +0-12-31 or -1-12-31.
func ParseDay(s string) (Day, error) {
	var d Day
	if len(s) != len("+1-06-30") || s[0] != '+' && s[0] != '-' || s[2] != '-' || s[5] != '-' {
		return d, fmt.Errorf("day %.20q: want the form +1-06-30, counted from the tax year", s)
	}
	for _, i := range []int{1, 3, 4, 6, 7} {
		if s[i] < '0' || s[i] > '9' {
			return d, fmt.Errorf("day %.20q: want the form +1-06-30, counted from the tax year", s)
		}
	}
	d = Day{int(s[1] - '0'), time.Month(s[3]-'0')*10 + time.Month(s[4]-'0'), int(s[6]-'0')*10 + int(s[7]-'0')}
	if s[0] == '-' {
		d.Years = -d.Years
	}
	if _, err := vicinia.NewDate(2023, d.Month, d.Day); err != nil { // no leap day: it must be in every year
		return Day{}, err
	}
	return d, nil
}

// In returns the date for a tax year.
func (d Day) In(year int) (vicinia.Date, error) { return vicinia.NewDate(year+d.Years, d.Month, d.Day) }

// String is the form of ParseDay, or "" for none.
func (d Day) String() string {
	if d == (Day{}) {
		return ""
	}
	return fmt.Sprintf("%+d-%02d-%02d", d.Years, int(d.Month), d.Day)
}

// UnmarshalText is ParseDay.
func (d *Day) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDay(string(b))
	return err
}

// A Disclosure is who may know what, and what recipients owe the public. Nothing here is
// enforced by arithmetic; Settlement.Duties applies the amounts.
type Disclosure struct {
	Payers  string       // anonymous, consent or public
	Publish fiscal.Money // a recipient that gets more publishes the use; the zero Money is nobody
	Account fiscal.Money // a recipient that gets more keeps a separate account
}

// A Source is where a parameter stands in the law, and how sure that is.
type Source struct {
	Parameter string // slots[0].rate
	Article   string
	Mark      Mark
}

// A Mark is how a parameter was verified.
type Mark byte

// The marks. A number that is only remembered is no parameter: it has no value.
const (
	InLaw   Mark = 'L' // read in the statute or gazette
	InTable Mark = 'O' // an official table
	InPress Mark = 'P' // press or a society that quotes the office
	Memory  Mark = 'M' // from memory, not verified
)
