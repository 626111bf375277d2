package projects

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// Limits of MaxWelfare.
const (
	MaxNodes   = 20_000_000 // selections that the search looks into
	MaxOptimal = 10_000     // equally good selections
	maxPareto  = 1 << 16    // sums kept of the last projects, by project
)

// ErrWork says that a search would take more than a stated amount of work. It is never
// answered with an approximation instead.
var ErrWork = errors.New("more work than the limit")

// MaxWelfare funds what gives the ballots the most utility in all, by exact search: branch
// and bound in the order of utility over cost. The bound is exact for the last projects,
// by the sums of them that no cheaper sum surpasses (Nemhauser & Ullmann 1969), and
// fractional before (Dantzig 1957). All constraints hold: pots by flow, caps, conflicts,
// requirements, minimum support. It is not proportional. Equally good selections are a
// tie: which project is in, is asked until one selection is left. Projects that add
// nothing are left out, but for those with a vote that cost nothing.
type MaxWelfare struct{ Utility Utility }

var _ ballot.Rule[*Instance, *Selection] = MaxWelfare{}

// String is the rule in canonical text: "max-welfare utility=cost".
func (r MaxWelfare) String() string { return fmt.Sprintf("max-welfare utility=%s", r.Utility) }

// Decide: see ballot.Rule. While a tie stands, only what is in all the best selections is
// funded. More than MaxNodes or MaxOptimal are ErrWork.
func (r MaxWelfare) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err == nil {
		err = r.Utility.check()
	}
	var best [][]ballot.Option
	if err == nil {
		best, err = r.search(f)
	}
	if err != nil {
		return nil, fmt.Errorf("max-welfare: %w", err)
	}
	s := f.session(r.String(), tb)
	for len(best) > 1 {
		first, err := s.choose(contested(best))
		if err != nil {
			return nil, fmt.Errorf("max-welfare: %w", err)
		}
		if first == nil {
			all := len(best)
			count := map[ballot.Option]int{}
			for _, set := range best {
				for _, p := range set {
					count[p]++
				}
			}
			best = [][]ballot.Option{slices.DeleteFunc(slices.Clone(best[0]), func(p ballot.Option) bool { return count[p] < all })}
			break
		}
		best = slices.DeleteFunc(best, func(set []ballot.Option) bool { return !slices.Contains(set, first[0]) })
	}
	s.fundAll(best[0])
	for p := range ballot.Option(len(f.cost)) {
		if f.cost[p] == 0 && f.votes[p] > 0 && s.open(p) && !s.sel.Tied() {
			s.fund(p)
		}
	}
	s.rest(Outvoted)
	return s.close(), nil
}

// fundAll funds a set in an order that its requirements allow.
func (s *session) fundAll(set []ballot.Option) {
	for more := true; more; {
		more = false
		for _, p := range set {
			if s.open(p) {
				s.fund(p)
				more = true
			}
		}
	}
}

// contested are the projects in some of the sets and not in all.
func contested(sets [][]ballot.Option) (some []ballot.Option) {
	count := map[ballot.Option]int{}
	for _, set := range sets {
		for _, p := range set {
			if count[p]++; count[p] == 1 {
				some = append(some, p)
			}
		}
	}
	some = slices.DeleteFunc(some, func(p ballot.Option) bool { return count[p] == len(sets) })
	slices.Sort(some)
	return some
}

// An item is a project that adds something.
type item struct {
	p     ballot.Option
	cost  int64
	value exact.U128
}

// A sum is what some of the last items cost and are worth.
type sum struct {
	cost  int64
	value exact.U128
}

// A knapsack is the state of the search.
type knapsack struct {
	f      *field
	items  []item
	last   [][]sum // by item, the sums from it on; nil where they are too many
	money  int64
	simple bool // nothing but the sum of the costs constrains
	in     []bool
	chosen []ballot.Option
	goal   exact.U128
	best   [][]ballot.Option
	nodes  int
}

// search returns all the best sets, each in slate order.
func (r MaxWelfare) search(f *field) ([][]ballot.Option, error) {
	money, err := f.in.Money()
	if err != nil {
		return nil, err
	}
	k := &knapsack{f: f, money: money, in: make([]bool, len(f.cost))}
	k.simple = f.in.Pots == nil && f.in.Caps == nil && f.in.Conflicts == nil && f.in.Requires == nil
	for p := range ballot.Option(len(f.cost)) {
		num, den := r.Utility.of(f, p)
		value := exact.Mul(uint64(f.score[p]), uint64(num))
		if f.score[p] < f.in.MinSupport || f.cost[p] > money || value == (exact.U128{}) && !k.needed(p, nil) {
			continue
		}
		if r.Utility == Effort && den > 1 { // over one denominator
			scaled := new(big.Int).Mul(value.Big(), k.common(f))
			scaled.Quo(scaled, big.NewInt(den))
			var ok bool
			if value, ok = exact.FromBig(scaled); !ok {
				return nil, vicinia.ErrOverflow
			}
		}
		k.items = append(k.items, item{p, f.cost[p], value})
	}
	slices.SortStableFunc(k.items, func(a, b item) int {
		if none := (exact.U128{}); a.value == none || b.value == none {
			return b.value.Cmp(a.value)
		}
		x, y := wide(b.value, exact.U128{Lo: uint64(a.cost)}), wide(a.value, exact.U128{Lo: uint64(b.cost)})
		return compareWide(x, y)
	})
	k.sums()
	if k.simple && k.last[0] != nil {
		k.goal = k.last[0][len(k.last[0])-1].value
	}
	if err := k.walk(0, 0, exact.U128{}); err != nil {
		return nil, err
	}
	for _, set := range k.best {
		slices.Sort(set)
	}
	slices.SortFunc(k.best, slices.Compare)
	return k.best, nil
}

// common is the product that makes every Effort whole: the least common multiple of the
// votes.
func (k *knapsack) common(f *field) *big.Int {
	lcm := big.NewInt(1)
	for _, n := range f.votes {
		if n > 1 {
			v := big.NewInt(n)
			g := new(big.Int).GCD(nil, nil, lcm, v)
			lcm.Mul(lcm, v.Quo(v, g))
		}
	}
	return lcm
}

// sums lists, from the last item on, the sums that no other surpasses at the same or a
// lower cost, as long as they are not too many.
func (k *knapsack) sums() {
	k.last = make([][]sum, len(k.items)+1)
	k.last[len(k.items)] = []sum{{}}
	for i := len(k.items) - 1; i >= 0; i-- {
		without := k.last[i+1]
		if len(without) > maxPareto/2 {
			return
		}
		with := make([]sum, 0, len(without))
		for _, s := range without {
			if s.cost <= k.money-k.items[i].cost {
				value, _ := s.value.Add(k.items[i].value)
				with = append(with, sum{s.cost + k.items[i].cost, value})
			}
		}
		merged := make([]sum, 0, len(with)+len(without))
		for len(with)+len(without) > 0 {
			next := &without
			if len(without) == 0 || len(with) > 0 && with[0].cost < without[0].cost {
				next = &with
			}
			s := (*next)[0]
			*next = (*next)[1:]
			switch n := len(merged); {
			case n > 0 && s.value.Cmp(merged[n-1].value) <= 0:
			case n > 0 && s.cost == merged[n-1].cost:
				merged[n-1] = s
			default:
				merged = append(merged, s)
			}
		}
		k.last[i] = merged
	}
}

// bound is at least what the items from i on can add for so much money.
func (k *knapsack) bound(i int, money int64) exact.U128 {
	var value exact.U128
	for ; k.last[i] == nil; i++ {
		it := k.items[i]
		if it.cost > money {
			part := new(big.Int).Mul(it.value.Big(), big.NewInt(money))
			more, _ := exact.FromBig(part.Quo(part, big.NewInt(it.cost)))
			value, _ = value.Add(more)
			value, _ = value.Add(exact.U128{Lo: 1}) // rounded up
			return value
		}
		money -= it.cost
		value, _ = value.Add(it.value)
	}
	list := k.last[i]
	at, _ := slices.BinarySearchFunc(list, money, func(s sum, money int64) int {
		if s.cost <= money {
			return -1
		}
		return 1
	})
	value, _ = value.Add(list[at-1].value)
	return value
}

// walk decides on the items from i on.
func (k *knapsack) walk(i int, spent int64, value exact.U128) error {
	if k.nodes++; k.nodes > MaxNodes {
		return fmt.Errorf("%w: %d selections looked into", ErrWork, MaxNodes)
	}
	if most, _ := value.Add(k.bound(i, k.money-spent)); most.Cmp(k.goal) < 0 {
		return nil
	}
	if i == len(k.items) {
		return k.leaf(value)
	}
	it := k.items[i]
	if it.cost <= k.money-spent && k.allowed(it.p) {
		more, _ := value.Add(it.value)
		k.in[it.p] = true
		k.chosen = append(k.chosen, it.p)
		err := k.walk(i+1, spent+it.cost, more)
		k.in[it.p] = false
		k.chosen = k.chosen[:len(k.chosen)-1]
		if err != nil {
			return err
		}
	}
	return k.walk(i+1, spent, value)
}

// allowed reports that nothing chosen is in conflict with a project.
func (k *knapsack) allowed(p ballot.Option) bool {
	return !slices.ContainsFunc(k.f.conflicts[p], func(q int32) bool { return k.in[q] })
}

// worthless reports that a project adds nothing by itself.
func (k *knapsack) worthless(p ballot.Option) bool {
	return slices.ContainsFunc(k.items, func(it item) bool { return it.p == p && it.value == exact.U128{} })
}

// needed reports that one of some projects, or of all for nil, requires a project.
func (k *knapsack) needed(p ballot.Option, by []ballot.Option) bool {
	for q, needs := range k.f.needs {
		if slices.Contains(needs, int32(p)) && (by == nil || slices.Contains(by, ballot.Option(q))) {
			return true
		}
	}
	return false
}

// leaf keeps the chosen set if it is among the best.
func (k *knapsack) leaf(value exact.U128) error {
	if !k.simple {
		s := k.f.session("", nil)
		s.fundAll(k.chosen)
		for _, p := range k.chosen {
			if !s.money.whole[p] || k.worthless(p) && !k.needed(p, k.chosen) {
				return nil
			}
		}
	}
	if value.Cmp(k.goal) > 0 {
		k.goal, k.best = value, nil
	}
	if len(k.best) == MaxOptimal {
		return fmt.Errorf("%w: more than %d selections are equally good", ErrWork, MaxOptimal)
	}
	k.best = append(k.best, slices.Clone(k.chosen))
	return nil
}
