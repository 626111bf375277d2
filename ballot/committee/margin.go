package committee

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Limits of what margins try.
const (
	MaxMarginCommittees = 20_000     // that are compared with the best one
	MaxRecounts         = 200        // times that a rule decides on changed ballots
	minRecounts         = 40         // below so many nothing is tried
	maxRecountCells     = 20_000_000 // options times distinct ballots in all of them
	maxTurns            = 9          // pairs of options between which ballots are turned
)

// A Margin bounds how many ballots, blank ones too, must be changed into others before a committee
// is another one, or a tie stands. It is 0 while one does. Most is 0 where no number was found.
type Margin struct {
	Least, Most   int64
	Effect        Effect
	Elected, Lost []ballot.Option // of Effect; of equal numbers those of one way

	slate *ballot.Slate
}

// An Effect is what comes of a change.
type Effect uint8

// The effects. The zero Effect is that nothing was found.
const (
	Draws Effect = 1 + iota // Elected are level with Lost or before them
	Turns                   // Elected are elected in place of Lost
	Ties                    // a tie stands
)

// Exact reports whether the number is known.
func (m Margin) Exact() bool { return m.Least == m.Most }

// String is "3 ballots, changed, bring Ben level with Ana or before", or "at least 1 and at most 3
// ballots...".
func (m Margin) String() string {
	if m.Effect == 0 {
		return "not known"
	}
	ballots, s := fmt.Sprintf("%d ballots, changed,", m.Most), ""
	if !m.Exact() {
		ballots = fmt.Sprintf("at least %d and at most %d ballots, changed,", m.Least, m.Most)
	} else if m.Most == 1 {
		ballots, s = "1 ballot, changed,", "s"
	}
	in, out := m.slate.Names(m.Elected...), m.slate.Names(m.Lost...)
	switch m.Effect {
	case Turns:
		return fmt.Sprintf("%s elect%s %s in place of %s", ballots, s, in, out)
	case Ties:
		return fmt.Sprintf("%s make%s a tie", ballots, s)
	}
	return fmt.Sprintf("%s bring%s %s level with %s or before", ballots, s, in, out)
}

// Margin is exact: of every member and every other option, the ballots that do most for the member
// are turned to the other alone.
func (r Approval) Margin(p *ballot.Profile) (Margin, error) {
	out, err := r.Decide(p, nil)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	e, err := take(r, r.Seats, p)
	if err != nil {
		return Margin{}, err
	}
	unit := int64(1)
	if r.Split {
		_, all := e.split(slices.Repeat([]bool{true}, e.options))
		if !all.IsInt64() || all.Int64() > math.MaxInt64/4/e.voters {
			return Margin{}, fmt.Errorf("%s: shares of 1/%s: %w", r, all, errWork)
		}
		unit = all.Int64()
	}
	share := func(g int) int64 {
		if r.Split && len(e.of(g)) > 0 {
			return unit / int64(len(e.of(g)))
		}
		return unit
	}
	score := make([]int64, e.options)
	for g, w := range e.weight {
		for _, o := range e.of(g) {
			score[o] += share(g) * w
		}
	}
	best := Margin{Most: e.voters, slate: e.slate}
	for _, pair := range rivals(out.Members, score) {
		member, other := pair[0], pair[1]
		if (score[member]-score[other])/(2*unit) >= best.Most { // nor does any that follows
			break
		}
		gain := func(g int) (sum int64) {
			for _, o := range e.of(g) {
				switch o {
				case member:
					sum += share(g)
				case other:
					sum -= share(g)
				}
			}
			return sum
		}
		best.least(e.enough(gain, unit, best.Most), []ballot.Option{other}, []ballot.Option{member})
	}
	best.Least = best.Most
	return best.found(), nil
}

// rivals are all pairs of a member and another option, the least lead first.
func rivals(members []ballot.Option, score []int64) (pairs [][2]ballot.Option) {
	for other := range ballot.Option(len(score)) {
		for _, member := range members {
			if !slices.Contains(members, other) {
				pairs = append(pairs, [2]ballot.Option{member, other})
			}
		}
	}
	lead := func(pair [2]ballot.Option) int64 { return score[pair[0]] - score[pair[1]] }
	slices.SortStableFunc(pairs, func(a, b [2]ballot.Option) int { return cmp.Compare(lead(a), lead(b)) })
	return pairs
}

// least keeps a change that takes fewer ballots.
func (m *Margin) least(n int64, elected, lost []ballot.Option) {
	if n < m.Most || m.Effect == 0 && n == m.Most {
		m.Most, m.Effect, m.Elected, m.Lost = n, Draws, elected, lost
	}
}

// found is a margin, or a zero one if nothing brings others in.
func (m Margin) found() Margin {
	if m.Effect == 0 {
		return Margin{}
	}
	return m
}

// enough is how many ballots make up a lead that is the sum of the gains of all, if each that is
// changed takes its gain and swing from it; no more than most is looked for.
func (e *electorate) enough(gain func(g int) int64, swing, most int64) int64 {
	type gains struct{ gain, n int64 }
	all, lead := []gains{{0, e.blank}}, int64(0)
	for g, w := range e.weight {
		x := gain(g)
		all, lead = append(all, gains{x, w}), lead+x*w
	}
	if lead/(2*swing) >= most { // no ballot does more
		return most
	}
	slices.SortFunc(all, func(a, b gains) int { return cmp.Compare(b.gain, a.gain) })
	n := int64(0)
	for _, x := range all {
		if lead <= 0 || x.gain+swing <= 0 || n >= most {
			break
		}
		part := min(x.n, (lead-1)/(x.gain+swing)+1)
		n, lead = n+part, lead-part*(x.gain+swing)
	}
	return min(n, most)
}

// Margin is exact of the Optimal search, up to MaxMarginCommittees committees of 64 options, if
// scores fit 62 bits: of each other committee, the ballots that do most for the elected one are
// turned to those who are in the other alone, and to no one else, which is worth most as weights do
// not grow. Otherwise it is an error.
func (r Thiele) Margin(p *ballot.Profile) (Margin, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return Margin{}, err
	}
	worth, ok := r.whole(e)
	n := new(big.Int).Binomial(int64(e.options), int64(r.Seats))
	if r.Search != Optimal || !ok || e.options > 64 || !n.IsInt64() || n.Int64() > MaxMarginCommittees ||
		n.Int64() > maxRecountCells/int64(len(e.weight)+1) {
		return Margin{}, fmt.Errorf("%s: the margin of %s committees of %d options: %w", r, n, e.options, errWork)
	}
	out, err := r.Decide(p, nil)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	sets := make([]uint64, len(e.weight))
	for g := range sets {
		sets[g] = set(e.of(g))
	}
	elected := set(out.Members)
	best := Margin{Most: e.voters, slate: e.slate}
	for c := uint64(1)<<r.Seats - 1; ; c = following(c) {
		if c != elected {
			gain := func(g int) int64 {
				return worth[bits.OnesCount64(sets[g]&elected)] - worth[bits.OnesCount64(sets[g]&c)]
			}
			best.least(e.enough(gain, worth[bits.OnesCount64(c&^elected)], best.Most), optionsOf(c&^elected), optionsOf(elected&^c))
		}
		if c == (uint64(1)<<r.Seats-1)<<(e.options-r.Seats) {
			break
		}
	}
	best.Least = best.Most
	return best.found(), nil
}

// whole are the scores of a ballot by its members, in units; ok is false if they do not fit.
func (r Thiele) whole(e *electorate) (worth []int64, ok bool) {
	weights, _ := r.Scale.weightsOf(r.Seats, e.voters)
	sum := new(big.Int)
	for _, w := range weights {
		if sum.Add(sum, w); !sum.IsInt64() || sum.Int64() > math.MaxInt64/4/e.voters {
			return nil, false
		}
		worth = append(worth, sum.Int64())
	}
	return worth, true
}

func set(os []ballot.Option) (s uint64) {
	for _, o := range os {
		s |= 1 << o
	}
	return s
}

func optionsOf(s uint64) (os []ballot.Option) {
	for ; s != 0; s &= s - 1 {
		os = append(os, ballot.Option(bits.TrailingZeros64(s)))
	}
	return os
}

// following is the next greater set of as many (Gosper; Knuth, TAOCP 4A, 7.1.3).
func following(s uint64) uint64 {
	low := s & -s
	high := s + low
	return high | (s^high)/low>>2
}
