package committee

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Approval elects those with the most approvals (AV). With Split each ballot is one vote,
// which its options share equally: satisfaction approval voting (Brams & Kilgour,
// Satisfaction Approval Voting, 2014). Neither is proportional; Split makes it costly to
// approve more.
type Approval struct {
	Seats int
	Split bool
}

var _ ballot.Rule[*ballot.Profile, *Committee] = Approval{}

// String is the rule in canonical text: "av seats=3".
func (r Approval) String() string {
	if r.Split {
		return fmt.Sprintf("sav seats=%d", r.Seats)
	}
	return fmt.Sprintf("av seats=%d", r.Seats)
}

// Decide: see ballot.Rule.
func (r Approval) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v := e.newElection(r, tb)
	if v.most(); r.Split {
		v.best(e.split(v.in))
	}
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}

// split is the votes of each option where those of a ballot's options that are in share
// it: whole numbers of 1/unit.
func (e *electorate) split(in []bool) (votes []*big.Int, unit *big.Int) {
	size := e.longest() + 1
	with := make([]int64, e.options*size) // voters behind option o whose ballots have so many in
	unit = big.NewInt(1)
	for g, w := range e.weight {
		n := 0
		for _, o := range e.of(g) {
			if in[o] {
				n++
			}
		}
		for _, o := range e.of(g) {
			with[int(o)*size+n] += w
		}
		if d := big.NewInt(int64(max(n, 1))); new(big.Int).Rem(unit, d).Sign() != 0 {
			unit = new(big.Int).Mul(unit, d.Quo(d, new(big.Int).GCD(nil, nil, d, unit)))
		}
	}
	votes = make([]*big.Int, e.options)
	for o := range votes {
		votes[o] = new(big.Int)
		for n, w := range with[o*size : (o+1)*size] {
			if n > 0 && w > 0 && in[o] {
				part := new(big.Int).Quo(unit, big.NewInt(int64(n)))
				votes[o].Add(votes[o], part.Mul(part, big.NewInt(w)))
			}
		}
	}
	return votes, unit
}

// most makes an election one by approvals.
func (v *election) most() {
	votes := make([]*big.Int, v.options)
	for o, n := range v.approvals {
		votes[o] = big.NewInt(n)
	}
	v.best(votes, big.NewInt(1))
}

// best makes an election one by votes that do not change.
func (v *election) best(votes []*big.Int, unit *big.Int) {
	v.measure, v.touch, v.elect = Support, nil, func(ballot.Option) {}
	v.next = func() (tied []ballot.Option, value *big.Rat) {
		for o, is := range v.in {
			if !is {
				continue
			}
			c := 1
			if tied != nil {
				c = votes[o].Cmp(votes[tied[0]])
			}
			if c > 0 {
				tied = tied[:0]
			}
			if c >= 0 {
				tied = append(tied, ballot.Option(o))
			}
		}
		return tied, new(big.Rat).SetFrac(votes[tied[0]], unit)
	}
}

// Trivial finds every committee as good as any other: a rule to measure others by, and to
// hear the tie-break alone.
type Trivial struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = Trivial{}

// String is the rule in canonical text.
func (r Trivial) String() string { return fmt.Sprintf("trivial seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r Trivial) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v := e.newElection(r, tb)
	votes := make([]*big.Int, e.options)
	for o := range votes {
		votes[o] = new(big.Int)
	}
	v.best(votes, big.NewInt(1))
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}

// Hugo is E Pluribus Hugo, the shortlist of the Hugo Awards: of the two options with the
// least points, each ballot being one point that its options still in share, and of those
// level with the second, the ones with the fewest approvals go out, together if they are
// level, until the seats are left (Quinn & Schneier, A Proportional Voting System for
// Awards Nominations Resistant to Voting Blocs, 2016; there it is SDV-LPE). Where all who
// are level would be too many to go, it is a tie who stays.
type Hugo struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = Hugo{}

// String is the rule in canonical text.
func (r Hugo) String() string { return fmt.Sprintf("e-pluribus-hugo seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r Hugo) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r Hugo) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v := e.newElection(r, tb)
	v.out, v.left, v.measure = true, e.options-r.Seats, Support
	v.elect = func(ballot.Option) {}
	v.next = func() ([]ballot.Option, *big.Rat) { return e.weakest(v.in) }
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}

// weakest are those of the fewest approvals among the options with the two least points.
func (e *electorate) weakest(in []bool) (tied []ballot.Option, value *big.Rat) {
	points, _ := e.split(in)
	var all []*big.Int
	for o, is := range in {
		if is {
			all = append(all, points[o])
		}
	}
	slices.SortFunc(all, (*big.Int).Cmp)
	for o, is := range in {
		if !is || points[o].Cmp(all[1]) > 0 {
			continue
		}
		if len(tied) > 0 && e.approvals[o] < e.approvals[tied[0]] {
			tied = tied[:0]
		}
		if len(tied) == 0 || e.approvals[o] == e.approvals[tied[0]] {
			tied = append(tied, ballot.Option(o))
		}
	}
	return tied, new(big.Rat).SetInt64(e.approvals[tied[0]])
}
