// Package budget answers what may still be spent: the life of an appropriation, from the
// vote to the end of the year.
//
// # Representation
//
// A [Budget] is the lines of one owner and one year. A [Line] is what was voted for a
// purpose, what came over from the last year, and what became of both: committed, spent,
// moved. Budgets are values: every method returns the next budget and leaves the old one
// as it is. All amounts of a budget are of one currency.
//
// # Rules
//
// What is available is voted and carried, less committed and spent. [Budget.Commit] sets
// aside, [Budget.Pay] pays what was set aside, [Budget.Spend] pays at once,
// [Budget.Release] gives back, [Budget.Amend] is a supplementary vote. [Budget.Move] takes
// from one line to another and needs the same vote, unless the lines are of one group.
// Nothing is spent that is not there: that is M-5 for an appropriation.
//
// [Budget.Carry] closes the year: by the line, nothing, the open commitments or all that is
// left comes over to the next; the rest lapses. [Budget.RollOver] is the year's budget where
// the new one was rejected: the old lines, or a part of them such as twelfths by month,
// until one is voted.
//
// # Ties and rounding
//
// A roll-over of a part rounds each line down once, to the minor unit. Nothing else is
// divided.
//
// # Errors
//
// Every fault of a call is returned, with its path. An overspend breaks M-5, two
// currencies M-7; what does not fit is vicinia.ErrOverflow. A refused call changes nothing.
//
// # Determinism
//
// Pure functions of their arguments. Lines keep their order.
//
// # Example
//
//	b, err := budget.New("Aldea", 2026, budget.Line{Name: "roads", Voted: fiscal.EUR.MustParse("1000.00")})
//	if err != nil {
//		log.Fatal(err)
//	}
//	b, err = b.Commit("roads", fiscal.EUR.MustParse("800.00"))
//	if err != nil {
//		log.Fatal(err)
//	}
//	_, err = b.Spend("roads", fiscal.EUR.MustParse("200.01"))
//	fmt.Println(err) // roads: 200.01 EUR of 200.00 EUR that are available (M-5)
package budget
