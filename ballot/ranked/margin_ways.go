package ranked

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Margin is exact for up to MaxMargin options: by inequalities for all orders of going out.
func (r Coombs) Margin(p *ballot.Profile) (Margin, error) {
	return marginBy(r, p, r.ways)
}

// rivalWays are the ways in which a rival wins, among all.
type rivalWays func(s *system, rival int, all []int) error

// marginBy is the margin of a rule of which the system knows the ways to win of a rival.
func marginBy(r ballot.Rule[*ballot.Profile, *ballot.Order], p *ballot.Profile, ways rivalWays) (Margin, error) {
	if n := p.Slate().Len(); n < 2 {
		return Margin{}, errAlone
	} else if n > MaxMargin {
		return Margin{}, fmt.Errorf("a margin of %d options: %w", n, errTooMany)
	}
	out, err := r.Decide(p, nil)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	return newSystem(p, Margin{1, p.Len() + p.Blank + p.Spoilt}).margin(out.Winners()[0], ways)
}

// without is a set without one of it.
func without(some []int, o int) []int {
	return slices.DeleteFunc(slices.Clone(some), func(x int) bool { return x == o })
}

// knocked puts out, in all ways, one of some who is no better than any other by a score.
func (s *system) knocked(rival int, some []int, score func(ranks []int, o int) int64, next func(left []int) error) error {
	for _, e := range without(some, rival) {
		var rows []inequality
		for _, o := range without(some, e) {
			rows = append(rows, s.row(0, func(ranks []int) int64 { return score(ranks, o) - score(ranks, e) }))
		}
		if err := s.under(rows, func() error { return next(without(some, e)) }); err != nil {
			return err
		}
	}
	return nil
}

// firstsOf scores first choices among some.
func firstsOf(some []int) func(ranks []int, o int) int64 {
	return func(ranks []int, o int) int64 {
		if favourite(ranks, some) == o {
			return 1
		}
		return 0
	}
}

// twelfths of last places share them among up to four; more of them are worse.
const twelfths = 12

func lastsOf(some []int) func(ranks []int, o int) int64 {
	return func(ranks []int, o int) int64 {
		last := bottom(ranks, some)
		if slices.Contains(last, o) {
			return -twelfths / int64(len(last))
		}
		return 0
	}
}

// bordaOf scores duels with the others.
func bordaOf(some []int) func(ranks []int, o int) int64 {
	return func(ranks []int, o int) (sum int64) {
		for _, x := range some {
			sum += duelOf(ranks, o, x)
		}
		return sum
	}
}

// majority says that o has more than half of the first choices among some.
func (s *system) majority(o int, some []int) inequality {
	return s.row(1, func(ranks []int) int64 {
		switch favourite(ranks, some) {
		case o:
			return 1
		case -1:
			return 0
		}
		return -1
	})
}

// not is the opposite of an inequality between whole numbers.
func not(q inequality) inequality {
	terms := make([]int64, len(q.terms))
	for k, t := range q.terms {
		terms[k] = -t
	}
	return inequality{terms, 1 - q.end}
}

// noMajority says that nobody has one.
func (s *system) noMajority(some []int) (rows []inequality) {
	for _, o := range some {
		rows = append(rows, not(s.majority(o, some)))
	}
	return rows
}

func (r Coombs) ways(s *system, rival int, some []int) error {
	if len(some) == 1 {
		return s.won()
	}
	var rows []inequality
	if !r.ToTheEnd {
		if err := s.under([]inequality{s.majority(rival, some)}, s.won); err != nil {
			return err
		}
		rows = s.noMajority(some)
	}
	return s.under(rows, func() error {
		return s.knocked(rival, some, lastsOf(some), func(left []int) error { return r.ways(s, rival, left) })
	})
}

// Margin is exact for up to MaxMargin options, of all ranks: see Coombs.Margin.
func (r TopTwo) Margin(p *ballot.Profile) (Margin, error) {
	if r.Ranks > 0 {
		return Margin{}, fmt.Errorf("%s: its margin is not known", r)
	}
	below, err := rankedBelow(p)
	if err != nil {
		return Margin{}, err
	}
	return marginBy(r, below, r.ways)
}

// rankedBelow is a profile whose options without a rank are below.
func rankedBelow(p *ballot.Profile) (*ballot.Profile, error) {
	q, err := p.On(p.Slate())
	if err != nil {
		return nil, err
	}
	q.Unranked = ballot.Below
	return q, nil
}

func (r TopTwo) ways(s *system, rival int, all []int) error {
	if err := s.under([]inequality{s.majority(rival, all)}, s.won); err != nil {
		return err
	}
	return s.under(s.noMajority(all), func() error {
		for _, other := range without(all, rival) {
			rows := []inequality{s.over(rival, other, 0)}
			firsts := firstsOf(all)
			for _, o := range all {
				for _, two := range []int{rival, other} {
					if o != rival && o != other {
						rows = append(rows, s.row(0, func(ranks []int) int64 { return firsts(ranks, two) - firsts(ranks, o) }))
					}
				}
			}
			if err := s.under(rows, s.won); err != nil {
				return err
			}
		}
		return nil
	})
}

// Margin is exact for up to MaxMargin options.
func (r Bucklin) Margin(p *ballot.Profile) (Margin, error) { return marginBy(r, p, r.ways) }

func (r Bucklin) ways(s *system, rival int, all []int) error {
	reach := func(o, place int) inequality { // more than half put o so high
		return s.row(1, func(ranks []int) int64 {
			switch {
			case ranks[o] > 0 && ranks[o] <= place:
				return 1
			case slices.Max(ranks) == 0: // blank
				return 0
			}
			return -1
		})
	}
	var before []inequality // nobody reaches a place before
	for place := 1; place <= len(all)+1; place++ {
		rows := slices.Clone(before)
		if place <= len(all) {
			rows = append(rows, reach(rival, place))
		}
		for _, o := range without(all, rival) {
			if r.Simplified && place <= len(all) {
				break
			}
			rows = append(rows, s.row(0, func(ranks []int) (lead int64) {
				if ranks[rival] > 0 && ranks[rival] <= place {
					lead++
				}
				if ranks[o] > 0 && ranks[o] <= place {
					lead--
				}
				return lead
			}))
		}
		if err := s.under(rows, s.won); err != nil {
			return err
		}
		for _, o := range all {
			before = append(before, not(reach(o, place)))
		}
	}
	return nil
}

// Margin is exact for up to MaxMargin options: see Coombs.Margin.
func (r BottomTwo) Margin(p *ballot.Profile) (Margin, error) { return marginBy(r, p, r.ways) }

func (r BottomTwo) ways(s *system, rival int, some []int) error {
	if len(some) == 1 {
		return s.won()
	}
	firsts := firstsOf(some)
	for _, e := range without(some, rival) {
		for _, other := range without(some, e) {
			rows := []inequality{s.over(other, e, 0)}
			for _, o := range without(without(some, e), other) {
				for _, low := range []int{e, other} {
					rows = append(rows, s.row(0, func(ranks []int) int64 { return firsts(ranks, o) - firsts(ranks, low) }))
				}
			}
			if err := s.under(rows, func() error { return r.ways(s, rival, without(some, e)) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// beatsAll says that an option wins all duels with others.
func (s *system) beatsAll(o int, some []int) (rows []inequality) {
	for _, x := range without(some, o) {
		rows = append(rows, s.over(o, x, 1))
	}
	return rows
}

// noCondorcet goes on with somebody, in all ways, against whom each does not win.
func (s *system) noCondorcet(of, some []int, next func() error) error {
	if len(of) == 0 {
		return next()
	}
	for _, x := range without(some, of[0]) {
		if err := s.under([]inequality{s.over(x, of[0], 0)}, func() error { return s.noCondorcet(of[1:], some, next) }); err != nil {
			return err
		}
	}
	return nil
}

// Margin is exact for up to MaxMargin options: see Coombs.Margin.
func (r Benham) Margin(p *ballot.Profile) (Margin, error) { return marginBy(r, p, r.ways) }

func (r Benham) ways(s *system, rival int, some []int) error {
	if err := s.under(s.beatsAll(rival, some), s.won); err != nil || len(some) == 1 {
		return err
	}
	return s.noCondorcet(some, some, func() error {
		return s.knocked(rival, some, firstsOf(some), func(left []int) error { return r.ways(s, rival, left) })
	})
}

// Margin is exact for up to MaxMargin options: see Coombs.Margin.
func (r CondorcetRunoff) Margin(p *ballot.Profile) (Margin, error) { return marginBy(r, p, r.ways) }

func (r CondorcetRunoff) ways(s *system, rival int, all []int) error {
	if err := s.under(s.beatsAll(rival, all), s.won); err != nil {
		return err
	}
	var runoff func(some []int) error
	runoff = func(some []int) error {
		if len(some) == 1 {
			return s.won()
		}
		return s.knocked(rival, some, firstsOf(some), runoff)
	}
	return s.noCondorcet(all, all, func() error { return runoff(all) })
}

// Margin is exact for up to MaxMargin options: that of Bucklin whose options without a rank
// are apart.
func (r Fallback) Margin(p *ballot.Profile) (Margin, error) {
	apart, err := p.On(p.Slate())
	if err != nil {
		return Margin{}, err
	}
	apart.Unranked = ballot.Apart
	return marginBy(r, apart, Bucklin{}.ways)
}
