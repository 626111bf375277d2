package stv

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Follow decides as Decide does, by the same count, and tells where every ballot stood at the
// end of each count. What the parts of a ballot are is a matter of the method:
//
//   - Gregory: a ballot lies with one candidate. Who is elected and passes it on keeps of it
//     what the surplus does not take: the surplus is taken from the ballots that move in
//     proportion to the values at which they move. A value times many ballots is cut to the
//     decimals; every one of the ballots brings an equal part of the sum, and what was cut is
//     the part that rounding took. What of a surplus exhausts though no ballot moves is taken
//     in proportion from ballots that stay: those of the parcel that name nobody further, or
//     if these are worth less all that stay. With Equal a ballot may gain value: that is taken
//     from the part of who passes it on, which may be below 0.
//   - Meek and Warren: what each elected candidate keeps, and the rest with the next who is in.
//   - Quotients: a ballot stands whole with one candidate, or is exhausted.
//   - Piles, and Gregory with Parts: papers move one by one, so that equal ballots take several
//     paths; of ballots that the statute reads alike, those first in the profile lie first.
//     Who moves and who stays is known; which of those that stay would be the exhausted part
//     of a surplus is not, and it is spread over them.
//
// Of ballots that are exhausted from the first count on, or are not valid, Path.Never or
// Stand.Why tells what ended their reading.
func (c Contest) Follow(p *ballot.Profile, tb ballot.TieBreak) (*Transcript, *ballot.Trail, error) {
	ps, err := c.papers(p)
	if err != nil {
		return nil, nil, fmt.Errorf("stv: %w", err)
	}
	var f *follow // of the count that is returned: of those that only try what ties do, none
	t, err := settled(tb, len(ps.count), func(tb ballot.TieBreak) (*Transcript, error) {
		if _, tries := tb.(ballot.Trial); tries {
			return c.count(p.Slate(), ps, tb, nil)
		}
		f = newFollow(ps)
		return c.count(p.Slate(), ps, tb, f)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("stv: %w", err)
	}
	f.tell(c.Statute.unit())
	return t, c.trail(p, ps, t, f), nil
}

// trail are the paths of the ballots of a profile.
func (c Contest) trail(p *ballot.Profile, ps *papers, t *Transcript, f *follow) *ballot.Trail {
	stands := c.stands(p.Slate())
	of, places := c.lying(p, ps, stands), c.places(ps, stands)
	return ballot.NewTrail(p, len(t.Counts), func(i int, b ballot.Ballot, n int64) []ballot.Path {
		prefs, why := c.Statute.readUp(nil, b, stands)
		path := ballot.Path{Ballot: b, N: n}
		switch {
		case len(prefs) == 0:
			path.Never = why
		case c.Statute.Method == Quotients:
			path.Stands = c.standing(ps, t, prefs, why)
		case c.Statute.Method == Meek || c.Statute.Method == Warren:
			path.Stands = c.keeping(ps, t, prefs, why)
		case !c.Statute.draws():
			path.Stands = f.stands(t, of[i][0], why)
		default:
			return f.papers(t, path, of[i], why, places)
		}
		return []ballot.Path{path}
	})
}

// lying are the papers of every ballot of a profile.
func (c Contest) lying(p *ballot.Profile, ps *papers, stands []bool) [][]int32 {
	alike := map[string][]int32{} // only looked up: papers by their preferences, in order
	key := func(prefs []ballot.Option) string { return fmt.Sprint(prefs) }
	if c.Statute.draws() {
		for i := range ps.count {
			k := key(ps.ranked(i))
			alike[k] = append(alike[k], int32(i))
		}
	}
	of, numbers := make([][]int32, 0, p.Distinct()), make([]int32, 0, p.Distinct())
	for b, n := range p.All() {
		prefs := c.Statute.order(nil, b, stands)
		switch {
		case len(prefs) == 0:
			of = append(of, nil)
		case c.Statute.draws():
			k := key(prefs)
			of = append(of, alike[k][:n])
			alike[k] = alike[k][n:]
		default:
			n := len(numbers)
			numbers = append(numbers, int32(n))
			of = append(of, numbers[n:])
		}
	}
	return of
}

// places are those of the papers in Contest.Pile, or in the order of the lot, from 0.
func (c Contest) places(ps *papers, stands []bool) (of []int) {
	if !c.Statute.draws() {
		return nil
	}
	if c.Pile == nil {
		for i := range ps.count {
			of = append(of, i)
		}
	}
	for i, b := range c.Pile {
		if len(c.Statute.order(nil, b, stands)) > 0 {
			of = append(of, i)
		}
	}
	return of
}

// standing is where a ballot stands in a count by quotients.
func (c Contest) standing(ps *papers, t *Transcript, prefs []ballot.Option, why ballot.Cause) (stands []ballot.Stand) {
	in := c.starting(t, ps)
	var elected []ballot.Option
	for _, n := range t.Counts {
		if n.Action == Again {
			for _, o := range elected {
				in[o] = true
			}
			elected = nil
		}
		s := ballot.Stand{Round: n.N}
		if at := slices.IndexFunc(prefs, func(o ballot.Option) bool { return in[o] }); at >= 0 {
			s.Parts = []ballot.Part{{Option: prefs[at], Votes: big.NewRat(1, 1)}}
		} else {
			s.Exhausted, s.Why = big.NewRat(1, 1), why
		}
		stands = append(stands, s)
		elected = append(elected, n.Elected...)
		for _, o := range slices.Concat(n.Elected, n.Out) {
			in[o] = false
		}
	}
	return stands
}

// keeping is what a ballot brings to whom where elected candidates keep a part of it.
func (c Contest) keeping(ps *papers, t *Transcript, prefs []ballot.Option, why ballot.Cause) (stands []ballot.Stand) {
	in, unit := c.starting(t, ps), c.Statute.unit()
	keep := make([]int64, len(in))
	for _, n := range t.Counts {
		for i, o := range n.Of {
			in[o], keep[o] = false, n.Keep[i]
		}
		s, rest := ballot.Stand{Round: n.N}, unit
		for _, o := range prefs {
			kept := rest
			switch {
			case in[o]:
			case c.Statute.Method == Warren:
				kept = min(rest, keep[o])
			default:
				kept = shareUp(rest, keep[o], unit)
			}
			if kept > 0 {
				s.Parts = append(s.Parts, ballot.Part{Option: o, Votes: big.NewRat(kept, unit)})
			}
			rest -= kept
		}
		if rest > 0 {
			s.Exhausted, s.Why = big.NewRat(rest, unit), why
		}
		stands = append(stands, s)
		for _, o := range n.Out { // keeps nothing from now on
			in[o] = false
		}
	}
	return stands
}

// starting are those who are in before the first count.
func (c Contest) starting(t *Transcript, ps *papers) []bool {
	in := c.stands(t.Slate)
	if c.Statute.Named {
		in = ps.named(in)
	}
	return in
}
