package stv

import (
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A Decision is what the votes of a count decide.
type Decision uint8

// The decisions. There is no zero Decision.
const (
	GoesOut   Decision = 1 + iota // Of have the fewest votes, or together fewer than Than
	Reaches                       // Of has the quota, while others are in
	Leads                         // Of is elected without the quota, and Than is the next
	MoveFirst                     // the surplus of Of is greater than that of Than
)

// A Call is a decision of a count, and the votes by which it was taken. The closer it was the
// fewer votes turn it; whether somebody else is elected then is another question: see
// Contest.Margin.
type Call struct {
	Count    int // 1 is the first
	Decision Decision
	Of       []ballot.Option
	Than     ballot.Option // none in Reaches
	Gap      int64         // in units of the transcript, from 0

	slate    *ballot.Slate
	decimals int
}

// Key: see vicinia.Step.
func (c Call) Key() string { return "stv.call" }

// String is "count 7: Ben goes out, 3 votes behind Cai".
func (c Call) String() string {
	votes := text(c.Gap, c.decimals) + " votes"
	if votes == "1 votes" {
		votes = "1 vote"
	}
	of := c.slate.Names(c.Of...)
	var what string
	switch c.Decision {
	case GoesOut:
		what = of + " goes out, " + votes + " behind " + c.slate.Name(c.Than)
		if len(c.Of) > 1 {
			what = of + " go out, together " + votes + " behind " + c.slate.Name(c.Than)
		}
	case Reaches:
		what = of + " is elected, " + votes + " above the quota"
	case Leads:
		what = of + " is elected, " + votes + " ahead of " + c.slate.Name(c.Than)
	case MoveFirst:
		what = "the surplus of " + of + " is " + votes + " greater than that of " + c.slate.Name(c.Than)
	}
	return fmt.Sprintf("count %d: %s", c.Count, what)
}

// Calls are the decisions of all counts that were taken by votes, in order; none of QPQ, which
// decides by quotients. Write-ins that go out first, and whom a statute puts out for another
// reason than the votes of the others, are none.
func (t *Transcript) Calls() iter.Seq[Call] {
	return func(yield func(Call) bool) {
		if t.law == nil || t.law.Method == Quotients {
			return
		}
		w := caller{t: t, in: slices.Clone(t.stands), due: make([]bool, len(t.stands))}
		for i := range t.Counts {
			for _, c := range w.count(i) {
				if c.slate, c.decimals = t.Slate, t.Decimals; !yield(c) {
					return
				}
			}
		}
	}
}

// Closest is the call with the smallest gap, of equal ones the first; ok is false if there is
// none.
func (t *Transcript) Closest() (closest Call, ok bool) {
	for c := range t.Calls() {
		if !ok || c.Gap < closest.Gap {
			closest, ok = c, true
		}
	}
	return closest, ok
}

// A caller walks the counts with those who are in.
type caller struct {
	t   *Transcript
	in  []bool
	due []bool // elected, and the surplus has not moved
}

// count are the calls of a count.
func (w *caller) count(i int) (calls []Call) {
	c := &w.t.Counts[i]
	switch c.Action {
	case Next:
		w.in = slices.Clone(w.t.stands)
		for _, past := range w.t.Counts[:i] {
			w.leave(past.Elected)
		}
		clear(w.due)
	case Surplus:
		calls = w.surplus(c, &w.t.Counts[i-1])
	case Exclusion, Again:
		if len(c.Out) > 0 {
			calls = w.out(c, &w.t.Counts[i-1])
		}
	}
	if c.Action != Round {
		w.leave(c.Out)
	}
	if c.Action == Again { // those elected are in again
		for _, past := range w.t.Counts[:i] {
			for _, o := range past.Elected {
				w.in[o] = true
			}
		}
		clear(w.due)
	}
	w.leave(c.Elected)
	calls = append(calls, w.elected(c)...)
	if c.Action == Round && len(c.Out) > 0 { // from the next round on
		calls = append(calls, w.out(c, c)...)
		w.leave(c.Out)
	}
	return calls
}

func (w *caller) leave(os []ballot.Option) {
	for _, o := range os {
		w.in[o] = false
	}
}

// out is the call of those who go out by a tally.
func (w *caller) out(c, by *Count) []Call {
	var sum int64
	for _, o := range c.Out {
		if sum += by.Tally[o]; !w.t.stands[o] {
			return nil
		}
	}
	next := ballot.Option(-1)
	for o, in := range w.in {
		if in && !slices.Contains(c.Out, ballot.Option(o)) && (next < 0 || by.Tally[o] < by.Tally[next]) {
			next = ballot.Option(o)
		}
	}
	if next < 0 || by.Tally[next] < sum {
		return nil
	}
	return []Call{{Count: c.N, Decision: GoesOut, Of: c.Out, Than: next, Gap: by.Tally[next] - sum}}
}

// elected are the calls of those elected at the end of a count, if somebody is left.
func (w *caller) elected(c *Count) (calls []Call) {
	next := ballot.Option(-1)
	for o, in := range w.in {
		if in && (next < 0 || c.Tally[o] > c.Tally[next]) {
			next = ballot.Option(o)
		}
	}
	last := ballot.Option(-1)
	for _, o := range c.Elected {
		w.due[o] = true
		switch {
		case next < 0:
		case c.Quota > 0 && c.Tally[o] >= c.Quota:
			calls = append(calls, Call{Count: c.N, Decision: Reaches, Of: []ballot.Option{o}, Than: ToNobody, Gap: c.Tally[o] - c.Quota})
		case last < 0 || c.Tally[o] < c.Tally[last]:
			last = o
		}
	}
	if last >= 0 && c.Tally[last] >= c.Tally[next] {
		calls = append(calls, Call{Count: c.N, Decision: Leads, Of: []ballot.Option{last}, Than: next, Gap: c.Tally[last] - c.Tally[next]})
	}
	return calls
}

// surplus is the call of which surplus moves first.
func (w *caller) surplus(c, by *Count) (calls []Call) {
	next := ballot.Option(-1)
	for o, due := range w.due {
		if due && !slices.Contains(c.Of, ballot.Option(o)) && by.Tally[o] > by.Quota && (next < 0 || by.Tally[o] > by.Tally[next]) {
			next = ballot.Option(o)
		}
	}
	for _, o := range c.Of {
		if w.due[o] && next >= 0 && len(c.Of) == 1 && by.Tally[o] >= by.Tally[next] {
			calls = append(calls, Call{Count: c.N, Decision: MoveFirst, Of: c.Of, Than: next, Gap: by.Tally[o] - by.Tally[next]})
		}
		w.due[o] = false
	}
	return calls
}
