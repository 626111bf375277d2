package share_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

func three() []share.Party {
	return []share.Party{
		{Name: "A", Heads: 100, Net: eur("300.00"), Use: 10, Subscribed: 1, Days: wholeYear},
		{Name: "B", Heads: 200, Net: eur("100.00"), Use: 0, Subscribed: 1, Days: wholeYear},
		{Name: "C", Heads: 100, Net: eur("0"), Use: 30, Subscribed: 2, Days: wholeYear},
	}
}

func TestScales(t *testing.T) {
	half := vicinia.Frac(1, 2)
	tests := []struct {
		give share.Scale
		text string
		want []string
	}{
		{share.PerHead, "per-head", []string{"25%", "50%", "25%"}},
		{share.ByUse, "use", []string{"25%", "0%", "75%"}},
		{share.BySubscribed, "subscribed", []string{"25%", "25%", "50%"}},
		{share.Given{pct("1"), pct("1"), pct("1")}, "100%, 100%, 100%", []string{"1/3", "1/3", "1/3"}},
		{share.Rounded{By: share.Equal, Digits: 3}, "equal to 3 decimals of a percent", []string{"33.334%", "33.333%", "33.333%"}},
		{share.Rounded{By: share.Equal}, "equal to 0 decimals of a percent", []string{"34%", "33%", "33%"}},
		{share.Mix{{half, share.PerHead}, {half, share.ByUse}}, "50% per-head + 50% use", []string{"25%", "25%", "50%"}},
		{share.Mix{{pct("2"), share.Capacity}, {pct("1"), share.Mix{{pct("1"), share.Equal}}}, {vicinia.Ratio{}, share.ByUse}},
			"200% capacity + 100% (100% equal) + 0% use", []string{"11/18", "5/18", "1/9"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			assert.Equal(t, tt.text, tt.give.String())
			portions, err := share.Portions(tt.give, three())
			require.NoError(t, err)
			var got []string
			for _, p := range portions {
				got = append(got, p.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// The fixed pots of the German FAG until 2019 (section 11, paragraph 3) have portions that
// add up to 100 %, "rounded to thousand euros": the parts of a pot in thousands add up. Two
// have a remainder of 0.4; the name decides.
func TestGivenPortionsOfTheFAG(t *testing.T) {
	key := share.Given{pct("19.020610%"), pct("14.326911%"), pct("10.536374%"), pct("26.075481%"), pct("15.733214%"), pct("14.307410%")}
	parties := make([]share.Party, len(key))
	for i := range parties {
		parties[i] = share.Party{Name: fmt.Sprint(i), Days: wholeYear}
	}
	portions, err := share.Portions(key, parties)
	require.NoError(t, err)
	assert.Equal(t, []vicinia.Ratio(key), portions, "they add up to 1 as they stand")
	pot := fiscal.EUR.Minor(10_000_000) // thousands
	parts, err := share.Split(pot, key, parties)
	require.NoError(t, err)
	var got []int64
	for _, p := range parts {
		got = append(got, p.Minor())
	}
	assert.Equal(t, []int64{1902061, 1432691, 1053638, 2607548, 1573321, 1430741}, got)
}

// The yearly shares of the collected tax in Finland add up to 100.00 % as they stand
// (decrees for 2019, 2024, its amendment, and 2026).
func TestGivenPortionsOfFinland(t *testing.T) {
	for _, key := range []share.Given{
		{pct("30.06%"), pct("61.38%"), pct("2.89%"), pct("1.42%"), pct("4.25%")},
		{pct("66.51%"), pct("25.26%"), pct("2.86%"), pct("2.52%"), pct("2.85%")},
		{pct("66.55%"), pct("25.27%"), pct("2.82%"), pct("2.53%"), pct("2.83%")},
		{pct("64.01%"), pct("26.54%"), pct("2.85%"), pct("4.11%"), pct("2.49%")},
	} {
		parties := make([]share.Party, len(key))
		for i := range parties {
			parties[i] = share.Party{Name: fmt.Sprint(i), Days: wholeYear}
		}
		portions, err := share.Portions(key, parties)
		require.NoError(t, err)
		assert.Equal(t, []vicinia.Ratio(key), portions)
	}
}

func TestScalesRefuse(t *testing.T) {
	deep := share.Mix{{pct("1"), share.Equal}}
	for range share.MaxBlends {
		deep = share.Mix{{pct("1"), deep}}
	}
	tests := []struct {
		name string
		give share.Scale
		want vicinia.Invariant
	}{
		{"none", nil, ""},
		{"no key", share.Key(9), ""},
		{"no measure", share.Measure(9), ""},
		{"too few portions", share.Given{pct("1")}, ""},
		{"a negative portion", share.Given{pct("1"), pct("-1"), pct("1")}, ""},
		{"portions of nothing", share.Given{{}, {}, {}}, "K-9"},
		{"an empty mix", share.Mix{}, "K-9"},
		{"a mix of nothing", share.Mix{{Weight: pct("1")}}, ""},
		{"a negative blend", share.Mix{{pct("-1"), share.Equal}}, ""},
		{"a blend that nobody weighs in", share.Mix{{pct("1"), share.Equal}, {pct("1"), share.Given{{}, {}, {}}}}, "K-9"},
		{"too deep", deep, ""},
		{"too many digits", share.Rounded{By: share.Equal, Digits: 16}, ""},
		{"rounded nothing", share.Rounded{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := share.Split(eur("1.00"), tt.give, three())
			require.Error(t, err)
			if tt.want != "" {
				assert.ErrorIs(t, err, tt.want)
			}
			_, err = share.Portions(tt.give, three())
			require.Error(t, err)
		})
	}
	bad := three()
	bad[0].Use, bad[1].Subscribed = -1, -1
	_, err := share.Split(eur("1.00"), share.Equal, bad)
	var paths []string
	for f := range vicinia.Faults(err) {
		paths = append(paths, f.Path)
	}
	assert.Equal(t, []string{"parties[0].use", "parties[1].subscribed"}, paths)

	wide := three()
	wide[0].Heads, wide[0].Use = math.MaxInt64, math.MaxInt64-24
	mix := share.Mix{{pct("1"), share.PerHead}, {pct("1"), share.ByUse}}
	_, err = share.Portions(mix, wide)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = share.Split(eur("1.00"), mix, wide)
	require.NoError(t, err, "a split is not bounded by 64 bits")
}

// A key in fractions is the key in 128 bits, and a mix of one scale is that scale; shares
// add up and the order of the parties moves no cent.
func TestScalesKeepTheirPromises(t *testing.T) {
	rng := rand.New(rand.NewPCG(41, 41))
	for range 2_000 {
		var parties []share.Party
		for i := range 1 + rng.IntN(7) {
			parties = append(parties, share.Party{
				Name: fmt.Sprint("p", i), Heads: 1 + rng.Int64N(4), Use: rng.Int64N(3), Subscribed: 1 + rng.Int64N(1e6),
				Days: share.Days{Party: 1 + rng.IntN(365), Year: 365},
			})
		}
		cost := fiscal.EUR.Minor(rng.Int64() >> rng.IntN(62))
		key, err := share.Split(cost, share.PerHead, parties)
		require.NoError(t, err)
		mixed, err := share.Split(cost, share.Mix{{vicinia.Frac(1+rng.Int64N(9), 7), share.PerHead}}, parties)
		require.NoError(t, err)
		require.Equal(t, key, mixed)

		mix := share.Mix{{pct("1/3"), share.BySubscribed}, {pct("1/2"), share.Rounded{By: share.PerHead, Digits: rng.IntN(5)}}}
		parts, err := share.Split(cost, mix, parties)
		require.NoError(t, err)
		sum, err := fiscal.Sum(parts...)
		require.NoError(t, err)
		require.Equal(t, cost, sum)
		order := rng.Perm(len(parties))
		shuffled := make([]share.Party, len(parties))
		for i, j := range order {
			shuffled[i] = parties[j]
		}
		again, err := share.Split(cost, mix, shuffled)
		require.NoError(t, err)
		for i, j := range order {
			require.Equal(t, parts[j], again[i])
		}
	}
}

func ExamplePortions() {
	parties := []share.Party{
		{Name: "Aldea", Heads: 200, Use: 10, Days: share.Days{Party: 365, Year: 365}},
		{Name: "Burgo", Heads: 100, Use: 20, Days: share.Days{Party: 365, Year: 365}},
	}
	key := share.Rounded{By: share.Mix{
		{Weight: vicinia.MustRatio("40%"), By: share.PerHead},
		{Weight: vicinia.MustRatio("60%"), By: share.ByUse},
	}, Digits: 3}
	portions, err := share.Portions(key, parties)
	fmt.Println(portions, err)
	parts, err := share.Split(fiscal.EUR.MustParse("1000.00"), key, parties)
	fmt.Println(parts, err)
	fmt.Println(slices.Contains(parts, fiscal.Money{}))
	// Output:
	// [46.667% 53.333%] <nil>
	// [466.67 EUR 533.33 EUR] <nil>
	// false
}
