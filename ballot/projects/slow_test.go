package projects_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

var utilities = []projects.Utility{projects.Cost, projects.Cardinality, projects.Effort, projects.SquareRoot, projects.Logarithm}

// won are the projects of purchases, in slate order.
func won(bought []purchase) (all []ballot.Option) {
	for _, b := range bought {
		all = append(all, ballot.Option(b.p))
	}
	slices.Sort(all)
	return all
}

// rhos are the prices per utility in the reasons, in their order.
func rhos(out *projects.Selection) (all []string) {
	for why := range out.Why() {
		switch why := why.(type) {
		case projects.Bought:
			all = append(all, why.Rho.RatString())
		case projects.Loaded:
			all = append(all, why.Load.RatString())
		}
	}
	return all
}

func rhosOf(bought []purchase) (all []string) {
	for _, b := range bought {
		all = append(all, b.rho.RatString())
	}
	return all
}

// The fast rules fund the same at the same prices as their definitions, voter by voter in
// big.Rat.
func TestAgainstDefinitions(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	kinds := []ballot.Kind{ballot.Approval, ballot.Ranking, ballot.Scoring}
	for i := range 600 {
		k := kinds[i%3]
		in := drawn(t, rng, k, []int64{12, 1_000, 1 << 40, 1 << 58}[rng.IntN(4)])
		u := utilities[rng.IntN(len(utilities))]
		s := newSlow(in, u)
		same := func(r rule, want []purchase) {
			t.Helper()
			out, err := r.Decide(in, slateOrder{})
			require.NoError(t, err)
			require.Equal(t, won(want), out.Winners(), "%s of %v, cost %v budget %d", r, s.voters, in.Cost, in.Budget)
			require.Equal(t, rhosOf(want), rhos(out), "%s of %v, cost %v budget %d", r, s.voters, in.Cost, in.Budget)
		}
		same(projects.EqualShares{Utility: u}, s.equalShares())
		same(projects.Phragmen{}, s.phragmen())
		if k == ballot.Approval {
			same(projects.EqualShares{Utility: u, Exact: true}, s.exactEqualShares())
		}
		if i < 200 {
			same(projects.MaximinSupport{}, s.maximin())
		}
	}
}

// Bounded overspending is its definition, voter by voter in big.Rat.
func TestBoundedOverspendingAgainstDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for i := range 300 {
		in := drawn(t, rng, []ballot.Kind{ballot.Approval, ballot.Scoring}[i%2], []int64{12, 1_000, 1 << 40}[i%3])
		u := utilities[rng.IntN(len(utilities))]
		if i%4 > 0 { // the purses of pots
			constrain(rng, in)
		}
		out, err := projects.BoundedOverspending{Utility: u}.Decide(in, slateOrder{})
		require.NoError(t, err)
		s := newSlow(in, u)
		require.Equal(t, won(s.boundedOverspending(len(in.Cost))), out.Winners(), "%s of %v, cost %v budget %d, pots %v",
			u, s.voters, in.Cost, in.Budget, in.Pots)
	}
}

// Prices of more digits than are kept are rounded, and twice the money buys the same.
func TestBoundedOverspendingRounds(t *testing.T) {
	in := city(t, 160, 2_000)
	out, err := projects.BoundedOverspending{}.Decide(in, slateOrder{})
	require.NoError(t, err)
	digits := 0
	for why := range out.Why() {
		if b, ok := why.(projects.Bought); ok {
			digits = max(digits, b.Price.Denom().BitLen())
		}
	}
	require.Greater(t, digits, 4096)
	require.Less(t, digits, 100_000)
	in.Budget *= 2
	for i := range in.Cost {
		in.Cost[i] *= 2
	}
	again, err := projects.BoundedOverspending{}.Decide(in, slateOrder{})
	require.NoError(t, err)
	require.Equal(t, out.Winners(), again.Winners())
}

// One unit in 2^60 is no tie.
func TestBoundedOverspendingNearTie(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"A", "B"}, "A", "B"), Cost: []int64{1<<60 + 1, 1 << 60}, Budget: 1<<60 + 5,
	}
	out, err := projects.BoundedOverspending{Utility: projects.Cardinality}.Decide(in, nil)
	require.NoError(t, err)
	require.False(t, out.Tied())
	require.Equal(t, "B", names(out))
}

// With a pot that holds all the money and pays for every project, the slow purses of pots
// do what the fast ones do.
func TestOnePotForAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range 400 {
		in := drawn(t, rng, ballot.Scoring, 1_000)
		in.Profile.Blank = 0 // a pot is not shared by those who support none of its projects
		u := utilities[rng.IntN(len(utilities))]
		rule := projects.EqualShares{Utility: u, Exact: i%2 == 0}
		want, err := rule.Decide(in, slateOrder{})
		require.NoError(t, err)
		s := newSlow(in, u)
		if slices.ContainsFunc(s.voters, func(v []int64) bool { return slices.Max(v) == 0 }) {
			continue
		}
		all := projects.Pot{Name: "all", Money: in.Budget}
		for _, name := range in.Profile.Slate().All() {
			all.Projects = append(all.Projects, name)
		}
		potted := *in
		potted.Budget, potted.Pots = 0, []projects.Pot{all}
		got, err := rule.Decide(&potted, slateOrder{})
		require.NoError(t, err)
		require.Equal(t, want.Winners(), got.Winners())
		require.Equal(t, rhos(want), rhos(got))
		require.Equal(t, []int64{want.Left}, got.PotLeft)
	}
}

// The optimum, and all of them, by looking at every selection under every constraint.
func TestMaxWelfareAgainstAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for i := range 600 {
		in := drawn(t, rng, []ballot.Kind{ballot.Approval, ballot.Scoring}[i%2], []int64{12, 1_000}[rng.IntN(2)])
		if i%3 > 0 {
			constrain(rng, in)
		}
		u := utilities[rng.IntN(2)]
		score, err := in.Score()
		require.NoError(t, err)
		most, sets := new(big.Int), [][]ballot.Option{nil}
		for mask := range 1 << len(in.Cost) {
			var set []ballot.Option
			value := new(big.Int)
			for p := range in.Cost {
				if mask>>p&1 == 1 {
					set = append(set, ballot.Option(p))
					one := big.NewInt(score[p])
					if u == projects.Cost {
						one.Mul(one, big.NewInt(in.Cost[p]))
					}
					value.Add(value, one)
				}
			}
			if !lawful(in, set) {
				continue
			}
			switch value.Cmp(most) {
			case 1:
				most, sets = value, [][]ballot.Option{set}
			case 0:
				sets = append(sets, set)
			}
		}
		all, err := ballot.Universes(1_000, func(tb ballot.TieBreak) (*projects.Selection, error) {
			return projects.MaxWelfare{Utility: u}.Decide(in, tb)
		})
		require.NoError(t, err)
		for _, out := range all {
			require.True(t, slices.ContainsFunc(sets, func(set []ballot.Option) bool { return slices.Equal(set, out.Winners()) }),
				"%v is none of the best %v", out.Winners(), sets)
		}
		for _, set := range sets { // those with nothing that adds nothing
			if useful(in, score, set) {
				require.True(t, slices.ContainsFunc(all, func(out *projects.Selection) bool { return slices.Equal(set, out.Winners()) }),
					"%v is missing", set)
			}
		}
	}
}

// useful reports that every project of a set has votes; what is required may have none.
func useful(in *projects.Instance, score []int64, set []ballot.Option) bool {
	return !slices.ContainsFunc(set, func(p ballot.Option) bool {
		return score[p] == 0
	})
}

// constrain draws conflicts, requirements, caps, pots and a minimum support.
func constrain(rng *rand.Rand, in *projects.Instance) {
	name := func() string { return in.Profile.Slate().Name(ballot.Option(rng.IntN(len(in.Cost)))) }
	if rng.IntN(2) == 0 {
		in.Conflicts = [][]string{{name(), name()}, {name(), name(), name()}}
	}
	if a, b := name(), name(); rng.IntN(2) == 0 && a != b {
		in.Requires = [][2]string{{a, b}}
	}
	if rng.IntN(2) == 0 {
		in.Caps = []projects.Pot{{Name: "cap", Money: rng.Int64N(in.Budget + 1), Projects: []string{name(), name(), name()}}}
	}
	if rng.IntN(2) == 0 {
		for range 1 + rng.IntN(3) {
			in.Pots = append(in.Pots, projects.Pot{Name: "pot", Money: rng.Int64N(in.Budget + 1), Projects: []string{name(), name()}})
		}
	}
	in.MinSupport = rng.Int64N(3)
	in.Carried = rng.Int64N(10)
}

// lawful reports that a selection keeps every constraint, pots by trying every division.
func lawful(in *projects.Instance, set []ballot.Option) bool {
	s := in.Profile.Slate()
	has := func(name string) bool {
		o, _ := s.Find(name)
		return slices.Contains(set, o)
	}
	score, err := in.Score()
	if err != nil {
		return false
	}
	for _, p := range set {
		if score[p] < in.MinSupport {
			return false
		}
	}
	for _, group := range in.Conflicts {
		slices.Sort(group)
		n := 0
		for _, name := range slices.Compact(slices.Clone(group)) {
			if has(name) {
				n++
			}
		}
		if n > 1 {
			return false
		}
	}
	for _, r := range in.Requires {
		if has(r[0]) && !has(r[1]) {
			return false
		}
	}
	for _, c := range in.Caps {
		sum := int64(0)
		for _, p := range set {
			if slices.Contains(c.Projects, s.Name(p)) {
				sum += in.Cost[p]
			}
		}
		if sum > c.Money {
			return false
		}
	}
	// Hall: for every set of pots, what is left of the projects that may use no others, and
	// the whole, must be paid by these and the common money.
	for mask := range 1 << len(in.Pots) {
		money, need := in.Budget+in.Carried, int64(0)
		for i, pot := range in.Pots {
			if mask>>i&1 == 1 {
				money += pot.Money
			}
		}
		for _, p := range set {
			inside := true
			for i, pot := range in.Pots {
				if mask>>i&1 == 0 && slices.Contains(pot.Projects, s.Name(p)) {
					inside = false
				}
			}
			if inside {
				need += in.Cost[p]
			}
		}
		if need > money {
			return false
		}
	}
	return true
}

// Values of the functions that no instance has exactly: six decimals, rounded down.
func TestCurves(t *testing.T) {
	tests := []struct {
		u          projects.Utility
		cost, unit int64
		want       string
	}{
		{projects.SquareRoot, 2, 1, "1.414213"},
		{projects.SquareRoot, 250_000, 1, "500"},
		{projects.SquareRoot, 9_223_372_036_854_775_806, 100, "3037000499.976049"},
		{projects.Logarithm, 1, 1, "0.693147"},
		{projects.Logarithm, 100, 100, "0.693147"},
		{projects.Logarithm, 999_999, 1, "13.815510"},
		{projects.Logarithm, 1_250_050, 100, "9.433603"},
		{projects.Logarithm, 1, 100_000_000, "0.000001"},
		{projects.Logarithm, 9_223_372_036_854_775_806, 1, "43.668272"},
	}
	for _, tt := range tests {
		in := &projects.Instance{
			Profile: profile(t, ballot.Approval, []string{"A"}, "A"), Cost: []int64{tt.cost}, Budget: tt.cost, Unit: tt.unit,
		}
		out, err := projects.EqualShares{Utility: tt.u}.Decide(in, nil)
		require.NoError(t, err)
		for why := range out.Why() {
			bought := why.(projects.Bought)
			want, _ := new(big.Rat).SetString(tt.want)
			require.Zero(t, want.Cmp(new(big.Rat).Quo(bought.Price, bought.Rho)), "%s of %d: %s", tt.u, tt.cost, bought.Rho)
		}
	}
}
