package ranked

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A Margin is how many ballots must be changed into others before the winner does not win
// alone any more: a tie is a change too. Least and Most are equal where the number is known,
// otherwise at least so many are needed and so many are enough. It is 0 while a tie stands.
// Blank and spoilt ballots can be changed as well.
type Margin struct{ Least, Most int64 }

// Exact reports whether the number is known.
func (m Margin) Exact() bool { return m.Least == m.Most }

// String is "3 ballots", or "at least 2 and at most 5 ballots".
func (m Margin) String() string {
	switch {
	case m == Margin{1, 1}:
		return "1 ballot"
	case m.Exact():
		return fmt.Sprintf("%d ballots", m.Least)
	}
	return fmt.Sprintf("at least %d and at most %d ballots", m.Least, m.Most)
}

// errAlone says that nobody else can win.
var errAlone = errors.New("one option cannot lose")

// Margin is exact: of the lead over the next, half, rounded up. Every ballot is one vote: for
// approvals see ApprovalMargin.
func (Plurality) Margin(c *ballot.Counts) (Margin, error) {
	votes := votesOf(c)
	if len(votes) < 2 {
		return Margin{}, errAlone
	}
	if c.Total() == 0 {
		return Margin{}, fmt.Errorf("plurality: %w", errNoVotes)
	}
	slices.Sort(votes)
	lead := votes[len(votes)-1] - votes[len(votes)-2]
	return exactly(lead - lead/2), nil
}

func exactly(n int64) Margin { return Margin{n, n} }

// ApprovalMargin is the margin of the most approvals, exact: a ballot that approves of the
// winner and not of a rival counts twice when it is turned round, one that tells them not
// apart once.
func ApprovalMargin(p *ballot.Profile) (Margin, error) {
	if p.Kind() != ballot.Approval {
		return Margin{}, fmt.Errorf("%s ballots are no approvals", p.Kind())
	}
	one := big.NewRat(1, 1)
	return marginOf(p, one, new(big.Rat), func(b ballot.Ballot, row []*big.Rat) {
		for _, m := range b {
			row[m.Option] = one
		}
	})
}

// ScoreMargin is the margin of the greatest sum of scores from 0 to top; an option without a
// mark has the score unmarked. It is exact: see marginOf. A score above top is an error.
func ScoreMargin(p *ballot.Profile, top, unmarked int32) (Margin, error) {
	if p.Kind() != ballot.Scoring {
		return Margin{}, fmt.Errorf("%s ballots are no scores", p.Kind())
	}
	for b := range p.All() {
		for _, m := range b {
			if m.Level > top {
				return Margin{}, fmt.Errorf("%.40q has score %d; want at most %d", p.Slate().Name(m.Option), m.Level, top)
			}
		}
	}
	return marginOf(p, big.NewRat(int64(top), 1), big.NewRat(int64(unmarked), 1), func(b ballot.Ballot, row []*big.Rat) {
		for _, m := range b {
			row[m.Option] = big.NewRat(int64(m.Level), 1)
		}
	})
}

// SumMargin bounds the margin of the greatest sum where a ballot gives an option from 0 to top
// and only the sums of so many ballots are known, blank and spoilt ones too. At least: a change
// takes no more than twice top from a lead. At most: the ballots that do most for the winner
// have at least their part of the lead, and a change takes that and top.
func SumMargin(sums []int64, top, ballots int64) (Margin, error) {
	switch {
	case len(sums) < 2:
		return Margin{}, errAlone
	case top < 1 || ballots < 1:
		return Margin{}, fmt.Errorf("%d ballots of scores up to %d", ballots, top)
	}
	sorted := slices.Sorted(slices.Values(sums))
	lead := new(big.Int).Sub(big.NewInt(sorted[len(sorted)-1]), big.NewInt(sorted[len(sorted)-2]))
	all := new(big.Int).Mul(big.NewInt(top), big.NewInt(ballots))
	if sorted[0] < 0 || big.NewInt(sorted[len(sorted)-1]).Cmp(all) > 0 {
		return Margin{}, fmt.Errorf("sums from %d to %d of %d ballots of scores up to %d", sorted[0], sorted[len(sorted)-1], ballots, top)
	}
	least := upwards(lead, new(big.Int).Mul(big.NewInt(2), big.NewInt(top)))
	most := upwards(new(big.Int).Mul(lead, big.NewInt(ballots)), all.Add(all, lead))
	return Margin{least, most}, nil
}

// upwards is a quotient of numbers that are not below 0, rounded up; it is no more than a
// number of ballots.
func upwards(a, b *big.Int) int64 {
	q, rest := new(big.Int).QuoRem(a, b, new(big.Int))
	return q.Int64() + int64(rest.Sign())
}

// Margin is exact: see marginOf.
func (r Positional) Margin(p *ballot.Profile) (Margin, error) { return placeMargin(r, r.Truncation, p) }

// Margin is exact: see Positional.Margin.
func (r AntiPlurality) Margin(p *ballot.Profile) (Margin, error) {
	return placeMargin(r, r.Truncation, p)
}

// Margin is exact: see Positional.Margin.
func (r Dowdall) Margin(p *ballot.Profile) (Margin, error) { return placeMargin(r, r.Truncation, p) }

// Margin is exact: see Positional.Margin.
func (r PositiveNegative) Margin(p *ballot.Profile) (Margin, error) {
	return placeMargin(r, r.Truncation, p)
}

// Margin is exact for options without a rank that are below: see Positional.Margin.
func (r Borda) Margin(p *ballot.Profile) (Margin, error) {
	if p.Unranked != ballot.Below {
		return Margin{}, errors.New("borda: the margin of options that are apart is not known")
	}
	return placeMargin(bordaVector{r}, r.Truncation, p)
}

// A bordaVector gives a point for each option below.
type bordaVector struct{ Borda }

func (bordaVector) at(place, n int) *big.Rat { return big.NewRat(int64(n-1-place), 1) }

// placeMargin is the margin of points by place. A ballot can put a rival and the winner on
// any two places, or leave one of them without points where those without a rank are apart.
func placeMargin(v vector, t Truncation, p *ballot.Profile) (Margin, error) {
	if t > Highest {
		return Margin{}, fmt.Errorf("%s: no such truncation", v)
	}
	if err := checkRankings(v.String(), p); err != nil {
		return Margin{}, err
	}
	n := p.Slate().Len()
	var points []*big.Rat
	for place := range n {
		points = append(points, v.at(place, n))
	}
	if p.Unranked == ballot.Apart {
		points = append(points, new(big.Rat))
	}
	high := slices.MaxFunc(points, (*big.Rat).Cmp)
	low := slices.MinFunc(points, (*big.Rat).Cmp)
	known := map[[2]int]*big.Rat{}
	value := func(from, to int) *big.Rat {
		at := [2]int{from, to}
		if known[at] == nil {
			known[at] = placing{from: from, to: to}.value(v, t, n)
		}
		return known[at]
	}
	return marginOf(p, new(big.Rat).Sub(high, low), new(big.Rat), func(b ballot.Ballot, row []*big.Rat) {
		if rest := len(b); p.Unranked == ballot.Below && rest < n {
			for o := range row {
				row[o] = value(rest, n)
			}
		}
		for from, to := range places(b) {
			for _, m := range b[from:to] {
				row[m.Option] = value(from, to)
			}
		}
	})
}

// marginOf is the margin of a rule that adds up points, of which a ballot gives a rival at
// most swing more than the winner. For each rival the ballots are changed on which it gains
// most; to draw level it does not need more of them than those. points sets what a ballot gives
// to each option, other than what it gives to one that it does not mark.
func marginOf(p *ballot.Profile, swing, unmarked *big.Rat, points func(b ballot.Ballot, row []*big.Rat)) (Margin, error) {
	n := p.Slate().Len()
	if n < 2 {
		return Margin{}, errAlone
	}
	sums := make([]*big.Rat, n)
	for o := range sums {
		sums[o] = new(big.Rat)
	}
	row, part := make([]*big.Rat, n), new(big.Rat)
	for b, votes := range p.All() {
		fill(row, unmarked)
		points(b, row)
		for o, x := range row {
			sums[o].Add(sums[o], part.Mul(part.SetInt64(votes), x))
		}
	}
	order := make([]ballot.Option, n) // the least lead over it first
	for o := range order {
		order[o] = ballot.Option(o)
	}
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return sums[b].Cmp(sums[a]) })
	best := order[0]
	margin := p.Len() + p.Blank + p.Spoilt
	for _, o := range order[1:] {
		lead := new(big.Rat).Sub(sums[best], sums[o])
		all := new(big.Rat).SetInt64(2 * margin)
		if lead.Cmp(all.Mul(all, swing)) >= 0 { // no ballot takes more than two swings from it
			break
		}
		gains := []gain{{swing, p.Blank + p.Spoilt}}
		for b, votes := range p.All() {
			fill(row, unmarked)
			points(b, row)
			x := new(big.Rat).Sub(row[best], row[o])
			gains = append(gains, gain{x.Add(x, swing), votes})
		}
		margin = min(margin, enough(gains, lead))
	}
	return exactly(margin), nil
}

func fill(row []*big.Rat, x *big.Rat) {
	for o := range row {
		row[o] = x
	}
}

// A gain is what a change of each of so many ballots gives a rival over the winner.
type gain struct {
	gain *big.Rat
	n    int64
}

// enough is how many of the greatest gains make up a lead.
func enough(gains []gain, lead *big.Rat) (n int64) {
	slices.SortStableFunc(gains, func(a, b gain) int { return b.gain.Cmp(a.gain) })
	for _, g := range gains {
		if lead.Sign() <= 0 {
			break
		}
		if g.gain.Sign() <= 0 {
			break
		}
		need := new(big.Rat).Quo(lead, g.gain)
		whole := new(big.Int).Sub(new(big.Int).Add(need.Num(), need.Denom()), big.NewInt(1))
		whole.Quo(whole, need.Denom()) // rounded up
		if whole.IsInt64() && whole.Int64() <= g.n {
			return n + whole.Int64()
		}
		n += g.n
		part := new(big.Rat).SetInt64(g.n)
		lead.Sub(lead, part.Mul(part, g.gain))
	}
	return n
}
