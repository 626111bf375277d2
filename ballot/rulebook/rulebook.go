package rulebook

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A Case is what a rule may need: the votes in one of four forms, and settings.
type Case struct {
	Profile   *ballot.Profile
	Counts    *ballot.Counts
	Tallies   []referendum.Tally
	Matrix    *seats.Matrix
	Seats     int64
	Threshold seats.Threshold
	Alliances [][]string // of lists, for bader-ofer
	Eligible  int64      // the roll of a referendum whose votes are options; 0 is unknown
}

// A Family says what a rule answers with.
type Family uint8

// The families.
const (
	Referendum Family = 1 + iota // *referendum.Result
	Winner                       // *ballot.Order
	Duels                        // *ballot.Order, from duels: the Unranked of Case.Profile is used
	Seats                        // *seats.Allocation: Case.Seats and Case.Threshold are used
	Table                        // *seats.Table: Case.Matrix and Case.Threshold are used
)

// An Entry is a rule by its name.
type Entry struct {
	Name    string   // sainte-lague
	Aliases []string // webster
	About   string   // one line
	Family  Family
	Decide  func(Case, ballot.TieBreak) (ballot.Outcome, error)
}

var book = []Entry{
	{"simple-majority", nil, "more yes than no", Referendum, question(referendum.Majority{})},
	{"absolute-majority", nil, "yes from more than half of the eligible, whom the file or -eligible must tell", Referendum,
		question(referendum.Majority{Of: referendum.Eligible})},
	// As for an amendment of the Swiss constitution: BV art. 140 and 142.
	{"double-majority", nil, "more yes than no among the people, and in more than half of the bodies by weight", Referendum,
		double},
	{"plurality", []string{"first-past-the-post", "fptp"}, "the most first choices, or approvals", Winner, plurality},
	{"instant-runoff", []string{"irv", "alternative-vote", "ranked-choice"},
		"the last go out until one has more than half of the votes that count", Winner, runoff},
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
	{"dhondt", []string{"jefferson", "d-hondt"}, "highest averages, divisors 1, 2, 3; favours large lists", Seats, divisor(seats.DHondt)},
	{"sainte-lague", []string{"webster", "schepers"}, "highest averages, divisors 1, 3, 5; favours nobody", Seats, divisor(seats.SainteLague)},
	{"huntington-hill", []string{"hill", "equal-proportions"}, "highest averages, geometric means; the US House", Seats,
		divisor(seats.HuntingtonHill)},
	{"adams", []string{"smallest-divisors"}, "highest averages, divisors 0, 1, 2; favours small lists", Seats, divisor(seats.Adams)},
	{"hamilton", []string{"hare", "hare-niemeyer", "largest-remainder", "vinton"}, "largest remainders of the exact Hare quota", Seats,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
			return allocate(seats.Quota{Seats: c.Seats, Threshold: c.Threshold}, c, tb)
		}},
	{"bader-ofer", []string{"list-connection"}, "highest averages, divisors 1, 2, 3; allied lists count as one and share", Seats,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
			return allocate(seats.Allied{Seats: c.Seats, Threshold: c.Threshold, Alliances: c.Alliances}, c, tb)
		}},
	{"biproportional", []string{"pukelsheim", "double-pukelsheim", "doppelter-pukelsheim"},
		"seats by district and list, both as due; the threshold is of a district's votes, in one district", Table, table},
}

// Find returns the rule of that name or alias.
func Find(name string) (Entry, bool) {
	for _, e := range book {
		if e.Name == name || slices.Contains(e.Aliases, name) {
			return e, true
		}
	}
	return Entry{}, false
}

// All walks the rules in the order of the book: referendums, winners, seats.
func All() iter.Seq[Entry] { return slices.Values(book) }

func question(r referendum.Rule) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		ts, err := c.Bodies()
		if err != nil {
			return nil, err
		}
		return outcome(r.Decide(ts, tb))
	}
}

// double refuses votes without bodies: of one body it would ask the same twice.
func double(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	if c.Tallies == nil {
		return nil, errors.New("a double majority needs bodies: body,weight,yes,no")
	}
	return outcome(referendum.All(referendum.Majority{}, referendum.Bodies{}).Decide(c.Tallies, tb))
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

func divisor(s seats.Sequence) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return allocate(seats.Divisor{Sequence: s, Seats: c.Seats, Threshold: c.Threshold}, c, tb)
	}
}

func allocate(r ballot.Rule[*ballot.Counts, *seats.Allocation], c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	votes, err := c.votes()
	if err != nil {
		return nil, err
	}
	return outcome(r.Decide(votes, tb))
}

func table(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	if c.Matrix == nil {
		return nil, errors.New("this rule needs districts: district,list,votes and district,seats")
	}
	return outcome(seats.Biproportional{Threshold: c.Threshold}.Decide(c.Matrix, tb))
}

// outcome keeps a nil result from becoming an outcome that is not nil.
func outcome[O ballot.Outcome](o O, err error) (ballot.Outcome, error) {
	if err != nil {
		return nil, err
	}
	return o, nil
}

// votes are the votes per option.
func (c Case) votes() (*ballot.Counts, error) {
	switch {
	case c.Counts != nil:
		return c.Counts, nil
	case c.Profile != nil && c.Profile.Kind() == ballot.Scoring:
		return nil, errors.New("this rule counts first choices or approvals, not scores")
	case c.Profile != nil:
		return c.Profile.Counts(), nil
	}
	return nil, errors.New("no votes per option and no ballots; bodies are for referendums, districts for biproportional")
}

// Bodies are the tallies of a referendum; votes of the options yes and no are one body.
func (c Case) Bodies() ([]referendum.Tally, error) {
	if c.Tallies != nil {
		return c.Tallies, nil
	}
	votes, err := c.votes()
	if err != nil {
		return nil, err
	}
	yes, ok := votes.Slate().Find("yes")
	no, ok2 := votes.Slate().Find("no")
	if !ok || !ok2 || votes.Slate().Len() != 2 {
		return nil, fmt.Errorf("a referendum needs bodies, or the options yes and no (blank and spoilt beside them), not %d options",
			votes.Slate().Len())
	}
	return []referendum.Tally{{
		Yes: votes.Of(yes), No: votes.Of(no), Blank: votes.Blank, Spoilt: votes.Spoilt, Eligible: c.Eligible,
	}}, nil
}
