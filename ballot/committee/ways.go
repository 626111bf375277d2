package committee

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Limits of the ways in which greedy Monroe is tried.
const (
	maxWaysOptions = 16
	maxWays        = 1 << 21 // kinds of voters, over all that is tried
	maxAhead       = 1_000   // committees that are looked for ahead
)

// An Alike is the step of a rule that would have to choose among voters whom nothing tells
// apart, so that so many committees can be elected.
type Alike struct {
	Committees int // 0 is too many ways to tell
}

// Key: see vicinia.Step.
func (a Alike) Key() string { return "committee.alike" }

// String is "3 committees, by whom members represent".
func (a Alike) String() string {
	if a.Committees == 0 {
		return "members can represent voters in too many ways to try all"
	}
	return fmt.Sprintf("%d committees, by whom members represent", a.Committees)
}

// Kind is the voters not represented who approve the same of the free options: what else
// they approve makes no difference.
type kind struct {
	options uint64
	voters  int64
}

// Ways are all the runs of greedy Monroe.
type ways struct {
	*electorate
	seen  map[string]bool // what was tried
	work  int64
	path  []Round
	found map[uint64][]Round // by committee, how it was elected
	sets  []uint64
	next  ahead
}

// newWays is nil where there are too many options.
func newWays(e *electorate) *ways {
	if e.options > maxWaysOptions {
		return nil
	}
	return &ways{electorate: e, seen: map[string]bool{}, found: map[uint64][]Round{}}
}

// run tries all ways.
func (w *ways) run() error {
	kinds := make([]kind, len(w.weight))
	for g, n := range w.weight {
		kinds[g].voters = n
		for _, o := range w.of(g) {
			kinds[g].options |= 1 << o
		}
	}
	return w.elect(^uint64(0)>>(64-w.options), kinds)
}

// committees are those elected, and how.
func (w *ways) committees() (all [][]ballot.Option, paths [][]Round) {
	for _, bit := range w.sets {
		var set []ballot.Option
		for s := bit; s != 0; s &= s - 1 {
			set = append(set, ballot.Option(bits.TrailingZeros64(s)))
		}
		all = append(all, set)
	}
	slices.SortFunc(all, slices.Compare)
	for _, set := range all {
		bit := uint64(0)
		for _, o := range set {
			bit |= 1 << o
		}
		paths = append(paths, w.found[bit])
	}
	return all, paths
}

// tidyKinds sorts kinds and joins equal ones; voters who approve nobody any more are left
// out.
func tidyKinds(kinds []kind) []kind {
	slices.SortFunc(kinds, func(a, b kind) int { return cmp.Compare(a.options, b.options) })
	tidy := kinds[:0]
	for _, k := range kinds {
		switch n := len(tidy); {
		case k.options == 0 || k.voters == 0:
		case n > 0 && tidy[n-1].options == k.options:
			tidy[n-1].voters += k.voters
		default:
			tidy = append(tidy, k)
		}
	}
	return tidy
}

// elect tries all who can be elected next.
func (w *ways) elect(free uint64, kinds []kind) error {
	if w.work += int64(len(kinds)) + 1; w.work > maxWays {
		return errWork
	}
	if len(w.path) == w.seats-1 {
		return w.last(free, kinds)
	}
	kinds = tidyKinds(kinds)
	key := binary.BigEndian.AppendUint64(nil, free)
	for _, k := range kinds {
		key = binary.AppendUvarint(binary.BigEndian.AppendUint64(key, k.options), uint64(k.voters))
	}
	if w.seen[string(key)] {
		return nil
	}
	if w.seen[string(key)] = true; !w.hopes(free, kinds) {
		return nil
	}
	votes := w.next.votes
	round := len(w.path)
	for _, o := range best(free, &votes) {
		w.step(o, votes[o])
		if err := w.represent(o, free&^(1<<o), kinds, w.due(round)); err != nil {
			return err
		}
		w.path = w.path[:round]
	}
	return nil
}

// best are the free options of the most votes.
func best(free uint64, votes *perOption) (tied []int) {
	for ; free != 0; free &= free - 1 {
		o := bits.TrailingZeros64(free)
		if len(tied) > 0 && votes[o] > votes[tied[0]] {
			tied = tied[:0]
		}
		if len(tied) == 0 || votes[o] == votes[tied[0]] {
			tied = append(tied, o)
		}
	}
	return tied
}

// step adds a round to the path.
func (w *ways) step(o int, votes int64) {
	w.path = append(w.path, Round{
		N: len(w.path) + 1, Option: w.slate.Name(ballot.Option(o)), Measure: Support, Value: new(big.Rat).SetInt64(votes),
	})
}

// last counts the committees that the last seat makes.
func (w *ways) last(free uint64, kinds []kind) error {
	var votes perOption
	for _, k := range kinds {
		for s := k.options & free; s != 0; s &= s - 1 {
			votes[bits.TrailingZeros64(s)] += k.voters
		}
	}
	elected := ^uint64(0) >> (64 - w.options) &^ free
	for _, o := range best(free, &votes) {
		if set := elected | 1<<o; w.found[set] == nil {
			w.step(o, votes[o])
			w.found[set], w.sets = slices.Clone(w.path), append(w.sets, set)
			w.path = w.path[:w.seats-1]
		}
	}
	if len(w.sets) > MaxCommittees {
		return errWork
	}
	return nil
}

// represent tries all ways in which a new member represents so many of its supporters.
func (w *ways) represent(o int, free uint64, kinds []kind, due int64) error {
	var with, next []kind
	all := int64(0)
	for _, k := range kinds {
		if k.options>>o&1 == 1 {
			with, all = append(with, k), all+k.voters
		} else {
			next = append(next, k)
		}
	}
	apart := len(next)
	var choose func(i int, left, due int64) error // left are the voters of with[i:]
	choose = func(i int, left, due int64) error {
		if i == len(with) {
			kinds := slices.Clone(next)
			for j := range kinds {
				kinds[j].options &= free
			}
			return w.elect(free, kinds)
		}
		k := with[i]
		left -= k.voters
		for took := max(0, due-left); took <= min(due, k.voters); took++ {
			next = append(next[:apart+i], kind{k.options, k.voters - took})
			if err := choose(i+1, left, due-took); err != nil {
				return err
			}
		}
		return nil
	}
	return choose(0, all, min(due, all))
}

// hopes reports whether a committee that was not found yet may come of it.
func (w *ways) hopes(free uint64, kinds []kind) bool {
	a := newAhead(w, kinds)
	round, tried := len(w.path), 0
	elected := ^uint64(0) >> (64 - w.options) &^ free
	var may func(set, rest uint64) bool
	may = func(set, rest uint64) bool {
		n := bits.OnesCount64(set)
		switch {
		case n == w.seats-round:
			if tried++; tried > maxAhead {
				return true
			}
			return w.found[elected|set] == nil && a.may(round, set, free, a.votes, a.votes)
		case n+bits.OnesCount64(rest) < w.seats-round:
			return false
		}
		o := rest & -rest
		return may(set|o, rest&^o) || may(set, rest&^o)
	}
	return may(0, free)
}

// An ahead looks ahead, without choosing voters: between which bounds the votes of an option
// stay.
type ahead struct {
	*ways
	votes perOption
	both  [maxWaysOptions]perOption // voters who approve an option and another
}

type perOption = [maxWaysOptions]int64

func newAhead(w *ways, kinds []kind) *ahead {
	a := &w.next
	*a = ahead{ways: w}
	for _, k := range kinds {
		for s := k.options; s != 0; s &= s - 1 {
			with := &a.both[bits.TrailingZeros64(s)]
			for t := k.options; t != 0; t &= t - 1 {
				with[bits.TrailingZeros64(t)] += k.voters
			}
		}
	}
	for o := range a.votes {
		a.votes[o] = a.both[o][o]
	}
	return a
}

// may reports whether the options of a set can be elected in some order: each must have a
// round in which it can have as many votes as any that is free.
func (a *ahead) may(round int, set, free uint64, least, most perOption) bool {
	if set == 0 {
		return true
	}
	low := int64(0)
	for s := free; s != 0; s &= s - 1 {
		low = max(low, least[bits.TrailingZeros64(s)])
	}
	due := a.due(round)
	for s := set; s != 0; s &= s - 1 {
		o := bits.TrailingZeros64(s)
		if most[o] < low {
			continue
		}
		fewer, more := least, most
		for t := free; t != 0; t &= t - 1 {
			c := bits.TrailingZeros64(t)
			fewer[c] -= min(due, a.both[o][c])
			if round == len(a.path) { // it has these votes now
				more[c] -= max(0, min(due, a.votes[o])-(a.votes[o]-a.both[o][c]))
			}
		}
		if a.may(round+1, set&^(1<<o), free&^(1<<o), fewer, more) {
			return true
		}
	}
	return false
}
