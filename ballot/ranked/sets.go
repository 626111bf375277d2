package ranked

import (
	"fmt"
	"math/bits"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Condorcet ranks the option that wins all its duels before the others, and the one that
// loses all of them after (Condorcet 1785). Without such a winner the others share the
// first tier, which is a tie.
type Condorcet struct{}

// Smith elects the smallest set whose members win all duels with the others, the top cycle
// (Smith 1973; Good 1971; GETCHA in Schwartz 1986).
type Smith struct{}

// Schwartz elects those whom nobody reaches by a chain of won duels whom they do not reach
// too (Schwartz 1972; GOCHA in Schwartz 1986). It is a part of the Smith set, and the same
// where no duel is even.
type Schwartz struct{}

// A Covering says when an option a covers another, b. Without even duels the first four are
// the same (Duggan, Social Choice and Welfare 41, 2013).
type Covering uint8

// The zero Covering is Gillies.
const (
	Gillies  Covering = iota // a wins against b, and all who win against a win against b
	Fishburn                 // all who win against a win against b, and not the other way round
	Bordes                   // a wins against b and against all against whom b wins
	McKelvey                 // Gillies and Bordes
	Weighted                 // a wins against b, and its margin over everybody is at least b's
)

// String is the word of a setting.
func (c Covering) String() string {
	switch c {
	case Gillies:
		return "gillies"
	case Fishburn:
		return "fishburn"
	case Bordes:
		return "bordes"
	case McKelvey:
		return "mckelvey"
	case Weighted:
		return "weighted"
	}
	return "covering " + strconv.Itoa(int(c))
}

// Uncovered elects those whom nobody covers (Miller 1980; Fishburn 1977; Bordes 1983;
// McKelvey 1986; Gillies 1959; weighted: Dutta & Laslier 1999). It is a part of the Smith
// set, but for Fishburn's and the weighted, which may have others besides a Condorcet winner.
type Uncovered struct{ Covering Covering }

var (
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Condorcet{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Smith{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Schwartz{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Uncovered{}
)

// String is the rule in canonical text.
func (Condorcet) String() string { return "condorcet" }

// String is the rule in canonical text.
func (Smith) String() string { return "smith" }

// String is the rule in canonical text.
func (Schwartz) String() string { return "schwartz" }

// String is the rule in canonical text: "uncovered gillies".
func (r Uncovered) String() string { return "uncovered " + r.Covering.String() }

// Decide: see ballot.Rule. No ballots are an error.
func (r Condorcet) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("condorcet", 0, 0, w); err != nil {
		return nil, err
	}
	n := w.Slate().Len()
	score := make([]int64, n)
	for a, beaten := range beats(w) {
		switch {
		case beaten.size() == n-1:
			score[a] = 1
		case n > 1 && losses(w, ballot.Option(a)) == n-1:
			score[a] = -1
		}
	}
	o, err := finish(ruleOf(r, w), w.Slate(), byScore(w.Slate(), score), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = neighbours(w, o.Tiers)
	return o, nil
}

// Decide: see ballot.Rule. Several members are a tie for the first place. No ballots are an
// error.
func (r Smith) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	return electSet(r, w, tb, func() bitset { return smith(beats(w), everyone(w.Slate().Len())) })
}

// Decide: see ballot.Rule. Several members are a tie for the first place. No ballots are an
// error.
func (r Schwartz) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	return electSet(r, w, tb, func() bitset { return schwartz(beats(w), everyone(w.Slate().Len())) })
}

// Decide: see ballot.Rule. Several members are a tie for the first place. No ballots are an
// error.
func (r Uncovered) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if r.Covering > Weighted {
		return nil, fmt.Errorf("uncovered: no such %s", r.Covering)
	}
	n := w.Slate().Len()
	var covers []ballot.Option // by option, who covers it; itself if nobody
	o, err := electSet(r, w, tb, func() bitset {
		over, under := beats(w), losesTo(w)
		set := newBitset(n)
		covers = make([]ballot.Option, n)
		for b := range n {
			covers[b] = ballot.Option(b)
			for a := range n {
				if a != b && r.Covering.covers(w, over, under, a, b) {
					covers[b] = ballot.Option(a)
					break
				}
			}
			if int(covers[b]) == b {
				set.add(b)
			}
		}
		return set
	})
	if err != nil {
		return nil, err
	}
	o.Reasons = func(yield func(vicinia.Step) bool) {
		for b, a := range covers {
			if int(a) != b && !yield(Cover(duel(w, a, ballot.Option(b)))) {
				return
			}
		}
	}
	return o, nil
}

// covers reports whether a covers b. over and under are who loses to an option, and to whom
// it loses.
func (c Covering) covers(w *ballot.Pairwise, over, under []bitset, a, b int) bool {
	wins := over[a].has(b)
	switch c {
	case Gillies:
		return wins && under[a].within(under[b])
	case Fishburn:
		return under[a].within(under[b]) && !under[b].within(under[a])
	case Bordes:
		return wins && over[b].within(over[a])
	case McKelvey:
		return wins && under[a].within(under[b]) && over[b].within(over[a])
	}
	for o := range w.Slate().All() {
		if wins && int(o) != a && int(o) != b {
			wins = w.Margin(ballot.Option(a), o) >= w.Margin(ballot.Option(b), o)
		}
	}
	return wins
}

// electSet puts the members of a set before the others. Its steps are the duels of the first
// member with those outside.
func electSet(r fmt.Stringer, w *ballot.Pairwise, tb ballot.TieBreak, find func() bitset) (*ballot.Order, error) {
	if err := check(r.String(), 0, 0, w); err != nil {
		return nil, err
	}
	set := find()
	score := make([]int64, w.Slate().Len())
	for o := range set.all() {
		score[o] = 1
	}
	tiers := byScore(w.Slate(), score)
	o, err := finish(ruleOf(r, w), w.Slate(), tiers, nil, tb)
	if err != nil {
		return nil, err
	}
	var steps []Duel
	for _, tier := range tiers[1:] {
		for _, b := range tier {
			steps = append(steps, duel(w, tiers[0][0], b))
		}
	}
	o.Reasons = walk(steps)
	return o, nil
}

// beats are, by option, those against whom it wins.
func beats(w *ballot.Pairwise) []bitset {
	n := w.Slate().Len()
	over := bitsets(n)
	for a := range n {
		for b := range n {
			if w.Margin(ballot.Option(a), ballot.Option(b)) > 0 {
				over[a].add(b)
			}
		}
	}
	return over
}

// losesTo are, by option, those who win against it.
func losesTo(w *ballot.Pairwise) []bitset {
	n := w.Slate().Len()
	under := bitsets(n)
	for a := range n {
		for b := range n {
			if w.Margin(ballot.Option(b), ballot.Option(a)) > 0 {
				under[a].add(b)
			}
		}
	}
	return under
}

func losses(w *ballot.Pairwise, a ballot.Option) (n int) {
	for b := range w.Slate().All() {
		if w.Margin(b, a) > 0 {
			n++
		}
	}
	return n
}

// smith is the Smith set among those who are in: it has whoever has the most wins less losses,
// and all who do not lose to somebody in it.
func smith(over []bitset, in bitset) bitset {
	first, most := -1, -1
	for a := range in.all() {
		score := in.size() // wins less losses
		for k, word := range over[a] {
			score += bits.OnesCount64(word & in[k])
		}
		for b := range in.all() {
			if over[b].has(a) {
				score--
			}
		}
		if score > most {
			first, most = a, score
		}
	}
	set, queue := newBitset(len(over)), []int{first}
	set.add(first)
	for ; len(queue) > 0; queue = queue[1:] {
		below := over[queue[0]]
		for k := range set {
			for fresh := in[k] &^ below[k] &^ set[k]; fresh > 0; fresh &= fresh - 1 {
				set[k] |= fresh & -fresh
				queue = append(queue, k*64+bits.TrailingZeros64(fresh))
			}
		}
	}
	return set
}

// schwartz is the Schwartz set among those who are in.
func schwartz(over []bitset, in bitset) bitset {
	n := len(over)
	in = smith(over, in)
	reach := bitsets(n)
	for a := range in.all() {
		for k := range in {
			reach[a][k] = over[a][k] & in[k]
		}
	}
	for via := range in.all() {
		for a := range in.all() {
			if reach[a].has(via) {
				for k, word := range reach[via] {
					reach[a][k] |= word
				}
			}
		}
	}
	set := newBitset(n)
	for a := range in.all() {
		top := true
		for b := range in.all() {
			top = top && (!reach[b].has(a) || reach[a].has(b))
		}
		if top {
			set.add(a)
		}
	}
	return set
}

// A Cover is the step of an option that another covers.
type Cover Duel

// Key: see vicinia.Step.
func (c Cover) Key() string { return "ranked.cover" }

// String is "Ana covers Ben: 34 to 20".
func (c Cover) String() string {
	return fmt.Sprintf("%s covers %s: %d to %d", c.Over, c.Under, c.For, c.Back)
}
