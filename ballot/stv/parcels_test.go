package stv_test

import (
	"cmp"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A sorter counts paper by paper the statutes that have an order of papers: which came last,
// and which are worth most.
type sorter struct {
	*table
	law      *stv.Statute
	seats    int
	quota    *big.Rat
	elected  []ballot.Option
	waiting  [][]ballot.Option // those elected together, whose surplus has not moved
	batch    map[*paper]int
	brought  map[receipt]*big.Rat
	count    int
	gone     *big.Rat // exhausted or lost
	tallies  []string
	tieFound bool
}

// A receipt is what a candidate got at once.
type receipt struct {
	by    ballot.Option
	batch int
}

// moveAll moves papers at one value and credits what they come to for each candidate, cut.
// It returns the sum, and what those that go to nobody are worth.
func (s *sorter) moveAll(papers []*paper, worth *big.Rat) (sum, nobody *big.Rat) {
	s.count++
	got := map[ballot.Option]int64{}
	for _, x := range papers {
		s.pass(x)
		x.worth, s.batch[x] = worth, s.count
		got[x.holder()]++
	}
	sum, nobody = new(big.Rat), new(big.Rat)
	for o, n := range got {
		units := cut(times(frac(n, 1), worth), s.law.Decimals)
		if o < 0 {
			nobody = units
			continue
		}
		s.votes[o], s.brought[receipt{o, s.count}] = plus(s.votes[o], units), units
		sum.Add(sum, units)
	}
	return sum, nobody
}

func (s *sorter) with(o ballot.Option) (papers []*paper) {
	for _, x := range s.papers {
		if x.holder() == o {
			papers = append(papers, x)
		}
	}
	return papers
}

// note writes a tally down.
func (s *sorter) note() {
	line := ""
	for o := ballot.Option(0); int(o) < len(s.votes); o++ {
		line += s.votes[o].RatString() + " "
	}
	s.tallies = append(s.tallies, line)
}

func (s *sorter) elect() {
	if s.law.Requota && len(s.elected) == 0 {
		s.quota = s.newQuota()
	}
	s.note()
	var now []ballot.Option
	for again := true; again && len(s.elected) < s.seats; {
		again = false
		order := s.ranked()
		if len(order) == 0 {
			break
		}
		top := order[len(order)-1]
		active := frac(int64(len(s.papers)), 1)
		active.Sub(active, s.gone)
		for _, o := range s.elected {
			kept := s.votes[o]
			if kept.Cmp(s.quota) > 0 {
				kept = s.quota
			}
			active.Sub(active, kept)
		}
		enough := over(active, frac(int64(s.seats-len(s.elected)+1), 1))
		if s.votes[top].Cmp(s.quota) >= 0 || s.law.Active && s.votes[top].Cmp(enough) >= 0 {
			if len(order) > 1 && s.votes[order[len(order)-2]].Cmp(s.votes[top]) == 0 && len(s.elected)+1 == s.seats {
				s.tieFound = true
				return
			}
			s.in[top] = false
			s.elected, now, again = append(s.elected, top), append(now, top), true
		}
	}
	if now != nil {
		s.waiting = append(s.waiting, now)
	}
}

func (s *sorter) newQuota() *big.Rat {
	valid := frac(int64(len(s.papers)), int64(s.seats+1))
	if s.law.Quota == stv.Up {
		return up(minus(valid, over(s.gone, frac(int64(s.seats+1), 1))), s.law.Decimals)
	}
	return plus(cut(valid, 0), frac(1, 1))
}

// surplus returns whose surplus is next, and the sum of all.
func (s *sorter) surplus() (from ballot.Option, sum *big.Rat) {
	from, sum = -1, new(big.Rat)
	for _, together := range s.waiting {
		first := from < 0
		for _, o := range together {
			above := minus(s.votes[o], s.quota)
			if above.Sign() <= 0 {
				continue
			}
			sum.Add(sum, above)
			switch {
			case from >= 0 && !first && s.law.Oldest:
			case from < 0 || s.votes[o].Cmp(s.votes[from]) > 0:
				from = o
			case s.votes[o].Cmp(s.votes[from]) == 0:
				s.tieFound = true
			}
		}
	}
	return from, sum
}

func (s *sorter) moveSurplus(from ballot.Option) {
	above := minus(s.votes[from], s.quota)
	papers := s.with(from)
	if s.law.Value == stv.Inclusive {
		s.scale(from, over(above, s.votes[from]))
		return
	}
	var worth *big.Rat
	if s.law.Value == stv.Equal {
		worth = over(above, frac(int64(len(papers)), 1))
	} else {
		last := 0
		for _, x := range papers {
			last = max(last, s.batch[x])
		}
		papers = slices.DeleteFunc(papers, func(x *paper) bool {
			if s.batch[x] != last || s.law.Value == stv.Last {
				return s.batch[x] != last
			}
			on := *x
			s.pass(&on)
			return on.holder() < 0
		})
		if len(papers) > 0 {
			worth = over(above, frac(int64(len(papers)), 1))
			if s.law.Value == stv.Available && worth.Cmp(papers[0].worth) > 0 {
				worth = papers[0].worth
			}
		}
	}
	if len(papers) > 0 {
		if !s.law.Fraction {
			worth = cut(worth, s.law.Decimals)
		}
		sum, _ := s.moveAll(papers, worth)
		above = minus(above, sum)
	}
	s.settled(from, above)
}

// scale moves the papers of a surplus set by set, as they came, each at a fraction of its worth.
func (s *sorter) scale(from ballot.Option, fraction *big.Rat) {
	papers, above := s.with(from), minus(s.votes[from], s.quota)
	slices.SortStableFunc(papers, func(x, y *paper) int { return cmp.Compare(s.batch[x], s.batch[y]) })
	for len(papers) > 0 {
		n := 1
		for n < len(papers) && s.batch[papers[n]] == s.batch[papers[0]] {
			n++
		}
		sum, _ := s.moveAll(papers[:n], times(papers[0].worth, fraction))
		above, papers = minus(above, sum), papers[n:]
	}
	s.settled(from, above)
}

// settled ends the transfer of a surplus.
func (s *sorter) settled(from ballot.Option, lost *big.Rat) {
	s.gone = plus(s.gone, lost)
	s.votes[from] = s.quota
	for i := range s.waiting {
		s.waiting[i] = slices.DeleteFunc(slices.Clone(s.waiting[i]), func(o ballot.Option) bool { return o == from })
	}
	s.elect()
}

// turn is the order in which papers of those who go out move.
func (s *sorter) turn(x, y *paper) int {
	if s.law.Parcels == stv.InOrder {
		return cmp.Compare(s.batch[x], s.batch[y])
	}
	if (s.law.Parcels == stv.FirstsByValue || s.law.Parcels == stv.FirstsApart) && (s.batch[x] == 0) != (s.batch[y] == 0) {
		return cmp.Compare(s.batch[x], s.batch[y])
	}
	return y.worth.Cmp(x.worth)
}

// putOut moves the papers of losers, the highest value first.
func (s *sorter) putOut(losers []ballot.Option) {
	for _, o := range losers {
		s.in[o] = false
	}
	if s.law.Fill == stv.Early && len(s.ranked()) <= s.seats-len(s.elected) {
		s.note()
		return
	}
	var papers []*paper
	for _, o := range losers {
		papers = append(papers, s.with(o)...)
	}
	slices.SortStableFunc(papers, s.turn)
	for len(papers) > 0 {
		n := 1
		for n < len(papers) && s.turn(papers[n], papers[0]) == 0 {
			n++
		}
		worth := papers[0].worth
		from := map[receipt]bool{}
		for _, x := range papers[:n] {
			from[receipt{x.holder(), s.batch[x]}] = true
		}
		sum, _ := s.moveAll(papers[:n], worth)
		for r := range from {
			s.votes[r.by] = minus(s.votes[r.by], s.brought[r])
			s.gone.Add(s.gone, s.brought[r])
		}
		s.gone.Sub(s.gone, sum)
		if papers = papers[n:]; len(papers) == 0 {
			break
		}
		if s.elect(); len(s.elected) == s.seats || s.tieFound || s.law.Fill == stv.Between && len(s.ranked()) <= s.seats-len(s.elected) {
			return
		}
	}
	s.elect()
}

// lowest are those who go out.
func (s *sorter) lowest(sum *big.Rat) []ballot.Option {
	order := s.ranked()
	most := len(order) - (s.seats - len(s.elected))
	if s.law.Batch != stv.Single {
		together, n := new(big.Rat).Set(sum), 0
		for i := range most {
			together.Add(together, s.votes[order[i]])
			if together.Cmp(s.votes[order[i+1]]) < s.mayEqual() {
				n = i + 1
			}
		}
		if n > 0 {
			s.tieFound = s.tieFound || s.votes[order[n-1]].Cmp(s.votes[order[n]]) == 0
			return order[:n]
		}
	}
	return order[:1]
}

// mayEqual is 1 where those who go out together may together equal the next.
func (s *sorter) mayEqual() int {
	if s.law.Batch == stv.UpTo {
		return 1
	}
	return 0
}

// ahead reports whether the first has no less than all others and the surpluses, for the last
// place.
func (s *sorter) ahead(order []ballot.Option, sum *big.Rat) bool {
	if s.law.Lead != stv.AsMany || s.seats != len(s.elected)+1 {
		return false
	}
	others := new(big.Rat).Set(sum)
	for _, o := range order[:len(order)-1] {
		others.Add(others, s.votes[o])
	}
	top := s.votes[order[len(order)-1]]
	return top.Cmp(others) >= 0 && top.Cmp(s.votes[order[len(order)-2]]) > 0
}

// run counts. It stops where it meets a tie.
func (s *sorter) run() []ballot.Option {
	s.gone, s.batch, s.brought = new(big.Rat), map[*paper]int{}, map[receipt]*big.Rat{}
	for o := range s.in {
		s.votes[o] = s.sum(o)
		s.brought[receipt{o, 0}] = s.votes[o]
	}
	s.quota = s.newQuota()
	for s.elect(); len(s.elected) < s.seats && !s.tieFound; {
		order := s.ranked()
		from, sum := s.surplus()
		if len(order) <= s.seats-len(s.elected) && (s.law.Fill != stv.Drawn || sum.Sign() == 0) {
			return append(s.elected, order...)
		}
		if s.ahead(order, sum) {
			return append(s.elected, order[len(order)-1])
		}
		losers := s.lowest(sum)
		wait := s.law.Defer && (len(losers) > 1 || plus(sum, s.votes[losers[0]]).Cmp(s.votes[order[1]]) < s.mayEqual())
		switch {
		case s.tieFound:
		case from >= 0 && !wait:
			s.moveSurplus(from)
		case s.law.Pair && len(order) == 2 && s.seats == len(s.elected)+1:
			s.tieFound = s.votes[order[0]].Cmp(s.votes[order[1]]) == 0
			return append(s.elected, order[1])
		case len(losers) == 1 && s.votes[order[0]].Cmp(s.votes[order[1]]) == 0:
			s.tieFound = true
		default:
			s.putOut(losers)
		}
	}
	return s.elected
}

// The statutes that look at the papers received last, or at their values, elect and tally
// as a count by hand does, wherever that meets no tie.
func TestAgainstSortingByHand(t *testing.T) {
	for _, law := range []*stv.Statute{
		stv.ERS97, stv.ACT2008, stv.ACT2020, stv.Senate2021, stv.NorthernIreland1985, stv.Tasmania2004, stv.Victoria2018, stv.WesternAustralia1987,
	} {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(9, cmp.Or(uint64(law.Decimals), 1)))
			compared := 0
			for range 250 {
				p, seats := draw(t, rng)
				s := &sorter{table: deal(p, law.Decimals), law: law, seats: seats}
				want := s.run()
				if s.tieFound {
					continue
				}
				compared++
				out, trail, err := stv.Contest{Statute: law, Seats: int64(seats)}.Follow(p, nil)
				require.NoError(t, err)
				require.NoError(t, out.Check())
				slices.Sort(want)
				require.Equal(t, want, out.Winners(), "%q", lines(out))
				lie(t, trail, s.papers)
				for i, c := range out.Counts {
					line := ""
					for _, v := range c.Tally {
						line += over(frac(v, 1), frac(unitOf(law), 1)).RatString() + " "
					}
					require.Equal(t, s.tallies[i], line, "count %d of %q", i+1, lines(out))
				}
			}
			assert.Greater(t, compared, 100)
		})
	}
}

// unitOf is how many units a vote has.
func unitOf(law *stv.Statute) int64 {
	unit := int64(1)
	for range law.Decimals {
		unit *= 10
	}
	return unit
}
