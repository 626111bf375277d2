package ranked

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Limits of an exact margin of a rule that has no form of its own for it.
const (
	MaxMargin        = 4     // options: 75 ways to rank them
	MaxMarginSystems = 2_000 // systems of inequalities that are solved
)

// A system says in inequalities on the numbers of ballots how a rival can win, alone or
// level with others, and finds the fewest changed ballots with which they hold. Where a rule
// leaves it open how, its ways are tried one after the other, and left where they cost as
// much as the best so far.
type system struct {
	slate  *ballot.Slate
	n      int
	kinds  [][]int // what a ballot can be: by option its rank, 0 for none that counts
	have   []int64 // how many ballots are of each kind
	rows   []inequality
	known  int64 // so many changes are needed
	best   int64 // so many are enough
	now    int64 // so many are needed for the rows
	looked int
}

// An inequality says that the ballots, by kind times terms, add up to end at least.
type inequality struct {
	terms []int64
	end   int64
}

// newSystem has the ballots of a profile and all that they can become, within what is known
// of the margin.
func newSystem(p *ballot.Profile, m Margin) *system {
	s := &system{slate: p.Slate(), n: p.Slate().Len(), known: m.Least, best: m.Most}
	below := p.Unranked == ballot.Below
	for b, votes := range p.All() {
		s.add(ranksOf(b, s.n, below), votes)
	}
	s.add(make([]int, s.n), p.Blank+p.Spoilt)
	var grow func(b ballot.Ballot, o int)
	grow = func(b ballot.Ballot, o int) {
		if o == s.n {
			if len(b) > 0 && (!below || len(b) == s.n) { // below, all others are as one of these
				slices.SortFunc(b, func(x, y ballot.Mark) int { return cmp.Compare(x.Level, y.Level) })
				s.add(ranksOf(b, s.n, below), 0)
			}
			return
		}
		grow(slices.Clone(b), o+1)
		for level := range s.n {
			grow(append(slices.Clone(b), ballot.Mark{Option: ballot.Option(o), Level: int32(level + 1)}), o+1)
		}
	}
	grow(nil, 0)
	return s
}

// ranksOf are the places on a ballot, by option; those without a mark are last or have none.
func ranksOf(b ballot.Ballot, n int, below bool) []int {
	ranks := make([]int, n)
	if below && len(b) > 0 {
		for o := range ranks {
			ranks[o] = len(b) + 1
		}
	}
	for from, to := range places(b) {
		for _, m := range b[from:to] {
			ranks[m.Option] = from + 1
		}
	}
	return ranks
}

func (s *system) add(ranks []int, votes int64) {
	at := slices.IndexFunc(s.kinds, func(kind []int) bool { return slices.Equal(kind, ranks) })
	if at < 0 {
		at = len(s.kinds)
		s.kinds, s.have = append(s.kinds, ranks), append(s.have, 0)
	}
	s.have[at] += votes
}

// row is the inequality with terms of each kind.
func (s *system) row(end int64, term func(ranks []int) int64) inequality {
	terms := make([]int64, len(s.kinds))
	for k, ranks := range s.kinds {
		terms[k] = term(ranks)
	}
	return inequality{terms, end}
}

// margin is the fewest changes with which anybody but the winner wins.
func (s *system) margin(winner ballot.Option, ways rivalWays) (Margin, error) {
	all := make([]int, s.n)
	for o := range all {
		all[o] = o
	}
	for _, rival := range without(all, int(winner)) {
		if err := ways(s, rival, all); err != nil {
			return Margin{}, err
		}
	}
	return exactly(s.best), nil
}

// under goes on with more inequalities, unless they cost as much as the best.
func (s *system) under(rows []inequality, next func() error) error {
	if s.best <= s.known {
		return nil
	}
	held, now := len(s.rows), s.now
	s.rows = append(s.rows, rows...)
	cost, ok, err := s.cost()
	if err == nil && ok {
		s.now = cost
		err = next()
	}
	s.rows, s.now = s.rows[:held], now
	return err
}

// won takes the rows as they are: with them a rival wins.
func (s *system) won() error {
	s.best = min(s.best, s.now)
	return nil
}

// cost is the fewest changes with which the rows hold, if they are fewer than the best.
// Kinds that are equal in all rows are one, and nothing is changed into a kind than which
// another is at least as good in all rows.
func (s *system) cost() (int64, bool, error) {
	if s.looked++; s.looked > MaxMarginSystems {
		return 0, false, fmt.Errorf("more than %d systems for a margin: %w", MaxMarginSystems, errTooMany)
	}
	columns, held := s.columns()
	into := make([]int, 0, len(columns))
	for i, c := range columns {
		better := func(d []int64) bool { return &d[0] != &c[0] && atLeast(d, c) }
		if len(c) == 0 || !slices.ContainsFunc(columns, better) {
			into = append(into, i)
		}
	}
	var from []int
	var most []ceiling
	for i, n := range held {
		if n > 0 {
			at := len(into) + len(from)
			from, most = append(from, i), append(most, ceiling{at, at + 1, n})
		}
	}
	vars := len(into) + len(from)
	costs, more, less := make([]int64, vars), make([]int64, vars), make([]int64, vars)
	for v := range vars {
		more[v], less[v] = -1, 1
		if v < len(into) {
			costs[v], more[v], less[v] = 1, 1, -1
		}
	}
	rows, ends := [][]int64{more, less}, []int64{0, 0} // as many are added as are taken away
	for r, row := range s.rows {
		terms, end := make([]int64, vars), -row.end
		for v, i := range into {
			terms[v] = -columns[i][r]
		}
		for v, i := range from {
			terms[len(into)+v] = columns[i][r]
		}
		for i, n := range held {
			end += columns[i][r] * n
		}
		rows, ends = append(rows, terms), append(ends, end)
	}
	return least(costs, rows, ends, most, s.best)
}

// columns are the terms of the kinds that differ, and how many ballots are of them.
func (s *system) columns() (columns [][]int64, held []int64) {
	for k := range s.kinds {
		column := make([]int64, len(s.rows))
		for r, row := range s.rows {
			column[r] = row.terms[k]
		}
		at := slices.IndexFunc(columns, func(c []int64) bool { return slices.Equal(c, column) })
		if at < 0 {
			at = len(columns)
			columns, held = append(columns, column), append(held, 0)
		}
		held[at] += s.have[k]
	}
	return columns, held
}

func atLeast(a, b []int64) bool {
	for i := range a {
		if a[i] < b[i] {
			return false
		}
	}
	return true
}

// over says that a wins its duel with b by so much at least.
func (s *system) over(a, b int, by int64) inequality {
	return s.row(by, func(ranks []int) int64 { return duelOf(ranks, a, b) })
}

// duelOf is what a ballot gives a against b.
func duelOf(ranks []int, a, b int) int64 {
	switch {
	case ranks[a] == ranks[b] || ranks[a] == 0 || ranks[b] == 0:
		return 0
	case ranks[a] < ranks[b]:
		return 1
	}
	return -1
}

// favourite is the one whom a ballot puts before all others of some, or -1.
func favourite(ranks []int, some []int) int {
	first, alone := -1, false
	for _, o := range some {
		switch {
		case ranks[o] == 0:
		case first < 0 || ranks[o] < ranks[first]:
			first, alone = o, true
		case ranks[o] == ranks[first]:
			alone = false
		}
	}
	if !alone {
		return -1
	}
	return first
}

// bottom are those of some whom a ballot puts behind the others, if there are others.
func bottom(ranks []int, some []int) (last []int) {
	marked := 0
	for _, o := range some {
		if ranks[o] == 0 {
			continue
		}
		marked++
		if len(last) > 0 && ranks[o] > ranks[last[0]] {
			last = last[:0]
		}
		if len(last) == 0 || ranks[o] == ranks[last[0]] {
			last = append(last, o)
		}
	}
	if len(last) == marked {
		return nil
	}
	return last
}
