package ranked

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Positional gives points by place and elects the option with the most (Smith 1973; Young,
// SIAM Journal on Applied Mathematics 28, 1975). The place of an option on a ballot is one
// more than the options above it. Options that share places get what Truncation says of
// them; options without a rank share the last places where they are below, and get nothing
// where they are apart. Points are summed exactly. No vector elects every Condorcet winner
// (Fishburn 1973); clones change it.
type Positional struct {
	Points     []vicinia.Ratio // for the first place, the second...; 0 beyond; nil is 1 for the first
	Truncation Truncation
}

// AntiPlurality elects the option with the fewest last places: 1 point for every place but
// the last (see Positional).
type AntiPlurality struct{ Truncation Truncation }

// Dowdall gives 1 point for the first place, 1/2 for the second, 1/3 for the third (Nauru,
// Electoral Act 1971; Reilly, International Political Science Review 23, 2002; see
// Positional).
type Dowdall struct{ Truncation Truncation }

// PositiveNegative gives 1 point for the first place and -1 for the last (García-Lapresta &
// others 2010; see Positional).
type PositiveNegative struct{ Truncation Truncation }

// ModifiedBorda gives a ballot of k ranked options k points for its first, k-1 for its
// second, and so on: it does not reward a ballot for being short (Emerson, Social Choice and
// Welfare 40, 2013). Options that share places share their points; options without a rank get
// nothing.
type ModifiedBorda struct{}

var (
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Positional{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = AntiPlurality{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Dowdall{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = PositiveNegative{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = ModifiedBorda{}
)

// String is the rule in canonical text: "positional 1,1/2 shared".
func (r Positional) String() string {
	if r.Points == nil {
		return "positional 1 " + r.Truncation.String()
	}
	words := make([]string, len(r.Points))
	for i, p := range r.Points {
		num, den := p.Parts()
		words[i] = big.NewRat(num, den).RatString()
	}
	return "positional " + strings.Join(words, ",") + " " + r.Truncation.String()
}

// String is the rule in canonical text: "anti-plurality shared".
func (r AntiPlurality) String() string { return "anti-plurality " + r.Truncation.String() }

// String is the rule in canonical text: "dowdall shared".
func (r Dowdall) String() string { return "dowdall " + r.Truncation.String() }

// String is the rule in canonical text: "positive-negative shared".
func (r PositiveNegative) String() string { return "positive-negative " + r.Truncation.String() }

// String is the rule in canonical text.
func (ModifiedBorda) String() string { return "modified-borda" }

// Decide: see ballot.Rule. Other ballots than rankings, and none, are errors.
func (r Positional) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electByPlace(r, r.Truncation, p, tb)
}

// Decide: see Positional.Decide.
func (r AntiPlurality) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electByPlace(r, r.Truncation, p, tb)
}

// Decide: see Positional.Decide.
func (r Dowdall) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electByPlace(r, r.Truncation, p, tb)
}

// Decide: see Positional.Decide.
func (r PositiveNegative) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electByPlace(r, r.Truncation, p, tb)
}

// Decide: see Positional.Decide. It does not matter whether options without a rank are below.
func (r ModifiedBorda) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("modified-borda", p); err != nil {
		return nil, err
	}
	s := p.Slate()
	halves := make([]int64, s.Len())
	for b, votes := range p.All() {
		for from, to := range places(b) {
			for _, m := range b[from:to] {
				halves[m.Option] += votes * int64(2*len(b)-from-to+1)
			}
		}
	}
	o, err := finish(r.String(), s, byScore(s, halves), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = points(s, halves, 2, o.Tiers)
	return o, nil
}

// places walks the parts of a ballot with equal ranks.
func places(b ballot.Ballot) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for from, to := 0, 0; from < len(b); from = to {
			for to < len(b) && b[to].Level == b[from].Level {
				to++
			}
			if !yield(from, to) {
				return
			}
		}
	}
}

// A vector is what a place gives among n options; places are from 0.
type vector interface {
	fmt.Stringer
	at(place, n int) *big.Rat
}

func (r Positional) at(place, _ int) *big.Rat {
	switch {
	case place < len(r.Points):
		return big.NewRat(r.Points[place].Parts())
	case r.Points == nil && place == 0:
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

func (AntiPlurality) at(place, n int) *big.Rat {
	if place < n-1 {
		return big.NewRat(1, 1)
	}
	return new(big.Rat)
}

func (Dowdall) at(place, _ int) *big.Rat { return big.NewRat(1, int64(place+1)) }

func (PositiveNegative) at(place, n int) *big.Rat {
	points := new(big.Rat)
	if place == 0 {
		points.SetInt64(1)
	}
	if place == n-1 {
		points.Sub(points, big.NewRat(1, 1))
	}
	return points
}

func electByPlace(r vector, t Truncation, p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if t > Highest {
		return nil, fmt.Errorf("%s: no such truncation", r)
	}
	if err := checkRankings(r.String(), p); err != nil {
		return nil, err
	}
	sums := byPlace(r, t, p)
	s := p.Slate()
	tiers := s.Tiers(func(a, b ballot.Option) int { return sums[b].Cmp(sums[a]) })
	o, err := finish(ruleOfBallots(r, p), s, tiers, nil, tb)
	if err != nil {
		return nil, err
	}
	steps := make([]Points, 0, s.Len())
	for _, a := range slices.Concat(o.Tiers...) {
		steps = append(steps, Points{Option: s.Name(a), Points: sums[a]})
	}
	o.Reasons = walk(steps)
	return o, nil
}

// A placing is places that options share, and how many ballots put each of them there.
type placing struct {
	from, to int
	votes    []int64 // by option, and last to be added to all
}

// placings count the ballots by the places that they give, so that few sums are exact ones.
type placings struct {
	n    int
	all  []placing
	find map[[2]int]int
}

func (c *placings) row(from, to int) []int64 {
	at, ok := c.find[[2]int{from, to}]
	if !ok {
		at = len(c.all)
		c.find[[2]int{from, to}] = at
		c.all = append(c.all, placing{from: from, to: to, votes: make([]int64, c.n+1)})
	}
	return c.all[at].votes
}

// add counts a ballot; those it does not rank share the last places if they are below.
func (c *placings) add(b ballot.Ballot, votes int64, below bool) {
	for from, to := range places(b) {
		row := c.row(from, to)
		for _, m := range b[from:to] {
			row[m.Option] += votes
		}
	}
	if below && len(b) < c.n {
		row := c.row(len(b), c.n)
		row[c.n] += votes
		for _, m := range b {
			row[m.Option] -= votes
		}
	}
}

// value is what each option at shared places gets.
func (r placing) value(v vector, t Truncation, n int) *big.Rat {
	switch t {
	case Lowest:
		return v.at(r.to-1, n)
	case Highest:
		return v.at(r.from, n)
	}
	sum := new(big.Rat)
	for place := r.from; place < r.to; place++ {
		sum.Add(sum, v.at(place, n))
	}
	return sum.Mul(sum, big.NewRat(1, int64(r.to-r.from)))
}

// byPlace adds up points over their common denominator.
func byPlace(v vector, t Truncation, p *ballot.Profile) []*big.Rat {
	n := p.Slate().Len()
	c := placings{n: n, find: map[[2]int]int{}}
	for b, votes := range p.All() {
		c.add(b, votes, p.Unranked == ballot.Below)
	}
	values, den := make([]*big.Rat, len(c.all)), big.NewInt(1)
	for i, row := range c.all {
		values[i] = row.value(v, t, n)
		common := new(big.Int).GCD(nil, nil, den, values[i].Denom())
		den = new(big.Int).Mul(den, common.Quo(values[i].Denom(), common))
	}
	sums, part := make([]*big.Int, n), new(big.Int)
	for o := range sums {
		sums[o] = new(big.Int)
	}
	for i, row := range c.all {
		value := new(big.Int).Mul(values[i].Num(), new(big.Int).Quo(den, values[i].Denom()))
		for o, sum := range sums {
			sum.Add(sum, part.Mul(value, part.SetInt64(row.votes[o]+row.votes[n])))
		}
	}
	points := make([]*big.Rat, n)
	for o, sum := range sums {
		points[o] = new(big.Rat).SetFrac(sum, den)
	}
	return points
}
