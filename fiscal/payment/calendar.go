package payment

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// An Expected is money that will come.
type Expected struct {
	On     vicinia.Date
	From   string
	What   string // advance, provisional, final
	Amount fiscal.Money
}

// An Instalment is a part of a year's amount and when it is paid: so many months after the
// day from which the law counts, such as the deadline for filing; a day that the month
// lacks becomes its last.
type Instalment struct {
	What   string
	Part   vicinia.Ratio
	Months int
}

// A Plan is the instalments of a law; their parts add up to 1. Three months after the
// deadline in Slovakia (Act 595/2003, section 50, paragraph 8) is one instalment; twelve
// payments on account are twelve.
type Plan []Instalment

// MaxInstalments bounds a Plan.
const MaxInstalments = 1000

// Expect returns what a plan makes of an amount, in the order of the plan. Every part is
// rounded down to a minor unit; the last takes the rest. No instalments or more than
// MaxInstalments, parts that are negative or do not add up to 1 and days out of the
// calendar are errors.
func (p Plan) Expect(from string, deadline vicinia.Date, amount fiscal.Money) ([]Expected, error) {
	if len(p) == 0 || len(p) > MaxInstalments {
		return nil, fmt.Errorf("plan of %s: %d instalments, want 1 to %d", from, len(p), MaxInstalments)
	}
	parts, sum := make([]vicinia.Ratio, len(p)), vicinia.Ratio{}
	for i, in := range p {
		var err error
		if sum, err = sum.Add(in.Part); err != nil {
			return nil, fmt.Errorf("plan of %s: %w", from, err)
		}
		parts[i] = in.Part
	}
	if sum != vicinia.Frac(1, 1) {
		return nil, fmt.Errorf("plan of %s: its parts add up to %v", from, sum)
	}
	split, err := fiscal.Splitter{Residue: fiscal.ToLast}.SplitRatios(amount, parts)
	if err != nil {
		return nil, fmt.Errorf("plan of %s: %w", from, err)
	}
	out := make([]Expected, len(p))
	for i, in := range p {
		if in.Months < -maxMonths || in.Months > maxMonths {
			return nil, fmt.Errorf("plan of %s: %d months, want at most %d", from, in.Months, maxMonths)
		}
		out[i] = Expected{deadline.AddMonths(in.Months), from, in.What, split[i]}
		if deadline < 1 || !calendar.Has(out[i].On) {
			return nil, fmt.Errorf("plan of %s: %d months after %v is out of the calendar", from, in.Months, deadline)
		}
	}
	return out, nil
}

// maxMonths is a hundred years.
const maxMonths = 1200

// calendar is all days that have a form in text.
var calendar = vicinia.Interval{From: 1, To: vicinia.Year(vicinia.MaxYear).To}

// A Day is what comes on one day and what will have come by then, since the first day of
// the calendar, in one currency.
type Day struct {
	On          vicinia.Date
	Amount, Sum fiscal.Money
}

// Calendar adds up what is expected by day: for each currency by code, its days in order.
// Amounts that were taken back are negative. A sum that does not fit is
// vicinia.ErrOverflow; an amount without a currency breaks M-7.
func Calendar(es []Expected) ([]Day, error) {
	es = slices.Clone(es)
	slices.SortStableFunc(es, func(a, b Expected) int {
		return cmp.Or(a.Amount.Currency().Compare(b.Amount.Currency()), cmp.Compare(a.On, b.On))
	})
	var days []Day
	for _, e := range es {
		cur := e.Amount.Currency()
		if cur == (fiscal.Currency{}) {
			return nil, &vicinia.Fault{Path: e.From, Breaks: "M-7", Err: errors.New("no currency")}
		}
		n := len(days)
		if n == 0 || days[n-1].On != e.On || days[n-1].Amount.Currency() != cur {
			d := Day{On: e.On, Amount: cur.Minor(0), Sum: cur.Minor(0)}
			if n > 0 && days[n-1].Amount.Currency() == cur {
				d.Sum = days[n-1].Sum
			}
			days = append(days, d)
			n++
		}
		d := &days[n-1]
		var errs [2]error
		d.Amount, errs[0] = d.Amount.Add(e.Amount)
		d.Sum, errs[1] = d.Sum.Add(e.Amount)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, fmt.Errorf("on %v: %w", e.On, err)
		}
	}
	return days, nil
}
