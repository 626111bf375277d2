// Package delegation says for how many each voter votes who votes: proxies that pass on
// from proxy to proxy.
//
// # Representation
//
// A [Graph] has voters with their weights and, for each topic, at most one proxy of each.
// A [Resolution] is the outcome for one topic and one vote.
//
// # Rules
//
// A voter who votes counts for himself, whatever he delegated: his own vote prevails.
// Otherwise his weight goes to his proxy for the topic; if he has none there, to the one
// for the wider topic ("budget" for "budget/roads"), and at last to the one for all topics
// (""). It goes on from proxy to proxy until one votes. With a limit a voter counts for no
// more than it (Kahng, Mackenzie and Procaccia 2021 on why one may want it).
//
// # Ties and rounding
//
// There are none: weights are whole and never divided.
//
// # Errors
//
// Weight that reaches nobody is never dropped in silence: the resolution names the circles
// of proxies, those whose chain ends with somebody who neither votes nor delegates, and what
// a limit cuts off. Counted, lost and cut weights add up to all. Unknown voters and a voter
// who delegates to himself are errors.
//
// # Determinism
//
// The order of voters and delegations changes nothing; lists are sorted by name.
//
// # Example
//
//	g, err := delegation.NewGraph(delegation.Voter{Name: "Ana", Weight: 1}, delegation.Voter{Name: "Ben", Weight: 1})
//	err = g.Delegate("Ana", "Ben", "budget")
//	r, err := g.Resolve("budget/roads", func(name string) bool { return name == "Ben" }, 0)
//	for _, h := range r.Holders {
//		fmt.Println(h.Name, h.Counts) // Ben 2
//	}
package delegation
