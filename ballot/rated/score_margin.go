package rated

import (
	"cmp"
	"math"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// Margin is exact of sums: see ranked.ScoreMargin. Of means it bounds how many ballots must be
// changed, into scores from 0 to top. At least: the best that so many changes do for a rival's
// mean, and the worst that as many do to the winner's, meet, or too few are left who score the
// winner. At most: the ballots that do most for both give the rival top and the winner 0, or no
// score, and the means are compared again.
func (r Score) Margin(p *ballot.Profile, top int32) (ranked.Margin, error) {
	out, err := r.Decide(p.Histogram(), nil)
	if err != nil {
		return ranked.Margin{}, err
	}
	if r.Unmarked == Nothing {
		return ranked.ScoreMargin(p, top, 0)
	}
	all, err := contrasts(p, out, top, -1)
	if err != nil || all == nil {
		return ranked.Margin{}, err
	}
	whole := p.Len() + p.Blank + p.Spoilt
	m := ranked.Margin{Least: whole, Most: whole}
	for i := range all {
		c := meanContrast{contrast: &all[i], least: max(1, r.Least)}
		m.Least = min(m.Least, c.atLeast(whole))
	}
	for i := range all {
		c := meanContrast{contrast: &all[i], least: max(1, r.Least)}
		for _, order := range c.orders() {
			m.Most = c.enough(order, m.Least, m.Most, c.won)
		}
		m.Most = min(m.Most, c.few())
	}
	return m, nil
}

// A meanContrast is a contrast of means.
type meanContrast struct {
	*contrast
	least int64 // ballots that must score an option
}

// mean is the sum of scores, and of how many.
func mean(pairs []pair, score func(pair) int32) (sum, of int64) {
	for _, p := range pairs {
		if s := score(p); s >= 0 {
			sum += int64(s) * p.n
			of += p.n
		}
	}
	return sum, of
}

func ofWinner(p pair) int32 { return p.w }
func ofRival(p pair) int32  { return p.r }

// won reports whether the rival is not behind.
func (c meanContrast) won(pairs []pair) bool {
	w, ofW := mean(pairs, ofWinner)
	r, ofR := mean(pairs, ofRival)
	return ofW < c.least || ofR >= c.least && compareSigned(r, ofR, w, ofW) >= 0
}

// few is how many changes leave too few who score the winner: they give it no score.
func (c meanContrast) few() int64 {
	_, of := mean(c.pairs, ofWinner)
	return of - c.least + 1
}

// orders put those first who do most for the rival, for both, and to the winner.
func (c meanContrast) orders() (all [][]pair) {
	w, ofW := mean(c.pairs, ofWinner)
	r, ofR := mean(c.pairs, ofRival)
	ofW, ofR = max(1, ofW), max(1, ofR)
	at := cmp.Or(w/ofW, 1) // what a score that was none weighs about
	gainR := func(p pair) int64 {
		if p.r < 0 {
			return int64(c.top) - r/ofR
		}
		return int64(c.top) - int64(p.r)
	}
	gainW := func(p pair) int64 {
		if p.w < 0 {
			return at
		}
		return int64(p.w)
	}
	ratio := func(k int64) int64 { return min(k, math.MaxInt32) } // products of scores with it fit
	return [][]pair{
		c.inOrder(func(p pair) int64 { return gainR(p)*ratio(ofW) + gainW(p)*ratio(ofR) }),
		c.inOrder(gainR), c.inOrder(gainW),
	}
}

// atLeast is the fewest changes, up to most, with which the best mean of the rival and the worst of
// the winner meet.
func (c meanContrast) atLeast(most int64) int64 {
	low, high := int64(0), min(most, max(1, c.few()))
	for low+1 < high {
		mid := low + (high-low)/2
		r, ofR := c.best(mid)
		w, ofW := c.worst(mid)
		if ofR > 0 && compareSigned(r, ofR, w, ofW) >= 0 {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// best is the greatest mean of the rival after so many changes, from those who scored it least and
// those who did not; of 0 if fewer than least can score it.
func (c meanContrast) best(k int64) (sum, of int64) {
	return c.furthest(k, ofRival, int64(c.top), func(a, b int32) int { return cmp.Compare(a, b) }, func(sum, of, best, ofBest int64) bool {
		return of >= c.least && (ofBest == 0 || compareSigned(sum, of, best, ofBest) > 0)
	})
}

// worst is the least mean of the winner after so many changes, which leave enough who score it.
func (c meanContrast) worst(k int64) (sum, of int64) {
	return c.furthest(k, ofWinner, 0, func(a, b int32) int { return cmp.Compare(b, a) }, func(sum, of, worst, ofWorst int64) bool {
		return ofWorst == 0 || compareSigned(sum, of, worst, ofWorst) < 0
	})
}

// furthest is the mean that is better than others after k changes into a score: x of them on
// ballots with a score, those first that come first, the others on ballots without.
func (c meanContrast) furthest(k int64, score func(pair) int32, into int64, first func(a, b int32) int, better func(sum, of, best, ofBest int64) bool) (best, ofBest int64) {
	sum, of := mean(c.pairs, score)
	without := c.len() - of + c.blank
	scored := slices.DeleteFunc(slices.Clone(c.pairs), func(p pair) bool { return score(p) < 0 })
	slices.SortFunc(scored, func(a, b pair) int { return first(score(a), score(b)) })
	look := func(x int64) { // x of those with a score have been changed already
		if y := min(k-x, without); y >= 0 {
			if s, n := sum+y*into, of+y; better(s, n, best, ofBest) {
				best, ofBest = s, n
			}
		}
	}
	look(0)
	done := int64(0)
	for _, p := range scored {
		n := min(p.n, k-done)
		// Along a run of equal scores the mean goes one way, so that its ends are looked at; also
		// where ballots without a score are used up.
		start := sum
		for _, x := range []int64{k - without - done, n} {
			if x > 0 && x <= n {
				sum = start + x*(into-int64(score(p)))
				look(done + x)
			}
		}
		sum = start + n*(into-int64(score(p)))
		done += n
	}
	return best, ofBest
}
