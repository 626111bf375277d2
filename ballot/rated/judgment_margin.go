package rated

import (
	"cmp"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// Margin bounds how many ballots must be changed, into grades from 0 to top, before the winner
// does not win alone any more; see ranked.Margin. At least: as many put a rival's majority grade
// level with the winner's, and the best that as many do for the rival and the worst that as many do
// to the winner meet. At most: the ballots that keep one of these grades where it is give the
// rival top and the winner 0, and the rule compares again. Most often both are the same.
func (r MajorityJudgment) Margin(p *ballot.Profile, top int32) (ranked.Margin, error) {
	out, err := r.Decide(p.Histogram(), nil)
	if err != nil {
		return ranked.Margin{}, err
	}
	return judgmentMargin(p, out, top, func(a, b grades) int { return a.compare(b) }, nil)
}

// Margin bounds as that of MajorityJudgment does; of Difference it counts, at least, also what puts
// the sides level where the majority grades are.
func (r MedianJudgment) Margin(p *ballot.Profile, top int32) (ranked.Margin, error) {
	out, err := r.Decide(p.Histogram(), nil)
	if err != nil {
		return ranked.Margin{}, err
	}
	var sides func(*contrast, int32) int64
	if r.By == Difference {
		sides = (*contrast).sides
	}
	return judgmentMargin(p, out, top, func(a, b grades) int {
		x, y := a.step(""), b.step("")
		return cmp.Or(cmp.Compare(x.Grade, y.Grade), r.By.compare(x, y, a.len()))
	}, sides)
}

func (g grades) len() (n int64) {
	for _, c := range g {
		n += c.n
	}
	return n
}

// maxLevels bounds the grades at which ballots are turned for a rival, those first that need the
// fewest.
const maxLevels = 8

// judgmentMargin looks at every rival, and at every grade at which it can draw level. level, if
// any, is how many changes the sides need at least at an equal majority grade.
func judgmentMargin(p *ballot.Profile, out *ballot.Order, top int32, compare func(a, b grades) int, level func(*contrast, int32) int64) (ranked.Margin, error) {
	all, err := contrasts(p, out, top, 0)
	if err != nil || all == nil {
		return ranked.Margin{}, err
	}
	whole := p.Len() + p.Blank + p.Spoilt
	m := ranked.Margin{Least: whole, Most: whole}
	for i := range all {
		c := &all[i]
		won := func(pairs []pair) bool {
			w, r := split(pairs)
			return compare(r, w) >= 0
		}
		levels, need := c.nearest(level)
		least := c.apart(max(1, min(whole, need)), whole, compare)
		m.Least = min(m.Least, least)
		for _, grade := range levels[:min(len(levels), maxLevels)] {
			for _, want := range wants(grade) {
				if m.Most <= least {
					break
				}
				m.Most = c.enough(c.inOrder(want), least, m.Most, won)
			}
		}
	}
	m.Least = min(m.Least, m.Most)
	return m, nil
}

// nearest are the grades at which the rival can draw level or pass, those first that need the fewest
// changes, and how many the first needs.
func (c *contrast) nearest(level func(*contrast, int32) int64) (levels []int32, least int64) {
	levels = c.levels()
	needs := make(map[int32]int64, len(levels))
	for _, grade := range levels {
		need := c.medians(grade, grade+1)
		if level != nil {
			need = max(need, level(c, grade))
		}
		if grade > 0 { // nothing is below 0
			need = min(need, c.medians(grade, grade))
		}
		needs[grade] = need
	}
	slices.SortStableFunc(levels, func(a, b int32) int { return cmp.Compare(needs[a], needs[b]) })
	return levels, needs[levels[0]]
}

// maxFilled bounds the blank ballots of which every number is tried as filled in.
const maxFilled = 1_000

// apart is the fewest changes, from least on, with which the best that they can do for the rival,
// and the worst to the winner, meet, as if these were changes of different ballots.
func (c *contrast) apart(least, most int64, compare func(a, b grades) int) int64 {
	if c.blank > maxFilled {
		return least
	}
	w, r := split(c.pairs)
	meet := func(k int64) bool {
		for filled := range min(k, c.blank) + 1 {
			down, up := w.moved(k-filled, filled, false, 0), r.moved(k-filled, filled, true, c.top)
			if down != nil && compare(up, down) >= 0 {
				return true
			}
		}
		return false
	}
	low, high := least-1, most
	for low+1 < high {
		if mid := low + (high-low)/2; meet(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// moved are grades of which k from one end are turned into another, and more of that; nil if
// there are fewer than k.
func (g grades) moved(k, more int64, lowest bool, into int32) grades {
	after := grades{{into, k + more}}
	for i := range g {
		c := g[i]
		if !lowest {
			c = g[len(g)-1-i]
		}
		gone := min(k, c.n)
		if k -= gone; c.n > gone {
			after = append(after, gradeCount{c.grade, c.n - gone})
		}
	}
	if k > 0 {
		return nil
	}
	return slices.DeleteFunc(after.sorted(), func(c gradeCount) bool { return c.n == 0 })
}

// split are the grades of the winner and of the rival.
func split(pairs []pair) (w, r grades) {
	for _, p := range pairs {
		if p.n > 0 {
			w, r = append(w, gradeCount{p.w, p.n}), append(r, gradeCount{p.r, p.n})
		}
	}
	return w.sorted(), r.sorted()
}

// sorted is grades ascending, each once.
func (g grades) sorted() grades {
	slices.SortFunc(g, func(a, b gradeCount) int { return cmp.Compare(a.grade, b.grade) })
	once := g[:0]
	for _, c := range g {
		if k := len(once); k > 0 && once[k-1].grade == c.grade {
			once[k-1].n += c.n
			continue
		}
		once = append(once, c)
	}
	return once
}

// levels are the grades that are given, and those above each, up to top.
func (c *contrast) levels() (all []int32) {
	add := func(grade int32) {
		if grade <= c.top {
			all = append(all, grade)
		}
	}
	for _, p := range c.pairs {
		for _, grade := range []int32{p.w, p.w + 1, p.r, p.r + 1} {
			add(grade)
		}
	}
	add(c.top)
	slices.Sort(all)
	return slices.Compact(all)
}

// medians is how many changes it takes at least until the rival's majority grade is r or better
// and the winner's below w. A changed ballot can do both where it does the contrary; a blank one
// that is filled in does one of them.
func (c *contrast) medians(r, w int32) int64 {
	half := c.len() / 2
	up, down, both := half+1, -half, int64(0)
	for _, p := range c.pairs {
		if p.r >= r {
			up -= p.n
		}
		if p.w >= w {
			down += p.n
			if p.r < r {
				both += p.n
			}
		}
	}
	return max(0, up, down, max(0, up)+max(0, down)-both)
}

// sides is how many changes it takes at least until the rival has as many grades above one less
// those below it as the winner.
func (c *contrast) sides(grade int32) (n int64) {
	side := func(g int32) int64 { return int64(cmp.Compare(g, grade)) }
	swing := side(c.top) - side(0)
	var gains [5]int64 // ballots by what they bring when they are changed
	gains[swing] = c.blank
	lead := int64(0)
	for _, p := range c.pairs {
		side := side(p.w) - side(p.r)
		lead += p.n * side
		gains[max(0, swing+side)] += p.n
	}
	for gain := int64(len(gains)) - 1; gain > 0 && lead > 0; gain-- {
		part := min(gains[gain], (lead-1)/gain+1)
		n, lead = n+part, lead-part*gain
	}
	return n
}

// wants are orders in which ballots are turned, to bring the rival to a grade and the winner below
// it or to it: those first that do both, then those that do one, the nearest to doing more first.
func wants(grade int32) (all []func(pair) int64) {
	const apart = 1 << 40 // more than scores are
	for _, w := range []int32{grade, grade + 1} {
		for _, first := range [][2]int64{{1, 1}, {2, 1}, {1, 2}} {
			all = append(all, func(p pair) (sum int64) {
				if p.w == blankPair {
					return apart
				}
				if p.w >= w {
					sum += first[0] * apart
				}
				if p.r < grade {
					sum += first[1] * apart
				}
				return sum + int64(p.w) - int64(p.r)
			})
		}
		all = append(all, func(p pair) int64 {
			if p.w == blankPair {
				return apart
			}
			side := func(g int32) int64 { return int64(cmp.Compare(g, grade)) }
			return (side(p.w)-side(p.r))*apart + int64(p.w) - int64(p.r)
		})
	}
	return all
}
