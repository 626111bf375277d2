package year_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// A slow year is the whole year again, from what a world says of itself, in fractions,
// person by person and day by day.
type slowYear struct {
	w    *World
	year int
	days int64

	gross, designated, final map[census.JurisdictionID]int64
	communities, compacts    map[string]int64 // by id and currency
	wrong                    bool             // a part above a net, or a key that cannot be applied
}

func slow(w *World, of int) *slowYear {
	s := &slowYear{w: w, year: of, days: int64(vicinia.Year(of).Days()),
		gross: map[census.JurisdictionID]int64{}, designated: map[census.JurisdictionID]int64{}, final: map[census.JurisdictionID]int64{},
		communities: map[string]int64{}, compacts: map[string]int64{}}
	for p, base := range w.Bases(of) {
		s.pay(p, base)
	}
	for j := range w.Jurisdictions() {
		s.final[j.ID] = s.net(j.ID)
	}
	for c := range w.Compacts() {
		s.cede(c.ID)
	}
	for _, left := range s.final {
		s.wrong = s.wrong || left < 0
	}
	return s
}

func (s *slowYear) net(id census.JurisdictionID) int64 { return s.gross[id] - s.designated[id] }

func ratio(r vicinia.Ratio) *big.Rat { return big.NewRat(r.Parts()) }

func mul(all ...*big.Rat) *big.Rat {
	product := big.NewRat(1, 1)
	for _, x := range all {
		product.Mul(product, x)
	}
	return product
}

func whole(n int64) *big.Rat { return big.NewRat(n, 1) }

func floor(x *big.Rat) int64 { return new(big.Int).Div(x.Num(), x.Denom()).Int64() }

func halfEven(x *big.Rat) int64 {
	n := floor(x)
	switch rest := new(big.Rat).Sub(x, whole(n)); rest.Cmp(big.NewRat(1, 2)) {
	case 1:
		return n + 1
	case 0:
		return n + n%2
	}
	return n
}

// home counts day by day where somebody lived.
func (s *slowYear) home(p census.PersonID) map[census.JurisdictionID]int64 {
	days := map[census.JurisdictionID]int64{}
	for day := vicinia.Year(s.year).From; day < vicinia.Year(s.year).To; day++ {
		if home, ok := s.w.Register().Home(p, day); ok {
			for at := home.Municipality; at != ""; {
				days[at]++
				j, _ := s.w.Jurisdiction(at)
				at = j.Within
			}
		}
	}
	return days
}

// due is the tax in minor units.
func (s *slowYear) due(t tax.Schedule, base tax.Base, days int64) int64 {
	sum := new(big.Rat)
	for i, b := range t.Brackets {
		part := base - b.From
		if i+1 < len(t.Brackets) {
			part = min(part, t.Brackets[i+1].From-b.From)
		}
		sum.Add(sum, mul(big.NewRat(max(0, int64(part)), 10_000), ratio(b.Rate)))
	}
	times := ratio(t.Multiplier)
	if times.Sign() == 0 {
		times = whole(1)
	}
	unit := whole(1)
	for range t.Currency.Digits() {
		unit.Mul(unit, whole(10))
	}
	return halfEven(mul(sum, times, unit, big.NewRat(days, s.days)))
}

func (s *slowYear) pay(p census.PersonID, base tax.Base) {
	for at, days := range s.home(p) {
		schedule, ok := s.w.Schedule(at, s.year)
		if !ok {
			continue
		}
		due := s.due(schedule, base, days)
		s.gross[at] += due
		var last Filing
		for f := range s.w.Filings() {
			if f.Person == p && f.Jurisdiction == at && f.Year == s.year && f.On > last.On {
				last = f
			}
		}
		for _, c := range last.Choices {
			line := floor(mul(whole(due), ratio(c.Share)))
			s.designated[at] += line
			s.communities[string(c.Recipient)+" "+schedule.Currency.String()] += line
		}
	}
}

// cede computes the parts of one compact.
func (s *slowYear) cede(id CompactID) {
	weights := map[census.JurisdictionID]*big.Rat{}
	cur := s.w.KeyCurrency(id)
	var former int64
	keyed := false
	for term := range s.w.Terms(id) {
		both, ok := term.When().Meet(vicinia.Year(s.year))
		if !ok {
			continue
		}
		j, _ := s.w.Jurisdiction(term.Party)
		days := big.NewRat(int64(both.Days()), s.days)
		var part int64
		switch rule := term.Share.(type) {
		case share.Revenue:
			part = halfEven(mul(whole(s.net(j.ID)), ratio(rule.Rate), days))
		case share.Fixed:
			part = halfEven(mul(whole(rule.Amount.Minor()), days))
		case share.Key:
			keyed = true
			weight := mul(days, s.weight(rule, j.ID))
			if weights[j.ID] != nil {
				weight.Add(weight, weights[j.ID])
			}
			weights[j.ID] = weight
			continue
		}
		if j.Currency == cur {
			former += part
		}
		s.move(id, j, part)
	}
	if keyed {
		s.divide(id, cur, former, weights)
	}
}

func (s *slowYear) weight(key share.Key, id census.JurisdictionID) *big.Rat {
	switch key {
	case share.PerHead:
		var heads int64
		for p := range s.w.Register().People() {
			at, _ := s.w.Register().Home(p.ID, vicinia.Year(s.year).From)
			for in := at.Municipality; in != ""; {
				if in == id {
					heads++
				}
				j, _ := s.w.Jurisdiction(in)
				in = j.Within
			}
		}
		return whole(heads)
	case share.Capacity:
		return whole(s.net(id))
	}
	return whole(1)
}

// divide hands out the rest of the budget, then the units that are left one by one.
func (s *slowYear) divide(id CompactID, cur fiscal.Currency, former int64, weights map[census.JurisdictionID]*big.Rat) {
	rest := int64(-1)
	for b := range s.w.Budgets(id) {
		if b.Year == s.year {
			rest = b.Amount.Minor() - former
		}
	}
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	if rest < 0 || sum.Sign() == 0 {
		s.wrong = true
		return
	}
	ids := slices.Sorted(maps.Keys(weights))
	parts, remainders := map[census.JurisdictionID]int64{}, map[census.JurisdictionID]*big.Rat{}
	left := rest
	for _, p := range ids {
		quota := mul(whole(rest), weights[p], new(big.Rat).Inv(sum))
		parts[p] = floor(quota)
		remainders[p] = quota.Sub(quota, whole(parts[p]))
		left -= parts[p]
	}
	slices.SortStableFunc(ids, func(a, b census.JurisdictionID) int { return remainders[b].Cmp(remainders[a]) })
	for _, p := range ids[:left] {
		parts[p]++
	}
	for _, p := range ids {
		j, _ := s.w.Jurisdiction(p)
		s.move(id, j, parts[p])
	}
}

func (s *slowYear) move(id CompactID, j Jurisdiction, part int64) {
	s.final[j.ID] -= part
	s.compacts[string(id)+" "+j.Currency.String()] += part
}

// listed writes incomes as the slow year has them.
func listed(of []year.Income) map[string]int64 {
	all := map[string]int64{}
	for _, i := range of {
		for _, m := range i.Amounts {
			all[i.ID+" "+m.Currency().String()] = m.Minor()
		}
	}
	return all
}

func nonzero(all map[string]int64) map[string]int64 {
	maps.DeleteFunc(all, func(_ string, n int64) bool { return n == 0 })
	return all
}

func TestRun_AgainstTheSlowYear(t *testing.T) {
	good := 0
	for seed := range uint64(150) {
		w := draw(seed, 1+int(seed)%25).world(t)
		s := slow(w, drawnYear)
		r, err := year.Run(w, drawnYear)
		require.Equal(t, s.wrong, err != nil, "seed %d: %v", seed, err)
		if err != nil {
			continue
		}
		good++
		for _, j := range r.Jurisdictions {
			assert.Equal(t, []int64{s.gross[j.ID], s.designated[j.ID], s.net(j.ID), s.final[j.ID]},
				[]int64{j.Gross.Minor(), j.Designated.Minor(), j.Net.Minor(), j.Final.Minor()}, fmt.Sprint(seed, j.ID))
		}
		assert.Equal(t, nonzero(s.communities), listed(r.Communities))
		assert.Equal(t, nonzero(s.compacts), listed(r.Compacts))
		assert.NoError(t, r.Book.TrialBalance())
	}
	assert.Greater(t, good, 30, "most drawn worlds should hold")
}
