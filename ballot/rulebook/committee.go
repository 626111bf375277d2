package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// approved is a rule on approvals, and elect makes it for so many seats.
type (
	approved = ballot.Rule[*ballot.Profile, *committee.Committee]
	elect    = func(seats int) approved
)

var committees = []Entry{
	{"av", []string{"multiwinner-approval", "approval-committee"}, "the most approvals; not proportional", Committee,
		members(func(n int) approved { return committee.Approval{Seats: n} })},
	{"sav", []string{"satisfaction-approval"}, "the most votes, where a ballot's options share one", Committee,
		members(func(n int) approved { return committee.Approval{Seats: n, Split: true} })},
	{"pav", []string{"proportional-approval"}, "the best committee, if members are worth 1, 1/2, 1/3 to a voter; by exact search", Committee,
		thiele(committee.Harmonic, committee.Optimal)},
	{"slav", nil, "the best committee, if members are worth 1, 1/3, 1/5 to a voter; by exact search", Committee,
		thiele(committee.OddHarmonic, committee.Optimal)},
	{"cc", []string{"chamberlin-courant"}, "the committee that leaves the fewest voters without a member; by exact search", Committee,
		thiele(committee.Once, committee.Optimal)},
	{"lex-cc", []string{"lexcc"}, "the fewest voters without a member, then with one alone, and so on; by exact search", Committee,
		thiele(committee.Lexicographic, committee.Optimal)},
	{"cc-adams", nil, "the fewest voters without a member, then members worth 1, 1/2, 1/3 beyond the first; by exact search", Committee,
		thiele(committee.AdamsScale, committee.Optimal)},
	{"geometric", []string{"geom2", "geom"}, "the best committee, if members are worth 1, 1/2, 1/4 to a voter; by exact search", Committee,
		thiele(committee.Geometric(vicinia.Frac(2, 1)), committee.Optimal)},
	{"seq-pav", []string{"seqpav", "rrv-approval", "spav"}, "members worth 1, 1/2, 1/3 to a voter, one by one", Committee,
		thiele(committee.Harmonic, committee.Sequential)},
	{"revseq-pav", []string{"revseqpav"}, "members worth 1, 1/2, 1/3 to a voter, put out one by one", Committee,
		thiele(committee.Harmonic, committee.ReverseSequential)},
	{"seq-slav", []string{"seqslav"}, "members worth 1, 1/3, 1/5 to a voter, one by one", Committee,
		thiele(committee.OddHarmonic, committee.Sequential)},
	{"revseq-slav", []string{"revseqslav"}, "members worth 1, 1/3, 1/5 to a voter, put out one by one", Committee,
		thiele(committee.OddHarmonic, committee.ReverseSequential)},
	{"seq-geometric", []string{"seqgeom2"}, "members worth 1, 1/2, 1/4 to a voter, one by one", Committee,
		thiele(committee.Geometric(vicinia.Frac(2, 1)), committee.Sequential)},
	{"revseq-geometric", []string{"revseqgeom2"}, "members worth 1, 1/2, 1/4 to a voter, put out one by one", Committee,
		thiele(committee.Geometric(vicinia.Frac(2, 1)), committee.ReverseSequential)},
	{"revseq-cc", []string{"revseqcc"}, "a member for as many voters as can be, put out one by one", Committee,
		thiele(committee.Once, committee.ReverseSequential)},
	{"seq-cc", []string{"seqcc"}, "a member for as many voters without one as can be, one by one", Committee,
		thiele(committee.Once, committee.Sequential)},
	{"seq-phragmen", []string{"seqphragmen", "phragmen"}, "voters carry the cost of their members, the least load first", Committee,
		members(func(n int) approved { return committee.Phragmen{Seats: n} })},
	{"minimax-phragmen", []string{"minimaxphragmen"}, "the committee whose cost weighs least on the voter who carries most; by exact search", Committee,
		members(func(n int) approved { return committee.Balanced{Seats: n} })},
	{"leximax-phragmen", []string{"leximaxphragmen"}, "the same, then on the voter who carries most of the others, and so on", Committee,
		members(func(n int) approved { return committee.Balanced{Seats: n, Leximax: true} })},
	{"maximin-support", []string{"mms"}, "the least supported member has as much as can be, one by one", Committee,
		members(func(n int) approved { return committee.MaximinSupport{Seats: n} })},
	{"monroe", nil, "the committee that represents most voters in equal parts; by exact search", Committee,
		members(func(n int) approved { return committee.Monroe{Seats: n} })},
	{"greedy-monroe", nil, "who represents most voters takes an equal part of them, one by one; -tie order: the first in the file", Committee,
		members(func(n int) approved { return committee.GreedyMonroe{Seats: n} })},
	{"minimax-av", []string{"minimaxav"}, "the committee nearest to the ballot farthest from it; by exact search", Committee,
		members(func(n int) approved { return committee.Minimax{Seats: n} })},
	{"lex-minimax-av", []string{"lexminimaxav"}, "the same, then with the fewest ballots so far, and so on", Committee,
		members(func(n int) approved { return committee.Minimax{Seats: n, Lexicographic: true} })},
	{"equal-shares", []string{"mes", "rule-x", "equal-shares-with-seqphragmen-completion"}, "supporters pay for members from equal shares; -completion phragmen, unless it says none, approvals or money",
		Committee, shares("phragmen")},
	{"equal-shares-with-av-completion", nil, "equal shares, then by approvals", Committee, shares("approvals")},
	{"equal-shares-with-increment-completion", nil, "equal shares, raised until all seats are taken", Committee, shares("money")},
	{"equal-shares-without-completion", []string{"equal-shares-without-phragmen-phase", "rule-x-without-phragmen-phase", "rule-x-without-completion"},
		"equal shares, which may leave seats empty", Committee, shares("none")},
	{"phragmen-enestroem", []string{"enestroem-phragmen", "phragmen-first-method"}, "who has the richest supporters, who pay by what they have, one by one",
		Committee, members(func(n int) approved { return committee.Enestrom{Seats: n} })},
	{"consensus", []string{"consensus-rule"}, "who has the richest supporters, who pay alike and go into debt, one by one", Committee,
		members(func(n int) approved { return committee.Consensus{Seats: n} })},
	{"e-pluribus-hugo", []string{"eph", "sdv-lpe"}, "of the two with the fewest shared votes the less approved goes out, one by one", Committee,
		members(func(n int) approved { return committee.Hugo{Seats: n} })},
	{"rsd", []string{"random-serial-dictator"}, "voters are drawn, and all whom they approve elected, one by one; the lot is -tie lot:SEED", Committee,
		members(func(n int) approved { return committee.SerialDictator{Seats: n} })},
	{"trivial", nil, "every committee is as good as any other", Committee,
		members(func(n int) approved { return committee.Trivial{Seats: n} })},
}

// For is the rule that the name of the entry means for such ballots; nil is none. Adams is a
// divisor of seats, and of approvals the scale of a committee.
func (e Entry) For(p *ballot.Profile) Entry {
	if e.Name == "adams" && p != nil && p.Kind() == ballot.Approval {
		e, _ = Find("cc-adams")
	}
	return e
}

// approvals are the ballots, as approvals.
func (c Case) approvals() (*ballot.Profile, error) {
	switch {
	case c.Profile == nil:
		return nil, errors.New("this rule needs ballots: count,approvals")
	case c.Seats < 1 || c.Seats > ballot.MaxOptions:
		return nil, fmt.Errorf("%d seats: want 1 to %d", c.Seats, ballot.MaxOptions)
	}
	return c.Profile, nil
}

func members(rule elect) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.approvals()
		if err != nil {
			return nil, err
		}
		return decided(rule(int(c.Seats)), p, tb)
	}
}

func thiele(s committee.Scale, by committee.Search) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return members(func(n int) approved { return committee.Thiele{Seats: n, Scale: s, Search: by} })
}

// shares is equal shares with the completion of the case, or its own.
func shares(own string) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		word := own
		if c.Completion != "" {
			word = c.Completion
		}
		for by := committee.Incomplete; by <= committee.CompleteMoney; by++ {
			if by.String() == word {
				return members(func(n int) approved { return committee.EqualShares{Seats: n, Completion: by} })(c, tb)
			}
		}
		return nil, fmt.Errorf("no completion %q of equal shares for committees: want none, phragmen, approvals or money", word)
	}
}
