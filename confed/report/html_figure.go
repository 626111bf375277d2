package report

import (
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A figure is a number on a page, or one that is withheld. The zero figure is withheld.
type figure struct {
	Plain string // for programs
	Text  string // for people: a narrow space between groups of three digits
}

func countFigure[T int | int64](n T) figure { return newFigure(strconv.FormatInt(int64(n), 10)) }

func moneyFigure(m fiscal.Money) figure { return newFigure(m.Amount()) }

func newFigure(plain string) figure { return figure{plain, groups(plain)} }

// unless is the figure, or withheld.
func (f figure) unless(withheld bool) figure {
	if withheld {
		return figure{}
	}
	return f
}

// groups puts a narrow space between groups of three digits, from five digits on (SI
// Brochure, 9th edition, 5.4.4).
func groups(plain string) string {
	whole, part, point := strings.Cut(plain, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && len(whole) > 4 && (len(whole)-i)%3 == 0 {
			b.WriteRune('\u202f')
		}
		b.WriteByte(whole[i])
	}
	if point {
		b.WriteString("." + part)
	}
	return b.String()
}

// groupedMoney is an amount with its currency, for labels.
func groupedMoney(m fiscal.Money) string {
	return groups(m.Amount()) + "\u00a0" + m.Currency().String()
}

// percent is a part of a whole in tenths of a percent, half-even; "" if there is no whole.
func percent(part, whole int64) string {
	if whole <= 0 {
		return ""
	}
	tenths, ok := exact.Quo(exact.HalfEven, []int64{part, 1000}, []int64{whole})
	if !ok {
		return ""
	}
	return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10) + "\u00a0%"
}
