package delegation_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/delegation"
)

// graph has voters of weight 1 and delegations such as "a>b" or "a>b on budget".
func graph(t testing.TB, voters string, delegations ...string) *delegation.Graph {
	t.Helper()
	var vs []delegation.Voter
	for _, name := range strings.Fields(voters) {
		vs = append(vs, delegation.Voter{Name: name, Weight: 1})
	}
	g, err := delegation.NewGraph(vs...)
	require.NoError(t, err)
	for _, d := range delegations {
		d, topic, _ := strings.Cut(d, " on ")
		voter, proxy, _ := strings.Cut(d, ">")
		require.NoError(t, g.Delegate(voter, proxy, topic))
	}
	return g
}

func among(names string) func(string) bool {
	return func(name string) bool { return slices.Contains(strings.Fields(names), name) }
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name        string
		voters      string
		delegations []string
		voted       string
		topic       string
		limit       int64
		want        string // steps
		wantLost    int64
		wantCut     int64
	}{
		{"nobody delegates", "a b", nil, "a", "", 0, "a votes for 1", 1, 0},
		{"passed on", "a b c", []string{"a>b", "b>c"}, "c", "", 0, "c votes for 3", 0, 0},
		{"his own vote prevails", "a b c", []string{"a>b", "b>c"}, "b c", "", 0, "b votes for 2; c votes for 1", 0, 0},
		{"a circle", "a b c d", []string{"a>b", "b>c", "c>a", "d>a"}, "", "", 0, "nobody votes in the circle a, b, c", 4, 0},
		{"a circle that a vote cuts", "a b c d", []string{"a>b", "b>c", "c>a", "d>a"}, "b", "", 0, "b votes for 4", 0, 0},
		{"two circles", "a b c d", []string{"d>c", "c>d", "b>a", "a>b"}, "", "", 0, "nobody votes in the circle a, b; nobody votes in the circle c, d", 4, 0},
		{"a chain that ends", "a b c", []string{"a>b"}, "c", "", 0, "c votes for 1; b is asked to vote, and neither votes nor delegates", 2, 0},
		{"a limit", "a b c d", []string{"a>d", "b>d", "c>d"}, "d", "", 3, "d votes for 3, and was asked by 4", 0, 1},
		{"a topic", "a b c", []string{"a>b", "a>c on budget"}, "b c", "budget", 0, "b votes for 1; c votes for 2", 0, 0},
		{"below a topic", "a b c", []string{"a>b", "a>c on budget"}, "b c", "budget/roads", 0, "b votes for 1; c votes for 2", 0, 0},
		{"another topic", "a b c", []string{"a>b", "a>c on budget"}, "b c", "budgets", 0, "b votes for 2; c votes for 1", 0, 0},
		{"replaced", "a b c", []string{"a>b", "a>c"}, "b c", "", 0, "b votes for 1; c votes for 2", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := graph(t, tt.voters, tt.delegations...).Resolve(tt.topic, among(tt.voted), tt.limit)
			require.NoError(t, err)
			var steps []string
			for why := range r.Why() {
				steps = append(steps, why.String())
			}
			assert.Equal(t, tt.want, strings.Join(steps, "; "))
			assert.Equal(t, tt.wantLost, r.Lost)
			assert.Equal(t, tt.wantCut, r.Cut)
		})
	}
}

func TestPath(t *testing.T) {
	g := graph(t, "a b c d e", "a>b", "b>c", "d>e", "e>d")
	r, err := g.Resolve("", among("c"), 0)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, r.Path("a"))
	assert.Equal(t, []string{"d", "e", "d"}, r.Path("d"))
	assert.Nil(t, r.Path("x"))
	require.NoError(t, g.Revoke("b", ""))
	r, err = g.Resolve("", among("c"), 0)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, r.Path("a"))
	assert.Equal(t, []string{"b"}, r.Ends)
	assert.Empty(t, r.Silent)
}

// Every weight is counted, lost or cut; a walk from each voter finds the same holder; the
// order in which delegations come changes nothing.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	for range 300 {
		n := 1 + rng.IntN(12)
		voters, total := make([]delegation.Voter, n), int64(0)
		for i := range voters {
			voters[i] = delegation.Voter{Name: "v" + strconv.Itoa(i), Weight: 1 + rng.Int64N(5)}
			total += voters[i].Weight
		}
		next, votes := map[string]string{}, map[string]bool{}
		for i := range n {
			if j := rng.IntN(n); j != i && rng.IntN(4) > 0 {
				next[voters[i].Name] = voters[j].Name
			}
			votes[voters[i].Name] = rng.IntN(4) == 0
		}
		resolve := func() *delegation.Resolution {
			rng.Shuffle(n, func(i, j int) { voters[i], voters[j] = voters[j], voters[i] })
			g, err := delegation.NewGraph(voters...)
			require.NoError(t, err)
			for voter, proxy := range next {
				require.NoError(t, g.Delegate(voter, proxy, ""))
			}
			r, err := g.Resolve("", func(name string) bool { return votes[name] }, 4)
			require.NoError(t, err)
			return r
		}
		r := resolve()
		again := resolve()
		assert.Equal(t, r.Holders, again.Holders)
		assert.Equal(t, r.Circles, again.Circles)
		sum, asked := r.Lost+r.Cut, map[string]int64{}
		for _, h := range r.Holders {
			sum += h.Counts
			asked[h.Name] = h.Asked
			assert.LessOrEqual(t, h.Counts, int64(4))
		}
		assert.Equal(t, total, sum)
		slow := map[string]int64{}
		for _, v := range voters {
			name := v.Name
			for hops := 0; hops <= n && !votes[name] && next[name] != ""; hops++ {
				name = next[name]
			}
			if votes[name] {
				slow[name] += v.Weight
			}
		}
		assert.Equal(t, slow, asked)
	}
}

func TestErrors(t *testing.T) {
	_, err := delegation.NewGraph(delegation.Voter{Name: "a", Weight: 1}, delegation.Voter{Name: "a", Weight: 1}, delegation.Voter{Name: "b"})
	assert.ErrorContains(t, err, `"a" is a voter twice`)
	assert.ErrorContains(t, err, `"b" weighs 0`)
	_, err = delegation.NewGraph(delegation.Voter{Name: "a", Weight: math.MaxInt64}, delegation.Voter{Name: "b", Weight: 1})
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	g := graph(t, "a b")
	assert.ErrorContains(t, g.Delegate("a", "a", ""), "to himself")
	assert.ErrorContains(t, g.Delegate("a", "x", ""), "not a voter")
	assert.ErrorContains(t, g.Delegate("x", "a", ""), "not a voter")
	assert.ErrorContains(t, g.Revoke("x", ""), "not a voter")
	_, err = g.Resolve("", among(""), -1)
	assert.Error(t, err)
}

func ExampleGraph_Resolve() {
	g, _ := delegation.NewGraph(delegation.Voter{Name: "Ana", Weight: 1}, delegation.Voter{Name: "Ben", Weight: 1}, delegation.Voter{Name: "Cai", Weight: 1})
	_ = g.Delegate("Ana", "Ben", "budget")
	r, _ := g.Resolve("budget/roads", func(name string) bool { return name == "Ben" }, 0)
	for why := range r.Why() {
		fmt.Println(why)
	}
	fmt.Println("lost:", r.Lost)
	// Output:
	// Ben votes for 2
	// lost: 1
}

func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		voters := make([]delegation.Voter, n)
		for i := range voters {
			voters[i] = delegation.Voter{Name: strconv.Itoa(i), Weight: 1}
		}
		g, err := delegation.NewGraph(voters...)
		require.NoError(b, err)
		for i := 1; i < n; i++ { // one chain of all
			require.NoError(b, g.Delegate(strconv.Itoa(i), strconv.Itoa(i-1), ""))
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := g.Resolve("", func(name string) bool { return name == "0" }, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
