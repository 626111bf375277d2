package law_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/designation/law"
)

// An oracle settles a year as the law is read aloud: fractions, maps, payer by payer and
// slot by slot, with nothing of the kernels and solvers. Only Money.Split, which has tests
// of its own, divides.
type oracle struct {
	r                       *designation.Regime
	payers, base            int64
	credited                int64
	slots                   []slotTotals
	paid                    map[designation.RecipientID]int64
	funds                   map[string]int64
	treasury, raised, given int64
}

// slotTotals are what the payers directed in one slot.
type slotTotals struct {
	own, choices map[designation.RecipientID]int64
	generic      map[string]int64 // by category
}

// A vote is what one payer directs in one slot: to recipients, or to a box.
type vote struct {
	slot   int
	to     []designation.RecipientID
	shares []vicinia.Ratio // of to; nil is the whole slot
	units  []int64         // of to, of vouchers
	box    string          // a category that is signed alone
	lost   bool            // somebody who is on no list
}

func newOracle(r *designation.Regime) *oracle {
	o := &oracle{r: r, paid: map[designation.RecipientID]int64{}, funds: map[string]int64{}}
	for range r.Slots {
		o.slots = append(o.slots, slotTotals{map[designation.RecipientID]int64{}, map[designation.RecipientID]int64{}, map[string]int64{}})
	}
	return o
}

func terms(r *designation.Regime, id designation.RecipientID) designation.Terms {
	for _, rec := range r.Recipients {
		if rec.ID == id && rec.Terms != nil {
			return *rec.Terms
		}
	}
	return designation.Terms{}
}

// part is a ratio of units, rounded as a slot rounds.
func part(s designation.Slot, share *big.Rat, units int64) int64 {
	quantum := max(s.Quantum, 1)
	x := new(big.Rat).Mul(share, big.NewRat(units, quantum))
	floor := new(big.Int).Quo(x.Num(), x.Denom())
	twice := new(big.Rat).Sub(x, new(big.Rat).SetInt(floor))
	up := false
	switch half := twice.Cmp(big.NewRat(1, 2)); s.Rounding {
	case designation.Up:
		up = twice.Sign() > 0
	case designation.HalfUp:
		up = half >= 0
	case designation.HalfEven:
		up = half > 0 || half == 0 && floor.Bit(0) == 1
	}
	n := floor.Int64()
	if up {
		n++
	}
	return n * quantum
}

func rat(r vicinia.Ratio) *big.Rat { n, d := r.Parts(); return big.NewRat(n, d) }

// payer takes one return.
func (o *oracle) payer(base, heads, arrears int64, gifts map[designation.RecipientID]int64, votes []vote) {
	if o.r.PerHead.Sign() > 0 {
		worth := new(big.Rat).Mul(rat(o.r.PerHead), big.NewRat(heads, 1))
		for range o.r.Currency.Digits() {
			worth.Mul(worth, big.NewRat(10, 1))
		}
		base = part(designation.Slot{Rounding: designation.HalfEven}, worth, 1)
	}
	o.payers++
	o.base += base
	if o.r.Arrears != (fiscal.Money{}) && arrears > o.r.Arrears.Minor() {
		return
	}
	o.credit(base, gifts)
	for _, v := range votes {
		o.vote(base, heads, v)
	}
}

// credit is the special and the basic part of what was given above the deductible.
func (o *oracle) credit(base int64, gifts map[designation.RecipientID]int64) {
	if o.r.Credit == nil || len(gifts) == 0 {
		return
	}
	c, all := o.r.Credit, int64(0)
	for id, units := range gifts {
		all += units
		o.slots[0].own[id] += units
	}
	o.given += all
	above := max(0, all-c.Deductible.Minor())
	special := new(big.Rat)
	for _, b := range c.Special {
		if base >= b.From.Minor() {
			special = rat(b.Part)
		}
	}
	plain := designation.Slot{}
	extra := min(part(plain, special, above), part(plain, rat(c.Cap), base))
	o.credited += min(base, part(plain, rat(c.Basic), above)+extra)
}

func (o *oracle) vote(base, heads int64, v vote) {
	s, t := o.r.Slots[v.slot], o.slots[v.slot]
	if v.lost || s.MaxRecipients > 0 && len(v.to) > s.MaxRecipients {
		return // void
	}
	if s.Grain == designation.Amounts {
		return // see credit
	}
	if s.Basis == designation.Pool {
		o.pooled(v)
		return
	}
	if v.box != "" {
		t.generic[v.box] += o.due(s, rat(s.Rate), base)
		return
	}
	for i, id := range v.to {
		share := rat(s.Rate)
		if own := terms(o.r, id).Rate; own.Sign() > 0 {
			share = rat(own)
		}
		if s.Conflict&designation.BothInFull == 0 {
			share.Quo(share, big.NewRat(int64(len(v.to)), 1))
		}
		if v.shares != nil {
			share = rat(v.shares[i])
		}
		if v.units != nil {
			share = big.NewRat(v.units[i], max(1, heads))
		}
		if units := o.due(s, share, base); units >= s.MinLine.Minor() {
			t.own[id] += units
			t.choices[id]++
		}
	}
}

// due is a share of a base, less the allowance, and at least the least.
func (o *oracle) due(s designation.Slot, share *big.Rat, base int64) int64 {
	units := part(s, share, base)
	if s.Allowance == (fiscal.Money{}) && s.Least == (fiscal.Money{}) || base == 0 {
		return units
	}
	return max(units-s.Allowance.Minor(), s.Least.Minor(), 0)
}

// pooled counts parts of the pool.
func (o *oracle) pooled(v vote) {
	s, t := o.r.Slots[v.slot], o.slots[v.slot]
	for i, id := range v.to {
		n := int64(1)
		if v.shares != nil {
			n = new(big.Rat).Quo(rat(v.shares[i]), rat(s.Unit)).Num().Int64()
		}
		t.choices[id] += n
	}
}

// settle goes through the slots.
func (o *oracle) settle() {
	for i := range o.r.Slots {
		if o.r.Slots[i].Basis == designation.Pool {
			o.pool(i)
		} else {
			o.slot(i)
		}
	}
	out := int64(0)
	for _, units := range o.paid {
		out += units
	}
	for _, units := range o.funds {
		out += units
	}
	switch o.r.Mode {
	case designation.Surcharge:
		o.raised = out
	case designation.ByCredit:
		o.treasury, o.raised = o.base-o.credited, o.given-o.credited
	default:
		o.treasury = o.base - out
	}
}

// share divides by weights, in byte order of the ids.
func (o *oracle) share(pot int64, weights, into map[designation.RecipientID]int64) bool {
	var ids []designation.RecipientID
	var list []int64
	some := false
	for _, rec := range o.r.Recipients {
		ids, list = append(ids, rec.ID), append(list, weights[rec.ID])
		some = some || weights[rec.ID] > 0
	}
	if !some {
		return false
	}
	for i, m := range must(o.r.Currency.Minor(pot).Split(list...)) {
		into[ids[i]] += m.Minor()
	}
	return true
}

// pool divides what everybody has an equal part of.
func (o *oracle) pool(i int) {
	s, t := o.r.Slots[i], o.slots[i]
	pot, each, chosen := part(s, rat(s.Rate), o.base), int64(1), int64(0)
	if s.Unit.Sign() > 0 {
		each = new(big.Rat).Quo(rat(s.Rate), rat(s.Unit)).Num().Int64()
	}
	for _, n := range t.choices {
		chosen += n
	}
	all := o.payers * each
	if chosen == 0 {
		return
	}
	if s.Undesignated.To != designation.ToChoices {
		for id, n := range t.choices {
			o.paid[id] += part(designation.Slot{}, big.NewRat(n, all), pot)
		}
		return
	}
	o.share(pot, t.choices, o.paid)
	for id, n := range t.choices { // P * U/N * c/C goes to whom the decliners leave it
		if terms(o.r, id).Declines {
			renounced := new(big.Rat).Mul(big.NewRat(all-chosen, all), big.NewRat(n, chosen))
			units := part(designation.Slot{}, renounced, pot)
			o.paid[id] -= units
			o.paid[designation.RecipientID(s.Declined.Name)] += units
		}
	}
}

// sink is where something goes: to a fund or recipient, or nowhere, which is the treasury.
func (o *oracle) sink(to designation.Sink, units int64, paid map[designation.RecipientID]int64, funds map[string]int64) {
	switch to.To {
	case designation.ToFund:
		funds[to.Name] += units
	case designation.ToRecipient:
		paid[designation.RecipientID(to.Name)] += units
	}
}

// slot settles until nobody is below the floor.
func (o *oracle) slot(i int) {
	s := o.r.Slots[i]
	out := map[designation.RecipientID]bool{}
	for {
		paid, funds := o.once(i, out)
		dropped := false
		for id, units := range paid {
			if units > 0 && units < s.Floor.Minor() {
				out[id], dropped = true, true
			}
		}
		if !dropped {
			for id, units := range paid {
				o.paid[id] += units
			}
			for name, units := range funds {
				o.funds[name] += units
			}
			return
		}
	}
}

// weights are the direct choices, or the members, of those who are in, of one category.
func (o *oracle) weights(i int, category string, out map[designation.RecipientID]bool, members bool) map[designation.RecipientID]int64 {
	w := map[designation.RecipientID]int64{}
	for _, rec := range o.r.Recipients {
		if t := terms(o.r, rec.ID); !out[rec.ID] && t.Category == category {
			w[rec.ID] = o.slots[i].choices[rec.ID]
			if members {
				w[rec.ID] = t.Members
			}
		}
	}
	return w
}

// once is one way through a slot without those who are out.
func (o *oracle) once(i int, out map[designation.RecipientID]bool) (paid map[designation.RecipientID]int64, funds map[string]int64) {
	s, t := o.r.Slots[i], o.slots[i]
	paid, funds = map[designation.RecipientID]int64{}, map[string]int64{}
	left, directed := map[string]int64{}, int64(0)
	for id, units := range t.own {
		directed, paid[id] = directed+units, units
	}
	for category, units := range t.generic {
		directed += units
		if !o.share(units, o.weights(i, category, nil, s.Generic == designation.ByMembers), paid) {
			o.sink(s.Undesignated, units, paid, funds)
		}
	}
	if s.Undesignated != (designation.Sink{}) {
		o.sink(s.Undesignated, part(s, rat(s.Rate), o.base)-directed, paid, funds)
	}
	for id := range out { // all that they would have got
		if s.Below.To == designation.ToCategory {
			left[terms(o.r, id).Category] += paid[id]
		} else {
			o.sink(s.Below, paid[id], paid, funds)
		}
		delete(paid, id)
	}
	for category, units := range left {
		o.share(units, o.weights(i, category, out, false), paid)
	}
	o.ceilings(s, paid, funds)
	if sum := sumOf(paid); s.Cap != (fiscal.Money{}) && sum > s.Cap.Minor() {
		scaled := map[designation.RecipientID]int64{}
		o.share(s.Cap.Minor(), paid, scaled)
		paid = scaled
	}
	return paid, funds
}

func sumOf(paid map[designation.RecipientID]int64) (sum int64) {
	for _, units := range paid {
		sum += units
	}
	return sum
}

// ceilings cut off into funds: no law has another sink for that.
func (o *oracle) ceilings(s designation.Slot, paid map[designation.RecipientID]int64, funds map[string]int64) {
	for id, units := range paid {
		t, most := terms(o.r, id), units
		for _, m := range []fiscal.Money{s.Ceiling, t.Ceiling, t.Requested} {
			if m != (fiscal.Money{}) {
				most = min(most, m.Minor())
			}
		}
		if t.Cost != (fiscal.Money{}) && s.CostShare.Sign() > 0 {
			most = min(most, part(designation.Slot{}, rat(s.CostShare), t.Cost.Minor()))
		}
		to := s.Overflow
		if t.Overflow != (designation.Sink{}) {
			to = t.Overflow
		}
		paid[id] = most
		o.sink(to, units-most, paid, funds)
	}
}

// A year is a drawn list and drawn returns, as settle reads them.
type year struct {
	r    *designation.Regime
	rows []designation.Return
	o    *oracle
}

// withList adds recipients of every kind that the law takes.
func withList(rng *rand.Rand, l *law.Law, r *designation.Regime) {
	if l.Closed {
		return
	}
	categories := []string{""}
	for _, s := range r.Slots {
		categories = append(categories, s.Categories...)
		if s.Generic == designation.ByChoices {
			categories = []string{"research", "volunteering"}
		}
	}
	for i, category := range slices.Concat(categories, categories, categories) {
		t := &designation.Terms{Category: category, Members: rng.Int64N(50)}
		for _, s := range r.Slots {
			if s.OwnRates {
				t.Rate = vicinia.Frac(1+rng.Int64N(15), 100)
			}
			if s.CostShare.Sign() > 0 && rng.IntN(2) == 0 {
				t.Cost, t.Requested = r.Currency.Minor(rng.Int64N(20000)), r.Currency.Minor(rng.Int64N(9000))
			}
		}
		if r.Mode == designation.Surcharge && t.Rate.Sign() == 0 && rng.IntN(3) == 0 {
			t.Rate = vicinia.Frac(r.Slots[0].Rate.Parts())
		}
		r.Recipients = append(r.Recipients, designation.Recipient{ID: designation.RecipientID(fmt.Sprintf("q%02d", i)), Terms: t})
	}
	slices.SortFunc(r.Recipients, func(a, b designation.Recipient) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

// draw makes returns, as text and as the oracle has them.
func draw(t *testing.T, rng *rand.Rand, r *designation.Regime) year {
	y := year{r: r, o: newOracle(r)}
	for n := range 1 + rng.IntN(40) {
		ret := designation.Return{Payer: fmt.Sprint("p", n)}
		base, heads := rng.Int64N(1_000_000)/(1+rng.Int64N(1000)), int64(0)
		ret.Base = r.Currency.Minor(base)
		if r.PerHead.Sign() > 0 {
			most := r.MostHeads
			if most == 0 {
				most = 3
			}
			heads = rng.Int64N(most + 1)
			ret.Heads, ret.Base = heads, fiscal.Money{}
		}
		var classes []string
		for _, s := range r.Slots {
			classes = append(classes, s.Classes...)
		}
		if classes != nil {
			ret.Class = classes[rng.IntN(len(classes))]
		}
		arrears := int64(0)
		if rng.IntN(5) == 0 && r.Arrears != (fiscal.Money{}) {
			arrears = rng.Int64N(1000)
			ret.Arrears = r.Currency.Minor(arrears)
		}
		var votes []vote
		var text []string
		gifts := map[designation.RecipientID]int64{}
		for i, s := range r.Slots {
			if rng.IntN(4) == 0 || s.Classes != nil && !slices.Contains(s.Classes, ret.Class) {
				continue
			}
			v, words := choose(rng, r, i, heads, gifts)
			if words != "" {
				votes, text = append(votes, v), append(text, words)
			}
		}
		if arrears > 0 && len(text) == 0 {
			arrears = 0
		}
		choices, err := r.ParseChoices(strings.Join(text, "|"))
		require.NoError(t, err)
		ret.Choices = choices
		y.rows = append(y.rows, ret)
		y.o.payer(base, heads, arrears, gifts, votes)
	}
	return y
}

// choose draws what a payer directs in one slot.
func choose(rng *rand.Rand, r *designation.Regime, slot int, heads int64, gifts map[designation.RecipientID]int64) (vote, string) {
	s, v := r.Slots[slot], vote{slot: slot}
	var open []designation.RecipientID
	for _, rec := range r.Recipients {
		category := terms(r, rec.ID).Category
		first := slices.IndexFunc(r.Slots, func(s designation.Slot) bool { return slices.Contains(s.Categories, category) })
		if s.Categories == nil && first < 0 || slices.Contains(s.Categories, category) {
			open = append(open, rec.ID)
		}
	}
	rng.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
	switch {
	case s.Generic == designation.Voided && rng.IntN(6) == 0:
		v.lost = true
		return v, s.Name + ":nobody"
	case (s.Generic == designation.ByChoices || s.Generic == designation.ByMembers) && rng.IntN(3) == 0:
		v.box = terms(r, open[0]).Category
		return v, v.box
	}
	n := min(1+rng.IntN(3), len(open))
	if most := s.MaxRecipients; most > 0 && n > most && s.Conflict&designation.VoidAll == 0 {
		n = most
	}
	v.to = open[:n]
	if n > 1 && s.MaxRecipients == 1 && s.Basis == designation.Pool && s.Conflict&designation.VoidAll == 0 {
		v.to = v.to[:1]
	}
	var words []string
	rate := rat(s.Rate)
	for i, id := range v.to {
		switch {
		case s.Grain == designation.Amounts:
			units := rng.Int64N(60_000)
			gifts[id] += units
			words = append(words, fmt.Sprintf("%s=%d", id, units))
		case s.Grain == designation.Units:
			units := rng.Int64N(max(1, heads/int64(len(v.to))) + 1)
			units = min(units, heads/int64(len(v.to)))
			v.units = append(v.units, units)
			words = append(words, fmt.Sprintf("%s=%d", id, units))
		case s.Grain == designation.Shares && (i > 0 && v.shares != nil || i == 0 && (rng.IntN(2) == 0 || s.Basis == designation.Pool)):
			unit := rat(s.Unit)
			if unit.Sign() == 0 {
				unit = big.NewRat(1, 10_000)
			}
			steps := new(big.Rat).Quo(rate, unit)
			most := new(big.Int).Quo(steps.Num(), steps.Denom()).Int64() / int64(len(v.to))
			share := new(big.Rat).Mul(unit, big.NewRat(rng.Int64N(most+1), 1))
			ratio := vicinia.Frac(share.Num().Int64(), share.Denom().Int64())
			v.shares = append(v.shares, ratio)
			words = append(words, fmt.Sprintf("%s=%v", id, ratio))
		default:
			words = append(words, string(id))
		}
	}
	if v.shares == nil && v.units == nil && s.Grain == designation.Shares && s.Unit.Sign() > 0 && len(v.to) > 1 {
		v.to, words = v.to[:1], words[:1] // equal parts may be no multiples
	}
	return v, strings.Join(words, "|")
}

// Every law, in every year from 1990 to 2026 that it knows, equals the oracle to the cent.
func TestEveryLawAgainstOracle(t *testing.T) {
	for _, name := range law.Names() {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(len(name)), 7))
			l := must(law.Load(name))
			years, directed := 0, int64(0)
			for when := 1990; when <= 2026; when++ {
				r, err := l.Year(when)
				if err != nil {
					require.ErrorIs(t, err, law.ErrUnknown)
					continue
				}
				years++
				files := 6
				if when == l.Default {
					files = 50
				}
				own := r.Recipients
				for range files {
					r.Recipients = slices.Clone(own)
					withList(rng, l, r)
					for i := range r.Slots { // so low that it binds
						if s := &r.Slots[i]; s.Cap != (fiscal.Money{}) && rng.IntN(2) == 0 {
							s.Cap = r.Currency.Minor(s.Floor.Minor() + 1 + rng.Int64N(40_000))
						}
					}
					directed += equalsOracle(t, draw(t, rng, r))
				}
			}
			require.Positive(t, years)
			require.Positive(t, directed)
		})
	}
}

func equalsOracle(t *testing.T, y year) int64 {
	c, err := y.r.Collect(slices.Values(y.rows))
	require.NoError(t, err, "%+v", y.rows)
	totals, err := y.r.Count(c)
	require.NoError(t, err)
	s, err := y.r.Settle(totals)
	require.NoError(t, err)
	y.o.settle()
	for id, m := range s.Recipients() {
		require.Equal(t, y.o.paid[id], m.Minor(), "%s in %d of %+v", id, y.r.Year, y.rows)
	}
	funds := int64(0)
	for name, m := range s.Funds() {
		require.Equal(t, y.o.funds[name], m.Minor(), "fund %s", name)
		funds += m.Minor()
	}
	for _, units := range y.o.funds {
		funds -= units
	}
	require.Zero(t, funds)
	require.Equal(t, [3]int64{y.o.base, y.o.treasury, y.o.raised}, [3]int64{s.Base.Minor(), s.Treasury.Minor(), s.Raised.Minor()})
	return s.Designated.Minor()
}
