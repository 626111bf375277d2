package committee

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A Property is what a committee may have, of fairness to groups of voters: with n voters
// and k seats, a group of at least t n/k voters deserves t members.
type Property uint8

// The properties. Each of JR, PJR, EJR, FJR and Core implies the one before it, and EJRPlus
// implies EJR.
const (
	Pareto  Property = 1 + iota // no committee is better for a voter and for none worse
	JR                          // a group that deserves one and agrees on one has a voter with a member (Aziz et al. 2017)
	PJR                         // one that deserves t and agrees on t has t members between them (Sanchez-Fernandez et al. 2017)
	EJR                         // ... has a voter with t members (Aziz et al. 2017)
	EJRPlus                     // one that deserves t and agrees on one who is not elected has a voter with t members (Brill & Peters 2023)
	FJR                         // one whose voters all like t of so many options as it deserves has a voter with t members (Peters, Pierczynski & Skowron 2021)
	Core                        // no group likes better, each of its voters, so many options as it deserves (Aziz et al. 2017)
)

// String is the name: "EJR+".
func (a Property) String() string {
	names := [...]string{"Pareto", "JR", "PJR", "EJR", "EJR+", "FJR", "core"}
	if a < Pareto || a > Core {
		return fmt.Sprintf("property %d", uint8(a))
	}
	return names[a-1]
}

// A Witness is a group of voters whom a committee wrongs.
type Witness struct {
	Property Property
	Options  []ballot.Option // on which the group agrees, or that it could have instead
	Level    int             // so many members one of its voters should have; 0 for Pareto and Core
	Voters   int64
}

// Check looks for a group of voters whom the committee wrongs, of which there are as many
// as members; nil is none. Blank ballots are voters. JR and EJRPlus are counted; for the
// others work bounds the nodes of a search (0 is DefaultWork), past which is an error.
func (a Property) Check(p *ballot.Profile, committee []ballot.Option, work int64) (*Witness, error) {
	e, err := take(a, len(committee), p)
	if err != nil {
		return nil, err
	}
	set := slices.Sorted(slices.Values(committee))
	for i, o := range set {
		if o < 0 || int(o) >= e.options || i > 0 && o == set[i-1] {
			return nil, fmt.Errorf("%s: option %d is none, or twice", a, o)
		}
	}
	if work == 0 {
		work = DefaultWork
	}
	d := &deviation{electorate: e, set: set, nodes: work, has: make([]int32, len(e.weight)), have: make([]int32, len(e.weight)),
		can: make([]int32, len(e.weight)), need: make([]int32, len(e.weight))}
	for _, o := range set {
		for _, g := range e.by(o) {
			d.has[g]++
		}
	}
	w, err := d.check(a)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a, err)
	}
	if w != nil {
		w.Property = a
	}
	return w, nil
}

// A deviation looks for options that a group would rather have.
type deviation struct {
	*electorate
	set       []ballot.Option // the committee
	has       []int32         // members that each ballot has
	need      []int32         // options that would bring it into the group; never is none
	have, can []int32         // options of those tried, and of those that may be
	nodes     int64           // left
}

// never is more options than there are.
const never = int32(ballot.MaxOptions + 1)

func (d *deviation) check(a Property) (*Witness, error) {
	k := len(d.set)
	switch a {
	case Pareto:
		return d.dominated()
	case JR:
		return d.agree(1)
	case EJR:
		for t := 1; t <= k; t++ {
			if w, err := d.agree(t); w != nil || err != nil {
				return w, err
			}
		}
	case EJRPlus:
		return d.plus(), nil
	case PJR:
		for t := 1; t <= k; t++ {
			if w, err := d.represented(t); w != nil || err != nil {
				return w, err
			}
		}
	case FJR:
		for level := 1; level <= k; level++ {
			d.want(int32(level), func(g int) bool { return d.has[g] < int32(level) })
			for t := level; t <= k; t++ {
				if w, err := d.find(t, level); w != nil || err != nil {
					return w, err
				}
			}
		}
	case Core:
		for g, n := range d.has {
			d.need[g] = n + 1
		}
		for t := 1; t <= k; t++ {
			if w, err := d.find(t, 0); w != nil || err != nil {
				return w, err
			}
		}
	default:
		return nil, fmt.Errorf("no such property")
	}
	return nil, nil
}

// want lets ballots of such into the group for n options.
func (d *deviation) want(n int32, such func(g int) bool) {
	for g := range d.need {
		d.need[g] = never
		if such(g) {
			d.need[g] = n
		}
	}
}

// agree looks for a group that deserves and agrees on t, none of whom has t members.
func (d *deviation) agree(t int) (*Witness, error) {
	d.want(int32(t), func(g int) bool { return d.has[g] < int32(t) })
	return d.find(t, t)
}

// represented looks for a group that deserves and agrees on t, who have fewer between
// them: for every set of t-1 members, among those with no others.
func (d *deviation) represented(t int) (w *Witness, err error) {
	k := len(d.set)
	pick := make([]int, t-1)
	for i := range pick {
		pick[i] = i
	}
	for {
		d.want(int32(t), func(g int) bool {
			n := int32(0)
			for _, i := range pick {
				if _, is := slices.BinarySearch(d.of(g), d.set[i]); is {
					n++
				}
			}
			return n == d.has[g]
		})
		if w, err = d.find(t, t); w != nil || err != nil {
			return w, err
		}
		i := t - 2
		for i >= 0 && pick[i] == k-(t-1)+i {
			i--
		}
		if i < 0 {
			return nil, nil
		}
		for pick[i]++; i+1 < t-1; i++ {
			pick[i+1] = pick[i] + 1
		}
	}
}

// plus looks for an option, not elected, and a level.
func (d *deviation) plus() *Witness {
	k := int64(len(d.set))
	for o := range ballot.Option(d.options) {
		if _, is := slices.BinarySearch(d.set, o); is {
			continue
		}
		with := make([]int64, k+1) // voters by members
		for _, g := range d.by(o) {
			with[d.has[g]] += d.weight[g]
		}
		below := int64(0)
		for t := int64(1); t <= k; t++ {
			if below += with[t-1]; d.deserves(below, t) {
				return &Witness{Options: []ballot.Option{o}, Level: int(t), Voters: below}
			}
		}
	}
	return nil
}

// deserves reports whether a group is t n/k voters or more.
func (d *deviation) deserves(group, t int64) bool {
	return share{t, int64(len(d.set))}.cmp(share{group, d.voters}) <= 0
}

// find looks for t options that bring a group together which deserves them.
func (d *deviation) find(t, level int) (*Witness, error) {
	clear(d.have)
	for g := range d.can {
		d.can[g] = int32(len(d.of(g)))
	}
	set, group, err := d.branch(nil, 0, t)
	if set == nil || err != nil {
		return nil, err
	}
	return &Witness{Options: set, Level: level, Voters: group}, nil
}

// group is the voters whose need can still be met with so many more options.
func (d *deviation) group(left int) (sum int64) {
	for g, n := range d.need {
		if d.have[g]+min(d.can[g], int32(left)) >= n {
			sum += d.weight[g]
		}
	}
	return sum
}

// branch tries the options from next on.
func (d *deviation) branch(set []ballot.Option, next ballot.Option, t int) ([]ballot.Option, int64, error) {
	if d.nodes--; d.nodes < 0 {
		return nil, 0, errWork
	}
	left := t - len(set)
	group := d.group(left)
	switch {
	case !d.deserves(group, int64(t)) || d.options-int(next) < left:
		return nil, 0, nil
	case left == 0:
		return slices.Clone(set), group, nil
	}
	d.move(next, 1)
	found, group, err := d.branch(append(set, next), next+1, t)
	d.move(next, -1)
	if found != nil || err != nil {
		return found, group, err
	}
	for _, g := range d.by(next) {
		d.can[g]--
	}
	found, group, err = d.branch(set, next+1, t)
	for _, g := range d.by(next) {
		d.can[g]++
	}
	return found, group, err
}

// move puts an option among those tried, or back.
func (d *deviation) move(o ballot.Option, by int32) {
	for _, g := range d.by(o) {
		d.have[g] += by
		d.can[g] -= by
	}
}

// dominated looks for a committee that is better for some and worse for none.
func (d *deviation) dominated() (*Witness, error) {
	total := int64(0)
	for g, n := range d.has {
		d.can[g] = int32(len(d.of(g)))
		total += d.weight[g] * int64(n)
	}
	set, err := d.better(nil, 0, total)
	if set == nil || err != nil {
		return nil, err
	}
	w := &Witness{Options: set}
	d.cover(d.have, d.can, set, nil)
	for g, n := range d.have {
		if n > d.has[g] {
			w.Voters += d.weight[g]
		}
	}
	return w, nil
}

// better completes a set so that nobody has fewer members and all have more in sum.
func (d *deviation) better(set []ballot.Option, next ballot.Option, total int64) ([]ballot.Option, error) {
	if d.nodes--; d.nodes < 0 {
		return nil, errWork
	}
	left, most := int32(len(d.set)-len(set)), int64(0)
	for g, n := range d.has {
		can := d.have[g] + min(d.can[g], left)
		if can < n {
			return nil, nil
		}
		most += d.weight[g] * int64(can)
	}
	switch {
	case most <= total || d.options-int(next) < int(left):
		return nil, nil
	case left == 0:
		return slices.Clone(set), nil
	}
	d.move(next, 1)
	found, err := d.better(append(set, next), next+1, total)
	d.move(next, -1)
	if found != nil || err != nil {
		return found, err
	}
	for _, g := range d.by(next) {
		d.can[g]--
	}
	found, err = d.better(set, next+1, total)
	for _, g := range d.by(next) {
		d.can[g]++
	}
	return found, err
}
