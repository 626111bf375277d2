package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// meek counts by what elected candidates keep of each paper. Papers that agree up to the
// first candidate who is in count alike: they are one path of a tree, so that a count of
// all papers takes a step per node and not per paper.
type meek struct {
	*hall
	keep  []int64 // of a whole paper (Meek), or as its price (Warren), in units
	stays []bool  // elected: papers pass on
	next  []int32 // the next paper of the node; -1 is none
	at    []uint32

	nodes []node  // parents before their children; the first is the root
	table []int32 // open addressing of nodes by parent and option; 0 is free
	rest  []int64 // of a paper after each node; scratch of distribute
}

// A node is where papers are that rank the elected candidates above it in the same order.
type node struct {
	option ballot.Option // -1 for the root, and once its option is out
	parent int32
	head   int32 // the first paper that stays here; -1 is none
	papers int64 // that come by
	ends   int64 // that name nobody further
}

func (m *meek) run() error {
	m.plant()
	for !m.over() {
		turn := m.round
		if m.Rounds {
			turn = m.step
		}
		if stands, err := turn(); stands || err != nil {
			return err
		}
	}
	return nil
}

// plant lays every paper to its first preference.
func (m *meek) plant() {
	n := m.slate.Len()
	m.keep, m.stays = make([]int64, n), make([]bool, n)
	for o := range m.keep {
		m.keep[o] = m.unit
	}
	m.next, m.at = make([]int32, len(m.papers.count)), make([]uint32, len(m.papers.count))
	m.nodes = []node{{option: -1, head: -1, papers: m.papers.total}}
	m.table = make([]int32, 64)
	for i, size := range m.papers.count {
		m.at[i] = m.papers.start[i]
		m.lay(0, int32(i), size)
	}
}

// lay puts a paper to the next of its preferences, from m.at on, who is not out, below a
// parent.
func (m *meek) lay(parent, paper int32, size int64) {
	i, end := m.at[paper], m.papers.start[paper+1]
	for i < end && !m.in[m.papers.prefs[i]] && !m.stays[m.papers.prefs[i]] {
		i++
	}
	if m.at[paper] = i; i == end {
		m.nodes[parent].ends += size
		return
	}
	to := &m.nodes[m.child(parent, m.papers.prefs[i])]
	m.next[paper] = to.head
	to.head = paper
	to.papers += size
}

// child is the node of an option below a parent, a new one if there is none. One who is out
// is never asked for again, so that nothing is taken from the table.
func (m *meek) child(parent int32, o ballot.Option) int32 {
	mask := uint64(len(m.table) - 1)
	for slot := mix(parent, o) & mask; ; slot = (slot + 1) & mask {
		switch i := m.table[slot]; {
		case i == 0:
			m.nodes = append(m.nodes, node{option: o, parent: parent, head: -1})
			m.table[slot] = int32(len(m.nodes) - 1)
			if 2*len(m.nodes) > len(m.table) {
				m.grow()
			}
			return int32(len(m.nodes) - 1)
		case m.nodes[i].parent == parent && m.nodes[i].option == o:
			return i
		}
	}
}

// grow doubles the table.
func (m *meek) grow() {
	m.table = make([]int32, 2*len(m.table))
	mask := uint64(len(m.table) - 1)
	for i := 1; i < len(m.nodes); i++ {
		slot := mix(m.nodes[i].parent, m.nodes[i].option) & mask
		for m.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		m.table[slot] = int32(i)
	}
}

// mix scatters a node's key; it orders nothing.
func mix(parent int32, o ballot.Option) uint64 {
	return (uint64(uint32(parent))<<32 | uint64(uint32(o))) * 0x9E3779B97F4A7C15 >> 32
}

// pass sends the papers that stay at nodes of elected candidates on. New nodes come last.
func (m *meek) pass() {
	for i := 1; i < len(m.nodes); i++ {
		if nd := m.nodes[i]; nd.option >= 0 && m.stays[nd.option] && nd.head >= 0 {
			m.nodes[i].head = -1
			m.empty(nd.head, int32(i))
		}
	}
}

// empty lays the papers of a list below a parent, each to its next preference.
func (m *meek) empty(head, parent int32) {
	for paper := head; paper >= 0; {
		next := m.next[paper]
		m.at[paper]++
		m.lay(parent, paper, m.papers.count[paper])
		paper = next
	}
}

// putOut gives the papers of one who goes out back to the parents of its nodes.
func (m *meek) putOut(o ballot.Option) {
	m.in[o] = false
	m.left--
	m.keep[o] = 0
	for i := range m.nodes {
		if nd := m.nodes[i]; nd.option == o {
			m.nodes[i].option, m.nodes[i].papers, m.nodes[i].head = -1, 0, -1
			m.empty(nd.head, nd.parent)
		}
	}
	m.pass()
}

// distribute counts all papers with what is kept of them.
func (m *meek) distribute() {
	clear(m.votes)
	m.rest = append(m.rest[:0], m.unit)
	m.exhausted = m.nodes[0].ends * m.unit
	for i := 1; i < len(m.nodes); i++ {
		nd := &m.nodes[i]
		if nd.papers == 0 {
			m.rest = append(m.rest, 0)
			continue
		}
		w := m.rest[nd.parent]
		kept := w
		switch k := m.keep[nd.option]; {
		case m.in[nd.option]:
		case m.Method == Warren:
			kept = min(w, k)
		default:
			kept = shareUp(w, k, m.unit)
		}
		m.votes[nd.option] += kept * nd.papers
		w -= kept
		m.exhausted += w * nd.ends
		m.rest = append(m.rest, w)
	}
}

// round finds what is kept anew until somebody is elected, or until the surpluses are as
// good as moved: then the last goes out. stands reports a tie that nothing broke.
func (m *meek) round() (stands bool, err error) {
	omega := m.unit
	for range m.Omega {
		omega /= 10
	}
	for before := int64(-1); ; {
		m.distribute()
		m.setQuota(m.papers.total*m.unit - m.exhausted)
		if reached, _ := m.reached(); len(reached) > 0 {
			m.note()
			m.elect(reached)
			return false, nil
		}
		surplus := m.surplus()
		if surplus < omega || before >= 0 && surplus >= before {
			return m.exclude(surplus)
		}
		before = surplus
		for o := range m.keep {
			if m.stays[o] && m.votes[o] > 0 {
				m.keep[o] = shareUp(shareUp(m.keep[o], m.quota, m.unit), m.unit, m.votes[o])
			}
		}
	}
}

// surplus is what the elected have above the quota, at least 0.
func (m *meek) surplus() (sum int64) {
	for o, stays := range m.stays {
		if stays {
			sum += m.votes[o] - m.quota
		}
	}
	return max(0, sum)
}

// exclude puts the last out: who has no more than the surpluses above the last is level
// with them.
func (m *meek) exclude(surplus int64) (stands bool, err error) {
	m.note()
	o, ok, err := m.loser(m.lowest(surplus))
	if !ok || err != nil {
		return !ok, err
	}
	m.last().Out = []ballot.Option{o}
	m.putOut(o)
	return false, nil
}

// note records the end of a round.
func (m *meek) note() {
	c := Count{Action: Round, Of: slices.Clone(m.out.Elected)}
	if len(m.out.Counts) == 0 {
		c.Action = First
	}
	for _, o := range c.Of {
		c.Keep = append(c.Keep, m.keep[o])
	}
	m.record(c)
}

func (m *meek) elect(os []ballot.Option) {
	m.seat(os...)
	for _, o := range os {
		m.stays[o] = true
	}
	m.pass()
}

// over elects those who fill the last places, and reports whether the count ends.
func (m *meek) over() bool {
	switch places := m.places(); {
	case places == 0:
		return true
	case m.left > places:
		return false
	}
	if len(m.out.Counts) == 0 {
		m.distribute()
		m.setQuota(m.papers.total * m.unit)
		m.note()
	}
	m.seat(m.ranking()...)
	return true
}

// shareUp is a*b/c rounded up. The result must fit, and c must not be 0.
func shareUp(a, b, c int64) int64 {
	q, ok := exact.Mul(uint64(a), uint64(b)).Quo(exact.Ceiling, uint64(c), false)
	if !ok {
		panic("stv: a share beyond the votes")
	}
	return q
}
