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
	out    []bool  // not eligible
	low    []bool  // dropped below the floor
	shut   []bool  // takes no part in divisions: out, and low once that is taken from it

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
		most: make([]int64, n), out: make([]bool, n), low: make([]bool, n), shut: make([]bool, n), x: make([]int64, n),
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
	v.moves = append(v.first, v.moves...)
	return nil
}

// drop takes out all who have something and less than the floor, at once.
func (v *solver) drop() (any bool) {
	if v.s.Floor.Sign() <= 0 {
		return false
	}
	for i, units := range v.x {
		if v.out[i] || v.low[i] || units == 0 || units >= v.s.Floor.Minor() || v.s.Below == (Sink{ToRecipient, string(v.r.Recipients[i].ID)}) {
			continue
		}
		v.low[i], any = true, true
		v.drops = append(v.drops, v.move(byFloor, i, units, 0))
	}
	return any
}

// round is one way through the slot.
func (v *solver) round() error {
	v.moves = v.moves[:0]
	copy(v.x, v.own)
	copy(v.shut, v.out)
	for k, units := range v.pools {
		if err := v.generic(k, units); err != nil {
			return err
		}
	}
	for _, step := range []func() error{v.undesignated, v.below, v.ceilings, v.cap} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// below takes from those who dropped out all that they would have got, and sends it on.
func (v *solver) below() error {
	v.moves = append(v.moves, v.drops...)
	var shared []fund
	for i, low := range v.low {
		if !low {
			continue
		}
		units := v.x[i]
		v.x[i], v.shut[i] = 0, true
		if err := v.sendOn(v.s.Below, i, units, &shared, byFloor); err != nil {
			return err
		}
	}
	for _, f := range shared {
		if _, err := v.divide(f.units, v.open(f.name), byFloor); err != nil {
			return err
		}
	}
	return nil
}
