// Package ballot holds the words that every vote shares: what can be voted for, what was
// voted, who won, and why.
//
// A vote is three steps: collect ballots into a [Profile], count it into a summary
// ([Counts], [Pairwise], [Histogram]; parts merge in any order, see [Sum] and [Gather]), and
// let a rule of a subpackage decide.
//
// # Representation
//
// A [Slate] is the ordered list of options; a [Ballot] gives some of them a level; a
// Profile holds distinct ballots with multiplicities in flat arrays. Votes are int64.
// Nothing here knows a voter: ballots and check-ins are never joined (invariant A-3).
//
// # Rules
//
// Every rule is a struct of settings with one method,
//
//	Decide(votes V, tb ballot.TieBreak) (O, error)
//
// whose parameter V says what the rule needs to see: *Counts for seats, *Pairwise for
// Schulze, []Tally for a referendum. The result O embeds [Record]: rule, slate, ties,
// reasons. The rule is the statute; the tie-break is the officer's, so it is an argument.
// Rules that count by rounds have a method Follow too, whose [Trail] has the way of each ballot.
//
// # Ties and rounding
//
// A tie is a value in the outcome. Nothing breaks it but the [TieBreak] of the caller: a
// [Lot], a [Sequence], one [Then] another. [Universes] gives every outcome that some way
// of breaking the ties gives. Where all of them elect the same, no tie stands without a
// TieBreak either: its By is [EitherWay], and options that they put in another order share
// a tier (see [Agreed]). Nothing here divides.
//
// # Errors
//
// Bad ballots, slates and sums are errors; a ballot that does not fit its kind is not
// counted. Sums beyond int64 are [vicinia.ErrOverflow]. [MaxOptions], [MaxName],
// [MaxBallots] and [MaxScore] bound what an input can ask for.
//
// # Determinism
//
// Equal inputs give equal outcomes, whatever the order of ballots, the number of workers
// or the process. [Digest] is the SHA-256 of the canonical form of an outcome, which
// holds rule, slate, ties and result and not the reasons.
//
// # Example
//
//	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
//	votes, err := ballot.NewProfile(slate, ballot.Ranking)
//	err = votes.AddText("Ana>Ben=Cai", 34)
//	err = votes.AddText("Ben>Cai", 34)
//	out, err := ranked.Plurality{}.Decide(votes.Counts(), ballot.Lot{Seed: "2026-12-01", Label: "mayor"})
//	fmt.Println(slate.Names(out.Winners()...))
//	for why := range out.Why() {
//		fmt.Println(why)
//	}
//	for _, t := range out.Ties {
//		fmt.Println(slate.Names(t.Options...), "tied; broken by", t.By)
//	}
package ballot
