package ranked

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Young elects the option that wins or draws all its duels when the fewest ballots are left
// out (Young, Journal of Economic Theory 16, 1977). Options without a rank are below,
// whatever the profile says of them. The exact number comes from whole-number programming.
// It elects a Condorcet winner and, failing one, all who lose no duel. With Strong the same
// ballots many times over can elect another.
type Young struct {
	Strong bool // it must win them; who cannot is not elected
}

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = Young{}

// String is the rule in canonical text.
func (r Young) String() string {
	if r.Strong {
		return "young strong"
	}
	return "young"
}

// Decide: see Dodgson.Decide.
func (r Young) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return electCheapest(r, p, tb, func(w *ballot.Pairwise, c ballot.Option, limit int64) (int64, bool, error) {
		return r.least(p, w, c, limit)
	})
}

// least is how few ballots must go for c to lose no duel, or to win all.
func (r Young) least(p *ballot.Profile, w *ballot.Pairwise, c ballot.Option, limit int64) (int64, bool, error) {
	var kinds []kind
	for b, n := range p.All() {
		if key := views(b, w.Slate().Len(), c); slices.Contains(key, 2) {
			kinds = append(kinds, kind{key: key, n: n})
		}
	}
	kinds = alike(kinds)
	costs, most := make([]int64, len(kinds)), make([]ceiling, len(kinds))
	for i, k := range kinds {
		costs[i], most[i] = 1, ceiling{i, i + 1, k.n}
	}
	var rows [][]int64
	var ends []int64
	for d := range w.Slate().All() {
		if d == c {
			continue
		}
		row, end := make([]int64, len(kinds)), w.Margin(c, d)
		for i, k := range kinds {
			row[i] = 1 - int64(k.key[d])
		}
		if r.Strong {
			end--
		}
		rows, ends = append(rows, row), append(ends, end)
	}
	return least(costs, rows, ends, most, limit)
}

// views is, by option, where a ballot puts it: 0 is below c, 1 level with it, 2 above.
func views(b ballot.Ballot, n int, c ballot.Option) []byte {
	of := make([]byte, n)
	at := slices.IndexFunc(b, func(m ballot.Mark) bool { return m.Option == c })
	for d := range of {
		if at < 0 {
			of[d] = 1
		}
	}
	for _, m := range b {
		switch {
		case at < 0 || m.Level < b[at].Level:
			of[m.Option] = 2
		case m.Level == b[at].Level:
			of[m.Option] = 1
		}
	}
	return of
}
