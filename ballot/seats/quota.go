package seats

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Price is the votes that a seat costs in a rule of largest remainders, from the votes v
// and the seats s.
type Price uint8

// The prices; the zero Price is Hare. Fewer votes for a seat favour the large lists.
const (
	Hare                     Price = iota // v/s, exact: Hamilton 1792, Hare, Niemeyer
	Droop                                 // v/(s+1), to the next whole number above it: Droop 1868
	HagenbachBischoff                     // v/(s+1), exact
	ImperialiQuota                        // v/(s+2), exact: Italy 1956 to 1991
	HareRounded                           // v/s, to the nearest whole number, a half up
	HagenbachBischoffUp                   // v/(s+1), up to a whole number
	HagenbachBischoffRounded              // v/(s+1), to the nearest whole number, a half up: Slovakia, Act 180/2014
)

// String is the rule's name in the rulebook.
func (p Price) String() string {
	switch p {
	case Hare:
		return "hamilton"
	case Droop:
		return "droop"
	case HagenbachBischoff:
		return "hagenbach-bischoff"
	case ImperialiQuota:
		return "imperiali-quota"
	case HareRounded:
		return "hare-rounded"
	case HagenbachBischoffUp:
		return "hagenbach-bischoff-up"
	case HagenbachBischoffRounded:
		return "hagenbach-bischoff-rounded"
	}
	return "price " + strconv.Itoa(int(p))
}

// Quota is the rule of largest remainders: every list gets a seat for each price that its
// votes pay, and the seats left go to the largest remainders. With Hare it stays within one
// seat of the share, and pays with paradoxes: a larger house can cost a list a seat
// (Alabama 1880; Balinski & Young 1982).
//
// Where the votes pay in full for more seats than there are, ImperialiQuota counts again
// with a divisor less by one, as Italy and its provinces wrote it: that of
// HagenbachBischoff, and at last that of Hare. The others take back what they sell too many
// from the smallest remainders, one seat of a list at a time, as Slovakia does:
// HagenbachBischoff one seat, where everybody pays exactly and all are tied; a price that is
// rounded, of few votes, some. Where such a price leaves more seats than lists, each list
// first gets as many of them. A price is one vote at least.
type Quota struct {
	Price     Price
	Seats     int64
	Threshold Threshold
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = Quota{}

// String is the rule in canonical text: "hamilton seats=10".
func (r Quota) String() string { return fmt.Sprintf("%s seats=%d%s", r.Price, r.Seats, r.Threshold) }

// Decide: see ballot.Rule.
func (r Quota) Decide(c *ballot.Counts, tb ballot.TieBreak) (*Allocation, error) {
	if r.Price > HagenbachBischoffRounded {
		return nil, fmt.Errorf("no such %s", r.Price)
	}
	if err := checkSeats(r.Seats, 0); err != nil {
		return nil, err
	}
	votes, barred, err := r.Threshold.apply(c)
	if err != nil {
		return nil, err
	}
	q := r.price(votes)
	d := q.divide(votes, r.Seats)
	ties, err := give(c.Slate(), d, tb)
	if err != nil {
		return nil, err
	}
	return &Allocation{
		Record: ballot.Record{Rule: r.String(), Slate: c.Slate(), Ties: ties, Reasons: q.why(c.Slate(), votes, slices.Clone(d.Parts), barred)},
		Seats:  d.Parts,
	}, nil
}

// A price is votes over per: what a seat costs.
type price struct{ votes, per int64 }

func (r Quota) price(votes []int64) price {
	var sum int64
	for _, v := range votes {
		sum += v // those of ballot.Counts fit
	}
	if votes, rounded := r.Price.rounded(sum, r.Seats); rounded {
		return price{votes: votes, per: 1}
	}
	p := price{votes: sum, per: r.Seats + int64(r.Price.more())}
	for r.Price == ImperialiQuota && p.whole(votes) > r.Seats {
		p.per--
	}
	return p
}

// whole is the seats that all votes pay for in full.
func (p price) whole(votes []int64) (sum int64) {
	for _, v := range votes {
		n, _ := p.pay(v)
		sum += n
	}
	return sum
}

// more is the seats that the votes would pay for beside those of the house.
func (p Price) more() int {
	return [...]int{
		Hare: 0, Droop: 1, HagenbachBischoff: 1, ImperialiQuota: 2,
		HareRounded: 0, HagenbachBischoffUp: 1, HagenbachBischoffRounded: 1,
	}[p]
}

// rounded is the price in whole votes, if it is in such.
func (p Price) rounded(votes, seats int64) (whole int64, ok bool) {
	per := seats + int64(p.more())
	whole, rest := votes/per, votes%per
	switch p {
	case Droop:
		whole++
	case HagenbachBischoffUp:
		whole += min(rest, 1)
	case HareRounded, HagenbachBischoffRounded:
		if rest >= per-rest {
			whole++
		}
	default:
		return 0, false
	}
	return max(whole, 1), true
}

// pay is the whole seats that votes pay for, and what they have left, of p.votes.
func (p price) pay(votes int64) (whole, rest int64) {
	hi, lo := bits.Mul64(uint64(votes), uint64(p.per))
	w, r := bits.Div64(hi, lo, uint64(p.votes)) // at most per; by Droop, at most the votes
	return int64(w), int64(r)
}

// divide looks only at lists with votes: no remainder of nothing takes a seat.
func (p price) divide(votes []int64, seats int64) apportion.Division {
	var takers []int
	var parts []int64
	var rests []exact.U128
	left := seats
	for i, v := range votes {
		if v == 0 {
			continue
		}
		whole, rest := p.pay(v)
		takers, parts, rests = append(takers, i), append(parts, whole), append(rests, exact.U128{Lo: uint64(rest)})
		left -= whole
	}
	for n := int64(len(takers)); left > n; { // a price in whole votes can be too high by much
		more := left / n
		for i := range parts {
			parts[i] += more
		}
		left -= more * n
	}
	if left < 0 {
		return spread(takeBack(parts, rests, -left), takers, len(votes))
	}
	return spread(apportion.ByRemainders(parts, rests, left), takers, len(votes))
}

// takeBack takes seats that were sold too many from the smallest remainders, one of each
// list that has any, again and again.
func takeBack(parts []int64, rests []exact.U128, over int64) apportion.Division {
	for {
		var full []int
		var held []exact.U128
		least := over
		for i, n := range parts {
			if n > 0 {
				full, held, least = append(full, i), append(held, rests[i]), min(least, n)
			}
		}
		lists := int64(len(full))
		again := min(max(over/lists, 1), least) // so often all of them give one
		for _, i := range full {
			parts[i] -= again
		}
		if over -= again * lists; over <= 0 { // those with the largest remainders get theirs again
			d := apportion.ByRemainders(make([]int64, len(full)), held, -over)
			for i, n := range d.Parts {
				parts[full[i]] += n
			}
			for i, tied := range d.Tied {
				d.Tied[i] = full[tied]
			}
			d.Parts = parts
			return d
		}
	}
}

// spread puts the parts of some into their places among all.
func spread(d apportion.Division, places []int, n int) apportion.Division {
	parts := make([]int64, n)
	for i, at := range places {
		parts[at] = d.Parts[i]
	}
	for i, taker := range d.Tied {
		d.Tied[i] = places[taker]
	}
	d.Parts = parts
	return d
}

func (p price) why(s *ballot.Slate, votes, seats []int64, barred []Barred) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, b := range barred {
			if !yield(b) {
				return
			}
		}
		for o, name := range s.All() {
			if votes[o] == 0 {
				continue
			}
			whole, rest := p.pay(votes[o])
			if !yield(Remainder{List: name, Votes: votes[o], Whole: whole, Rest: rest, Of: p.votes, Seats: seats[o]}) {
				return
			}
		}
	}
}

// A Remainder is the step of a list in a Quota: its votes pay for Whole seats and Rest/Of
// of one.
type Remainder struct {
	List         string
	Votes, Whole int64
	Rest, Of     int64
	Seats        int64
}

// Key: see vicinia.Step.
func (r Remainder) Key() string { return "seats.remainder" }

// String is "A: 5670 votes, 56 seats and 7000/10000 of one: 57 seats".
func (r Remainder) String() string {
	return fmt.Sprintf("%s: %d votes, %d seats and %d/%d of one: %d seats", r.List, r.Votes, r.Whole, r.Rest, r.Of, r.Seats)
}
