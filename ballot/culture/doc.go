// Package culture draws profiles for simulation: how rules behave on many votes that nobody
// cast.
//
// # Representation
//
// A [Culture] is a small struct of settings; Draw fills a ballot.Profile with rankings, or
// with approvals. Chance comes from a [rand.Rand] of the caller, which [Source] makes from a
// seed and a label.
//
// # Rules
//
// [Impartial]: every ranking is as likely. [Urn]: a ranking drawn before is drawn again more
// easily (Polya-Eggenberger); [Anonymous] is the urn in which every anonymous profile is as
// likely. [Mallows]: rankings near a given one. [PlackettLuce]: each next rank by weights.
// [Euclidean]: voters and options are points, the nearest first. [SinglePeaked] and
// [GroupSeparable]: rankings of those domains. [Approve] and [Coin] draw approvals.
//
// # Ties and rounding
//
// Draws are exact: chances are fractions of whole numbers, compared with a uniform whole
// number, so that nothing is rounded. Points at the same distance share a rank.
//
// # Errors
//
// Settings that are no chances, and sizes beyond the limits, are errors.
//
// # Determinism
//
// Equal settings and an equal source give equal profiles on every machine.
//
// # Example
//
//	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
//	rng := culture.Source("2026", "clones")
//	votes, err := culture.Mallows{Phi: vicinia.Frac(4, 5)}.Draw(rng, slate, 1000)
package culture
