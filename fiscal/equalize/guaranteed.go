package equalize

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
)

// A County is the tax rates by which a gap counts in one part of the country: what a
// treasury there gets, and pays, of it.
type County struct {
	Name       string
	Grant, Fee vicinia.Ratio
	// Low is the fee on what lies between the guarantee and Guaranteed.LowTo.
	Low vicinia.Ratio
}

// A Guaranteed lifts every treasury to a part of the mean tax base per head and charges
// who is above it, at rates of its county: Sweden (Lag 2004:773, sections 3 to 6). The
// state is the other side. Counties have different rates, and so ranks between counties
// may change by a hair; [KeepsRanks] says so.
type Guaranteed struct {
	To       vicinia.Ratio // of the mean: 115 %
	LowTo    vicinia.Ratio // of the mean, where the lower fee ends: 125 % in 2014 and 2015; 0 means none
	Counties []County      // those of Treasury.County; an ordinance sets the rates, and there is no default
}

// Transfers: see Scheme. Capacity is the tax base, and transfers are taxes: the gap of a
// treasury times the rate of its county, each rounded half-even by itself. The pot is what
// the state adds, or takes if it is negative.
func (g Guaranteed) Transfers(ts []Treasury) (Result, error) {
	var f faults
	counties := g.check(&f)
	for i, t := range ts {
		if _, ok := counties[t.County]; !ok {
			f.add(fmt.Sprintf("treasuries[%d].county", i), "", "%s: no rates of the county %q", t.Name, t.County)
		}
	}
	cur := f.treasuries(ts)
	if err := f.join(); err != nil {
		return Result{}, fmt.Errorf("guaranteed: %w", err)
	}
	m, outside := mean(ts), make([]*big.Rat, len(ts))
	for i, t := range ts {
		county, heads := counties[t.County], big.NewRat(t.Heads, 1)
		level := mul(mul(m, rat(g.To)), heads)
		gap, rate := sub(level, units(t.Capacity)), county.Grant
		if gap.Sign() < 0 {
			rate = county.Fee
		}
		outside[i] = mul(gap, rat(rate))
		if top := sub(mul(mul(m, rat(g.LowTo)), heads), level); gap.Sign() < 0 && top.Sign() > 0 {
			low := new(big.Rat).Neg(gap)
			if low.Cmp(top) > 0 {
				low = top
			}
			outside[i].Add(outside[i], mul(low, sub(rat(county.Fee), rat(county.Low))))
		}
	}
	return settle(ts, zeros(len(ts)), outside, cur)
}

// check returns the counties by name, and adds every fault.
func (g Guaranteed) check(f *faults) map[string]County {
	if g.To.Sign() <= 0 {
		f.add("to", "", "%v of the mean, want more than 0", g.To)
	}
	if g.LowTo.Sign() != 0 && g.LowTo.Cmp(g.To) <= 0 {
		f.add("lowTo", "", "%v is not above the guarantee of %v", g.LowTo, g.To)
	}
	if len(g.Counties) == 0 {
		f.add("counties", "", "none; there is no default")
	}
	counties := map[string]County{}
	for i, c := range g.Counties {
		path := fmt.Sprintf("counties[%d].", i)
		if _, twice := counties[c.Name]; twice {
			f.add(path+"name", "", "%q stands twice", c.Name)
		}
		counties[c.Name] = c
		f.part(path+"grant", c.Grant)
		f.part(path+"fee", c.Fee)
		f.part(path+"low", c.Low)
	}
	return counties
}
