package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Follow decides as Decide does and tells where the ballots stood at the end of each count of the
// countback. A ballot is what it is worth there; one that is not among the papers of the member
// never counts. Where all ballots are counted again, see Contest.Follow.
func (c Countback) Follow(p *ballot.Profile, tb ballot.TieBreak) (*Transcript, *ballot.Trail, error) {
	at := new(counted)
	t, err := c.decide(p, tb, at)
	if err != nil {
		return nil, nil, err
	}
	at.follow.tell(c.Election.Statute.unit())
	if at.watch == nil {
		return t, at.contest.trail(p, at.papers, t, at.follow), nil
	}
	return t, at.trail(p, t), nil
}

// A counted is what a countback counts; nil if nobody asks.
type counted struct {
	contest Contest // whose papers they are
	papers  *papers // all of them
	watch   *watch  // has those that count; nil if all do
	follow  *follow
}

// by is what is told of a count with a tie-break: of one that only tries a way, nothing.
func (at *counted) by(tb ballot.TieBreak) *counted {
	if _, tries := tb.(ballot.Trial); tries {
		return nil
	}
	return at
}

// tell notes what a hall is about to count.
func (at *counted) tell(h *hall, c Contest, all *papers, w *watch) {
	if at != nil {
		h.follow = newFollow(h.papers)
		*at = counted{c, all, w, h.follow}
	}
}

// trail are the paths of the papers of a member.
func (at *counted) trail(p *ballot.Profile, t *Transcript) *ballot.Trail {
	stands := at.contest.stands(p.Slate())
	of, places := at.contest.lying(p, at.papers, stands), at.contest.places(at.papers, stands)
	taken, lie := make([]int32, len(at.papers.count)), make([]int, len(at.watch.of)) // -1 is not
	for paper := range taken {
		taken[paper] = -1
	}
	for i, paper := range at.watch.of {
		if taken[paper] = int32(i); places != nil {
			lie[i] = places[paper]
		}
	}
	return ballot.NewTrail(p, len(t.Counts), func(i int, b ballot.Ballot, n int64) (paths []ballot.Path) {
		_, why := at.contest.Statute.readUp(nil, b, stands)
		if of[i] == nil {
			return []ballot.Path{{Ballot: b, N: n, Never: why}}
		}
		never := ballot.Path{Ballot: b, Never: ballot.NotTaken}
		var papers []int32
		for _, paper := range of[i] {
			switch k := taken[paper]; {
			case k >= 0:
				papers = append(papers, k)
			case !at.contest.Statute.draws():
				never.N = n
			default:
				never.N++
				never.Papers = append(never.Papers, places[paper]+1)
			}
		}
		switch {
		case at.contest.Statute.draws():
			paths = at.follow.papers(t, never, papers, why, lie)
		case papers != nil:
			paths = []ballot.Path{{Ballot: b, N: n, Stands: at.follow.stands(t, papers[0], why)}}
		}
		if never.N > 0 {
			paths = append(paths, never)
		}
		return slices.Clip(paths)
	})
}
