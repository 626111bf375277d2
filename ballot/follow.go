package ballot

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"
)

// A Trail tells where every ballot of a count by rounds stood at the end of each round: the
// transcript, ballot by ballot. In every round what ballots bring an option, each Path times
// its N, adds up to the tally of the option, to the last fraction; so does what is exhausted
// and what rounding took.
//
// Paths are made as they are walked, from what the count kept and the profile, which must not
// be changed meanwhile. A Trail knows ballots and no voters (invariant A-3): who cast an
// uncommon ballot can be told by it, so that it is to be published as the ballots are.
type Trail struct {
	rounds  int
	ballots []Ballot // in canonical order
	counts  []int64
	paths   func(i int, b Ballot, n int64) []Path
}

// NewTrail is the trail of so many rounds of a count of a profile. paths are those of the i-th
// ballot in the order of Profile.All, cast n times. For those who write a rule of their own.
func NewTrail(p *Profile, rounds int, paths func(i int, b Ballot, n int64) []Path) *Trail {
	t := &Trail{rounds: rounds, paths: paths}
	for b, n := range p.All() {
		t.ballots, t.counts = append(t.ballots, b), append(t.counts, n)
	}
	return t
}

// Rounds is how many rounds the count had.
func (t *Trail) Rounds() int { return t.rounds }

// All walks the paths of all distinct ballots, in the order of Profile.All. Equal ballots take
// one path, but where papers move one by one: then these follow each other. Blank and spoilt
// ballots have none.
func (t *Trail) All() iter.Seq[Path] {
	return func(yield func(Path) bool) {
		for i, b := range t.ballots {
			for _, path := range t.paths(i, b, t.counts[i]) {
				if !yield(path) {
					return
				}
			}
		}
	}
}

// Of are the paths of the ballots that are marked like b; nil if nobody cast one.
func (t *Trail) Of(b Ballot) []Path {
	b = slices.Clone(b)
	slices.SortFunc(b, compareMarks)
	i, ok := slices.BinarySearchFunc(t.ballots, b, Ballot.Compare)
	if !ok {
		return nil
	}
	return t.paths(i, b, t.counts[i])
}

// A Path is where equal ballots stood.
type Path struct {
	Ballot Ballot
	N      int64   // how many took it
	Papers []int   // where papers move one by one, their places in the pile, from 1; else nil
	Stands []Stand // one for each round; none if the ballot never counted
	Never  Cause   // why it never counted; 0 if it did
}

// Exhausted is the round since which a part of the ballot, or all, counts for nobody, and why;
// 0 if all of it counts at the end. A ballot that never counted has no such round.
func (p Path) Exhausted() (round int, why Cause) {
	for _, s := range slices.Backward(p.Stands) {
		if s.Exhausted == nil {
			break
		}
		round, why = s.Round, s.Why
	}
	return round, why
}

// A Stand is where one ballot stood at the end of a round. Its parts, what is exhausted and
// what rounding took are together the vote, unless the rule says that a ballot counts for
// several or gives points. Numbers are exact votes, not to be changed; a paper that has become
// worthless lies with somebody, or is exhausted, with 0.
type Stand struct {
	Round     int
	Parts     []Part   // in the order in which the ballot came to them
	Value     *big.Rat // at which it lies with the last of Parts; nil if the rule gives ballots none
	Exhausted *big.Rat // nil is nothing
	Why       Cause    // of Exhausted
	Rounding  *big.Rat // lost to it, or won if below 0; nil is nothing
}

// A Part is what a ballot brings an option: one who keeps what others do not need of it, or
// with whom it lies. A rule that lets papers gain value makes it less than 0.
type Part struct {
	Option Option
	Votes  *big.Rat
}

// Of is what the ballot brings an option; 0 if nothing.
func (s Stand) Of(o Option) *big.Rat {
	sum := new(big.Rat)
	for _, p := range s.Parts {
		if p.Option == o {
			sum.Add(sum, p.Votes)
		}
	}
	return sum
}

// Text writes a stand for people: "round 3: Ana 2/3, Ben 1/3" or "round 4: exhausted 1, names
// nobody further".
func (s Stand) Text(slate *Slate) string {
	var words []string
	for _, p := range s.Parts {
		words = append(words, slate.Name(p.Option)+" "+p.Votes.RatString())
	}
	if s.Rounding != nil {
		words = append(words, "rounding "+s.Rounding.RatString())
	}
	if s.Exhausted != nil {
		words = append(words, "exhausted "+s.Exhausted.RatString(), s.Why.String())
	}
	if words == nil {
		words = []string{"nobody"}
	}
	return fmt.Sprintf("round %d: %s", s.Round, strings.Join(words, ", "))
}

// A Cause says why a ballot counts for nobody.
type Cause uint8

// The causes. There is no zero Cause.
const (
	NoneLeft Cause = 1 + iota // it names nobody further who can take it
	Shared                    // several share the rank that is next
	LeftOut                   // the ranks that are next are left out
	Filled                    // all places are filled
	NotTaken                  // it is not among the papers of the member whose seat is filled
)

// String is the words of a cause: "names nobody further".
func (c Cause) String() string {
	words := [...]string{"", "names nobody further", "several share the next rank", "ranks are left out",
		"all places are filled", "not among the papers of the member"}
	if c > 0 && int(c) < len(words) {
		return words[c]
	}
	return fmt.Sprintf("cause %d", uint8(c))
}
