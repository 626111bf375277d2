package designation

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
