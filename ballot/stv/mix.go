package stv

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/lot"
)

// MaxMixed bounds the ballots of a count that takes papers by their order.
const MaxMixed = 1_000_000

// draws reports whether the order of the papers decides which of them move.
func (s *Statute) draws() bool { return s.Method == Piles || s.Method == Gregory && s.Value == Parts }

// mix lays the papers out one by one, in the order of the pile, or of their tickets if
// there is none: the ticket of the k-th paper with the same names is that of the names, each
// with a NUL after it, and k. So neither the order of the ballots nor that of the options
// changes the order of the papers.
func (c Contest) mix(s *ballot.Slate, ps *papers) (*papers, error) {
	if ps.total > MaxMixed {
		return nil, fmt.Errorf("%d ballots to be laid in order, at most %d: %w", ps.total, MaxMixed, vicinia.ErrOverflow)
	}
	if c.Pile != nil {
		return c.given(s, ps)
	}
	type ticket struct {
		drawn [32]byte
		group int32
	}
	tickets := make([]ticket, 0, ps.total)
	numbers := make(map[string]int64)
	for i, n := range ps.count {
		var names strings.Builder
		for _, o := range ps.ranked(i) {
			names.WriteString(s.Name(o) + "\x00")
		}
		same := names.String()
		for range n {
			numbers[same]++
			tickets = append(tickets, ticket{lot.Ticket(c.Mix.Seed, c.Mix.Label, same+strconv.FormatInt(numbers[same], 10)), int32(i)})
		}
	}
	slices.SortFunc(tickets, func(a, b ticket) int { return bytes.Compare(a.drawn[:], b.drawn[:]) })
	mixed := &papers{start: []uint32{0}, total: ps.total, invalid: ps.invalid}
	for _, t := range tickets {
		mixed.lay(ps.ranked(int(t.group)))
	}
	return mixed, nil
}

// given is the pile; its ballots must be those of the profile.
func (c Contest) given(s *ballot.Slate, ps *papers) (*papers, error) {
	left := make(map[string]int64)
	key := func(prefs []ballot.Option) string { return fmt.Sprint(prefs) }
	for i, n := range ps.count {
		left[key(ps.ranked(i))] += n
	}
	mixed, stands := &papers{start: []uint32{0}, total: ps.total, invalid: ps.invalid}, c.stands(s)
	for i, b := range c.Pile {
		for _, m := range b {
			if m.Option < 0 || int(m.Option) >= s.Len() {
				return nil, &vicinia.Fault{Path: fmt.Sprintf("pile[%d]", i), Err: fmt.Errorf("no option %d", m.Option)}
			}
		}
		prefs := c.Statute.order(nil, b, stands)
		if len(prefs) == 0 {
			continue
		}
		if k := key(prefs); left[k] == 0 {
			return nil, &vicinia.Fault{Path: fmt.Sprintf("pile[%d]", i), Err: fmt.Errorf("not among the ballots, or once too often: %s", s.Names(prefs...))}
		} else {
			left[k]--
		}
		mixed.lay(prefs)
	}
	if n := int64(len(mixed.count)); n != ps.total {
		return nil, &vicinia.Fault{Path: "pile", Err: fmt.Errorf("%d ballots of %d", n, ps.total)}
	}
	return mixed, nil
}

// ranked are the options of a paper.
func (ps *papers) ranked(i int) []ballot.Option { return ps.prefs[ps.start[i]:ps.start[i+1]] }

// lay puts one paper last.
func (ps *papers) lay(prefs []ballot.Option) {
	ps.prefs = append(ps.prefs, prefs...)
	ps.start = append(ps.start, uint32(len(ps.prefs)))
	ps.count = append(ps.count, 1)
}
