package ranked_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// kinds are the ballots that the slow way turns ballots into.
var kinds = []string{"", "A", "B", "C", "A>B>C", "A>C>B", "B>A>C", "B>C>A", "C>A>B", "C>B>A"}

// sharing are those with ranks that are shared.
var sharing = []string{"A=B>C", "A=C>B", "B=C>A", "A=B=C"}

// slowMargin looks at all profiles of so many ballots: the one that shares the most ballots
// with p and does not elect its winner alone.
func slowMargin(t *testing.T, kinds []string, give []int, decide func(*ballot.Profile) []ballot.Option) int64 {
	build := func(counts []int) *ballot.Profile {
		p := profile(t, 3)
		for i, n := range counts {
			require.NoError(t, p.AddText(kinds[i], int64(n)))
		}
		return p
	}
	winners := decide(build(give))
	if len(winners) > 1 {
		return 0
	}
	total := 0
	for _, n := range give {
		total += n
	}
	best := total
	counts := make([]int, len(kinds))
	var try func(i, left, shared int)
	try = func(i, left, shared int) {
		if total-shared-left >= best {
			return
		}
		if i == len(kinds)-1 {
			counts[i] = left
			if shared += min(left, give[i]); total-shared < best && !slices.Equal(decide(build(counts)), winners) {
				best = total - shared
			}
			return
		}
		for n := range left + 1 {
			counts[i] = n
			try(i+1, left-n, shared+min(n, give[i]))
		}
	}
	try(0, total, 0)
	return int64(best)
}

type marginTest struct {
	name   string
	rule   onBallots
	margin func(*ballot.Profile) (ranked.Margin, error)
	exact  bool
	shared bool // also with ranks that are shared
}

// Exact margins are those of the slow way, bounds hold.
func TestMarginsAgainstTheSlowWay(t *testing.T) {
	tests := []marginTest{
		{"plurality", ranked.Positional{}, func(p *ballot.Profile) (ranked.Margin, error) { return ranked.Plurality{}.Margin(p.Counts()) }, true, false},
		{"first places", ranked.Positional{}, ranked.Positional{}.Margin, true, false},
		{"anti-plurality", ranked.AntiPlurality{}, ranked.AntiPlurality{}.Margin, true, false},
		{"dowdall", ranked.Dowdall{}, ranked.Dowdall{}.Margin, true, false},
		{"borda", duelling{ranked.Borda{}}, ranked.Borda{}.Margin, true, false},
		{"instant runoff", ranked.InstantRunoff{}, ranked.InstantRunoff{}.Margin, true, false},
		{"schulze", duelling{ranked.Schulze{}}, of(ranked.Schulze{}), false, false},
		{"ranked pairs", duelling{ranked.RankedPairs{}}, of(ranked.RankedPairs{}), false, false},
		{"uncovered, weighted", duelling{ranked.Uncovered{Covering: ranked.Weighted}}, of(ranked.Uncovered{Covering: ranked.Weighted}), false, true},
	}
	for _, r := range []onDuels{
		ranked.Copeland{}, ranked.Llull{}, ranked.Condorcet{}, ranked.Smith{}, ranked.Schwartz{}, ranked.Uncovered{}, ranked.Banks{},
		ranked.Slater{}, ranked.Bipartisan{}, ranked.Baldwin{}, ranked.Nanson{}, ranked.Nanson{Below: true}, ranked.Kemeny{}, ranked.Black{},
		ranked.Minimax{Measure: ranked.Margins}, ranked.Minimax{Measure: ranked.Opposition}, ranked.Schulze{Measure: ranked.Margins},
		ranked.RankedPairs{Measure: ranked.Margins}, ranked.River{Measure: ranked.Margins}, ranked.SplitCycle{}, ranked.StableVoting{},
		ranked.Leximax{},
	} {
		tests = append(tests, marginTest{fmt.Sprint(r), duelling{r}, of(r), true, true})
	}
	for _, r := range []interface {
		onBallots
		Margin(*ballot.Profile) (ranked.Margin, error)
	}{
		ranked.Coombs{}, ranked.Coombs{ToTheEnd: true}, ranked.TopTwo{}, ranked.Bucklin{}, ranked.Bucklin{Simplified: true}, ranked.Fallback{},
		ranked.BottomTwo{}, ranked.Benham{}, ranked.CondorcetRunoff{},
	} {
		tests = append(tests, marginTest{fmt.Sprint(r), r, r.Margin, true, true})
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kinds, far := kinds, int64(0)
			if tt.shared {
				kinds = slices.Concat(kinds, sharing)
			}
			for range 12 {
				give := make([]int, len(kinds))
				for range 4 + rng.IntN(2) {
					give[1+rng.IntN(len(kinds)-1)]++
				}
				p := profile(t, 3)
				for i, n := range give {
					require.NoError(t, p.AddText(kinds[i], int64(n)))
				}
				want := slowMargin(t, kinds, give, func(p *ballot.Profile) []ballot.Option {
					if p.Len() == 0 {
						return []ballot.Option{0, 1, 2}
					}
					all, err := ballot.Universes(1000, func(tb ballot.TieBreak) (*ballot.Order, error) { return tt.rule.Decide(p, tb) })
					require.NoError(t, err)
					var winners []ballot.Option
					for _, o := range all {
						winners = append(winners, o.Winners()...)
					}
					slices.Sort(winners)
					return slices.Compact(winners)
				})
				got, err := tt.margin(p)
				require.NoError(t, err)
				require.LessOrEqual(t, got.Least, want, "%v", give)
				require.GreaterOrEqual(t, got.Most, want, "%v", give)
				require.True(t, got.Exact() || !tt.exact, "%v: %s", give, got)
				far += want
			}
			assert.Positive(t, far)
		})
	}
}

func of(r onDuels) func(*ballot.Profile) (ranked.Margin, error) {
	return func(p *ballot.Profile) (ranked.Margin, error) { return ranked.DuelMargin(r, p) }
}

func TestMargins(t *testing.T) {
	approvals := func(lines ...string) *ballot.Profile {
		p, err := ballot.NewProfile(profile(t, 3).Slate(), ballot.Approval)
		require.NoError(t, err)
		for i, line := range lines {
			require.NoError(t, p.AddText(line, int64(i+1)))
		}
		return p
	}
	// A has 5, B 3: of the two who approve of A alone, one who turns round is enough.
	m, err := ranked.ApprovalMargin(approvals("A|C", "A", "A|B", ""))
	require.NoError(t, err)
	assert.Equal(t, ranked.Margin{Least: 2, Most: 2}, m)
	assert.Equal(t, "2 ballots", m.String())
	assert.Equal(t, "1 ballot", ranked.Margin{Least: 1, Most: 1}.String())
	assert.Equal(t, "at least 1 and at most 4 ballots", ranked.Margin{Least: 1, Most: 4}.String())

	_, err = ranked.ApprovalMargin(profile(t, 2, "1 A"))
	require.ErrorContains(t, err, "no approvals")
	for _, margin := range []func(*ballot.Profile) (ranked.Margin, error){
		ranked.Borda{}.Margin, ranked.InstantRunoff{}.Margin, of(ranked.Schulze{}), ranked.Positional{}.Margin,
	} {
		_, err = margin(profile(t, 1, "3 A"))
		require.ErrorContains(t, err, "one option cannot lose")
		_, err = margin(profile(t, 2))
		require.ErrorContains(t, err, "no votes")
	}
	apart := profile(t, 2, "1 A")
	apart.Unranked = ballot.Apart
	_, err = ranked.Borda{}.Margin(apart)
	require.ErrorContains(t, err, "apart")
	// With the unmarked apart a ballot can give nobody but the rival points.
	m, err = ranked.Dowdall{}.Margin(apart)
	require.NoError(t, err)
	assert.Equal(t, ranked.Margin{Least: 1, Most: 1}, m)
}

// Alaska 2022: 2,581 of the 5,162 votes by which Palin led Begich level them, and Begich wins
// the final round; the final round itself was won by 5,234. Burlington 2009: see burlington.
func TestMarginsOfRealRunoffs(t *testing.T) {
	for _, tt := range []struct {
		p    *ballot.Profile
		want int64
	}{{alaska(t), 2_581}, {burlington(t), 125}} {
		m, err := ranked.InstantRunoff{}.Margin(tt.p)
		require.NoError(t, err)
		assert.Equal(t, ranked.Margin{Least: tt.want, Most: tt.want}, m)
	}
}

// The exact search goes on to ends where several go out in another sequence.
func TestRunoffMarginOfMoreOptions(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 5 {
		p := strict(t, rng, 5, 60)
		m, err := ranked.InstantRunoff{}.Margin(p)
		require.NoError(t, err)
		assert.True(t, m.Exact(), "%s", m)
	}
	shared, err := ranked.InstantRunoff{}.Margin(profile(t, 3, "5 A", "2 B=C>A", "1 B"))
	require.NoError(t, err)
	assert.Equal(t, int64(1), shared.Least)
}

func ExampleDuelMargin() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Ana>Ben>Cai", "Ana>Cai>Ben", "Ben>Ana>Cai", "Cai>Ana>Ben", "Ana>Ben>Cai"} {
		if err := votes.AddText(text, 7); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(ranked.DuelMargin(ranked.Schulze{}, votes))
	// Output: 11 ballots <nil>
}

// A Positional rule says its vector, exactly.
func TestPositionalText(t *testing.T) {
	r := ranked.Positional{Points: []vicinia.Ratio{vicinia.Frac(12, 1), vicinia.Frac(1, 2)}, Truncation: ranked.Lowest}
	assert.Equal(t, "positional 12,1/2 lowest", r.String())
	out, err := r.Decide(profile(t, 3, "1 A>B", "1 C>B", "25 B=C"), nil)
	require.NoError(t, err)
	assert.Equal(t, "positional 12,1/2 lowest unranked=below", out.Rule)
	var steps []any
	for why := range out.Why() {
		steps = append(steps, why)
	}
	// B and C share the second place 25 times.
	assert.Equal(t, []any{
		ranked.Points{Option: "C", Points: big.NewRat(49, 2)}, ranked.Points{Option: "B", Points: big.NewRat(27, 2)},
		ranked.Points{Option: "A", Points: big.NewRat(12, 1)},
	}, steps)
}
