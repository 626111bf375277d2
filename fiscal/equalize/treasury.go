package equalize

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Treasury is what a scheme may look at.
type Treasury struct {
	Name     string       // unique; equal remainders go by it
	Heads    int64        // persons who live there
	Capacity fiscal.Money // what it could raise, as its law measures it

	County string // of Guaranteed only

	// German laws only.
	Municipal       fiscal.Money  // revenue of its municipalities
	Weight          vicinia.Ratio // of a head, for Capacity: 135 % in a city state; 0 means 1
	MunicipalWeight vicinia.Ratio // of a head, for Municipal; 0 means 1
}

// A Scheme is an equalisation with its parameters.
type Scheme interface {
	// Transfers returns what each treasury gets, or pays if negative, in their order.
	Transfers(ts []Treasury) (Result, error)
}

// A Result is the transfers of a year.
type Result struct {
	Transfers []fiscal.Money // as the treasuries; positive is received
	Pot       fiscal.Money   // what comes from outside: the transfers add up to it
}

// faults collects what is wrong, in input order.
type faults []error

func (f *faults) add(path string, breaks vicinia.Invariant, format string, args ...any) {
	*f = append(*f, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
}

// part adds a fault unless a parameter is 0 to 1.
func (f *faults) part(path string, r vicinia.Ratio) {
	if r.Sign() < 0 || r.Cmp(vicinia.Frac(1, 1)) > 0 {
		f.add(path, "", "%v is not 0 to 1", r)
	}
}

// treasuries adds what is wrong with the treasuries and returns their currency.
func (f *faults) treasuries(ts []Treasury) fiscal.Currency {
	if len(ts) == 0 {
		f.add("treasuries", "", "none")
	}
	cur, seen := fiscal.Currency{}, map[string]bool{}
	for i, t := range ts {
		path := fmt.Sprintf("treasuries[%d].", i)
		if seen[t.Name] {
			f.add(path+"name", "", "%q stands twice", t.Name)
		}
		seen[t.Name] = true
		if t.Heads < 1 {
			f.add(path+"heads", "", "%s: %d, want at least 1", t.Name, t.Heads)
		}
		for _, m := range []fiscal.Money{t.Capacity, t.Municipal} {
			if m.Sign() < 0 {
				f.add(path+"capacity", "", "%s: %v must not be negative", t.Name, m)
			}
			if m != (fiscal.Money{}) && cur != (fiscal.Currency{}) && m.Currency() != cur {
				f.add(path+"capacity", "M-7", "%s: %v among amounts of %v", t.Name, m, cur)
			} else if m != (fiscal.Money{}) {
				cur = m.Currency()
			}
		}
		if t.Weight.Sign() < 0 || t.MunicipalWeight.Sign() < 0 {
			f.add(path+"weight", "", "%s: %v, %v must not be negative", t.Name, t.Weight, t.MunicipalWeight)
		}
	}
	return cur
}

func (f faults) join() error { return errors.Join(f...) }

func rat(r vicinia.Ratio) *big.Rat  { return big.NewRat(r.Parts()) }
func units(m fiscal.Money) *big.Rat { return big.NewRat(m.Minor(), 1) }

// mul is a new product, sub a new difference, quo a new quotient.
func mul(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }
func sub(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func quo(x, y *big.Rat) *big.Rat { return new(big.Rat).Quo(x, y) }

// mean is the capacity per head of all.
func mean(ts []Treasury) *big.Rat {
	capacity, heads := new(big.Rat), new(big.Rat)
	for _, t := range ts {
		capacity.Add(capacity, units(t.Capacity))
		heads.Add(heads, big.NewRat(t.Heads, 1))
	}
	return quo(capacity, heads)
}

// settle rounds transfers that add up to a whole number among the treasuries, and adds
// what each gets from outside, rounded half-even by itself; outside may be nil.
func settle(ts []Treasury, among, outside []*big.Rat, cur fiscal.Currency) (Result, error) {
	d, err := apportion.Quotas(among)
	if err != nil {
		return Result{}, err
	}
	d.Give(func(i, j int) int { return cmp.Compare(ts[i].Name, ts[j].Name) })
	r := Result{Transfers: make([]fiscal.Money, len(ts)), Pot: cur.Minor(0)}
	for i, n := range d.Parts {
		r.Transfers[i] = cur.Minor(n)
		if outside == nil {
			continue
		}
		more, ok := exact.RoundRat(exact.HalfEven, outside[i])
		if !ok {
			return Result{}, vicinia.ErrOverflow
		}
		var errs [2]error
		r.Transfers[i], errs[0] = r.Transfers[i].Add(cur.Minor(more))
		r.Pot, errs[1] = r.Pot.Add(cur.Minor(more))
		if err := errors.Join(errs[:]...); err != nil {
			return Result{}, err
		}
	}
	return r, nil
}

// KeepsRanks returns an error that names two treasuries of which the poorer one per head
// became the richer one by the transfers, by more than the minor unit that rounding may
// have moved on either side; nil if there are none such.
func KeepsRanks(ts []Treasury, transfers []fiscal.Money) error {
	var f faults
	if f.treasuries(ts); len(ts) != len(transfers) {
		f.add("transfers", "", "%d for %d treasuries", len(transfers), len(ts))
	}
	if err := f.join(); err != nil {
		return err
	}
	perHead := func(i int, more int64) *big.Rat {
		after := new(big.Rat).Add(units(ts[i].Capacity), big.NewRat(more, 1))
		return quo(after, big.NewRat(ts[i].Heads, 1))
	}
	order := make([]int, len(ts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(perHead(i, 0).Cmp(perHead(j, 0)), cmp.Compare(ts[i].Name, ts[j].Name))
	})
	top := -1 // who has most after, among those who had less before
	for rest := order; len(rest) > 0; {
		n := 0 // who had alike
		for n < len(rest) && perHead(rest[n], 0).Cmp(perHead(rest[0], 0)) == 0 {
			i := rest[n]
			if top >= 0 && perHead(top, transfers[top].Minor()-1).Cmp(perHead(i, transfers[i].Minor()+1)) > 0 {
				return fmt.Errorf("%s had less per head than %s and has more", ts[top].Name, ts[i].Name)
			}
			n++
		}
		for _, i := range rest[:n] {
			if top < 0 || perHead(i, transfers[i].Minor()).Cmp(perHead(top, transfers[top].Minor())) > 0 {
				top = i
			}
		}
		rest = rest[n:]
	}
	return nil
}

// Material reports whether an error in the transfer of a treasury is large enough to be
// corrected: per head, at least the threshold times the mean capacity per head of all
// (0.17 % in Switzerland: FiLaV, article 42a). Smaller ones stand. Faults are those of the
// treasuries, an index that is none and a negative threshold.
func Material(ts []Treasury, i int, difference fiscal.Money, threshold vicinia.Ratio) (bool, error) {
	var f faults
	f.treasuries(ts)
	if i < 0 || i >= len(ts) {
		f.add("treasuries", "", "no treasury %d", i)
	}
	if threshold.Sign() < 0 {
		f.add("threshold", "", "%v must not be negative", threshold)
	}
	if err := f.join(); err != nil {
		return false, err
	}
	perHead := quo(units(difference), big.NewRat(ts[i].Heads, 1))
	return perHead.Abs(perHead).Cmp(mul(mean(ts), rat(threshold))) >= 0, nil
}
