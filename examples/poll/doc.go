// Package poll counts a vote from its files and answers with a document: what the commands
// tally and embed share.
//
// # Representation
//
// A [Question] has the rule's name and all that may be said beside the files; each of its
// [Setting] is a flag of tally and a member of the documents of embed. An [Answer] is the
// decided vote, and its [Document] the JSON of both.
//
// # Rules
//
// Those of ballot/rulebook; settings that a rule does not ask are refused.
//
// # Ties and rounding
//
// See [Question.Tie]. Votes in a document are texts: in some counts they are fractions.
//
// # Errors
//
// A [Misuse] is of a setting, before or after the files are read; others are of the files.
//
// # Determinism
//
// Equal questions and files give the same bytes.
//
// # Example
//
//	q := poll.Question{Rule: "dhondt", Case: rulebook.Case{Seats: 7}}
//	a, err := q.Ask(format.Shard{Name: "votes.csv", Reader: strings.NewReader(votes)})
//	fmt.Println(a.Document().Allocation) // map[A:5 B:2]
package poll
