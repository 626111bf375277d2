package sim

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
)

// A Grid is the values to sweep over, by parameter. A parameter that it does not name
// stays at its default.
type Grid map[string][]float64

// Range is n values from a to b, both included; one value is a, none is nil. The ends are
// read as the decimals that they print as, and every value is the float64 nearest to the
// exact one: the 4th of Range(0, 0.3, 31) is 0.03. An end that is not finite comes back as
// it is, for Sweep to refuse.
func Range(a, b float64, n int) []float64 {
	if n < 1 {
		return nil
	}
	values := make([]float64, n)
	if values[0] = a; n == 1 {
		return values
	}
	values[n-1] = b
	if !finite(a) || !finite(b) {
		return []float64{a, b}
	}
	from, to := decimal(a), decimal(b)
	width := new(big.Rat).Sub(to, from)
	for i := 1; i < n-1; i++ {
		x := new(big.Rat).Mul(width, big.NewRat(int64(i), int64(n-1)))
		values[i], _ = x.Add(x, from).Float64()
	}
	return values
}

// decimal is the shortest decimal that reads back as x.
func decimal(x float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	if !ok {
		panic("sim: a finite number that is no decimal")
	}
	return r
}

// check returns every fault of the grid, by parameter as declared, then the unknown ones.
func (g Grid) check(params []Param) error {
	var f faults
	if len(g) == 0 && len(params) > 0 {
		f.add("grid", "empty: name at least one parameter and its values")
	}
	for _, p := range params {
		values, ok := g[p.Name]
		path := "grid." + p.Name
		if ok && len(values) == 0 {
			f.add(path, "empty: give it values or leave it out")
		}
		if len(values) > MaxRuns {
			f.add(path, "%d values, at most %d", len(values), MaxRuns)
			continue
		}
		seen := make(map[float64]bool, len(values))
		for i, x := range values {
			at := fmt.Sprintf("%s[%d]", path, i)
			switch {
			case !finite(x):
				f.add(at, "%v is not a finite number", x)
			case x < p.Min || x > p.Max:
				f.add(at, "%v is not in %v to %v", x, p.Min, p.Max)
			case seen[x]:
				f.add(at, "%v a second time", x)
			}
			seen[x] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g)) {
		if !slices.ContainsFunc(params, func(p Param) bool { return p.Name == name }) {
			f.add("grid", "the scenario declares no parameter %q", name)
		}
	}
	return errors.Join(f...)
}

// axes are the values of each parameter, as declared. There is no negative zero among
// them, which would be a second name of zero.
func (g Grid) axes(params []Param) [][]float64 {
	axes := make([][]float64, len(params))
	for i, p := range params {
		axes[i] = slices.Clone(g[p.Name])
		if len(axes[i]) == 0 {
			axes[i] = []float64{p.Default}
		}
		for k, x := range axes[i] {
			if x == 0 {
				axes[i][k] = 0
			}
		}
	}
	return axes
}

// size is the number of points, or more than limit.
func size(axes [][]float64, limit int) int {
	n := 1
	for _, a := range axes {
		if n > limit/len(a) {
			return limit + 1
		}
		n *= len(a)
	}
	return n
}

// point is the i-th point; the last parameter changes first.
func point(axes [][]float64, i int) []float64 {
	at := make([]float64, len(axes))
	for k := len(axes) - 1; k >= 0; k-- {
		at[k] = axes[k][i%len(axes[k])]
		i /= len(axes[k])
	}
	return at
}
