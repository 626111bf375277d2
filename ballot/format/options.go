package format

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// The rows of an option,votes file that are no options.
const (
	blankRow  = "blank"
	spoiltRow = "spoilt"
)

// An optionSink takes published results.
type optionSink struct {
	options       []string
	names         []string
	place         map[string]int // of a name
	from          []int          // by name, the line that brought it in the last shard
	last          *lines
	sums          []int64
	blank, spoilt int64
}

func (s *optionSink) row(at place, cells []cell) {
	name := cells[0].text
	n, err := number(cells[1])
	if err != nil {
		at.fault(cells[1], "%w", err)
		return
	}
	if at.lines != s.last {
		s.last = at.lines
		clear(s.from)
	}
	i, ok := s.place[name]
	if !ok {
		if err := ballot.CheckName(name); err != nil {
			at.fault(cells[0], "%w", err)
			return
		}
		i = len(s.names)
		name = strings.Clone(name)
		s.place[name] = i
		s.names, s.sums, s.from = append(s.names, name), append(s.sums, 0), append(s.from, 0)
	}
	if s.from[i] > 0 {
		at.fault(cells[0], "%.40q stands in line %d already", name, s.from[i])
		return
	}
	s.from[i] = at.line
	if n > math.MaxInt64-s.sums[i] {
		at.fault(cells[1], "the votes of %.40q: %w", name, vicinia.ErrOverflow)
		return
	}
	s.sums[i] += n
}

func (s *optionSink) votes() (*Votes, error) {
	var names []string
	var sums []int64
	for i, name := range s.names {
		switch name {
		case blankRow:
			s.blank = s.sums[i]
		case spoiltRow:
			s.spoilt = s.sums[i]
		default:
			names, sums = append(names, name), append(sums, s.sums[i])
		}
	}
	if s.options != nil && !slices.Equal(slices.Sorted(slices.Values(s.options)), slices.Sorted(slices.Values(names))) {
		return nil, fmt.Errorf("the options %q are not those of the file, %q", s.options, names)
	}
	slate, err := ballot.NewSlate(names...)
	if err != nil {
		return nil, err
	}
	c, err := ballot.NewCounts(slate, sums)
	if err != nil {
		return nil, err
	}
	if s.blank > math.MaxInt64-c.Total() || s.spoilt > math.MaxInt64-c.Total()-s.blank {
		return nil, fmt.Errorf("the sum of all ballots: %w", vicinia.ErrOverflow)
	}
	c.Blank, c.Spoilt = s.blank, s.spoilt
	return &Votes{Counts: c}, nil
}
