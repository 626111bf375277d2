package folder

import (
	"fmt"
	"math"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
)

func (r *reading) services() {
	r.each("services.csv", func(c *row) (confed.Act, string) {
		s := confed.Service{
			ID:           confed.ServiceID(c.id()),
			Name:         c.text("name"),
			Jurisdiction: census.JurisdictionID(c.known("jurisdiction", "jurisdiction", r.isJurisdiction)),
			Object:       c.text("object"),
		}
		if c.text("people") != "" {
			s.People = c.number("people", 0, math.MaxInt64)
		}
		if j, ok := r.w.Jurisdiction(s.Jurisdiction); ok {
			s.Cost = field(c, "cost", c.text("cost"), func(text string) (fiscal.Money, error) {
				m, err := j.Currency.Parse(text)
				if err == nil && m.Sign() < 0 {
					err = fmt.Errorf("%s is negative", m)
				}
				return m, err
			})
		}
		if c.bad {
			return nil, string(s.ID)
		}
		return s, string(s.ID)
	})
}

func (r *reading) isService(id string) bool { return r.w.Named(id) == "service" }

func (r *reading) openings() {
	r.each("openings.csv", func(c *row) (confed.Act, string) {
		o := confed.Opening{
			Service: confed.ServiceID(c.known("service", "service", r.isService)),
			When:    vicinia.Interval{From: c.date("from"), To: c.date("to")},
		}
		if c.bad {
			return nil, ""
		}
		return o, ""
	})
}

func (r *reading) candidacies() {
	r.each("candidacies.csv", func(c *row) (confed.Act, string) {
		k := confed.Candidacy{
			Service:   confed.ServiceID(c.known("service", "service", r.isService)),
			Candidate: confed.CommunityID(c.known("candidate", "community", r.isCommunity)),
			On:        c.date("filed_on"),
		}
		if c.bad {
			return nil, ""
		}
		return k, ""
	})
}

func (r *reading) findings() {
	r.citing("findings.csv", func(c *row) {
		f := confed.Finding{
			Service:    confed.ServiceID(c.known("service", "service", r.isService)),
			Rung:       word(c, "rung", rungs),
			Sufficient: word(c, "sufficient", answers),
			When:       vicinia.Interval{From: c.date("from"), To: c.date("to")},
			Provider: c.known("provider", "community, jurisdiction or compact", func(id string) bool {
				return r.isCommunity(id) || r.isJurisdiction(id) || r.isCompact(id)
			}),
		}
		for s := range r.w.Services() {
			if s.ID == f.Service {
				f.Jurisdiction = s.Jurisdiction
			}
		}
		if !c.bad {
			r.cite(c, "decision", f)
		}
	})
}
