package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/rated"
)

// winners are plurality, then the rules on duels, then those on rankings.
var winners = func() (all []Entry) {
	all = append(all, Entry{"plurality", []string{"first-past-the-post", "fptp"}, "the most first choices, or approvals", Winner, plurality})
	for _, r := range onDuels {
		all = append(all, Entry{r.name, r.aliases, r.about, Duels, duels(r.rule)})
	}
	for _, r := range onRankings {
		all = append(all, Entry{r.name, r.aliases, r.about, Rankings, ballots(r.rule)})
	}
	return append(all, Entry{"maximal-lottery", []string{"maximal-lotteries", "essential", "fishburn-lottery"},
		"exact chances against which no option wins on average; a winner is who has one", Duels, lottery})
}()

var onDuels = []struct {
	name    string
	aliases []string
	about   string
	rule    ballot.Rule[*ballot.Pairwise, *ballot.Order]
}{
	{"schulze", []string{"beatpath", "schulze-winning-votes"}, "strongest paths of won duels, by winning votes", ranked.Schulze{}},
	{"schulze-margins", []string{"beatpath-margins"}, "strongest paths of won duels, by margins", ranked.Schulze{Measure: ranked.Margins}},
	{"schulze-lexical", []string{"schulze-debian"}, "strongest paths of won duels, by winning votes and, of equal ones, the fewer losing; Debian",
		ranked.Schulze{Measure: ranked.Lexical}},
	{"schulze-ratios", []string{"schulze-ratio"}, "strongest paths of won duels, by votes for over votes against", ranked.Schulze{Measure: ranked.Ratios}},
	{"schulze-losing-votes", nil, "strongest paths of won duels, by the fewest losing votes", ranked.Schulze{Measure: ranked.LosingVotes}},
	{"ranked-pairs", []string{"tideman"}, "won duels are locked, the strongest by winning votes first", ranked.RankedPairs{}},
	{"ranked-pairs-margins", []string{"tideman-margins"}, "won duels are locked, the strongest by margins first",
		ranked.RankedPairs{Measure: ranked.Margins}},
	{"river", nil, "ranked pairs, one locked duel over each option at most, by winning votes", ranked.River{}},
	{"river-margins", nil, "ranked pairs, one locked duel over each option at most, by margins", ranked.River{Measure: ranked.Margins}},
	{"split-cycle", nil, "in every circle of won duels the least is dropped; nobody may defeat the winner", ranked.SplitCycle{}},
	{"stable-voting", []string{"stable"}, "the widest duel that Split Cycle allows, by who would win without the loser", ranked.StableVoting{}},
	{"simple-stable-voting", nil, "the widest duel whose first would win without the second", ranked.StableVoting{Simple: true}},
	{"minimax", []string{"simpson", "simpson-kramer"}, "the least bad worst duel, by winning votes", ranked.Minimax{}},
	{"minimax-margins", nil, "the least bad worst duel, by margins", ranked.Minimax{Measure: ranked.Margins}},
	{"minimax-opposition", []string{"mmpo"}, "the fewest votes against in any duel", ranked.Minimax{Measure: ranked.Opposition}},
	{"leximax", []string{"leximin"}, "the least bad worst duel by margins, then the next worst", ranked.Leximax{}},
	{"copeland", nil, "the most duels won, half for an even one", ranked.Copeland{}},
	{"copeland-borda", []string{"copeland-local-borda"}, "the most duels won; of equal ones Borda among them",
		ranked.Among(ranked.Copeland{}, ranked.Borda{})},
	{"copeland-minimax", []string{"copeland-local-minimax"}, "the most duels won; of equal ones the least bad worst duel among them, by margins",
		ranked.Among(ranked.Copeland{}, ranked.Minimax{Measure: ranked.Margins})},
	{"smith-minimax", []string{"condorcet-smith-minimax"}, "the least bad worst duel, by margins, among the Smith set",
		ranked.Among(ranked.Smith{}, ranked.Minimax{Measure: ranked.Margins})},
	{"llull", nil, "the most duels won or even", ranked.Llull{}},
	{"borda", []string{"borda-count"}, "a point for each option ranked below, half for each not told apart", ranked.Borda{}},
	{"borda-lowest", []string{"borda-pessimistic", "domination-borda"},
		"a point for each option ranked below; with -unranked apart, the modified count", ranked.Borda{Truncation: ranked.Lowest}},
	{"borda-highest", []string{"borda-optimistic", "non-domination-borda"}, "a point for each option not ranked above",
		ranked.Borda{Truncation: ranked.Highest}},
	{"black", []string{"blacks"}, "the winner of all duels, or else Borda's", ranked.Black{}},
	{"baldwin", []string{"total-vote-runoff"}, "the last by Borda goes out, until one is left", ranked.Baldwin{}},
	{"nanson", []string{"weak-nanson"}, "all at or below the average of Borda go out, until one is left", ranked.Nanson{}},
	{"nanson-below", []string{"strict-nanson"}, "all below the average of Borda go out, until one is left", ranked.Nanson{Below: true}},
	{"raynaud", nil, "who lost its worst duel the worst goes out, by winning votes", ranked.Raynaud{}},
	{"raynaud-margins", nil, "who lost its worst duel the worst goes out, by margins", ranked.Raynaud{Measure: ranked.Margins}},
	{"loss-trimmer", nil, "the greatest sum of lost margins goes out, until one wins all duels", ranked.LossTrimmer{}},
	{"simplified-dodgson", nil, "the least sum of lost margins", ranked.SimplifiedDodgson{}},
	{"kemeny", []string{"kemeny-young"}, "the order that the ballots disagree with least, by exact search", ranked.Kemeny{}},
	{"slater", nil, "the order that turns the fewest won duels round, by exact search", ranked.Slater{}},
	{"condorcet", []string{"condorcet-winner"}, "who wins all duels, before the others; who loses all, after", ranked.Condorcet{}},
	{"smith", []string{"smith-set", "top-cycle", "getcha"}, "the smallest set that wins all duels with the others", ranked.Smith{}},
	{"schwartz", []string{"schwartz-set", "gocha"}, "those whom nobody reaches by won duels and is not reached back", ranked.Schwartz{}},
	{"uncovered", []string{"uc-gill", "uncovered-gillies"}, "the uncovered set of Gillies", ranked.Uncovered{}},
	{"uncovered-fishburn", []string{"uc-fish"}, "the uncovered set of Fishburn", ranked.Uncovered{Covering: ranked.Fishburn}},
	{"uncovered-bordes", []string{"uc-bordes"}, "the uncovered set of Bordes", ranked.Uncovered{Covering: ranked.Bordes}},
	{"uncovered-mckelvey", []string{"uc-mckelvey"}, "the uncovered set of McKelvey", ranked.Uncovered{Covering: ranked.McKelvey}},
	{"uncovered-weighted", []string{"weighted-covering"}, "those whom nobody covers by margins", ranked.Uncovered{Covering: ranked.Weighted}},
	{"banks", []string{"banks-set"}, "the heads of the longest chains of won duels", ranked.Banks{}},
	{"bipartisan", []string{"bipartisan-set", "bp"}, "those with a chance in a lottery over won duels", ranked.Bipartisan{}},
}

type onRanking struct {
	name    string
	aliases []string
	about   string
	rule    ballot.Rule[*ballot.Profile, *ballot.Order]
}

var onRankings = []onRanking{
	{"instant-runoff", []string{"irv", "alternative-vote", "ranked-choice", "hare-single"},
		"the last go out until one has more than half of the votes that count", ranked.InstantRunoff{}},
	{"instant-runoff-rctab", []string{"irv-rctab"}, "one goes out at a time, write-ins first; an overvote exhausts, as RCTab counts by default",
		ranked.InstantRunoff{Overvote: ranked.ExhaustAny, Batch: ranked.One, WriteIn: writeIns}},
	{"instant-runoff-maine", []string{"irv-maine"}, "sure losers go out together, write-ins first; an overvote and two skipped ranks exhaust",
		ranked.InstantRunoff{Overvote: ranked.ExhaustAny, Batch: ranked.Most, Skips: 2, WriteIn: writeIns}},
	{"approval-runoff", []string{"approval-irv"}, "ballots count for all who share their first place; the last goes out", ranked.ApprovalRunoff{}},
	{"split-runoff", []string{"split-irv"}, "ballots are shared by those who share their first place; the last goes out", ranked.ApprovalRunoff{Split: true}},
	{"top-two", []string{"contingent-vote", "plurality-with-runoff"}, "of the two with the most first choices, who wins their duel", ranked.TopTwo{}},
	{"supplementary-vote", nil, "top-two by first and second ranks alone", ranked.TopTwo{Ranks: 2}},
	{"anti-plurality", []string{"veto"}, "the fewest last places", ranked.AntiPlurality{}},
	{"positive-negative", []string{"positive-negative-voting"}, "the most first places less last ones", ranked.PositiveNegative{}},
	{"dowdall", []string{"nauru"}, "1, 1/2, 1/3... points by place", ranked.Dowdall{}},
	{"modified-borda", []string{"mbc"}, "k points for the first of k ranks, 1 for the last", ranked.ModifiedBorda{}},
	{"bucklin", nil, "places are added until one has more than half; then the most", ranked.Bucklin{}},
	{"simplified-bucklin", nil, "places are added until some have more than half", ranked.Bucklin{Simplified: true}},
	{"fallback", []string{"fallback-voting"}, "Bucklin over the ranks given; the most if nobody has more than half", ranked.Fallback{}},
	{"coombs", nil, "the most last places go out, until one has more than half of the first", ranked.Coombs{}},
	{"benham", nil, "the fewest first choices go out, until one wins all duels", ranked.Benham{}},
	{"tideman-alternative", []string{"tideman-alternative-smith", "alternative-smith"},
		"the Smith set stays, the fewest first choices go out, and again", ranked.TidemanAlternative{}},
	{"tideman-alternative-schwartz", []string{"tideman-alternative-gocha", "alternative-schwartz"},
		"the Schwartz set stays, the fewest first choices go out, and again", ranked.TidemanAlternative{Schwartz: true}},
	{"woodall", nil, "the fewest first choices go out, until one of the Smith set is left", ranked.Woodall{}},
	{"smith-runoff", []string{"smith-irv", "smith-av"}, "instant runoff among the Smith set", ranked.SmithRunoff{}},
	{"condorcet-runoff", []string{"condorcet-irv", "condorcet-av"}, "the winner of all duels, or else of instant runoff", ranked.CondorcetRunoff{}},
	{"condorcet-plurality", nil, "the winner of all duels, or else of plurality", ranked.CondorcetPlurality{}},
	{"bottom-two", []string{"bottom-two-runoff", "btr-irv", "bottom-two-runoff-instant-runoff"},
		"of the two with the fewest first choices, who loses their duel goes out", ranked.BottomTwo{}},
	{"daunou", nil, "the winner of all duels, or else of plurality without losers of all duels", ranked.Daunou{}},
	{"superior", []string{"superior-voting"}, "the most first choices, one's own and of those one beats", ranked.Superior{}},
	{"dodgson", []string{"carroll"}, "the fewest swaps on ballots to win all duels, by exact search", ranked.Dodgson{}},
	{"young", nil, "the fewest ballots left out to lose no duel, by exact search", ranked.Young{}},
	{"young-strong", nil, "the fewest ballots left out to win all duels, by exact search", ranked.Young{Strong: true}},
	{"descending-solid-coalitions", []string{"dsc"}, "sets of options that ballots put first narrow down who wins, those of the most ballots first",
		ranked.DescendingCoalitions{}},
	{"descending-acquiescing-coalitions", []string{"dac"}, "the same by sets before which ballots put nobody else",
		ranked.DescendingCoalitions{Acquiescing: true}},
}

// writeIns are all who are not listed, as format.ReadRCTab and format.ReadCDF call them.
const writeIns = "Undeclared Write-ins"

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
	return c.Profile.Ranked(), nil
}

// duelled are the ballots if they are not too many options for a matrix.
func (c Case) duelled() (*ballot.Profile, error) {
	p, err := c.rankings()
	if err != nil {
		return nil, err
	}
	if n := p.Slate().Len(); n > ballot.MaxPairwise {
		return nil, fmt.Errorf("duels of %d options: want at most %d", n, ballot.MaxPairwise)
	}
	return p, nil
}

// matrix is that of the duels: of the ballots, or as it was published.
func (c Case) matrix() (*ballot.Pairwise, error) {
	if c.Profile == nil && c.Duels != nil {
		return c.Duels, nil
	}
	p, err := c.duelled()
	if err != nil {
		return nil, err
	}
	return p.Pairwise(), nil
}

func ballots(r ballot.Rule[*ballot.Profile, *ballot.Order]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.rankings()
		if err != nil {
			return nil, err
		}
		rule, err := c.settled(r)
		if err != nil {
			return nil, err
		}
		return followed(c, rule, p, tb)
	}
}

func duels(r ballot.Rule[*ballot.Pairwise, *ballot.Order]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		w, err := c.matrix()
		if err != nil {
			return nil, err
		}
		return followed(c, r, w, tb)
	}
}

func lottery(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	w, err := c.matrix()
	if err != nil {
		return nil, err
	}
	return outcome(ranked.MaximalLottery{}.Decide(w, tb))
}

// Margin is how many ballots must be changed before the winner of a rule does not win alone
// any more; ok is false for rules of which that is not computed. Scores are changed up to the
// best that was given. Of sums (Case.Counts, Case.Duels, Case.Levels) it may be bounded where of
// ballots it is exact. See ranked.Margin.
func (e Entry) Margin(c Case) (m ranked.Margin, ok bool, err error) {
	switch e.Name {
	case "plurality", "approval":
		return measured(c.approved(e.Name))
	case "score":
		return measured(c.scored(0, 0))
	case "combined-approval":
		return measured(c.scored(1, 2))
	}
	for _, r := range onDuels {
		if r.name != e.Name {
			continue
		}
		if c.Profile == nil && c.Duels != nil {
			return measured(ranked.MatrixMargin(r.rule, c.Duels))
		}
		p, err := c.duelled()
		if err != nil {
			return m, false, err
		}
		if b, ok := r.rule.(ranked.Borda); ok && p.Unranked == ballot.Below {
			return measured(b.Margin(p))
		}
		return measured(ranked.DuelMargin(r.rule, p))
	}
	for _, r := range onRankings {
		if r.name != e.Name || c.Profile == nil {
			continue
		}
		rule, err := c.settled(r.rule)
		if runoff, ok := rule.(ranked.InstantRunoff); ok && err == nil {
			return measured(runoff.MarginWithin(c.Profile, c.endings()))
		}
		if of, ok := rule.(interface {
			Margin(*ballot.Profile) (ranked.Margin, error)
		}); ok && err == nil {
			return measured(of.Margin(c.Profile))
		}
	}
	if e.Family == Grades {
		return e.graded(c)
	}
	return m, false, nil
}

// endings are how many ends of a count its margin looks at: all if Case.Close asks for them, else
// fewer the more ballots there are.
func (c Case) endings() int {
	if c.Close {
		return ranked.MaxEndings
	}
	return min(ranked.MaxEndings, max(10, 300_000/(c.Profile.Distinct()+1_000)))
}

// graded is the margin of a rule on scores, if its ballots are known.
func (e Entry) graded(c Case) (m ranked.Margin, ok bool, err error) {
	p, err := c.scores()
	if err != nil {
		return m, false, nil
	}
	var q inquiry
	if _, err := e.Decide(c, &q); !errors.Is(err, errAsked) {
		return m, false, err
	}
	switch r := q.rule.(type) {
	case rated.STAR:
		return measured(r.Margin(p, max(r.Top, best(p.Histogram()))))
	case interface {
		Margin(*ballot.Profile, int32) (ranked.Margin, error)
	}:
		return measured(r.Margin(p, best(p.Histogram())))
	case interface {
		Margin(*ballot.Profile) (ranked.Margin, error)
	}:
		return measured(r.Margin(p))
	}
	return m, false, nil
}

func measured(m ranked.Margin, err error) (ranked.Margin, bool, error) { return m, err == nil, err }

// approved is the margin of the most votes, several of which may be on a ballot.
func (c Case) approved(rule string) (ranked.Margin, error) {
	votes, err := c.votes()
	if err != nil {
		return ranked.Margin{}, err
	}
	if c.Profile != nil && c.Profile.Kind() == ballot.Approval {
		return ranked.ApprovalMargin(c.Profile)
	}
	var sums []int64
	all := votes.Blank + votes.Spoilt
	for o := range votes.Slate().All() {
		sums = append(sums, votes.Of(o))
		all += votes.Of(o)
	}
	if c.Ballots == all || c.Ballots == 0 && rule == "plurality" {
		return ranked.Plurality{}.Margin(votes)
	}
	if c.Ballots > 0 {
		all = c.Ballots
	}
	return ranked.SumMargin(sums, 1, all)
}

// scored is the margin of the greatest sum of scores up to the best that was given, at least to
// least.
func (c Case) scored(unmarked, least int32) (ranked.Margin, error) {
	if c.Profile != nil {
		p, err := c.scores()
		if err != nil {
			return ranked.Margin{}, err
		}
		return ranked.ScoreMargin(p, max(least, best(p.Histogram())), unmarked)
	}
	if c.Levels == nil {
		return ranked.Margin{}, errors.New("no scores")
	}
	h := c.Levels
	sums := make([]int64, h.Slate().Len())
	for o := range sums {
		sums[o] = int64(unmarked) * h.Unmarked(ballot.Option(o))
	}
	for m, n := range h.All() {
		sums[m.Option] += int64(m.Level) * n
	}
	return ranked.SumMargin(sums, int64(max(least, best(h))), h.Ballots())
}

// best is the greatest score that was given.
func best(h *ballot.Histogram) (top int32) {
	for m := range h.All() {
		top = max(top, m.Level)
	}
	return top
}
