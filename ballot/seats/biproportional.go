package seats

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// Voters says how the votes of a district count when the seats are given to the lists.
// Where a voter has as many votes as the district has seats, votes over seats is a number
// of voters.
type Voters uint8

// The zero Voters is WholeVoters.
const (
	WholeVoters Voters = iota // votes over the district's seats, each to the nearest whole, halves up: Zurich, GPR section 103
	ExactVoters               // votes over the district's seats, exact
	RawVotes                  // votes as they are: where every voter has one
)

// String is the text of a setting.
func (v Voters) String() string {
	switch v {
	case WholeVoters:
		return "whole"
	case ExactVoters:
		return "exact"
	case RawVotes:
		return "raw"
	}
	return "voters " + strconv.Itoa(int(v))
}

// Biproportional is the double rule of Pukelsheim: the seats of the house go to the lists
// by their voters in all districts (Sainte-Lague), and then into the districts, so that
// every district has its seats, every list has its own, and each cell is its votes over a
// divisor of the district and one of the list, rounded to the nearest. Such a table is
// unique up to ties (Balinski & Demange, Mathematical Programming 45, 1989). It is found
// by scaling, then by tie-and-transfer in exact rationals. The zero Biproportional counts
// as Zurich does (GPR, LS 161, sections 102-104) without its threshold. Known paradox: in
// one district, a list with fewer votes than another may get more seats; with Leaders the
// first of a district is never left without one (Schwyz, Grisons).
type Biproportional struct {
	Voters    Voters
	Threshold Threshold     // Share is of the votes of a district; one district is enough. Valid is not used
	Overall   vicinia.Ratio // a share of all votes that is enough too, or alone where Threshold has none: 3% in Zug and Aargau
	Leaders   bool          // the list with the most votes of a district has a seat there at least; not where more lists are level than it has seats
}

var _ ballot.Rule[*Matrix, *Table] = Biproportional{}

// String is the rule in canonical text: "biproportional voters=whole threshold=5%".
func (r Biproportional) String() string {
	s := fmt.Sprintf("biproportional voters=%s%s", r.Voters, r.Threshold)
	if r.Overall.Sign() != 0 {
		s += " overall=" + r.Overall.String()
	}
	if r.Leaders {
		s += " leaders"
	}
	return s
}

// Decide: see ballot.Rule. A house for which no table exists is an error: lists due more
// seats than the only districts where they have votes, or fewer than they lead in. A tie between lists for the house
// that stands leaves all cells 0; a tie within the table that stands leaves its cells at
// their lower number.
func (r Biproportional) Decide(m *Matrix, tb ballot.TieBreak) (*Table, error) {
	votes, barred, err := r.take(m)
	if err != nil {
		return nil, err
	}
	voters, per, err := r.voters(m, votes)
	if err != nil {
		return nil, err
	}
	d, err := apportion.HighestAverages(m.House(), 0, voters, apportion.SainteLague)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	ties, err := give(m.lists, d, tb)
	if err != nil {
		return nil, err
	}
	t := &Table{
		Allocation: Allocation{Record: ballot.Record{Rule: r.String(), Slate: m.lists, Ties: ties}, Seats: d.Parts},
		Districts:  m.districts,
		Cells:      make([]int64, len(votes)),
	}
	why := tableReasons{barred: barred, lists: m.lists, districts: m.districts, votes: votes, voters: voters, per: per}
	if t.Tied() {
		t.Reasons = why.walk(t)
		return t, nil
	}
	x := &transfer{rows: len(m.seats), columns: len(voters), votes: votes, due: m.seats, lists: d.Parts, leads: make([]bool, len(votes))}
	if r.Leaders {
		x.leads = leaders(m.seats, votes)
	}
	if err := x.run(m); err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	more, err := x.breakTies(m, tb)
	if err != nil {
		return nil, err
	}
	t.Ties, t.Cells = append(t.Ties, more...), x.seats
	why.districtDivisors, why.listDivisors = x.divisors()
	why.leads = x.leads
	t.sum()
	t.Reasons = why.walk(t)
	return t, nil
}

// take returns the votes of the lists that take part, 0 for the others, and a step for
// each that is below the threshold.
func (r Biproportional) take(m *Matrix) ([]int64, []Barred, error) {
	if r.Voters > RawVotes {
		return nil, nil, fmt.Errorf("no such %s", r.Voters)
	}
	total, err := ballot.NewCounts(m.lists, make([]int64, m.lists.Len()))
	if err != nil {
		return nil, nil, err
	}
	if err := r.Threshold.check(total); err != nil {
		return nil, nil, err
	}
	if r.Overall.Sign() < 0 || r.Overall.Cmp(vicinia.Frac(1, 1)) > 0 {
		return nil, nil, &vicinia.Fault{Path: "overall", Err: fmt.Errorf("%s is not from 0 to 1", r.Overall)}
	}
	if r.Threshold.Valid != 0 {
		return nil, nil, &vicinia.Fault{Path: "threshold.valid", Err: fmt.Errorf("%d: a share of a district is of its own votes", r.Threshold.Valid)}
	}
	votes := slices.Clone(m.votes)
	var barred []Barred
	for o, name := range m.lists.All() {
		nearest, in := r.nearest(m, o)
		if in {
			continue
		}
		nearest.List, nearest.Exempt = name, slices.Contains(r.Threshold.Exempt, name)
		barred = append(barred, nearest)
		for at := int(o); at < len(votes) && !nearest.Exempt; at += m.lists.Len() {
			votes[at] = 0
		}
	}
	return votes, barred, nil
}

// nearest is where a list is nearest to a threshold: in a district, or in all; in reports
// that it reaches one. A share of no votes at all is reached by nobody.
func (r Biproportional) nearest(m *Matrix, list ballot.Option) (b Barred, in bool) {
	if r.Threshold.Share.Sign() == 0 && r.Overall.Sign() == 0 {
		return b, true
	}
	short := int64(math.MaxInt64)
	if total := m.Total(); r.Overall.Sign() > 0 && total > 0 {
		n := int64(0)
		for i := range m.districts.All() {
			n += m.Votes(i, list)
		}
		need := Threshold{Share: r.Overall}.least(total)
		if n >= need {
			return b, true
		}
		short = need - n
		b = Barred{Votes: n, Need: need, Valid: total, Share: r.Overall}
	}
	if r.Threshold.Share.Sign() == 0 {
		return b, false
	}
	for i, name := range m.districts.All() {
		var valid int64
		for o := range m.lists.All() {
			valid += m.Votes(i, o)
		}
		if valid == 0 {
			continue
		}
		n, need := m.Votes(i, list), r.Threshold.least(valid)
		if n >= need {
			return b, true
		}
		if need-n < short {
			short = need - n
			b = Barred{District: name, Votes: n, Need: need, Valid: valid, Share: r.Threshold.Share}
		}
	}
	return b, false
}

// voters returns the voters of each list, in units of 1/per.
func (r Biproportional) voters(m *Matrix, votes []int64) (voters []int64, per int64, err error) {
	per = 1
	if r.Voters == ExactVoters {
		for _, n := range m.seats {
			common, ok := lcm(per, max(n, 1))
			if !ok {
				return nil, 0, fmt.Errorf("the common denominator of the voters: %w", vicinia.ErrOverflow)
			}
			per = common
		}
	}
	voters = make([]int64, m.lists.Len())
	var sum int64
	for at, n := range votes {
		seats, v, ok := m.seats[at/len(voters)], n, true
		switch {
		case r.Voters == RawVotes:
		case seats == 0:
			v = 0 // nobody is elected there
		case r.Voters == ExactVoters:
			v, ok = product(n, per/seats)
		default:
			v = n / seats
			if n%seats >= seats-n%seats {
				v++
			}
		}
		if !ok || v > math.MaxInt64-sum {
			return nil, 0, fmt.Errorf("the voters of all lists: %w", vicinia.ErrOverflow)
		}
		sum += v
		voters[at%len(voters)] += v
	}
	return voters, per, nil
}

// leaders tells of each cell whether its list has the most votes of the district.
func leaders(due, votes []int64) []bool {
	leads, columns := make([]bool, len(votes)), len(votes)/len(due)
	for i, seats := range due {
		row := votes[i*columns : (i+1)*columns]
		most, level := slices.Max(row), int64(0)
		for _, n := range row {
			if n == most {
				level++
			}
		}
		for j, n := range row {
			leads[i*columns+j] = n > 0 && n == most && level <= seats
		}
	}
	return leads
}

// lcm is the least common multiple of positive numbers.
func lcm(a, b int64) (int64, bool) {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return product(a/x, b)
}

// product of numbers from 0; ok is false if it is no int64.
func product(a, b int64) (n int64, ok bool) {
	if b != 0 && a > math.MaxInt64/b {
		return 0, false
	}
	return a * b, true
}
