package committee

import (
	"encoding/binary"
	"fmt"

	"github.com/vicinia/vicinia/ballot"
)

// A Queue is a tie-break that also knows an order of the voters, for rules that choose among
// voters: the order of a published file, or one that was drawn. A profile has none: ballots
// are secret.
type Queue struct {
	Options ballot.TieBreak // breaks ties between options; nil leaves them
	Voters  []Turn          // all of them, in order; blank ballots may be left out
}

// A Turn is voters of one ballot, one after the other.
type Turn struct {
	Ballot ballot.Ballot // in the order of its options
	Voters int64
}

// Break breaks as Options does.
func (q Queue) Break(s *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	if q.Options == nil {
		return [][]ballot.Option{t.Options}, ""
	}
	return q.Options.Break(s, t)
}

// line is the queue in numbers of ballots. Others than those that were counted are an error.
func (q Queue) line(e *electorate) ([]run, error) {
	key := func(n int, at func(i int) ballot.Option) string {
		var b []byte
		for i := range n {
			b = binary.BigEndian.AppendUint32(b, uint32(at(i)))
		}
		return string(b)
	}
	number := make(map[string]int, len(e.weight))
	for g := range e.weight {
		number[key(len(e.of(g)), func(i int) ballot.Option { return e.of(g)[i] })] = g
	}
	came := make([]int64, len(e.weight))
	line := make([]run, 0, len(q.Voters))
	for i, t := range q.Voters {
		if len(t.Ballot) == 0 {
			continue
		}
		g, ok := number[key(len(t.Ballot), func(i int) ballot.Option { return t.Ballot[i].Option })]
		if !ok || t.Voters < 0 || t.Voters > e.weight[g]-came[g] {
			return nil, fmt.Errorf("turn %d of the queue has %d voters of a ballot that fewer cast", i+1, t.Voters)
		}
		came[g] += t.Voters
		line = append(line, run{g, t.Voters})
	}
	for g, n := range came {
		if n < e.weight[g] {
			return nil, fmt.Errorf("%d voters of %s are not in the queue", e.weight[g]-n, e.slate.Names(e.of(g)...))
		}
	}
	return line, nil
}

var _ ballot.TieBreak = Queue{}
