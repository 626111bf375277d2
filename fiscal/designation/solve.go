package designation

import (
	"math"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A solver settles one slot.
type solver struct {
	r          *Regime
	s          *Slot
	slot       int
	categories []string
	cells      []cell

	lines  []int64 // direct choices, by recipient
	weight []int64 // for divisions by choices: lines, or the units of a pool
	own    []int64 // what was directed to each, or its part of a pool
	pools  []int64 // of generic lines, by category
	rest   int64   // that nobody directed, unless it stays in the treasury anyway
	most   []int64 // ceilings; the largest int64 is none
	out    []bool  // dropped below the floor, or not eligible

	x     []int64 // the result
	funds []fund
	moves []move // of this round
	drops []move // of floors, in all rounds
	first []move // of the register, and of what was renounced
}

func newSolver(r *Regime, slot int, cells []cell) *solver {
	n := len(r.Recipients)
	v := &solver{
		r: r, s: &r.Slots[slot], slot: slot, categories: r.categories(), cells: cells,
		lines: make([]int64, n), weight: make([]int64, n), own: make([]int64, n), pools: make([]int64, len(cells)-n),
		most: make([]int64, n), out: make([]bool, n), x: make([]int64, n),
	}
	for i := range v.lines {
		v.lines[i] = cells[i].lines
		v.weight[i] = cells[i].lines
		v.most[i] = r.ceiling(slot, i)
	}
	return v
}

// ceiling is the most that a recipient may get from a slot.
func (r *Regime) ceiling(slot, i int) int64 {
	most := int64(math.MaxInt64)
	t, s := r.Recipients[i].terms(), &r.Slots[slot]
	for _, m := range []fiscal.Money{s.Ceiling, t.Ceiling, t.Requested} {
		if m != (fiscal.Money{}) {
			most = min(most, m.Minor())
		}
	}
	if t.Cost != (fiscal.Money{}) && s.CostShare.Sign() > 0 {
		most = min(most, floorOf(s.CostShare, t.Cost.Minor()))
	}
	return most
}

// eligible reports whether a recipient may get money from a slot.
func (r *Regime) eligible(slot, i int) bool {
	t := r.Recipients[i].terms()
	return r.Slots[slot].takes(t.Category) && r.registered(t)
}

// registered reports whether a recipient was on the register when it must be.
func (r *Regime) registered(t *Terms) bool {
	if t.On == (vicinia.Interval{}) {
		return true
	}
	if r.Register == (Day{}) {
		_, ok := t.On.Meet(vicinia.Year(r.Year))
		return ok
	}
	day, err := r.Register.In(r.Year)
	return err == nil && t.On.Has(day)
}

// load turns the cells into money and returns what comes into the slot.
func (v *solver) load(base, payers int64) (into exact.U128, err error) {
	if v.s.Basis == Pool {
		return v.loadPool(base, payers)
	}
	for i, c := range v.cells {
		var ok bool
		if into, ok = into.Add(c.sum); !ok {
			return into, vicinia.ErrOverflow
		}
		units, fits := amount(c.sum)
		if !fits {
			return exact.U128{Hi: 1}, nil
		}
		if i < len(v.own) {
			v.own[i] = units
		} else {
			v.pools[i-len(v.own)] = units
		}
	}
	if v.s.Undesignated != (Sink{}) {
		right := newRate(v.s.right(), v.s.Rounding, 1)
		if pot := right.of(uint64(base)); into.Hi == 0 && pot > into.Lo {
			v.rest = int64(pot - into.Lo)
			into.Lo = pot
		}
	}
	v.leave()
	return into, nil
}

// loadPool gives everybody their part of the pool: of all of it if what nobody directs
// follows the choices, else of the equal parts of those who chose.
func (v *solver) loadPool(base, payers int64) (into exact.U128, err error) {
	rate := newRate(v.s.Rate, v.s.Rounding, 1)
	pool := int64(rate.of(uint64(base)))
	each, _ := quotient(v.s.Rate, v.s.grainUnit())
	all := exact.Mul(uint64(payers), uint64(each))
	var chosen exact.U128
	for _, c := range v.cells {
		chosen, _ = chosen.Add(c.sum)
	}
	if chosen.Cmp(all) > 0 {
		return exact.U128{Hi: 1}, nil
	}
	units, fits := amount(all)
	if !fits {
		return into, vicinia.ErrOverflow
	}
	parts := make([]int64, len(v.cells))
	for i, c := range v.cells {
		parts[i] = int64(c.sum.Lo)
	}
	copy(v.weight, parts)
	v.rest = pool
	if units > 0 {
		if v.rest, err = v.dividePool(pool, int64(chosen.Lo), units, parts); err != nil {
			return into, err
		}
	}
	copy(v.own, parts)
	copy(v.pools, parts[len(v.own):])
	v.leave()
	return exact.U128{Lo: uint64(pool)}, nil
}

// dividePool turns units into money, in place, and returns what is left.
func (v *solver) dividePool(pool, chosen, all int64, parts []int64) (rest int64, err error) {
	if v.s.Undesignated.To == ToChoices && chosen > 0 {
		units := append([]int64(nil), parts...)
		if err := split(pool, units, parts); err != nil {
			return 0, err
		}
		for i := range v.own {
			if !v.r.Recipients[i].terms().Declines {
				continue
			}
			// P * U/N * c/C, of which U of N parts were not directed.
			part, _ := exact.Quo(exact.Floor, []int64{pool, all - chosen, units[i]}, []int64{all, chosen})
			if err := v.renounce(i, part, parts); err != nil {
				return 0, err
			}
		}
		return 0, nil
	}
	rest = pool
	for i, n := range parts {
		parts[i], _ = exact.Quo(exact.Floor, []int64{pool, n}, []int64{all})
		rest -= parts[i]
	}
	return rest, nil
}

// renounce takes a part from a recipient who declines it.
func (v *solver) renounce(i int, part int64, parts []int64) error {
	part = min(part, parts[i])
	if part == 0 {
		return nil
	}
	v.first = append(v.first, v.move(byDecline, i, parts[i], parts[i]-part))
	parts[i] -= part
	if v.s.Declined.To == ToRecipient {
		to, _ := v.r.find(RecipientID(v.s.Declined.Name))
		parts[to] += part
		return nil
	}
	return v.sink(v.s.Declined, part, "", byDecline)
}

// leave takes what was directed to those who may not get it.
func (v *solver) leave() {
	for i := range v.own {
		if v.r.eligible(v.slot, i) {
			continue
		}
		v.out[i] = true
		units := v.own[i]
		v.own[i], v.weight[i] = 0, 0
		if units == 0 {
			continue
		}
		v.first = append(v.first, v.move(byRegister, i, units, 0))
		if k := v.category(i); k >= 0 && v.s.Generic.pools() {
			v.pools[k] += units
		} else {
			v.rest += units
		}
	}
}

// category is the number of a recipient's category among the pools, or -1.
func (v *solver) category(i int) int {
	if k, ok := slices.BinarySearch(v.categories, v.r.Recipients[i].terms().Category); ok {
		return k
	}
	return -1
}

func (v *solver) move(p parameter, recipient int, before, after int64) move {
	return move{uint32(v.slot), int32(recipient), p, before, after}
}

// run settles until nobody drops below the floor any more.
func (v *solver) run() error {
	kept := v.funds // of what was renounced
	for {
		v.funds = append([]fund(nil), kept...)
		if err := v.round(); err != nil {
			return err
		}
		if !v.drop() {
			break
		}
	}
	v.moves = append(append(v.first, v.drops...), v.moves...)
	return nil
}

// drop takes out all who have something and less than the floor, at once.
func (v *solver) drop() (any bool) {
	if v.s.Floor.Sign() <= 0 {
		return false
	}
	for i, units := range v.x {
		if v.out[i] || units == 0 || units >= v.s.Floor.Minor() || v.s.Below == (Sink{ToRecipient, string(v.r.Recipients[i].ID)}) {
			continue
		}
		v.out[i], any = true, true
		v.drops = append(v.drops, v.move(byFloor, i, units, 0))
	}
	return any
}

// round is one way through the slot with those who are not out.
func (v *solver) round() error {
	v.moves = v.moves[:0]
	below := make([]int64, len(v.categories)+1) // by category; at last for all
	for i, units := range v.own {
		v.x[i] = units
		if v.out[i] {
			v.x[i] = 0
		}
	}
	for i, units := range v.own {
		if !v.out[i] {
			continue
		}
		if err := v.below(i, units, below); err != nil {
			return err
		}
	}
	for k, units := range v.pools {
		if err := v.generic(k, units); err != nil {
			return err
		}
	}
	if err := v.undesignated(); err != nil {
		return err
	}
	for k, units := range below[:len(v.categories)] {
		if err := v.sink(Sink{To: ToCategory}, units, v.categories[k], byFloor); err != nil {
			return err
		}
	}
	if err := v.sink(Sink{To: ToChoices}, below[len(v.categories)], "", byFloor); err != nil {
		return err
	}
	if err := v.ceilings(); err != nil {
		return err
	}
	return v.cap()
}

// below sends what was directed to somebody out of the slot to its sink, or keeps it for
// one division by category.
func (v *solver) below(i int, units int64, below []int64) error {
	switch v.s.Below.To {
	case ToCategory:
		if k := v.category(i); k >= 0 {
			below[k] += units
		}
	case ToChoices:
		below[len(below)-1] += units
	case ToRecipient, ToFund:
		return v.sink(v.s.Below, units, "", byFloor)
	}
	return nil
}

// generic divides a pool of one category.
func (v *solver) generic(k int, units int64) error {
	if units == 0 {
		return nil
	}
	weights := make([]int64, len(v.x))
	for i := range weights {
		if t := v.r.Recipients[i].terms(); !v.out[i] && t.Category == v.categories[k] {
			weights[i] = v.weight[i]
			if v.s.Generic == ByMembers {
				weights[i] = t.Members
			}
		}
	}
	left, err := v.divide(units, weights, byGeneric)
	if err != nil || left == 0 {
		return err
	}
	return v.sink(v.s.Undesignated, left, "", byUndesignated)
}

// undesignated sends what nobody directed to its sink.
func (v *solver) undesignated() error {
	if v.s.Undesignated.To != ToChoices || v.s.Basis == Pool {
		return v.sink(v.s.Undesignated, v.rest, "", byUndesignated)
	}
	before := append([]int64(nil), v.x...)
	if _, err := v.divide(v.rest, v.open(""), byUndesignated); err != nil {
		return err
	}
	renounced := int64(0)
	for i := range v.x {
		if part := v.x[i] - before[i]; part > 0 && v.r.Recipients[i].terms().Declines {
			v.moves = append(v.moves, v.move(byDecline, i, v.x[i], before[i]))
			v.x[i] = before[i]
			renounced += part
		}
	}
	return v.sink(v.s.Declined, renounced, "", byDecline)
}

// open are the weights of all who are in, of one category or of all.
func (v *solver) open(category string) []int64 {
	weights := make([]int64, len(v.x))
	for i, w := range v.weight {
		if !v.out[i] && (category == "" || v.r.Recipients[i].terms().Category == category) {
			weights[i] = w
		}
	}
	return weights
}

// sink sends money on. What finds nobody stays in the treasury.
func (v *solver) sink(to Sink, units int64, category string, why parameter) error {
	if units == 0 {
		return nil
	}
	switch to.To {
	case ToRecipient:
		i, _ := v.r.find(RecipientID(to.Name))
		sum, ok := add(v.x[i], units)
		if !ok {
			return vicinia.ErrOverflow
		}
		v.x[i] = sum
	case ToFund:
		for i := range v.funds {
			if v.funds[i].name == to.Name {
				v.funds[i].units += units
				return nil
			}
		}
		v.funds = append(v.funds, fund{to.Name, units})
	case ToCategory, ToChoices:
		_, err := v.divide(units, v.open(category), why)
		return err
	}
	return nil
}

// divide adds parts of units by weights and returns what nobody takes.
func (v *solver) divide(units int64, weights []int64, why parameter) (left int64, err error) {
	parts := make([]int64, len(weights))
	some := false
	for _, w := range weights {
		some = some || w > 0
	}
	if !some || units == 0 {
		return units, nil
	}
	if err := split(units, weights, parts); err != nil {
		return 0, err
	}
	for i, part := range parts {
		if part > 0 {
			v.moves = append(v.moves, v.move(why, i, v.x[i], v.x[i]+part))
			v.x[i] += part
		}
	}
	return 0, nil
}

// split divides units by weights into parts: by largest remainder, as fiscal.Splitter.
func split(units int64, weights, parts []int64) error {
	ms, err := fiscal.Splitter{}.Split(fiscal.Currency{}.Minor(units), weights)
	if err != nil {
		return err
	}
	for i, m := range ms {
		parts[i] = m.Minor()
	}
	return nil
}
