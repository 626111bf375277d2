package designation

import (
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

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
	return v.sink(v.s.Declined, part, byDecline)
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
