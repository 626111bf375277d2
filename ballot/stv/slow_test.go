package stv_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A paper is one voter's order of options, on paper: what it is worth stands on it.
type paper struct {
	order []ballot.Option
	worth *big.Rat
	with  int // place in order; len(order) is nobody
}

// A table is where papers are counted by hand, one by one, in fractions.
type table struct {
	papers   []*paper
	in       map[ballot.Option]bool
	votes    map[ballot.Option]*big.Rat
	decimals int
}

func frac(a, b int64) *big.Rat     { return big.NewRat(a, b) }
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }
func plus(a, b *big.Rat) *big.Rat  { return new(big.Rat).Add(a, b) }
func minus(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

// cut keeps so many decimals, up rounds up to them.
func cut(x *big.Rat, decimals int) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	n := new(big.Int).Mul(x.Num(), unit)
	return new(big.Rat).SetFrac(n.Quo(n, x.Denom()), unit)
}

func up(x *big.Rat, decimals int) *big.Rat {
	low := cut(x, decimals)
	if low.Cmp(x) == 0 {
		return low
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return plus(low, new(big.Rat).SetFrac(big.NewInt(1), unit))
}

// deal lays the papers out, strict orders as they are drawn below.
func deal(p *ballot.Profile, decimals int) *table {
	t := &table{in: map[ballot.Option]bool{}, votes: map[ballot.Option]*big.Rat{}, decimals: decimals}
	for o := range p.Slate().All() {
		t.in[o] = true
	}
	for b, n := range p.All() {
		for range n {
			x := &paper{worth: frac(1, 1)}
			for _, m := range b {
				x.order = append(x.order, m.Option)
			}
			t.papers = append(t.papers, x)
		}
	}
	return t
}

// holder is whom a paper is with; -1 is nobody.
func (x *paper) holder() ballot.Option {
	if x.with == len(x.order) {
		return -1
	}
	return x.order[x.with]
}

// pass gives a paper to the next who is in.
func (t *table) pass(x *paper) {
	for x.with++; x.with < len(x.order) && !t.in[x.order[x.with]]; x.with++ {
	}
}

// sum is what the papers with o are worth.
func (t *table) sum(o ballot.Option) *big.Rat {
	s := new(big.Rat)
	for _, x := range t.papers {
		if x.holder() == o {
			s.Add(s, x.worth)
		}
	}
	return s
}

// ranked are those who are in, lowest first.
func (t *table) ranked() (os []ballot.Option) {
	for o := ballot.Option(0); int(o) < len(t.in)+16; o++ {
		if t.in[o] {
			os = append(os, o)
		}
	}
	slices.SortStableFunc(os, func(a, b ballot.Option) int { return t.votes[a].Cmp(t.votes[b]) })
	return os
}

// byHand counts the statutes that weigh every paper of a surplus, as their sentences say,
// and returns who is elected. ok is false if a tie is met.
func byHand(law *stv.Statute, p *ballot.Profile, seats int) (elected []ballot.Option, ok bool) {
	return deal(p, law.Decimals).byHand(law, p, seats)
}

func (t *table) byHand(law *stv.Statute, p *ballot.Profile, seats int) (elected []ballot.Option, ok bool) {
	quota := cut(frac(int64(len(t.papers)), int64(seats+1)), 0)
	step := frac(1, 1)
	if law.Quota == stv.Unit {
		quota = cut(frac(int64(len(t.papers)), int64(seats+1)), law.Decimals)
		step = minus(up(frac(1, 1_000_000_000), law.Decimals), new(big.Rat))
	}
	quota = plus(quota, step)
	for o := range p.Slate().All() {
		t.votes[o] = t.sum(o)
	}
	var waiting []ballot.Option // elected, with a surplus
	for {
		order := t.ranked()
		for _, o := range slices.Backward(order) {
			if !law.Late && t.votes[o].Cmp(quota) >= 0 {
				t.in[o] = false
				elected, waiting = append(elected, o), append(waiting, o)
			}
		}
		order = t.ranked()
		atQuota := 0
		for _, o := range order {
			if t.votes[o].Cmp(quota) >= 0 {
				atQuota++
			}
		}
		if law.Late && len(elected)+atQuota >= seats {
			return append(elected, order[len(order)-atQuota:]...), true
		}
		if len(elected) == seats {
			return elected, true
		}
		if len(order) <= seats-len(elected) {
			return append(elected, order...), true
		}
		if law.Late {
			waiting = order[len(order)-atQuota:]
		}
		if law.Batch == stv.BelowFirst {
			if losers := t.sureLosers(order, waiting, quota, seats-len(elected)); losers > 0 {
				t.putOut(order[:losers])
				continue
			}
		}
		least := quota
		if law.Late { // one that equals the threshold has a surplus of nothing
			least = minus(quota, frac(1, unitOf(law)))
		}
		from, tied := t.largest(waiting, least)
		if tied {
			return nil, false
		}
		if from >= 0 {
			waiting = slices.DeleteFunc(slices.Clone(waiting), func(o ballot.Option) bool { return o == from })
			if law.Late {
				elected = append(elected, from)
				t.in[from] = false
			}
			t.moveSurplus(law, from, quota)
			continue
		}
		if len(order) > 1 && t.votes[order[0]].Cmp(t.votes[order[1]]) == 0 {
			return nil, false
		}
		t.putOut(order[:1])
	}
}

// sureLosers is how many of the lowest cannot reach the next.
func (t *table) sureLosers(order, waiting []ballot.Option, quota *big.Rat, places int) (n int) {
	sum := new(big.Rat)
	for _, o := range waiting {
		sum.Add(sum, minus(t.votes[o], quota))
	}
	for i := 0; i < len(order)-places; i++ {
		sum.Add(sum, t.votes[order[i]])
		if sum.Cmp(t.votes[order[i+1]]) < 0 {
			n = i + 1
		}
	}
	return n
}

// largest is who has the most votes above least, or -1.
func (t *table) largest(waiting []ballot.Option, least *big.Rat) (from ballot.Option, tied bool) {
	from = -1
	for _, o := range waiting {
		switch {
		case t.votes[o].Cmp(least) <= 0:
		case from < 0 || t.votes[o].Cmp(t.votes[from]) > 0:
			from, tied = o, false
		case t.votes[o].Cmp(t.votes[from]) == 0:
			tied = true
		}
	}
	return from, tied
}

func (t *table) moveSurplus(law *stv.Statute, from ballot.Option, quota *big.Rat) {
	votes := t.votes[from]
	surplus := minus(votes, quota)
	for _, x := range t.papers {
		if x.holder() != from {
			continue
		}
		switch law.Value {
		case stv.Weighted:
			x.worth = cut(over(times(x.worth, surplus), votes), law.Decimals)
		case stv.Twice:
			x.worth = cut(over(cut(times(x.worth, surplus), law.Decimals), votes), law.Decimals)
		case stv.Share:
			x.worth = cut(times(x.worth, cut(over(surplus, votes), law.Decimals)), law.Decimals)
		}
		t.pass(x)
		if to := x.holder(); to >= 0 {
			t.votes[to] = plus(t.votes[to], x.worth)
		}
	}
	t.votes[from] = quota
}

func (t *table) putOut(losers []ballot.Option) {
	for _, o := range losers {
		t.in[o] = false
	}
	for _, x := range t.papers {
		if slices.Contains(losers, x.holder()) {
			t.pass(x)
			if to := x.holder(); to >= 0 {
				t.votes[to] = plus(t.votes[to], x.worth)
			}
		}
	}
}

// wrightByHand counts surpluses as byHand does, and afresh whenever the last goes out. ok is
// false if a tie is met.
func wrightByHand(law *stv.Statute, p *ballot.Profile, seats int) (elected []ballot.Option, ok bool) {
	out := map[ballot.Option]bool{}
	for {
		t := deal(p, law.Decimals)
		valid := int64(0)
		for o := range p.Slate().All() {
			t.in[o], t.votes[o] = !out[o], new(big.Rat)
		}
		for _, x := range t.papers {
			x.with = -1
			if t.pass(x); x.holder() >= 0 {
				t.votes[x.holder()] = plus(t.votes[x.holder()], x.worth)
				valid++
			}
		}
		quota := plus(cut(frac(valid, int64(seats+1)), 0), frac(1, 1))
		var waiting []ballot.Option
		elected = nil
		for {
			for _, o := range slices.Backward(t.ranked()) {
				if t.votes[o].Cmp(quota) >= 0 {
					t.in[o] = false
					elected, waiting = append(elected, o), append(waiting, o)
				}
			}
			order := t.ranked()
			if len(elected) == seats || len(order) <= seats-len(elected) {
				return append(elected, order[:min(len(order), seats-len(elected))]...), true
			}
			from, tied := t.largest(waiting, quota)
			if from < 0 {
				if t.votes[order[0]].Cmp(t.votes[order[1]]) == 0 {
					return nil, false
				}
				out[order[0]] = true
				break
			}
			if tied {
				return nil, false
			}
			waiting = slices.DeleteFunc(waiting, func(o ballot.Option) bool { return o == from })
			t.moveSurplus(law, from, quota)
		}
	}
}

// meekByHand counts paper by paper with keep factors or prices. ok is false if a tie is met.
func meekByHand(law *stv.Statute, p *ballot.Profile, seats int) (elected []ballot.Option, ok bool) {
	t := deal(p, law.Decimals)
	keep := map[ballot.Option]*big.Rat{}
	for o := range p.Slate().All() {
		keep[o] = frac(1, 1)
	}
	omega, unit := frac(1, 1_000_000), frac(1, 1_000_000_000)
	for len(elected) < seats && len(t.ranked0())+len(elected) > seats {
		var before *big.Rat
		for {
			total := t.countKept(law, keep)
			quota := plus(cut(over(total, frac(int64(seats+1), 1)), 9), unit)
			won := false
			for _, o := range slices.Backward(t.ranked()) {
				if t.votes[o].Cmp(quota) >= 0 {
					t.in[o] = false
					elected, won = append(elected, o), true
				}
			}
			if won {
				break
			}
			surplus := new(big.Rat)
			for _, o := range elected {
				surplus.Add(surplus, minus(t.votes[o], quota))
			}
			if surplus.Sign() < 0 {
				surplus.SetInt64(0)
			}
			if surplus.Cmp(omega) < 0 || before != nil && surplus.Cmp(before) >= 0 {
				order := t.ranked()
				if t.votes[order[1]].Cmp(plus(t.votes[order[0]], surplus)) <= 0 {
					return nil, false
				}
				t.in[order[0]] = false
				keep[order[0]] = new(big.Rat)
				break
			}
			before = surplus
			for _, o := range elected {
				keep[o] = up(over(up(times(keep[o], quota), 9), t.votes[o]), 9)
			}
		}
	}
	if len(elected) < seats {
		elected = append(elected, t.ranked0()...)
	}
	return elected, true
}

// ranked0 are those who are in.
func (t *table) ranked0() (os []ballot.Option) {
	for o, in := range t.in {
		if in {
			os = append(os, o)
		}
	}
	return os
}

func (t *table) countKept(law *stv.Statute, keep map[ballot.Option]*big.Rat) *big.Rat {
	total := new(big.Rat)
	for o := range keep {
		t.votes[o] = new(big.Rat)
	}
	for _, x := range t.papers {
		w := frac(1, 1)
		for _, o := range x.order {
			kept := up(times(w, keep[o]), 9)
			if law.Method == stv.Warren {
				if kept = keep[o]; kept.Cmp(w) > 0 {
					kept = w
				}
			}
			t.votes[o] = plus(t.votes[o], kept)
			total.Add(total, kept)
			w = minus(w, kept)
		}
	}
	return total
}

// draw draws a small vote whose options are not alike, so that counts are long.
func draw(t testing.TB, rng *rand.Rand) (p *ballot.Profile, seats int) {
	t.Helper()
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva", "Fay", "Gil"}[:3+rng.IntN(5)]
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err = ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for range 3 + rng.IntN(20) {
		order := rng.Perm(len(names))
		slices.SortStableFunc(order, func(a, b int) int { return (a - b) * rng.IntN(2) })
		var b ballot.Ballot
		for i, o := range order[:1+rng.IntN(len(order))] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(12)))
	}
	return p, 1 + rng.IntN(len(names)-1)
}

// The engine elects as a count by hand does, wherever that meets no tie.
func TestAgainstCountByHand(t *testing.T) {
	for _, law := range []*stv.Statute{
		stv.Scotland2007, stv.WIGMPRF2009, stv.WIGMPRFBatch2009, stv.Minneapolis2015, stv.WIGM, stv.Wright, stv.MeekPRF2006,
		stv.WarrenPRF,
	} {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(7, 8))
			times, count := 250, byHand
			if law.Method != stv.Gregory {
				times, count = 40, meekByHand
			}
			if law.Restart {
				count = wrightByHand
			}
			compared := 0
			for range times {
				p, seats := draw(t, rng)
				want, ok := count(law, p, seats)
				if !ok {
					continue
				}
				compared++
				out, err := stv.Contest{Statute: law, Seats: int64(seats)}.Decide(p, nil)
				require.NoError(t, err)
				require.NoError(t, out.Check())
				slices.Sort(want)
				require.Equal(t, want, out.Winners(), "%v", out)
			}
			assert.Greater(t, compared, times/2)
		})
	}
}
