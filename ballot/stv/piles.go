package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// piles counts by papers that lie in order and move one by one, each whole: a paper goes to
// the next of its preferences who is in and has not reached the quota by the papers before
// it. Only who is above the quota in the first count has a surplus.
type piles struct {
	*hall
	pile [][]int32 // by option: the papers in the order received
	at   []uint32  // the place in papers.prefs where a paper counts now
	due  []ballot.Option
	cut  bool // who has fewer votes than the floor has gone out
}

func (p *piles) run() error {
	p.first()
	for !p.over() {
		if stands, err := p.step(); stands || err != nil {
			return err
		}
	}
	if w := p.watch; w != nil {
		for _, paper := range p.pile[w.who] {
			w.take(p.papers, paper, value{num: p.unit, den: 1})
		}
	}
	return nil
}

// first lays the papers to their first preferences.
func (p *piles) first() {
	p.pile, p.at = make([][]int32, p.slate.Len()), slices.Clone(p.papers.start)
	for i := range p.papers.count {
		o := p.papers.prefs[p.at[i]]
		p.pile[o] = append(p.pile[o], int32(i))
		p.votes[o]++
		p.follow.put(p.hall, int32(i), o)
	}
	p.setQuota(p.papers.total)
	p.record(Count{Action: First})
	p.elect()
}

// elect elects who has reached the quota.
func (p *piles) elect() {
	reached, _ := p.reached()
	p.seat(reached...)
	for _, o := range reached {
		if p.votes[o] > p.quota {
			p.due = append(p.due, o)
		}
	}
}

// over elects those for whom nothing is left to decide, and reports whether the count ends.
func (p *piles) over() bool {
	if places := p.places(); places > 0 && p.left > places {
		return false
	} else if places > 0 {
		p.seat(p.ranking()...)
	}
	return true
}

// step moves the largest surplus, or puts somebody out. It reports whether a tie stands.
func (p *piles) step() (stands bool, err error) {
	if len(p.due) > 0 {
		return p.surplus()
	}
	if losers := p.below(); !p.cut && len(losers) > 0 {
		p.cut = true
		return p.exclude(losers)
	}
	p.cut = true
	o, ok, err := p.loser(p.lowest(0))
	if !ok || err != nil {
		return !ok, err
	}
	return p.exclude([]ballot.Option{o})
}

// below are those with fewer votes than the floor; nil if too few would stay.
func (p *piles) below() (losers []ballot.Option) {
	for o, in := range p.in {
		if in && p.votes[o] < p.Floor {
			losers = append(losers, ballot.Option(o))
		}
	}
	if p.left-len(losers) < p.places() {
		return nil
	}
	return losers
}

// surplus takes every n-th paper of the largest surplus, n being the votes over the surplus
// to the nearest whole number, then those after each of them, and so on, at last those before
// the n-th, until as many have moved as are above the quota. Papers that name nobody who can
// take them stay; if too many do, the rest of the surplus is exhausted.
func (p *piles) surplus() (stands bool, err error) {
	slices.SortStableFunc(p.due, func(a, b ballot.Option) int { return int(p.votes[b] - p.votes[a]) })
	level := slices.DeleteFunc(slices.Clone(p.due), func(o ballot.Option) bool { return p.votes[o] < p.votes[p.due[0]] })
	if len(level) > 1 {
		in, ok, err := p.settle("the first surplus after", p.SurplusTies, level, 1)
		if !ok || err != nil {
			return !ok, err
		}
		level = in
	}
	from := level[0]
	p.due = slices.DeleteFunc(p.due, func(o ballot.Option) bool { return o == from })
	c := Count{Action: Surplus, Of: level}
	total, above := p.votes[from], p.votes[from]-p.quota
	n := (2*total + above) / (2 * above)
	left, pile := above, p.pile[from]
	take := func(i int64) {
		if left > 0 && p.move(&c, pile[i], from) {
			left--
		}
	}
	for k := n - 1; k < n+n-1; k++ {
		for i := k; i < total; i += n {
			take(i)
		}
	}
	for i := range n - 1 {
		take(i)
	}
	p.pile[from] = slices.DeleteFunc(pile, func(paper int32) bool { return p.papers.prefs[p.at[paper]] != from })
	p.exhaust(&c, from, left)
	p.follow.spread(p, from, left)
	p.note(c)
	return false, nil
}

// exclude puts some out, the fewest votes first, and moves their papers.
func (p *piles) exclude(losers []ballot.Option) (stands bool, err error) {
	c := Count{Action: Exclusion, Of: losers, Out: losers}
	order := slices.Clone(losers)
	for i := range order {
		rest := order[i:]
		slices.SortStableFunc(rest, func(a, b ballot.Option) int { return int(p.votes[a] - p.votes[b]) })
		level := slices.DeleteFunc(slices.Clone(rest), func(o ballot.Option) bool { return p.votes[o] > p.votes[rest[0]] })
		o, ok := level[0], true
		if p.votes[o] > 0 {
			if o, ok, err = p.loser(level); !ok || err != nil {
				return !ok, err
			}
		}
		at := slices.Index(rest, o)
		rest[0], rest[at] = rest[at], rest[0]
	}
	for _, o := range order {
		p.in[o] = false
		p.left--
	}
	for _, o := range order {
		for _, paper := range p.pile[o] {
			if !p.move(&c, paper, o) {
				p.exhaust(&c, o, 1)
				p.follow.put(p.hall, paper, ToNobody)
			}
		}
		p.pile[o] = nil
	}
	p.note(c)
	return false, nil
}

// move gives a paper to the next of its preferences who is in and not yet at the quota; it
// reports whether there is one.
func (p *piles) move(c *Count, paper int32, from ballot.Option) bool {
	end := p.papers.start[paper+1]
	for i := p.at[paper] + 1; i < end; i++ {
		to := p.papers.prefs[i]
		if !p.in[to] || p.votes[to] >= p.quota {
			continue
		}
		p.at[paper] = i
		p.pile[to] = append(p.pile[to], paper)
		p.votes[from]--
		p.votes[to]++
		p.transfer(c, from, to, 1)
		p.follow.put(p.hall, paper, to)
		return true
	}
	return false
}

// exhaust notes papers of from that go to nobody.
func (p *piles) exhaust(c *Count, from ballot.Option, papers int64) {
	if papers > 0 {
		p.votes[from] -= papers
		p.exhausted += papers
		p.transfer(c, from, ToNobody, papers)
	}
}

// transfer notes papers that moved.
func (p *piles) transfer(c *Count, from, to ballot.Option, papers int64) {
	i := slices.IndexFunc(c.Transfers, func(x Transfer) bool { return x.From == from && x.To == to })
	if i < 0 {
		i = len(c.Transfers)
		c.Transfers = append(c.Transfers, Transfer{from, to, 0})
	}
	c.Transfers[i].Votes += papers
}

// note records a count and elects.
func (p *piles) note(c Count) {
	p.record(c)
	p.elect()
}
