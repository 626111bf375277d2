package ranked

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Bucklin counts first places, then first and second ones, and so on, until an option is
// placed so high by more than half of the ballots; of several, the one with the most wins
// (Grand Junction 1909; Brams & Sanver, Voting Systems that Combine Approval and Preference,
// 2009). The place of an option is one more than the options above it; options without a
// rank share the place after the ranked ones if they are below, and are never counted if they
// are apart. An option that never gets more than half comes after those that do, by its last
// count. It is monotonic; it may miss a Condorcet winner, and clones change it.
type Bucklin struct {
	Simplified bool // all who first have more than half, at the same place, are level
}

// Fallback is Bucklin with ballots that rank only whom they approve of: an option without a
// rank is never counted, whatever the profile says of it, and if nobody gets more than half
// of the ballots the one with the most approvals wins (Brams & Sanver 2009).
type Fallback struct{}

var (
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Bucklin{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Fallback{}
)

// String is the rule in canonical text.
func (r Bucklin) String() string {
	if r.Simplified {
		return "bucklin simplified"
	}
	return "bucklin"
}

// String is the rule in canonical text.
func (Fallback) String() string { return "fallback" }

// Decide: see ballot.Rule. Other ballots than rankings, and none, are errors.
func (r Bucklin) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("bucklin", p); err != nil {
		return nil, err
	}
	return electReach(ruleOfBallots(r, p), p, reaches(p, p.Unranked == ballot.Below), r.Simplified, tb)
}

// Decide: see Bucklin.Decide.
func (r Fallback) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("fallback", p); err != nil {
		return nil, err
	}
	return electReach(r.String(), p, reaches(p, false), false, tb)
}

func electReach(rule string, p *ballot.Profile, reached []Reach, simplified bool, tb ballot.TieBreak) (*ballot.Order, error) {
	compare := func(a, b ballot.Option) int {
		x, y := reached[a], reached[b]
		switch {
		case x.Place != y.Place:
			return x.Place - y.Place
		case x.Votes == y.Votes || simplified && x.Place <= p.Slate().Len():
			return 0
		case x.Votes > y.Votes:
			return -1
		}
		return 1
	}
	tiers := p.Slate().Tiers(compare)
	order := slices.Concat(tiers...)
	o, err := finish(rule, p.Slate(), tiers, nil, tb)
	if err != nil {
		return nil, err
	}
	steps := make([]vicinia.Step, len(order))
	for i, a := range order {
		steps[i] = reached[a]
	}
	o.Reasons = walk(steps)
	return o, nil
}

// reaches are, by option, the first place at which it has more than half.
func reaches(p *ballot.Profile, below bool) []Reach {
	n := p.Slate().Len()
	placed := make([][]int64, n) // by place, then by option
	row := func(place int) []int64 {
		if placed[place] == nil {
			placed[place] = make([]int64, n+1) // and last to be added to all
		}
		return placed[place]
	}
	for b, votes := range p.All() {
		for from, to := range places(b) {
			for _, m := range b[from:to] {
				row(from)[m.Option] += votes
			}
		}
		if below && len(b) < n {
			last := row(len(b))
			last[n] += votes
			for _, m := range b {
				last[m.Option] -= votes
			}
		}
	}
	all := make([]Reach, n)
	for o := range all {
		r := Reach{Option: p.Slate().Name(ballot.Option(o)), Place: n + 1, Of: p.Len()}
		for place := range placed {
			if placed[place] == nil {
				continue
			}
			if r.Votes += placed[place][o] + placed[place][n]; r.Votes > p.Len()-r.Votes {
				r.Place = place + 1
				break
			}
		}
		all[o] = r
	}
	return all
}

// A Reach is the step of an option in a rule that counts more places until one has more than
// half: how many of the ballots put it at that place or above. A place beyond the slate says
// that it never had so many.
type Reach struct {
	Option    string
	Place     int
	Votes, Of int64
}

// Key: see vicinia.Step.
func (r Reach) Key() string { return "ranked.reach" }

// String is "Ana: 34 of 60 votes down to place 2".
func (r Reach) String() string {
	if r.Votes <= r.Of-r.Votes {
		return fmt.Sprintf("%s: %d of %d votes in all", r.Option, r.Votes, r.Of)
	}
	return fmt.Sprintf("%s: %d of %d votes down to place %d", r.Option, r.Votes, r.Of, r.Place)
}
