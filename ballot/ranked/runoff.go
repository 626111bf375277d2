package ranked

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Overvote says what becomes of a ballot whose next rank is shared by several options that
// are still in.
type Overvote uint8

// The zero Overvote is Exhaust.
const (
	Exhaust Overvote = iota // it counts for nobody any more
	Skip                    // it counts for the next rank that one option has alone
)

// String is the word of a setting.
func (v Overvote) String() string {
	switch v {
	case Exhaust:
		return "exhaust"
	case Skip:
		return "skip"
	}
	return "overvote " + strconv.Itoa(int(v))
}

// InstantRunoff counts each ballot for its first option that is still in and puts out the
// last, until one has more than half of the votes that count (Ware 1871; Hare's method for
// one seat). Ranks that are left out are passed over; a ballot without a further option is
// exhausted. Of options that are level at the end, those who together have fewer votes than
// the next go out together, as none of them can win; otherwise it is a tie who goes. The
// order is the winner, then the others by their last votes, the later out the better. It
// is independent of clones; it may miss a Condorcet winner (Alaska 2022), and more support
// can cost an option its victory.
type InstantRunoff struct{ Overvote Overvote }

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = InstantRunoff{}

// String is the rule in canonical text: "instant-runoff overvote=exhaust".
func (r InstantRunoff) String() string { return "instant-runoff overvote=" + r.Overvote.String() }

// Decide: see ballot.Rule. While a tie stands the count ends there, and all that are still
// in share the first tier. Other ballots than rankings, and none, are errors.
func (r InstantRunoff) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	switch {
	case r.Overvote > Skip:
		return nil, fmt.Errorf("instant-runoff: no such %s", r.Overvote)
	case p.Kind() != ballot.Ranking && p.Kind() != ballot.Choice:
		return nil, fmt.Errorf("instant-runoff wants rankings, not %s ballots", p.Kind())
	}
	c := r.newCount(p)
	if c.total() == 0 {
		return nil, fmt.Errorf("instant-runoff: %w", errNoVotes)
	}
	o := &ballot.Order{Record: ballot.Record{Rule: r.String(), Slate: p.Slate()}}
	var out [][]ballot.Option // last out first
	for {
		last := c.last()
		if last == nil {
			break
		}
		if len(last) > 1 && c.votes[last[0]]*int64(len(last)) >= c.next(last) {
			tie, err := c.stay(p.Slate(), last, tb)
			if err != nil {
				return nil, err
			}
			o.Ties = append(o.Ties, tie)
			if tie.Stands() {
				break
			}
			in, _, _ := tie.Cut()
			last = slices.DeleteFunc(last, func(l ballot.Option) bool { return slices.Contains(in, l) })
		}
		c.putOut(last)
		out = append([][]ballot.Option{last}, out...)
	}
	c.round() // the final one
	o.Tiers = append(c.left(o.Tied()), out...)
	o.Reasons = c.why()
	return o, nil
}

// A count is the state of an InstantRunoff.
type count struct {
	rule      InstantRunoff
	slate     *ballot.Slate
	ballots   []pile
	votes     []int64
	in        []bool
	exhausted int64
	rounds    []Round
}

// A pile is equal ballots and the mark for which they count.
type pile struct {
	ballot ballot.Ballot
	n      int64
	at     int // len(ballot) is exhausted
}

func (r InstantRunoff) newCount(p *ballot.Profile) *count {
	n := p.Slate().Len()
	c := &count{rule: r, slate: p.Slate(), votes: make([]int64, n), in: make([]bool, n), ballots: make([]pile, 0, p.Distinct())}
	for i := range c.in {
		c.in[i] = true
	}
	for b, k := range p.All() {
		c.ballots = append(c.ballots, pile{ballot: b, n: k, at: -1})
		c.place(&c.ballots[len(c.ballots)-1], nil)
	}
	return c
}

// place finds the option for which a pile counts now; moved, if any, counts where piles
// go, by option and then exhausted.
func (c *count) place(p *pile, moved []int64) {
	b := p.ballot
	for i := max(p.at, 0); i < len(b); {
		alone, some, end := -1, 0, i
		for ; end < len(b) && b[end].Level == b[i].Level; end++ {
			if c.in[b[end].Option] {
				alone = end
				some++
			}
		}
		if some == 1 {
			p.at = alone
			c.votes[b[alone].Option] += p.n
			if moved != nil {
				moved[b[alone].Option] += p.n
			}
			return
		}
		if some > 1 && c.rule.Overvote == Exhaust {
			break
		}
		i = end
	}
	p.at = len(b)
	c.exhausted += p.n
	if moved != nil {
		moved[len(moved)-1] += p.n
	}
}

func (c *count) total() (n int64) {
	for _, v := range c.votes {
		n += v
	}
	return n
}

// last are those with the fewest votes; nil if one has more than half or is alone.
func (c *count) last() (last []ballot.Option) {
	least, most, some := int64(math.MaxInt64), int64(-1), 0
	for o, in := range c.in {
		if in {
			least, most = min(least, c.votes[o]), max(most, c.votes[o])
			some++
		}
	}
	if some == 1 || most > c.total()-most {
		return nil
	}
	for o, in := range c.in {
		if in && c.votes[o] == least {
			last = append(last, ballot.Option(o))
		}
	}
	return last
}

// next is the fewest votes above those of the last; 0 if all are level.
func (c *count) next(last []ballot.Option) int64 {
	next := int64(math.MaxInt64)
	for o, in := range c.in {
		if in && c.votes[o] > c.votes[last[0]] {
			next = min(next, c.votes[o])
		}
	}
	if next == math.MaxInt64 {
		return 0
	}
	return next
}

// stay asks which of the last stay in; one goes.
func (c *count) stay(s *ballot.Slate, last []ballot.Option, tb ballot.TieBreak) (ballot.Tie, error) {
	what := fmt.Sprintf("staying in after round %d", len(c.rounds)+1)
	return ballot.Resolve(s, ballot.Tie{For: what, Options: last, Places: len(last) - 1}, tb)
}

// putOut ends a round: those go out and their ballots move on.
func (c *count) putOut(last []ballot.Option) {
	c.round()
	r := &c.rounds[len(c.rounds)-1]
	for _, o := range last {
		c.in[o] = false
	}
	for _, o := range last {
		r.Out = append(r.Out, c.slate.Name(o))
		moved := make([]int64, len(c.in)+1)
		for i := range c.ballots {
			p := &c.ballots[i]
			if p.at < len(p.ballot) && p.ballot[p.at].Option == o {
				c.place(p, moved)
			}
		}
		c.votes[o] = 0
		for to, n := range moved {
			if n == 0 {
				continue
			}
			t := Transfer{From: c.slate.Name(o), Votes: n}
			if to < len(c.in) {
				t.To = c.slate.Name(ballot.Option(to))
			}
			r.Transfers = append(r.Transfers, t)
		}
	}
}

// round records the tally.
func (c *count) round() {
	r := Round{N: len(c.rounds) + 1, Exhausted: c.exhausted}
	of := c.total()
	for o, in := range c.in {
		if in {
			r.Votes = append(r.Votes, Votes{Option: c.slate.Name(ballot.Option(o)), Votes: c.votes[o], Of: of})
		}
	}
	c.rounds = append(c.rounds, r)
}

// left are those still in, by their votes; one tier if a tie stands.
func (c *count) left(tied bool) [][]ballot.Option {
	var order []ballot.Option
	for o, in := range c.in {
		if in {
			order = append(order, ballot.Option(o))
		}
	}
	if tied {
		return [][]ballot.Option{order}
	}
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(c.votes[b], c.votes[a]) })
	return tiersOf(order, func(a, b ballot.Option) bool { return c.votes[a] == c.votes[b] })
}

func (c *count) why() iter.Seq[vicinia.Step] {
	rounds := c.rounds
	return func(yield func(vicinia.Step) bool) {
		for _, r := range rounds {
			if !yield(r) {
				return
			}
		}
	}
}

// A Round is the step of a rule that puts options out. Votes, with Exhausted, add up to
// the same sum in every round.
type Round struct {
	N         int
	Votes     []Votes // of those still in, in slate order
	Exhausted int64
	Out       []string // at its end
	Transfers []Transfer
}

// A Transfer is votes that move on; To "" is exhausted.
type Transfer struct {
	From, To string
	Votes    int64
}

// Key: see vicinia.Step.
func (r Round) Key() string { return "ranked.round" }

// String is "round 1: Peltola 75799, Palin 58972, Begich 53810, exhausted 0; out Begich".
func (r Round) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "round %d: ", r.N)
	for _, v := range r.Votes {
		fmt.Fprintf(&b, "%s %d, ", v.Option, v.Votes)
	}
	fmt.Fprintf(&b, "exhausted %d", r.Exhausted)
	if len(r.Out) > 0 {
		b.WriteString("; out " + strings.Join(r.Out, ", "))
	}
	return b.String()
}
