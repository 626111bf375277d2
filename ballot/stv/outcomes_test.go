package stv_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Source: Wikipedia, CPO-STV: 100 votes, quota 25. Scott goes out last under STV; Delilah's
// outcome beats Scott's 79 to 71, since Carter's surplus passes by Brad there.
func TestCPOExample(t *testing.T) {
	p := profile(t, []string{"Andrea", "Carter", "Brad", "Delilah", "Scott"},
		row{25, "Andrea"}, row{34, "Carter>Brad>Delilah"}, row{7, "Brad>Delilah"}, row{8, "Delilah>Brad"}, row{5, "Delilah>Scott"}, row{21, "Scott>Delilah"})
	out, err := stv.CPO{Seats: 3, Quota: stv.Floor}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, "Andrea, Carter, Delilah", p.Slate().Names(out.Winners()...))
	assert.Contains(t, lines(out), "Andrea, Carter, Delilah 79 : 71 Andrea, Carter, Scott")
	single, err := stv.Contest{Statute: stv.WIGM, Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, "Andrea, Carter, Scott", p.Slate().Names(single.Winners()...))
	assert.Equal(t, `cpo-stv seats=3 quota=floor value=weighted completion="ranked-pairs winning-votes"`, out.Rule)
}

// Source: Electowiki, CPO-STV: with a quota of 100, in which Escher has just that, Andre and
// Gore beat Nader and Gore 282 to 190.
func TestCPOComparison(t *testing.T) {
	p := profile(t, []string{"Escher", "Andre", "Nader", "Gore", "Bush"},
		row{100, "Escher"}, row{110, "Andre>Nader>Gore"}, row{18, "Nader>Gore"}, row{21, "Gore>Nader"}, row{6, "Gore>Bush"}, row{45, "Bush>Gore"})
	out, err := stv.CPO{Seats: 3, Quota: stv.Hare}.Decide(p, nil)
	require.NoError(t, err)
	assert.Contains(t, lines(out), "Escher, Andre, Gore 282 : 190 Escher, Nader, Gore")
}

// The comparisons of a set are those of papers counted one by one.
func TestCPOAgainstPapers(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 2))
	for range 50 {
		p, _ := draw(t, rng)
		n := p.Slate().Len()
		if n < 3 {
			continue
		}
		seats := 1 + rng.IntN(n-2)
		for _, value := range []stv.Value{stv.Weighted, stv.Equal} {
			out, err := stv.CPO{Seats: int64(seats), Quota: stv.Floor, Value: value}.Decide(p, ballot.Lot{})
			require.NoError(t, err)
			quota := big.NewRat(p.Len(), int64(seats+1))
			for why := range out.Why() {
				c := why.(stv.Comparison)
				a, b := set(p.Slate(), c.Set), set(p.Slate(), c.Other)
				mine, theirs := comparison(p, quota, value, a, b)
				require.Zero(t, mine.Cmp(c.Votes), "%v %v", c, mine)
				require.Zero(t, theirs.Cmp(c.OthersVotes), "%v %v", c, theirs)
			}
		}
	}
}

// set are the options of names as they are joined.
func set(s *ballot.Slate, names string) (os []ballot.Option) {
	for rest := names; rest != ""; {
		for o, name := range s.All() {
			if len(rest) >= len(name) && rest[:len(name)] == name && (len(rest) == len(name) || rest[len(name)] == ',') {
				os = append(os, o)
				rest = rest[min(len(rest), len(name)+2):]
				break
			}
		}
	}
	return os
}

// comparison counts two sets by hand.
func comparison(p *ballot.Profile, quota *big.Rat, value stv.Value, a, b []ballot.Option) (mine, theirs *big.Rat) {
	t := deal(p, 9)
	for o := range t.in {
		t.in[o] = slices.Contains(a, o) || slices.Contains(b, o)
	}
	for _, x := range t.papers {
		x.with = -1
		t.pass(x)
	}
	votes := func(o ballot.Option) (sum *big.Rat, papers int64) {
		sum = frac(0, 1)
		for _, x := range t.papers {
			if x.holder() == o {
				sum = plus(sum, x.worth)
				papers++
			}
		}
		return sum, papers
	}
	kept := map[ballot.Option]bool{}
	for {
		due := map[ballot.Option]*big.Rat{}
		size := map[ballot.Option]int64{}
		for o := range t.in {
			if v, n := votes(o); t.in[o] && slices.Contains(a, o) && slices.Contains(b, o) && v.Cmp(quota) > 0 {
				due[o], size[o] = v, n
			}
		}
		if len(due) == 0 {
			break
		}
		for o := range due {
			t.in[o], kept[o] = false, true
		}
		for _, x := range t.papers {
			if v := due[x.holder()]; x.with < len(x.order) && v != nil {
				above := minus(v, quota)
				if value == stv.Equal {
					x.worth = over(above, frac(size[x.holder()], 1))
				} else {
					x.worth = over(times(x.worth, above), v)
				}
				t.pass(x)
			}
		}
	}
	sum := func(set []ballot.Option) *big.Rat {
		total := frac(0, 1)
		for _, o := range set {
			if kept[o] {
				total = plus(total, quota)
				continue
			}
			v, _ := votes(o)
			total = plus(total, v)
		}
		return total
	}
	return sum(a), sum(b)
}

// With one seat both are Condorcet rules.
func TestOutcomesOfOneSeat(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for range 300 {
		p, _ := draw(t, rng)
		cpo, err := stv.CPO{Seats: 1, Completion: ranked.Schulze{}}.Decide(p, ballot.Lot{Seed: "s"})
		require.NoError(t, err)
		beat, err := stv.SchulzeSTV{Seats: 1}.Decide(p, nil)
		require.NoError(t, err)
		want, err := ranked.Schulze{Measure: ranked.WinningVotes}.Decide(p.Pairwise(), nil)
		require.NoError(t, err)
		if len(want.Winners()) == 1 {
			assert.Equal(t, want.Winners(), beat.Winners())
		} else {
			assert.Equal(t, len(want.Winners()), len(beat.Best))
		}
		if c, err := (ranked.Condorcet{}).Decide(p.Pairwise(), nil); err == nil && len(c.Winners()) == 1 {
			assert.Equal(t, c.Winners(), cpo.Winners())
			assert.Equal(t, c.Winners(), beat.Winners())
		}
	}
}

// A link is worth W where a flow fills every member with W, and no more can be filled.
func TestSchulzeLinksAreFlows(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for range 60 {
		p, _ := draw(t, rng)
		n := p.Slate().Len()
		if n < 3 {
			continue
		}
		seats := 1 + rng.IntN(min(3, n-1))
		out, err := stv.SchulzeSTV{Seats: int64(seats)}.Decide(p, ballot.Lot{Seed: "s"})
		require.NoError(t, err)
		for why := range out.Why() {
			c := why.(stv.Comparison)
			if c.Other == "" {
				continue
			}
			a, b := set(p.Slate(), c.Set), set(p.Slate(), c.Other)
			newcomer := slices.DeleteFunc(slices.Clone(b), func(o ballot.Option) bool { return slices.Contains(a, o) })
			w := new(big.Rat).Mul(c.Votes, big.NewRat(12, 1)) // 12 is a multiple of every number of members
			require.True(t, w.IsInt())
			require.True(t, fills(p, a, newcomer[0], w.Num().Int64()))
			require.False(t, fills(p, a, newcomer[0], w.Num().Int64()+1))
		}
	}
}

// fills reports whether every member can have so many twelfths of ballots that put it above
// the newcomer, by augmenting paths.
func fills(p *ballot.Profile, set []ballot.Option, newcomer ballot.Option, each int64) bool {
	var sizes []int64
	var above [][]int
	for b, k := range p.All() {
		var members []int
		for _, m := range b {
			if m.Option == newcomer {
				break
			}
			if i := slices.Index(set, m.Option); i >= 0 {
				members = append(members, i)
			}
		}
		sizes, above = append(sizes, 12*k), append(above, members)
	}
	flow := make([][]int64, len(sizes))
	for i := range flow {
		flow[i] = make([]int64, len(set))
	}
	for m := range set {
		for have := int64(0); have < each; {
			got := augment(sizes, above, flow, m, each-have, make([]bool, len(sizes)))
			if got == 0 {
				return false
			}
			have += got
		}
	}
	return true
}

// augment brings a member more, from ballots with something left, or from other members who
// can have it from elsewhere.
func augment(sizes []int64, above [][]int, flow [][]int64, m int, want int64, seen []bool) int64 {
	for i := range sizes {
		if seen[i] || !slices.Contains(above[i], m) {
			continue
		}
		seen[i] = true
		left := sizes[i]
		for _, f := range flow[i] {
			left -= f
		}
		if left > 0 {
			got := min(left, want)
			flow[i][m] += got
			return got
		}
		for other, f := range flow[i] {
			if other == m || f == 0 {
				continue
			}
			if got := augment(sizes, above, flow, other, min(f, want), seen); got > 0 {
				flow[i][other] -= got
				flow[i][m] += got
				return got
			}
		}
	}
	return 0
}

// Too many sets are an error, as are other ballots.
func TestOutcomesAreBounded(t *testing.T) {
	names := make([]string, 20)
	for i := range names {
		names[i] = string(rune('A' + i))
	}
	p := profile(t, names, row{1, "A"})
	_, err := stv.CPO{Seats: 5}.Decide(p, nil)
	require.ErrorContains(t, err, "5 of 20 options make 15504 sets, at most 1000 are compared")
	_, err = stv.SchulzeSTV{Seats: 18}.Decide(p, nil)
	require.ErrorContains(t, err, "18 seats: want at most 16")
	_, err = stv.CPO{Seats: 1, Value: stv.Twice}.Decide(p, nil)
	require.ErrorContains(t, err, "want one of the quotas, and weighted or equal")
	all, err := stv.CPO{Seats: 20}.Decide(p, nil)
	require.NoError(t, err)
	assert.Len(t, all.Winners(), 20)
	tied, err := stv.SchulzeSTV{Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, tied.Tied(), "nobody is above anybody but A")
}
