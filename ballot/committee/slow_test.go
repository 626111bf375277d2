package committee_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// A slow is voters one by one: what the rules are in plain words.
type slow struct {
	options, seats int
	voters         [][]ballot.Option
}

// drawn is a small vote, and a profile of it with multiplicities.
func drawn(t *testing.T, rng *rand.Rand) (slow, *ballot.Profile) {
	s := slow{options: 3 + rng.IntN(4)}
	s.seats = 1 + rng.IntN(s.options)
	p := profile(t, s.options, nil)
	for range 1 + rng.IntN(6) {
		var b ballot.Ballot
		var set []ballot.Option
		for o := range ballot.Option(s.options) {
			if rng.IntN(5) < 2 {
				b, set = append(b, ballot.Mark{Option: o, Level: 1}), append(set, o)
			}
		}
		n := 1 + rng.IntN(3)
		require.NoError(t, p.Add(b, int64(n)))
		for range n {
			s.voters = append(s.voters, set)
		}
	}
	return s, p
}

// sets are all committees.
func (s slow) sets() (all [][]ballot.Option) {
	for mask := range 1 << s.options {
		var set []ballot.Option
		for o := range ballot.Option(s.options) {
			if mask>>o&1 == 1 {
				set = append(set, o)
			}
		}
		if len(set) == s.seats {
			all = append(all, set)
		}
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// best are the committees of the largest value.
func (s slow) best(value func(set []ballot.Option) *big.Rat) (all [][]ballot.Option) {
	var top *big.Rat
	for _, set := range s.sets() {
		got := value(set)
		if top == nil || got.Cmp(top) > 0 {
			top, all = got, nil
		}
		if got.Cmp(top) == 0 {
			all = append(all, set)
		}
	}
	return all
}

func has(voter []ballot.Option, set []ballot.Option) (n int64) {
	for _, o := range voter {
		if slices.Contains(set, o) {
			n++
		}
	}
	return n
}

// score is the sum of worth(1), worth(2)... over voters.
func (s slow) score(worth func(i int64) *big.Rat) func([]ballot.Option) *big.Rat {
	return func(set []ballot.Option) *big.Rat {
		sum := new(big.Rat)
		for _, voter := range s.voters {
			for i := range has(voter, set) {
				sum.Add(sum, worth(i+1))
			}
		}
		return sum
	}
}

// Every best committee, for thousands of drawn votes with multiplicities, is what looking
// at all committees finds.
func TestOptimalAgainstAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	half := vicinia.Frac(1, 2)
	for range 2_000 {
		s, p := drawn(t, rng)
		n := int64(len(s.voters))
		tests := []struct {
			give  rule
			value func([]ballot.Option) *big.Rat
		}{
			{committee.Thiele{Seats: s.seats}, s.score(func(i int64) *big.Rat { return big.NewRat(1, i) })},
			{committee.Thiele{Seats: s.seats, Scale: committee.OddHarmonic}, s.score(func(i int64) *big.Rat { return big.NewRat(1, 2*i-1) })},
			{committee.Thiele{Seats: s.seats, Scale: committee.Once}, s.score(func(i int64) *big.Rat { return big.NewRat(1/i, 1) })},
			{committee.Thiele{Seats: s.seats, Scale: committee.Every}, s.score(func(int64) *big.Rat { return big.NewRat(1, 1) })},
			{committee.Thiele{Seats: s.seats, Scale: committee.Geometric(vicinia.Frac(3, 2))}, s.score(func(i int64) *big.Rat {
				return new(big.Rat).SetFrac(new(big.Int).Exp(big.NewInt(2), big.NewInt(i-1), nil), new(big.Int).Exp(big.NewInt(3), big.NewInt(i-1), nil))
			})},
			{committee.Thiele{Seats: s.seats, Scale: committee.Weights(vicinia.Frac(1, 1), half, half)},
				s.score(func(i int64) *big.Rat { return big.NewRat(max(0, 4-i)/max(1, 4-i)*min(2, 3-min(i, 2)), 2) })},
			{committee.Minimax{Seats: s.seats}, func(set []ballot.Option) *big.Rat {
				far := int64(0)
				for _, voter := range s.voters {
					far = max(far, int64(len(voter)+len(set))-2*has(voter, set))
				}
				return big.NewRat(-far, 1)
			}},
			{committee.Minimax{Seats: s.seats, Lexicographic: true}, func(set []ballot.Option) *big.Rat {
				sum := new(big.Rat)
				for _, voter := range s.voters {
					far := int64(len(voter)+len(set)) - 2*has(voter, set)
					sum.Sub(sum, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(n+1), big.NewInt(far), nil)))
				}
				return sum
			}},
		}
		for _, tt := range tests {
			out, err := tt.give.Decide(p, nil)
			require.NoError(t, err)
			require.Equal(t, s.best(tt.value), out.Best, "%s of %v", tt.give, s)
		}
	}
}

// one is a sequential rule in plain words: each round the first option of the largest
// value is elected, and paid for; a value of nil cannot be elected.
func (s slow) one(value func(in []ballot.Option, o ballot.Option) *big.Rat, pay func(o ballot.Option)) (in []ballot.Option) {
	for len(in) < s.seats {
		var top *big.Rat
		best := ballot.Option(-1)
		for o := range ballot.Option(s.options) {
			if slices.Contains(in, o) {
				continue
			}
			if got := value(in, o); got != nil && (top == nil || got.Cmp(top) > 0) {
				top, best = got, o
			}
		}
		if top == nil {
			break
		}
		pay(best)
		in = append(in, best)
	}
	slices.Sort(in)
	return in
}

func (s slow) behind(o ballot.Option) (voters []int) {
	for i, voter := range s.voters {
		if slices.Contains(voter, o) {
			voters = append(voters, i)
		}
	}
	return voters
}

func money(n int, each *big.Rat) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat).Set(each)
	}
	return all
}

// phragmen is loads, voter by voter.
func (s slow) phragmen() []ballot.Option {
	load := money(len(s.voters), new(big.Rat))
	after := func(o ballot.Option) *big.Rat {
		sum, voters := big.NewRat(1, 1), s.behind(o)
		if len(voters) == 0 {
			return nil
		}
		for _, i := range voters {
			sum.Add(sum, load[i])
		}
		return sum.Quo(sum, big.NewRat(int64(len(voters)), 1))
	}
	never := big.NewRat(-1_000_000, 1)
	return s.one(func(_ []ballot.Option, o ballot.Option) *big.Rat {
		if l := after(o); l != nil {
			return l.Neg(l)
		}
		return never
	}, func(o ballot.Option) {
		to := after(o)
		for _, i := range s.behind(o) {
			load[i] = to
		}
	})
}

// shares is equal shares, voter by voter: the price is found among all it could be.
func (s slow) shares() []ballot.Option {
	purse := money(len(s.voters), big.NewRat(int64(s.seats), int64(len(s.voters))))
	price := func(o ballot.Option) *big.Rat {
		voters := s.behind(o)
		slices.SortFunc(voters, func(i, j int) int { return purse[i].Cmp(purse[j]) })
		left := big.NewRat(1, 1)
		for k, i := range voters {
			each := new(big.Rat).Quo(left, big.NewRat(int64(len(voters)-k), 1))
			if purse[i].Cmp(each) >= 0 {
				return each
			}
			left.Sub(left, purse[i])
		}
		return nil
	}
	return s.one(func(_ []ballot.Option, o ballot.Option) *big.Rat {
		if p := price(o); p != nil {
			return p.Neg(p)
		}
		return nil
	}, func(o ballot.Option) {
		each := price(o)
		for _, i := range s.behind(o) {
			if purse[i].Cmp(each) <= 0 {
				purse[i] = new(big.Rat)
			} else {
				purse[i] = new(big.Rat).Sub(purse[i], each)
			}
		}
	})
}

// Rules that elect one by one, against voters counted one by one.
func TestSequentialAgainstVoters(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 3_000 {
		s, p := drawn(t, rng)
		gain := s.score(func(i int64) *big.Rat { return big.NewRat(1, i) })
		tests := []struct {
			give rule
			want []ballot.Option
		}{
			{committee.Phragmen{Seats: s.seats}, s.phragmen()},
			{committee.EqualShares{Seats: s.seats}, s.shares()},
			{committee.Thiele{Seats: s.seats, Search: committee.Sequential}, s.one(func(in []ballot.Option, o ballot.Option) *big.Rat {
				return gain(append(slices.Clone(in), o))
			}, func(ballot.Option) {})},
		}
		for _, tt := range tests {
			out, err := tt.give.Decide(p, slateOrder(p))
			require.NoError(t, err)
			require.Equal(t, tt.want, out.Members, "%s of %v", tt.give, s)
		}
	}
}

// A house with a seat more keeps its members, under one order of ties.
func TestHouseMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 500 {
		s, p := drawn(t, rng)
		for _, of := range []func(n int) rule{
			func(n int) rule { return committee.Phragmen{Seats: n} },
			func(n int) rule { return committee.Thiele{Seats: n, Search: committee.Sequential} },
			func(n int) rule { return committee.Thiele{Seats: n, Search: committee.ReverseSequential} },
			func(n int) rule { return committee.MaximinSupport{Seats: n} },
			func(n int) rule { return committee.Approval{Seats: n, Split: true} },
		} {
			var before []ballot.Option
			for n := 1; n <= s.options; n++ {
				out, err := of(n).Decide(p, slateOrder(p))
				require.NoError(t, err)
				require.False(t, out.Tied())
				for _, o := range before {
					require.Contains(t, out.Members, o, "%s of %v", of(n), s)
				}
				before = out.Members
			}
		}
	}
}

// What is proved of the rules (Lackner & Skowron, table 4.1), for drawn votes.
func TestProportionality(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	wronged := map[string]int{}
	for range 600 {
		s, p := drawn(t, rng)
		for _, tt := range []struct {
			give rule
			has  []committee.Property
		}{
			{committee.Thiele{Seats: s.seats}, []committee.Property{committee.Pareto, committee.JR, committee.PJR, committee.EJR, committee.EJRPlus}},
			{committee.EqualShares{Seats: s.seats, Completion: committee.CompleteLoads}, []committee.Property{committee.PJR, committee.EJR, committee.EJRPlus}},
			{committee.Phragmen{Seats: s.seats}, []committee.Property{committee.JR, committee.PJR}},
			{committee.MaximinSupport{Seats: s.seats}, []committee.Property{committee.JR, committee.PJR}},
			{committee.Balanced{Seats: s.seats, Leximax: true}, []committee.Property{committee.JR, committee.PJR}},
			{committee.Thiele{Seats: s.seats, Scale: committee.Once}, []committee.Property{committee.JR}},
			{committee.Approval{Seats: s.seats}, []committee.Property{committee.Pareto}},
		} {
			out, err := tt.give.Decide(p, slateOrder(p))
			require.NoError(t, err)
			for a := committee.Pareto; a <= committee.Core; a++ {
				w, err := a.Check(p, out.Members, 0)
				require.NoError(t, err)
				if slices.Contains(tt.has, a) {
					require.Nil(t, w, "%s: %s of %v", a, tt.give, s)
				} else if w != nil {
					wronged[a.String()]++
				}
			}
		}
	}
	for _, a := range []string{"JR", "PJR", "EJR", "EJR+", "Pareto"} {
		assert.Positive(t, wronged[a], "%s: no rule without it was caught", a)
	}
}

// Only proportions count: ten thousand of every ballot elect the same. Monroe's
// districts are whole voters, and are left out.
func TestHomogeneous(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for range 150 {
		s, p := drawn(t, rng)
		many, err := ballot.NewProfile(p.Slate(), ballot.Approval)
		require.NoError(t, err)
		for b, n := range p.All() {
			require.NoError(t, many.Add(b, n*10_000))
		}
		require.NoError(t, many.Add(nil, p.Blank*10_000))
		for name, r := range named(s.seats) {
			if name == "monroe" || name == "greedy-monroe" || name == "equal-shares-with-increment-completion" { // its raise is one voter's
				continue
			}
			want, err := r.Decide(p, slateOrder(p))
			require.NoError(t, err)
			got, err := r.Decide(many, slateOrder(p))
			require.NoError(t, err)
			require.Equal(t, want.Members, got.Members, "%s of %v", r, s)
			require.Equal(t, want.Best, got.Best, "%s of %v", r, s)
		}
	}
}
