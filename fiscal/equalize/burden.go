package equalize

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Load is what one canton reports of one burden.
type Load struct {
	Value  vicinia.Ratio // the indicator, or the index where the burden is not Relative
	Weight int64         // what an index point counts for: inhabitants above 800 m, hectares, inhabitants
}

// A Burden is one reason for a payment out of a pot: altitude, slopes, settlement, density;
// age and poverty, the core of a city. The zero Burden is an error, as it gets no part.
type Burden struct {
	Name string
	Part vicinia.Ratio // of the pot; the parts of a pot need not add up to 1
	// Relative says that the index is 100 times the canton's indicator over that of the
	// country, and counts above 100. Otherwise the value is the index, and counts above
	// the mean of all, by Weight.
	Relative bool
	Digits   int // decimals of the index, 0 to 9
}

// Burdens is a pot of burdens (FiLaV, articles 29 to 40): each is a pot of its own, divided
// by what the index of a canton is above the country's, times its weight; below it a
// canton gets nothing. The pot comes from outside.
type Burdens []Burden

// SwissGeography is the geographic and topographic equalisation: FiLaV, articles 29, 30
// and 32.
func SwissGeography() Burdens {
	third, sixth := vicinia.Frac(1, 3), vicinia.Frac(1, 6)
	return Burdens{
		{"altitude", third, true, 1}, {"slopes", third, true, 1},
		{"settlement", sixth, true, 1}, {"density", sixth, true, 1},
	}
}

// SwissSociety is the sociodemographic equalisation: FiLaV, articles 35 and 37. The indices
// come out of a principal component analysis and are data here.
func SwissSociety() Burdens {
	return Burdens{{"population", vicinia.Frac(2, 3), false, 3}, {"core cities", vicinia.Frac(1, 3), false, 3}}
}

// A Canton is the loads of one canton, in the order of the burdens.
type Canton struct {
	Name  string
	Loads []Load
}

// Transfers divides the pot. Country is the indicators of the whole country, in the order
// of the burdens; those of burdens that are not Relative are not read. Indices are rounded
// half-up. The pot is split among the burdens by their parts, then each among the cantons;
// cents go by largest remainders, of equal ones by the order of the burdens and by name.
// A burden that nobody bears is an error, since its part would be nobody's.
func (b Burdens) Transfers(pot fiscal.Money, country []vicinia.Ratio, cantons []Canton) (Result, error) {
	if err := b.check(pot, country, cantons); err != nil {
		return Result{}, fmt.Errorf("burdens: %w", err)
	}
	parts := make([]vicinia.Ratio, len(b))
	for n := range b {
		parts[n] = b[n].Part
	}
	pots, err := fiscal.Splitter{}.SplitRatios(pot, parts)
	if err != nil {
		return Result{}, fmt.Errorf("burdens: %w", err)
	}
	r := Result{Transfers: make([]fiscal.Money, len(cantons)), Pot: pot}
	for n, burden := range b {
		excess := burden.excess(n, country, cantons)
		units, err := divide(pots[n].Minor(), excess, cantons)
		if err != nil {
			return Result{}, fmt.Errorf("burdens: %s: %w", burden.Name, err)
		}
		for i, u := range units {
			// Parts of a pot, and so not above it.
			r.Transfers[i], _ = r.Transfers[i].Add(pot.Currency().Minor(u))
		}
	}
	return r, nil
}

// excess is the weighted index points above the country.
func (b Burden) excess(n int, country []vicinia.Ratio, cantons []Canton) []*big.Rat {
	indices, level := make([]*big.Rat, len(cantons)), big.NewRat(100, 1)
	if !b.Relative {
		level.SetInt64(0)
	}
	scale := exact.Pow10(b.Digits)
	weights := new(big.Rat)
	for i, c := range cantons {
		index := rat(c.Loads[n].Value)
		if b.Relative {
			index = quo(index.Mul(index, big.NewRat(100, 1)), rat(country[n]))
		}
		indices[i] = round(index, scale)
		if weight := big.NewRat(c.Loads[n].Weight, 1); !b.Relative {
			level.Add(level, mul(indices[i], weight))
			weights.Add(weights, weight)
		}
	}
	if !b.Relative && weights.Sign() > 0 {
		level.Quo(level, weights)
	}
	for i, c := range cantons {
		over := sub(indices[i], level)
		if over.Sign() < 0 {
			over.SetInt64(0)
		}
		indices[i] = over.Mul(over, big.NewRat(c.Loads[n].Weight, 1))
	}
	return indices
}

// round rounds to 1/scale, halves away from zero.
func round(r *big.Rat, scale int64) *big.Rat {
	twice := mul(new(big.Rat).Abs(r), big.NewRat(2*scale, 1))
	n := new(big.Int).Quo(twice.Num(), twice.Denom())
	n.Rsh(n.Add(n, big.NewInt(1)), 1)
	out := new(big.Rat).SetFrac(n, big.NewInt(scale))
	if r.Sign() < 0 {
		out.Neg(out)
	}
	return out
}

func divide(pot int64, weights []*big.Rat, cantons []Canton) ([]int64, error) {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	if sum.Sign() == 0 {
		return nil, errors.New("nobody bears it")
	}
	quotas := make([]*big.Rat, len(weights))
	for i, w := range weights {
		quotas[i] = mul(big.NewRat(pot, 1), quo(w, sum))
	}
	d, err := apportion.Quotas(quotas)
	d.Give(func(i, j int) int { return cmp.Compare(cantons[i].Name, cantons[j].Name) })
	return d.Parts, err
}

func (b Burdens) check(pot fiscal.Money, country []vicinia.Ratio, cantons []Canton) error {
	var f faults
	if pot.Sign() < 0 {
		f.add("pot", "", "%v must not be negative", pot)
	}
	if len(country) != len(b) {
		f.add("country", "", "%d indicators for %d burdens", len(country), len(b))
	}
	for n, burden := range b {
		path := fmt.Sprintf("burdens[%d].", n)
		if burden.Part.Sign() <= 0 {
			f.add(path+"part", "", "%s: %v, want more than 0", burden.Name, burden.Part)
		}
		if burden.Digits < 0 || burden.Digits > 9 {
			f.add(path+"digits", "", "%s: %d is not 0 to 9", burden.Name, burden.Digits)
		}
		if burden.Relative && n < len(country) && country[n].Sign() <= 0 {
			f.add(fmt.Sprintf("country[%d]", n), "", "%s: %v, want more than 0", burden.Name, country[n])
		}
	}
	seen := map[string]bool{}
	for i, c := range cantons {
		path := fmt.Sprintf("cantons[%d].", i)
		if seen[c.Name] {
			f.add(path+"name", "", "%q stands twice", c.Name)
		}
		seen[c.Name] = true
		if len(c.Loads) != len(b) {
			f.add(path+"loads", "", "%s: %d loads for %d burdens", c.Name, len(c.Loads), len(b))
		}
		for n, l := range c.Loads {
			if l.Weight < 0 {
				f.add(fmt.Sprintf("%sloads[%d].weight", path, n), "", "%s: %d must not be negative", c.Name, l.Weight)
			}
		}
	}
	return f.join()
}
