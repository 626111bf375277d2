package committee

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// GreedyMonroe elects one by one who has most voters not represented yet, and gives the
// member of them as many as a seat stands for: voters/seats, one more in the first rounds
// if the voters cannot be divided (Skowron, Faliszewski & Slinko, Achieving Fully
// Proportional Representation, 2015). Which of them, where there are more, the source
// leaves open, and it decides who is elected later: a [Queue] says it, as do libraries that
// take the first voters of a file. Else all ways are tried, and the committees that they
// elect are tied. Ways that leave the same voters for the same options and seats are tried once.
// Where these are too many to try (more than 64 options, 1,000 committees or 2^24 kinds of
// voters, over all that is tried), only an order of all options breaks that tie, and then those
// of the ballots with the fewest approvals go first, then by the names on them; any other
// tie-break is an error.
type GreedyMonroe struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = GreedyMonroe{}

// String is the rule in canonical text.
func (r GreedyMonroe) String() string { return fmt.Sprintf("greedy-monroe seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r GreedyMonroe) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	if q, ok := tb.(Queue); ok {
		return r.queued(e, q)
	}
	c := &Committee{Record: ballot.Record{Rule: r.String(), Slate: e.slate}, Seats: e.seats}
	w := newWays(e)
	if w == nil || w.run() != nil {
		return r.inBrief(e, c, tb)
	}
	all, paths := w.committees()
	if err := c.settle(all, tb); err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	if i := slices.IndexFunc(all, func(set []ballot.Option) bool { return slices.Equal(set, c.Members) }); i >= 0 {
		c.Reasons = steps(paths[i])
	} else {
		c.Reasons = steps([]Alike{{Committees: len(all)}})
	}
	return c, nil
}

// queued is Decide where the voters have an order.
func (r GreedyMonroe) queued(e *electorate, q Queue) (*Committee, error) {
	line, err := q.line(e)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	v, chosen := e.inLine(r, q, line)
	if err := v.run(); err != nil {
		return nil, err
	}
	c := v.committee()
	if *chosen && !v.stands {
		t := ballot.Tie{For: "whom the members represent", Places: c.Seats, By: "the order of the voters"}
		t.Options = members(slices.Repeat([]bool{true}, e.options))
		t.Broken = [][]ballot.Option{c.Members, slices.DeleteFunc(slices.Clone(t.Options), c.has)}
		c.Ties = append(c.Ties, t)
	}
	return c, nil
}

// has reports whether an option is a member.
func (c *Committee) has(o ballot.Option) bool { return slices.Contains(c.Members, o) }

// inBrief is Decide where the ways are too many.
func (r GreedyMonroe) inBrief(e *electorate, c *Committee, tb ballot.TieBreak) (*Committee, error) {
	var why []vicinia.Step
	err := c.settleMany(tb, func(order []ballot.Option) ([]ballot.Option, error) {
		names := make(ballot.Sequence, len(order))
		for i, o := range order {
			names[i] = e.slate.Name(o)
		}
		v, _ := e.inLine(r, names, e.byNames())
		if err := v.run(); err != nil {
			return nil, err
		}
		elected := v.committee()
		why = slices.AppendSeq(why, elected.Why())
		return elected.Members, nil
	})
	t := &c.Ties[0]
	switch {
	case err != nil:
		return nil, err
	case tb != nil && t.Broken == nil:
		return nil, fmt.Errorf("%s: whom members represent can be chosen in too many ways: %w", r, errWork)
	case tb != nil:
		t.By += "; then voters of the fewest approvals"
	default:
		why = append(why, Alike{})
	}
	c.Reasons = steps(why)
	return c, nil
}

// inLine is an election in which the first voters of a line are represented first. It tells
// whether some of an option's supporters had to be chosen.
func (e *electorate) inLine(r GreedyMonroe, tb ballot.TieBreak, line []run) (v *election, chosen *bool) {
	v, chosen = e.newElection(r, tb), new(bool)
	votes, left := make([]*big.Int, e.options), slices.Clone(line)
	count := func() {
		sums := make([]int64, e.options)
		for _, at := range left {
			for _, o := range e.of(at.ballot) {
				sums[o] += at.voters
			}
		}
		for o, n := range sums {
			votes[o] = big.NewInt(n)
		}
	}
	count()
	v.best(votes, big.NewInt(1))
	v.touch = func(ballot.Option, ballot.Option) bool { return true }
	v.elect = func(o ballot.Option) {
		due := e.due(len(v.rounds) - 1)
		for i, at := range left {
			if _, is := slices.BinarySearch(e.of(at.ballot), o); is {
				took := min(due, at.voters)
				left[i].voters -= took
				due -= took
				*chosen = *chosen || left[i].voters > 0
			}
		}
		count()
	}
	return v, chosen
}

// due is how many voters the member of a round, from 0, represents.
func (e *electorate) due(round int) int64 {
	n := e.voters / int64(e.seats)
	if int64(round) < e.voters%int64(e.seats) {
		n++
	}
	return n
}

// A run is some voters of a ballot.
type run struct {
	ballot int
	voters int64
}

// byNames are the voters, those of the fewest approvals first, then by the bytes of the
// names on the ballot: an order that the slate does not change.
func (e *electorate) byNames() []run {
	names, line := make([][]string, len(e.weight)), make([]run, len(e.weight))
	for g, w := range e.weight {
		line[g] = run{g, w}
		for _, o := range e.of(g) {
			names[g] = append(names[g], e.slate.Name(o))
		}
		slices.Sort(names[g])
	}
	slices.SortFunc(line, func(a, b run) int {
		x, y := names[a.ballot], names[b.ballot]
		return cmp.Or(cmp.Compare(len(x), len(y)), slices.Compare(x, y))
	})
	return line
}
