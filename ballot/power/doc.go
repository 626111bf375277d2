// Package power says what a weight is worth: how often the body that holds it turns a vote
// of weighted bodies.
//
// # Representation
//
// A game is a quota and one weight for each body; a coalition wins when its weights reach
// the quota. Results are exact fractions in the order of the weights.
//
// # Rules
//
// [Banzhaf]: every coalition is as likely. [ShapleyShubik]: every order of joining is as
// likely. [DeeganPackel]: every coalition without a body to spare is as likely, and shares
// its power equally; [Holler]: each member has all of it. [Johnston]: every coalition that a body
// can turn is as likely, and those who can share it. [Swings] are the raw numbers of
// Banzhaf, which measure power on an absolute scale. [Penrose] gives weights whose power
// grows as the square root of the people behind them.
//
// # Ties and rounding
//
// Nothing is rounded but the weights of Penrose, to the nearest. Equal weights have equal
// power; a weight of 0 has none.
//
// # Errors
//
// A quota that no coalition or the empty one reaches, weights below 0 and a sum beyond
// int64 are errors. Work grows with the bodies and the quota, but for fewer than about thirty
// bodies with their number alone; past [MaxWork], or a gibibyte of counts, an error says so.
//
// # Determinism
//
// Results depend on the weight and not on the place of a body. Coalitions are counted
// modulo several primes, whose number is enough to tell the exact count.
//
// # Example
//
//	// Council of the European Economic Community, 1958: 12 of 17 votes.
//	power, err := power.Banzhaf(12, []int64{4, 4, 4, 2, 2, 1})
//	fmt.Println(power[0], power[3], power[5]) // 5/21 1/7 0: Luxembourg never turns a vote
package power
