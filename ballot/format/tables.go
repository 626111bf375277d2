package format

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A tableSink takes the votes of lists in districts, and the seats of the districts, from
// files of two kinds.
type tableSink struct {
	options          []string
	districts, lists numbering
	seats            []int64 // by district; -1 is not told yet
	first            []where // by district, its first row
	cells            map[[2]int]*int64
	from             map[[2]int]int // by cell, the line that brought it in the last shard
	last             *lines
}

// A numbering gives names numbers as they come.
type numbering struct {
	names []string
	place map[string]int
}

func (n *numbering) of(name string) (i int, isNew bool) {
	if i, ok := n.place[name]; ok {
		return i, false
	}
	if n.place == nil {
		n.place = map[string]int{}
	}
	name = strings.Clone(name)
	n.place[name] = len(n.names)
	n.names = append(n.names, name)
	return len(n.names) - 1, true
}

func (n *numbering) known(name string) bool {
	_, ok := n.place[name]
	return ok
}

func newTableSink(options []string) *tableSink {
	return &tableSink{options: options, cells: map[[2]int]*int64{}, from: map[[2]int]int{}}
}

// row takes district,list,votes or district,seats.
func (s *tableSink) row(at place, cells []cell) {
	last := cells[len(cells)-1]
	n, err := number(last)
	if err != nil {
		at.fault(last, "%w", err)
	}
	for _, c := range cells[:len(cells)-1] {
		if bad := ballot.CheckName(c.text); bad != nil {
			at.fault(c, "%w", bad)
			err = bad
		}
	}
	if err != nil {
		return
	}
	district, isNew := s.districts.of(cells[0].text)
	if isNew {
		s.seats, s.first = append(s.seats, -1), append(s.first, at.where(cells[0]))
	}
	if len(cells) == 3 {
		s.enter(at, cells, district, n)
		return
	}
	if s.seats[district] >= 0 {
		at.fault(cells[0], "%.40q has %d seats already", cells[0].text, s.seats[district])
		return
	}
	s.seats[district] = n
}

func (s *tableSink) enter(at place, cells []cell, district int, n int64) {
	if at.lines != s.last {
		s.last = at.lines
		clear(s.from)
	}
	list, _ := s.lists.of(cells[1].text)
	key := [2]int{district, list}
	if line := s.from[key]; line > 0 {
		at.fault(cells[0], "%.40q in %.40q stands in line %d already", cells[1].text, cells[0].text, line)
		return
	}
	s.from[key] = at.line
	sum := s.cells[key]
	if sum == nil {
		sum = new(int64)
		s.cells[key] = sum
	}
	if n > math.MaxInt64-*sum {
		at.fault(cells[2], "the votes of %.40q in %.40q: %w", cells[1].text, cells[0].text, vicinia.ErrOverflow)
		return
	}
	*sum += n
}

func (s *tableSink) votes() (*Votes, error) {
	if len(s.lists.names) == 0 {
		return nil, errors.New("no votes of lists: want a file of district,list,votes")
	}
	if s.options != nil && !slices.Equal(slices.Sorted(slices.Values(s.options)), slices.Sorted(slices.Values(s.lists.names))) {
		return nil, fmt.Errorf("the options %q are not the lists of the file, %q", s.options, s.lists.names)
	}
	var faults []error
	for i, n := range s.seats {
		if n < 0 {
			faults = append(faults, s.first[i].fault("", "no seats of the district %.40q: want them in a file of district,seats", s.districts.names[i]))
		}
	}
	if len(s.lists.names) > seats.MaxCells/len(s.districts.names) {
		faults = append(faults, fmt.Errorf("%d districts and %d lists: want at most %d cells", len(s.districts.names), len(s.lists.names), seats.MaxCells))
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	districts, err := ballot.NewSlate(s.districts.names...)
	if err != nil {
		return nil, err
	}
	lists, err := ballot.NewSlate(s.lists.names...)
	if err != nil {
		return nil, err
	}
	votes := make([]int64, districts.Len()*lists.Len())
	for at := range votes {
		if n := s.cells[[2]int{at / lists.Len(), at % lists.Len()}]; n != nil {
			votes[at] = *n
		}
	}
	m, err := seats.NewMatrix(districts, lists, s.seats, votes)
	if err != nil {
		return nil, err
	}
	return &Votes{Matrix: m}, nil
}
