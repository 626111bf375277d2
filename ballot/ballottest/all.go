package ballottest

import (
	"iter"
	"slices"
)

var axioms = []Axiom{
	Neutral, Homogeneous, Pareto, Majority, MajorityLoser, MutualMajority, CondorcetWinner, CondorcetLoser, Smith, Dominated,
	Clones, Reversal, Monotone, Participation, PositiveInvolvement, NegativeInvolvement, Consistent, Spoilers, LaterNoHarm, LaterNoHelp,
}

// All walks the axioms.
func All() iter.Seq[Axiom] { return slices.Values(axioms) }
