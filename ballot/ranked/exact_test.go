package ranked_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// strict is a profile of full orders.
func strict(t testing.TB, rng *rand.Rand, options, ballots int) *ballot.Profile {
	p := profile(t, options)
	for range ballots {
		require.NoError(t, p.Add(order(rng.Perm(options)), 1))
	}
	return p
}

func order(options []int) (b ballot.Ballot) {
	for rank, o := range options {
		b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)})
	}
	return b
}

// slowDodgson looks at all profiles that one swap makes of those met, until an option wins all
// its duels.
func slowDodgson(t testing.TB, p *ballot.Profile) (winners []ballot.Option, swaps int) {
	n := p.Slate().Len()
	start := ""
	for b, k := range p.All() {
		for range k {
			for _, m := range b {
				start += fmt.Sprint(m.Option)
			}
			start += " "
		}
	}
	seen := map[string]bool{start: true}
	for level := []string{start}; ; swaps++ {
		var next []string
		for _, text := range level {
			q := profile(t, n)
			for _, word := range strings.Fields(text) {
				var b []int
				for _, c := range word {
					b = append(b, int(c-'0'))
				}
				require.NoError(t, q.Add(order(b), 1))
			}
			for _, o := range options(view{q, n}.condorcet(1<<n - 1)) {
				if !slices.Contains(winners, o) {
					winners = append(winners, o)
				}
			}
			for i := range len(text) - 1 {
				if text[i] == ' ' || text[i+1] == ' ' {
					continue
				}
				turned := text[:i] + text[i+1:i+2] + text[i:i+1] + text[i+2:]
				if !seen[turned] {
					seen[turned] = true
					next = append(next, turned)
				}
			}
		}
		if winners != nil {
			slices.Sort(winners)
			return winners, swaps
		}
		level = next
	}
}

func TestDodgsonAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	swapped := 0
	for range 60 {
		p := strict(t, rng, 2+rng.IntN(3), 2+rng.IntN(3))
		out, err := ranked.Dodgson{}.Decide(p, nil)
		require.NoError(t, err)
		want, swaps := slowDodgson(t, p)
		require.Equal(t, want, out.Winners(), "%v", ballots(p))
		for why := range out.Why() {
			require.Equal(t, big.NewRat(int64(swaps), 1), why.(ranked.Points).Points)
		}
		swapped += swaps
	}
	assert.Positive(t, swapped)
}

// slowYoung leaves out every part of the ballots.
func slowYoung(p *ballot.Profile, strong bool) (winners []ballot.Option) {
	n := p.Slate().Len()
	var all []ballot.Ballot
	for b, k := range p.All() {
		for range k {
			all = append(all, b)
		}
	}
	best := -1
	for kept := range 1 << len(all) {
		q, err := ballot.NewProfile(p.Slate(), ballot.Ranking)
		if err != nil {
			return nil
		}
		size := 0
		for i, b := range all {
			if kept>>i&1 == 1 {
				if q.Add(b, 1) != nil {
					return nil
				}
				size++
			}
		}
		v := view{q, n}
		for a := range n {
			wins := true
			for b := range n {
				m := v.margin(a, b)
				wins = wins && (a == b || m > 0 || m == 0 && !strong)
			}
			if !wins || size < best {
				continue
			}
			if size > best {
				best, winners = size, nil
			}
			if !slices.Contains(winners, ballot.Option(a)) {
				winners = append(winners, ballot.Option(a))
			}
		}
	}
	slices.Sort(winners)
	return winners
}

func TestYoungAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 80 {
		p := randomProfile(t, rng, 2+rng.IntN(3), 1+rng.IntN(4))
		p.Unranked = ballot.Below
		for _, strong := range []bool{false, true} {
			want := slowYoung(p, strong)
			if want == nil {
				continue // nobody can
			}
			out, err := ranked.Young{Strong: strong}.Decide(p, nil)
			require.NoError(t, err)
			require.Equal(t, want, out.Winners(), "strong %t: %v", strong, ballots(p))
		}
	}
}

// The example of Brandt, Some Remarks on Dodgson's Voting Rule, 2009: three times the ballots
// elect another.
func TestDodgsonIsNotHomogeneous(t *testing.T) {
	lines := []string{"2 D>C>A>B", "2 B>C>A>D", "2 C>A>B>D", "2 D>B>C>A", "2 A>B>C>D", "1 A>D>B>C", "1 D>A>B>C"}
	out, err := ranked.Dodgson{}.Decide(profile(t, 4, lines...), nil)
	require.NoError(t, err)
	assert.Equal(t, "A>B=C=D", show(out))
	for i, line := range lines {
		n, rest, _ := strings.Cut(line, " ")
		lines[i] = map[string]string{"1": "3 ", "2": "6 "}[n] + rest
	}
	out, err = ranked.Dodgson{}.Decide(profile(t, 4, lines...), nil)
	require.NoError(t, err)
	assert.Equal(t, "D>A=B=C", show(out))
}

// slowSlater tries all orders.
func slowSlater(v view) (winners []ballot.Option) {
	best, first := v.n*v.n, 0
	var try func(order []int, cost int)
	try = func(order []int, cost int) {
		if len(order) == v.n {
			if cost < best {
				best, first = cost, 0
			}
			if cost == best {
				first |= 1 << order[0]
			}
			return
		}
		for o := range v.n {
			if !slices.Contains(order, o) {
				more := cost
				for _, a := range order {
					if v.margin(o, a) > 0 {
						more++
					}
				}
				try(append(slices.Clone(order), o), more)
			}
		}
	}
	try(nil, 0)
	return options(first)
}

// slowRiver locks equal duels in every order.
func slowRiver(v view) (winners int) {
	type pair struct{ a, b int }
	var try func(locked, left []pair)
	try = func(locked, left []pair) {
		if len(left) == 0 {
			beaten := 0
			for _, p := range locked {
				beaten |= 1 << p.b
			}
			winners |= (1<<v.n - 1) &^ beaten
			return
		}
		for i, p := range left {
			if slices.ContainsFunc(left, func(q pair) bool { return v.margin(q.a, q.b) > v.margin(p.a, p.b) }) {
				continue
			}
			rest := slices.Delete(slices.Clone(left), i, i+1)
			below := 1 << p.b
			for range v.n {
				for _, q := range locked {
					if below>>q.a&1 == 1 {
						below |= 1 << q.b
					}
				}
			}
			if below>>p.a&1 == 1 || slices.ContainsFunc(locked, func(q pair) bool { return q.b == p.b }) {
				try(locked, rest)
			} else {
				try(append(slices.Clone(locked), p), rest)
			}
		}
	}
	var all []pair
	for a := range v.n {
		for b := range v.n {
			if v.margin(a, b) > 0 {
				all = append(all, pair{a, b})
			}
		}
	}
	try(nil, all)
	return winners
}

func TestSlaterAndRiverAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 120 {
		n := 1 + rng.IntN(4)
		p := randomProfile(t, rng, n, 1+rng.IntN(7))
		v, w := view{p, n}, p.Pairwise()
		require.Equal(t, slowSlater(v), winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) { return ranked.Slater{}.Decide(w, tb) }))
		require.Equal(t, options(slowRiver(v)), winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) {
			return ranked.River{Measure: ranked.Margins}.Decide(w, tb)
		}), "%v", ballots(p))
	}
}

// Every lottery is proved; one of won duels is inside the uncovered set.
func TestLotteries(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	mixed := 0
	for range 300 {
		n := 1 + rng.IntN(6)
		p := randomProfile(t, rng, n, 1+rng.IntN(8))
		w := p.Pairwise()
		for _, signs := range []bool{false, true} {
			out, err := ranked.MaximalLottery{Signs: signs}.Decide(w, nil)
			require.NoError(t, err)
			margins := make([]int64, n*n)
			for a := range n {
				for b := range n {
					m := w.Margin(ballot.Option(a), ballot.Option(b))
					if signs {
						m = max(-1, min(1, m))
					}
					margins[a*n+b] = m
				}
			}
			require.NoError(t, certificate.Lottery{Chances: out.Chances}.Check(margins))
			mixed += len(out.Winners()) - 1
			assert.Contains(t, out.Winners(), out.Draw("seed", fmt.Sprint(n)))
		}
		uncovered, err := ranked.Uncovered{Covering: ranked.McKelvey}.Decide(w, nil)
		require.NoError(t, err)
		bipartisan, err := ranked.Bipartisan{}.Decide(w, nil)
		require.NoError(t, err)
		for _, o := range bipartisan.Winners() {
			require.Contains(t, uncovered.Winners(), o)
		}
	}
	assert.Greater(t, mixed, 200)
}

// Of a circle an option has the margin of the duel it is not in (Fishburn 1984, section 4).
func TestLotteryOfACircle(t *testing.T) {
	// A over B 6:3, B over C 5:4, C over A 7:2.
	p := profile(t, 3, "4 C>A>B", "3 B>C>A", "2 A>B>C")
	p2 := p.Pairwise()
	out, err := ranked.MaximalLottery{}.Decide(p2, nil)
	require.NoError(t, err)
	ab, bc, ca := p2.Margin(0, 1), p2.Margin(1, 2), p2.Margin(2, 0)
	sum := ab + bc + ca
	assert.Equal(t, []*big.Rat{big.NewRat(bc, sum), big.NewRat(ca, sum), big.NewRat(ab, sum)}, out.Chances)
	var steps []string
	for why := range out.Why() {
		steps = append(steps, why.String())
	}
	assert.Equal(t, []string{"A: 1/9", "B: 5/9", "C: 1/3"}, steps)
	// Two even options, and one that loses to both: the even ones share.
	out, err = ranked.MaximalLottery{}.Decide(profile(t, 3, "1 A>B>C", "1 B>A>C").Pairwise(), nil)
	require.NoError(t, err)
	assert.Equal(t, []*big.Rat{big.NewRat(1, 2), big.NewRat(1, 2), new(big.Rat)}, out.Chances)
}

// Draws fall as often as the chances say.
func TestDraw(t *testing.T) {
	out, err := ranked.MaximalLottery{}.Decide(profile(t, 3, "4 C>A>B", "3 B>C>A", "2 A>B>C").Pairwise(), nil)
	require.NoError(t, err)
	drawn := make([]int64, 3)
	for i := range 9_000 {
		drawn[out.Draw("seed", fmt.Sprint(i))]++
	}
	for o, want := range []int64{1_000, 5_000, 3_000} {
		assert.InDelta(t, want, drawn[o], 200)
	}
}
