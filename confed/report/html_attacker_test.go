package report

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed"
)

// An attacker knows every number of the page and every law: taxes, caps, shares, budgets and
// what a vote needs. They write down all that holds between the numbers, shown or not, as
// linear equations and inequalities, and ask what each that is not shown can be.
type attacker struct {
	t        testing.TB
	shown    map[string]int64
	unknown  map[string]int
	names    []string
	truth    []int64
	rows     []map[int]*big.Rat
	inside   []*big.Rat // by how much the truth is within each row
	polytope *polytope
}

// A term is a number of the page times a factor.
type term struct {
	by   *big.Rat
	name string
}

func of(by int64, name string) term          { return term{big.NewRat(by, 1), name} }
func ratio(num, den int64, name string) term { return term{big.NewRat(num, den), name} }

// number notes a number with what the page shows of it. The truth of one that is not shown
// serves to check what the attacker thinks, and as the place from which bounds are sought.
func (a *attacker) number(name string, truth int64, page figure) {
	if page != (figure{}) {
		n, err := strconv.ParseInt(strings.ReplaceAll(page.Plain, ".", ""), 10, 64)
		require.NoError(a.t, err)
		a.shown[name] = n
		return
	}
	require.NotContains(a.t, a.unknown, name)
	a.unknown[name] = len(a.names)
	a.names, a.truth = append(a.names, name), append(a.truth, truth)
}

// atLeast says that the terms add up to at least so much.
func (a *attacker) atLeast(least *big.Rat, terms ...term) {
	row, sum := map[int]*big.Rat{}, new(big.Rat).Neg(least)
	for _, t := range terms {
		value, ok := a.shown[t.name]
		if !ok {
			i, ok := a.unknown[t.name]
			require.True(a.t, ok, t.name)
			if row[i] == nil {
				row[i] = new(big.Rat)
			}
			row[i].Add(row[i], t.by)
			value = a.truth[i]
		}
		sum.Add(sum, new(big.Rat).Mul(t.by, big.NewRat(value, 1)))
	}
	require.GreaterOrEqual(a.t, sum.Sign(), 0, "the attacker is wrong: %v", terms)
	if len(row) > 0 {
		a.rows, a.inside = append(a.rows, row), append(a.inside, sum)
	}
}

// within says that the terms add up to nothing, give or take so much.
func (a *attacker) within(slack *big.Rat, terms ...term) {
	var minus []term
	for _, t := range terms {
		minus = append(minus, term{new(big.Rat).Neg(t.by), t.name})
	}
	least := new(big.Rat).Neg(slack)
	a.atLeast(least, terms...)
	a.atLeast(least, minus...)
}

var nothing = new(big.Rat)

func (a *attacker) equal(terms ...term) { a.within(nothing, terms...) }

// can is the interval of an unknown; its ends are not sought beyond low and high. A true
// value beyond them counts as well.
func (a *attacker) can(name string, low, high int64) (from, to *big.Rat) {
	if a.polytope == nil {
		a.polytope = newPolytope(len(a.names), a.rows, a.inside)
	}
	i := a.unknown[name]
	truth := big.NewRat(a.truth[i], 1)
	far := func(sign int, want int64) *big.Rat {
		enough := new(big.Rat).Sub(big.NewRat(want, 1), truth)
		d := a.polytope.most(i, sign, enough.Mul(enough, big.NewRat(int64(sign), 1)))
		if d == nil {
			return big.NewRat(want, 1)
		}
		return d.Mul(d, big.NewRat(int64(sign), 1)).Add(d, truth)
	}
	return far(-1, low), far(1, high)
}

// attack writes down a page.
func attack(t testing.TB, p *public, v *assembly, refused []confed.Refusal) *attacker {
	a := &attacker{t: t, shown: map[string]int64{}, unknown: map[string]int{}}
	a.rolls(p, v)
	a.votes(p, v)
	for i := range v.Money {
		a.payers(p, &v.Money[i])
		a.money(p, &v.Money[i])
		a.matrix(p, &v.Money[i])
		a.incomes(p, &v.Money[i])
	}
	a.compacts(p, v)
	a.funds(p, v)
	a.sameBases(p)
	a.refusals(v, refused)
	return a
}
