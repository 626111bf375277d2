package share

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Key is a rule that divides a common cost, and the scale of a compact's terms. The zero
// Key is PerHead.
type Key uint8

// The keys: what the days as a party are multiplied by.
const (
	PerHead  Key = iota // the heads
	Capacity            // the net, in minor units; nothing if it is below zero
	Equal               // 1
)

// keys are the names of rules.
var keys = [...]string{PerHead: "per-head", Capacity: "capacity", Equal: "equal"}

func (Key) term() {}

// Rule: see Term.
func (k Key) Rule() (rule, parameter string) { return k.String(), "" }

// String is per-head, capacity or equal.
func (k Key) String() string {
	if int(k) >= len(keys) {
		return "no key"
	}
	return keys[k]
}

// weight is days x heads, net or 1; it needs no more than 72 bits.
func (k Key) weight(p Party) exact.U128 {
	by := int64(1)
	switch k {
	case PerHead:
		by = p.Heads
	case Capacity:
		by = max(p.Net.Minor(), 0)
	}
	return exact.Mul(uint64(by), uint64(p.Days.Party))
}

// Split divides a cost among its parties by a scale: largest remainder, equal remainders in
// byte order of the names, never a minor unit to a zero weight. The shares are in the
// order of the parties and add up to the cost; the order moves no cent.
//
// A negative cost and parties without any weight, none at all included, break K-9, also
// where the cost is 0; two currencies break M-7; a name twice, different years, days that
// cannot be, negative heads, use or capacity, and a scale that cannot weigh these parties
// are faults.
func Split(cost fiscal.Money, s Scale, parties []Party) ([]fiscal.Money, error) {
	if err := check(cost, s, parties); err != nil {
		return nil, fmt.Errorf("split %v by %v: %w", cost, s, err)
	}
	units, err := split(cost.Minor(), s, parties)
	if err != nil {
		return nil, fmt.Errorf("split %v by %v: %w", cost, s, err)
	}
	shares := make([]fiscal.Money, len(parties))
	for i, n := range units {
		shares[i] = cost.Currency().Minor(n)
	}
	return shares, nil
}

// split divides by a key in 128 bits, and by any other scale in fractions.
func split(cost int64, s Scale, parties []Party) ([]int64, error) {
	k, ok := s.(Key)
	if !ok {
		portions, err := normalized(s, parties)
		if err != nil {
			return nil, err
		}
		return settle(cost, portions, names(parties))
	}
	weights := make([]exact.U128, len(parties))
	for i, p := range parties {
		weights[i] = k.weight(p)
	}
	d, err := apportion.LargestRemainder(cost, weights)
	if err != nil {
		return nil, err
	}
	d.Give(func(a, b int) int { return cmp.Compare(parties[a].Name, parties[b].Name) })
	return d.Parts, nil
}

func check(cost fiscal.Money, s Scale, parties []Party) error {
	var f faults
	if cost.Sign() < 0 {
		f.add("cost", "K-9", "%v must not be negative", cost)
	}
	for i, p := range parties {
		path := fmt.Sprintf("parties[%d].", i)
		p.check(&f, path, cost)
		if p.Days.Year != parties[0].Days.Year {
			f.add(path+"days", "", "%s: a year of %d days, want %d", p.Name, p.Days.Year, parties[0].Days.Year)
		}
	}
	switch err := weighty(s, parties); {
	case errors.Is(err, apportion.ErrNoWeight):
		f.add("parties", "K-9", "%w", err)
	case err != nil:
		f.add("key", "", "%w", err)
	}
	f.addTwins(parties)
	return f.join()
}

// weighty returns why a scale cannot weigh the parties, or that they have no weight.
func weighty(s Scale, parties []Party) error {
	switch k := s.(type) {
	case nil:
		return errors.New("no scale")
	case Key:
		if int(k) >= len(keys) {
			return fmt.Errorf("%d: %v", uint8(k), k)
		}
		for _, p := range parties {
			if k.weight(p) != (exact.U128{}) {
				return nil
			}
		}
		return apportion.ErrNoWeight
	}
	_, err := normalized(s, parties)
	return err
}

// addTwins finds names that stand twice: they could not break a tie.
func (f *faults) addTwins(parties []Party) {
	order := make([]int, len(parties))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(parties[a].Name, parties[b].Name), a-b)
	})
	for n, i := range order {
		if n > 0 && parties[order[n-1]].Name == parties[i].Name {
			f.add(fmt.Sprintf("parties[%d].name", i), "", "%q stands twice", parties[i].Name)
		}
	}
}
