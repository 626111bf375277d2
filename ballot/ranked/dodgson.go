package ranked

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// Dodgson elects the option that needs the fewest swaps of neighbours on ballots to win all
// its duels (Dodgson 1876; Bartholdi, Tovey & Trick, Social Choice and Welfare 6, 1989). An
// option passes those of an equal rank above it all at once, at the cost of a swap for each,
// and so does it leave those of its own rank behind. Options without a rank share the last,
// whatever the profile says of them. The exact number comes from whole-number programming. It
// elects a Condorcet winner; it is not monotonic, and the same ballots many times over can
// elect another (Brandt, Mathematical Logic Quarterly 55, 2009).
type Dodgson struct{}

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = Dodgson{}

// String is the rule in canonical text.
func (Dodgson) String() string { return "dodgson" }

// Decide: see ballot.Rule. Those who are not elected share the second tier. Other ballots than
// rankings and none are errors, as is a search past MaxNodes or MaxPivots.
func (r Dodgson) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electCheapest(r, p, tb, func(w *ballot.Pairwise, c ballot.Option, limit int64) (int64, bool, error) {
		return newLifting(p, w, c).least(limit)
	})
}

// electCheapest elects those with the least cost. price is the cost of an option if it is
// below limit.
func electCheapest(r fmt.Stringer, p *ballot.Profile, tb ballot.TieBreak,
	price func(w *ballot.Pairwise, c ballot.Option, limit int64) (int64, bool, error),
) (*ballot.Order, error) {
	if err := checkRankings(r.String(), p); err != nil {
		return nil, err
	}
	s, w := p.Slate(), below(p).Pairwise()
	best, score := int64(math.MaxInt64-1), make([]int64, s.Len())
	order := options(s) // those who lose least first: they are likely to be cheapest
	lost := lossesOf(w, everyone(s.Len()))
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(lost[b], lost[a]) })
	for i := range score {
		score[i] = math.MinInt64
	}
	for _, c := range order {
		cost, ok, err := price(w, c, best+1)
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", r, s.Name(c), err)
		}
		if ok {
			best, score[c] = cost, -cost
		}
	}
	for c := range score {
		if score[c] < -best {
			score[c] = math.MinInt64
		}
	}
	o, err := finish(r.String(), s, byScore(s, score), nil, tb)
	if err != nil {
		return nil, err
	}
	var steps []Points
	for c := range s.All() {
		if score[c] == -best {
			steps = append(steps, Points{Option: s.Name(c), Points: new(big.Rat).SetInt64(best)})
		}
	}
	o.Reasons = walk(steps)
	return o, nil
}

// below is the profile with options without a rank below.
func below(p *ballot.Profile) *ballot.Profile {
	if p.Unranked == ballot.Below {
		return p
	}
	q := p.Split(1)[0]
	q.Unranked = ballot.Below
	return q
}

// A lifting is the ways to lift an option on ballots, those that are alike together.
type lifting struct {
	need  []int64 // by rival who is not beaten, the margin that is lacking
	costs []int64
	gains [][]int64 // by rival, by way
	most  []ceiling
}

// A way is a lift past some options: what it costs, and what it gains against each rival.
type way struct {
	cost  int64
	gains []int64
}

func newLifting(p *ballot.Profile, w *ballot.Pairwise, c ballot.Option) *lifting {
	l := &lifting{}
	rival := make([]int, w.Slate().Len())
	for d := range w.Slate().All() {
		if rival[d] = -1; d != c && w.Margin(c, d) <= 0 {
			rival[d] = len(l.need)
			l.need = append(l.need, 1-w.Margin(c, d))
		}
	}
	if len(l.need) == 0 {
		return l
	}
	l.gains = make([][]int64, len(l.need))
	var kinds []kind
	for b, n := range p.All() {
		k := kind{n: n, ways: l.waysOn(above(b, w.Slate().Len(), c), rival)}
		for _, x := range k.ways {
			k.key = canon.AppendInt(k.key, x.cost)
			for _, g := range x.gains {
				k.key = canon.AppendInt(k.key, g)
			}
		}
		kinds = append(kinds, k)
	}
	for _, k := range alike(kinds) {
		l.most = append(l.most, ceiling{len(l.costs), len(l.costs) + len(k.ways), k.n})
		for _, x := range k.ways {
			l.costs = append(l.costs, x.cost)
			for d, g := range x.gains {
				l.gains[d] = append(l.gains[d], g)
			}
		}
	}
	return l
}

// A kind is ballots that are alike to a rule.
type kind struct {
	key  []byte
	ways []way
	n    int64
}

// alike puts those with equal keys together, in the order of the keys.
func alike(kinds []kind) []kind {
	slices.SortFunc(kinds, func(a, b kind) int { return bytes.Compare(a.key, b.key) })
	kept := kinds[:0]
	for _, k := range kinds {
		if last := len(kept) - 1; last >= 0 && bytes.Equal(kept[last].key, k.key) {
			kept[last].n += k.n
			continue
		}
		kept = append(kept, k)
	}
	return kept
}

// above are those whom c passes on its way up a ballot: the others of its own rank, which may
// be none, then the ranks above it, the nearest first.
func above(b ballot.Ballot, n int, c ballot.Option) (ranks [][]ballot.Option) {
	marked := false
	for from, to := range places(b) {
		rank := make([]ballot.Option, 0, to-from)
		for _, m := range b[from:to] {
			if m.Option == c {
				marked = true
			} else {
				rank = append(rank, m.Option)
			}
		}
		if ranks = append(ranks, rank); marked {
			break
		}
	}
	if !marked {
		var rest []ballot.Option
		for d := range ballot.Option(n) {
			if d != c && !holds(b, d) {
				rest = append(rest, d)
			}
		}
		ranks = append(ranks, rest)
	}
	slices.Reverse(ranks)
	return ranks
}

// waysOn are the lifts past ranks that gain something. To leave the own rank gains 1 against
// each of it, to pass another 2.
func (l *lifting) waysOn(ranks [][]ballot.Option, rival []int) (ways []way) {
	now, gain := way{gains: make([]int64, len(l.need))}, int64(1)
	for _, rank := range ranks {
		useful := false
		for _, d := range rank {
			now.cost++
			if rival[d] >= 0 {
				now.gains[rival[d]] += gain
				useful = true
			}
		}
		if useful {
			ways = append(ways, way{now.cost, slices.Clone(now.gains)})
		}
		gain = 2
	}
	return ways
}

// least is the least cost of enough lifts.
func (l *lifting) least(limit int64) (int64, bool, error) {
	if len(l.need) == 0 {
		return 0, true, nil
	}
	even := true
	for _, row := range l.gains {
		even = even && !slices.ContainsFunc(row, func(g int64) bool { return g%2 != 0 })
	}
	ends := make([]int64, len(l.need))
	for d, row := range l.gains {
		if ends[d] = -l.need[d]; even {
			ends[d] = -(l.need[d] + 1) / 2
		}
		for j := range row {
			if row[j] = -row[j]; even {
				row[j] /= 2
			}
		}
	}
	return least(l.costs, l.gains, ends, l.most, limit)
}
