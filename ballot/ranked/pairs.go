package ranked

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// RankedPairs is Tideman's method (Tideman, Social Choice and Welfare 4, 1987): won duels
// are locked, the strongest first, unless one would close a circle. Of equal winning votes
// the duel with fewer votes against is stronger. Equal duels that cannot all be locked
// are a tie: whose duel is locked first, then over whom. The order is by layers of the
// locked duels. It elects a Condorcet winner and is monotonic and independent of clones; a
// ballot more can harm the option that it puts first.
type RankedPairs struct{ Measure Measure }

// River is RankedPairs that locks no second duel over the same option, so that the locked
// duels are a tree (Heitzig, election-methods list, 2004; Döring, Brill & Heitzig 2025). It
// elects a Condorcet winner and is monotonic and independent of clones.
type River struct{ Measure Measure }

var (
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = RankedPairs{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = River{}
)

// String is the rule in canonical text: "river margins".
func (r River) String() string { return "river " + r.Measure.String() }

// Decide: see RankedPairs.Decide. Which of equal duels over an option is locked is often no
// matter: see ballot.Agreed. Where the ways are too many for the whole slate, they are tried
// among the Smith set: then all but the winner share a tier.
func (r River) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("river", r.Measure, Margins, w); err != nil {
		return nil, err
	}
	return lockAll(r, RankedPairs(r), w, tb, func(l *locking) { l.beaten = newBitset(len(l.over)) })
}

// String is the rule in canonical text: "ranked-pairs margins".
func (r RankedPairs) String() string { return "ranked-pairs " + r.Measure.String() }

// Decide: see ballot.Rule and ballot.Agreed, of the slate or else of the Smith set. A tie that
// stands ends the locking: the order is that of the duels locked before. No ballots are an error.
func (r RankedPairs) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("ranked-pairs", r.Measure, Margins, w); err != nil {
		return nil, err
	}
	return lockAll(r, r, w, tb, func(*locking) {})
}

// lockAll locks the duels in the order of r, for a rule of that text.
func lockAll(rule fmt.Stringer, r RankedPairs, w *ballot.Pairwise, tb ballot.TieBreak, start func(*locking)) (*ballot.Order, error) {
	n, duels := w.Slate().Len(), r.won(w)
	decide := func(tb ballot.TieBreak) (*ballot.Order, error) {
		l := newLocking(w)
		start(l)
		return l.decide(rule, r, duels, tb)
	}
	o, err := ballot.AgreedOrder(n*n*n, tb, decide)
	if err != nil || tb != nil || !o.Tied() {
		return o, err
	}
	first, ok, err := firstWithin(rule, r, w, start)
	if err != nil || !ok {
		return o, err
	}
	if o, err = decide(ballot.AnyWay{}); err != nil {
		return nil, err
	}
	rest := slices.DeleteFunc(options(w.Slate()), func(a ballot.Option) bool { return a == first })
	o.Tiers = [][]ballot.Option{{first}, rest}
	return o, nil
}

// firstWithin is who wins however ties are broken, where there are too many ways for the whole
// slate. No duel leads back into the Smith set: who wins is a matter of the duels in it.
func firstWithin(rule fmt.Stringer, r RankedPairs, w *ballot.Pairwise, start func(*locking)) (first ballot.Option, ok bool, err error) {
	var in []ballot.Option
	for a := range smith(beats(w), everyone(w.Slate().Len())).all() {
		in = append(in, ballot.Option(a))
	}
	if len(in) == w.Slate().Len() {
		return 0, false, nil
	}
	few, err := narrowed(w, in)
	if err != nil {
		return 0, false, err
	}
	o, err := lockAll(rule, r, few, nil, start)
	if err != nil || o.Tied() {
		return 0, false, err
	}
	return in[o.Winners()[0]], true, nil
}

func (l *locking) decide(rule fmt.Stringer, r RankedPairs, duels []pair, tb ballot.TieBreak) (*ballot.Order, error) {
	w := l.w
	for len(duels) > 0 {
		n := 1
		for n < len(duels) && r.compare(w, duels[0], duels[n]) == 0 {
			n++
		}
		open, err := l.lock(duels[:n], tb)
		if err != nil {
			return nil, err
		}
		if open {
			break
		}
		duels = duels[n:]
	}
	tiers := layers(l.over)
	o, err := finish(ruleOf(rule, w), w.Slate(), tiers, l.ties, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = walk(l.steps)
	return o, nil
}

// A pair is a duel that the first won.
type pair struct{ over, under ballot.Option }

// won are the duels with a winner, the strongest first, equal ones by the slate.
func (r RankedPairs) won(w *ballot.Pairwise) (duels []pair) {
	for a := range w.Slate().All() {
		for b := range w.Slate().All() {
			if w.Margin(a, b) > 0 {
				duels = append(duels, pair{a, b})
			}
		}
	}
	slices.SortFunc(duels, func(p, q pair) int {
		return cmp.Or(r.compare(w, p, q), cmp.Compare(p.over, q.over), cmp.Compare(p.under, q.under))
	})
	return duels
}

func (r RankedPairs) compare(w *ballot.Pairwise, p, q pair) int {
	if r.Measure == Margins {
		return cmp.Compare(w.Margin(q.over, q.under), w.Margin(p.over, p.under))
	}
	return cmp.Or(cmp.Compare(w.At(q.over, q.under), w.At(p.over, p.under)),
		cmp.Compare(w.At(p.under, p.over), w.At(q.under, q.over)))
}

// A locking is the locked duels and all that follows from them.
type locking struct {
	w      *ballot.Pairwise
	over   []bitset // by option, those below it
	under  []bitset // by option, those above it
	beaten bitset   // of River: over whom a duel is locked
	ties   []ballot.Tie
	steps  []vicinia.Step
}

func newLocking(w *ballot.Pairwise) *locking {
	n := w.Slate().Len()
	return &locking{w: w, over: bitsets(n), under: bitsets(n)}
}

// add locks a duel: all at or above its winner are above all at or below its loser.
func (l *locking) add(p pair) {
	a, b := int(p.over), int(p.under)
	if l.over[a].has(b) {
		return
	}
	above := slices.Clone(l.under[a])
	above.add(a)
	for i := range above.all() {
		l.rise(i, b)
		for k, word := range l.over[b] {
			for word &^= l.over[i][k]; word > 0; word &= word - 1 {
				l.rise(i, k*64+bits.TrailingZeros64(word))
			}
		}
	}
}

func (l *locking) rise(above, below int) {
	l.over[above].add(below)
	l.under[below].add(above)
}

func (l *locking) record(p pair, locked bool) {
	l.steps = append(l.steps, Lock{Duel: duel(l.w, p.over, p.under), Locked: locked})
}

func (l *locking) lockIn(p pair) {
	l.add(p)
	l.record(p, true)
	if l.beaten != nil {
		l.beaten.add(int(p.under))
	}
}

// lock locks equal duels. open reports that a tie between them stands.
func (l *locking) lock(equal []pair, tb ballot.TieBreak) (open bool, err error) {
	for len(equal) > 0 {
		var free []pair // open after what is locked
		for _, p := range equal {
			switch {
			case l.beaten != nil && l.beaten.has(int(p.under)):
				l.steps = append(l.steps, Lock{Duel: duel(l.w, p.over, p.under), Beaten: true})
			case l.over[p.under].has(int(p.over)):
				l.record(p, false)
			case l.over[p.over].has(int(p.under)):
				l.record(p, true) // it follows from those before
			default:
				free = append(free, p)
			}
		}
		equal = equal[:0:0]
		for i, on := range l.circle(free) {
			if on {
				equal = append(equal, free[i])
				continue
			}
			l.lockIn(free[i])
		}
		if len(equal) == 0 {
			return false, nil
		}
		p, ok, err := l.choose(equal, tb)
		if err != nil || !ok {
			return true, err
		}
		l.lockIn(p)
		equal = slices.DeleteFunc(equal, func(q pair) bool { return q == p })
	}
	return false, nil
}

// choose asks which of equal duels is locked first.
func (l *locking) choose(duels []pair, tb ballot.TieBreak) (p pair, ok bool, err error) {
	s := l.w.Slate()
	number := len(l.ties) + 1
	ask := func(what string, from []ballot.Option) (ballot.Option, bool, error) {
		slices.Sort(from)
		from = slices.Compact(from)
		if len(from) == 1 {
			return from[0], true, nil
		}
		tie, err := ballot.Resolve(s, ballot.Tie{For: what, Options: from, Places: 1}, tb)
		if err != nil {
			return 0, false, err
		}
		l.ties = append(l.ties, tie)
		in, _, _ := tie.Cut()
		if in == nil {
			return 0, false, nil
		}
		return in[0], true, nil
	}
	var overs, unders []ballot.Option
	for _, p := range duels {
		overs = append(overs, p.over)
	}
	if p.over, ok, err = ask(fmt.Sprintf("whose equal duel is locked first, no. %d", number), overs); !ok || err != nil {
		return p, false, err
	}
	for _, q := range duels {
		if q.over == p.over {
			unders = append(unders, q.under)
		}
	}
	p.under, ok, err = ask(fmt.Sprintf("over whom the duel of %s is locked first, no. %d", s.Name(p.over), number), unders)
	return p, ok, err
}

// A Lock is the step of a won duel: locked, or left out as it would close a circle.
type Lock struct {
	Duel
	Locked, Beaten bool // not locked as a duel over Under is already: River
}

// Key: see vicinia.Step.
func (l Lock) Key() string { return "ranked.lock" }

// String is "Ana over Ben: 34 to 20: locked".
func (l Lock) String() string {
	if l.Locked {
		return l.Duel.String() + ": locked"
	}
	if l.Beaten {
		return fmt.Sprintf("%s: left out, %s is beaten already", l.Duel, l.Under)
	}
	return l.Duel.String() + ": left out, it would close a circle"
}
