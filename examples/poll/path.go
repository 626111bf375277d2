package poll

import (
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// A Path is where equal ballots stood in every round. Votes are exact: decimals, else fractions.
type Path struct {
	Count  int64   `json:"count"`
	Papers []int   `json:"papers,omitempty"` // where papers move one by one, their places in the pile
	Never  string  `json:"never,omitempty"`  // why they never counted
	Rounds []Stand `json:"rounds"`
}

// A Stand is where one ballot stood at the end of a round.
type Stand struct {
	N         int    `json:"n"`
	Votes     []Part `json:"votes"`               // of it, in the order in which it came to them
	Value     string `json:"value,omitempty"`     // at which it lies with the last of them
	Exhausted string `json:"exhausted,omitempty"` // of it
	Why       string `json:"why,omitempty"`       // it is exhausted
	Rounding  string `json:"rounding,omitempty"`  // of it
}

// A Part is what a ballot brings an option.
type Part struct {
	Option string `json:"option"`
	Votes  string `json:"votes"`
}

// PathOf is a path with names.
func PathOf(s *ballot.Slate, p ballot.Path) Path {
	d := Path{Count: p.N, Papers: p.Papers, Rounds: []Stand{}}
	if p.Never != 0 {
		d.Never = p.Never.String()
	}
	for _, at := range p.Stands {
		stand := Stand{N: at.Round, Votes: []Part{}, Value: votes(at.Value), Exhausted: votes(at.Exhausted), Rounding: votes(at.Rounding)}
		if at.Exhausted != nil {
			stand.Why = at.Why.String()
		}
		for _, part := range at.Parts {
			stand.Votes = append(stand.Votes, Part{s.Name(part.Option), votes(part.Votes)})
		}
		d.Rounds = append(d.Rounds, stand)
	}
	return d
}

// votes is a number as text, a decimal if it is one; "" is none.
func votes(n *big.Rat) string {
	if n == nil {
		return ""
	}
	if places, exact := n.FloatPrec(); exact {
		return n.FloatString(places)
	}
	return n.RatString()
}
