package year

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/competence"
	"github.com/vicinia/vicinia/fiscal"
)

// A Service is who provides a service in the year, and what its commons was paid: the
// money follows the service (S-5). A municipality spends what it keeps, and a compact what
// its parties ceded, so nothing moves for them.
type Service struct {
	competence.Assignment
	Paid fiscal.Money
}

// fund assigns every service on the first day of the year and pays the commons among the
// providers out of what the jurisdiction keeps.
func (r *run) fund() error {
	var faults []error
	for _, a := range competence.All(r.w, r.when.From) {
		s := Service{Assignment: a, Paid: r.line(a.Service.Jurisdiction).Final.Currency().Minor(0)}
		if a.Rung == confed.Commons && !a.Service.Cost.IsZero() {
			s.Paid = a.Service.Cost
			faults = append(faults, r.payCommons(s))
		}
		r.report.Services = append(r.report.Services, s)
	}
	return errors.Join(faults...)
}

func (r *run) payCommons(s Service) error {
	line := r.line(s.Service.Jurisdiction)
	final, err := line.Final.Sub(s.Paid)
	if err == nil && final.Sign() < 0 {
		err = fmt.Errorf("%s keeps %s, which does not pay %s for %s", line.ID, line.Final, s.Paid, s.Service.ID)
	}
	if err != nil {
		return fault("M-5", err, "cost", "services", s.Service.ID)
	}
	line.Final = final
	i, _ := slices.BinarySearchFunc(r.report.Communities, s.Provider, func(c Income, id string) int { return strings.Compare(c.ID, id) })
	return r.report.Communities[i].add(s.Paid)
}
