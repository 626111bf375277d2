package share

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// An Item is one named amount of a quota.
type Item struct {
	Name   string
	Amount fiscal.Money
}

// A Quota is what a territory that collects its own taxes pays for what the state does
// there: the state's spending, less what the territory does itself, by an imputation
// index, less compensations. Model: Basque Country, Ley 10/2023, annex, articles 3 to 8,
// after Ley 12/2002 (Concierto Económico), article 50.
type Quota struct {
	Spending, Assumed fiscal.Money    // of the state; of the competences that the territory assumed
	Index             vicinia.Ratio   // 6.24 % from 2022 to 2026
	Compensations     []Item          // imputed already, each taken off
	Reductions        []Item          // taken off the net quota (transitional provision 4)
	Quantum           int64           // of what the index gives, in minor units: 1000 where the law prints tens of euros; 0 means 1
	Rounding          fiscal.Rounding // of it
}

// A Contribution is a quota in figures, in the order of its annex.
type Contribution struct {
	NotAssumed, Imputed, Compensated, Net, Reduced, Payable fiscal.Money
}

// Contribution computes the quota: one rounding, where the index is applied. An index that
// is not 0 to 1 and two currencies are errors.
func (q Quota) Contribution() (c Contribution, err error) {
	one := vicinia.Frac(1, 1)
	if q.Index.Sign() < 0 || q.Index.Cmp(one) > 0 || q.Quantum < 0 || q.Rounding > fiscal.Ceiling {
		return c, fmt.Errorf("quota: index %v, quantum %d, %v: want an index of 0 to 1", q.Index, q.Quantum, q.Rounding)
	}
	if c.NotAssumed, err = q.Spending.Sub(q.Assumed); err != nil {
		return Contribution{}, fmt.Errorf("quota: %w", err)
	}
	n, d := q.Index.Parts()
	quantum := max(q.Quantum, 1)
	quanta, ok := exact.Quo(exact.Mode(q.Rounding), []int64{c.NotAssumed.Minor(), n}, []int64{d, quantum})
	units, fits := exact.Quo(exact.Floor, []int64{quanta, quantum}, nil)
	if !ok || !fits {
		return Contribution{}, fmt.Errorf("quota: %w", vicinia.ErrOverflow)
	}
	c.Imputed = c.NotAssumed.Currency().Minor(units)
	var errs [4]error
	c.Compensated, errs[0] = sum(q.Compensations)
	c.Net, errs[1] = c.Imputed.Sub(c.Compensated)
	c.Reduced, errs[2] = sum(q.Reductions)
	c.Payable, errs[3] = c.Net.Sub(c.Reduced)
	if err := errors.Join(errs[:]...); err != nil {
		return Contribution{}, fmt.Errorf("quota: %w", err)
	}
	return c, nil
}

func sum(items []Item) (fiscal.Money, error) {
	amounts := make([]fiscal.Money, len(items))
	for i, item := range items {
		amounts[i] = item.Amount
	}
	return fiscal.Sum(amounts...)
}

// Indexed is a net quota of the base year for another year: times now over base, which are
// what the state expected to collect, or in the definitive settlement collected, of the
// same taxes in the two years; rounded once (Ley 10/2023, annex, articles 9, 10 and 12).
// What the definitive one differs from the provisional is settled the next May. A base
// that is not positive and two currencies are errors.
func Indexed(net, now, base fiscal.Money, how fiscal.Rounding) (fiscal.Money, error) {
	if base.Sign() <= 0 || now.Sign() < 0 {
		return fiscal.Money{}, fmt.Errorf("%v over %v is no index", now, base)
	}
	if _, err := fiscal.Sum(base.Currency().Minor(0), now.Currency().Minor(0)); err != nil {
		return fiscal.Money{}, fmt.Errorf("%v over %v: %w", now, base, err)
	}
	if how > fiscal.Ceiling {
		return fiscal.Money{}, fmt.Errorf("rounding %d: %v", uint8(how), how)
	}
	units, ok := exact.Quo(exact.Mode(how), []int64{net.Minor(), now.Minor()}, []int64{base.Minor()})
	if !ok {
		return fiscal.Money{}, fmt.Errorf("%v times %v over %v: %w", net, now, base, vicinia.ErrOverflow)
	}
	return net.Currency().Minor(units), nil
}

// A Consumption moves an indirect tax from where it is collected to where it is borne: the
// territory gets a part of what customs collect, and a part of the whole domestic
// collection as it would be if the territory collected exactly its index. Model: Ley
// 10/2023, annex, articles 14 to 17.
type Consumption struct {
	Tax      string
	Article  string
	Customs  vicinia.Ratio // of what customs collect: the territory's part of consumption
	Domestic vicinia.Ratio // of the whole: consumption less collection; may be negative
	Index    vicinia.Ratio // the territory's part of the domestic collection
	// Corridor is how far the territory's collection may differ from its index of the
	// whole, as a part of the latter; beyond it the index moves by the excess. 0 means no
	// corridor.
	Corridor vicinia.Ratio
}

// Concierto2022 returns the adjustments of the quinquennium 2022 to 2026, with the article
// of the annex to Ley 10/2023 of each. That of tobacco (15.Uno.d) is by sales, not here.
func Concierto2022() []Consumption {
	pct := vicinia.MustRatio
	return []Consumption{
		{"value added", "14", pct("6.875%"), pct("1.110%"), pct("5.765%"), vicinia.Ratio{}},
		{"alcohol and intermediate products", "15.Uno.a", pct("7.130%"), pct("5.198%"), pct("1.932%"), pct("10%")},
		{"beer", "15.Uno.b", pct("7.130%"), pct("5.399%"), pct("1.731%"), pct("10%")},
		{"hydrocarbons", "15.Uno.c", pct("6.560%"), pct("-1.700%"), pct("8.260%"), pct("7%")},
		{"plastic packaging", "16", pct("3.657%"), pct("1.912%"), pct("1.745%"), pct("10%")},
		{"fluorinated gases", "17", pct("4.337%"), pct("0.343%"), pct("3.994%"), vicinia.Ratio{}},
	}
}

// Adjust is what the territory gets, or pays if negative: Customs of what customs
// collected, and Domestic of the collection of the others over 1 less the index, or of the
// territory's own over the index, according to whether its part of both together is above
// the index or below, so that who collects too little is measured by its own effort. It
// is rounded once, half-even, to a minor unit.
//
// The corridor is read so: own over index times both, less 1, is the variation; what of it
// exceeds the corridor, of either sign, times the index is added to the index, wherever
// that stands. Negative collections, two currencies and an index that is not between 0
// and 1 are errors.
func (c Consumption) Adjust(customs, others, own fiscal.Money) (fiscal.Money, error) {
	total, err := fiscal.Sum(customs, others, own)
	if err != nil {
		return fiscal.Money{}, fmt.Errorf("%s: %w", c.Tax, err)
	}
	if min(customs.Minor(), others.Minor(), own.Minor()) < 0 {
		return fiscal.Money{}, fmt.Errorf("%s: a negative collection", c.Tax)
	}
	one := big.NewRat(1, 1)
	index := c.shifted(others, own)
	if index.Sign() <= 0 || index.Cmp(one) >= 0 {
		return fiscal.Money{}, fmt.Errorf("%s: an index of %v is not between 0 and 1", c.Tax, index.RatString())
	}
	whole := new(big.Rat).Quo(units(own), index)
	if domestic := new(big.Rat).Add(units(own), units(others)); units(own).Cmp(domestic.Mul(domestic, index)) > 0 {
		whole.Quo(units(others), one.Sub(one, index))
	}
	whole.Mul(whole, big.NewRat(c.Domestic.Parts()))
	part := new(big.Rat).Mul(units(customs), big.NewRat(c.Customs.Parts()))
	n, ok := exact.RoundRat(exact.HalfEven, part.Add(part, whole))
	if !ok {
		return fiscal.Money{}, fmt.Errorf("%s: %w", c.Tax, vicinia.ErrOverflow)
	}
	return total.Currency().Minor(n), nil
}

// shifted is the index after the corridor.
func (c Consumption) shifted(others, own fiscal.Money) *big.Rat {
	index := big.NewRat(c.Index.Parts())
	expected := new(big.Rat).Add(units(own), units(others))
	if expected.Mul(expected, index); c.Corridor.Sign() <= 0 || expected.Sign() == 0 {
		return index
	}
	excess := new(big.Rat).Sub(units(own), expected)
	excess.Quo(excess, expected)
	width := big.NewRat(c.Corridor.Parts())
	switch {
	case excess.Cmp(width) > 0:
		excess.Sub(excess, width)
	case new(big.Rat).Neg(excess).Cmp(width) > 0:
		excess.Add(excess, width)
	default:
		return index
	}
	return index.Add(index, excess.Mul(excess, index))
}

func units(m fiscal.Money) *big.Rat { return big.NewRat(m.Minor(), 1) }

// Correct returns what is still to move so that each party has what is due, and leaves
// moves below least undone: the error of a key is not corrected where that costs more than
// it is worth (German Gemeindefinanzreformgesetz, section 4; Zerlegungsgesetz: 25 000
// euros). Rest is what these add up to, due less paid, so that moves and rest are the
// whole difference. Lists of unequal length, two currencies and a negative least are errors.
func Correct(paid, due []fiscal.Money, least fiscal.Money) (moves []fiscal.Money, rest fiscal.Money, err error) {
	if len(paid) != len(due) || least.Sign() < 0 {
		return nil, fiscal.Money{}, fmt.Errorf("correct %d by %d, from %v: want lists of one length and no negative least", len(paid), len(due), least)
	}
	moves = make([]fiscal.Money, len(due))
	var left []fiscal.Money
	for i := range due {
		move, err := due[i].Sub(paid[i])
		if err == nil {
			_, err = move.Currency().Minor(0).Add(least.Currency().Minor(0))
		}
		if err != nil {
			return nil, fiscal.Money{}, fmt.Errorf("correct %v to %v: %w", paid[i], due[i], err)
		}
		moves[i] = move
		if exact.Abs(move.Minor()) < uint64(least.Minor()) {
			moves[i] = move.Currency().Minor(0)
			left = append(left, move)
		}
	}
	if rest, err = fiscal.Sum(left...); err != nil {
		return nil, fiscal.Money{}, fmt.Errorf("correct: %w", err)
	}
	return moves, rest, nil
}
