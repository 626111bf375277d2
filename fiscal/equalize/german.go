package equalize

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Uniform takes and gives one part of the difference between what a Land has and what
// it would have at the mean: Germany since 2020 (FAG, sections 8 to 11). What it has is
// its revenue and the counted part of its municipalities'; the means are per weighted head,
// of both apart.
type Uniform struct {
	Rate      vicinia.Ratio // 63 %
	Municipal vicinia.Ratio // of the municipalities' revenue that counts: 75 %
	// TopUp is the part of what a Land still lacks to TopUpTo of its mean that the
	// federation pays: 80 % of the gap to 99.75 %. 0 means none.
	TopUp, TopUpTo vicinia.Ratio
}

// Transfers: see Scheme. The Länder pay one another; the pot is the federal top-up.
func (u Uniform) Transfers(ts []Treasury) (Result, error) {
	var f faults
	f.part("rate", u.Rate)
	f.part("municipal", u.Municipal)
	f.part("topUp", u.TopUp)
	f.part("topUpTo", u.TopUpTo)
	cur := f.treasuries(ts)
	if err := f.join(); err != nil {
		return Result{}, fmt.Errorf("uniform: %w", err)
	}
	has, wants := measures(ts, u.Municipal)
	moves, outside := make([]*big.Rat, len(ts)), make([]*big.Rat, len(ts))
	for i := range ts {
		moves[i] = mul(sub(wants[i], has[i]), rat(u.Rate))
		lack := mul(wants[i], rat(u.TopUpTo))
		lack.Sub(lack, new(big.Rat).Add(has[i], moves[i]))
		if lack.Sign() < 0 {
			lack.SetInt64(0)
		}
		outside[i] = lack.Mul(lack, rat(u.TopUp))
	}
	return settle(ts, moves, outside, cur)
}

// measures are what each Land has (Finanzkraftmesszahl) and what it would have at the means
// (Ausgleichsmesszahl). Both add up to the same.
func measures(ts []Treasury, municipal vicinia.Ratio) (has, wants []*big.Rat) {
	land, below := make([]*big.Rat, len(ts)), make([]*big.Rat, len(ts))
	var revenue, communes, heads, municipalHeads big.Rat
	for i, t := range ts {
		land[i], below[i] = weighted(t.Heads, t.Weight), weighted(t.Heads, t.MunicipalWeight)
		own, theirs := units(t.Capacity), mul(units(t.Municipal), rat(municipal))
		has = append(has, new(big.Rat).Add(own, theirs))
		revenue.Add(&revenue, own)
		communes.Add(&communes, theirs)
		heads.Add(&heads, land[i])
		municipalHeads.Add(&municipalHeads, below[i])
	}
	for i := range ts {
		want := mul(land[i], quo(&revenue, &heads))
		wants = append(wants, want.Add(want, mul(below[i], quo(&communes, &municipalHeads))))
	}
	return has, wants
}

// GermanWeights are what a head counts for in a Land, and in the part of its
// municipalities: FAG as of 2020, section 9. Other Länder count it once.
func GermanWeights(land string) (own, municipal vicinia.Ratio) {
	one := vicinia.Frac(1, 1)
	switch land {
	case "Berlin", "Bremen", "Hamburg":
		return vicinia.Frac(135, 100), vicinia.Frac(135, 100)
	case "Mecklenburg-Vorpommern":
		return one, vicinia.Frac(105, 100)
	case "Brandenburg":
		return one, vicinia.Frac(103, 100)
	case "Sachsen-Anhalt":
		return one, vicinia.Frac(102, 100)
	}
	return one, one
}

func weighted(heads int64, weight vicinia.Ratio) *big.Rat {
	if weight.Sign() == 0 {
		return big.NewRat(heads, 1)
	}
	return mul(big.NewRat(heads, 1), rat(weight))
}

// A Segment is one stretch of a tariff: X is how far a Land is from its mean, as a part of
// the mean, and a*X*X + b*X + c the part of the mean that moves, for X from From upward.
type Segment struct{ From, A, B, C vicinia.Ratio }

// A Tariff takes and gives by a progressive tariff: Germany from 2005 to 2019 (FAG of 2001,
// section 10). Grants are by the tariff; contributions too, but scaled by one factor
// to the sum of the grants. No contribution is above Cap of the surplus: the excess is
// borne half by the other payers, by their contributions, and half by the receivers, by
// their grants, until no further contribution passes its cap; by the receivers alone
// where no payer is left below it.
type Tariff struct {
	Segments  []Segment     // ascending from 0
	Municipal vicinia.Ratio // of the municipalities' revenue that counts: 64 %
	Cap       vicinia.Ratio // 72.5 %; 0 means none
}

// at is the part of the mean that moves at a distance.
func (t Tariff) at(x *big.Rat) *big.Rat {
	s := t.Segments[0]
	for _, next := range t.Segments[1:] {
		if x.Cmp(rat(next.From)) >= 0 {
			s = next
		}
	}
	y := mul(rat(s.A), x)
	return y.Add(y.Add(y, rat(s.B)).Mul(y, x), rat(s.C))
}

// Transfers: see Scheme. They add up to nothing.
func (t Tariff) Transfers(ts []Treasury) (Result, error) {
	cur, err := t.check(ts)
	if err != nil {
		return Result{}, fmt.Errorf("tariff: %w", err)
	}
	has, wants := measures(ts, t.Municipal)
	grants, pays, caps := make([]*big.Rat, len(ts)), make([]*big.Rat, len(ts)), make([]*big.Rat, len(ts))
	given, paid := new(big.Rat), new(big.Rat)
	for i := range ts {
		grants[i], pays[i] = new(big.Rat), new(big.Rat)
		if wants[i].Sign() == 0 { // nobody has anything
			continue
		}
		gap := sub(wants[i], has[i])
		moves := mul(wants[i], t.at(quo(new(big.Rat).Abs(gap), wants[i])))
		if gap.Sign() > 0 {
			grants[i] = moves
			given.Add(given, moves)
		} else if gap.Sign() < 0 {
			pays[i] = moves
			paid.Add(paid, moves)
			if t.Cap.Sign() > 0 {
				caps[i] = mul(gap.Neg(gap), rat(t.Cap))
			}
		}
	}
	if paid.Sign() == 0 || given.Sign() == 0 {
		return settle(ts, zeros(len(ts)), nil, cur)
	}
	factor := quo(given, paid)
	for _, p := range pays {
		p.Mul(p, factor)
	}
	limit(pays, grants, caps, given)
	for i := range ts {
		grants[i].Sub(grants[i], pays[i])
	}
	return settle(ts, grants, nil, cur)
}

func zeros(n int) []*big.Rat {
	out := make([]*big.Rat, n)
	for i := range out {
		out[i] = new(big.Rat)
	}
	return out
}

// limit caps contributions, which add up to the grants. Who is capped stays so, since the
// others only pay more: the rounds end, and their order does not matter.
func limit(pays, grants, caps []*big.Rat, given *big.Rat) {
	capped := make([]bool, len(pays))
	due := make([]*big.Rat, len(pays))
	for again := true; again; {
		excess, free := new(big.Rat), new(big.Rat)
		for i, p := range pays {
			if capped[i] {
				excess.Add(excess, sub(p, caps[i]))
			} else {
				free.Add(free, p)
			}
		}
		half := quo(excess, big.NewRat(2, 1))
		raise, cut := big.NewRat(1, 1), half
		if free.Sign() == 0 {
			cut = excess // no payer is left to bear a half
		} else {
			raise.Add(raise, quo(half, free))
		}
		again = false
		for i, p := range pays {
			due[i] = mul(p, raise)
			if capped[i] {
				due[i] = caps[i]
			} else if caps[i] != nil && due[i].Cmp(caps[i]) > 0 {
				capped[i], again = true, true
			}
		}
		if again {
			continue
		}
		for i, g := range grants {
			g.Sub(g, mul(cut, quo(g, given)))
			pays[i] = due[i]
		}
	}
}

func (t Tariff) check(ts []Treasury) (fiscal.Currency, error) {
	var f faults
	if len(t.Segments) == 0 {
		f.add("segments", "", "none")
	}
	for i, s := range t.Segments {
		if i == 0 && s.From.Sign() != 0 || i > 0 && s.From.Cmp(t.Segments[i-1].From) <= 0 {
			f.add(fmt.Sprintf("segments[%d].from", i), "", "%v: segments ascend from 0", s.From)
		}
		if i > 0 && len(f) == 0 {
			x := rat(s.From)
			former := Tariff{Segments: t.Segments[:i]}
			if former.at(x).Cmp(Tariff{Segments: t.Segments[:i+1]}.at(x)) != 0 {
				f.add(fmt.Sprintf("segments[%d]", i), "", "the tariff jumps at %v", s.From)
			}
		}
	}
	f.part("municipal", t.Municipal)
	f.part("cap", t.Cap)
	return f.treasuries(ts), f.join()
}
