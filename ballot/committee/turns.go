package committee

import (
	"iter"

	"github.com/vicinia/vicinia/ballot"
)

// Where only a voter's first member counts, prices and a cover take turns, since nobody can
// tell which of them is fast for a vote. Prices alone have the first.
const (
	firstTurn  = 1_000   // nodes
	priceTurn  = 500     // nodes
	coverTurn  = 100_000 // nodes: three times as long
	coverNodes = 1_500   // that coverTurn counts for
)

// turns searches the committees with these members, which are fixed.
func (s *search) turns(members []ballot.Option) error {
	if s.cover == nil {
		return s.branch(0)
	}
	c, err := s.cover, error(nil)
	c.best, c.probe = c.voters-s.best/s.worth[1], s.probe
	turn := func(search func(), pause *func() bool) (next func() (struct{}, bool), stop func()) {
		return iter.Pull(func(yield func(struct{}) bool) {
			*pause = func() bool { return yield(struct{}{}) }
			search()
			*pause = nil
		})
	}
	prices, stop := turn(func() { err = s.branch(0) }, &s.pause)
	defer stop()
	cover, end := turn(func() { c.run(members) }, &c.pause)
	defer end()
	for s.turn = s.nodes + firstTurn; ; s.turn = s.nodes + priceTurn {
		if _, on := prices(); !on {
			return err
		}
		c.better(c.voters - s.best/s.worth[1])
		_, on := cover()
		s.nodes += coverNodes
		if s.better((c.voters - c.best) * s.worth[1]); !on {
			s.list, s.more = c.list, c.more
			if s.probe && c.list != nil {
				s.found = c.list[0]
			}
			return nil
		}
	}
}

// better tells a search that there are better committees than it found.
func (s *search) better(score int64) {
	if score > s.best {
		s.best, s.list, s.more = score, nil, false
	}
}

// better tells a cover that there are better committees than it found.
func (c *cover) better(unserved int64) {
	if unserved < c.best {
		c.best, c.list, c.more = unserved, nil, false
	}
}
