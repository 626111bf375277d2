package projects

import (
	"errors"
	"fmt"
	"math"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// MaxProjects bounds an instance.
const MaxProjects = 10_000

// An Instance is what is voted on: ballots, costs, money and constraints. Amounts are
// whole units, Unit of them to one of the currency.
type Instance struct {
	Profile *ballot.Profile
	Cost    []int64 // in slate order
	Budget  int64   // the common money, which every project may use
	Carried int64   // common money left over from the year before, beside Budget
	Unit    int64   // how many units are one of the currency: 100 for cents; 0 is 1

	Pots       []Pot       // money beside the common money, which only some projects may use
	Caps       []Pot       // the most that some projects may cost together
	Conflicts  [][]string  // at most one of each
	Requires   [][2]string // the first only together with the second
	MinSupport int64       // a project with a lower score is out

	// Points are what the ranks of a ranking are worth, the first rank first, and 0 beyond
	// them. nil is the count of Borda: as many as there are projects for the first rank,
	// one less for each further.
	Points []int64
}

// A Pot is an amount for some projects: of a category, of a neighbourhood, of a donor.
type Pot struct {
	Name     string
	Money    int64
	Projects []string
}

// unit is Unit with its default.
func (in *Instance) unit() int64 { return max(1, in.Unit) }

// Money is all there is to spend: the budget, what was carried over, and the pots. A sum
// beyond int64 is [vicinia.ErrOverflow].
func (in *Instance) Money() (int64, error) {
	sum := int64(0)
	add := func(n int64) bool {
		if n > math.MaxInt64-sum {
			return false
		}
		sum += n
		return true
	}
	ok := add(in.Budget) && add(in.Carried)
	for _, p := range in.Pots {
		ok = ok && add(p.Money)
	}
	if !ok {
		return 0, fmt.Errorf("the sum of the money: %w", vicinia.ErrOverflow)
	}
	return sum, nil
}

// Score is what the ballots give each project, in slate order: approvals or choices, the
// points of the ranks, or the sum of the scores.
func (in *Instance) Score() ([]int64, error) {
	b, err := in.compile()
	if err != nil {
		return nil, err
	}
	return b.score, nil
}

// Check returns everything that is wrong with an instance. The rules call it.
func (in *Instance) Check() error {
	_, err := in.compile()
	return err
}

// check finds bad amounts and names.
func (in *Instance) check() error {
	if in.Profile == nil {
		return errors.New("an instance wants a profile")
	}
	var faults []error
	fault := func(path, text string, operands ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf(text, operands...)})
	}
	amount := func(path string, n int64) {
		if n < 0 {
			fault(path, "%d is below 0", n)
		}
	}
	s := in.Profile.Slate()
	if len(in.Cost) != s.Len() || s.Len() > MaxProjects {
		fault("cost", "%d costs of %d projects; at most %d", len(in.Cost), s.Len(), MaxProjects)
	}
	sum := int64(0)
	for i, c := range in.Cost {
		amount(fmt.Sprintf("cost[%d]", i), c)
		if c > math.MaxInt64-sum {
			fault("cost", "the sum of the costs: %w", vicinia.ErrOverflow)
			break
		}
		sum += max(0, c)
	}
	amount("budget", in.Budget)
	amount("carried", in.Carried)
	amount("unit", in.Unit)
	amount("minSupport", in.MinSupport)
	if _, err := in.Money(); err != nil {
		fault("budget", "%w", err)
	}
	name := func(path, name string) {
		if _, ok := s.Find(name); !ok {
			fault(path, "%.40q is no project", name)
		}
	}
	for kind, pots := range [][]Pot{in.Pots, in.Caps} {
		for i, p := range pots {
			path := fmt.Sprintf("%s[%d]", [...]string{"pots", "caps"}[kind], i)
			amount(path+".money", p.Money)
			for _, n := range p.Projects {
				name(path+".projects", n)
			}
		}
	}
	for i, c := range in.Conflicts {
		for _, n := range c {
			name(fmt.Sprintf("conflicts[%d]", i), n)
		}
	}
	for i, r := range in.Requires {
		name(fmt.Sprintf("requires[%d]", i), r[0])
		name(fmt.Sprintf("requires[%d]", i), r[1])
	}
	for i, n := range in.Points {
		if n < 0 || n > ballot.MaxScore {
			fault(fmt.Sprintf("points[%d]", i), "%d points: want 0 to %d", n, ballot.MaxScore)
		}
	}
	return errors.Join(faults...)
}
