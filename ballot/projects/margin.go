package projects

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Limits of what Nearest tries.
const (
	MaxRecounts       = 200       // times that a rule decides on other votes or costs
	minRecounts       = 40        // below so many nothing is tried
	maxRecountBallots = 1_000_000 // distinct ballots in all of them
	recountsOfGreedy  = 20        // times as many for Greedy, which is quick
	maxNear           = 50        // projects
)

// A Lack is what a project that is not funded lacked: two of the measures of Boehmer, Faliszewski,
// Janeczko, Peters, Pierczynski, Schierreich, Skowron & Szufa ("Evaluation of project performance
// in participatory budgeting", IJCAI 2024), who call them singleton additions and cost reduction.
// Each alone is enough.
type Lack struct {
	Project ballot.Option
	Score   int64 // that it had
	Voters  int64 // more, who support it as much as a ballot can and nothing else; 0 was not found
	Cost    int64 // at which it is funded, below its own; 0 was not found

	name string
	cost int64
	unit int64
}

// String is "Park: 12 more voters for it alone, or a cost of 35 in place of 40".
func (l Lack) String() string {
	text, voters := l.name+": ", "voters"
	if l.Voters == 1 {
		voters = "voter"
	}
	switch {
	case l.Voters > 0 && l.Cost > 0:
		return text + fmt.Sprintf("%d more %s for it alone, or a cost of %s in place of %s", l.Voters, voters, l.money(l.Cost), l.money(l.cost))
	case l.Voters > 0:
		return text + fmt.Sprintf("%d more %s for it alone", l.Voters, voters)
	case l.Cost > 0:
		return text + fmt.Sprintf("a cost of %s in place of %s", l.money(l.Cost), l.money(l.cost))
	}
	return text + "not found"
}

// money is an amount of the currency: "12.5" of 1250 cents.
func (l Lack) money(units int64) string {
	text := fmt.Sprint(units / l.unit)
	rest := units % l.unit
	for digit := l.unit / 10; rest > 0 && digit > 0; digit /= 10 {
		if !slices.Contains([]byte(text), '.') {
			text += "."
		}
		text += fmt.Sprint(rest / digit)
		rest %= digit
	}
	return text
}

// Nearest is the project, of those that are not funded, that is with the fewest more voters, and
// the greatest cost at which it is; ok is false if none was found, or the votes are too many to be
// tried. Every number was tried: the rule decided with it. Greedy by Cost or Cardinality funds a
// project sooner with more support and the cheaper it is, so that its numbers are exact, of the
// maxNear projects with the greatest scores; other rules may fund one with fewer voters too.
func Nearest(r ballot.Rule[*Instance, *Selection], in *Instance, tb ballot.TieBreak) (l Lack, ok bool, err error) {
	out, err := r.Decide(in, tb)
	if err != nil || out.Tied() {
		return l, false, err
	}
	score, err := in.Score()
	if err != nil {
		return l, false, err
	}
	n := &near{rule: r, in: in, tb: tb, left: maxRecountBallots / max(1, in.Profile.Distinct())}
	if _, quick := r.(Greedy); quick {
		n.left *= recountsOfGreedy
	}
	if n.left = min(n.left, MaxRecounts); n.left < minRecounts {
		return l, false, nil
	}
	for b := range in.Profile.All() {
		for _, m := range b {
			n.most = max(n.most, m.Level)
		}
	}
	best := Lack{}
	for _, p := range lost(in, out, score) {
		voters, err := n.voters(p, best.Voters)
		if err != nil {
			return l, false, err
		}
		if voters > 0 {
			best = Lack{Project: p, Score: score[p], Voters: voters, name: in.Profile.Slate().Name(p), cost: in.Cost[p], unit: in.unit()}
		}
	}
	if best.Voters == 0 {
		return l, false, nil
	}
	n.left = max(n.left, minRecounts)
	best.Cost, err = n.cheaper(best.Project)
	return best, err == nil, err
}

// lost are the projects that are not funded, the greatest score first.
func lost(in *Instance, out *Selection, score []int64) (all []ballot.Option) {
	for p := range in.Profile.Slate().All() {
		if !slices.Contains(out.Selected, p) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b ballot.Option) int { return cmp.Compare(score[b], score[a]) })
	return all[:min(len(all), maxNear)]
}

// A near decides again.
type near struct {
	rule ballot.Rule[*Instance, *Selection]
	in   *Instance
	tb   ballot.TieBreak
	left int   // times that it still may
	most int32 // that a ballot gives
}

// funds reports whether a project is funded in an instance.
func (n *near) funds(in *Instance, p ballot.Option) (bool, error) {
	if n.left <= 0 {
		return false, nil
	}
	n.left--
	out, err := n.rule.Decide(in, n.tb)
	if err != nil {
		return false, err
	}
	return slices.Contains(out.Selected, p), nil
}

// with is the instance with so many more voters for a project.
func (n *near) with(p ballot.Option, voters int64) (*Instance, error) {
	old := n.in.Profile
	votes, err := ballot.NewProfile(old.Slate(), old.Kind())
	if err != nil {
		return nil, err
	}
	if err := votes.Merge(old); err != nil {
		return nil, err
	}
	level := int32(1)
	if old.Kind() == ballot.Scoring {
		level = n.most
	}
	votes.Unranked = old.Unranked
	in := *n.in
	in.Profile = votes
	return &in, votes.Add(ballot.Ballot{{Option: p, Level: level}}, voters)
}

// voters is the fewest more voters found with whom a project is funded, below a number that is
// known of another; 0 is none. They are doubled until it is, up to eight times those there are.
func (n *near) voters(p ballot.Option, below int64) (int64, error) {
	most := 8*n.in.Profile.Len() + 1
	try := func(voters int64) (bool, error) {
		in, err := n.with(p, voters)
		if err != nil {
			return false, err
		}
		return n.funds(in, p)
	}
	low, high := int64(0), int64(1)
	if below > 0 {
		high = below - 1
	}
	for ; high > low; high = min(2*high, most) {
		yes, err := try(high)
		if err != nil {
			return 0, err
		}
		if yes {
			return halve(low, high, &n.left, try)
		}
		if low = high; below > 0 {
			break
		}
	}
	return 0, nil
}

// cheaper is the greatest cost found at which a project is funded; 0 is none.
func (n *near) cheaper(p ballot.Option) (int64, error) {
	try := func(less int64) (bool, error) {
		in := *n.in
		in.Cost = slices.Clone(in.Cost)
		in.Cost[p] -= less
		return n.funds(&in, p)
	}
	cost := n.in.Cost[p]
	if cost < 2 {
		return 0, nil
	}
	if yes, err := try(cost - 1); !yes || err != nil {
		return 0, err
	}
	less, err := halve(0, cost-1, &n.left, try)
	return cost - less, err
}

// halve looks for the least number that does, above low, which does not, up to high, which does,
// as long as tries are left.
func halve(low, high int64, left *int, try func(int64) (bool, error)) (int64, error) {
	for low+1 < high && *left > 0 {
		mid := low + (high-low)/2
		yes, err := try(mid)
		if err != nil {
			return 0, err
		}
		if yes {
			high = mid
		} else {
			low = mid
		}
	}
	return high, nil
}
