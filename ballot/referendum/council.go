package referendum

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Unblocked carries when fewer than Least bodies, each counting one, do not accept: a few
// large bodies cannot block alone. Join it to a majority with Any.
type Unblocked struct {
	Least int64 // from 1; more than the bodies there are can never block
	Each  Rule  // nil means Majority{}
}

// String is the rule in canonical text: "unblocked by 4: majority over 1/2 of valid".
func (r Unblocked) String() string {
	return fmt.Sprintf("unblocked by %d: %s", r.Least, name(r.bodies().each()))
}

func (r Unblocked) bodies() Bodies { return Bodies{Each: r.Each, Weigh: ByHead} }

// Decide: see Rule. Every tally is a body, with a name of its own.
func (r Unblocked) Decide(tallies []Tally, tb ballot.TieBreak) (*Result, error) {
	n := int64(len(tallies))
	if err := errors.Join(check(tallies), distinct(tallies)); err != nil {
		return nil, err
	}
	if r.Least < 1 {
		return nil, &vicinia.Fault{Path: "unblocked", Err: fmt.Errorf("a minority of %d", r.Least)}
	}
	// Fewer than Least do not accept: at least all but Least - 1 do.
	t := Test{Rule: "unblocked", Need: vicinia.Frac(max(n+1-r.Least, 0), n), AtLeast: true, Base: ByHead.String()}
	return r.bodies().decide(r.String(), t, tallies, tb)
}

// QualifiedMajority is that of the Council of the European Union since 2014: at least 55 %
// of the states with at least 65 % of the people, and where fewer than four states do not
// accept it carries without the latter (Treaty on European Union, article 16(4)). The weight
// of a tally is the state's population; a state that accepts has one yes, one that abstains
// none. Where the proposal is not the Commission's, 72 % of the states are needed with 65 %
// of the people, and three states can block (Treaty on the Functioning of the European
// Union, article 238(2), which departs from 16(4)): that is All of two Bodies.
func QualifiedMajority(states, people vicinia.Ratio) Rule {
	byHead := Bodies{Over: states, AtLeast: true, Weigh: ByHead}
	return All(byHead, Any(Bodies{Over: people, AtLeast: true}, Unblocked{Least: 4}))
}
