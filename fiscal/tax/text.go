package tax

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// ParseSchedule reads a schedule by its kind:
//
//	flat        8%
//	brackets    0:0%|10000.50:5%    from:rate, in amounts of the currency, marginal; at most 100%
//	multiplier  119%                where the base is the simple tax
//
// It returns every fault.
func ParseSchedule(kind, parameters string, c fiscal.Currency) (Schedule, error) {
	var s Schedule
	var err error
	switch kind {
	case "flat", "multiplier":
		var r vicinia.Ratio
		r, err = vicinia.ParseRatio(parameters)
		s = Flat(c, r)
		if kind == "multiplier" {
			s = Multiplier(c, r)
		}
	case "brackets":
		s, err = parseBrackets(parameters, c)
	default:
		err = fmt.Errorf("schedule %.20q: want flat, brackets or multiplier", kind)
	}
	if err == nil {
		err = s.Check()
	}
	if err != nil {
		return Schedule{}, err
	}
	return s, nil
}

// most is what a bracket can take.
var most = vicinia.Frac(1, 1)

func parseBrackets(parameters string, c fiscal.Currency) (Schedule, error) {
	s := Schedule{Currency: c}
	var f faults
	rows := strings.SplitN(parameters, "|", MaxBrackets+2) // one too many is for Check
	for i, row := range rows[:min(len(rows), MaxBrackets+1)] {
		path := fmt.Sprintf("brackets[%d]", i)
		from, rate, ok := strings.Cut(row, ":")
		if !ok {
			f.add(path, "", "%.40q: want from:rate", row)
			continue
		}
		var b Bracket
		var err error
		if b.From, err = s.parseFrom(from); err != nil {
			f.add(path+".from", "", "%w", err)
		}
		if b.Rate, err = vicinia.ParseRatio(rate); err != nil {
			f.add(path+".rate", "", "%w", err)
		} else if b.Rate.Cmp(most) > 0 {
			f.add(path+".rate", "", "%v takes more than there is: want at most 100%%", b.Rate)
		}
		s.Brackets = append(s.Brackets, b)
	}
	return s, errors.Join(f...)
}

// parseFrom reads an amount of the currency; one that is negative is left to Check.
func (s Schedule) parseFrom(text string) (Base, error) {
	amount, err := s.Currency.Parse(text)
	if err != nil {
		return 0, err
	}
	from, ok := exact.Quo(exact.HalfEven, []int64{amount.Minor(), s.minorUnit()}, nil)
	if !ok {
		return 0, fmt.Errorf("%v: %w", amount, vicinia.ErrOverflow)
	}
	return Base(from), nil
}

// Text writes what ParseSchedule reads back as the same schedule. A schedule of another
// shape (a minimum, a sum per head, another rounding or quantum, a floor or divisor of the
// base, a multiplier on brackets, one of several brackets above 100 %) is an error, since
// these words cannot say it.
func (s Schedule) Text() (kind, parameters string, err error) {
	if err := s.Check(); err != nil {
		return "", "", err
	}
	one := len(s.Brackets) == 1
	switch {
	case !s.Minimum.IsZero() || !s.PerHead.IsZero() || s.Rounding != fiscal.HalfEven,
		s.quantum() != 1 || s.FloorTo != 0 || s.Divisor.Sign() != 0,
		s.Multiplier.Sign() != 0 && !(one && s.Brackets[0].Rate == most),
		!one && slices.ContainsFunc(s.Brackets, func(b Bracket) bool { return b.Rate.Cmp(most) > 0 }):
		return "", "", errors.New("schedule: flat, brackets and multiplier cannot say it")
	case s.Multiplier.Sign() != 0:
		return "multiplier", s.Multiplier.String(), nil
	case one:
		return "flat", s.Brackets[0].Rate.String(), nil
	}
	var text []byte
	for i, b := range s.Brackets {
		if i > 0 {
			text = append(text, '|')
		}
		amount := s.Currency.Minor(int64(b.From) / s.minorUnit()).Amount()
		if b.From.Places() == 0 {
			amount, _, _ = strings.Cut(amount, ".")
		}
		text = fmt.Appendf(text, "%s:%v", amount, b.Rate)
	}
	return "brackets", string(text), nil
}
