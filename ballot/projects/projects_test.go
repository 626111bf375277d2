package projects_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// names are the winners for people.
func names(out *projects.Selection) string { return out.Slate.Names(out.Winners()...) }

var allRules = []rule{
	projects.Greedy{}, projects.Greedy{NoSkip: true}, projects.Greedy{Utility: projects.Cardinality, Part: vicinia.MustRatio("50%")},
	projects.Greedy{Part: vicinia.MustRatio("1/1000")},
	projects.EqualShares{}, projects.EqualShares{Utility: projects.Effort, Ties: projects.LowerCost, Completion: projects.Completion{Greedy: true}},
	projects.EqualShares{Utility: projects.Cardinality, Completion: projects.Completion{Step: 1}},
	projects.EqualShares{Completion: projects.Completion{Step: 3, Start: projects.Fraction, Stop: projects.Exhausted, Greedy: true, Compare: true}},
	projects.EqualShares{Exact: true}, projects.EqualShares{Exact: true, Completion: projects.Completion{Step: projects.LeastChange, Start: projects.Fraction}},
	projects.EqualShares{Exact: true, Ties: projects.LowerCost, Completion: projects.Completion{Step: projects.NextProject, Greedy: true}},
	projects.EqualShares{Completion: projects.Completion{Greedy: true, Part: vicinia.Frac(1, 2)}},
	projects.BoundedOverspending{}, projects.BoundedOverspending{Utility: projects.Cardinality},
	projects.Phragmen{}, projects.Phragmen{Skip: true}, projects.MaximinSupport{}, projects.MaxWelfare{}, projects.MaxWelfare{Utility: projects.Effort},
	projects.ExpandingApprovals{}, projects.CumulativeSupport{}, projects.CumulativeSupport{PerCost: true}, projects.CumulativeSupport{Minimal: true},
	projects.CumulativeSupport{PerCost: true, Minimal: true},
	projects.Greedy{Utility: projects.SquareRoot}, projects.EqualShares{Utility: projects.Logarithm}, projects.MaxWelfare{Utility: projects.Logarithm},
}

// Examples of the literature and of the sites of the field.
func TestWorkedExamples(t *testing.T) {
	site := &projects.Instance{ // equalshares.net, implementation/computation, the file
		Profile: profile(t, ballot.Approval, []string{"1", "2", "3"}, "1|2", "1", "3", "1|2|3"),
		Cost:    []int64{5_000, 10_000, 85_000}, Budget: 100_000,
	}
	// Ten red and ten blue projects, money for ten, 51 voters of 100 red: Wikipedia, Method
	// of Equal Shares, Motivation.
	colours := &projects.Instance{Budget: 1_000}
	var red, blue string
	var both []string
	for i := range 10 {
		red, blue = red+fmt.Sprintf("|r%d", i), blue+fmt.Sprintf("|b%d", i)
		both = append(both, fmt.Sprintf("r%d", i), fmt.Sprintf("b%d", i))
		colours.Cost = append(colours.Cost, 100, 100)
	}
	colours.Profile = profile(t, ballot.Approval, both, append(times(51, red[1:]), times(49, blue[1:])...)...)
	// Phragmen and Equal Shares differ, and neither is the most voted: 6 for a and b, 4 for c.
	split := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"a", "b", "c"}, append(times(6, "a|b"), times(4, "c")...)...),
		Cost:    []int64{6, 6, 4}, Budget: 10,
	}
	tests := []struct {
		name string
		in   *projects.Instance
		rule rule
		want string
	}{
		{"site: what 3 costs is more than its two voters have", site, projects.EqualShares{}, "1, 2"},
		{"site: with larger shares everything", site, projects.EqualShares{Completion: projects.Completion{Step: 1}}, "1, 2, 3"},
		{"site: greedy", site, projects.Greedy{}, "1, 2, 3"},
		{"colours: the majority takes all", colours, projects.Greedy{}, "r0, r1, r2, r3, r4, r5, r6, r7, r8, r9"},
		{"colours: 510 and 490 buy 5 and 4", colours, projects.EqualShares{}, "r0, b0, r1, b1, r2, b2, r3, b3, r4"},
		{"colours: larger shares buy the tenth", colours, projects.EqualShares{Completion: projects.Completion{Step: 1}},
			"r0, b0, r1, b1, r2, b2, r3, b3, r4, b4"},
		{"colours: Phragmen", colours, projects.Phragmen{}, "r0, b0, r1, b1, r2, b2, r3, b3, r4, b4"},
		{"colours: Maximin Support", colours, projects.MaximinSupport{}, "r0, b0, r1, b1, r2, b2, r3, b3, r4, b4"},
		{"split: greedy", split, projects.Greedy{}, "a, c"},
		{"split: welfare", split, projects.MaxWelfare{}, "a, c"},
		{"split: welfare by number", split, projects.MaxWelfare{Utility: projects.Cardinality}, "a, c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(tt.in, slateOrder{})
			require.NoError(t, err)
			assert.Equal(t, tt.want, names(out))
		})
	}
}

// BOS funds what lacks a little, and Equal Shares does not: section 3 of the paper has such
// cases. 99 voters of 100 have 99 of the 100 that their project costs.
func TestBoundedOverspending(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"large", "small"}, append(times(99, "large"), "small")...),
		Cost:    []int64{100, 1}, Budget: 100,
	}
	out, err := projects.EqualShares{}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, "small", names(out))
	out, err = projects.BoundedOverspending{}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, "large", names(out))
}

// 51 of 100 have all they like from Greedy and half of it from Equal Shares.
func TestComparison(t *testing.T) {
	in := &projects.Instance{Budget: 400, Cost: []int64{100, 100, 100, 100, 100, 100}}
	in.Profile = profile(t, ballot.Approval, []string{"r1", "r2", "r3", "r4", "b1", "b2"}, append(times(51, "r1|r2|r3|r4"), times(49, "b1|b2")...)...)
	out, err := projects.EqualShares{Completion: projects.Completion{Step: 1}}.Decide(in, slateOrder{})
	require.NoError(t, err)
	assert.Equal(t, "r1, r2, b1, b2", names(out))
	out, err = projects.EqualShares{Completion: projects.Completion{Step: 1, Compare: true}}.Decide(in, slateOrder{})
	require.NoError(t, err)
	assert.Equal(t, "r1, r2, r3, r4", names(out))
	for why := range out.Why() {
		if c, ok := why.(projects.Compared); ok {
			assert.Equal(t, "equal shares is better for 49 ballots, greedy for 51", c.String())
			return
		}
	}
	t.Fatal("no reason tells the comparison")
}

// Each constraint, for each rule that has a choice.
func TestConstraints(t *testing.T) {
	base := func() *projects.Instance {
		return &projects.Instance{
			Profile: profile(t, ballot.Approval, []string{"A", "B", "C"}, "A|B", "A|B", "A|B", "A", "B|C", "C"),
			Cost:    []int64{40, 30, 20}, Budget: 90,
		}
	}
	tests := []struct {
		name   string
		change func(*projects.Instance)
		want   string
		rules  []rule
	}{
		{"none", func(*projects.Instance) {}, "A, B, C", allRules[:2]},
		{"a conflict", func(in *projects.Instance) { in.Conflicts = [][]string{{"A", "B", "A"}} }, "A, C", []rule{projects.MaxWelfare{}}},
		{"a conflict, B first", func(in *projects.Instance) { in.Conflicts = [][]string{{"A", "B"}} }, "B, C", []rule{projects.Phragmen{}, projects.MaximinSupport{}}},
		{"a requirement keeps out", func(in *projects.Instance) {
			in.Requires, in.Conflicts = [][2]string{{"C", "B"}}, [][]string{{"A", "B"}}
			in.Cost[1] = 95
		}, "A", []rule{projects.Greedy{}, projects.MaximinSupport{}, projects.MaxWelfare{}, projects.Phragmen{Skip: true}}},
		{"a requirement makes wait", func(in *projects.Instance) { in.Requires = [][2]string{{"A", "C"}, {"B", "A"}} }, "A, B, C",
			[]rule{projects.Greedy{}, projects.Greedy{NoSkip: true}, projects.MaxWelfare{}, projects.MaximinSupport{}, projects.Phragmen{}}},
		{"a minimum support", func(in *projects.Instance) { in.MinSupport = 3 }, "A, B",
			[]rule{projects.Greedy{}, projects.MaxWelfare{}, projects.Phragmen{}, projects.EqualShares{Completion: projects.Completion{Step: 1}}}},
		{"a cap", func(in *projects.Instance) {
			in.Caps = []projects.Pot{{Name: "sport", Money: 50, Projects: []string{"A", "C"}}}
		}, "A, B", []rule{projects.Greedy{}, projects.MaxWelfare{}, projects.EqualShares{Completion: projects.Completion{Step: 1}}}},
		{"carried money", func(in *projects.Instance) { in.Budget, in.Carried = 40, 50 }, "A, B, C", []rule{projects.Greedy{}, projects.MaxWelfare{}}},
		{"a pot that only C may use", func(in *projects.Instance) {
			in.Budget, in.Pots = 70, []projects.Pot{{Name: "north", Money: 25, Projects: []string{"C"}}}
		}, "A, B, C", []rule{projects.Greedy{}, projects.MaxWelfare{}, projects.Phragmen{}, projects.MaximinSupport{}}},
		{"a pot that nobody may use", func(in *projects.Instance) {
			in.Budget, in.Pots = 70, []projects.Pot{{Name: "south", Money: 25}}
		}, "A, B", []rule{projects.Greedy{NoSkip: true}, projects.MaxWelfare{}}},
		// B can leave the pot north to C only if south pays for B.
		{"pots that overlap", func(in *projects.Instance) {
			in.Budget, in.Pots = 40, []projects.Pot{
				{Name: "north", Money: 30, Projects: []string{"B", "C"}}, {Name: "south", Money: 30, Projects: []string{"B"}},
			}
		}, "A, B, C", []rule{projects.Greedy{}, projects.MaxWelfare{}, projects.Phragmen{}}},
	}
	for _, tt := range tests {
		for _, r := range tt.rules {
			t.Run(fmt.Sprint(tt.name, " ", r), func(t *testing.T) {
				in := base()
				tt.change(in)
				out, err := r.Decide(in, slateOrder{})
				require.NoError(t, err)
				assert.Equal(t, tt.want, names(out))
				checkSelection(t, in, out)
			})
		}
	}
}

// checkSelection holds an outcome against the instance: where every unit of the money is,
// every constraint, and that parts come from Greedy.Part alone.
func checkSelection(t testing.TB, in *projects.Instance, out *projects.Selection) {
	t.Helper()
	money, err := in.Money()
	require.NoError(t, err)
	sum := out.Left
	require.GreaterOrEqual(t, out.Left, int64(0))
	for i, n := range out.PotLeft {
		require.True(t, n >= 0 && n <= in.Pots[i].Money)
		sum += n
	}
	parts := 0
	var touched []ballot.Option
	for p, n := range out.Funded {
		sum += n
		whole := slices.Contains(out.Selected, ballot.Option(p))
		require.Equal(t, whole, whole && n == in.Cost[p])
		if !whole && n > 0 {
			parts++
			require.Less(t, n, in.Cost[p])
			require.Contains(t, out.Rule, "greedy")
		}
		if whole {
			touched = append(touched, ballot.Option(p))
		}
	}
	require.Equal(t, money, sum, "every unit is somewhere")
	require.LessOrEqual(t, parts, 1)
	require.True(t, lawful(in, touched), "%s: %v", out.Rule, touched)
	require.Equal(t, money-out.Left-total(out.PotLeft), out.Spent())
}

func total(ns []int64) (sum int64) {
	for _, n := range ns {
		sum += n
	}
	return sum
}

// Every rule conserves the money under every constraint; the order of rows, their merging
// and their doubling change nothing; every project is accounted for by one reason.
func TestEveryRule(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for i := range 120 {
		in := drawn(t, rng, []ballot.Kind{ballot.Approval, ballot.Ranking, ballot.Scoring, ballot.Approval}[i%4], 60)
		if i%2 > 0 {
			constrain(rng, in)
		}
		for _, r := range allRules {
			out, err := r.Decide(in, slateOrder{})
			require.NoError(t, err, "%s", r)
			require.False(t, out.Tied())
			checkSelection(t, in, out)
			checkReasons(t, in, out)
			other := *in
			other.Profile = shuffled(t, rng, in.Profile)
			again, err := r.Decide(&other, slateOrder{})
			require.NoError(t, err)
			require.Equal(t, ballot.Digest(out), ballot.Digest(again), "%s", r)
		}
	}
}

// checkReasons finds one reason for each project.
func checkReasons(t testing.TB, in *projects.Instance, out *projects.Selection) {
	t.Helper()
	seen := map[string]int{}
	for why := range out.Why() {
		require.NotEmpty(t, why.String())
		switch why := why.(type) {
		case projects.Funded:
			seen[why.Project]++
		case projects.PartFunded:
			seen[why.Project]++
		case projects.Bought:
			seen[why.Project]++
		case projects.Loaded:
			seen[why.Project]++
		case projects.Refused:
			seen[why.Project]++
			require.NotEqual(t, projects.Open, why.Bar)
		}
	}
	if g, ok := seen[""]; ok {
		t.Fatal("a reason without a project", g)
	}
	for _, name := range in.Profile.Slate().All() {
		require.LessOrEqual(t, seen[name], 1, "%s: %s", out.Rule, name)
	}
}

// shuffled is the same votes, row by row in another order.
func shuffled(t testing.TB, rng *rand.Rand, p *ballot.Profile) *ballot.Profile {
	t.Helper()
	var rows []ballot.Ballot
	for b, n := range p.All() {
		for range n {
			rows = append(rows, b)
		}
	}
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	q, err := ballot.NewProfile(p.Slate(), p.Kind())
	require.NoError(t, err)
	for _, b := range rows {
		require.NoError(t, q.Add(b, 1))
	}
	q.Blank = p.Blank
	return q
}

// Greedy is monotone: a funded project that gets more votes, or becomes cheaper, stays.
func TestGreedyIsMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for range 500 {
		in := drawn(t, rng, ballot.Approval, 60)
		out, err := projects.Greedy{}.Decide(in, slateOrder{})
		require.NoError(t, err)
		for _, w := range out.Winners() {
			more := *in
			more.Profile = shuffled(t, rng, in.Profile)
			require.NoError(t, more.Profile.Add(ballot.Ballot{{Option: w, Level: 1}}, 1))
			less := *in
			less.Cost = slices.Clone(in.Cost)
			less.Cost[w]--
			for _, changed := range []*projects.Instance{&more, &less} {
				again, err := projects.Greedy{}.Decide(changed, slateOrder{})
				require.NoError(t, err)
				require.Contains(t, again.Winners(), w)
			}
		}
	}
}

// Without a tie-break an outcome carries the tie; a harmless one is none.
func TestTies(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"A", "B", "C"}, "A|B", "C", "C"),
		Cost:    []int64{10, 10, 5}, Budget: 15,
	}
	for _, r := range []rule{projects.Greedy{}, projects.EqualShares{}, projects.Phragmen{}, projects.MaximinSupport{}, projects.MaxWelfare{}} {
		out, err := r.Decide(in, nil)
		require.NoError(t, err)
		if _, ok := r.(projects.EqualShares); ok {
			assert.False(t, out.Tied(), "5 do not pay for 10")
			continue
		}
		assert.True(t, out.Tied(), "%s", r)
		assert.Equal(t, "C", names(out), "%s", r)
		all, err := ballot.Universes(10, func(tb ballot.TieBreak) (*projects.Selection, error) { return r.Decide(in, tb) })
		require.NoError(t, err)
		assert.Len(t, all, 2, "%s", r)
	}
	in.Budget = 60
	for _, r := range allRules {
		out, err := r.Decide(in, nil)
		require.NoError(t, err)
		assert.False(t, out.Tied(), "%s: %v", r, out.Ties)
	}
	// The statute of Poland: the lower cost, then more votes.
	in = &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"A", "B", "C"}, "A|C", "A|C", "A|B|C", "A|B|C"),
		Cost:    []int64{40, 20, 36}, Budget: 40,
	}
	out, err := projects.EqualShares{Ties: projects.LowerCost}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, "C", names(out))
	assert.Equal(t, "lower cost, then more votes", out.Ties[0].By)
}

// Bad instances are errors, all at once and with their places.
func TestCheck(t *testing.T) {
	p := profile(t, ballot.Approval, []string{"A", "B"}, "A")
	tests := []struct {
		name string
		give projects.Instance
		want []string
	}{
		{"no profile", projects.Instance{}, []string{"wants a profile"}},
		{"too few costs", projects.Instance{Profile: p, Cost: []int64{1}}, []string{"cost: 1 costs of 2 projects"}},
		{"below 0", projects.Instance{Profile: p, Cost: []int64{-1, 2}, Budget: -5, Unit: -1},
			[]string{"cost[0]: -1 is below 0", "budget: -5 is below 0", "unit: -1 is below 0"}},
		{"too much money", projects.Instance{Profile: p, Cost: []int64{1, 2}, Budget: math.MaxInt64, Carried: 1}, []string{"M-3"}},
		{"too much cost", projects.Instance{Profile: p, Cost: []int64{math.MaxInt64, 2}}, []string{"the sum of the costs: M-3"}},
		{"names", projects.Instance{
			Profile: p, Cost: []int64{1, 2}, Pots: []projects.Pot{{Money: -1, Projects: []string{"X"}}},
			Conflicts: [][]string{{"A", "Y"}}, Requires: [][2]string{{"A", "Z"}}, Points: []int64{-3},
		}, []string{"pots[0].money", `"X" is no project`, `"Y" is no project`, `"Z" is no project`, "points[0]"}},
		{"a circle", projects.Instance{Profile: p, Cost: []int64{1, 2}, Requires: [][2]string{{"A", "B"}, {"B", "A"}}},
			[]string{"A needs itself", "B needs itself"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range allRules {
				out, err := r.Decide(&tt.give, nil)
				require.Nil(t, out)
				for _, want := range tt.want {
					require.ErrorContains(t, err, want)
				}
			}
		})
	}
	in := &projects.Instance{Profile: p, Cost: []int64{1, 2}}
	for _, r := range []rule{
		projects.Greedy{Utility: 9}, projects.Greedy{Utility: projects.Effort}, projects.Greedy{Part: vicinia.MustRatio("2/1")},
		projects.EqualShares{Utility: 9}, projects.EqualShares{Completion: projects.Completion{Step: projects.LeastChange}},
		projects.EqualShares{Ties: 9}, projects.EqualShares{Completion: projects.Completion{Step: -3}}, projects.BoundedOverspending{Ties: 9}, projects.MaxWelfare{Utility: 9},
	} {
		_, err := r.Decide(in, nil)
		assert.Error(t, err, "%v", r)
	}
}

// Past a stated amount of work an error says so.
func TestWork(t *testing.T) {
	in := &projects.Instance{Profile: profile(t, ballot.Approval, []string{"A", "B"}, "A", "B")}
	in.Cost = []int64{1 << 61, 1 << 62}
	_, err := projects.EqualShares{Completion: projects.Completion{Step: 1 << 60}}.Decide(in, nil)
	require.NoError(t, err)
	in.Budget = 1 << 61
	_, err = projects.EqualShares{Completion: projects.Completion{Step: 1 << 62}}.Decide(in, nil)
	assert.True(t, errors.Is(err, vicinia.ErrOverflow), "%v", err)

	var many []string
	for i := range 16 {
		many = append(many, fmt.Sprintf("P%d", i))
	}
	same := &projects.Instance{Profile: profile(t, ballot.Approval, many, "P0|P1|P2|P3|P4|P5|P6|P7|P8|P9|P10|P11|P12|P13|P14|P15"), Budget: 8}
	same.Cost = slices.Repeat([]int64{1}, 16)
	_, err = projects.MaxWelfare{}.Decide(same, nil)
	assert.True(t, errors.Is(err, projects.ErrWork), "16 over 8 selections are equally good: %v", err)
}

func TestNames(t *testing.T) {
	for _, name := range []string{"none", "add1", "add1u", "greedy", "utilitarian", "add1-comparison", "add1-exhaustive", "add1-fraction", "add-opt", "add-opt-skip"} {
		var c projects.Completion
		assert.NoError(t, c.UnmarshalText([]byte(name)))
	}
	var c projects.Completion
	assert.ErrorContains(t, c.UnmarshalText([]byte("add2")), "want one of [none add1")
	var u projects.Utility
	for _, want := range utilities {
		text, err := want.MarshalText()
		require.NoError(t, err)
		require.NoError(t, u.UnmarshalText(text))
		assert.Equal(t, want, u)
	}
	assert.Error(t, u.UnmarshalText([]byte("log")))
}

// FuzzMoney: whatever the amounts and constraints, no rule loses a unit or breaks a rule
// of the instance.
func FuzzMoney(f *testing.F) {
	f.Add(uint64(1), uint64(2), uint8(0))
	f.Fuzz(func(t *testing.T, a, b uint64, which uint8) {
		rng := rand.New(rand.NewPCG(a, b))
		most := []int64{3, 50, 1 << 30, 1 << 59}[b%4]
		r := allRules[int(which)%len(allRules)]
		if e, ok := r.(projects.EqualShares); ok && e.Completion.Step != 0 {
			most = min(most, 50) // as many steps as units
		}
		in := drawn(t, rng, ballot.Kind(2+a%3), most)
		constrain(rng, in)
		out, err := r.Decide(in, slateOrder{})
		if errors.Is(err, projects.ErrWork) || errors.Is(err, vicinia.ErrOverflow) {
			return
		}
		require.NoError(t, err)
		checkSelection(t, in, out)
		checkReasons(t, in, out)
	})
}

// Two projects are level at the end, and neither fits: whoever is first, nothing is funded.
func TestGreedyEndsWithoutTie(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"A", "B", "C", "D"}, "D|C|A", "C|B", "B", "D|A|B|C"),
		Cost:    []int64{6, 5, 7, 2}, Budget: 13,
	}
	for _, tt := range []struct {
		give projects.Greedy
		tied bool
	}{
		{projects.Greedy{NoSkip: true}, false},
		{projects.Greedy{NoSkip: true, Part: vicinia.MustRatio("80%")}, false},
		{projects.Greedy{NoSkip: true, Part: vicinia.MustRatio("50%")}, true}, // who of the two gets the part
	} {
		out, err := tt.give.Decide(in, nil)
		require.NoError(t, err)
		assert.Equal(t, "B, C", names(out))
		assert.Equal(t, tt.tied, out.Tied(), tt.give)
	}
}
