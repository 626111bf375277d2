package stv

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// surplus is what is above the quota and has not moved.
func (g *gregory) surplus() (sum int64) {
	for _, o := range g.due {
		sum += max(0, g.votes[o]-g.quota)
	}
	if g.Late {
		for _, o := range g.ranking() {
			sum += max(0, g.votes[o]-g.quota)
		}
	}
	return sum
}

// nextSurplus are those whose surplus moves next, nil if none; stands reports a tie that
// nothing broke.
func (g *gregory) nextSurplus() (from []ballot.Option, stands bool, err error) {
	ready := g.ready()
	switch {
	case len(ready) == 0, g.Batch == Deposits && g.open() && !g.material():
		return nil, false, nil
	case g.Together && !(g.Late && (g.Alone || len(ready) > g.places())):
		return ready, false, nil
	}
	var first []ballot.Option
	for _, o := range ready {
		switch {
		case first == nil, g.votes[o] > g.votes[first[0]]:
			first = []ballot.Option{o}
		case g.votes[o] == g.votes[first[0]]:
			first = append(first, o)
		}
	}
	if g.Elder {
		first = g.elder(first)
	}
	if len(first) == 1 {
		return first, false, nil
	}
	in, ok, err := g.settle("the first surplus after", g.SurplusTies, first, 1)
	if !ok || err != nil {
		return nil, !ok, err
	}
	return in, false, nil
}

// ready are those who have a surplus that may move now: with Oldest, those elected in the
// earliest count alone. Who has none is no longer due, unless Zero.
func (g *gregory) ready() []ballot.Option {
	if g.Late {
		all := g.ranking()
		switch {
		case g.places() == 0:
			return nil
		case g.Alone && len(all) <= g.places():
			return all
		}
		return slices.DeleteFunc(all, func(o ballot.Option) bool {
			return g.votes[o] < g.quota || g.votes[o] == g.quota && !g.Zero
		})
	}
	if !g.Zero {
		g.due = slices.DeleteFunc(g.due, func(o ballot.Option) bool { return g.votes[o] <= g.quota })
	}
	if g.Oldest {
		return g.elder(slices.Clone(g.due))
	}
	return slices.Clone(g.due)
}

// elder are those of them who were elected in the earliest count.
func (g *gregory) elder(of []ballot.Option) []ballot.Option {
	for _, o := range g.out.Elected { // in the order of election
		if !slices.Contains(of, o) {
			continue
		}
		for _, c := range slices.Backward(g.out.Counts) {
			if slices.Contains(c.Elected, o) {
				return slices.DeleteFunc(of, func(o ballot.Option) bool { return !slices.Contains(c.Elected, o) })
			}
		}
	}
	return of
}

// transfer moves the surpluses of some in one count. stands reports a tie that nothing
// broke.
func (g *gregory) transfer(from []ballot.Option) (stands bool, err error) {
	c := Count{Action: Surplus, Of: from}
	g.full = g.Complete && !g.Onward && (g.places() == 0 || g.Late && len(from) == g.places())
	if g.Late { // elected now; the papers go to others
		for _, o := range from {
			g.in[o] = false
		}
		g.left -= len(from)
		g.watch.see(g, from)
	}
	for _, o := range from {
		above := max(0, g.votes[o]-g.quota)
		if above > 0 {
			if stands, err := g.followed(&c, o, above); stands || err != nil {
				return stands, err
			}
		}
		g.held[o] = nil
		g.votes[o] -= above
	}
	g.due = slices.DeleteFunc(g.due, func(o ballot.Option) bool { return slices.Contains(from, o) })
	last := g.record(c)
	if g.Late {
		g.out.Elected = append(g.out.Elected, from...)
		last.Elected = append(last.Elected, from...)
	}
	g.elect()
	return false, nil
}

// shed moves what one has above the quota.
func (g *gregory) shed(c *Count, o ballot.Option, above int64) (stands bool, err error) {
	switch g.Value {
	case Available:
		g.available(c, o, above)
	case Equal:
		g.equal(c, o, above, g.held[o])
	case Last:
		g.equal(c, o, above, g.held[o][len(g.held[o])-1:])
	case Scaled, Inclusive:
		return false, g.scaled(c, o, above)
	case Parts:
		return g.whole(c, o, above)
	default:
		g.weighted(c, o, above)
	}
	return false, nil
}

// weighted moves every paper at its value times the surplus over the votes.
func (g *gregory) weighted(c *Count, o ballot.Option, above int64) {
	votes, rest := g.votes[o], above
	c.Value = text(above, g.Decimals) + "/" + text(votes, g.Decimals)
	for _, group := range byValue(g.held[o]) {
		v := value{den: 1}
		switch was := group[0].value.num; g.Value {
		case Twice:
			v.num = share(share(was, above, g.unit), g.unit, votes)
		case Share:
			v.num = share(was, share(above, g.unit, votes), g.unit)
		default:
			v.num = share(was, above, votes)
		}
		for _, p := range group {
			g.move(p)
		}
		rest -= g.credit(c, o, v)
		g.hand(v)
	}
	g.round(c, o, rest)
}

// equal moves every paper of some parcels at the surplus over the number of papers.
func (g *gregory) equal(c *Count, o ballot.Option, above int64, parcels []parcel) {
	v := value{num: above}
	for _, p := range parcels {
		v.den += p.size
		g.move(p)
	}
	v = g.cut(v)
	c.Value = g.valueText(v)
	g.round(c, o, above-g.credit(c, o, v))
	g.hand(v)
}

// available moves the papers that name somebody who is in, at the surplus over their
// number, but at no more than they were worth; what is then left of the surplus is
// exhausted.
func (g *gregory) available(c *Count, o ballot.Option, above int64) {
	received := g.held[o][len(g.held[o])-1]
	g.move(received)
	papers := int64(0)
	for _, to := range g.touched {
		papers += g.to[to].size
	}
	g.to[len(g.to)-1].size = 0 // these papers stay with the one who is elected
	if papers == 0 {
		g.exhaust(c, o, above)
		return
	}
	v := g.cut(value{num: above, den: papers})
	if was := received.value; v.compare(was) >= 0 {
		v = was
		g.exhaust(c, o, above-v.of(papers))
		above = v.of(papers)
	}
	c.Value = g.valueText(v)
	g.round(c, o, above-g.credit(c, o, v))
	g.hand(v)
}

// cut leaves the decimals of a value that the statute keeps.
func (g *gregory) cut(v value) value {
	if g.Fraction {
		return v
	}
	return value{num: v.num / v.den, den: 1}
}

func (g *gregory) valueText(v value) string {
	if v.big != nil {
		return new(big.Rat).Quo(v.big, new(big.Rat).SetInt64(g.unit)).FloatString(9)
	}
	if v.den == 1 {
		return text(v.num, g.Decimals)
	}
	return fmt.Sprintf("%s/%d", text(v.num, g.Decimals), v.den)
}

// byValue groups parcels of one value, the highest first.
func byValue(parcels []parcel) (groups [][]parcel) {
	slices.SortStableFunc(parcels, func(p, q parcel) int { return q.value.compare(p.value) })
	for i, p := range parcels {
		if i == 0 || p.value != parcels[i-1].value && p.value.compare(parcels[i-1].value) != 0 {
			groups = append(groups, parcels[i:i:len(parcels)])
		}
		groups[len(groups)-1] = groups[len(groups)-1][:len(groups[len(groups)-1])+1]
	}
	return groups
}
