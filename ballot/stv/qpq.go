package stv

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// qpq counts by quotients, in fractions: every ballot stands with the highest of its
// preferences who is in, and remembers what part of a candidate it has elected so far.
type qpq struct {
	*hall
	at    []uint32 // the place in papers.prefs where a ballot stands
	class []int32  // the last of those elected whom a ballot helped to elect, as a place in parts
	parts []*big.Rat
	by    [][]int64 // ballots by option, in the last place nobody, and by class
}

func (q *qpq) run() error {
	q.start()
	for c := (Count{Action: First}); ; c = q.then() {
		q.stand()
		q.record(c)
		if q.left <= q.places() {
			q.seat(q.ranking()...)
		}
		if q.places() == 0 || q.left == 0 {
			return nil
		}
		if stands, err := q.stage(); stands || err != nil {
			return err
		}
	}
}

// start puts the ballots to their first preferences; they have elected nobody.
func (q *qpq) start() {
	q.at, q.class = slices.Clone(q.papers.start[:len(q.papers.count)]), make([]int32, len(q.papers.count))
	q.parts = []*big.Rat{new(big.Rat)}
}

// then is the next count: after an exclusion afresh, where the statute says so.
func (q *qpq) then() Count {
	gone := q.last().Out
	if !q.Restart || len(gone) == 0 {
		return Count{Action: Round}
	}
	for _, o := range q.out.Elected {
		q.in[o] = true
		q.left++
	}
	q.out.Elected = nil
	q.start()
	return Count{Action: Again, Of: gone}
}

// stand finds with whom the ballots are.
func (q *qpq) stand() {
	n := q.slate.Len()
	q.by = make([][]int64, n+1)
	for o := range q.by {
		q.by[o] = make([]int64, len(q.parts))
	}
	clear(q.votes)
	q.exhausted = 0
	for i, size := range q.papers.count {
		end := q.papers.start[i+1]
		for q.at[i] < end && !q.in[q.papers.prefs[q.at[i]]] {
			q.at[i]++
		}
		if q.at[i] == end {
			q.by[n][q.class[i]] += size
			q.exhausted += size
			continue
		}
		o := q.papers.prefs[q.at[i]]
		q.by[o][q.class[i]] += size
		q.votes[o] += size
	}
}

// elected is what part of the elected candidates the ballots with o have elected.
func (q *qpq) elected(o int) *big.Rat {
	sum, part := new(big.Rat), new(big.Rat)
	for class, n := range q.by[o] {
		sum.Add(sum, part.Mul(part.SetInt64(n), q.parts[class]))
	}
	return sum
}

// stage elects the highest quotient if it is above the quota, and otherwise puts the
// smallest out. stands reports a tie that nothing broke.
func (q *qpq) stage() (stands bool, err error) {
	order, quotients := q.quotients()
	level := func(with ballot.Option) []ballot.Option {
		return slices.DeleteFunc(slices.Clone(order), func(o ballot.Option) bool { return quotients[o].Cmp(quotients[with]) != 0 })
	}
	c := q.last()
	if high := quotients[order[0]]; high.Cmp(q.ratio()) > 0 {
		c.Value = high.RatString()
		first := level(order[0])
		if len(first) > 1 {
			in, ok, err := q.settle("the highest quotient of", Nothing, first, 1)
			if !ok || err != nil {
				return !ok, err
			}
			first = in
		}
		q.elect(first[0], high)
		return false, nil
	}
	last := order[len(order)-1]
	c.Value = quotients[last].RatString()
	o, ok, err := q.loser(level(last))
	if !ok || err != nil {
		return !ok, err
	}
	c.Out = []ballot.Option{o}
	q.in[o] = false
	q.left--
	return false, nil
}

// quotients are the ballots with each who is in, over one more than what these have elected,
// and those who are in, the highest first, then in slate order.
func (q *qpq) quotients() (order []ballot.Option, of []*big.Rat) {
	of = make([]*big.Rat, q.slate.Len())
	order = q.ranking()
	for _, o := range order {
		divisor := q.elected(int(o))
		of[o] = divisor.Quo(new(big.Rat).SetInt64(q.votes[o]), divisor.Add(divisor, big.NewRat(1, 1)))
	}
	slices.SortFunc(order, func(a, b ballot.Option) int { return cmp.Or(of[b].Cmp(of[a]), cmp.Compare(a, b)) })
	return order, of
}

// ratio is the quota: the active ballots over one more than the seats, less what the inactive
// ones have elected. That is never more than the seats, so that nothing is divided by 0.
func (q *qpq) ratio() *big.Rat {
	divisor := new(big.Rat).SetInt64(q.out.Seats + 1)
	divisor.Sub(divisor, q.elected(q.slate.Len()))
	return divisor.Quo(new(big.Rat).SetInt64(q.papers.total-q.exhausted), divisor)
}

// elect elects: the ballots that stand with o have from now on elected 1/quotient each.
func (q *qpq) elect(o ballot.Option, quotient *big.Rat) {
	q.seat(o)
	q.parts = append(q.parts, new(big.Rat).Inv(quotient))
	for i := range q.at {
		if q.at[i] < q.papers.start[i+1] && q.papers.prefs[q.at[i]] == o {
			q.class[i] = int32(len(q.parts) - 1)
		}
	}
}
