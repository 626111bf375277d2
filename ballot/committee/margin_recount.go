package committee

import (
	"cmp"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Recount bounds the margin of any rule on approvals: ballots that approve of a member are turned
// to another option, for the members with the fewest approvals and the others with the most, and
// the rule decides again; Most is the fewest with which it elects others, or is tied. Least is 1: no
// more is known. A rule that looks for the best committee may take long for each.
func Recount(r ballot.Rule[*ballot.Profile, *Committee], p *ballot.Profile, tb ballot.TieBreak) (Margin, error) {
	out, err := r.Decide(p, tb)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	left := min(MaxRecounts, maxRecountCells/(p.Slate().Len()*(p.Distinct()+1)))
	if left < minRecounts || len(out.Members) == 0 {
		return Margin{}, nil
	}
	x := &recount{rule: r, votes: p, tb: tb, before: out, left: left, best: Margin{Least: 1, slate: p.Slate()}}
	for _, pair := range x.pairs() {
		for _, alone := range []bool{false, true} {
			if err := x.try(pair[0], pair[1], alone || p.Kind() == ballot.Choice); err != nil {
				return Margin{}, err
			}
		}
	}
	return x.best.found(), nil
}

type recount struct {
	rule   ballot.Rule[*ballot.Profile, *Committee]
	votes  *ballot.Profile
	tb     ballot.TieBreak
	before *Committee
	left   int // times that may still be decided
	best   Margin
}

// pairs are members and others, those first who have most nearly as many approvals.
func (x *recount) pairs() (pairs [][2]ballot.Option) {
	counts := make([]int64, x.votes.Slate().Len())
	for b, n := range x.votes.All() {
		for _, m := range b {
			counts[m.Option] += n
		}
	}
	for other := range x.votes.Slate().All() {
		if slices.Contains(x.before.Members, other) {
			continue
		}
		for _, member := range x.before.Members {
			pairs = append(pairs, [2]ballot.Option{member, other})
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]ballot.Option) int {
		return cmp.Compare(counts[a[0]]-counts[a[1]], counts[b[0]]-counts[b[1]])
	})
	return pairs[:min(len(pairs), maxTurns)]
}

// try looks for the fewest ballots, by doubling and then by halving.
func (x *recount) try(member, other ballot.Option, alone bool) error {
	most := x.votes.Len() + x.votes.Blank
	if x.best.Most > 0 {
		most = x.best.Most - 1
	}
	low := int64(0)
	for high := min(1, most); high > low; high = min(2*high, most) {
		yes, err := x.changes(member, other, alone, high)
		if err != nil {
			return err
		}
		if !yes {
			low = high
			continue
		}
		for low+1 < x.best.Most && x.left > 0 {
			mid := low + (x.best.Most-low)/2
			if yes, err = x.changes(member, other, alone, mid); err != nil {
				return err
			}
			if !yes {
				low = mid
			}
		}
		return nil
	}
	return nil
}

// changes decides after a turn of so many ballots, and keeps it if others are elected.
func (x *recount) changes(member, other ballot.Option, alone bool, n int64) (bool, error) {
	if x.left == 0 {
		return false, nil
	}
	x.left--
	p, err := x.turned(member, other, alone, n)
	if err != nil {
		return false, err
	}
	after, err := x.rule.Decide(p, x.tb)
	if err != nil {
		return false, err
	}
	if !after.Tied() && slices.Equal(after.Members, x.before.Members) {
		return false, nil
	}
	x.best.Most, x.best.Effect, x.best.Elected, x.best.Lost = n, Ties, nil, nil
	if !after.Tied() {
		x.best.Effect, x.best.Elected, x.best.Lost = Turns, less(after.Members, x.before.Members), less(x.before.Members, after.Members)
	}
	return true, nil
}

// less are those of some who are not among others.
func less(some, others []ballot.Option) []ballot.Option {
	return slices.DeleteFunc(slices.Clone(some), func(o ballot.Option) bool { return slices.Contains(others, o) })
}

// turned are the ballots after so many of them, those first that approve of the member and not of
// the other, then those that do not tell them apart, have the other in place of the member, or
// alone.
func (x *recount) turned(member, other ballot.Option, alone bool, n int64) (*ballot.Profile, error) {
	q, err := ballot.NewProfile(x.votes.Slate(), x.votes.Kind())
	if err != nil {
		return nil, err
	}
	type row struct {
		b    ballot.Ballot
		n    int64
		gain int
	}
	rows := []row{{nil, x.votes.Blank, 0}}
	for b, votes := range x.votes.All() {
		rows = append(rows, row{b, votes, approves(b, member) - approves(b, other)})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.gain, a.gain) })
	for _, r := range rows {
		some := min(n, r.n)
		n -= some
		into := ballot.Ballot{{Option: other, Level: 1}}
		for _, m := range r.b {
			if !alone && m.Option != member && m.Option != other {
				into = append(into, m)
			}
		}
		slices.SortFunc(into, func(a, b ballot.Mark) int { return cmp.Compare(a.Option, b.Option) })
		if some > 0 {
			if err := q.Add(into, some); err != nil {
				return nil, err
			}
		}
		if r.n > some {
			if err := q.Add(r.b, r.n-some); err != nil {
				return nil, err
			}
		}
	}
	return q, nil
}

func approves(b ballot.Ballot, o ballot.Option) int {
	if slices.ContainsFunc(b, func(m ballot.Mark) bool { return m.Option == o }) {
		return 1
	}
	return 0
}
