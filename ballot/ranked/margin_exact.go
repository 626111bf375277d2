package ranked

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// duelWays are the ways in which a rival wins by a rule on duels; nil is not known.
func duelWays(r ballot.Rule[*ballot.Pairwise, *ballot.Order], n int) rivalWays {
	switch r := r.(type) {
	case Baldwin:
		return baldwinWays
	case Nanson:
		return r.ways
	case Kemeny:
		return kemenyWays
	case Black:
		return blackWays
	case Borda:
		if r.Truncation == Shared {
			return bordaWays
		}
	case Minimax:
		if r.Measure != WinningVotes {
			return r.ways
		}
	case Copeland, Llull, Condorcet, Smith, Schwartz, Banks, Slater, Bipartisan:
		return signs{rule: r}.ways
	case Uncovered:
		if r.Covering != Weighted {
			return signs{rule: r}.ways
		}
	}
	if n < 4 && byMarginsAlone(r) {
		return signs{rule: r, strengths: true}.ways
	}
	return nil
}

// byMarginsAlone reports whether a rule looks at nothing but which margins are greater.
func byMarginsAlone(r ballot.Rule[*ballot.Pairwise, *ballot.Order]) bool {
	switch r := r.(type) {
	case Schulze:
		return r.Measure == Margins
	case RankedPairs:
		return r.Measure == Margins
	case River:
		return r.Measure == Margins
	case SplitCycle, StableVoting, Leximax:
		return true
	}
	return false
}

func baldwinWays(s *system, rival int, some []int) error {
	if len(some) == 1 {
		return s.won()
	}
	return s.knocked(rival, some, bordaOf(some), func(left []int) error { return baldwinWays(s, rival, left) })
}

// ways puts out every set of some that is at or below the average, whose points are 0.
func (r Nanson) ways(s *system, rival int, some []int) error {
	if len(some) == 1 {
		return s.won()
	}
	least := int64(1) // of those who stay
	if r.Below {
		least = 0
	}
	borda := bordaOf(some)
	points := func(o int) inequality {
		return s.row(least, func(ranks []int) int64 { return borda(ranks, o) })
	}
	var level []inequality
	for _, o := range some {
		even := s.row(0, func(ranks []int) int64 { return borda(ranks, o) })
		level = append(level, even, not(inequality{even.terms, 1}))
	}
	if err := s.under(level, s.won); err != nil { // all are equal, a tie
		return err
	}
	for set := 1; set < 1<<len(some); set++ {
		var rows []inequality
		var left []int
		for i, o := range some {
			if set>>i&1 == 1 {
				left, rows = append(left, o), append(rows, points(o))
			} else {
				rows = append(rows, not(points(o)))
			}
		}
		if len(left) == len(some) || !slices.Contains(left, rival) {
			continue
		}
		if err := s.under(rows, func() error { return r.ways(s, rival, left) }); err != nil {
			return err
		}
	}
	return nil
}

// bordaWays is no fewer points than anybody.
func bordaWays(s *system, rival int, all []int) error {
	borda := bordaOf(all)
	var rows []inequality
	for _, o := range without(all, rival) {
		rows = append(rows, s.row(0, func(ranks []int) int64 { return borda(ranks, rival) - borda(ranks, o) }))
	}
	return s.under(rows, s.won)
}

func blackWays(s *system, rival int, all []int) error {
	if err := s.under(s.beatsAll(rival, all), s.won); err != nil {
		return err
	}
	return s.noCondorcet(all, all, func() error { return bordaWays(s, rival, all) })
}

// kemenyWays is an order with the rival first with which the ballots agree as much as with any.
func kemenyWays(s *system, rival int, all []int) error {
	agree := func(order []int) func(ranks []int) int64 {
		return func(ranks []int) (sum int64) {
			for i, a := range order {
				for _, b := range order[i+1:] {
					sum += duelOf(ranks, a, b)
				}
			}
			return sum
		}
	}
	orders := permutations(all)
	for _, best := range orders {
		if best[0] != rival {
			continue
		}
		ours := agree(best)
		var rows []inequality
		for _, order := range orders {
			theirs := agree(order)
			rows = append(rows, s.row(0, func(ranks []int) int64 { return ours(ranks) - theirs(ranks) }))
		}
		if err := s.under(rows, s.won); err != nil {
			return err
		}
	}
	return nil
}

func permutations(some []int) (all [][]int) {
	if len(some) == 0 {
		return [][]int{nil}
	}
	for _, o := range some {
		for _, rest := range permutations(without(some, o)) {
			all = append(all, append([]int{o}, rest...))
		}
	}
	return all
}

// ways gives everybody else a duel that is as bad as any of the rival.
func (r Minimax) ways(s *system, rival int, all []int) error {
	against := func(ranks []int, a, b int) int64 {
		if r.Measure == Opposition {
			return max(0, duelOf(ranks, b, a))
		}
		return duelOf(ranks, b, a)
	}
	var give func(others []int) error
	give = func(others []int) error {
		if len(others) == 0 {
			return s.won()
		}
		for _, b := range without(all, others[0]) {
			var rows []inequality
			for _, x := range without(all, rival) {
				rows = append(rows, s.row(0, func(ranks []int) int64 { return against(ranks, others[0], b) - against(ranks, rival, x) }))
			}
			if err := s.under(rows, func() error { return give(others[1:]) }); err != nil {
				return err
			}
		}
		return nil
	}
	return give(without(all, rival))
}

// A signs asks a rule on duels that looks at who wins them and, with strengths, at which
// margins are greater: for all that these can be.
type signs struct {
	rule      ballot.Rule[*ballot.Pairwise, *ballot.Order]
	strengths bool
}

// A side is a duel of a with b: who wins it, and over how many others by more.
type side struct {
	a, b     int
	sign     int64
	stronger int64
}

func (g signs) ways(s *system, rival int, all []int) error {
	var duels []*side
	for i, a := range all {
		for _, b := range all[i+1:] {
			duels = append(duels, &side{a: a, b: b})
		}
	}
	return g.sign(s, rival, duels, duels)
}

// sign goes on with who wins each of the duels that are open.
func (g signs) sign(s *system, rival int, duels, open []*side) error {
	if len(open) == 0 {
		return g.compare(s, rival, duels, g.pairs(duels))
	}
	d := open[0]
	for _, way := range []struct {
		sign int64
		rows []inequality
	}{
		{1, []inequality{s.over(d.a, d.b, 1)}},
		{-1, []inequality{s.over(d.b, d.a, 1)}},
		{0, []inequality{s.over(d.a, d.b, 0), s.over(d.b, d.a, 0)}},
	} {
		d.sign = way.sign
		if err := s.under(way.rows, func() error { return g.sign(s, rival, duels, open[1:]) }); err != nil {
			return err
		}
	}
	return nil
}

// pairs are those of won duels whose margins count.
func (g signs) pairs(duels []*side) (pairs [][2]*side) {
	for i, d := range duels {
		for _, e := range duels[i+1:] {
			if g.strengths && d.sign != 0 && e.sign != 0 {
				pairs = append(pairs, [2]*side{d, e})
			}
		}
	}
	return pairs
}

// compare goes on with which margin of each pair is the greater.
func (g signs) compare(s *system, rival int, duels []*side, pairs [][2]*side) error {
	if len(pairs) == 0 {
		return g.ask(s, rival, duels)
	}
	d, e := pairs[0][0], pairs[0][1]
	lead := s.row(1, func(ranks []int) int64 { return d.sign*duelOf(ranks, d.a, d.b) - e.sign*duelOf(ranks, e.a, e.b) })
	level := inequality{lead.terms, 0}
	next := func() error { return g.compare(s, rival, duels, pairs[1:]) }
	for _, way := range []struct {
		over *side
		rows []inequality
	}{{d, []inequality{lead}}, {e, []inequality{not(level)}}, {new(side), []inequality{level, not(lead)}}} {
		way.over.stronger++
		err := s.under(way.rows, next)
		way.over.stronger--
		if err != nil {
			return err
		}
	}
	return nil
}

// ask decides by such duels.
func (g signs) ask(s *system, rival int, duels []*side) error {
	const even = 100 // more than a margin
	m := make([]int64, s.n*s.n)
	for _, d := range duels {
		m[d.a*s.n+d.b] = even + d.sign*(1+d.stronger)
		m[d.b*s.n+d.a] = even - d.sign*(1+d.stronger)
	}
	w, err := ballot.NewPairwise(s.slate, ballot.Below, 2*even, m)
	if err != nil {
		return err
	}
	outs, err := ballot.Universes(ballot.MaxAgreed, func(tb ballot.TieBreak) (*ballot.Order, error) { return g.rule.Decide(w, tb) })
	if err != nil {
		return err
	}
	for _, o := range outs {
		if slices.Contains(o.Winners(), ballot.Option(rival)) {
			return s.won()
		}
	}
	return nil
}
