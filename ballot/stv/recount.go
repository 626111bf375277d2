package stv

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// recount counts all ballots again, for as many seats, as if the member had not stood; the seat
// is for the first to be elected of those who stand for it. Who sits already is elected again to
// no effect, and is not named as elected. If another is elected first, who does not stand for the
// seat, the count begins afresh without that one.
func (c Countback) recount(p *ballot.Profile, ps *papers, tb ballot.TieBreak, at *counted) (*Transcript, error) {
	s := p.Slate()
	who, _ := s.Find(c.Vacates)
	election := c.Election.hall(s, ps, tb)
	at.tell(election, c.Election, ps, nil)
	if err := election.run(); err != nil {
		return nil, err
	}
	switch {
	case election.out.Tied():
		t := election.out
		t.Rule, t.Seats, t.Elected, t.Counts = c.String(), 1, nil, nil
		return t, nil
	case !slices.Contains(election.out.Elected, who):
		return nil, &vicinia.Fault{Path: "vacates", Err: fmt.Errorf("%.40q is not elected", c.Vacates)}
	}
	absent := c.absent(s, election.out)
	if len(absent) == s.Len() {
		return nil, &vicinia.Fault{Path: "stand", Err: errors.New("nobody is left to stand for the seat")}
	}
	again, ties := c.Election, election.out.Ties
	again.Withdrawn = append(slices.Clone(again.Withdrawn), c.Vacates)
	for {
		left, err := again.papers(p)
		if err != nil {
			return nil, err
		}
		h := again.hall(s, left, tb)
		at.tell(h, again, left, nil)
		h.stage = "countback: "
		h.out.Rule, h.out.Seats, h.out.Ties, h.out.Worth = c.String(), 1, ties, h.worth
		if err := h.run(); err != nil {
			return nil, err
		}
		next := slices.IndexFunc(h.out.Elected, func(o ballot.Option) bool { return !slices.Contains(election.out.Elected, o) })
		if next < 0 || !slices.Contains(absent, s.Name(h.out.Elected[next])) {
			h.out.only(next)
			return h.out, nil
		}
		again.Withdrawn, ties = append(again.Withdrawn, s.Name(h.out.Elected[next])), h.out.Ties
	}
}

// only leaves the counts up to the one that elected the i-th of the elected, and nobody but
// them as elected; below 0 is nobody, after a tie.
func (t *Transcript) only(i int) {
	var one []ballot.Option
	if i >= 0 {
		one = t.Elected[i : i+1]
	}
	t.Elected = one
	for k := range t.Counts {
		c := &t.Counts[k]
		if c.Elected = slices.DeleteFunc(c.Elected, func(o ballot.Option) bool { return !slices.Contains(one, o) }); len(c.Elected) > 0 {
			t.Counts = t.Counts[:k+1]
			return
		}
	}
}
