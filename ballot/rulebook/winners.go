package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

var winners = []Entry{
	{"plurality", []string{"first-past-the-post", "fptp"}, "the most first choices, or approvals", Winner, plurality},
	{"instant-runoff", []string{"irv", "alternative-vote", "ranked-choice"},
		"the last go out until one has more than half of the votes that count", Rankings, runoff},
	{"schulze", []string{"beatpath", "schulze-winning-votes"}, "strongest paths of won duels, by winning votes", Duels,
		duels(ranked.Schulze{})},
	{"schulze-margins", []string{"beatpath-margins"}, "strongest paths of won duels, by margins", Duels,
		duels(ranked.Schulze{Measure: ranked.Margins})},
	{"ranked-pairs", []string{"tideman"}, "won duels are locked, the strongest by winning votes first", Duels, duels(ranked.RankedPairs{})},
	{"ranked-pairs-margins", []string{"tideman-margins"}, "won duels are locked, the strongest by margins first", Duels,
		duels(ranked.RankedPairs{Measure: ranked.Margins})},
	{"minimax", []string{"simpson", "simpson-kramer"}, "the least bad worst duel, by winning votes", Duels, duels(ranked.Minimax{})},
	{"minimax-margins", nil, "the least bad worst duel, by margins", Duels, duels(ranked.Minimax{Measure: ranked.Margins})},
	{"minimax-opposition", []string{"mmpo"}, "the fewest votes against in any duel", Duels,
		duels(ranked.Minimax{Measure: ranked.Opposition})},
	{"copeland", nil, "the most duels won, half for an even one", Duels, duels(ranked.Copeland{})},
	{"borda", []string{"borda-count"}, "a point for each option ranked below, half for each not told apart", Duels, duels(ranked.Borda{})},
	{"borda-lowest", nil, "a point for each option ranked below; with -unranked apart, the modified count", Duels,
		duels(ranked.Borda{Truncation: ranked.Lowest})},
	{"kemeny", []string{"kemeny-young"}, "the order that the ballots disagree with least, by exact search", Duels, duels(ranked.Kemeny{})},
}

func plurality(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	votes, err := c.votes()
	if err != nil {
		return nil, err
	}
	return outcome(ranked.Plurality{}.Decide(votes, tb))
}

// rankings are the ballots themselves.
func (c Case) rankings() (*ballot.Profile, error) {
	if c.Profile == nil {
		return nil, errors.New("this rule needs ballots: count,ranking")
	}
	return c.Profile, nil
}

func runoff(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	p, err := c.rankings()
	if err != nil {
		return nil, err
	}
	return outcome(ranked.InstantRunoff{}.Decide(p, tb))
}

func duels(r ballot.Rule[*ballot.Pairwise, *ballot.Order]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.rankings()
		if err != nil {
			return nil, err
		}
		if n := p.Slate().Len(); n > ballot.MaxPairwise {
			return nil, fmt.Errorf("duels of %d options: want at most %d", n, ballot.MaxPairwise)
		}
		return outcome(r.Decide(p.Pairwise(), tb))
	}
}
