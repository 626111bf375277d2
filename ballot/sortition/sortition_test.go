package sortition_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/sortition"
)

// RFC 3797, section 6: ten of twenty-five, and the next one.
func TestRFC3797(t *testing.T) {
	sources := []sortition.Source{{9319}, {2, 5, 12, 8, 10}, {9, 18, 26, 34, 41, 45}}
	assert.Equal(t, "9319./2.5.8.10.12./9.18.26.34.41.45./", sortition.Key(sources...))
	drawn, err := sortition.RFC3797(25, 11, sources...)
	require.NoError(t, err)
	assert.Equal(t, []int{17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22}, drawn)
	all, err := sortition.RFC3797(25, 25, sources...)
	require.NoError(t, err)
	slices.Sort(all)
	assert.Equal(t, 1, all[0])
	assert.Len(t, slices.Compact(all), 25)
	for _, bad := range []struct {
		pool, draw int
		sources    []sortition.Source
	}{{5, 6, sources}, {-1, 0, sources}, {5, -1, sources}, {1 << 16, 1, sources}, {5, 1, nil}, {5, 1, []sortition.Source{{}}}, {5, 1, []sortition.Source{{1, -1}}}} {
		_, err := sortition.RFC3797(bad.pool, bad.draw, bad.sources...)
		assert.Error(t, err)
	}
}

var lot = ballot.Lot{Seed: "2026-12-01", Label: "mayor"}

// The tickets of Ana and Ben were made with sha256sum: 667f... and c84a...
func TestTheLowestTicketIsSeated(t *testing.T) {
	drawn, reserve, err := sortition.Draw(lot, sortition.Stratum{Names: []string{"Ben", "Ana"}, Seats: 1})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"Ana"}}, drawn)
	assert.Equal(t, [][]string{{"Ben"}}, reserve)
}

// Neither the order of the names nor another stratum changes a draw; everybody is drawn or
// in reserve; who is added moves nobody past another.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for range 200 {
		names := make([]string, 1+rng.IntN(20))
		for i := range names {
			names[i] = "p" + strconv.Itoa(i)
		}
		s := sortition.Stratum{Name: "a", Names: names, Seats: rng.IntN(len(names) + 1)}
		drawn, reserve, err := sortition.Draw(lot, s)
		require.NoError(t, err)
		all := slices.Concat(drawn[0], reserve[0])
		assert.ElementsMatch(t, names, all)

		turned := s
		turned.Names = slices.Clone(names)
		rng.Shuffle(len(names), func(i, j int) { turned.Names[i], turned.Names[j] = turned.Names[j], turned.Names[i] })
		other := sortition.Stratum{Name: "b", Names: []string{"x"}, Seats: 1}
		again, _, err := sortition.Draw(lot, other, turned)
		require.NoError(t, err)
		assert.Equal(t, drawn[0], again[1])

		more := s
		more.Names, more.Seats = append(slices.Clone(names), "late"), len(names)+1
		wider, _, err := sortition.Draw(lot, more)
		require.NoError(t, err)
		assert.Equal(t, all, slices.DeleteFunc(wider[0], func(n string) bool { return n == "late" }))
	}
}

func TestReplace(t *testing.T) {
	drawn, reserve := []string{"a", "b", "c"}, []string{"d", "e", "f"}
	seated, left := sortition.Replace(drawn, reserve, "b", "d", "x")
	assert.Equal(t, []string{"a", "c", "e"}, seated)
	assert.Equal(t, []string{"f"}, left)
	seated, left = sortition.Replace(drawn, reserve, "a", "b", "d", "e")
	assert.Equal(t, []string{"c", "f"}, seated, "the reserve is used up")
	assert.Empty(t, left)
	assert.Equal(t, []string{"a", "b", "c"}, drawn)
}

// Over many seeds every name is drawn about as often: within five standard deviations.
func TestFair(t *testing.T) {
	names, times := []string{"a", "b", "c", "d"}, map[string]int{}
	const draws = 10_000
	for i := range draws {
		drawn, _, err := sortition.Draw(ballot.Lot{Seed: strconv.Itoa(i)}, sortition.Stratum{Names: names, Seats: 1})
		require.NoError(t, err)
		times[drawn[0][0]]++
	}
	for _, name := range names {
		assert.InDelta(t, draws/4, times[name], 5*44, name) // root of 10000 * 1/4 * 3/4 is 43.3
	}
}

func TestEveryFaultIsTold(t *testing.T) {
	_, _, err := sortition.Draw(ballot.Lot{},
		sortition.Stratum{Name: "a", Names: []string{"x", "x"}, Seats: 3}, sortition.Stratum{Name: "a", Names: []string{"x"}, Seats: -1})
	for _, want := range []string{"without a seed", `"a": 3 seats for 2`, `"x" is already in "a"`, `two strata are called "a"`, "-1 seats"} {
		assert.ErrorContains(t, err, want)
	}
}

func ExampleDraw() {
	drawn, reserve, _ := sortition.Draw(
		ballot.Lot{Seed: "2026-12-01 18:00 lottery: 9 18 26 34 41 45", Label: "assembly"},
		sortition.Stratum{Name: "valley", Names: []string{"Ana", "Ben", "Cai"}, Seats: 1},
		sortition.Stratum{Name: "hill", Names: []string{"Dora", "Emil", "Fay"}, Seats: 2},
	)
	fmt.Println(drawn, reserve)
	seated, left := sortition.Replace(drawn[1], reserve[1], "Dora")
	fmt.Println(seated, left)
	// Output:
	// [[Ben] [Dora Fay]] [[Cai Ana] [Emil]]
	// [Fay Emil] []
}

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		names := make([]string, n)
		for i := range names {
			names[i] = strconv.Itoa(i)
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := sortition.Draw(lot, sortition.Stratum{Names: names, Seats: 10}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
