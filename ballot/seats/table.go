package seats

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// A Table is seats by district and list. While a tie stands, the seats that it is about
// are given to nobody.
type Table struct {
	Allocation // of the lists, over all districts
	Districts  *ballot.Slate
	Cells      []int64 // row by row
}

var _ ballot.Outcome = (*Table)(nil)

// At returns the seats of a list in a district.
func (t *Table) At(district, list ballot.Option) int64 {
	return t.Cells[int(district)*t.Slate.Len()+int(list)]
}

// Winners are the lists with a seat.
func (t *Table) Winners() []ballot.Option { return t.Allocation.Winners() }

// AppendBinary: see ballot.Outcome.
func (t *Table) AppendBinary(b []byte) ([]byte, error) {
	b = t.AppendRecord(b, "seats.table.v1")
	b = canon.AppendLen(b, t.Districts.Len())
	for _, name := range t.Districts.All() {
		b = canon.AppendText(b, name)
	}
	for _, n := range t.Seats {
		b = canon.AppendInt(b, n)
	}
	for _, n := range t.Cells {
		b = canon.AppendInt(b, n)
	}
	return b, nil
}

// sum makes the seats of the lists those of their cells, which a tie may leave short.
func (t *Table) sum() {
	clear(t.Seats)
	for at, n := range t.Cells {
		t.Seats[at%len(t.Seats)] += n
	}
}

// tableReasons are what Biproportional keeps for its steps.
type tableReasons struct {
	barred                         []Barred
	lists, districts               *ballot.Slate
	votes, voters                  []int64
	per                            int64      // voters are in units of 1/per
	districtDivisors, listDivisors []*big.Rat // nil without a table
	leads                          []bool
}

// walk tells who stayed out, what each list is due in all, and the cells with their
// divisors.
func (w tableReasons) walk(t *Table) iter.Seq[vicinia.Step] {
	due := slices.Clone(t.Seats)
	cells := slices.Clone(t.Cells)
	return func(yield func(vicinia.Step) bool) {
		for _, b := range w.barred {
			if !yield(b) {
				return
			}
		}
		for o, name := range w.lists.All() {
			if w.voters[o] > 0 && !yield(Due{List: name, Voters: vicinia.Frac(w.voters[o], w.per), Seats: due[o]}) {
				return
			}
		}
		if w.listDivisors == nil {
			return
		}
		for i, district := range w.districts.All() {
			for j, list := range w.lists.All() {
				at := int(i)*w.lists.Len() + int(j)
				if w.votes[at] == 0 {
					continue
				}
				c := Cell{
					District: district, List: list, Votes: w.votes[at], Seats: cells[at], Leads: w.leads[at],
					DistrictDivisor: new(big.Rat).Set(w.districtDivisors[i]), ListDivisor: new(big.Rat).Set(w.listDivisors[j]),
				}
				if !yield(c) {
					return
				}
			}
		}
	}
}

// A Due is the step of a list's seats in all districts.
type Due struct {
	List   string
	Voters vicinia.Ratio // see Voters
	Seats  int64
}

// Key: see vicinia.Step.
func (d Due) Key() string { return "seats.due" }

// String is "CVP: 2086 voters, 12 seats", or 25031/12 voters.
func (d Due) String() string {
	n, per := d.Voters.Parts()
	voters := strconv.FormatInt(n, 10)
	if per > 1 {
		voters += "/" + strconv.FormatInt(per, 10)
	}
	return fmt.Sprintf("%s: %s voters, %d seats", d.List, voters, d.Seats)
}

// A Cell is the step of a list in a district: Votes over both divisors, rounded to the
// nearest, are Seats. certificate.Biproportional proves a table from these divisors.
type Cell struct {
	District, List               string
	Votes, Seats                 int64
	Leads                        bool // it has one seat at least: see Biproportional.Leaders
	DistrictDivisor, ListDivisor *big.Rat
}

// Key: see vicinia.Step.
func (c Cell) Key() string { return "seats.cell" }

// String is "Altdorf, CVP: 11471 votes over 2500 x 1.02 = 4.498...: 4 seats"; the quotient
// is cut, not rounded, after three places.
func (c Cell) String() string {
	q := new(big.Rat).SetInt64(c.Votes)
	q.Quo(q, c.DistrictDivisor).Quo(q, c.ListDivisor)
	s := fmt.Sprintf("%s, %s: %d votes over %s x %s = %s: %d seats",
		c.District, c.List, c.Votes, decimal(c.DistrictDivisor), decimal(c.ListDivisor), cut(q), c.Seats)
	if c.Leads {
		s += ", one as the first"
	}
	return s
}

// decimal writes a decimal in full, another fraction as such.
func decimal(r *big.Rat) string {
	if places, exact := r.FloatPrec(); exact {
		return r.FloatString(places)
	}
	return r.RatString()
}

// cut writes a number from 0 with three places, cut; dots say that more follow.
func cut(r *big.Rat) string {
	thousandths := new(big.Int).Mul(r.Num(), big.NewInt(1000))
	thousandths, rest := thousandths.QuoRem(thousandths, r.Denom(), new(big.Int))
	s := new(big.Rat).SetFrac(thousandths, big.NewInt(1000)).FloatString(3)
	if rest.Sign() > 0 {
		s += "..."
	}
	return s
}
