package designation

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// generic divides a pool of one category.
func (v *solver) generic(k int, units int64) error {
	if units == 0 {
		return nil
	}
	weights := make([]int64, len(v.x))
	for i := range weights {
		if t := v.r.Recipients[i].terms(); !v.shut[i] && t.Category == v.categories[k] {
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
	return v.sink(v.s.Undesignated, left, byUndesignated)
}

// undesignated sends what nobody directed to its sink.
func (v *solver) undesignated() error {
	if v.s.Undesignated.To != ToChoices || v.s.Basis == Pool {
		return v.sink(v.s.Undesignated, v.rest, byUndesignated)
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
	return v.sink(v.s.Declined, renounced, byDecline)
}

// open are the weights of all who are in, of one category or of all.
func (v *solver) open(category string) []int64 {
	weights := make([]int64, len(v.x))
	for i, w := range v.weight {
		if !v.shut[i] && (category == "" || v.r.Recipients[i].terms().Category == category) {
			weights[i] = w
		}
	}
	return weights
}

// sink sends money on. What finds nobody stays in the treasury.
func (v *solver) sink(to Sink, units int64, why parameter) error {
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
		v.funds = pool(v.funds, to.Name, units)
	case ToChoices:
		_, err := v.divide(units, v.open(""), why)
		return err
	}
	return nil
}

// sendOn sends on what a recipient may not have. What is to be divided is first put
// together, by category or, as "", for the whole slot, so that no order of recipients shows.
func (v *solver) sendOn(to Sink, i int, units int64, shared *[]fund, why parameter) error {
	switch to.To {
	case ToCategory:
		*shared = pool(*shared, v.r.Recipients[i].terms().Category, units)
	case ToChoices:
		*shared = pool(*shared, "", units)
	default:
		return v.sink(to, units, why)
	}
	return nil
}

// pool adds units to those of a name.
func pool(all []fund, name string, units int64) []fund {
	for i := range all {
		if all[i].name == name {
			all[i].units += units
			return all
		}
	}
	return append(all, fund{name, units})
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
