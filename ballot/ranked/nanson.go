package ranked

import (
	"fmt"

	"github.com/vicinia/vicinia/ballot"
)

// Baldwin puts out the option with the fewest points of Borda among those who are in, until
// one is left (Baldwin, Proceedings of the Royal Society of Victoria 39, 1926). It elects a
// Condorcet winner; it is not monotonic, and clones change it.
type Baldwin struct{}

// Nanson puts out all whose points of Borda among those who are in are at or below the
// average, until one is left or all are equal (Nanson, Transactions and Proceedings of the
// Royal Society of Victoria 19, 1882; Niou, Public Choice 54, 1987). It elects a Condorcet
// winner; it is not monotonic, and clones change it.
type Nanson struct {
	Below bool // only those below the average go (Schwartz, The Logic of Collective Choice, 1986)
}

// Raynaud puts out whoever lost its worst duel the worst among those who are in, until one
// is left (Arrow & Raynaud, Social Choice and Multicriterion Decision-Making, 1986). It
// elects a Condorcet winner; it is not monotonic.
type Raynaud struct{ Measure Measure }

// LossTrimmer puts out the option with the greatest sum of margins of lost duels until one
// of those left wins all duels with the others (Darlington, The Case for the Loss-Trimmer
// Voting System, 2023). It elects a Condorcet winner.
type LossTrimmer struct{}

// Daunou elects the option that wins all duels; failing that, whoever loses all duels goes
// out, as often as there is such an option among those left, and of the rest the one with
// the most first choices wins (Daunou, Mémoire sur les élections au scrutin, 1803).
type Daunou struct{}

var (
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Baldwin{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Nanson{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Raynaud{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = LossTrimmer{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order]  = Daunou{}
)

// String is the rule in canonical text.
func (Baldwin) String() string { return "baldwin" }

// String is the rule in canonical text.
func (r Nanson) String() string {
	if r.Below {
		return "nanson below"
	}
	return "nanson"
}

// String is the rule in canonical text: "raynaud margins".
func (r Raynaud) String() string { return "raynaud " + r.Measure.String() }

// String is the rule in canonical text.
func (LossTrimmer) String() string { return "loss-trimmer" }

// String is the rule in canonical text.
func (Daunou) String() string { return "daunou" }

// Decide: see ballot.Rule. While a tie stands the count ends there, and all that are still
// in share the first tier. No ballots are an error.
func (r Baldwin) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("baldwin", 0, 0, w); err != nil {
		return nil, err
	}
	return duelRounds(r, w, tb, func(e *race) round {
		halves := e.borda(w)
		return func() ([]ballot.Option, bool, error) {
			if first := e.condorcet(); first != nil { // who never goes
				return first, false, nil
			}
			open, err := e.dropOne(e.weakest(by(halves)), e.pointsOf(halves, 2))
			if !open {
				e.forget(w, halves, e.last())
			}
			return nil, open, err
		}
	})
}

// duelRounds puts out one after the other, by duels alone.
func duelRounds(r fmt.Stringer, w *ballot.Pairwise, tb ballot.TieBreak, start func(*race) round) (*ballot.Order, error) {
	over := beats(w)
	return ballot.AgreedOrder(len(over)*len(over), tb, func(tb ballot.TieBreak) (*ballot.Order, error) {
		e := &race{field: &field{knockout: newKnockout(w.Slate(), tb)}, over: over}
		return e.rounds(ruleOf(r, w), start(e))
	})
}

// borda are the points of all in halves; see Borda for options that are not told apart.
func (k *knockout) borda(w *ballot.Pairwise) []int64 {
	halves := make([]int64, k.slate.Len())
	for a := range k.slate.All() {
		for b := range k.slate.All() {
			if a != b {
				halves[a] += w.Ballots() + w.Margin(a, b)
			}
		}
	}
	return halves
}

// forget takes off the points that the members have from those who went.
func (k *knockout) forget(w *ballot.Pairwise, halves []int64, gone []ballot.Option) {
	for a := range k.in.all() {
		for _, b := range gone {
			halves[a] -= w.Ballots() + w.Margin(ballot.Option(a), b)
		}
	}
}

// Decide: see ballot.Rule. Options that are left with equal points are a tie for the first
// place. No ballots are an error.
func (r Nanson) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("nanson", 0, 0, w); err != nil {
		return nil, err
	}
	k := newKnockout(w.Slate(), tb)
	halves := k.borda(w)
	for k.left > 1 {
		sum := int64(0)
		for o := range k.in.all() {
			sum += halves[o]
		}
		var gone []ballot.Option
		for o := range k.in.all() {
			if total := halves[o] * int64(k.left); total < sum || total == sum && !r.Below { // below 2^58: see check
				gone = append(gone, ballot.Option(o))
			}
		}
		if len(gone) == 0 || len(gone) == k.left {
			break
		}
		k.drop(gone, k.pointsOf(halves, 2))
		k.forget(w, halves, gone)
	}
	return k.finish(ruleOf(r, w), nil)
}

// Decide: see Baldwin.Decide.
func (r Raynaud) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("raynaud", r.Measure, Opposition, w); err != nil {
		return nil, err
	}
	return duelRounds(r, w, tb, func(e *race) round {
		worst, whom := make([]int64, w.Slate().Len()), make([]int32, w.Slate().Len())
		for o := range e.in.all() {
			r.worst(w, e.in, o, worst, whom)
		}
		return func() ([]ballot.Option, bool, error) {
			if first := e.condorcet(); first != nil && r.Measure != Opposition { // who never goes
				return first, false, nil
			}
			open, err := e.dropOne(e.weakest(by(worst)), e.pointsOf(worst, 1))
			if open {
				return nil, true, err
			}
			gone := int32(e.last()[0])
			for o := range e.in.all() {
				if whom[o] == gone {
					r.worst(w, e.in, o, worst, whom)
				}
			}
			return nil, false, nil
		}
	})
}

// worst finds the worst duel of an option with those who are in: below 0, the more the worse.
func (r Raynaud) worst(w *ballot.Pairwise, in bitset, a int, worst []int64, whom []int32) {
	worst[a], whom[a] = 0, -1
	for b := range in.all() {
		if loss := Minimax(r).against(w, ballot.Option(a), ballot.Option(b)); a != b && -loss < worst[a] {
			worst[a], whom[a] = -loss, int32(b)
		}
	}
}

// Decide: see Baldwin.Decide.
func (r LossTrimmer) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("loss-trimmer", 0, 0, w); err != nil {
		return nil, err
	}
	return duelRounds(r, w, tb, func(e *race) round {
		lost := lossesOf(w, e.in)
		return func() ([]ballot.Option, bool, error) {
			if first := e.condorcet(); first != nil {
				return first, false, nil
			}
			open, err := e.dropOne(e.weakest(by(lost)), e.pointsOf(lost, 1))
			if open {
				return nil, true, err
			}
			for o := range e.in.all() {
				lost[o] -= min(0, w.Margin(ballot.Option(o), e.last()[0]))
			}
			return nil, false, nil
		}
	})
}

// lossesOf are, by option, minus the sum of the margins of the duels it lost.
func lossesOf(w *ballot.Pairwise, in bitset) []int64 {
	lost := make([]int64, w.Slate().Len())
	for a := range in.all() {
		for b := range in.all() {
			lost[a] += min(0, w.Margin(ballot.Option(a), ballot.Option(b)))
		}
	}
	return lost
}

// Decide: see ballot.Rule. First choices are counted among those left; equal ones are a tie
// for the first place. Other ballots than rankings, and none, are errors.
func (r Daunou) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("daunou", p); err != nil {
		return nil, err
	}
	w := p.Pairwise()
	e := race{field: newField(p, tb), over: beats(w)}
	if first := e.condorcet(); first != nil {
		return e.finish(ruleOfBallots(r, p), first)
	}
	for lost := true; lost && e.left > 1; {
		lost = false
		for a := range e.in.all() {
			if e.losesAll(a) {
				e.drop([]ballot.Option{ballot.Option(a)}, nil)
				lost = true
				break
			}
		}
	}
	votes := e.firsts()
	most := e.weakest(func(a, b ballot.Option) int { return by(votes)(b, a) })
	e.steps = append(e.steps, tally(e.pointsOf(votes, 1)))
	return e.finish(ruleOfBallots(r, p), most)
}

// losesAll reports whether an option loses all duels with those who are in.
func (e *race) losesAll(a int) bool {
	for b := range e.in.all() {
		if a != b && !e.over[b].has(a) {
			return false
		}
	}
	return true
}

// A Tally is the step of points that put nobody out.
type Tally struct{ Points []Points }

// Key: see vicinia.Step.
func (t Tally) Key() string { return "ranked.tally" }

// String is "Ana 4, Ben 7/2".
func (t Tally) String() string {
	return list(t.Points)
}
