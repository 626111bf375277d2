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

// Limits of the ways in which greedy Monroe is tried: about two seconds.
const (
	maxWaysOptions = 64
	maxWays        = 1 << 24 // kinds of voters, over all that is tried
	maxLooks       = 1 << 25 // steps of looking ahead
	maxAhead       = 10_000  // beginnings of committees that are looked at ahead
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

// Ways are all the runs of greedy Monroe. Runs that come to the same kinds of voters, free
// options and seats go on as one.
type ways struct {
	*electorate
	seen  map[string]bool // what was tried
	key   []byte          // scratch
	rooms []room          // by round
	count []int64         // scratch, by voters
	work  int64
	looks int64
	path  []Round
	found map[uint64][]Round // by committee, how it was elected
	sets  []uint64
	next  ahead
}

// A room is what a round needs.
type room struct{ kinds, with, next []kind }

// newWays is nil where there are too many options.
func newWays(e *electorate) *ways {
	if e.options > maxWaysOptions {
		return nil
	}
	return &ways{electorate: e, seen: map[string]bool{}, found: map[uint64][]Round{}, rooms: make([]room, e.seats)}
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
	w.key = binary.AppendUvarint(w.key[:0], free)
	for _, k := range kinds {
		w.key = binary.AppendUvarint(binary.AppendUvarint(w.key, k.options), uint64(k.voters))
	}
	if w.seen[string(w.key)] {
		return nil
	}
	if w.seen[string(w.key)] = true; !w.hopes(free, kinds) {
		return nil
	}
	round, votes := len(w.path), slices.Clone(w.next.votes)
	for _, o := range best(free, votes) {
		w.step(o, votes[o])
		if err := w.represent(o, free&^(1<<o), kinds, w.due(round)); err != nil {
			return err
		}
		w.path = w.path[:round]
	}
	return nil
}

// best are the free options of the most votes.
func best(free uint64, votes []int64) (tied []int) {
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
	votes := w.next.begin(w.options)
	for _, k := range kinds {
		for s := k.options & free; s != 0; s &= s - 1 {
			votes[bits.TrailingZeros64(s)] += k.voters
		}
	}
	elected := ^uint64(0) >> (64 - w.options) &^ free
	for _, o := range best(free, votes) {
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
	at := &w.rooms[len(w.path)-1]
	with, next, all := at.with[:0], at.next[:0], int64(0)
	for _, k := range kinds {
		if k.options>>o&1 == 1 {
			with, all = append(with, k), all+k.voters
		} else {
			next = append(next, k)
		}
	}
	at.with = with
	due = min(due, all)
	if w.choices(with, due, all) > maxWays-w.work {
		return errWork
	}
	apart := len(next)
	var choose func(i int, left, due int64) error // left are the voters of with[i:]
	choose = func(i int, left, due int64) error {
		if i == len(with) {
			at.next, at.kinds = next, append(at.kinds[:0], next...)
			for j := range at.kinds {
				at.kinds[j].options &= free
			}
			return w.elect(free, at.kinds)
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
	return choose(0, all, due)
}

// choices is in how many ways some of so many voters of some kinds can be chosen; beyond
// maxWays, more than that.
func (w *ways) choices(of []kind, chosen, all int64) int64 {
	n := min(chosen, all-chosen) // the others are chosen, too
	if n > maxWays/int64(len(of)+1) {
		return maxWays + 1
	}
	w.count = append(w.count[:0], make([]int64, n+1)...)
	w.count[0] = 1
	for _, k := range of {
		for i := range n {
			w.count[i+1] += w.count[i]
		}
		for i := n; i > k.voters; i-- {
			w.count[i] -= w.count[i-k.voters-1]
		}
		for i, ways := range w.count {
			w.count[i] = min(ways, maxWays+1)
		}
	}
	return w.count[n]
}

// hopes reports whether a committee that was not found yet may come of it.
func (w *ways) hopes(free uint64, kinds []kind) bool {
	a := &w.next
	a.look(w, kinds)
	round := len(w.path)
	elected := ^uint64(0) >> (64 - w.options) &^ free
	var may func(set, rest uint64) bool
	may = func(set, rest uint64) bool {
		n := bits.OnesCount64(set)
		w.looks++
		switch {
		case w.looks > maxLooks:
			return true // there is no room to tell
		case n == w.seats-round:
			return w.found[elected|set] == nil && a.may(round, set, free)
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
	votes  []int64   // by option
	both   []int64   // by two options, voters who approve them
	bounds [][]int64 // by round, the least votes of each option, then the most
	tried  int
}

// begin is votes of none.
func (a *ahead) begin(options int) []int64 {
	a.votes = append(a.votes[:0], make([]int64, options)...)
	return a.votes
}

// look counts what is approved.
func (a *ahead) look(w *ways, kinds []kind) {
	n := w.options
	a.ways, a.tried = w, 0
	a.both = append(a.both[:0], make([]int64, n*n)...)
	for _, k := range kinds {
		for s := k.options; s != 0; s &= s - 1 {
			with := a.both[bits.TrailingZeros64(s)*n:]
			for t := k.options; t != 0; t &= t - 1 {
				with[bits.TrailingZeros64(t)] += k.voters
			}
		}
	}
	for len(a.bounds) <= w.seats {
		a.bounds = append(a.bounds, make([]int64, 2*n))
	}
	a.begin(n)
	for o := range n {
		a.votes[o] = a.both[o*n+o]
	}
	copy(a.bounds[len(w.path)], a.votes)
	copy(a.bounds[len(w.path)][n:], a.votes)
}

// may reports whether the options of a set can be elected in some order: each must have a
// round in which it can have as many votes as any that is free. It may, too, where it would
// take long to tell.
func (a *ahead) may(round int, set, free uint64) bool {
	if a.tried++; set == 0 || a.tried > maxAhead || a.looks > maxLooks {
		return true
	}
	n := a.options
	a.looks += int64(n) / 8
	least, most := a.bounds[round][:n], a.bounds[round][n:]
	fewer, more := a.bounds[round+1][:n], a.bounds[round+1][n:]
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
		for t := free; t != 0; t &= t - 1 {
			c := bits.TrailingZeros64(t)
			both := a.both[o*n+c]
			fewer[c], more[c] = least[c]-min(due, both), most[c]
			if round == len(a.path) { // it has these votes now
				more[c] -= max(0, min(due, a.votes[o])-(a.votes[o]-both))
			}
		}
		if a.may(round+1, set&^(1<<o), free&^(1<<o)) {
			return true
		}
	}
	return false
}
