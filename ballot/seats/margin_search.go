package seats

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

type rule = ballot.Rule[*ballot.Counts, *Allocation]

// A closeness looks for the first change of an allocation.
type closeness struct {
	rule      func(Threshold) rule
	threshold Threshold
	regime    func(votes []int64) []int64 // of those who take part: between two numbers of votes where it stays, the price has one form; nil if it always has
	stretch   int64                       // votes from one price to the next, if that is fixed
	counts    *ballot.Counts
	before    *Allocation
}

// errAlone says that nobody else is there.
var errAlone = errors.New("one list has all the seats")

func (k closeness) margin(c *ballot.Counts) (m Margin, err error) {
	switch n := c.Slate().Len(); {
	case n < 2:
		return m, errAlone
	case n > MaxMarginLists:
		return m, fmt.Errorf("the margin of %d lists: want at most %d", n, MaxMarginLists)
	}
	k.counts = c
	if k.before, err = k.rule(k.threshold).Decide(c, nil); err != nil || k.before.Tied() {
		return m, err
	}
	for to := range c.Slate().All() {
		m.Added = k.better(m.Added, push{to: to, from: none})
	}
	for to := range c.Slate().All() {
		for from := range c.Slate().All() {
			if from != to {
				m.Moved = k.better(m.Moved, push{to: to, from: from})
			}
		}
	}
	return m, nil
}

// A push is votes for a list, instead of another or of none.
type push struct{ to, from ballot.Option }

const none = ballot.Option(-1)

// better is a change by a push, if it takes fewer votes than best.
func (k closeness) better(best Change, p push) Change {
	if k.before.Of(p.to) == sum(k.before.Seats) { // it has them all, and more votes take none away
		return best
	}
	most := math.MaxInt64 - max(k.counts.Total(), k.threshold.Valid)
	if p.from != none {
		most = k.counts.Of(p.from)
	}
	if best.Votes > 0 {
		most = min(most, best.Votes-1)
	}
	n, ok := k.first(p, most)
	if !ok {
		return best
	}
	return k.effect(p, n)
}

// first is the smallest number of votes, up to most, with which the allocation is another one.
func (k closeness) first(p push, most int64) (int64, bool) {
	starts := k.starts(p, most)
	for i, from := range starts {
		to := most
		if i+1 < len(starts) {
			to = starts[i+1] - 1
		}
		if n, ok := k.within(p, from, to); ok {
			return n, true
		}
	}
	return 0, false
}

// starts are the numbers of votes from which on other lists take part than before, and the
// first number.
func (k closeness) starts(p push, most int64) []int64 {
	if most < 1 {
		return nil
	}
	taking := func(n int64) (lists []bool) {
		votes, t := k.votes(p, n), k.barrier(p, n)
		need := t.least(t.Valid)
		for o, name := range k.counts.Slate().All() {
			lists = append(lists, votes[o] > 0 && (votes[o] >= need || slices.Contains(t.Exempt, name)))
		}
		return lists
	}
	all := []int64{1}
	at := taking(1)
	end := taking(most)
	for o := range at {
		if at[o] != end[o] { // a list passes the threshold once, up or down
			all = append(all, least(1, most, func(n int64) bool { return taking(n)[o] != at[o] }))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// within is the first change from a number of votes to another, between which the same lists
// take part. While the regime stays, the allocation stands for numbers without a gap. A price in
// whole votes goes by stretches: from one to the next, votes move by a stretch and a price of c seats
// by c, fewer; what fails at the end of a stretch fails at the next one's, and what can fail at a
// start alone fails at the first.
func (k closeness) within(p push, from, to int64) (int64, bool) {
	if k.regime == nil {
		return k.halve(p, from, to)
	}
	for round := 0; from <= to; round++ {
		if k.stretch > 0 && round == 2 {
			whole := (to - from + 1) / k.stretch
			i := least(1, whole, func(i int64) bool { return k.changed(p, from+i*k.stretch-1) })
			if from += (i - 1) * k.stretch; from > to {
				return 0, false
			}
			return k.halve(p, from, min(to, from+k.stretch-1))
		}
		end := k.last(p, from, to)
		if n, ok := k.halve(p, from, end); ok {
			return n, true
		}
		from = end + 1
	}
	return 0, false
}

// last is the last number of votes with the regime of the first: what it tells of a list goes one
// way.
func (k closeness) last(p push, from, to int64) int64 {
	at := func(n int64) []int64 {
		votes, t := k.votes(p, n), k.barrier(p, n)
		need := t.least(t.Valid)
		for o, name := range k.counts.Slate().All() {
			if votes[o] < need && !slices.Contains(t.Exempt, name) {
				votes[o] = 0
			}
		}
		return k.regime(votes)
	}
	first := at(from)
	return least(from, to, func(n int64) bool { return !slices.Equal(at(n), first) }) - 1
}

// halve is the first change, where the numbers without one are those up to it.
func (k closeness) halve(p push, from, to int64) (int64, bool) {
	if k.changed(p, from) {
		return from, true
	}
	if to == from || !k.changed(p, to) {
		return 0, false
	}
	return least(from+1, to, func(n int64) bool { return k.changed(p, n) }), true
}

// least is the smallest number from which on a test holds, or to+1.
func least(from, to int64, test func(int64) bool) int64 {
	for to++; from < to; {
		if mid := from + (to-from)/2; test(mid) {
			to = mid
		} else {
			from = mid + 1
		}
	}
	return from
}

// votes are those of all lists after a push.
func (k closeness) votes(p push, n int64) []int64 {
	votes := make([]int64, k.counts.Slate().Len())
	for o := range votes {
		votes[o] = k.counts.Of(ballot.Option(o))
	}
	votes[p.to] += n
	if p.from != none {
		votes[p.from] -= n
	}
	return votes
}

// barrier is the threshold after a push, with its valid votes.
func (k closeness) barrier(p push, n int64) Threshold {
	t := k.threshold
	if t.Valid == 0 {
		t.Valid = k.counts.Total()
	}
	if p.from == none {
		t.Valid += n
	}
	return t
}

// after decides after a push; nil is that no seats can be given.
func (k closeness) after(p push, n int64) *Allocation {
	c, err := ballot.NewCounts(k.counts.Slate(), k.votes(p, n))
	if err != nil {
		return nil
	}
	a, err := k.rule(k.barrier(p, n)).Decide(c, nil)
	if err != nil {
		return nil
	}
	return a
}

func (k closeness) changed(p push, n int64) bool {
	a := k.after(p, n)
	return a == nil || a.Tied() || !slices.Equal(a.Seats, k.before.Seats)
}

// effect says what comes of a push. Who is level for a seat has it neither lost nor gained.
func (k closeness) effect(p push, n int64) Change {
	s := k.counts.Slate()
	c := Change{Votes: n, To: s.Name(p.to)}
	if p.from != none {
		c.From = s.Name(p.from)
	}
	a := k.after(p, n)
	if a == nil {
		return c
	}
	for o, name := range s.All() {
		switch more := a.Of(o) + open(a, o); {
		case open(a, o) > 0:
			c.Level = append(c.Level, name)
		case more > k.before.Of(o):
			c.Gain = append(c.Gain, name)
		case more < k.before.Of(o):
			c.Lose = append(c.Lose, name)
		}
	}
	return c
}
