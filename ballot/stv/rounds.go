package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// step is one round that is a count of its own: who reaches the quota is elected, and in the
// same count some may go out. What is kept of papers is then found anew; if that changes
// nothing and nobody went out, the last goes out.
func (m *meek) step() (stands bool, err error) {
	m.distribute()
	m.setQuota(m.papers.total*m.unit - m.exhausted)
	m.note()
	reached, _ := m.reached()
	m.elect(reached)
	if m.left <= m.places() || m.places() == 0 {
		return false, nil
	}
	losers, stands, err := m.behind(m.above())
	if stands || err != nil {
		return stands, err
	}
	if changed := m.retain(); losers == nil && !changed {
		o, ok, err := m.loser(m.lowest(0))
		if !ok || err != nil {
			return !ok, err
		}
		losers = []ballot.Option{o}
	}
	for _, o := range losers {
		m.putOut(o)
	}
	m.last().Out = losers
	return false, nil
}

// above is what each of the elected has above the quota, together.
func (m *meek) above() (sum int64) {
	for o, stays := range m.stays {
		if stays {
			sum += max(0, m.votes[o]-m.quota)
		}
	}
	return sum
}

// behind are those who go out in a round: the last, if the surpluses of all could not bring
// them level with the next, or are together less than 10^-Omega votes; then all without any
// votes together, if enough remain. nil is nobody.
func (m *meek) behind(surplus int64) (losers []ballot.Option, stands bool, err error) {
	few := m.unit
	for range m.Omega {
		few /= 10
	}
	order := m.ranking()
	slices.Reverse(order)
	if m.votes[order[0]]+surplus < m.votes[order[1]] {
		return order[:1:1], false, nil
	}
	if surplus >= few {
		return nil, false, nil
	}
	last := m.lowest(0)
	if m.votes[last[0]] == 0 && m.left-len(last) >= m.places() {
		return last, false, nil
	}
	o, ok, err := m.loser(last)
	return []ballot.Option{o}, !ok, err
}

// retain finds anew what those above the quota keep, never more than before, so that rounds
// end; it reports whether anything changed.
func (m *meek) retain() (changed bool) {
	for o := range m.keep {
		if !m.stays[o] || m.votes[o] <= m.quota {
			continue
		}
		keep := shareUp(shareUp(m.keep[o], m.quota, m.unit), m.unit, m.votes[o])
		changed = changed || keep < m.keep[o]
		m.keep[o] = min(m.keep[o], keep)
	}
	return changed
}
