package ranked

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

const (
	// MaxKemeny bounds a group of Kemeny and Slater.
	MaxKemeny = 64
	// MaxOrders bounds the sets of a group whose best order is searched. A group of 20 has
	// no more sets.
	MaxOrders = 1 << 20
)

// A search finds the best orders of a group (linear ordering), by branch and bound over the
// sets of options that are left: what an order of them costs is kept (Held & Karp 1962), and
// they fall into groups of their own as options are placed.
type search struct {
	slate *ballot.Slate
	group []ballot.Option
	cost  []int64        // at i*n+j, of i before j
	front []uint64       // by option, those whom it should rather precede, or as well follow
	known map[uint64]tip // of sets met
	dear  []int64        // scratch of circles
}

// A tip is the least cost of the orders of a set, or what it is at least.
type tip struct {
	cost  int64
	exact bool
}

func newSearch(slate *ballot.Slate, group []ballot.Option, cost func(a, b ballot.Option) int64) *search {
	n := len(group)
	s := &search{slate: slate, group: group, cost: make([]int64, n*n), front: make([]uint64, n), known: map[uint64]tip{}, dear: make([]int64, n*n)}
	for i, a := range group {
		for j, b := range group {
			if i == j {
				continue
			}
			s.cost[i*n+j] = cost(a, b)
			if cost(a, b) <= cost(b, a) {
				s.front[i] |= 1 << j
			}
		}
	}
	return s
}

// before is what i costs before a set.
func (s *search) before(i int, set uint64) (sum int64) {
	row := s.cost[i*len(s.group):]
	for ; set > 0; set &= set - 1 {
		sum += row[bits.TrailingZeros64(set)]
	}
	return sum
}

// pairs is the cheaper way of each pair of a set, which every order costs at least.
func (s *search) pairs(set uint64) (sum int64) {
	for ; set > 0; set &= set - 1 {
		sum += s.pairsOf(bits.TrailingZeros64(set), set&(set-1))
	}
	return sum
}

func (s *search) pairsOf(i int, set uint64) (sum int64) {
	n := len(s.group)
	for ; set > 0; set &= set - 1 {
		j := bits.TrailingZeros64(set)
		sum += min(s.cost[i*n+j], s.cost[j*n+i])
	}
	return sum
}

// circles is what every order costs at least beyond the pairs: of the options of a circle of
// three, one pair goes the dearer way. Circles share out what a pair costs more that way.
func (s *search) circles(set uint64, enough int64) (sum int64) {
	n := len(s.group)
	dearer := s.dear
	for from := set; from > 0; from &= from - 1 {
		i := bits.TrailingZeros64(from)
		for to := set &^ (1 << i); to > 0; to &= to - 1 {
			j := bits.TrailingZeros64(to)
			dearer[i*n+j] = s.cost[j*n+i] - s.cost[i*n+j]
		}
	}
	for from := set; from > 0 && sum < enough; from &= from - 1 {
		i := bits.TrailingZeros64(from)
		for to := s.front[i] & set; to > 0; to &= to - 1 {
			j := bits.TrailingZeros64(to)
			for via := s.front[j] & set; via > 0 && dearer[i*n+j] > 0; via &= via - 1 {
				k := bits.TrailingZeros64(via)
				if cost := min(dearer[i*n+j], dearer[j*n+k], dearer[k*n+i]); cost > 0 {
					dearer[i*n+j] -= cost
					dearer[j*n+k] -= cost
					dearer[k*n+i] -= cost
					sum += cost
				}
			}
		}
	}
	return sum
}

// least is the least cost of an order of the set, or, if that is not below limit, limit at
// least.
func (s *search) least(set uint64, limit int64) (int64, error) {
	if set&(set-1) == 0 {
		return 0, nil
	}
	known, ok := s.known[set]
	switch {
	case known.exact || ok && known.cost >= limit:
		return known.cost, nil
	case !ok && len(s.known) >= MaxOrders:
		return 0, fmt.Errorf("more than %d sets of a group of %d options: %w", MaxOrders, len(s.group), errTooMany)
	}
	var cost int64
	var err error
	if first := s.first(set); first != set {
		cost, err = s.split(set, first, limit)
	} else {
		cost, err = s.branch(set, limit)
	}
	s.known[set] = tip{cost, cost < limit}
	return cost, err
}

// first are those of a set who come before all others in a best order.
func (s *search) first(set uint64) uint64 {
	at := bits.TrailingZeros64(set) // the one that precedes most
	for rest := set; rest > 0; rest &= rest - 1 {
		if i := bits.TrailingZeros64(rest); bits.OnesCount64(s.front[i]&set) > bits.OnesCount64(s.front[at]&set) {
			at = i
		}
	}
	first := uint64(1) << at
	for more := first; more > 0; {
		more = 0
		for rest := set &^ first; rest > 0; rest &= rest - 1 {
			if i := bits.TrailingZeros64(rest); s.front[i]&first != 0 {
				more |= 1 << i
			}
		}
		first |= more
	}
	return first
}

// split orders those who come first, and the others.
func (s *search) split(set, first uint64, limit int64) (int64, error) {
	between := int64(0)
	for rest := first; rest > 0; rest &= rest - 1 {
		between += s.before(bits.TrailingZeros64(rest), set&^first)
	}
	above, err := s.least(first, limit-between)
	if err != nil || above >= limit-between {
		return above + between, err
	}
	below, err := s.least(set&^first, limit-between-above)
	return above + between + below, err
}

// branch tries whom to put first, those with the least to lose before the others.
func (s *search) branch(set uint64, limit int64) (int64, error) {
	type try struct {
		i    int
		cost int64 // before the others
		all  int64 // with the bound of the others
	}
	pairs := s.pairs(set)
	if pairs >= limit {
		return pairs, nil
	}
	if least := pairs + s.circles(set, limit-pairs); least >= limit {
		return least, nil
	}
	tries := make([]try, 0, bits.OnesCount64(set))
	for rest := set; rest > 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		others := set &^ (1 << i)
		cost := s.before(i, others)
		tries = append(tries, try{i, cost, cost + pairs - s.pairsOf(i, others)})
	}
	slices.SortFunc(tries, func(a, b try) int {
		if a.all != b.all {
			if a.all < b.all {
				return -1
			}
			return 1
		}
		return a.i - b.i
	})
	least := int64(math.MaxInt64)
	for _, t := range tries {
		if t.all >= min(least, limit) {
			least = min(least, t.all)
			break
		}
		below, err := s.least(set&^(1<<t.i), min(least, limit)-t.cost)
		if err != nil {
			return 0, err
		}
		least = min(least, t.cost+below)
	}
	return least, nil
}

// order reads the best order off, after what is placed already.
func (s *search) order(o *ballot.Order, tb ballot.TieBreak) error {
	for set := uint64(1)<<len(s.group) - 1; set > 0; {
		can, err := s.next(set)
		if err != nil {
			return err
		}
		next := can[0]
		if len(can) > 1 {
			level := tb == nil && len(o.Tiers) > 0 // it is no matter for the first place
			if level {
				tb = ballot.AnyWay{}
			}
			tie, err := ballot.Resolve(s.slate, ballot.Tie{For: fmt.Sprintf("place %d", len(o.Tiers)+1), Options: can, Places: 1}, tb)
			if err != nil {
				return err
			}
			o.Ties = append(o.Ties, tie)
			if level {
				tiers, err := s.common(set)
				o.Tiers = append(o.Tiers, tiers...)
				return err
			}
			in, _, _ := tie.Cut()
			if in == nil {
				o.Tiers = append(o.Tiers, s.open(set, can)...)
				return nil
			}
			next = in[0]
		}
		o.Tiers = append(o.Tiers, []ballot.Option{next})
		set &^= 1 << slices.Index(s.group, next)
	}
	return nil
}

// common are the finest tiers such that who is in a later one is behind in all best orders. It
// looks at what these leave, place by place; where that is too much, all who are left are level.
func (s *search) common(set uint64) (tiers [][]ballot.Option, err error) {
	if bits.OnesCount64(set) > maxCommon {
		return [][]ballot.Option{s.members(set)}, nil
	}
	s.known = map[uint64]tip{} // there is room for all parts of the set
	for open := []uint64{set}; set > 0; {
		var left []uint64
		for _, some := range open {
			can, err := s.next(some)
			if err != nil {
				return nil, err
			}
			for _, o := range can {
				left = append(left, some&^(1<<slices.Index(s.group, o)))
			}
		}
		if len(left) > maxLeft {
			return append(tiers, s.members(set)), nil
		}
		slices.Sort(left)
		open = slices.Compact(left)
		if len(open) == 1 {
			tiers = append(tiers, s.members(set&^open[0]))
			set = open[0]
		}
	}
	return tiers, nil
}

// Limits of common.
const (
	maxCommon = 16    // options
	maxLeft   = 1_000 // sets that best orders leave at a place
)

func (s *search) members(set uint64) (os []ballot.Option) {
	for i, o := range s.group {
		if set>>i&1 == 1 {
			os = append(os, o)
		}
	}
	return os
}

// next are those of a set who come first in some best order of it.
func (s *search) next(set uint64) (can []ballot.Option, err error) {
	least, err := s.least(set, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	for rest := set; rest > 0; rest &= rest - 1 {
		i := bits.TrailingZeros64(rest)
		others := set &^ (1 << i)
		cost := s.before(i, others)
		below, err := s.least(others, least-cost+1)
		if err != nil {
			return nil, err
		}
		if cost+below == least {
			can = append(can, s.group[i])
		}
	}
	return can, nil
}

// open are the tiers of a tie that stands: those who can be next, then the others.
func (s *search) open(set uint64, can []ballot.Option) [][]ballot.Option {
	others := slices.DeleteFunc(s.members(set), func(o ballot.Option) bool { return slices.Contains(can, o) })
	if len(others) == 0 {
		return [][]ballot.Option{can}
	}
	return [][]ballot.Option{can, others}
}
