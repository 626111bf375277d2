package poll

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/projects"
)

// instance is what the file says of projects and money, with what the question adds.
func (q *Question) instance(of *projects.Instance) (*projects.Instance, error) {
	unit, err := q.unit(max(1, of.Unit))
	if err != nil {
		return nil, err
	}
	in, err := scaled(of, unit)
	if err != nil {
		return nil, err
	}
	if q.Minimum > 0 {
		in.MinSupport = q.Minimum
	}
	in.Conflicts = slices.Concat(in.Conflicts, q.Conflicts)
	for _, pair := range q.Requires {
		in.Requires = append(slices.Clip(in.Requires), [2]string{pair[0], pair[1]})
	}
	if q.Carried != "" {
		if in.Carried, err = amount(q.Carried, unit); err != nil {
			return nil, q.misuse("carried", "{} %v", err)
		}
	}
	if in.Pots, err = q.pots("pot", in.Pots, q.Pots, unit); err != nil {
		return nil, err
	}
	in.Caps, err = q.pots("cap", in.Caps, q.Caps, unit)
	return in, err
}

// unit is that of the file, or of the finest amount of the question.
func (q *Question) unit(unit int64) (int64, error) {
	amounts := []string{q.Carried}
	for _, pot := range slices.Concat(q.Pots, q.Caps) {
		_, money, _ := strings.Cut(pot[0], "=")
		amounts = append(amounts, money)
	}
	for _, text := range amounts {
		_, part, _ := strings.Cut(text, ".")
		for decimals(unit) < len(strings.TrimRight(part, "0")) {
			if unit > math.MaxInt64/10 {
				return 0, fmt.Errorf("the unit of %.40q: %w", text, vicinia.ErrOverflow)
			}
			unit *= 10
		}
	}
	return unit, nil
}

// scaled is an instance in another unit.
func scaled(of *projects.Instance, unit int64) (*projects.Instance, error) {
	in, by := *of, unit/max(1, of.Unit)
	if by == 1 {
		return &in, nil
	}
	in.Unit, in.Cost, in.Pots, in.Caps = unit, slices.Clone(of.Cost), slices.Clone(of.Pots), slices.Clone(of.Caps)
	all := []*int64{&in.Budget, &in.Carried}
	for i := range in.Cost {
		all = append(all, &in.Cost[i])
	}
	for _, pots := range [][]projects.Pot{in.Pots, in.Caps} {
		for i := range pots {
			all = append(all, &pots[i].Money)
		}
	}
	for _, n := range all {
		if *n > math.MaxInt64/by {
			return nil, fmt.Errorf("%d in units of 1/%d: %w", *n, unit, vicinia.ErrOverflow)
		}
		*n *= by
	}
	return &in, nil
}

// pots adds those that are written as NAME=MONEY,A,B.
func (q *Question) pots(setting string, all []projects.Pot, more [][]string, unit int64) ([]projects.Pot, error) {
	for _, words := range more {
		name, money, ok := strings.Cut(words[0], "=")
		n, err := amount(money, unit)
		if !ok || name == "" || len(words) < 2 || err != nil {
			return nil, q.misuse(setting, "{} %.80q; want NAME=MONEY,A,B", strings.Join(words, ","))
		}
		all = append(slices.Clip(all), projects.Pot{Name: name, Money: n, Projects: words[1:]})
	}
	return all, nil
}

// amount reads money in the currency of the file: "1200.50".
func amount(text string, unit int64) (int64, error) {
	whole, part, _ := strings.Cut(text, ".")
	digits := decimals(unit)
	part = (part + strings.Repeat("0", digits))[:max(digits, len(strings.TrimRight(part, "0")))]
	n, err := strconv.ParseUint(whole+part, 10, 63)
	if err != nil || whole == "" {
		return 0, fmt.Errorf("%.40q; want money such as 1200.50", text)
	}
	return int64(n), nil
}

// decimals are those of an amount of which unit make one of the currency.
func decimals(unit int64) int { return len(strconv.FormatInt(max(1, unit), 10)) - 1 }

// Money is an amount in the currency of the projects: "1200.50" of 120050 cents.
func Money(n, unit int64) string {
	if unit <= 1 {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%d.%0*d", n/unit, decimals(unit), n%unit)
}
