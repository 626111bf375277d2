package ranked

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Overvote says what becomes of a ballot whose next rank is shared by several options.
type Overvote uint8

// The zero Overvote is Exhaust. If several of those who share the rank are still in:
const (
	Exhaust    Overvote = iota // it counts for nobody any more
	Skip                       // it counts for the next rank that one option has alone
	ExhaustAny                 // as Exhaust, however many of them are still in
	SkipAny                    // as Skip, however many of them are still in
)

// String is the word of a setting.
func (v Overvote) String() string {
	words := [...]string{"exhaust", "skip", "exhaust-any", "skip-any"}
	if int(v) < len(words) {
		return words[v]
	}
	return "overvote " + strconv.Itoa(int(v))
}

// Batch says how many go out at once.
type Batch uint8

// The zero Batch is Level.
const (
	Level Batch = iota // those who are level at the end, if together they have fewer votes than the next
	One                // always one; of the last two, if they are level, it is asked who wins
	Most               // the most who, from the end, together have fewer votes than the next; the last two as with One
)

// String is the word of a setting.
func (v Batch) String() string {
	words := [...]string{"level", "one", "most"}
	if int(v) < len(words) {
		return words[v]
	}
	return "batch " + strconv.Itoa(int(v))
}

// InstantRunoff counts each ballot for its first option that is still in and puts out the
// last, until one has more than half of the votes that count (Ware 1871; Hare's method for
// one seat). Ranks that are left out are passed over; a ballot without a further option is
// exhausted. Of options that are level at the end, those who together have fewer votes than
// the next go out together, as none of them can win; otherwise it is a tie who goes. The
// order is the winner, then the others by their last votes, the later out the better. It
// is independent of clones; it may miss a Condorcet winner (Alaska 2022), and more support
// can cost an option its victory.
//
// The other settings are those by which the cities of the United States differ, as RCTab has
// them; zero is the plain rule.
type InstantRunoff struct {
	Overvote  Overvote
	Batch     Batch
	Skips     int32    // a ballot is exhausted where it leaves out so many ranks in a row; 0 is never
	Minimum   int64    // who has fewer votes goes out, all at once
	WriteIn   string   // the option that goes out alone as soon as it has votes; while it has, nobody wins
	Withdrawn []string // who is out before the count; unlike a name that is not on the slate
	ToTwo     bool     // goes on until two are left, also when one has more than half; nobody goes out in that round
	OfFirst   bool     // more than half of the votes that count in the first round, or the more of the last two
	Earlier   bool     // level options go out by their votes in the last round in which they differ, before the tie-break
	Reach     int64    // the last goes out until all who are left have so many percent of the votes that count, and all of them win
	Cutoff    bool     // all who lack that go out at once; with OfFirst, of the votes of the first round
	Stop      int32    // the count ends with that round, in which some may go out but no votes move any more; 0 is never
}

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = InstantRunoff{}

// String is the rule in canonical text: "instant-runoff overvote=exhaust".
func (r InstantRunoff) String() string {
	s := "instant-runoff overvote=" + r.Overvote.String()
	if r.Batch != Level {
		s += " batch=" + r.Batch.String()
	}
	if r.Skips != 0 {
		s += fmt.Sprintf(" skips=%d", r.Skips)
	}
	if r.Minimum != 0 {
		s += fmt.Sprintf(" minimum=%d", r.Minimum)
	}
	if r.WriteIn != "" {
		s += fmt.Sprintf(" write-in=%q", r.WriteIn)
	}
	if len(r.Withdrawn) > 0 {
		s += fmt.Sprintf(" withdrawn=%q", r.Withdrawn)
	}
	if r.Reach != 0 {
		s += fmt.Sprintf(" reach=%d%%", r.Reach)
	}
	if r.Stop != 0 {
		s += fmt.Sprintf(" stop=%d", r.Stop)
	}
	for _, flag := range []struct {
		word string
		set  bool
	}{{" to-two", r.ToTwo}, {" of-first", r.OfFirst}, {" earlier", r.Earlier}, {" cutoff", r.Cutoff}} {
		if flag.set {
			s += flag.word
		}
	}
	return s
}

// check refuses settings and ballots that the rule has no answer to.
func (r InstantRunoff) check(p *ballot.Profile) error {
	switch {
	case r.Overvote > SkipAny:
		return fmt.Errorf("instant-runoff: no such %s", r.Overvote)
	case r.Batch > Most:
		return fmt.Errorf("instant-runoff: no such %s", r.Batch)
	case r.Skips < 0 || r.Minimum < 0 || r.Stop < 0:
		return fmt.Errorf("instant-runoff: %d skips, a minimum of %d and %d rounds", r.Skips, r.Minimum, r.Stop)
	case r.Reach < 0 || r.Reach > 100 || r.Reach > 0 && (r.ToTwo || r.Batch == Most) || r.Reach == 0 && r.Cutoff:
		return fmt.Errorf("instant-runoff: no such %d%% to reach in %q", r.Reach, r)
	case p.Kind() != ballot.Ranking && p.Kind() != ballot.Choice:
		return fmt.Errorf("instant-runoff wants rankings, not %s ballots", p.Kind())
	}
	for _, name := range r.Withdrawn {
		if _, ok := p.Slate().Find(name); !ok {
			return fmt.Errorf("instant-runoff: %.40q has withdrawn and is not an option", name)
		}
	}
	return nil
}

// Decide: see ballot.Rule. While a tie stands or where Stop ends the count, all that are still
// in share the first tier; who has withdrawn shares the last. Other ballots than rankings,
// and none, are errors.
func (r InstantRunoff) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := r.check(p); err != nil {
		return nil, err
	}
	return ballot.AgreedOrder(p.Distinct(), tb, func(tb ballot.TieBreak) (*ballot.Order, error) { return r.decide(p, tb) })
}

func (r InstantRunoff) decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	c := r.newCount(p)
	if c.total() == 0 {
		return nil, fmt.Errorf("instant-runoff: %w", errNoVotes)
	}
	_, c.trial = tb.(ballot.Trial)
	o := &ballot.Order{Record: ballot.Record{Rule: r.String(), Slate: p.Slate()}}
	var out [][]ballot.Option // last out first
	if c.withdrawn != nil {
		out = append(out, c.withdrawn)
	}
	for !c.decided() && !c.stopped() {
		if c.rule.ToTwo && !c.won && c.half() {
			c.won = true
			c.round()
			continue
		}
		last := c.last()
		if len(last) > 1 && !c.together(last) {
			tie, err := c.stay(last, tb)
			if err != nil {
				return nil, err
			}
			o.Ties = append(o.Ties, tie)
			if tie.Stands() {
				break
			}
			in, _, _ := tie.Cut()
			last = slices.DeleteFunc(slices.Clone(last), func(l ballot.Option) bool { return slices.Contains(in, l) })
			if c.final(len(last) + len(in)) {
				c.round()
				o.Tiers, o.Reasons = append([][]ballot.Option{in, last}, out...), c.why()
				return o, nil
			}
		}
		out = append(c.putOut(last), out...)
	}
	if !c.stopped() {
		c.round() // the final one
	}
	o.Tiers = append(c.left(o.Tied() || c.open || r.Reach > 0), out...)
	o.Reasons = c.why()
	return o, nil
}

// A count is the state of an InstantRunoff.
type count struct {
	rule      InstantRunoff
	slate     *ballot.Slate
	ballots   []pile
	votes     []int64
	in        []bool
	withdrawn []ballot.Option
	of        int64 // votes of which more than half win; 0 is those that count now
	won       bool  // one has had more than half
	open      bool  // the count was stopped before that
	trial     bool  // a way of breaking ties is tried
	lost      Round // its Exhausted, Overvoted and Skipped
	rounds    []Round
}

// A pile is equal ballots and the mark for which they count.
type pile struct {
	ballot ballot.Ballot
	n      int64
	at     int // len(ballot) is exhausted
}

func (r InstantRunoff) newCount(p *ballot.Profile) *count {
	n := p.Slate().Len()
	c := &count{rule: r, slate: p.Slate(), votes: make([]int64, n), in: make([]bool, n), ballots: make([]pile, 0, p.Distinct())}
	for o, name := range c.slate.All() {
		if c.in[o] = !slices.Contains(r.Withdrawn, name); !c.in[o] {
			c.withdrawn = append(c.withdrawn, o)
		}
	}
	for b, k := range p.All() {
		c.ballots = append(c.ballots, pile{ballot: b, n: k, at: -1})
		c.place(&c.ballots[len(c.ballots)-1], nil)
	}
	if r.OfFirst {
		c.of = c.total()
	}
	return c
}

// place finds the option for which a pile counts now; moved, if any, counts where piles
// go, by option and then exhausted.
func (c *count) place(p *pile, moved []int64) {
	b := p.ballot
	rank, why := int32(0), (*int64)(nil)
	if p.at >= 0 {
		rank = b[p.at].Level
	}
	for i := max(p.at, 0); i < len(b) && why == nil; {
		if c.rule.Skips > 0 && b[i].Level-rank > c.rule.Skips {
			why = &c.lost.Skipped
			break
		}
		rank = b[i].Level
		alone, some, end := -1, 0, i
		for ; end < len(b) && b[end].Level == rank; end++ {
			if c.in[b[end].Option] {
				alone = end
				some++
			}
		}
		over := some > 1 || c.rule.Overvote >= ExhaustAny && (end-i > 1 || i > 0 && b[i-1].Level == rank)
		switch {
		case some == 1 && !over:
			p.at = alone
			c.votes[b[alone].Option] += p.n
			if moved != nil {
				moved[b[alone].Option] += p.n
			}
			return
		case over && (c.rule.Overvote == Exhaust || c.rule.Overvote == ExhaustAny):
			why = &c.lost.Overvoted
		}
		i = end
	}
	p.at = len(b)
	c.lost.Exhausted += p.n
	if why != nil {
		*why += p.n
	}
	if moved != nil {
		moved[len(moved)-1] += p.n
	}
}

func (c *count) total() (n int64) {
	for _, v := range c.votes {
		n += v
	}
	return n
}

// decided reports that nobody goes out any more.
func (c *count) decided() bool {
	some := c.some()
	if c.rule.Reach > 0 {
		return some <= 1 || c.reached()
	}
	return some <= 1 || (some == 2 || !c.rule.ToTwo) && c.half()
}

// some is how many are in.
func (c *count) some() (n int) {
	for _, in := range c.in {
		if in {
			n++
		}
	}
	return n
}

// half reports whether one has more than half, and so wins.
func (c *count) half() bool {
	most := int64(-1)
	for o, in := range c.in {
		if in {
			most = max(most, c.votes[o])
		}
	}
	of := c.of
	if of == 0 || c.some() == 2 {
		of = c.total()
	}
	return most > of-most && !c.written()
}

// written reports whether there are votes for those who are not listed.
func (c *count) written() bool {
	o, ok := c.slate.Find(c.rule.WriteIn)
	return ok && c.in[o] && c.votes[o] > 0
}

// final reports whether so many who are level are the last two, and who wins is asked.
func (c *count) final(level int) bool {
	return c.rule.Batch != Level && c.rule.Reach == 0 && level == 2 && c.some() == 2
}

// last are those who go out, or among whom one does.
func (c *count) last() (last []ballot.Option) {
	order := c.upwards()
	if c.written() {
		o, _ := c.slate.Find(c.rule.WriteIn)
		return []ballot.Option{o}
	}
	n, least := 0, c.least()
	for n < len(order) && c.votes[order[n]] < least {
		n++
	}
	if n == len(order) {
		n = 0 // nobody would be left
	}
	if c.rule.Batch == Most && n == 0 {
		n = c.hopeless(order)
	}
	for ; n == 0 || n < len(order) && c.votes[order[n]] == c.votes[order[n-1]]; n++ {
	}
	last = order[:n]
	slices.Sort(last)
	return last
}

// hopeless is how many from the end together have fewer votes than the next; where two are
// to stay, not all but one.
func (c *count) hopeless(order []ballot.Option) (n int) {
	sum := int64(0)
	for i, o := range order {
		if sum < c.votes[o] && i > 0 && c.votes[order[i-1]] < c.votes[o] && (i < len(order)-1 || !c.rule.ToTwo) {
			n = i
		}
		sum += c.votes[o]
	}
	return n
}

// upwards are those still in, the fewest votes first.
func (c *count) upwards() (order []ballot.Option) {
	for o, in := range c.in {
		if in {
			order = append(order, ballot.Option(o))
		}
	}
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(c.votes[a], c.votes[b]) })
	return order
}

// together reports whether all of the last go out: they are below the minimum, or have
// fewer votes than the next.
func (c *count) together(last []ballot.Option) bool {
	sum, most, next := int64(0), int64(0), int64(0) // next is 0 if nobody is left
	for o, in := range c.in {
		switch {
		case !in:
		case slices.Contains(last, ballot.Option(o)):
			sum += c.votes[o]
			most = max(most, c.votes[o])
		case next == 0 || c.votes[o] < next:
			next = c.votes[o]
		}
	}
	idle := c.trial && most == 0 && c.rule.Stop == 0 // all of them go, the order is no matter
	if c.rule.Batch == One && !idle || c.rule.ToTwo && c.some()-len(last) < 2 || c.rule.Reach > 0 && sum > 0 {
		sum = next // one by one
	}
	return next > 0 && most < c.least() || sum < next
}

// stay asks which of the last stay in; one goes.
func (c *count) stay(last []ballot.Option, tb ballot.TieBreak) (ballot.Tie, error) {
	what := "staying in after"
	if c.final(len(last)) {
		what = "winning in"
	}
	tie := ballot.Tie{For: fmt.Sprintf("%s round %d", what, len(c.rounds)+1), Options: last, Places: len(last) - 1}
	switch before := (earlier{c.rounds}); {
	case !c.rule.Earlier:
	case tb == nil:
		tb = before
	default:
		tb = ballot.Then(before, tb)
	}
	return ballot.Resolve(c.slate, tie, tb)
}

// earlier breaks ties by the votes of the rounds before, the last first.
type earlier struct{ rounds []Round }

// Break: the fewest votes go out.
func (e earlier) Break(s *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	rest := slices.Clone(t.Options)
	for _, r := range slices.Backward(e.rounds) {
		votes := make(map[ballot.Option]int64, len(r.Votes))
		for _, v := range r.Votes {
			o, _ := s.Find(v.Option)
			votes[o] = v.Votes
		}
		least := int64(math.MaxInt64)
		for _, o := range rest {
			least = min(least, votes[o])
		}
		var better, worst []ballot.Option
		for _, o := range rest {
			if votes[o] > least {
				better = append(better, o)
			} else {
				worst = append(worst, o)
			}
		}
		if better != nil {
			tiers, rest = append(tiers, better), worst
			by += fmt.Sprintf(", round %d", r.N)
		}
		if len(rest) == 1 {
			break
		}
	}
	return append(tiers, rest), "votes of " + strings.TrimPrefix(by, ", ")
}

// putOut ends a round: those go out, and their ballots move on. They come back in tiers, the
// best first.
func (c *count) putOut(last []ballot.Option) (tiers [][]ballot.Option) {
	c.round()
	r := &c.rounds[len(c.rounds)-1]
	for _, o := range last {
		c.in[o] = false
	}
	order := slices.Clone(last)
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(c.votes[b], c.votes[a]) })
	tiers = tiersOf(order, func(a, b ballot.Option) bool { return c.votes[a] == c.votes[b] })
	for _, o := range last {
		r.Out = append(r.Out, c.slate.Name(o))
		if c.open = c.stopped() && !c.won; c.stopped() {
			continue
		}
		moved := make([]int64, len(c.in)+1)
		for i := range c.ballots {
			p := &c.ballots[i]
			if p.at < len(p.ballot) && p.ballot[p.at].Option == o {
				c.place(p, moved)
			}
		}
		c.votes[o] = 0
		for to, n := range moved {
			if n == 0 {
				continue
			}
			t := Transfer{From: c.slate.Name(o), Votes: n}
			if to < len(c.in) {
				t.To = c.slate.Name(ballot.Option(to))
			}
			r.Transfers = append(r.Transfers, t)
		}
	}
	return tiers
}

// round records the tally.
func (c *count) round() {
	r := c.lost
	r.N = len(c.rounds) + 1
	of := c.total()
	for o, in := range c.in {
		if in {
			r.Votes = append(r.Votes, Votes{Option: c.slate.Name(ballot.Option(o)), Votes: c.votes[o], Of: of})
		}
	}
	c.rounds = append(c.rounds, r)
}

// left are those still in, by their votes; one tier if a tie stands.
func (c *count) left(tied bool) [][]ballot.Option {
	var order []ballot.Option
	for o, in := range c.in {
		if in {
			order = append(order, ballot.Option(o))
		}
	}
	if tied {
		return [][]ballot.Option{order}
	}
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(c.votes[b], c.votes[a]) })
	return tiersOf(order, func(a, b ballot.Option) bool { return c.votes[a] == c.votes[b] })
}

func (c *count) why() iter.Seq[vicinia.Step] {
	rounds := c.rounds
	return func(yield func(vicinia.Step) bool) {
		for _, r := range rounds {
			if !yield(r) {
				return
			}
		}
	}
}

// A Round is the step of a rule that puts options out. Votes, with Exhausted, add up to
// the same sum in every round.
type Round struct {
	N         int
	Votes     []Votes // of those still in, in slate order
	Exhausted int64
	Overvoted int64    // of the exhausted: at a rank of several options
	Skipped   int64    // of the exhausted: at ranks that were left out
	Out       []string // at its end
	Transfers []Transfer
}

// A Transfer is votes that move on; To "" is exhausted.
type Transfer struct {
	From, To string
	Votes    int64
}

// Key: see vicinia.Step.
func (r Round) Key() string { return "ranked.round" }

// String is "round 1: Peltola 75799, Palin 58972, Begich 53810, exhausted 0; out Begich".
func (r Round) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "round %d: ", r.N)
	for _, v := range r.Votes {
		fmt.Fprintf(&b, "%s %d, ", v.Option, v.Votes)
	}
	fmt.Fprintf(&b, "exhausted %d", r.Exhausted)
	if len(r.Out) > 0 {
		b.WriteString("; out " + strings.Join(r.Out, ", "))
	}
	return b.String()
}
