package rated

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// maxRivals bounds the rivals for whom Margin looks for a way to win.
const maxRivals = 5

// Margin bounds how many ballots must be changed, into scores from 0 to top, before the winner
// does not win alone any more; see ranked.Margin. At least: somebody else is in the runoff with
// the winner and draws level, or two others have sums as great. At most: for the rivals with the
// greatest sums, the ballots that do most for the winner give that rival top, alone or with the
// next one.
func (r STAR) Margin(p *ballot.Profile, top int32) (ranked.Margin, error) {
	out, err := r.Decide(p, nil)
	switch {
	case err != nil:
		return ranked.Margin{}, err
	case p.Slate().Len() < 2:
		return ranked.Margin{}, errors.New("one option cannot lose")
	case len(out.Winners()) > 1:
		return ranked.Margin{}, nil
	}
	c := &challenge{winner: out.Winners()[0], top: int64(top), sums: make([]int64, p.Slate().Len()), blank: p.Blank + p.Spoilt}
	for b, n := range p.All() {
		row := make([]int64, len(c.sums))
		for _, m := range b {
			if m.Level > top {
				return ranked.Margin{}, fmt.Errorf("star: %.40q has score %d; want at most %d", p.Slate().Name(m.Option), m.Level, top)
			}
			row[m.Option] = int64(m.Level)
			c.sums[m.Option] += n * int64(m.Level)
		}
		c.rows = append(c.rows, scoring{row, n})
	}
	for o := range c.sums {
		if ballot.Option(o) != c.winner {
			c.rivals = append(c.rivals, ballot.Option(o))
		}
	}
	slices.SortStableFunc(c.rivals, func(a, b ballot.Option) int { return cmp.Compare(c.sums[b], c.sums[a]) })
	m := ranked.Margin{Least: c.least(), Most: p.Len()}
	for i, rival := range c.rivals[:min(len(c.rivals), maxRivals)] {
		m.Most = min(m.Most, c.enough(m, func(sums []int64, lead int64) bool {
			return c.inRunoff(sums, rival) && (lead > 0 || lead == 0 && sums[rival] > sums[c.winner])
		}, rival))
		if i > 0 {
			first := c.rivals[0]
			m.Most = min(m.Most, c.enough(m, func(sums []int64, _ int64) bool {
				return min(sums[rival], sums[first]) > sums[c.winner]
			}, rival, first))
		}
	}
	return m, nil
}

// A challenge is what a margin is computed from.
type challenge struct {
	winner ballot.Option
	rivals []ballot.Option // the greatest sum first
	top    int64
	sums   []int64
	rows   []scoring
	blank  int64 // ballots that can be changed as well
}

// A scoring is the scores of so many ballots.
type scoring struct {
	row []int64
	n   int64
}

// least is how many changes somebody needs to win or draw level.
func (c *challenge) least() int64 {
	best := int64(-1)
	may := func(n int64) {
		if best < 0 || n < best {
			best = n
		}
	}
	var out []int64 // changes that put each rival level with the winner's sum
	for i, rival := range c.rivals {
		out = append(out, c.level(c.winner, rival))
		lead := int64(0) // of the winner in the runoff
		for _, s := range c.rows {
			lead += s.n * int64(cmp.Compare(s.row[c.winner], s.row[rival]))
		}
		need := max(0, (lead+1)/2)
		if len(c.rivals) > 1 { // and nobody else has more
			other := c.rivals[0]
			if i == 0 {
				other = c.rivals[1]
			}
			need = max(need, c.level(other, rival))
		}
		may(need)
	}
	if len(out) > 1 {
		slices.Sort(out)
		may(out[1])
	}
	return max(1, best)
}

// level is how many changes put the sum of one who is under level with that of one who is over.
func (c *challenge) level(over, under ballot.Option) (n int64) {
	lead := c.sums[over] - c.sums[under]
	if lead <= 0 {
		return 0
	}
	gains := []scoring{{[]int64{c.top}, c.blank}}
	for _, s := range c.rows {
		gains = append(gains, scoring{[]int64{s.row[over] - s.row[under] + c.top}, s.n})
	}
	slices.SortFunc(gains, func(a, b scoring) int { return cmp.Compare(b.row[0], a.row[0]) })
	for _, g := range gains {
		if lead <= 0 || g.row[0] <= 0 {
			break
		}
		part := min(g.n, (lead-1)/g.row[0]+1)
		n += part
		lead -= part * g.row[0]
	}
	return n
}

// inRunoff reports whether no more than one other has a sum as great.
func (c *challenge) inRunoff(sums []int64, o ballot.Option) bool {
	n := 0
	for _, sum := range sums {
		if sum >= sums[o] {
			n++
		}
	}
	return n <= 2 // with itself
}

// enough is a number of ballots that, turned round for some, end the victory; it lies within
// the bounds that are known. won sees the sums, and the lead of the first over the winner.
func (c *challenge) enough(m ranked.Margin, won func(sums []int64, lead int64) bool, some ...ballot.Option) int64 {
	gap := func(s scoring) (sum int64) {
		for _, o := range some {
			sum += s.row[c.winner] - s.row[o]
		}
		return sum
	}
	rows := slices.Clone(c.rows)
	slices.SortStableFunc(rows, func(a, b scoring) int { return cmp.Compare(gap(b), gap(a)) })
	after := func(turned int64) bool {
		sums, lead := make([]int64, len(c.sums)), turned
		for _, o := range some {
			sums[o] = turned * c.top
		}
		for _, s := range rows {
			gone := min(turned, s.n)
			turned -= gone
			for o, score := range s.row {
				sums[o] += (s.n - gone) * score
			}
			lead += (s.n - gone) * int64(cmp.Compare(s.row[some[0]], s.row[c.winner]))
		}
		return won(sums, lead)
	}
	low, high := m.Least-1, m.Most
	for low+1 < high {
		if try := low + (high-low)/2; after(try) {
			high = try
		} else {
			low = try
		}
	}
	return high
}
