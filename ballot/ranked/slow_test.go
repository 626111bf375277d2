package ranked_test

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// onBallots is any rule on rankings.
type onBallots = ballot.Rule[*ballot.Profile, *ballot.Order]

// A view is a profile looked at ballot by ballot; options are bits of a set.
type view struct {
	p *ballot.Profile
	n int
}

const everybody = -1

func members(set int) (os []int) {
	for ; set > 0; set &= set - 1 {
		os = append(os, bits.TrailingZeros(uint(set)))
	}
	return os
}

// level is where a ballot puts an option; unmarked options come after all marked ones.
func level(b ballot.Ballot, o int) (int32, bool) {
	for _, m := range b {
		if int(m.Option) == o {
			return m.Level, true
		}
	}
	return 1 << 20, false
}

func (v view) margin(a, b int) (m int64) {
	for x, n := range v.p.All() {
		la, hasA := level(x, a)
		lb, hasB := level(x, b)
		switch {
		case v.p.Unranked == ballot.Apart && !(hasA && hasB):
		case la < lb:
			m += n
		case la > lb:
			m -= n
		}
	}
	return m
}

// firsts and lasts are sums of whole votes and of equal parts of votes.
func (v view) firsts(set int) map[int]*big.Rat {
	sums := map[int]*big.Rat{}
	for _, o := range members(set) {
		sums[o] = new(big.Rat)
	}
	for x, n := range v.p.All() {
		var top []int
		least := int32(1 << 20)
		for _, o := range members(set) {
			if l, ok := level(x, o); ok && l < least {
				least, top = l, []int{o}
			} else if ok && l == least {
				top = append(top, o)
			}
		}
		if len(top) == 1 {
			sums[top[0]].Add(sums[top[0]], big.NewRat(n, 1))
		}
	}
	return sums
}

func (v view) lasts(set int) map[int]*big.Rat {
	sums := map[int]*big.Rat{}
	for _, o := range members(set) {
		sums[o] = new(big.Rat)
	}
	for x, n := range v.p.All() {
		var bottom []int
		most, all := int32(0), 0
		for _, o := range members(set) {
			l, ok := level(x, o)
			if !ok && v.p.Unranked == ballot.Apart {
				continue
			}
			all++
			if l > most {
				most, bottom = l, []int{o}
			} else if l == most {
				bottom = append(bottom, o)
			}
		}
		if len(bottom) == all {
			continue
		}
		for _, o := range bottom {
			sums[o].Add(sums[o], big.NewRat(n, int64(len(bottom))))
		}
	}
	return sums
}

// borda is the sum of the margins over the others.
func (v view) borda(set int) map[int]*big.Rat {
	sums := map[int]*big.Rat{}
	for _, a := range members(set) {
		sums[a] = new(big.Rat)
		for _, b := range members(set) {
			sums[a].Add(sums[a], big.NewRat(v.margin(a, b), 1))
		}
	}
	return sums
}

func (v view) worst(set int) map[int]*big.Rat {
	sums := map[int]*big.Rat{}
	for _, a := range members(set) {
		sums[a] = big.NewRat(1<<40, 1)
		for _, b := range members(set) {
			if m := big.NewRat(v.margin(a, b), 1); a != b && m.Cmp(sums[a]) < 0 {
				sums[a] = m
			}
		}
	}
	return sums
}

func (v view) lost(set int) map[int]*big.Rat {
	sums := map[int]*big.Rat{}
	for _, a := range members(set) {
		sums[a] = new(big.Rat)
		for _, b := range members(set) {
			sums[a].Add(sums[a], big.NewRat(min(0, v.margin(a, b)), 1))
		}
	}
	return sums
}

// least are those with the least sum, as a set; most the contrary.
func least(sums map[int]*big.Rat) (set int) {
	var low *big.Rat
	for o := range 64 {
		if x := sums[o]; x != nil && (low == nil || x.Cmp(low) < 0) {
			low, set = x, 1<<o
		} else if x != nil && x.Cmp(low) == 0 {
			set |= 1 << o
		}
	}
	return set
}

func most(sums map[int]*big.Rat) int {
	turned := map[int]*big.Rat{}
	for o := range 64 {
		if sums[o] != nil {
			turned[o] = new(big.Rat).Neg(sums[o])
		}
	}
	return least(turned)
}

func (v view) condorcet(set int) int {
	for _, a := range members(set) {
		wins := true
		for _, b := range members(set) {
			wins = wins && (a == b || v.margin(a, b) > 0)
		}
		if wins {
			return 1 << a
		}
	}
	return 0
}

// smith tries all sets, the small ones first; schwartz the union of the smallest to whom
// nobody outside does anything.
func (v view) smith(set int) int {
	best := set
	for sub := set; sub > 0; sub = (sub - 1) & set {
		wins := true
		for _, a := range members(sub) {
			for _, b := range members(set &^ sub) {
				wins = wins && v.margin(a, b) > 0
			}
		}
		if wins && bits.OnesCount(uint(sub)) < bits.OnesCount(uint(best)) {
			best = sub
		}
	}
	return best
}

func (v view) schwartz(set int) (union int) {
	var free []int
	for sub := set; sub > 0; sub = (sub - 1) & set {
		ok := true
		for _, a := range members(sub) {
			for _, b := range members(set &^ sub) {
				ok = ok && v.margin(b, a) <= 0
			}
		}
		if ok {
			free = append(free, sub)
		}
	}
	for _, s := range free {
		if !slices.ContainsFunc(free, func(t int) bool { return t != s && t&s == t }) {
			union |= s
		}
	}
	return union
}

// knockout puts one of the weakest out at a time, in every way.
func knockout(set int, weakest func(int) int, done func(int) int) (winners int) {
	if first := done(set); first != 0 {
		return first
	}
	for _, o := range members(weakest(set)) {
		winners |= knockout(set&^(1<<o), weakest, done)
	}
	return winners
}

func alone(set int) int {
	if set&(set-1) == 0 {
		return set
	}
	return 0
}

// majority is who has more than half of the first choices.
func (v view) majority(set int) int {
	first, sum := v.firsts(set), new(big.Rat)
	for _, o := range members(set) {
		sum.Add(sum, first[o])
	}
	for _, o := range members(set) {
		if new(big.Rat).Add(first[o], first[o]).Cmp(sum) > 0 {
			return 1 << o
		}
	}
	return 0
}

func (v view) nanson(set int, strict bool) int {
	borda, stay := v.borda(set), 0
	for _, o := range members(set) {
		if s := borda[o].Sign(); s > 0 || s == 0 && strict { // the average is 0
			stay |= 1 << o
		}
	}
	if stay == 0 || stay == set {
		return set
	}
	return v.nanson(stay, strict)
}

func (v view) bottomTwo(set int) (winners int) {
	if alone(set) != 0 {
		return set
	}
	low := v.firsts(set)
	for _, a := range members(least(low)) {
		rest := map[int]*big.Rat{}
		for _, o := range members(set &^ (1 << a)) {
			rest[o] = low[o]
		}
		for _, b := range members(least(rest)) {
			if v.margin(a, b) >= 0 {
				winners |= v.bottomTwo(set &^ (1 << b))
			}
			if v.margin(a, b) <= 0 {
				winners |= v.bottomTwo(set &^ (1 << a))
			}
		}
	}
	return winners
}

func (v view) tideman(set int, keep func(int) int) (winners int) {
	set = keep(set)
	if alone(set) != 0 {
		return set
	}
	for _, o := range members(least(v.firsts(set))) {
		winners |= v.tideman(set&^(1<<o), keep)
	}
	return winners
}

func (v view) daunou(set int) int {
	if first := v.condorcet(set); first != 0 {
		return first
	}
	for again := true; again; {
		again = false
		for _, a := range members(set) {
			loses := alone(set) == 0
			for _, b := range members(set) {
				loses = loses && (a == b || v.margin(a, b) < 0)
			}
			if loses {
				set, again = set&^(1<<a), true
			}
		}
	}
	return most(v.firsts(set))
}

// Every rule that puts options out, over all ways of breaking its ties, elects those whom the
// rule said slowly can elect.
func TestKnockoutsAgainstTheSlowWay(t *testing.T) {
	rules := []struct {
		rule onBallots
		slow func(v view, all int) int
	}{
		{ranked.Coombs{}, func(v view, all int) int {
			return knockout(all, func(s int) int { return most(v.lasts(s)) }, func(s int) int { return v.majority(s) | alone(s) })
		}},
		{ranked.Coombs{ToTheEnd: true}, func(v view, all int) int {
			return knockout(all, func(s int) int { return most(v.lasts(s)) }, alone)
		}},
		{ranked.Benham{}, func(v view, all int) int {
			return knockout(all, func(s int) int { return least(v.firsts(s)) }, v.condorcet)
		}},
		{ranked.Woodall{}, func(v view, all int) int {
			smith := v.smith(all)
			return knockout(all, func(s int) int { return least(v.firsts(s)) }, func(s int) int { return alone(s & smith) })
		}},
		{ranked.SmithRunoff{}, func(v view, all int) int {
			return knockout(v.smith(all), func(s int) int { return least(v.firsts(s)) }, alone)
		}},
		{ranked.CondorcetRunoff{}, func(v view, all int) int {
			if first := v.condorcet(all); first != 0 {
				return first
			}
			return knockout(all, func(s int) int { return least(v.firsts(s)) }, alone)
		}},
		{ranked.TidemanAlternative{}, func(v view, all int) int { return v.tideman(all, v.smith) }},
		{ranked.TidemanAlternative{Schwartz: true}, func(v view, all int) int { return v.tideman(all, v.schwartz) }},
		{ranked.BottomTwo{}, view.bottomTwo},
		{ranked.Daunou{}, view.daunou},
		{duelling{ranked.Baldwin{}}, func(v view, all int) int {
			return knockout(all, func(s int) int { return least(v.borda(s)) }, alone)
		}},
		{duelling{ranked.Raynaud{Measure: ranked.Margins}}, func(v view, all int) int {
			return knockout(all, func(s int) int { return least(negative(v.worst(s))) }, alone)
		}},
		{duelling{ranked.LossTrimmer{}}, func(v view, all int) int {
			return knockout(all, func(s int) int { return least(v.lost(s)) }, v.condorcet)
		}},
		{duelling{ranked.Nanson{}}, func(v view, all int) int { return v.nanson(all, false) }},
		{duelling{ranked.Nanson{Below: true}}, func(v view, all int) int { return v.nanson(all, true) }},
		{duelling{ranked.Smith{}}, view.smith},
		{duelling{ranked.Schwartz{}}, view.schwartz},
		{duelling{ranked.SimplifiedDodgson{}}, func(v view, all int) int { return most(v.lost(all)) }},
	}
	rng := rand.New(rand.NewPCG(7, 8))
	several := 0
	for range 120 {
		n := 1 + rng.IntN(4)
		p := randomProfile(t, rng, n, 1+rng.IntN(7))
		v := view{p, n}
		for _, r := range rules {
			want := r.slow(v, 1<<n-1)
			got := 0
			for _, o := range winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) { return r.rule.Decide(p, tb) }) {
				got |= 1 << o
			}
			require.Equal(t, want, got, "%s of %v, unranked %s", r.rule, ballots(p), p.Unranked)
			several += bits.OnesCount(uint(got)) - 1
		}
	}
	assert.Greater(t, several, 100)
}

// negative are the sums below 0; not to lose is not to be told apart.
func negative(sums map[int]*big.Rat) map[int]*big.Rat {
	cut := map[int]*big.Rat{}
	for o := range 64 {
		if x := sums[o]; x != nil && x.Sign() > 0 {
			cut[o] = new(big.Rat)
		} else if x != nil {
			cut[o] = x
		}
	}
	return cut
}

// duelling lets a rule on duels count them itself.
type duelling struct{ onDuels }

func (r duelling) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return r.onDuels.Decide(p.Pairwise(), tb)
}

func ballots(p *ballot.Profile) (all []any) {
	for b, n := range p.All() {
		all = append(all, n, b)
	}
	return all
}

// Sets and orders, said slowly.
func TestSetsAgainstTheSlowWay(t *testing.T) {
	coverings := []struct {
		covering ranked.Covering
		covers   func(v view, a, b int) bool
	}{
		{ranked.Gillies, func(v view, a, b int) bool { return v.margin(a, b) > 0 && v.left(a, b) }},
		{ranked.Fishburn, func(v view, a, b int) bool { return v.left(a, b) && !v.left(b, a) }},
		{ranked.Bordes, func(v view, a, b int) bool { return v.margin(a, b) > 0 && v.right(a, b) }},
		{ranked.McKelvey, func(v view, a, b int) bool { return v.margin(a, b) > 0 && v.left(a, b) && v.right(a, b) }},
		{ranked.Weighted, func(v view, a, b int) bool {
			for c := range v.n {
				if c != a && c != b && v.margin(a, c) < v.margin(b, c) {
					return false
				}
			}
			return v.margin(a, b) > 0
		}},
	}
	rng := rand.New(rand.NewPCG(9, 10))
	for range 150 {
		n := 1 + rng.IntN(5)
		p := randomProfile(t, rng, n, 1+rng.IntN(7))
		v, w := view{p, n}, p.Pairwise()
		for _, c := range coverings {
			var want []ballot.Option
			for b := range n {
				covered := false
				for a := range n {
					covered = covered || a != b && c.covers(v, a, b)
				}
				if !covered {
					want = append(want, ballot.Option(b))
				}
			}
			out, err := ranked.Uncovered{Covering: c.covering}.Decide(w, nil)
			require.NoError(t, err)
			require.Equal(t, want, out.Winners(), "%s", c.covering)
		}
		out, err := ranked.Banks{}.Decide(w, nil)
		require.NoError(t, err)
		require.Equal(t, v.banks(), out.Winners())
		margins := make([]int64, n*n)
		for a := range n {
			for b := range n {
				margins[a*n+b] = v.margin(a, b)
			}
		}
		for why := range out.Why() {
			var proof certificate.Chain
			for _, name := range why.(ranked.Chain).Options {
				o, _ := w.Slate().Find(name)
				proof.Options = append(proof.Options, int(o))
			}
			require.NoError(t, proof.Check(n, margins), "%s", why)
		}
		out, err = ranked.SplitCycle{}.Decide(w, nil)
		require.NoError(t, err)
		require.Equal(t, v.splitCycle(everybody&(1<<n-1)), out.Winners())
		for _, simple := range []bool{true, false} {
			out, err = ranked.StableVoting{Simple: simple}.Decide(w, nil)
			require.NoError(t, err)
			require.Equal(t, options(v.stable(1<<n-1, simple)), out.Winners())
		}
	}
}

func options(set int) (os []ballot.Option) {
	for _, o := range members(set) {
		os = append(os, ballot.Option(o))
	}
	return os
}

// left: all who win against a win against b. right: all against whom b wins lose to a.
func (v view) left(a, b int) bool {
	for c := range v.n {
		if v.margin(c, a) > 0 && v.margin(c, b) <= 0 {
			return false
		}
	}
	return true
}

func (v view) right(a, b int) bool {
	for c := range v.n {
		if v.margin(b, c) > 0 && v.margin(a, c) <= 0 {
			return false
		}
	}
	return true
}

// banks are the heads of chains that no other chain contains.
func (v view) banks() []ballot.Option {
	heads := map[int]int{} // by chain
	var chains []int
	for set := 1; set < 1<<v.n; set++ {
		head, ok := v.condorcet(set), true
		for rest := set; rest != 0 && ok; {
			first := v.condorcet(rest)
			ok = first != 0
			rest &^= first
		}
		if ok {
			chains, heads[set] = append(chains, set), head
		}
	}
	elected := 0
	for _, c := range chains {
		if !slices.ContainsFunc(chains, func(d int) bool { return d != c && d&c == c }) {
			elected |= heads[c]
		}
	}
	return options(elected)
}

// splitCycle looks at every simple circle: a duel that is weakest on one is no defeat.
func (v view) splitCycle(set int) []ballot.Option {
	defeated := 0
	var weakest func(a, at, seen int, m int64) bool
	weakest = func(a, at, seen int, m int64) bool { // a path from at back to a, of at least m
		for _, c := range members(set) {
			if v.margin(at, c) < m || v.margin(at, c) <= 0 {
				continue
			}
			if c == a || seen>>c&1 == 0 && weakest(a, c, seen|1<<c, m) {
				return true
			}
		}
		return false
	}
	for _, a := range members(set) {
		for _, b := range members(set) {
			if m := v.margin(a, b); m > 0 && !weakest(a, b, 1<<b, m) {
				defeated |= 1 << b
			}
		}
	}
	return options(set &^ defeated)
}

func (v view) stable(set int, simple bool) (elected int) {
	if alone(set) != 0 {
		return set
	}
	best := int64(-1 << 60)
	for _, a := range members(set) {
		if !simple && !slices.Contains(v.splitCycle(set), ballot.Option(a)) {
			continue
		}
		for _, b := range members(set) {
			m := v.margin(a, b)
			if a == b || m < best || v.stable(set&^(1<<b), simple)>>a&1 == 0 {
				continue
			}
			if m > best {
				best, elected = m, 0
			}
			elected |= 1 << a
		}
	}
	return elected
}
