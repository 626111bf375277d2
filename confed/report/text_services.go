package report

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/competence"
	"github.com/vicinia/vicinia/confed/year"
)

// providers says who provides each service, why, by whose vote, and what its commons was
// paid. Each is said in full, however many there are: who provides is never without its
// reasons. A world without services has no such part.
func providers(p *page, r *year.Report) {
	if len(r.Services) == 0 {
		return
	}
	p.heading("Services: commons first, then the municipality, then a compact")
	var by [confed.Pooled + 1]int
	next := vicinia.Year(r.Year).To
	due := map[confed.ServiceID]competence.Assignment{}
	for _, a := range competence.All(r.World, next) {
		due[a.Service.ID] = a
	}
	t := newTable("service", "", "of", "provider", ">cost", ">paid")
	for _, s := range r.Services {
		by[s.Rung]++
		paid := ""
		if s.Rung == confed.Commons {
			paid = s.Paid.String()
		}
		t.row(s.Service.ID, s.Service.Name, s.Service.Jurisdiction, providerWords(s), s.Service.Cost, paid)
		for why := range s.Why() {
			t.note(2, "%s", why)
		}
		t.found(r.World, s)
		if a := due[s.Service.ID]; a.Rung == confed.Commons && a.Provider != s.Provider {
			t.note(2, "due: handed to commons %s, with its funding, on %s (S-4)", a.Provider, next)
		}
	}
	p.say(2, "By a commons %d, by the municipality %d, by a compact %d, by nobody yet %d. A commons is paid what its service costs; a municipality spends what it keeps, and a compact what its parties ceded.",
		by[confed.Commons], by[confed.LocalGovernment], by[confed.Pooled], by[0])
	p.add(2, t)
}

// providerWords is the rung and who it is; a municipality is named beside it.
func providerWords(s year.Service) string {
	switch s.Rung {
	case 0:
		return "nobody"
	case confed.LocalGovernment:
		return s.Rung.String()
	}
	return s.Rung.String() + " " + s.Provider
}

// found names the votes of the residents on who could provide a service, with their counts.
func (t *table) found(w *confed.World, s year.Service) {
	for f := range w.Findings(s.Service.ID) {
		if d, ok := w.Decision(f.By); ok && f.Act.When.Has(s.On) {
			t.note(2, "%s: %s is found %s, by %d yes and %d no", d.ID, f.Act.Provider, sufficiency(f.Act.Sufficient), d.Yes, d.No)
		}
	}
}
