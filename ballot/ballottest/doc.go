// Package ballottest checks axioms for any rule on rankings, ours or yours, and finds a
// smallest profile that breaks one.
//
// # Representation
//
// An [Axiom] is a name, a sentence and a source. What it looks at are the winners of a rule:
// those of every way of breaking its ties ([ballot.Universes]), so that a rule is judged as
// the irresolute rule that it is. A [Violation] holds the profile, the one that it is
// compared with, and both lists of winners.
//
// # Rules
//
// [Check] asks an axiom of one profile. [Search] walks all profiles of few voters and
// options, fewer voters first and then fewer options, and returns the first that breaks it.
// The axioms are the variables of this package; [All] walks them.
//
// # Ties and rounding
//
// Several winners are a tie. Where an axiom is about one winner, profiles with several say
// nothing.
//
// # Errors
//
// A rule that fails is an error of the check. So is a profile that an axiom cannot change as
// it would have to: one with shared ranks or, for [Reversal], with options left out. A search
// that finds nothing proves nothing beyond the profiles that it walked.
//
// # Determinism
//
// Profiles are walked in a fixed order: the same violation is found every time.
//
// # Example
//
//	v, err := ballottest.Search(ranked.InstantRunoff{}, ballottest.CondorcetWinner, 3, 5)
//	fmt.Println(v) // condorcet-winner: ...
package ballottest
