package sim

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
)

// Limits of a sweep.
const (
	MaxColumns = 256     // of a scenario, parameters and results together
	MaxName    = 64      // bytes of a name
	MaxRuns    = 1 << 22 // points times seeds
	MaxWorkers = 1024
	MaxResult  = 1e150 // either side of 0, so that no mean or square overflows
)

// A Param is a number with its range, both ends included. The zero range allows 0 alone.
type Param struct {
	Name              string
	Min, Max, Default float64
	Unit              string // in words: "of the tax", "years"
}

// A Scenario is parameters in, rows out. Run must be pure and fit for several goroutines:
// all chance comes from rng. Its results are one for each of Columns, within MaxResult.
type Scenario struct {
	Name, About string
	Params      []Param
	Columns     []string
	Run         func(in Values, rng *rand.Rand) ([]float64, error)
}

// Values are the parameters of one run.
type Values struct {
	params []Param
	at     []float64
}

// Get returns a parameter; it panics on a name that the scenario does not declare, which
// is the program's, not the data's.
func (v Values) Get(name string) float64 {
	for i, p := range v.params {
		if p.Name == name {
			return v.at[i]
		}
	}
	panic(fmt.Sprintf("sim: the scenario declares no parameter %q", name))
}

// point is cap=0.1,uptake=0.35: with the scenario, it names the values.
func (v Values) point() string {
	var b strings.Builder
	for i, p := range v.params {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(p.Name + "=" + text(v.at[i]))
	}
	return b.String()
}

// faults collects what is wrong, in input order.
type faults []error

func (f *faults) add(path, format string, args ...any) {
	*f = append(*f, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)})
}

// seedColumn is the number of the seed, from 0.
const seedColumn = "seed"

// check returns every fault of the scenario, in the order of its fields.
func (s Scenario) check() error {
	var f faults
	if err := checkText(s.Name); err != nil {
		f.add("name", "%w", err)
	}
	if n := len(s.Params) + len(s.Columns); n > MaxColumns {
		f.add("columns", "%d parameters and results, at most %d", n, MaxColumns)
		return errors.Join(f...)
	}
	taken := []string{seedColumn}
	name := func(path, name string) {
		if err := checkColumn(name, taken); err != nil {
			f.add(path, "%w", err)
		}
		taken = append(taken, name)
	}
	for i, p := range s.Params {
		path := fmt.Sprintf("params[%d]", i)
		name(path+".name", p.Name)
		if !finite(p.Min) || !finite(p.Max) || !(p.Min <= p.Default && p.Default <= p.Max) {
			f.add(path, "want finite numbers, %v (min) <= %v (default) <= %v (max)", p.Min, p.Default, p.Max)
		}
	}
	for i, c := range s.Columns {
		name(fmt.Sprintf("columns[%d]", i), c)
	}
	if len(s.Columns) == 0 {
		f.add("columns", "none: a run without results says nothing")
	}
	if s.Run == nil {
		f.add("run", "none")
	}
	return errors.Join(f...)
}

// checkText refuses a name that is empty, long, or could hide a separator of the seed.
func checkText(name string) error {
	switch {
	case name == "":
		return errors.New("the name is empty")
	case len(name) > MaxName:
		return fmt.Errorf("%.20q...: a name has at most %d bytes, this one %d", name, MaxName, len(name))
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\u007f' || r == '\ufffd' }):
		return fmt.Errorf("%q has a control character, or is not UTF-8", name)
	}
	return nil
}

// checkColumn refuses a name that would stand twice at the head of a table or of its mean.
func checkColumn(name string, taken []string) error {
	if err := checkText(name); err != nil {
		return err
	}
	switch {
	case slices.Contains(taken, name):
		return fmt.Errorf("%q is a column already", name)
	case strings.HasSuffix(name, low), strings.HasSuffix(name, high):
		return fmt.Errorf("%q: %s and %s are the ends of an interval", name, low, high)
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
