package seats

import (
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
// the threshold leaves its alliance, which stands without it. By DHondt no list has fewer
// seats by joining an alliance (Balinski & Young 1982: it encourages coalitions).
//
// With DHondt and Remainders it is the combination of lists of the Netherlands until 2017
// (Kieswet, article P 11). There a list can lose by its own alliance.
type Allied struct {
	Sequence   Sequence
	Seats      int64
	Threshold  Threshold
	Alliances  [][]string // lists by name; one list is in one alliance at most
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
	first, err := r.firsts(c.Slate(), votes)
	if err != nil {
		return nil, err
	}
	joint := make([]int64, len(votes)) // of alliances, at their first list
	for o, n := range votes {
		joint[first[o]] += n
	}
	d, err := apportion.HighestAverages(r.Seats, 0, joint, r.Sequence.posts())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	ties, err := give(c.Slate(), d, tb)
	if err != nil {
		return nil, err
	}
	of := slices.Clone(d.Parts)
	a := &Allocation{Record: ballot.Record{Rule: r.String(), Slate: c.Slate()}, Seats: make([]int64, len(votes))}
	var steps []iter.Seq[vicinia.Step]
	for o := range first {
		if first[o] != o || joint[o] == 0 {
			continue
		}
		parts, more, err := r.share(c.Slate(), votes, first, o, of[o], tb)
		if err != nil {
			return nil, err
		}
		ties = append(ties, more...)
		for l, n := range parts {
			a.Seats[l] += n
		}
		if slices.Index(first[o+1:], o) >= 0 {
			steps = append(steps, r.reason(c.Slate(), votes, first, o, of[o], slices.Clone(a.Seats)))
		}
	}
	a.Ties = ties
	whole := quotients{rule: alone, names: r.names(c.Slate(), first), votes: joint, seats: of}
	a.Reasons = together(append([]iter.Seq[vicinia.Step]{whole.why(barred, ties)}, steps...))
	return a, nil
}

// firsts is, for each list, the first list of its alliance that takes part, or itself.
func (r Allied) firsts(s *ballot.Slate, votes []int64) ([]int, error) {
	first, in := make([]int, len(votes)), make([]bool, len(votes))
	for o := range first {
		first[o] = o
	}
	for i, names := range r.Alliances {
		var lists []int
		for k, name := range names {
			o, ok := s.Find(name)
			if !ok || in[o] {
				return nil, &vicinia.Fault{Path: fmt.Sprintf("alliances[%d][%d]", i, k),
					Err: fmt.Errorf("%q is not a list, or is in an alliance already", name)}
			}
			in[o] = true
			if votes[o] > 0 {
				lists = append(lists, int(o))
			}
		}
		for _, o := range lists {
			first[o] = slices.Min(lists)
		}
	}
	return first, nil
}

// share gives the seats of an alliance to its lists.
func (r Allied) share(s *ballot.Slate, votes []int64, first []int, alliance int, n int64, tb ballot.TieBreak) ([]int64, []ballot.Tie, error) {
	own := slices.Clone(votes)
	for l, f := range first {
		if f != alliance {
			own[l] = 0
		}
	}
	var d apportion.Division
	if r.Remainders && n > 0 {
		d = Quota{Seats: n}.price(own).divide(own, n)
	} else {
		var err error
		if d, err = apportion.HighestAverages(n, 0, own, r.Sequence.posts()); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", r, err)
		}
	}
	ties, err := giveFor(" of the alliance of "+s.Name(ballot.Option(alliance)), s, d, tb)
	return d.Parts, ties, err
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

// reason says what an alliance had and how it shared that.
func (r Allied) reason(s *ballot.Slate, votes []int64, first []int, alliance int, n int64, seats []int64) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		j := Joint{Seats: n}
		for l, f := range first {
			if f == alliance {
				j.Votes += votes[l]
				j.Lists = append(j.Lists, Share{List: s.Name(ballot.Option(l)), Votes: votes[l], Seats: seats[l]})
			}
		}
		yield(j)
	}
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
