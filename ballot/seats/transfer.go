package seats

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// A transfer looks for the table. Every cell's quotient, votes times the multipliers of
// its row and its column, always lies within 1/2 of its seats, and every column has its
// seats; what is wrong is the sums of rows. Each round moves one seat from a row with too
// many to one with too few, along the cheapest chain of cells, after the multipliers are
// moved so that all quotients on the chain are at a tie (Balinski & Demange 1989; the
// chain is a shortest path in products, by Dijkstra 1959).
type transfer struct {
	rows, columns int
	votes         []int64
	due           []int64 // seats of each row
	lists         []int64 // seats of each column
	leads         []bool  // cells with a seat at least, whatever their quotient
	seats         []int64
	row, column   []*big.Rat // multipliers
	moved         int        // seats
}

var one = big.NewRat(1, 1)

// half is (2n+d)/2 for d of 1 or -1: the quotient at which n seats become more or fewer.
func half(n int64, d int64) *big.Rat { return big.NewRat(2*n+d, 2) }

// least reports that a cell has no more than the seat that it leads for.
func (x *transfer) least(cell int) bool { return x.leads[cell] && x.seats[cell] == 1 }

// quotient of a cell.
func (x *transfer) quotient(i, j int) *big.Rat {
	q := new(big.Rat).SetInt64(x.votes[i*x.columns+j])
	return q.Mul(q, x.row[i]).Mul(q, x.column[j])
}

// given is the seats of a row.
func (x *transfer) given(i int) (n int64) {
	for _, s := range x.seats[i*x.columns : (i+1)*x.columns] {
		n += s
	}
	return n
}

func (x *transfer) run(m *Matrix) error {
	if err := x.scale(); err != nil {
		return err
	}
	for {
		over := make([]bool, x.rows)
		for i := range over {
			over[i] = x.given(i) > x.due[i]
		}
		if !slices.Contains(over, true) {
			return nil // and none has too few: both sums are those of the house
		}
		c := x.chains(over)
		if c.end < 0 {
			return x.misfit(m, c)
		}
		x.rescale(c)
		x.move(c)
		x.moved++
	}
}

// rounds of scaling; more would only save transfers.
const rounds = 20

// scale finds a table of which every column has its seats, and the rows nearly theirs: it
// turns whole multipliers of rows by what the rows lack.
func (x *transfer) scale() error {
	var total int64
	for _, n := range x.votes {
		total += n
	}
	top := int64(1) << max(0, min(24, 62-bits.Len64(uint64(total))))
	multipliers := make([]*big.Rat, x.rows)
	for i := range multipliers {
		multipliers[i] = one
	}
	least := int64(-1)
	for range rounds {
		whole := wholes(multipliers, top)
		seats, err := x.byColumn(whole)
		if err != nil {
			return err
		}
		before := x.seats
		x.seats = seats
		var wrong int64
		for i, w := range whole {
			given := x.given(i)
			wrong += max(given-x.due[i], x.due[i]-given)
			multipliers[i] = big.NewRat(max(2*x.due[i], 1), max(2*given, 1))
			multipliers[i].Mul(multipliers[i], new(big.Rat).SetInt64(w))
		}
		if least >= 0 && wrong >= least {
			x.seats = before
			break
		}
		least, x.row = wrong, make([]*big.Rat, x.rows)
		for i, w := range whole {
			x.row[i] = new(big.Rat).SetInt64(w)
		}
	}
	x.fitColumns()
	return nil
}

// wholes are multipliers as whole numbers from 1 to top; the largest is top.
func wholes(multipliers []*big.Rat, top int64) []int64 {
	factor := new(big.Rat).SetInt64(top)
	factor.Quo(factor, slices.MaxFunc(multipliers, (*big.Rat).Cmp))
	whole := make([]int64, len(multipliers))
	for i, r := range multipliers {
		r = new(big.Rat).Mul(r, factor)
		whole[i] = max(1, new(big.Int).Quo(r.Num(), r.Denom()).Int64())
	}
	return whole
}

// byColumn gives the seats of each column to its rows; ties are left to breakTies.
func (x *transfer) byColumn(multipliers []int64) ([]int64, error) {
	seats, weights := make([]int64, len(x.votes)), make([]int64, x.rows)
	for j, n := range x.lists {
		for i, f := range multipliers {
			weights[i] = f * x.votes[i*x.columns+j] // see top: the sum is an int64
		}
		parts, err := x.inColumn(j, n, weights)
		if err != nil {
			return nil, err
		}
		for i, s := range parts {
			seats[i*x.columns+j] = s
		}
	}
	return seats, nil
}

// inColumn gives the seats of a column. Rows that it leads in and that would have none stand
// aside with one, which leaves less to the others.
func (x *transfer) inColumn(j int, n int64, weights []int64) ([]int64, error) {
	aside, left := make([]bool, x.rows), n
	for {
		d, err := apportion.HighestAverages(left, 0, weights, apportion.SainteLague)
		if err != nil && left > 0 {
			if !slices.Contains(aside, true) {
				return nil, err
			}
			return nil, fmt.Errorf("no table of seats: a list due %d seats leads in fewer districts, and has votes nowhere else", n)
		}
		if err != nil {
			d.Parts = make([]int64, x.rows)
		}
		d.Give(func(a, b int) int { return a - b })
		found := false
		for i := range aside {
			if x.leads[i*x.columns+j] && !aside[i] && d.Parts[i] == 0 {
				aside[i], found, weights[i] = true, true, 0
				left--
			}
		}
		if left < 0 {
			return nil, fmt.Errorf("no table of seats: a list due %d seats leads in more districts", n)
		}
		if found {
			continue
		}
		for i := range aside {
			if aside[i] {
				d.Parts[i] = 1
			}
		}
		return d.Parts, nil
	}
}

// fitColumns finds the largest multipliers of columns with which the seats are right.
func (x *transfer) fitColumns() {
	x.column = make([]*big.Rat, x.columns)
	for j := range x.column {
		x.column[j] = one
		var most *big.Rat
		for i := range x.rows {
			if x.votes[i*x.columns+j] == 0 {
				continue
			}
			r := half(x.seats[i*x.columns+j], 1)
			if r.Quo(r, x.quotient(i, j)); most == nil || r.Cmp(most) < 0 {
				most = r
			}
		}
		if most != nil {
			x.column[j] = most
		}
	}
}

// chains are the cheapest chains from rows with too many seats: nodes are rows, then
// columns. A chain goes from a row to a column where it gives up a seat, and from there to
// the row that takes it.
type chains struct {
	cost []*big.Rat // by how much quotients must move, as a factor from 1; nil is out of reach
	from []int      // -1 at the start of a chain
	end  int        // the nearest row with too few; -1 is none
}

func (x *transfer) chains(over []bool) chains {
	n := x.rows + x.columns
	c := chains{cost: make([]*big.Rat, n), from: make([]int, n), end: -1}
	done := make([]bool, n)
	for u := range n {
		if c.from[u] = -1; u < x.rows && over[u] {
			c.cost[u] = one
		}
	}
	for {
		next := -1
		for u := range n {
			if !done[u] && c.cost[u] != nil && (next < 0 || c.cost[u].Cmp(c.cost[next]) < 0) {
				next = u
			}
		}
		switch {
		case next < 0:
			return c
		case next < x.rows && x.given(next) < x.due[next]:
			c.end = next
			return c
		}
		done[next] = true
		for v := range n {
			if done[v] {
				continue
			}
			if step := x.step(next, v); step != nil {
				if step.Mul(step, c.cost[next]); c.cost[v] == nil || step.Cmp(c.cost[v]) < 0 {
					c.cost[v], c.from[v] = step, next
				}
			}
		}
	}
}

// step is the cost of an arc, at least 1, or nil if there is none.
func (x *transfer) step(u, v int) *big.Rat {
	switch {
	case u < x.rows && v >= x.rows: // gives up a seat: down to the lower tie
		j := v - x.rows
		if n := x.seats[u*x.columns+j]; n > 0 && !x.least(u*x.columns+j) {
			q := x.quotient(u, j)
			return q.Quo(q, half(n, -1))
		}
	case u >= x.rows && v < x.rows: // takes one: up to the upper tie
		j := u - x.rows
		if at := v*x.columns + j; x.votes[at] > 0 {
			q := half(x.seats[at], 1)
			return q.Quo(q, x.quotient(v, j))
		}
	}
	return nil
}

// rescale turns the multipliers so that every arc of the chain is at a tie, and no
// quotient leaves its place.
func (x *transfer) rescale(c chains) {
	far := c.cost[c.end]
	for u, cost := range c.cost {
		if cost == nil || cost.Cmp(far) >= 0 {
			continue
		}
		if f := new(big.Rat).Quo(cost, far); u < x.rows {
			x.row[u] = f.Mul(f, x.row[u])
		} else {
			j := u - x.rows
			x.column[j] = f.Quo(x.column[j], f)
		}
	}
}

// move moves a seat along the chain.
func (x *transfer) move(c chains) {
	for v := c.end; ; {
		u := c.from[v] // a column, from which the row v takes a seat
		x.seats[v*x.columns+u-x.rows]++
		v = c.from[u]
		x.seats[v*x.columns+u-x.rows]--
		if c.from[v] < 0 {
			return
		}
	}
}

// misfit says why no table exists: the columns within reach have votes in the rows within
// reach alone.
func (x *transfer) misfit(m *Matrix, c chains) error {
	var districts, lists []ballot.Option
	var have, want int64
	for u, cost := range c.cost {
		switch {
		case cost == nil:
		case u < x.rows:
			districts = append(districts, ballot.Option(u))
			have += x.due[u]
		default:
			lists = append(lists, ballot.Option(u-x.rows))
			want += x.lists[u-x.rows]
		}
	}
	if slices.Contains(x.leads, true) {
		return errors.New("no table of seats in which the first list of every district has one")
	}
	return fmt.Errorf("no table of seats: %.200s are due %d seats, and have votes only where %d are given, in %.200s",
		m.lists.Names(lists...), want, have, m.districts.Names(districts...))
}
