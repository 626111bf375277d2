package ranked

import (
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
	"github.com/vicinia/vicinia/internal/lot"
)

// MaximalLottery gives each option a chance such that against any other option the margin
// that is to be expected is not below 0 (Kreweras 1965; Fishburn, Review of Economic Studies
// 51, 1984; Brandl, Brandt & Seedig, Econometrica 84, 2016). An option that wins all duels
// has all of the chance. There is one such lottery if all margins are odd (Laffond, Laslier &
// Le Breton 1997); of several it takes the one whose least chance is greatest among those who
// can have any, then the next: no option is preferred by its name.
type MaximalLottery struct {
	Signs bool // a won duel counts 1, by whatever margin (C1)
}

// Bipartisan elects those who can have a chance in a maximal lottery over won duels (Laffond,
// Laslier & Le Breton, Games and Economic Behavior 5, 1993; with even duels the essential set
// of Dutta & Laslier 1999). It is a part of the uncovered set.
type Bipartisan struct{}

// MaxLottery bounds the options of a lottery, of those in the Smith set.
const MaxLottery = 128

var (
	_ ballot.Rule[*ballot.Pairwise, *Lottery]      = MaximalLottery{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Bipartisan{}
	_ ballot.Outcome                               = (*Lottery)(nil)
)

// String is the rule in canonical text.
func (r MaximalLottery) String() string {
	if r.Signs {
		return "maximal-lottery signs"
	}
	return "maximal-lottery"
}

// String is the rule in canonical text.
func (Bipartisan) String() string { return "bipartisan" }

// A Lottery gives each option an exact chance.
type Lottery struct {
	ballot.Record
	Chances []*big.Rat // by option; they add up to 1; not to be changed
}

// Winners are those with a chance.
func (l *Lottery) Winners() (os []ballot.Option) {
	for o, c := range l.Chances {
		if c.Sign() > 0 {
			os = append(os, ballot.Option(o))
		}
	}
	return os
}

// AppendBinary: see ballot.Outcome.
func (l *Lottery) AppendBinary(b []byte) ([]byte, error) {
	b = l.AppendRecord(b, "ranked.lottery.v1")
	b = canon.AppendLen(b, len(l.Chances))
	for _, c := range l.Chances {
		b = canon.AppendText(b, c.RatString())
	}
	return b, nil
}

// Draw draws: SHA-256(seed NUL label NUL), as a number below 2^256, falls on the option whose
// part of that range it lies in; parts follow each other in slate order. Announce the seed
// before the votes are known.
func (l *Lottery) Draw(seed, label string) ballot.Option {
	ticket := lot.Ticket(seed, label, "")
	at := new(big.Rat).SetFrac(new(big.Int).SetBytes(ticket[:]), new(big.Int).Lsh(big.NewInt(1), 8*uint(len(ticket))))
	last := ballot.Option(0)
	for o, c := range l.Chances {
		if c.Sign() == 0 {
			continue
		}
		if last = ballot.Option(o); at.Cmp(c) < 0 {
			break
		}
		at.Sub(at, c)
	}
	return last
}

// A Chance is the step of an option with a chance.
type Chance struct {
	Option string
	Chance *big.Rat // not to be changed
}

// Key: see vicinia.Step.
func (c Chance) Key() string { return "ranked.chance" }

// String is "Ana: 1/3".
func (c Chance) String() string { return c.Option + ": " + c.Chance.RatString() }

// Decide: see ballot.Rule. A lottery has no ties, and the tie-break is not asked: see Draw.
// No ballots and a Smith set of more than MaxLottery options are errors.
func (r MaximalLottery) Decide(w *ballot.Pairwise, _ ballot.TieBreak) (*Lottery, error) {
	if err := check("maximal-lottery", 0, 0, w); err != nil {
		return nil, err
	}
	chances, err := lottery(w, r.Signs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	l := &Lottery{Record: ballot.Record{Rule: ruleOf(r, w), Slate: w.Slate()}, Chances: chances}
	l.Reasons = l.steps()
	return l, nil
}

func (l *Lottery) steps() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, o := range l.Winners() {
			if !yield(Chance{Option: l.Slate.Name(o), Chance: l.Chances[o]}) {
				return
			}
		}
	}
}

// Decide: see ballot.Rule. Several members are a tie for the first place. No ballots and a
// Smith set of more than MaxLottery options are errors.
func (r Bipartisan) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	l, err := MaximalLottery{Signs: true}.Decide(w, nil)
	if err != nil {
		return nil, fmt.Errorf("bipartisan: %w", err)
	}
	set := newBitset(w.Slate().Len())
	for _, o := range l.Winners() {
		set.add(int(o))
	}
	o, err := electSet(r, w, tb, func() bitset { return set })
	if err != nil {
		return nil, err
	}
	o.Reasons = l.Reasons
	return o, nil
}

// lottery are the chances, which are all in the Smith set.
func lottery(w *ballot.Pairwise, signs bool) ([]*big.Rat, error) {
	n := w.Slate().Len()
	members := slices.Collect(smith(beats(w), everyone(n)).all())
	if len(members) > MaxLottery {
		return nil, fmt.Errorf("a Smith set of %d options, at most %d: %w", len(members), MaxLottery, errTooMany)
	}
	g := newGame(w, members, signs)
	p, err := g.solve()
	if err == nil && !g.only(p) {
		p, err = g.fairest(p)
	}
	chances := make([]*big.Rat, n)
	for o := range chances {
		chances[o] = new(big.Rat)
	}
	for i, o := range members {
		if err == nil {
			chances[o] = p[i]
		}
	}
	return chances, err
}

// A game is the matrix of margins among its members.
type game struct{ margins [][]int64 }

func newGame(w *ballot.Pairwise, members []int, signs bool) game {
	g := game{make([][]int64, len(members))}
	for i, a := range members {
		for _, b := range members {
			m := w.Margin(ballot.Option(a), ballot.Option(b))
			if signs {
				m = max(-1, min(1, m))
			}
			g.margins[i] = append(g.margins[i], m)
		}
	}
	return g
}

// solve finds a lottery: with all margins raised above 0, the greatest sum of x such that no
// option has more than 1 against x (von Neumann 1928; Dantzig 1951).
func (g game) solve() ([]*big.Rat, error) {
	raise := int64(1)
	for _, row := range g.margins {
		raise = max(raise, 1+slices.Max(row))
	}
	goal := make([]int64, len(g.margins))
	for i := range goal {
		goal[i] = 1
	}
	lp := newProgram(goal)
	for _, row := range g.margins {
		raised := bigs(row...)
		for _, m := range raised {
			m.Add(m, big.NewInt(raise))
		}
		lp.limit(raised, big.NewInt(1))
	}
	if err := lp.maximize(); err != nil {
		return nil, err
	}
	return normal(lp.solution(len(goal))), nil
}

// normal makes chances add up to 1.
func normal(p []*big.Rat) []*big.Rat {
	sum := new(big.Rat)
	for _, x := range p {
		sum.Add(sum, x)
	}
	for _, x := range p {
		x.Quo(x, sum)
	}
	return p
}

// only reports whether the lottery is surely the only one: all without a chance lose against
// it, and those with a chance leave no freedom.
func (g game) only(p []*big.Rat) bool {
	var support []int
	for i := range p {
		if p[i].Sign() > 0 {
			support = append(support, i)
		} else if g.against(i, p).Sign() == 0 {
			return false
		}
	}
	return len(support)-g.rank(support) == 1
}

// against is the margin to be expected of an option against a lottery.
func (g game) against(i int, p []*big.Rat) *big.Rat {
	sum, part := new(big.Rat), new(big.Rat)
	for j, m := range g.margins[i] {
		sum.Add(sum, part.Mul(p[j], part.SetInt64(m)))
	}
	return sum
}

// rank is that of the margins among some of the members (Bareiss 1968).
func (g game) rank(of []int) (rank int) {
	rows := make([][]*big.Int, len(of))
	for i, a := range of {
		for _, b := range of {
			rows[i] = append(rows[i], big.NewInt(g.margins[a][b]))
		}
	}
	last, part := big.NewInt(1), new(big.Int)
	for column := range of {
		at := slices.IndexFunc(rows[rank:], func(row []*big.Int) bool { return row[column].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[rank], rows[rank+at] = rows[rank+at], rows[rank]
		pivot := rows[rank]
		for _, row := range rows[rank+1:] {
			for j := column + 1; j < len(of); j++ {
				row[j].Mul(row[j], pivot[column])
				row[j].Sub(row[j], part.Mul(row[column], pivot[j]))
				row[j].Quo(row[j], last)
			}
			row[column] = new(big.Int)
		}
		last = pivot[column]
		rank++
	}
	return rank
}

// fairest is the lottery whose least chance is greatest, then the next. Who loses against a
// lottery p has no chance in any. The price of a row says whose chance cannot be greater while
// the least is not less.
func (g game) fairest(p []*big.Rat) ([]*big.Rat, error) {
	n, left := len(p), len(p)
	fixed := make([]*big.Rat, n)
	for i := range p {
		if g.against(i, p).Sign() < 0 {
			fixed[i] = new(big.Rat)
			left--
		}
	}
	for left > 0 {
		lp, err := g.raise(fixed)
		if err != nil {
			return nil, err
		}
		for i := range fixed {
			if fixed[i] == nil && lp.price(n+i).Sign() > 0 {
				fixed[i] = lp.value()
				left--
			}
		}
	}
	return fixed, nil
}

// raise raises the least chance of those who are not fixed.
func (g game) raise(fixed []*big.Rat) (*program, error) {
	n := len(fixed)
	lp := newProgram(append(make([]int64, n), 1)) // the least chance
	for _, row := range g.margins {
		lp.limit(bigs(row...), new(big.Int)) // nobody wins against it
	}
	for i, chance := range fixed {
		terms := bigs(make([]int64, n+1)...)
		if chance == nil {
			terms[i].SetInt64(-1)
			terms[n].SetInt64(1)
		} else {
			for j := range n {
				terms[j].Set(chance.Num())
			}
			terms[i].Sub(terms[i], chance.Denom())
		}
		lp.limit(terms, new(big.Int))
	}
	all := bigs(make([]int64, n)...)
	for _, term := range all {
		term.SetInt64(1)
	}
	lp.limit(all, big.NewInt(1))
	return lp, lp.maximize()
}
