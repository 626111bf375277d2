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

// Young elects the option that wins or draws all its duels when the fewest ballots are left
// out (Young, Journal of Economic Theory 16, 1977). Options without a rank are below,
// whatever the profile says of them. The exact number comes from whole-number programming.
// It elects a Condorcet winner, with others who lose no duel.
type Young struct {
	Strong bool // it must win them; who cannot is not elected
}

var (
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Dodgson{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Young{}
)

// String is the rule in canonical text.
func (Dodgson) String() string { return "dodgson" }

// String is the rule in canonical text.
func (r Young) String() string {
	if r.Strong {
		return "young strong"
	}
	return "young"
}

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
	type kind struct {
		key  []byte
		ways []way
		n    int64
	}
	var kinds []kind
	for b, n := range p.All() {
		ways := l.waysOn(b, w.Slate().Len(), rival, c)
		if len(ways) == 0 {
			continue
		}
		var key []byte
		for _, x := range ways {
			key = canon.AppendInt(key, x.cost)
			for _, g := range x.gains {
				key = canon.AppendInt(key, g)
			}
		}
		kinds = append(kinds, kind{key, ways, n})
	}
	slices.SortFunc(kinds, func(a, b kind) int { return bytes.Compare(a.key, b.key) })
	for i, k := range kinds {
		if i > 0 && bytes.Equal(k.key, kinds[i-1].key) {
			l.most[len(l.most)-1].most += k.n
			continue
		}
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

// waysOn are the lifts of c on a ballot that end above some rival.
func (l *lifting) waysOn(b ballot.Ballot, n int, rival []int, c ballot.Option) (ways []way) {
	at := slices.IndexFunc(b, func(m ballot.Mark) bool { return m.Option == c })
	now := way{gains: make([]int64, len(l.need))}
	pass := func(rank []ballot.Option, gain int64) {
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
	}
	var ranks [][]ballot.Option // c's own without c, then those above it
	if at < 0 {
		var rest []ballot.Option
		for d := range n {
			if o := ballot.Option(d); o != c && !holds(b, o) {
				rest = append(rest, o)
			}
		}
		ranks = append(ranks, rest)
	}
	var above [][]ballot.Option
	for from, to := range places(b) {
		if at >= 0 && from > at {
			break
		}
		var rank []ballot.Option
		for _, m := range b[from:to] {
			if m.Option != c {
				rank = append(rank, m.Option)
			}
		}
		above = append(above, rank)
	}
	slices.Reverse(above)
	for i, rank := range append(ranks, above...) {
		gain := int64(2)
		if i == 0 {
			gain = 1
		}
		pass(rank, gain)
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

// Decide: see Dodgson.Decide.
func (r Young) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electCheapest(r, p, tb, func(w *ballot.Pairwise, c ballot.Option, limit int64) (int64, bool, error) {
		spare := int64(0)
		if r.Strong {
			spare = 1
		}
		return r.least(p, w, c, spare, limit)
	})
}

// least is how few ballots must go for c to lead all by spare.
func (r Young) least(p *ballot.Profile, w *ballot.Pairwise, c ballot.Option, spare, limit int64) (int64, bool, error) {
	type kind struct {
		views []byte // by option: 0 c is above, 1 level, 2 below
		n     int64
	}
	var kinds []kind
	for b, n := range p.All() {
		views := make([]byte, w.Slate().Len())
		at := slices.IndexFunc(b, func(m ballot.Mark) bool { return m.Option == c })
		for d := range views {
			if at < 0 {
				views[d] = 1
			}
		}
		for _, m := range b {
			switch {
			case at < 0 || m.Level < b[at].Level:
				views[m.Option] = 2
			case m.Level == b[at].Level:
				views[m.Option] = 1
			}
		}
		if slices.Contains(views, 2) {
			kinds = append(kinds, kind{views, n})
		}
	}
	slices.SortFunc(kinds, func(a, b kind) int { return bytes.Compare(a.views, b.views) })
	var costs []int64
	var most []ceiling
	rows, ends := make([][]int64, 0, w.Slate().Len()), make([]int64, 0, w.Slate().Len())
	for d := range w.Slate().All() {
		if d != c {
			rows, ends = append(rows, nil), append(ends, w.Margin(c, d)-spare)
		}
	}
	for i, k := range kinds {
		if i > 0 && bytes.Equal(k.views, kinds[i-1].views) {
			most[len(most)-1].most += k.n
			continue
		}
		most = append(most, ceiling{len(costs), len(costs) + 1, k.n})
		costs = append(costs, 1)
		row := 0
		for d, view := range k.views {
			if ballot.Option(d) != c {
				rows[row] = append(rows[row], 1-int64(view))
				row++
			}
		}
	}
	return least(costs, rows, ends, most, limit)
}
