package committee_test

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// wronged is the definitions read aloud: every group of voters, and every set of options
// it deserves.
func (s slow) wronged(a committee.Property, set []ballot.Option) bool {
	members := mask(set)
	approved := make([]uint, len(s.voters))
	for i, voter := range s.voters {
		approved[i] = mask(voter)
	}
	size := func(m uint) int { return bits.OnesCount(m) }
	for group := uint(1); group < 1<<len(s.voters); group++ {
		all, any, most := ^uint(0), uint(0), 0 // what all approve, what some do, the most members of a voter
		for i, m := range approved {
			if group>>i&1 == 1 {
				all, any, most = all&m, any|m, max(most, size(m&members))
			}
		}
		due := size(group) * len(set) / len(s.voters) // so many it deserves
		agree := size(all & (1<<s.options - 1))
		t := min(due, agree)
		switch a {
		case committee.JR:
			if t >= 1 && most == 0 {
				return true
			}
		case committee.PJR:
			if size(any&members) < t {
				return true
			}
		case committee.EJR:
			if most < t {
				return true
			}
		case committee.EJRPlus:
			if all&^members&(1<<s.options-1) != 0 && most < due {
				return true
			}
		case committee.FJR, committee.Core:
			for want := uint(1); want < 1<<s.options; want++ {
				if size(want) > due {
					continue
				}
				least, better := len(set)+1, true
				for i, m := range approved {
					if group>>i&1 == 1 {
						least = min(least, size(m&want))
						better = better && size(m&want) > size(m&members)
					}
				}
				if a == committee.FJR && most < least || a == committee.Core && better {
					return true
				}
			}
		}
	}
	return false
}

func mask(set []ballot.Option) (m uint) {
	for _, o := range set {
		m |= 1 << o
	}
	return m
}

// dominated looks at all committees.
func (s slow) dominated(set []ballot.Option) bool {
	for _, other := range s.sets() {
		better, worse := false, false
		for _, voter := range s.voters {
			better = better || has(voter, other) > has(voter, set)
			worse = worse || has(voter, other) < has(voter, set)
		}
		if better && !worse {
			return true
		}
	}
	return false
}

// Every check, for committees drawn at random, against the definitions.
func TestPropertiesAgainstDefinitions(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 10))
	caught := map[committee.Property]int{}
	for tried := 0; tried < 150; {
		s, p := drawn(t, rng)
		if len(s.voters) > 8 {
			continue
		}
		tried++
		all := s.sets()
		set := all[rng.IntN(len(all))]
		for a := committee.Pareto; a <= committee.Core; a++ {
			want := a == committee.Pareto && s.dominated(set) || a != committee.Pareto && s.wronged(a, set)
			w, err := a.Check(p, set, 0)
			require.NoError(t, err)
			require.Equal(t, want, w != nil, "%s of %v in %v", a, set, s)
			if w != nil {
				caught[a]++
				assert.Equal(t, a, w.Property)
				assert.Positive(t, w.Voters)
			}
		}
	}
	for a := committee.Pareto; a <= committee.Core; a++ {
		assert.Positive(t, caught[a], a)
	}
}

func TestPropertyRefuses(t *testing.T) {
	p := approvals(t, 4, "3 ab, c")
	for _, tt := range []struct {
		name string
		give committee.Property
		set  []ballot.Option
		work int64
		want string
	}{
		{"no members", committee.JR, nil, 0, "JR: 0 seats and 4 options"},
		{"no such option", committee.JR, []ballot.Option{4}, 0, "option 4 is none"},
		{"twice", committee.Core, []ballot.Option{1, 1}, 0, "option 1 is none, or twice"},
		{"no such property", 0, []ballot.Option{1}, 0, "no such property"},
		{"no work", committee.Core, []ballot.Option{2, 3}, 1, "core: more work than is allowed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, err := tt.give.Check(p, tt.set, tt.work)
			assert.ErrorContains(t, err, tt.want)
			assert.Nil(t, w)
		})
	}
	_, err := committee.PricesOf(p, []ballot.Option{1, 1}, 0)
	assert.ErrorContains(t, err, "option 1 is none, or twice")
	_, err = committee.PricesOf(p, []ballot.Option{1, 2}, 1)
	assert.ErrorContains(t, err, "more work than is allowed")
}
