package ranked

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// DescendingCoalitions takes sets of options in turn, those of the most ballots first: who is
// outside goes out, unless nobody would be left. A ballot is for a set if it puts all of it
// before all others: descending solid coalitions (Woodall, "Monotonicity of single-seat
// preferential election rules", Discrete Applied Mathematics 77, 1997). Options without a rank
// share the last, whatever the profile says of them. Sets of as many ballots that cannot all be
// followed are a tie: whose sets count first. The order is by when options went out. It is
// monotonic, independent of clones, a ballot more never harms the option that it puts first,
// and a rank more none above it; it may miss a Condorcet winner.
type DescendingCoalitions struct {
	// Acquiescing is Woodall's other rule: a ballot is for every set such that it puts nobody
	// outside before anybody inside. They are the same where ballots rank all, without ties; a
	// rank more can then harm one above it, but never helps it.
	Acquiescing bool
}

// Limits of DescendingCoalitions.
const (
	MaxCoalitions  = 1 << 20 // sets that some ballots are for
	MaxAcquiescing = 20      // options, if Acquiescing: every set of them is looked at
	maxParts       = 1 << 26 // of shared ranks, if Acquiescing; the last rank is free
)

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = DescendingCoalitions{}

// String is the rule in canonical text.
func (r DescendingCoalitions) String() string {
	if r.Acquiescing {
		return "descending-acquiescing-coalitions"
	}
	return "descending-solid-coalitions"
}

// Decide: see ballot.Rule and ballot.Agreed. Other ballots than rankings, none, and more than
// the limits are errors.
func (r DescendingCoalitions) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings(r.String(), p); err != nil {
		return nil, err
	}
	count := solid
	if r.Acquiescing {
		count = acquiescing
	}
	all, err := count(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	slices.SortFunc(all, func(a, b coalition) int {
		return cmp.Or(cmp.Compare(b.votes, a.votes), slices.Compare(a.set, b.set))
	})
	return ballot.AgreedOrder(len(all), tb, func(tb ballot.TieBreak) (*ballot.Order, error) {
		k := newKnockout(p.Slate(), tb)
		for rest := all; k.left > 1 && len(rest) > 0; {
			n := 1
			for n < len(rest) && rest[n].votes == rest[0].votes {
				n++
			}
			if open, err := k.follow(rest[:n], p.Len()); err != nil {
				return nil, err
			} else if open {
				break
			}
			rest = rest[n:]
		}
		return k.finish(r.String(), nil)
	})
}

// A coalition is a set of options and the ballots that are for it.
type coalition struct {
	set   bitset
	votes int64
}

// solid are the coalitions of ballots that put them first: at most one for each rank.
func solid(p *ballot.Profile) (all []coalition, err error) {
	n := p.Slate().Len()
	known, key := map[string]int{}, []byte(nil)
	set := newBitset(n)
	for b, votes := range p.All() {
		clear(set)
		for from, to := range places(b) {
			for _, m := range b[from:to] {
				set.add(int(m.Option))
			}
			if to == n {
				break // everybody
			}
			key = key[:0]
			for _, word := range set {
				key = binary.BigEndian.AppendUint64(key, word)
			}
			at, ok := known[string(key)]
			if !ok {
				if at = len(all); at == MaxCoalitions {
					return nil, fmt.Errorf("more than %d coalitions: %w", MaxCoalitions, errTooMany)
				}
				known[string(key)] = at
				all = append(all, coalition{set: slices.Clone(set)})
			}
			all[at].votes += votes
		}
	}
	return all, nil
}

// acquiescing are the coalitions of ballots that put nobody else before any of them. Of a last
// rank, any part will do: what is above it is counted, and then added to all that is more.
func acquiescing(p *ballot.Profile) (all []coalition, err error) {
	n := p.Slate().Len()
	if n > MaxAcquiescing {
		return nil, fmt.Errorf("%d options, at most %d: %w", n, MaxAcquiescing, errTooMany)
	}
	everybody, parts := 1<<n-1, 0
	votes, above := make([]int64, 1<<n), make([]int64, 1<<n)
	for b, times := range p.All() {
		set := 0
		for from, to := range places(b) {
			rank := 0
			for _, m := range b[from:to] {
				rank |= 1 << m.Option
			}
			if to == n {
				break
			}
			if parts += 1 << (to - from); parts > maxParts {
				return nil, fmt.Errorf("more than %d parts of shared ranks: %w", maxParts, errTooMany)
			}
			for part := rank; part > 0; part = (part - 1) & rank {
				votes[set|part] += times
			}
			set |= rank
		}
		above[set] += times
		votes[set] -= times // it is not more than itself
	}
	for bit := 1; bit < everybody; bit <<= 1 {
		for set := range above {
			if set&bit > 0 {
				above[set] += above[set^bit]
			}
		}
	}
	sets := make(bitset, 1<<n)
	for set := 1; set < everybody; set++ {
		if sum := votes[set] + above[set]; sum > 0 {
			sets[set] = uint64(set)
			all = append(all, coalition{sets[set : set+1], sum})
		}
	}
	return all, nil
}

// follow narrows those who are in by coalitions of as many ballots.
func (k *knockout) follow(equal []coalition, of int64) (open bool, err error) {
	for {
		var useful []coalition
		common, some := slices.Clone(k.in), newBitset(k.slate.Len())
		for _, c := range equal {
			if both := c.set.and(k.in); both.size() > 0 && both.size() < k.left {
				useful = append(useful, c)
				common = common.and(both)
				for i, word := range both {
					some[i] |= word
				}
			}
		}
		if useful == nil {
			return false, nil
		}
		if common.size() == 0 {
			useful, err = k.whose(useful, some)
			if err != nil || useful == nil {
				return true, err
			}
		}
		var out []ballot.Option
		for _, c := range useful {
			gone := k.outside(c.set)
			if len(gone) == 0 {
				continue
			}
			out = append(out, gone...)
			k.steps = append(k.steps, func() vicinia.Step {
				return Coalition{Options: names(k.slate, members(c.set)), Votes: c.votes, Of: of, Out: names(k.slate, gone)}
			})
		}
		slices.Sort(out)
		k.out = append(k.out, out)
	}
}

// outside takes those in who are not of a set out.
func (k *knockout) outside(set bitset) (gone []ballot.Option) {
	for o := range k.in.all() {
		if !set.has(o) {
			gone = append(gone, ballot.Option(o))
			k.in.drop(o)
		}
	}
	k.left -= len(gone)
	return gone
}

// whose asks for an option of some all of whose coalitions are followed; nil is a tie that
// stands. Whatever comes first of coalitions without a common option, those that are followed
// in the end have one, and are all that it is in.
func (k *knockout) whose(equal []coalition, some bitset) ([]coalition, error) {
	of := members(some)
	what := fmt.Sprintf("whose coalitions of %d ballots count first in step", equal[0].votes)
	others, err := k.ask(what, of, 1)
	if err != nil || others == nil {
		return nil, err
	}
	first := slices.IndexFunc(of, func(o ballot.Option) bool { return !slices.Contains(others, o) })
	return slices.DeleteFunc(equal, func(c coalition) bool { return !c.set.has(int(of[first])) }), nil
}

// members are those of a set.
func members(set bitset) (os []ballot.Option) {
	for o := range set.all() {
		os = append(os, ballot.Option(o))
	}
	return os
}

// A Coalition is the step of a set of options that so many ballots are for: all others who were
// in go out.
type Coalition struct {
	Options   []string
	Votes, Of int64
	Out       []string
}

// Key: see vicinia.Step.
func (c Coalition) Key() string { return "ranked.coalition" }

// String is "58 of 100 ballots for Ana, Ben: out Cai".
func (c Coalition) String() string {
	return fmt.Sprintf("%d of %d ballots for %s: out %s", c.Votes, c.Of, strings.Join(c.Options, ", "), strings.Join(c.Out, ", "))
}
