package ranked_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

func TestDescendingCoalitions(t *testing.T) {
	solid, acquiescing := ranked.DescendingCoalitions{}, ranked.DescendingCoalitions{Acquiescing: true}
	tests := []struct {
		name string
		rule ranked.DescendingCoalitions
		n    int
		give []string
		want string // "" is a tie
		why  []string
	}{
		{"Tennessee", solid, 4, tennessee, "B>C=D>A", []string{"58 of 100 ballots for B, C, D: out A", "42 of 100 ballots for A, B: out C, D", "left: B"}},
		{"Tennessee", acquiescing, 4, tennessee, "B>C=D>A", nil},
		// K. Venzke, election-methods list, 10 September 2003.
		{"the Condorcet winner A", acquiescing, 4, []string{"23 A>C>D>B", "29 B>A>D>C", "48 D>A>C>B"}, "D>A=C>B", []string{
			"71 of 100 ballots for A, C, D: out B", "48 of 100 ballots for D: out A, C", "left: D",
		}},
		{"A's raise B", acquiescing, 4, []string{"23 A>B>C>D", "29 B>A>D>C", "48 D>A>C>B"}, "A>B>C=D", nil},
		// C. Benham's, at Electowiki, Descending Acquiescing Coalitions.
		{"plurality's winner A", solid, 3, []string{"46 A", "44 B>C", "10 C"}, "A>B=C", []string{"46 of 100 ballots for A: out B, C", "left: A"}},
		{"and C, whom nobody minds", acquiescing, 3, []string{"46 A", "44 B>C", "10 C"}, "C>A>B", []string{
			"56 of 100 ballots for A, C: out B", "54 of 100 ballots for B, C: out A", "left: C",
		}},
		// By hand: {A, C} has 46, then {A} and {B, C} have 45. K. Munsterhjelm, quadelect, dsc.h.
		{"45 for A, and for B or C", solid, 3, []string{"16 A>B>C", "29 A>C>B", "20 B>A>C", "18 B>C>A", "17 C>A>B", "27 C>B>A"}, "", nil},
		{"one option", acquiescing, 1, []string{"3 A"}, "A", []string{"left: A"}},
		{"no order at all", acquiescing, 2, []string{"3 A=B"}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.rule.String()+" "+tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(profile(t, tt.n, tt.give...), nil)
			require.NoError(t, err)
			require.Equal(t, tt.want == "", out.Tied())
			if tt.want == "" {
				return
			}
			assert.Equal(t, tt.want, show(out))
			var why []string
			for step := range out.Why() {
				why = append(why, step.String())
			}
			if tt.why != nil {
				assert.Equal(t, tt.why, why)
			}
		})
	}
}

// acquiesces reports whether a ballot puts nobody outside a set before anybody inside, or, if it
// is to be solid, not level either. Options without a rank are level at the end.
func acquiesces(b ballot.Ballot, n, set int, solid bool) bool {
	level := slices.Repeat([]int32{1 << 20}, n)
	for _, m := range b {
		level[m.Option] = m.Level
	}
	for x := range n {
		for y := range n {
			if set>>x&1 == 1 && set>>y&1 == 0 && (level[y] < level[x] || solid && level[y] == level[x]) {
				return false
			}
		}
	}
	return true
}

// slowCoalitions are those who win by some sequence of sets of as many ballots.
func slowCoalitions(p *ballot.Profile, solid bool) (winners []ballot.Option) {
	n := p.Slate().Len()
	votes, most := make([]int64, 1<<n), int64(0)
	for set := 1; set < 1<<n; set++ {
		for b, times := range p.All() {
			if acquiesces(b, n, set, solid) {
				votes[set] += times
			}
		}
		most = max(most, votes[set])
	}
	var try func(left int, count int64)
	try = func(left int, count int64) {
		if count < 0 {
			for o := range n {
				if left>>o&1 == 1 {
					winners = append(winners, ballot.Option(o))
				}
			}
			return
		}
		next := map[int]bool{}
		for set := 1; set < 1<<n; set++ {
			if both := set & left; votes[set] == count && both != 0 && both != left {
				next[both] = true
			}
		}
		if len(next) == 0 {
			try(left, count-1)
		}
		for both := range next {
			try(both, count)
		}
	}
	try(1<<n-1, most)
	slices.Sort(winners)
	return slices.Compact(winners)
}

func TestCoalitionsAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 7))
	several := 0
	for range 400 {
		n := 2 + rng.IntN(4)
		p := profile(t, n)
		for range 1 + rng.IntN(6) {
			var b ballot.Ballot
			level := int32(1)
			for i, o := range rng.Perm(n)[:1+rng.IntN(n)] {
				if i > 0 && rng.IntN(3) > 0 {
					level++
				}
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(2)))
		}
		for _, r := range []ranked.DescendingCoalitions{{}, {Acquiescing: true}} {
			want := slowCoalitions(p, !r.Acquiescing)
			require.Equal(t, want, winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) { return r.Decide(p, tb) }), "%v", r)
			out, err := r.Decide(p, nil)
			require.NoError(t, err)
			require.Equal(t, len(want) > 1, out.Tied())
			if len(want) > 1 {
				several++
			}
		}
	}
	assert.Greater(t, several, 50)
}

// Without ties and short ballots both are the same; solid coalitions know no number of options.
func TestCoalitionsOfManyOptions(t *testing.T) {
	for _, n := range []int{20, 21, 130} {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprint(i))
		}
		s, err := ballot.NewSlate(names...)
		require.NoError(t, err)
		p, err := ballot.NewProfile(s, ballot.Ranking)
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		for range 40 {
			var b ballot.Ballot
			for i, o := range rng.Perm(n) {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(9)))
		}
		solid, err := ranked.DescendingCoalitions{}.Decide(p, ballot.Lot{Seed: "s"})
		require.NoError(t, err)
		other, err := ranked.DescendingCoalitions{Acquiescing: true}.Decide(p, ballot.Lot{Seed: "s"})
		if n > ranked.MaxAcquiescing {
			assert.ErrorContains(t, err, "at most 20")
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, solid.Tiers, other.Tiers)
	}
}

// Eighteen options at the first rank have 2^18 parts; more than 256 such ballots are too many.
func TestCoalitionsAreBounded(t *testing.T) {
	p := profile(t, 20)
	rng := rand.New(rand.NewPCG(2, 2))
	for range 1_000 {
		var b ballot.Ballot
		for _, o := range rng.Perm(20)[:19] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: 1})
		}
		b[18].Level = 2
		require.NoError(t, p.Add(b, 1))
	}
	_, err := ranked.DescendingCoalitions{Acquiescing: true}.Decide(p, nil)
	assert.ErrorContains(t, err, "parts of shared ranks")
	_, err = ranked.DescendingCoalitions{}.Decide(p, nil)
	assert.NoError(t, err)
}

func BenchmarkDescendingCoalitions(b *testing.B) {
	for _, r := range []ranked.DescendingCoalitions{{}, {Acquiescing: true}} {
		for _, size := range []struct{ options, ballots int }{{5, 1_000}, {16, 1_000}, {16, 20_000}} {
			b.Run(fmt.Sprintf("%s/options=%d/ballots=%d", r, size.options, size.ballots), func(b *testing.B) {
				p := randomProfile(b, rand.New(rand.NewPCG(1, 1)), size.options, size.ballots)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := r.Decide(p, ballot.Lot{Seed: "s"}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
