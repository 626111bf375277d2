package projects_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

type rule = ballot.Rule[*projects.Instance, *projects.Selection]

// profile is one of ballots as ParseBallot reads them, each once.
func profile(tb testing.TB, k ballot.Kind, names []string, ballots ...string) *ballot.Profile {
	tb.Helper()
	slate, err := ballot.NewSlate(names...)
	require.NoError(tb, err)
	p, err := ballot.NewProfile(slate, k)
	require.NoError(tb, err)
	for _, text := range ballots {
		require.NoError(tb, p.AddText(text, 1))
	}
	return p
}

// steps are the reasons in words.
func steps(out *projects.Selection) (all []string) {
	for why := range out.Why() {
		all = append(all, why.String())
	}
	return all
}

// times is so many equal ballots.
func times(n int, text string) []string { return slices.Repeat([]string{text}, n) }

// drawn draws a small vote; costs are near each other or of any size up to most.
func drawn(tb testing.TB, rng *rand.Rand, k ballot.Kind, most int64) *projects.Instance {
	tb.Helper()
	m := 1 + rng.IntN(7)
	in := &projects.Instance{Budget: rng.Int64N(3 * most)}
	names := make([]string, m)
	for i := range names {
		names[i] = fmt.Sprintf("P%d", i)
		in.Cost = append(in.Cost, []int64{1 + rng.Int64N(most), 1 + rng.Int64N(9), most / 2}[rng.IntN(3)])
	}
	in.Profile = profile(tb, k, names)
	for range 1 + rng.IntN(9) {
		var b ballot.Ballot
		for level, o := range rng.Perm(m)[:rng.IntN(m+1)] {
			mark := ballot.Mark{Option: ballot.Option(o), Level: 1}
			switch k {
			case ballot.Ranking:
				mark.Level = int32(level + 1)
			case ballot.Scoring:
				mark.Level = []int32{int32(rng.IntN(4)), int32(rng.IntN(ballot.MaxScore))}[rng.IntN(2)]
			}
			b = append(b, mark)
		}
		require.NoError(tb, in.Profile.Add(b, 1+rng.Int64N(3)))
	}
	return in
}

// A slow vote has every voter by himself, with all that he gives each project.
type slow struct {
	in     *projects.Instance
	voters [][]int64
	util   func(p int, points int64) *big.Rat
}

func newSlow(in *projects.Instance, u projects.Utility) *slow {
	s := &slow{in: in}
	votes := make([]int64, len(in.Cost))
	for b, n := range in.Profile.All() {
		points := make([]int64, len(in.Cost))
		for _, m := range b {
			points[m.Option] = 1
			switch in.Profile.Kind() {
			case ballot.Ranking:
				points[m.Option] = int64(len(in.Cost)) + 1 - int64(m.Level)
			case ballot.Scoring:
				points[m.Option] = int64(m.Level)
			}
			if points[m.Option] > 0 {
				votes[m.Option] += n
			}
		}
		for range n {
			s.voters = append(s.voters, points)
		}
	}
	for range in.Profile.Blank {
		s.voters = append(s.voters, make([]int64, len(in.Cost)))
	}
	curve := make([]*big.Rat, len(in.Cost))
	for p, cost := range in.Cost {
		switch u {
		case projects.SquareRoot:
			curve[p] = root(cost)
		case projects.Logarithm:
			curve[p] = logarithm(cost)
		}
	}
	s.util = func(p int, points int64) *big.Rat {
		r := big.NewRat(points, 1)
		switch u {
		case projects.Cost:
			r.Mul(r, big.NewRat(in.Cost[p], 1))
		case projects.Effort:
			r.Mul(r, big.NewRat(in.Cost[p], votes[p]))
		case projects.SquareRoot, projects.Logarithm:
			r.Mul(r, curve[p])
		}
		return r
	}
	return s
}

// root is that of an amount, in decimals of package apd.
func root(amount int64) *big.Rat {
	var d apd.Decimal
	_, _ = apd.BaseContext.WithPrecision(30).Sqrt(&d, apd.New(amount, 0))
	return sixDecimals(&d)
}

// logarithm is that of 1 + an amount.
func logarithm(amount int64) *big.Rat {
	var d apd.Decimal
	_, _ = apd.BaseContext.WithPrecision(30).Ln(&d, new(apd.Decimal).SetInt64(amount+1))
	return sixDecimals(&d)
}

func sixDecimals(d *apd.Decimal) *big.Rat {
	c := apd.BaseContext.WithPrecision(30)
	c.Rounding = apd.RoundDown
	_, _ = c.Quantize(d, d, -6)
	r, _ := new(big.Rat).SetString(d.Text('f'))
	return r
}

func (s *slow) purses() []*big.Rat {
	all := make([]*big.Rat, len(s.voters))
	for i := range all {
		all[i] = big.NewRat(s.in.Budget, int64(len(s.voters)))
	}
	return all
}

// A purchase is a project and what it costs per utility.
type purchase struct {
	p   int
	rho *big.Rat
}

// equalShares is the definition: the first project of the slate among those whose
// supporters can pay at the lowest rho, found by raising rho from purse to purse.
func (s *slow) equalShares() (bought []purchase) {
	purse := s.purses()
	in := make([]bool, len(s.in.Cost))
	for {
		best := purchase{p: -1}
		for p, cost := range s.in.Cost {
			if rho := s.rho(p, cost, purse); !in[p] && rho != nil && (best.p < 0 || rho.Cmp(best.rho) < 0) {
				best = purchase{p, rho}
			}
		}
		if best.p < 0 {
			return bought
		}
		in[best.p] = true
		bought = append(bought, best)
		for i, v := range s.voters {
			if v[best.p] > 0 {
				pay := new(big.Rat).Mul(best.rho, s.util(best.p, v[best.p]))
				if pay.Cmp(purse[i]) > 0 {
					pay = purse[i]
				}
				purse[i] = new(big.Rat).Sub(purse[i], pay)
			}
		}
	}
}

// rho is the least number at which sum min(purse, rho*utility) is the cost: with the k
// poorest per utility paying all they have, for some k.
func (s *slow) rho(p int, cost int64, purse []*big.Rat) *big.Rat {
	var backers []int
	for i, v := range s.voters {
		if v[p] > 0 {
			backers = append(backers, i)
		}
	}
	per := func(i int) *big.Rat { return new(big.Rat).Quo(purse[i], s.util(p, s.voters[i][p])) }
	slices.SortFunc(backers, func(i, j int) int { return per(i).Cmp(per(j)) })
	left := big.NewRat(cost, 1)
	for k, i := range backers {
		utility := new(big.Rat)
		for _, j := range backers[k:] {
			utility.Add(utility, s.util(p, s.voters[j][p]))
		}
		if rho := new(big.Rat).Quo(left, utility); rho.Cmp(per(i)) <= 0 {
			return rho
		}
		left.Sub(left, purse[i])
	}
	return nil
}

// exactEqualShares is the definition: all who can pay an equal part do.
func (s *slow) exactEqualShares() (bought []purchase) {
	purse := s.purses()
	in := make([]bool, len(s.in.Cost))
	for {
		best, payers := purchase{p: -1}, int64(0)
		for p, cost := range s.in.Cost {
			for n := int64(len(s.voters)); n > 0 && !in[p]; n-- {
				price, can := big.NewRat(cost, n), int64(0)
				for i, v := range s.voters {
					if v[p] > 0 && purse[i].Cmp(price) >= 0 {
						can++
					}
				}
				if can >= n {
					if rho := price.Quo(price, s.util(p, 1)); best.p < 0 || rho.Cmp(best.rho) < 0 {
						best, payers = purchase{p, rho}, n
					}
					break
				}
			}
		}
		if best.p < 0 {
			return bought
		}
		in[best.p] = true
		bought = append(bought, best)
		price := big.NewRat(s.in.Cost[best.p], payers)
		for i, v := range s.voters {
			if v[best.p] > 0 && purse[i].Cmp(price) >= 0 {
				purse[i] = new(big.Rat).Sub(purse[i], price)
			}
		}
	}
}

// phragmen is the definition, with the loads of all voters.
func (s *slow) phragmen() (bought []purchase) {
	load := make([]*big.Rat, len(s.voters))
	for i := range load {
		load[i] = new(big.Rat)
	}
	in := make([]bool, len(s.in.Cost))
	left := s.in.Budget
	for {
		best := purchase{p: -1}
		tooMuch := false
		for p, cost := range s.in.Cost {
			sum, n := big.NewRat(cost, 1), int64(0)
			for i, v := range s.voters {
				if v[p] > 0 {
					sum.Add(sum, load[i])
					n++
				}
			}
			if in[p] || n == 0 || cost > s.in.Budget {
				continue
			}
			sum.Quo(sum, big.NewRat(n, 1))
			c := -1
			if best.p >= 0 {
				c = sum.Cmp(best.rho)
			}
			if c < 0 {
				best, tooMuch = purchase{p, sum}, false
			}
			if c <= 0 && cost > left {
				tooMuch = true
			}
		}
		if best.p < 0 || tooMuch {
			return bought
		}
		in[best.p] = true
		left -= s.in.Cost[best.p]
		bought = append(bought, best)
		for i, v := range s.voters {
			if v[best.p] > 0 {
				load[i] = best.rho
			}
		}
	}
}

// maximin is the definition, the greatest load by looking at every set of projects.
func (s *slow) maximin() (bought []purchase) {
	in := make([]bool, len(s.in.Cost))
	var set []int
	left := s.in.Budget
	for {
		best := purchase{p: -1}
		for p, cost := range s.in.Cost {
			backed := slices.ContainsFunc(s.voters, func(v []int64) bool { return v[p] > 0 })
			if in[p] || !backed || cost > left {
				continue
			}
			if load := s.load(append(slices.Clone(set), p)); best.p < 0 || load.Cmp(best.rho) < 0 {
				best = purchase{p, load}
			}
		}
		if best.p < 0 {
			return bought
		}
		in[best.p] = true
		left -= s.in.Cost[best.p]
		set = append(set, best.p)
		bought = append(bought, best)
	}
}

func (s *slow) load(set []int) *big.Rat {
	most := new(big.Rat)
	for mask := 1; mask < 1<<len(set); mask++ {
		cost, voters := int64(0), int64(0)
		for i, p := range set {
			if mask>>i&1 == 1 {
				cost += s.in.Cost[p]
			}
		}
		for _, v := range s.voters {
			for i, p := range set {
				if mask>>i&1 == 1 && v[p] > 0 {
					voters++
					break
				}
			}
		}
		if r := big.NewRat(cost, voters); r.Cmp(most) > 0 {
			most = r
		}
	}
	return most
}

// A potShare is what a voter has, by pot, and of the common money.
type potShare struct {
	s    *slow
	pots []*big.Rat
}

// of are those for a project: of its pots, then of the common money.
func (x potShare) of(p int) (all []*big.Rat) {
	for i, pot := range x.s.in.Pots {
		if slices.Contains(pot.Projects, x.s.in.Profile.Slate().Name(ballot.Option(p))) {
			all = append(all, x.pots[i])
		}
	}
	return append(all, x.pots[len(x.pots)-1])
}

func (x potShare) money(p int) *big.Rat {
	sum := new(big.Rat)
	for _, money := range x.of(p) {
		sum.Add(sum, money)
	}
	return sum
}

func (x potShare) pay(p int, amount *big.Rat) {
	for _, money := range x.of(p) {
		n := new(big.Rat).Set(amount)
		if n.Cmp(money) > 0 {
			n.Set(money)
		}
		money.Sub(money, n)
		amount = new(big.Rat).Sub(amount, n)
	}
}

// potShares shares out the money: a pot among the voters of its projects.
func (s *slow) potShares() (all []potShare) {
	heads := make([]int64, len(s.in.Pots))
	has := func(v []int64, pot projects.Pot) bool {
		return slices.ContainsFunc(pot.Projects, func(name string) bool {
			p, _ := s.in.Profile.Slate().Find(name)
			return v[p] > 0
		})
	}
	for _, v := range s.voters {
		for i, pot := range s.in.Pots {
			if has(v, pot) {
				heads[i]++
			}
		}
	}
	for _, v := range s.voters {
		x := potShare{s: s}
		for i, pot := range s.in.Pots {
			x.pots = append(x.pots, new(big.Rat))
			if has(v, pot) {
				x.pots[i].SetFrac64(pot.Money, heads[i])
			}
		}
		all = append(all, potShare{s, append(x.pots, big.NewRat(s.in.Budget+s.in.Carried, int64(len(s.voters))))})
	}
	return all
}

// boundedOverspending is the definition, in big.Rat as long as that goes, with every purse
// tried as the price.
func (s *slow) boundedOverspending(most int) (bought []purchase) {
	shares, purse := s.potShares(), make([]*big.Rat, len(s.voters))
	in := make([]bool, len(s.in.Cost))
	fits := func(p int) bool {
		return lawful(s.in, append(won(bought), ballot.Option(p)))
	}
	for range most {
		best, pay := purchase{p: -1}, new(big.Rat)
		for p, cost := range s.in.Cost {
			if in[p] || !fits(p) {
				continue
			}
			for i, x := range shares {
				purse[i] = x.money(p)
			}
			try := []*big.Rat{}
			for i, v := range s.voters {
				if v[p] > 0 && purse[i].Sign() > 0 {
					try = append(try, new(big.Rat).Quo(purse[i], s.util(p, v[p])))
				}
			}
			if full := s.rho(p, cost, purse); full != nil {
				try = append(try, full)
			}
			for _, lambda := range try {
				alpha := new(big.Rat)
				for i, v := range s.voters {
					n := new(big.Rat).Mul(lambda, s.util(p, v[p]))
					if n.Cmp(purse[i]) > 0 {
						n = purse[i]
					}
					alpha.Add(alpha, n)
				}
				if alpha.Quo(alpha, big.NewRat(cost, 1)); alpha.Cmp(big.NewRat(1, 1)) > 0 {
					alpha.SetInt64(1)
				}
				rho := new(big.Rat).Quo(lambda, alpha)
				if worth := new(big.Rat).Quo(rho, alpha); best.p < 0 || worth.Cmp(best.rho) < 0 {
					best, pay = purchase{p, worth}, rho
				}
			}
		}
		if best.p < 0 {
			return bought
		}
		in[best.p] = true
		bought = append(bought, best)
		for i, v := range s.voters {
			shares[i].pay(best.p, new(big.Rat).Mul(pay, s.util(best.p, v[best.p])))
		}
	}
	return bought
}
