package seats

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// A cycle of cells at a tie can be turned: each of them gives up or takes a seat, and all
// sums stay. These cells, and no others, differ between the tables that fit, whatever
// multipliers prove them.

// breakTies asks for one tied seat after the other, by district. The first tie that stands
// leaves all tied cells at their lower number.
func (x *transfer) breakTies(m *Matrix, tb ballot.TieBreak) (ties []ballot.Tie, err error) {
	at := x.atTie()
	asked := make([]int, x.rows)
	for {
		i, columns := x.firstTied(at)
		if i < 0 {
			return ties, nil
		}
		asked[i]++
		tie := ballot.Tie{For: fmt.Sprintf("tied seat %d of %s", asked[i], m.districts.Name(ballot.Option(i))), Places: 1}
		for _, j := range columns {
			tie.Options = append(tie.Options, ballot.Option(j))
		}
		if tie, err = ballot.Resolve(m.lists, tie, tb); err != nil {
			return nil, err
		}
		ties = append(ties, tie)
		in, _, _ := tie.Cut()
		if in == nil {
			x.lower(at)
			return ties, nil
		}
		x.raise(at, i, int(in[0]))
	}
}

// atTie tells of each cell whether its quotient is at a tie: 1 if a seat can be taken, -1
// if one can be given up.
func (x *transfer) atTie() []int8 {
	at := make([]int8, len(x.votes))
	for cell, n := range x.seats {
		if x.votes[cell] == 0 {
			continue
		}
		switch q := x.quotient(cell/x.columns, cell%x.columns); {
		case q.Cmp(half(n, 1)) == 0:
			at[cell] = 1
		case q.Cmp(half(n, -1)) == 0 && !x.least(cell):
			at[cell] = -1
		}
	}
	return at
}

// chain is a way of tied cells from a node to another, or nil: rows give up seats to
// columns, columns hand them to rows.
func (x *transfer) chain(at []int8, from, to int) []int {
	before := make([]int, x.rows+x.columns)
	for u := range before {
		before[u] = -1
	}
	before[from] = from
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		u := queue[0]
		if u == to {
			way := []int{u}
			for u != from {
				u = before[u]
				way = append(way, u)
			}
			return way // from its end
		}
		for v := range before {
			if before[v] < 0 && x.arc(at, u, v) {
				before[v] = u
				queue = append(queue, v)
			}
		}
	}
	return nil
}

func (x *transfer) arc(at []int8, u, v int) bool {
	switch {
	case u < x.rows && v >= x.rows:
		return at[u*x.columns+v-x.rows] < 0
	case u >= x.rows && v < x.rows:
		return at[v*x.columns+u-x.rows] > 0
	}
	return false
}

// onCycle reports whether a cell can be turned.
func (x *transfer) onCycle(at []int8, cell int) bool {
	i, j := cell/x.columns, x.rows+cell%x.columns
	return at[cell] < 0 && x.chain(at, j, i) != nil || at[cell] > 0 && x.chain(at, i, j) != nil
}

// firstTied is the first row with cells that can be turned, and their columns.
func (x *transfer) firstTied(at []int8) (row int, columns []int) {
	for cell := range at {
		if columns != nil && cell/x.columns != row {
			break
		}
		if x.onCycle(at, cell) {
			row = cell / x.columns
			columns = append(columns, cell%x.columns)
		}
	}
	if columns == nil {
		return -1, nil
	}
	return row, columns
}

// raise gives the tied seat of a cell, by turning a cycle if need be, and settles it.
func (x *transfer) raise(at []int8, i, j int) {
	cell := i*x.columns + j
	if at[cell] > 0 {
		way := x.chain(at, i, x.rows+j) // from the column back to the row
		x.turn(at, cell)
		for k := range len(way) - 1 {
			x.turn(at, x.cellOf(way[k], way[k+1]))
		}
	}
	at[cell] = 0
}

// cellOf is the cell between a row and a column, in either order.
func (x *transfer) cellOf(u, v int) int { return min(u, v)*x.columns + max(u, v) - x.rows }

// turn moves a tied cell to its other number.
func (x *transfer) turn(at []int8, cell int) {
	x.seats[cell] += int64(at[cell])
	at[cell] = -at[cell]
}

// lower leaves every cell that can be turned at its lower number.
func (x *transfer) lower(at []int8) {
	var open []int
	for cell := range at {
		if at[cell] < 0 && x.onCycle(at, cell) {
			open = append(open, cell)
		}
	}
	for _, cell := range open {
		x.seats[cell]--
	}
}

// divisors are those of the districts and the lists, as short as decimals can be. The
// list with the most seats has the divisor 1, or one near it.
func (x *transfer) divisors() (districts, lists []*big.Rat) {
	largest := 0
	for j, n := range x.lists {
		if n > x.lists[largest] {
			largest = j
		}
	}
	unit := x.column[largest]
	for _, r := range x.row {
		r = new(big.Rat).Mul(r, unit)
		districts = append(districts, r.Inv(r))
	}
	for _, c := range x.column {
		lists = append(lists, new(big.Rat).Quo(unit, c))
	}
	for range 2 { // the first round makes room for the second
		for i := range districts {
			low, high := x.bounds(func(j int) (int, *big.Rat) { return i*x.columns + j, lists[j] }, x.columns)
			districts[i] = shortest(low, high, districts[i])
		}
		for j := range lists {
			low, high := x.bounds(func(i int) (int, *big.Rat) { return i*x.columns + j, districts[i] }, x.rows)
			lists[j] = shortest(low, high, lists[j])
		}
	}
	return districts, lists
}

// bounds are the divisors between which the cells of a line, with their other divisors,
// have their seats; nil is none.
func (x *transfer) bounds(cell func(k int) (int, *big.Rat), n int) (low, high *big.Rat) {
	for k := range n {
		at, other := cell(k)
		if x.votes[at] == 0 {
			continue
		}
		q := new(big.Rat).SetInt64(x.votes[at])
		q.Quo(q, other)
		if l := half(x.seats[at], 1); low == nil || l.Quo(q, l).Cmp(low) > 0 {
			low = new(big.Rat).Quo(q, half(x.seats[at], 1))
		}
		if x.seats[at] == 0 || x.least(at) {
			continue
		}
		if h := new(big.Rat).Quo(q, half(x.seats[at], -1)); high == nil || h.Cmp(high) < 0 {
			high = h
		}
	}
	return low, high
}

// shortest is the decimal of the fewest places strictly between low and high, the one
// nearest to the middle, or the value itself where there is no room.
func shortest(low, high, value *big.Rat) *big.Rat {
	switch {
	case low == nil:
		return value
	case high == nil:
		high = new(big.Rat).Mul(low, big.NewRat(2, 1)) // no seats: any larger divisor will do
	}
	if low.Cmp(high) >= 0 {
		return value
	}
	middle := new(big.Rat).Add(low, high)
	middle.Quo(middle, big.NewRat(2, 1))
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(high.Num().String()))), nil))
	for ; ; unit.Quo(unit, big.NewRat(10, 1)) {
		k := new(big.Rat).Quo(middle, unit)
		k.Add(k, big.NewRat(1, 2))
		n := new(big.Rat).SetInt(new(big.Int).Quo(k.Num(), k.Denom())) // to the nearest
		for range 2 {
			if d := new(big.Rat).Mul(n, unit); d.Cmp(low) > 0 && d.Cmp(high) < 0 {
				return d
			}
			n = new(big.Rat).SetInt(new(big.Int).Quo(new(big.Rat).Quo(low, unit).Num(), new(big.Rat).Quo(low, unit).Denom()))
			n.Add(n, one)
		}
	}
}
