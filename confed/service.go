package confed

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
)

// A ServiceID names a service.
type ServiceID string

// A Rung is a step of the ladder of subsidiarity, commons first (Manifesto, chapter 7:
// "governments shouldn't administer anything that could be managed as commons").
type Rung uint8

// The rungs, from below. There is none above the compact.
const (
	Commons Rung = 1 + iota
	LocalGovernment
	Pooled
)

// String is commons, municipality or compact.
func (r Rung) String() string { return name(r, "nobody", "commons", "municipality", "compact") }

// Services and who could provide them.
type (
	// A Service is what the people of a jurisdiction need somebody to provide, and what
	// their jurisdiction pays for it in a year, whoever does (S-5).
	Service struct {
		ID           ServiceID
		Name         string
		Jurisdiction census.JurisdictionID
		Object       string       // a compact with this object could provide it
		People       int64        // that it takes to be provided at all; 0 is any number
		Cost         fiscal.Money // of a year, in the currency of the jurisdiction
	}

	// An Opening is the time in which commons may offer to provide a service.
	Opening struct {
		Service ServiceID
		When    vicinia.Interval
	}

	// A Candidacy is a commons' own offer, made by the community that is its steward: so
	// nothing is imposed on a commons (S-6).
	Candidacy struct {
		Service   ServiceID
		Candidate CommunityID
		On        vicinia.Date
	}

	// A Finding is what the residents found about who could provide a service: a commons
	// (Provider is a community), their own government (Provider is the jurisdiction), or a
	// compact. It needs a decision of the residents, and expires (S-8).
	Finding struct {
		Service      ServiceID
		Jurisdiction census.JurisdictionID // of the service
		Rung         Rung
		Provider     string
		Sufficient   bool
		When         vicinia.Interval // To is needed
	}
)

// A service on record has its evidence.
type service struct {
	Service
	openings    []Opening
	candidacies []Candidacy
	findings    []Adopted[Finding]
}

func (s Service) do(ed *editor) error {
	j, err := ed.jurisdiction("jurisdiction", s.Jurisdiction)
	if err := errors.Join(ed.fresh("id", string(s.ID)), err); err != nil {
		return err
	}
	var faults []error
	if s.Object == "" {
		faults = append(faults, refuse("object", "", "the object of the service is missing"))
	}
	if s.People < 0 {
		faults = append(faults, refuse("people", "", "a service for %d people is for less than none", s.People))
	}
	if s.Cost.Sign() < 0 || s.Cost.Currency() != j.Currency && !s.Cost.IsZero() {
		faults = append(faults, refuse("cost", "M-7", "%s is no cost in %s, the currency of %s", s.Cost, j.Currency, j.ID))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	ed.w.services.Put(ed.e, string(s.ID), &service{Service: s})
	return nil
}

func (ed *editor) service(id ServiceID) (*service, error) {
	if s, ok := ed.w.services.Find(string(id)); ok {
		next := **s
		return &next, nil
	}
	return nil, unknown("service", "service", string(id))
}

func (o Opening) do(ed *editor) error {
	s, err := ed.service(o.Service)
	if err := errors.Join(err, proper(o.When)); err != nil {
		return err
	}
	if o.When.To == 0 {
		return refuse("to", "S-1", "a call for candidacies stands open for a stated time: its end is missing")
	}
	for _, other := range s.openings {
		if _, both := other.When.Meet(o.When); both {
			return refuse("from", "", "a call for candidacies stands open from %s already", other.When.From)
		}
	}
	s.openings = append(slices.Clip(s.openings), o)
	ed.w.services.Put(ed.e, string(s.ID), s)
	return nil
}

func (c Candidacy) do(ed *editor) error {
	s, err := ed.service(c.Service)
	_, err2 := ed.community("candidate", c.Candidate)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if c.On == 0 {
		return refuse("filed_on", "", "the day of the candidacy is missing")
	}
	for _, other := range s.candidacies {
		if other.Candidate == c.Candidate && other.On == c.On {
			return refuse("candidate", "", "%s stands already", c.Candidate)
		}
	}
	s.candidacies = append(slices.Clip(s.candidacies), c)
	ed.w.services.Put(ed.e, string(s.ID), s)
	return nil
}

func (f Finding) do(ed *editor) error {
	s, err := ed.service(f.Service)
	if err := errors.Join(err, proper(f.When), ed.foundBy(), f.checkProvider(ed)); err != nil {
		return err
	}
	if s.Jurisdiction != f.Jurisdiction {
		return refuse("service", "C-3", "%s is a service of %s, for its residents to find on", s.ID, s.Jurisdiction)
	}
	if f.When.To == 0 {
		return refuse("to", "S-8", "a finding expires: its end is missing")
	}
	for _, other := range s.findings {
		if _, both := other.Act.When.Meet(f.When); both && other.Act.Rung == f.Rung && other.Act.Provider == f.Provider {
			return refuse("from", "", "a finding on %s holds from %s already", f.Provider, other.Act.When.From)
		}
	}
	s.findings = append(slices.Clip(s.findings), Adopted[Finding]{f, ed.by})
	ed.w.services.Put(ed.e, string(s.ID), s)
	return nil
}

// foundBy refuses a finding that the residents did not make.
func (ed *editor) foundBy() error {
	if ed.by == "" {
		return refuse("decision", "C-3", "a finding needs a carried decision of the residents: propose it in a motion")
	}
	return nil
}

func (f Finding) checkProvider(ed *editor) error {
	switch f.Rung {
	case Commons:
		_, err := ed.community("provider", CommunityID(f.Provider))
		return err
	case LocalGovernment:
		if f.Provider != string(f.Jurisdiction) {
			return refuse("provider", "C-3", "the residents of %s find on their own government, not on %s", f.Jurisdiction, f.Provider)
		}
		return nil
	case Pooled:
		_, err := ed.compact("provider", CompactID(f.Provider))
		return err
	}
	return refuse("rung", "", "a provider is a commons, a municipality or a compact")
}

// Services walks them by id.
func (w *World) Services() iter.Seq[Service] {
	return walk(&w.services, func(s *service) Service { return s.Service })
}

// Openings walks the calls for candidacies of a service by first day.
func (w *World) Openings(id ServiceID) iter.Seq[Opening] {
	return evidence(w, id, func(s *service) []Opening { return s.openings }, func(a, b Opening) int {
		return cmp.Compare(a.When.From, b.When.From)
	})
}

// Candidacies walks the offers of commons by day and candidate.
func (w *World) Candidacies(id ServiceID) iter.Seq[Candidacy] {
	return evidence(w, id, func(s *service) []Candidacy { return s.candidacies }, func(a, b Candidacy) int {
		return cmp.Or(cmp.Compare(a.On, b.On), strings.Compare(string(a.Candidate), string(b.Candidate)))
	})
}

// Findings walks the findings on a service by rung, provider and first day, with the
// decisions behind them.
func (w *World) Findings(id ServiceID) iter.Seq[Adopted[Finding]] {
	return evidence(w, id, func(s *service) []Adopted[Finding] { return s.findings }, func(a, b Adopted[Finding]) int {
		return cmp.Or(cmp.Compare(a.Act.Rung, b.Act.Rung), strings.Compare(a.Act.Provider, b.Act.Provider),
			cmp.Compare(a.Act.When.From, b.Act.When.From))
	})
}

func evidence[T any](w *World, id ServiceID, of func(*service) []T, order func(a, b T) int) iter.Seq[T] {
	s, ok := w.services.Find(string(id))
	if !ok {
		return func(func(T) bool) {}
	}
	return slices.Values(slices.SortedFunc(slices.Values(of(*s)), order))
}
