package format

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
)

// A bodySink takes bodies. Their weights wait as ratios for a common denominator.
type bodySink struct {
	tallies []referendum.Tally
	weights []vicinia.Ratio
	place   map[string]int // of a body
	from    []int          // by body, the line that brought it in the last shard
	rolls   []where        // by body, the last that was told
	last    *lines
}

// A where is a place in a file.
type where struct {
	file         string
	line, column int
}

func (at place) where(c cell) where { return where{at.file, at.line, c.column} }

func (w where) fault(breaks vicinia.Invariant, format string, operands ...any) error {
	return &vicinia.Fault{File: w.file, Line: w.line, Column: w.column, Breaks: breaks, Err: fmt.Errorf(format, operands...)}
}

func (s *bodySink) row(at place, cells []cell) {
	weight, err := vicinia.ParseRatio(cells[1].text)
	if err == nil && weight.Sign() <= 0 {
		err = fmt.Errorf("a weight of %.40q", cells[1].text)
	}
	good := true
	if err != nil {
		at.fault(cells[1], "%w", err)
		good = false
	}
	var n [5]int64 // yes, no, eligible, blank, spoilt
	for i := range n {
		if c := cells[2+i]; c.column > 0 {
			if n[i], err = number(c); err != nil {
				at.fault(c, "%w", err)
				good = false
			}
		}
	}
	if good {
		t := referendum.Tally{Yes: n[0], No: n[1], Eligible: n[2], Blank: n[3], Spoilt: n[4]}
		s.enter(at, cells, weight, t)
	}
}

// enter adds a row to its body.
func (s *bodySink) enter(at place, cells []cell, weight vicinia.Ratio, t referendum.Tally) {
	if at.lines != s.last {
		s.last = at.lines
		clear(s.from)
	}
	name := cells[0].text
	i, ok := s.place[name]
	if !ok {
		if err := ballot.CheckName(name); err != nil {
			at.fault(cells[0], "%w", err)
			return
		}
		i = len(s.tallies)
		name = strings.Clone(name)
		s.place[name] = i
		s.tallies = append(s.tallies, referendum.Tally{Body: name})
		s.weights, s.from, s.rolls = append(s.weights, weight), append(s.from, 0), append(s.rolls, where{})
	}
	switch sum, ok := addTallies(s.tallies[i], t); {
	case s.from[i] > 0:
		at.fault(cells[0], "%.40q stands in line %d already", name, s.from[i])
	case s.weights[i] != weight:
		at.fault(cells[1], "%.40q weighs %s here and %s before", name, weight, s.weights[i])
	case !ok:
		at.fault(cells[0], "the ballots of %.40q: %w", name, vicinia.ErrOverflow)
	default:
		s.tallies[i], s.from[i] = sum, at.line
		if cells[4].column > 0 {
			s.rolls[i] = at.where(cells[4])
		}
	}
}

// addTallies adds the counts of u to t; ok is false if one overflows.
func addTallies(t, u referendum.Tally) (sum referendum.Tally, ok bool) {
	to := [...]*int64{&t.Yes, &t.No, &t.Eligible, &t.Blank, &t.Spoilt}
	for i, n := range [...]int64{u.Yes, u.No, u.Eligible, u.Blank, u.Spoilt} {
		if n > math.MaxInt64-*to[i] {
			return t, false
		}
		*to[i] += n
	}
	return t, true
}

// sumOf are all ballots of a body.
func sumOf(t referendum.Tally) *big.Int {
	sum := new(big.Int)
	for _, n := range [...]int64{t.Yes, t.No, t.Blank, t.Spoilt} {
		sum.Add(sum, big.NewInt(n))
	}
	return sum
}

func (s *bodySink) votes() (*Votes, error) {
	if len(s.tallies) == 0 {
		return nil, errors.New("no body")
	}
	var faults []error
	for i, t := range s.tallies {
		if cast := sumOf(t); t.Eligible > 0 && cast.Cmp(big.NewInt(t.Eligible)) > 0 {
			faults = append(faults, s.rolls[i].fault("R-8", "%.40q: %v ballots of %d eligible", t.Body, cast, t.Eligible))
		}
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	common := vicinia.Frac(1, 1)
	for _, w := range s.weights {
		// The least common multiple: common over den in lowest terms, times den.
		n, _ := common.Parts()
		_, den := w.Parts()
		n, _ = vicinia.Frac(n, den).Parts()
		var err error
		if common, err = vicinia.Frac(n, 1).Mul(vicinia.Frac(den, 1)); err != nil {
			return nil, fmt.Errorf("the weights have no common denominator: %w", err)
		}
	}
	for i, w := range s.weights {
		whole, err := w.Mul(common)
		if err != nil {
			return nil, fmt.Errorf("the weight of %s: %w", s.tallies[i].Body, err)
		}
		s.tallies[i].Weight, _ = whole.Parts()
	}
	return &Votes{Tallies: s.tallies}, nil
}
