package ranked

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// A field is ballots as those options see them that are still in.
type field struct {
	*knockout
	ballots []ballot.Ballot
	count   []int64
	at      []int32 // by ballot, its first mark that may still count
	below   bool    // options without a mark are below
}

// checkRankings refuses what no rule on rankings can decide.
func checkRankings(rule string, p *ballot.Profile) error {
	switch {
	case p.Kind() != ballot.Ranking && p.Kind() != ballot.Choice:
		return fmt.Errorf("%s wants rankings, not %s ballots", rule, p.Kind())
	case p.Len() == 0:
		return fmt.Errorf("%s: %w", rule, errNoVotes)
	case p.Slate().Len() > ballot.MaxPairwise:
		return fmt.Errorf("%s: %d options, at most %d: %w", rule, p.Slate().Len(), ballot.MaxPairwise, errTooMany)
	}
	return nil
}

func newField(p *ballot.Profile, tb ballot.TieBreak) *field {
	f := &field{knockout: newKnockout(p.Slate(), tb), below: p.Unranked == ballot.Below}
	f.ballots, f.count = make([]ballot.Ballot, 0, p.Distinct()), make([]int64, 0, p.Distinct())
	for b, n := range p.All() {
		f.ballots, f.count = append(f.ballots, b), append(f.count, n)
	}
	f.at = make([]int32, len(f.ballots))
	return f
}

// fieldRounds puts out one after the other, by the ballots.
func fieldRounds(rule string, p *ballot.Profile, tb ballot.TieBreak, next func(*field) ([]ballot.Option, bool, error)) (*ballot.Order, error) {
	return ballot.AgreedOrder(p.Distinct(), tb, func(tb ballot.TieBreak) (*ballot.Order, error) {
		f := newField(p, tb)
		return f.rounds(rule, func() ([]ballot.Option, bool, error) { return next(f) })
	})
}

// firsts are, by option, the ballots that put it alone before all others who are in. A
// ballot on which several share that place counts for none of them this round.
func (f *field) firsts() []int64 {
	votes := make([]int64, f.slate.Len())
	for i, b := range f.ballots {
		at := f.at[i]
		for int(at) < len(b) && !f.in.has(int(b[at].Option)) {
			at++
		}
		f.at[i] = at
		if int(at) == len(b) {
			continue
		}
		alone := true
		for j := at + 1; int(j) < len(b) && b[j].Level == b[at].Level && alone; j++ {
			alone = !f.in.has(int(b[j].Option))
		}
		if alone {
			votes[b[at].Option] += f.count[i]
		}
	}
	return votes
}

// lasts are, by option, the ballots that put it behind all others who are in, in equal
// parts where several share that place. A ballot that puts all in one place has no last.
func (f *field) lasts() []*big.Rat {
	n := f.slate.Len()
	t := newShares(n)
	for i, b := range f.ballots {
		marked, end := 0, len(b)
		for _, m := range b {
			if f.in.has(int(m.Option)) {
				marked++
			}
		}
		if f.below && marked < f.left { // the unmarked are last
			if marked > 0 {
				t.all(f.left-marked, f.count[i])
				for _, m := range b {
					t.give(m.Option, f.left-marked, -f.count[i])
				}
			}
			continue
		}
		for end > 0 && !f.in.has(int(b[end-1].Option)) {
			end--
		}
		size := 0
		from := end
		for ; from > 0 && b[from-1].Level == b[end-1].Level; from-- {
			if f.in.has(int(b[from-1].Option)) {
				size++
			}
		}
		if size == marked {
			continue
		}
		for _, m := range b[from:end] {
			t.give(m.Option, size, f.count[i])
		}
	}
	sums := make([]*big.Rat, n)
	for o := range f.in.all() {
		sums[o] = t.sum(ballot.Option(o))
	}
	return sums
}

// dropLast puts one of those with the fewest first choices out.
func (f *field) dropLast() (open bool, err error) {
	votes := f.firsts()
	return f.dropOne(f.weakest(by(votes)), f.pointsOf(votes, 1))
}

// by compares options by scores.
func by(scores []int64) func(a, b ballot.Option) int {
	return func(a, b ballot.Option) int {
		switch {
		case scores[a] < scores[b]:
			return -1
		case scores[a] > scores[b]:
			return 1
		}
		return 0
	}
}

// shares are sums of whole votes that are divided in so many equal parts.
type shares struct {
	n     int
	parts [][]int64 // by number of parts, then by option; the last for everybody
}

func newShares(n int) *shares { return &shares{n: n, parts: make([][]int64, n+1)} }

func (s *shares) row(parts int) []int64 {
	if s.parts[parts] == nil {
		s.parts[parts] = make([]int64, s.n+1)
	}
	return s.parts[parts]
}

func (s *shares) give(o ballot.Option, parts int, votes int64) { s.row(parts)[o] += votes }
func (s *shares) all(parts int, votes int64)                   { s.row(parts)[s.n] += votes }

// sum is what an option has.
func (s *shares) sum(o ballot.Option) *big.Rat {
	sum, part := new(big.Rat), new(big.Rat)
	for parts, row := range s.parts {
		if row != nil && row[o]+row[s.n] != 0 {
			sum.Add(sum, part.SetFrac64(row[o]+row[s.n], int64(parts)))
		}
	}
	return sum
}
