package committee

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// MaxCommittees bounds the committees of equal worth that an outcome lists.
const MaxCommittees = 1_000

// errWork is wrapped where a search would go past its Work.
var errWork = errors.New("more work than is allowed")

// A Committee is the set that was elected.
type Committee struct {
	ballot.Record
	Seats   int
	Members []ballot.Option // elected for sure, in slate order; fewer than Seats while a tie stands, or where a rule leaves seats empty

	// Best are, for an optimal rule, all the committees of the best worth, each in slate
	// order: those between which a tie is. It is nil for a rule that elects one by one,
	// and where there are more than MaxCommittees.
	Best [][]ballot.Option
}

// Winners is Members.
func (c *Committee) Winners() []ballot.Option { return c.Members }

// AppendBinary: see ballot.Outcome.
func (c *Committee) AppendBinary(b []byte) ([]byte, error) {
	b = c.AppendRecord(b, "committee.committee.v1")
	b = canon.AppendLen(b, c.Seats)
	return ballot.AppendTiers(ballot.AppendTiers(b, [][]ballot.Option{c.Members}), c.Best), nil
}

// A Measure is what a step measures.
type Measure string

// The measures of the steps.
const (
	Gain     Measure = "gain"     // of score, by a new member
	Loss     Measure = "loss"     // of score, without the option
	Load     Measure = "load"     // of a supporter, once the seat is paid
	Price    Measure = "price"    // what a supporter pays at most
	Support  Measure = "support"  // money, votes or voters behind the option
	Score    Measure = "score"    // of the whole committee
	Voters   Measure = "voters"   // whom the committee represents
	Distance Measure = "distance" // between a ballot and the committee, the largest
)

// A Round is the step of a rule that elects, or puts out, one by one. Options that do not
// touch each other can share a round's value.
type Round struct {
	N       int
	Option  string
	Out     bool // it was put out, not elected
	Measure Measure
	Value   *big.Rat
}

// Key: see vicinia.Step.
func (r Round) Key() string { return "committee.round" }

// String is "round 1: Ana elected, gain 12".
func (r Round) String() string {
	did := "elected"
	if r.Out {
		did = "out"
	}
	return fmt.Sprintf("round %d: %s %s, %s %s", r.N, r.Option, did, r.Measure, r.Value.RatString())
}

// An Optimum is the step of a rule that looks for the best committee.
type Optimum struct {
	Measure Measure
	Value   *big.Rat
	Ways    int   // so many committees have it
	More    bool  // and more: they are not listed
	Nodes   int64 // of the search
}

// Key: see vicinia.Step.
func (o Optimum) Key() string { return "committee.optimum" }

// String is "best score 47/6, of 2 committees; 31 nodes searched".
func (o Optimum) String() string {
	ways := "1 committee"
	switch {
	case o.More:
		ways = fmt.Sprintf("more than %d committees", o.Ways)
	case o.Ways != 1:
		ways = fmt.Sprintf("%d committees", o.Ways)
	}
	return fmt.Sprintf("best %s %s, of %s; %d nodes searched", o.Measure, o.Value.RatString(), ways, o.Nodes)
}

var (
	_ ballot.Outcome = (*Committee)(nil)
	_ vicinia.Step   = Round{}
	_ vicinia.Step   = Optimum{}
)
