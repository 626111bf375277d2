package culture_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/culture"
)

func slate(t testing.TB, n int) *ballot.Slate {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, "o"+strconv.Itoa(i))
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	return s
}

func drawn(t testing.TB, c culture.Culture, options, voters int, label string) *ballot.Profile {
	t.Helper()
	p, err := c.Draw(culture.Source("test", label), slate(t, options), voters)
	require.NoError(t, err)
	return p
}

// shares are how often each ranking was drawn, "021" for o0 > o2 > o1.
func shares(p *ballot.Profile) map[string]int64 {
	times := map[string]int64{}
	for b, n := range p.All() {
		var key strings.Builder
		for _, m := range b {
			key.WriteString(strconv.Itoa(int(m.Option)))
		}
		times[key.String()] += n
	}
	return times
}

// near fails where a number of draws is five standard deviations from what a chance gives.
func near(t *testing.T, chance float64, draws, got int64, what string) {
	t.Helper()
	assert.InDelta(t, chance*float64(draws), float64(got), 5*math.Sqrt(float64(draws)*chance*(1-chance))+1e-9, what)
}

// Rankings of three options, with the chances that the definitions give.
func TestChances(t *testing.T) {
	sixth := map[string]float64{"012": 1. / 6, "021": 1. / 6, "102": 1. / 6, "120": 1. / 6, "201": 1. / 6, "210": 1. / 6}
	z := (1 + .5) * (1 + .5 + .25) // Mallows 1957: product of sums of powers of phi
	tests := []struct {
		name string
		give culture.Culture
		want map[string]float64
	}{
		{"impartial", culture.Impartial{}, sixth},
		{"Mallows 1", culture.Mallows{Phi: vicinia.Frac(1, 1)}, sixth},
		{"Mallows 1/2", culture.Mallows{Phi: vicinia.Frac(1, 2)}, map[string]float64{
			"012": 1 / z, "021": .5 / z, "102": .5 / z, "120": .25 / z, "201": .25 / z, "210": .125 / z}},
		{"Mallows 0", culture.Mallows{}, map[string]float64{"012": 1}},
		{"Plackett-Luce", culture.PlackettLuce{Weights: []int64{3, 2, 1}}, map[string]float64{
			"012": 3. / 6 * 2 / 3, "021": 3. / 6 / 3, "102": 2. / 6 * 3 / 4, "120": 2. / 6 / 4, "201": 1. / 6 * 3 / 5, "210": 1. / 6 * 2 / 5}},
		{"Walsh", culture.SinglePeaked{}, map[string]float64{"012": .25, "102": .25, "120": .25, "210": .25}},
		{"Conitzer", culture.SinglePeaked{Peaks: true}, map[string]float64{"012": 1. / 3, "102": 1. / 6, "120": 1. / 6, "210": 1. / 3}},
		{"balanced groups", culture.GroupSeparable{}, map[string]float64{"012": .25, "021": .25, "120": .25, "210": .25}},
		{"caterpillar groups", culture.GroupSeparable{Caterpillar: true}, map[string]float64{"012": .25, "021": .25, "120": .25, "210": .25}},
	}
	const draws = 30_000
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shares(drawn(t, tt.give, 3, draws, tt.name))
			for order, chance := range tt.want {
				near(t, chance, draws, got[order], order)
			}
			assert.Len(t, got, len(tt.want))
		})
	}
}

// Kendall's distance from the order itself: the mean and the variance of Fligner and
// Verducci 1986, of a sum of truncated geometric numbers.
func TestMallowsMoments(t *testing.T) {
	const draws, options = 20_000, 8
	for _, phi := range []vicinia.Ratio{vicinia.Frac(3, 10), vicinia.Frac(4, 5)} {
		num, den := phi.Parts()
		f := float64(num) / float64(den)
		mean, variance := 0., 0.
		for k := range options {
			sum, first, second := 0., 0., 0.
			for i := range k + 1 {
				w := math.Pow(f, float64(i))
				sum, first, second = sum+w, first+float64(i)*w, second+float64(i*i)*w
			}
			mean += first / sum
			variance += second/sum - first*first/sum/sum
		}
		got, squares := 0., 0.
		for b, n := range drawn(t, culture.Mallows{Phi: phi}, options, draws, phi.String()).All() {
			d := 0.
			for i := range b {
				for _, m := range b[:i] {
					if m.Option > b[i].Option {
						d++
					}
				}
			}
			got, squares = got+float64(n)*d, squares+float64(n)*d*d
		}
		got /= draws
		assert.InDelta(t, mean, got, 5*math.Sqrt(variance/draws))
		assert.InEpsilon(t, variance, squares/draws-got*got, .06)
	}
}

// Two voters agree with the chance (1/m! + alpha)/(1 + alpha).
func TestUrn(t *testing.T) {
	const draws = 20_000
	for _, tt := range []struct {
		give  culture.Culture
		alpha float64
	}{{culture.Urn{}, 0}, {culture.Urn{Alpha: vicinia.Frac(1, 2)}, .5}, {culture.Anonymous{}, 1. / 6}} {
		rng, equal := culture.Source("test", fmt.Sprint(tt.alpha)), int64(0)
		s := slate(t, 3)
		for range draws {
			p, err := tt.give.Draw(rng, s, 2)
			require.NoError(t, err)
			if p.Distinct() == 1 {
				equal++
			}
		}
		near(t, (1./6+tt.alpha)/(1+tt.alpha), draws, equal, "two alike")
	}
}

// Three options, three voters: no Condorcet winner in 1/18 of impartial profiles (Guilbaud
// 1952) and in 1/28 of anonymous ones (Gehrlein and Fishburn 1976: 15(n+3)^2 over
// 16(n+2)(n+4) have one).
func TestCondorcet(t *testing.T) {
	const draws = 20_000
	for _, tt := range []struct {
		give culture.Culture
		none float64
	}{{culture.Impartial{}, 1. / 18}, {culture.Anonymous{}, 1. / 28}} {
		rng, s, none := culture.Source("test", "condorcet"), slate(t, 3), int64(0)
		for range draws {
			p, err := tt.give.Draw(rng, s, 3)
			require.NoError(t, err)
			w := p.Pairwise()
			a, b, c := w.Margin(0, 1) > 0, w.Margin(1, 2) > 0, w.Margin(2, 0) > 0
			if a == b && b == c {
				none++
			}
		}
		near(t, tt.none, draws, none, fmt.Sprintf("%T", tt.give))
	}
}

// What the domains promise, on many options.
func TestDomains(t *testing.T) {
	for _, peaks := range []bool{false, true} {
		for b := range drawn(t, culture.SinglePeaked{Peaks: peaks}, 9, 300, "peaks").All() {
			low, high := b[0].Option, b[0].Option
			for _, m := range b[1:] { // each rank is next to those before
				require.True(t, m.Option == low-1 || m.Option == high+1)
				low, high = min(low, m.Option), max(high, m.Option)
			}
		}
	}
	// Of any three options of a group-separable profile one is never in the middle.
	for _, caterpillar := range []bool{false, true} {
		p := drawn(t, culture.GroupSeparable{Caterpillar: caterpillar}, 6, 60, "groups")
		for a := range ballot.Option(6) {
			for b := range a {
				for c := range b {
					middle := map[ballot.Option]bool{}
					for marks := range p.All() {
						var three []ballot.Option
						for _, m := range marks {
							if m.Option == a || m.Option == b || m.Option == c {
								three = append(three, m.Option)
							}
						}
						middle[three[1]] = true
					}
					require.Less(t, len(middle), 3)
				}
			}
		}
	}
	// On a line the last ranks are at its ends: two options at most are anybody's last.
	last := map[ballot.Option]bool{}
	for b := range drawn(t, culture.Euclidean{}, 7, 400, "line").All() {
		last[b[len(b)-1].Option] = true
	}
	assert.LessOrEqual(t, len(last), 2)
	last = map[ballot.Option]bool{}
	for b := range drawn(t, culture.Euclidean{Dimensions: 3}, 7, 400, "cube").All() {
		last[b[len(b)-1].Option] = true
	}
	assert.Greater(t, len(last), 2)
}

func TestApprovals(t *testing.T) {
	p := drawn(t, culture.Approve{Top: 2}, 5, 100, "top")
	assert.EqualValues(t, 100, p.Len())
	assert.EqualValues(t, 200, p.Counts().Total())
	p = drawn(t, culture.Coin{P: vicinia.Frac(1, 4)}, 10, 2_000, "coin")
	near(t, .25, 20_000, p.Counts().Total(), "approvals")
	assert.EqualValues(t, 2_000, p.Len()+p.Blank)
	assert.Positive(t, p.Blank)
}

// An equal source is an equal draw, and another label another one.
func TestDeterministic(t *testing.T) {
	a, b := drawn(t, culture.Impartial{}, 5, 50, "x"), drawn(t, culture.Impartial{}, 5, 50, "x")
	assert.Equal(t, shares(a), shares(b))
	assert.NotEqual(t, shares(a), shares(drawn(t, culture.Impartial{}, 5, 50, "y")))
	// Pinned: the source and the draws are the same on every machine and in every version.
	keys := []string{}
	for order, n := range shares(drawn(t, culture.Mallows{Phi: vicinia.Frac(1, 2)}, 4, 6, "pinned")) {
		keys = append(keys, fmt.Sprint(order, " ", n))
	}
	slices.Sort(keys)
	assert.Equal(t, "0123 2, 0132 1, 0231 1, 0321 1, 1302 1", strings.Join(keys, ", "))
}

func TestErrors(t *testing.T) {
	s := slate(t, 3)
	for _, bad := range []culture.Culture{
		culture.Urn{Alpha: vicinia.Frac(-1, 2)}, culture.Mallows{Phi: vicinia.Frac(3, 2)}, culture.Mallows{Phi: vicinia.Frac(-1, 2)},
		culture.PlackettLuce{}, culture.PlackettLuce{Weights: []int64{1, 0, 1}}, culture.PlackettLuce{Weights: []int64{math.MaxInt64, 1, 1}},
		culture.Euclidean{Dimensions: -1}, culture.Euclidean{Dimensions: 17}, culture.Approve{}, culture.Approve{Top: 4}, culture.Coin{P: vicinia.Frac(5, 4)},
		culture.Approve{Of: culture.Urn{Alpha: vicinia.Frac(-1, 2)}, Top: 1},
	} {
		_, err := bad.Draw(culture.Source("", ""), s, 3)
		assert.Error(t, err, "%#v", bad)
	}
	// Chances that would not fit in memory are refused before they are made.
	for options, phi := range map[int]vicinia.Ratio{culture.MaxOptions + 1: {}, culture.MaxOptions: vicinia.Frac(4, 5), 1_000: vicinia.Frac(1, math.MaxInt64)} {
		_, err := culture.Mallows{Phi: phi}.Draw(culture.Source("", ""), slate(t, options), 1)
		assert.ErrorContains(t, err, "options with Phi", "%d", options)
	}
	for _, c := range []culture.Culture{culture.Impartial{}, culture.Euclidean{}, culture.Coin{}} {
		_, err := c.Draw(culture.Source("", ""), s, -1)
		assert.Error(t, err)
		_, err = c.Draw(culture.Source("", ""), s, culture.MaxVoters+1)
		assert.Error(t, err)
	}
}

func ExampleMallows() {
	slate, _ := ballot.NewSlate("Ana", "Ben", "Cai")
	votes, _ := culture.Mallows{Phi: vicinia.Frac(1, 2)}.Draw(culture.Source("2026", "example"), slate, 1000)
	c := votes.Counts()
	fmt.Println(c.Of(0) > c.Of(1), c.Of(1) > c.Of(2))
	// Output: true true
}

func BenchmarkDraw(b *testing.B) {
	for name, c := range map[string]culture.Culture{
		"impartial": culture.Impartial{}, "mallows": culture.Mallows{Phi: vicinia.Frac(4, 5)}, "euclidean": culture.Euclidean{Dimensions: 2},
	} {
		b.Run(name, func(b *testing.B) {
			s := slate(b, 20)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Draw(culture.Source("bench", name), s, 1_000); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
