package seats

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// Allied is Divisor with alliances of lists: those of an alliance get their seats as if
// they were one list, and share them by the same rule. With DHondt it is Bader-Ofer
// (Israel, Knesset Elections Law of 1969, sections 81 and 82, where two lists may agree)
// and the list connection of Switzerland (BPR, SR 161.1, articles 31 and 42). A list below
// the threshold leaves its alliance, which stands without it. An alliance may be within
// another: it is one list there, and then shares (BPR, article 31(1bis)). By DHondt no list has fewer
// seats by joining an alliance (Balinski & Young 1982: it encourages coalitions).
//
// With DHondt and Remainders it is the combination of lists of the Netherlands until 2017
// (Kieswet, article P 11). There a list can lose by its own alliance.
type Allied struct {
	Sequence   Sequence
	Seats      int64
	Threshold  Threshold
	Alliances  [][]string // lists by name; two alliances have no list in common, or one is within the other
	Remainders bool       // the lists of an alliance share by the largest remainders of its own Hare quota
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = Allied{}

// String is the rule in canonical text: `dhondt seats=120 threshold=3.25% alliances="A,B"
// "C,D"`.
func (r Allied) String() string {
	s := Divisor{Sequence: r.Sequence, Seats: r.Seats, Threshold: r.Threshold}.String()
	for i, lists := range r.Alliances {
		if i == 0 {
			s += " alliances="
		} else {
			s += " "
		}
		s += fmt.Sprintf("%q", strings.Join(lists, ","))
	}
	if r.Remainders {
		s += " within=hamilton"
	}
	return s
}

// Decide: see ballot.Rule. In a tie between alliances, each is named by its first list in
// slate order; while it stands, an alliance shares the seats that it has for sure.
func (r Allied) Decide(c *ballot.Counts, tb ballot.TieBreak) (*Allocation, error) {
	alone := Divisor{Sequence: r.Sequence, Seats: r.Seats, Threshold: r.Threshold}
	if err := alone.check(); err != nil {
		return nil, err
	}
	votes, barred, err := r.Threshold.apply(c)
	if err != nil {
		return nil, err
	}
	sets, err := r.sets(c.Slate(), votes)
	if err != nil {
		return nil, err
	}
	p := &pact{rule: r, slate: c.Slate(), votes: votes, sets: sets, tb: tb, seats: make([]int64, len(votes))}
	var members []int
	for o, n := range votes {
		if n > 0 {
			members = append(members, o)
		}
	}
	first := p.heads(members, true)
	joint := p.joint(members, first)
	d, err := apportion.HighestAverages(r.Seats, 0, joint, r.Sequence.posts())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	if p.ties, err = give(c.Slate(), d, tb); err != nil {
		return nil, err
	}
	if err := p.within(members, first, d.Parts); err != nil {
		return nil, err
	}
	whole := quotients{rule: alone, names: r.names(c.Slate(), first), votes: joint, seats: d.Parts}
	return &Allocation{
		Record: ballot.Record{
			Rule: r.String(), Slate: c.Slate(), Ties: p.ties,
			Reasons: together(append([]iter.Seq[vicinia.Step]{whole.why(barred, p.ties)}, p.steps...)),
		},
		Seats: p.seats,
	}, nil
}

// sets are the lists of each alliance that take part, the largest alliances first.
func (r Allied) sets(s *ballot.Slate, votes []int64) ([][]int, error) {
	sets := make([][]int, len(r.Alliances))
	for i, names := range r.Alliances {
		for k, name := range names {
			o, ok := s.Find(name)
			if !ok || slices.Contains(sets[i], int(o)) {
				return nil, &vicinia.Fault{Path: fmt.Sprintf("alliances[%d][%d]", i, k), Err: fmt.Errorf("%q is not a list, or stands twice", name)}
			}
			sets[i] = append(sets[i], int(o))
		}
		for _, other := range sets[:i] {
			n := len(meet(sets[i], other))
			if n > 0 && (n < len(sets[i]) && n < len(other) || len(sets[i]) == len(other)) {
				return nil, &vicinia.Fault{Path: fmt.Sprintf("alliances[%d]", i), Err: errors.New("it has lists of another alliance, and neither is within the other")}
			}
		}
	}
	slices.SortStableFunc(sets, func(a, b []int) int { return len(b) - len(a) })
	for i, set := range sets {
		sets[i] = slices.DeleteFunc(set, func(l int) bool { return votes[l] == 0 })
	}
	return sets, nil
}

// meet is what is in both.
func meet(a, b []int) (both []int) {
	for _, l := range a {
		if slices.Contains(b, l) {
			both = append(both, l)
		}
	}
	return both
}

// A pact is alliances on the way to their seats.
type pact struct {
	rule  Allied
	slate *ballot.Slate
	votes []int64
	sets  [][]int
	tb    ballot.TieBreak
	seats []int64
	ties  []ballot.Tie
	steps []iter.Seq[vicinia.Step]
}

// heads is, for each list, the first list of the largest alliance among the members that it
// is in, or itself. An alliance of all of them counts if whole.
func (p *pact) heads(members []int, whole bool) []int {
	heads, in := make([]int, len(p.votes)), make([]bool, len(p.votes))
	for l := range heads {
		heads[l] = l
	}
	for _, set := range p.sets {
		if len(set) == 0 || !slices.Contains(members, set[0]) || len(set) >= len(members) && !whole {
			continue
		}
		for _, l := range set {
			if !in[l] {
				in[l], heads[l] = true, slices.Min(set)
			}
		}
	}
	return heads
}

// joint is the votes of the members, those of an alliance at its head.
func (p *pact) joint(members, heads []int) []int64 {
	joint := make([]int64, len(p.votes))
	for _, l := range members {
		joint[heads[l]] += p.votes[l]
	}
	return joint
}

// within shares the seats of every head among its lists.
func (p *pact) within(members, heads []int, seats []int64) error {
	for _, h := range members {
		if heads[h] != h {
			continue
		}
		lists := slices.DeleteFunc(slices.Clone(members), func(l int) bool { return heads[l] != h })
		if len(lists) == 1 {
			p.seats[h] = seats[h]
		} else if err := p.share(lists, seats[h]); err != nil {
			return err
		}
	}
	return nil
}

// share gives the seats of an alliance to its lists.
func (p *pact) share(lists []int, n int64) (err error) {
	heads := p.heads(lists, false)
	joint := p.joint(lists, heads)
	var d apportion.Division
	if p.rule.Remainders && n > 0 {
		d = Quota{Seats: n}.price(joint).divide(joint, n)
	} else if d, err = apportion.HighestAverages(n, 0, joint, p.rule.Sequence.posts()); err != nil {
		return fmt.Errorf("%s: %w", p.rule, err)
	}
	ties, err := giveFor(" of the alliance of "+p.slate.Name(ballot.Option(lists[0])), p.slate, d, p.tb)
	if err != nil {
		return err
	}
	p.ties = append(p.ties, ties...)
	at := len(p.steps) // before those within it
	p.steps = append(p.steps, nil)
	if err := p.within(lists, heads, d.Parts); err != nil {
		return err
	}
	p.steps[at] = p.reason(lists, n)
	return nil
}

// names are those of the slate; at its first list, an alliance is "Likud + Shas".
func (r Allied) names(s *ballot.Slate, first []int) []string {
	names := make([]string, len(first))
	for l, f := range first {
		if f == l {
			names[l] = s.Name(ballot.Option(l))
		} else {
			names[f] += " + " + s.Name(ballot.Option(l))
		}
	}
	return names
}

// reason says what an alliance had and how its lists came to share that.
func (p *pact) reason(lists []int, n int64) iter.Seq[vicinia.Step] {
	j := Joint{Seats: n}
	for _, l := range lists {
		j.Votes += p.votes[l]
		j.Lists = append(j.Lists, Share{List: p.slate.Name(ballot.Option(l)), Votes: p.votes[l], Seats: p.seats[l]})
	}
	return func(yield func(vicinia.Step) bool) { yield(j) }
}

// together walks one sequence after the other.
func together(all []iter.Seq[vicinia.Step]) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, steps := range all {
			for s := range steps {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// A Joint is the step of an alliance of two lists or more.
type Joint struct {
	Votes, Seats int64
	Lists        []Share
}

// Key: see vicinia.Step.
func (j Joint) Key() string { return "seats.joint" }

// String is "alliance of 1269318 votes, 38 seats: Likud 30, Habayit Hayehudi 8".
func (j Joint) String() string {
	shares := make([]string, len(j.Lists))
	for i, l := range j.Lists {
		shares[i] = fmt.Sprintf("%s %d", l.List, l.Seats)
	}
	return fmt.Sprintf("alliance of %d votes, %d seats: %s", j.Votes, j.Seats, strings.Join(shares, ", "))
}
