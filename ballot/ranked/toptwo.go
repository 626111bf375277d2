package ranked

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// TopTwo is the contingent vote: the two with the most first choices go on, and of them the
// one that more ballots put above the other wins (Queensland, Elections Act 1892). A ballot
// whose first place is shared has no first choice; an option without a rank is below the
// others, whatever the profile says of it. More than half of the first choices win at once, as
// they would in the second count. It may miss a Condorcet winner and is not monotonic.
type TopTwo struct {
	Ranks int // how many ranks count; 0 is all, 2 the supplementary vote (Greater London Authority Act 1999)
}

// TwoRound is the runoff by two votes: who has more than half of the first wins; if nobody
// has, there is a second vote between the first two, and the most votes win (French
// Constitution, article 7, for the President). Blank and spoilt ballots do not count.
type TwoRound struct{}

var (
	_ ballot.Rule[*ballot.Profile, *ballot.Order]  = TopTwo{}
	_ ballot.Rule[[]*ballot.Counts, *ballot.Order] = TwoRound{}
)

// String is the rule in canonical text: "top-two", or "top-two ranks=2".
func (r TopTwo) String() string {
	if r.Ranks > 0 {
		return fmt.Sprintf("top-two ranks=%d", r.Ranks)
	}
	return "top-two"
}

// String is the rule in canonical text.
func (TwoRound) String() string { return "two-round" }

// Decide: see ballot.Rule. Who goes on is a tie of its own. Other ballots than rankings, and
// none, are errors.
func (r TopTwo) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("top-two", p); err != nil {
		return nil, err
	}
	if r.Ranks < 0 {
		return nil, fmt.Errorf("top-two: %d ranks", r.Ranks)
	}
	firsts := votesOf(p.Counts())
	most, of := slices.Max(firsts), p.Counts().Total()
	return ballot.AgreedOrder(p.Distinct(), tb, func(tb ballot.TieBreak) (*ballot.Order, error) {
		k := newKnockout(p.Slate(), tb)
		if most > of-most {
			return k.final(r, firsts)
		}
		if open, err := k.onlyTwo(firsts); err != nil || open {
			return k.end(r, err)
		}
		return k.final(r, r.second(p, k.members()))
	})
}

// second is the second count, between two.
func (r TopTwo) second(p *ballot.Profile, two []ballot.Option) []int64 {
	final := make([]int64, p.Slate().Len())
	for b, n := range p.All() {
		ranks := 0
		for from, to := range places(b) {
			if ranks++; r.Ranks > 0 && ranks > r.Ranks {
				break
			}
			here := slices.DeleteFunc(slices.Clone(two), func(o ballot.Option) bool { return !holds(b[from:to], o) })
			if len(here) == 1 {
				final[here[0]] += n
			}
			if len(here) > 0 {
				break
			}
		}
	}
	return final
}

func holds(marks []ballot.Mark, o ballot.Option) bool {
	return slices.ContainsFunc(marks, func(m ballot.Mark) bool { return m.Option == o })
}

func votesOf(c *ballot.Counts) []int64 {
	votes := make([]int64, c.Slate().Len())
	for o := range c.Slate().All() {
		votes[o] = c.Of(o)
	}
	return votes
}

// onlyTwo puts all out but the two with the most votes.
func (k *knockout) onlyTwo(votes []int64) (open bool, err error) {
	if k.left < 3 {
		return false, nil
	}
	points := k.pointsOf(votes, 1)
	order := k.members()
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(votes[b], votes[a]) })
	from, to := 1, 2
	for ; from > 0 && votes[order[from-1]] == votes[order[1]]; from-- {
	}
	for ; to < len(order) && votes[order[to]] == votes[order[1]]; to++ {
	}
	level, err := k.ask("going on after round", slices.Clone(order[from:to]), 2-from)
	if err != nil || level == nil && to > 2 {
		return true, err
	}
	tiers := tiersOf(append(level, order[to:]...), func(a, b ballot.Option) bool { return votes[a] == votes[b] })
	for _, tier := range slices.Backward(tiers) {
		k.drop(tier, nil)
	}
	out := names(k.slate, slices.Concat(tiers...))
	k.steps = []func() vicinia.Step{func() vicinia.Step { return Knockout{N: 1, Points: points(), Out: out} }}
	return false, nil
}

// final is the outcome of a last vote among the members: the order is theirs by votes.
func (k *knockout) final(r fmt.Stringer, votes []int64) (*ballot.Order, error) {
	k.steps = append(k.steps, tally(k.pointsOf(votes, 1)))
	order := k.members()
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(votes[b], votes[a]) })
	tiers := tiersOf(order, func(a, b ballot.Option) bool { return votes[a] == votes[b] })
	for _, tier := range slices.Backward(tiers[1:]) {
		for _, o := range tier {
			k.in.drop(int(o))
		}
		k.left -= len(tier)
		k.out = append(k.out, tier)
	}
	return k.end(r, nil)
}

// end is the outcome of a rule to which it does not matter where unranked options are.
func (k *knockout) end(r fmt.Stringer, err error) (*ballot.Order, error) {
	if err != nil {
		return nil, err
	}
	return k.finish(r.String(), nil)
}

// Decide: see ballot.Rule. votes are those of the first vote and of the second, if it was
// held, on the slate of the first. Without it, unless one has more than half, those who go
// on are a tie that only the second vote breaks. Other numbers of votes, none in a vote, and
// votes in the second for others than those who go on, are errors.
func (r TwoRound) Decide(votes []*ballot.Counts, tb ballot.TieBreak) (*ballot.Order, error) {
	if len(votes) != 1 && len(votes) != 2 {
		return nil, fmt.Errorf("two-round: %d votes, want one or two", len(votes))
	}
	for _, c := range votes {
		if c.Total() == 0 {
			return nil, fmt.Errorf("two-round: %w", errNoVotes)
		}
		if !c.Slate().Equal(votes[0].Slate()) {
			return nil, errors.New("two-round: two slates")
		}
	}
	first, k := votesOf(votes[0]), newKnockout(votes[0].Slate(), tb)
	if most := slices.Max(first); most > votes[0].Total()-most {
		return k.final(r, first)
	}
	if open, err := k.onlyTwo(first); err != nil || open {
		return k.end(r, err)
	}
	if len(votes) == 1 {
		k.ties = append(k.ties, ballot.Tie{For: "the second vote", Options: k.members(), Places: 1})
		return k.end(r, nil)
	}
	second := votesOf(votes[1])
	for o, n := range second {
		if n > 0 && !k.in.has(o) {
			return nil, fmt.Errorf("two-round: %d votes for %s, who is not in the second vote", n, k.slate.Name(ballot.Option(o)))
		}
	}
	return k.final(r, second)
}
