package year

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
)

// Run takes a year from where the world has it to its close, and accounts for it. The
// world is not changed: a preview is a Run whose Report.World is dropped. A year that is
// closed already is accounted for again, with the revisions since: see [Report.Settle].
func Run(w *confed.World, year int) (*Report, error) { return RunTo(w, year, confed.Closed) }

// RunTo stops after a phase: what later phases bring is left at its zero value.
func RunTo(w *confed.World, year int, last confed.Phase) (*Report, error) {
	if year < 1 || year >= vicinia.MaxYear {
		return nil, &vicinia.Fault{Path: "year", Err: fmt.Errorf("the year %d is not in 1 to %d", year, vicinia.MaxYear-1)}
	}
	r := newRun(w, year)
	for phase := confed.RollClosed; phase <= last; phase++ {
		if err := r.enter(phase); err != nil {
			return nil, err
		}
	}
	r.report.World = r.w
	return r.report, nil
}

// A run is a year on its way through the phases.
type run struct {
	w      *confed.World
	year   int
	when   vicinia.Interval
	report *Report
	places []*levy         // by number of place; nil for none
	shares []vicinia.Ratio // by number, if there are too many for one Returns
}

func newRun(w *confed.World, year int) *run {
	r := &run{w: w, year: year, when: vicinia.Year(year), report: &Report{Year: year, World: w}}
	electors := electors(w, r.when.To)
	for j := range w.Jurisdictions() {
		none := j.Currency.Minor(0)
		r.report.Jurisdictions = append(r.report.Jurisdictions, Jurisdiction{
			ID: j.ID, Electors: electors[confed.ResidentsOf(j.ID)], Gross: none, Designated: none, Net: none, Final: none,
		})
	}
	for c := range w.Communities() {
		r.report.Communities = append(r.report.Communities, Income{ID: string(c.ID)})
	}
	for c := range w.Compacts() {
		r.report.Compacts = append(r.report.Compacts, Income{ID: string(c.ID)})
	}
	return r
}

// enter moves the year to a phase, unless it is there already, and does its work.
func (r *run) enter(phase confed.Phase) error {
	if r.w.Phase(r.year) < phase {
		next, err := r.w.Apply(confed.Advance{Year: r.year, To: phase})
		if err != nil {
			return err
		}
		r.w = next
	}
	switch phase {
	case confed.Assessed:
		return r.assess()
	case confed.Designated:
		return r.designate()
	case confed.Settled:
		for _, work := range []func() error{r.cede, r.fund, r.pool} {
			if err := work(); err != nil {
				return err
			}
		}
		return errors.Join(r.report.check(), r.post())
	}
	return nil
}

// electors returns, by body, the size of the last roll whose vote was before a day; of two
// votes on one day, that of the greater id.
func electors(w *confed.World, before vicinia.Date) map[confed.Body]int64 {
	size, last := map[confed.Body]int64{}, map[confed.Body]vicinia.Date{}
	for c := range w.Calls() { // by id
		roll, closed := w.Roll(c.ID)
		if closed && c.Vote < before && c.Vote >= last[c.Body] {
			size[c.Body], last[c.Body] = roll.Len(), c.Vote
		}
	}
	return size
}

// fault is a fault of a row of the world, named by table, key and field; keys are escaped
// as in the path of a URL (RFC 3986).
func fault(breaks vicinia.Invariant, err error, field string, key ...any) error {
	path := ""
	for _, k := range key {
		path += url.PathEscape(fmt.Sprint(k)) + "/"
	}
	return &vicinia.Fault{Path: path + field, Breaks: breaks, Err: err}
}
