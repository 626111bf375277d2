package seats

import (
	"fmt"
	"iter"
	"math"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// quotients are what a divisor rule compared.
type quotients struct {
	rule  Divisor
	names []string
	votes []int64 // 0 for lists that take no part
	seats []int64
}

// why tells who stayed out, what each list got, and how close the last seat was.
func (q quotients) why(barred []Barred, ties []ballot.Tie) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for step := range q.shares(barred) {
			if !yield(step) {
				return
			}
		}
		if len(ties) > 0 && ties[0].Stands() {
			return // the tie itself is what was closest
		}
		if l, ok := q.last(); ok {
			yield(l)
		}
	}
}

// shares tell who stayed out and what each list got.
func (q quotients) shares(barred []Barred) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, b := range barred {
			if !yield(b) {
				return
			}
		}
		for o, name := range q.names {
			if q.votes[o] > 0 && !yield(Share{List: name, Votes: q.votes[o], Seats: q.seats[o]}) {
				return
			}
		}
	}
}

// A Share is the step of a list that takes part.
type Share struct {
	List         string
	Votes, Seats int64
}

// Key: see vicinia.Step.
func (s Share) Key() string { return "seats.share" }

// String is "SPÖ: 1011868 votes, 40 seats".
func (s Share) String() string {
	return fmt.Sprintf("%s: %d votes, %d seats", s.List, s.Votes, s.Seats)
}

// A Quotient is what a list bids for a seat: its votes over the divisor of that seat.
type Quotient struct {
	List        string
	Votes, Seat int64 // Seat from 1, beside the base
}

// A Last is the step that says how close it was: the weakest seat given and the strongest
// refused. Votes over any divisor between both quotients, rounded as the rule rounds,
// give the allocation: certificate.Divisor proves it from Given alone.
type Last struct {
	Given, Refused Quotient
	Closest        string // the list, of those with votes, that is nearest to one more seat
	Missing        int64  // votes with which it would take one, all else and the threshold as they are
	From           string // the list that would lose it
}

// Key: see vicinia.Step.
func (l Last) Key() string { return "seats.last" }

// String is "the last seat given is no. 31 of FPÖ, the next in line no. 72 of ÖVP; ÖVP
// with 5163 more votes takes a seat from FPÖ".
func (l Last) String() string {
	return fmt.Sprintf("the last seat given is no. %d of %s, the next in line no. %d of %s; %s with %d more votes takes a seat from %s",
		l.Given.Seat, l.Given.List, l.Refused.Seat, l.Refused.List, l.Closest, l.Missing, l.From)
}

// last finds the cut; ok is false where no seat could go to another list.
func (q quotients) last() (l Last, ok bool) {
	given, second, refused := q.cut()
	if given < 0 || refused < 0 {
		return l, false
	}
	for i := range q.votes {
		loser := given
		if i == given {
			loser = second
		}
		if q.votes[i] == 0 || q.full(i) || loser < 0 {
			continue
		}
		if n, can := q.missing(i, loser); can && (!ok || n < l.Missing) {
			l.Missing, l.Closest, l.From, ok = n, q.names[i], q.names[loser], true
		}
	}
	l.Given, l.Refused = q.quotient(given, q.held(given)), q.quotient(refused, q.next(refused))
	return l, ok
}

// cut finds the lists with the weakest seat given, the weakest given to any other list,
// and the strongest seat refused; -1 is none. Seats of the least are not in play, nor does
// a list that has its most ask for more.
func (q quotients) cut() (given, second, refused int) {
	posts := q.rule.posts()
	given, second, refused = -1, -1, -1
	for i := range q.votes {
		if q.votes[i] == 0 {
			continue
		}
		if !q.full(i) && (refused < 0 || posts.Compare(q.next(i), q.next(refused)) > 0) {
			refused = i
		}
		switch {
		case q.seats[i] <= max(q.rule.Min, q.rule.Base):
		case given < 0 || posts.Compare(q.held(i), q.held(given)) < 0:
			given, second = i, given
		case second < 0 || posts.Compare(q.held(i), q.held(second)) < 0:
			second = i
		}
	}
	return given, second, refused
}

// full reports that no votes give a list one seat more.
func (q quotients) full(i int) bool { return q.rule.Max > 0 && q.seats[i] >= q.rule.Max }

// held and next are the quotients of the last seat that a list has and of the one after,
// beside the base.
func (q quotients) held(i int) apportion.Average {
	return apportion.Average{Weight: q.votes[i], Unit: q.seats[i] - q.rule.Base}
}

func (q quotients) next(i int) apportion.Average {
	return apportion.Average{Weight: q.votes[i], Unit: q.seats[i] - q.rule.Base + 1}
}

func (q quotients) quotient(i int, a apportion.Average) Quotient {
	return Quotient{List: q.names[i], Votes: a.Weight, Seat: a.Unit}
}

// missing is how many more votes lift the next quotient of i above the last of loser; ok
// is false if no int64 does.
func (q quotients) missing(i, loser int) (n int64, ok bool) {
	posts := q.rule.posts()
	beats := func(votes int64) bool {
		return posts.Compare(apportion.Average{Weight: votes, Unit: q.next(i).Unit}, q.held(loser)) > 0
	}
	low, high := q.votes[i], int64(math.MaxInt64)
	if !beats(high) {
		return 0, false
	}
	for low < high {
		if mid := low + (high-low)/2; beats(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low - q.votes[i], true
}
