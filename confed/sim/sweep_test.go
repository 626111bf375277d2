package sim

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
)

// walk is a random walk: a scenario whose every row depends on its parameters and chance.
func walk() Scenario {
	return Scenario{
		Name: "walk", About: "where a walker is in the end",
		Params: []Param{
			{Name: "steps", Min: 0, Max: 1000, Default: 10},
			{Name: "drift", Min: -1, Max: 1, Unit: "a step"},
		},
		Columns: []string{"end", "turns"},
		Run: func(in Values, rng *rand.Rand) ([]float64, error) {
			at, turns := 0.0, 0.0
			for range int(in.Get("steps")) {
				if rng.IntN(2) == 0 {
					at, turns = at-1, turns+1
				} else {
					at++
				}
				at += in.Get("drift")
				if turns == 3 {
					runtime.Gosched() // let others overtake
				}
			}
			return []float64{at, turns}, nil
		},
	}
}

var walks = Grid{"steps": {3, 50, 200}, "drift": Range(-1, 1, 5)}

func swept(t testing.TB, s Scenario, g Grid, o Options) *Table {
	t.Helper()
	table, err := Sweep(t.Context(), s, g, o)
	require.NoError(t, err)
	return table
}

func csvOf(t testing.TB, table *Table) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, table.WriteCSV(&b))
	return b.String()
}

func TestSweep_SameTableForAnyWorkers(t *testing.T) {
	var want *Table
	for _, workers := range []int{0, 1, 2, 8, 100} {
		got := swept(t, walk(), walks, Options{Seeds: 7, Seed: 42, Workers: workers})
		if want == nil {
			want = got
		}
		assert.Equal(t, csvOf(t, want), csvOf(t, got), "%d workers", workers)
		assert.Equal(t, csvOf(t, want.Mean()), csvOf(t, got.Mean()), "%d workers", workers)
		assert.Equal(t, want.Notes, got.Notes)
	}
	assert.Equal(t, 3*5*7, want.Len())
}

func TestSweep_Rows(t *testing.T) {
	table := swept(t, walk(), Grid{"drift": {0.5, -0.5}}, Options{Seeds: 2, Seed: 1})
	assert.Equal(t, []string{"steps", "drift", "seed", "end", "turns"}, table.Columns)
	assert.Equal(t, []float64{10, 10, 10, 10}, table.Column("steps"), "the default")
	assert.Equal(t, []float64{0.5, 0.5, -0.5, -0.5}, table.Column("drift"), "in the order of the grid")
	assert.Equal(t, []float64{0, 1, 0, 1}, table.Column("seed"))
	assert.Equal(t, []string{
		"walk: where a walker is in the end", "steps: 10", "drift (a step): 2 values from -0.5 to 0.5",
		"4 runs, seed 1, of each point: 2",
	}, table.Notes)
}

// One row can be drawn again by anybody: the chance of a run is what the package comment
// says, and stays so.
func TestSweep_Chance(t *testing.T) {
	first := Scenario{Name: "first", Params: []Param{{Name: "cap", Max: 1}, {Name: "to", Default: -2.5, Min: -3}}, Columns: []string{"x"},
		Run: func(_ Values, rng *rand.Rand) ([]float64, error) { return []float64{float64(rng.Uint64() >> 11)}, nil }}
	table := swept(t, first, Grid{"cap": {0.1}}, Options{Seeds: 2, Seed: 7})
	for n, x := range table.Column("x") {
		h := sha256.Sum256(fmt.Appendf(nil, "7\x00first\x00cap=0.1,to=-2.5\x00%d", n))
		pcg := rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16]))
		assert.Equal(t, float64(pcg.Uint64()>>11), x)
	}
	assert.Equal(t, []float64{796703765604892, 3906338819679655}, table.Column("x"))
}

// A point keeps its rows whatever is swept beside it, and in whatever order.
func TestSweep_PointsDoNotKnowEachOther(t *testing.T) {
	o := Options{Seeds: 3, Seed: 9}
	lines := func(g Grid) []string {
		all := strings.Split(strings.TrimSpace(csvOf(t, swept(t, walk(), g, o))), "\n")[1:]
		slices.Sort(all)
		return all
	}
	all := lines(walks)
	turned := Grid{"steps": slices.Clone(walks["steps"]), "drift": slices.Clone(walks["drift"])}
	slices.Reverse(turned["steps"])
	slices.Reverse(turned["drift"])
	assert.Equal(t, all, lines(turned))
	for _, line := range lines(Grid{"steps": {50}, "drift": {0.5, 0}}) {
		assert.Contains(t, all, line)
	}
	assert.Equal(t, lines(Grid{"drift": {0}}), lines(Grid{"drift": {math.Copysign(0, -1)}}), "zero has one name")
}

func TestSweep_Cancelled(t *testing.T) {
	tests := []struct {
		name         string
		giveWorkers  int
		giveAfter    int // runs
		want, atMost int
	}{
		{"before the first", 1, 0, 0, 0},
		{"one worker", 1, 5, 5, 5},
		{"four workers end their runs", 4, 5, 5, 8},
		{"after the last", 4, 105, 105, 105},
	}
	whole := csvOf(t, swept(t, walk(), walks, Options{Seeds: 7}))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if tt.giveAfter == 0 {
				cancel()
			}
			last := 0
			table, err := Sweep(ctx, walk(), walks, Options{Seeds: 7, Workers: tt.giveWorkers, Progress: func(done, total int) {
				assert.Equal(t, 105, total)
				assert.Equal(t, last+1, done, "one call at a time, in order")
				if last = done; done == tt.giveAfter {
					cancel()
				}
			}})
			require.NotNil(t, table)
			assert.GreaterOrEqual(t, table.Len(), tt.want)
			assert.LessOrEqual(t, table.Len(), tt.atMost)
			assert.Equal(t, last, table.Len())
			for _, line := range strings.Split(strings.TrimSpace(csvOf(t, table)), "\n") {
				assert.Contains(t, whole, line)
			}
			if table.Len() == 105 {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, context.Canceled)
			assert.Equal(t, fmt.Sprintf("cancelled: %d of 105 runs are complete", table.Len()), table.Notes[len(table.Notes)-1])
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err := Sweep(ctx, walk(), walks, Options{})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

// The first failure in the order of the table is the one that is told.
func TestSweep_RunFails(t *testing.T) {
	broken := errors.New("broken")
	s := walk()
	s.Run = func(in Values, _ *rand.Rand) ([]float64, error) {
		if in.Get("drift") >= 0 {
			return nil, broken
		}
		runtime.Gosched()
		return []float64{0, 0}, nil
	}
	for _, workers := range []int{1, 2, 8} {
		table, err := Sweep(t.Context(), s, walks, Options{Seeds: 4, Workers: workers})
		assert.Nil(t, table)
		require.ErrorIs(t, err, broken)
		assert.EqualError(t, err, "walk: steps=3,drift=0,seed=0: broken")
	}
}

func TestSweep_BadResults(t *testing.T) {
	tests := []struct {
		name string
		give []float64
		want string
	}{
		{"too few", []float64{1}, "1 results for 2 columns"},
		{"too many", []float64{1, 2, 3}, "3 results for 2 columns"},
		{"not a number", []float64{1, math.NaN()}, "turns is NaN"},
		{"infinite", []float64{math.Inf(-1), 1}, "end is -Inf"},
		{"too large", []float64{1, 2e150}, "turns is 2e+150"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := walk()
			s.Run = func(Values, *rand.Rand) ([]float64, error) { return tt.give, nil }
			_, err := Sweep(t.Context(), s, walks, Options{})
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// Every fault is told, in the order of the fields.
func TestSweep_Faults(t *testing.T) {
	tests := []struct {
		name     string
		change   func(*Scenario, Grid, *Options)
		wantPath []string
		want     string
	}{
		{"no name", func(s *Scenario, _ Grid, _ *Options) { s.Name = "" }, []string{"name"}, "empty"},
		{"a NUL", func(s *Scenario, _ Grid, _ *Options) { s.Name = "a\x00b" }, []string{"name"}, "control"},
		{"not UTF-8", func(s *Scenario, _ Grid, _ *Options) { s.Columns[0] = "\xff" }, []string{"columns[0]"}, "UTF-8"},
		{"a long name", func(s *Scenario, _ Grid, _ *Options) { s.Columns[0] = strings.Repeat("x", MaxName+1) }, []string{"columns[0]"}, "64 bytes"},
		{"no results", func(s *Scenario, _ Grid, _ *Options) { s.Columns = nil }, []string{"columns"}, "none"},
		{"too many", func(s *Scenario, _ Grid, _ *Options) { s.Columns = make([]string, MaxColumns-1) }, []string{"columns"}, "at most 256"},
		{"twice", func(s *Scenario, _ Grid, _ *Options) { s.Columns[1] = "drift" }, []string{"columns[1]"}, "already"},
		{"seed", func(s *Scenario, _ Grid, _ *Options) { s.Columns[1] = "seed" }, []string{"columns[1]"}, "already"},
		{"an end", func(s *Scenario, _ Grid, _ *Options) { s.Columns[1] = "end.lo" }, []string{"columns[1]"}, "interval"},
		{"no run", func(s *Scenario, _ Grid, _ *Options) { s.Run = nil }, []string{"run"}, "none"},
		{"bad default", func(s *Scenario, _ Grid, _ *Options) { s.Params[0].Default = -1 }, []string{"params[0]"}, "<= -1 (default)"},
		{"NaN default", func(s *Scenario, _ Grid, _ *Options) { s.Params[0].Default = math.NaN() }, []string{"params[0]"}, "finite"},
		{"infinite range", func(s *Scenario, _ Grid, _ *Options) { s.Params[0].Max = math.Inf(1) }, []string{"params[0]"}, "finite"},

		{"unknown", func(_ *Scenario, g Grid, _ *Options) { g["dirft"], g["cap"] = []float64{0}, nil }, []string{"grid", "grid"}, `"cap"`},
		{"no values", func(_ *Scenario, g Grid, _ *Options) { g["drift"] = nil }, []string{"grid.drift"}, "empty"},
		{"no grid", func(_ *Scenario, g Grid, _ *Options) { clear(g) }, []string{"grid"}, "empty"},
		{"NaN", func(_ *Scenario, g Grid, _ *Options) { g["drift"] = []float64{0, math.NaN()} }, []string{"grid.drift[1]"}, "NaN"},
		{"infinite", func(_ *Scenario, g Grid, _ *Options) { g["drift"] = Range(0, math.Inf(1), 3) }, []string{"grid.drift[1]"}, "+Inf"},
		{"outside", func(_ *Scenario, g Grid, _ *Options) { g["drift"] = []float64{-1, 1.5} }, []string{"grid.drift[1]"}, "not in -1 to 1"},
		{"twice in a grid", func(_ *Scenario, g Grid, _ *Options) { g["drift"] = []float64{0, 1, math.Copysign(0, -1)} }, []string{"grid.drift[2]"}, "second"},
		{"a long axis", func(_ *Scenario, g Grid, _ *Options) { g["drift"] = make([]float64, MaxRuns+1) }, []string{"grid.drift"}, "at most"},
		{"too many runs", func(_ *Scenario, _ Grid, o *Options) { o.Seeds = MaxRuns/15 + 1 }, []string{"grid"}, "more than 4194304"},

		{"seeds", func(_ *Scenario, _ Grid, o *Options) { o.Seeds = -1 }, []string{"seeds"}, "-1"},
		{"many seeds", func(_ *Scenario, _ Grid, o *Options) { o.Seeds = MaxRuns + 1 }, []string{"seeds"}, "4194305"},
		{"workers", func(_ *Scenario, _ Grid, o *Options) { o.Workers = MaxWorkers + 1 }, []string{"workers"}, "1025"},
		{"all at once", func(s *Scenario, g Grid, o *Options) { s.Name, g["drift"], o.Workers = "", nil, -1 },
			[]string{"name", "grid.drift", "workers"}, "empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, o := walk(), Options{}
			g := Grid{"steps": walks["steps"], "drift": walks["drift"]}
			tt.change(&s, g, &o)
			table, err := Sweep(t.Context(), s, g, o)
			assert.Nil(t, table)
			require.ErrorContains(t, err, tt.want)
			var paths []string
			for f := range vicinia.Faults(err) {
				paths = append(paths, f.Path)
			}
			assert.Equal(t, tt.wantPath, paths)
		})
	}
}

func TestSweep_NoParameters(t *testing.T) {
	s := Scenario{Name: "coin", Columns: []string{"head"}, Run: func(_ Values, rng *rand.Rand) ([]float64, error) {
		return []float64{float64(rng.IntN(2))}, nil
	}}
	table := swept(t, s, nil, Options{Seeds: 1000})
	assert.Equal(t, 1000, table.Len())
	mean := table.Mean()
	assert.Equal(t, []string{"head", "head.lo", "head.hi"}, mean.Columns)
	assert.InDelta(t, 0.5, mean.Column("head")[0], 0.05)
}

func TestValues_Get(t *testing.T) {
	v := Values{params: walk().Params, at: []float64{1, 2}}
	assert.Equal(t, 2.0, v.Get("drift"))
	assert.PanicsWithValue(t, `sim: the scenario declares no parameter "cap"`, func() { v.Get("cap") })
}

func FuzzGrid(f *testing.F) {
	f.Add("drift", 0.0, 1.0, 3, 1)
	f.Add("steps", 5.0, -1.0, 0, 2)
	f.Add("cap", math.NaN(), math.Inf(1), 2, -1)
	f.Add("", math.Copysign(0, -1), 0.0, 40, 7)
	f.Fuzz(func(t *testing.T, name string, a, b float64, n, seeds int) {
		n, seeds = n%50, seeds%5
		s := walk()
		s.Run = func(in Values, _ *rand.Rand) ([]float64, error) {
			return []float64{in.Get("steps"), in.Get("drift")}, nil
		}
		values := Range(a, b, n)
		table, err := Sweep(t.Context(), s, Grid{name: values}, Options{Seeds: seeds, Workers: 2})
		lawful := seeds >= 0 && len(values) > 0 && (name == "steps" || name == "drift")
		for i, x := range values {
			known := name == "steps" && 0 <= x && x <= 1000 || name == "drift" && -1 <= x && x <= 1
			lawful = lawful && known && !slices.Contains(values[:i], x)
		}
		require.Equal(t, lawful, err == nil, "%v %v", values, err)
		if !lawful {
			assert.Nil(t, table)
			return
		}
		require.Equal(t, len(values)*max(seeds, 1), table.Len())
		for row := range table.Rows() {
			assert.True(t, slices.Contains(values, row[0]) || slices.Contains(values, row[1]))
			assert.Equal(t, row[:2], row[3:])
		}
	})
}

func BenchmarkSweep(b *testing.B) {
	s := walk()
	s.Run = func(in Values, rng *rand.Rand) ([]float64, error) {
		return []float64{in.Get("drift"), rng.Float64()}, nil
	}
	for _, runs := range []int{100, 10_000} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("runs=%d/workers=%d", runs, workers), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					swept(b, s, Grid{"drift": Range(0, 1, 10)}, Options{Seeds: runs / 10, Workers: workers})
				}
			})
		}
	}
}
