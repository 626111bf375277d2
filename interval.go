package vicinia

import "time"

// An Interval is half-open, [From, To). A To of 0 is open.
type Interval struct{ From, To Date }

// Year is the interval of a civil year from 1 to MaxYear.
func Year(y int) Interval {
	return Interval{
		From: fromTime(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)),
		To:   fromTime(time.Date(y+1, 1, 1, 0, 0, 0, 0, time.UTC)),
	}
}

// Has reports whether d lies in i.
func (i Interval) Has(d Date) bool { return i.From <= d && (i.To == 0 || d < i.To) }

// Meet is the intersection; ok is false if it is empty.
func (i Interval) Meet(j Interval) (both Interval, ok bool) {
	both = Interval{From: max(i.From, j.From), To: i.To}
	if both.To == 0 || j.To != 0 && j.To < both.To {
		both.To = j.To
	}
	return both, both.To == 0 || both.From < both.To
}

// Days is the length; it panics on an open interval, which has none.
func (i Interval) Days() int {
	if i.To == 0 {
		panic("vicinia: an open interval has no length")
	}
	return int(i.To - i.From)
}

// String is 2019-01-01 to 2025-07-01, or since 2019-01-01 while it lasts.
func (i Interval) String() string {
	if i.To == 0 {
		return "since " + i.From.String()
	}
	return i.From.String() + " to " + i.To.String()
}
