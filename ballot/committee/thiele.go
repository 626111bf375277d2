package committee

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// A Search is how a committee of a good score is looked for.
type Search uint8

// The zero Search is Optimal.
const (
	Optimal           Search = iota // the best score of all committees
	Sequential                      // one by one, the greatest gain first
	ReverseSequential               // all, and one by one out, the smallest loss first
)

// Thiele elects by a score: the sum, over voters, of what the members whom they approve
// are worth on a scale (Thiele, Om Flerfoldsvalg, 1895; Lackner & Skowron, Multi-Winner
// Voting with Approval Preferences, 2023, rules 2 to 7 and 9). The zero scale is that of
// PAV. Blank ballots change nothing. Optimal PAV meets extended justified representation,
// but not priceability; sequential PAV fails even justified representation for six seats
// and more. CC looks only at whether a voter has a member. AV is not proportional.
//
// The search for the best committee is exact: branch and bound, by a bound from prices
// that groups of voters set (the dual of the linear relaxation) in whole numbers; for CC
// also by the voters whom the fewest options serve. It adds in 64 bits; past that is
// vicinia.ErrOverflow.
type Thiele struct {
	Seats  int
	Scale  Scale
	Search Search
	Work   int64 // nodes that Optimal may search; 0 is DefaultWork. More is an error
}

// DefaultWork is the Work of rules that set none, and maxMarks bounds it for many voters:
// nodes times the approvals on distinct ballots. It is a minute or two.
const (
	DefaultWork = 1_000_000
	maxMarks    = 1 << 30
)

// allowed is the work that a setting allows.
func (e *electorate) allowed(work int64) int64 {
	if work == 0 {
		return min(DefaultWork, maxMarks/int64(len(e.marks)+1))
	}
	return work
}

var _ ballot.Rule[*ballot.Profile, *Committee] = Thiele{}

// String is the rule in canonical text: "seq-pav seats=3".
func (r Thiele) String() string {
	form := [...]string{"", "seq-", "revseq-"}
	if r.Search > ReverseSequential {
		return fmt.Sprintf("search-%d-%s seats=%d", r.Search, r.Scale, r.Seats)
	}
	return fmt.Sprintf("%s%s seats=%d", form[r.Search], r.Scale, r.Seats)
}

// Decide: see ballot.Rule. Weights that grow are an error.
func (r Thiele) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	if r.Search == Optimal {
		return r.decide(p, tb)
	}
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r Thiele) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	if err := r.Scale.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	switch r.Search {
	case Optimal:
		return r.optimal(e, tb)
	case Sequential, ReverseSequential:
		v := e.newElection(r, tb)
		v.score(r)
		if err := v.run(); err != nil {
			return nil, err
		}
		return v.committee(), nil
	}
	return nil, fmt.Errorf("%s: no such search", r)
}

// A tally is what sequential rules keep: how much of an option's support has so many
// members.
type tally struct {
	have  []int32 // members that each ballot has
	tied  []int32 // options on each ballot that are tied now
	with  []int64 // voters behind option o with l members: with[o*size+l]
	size  int
	worth []*big.Int // of a voter's next member, by members had
	small []int64    // the same, if all sums fit
	unit  *big.Int
}

// score makes an election one by gains or losses.
func (v *election) score(r Thiele) {
	most := v.longest()
	if r.Search == Sequential {
		most = min(most, v.seats)
	}
	t := &tally{have: make([]int32, len(v.weight)), tied: make([]int32, len(v.weight)), size: most + 2}
	worth, unit := r.Scale.weightsOf(most, v.voters)
	t.worth, t.unit = append(worth[1:], new(big.Int)), unit
	t.with = make([]int64, v.options*t.size)
	v.measure = Gain
	step, first := int32(1), 0
	if r.Search == ReverseSequential {
		step, v.out, v.measure, v.left = -1, true, Loss, v.options-v.seats
		for g := range v.weight {
			t.have[g] = int32(len(v.of(g)))
		}
		t.worth, first = worth, 1 // of the last member had
	}
	if bound := new(big.Int).Mul(t.worth[first], big.NewInt(v.voters)); bound.IsInt64() {
		for _, w := range t.worth {
			t.small = append(t.small, w.Int64())
		}
	}
	for g, w := range v.weight {
		for _, o := range v.of(g) {
			t.with[int(o)*t.size+int(t.have[g])] += w
		}
	}
	v.next = func() ([]ballot.Option, *big.Rat) {
		tied, value := t.best(v.in, v.out)
		t.count(v.electorate, tied)
		return tied, value
	}
	v.elect = func(o ballot.Option) { t.move(v.electorate, o, step) }
	v.touch = func(a, b ballot.Option) bool {
		return v.meet(a, b, func(g int32) bool { return t.level(g, step) < t.tied[g] })
	}
	v.any = func(part []ballot.Option) int {
		most := int32(len(part))
		t.count(v.electorate, part)
		for _, o := range part {
			for _, g := range v.by(o) {
				if n := t.level(g, step); n < t.tied[g] {
					most = min(most, n)
				}
			}
		}
		return int(most)
	}
}

// count counts the tied options of each ballot.
func (t *tally) count(e *electorate, tied []ballot.Option) {
	clear(t.tied)
	for _, o := range tied {
		for _, g := range e.by(o) {
			t.tied[g]++
		}
	}
}

// level is how many of its tied options a ballot sees elected, or put out, at one value.
func (t *tally) level(g, step int32) int32 {
	l, n := t.have[g], int32(1)
	for n < t.tied[g] && t.worth[l].Cmp(t.worth[min(l+n*step, int32(len(t.worth)-1))]) == 0 {
		n++
	}
	return n
}

// move counts a member more, or less, for the ballots of an option.
func (t *tally) move(e *electorate, o ballot.Option, step int32) {
	for _, g := range e.by(o) {
		l := t.have[g]
		t.have[g] = l + step
		for _, c := range e.of(int(g)) {
			at := int(c)*t.size + int(l)
			t.with[at] -= e.weight[g]
			t.with[at+int(step)] += e.weight[g]
		}
	}
}

// best are those in with the greatest value, or the least.
func (t *tally) best(in []bool, least bool) (tied []ballot.Option, value *big.Rat) {
	best := new(big.Int)
	for o, is := range in {
		if !is {
			continue
		}
		got := t.value(o)
		c := got.Cmp(best)
		if least {
			c = -c
		}
		switch {
		case tied == nil || c > 0:
			tied, best = append(tied[:0], ballot.Option(o)), got
		case c == 0:
			tied = append(tied, ballot.Option(o))
		}
	}
	return tied, new(big.Rat).SetFrac(best, t.unit)
}

func (t *tally) value(o int) *big.Int {
	with := t.with[o*t.size : (o+1)*t.size]
	sum := new(big.Int)
	if t.small != nil {
		n := int64(0)
		for l, w := range t.small {
			n += w * with[l]
		}
		return sum.SetInt64(n)
	}
	for l, w := range t.worth {
		if with[l] != 0 {
			sum.Add(sum, new(big.Int).Mul(w, big.NewInt(with[l])))
		}
	}
	return sum
}
