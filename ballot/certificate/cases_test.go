package certificate_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/committee"
)

// dense is voters who approve each of ten options with a third of a chance: prices alone
// prove little of them.
func dense(t *testing.T, rng *rand.Rand, voters int) (*ballot.Profile, certificate.Approvals) {
	t.Helper()
	slate, err := ballot.NewSlate("A", "B", "C", "D", "E", "F", "G", "H", "I", "J")
	require.NoError(t, err)
	p, err := ballot.NewProfile(slate, ballot.Approval)
	require.NoError(t, err)
	for range voters {
		var b ballot.Ballot
		for o := range ballot.Option(slate.Len()) {
			if rng.IntN(3) == 0 {
				b = append(b, ballot.Mark{Option: o, Level: 1})
			}
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
	}
	a := certificate.Approvals{Options: slate.Len()}
	for b, n := range p.All() {
		var os []int
		for _, m := range b {
			os = append(os, int(m.Option))
		}
		a.Ballots, a.Voters = append(a.Ballots, os), append(a.Voters, n)
	}
	return p, a
}

// casesOf is the proof by cases that an outcome leaves; false is none.
func casesOf(out *committee.Committee, worth []*big.Rat) (proof certificate.Cases, ok bool) {
	proof = certificate.Cases{Seats: out.Seats, Worth: worth}
	for why := range out.Why() {
		cases, is := why.(committee.Cases)
		if !is {
			continue
		}
		for _, c := range cases.Of {
			split := -1
			if o, found := out.Slate.Find(c.Split); found {
				split = int(o)
			}
			proof.Of = append(proof.Of, certificate.Case{Split: split, With: c.With, Prices: c.Prices})
		}
		ok = true
	}
	return proof, ok
}

// The cases that a search leaves prove its committees, those of the same score, and no other;
// and none of them can be left out.
func TestBestScoresAreProvedByCases(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	proved := map[string]int{}
	for i := range 25 {
		p, a := dense(t, rng, 20+i)
		seats := 2 + rng.IntN(4)
		var harmonic []*big.Rat
		for i := range seats {
			harmonic = append(harmonic, big.NewRat(1, int64(i+1)))
		}
		for _, r := range []struct {
			scale committee.Scale
			worth []*big.Rat
		}{{committee.Harmonic, harmonic}, {committee.Once, harmonic[:1]}} {
			out, err := committee.Thiele{Seats: seats, Scale: r.scale}.Decide(p, nil)
			require.NoError(t, err)
			proof, ok := casesOf(out, r.worth)
			if !ok {
				continue
			}
			proved[r.scale.String()]++
			for mask := range 1 << a.Options {
				var set []int
				for o := range a.Options {
					if mask>>o&1 == 1 {
						set = append(set, o)
					}
				}
				if len(set) == seats && mask%7 == i%7 {
					best := slices.ContainsFunc(out.Best, func(b []ballot.Option) bool { return slices.Equal(ints(b), set) })
					require.Equal(t, best, proof.Check(a, set) == nil, "%v of %v", set, out.Best)
				}
			}
			best := ints(out.Best[0])
			require.NoError(t, proof.Check(a, best))
			for i := i % 5; i < len(proof.Of); i += 5 {
				less := proof
				less.Of = slices.Delete(slices.Clone(proof.Of), i, i+1)
				require.Error(t, less.Check(a, best), "without case %d", i)
			}
		}
	}
	assert.Positive(t, proved["pav"])
	assert.Greater(t, proved["cc"], 5)
}

// The same of scores that count voters with a member before all else: level by level, and where
// 64 bits do not hold all the levels.
func TestLayeredScoresAreProved(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 3))
	proved := map[string]int{}
	for i := range 24 {
		p, a := dense(t, rng, 12+i)
		seats := 2 + i%4
		times := []int64{1, 1 << 13}[i/4%2]
		a.Voters = slices.Clone(a.Voters)
		many, err := ballot.NewProfile(p.Slate(), ballot.Approval)
		require.NoError(t, err)
		for b, n := range p.All() {
			require.NoError(t, many.Add(b, n*times))
		}
		many.Blank = p.Blank * times
		for g := range a.Voters {
			a.Voters[g] *= times
		}
		voters := many.Len() + many.Blank
		adams, lexical := []*big.Rat{new(big.Rat).SetInt64(voters * int64(seats))}, make([]*big.Rat, seats)
		next := big.NewInt(1)
		for i := range seats {
			if i > 0 {
				adams = append(adams, big.NewRat(1, int64(i)))
			}
			lexical[seats-1-i] = new(big.Rat).SetInt(next)
			next = new(big.Int).Mul(next, big.NewInt(voters+1))
		}
		for _, r := range []struct {
			scale committee.Scale
			worth []*big.Rat
		}{{committee.Lexicographic, lexical}, {committee.AdamsScale, adams}} {
			out, err := committee.Thiele{Seats: seats, Scale: r.scale}.Decide(many, nil)
			require.NoError(t, err)
			proof, ok := casesOf(out, r.worth)
			for why := range out.Why() {
				if b, is := why.(committee.Bound); is {
					proof.Of, ok = []certificate.Case{{Split: -1, Prices: b.Prices}}, true
				}
			}
			require.True(t, ok, "%s of %d seats", r.scale, seats)
			proved[fmt.Sprint(r.scale, next.BitLen() > 48)]++
			for mask := range 1 << a.Options {
				var set []int
				for o := range a.Options {
					if mask>>o&1 == 1 {
						set = append(set, o)
					}
				}
				if len(set) == seats && mask%5 == i%5 {
					best := slices.ContainsFunc(out.Best, func(b []ballot.Option) bool { return slices.Equal(ints(b), set) })
					require.Equal(t, best, proof.Check(a, set) == nil, "%s: %v of %v", r.scale, set, out.Best)
				}
			}
			require.NoError(t, proof.Check(a, ints(out.Best[0])))
		}
	}
	assert.Greater(t, proved["lex-cc true"], 5)
	assert.Greater(t, proved["lex-cc false"], 5)
	assert.Greater(t, proved["adams false"], 5)
}

func TestCasesRefuse(t *testing.T) {
	a := certificate.Approvals{Options: 2, Ballots: [][]int{{0}, {1}}, Voters: []int64{2, 1}}
	one := []*big.Rat{big.NewRat(1, 1)}
	end := certificate.Case{Split: -1}
	split := certificate.Case{Split: 0, With: true}
	tests := []struct {
		name string
		give []certificate.Case
		want string
	}{
		{"none", nil, "a case is missing"},
		{"no prices", []certificate.Case{end}, "a score of 2 is not proved: the bound is 3"},
		{"a case short", []certificate.Case{split, end}, "a case is missing"},
		{"a case too many", []certificate.Case{split, end, end, end}, "1 cases too many"},
		{"twice by an option", []certificate.Case{split, split, end, end, end}, "a split by option 0, which is none or decided"},
		{"by none", []certificate.Case{{Split: 2}, end, end}, "a split by option 2, which is none or decided"},
		{"prices of one ballot", []certificate.Case{{Split: -1, Prices: one}}, "1 prices of 2 ballots"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.EqualError(t, certificate.Cases{Seats: 1, Worth: one, Of: tt.give}.Check(a, []int{0}), tt.want)
		})
	}
	whole := certificate.Cases{Seats: 1, Worth: one, Of: []certificate.Case{split, end, end}}
	require.NoError(t, whole.Check(a, []int{0}))
	assert.ErrorContains(t, whole.Check(a, []int{1}), "a score of 1 is not proved: the bound is 2")
	assert.ErrorContains(t, whole.Check(a, []int{0, 1}), "2 members of 1 seats")
}
