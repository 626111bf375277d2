// Package rulebook is the one place where a rule has a name in text: for statutes kept in
// a journal, for the command tally, for tables of properties.
//
// # Representation
//
// An [Entry] has a name, lower case with hyphens, and the names under which other books
// and libraries know the rule. A [Case] is the votes and the settings that a statute
// leaves to the vote; [Entry.Counter] adds up a vote that comes in parts, [Entry.Follow] tells
// where ballots stood in each round. A [Family] says what
// its rules need to see and answer with; each has a file with its list. [Official] finds the
// rule by which a Pabulib file says it was decided.
//
// # Rules
//
// Those of packages referendum, ranked and seats, each with its statutory settings; see
// there for sources. Rules of the family Duels count unranked options as the profile says.
// A rule of names reads a referendum either from bodies or from options that are called
// yes and no.
//
// # Ties and rounding
//
// See the rules.
//
// # Errors
//
// A case that lacks what a rule needs to see is an error that says what.
//
// # Determinism
//
// Entries are walked in the order of the book.
//
// # Example
//
//	rule, ok := rulebook.Find("webster")
//	fmt.Println(rule.Name) // sainte-lague
//	out, err := rule.Decide(rulebook.Case{Counts: votes, Seats: 630}, nil)
//	fmt.Println(out.Common().Slate.Names(out.Winners()...))
package rulebook
