package designation

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

// A slowSlot settles one slot as the law is read aloud: everything by name, one pot after
// the other, in fractions, and all anew whenever somebody drops out.
type slowSlot struct {
	r       *Regime
	law     Slot
	own     map[string]int64 // directed to each, or the part of a pool
	choices map[string]int64
	generic map[string]int64 // by category
	rest    int64            // directed by nobody

	out   map[string]bool // not eligible
	low   map[string]bool // dropped below the floor
	shut  map[string]bool // out, and low once that is taken from it
	x     map[string]int64
	funds map[string]int64
	kept  map[string]int64 // what was renounced to funds before anything else
	bound map[string]bool
}

// hamilton divides by largest remainder: equal remainders at the cut by those of the first
// quotient, and then in order.
func hamilton(total int64, names []string, weight func(string) int64) map[string]int64 {
	sum, parts := int64(0), map[string]int64{}
	for _, name := range names {
		sum += weight(name)
	}
	if sum == 0 || total == 0 {
		return parts
	}
	rest, left := map[string]*big.Rat{}, total
	for _, name := range names {
		quota := new(big.Rat).Mul(big.NewRat(total, 1), big.NewRat(weight(name), sum))
		floor := new(big.Int).Quo(quota.Num(), quota.Denom())
		parts[name], rest[name] = floor.Int64(), quota.Sub(quota, new(big.Rat).SetInt(floor))
		left -= floor.Int64()
	}
	first := sum/total + 1
	order := slices.Clone(names)
	slices.SortStableFunc(order, func(a, b string) int {
		if c := rest[b].Cmp(rest[a]); c != 0 {
			return c
		}
		return int(weight(b)%first - weight(a)%first)
	})
	for _, name := range order[:left] {
		parts[name]++
	}
	return parts
}

// names are the recipients in order, and terms what is said of one.
func (s *slowSlot) names() (all []string) {
	for _, rec := range s.r.Recipients {
		all = append(all, string(rec.ID))
	}
	return all
}

func (s *slowSlot) terms(name string) Terms {
	for _, rec := range s.r.Recipients {
		if string(rec.ID) == name && rec.Terms != nil {
			return *rec.Terms
		}
	}
	return Terms{}
}

// ceiling is the most that somebody may get; below 0 is no limit.
func (s *slowSlot) ceiling(name string) int64 {
	t, most := s.terms(name), int64(-1)
	limits := []int64{}
	for _, m := range []fiscal.Money{s.law.Ceiling, t.Ceiling, t.Requested} {
		if m != (fiscal.Money{}) {
			limits = append(limits, m.Minor())
		}
	}
	if num, den := s.law.CostShare.Parts(); num > 0 && t.Cost != (fiscal.Money{}) {
		limits = append(limits, t.Cost.Minor()*num/den)
	}
	if len(limits) > 0 {
		most = slices.Min(limits)
	}
	return most
}

// give divides a pot by choices among those who are in.
func (s *slowSlot) give(pot int64, in func(name string) bool) (given map[string]int64) {
	given = hamilton(pot, s.names(), func(name string) int64 {
		if s.shut[name] || !in(name) {
			return 0
		}
		return s.choices[name]
	})
	for name, part := range given {
		s.x[name] += part
	}
	return given
}

func (s *slowSlot) all(string) bool { return true }

func (s *slowSlot) of(category string) func(string) bool {
	return func(name string) bool { return s.terms(name).Category == category }
}

// send sends what was lost, by name, to a sink.
func (s *slowSlot) send(to Sink, lost map[string]int64, in func(string) bool) {
	byCategory, sum := map[string]int64{}, int64(0)
	for name, units := range lost {
		byCategory[s.terms(name).Category] += units
		sum += units
	}
	switch to.To {
	case ToRecipient:
		s.x[to.Name] += sum
	case ToFund:
		if sum > 0 {
			s.funds[to.Name] += sum
		}
	case ToChoices:
		s.give(sum, in)
	case ToCategory:
		for _, category := range slices.Sorted(maps.Keys(byCategory)) {
			s.give(byCategory[category], func(name string) bool { return in(name) && s.of(category)(name) })
		}
	}
}

func (s *slowSlot) note(parameter, name string) { s.bound[parameter+" "+name] = true }

// once is one way through the slot.
func (s *slowSlot) once() {
	s.x, s.funds = map[string]int64{}, maps.Clone(s.kept)
	s.shut = maps.Clone(s.out)
	maps.Copy(s.x, s.own)
	for category, pot := range s.generic {
		var given map[string]int64
		if s.law.Generic == ByMembers {
			given = hamilton(pot, s.names(), func(name string) int64 {
				if s.shut[name] || !s.of(category)(name) {
					return 0
				}
				return s.terms(name).Members
			})
			for name, part := range given {
				s.x[name] += part
			}
		} else {
			given = s.give(pot, s.of(category))
		}
		if len(given) == 0 && pot > 0 {
			s.send(s.law.Undesignated, map[string]int64{"": pot}, s.all)
		}
	}
	if s.law.Undesignated.To == ToChoices && s.law.Basis == OwnBase {
		renounced := int64(0)
		for name, part := range s.give(s.rest, s.all) {
			if s.terms(name).Declines {
				s.x[name] -= part
				renounced += part
			}
		}
		s.send(s.law.Declined, map[string]int64{"": renounced}, s.all)
	} else {
		s.send(s.law.Undesignated, map[string]int64{"": s.rest}, s.all)
	}
	lost := map[string]int64{}
	for name := range s.low {
		lost[name], s.x[name], s.shut[name] = s.x[name], 0, true
	}
	s.send(s.law.Below, lost, s.all)
	s.cut()
	s.scale()
}

// cut applies ceilings until nobody is above one.
func (s *slowSlot) cut() {
	full := map[string]bool{}
	for {
		over := map[Sink]map[string]int64{}
		for _, name := range s.names() {
			most := s.ceiling(name)
			if most >= 0 && s.x[name] > most {
				to := s.law.Overflow
				if own := s.terms(name).Overflow; own != (Sink{}) {
					to = own
				}
				if over[to] == nil {
					over[to] = map[string]int64{}
				}
				over[to][name] = s.x[name] - most
				s.x[name] = most
				s.note("ceiling", name)
			}
			full[name] = full[name] || s.x[name] == most
		}
		if len(over) == 0 {
			return
		}
		for to, lost := range over { // in any order: nothing here depends on it
			s.send(to, lost, func(name string) bool { return !full[name] })
		}
	}
}

// scale applies the cap.
func (s *slowSlot) scale() {
	sum, most := int64(0), s.law.Cap.Minor()
	for _, units := range s.x {
		sum += units
	}
	if s.law.Cap == (fiscal.Money{}) || sum <= most {
		return
	}
	former := maps.Clone(s.x)
	s.x = hamilton(most, s.names(), func(name string) int64 { return former[name] })
	s.note("cap", "")
	s.send(s.law.Excess, map[string]int64{"": sum - most}, s.all)
}

// settle goes through the slot until nobody is below the floor.
func (s *slowSlot) settle() {
	floors := map[string]bool{}
	for dropped := true; dropped; {
		s.bound = maps.Clone(floors)
		s.once()
		dropped = false
		for _, name := range s.names() {
			if units := s.x[name]; !s.out[name] && !s.low[name] && units > 0 && units < s.law.Floor.Minor() && s.law.Below != (Sink{ToRecipient, name}) {
				s.low[name], floors["floor "+name], dropped = true, true, true
			}
		}
	}
}

// newSlowSlot makes the slot of a regime ready from what was counted.
func newSlowSlot(r *Regime, slot int, t *Totals) *slowSlot {
	s := &slowSlot{
		r: r, law: r.Slots[slot], own: map[string]int64{}, choices: map[string]int64{}, generic: map[string]int64{},
		out: map[string]bool{}, low: map[string]bool{}, kept: map[string]int64{},
	}
	cells, categories, base := t.cells[slot*r.width():], r.generics(), new(big.Int)
	base.Set(t.base.Big())
	sums, in := []int64(nil), int64(0)
	for _, c := range cells[:r.width()] {
		sums = append(sums, int64(c.sum.Lo))
		in += int64(c.sum.Lo)
	}
	var slow ints
	if s.law.Basis == Pool {
		pot, _ := slow.rate(s.law.Rate, s.law.Rounding, 1, base.Int64())
		pool, units := pot.Int64(), big.NewInt(t.payers)
		each := new(big.Rat).Quo(bigRat(s.law.Rate), bigRat(s.law.grainUnit()))
		units.Mul(units, each.Num())
		sums, in = s.pool(pool, in, units.Int64(), sums)
		s.rest = pool - in
	} else if s.law.Undesignated != (Sink{}) {
		right, _ := slow.rate(s.law.right(), s.law.Rounding, 1, base.Int64())
		s.rest = max(0, right.Int64()-in)
	}
	for i, name := range s.names() {
		s.own[name] = sums[i]
		if _, set := s.choices[name]; !set {
			s.choices[name] = cells[i].lines
		}
		if t := s.terms(name); !s.law.takes(t.Category) || !r.registered(&t) {
			if s.law.Generic.pools() && t.Category != "" {
				s.generic[t.Category] += s.own[name]
			} else {
				s.rest += s.own[name]
			}
			s.out[name], s.own[name], s.choices[name] = true, 0, 0
		}
	}
	for k, category := range categories {
		s.generic[category] += sums[len(r.Recipients)+k]
	}
	return s
}

// pool turns units into money: what is directed of all that could be, or all of it by what
// was directed, of which those who decline renounce what nobody directed.
func (s *slowSlot) pool(pool, chosen, all int64, units []int64) (sums []int64, in int64) {
	for i, name := range s.names() {
		s.choices[name] = units[i]
	}
	numbers := make([]string, len(units))
	for i := range units {
		numbers[i] = fmt.Sprintf("%03d", i)
	}
	sums = make([]int64, len(units))
	if s.law.Undesignated.To != ToChoices || chosen == 0 {
		for i, n := range units {
			if all > 0 {
				part := new(big.Int).Mul(big.NewInt(pool), big.NewInt(n))
				sums[i] = part.Quo(part, big.NewInt(all)).Int64()
			}
			in += sums[i]
		}
		return sums, in
	}
	parts := hamilton(pool, numbers, func(number string) int64 { return units[slices.Index(numbers, number)] })
	for i, number := range numbers {
		sums[i] = parts[number]
	}
	for i, name := range s.names() {
		if !s.terms(name).Declines {
			continue
		}
		share := new(big.Rat).Mul(big.NewRat(pool, 1), big.NewRat(all-chosen, all))
		share.Mul(share, big.NewRat(units[i], chosen))
		part := min(sums[i], new(big.Int).Quo(share.Num(), share.Denom()).Int64())
		sums[i] -= part
		switch to := s.law.Declined; {
		case part == 0:
		case to.To == ToFund:
			s.kept[to.Name] += part
		case to.To == ToRecipient:
			sums[slices.Index(s.names(), to.Name)] += part
		}
	}
	return sums, pool // what is renounced is nobody's any more
}

// coarse makes amounts meet: limits and sums are multiples of 3.00, and choices are few.
func coarse(r *Regime, t *Totals) {
	limit := func(m *fiscal.Money) {
		if *m != (fiscal.Money{}) {
			*m = fiscal.EUR.Minor(m.Minor() / 300 * 300)
		}
	}
	for i := range r.Recipients {
		limit(&r.Recipients[i].Terms.Ceiling)
	}
	for i := range r.Slots {
		limit(&r.Slots[i].Floor)
		limit(&r.Slots[i].Ceiling)
		limit(&r.Slots[i].Cap)
	}
	for i := range t.cells {
		t.cells[i].sum.Lo, t.cells[i].lines = t.cells[i].sum.Lo/300*300, t.cells[i].lines%3
	}
}

// Every law against the slow version, to the cent and to the parameter that bound.
func TestSettleAgainstTheSlowSlots(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 21))
	checked, bound := 0, map[string]int{}
	for n := range cases(25_000) {
		r := drawLaw(random)
		if r.Check() != nil {
			continue
		}
		totals := drawTotals(t, random, r)
		if n%2 == 0 && r.Slots[0].Basis == OwnBase {
			if coarse(r, totals); r.Check() != nil {
				continue
			}
		}
		s, err := r.Settle(totals)
		require.NoError(t, err)
		funds, why := map[string]int64{}, map[string]bool{}
		for step := range s.Why() {
			if b, ok := step.(Bound); ok && b.Before.Cmp(b.After) > 0 && (b.Parameter == "floor" || b.Parameter == "ceiling" || b.Parameter == "cap") {
				why[b.Slot+" "+b.Parameter+" "+string(b.Recipient)] = true
			}
		}
		want := map[string]bool{}
		for slot := range r.Slots {
			slow := newSlowSlot(r, slot, totals)
			slow.settle()
			for i, name := range slow.names() {
				if got := s.paid[slot*len(r.Recipients)+i].Amount.Minor(); got != slow.x[name] {
					require.Equal(t, slow.x[name], got, "%s in slot %d of %+v", name, slot, r)
				}
			}
			for fund, units := range slow.funds {
				funds[fund] += units
			}
			for what := range slow.bound {
				want[r.Slots[slot].Name+" "+what] = true
			}
		}
		for name, m := range s.Funds() {
			require.Equal(t, funds[name], m.Minor(), "%s of %+v", name, r)
			delete(funds, name)
		}
		require.Empty(t, funds)
		require.Equal(t, want, why, "%+v", r)
		for what := range want {
			bound[what[len("slot 0 "):][:3]]++
		}
		checked++
	}
	assert.Greater(t, checked, cases(2_000))
	for _, parameter := range []string{"flo", "cei", "cap"} {
		assert.Greater(t, bound[parameter], cases(200), parameter)
	}
}
