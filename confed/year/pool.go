package year

import (
	"errors"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
)

// A Fund is what a phyle's communities pooled in a year, out of what they received: the
// incomes of communities are stated before it. No jurisdiction is part of it.
type Fund struct {
	ID      confed.PhyleID
	Parts   []Pooled // by community
	Amounts []fiscal.Money
}

// Pooled is the part of one community: floor(received x share) in each currency, by the
// pooling of its members that held on the first day of the year; the rest stays with it.
type Pooled struct {
	Pooling confed.Adopted[confed.Pooling]
	Amounts []fiscal.Money
}

// pool computes the funds.
func (r *run) pool() error {
	var faults []error
	for p := range r.w.Phyles() {
		fund := Fund{ID: p.ID}
		sum := Income{ID: string(p.ID)}
		slices.Sort(p.Communities)
		for _, c := range p.Communities {
			pooling, ok := r.w.PoolingOn(p.ID, c, r.when.From)
			if !ok {
				continue
			}
			part := Pooled{Pooling: pooling}
			for _, m := range r.income(c).Amounts {
				amount, err := m.Mul(pooling.Act.Share, fiscal.Floor)
				if err == nil {
					err = sum.add(amount)
				}
				if err != nil {
					faults = append(faults, fault("M-3", err, "share", "poolings", p.ID, c))
				}
				part.Amounts = append(part.Amounts, amount)
			}
			fund.Parts = append(fund.Parts, part)
		}
		fund.Amounts = sum.Amounts
		r.report.Funds = append(r.report.Funds, fund)
	}
	return errors.Join(faults...)
}

func (r *run) income(c confed.CommunityID) *Income {
	i, _ := slices.BinarySearchFunc(r.report.Communities, string(c), func(i Income, id string) int { return strings.Compare(i.ID, id) })
	return &r.report.Communities[i]
}
