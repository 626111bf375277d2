package poll

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot/projects"
)

// instance is what the file says of projects and money, with what the question adds.
func (q *Question) instance(of *projects.Instance) (*projects.Instance, error) {
	in := *of
	if q.Minimum > 0 {
		in.MinSupport = q.Minimum
	}
	in.Conflicts = append(in.Conflicts[:len(in.Conflicts):len(in.Conflicts)], q.Conflicts...)
	for _, pair := range q.Requires {
		in.Requires = append(in.Requires[:len(in.Requires):len(in.Requires)], [2]string{pair[0], pair[1]})
	}
	var err error
	if q.Carried != "" {
		if in.Carried, err = amount(q.Carried, in.Unit); err != nil {
			return nil, q.misuse("carried", "{} %v", err)
		}
	}
	if in.Pots, err = q.pots("pot", in.Pots, q.Pots, in.Unit); err != nil {
		return nil, err
	}
	in.Caps, err = q.pots("cap", in.Caps, q.Caps, in.Unit)
	return &in, err
}

// pots adds those that are written as NAME=MONEY,A,B.
func (q *Question) pots(setting string, all []projects.Pot, more [][]string, unit int64) ([]projects.Pot, error) {
	all = all[:len(all):len(all)]
	for _, words := range more {
		text := strings.Join(words, ",")
		name, money, ok := strings.Cut(words[0], "=")
		n, err := amount(money, unit)
		if !ok || len(words) < 2 || err != nil {
			return nil, q.misuse(setting, "{} %.80q; want NAME=MONEY,A,B, the money with at most %d decimals", text, decimals(unit))
		}
		all = append(all, projects.Pot{Name: name, Money: n, Projects: words[1:]})
	}
	return all, nil
}

// amount reads money in the currency of the file, "1200.50", with the decimals of the file.
func amount(text string, unit int64) (int64, error) {
	whole, part, _ := strings.Cut(text, ".")
	digits := decimals(unit)
	if len(part) > digits {
		return 0, fmt.Errorf("%.40q: the file counts money with %d decimals", text, digits)
	}
	n, err := strconv.ParseUint(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
	if err != nil || n > math.MaxInt64 || whole == "" {
		return 0, fmt.Errorf("%.40q: want an amount such as 1200", text)
	}
	return int64(n), nil
}

// decimals are the decimals of an amount of which unit make one of the currency.
func decimals(unit int64) int { return len(strconv.FormatInt(max(1, unit), 10)) - 1 }

// Money is an amount in the currency of the projects: "1200.50" of 120050 cents.
func Money(n, unit int64) string {
	if unit <= 1 {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprintf("%d.%0*d", n/unit, decimals(unit), n%unit)
}
