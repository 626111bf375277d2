package share

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Scale weighs the parties to a common cost: a [Key], a [Measure], a [Mix], the portions
// that a statute names ([Given]), or another scale rounded to its digits ([Rounded]). It is
// closed, since what it weighs must be checked.
type Scale interface {
	// String is a canonical text: per-head, 2/3 per-head + 1/3 use.
	String() string

	// weigh returns weights in the order of the parties, none negative; nil if all are 0.
	weigh(parties []Party) ([]*big.Rat, error)
}

func (k Key) weigh(parties []Party) ([]*big.Rat, error) {
	if int(k) >= len(keys) {
		return nil, fmt.Errorf("key %d: %v", uint8(k), k)
	}
	weights := make([]*big.Rat, len(parties))
	for i, p := range parties {
		weights[i] = new(big.Rat).SetInt(k.weight(p).Big())
	}
	return weights, nil
}

// A Measure is what a party took or took on: days as a party times Use or Subscribed.
type Measure uint8

// The measures.
const (
	ByUse        Measure = iota // Party.Use: what was taken of a service in the year
	BySubscribed                // Party.Subscribed: the capacity that was reserved, taken or not
)

// String is use or subscribed.
func (m Measure) String() string {
	return [...]string{"use", "subscribed", "no measure"}[min(m, 2)]
}

func (m Measure) weigh(parties []Party) ([]*big.Rat, error) {
	if m > BySubscribed {
		return nil, fmt.Errorf("measure %d", uint8(m))
	}
	weights := make([]*big.Rat, len(parties))
	for i, p := range parties {
		by := p.Use
		if m == BySubscribed {
			by = p.Subscribed
		}
		weights[i] = new(big.Rat).SetInt(exact.Mul(uint64(max(by, 0)), uint64(p.Days.Party)).Big())
	}
	return weights, nil
}

// Given is the portions that a statute names, in the order of the parties. They are
// normalized, so that they need not add up to 1 (German Gemeindefinanzreformgesetz, section
// 5a, paragraph 3), and count for the whole year, whatever the days of the parties.
type Given []vicinia.Ratio

// String is 19.02061%, 14.326911%.
func (g Given) String() string {
	texts := make([]string, len(g))
	for i, r := range g {
		texts[i] = r.String()
	}
	return strings.Join(texts, ", ")
}

func (g Given) weigh(parties []Party) ([]*big.Rat, error) {
	if len(g) != len(parties) {
		return nil, fmt.Errorf("%d portions for %d parties", len(g), len(parties))
	}
	weights := make([]*big.Rat, len(g))
	for i, r := range g {
		if r.Sign() < 0 {
			return nil, fmt.Errorf("the portion of %s: %v must not be negative", parties[i].Name, r)
		}
		weights[i] = big.NewRat(r.Parts())
	}
	return weights, nil
}

// A Blend is one scale in a mix and what it counts.
type Blend struct {
	Weight vicinia.Ratio
	By     Scale
}

// A Mix counts several scales, each normalized first: half by heads and half by use. The
// weights need not add up to 1. A scale by which nobody weighs anything is an error, since
// its part of the cost would be nobody's.
type Mix []Blend

// MaxBlends bounds a Mix and how deep mixes are nested in one another, together.
const MaxBlends = 100

// String is 1/2 per-head + 1/2 use.
func (m Mix) String() string {
	texts := make([]string, len(m))
	for i, b := range m {
		format := "%v %v" // chosen first: a mix that is printed twice on each level has 2^n texts
		if _, inner := b.By.(Mix); inner {
			format = "%v (%v)"
		}
		texts[i] = fmt.Sprintf(format, b.Weight, b.By)
	}
	return strings.Join(texts, " + ")
}

func (m Mix) weigh(parties []Party) ([]*big.Rat, error) {
	if m.size() > MaxBlends {
		return nil, fmt.Errorf("a mix of more than %d scales", MaxBlends)
	}
	weights := make([]*big.Rat, len(parties))
	for i := range weights {
		weights[i] = new(big.Rat)
	}
	for i, b := range m {
		switch {
		case b.By == nil:
			return nil, fmt.Errorf("mix[%d]: no scale", i)
		case b.Weight.Sign() < 0:
			return nil, fmt.Errorf("mix[%d]: %v must not be negative", i, b.Weight)
		case b.Weight.Sign() == 0:
			continue
		}
		portions, err := normalized(b.By, parties)
		if err != nil {
			return nil, fmt.Errorf("mix[%d]: %w", i, err)
		}
		times := big.NewRat(b.Weight.Parts())
		for j, p := range portions {
			weights[j].Add(weights[j], p.Mul(p, times))
		}
	}
	return weights, nil
}

// size is the number of scales; it stops counting past the bound.
func (m Mix) size() int {
	n := len(m)
	for _, b := range m {
		if inner, ok := b.By.(Mix); ok && n <= MaxBlends {
			n += inner.size()
		}
	}
	return n
}

// A Rounded is another scale whose portions are rounded to decimals of a percent, as
// statutes print them, and still add up to 1: by largest remainders, equal ones in byte
// order of the names (three decimals in the German Zerlegungsgesetz).
type Rounded struct {
	By     Scale
	Digits int // decimals of a percent, 0 to MaxDigits
}

// MaxDigits bounds the decimals of a percent.
const MaxDigits = 15

// String is per-head to 3 decimals of a percent.
func (r Rounded) String() string {
	return fmt.Sprintf("%v to %d decimals of a percent", r.By, r.Digits)
}

func (r Rounded) weigh(parties []Party) ([]*big.Rat, error) {
	if r.By == nil || r.Digits < 0 || r.Digits > MaxDigits {
		return nil, fmt.Errorf("rounded to %d decimals: want a scale and 0 to %d", r.Digits, MaxDigits)
	}
	portions, err := normalized(r.By, parties)
	if err != nil {
		return nil, err
	}
	units, err := settle(100*exact.Pow10(r.Digits), portions, names(parties))
	if err != nil {
		return nil, err
	}
	for i, n := range units {
		portions[i] = big.NewRat(n, 1)
	}
	return portions, nil
}

// Portions returns what the parties bear by a scale, in their order: exactly, and adding up
// to 1. A portion whose terms leave 64 bits is vicinia.ErrOverflow; by a Rounded scale
// none does. Faults are those of Split.
func Portions(s Scale, parties []Party) ([]vicinia.Ratio, error) {
	if err := check(fiscal.Money{}, s, parties); err != nil {
		return nil, fmt.Errorf("portions by %v: %w", s, err)
	}
	weights, err := normalized(s, parties)
	if err != nil {
		return nil, fmt.Errorf("portions by %v: %w", s, err)
	}
	portions := make([]vicinia.Ratio, len(weights))
	for i, w := range weights {
		if !w.Num().IsInt64() || !w.Denom().IsInt64() {
			return nil, fmt.Errorf("the portion of %s by %v: %w", parties[i].Name, s, vicinia.ErrOverflow)
		}
		portions[i] = vicinia.Frac(w.Num().Int64(), w.Denom().Int64())
	}
	return portions, nil
}
