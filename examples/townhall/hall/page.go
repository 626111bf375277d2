package hall

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
)

// front says what there is: who lets its payers designate, to whom, and the form.
func (v *visit) front() reply {
	w, n := v.hall.World(), v.hall.office.Year
	view := frontView{Schema: Schema, Year: n, Jurisdictions: []placeView{}, Communities: []named{}}
	for j := range w.Jurisdictions() {
		policy, ok := w.Policy(j.ID, n)
		if !ok || !w.Powers(j.ID).Has(confed.Sovereign|confed.Designate) {
			continue
		}
		view.Jurisdictions = append(view.Jurisdictions, placeView{named{string(j.ID), j.Name}, j.Currency.String(), policy.Cap.String(), policy.Membership.String()})
	}
	for c := range w.Communities() {
		view.Communities = append(view.Communities, named{string(c.ID), c.Name})
	}
	return reply{status: http.StatusOK, page: "front", title: "Town hall", body: view}
}

func (v *visit) style() reply { return reply{status: http.StatusOK, page: stylesheet} }

// preview shows what a filing would do. The world that comes back is dropped.
func (v *visit) preview() reply {
	f, a, ok := v.ask()
	if !ok {
		return a
	}
	next, err := v.hall.World().Apply(f)
	if err != nil {
		return v.refused(err)
	}
	return v.designated(next, f, http.StatusOK, "preview", "Preview: nothing is filed yet")
}

// filing does it.
func (v *visit) filing() reply {
	f, a, ok := v.ask()
	if !ok {
		return a
	}
	next, err := v.hall.file(v.Context(), f)
	if err != nil {
		return v.refused(err)
	}
	return v.designated(next, f, http.StatusCreated, "filed", "Filed")
}

// errBroken keeps to itself what is wrong with the year: that may be about somebody else.
var errBroken = errors.New("the year cannot be accounted for: ask the office")

// designated is where the tax goes in the world of a filing.
func (v *visit) designated(w *confed.World, f confed.Filing, status int, page, title string) reply {
	bills, err := year.Taxpayer(w, f.Person, f.Year)
	if err != nil {
		return v.problem(http.StatusInternalServerError, errBroken)
	}
	bills = slices.DeleteFunc(bills, func(b year.Bill) bool { return b.Jurisdiction != f.Jurisdiction })
	view := askView{Schema: Schema, Filed: page == "filed", Person: string(f.Person), Jurisdiction: string(f.Jurisdiction),
		Year: f.Year, On: f.On.String(), Choices: choiceViews(f.Choices), Bills: billViews(w, bills)}
	return reply{status: status, page: page, title: title, body: view}
}

// statementOf is the page of a path such as /statement/P1: not found, unless it is of the
// person who asks.
func statementOf(path string) (page func(*visit) reply, ok bool) {
	id, ok := strings.CutPrefix(path, "/statement/")
	return func(v *visit) reply {
		if id != string(v.person) {
			return v.problem(http.StatusNotFound, errNowhere)
		}
		return v.statement()
	}, ok
}

// statement is the year of the resident who asks.
func (v *visit) statement() reply {
	form, status, err := v.form()
	if delete(form, "format"); err == nil && len(form) > 0 {
		status, err = http.StatusBadRequest, errors.New("a statement has no fields: it is of whoever asks")
	}
	if err != nil {
		return v.problem(status, err)
	}
	r, err := v.hall.year(v.person)
	if err != nil {
		return v.problem(http.StatusInternalServerError, errBroken)
	}
	var page bytes.Buffer
	if !v.json {
		err = report.StatementHTML(&page, r, v.hall.office.Refused, v.person)
		return v.whole(page.Bytes(), err)
	}
	bills, err := year.Taxpayer(r.World, v.person, r.Year)
	if err == nil {
		err = report.Statement(&page, r, v.hall.office.Refused, v.person)
	}
	if err != nil {
		return v.problem(http.StatusInternalServerError, errBroken)
	}
	return reply{status: http.StatusOK, body: statementView{
		Schema: Schema, Person: string(v.person), Year: r.Year, Bills: billViews(r.World, bills), Text: page.String(),
	}}
}

// assembly is the public page.
func (v *visit) assembly() reply {
	if v.json {
		return reply{status: http.StatusOK, body: json.RawMessage(v.hall.document)}
	}
	return v.whole(v.hall.assembly, nil)
}

// whole is a page that stands for itself, style and all.
func (v *visit) whole(page []byte, err error) reply {
	if err != nil {
		return v.problem(http.StatusInternalServerError, errBroken)
	}
	return reply{status: http.StatusOK, whole: page}
}

// refused says which rules a filing breaks, or what is malformed in it.
func (v *visit) refused(err error) reply {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return v.problem(http.StatusServiceUnavailable, errors.New("too many file at once: try again"))
	}
	for f := range vicinia.Faults(err) {
		if f.Breaks != "" {
			return v.problem(http.StatusUnprocessableEntity, err)
		}
	}
	return v.problem(http.StatusBadRequest, err)
}

// problem is a page that says what is wrong.
func (v *visit) problem(status int, err error) reply {
	view := problemView{Schema: Schema, Status: status, Title: problemTitles[status]}
	if view.Title == "" {
		view.Title = http.StatusText(status)
	}
	for f := range vicinia.Faults(err) {
		one := faultView{Field: f.Path, Message: f.Err.Error(), Invariant: string(f.Breaks)}
		if s, ok := confed.StatementOf(f.Breaks); ok {
			one.Rule, one.Source = s.Text, s.Source
		}
		view.Faults = append(view.Faults, one)
	}
	if view.Faults == nil {
		view.Faults = []faultView{{Message: err.Error()}}
	}
	return reply{status: status, page: "problem", title: view.Title, body: view}
}

var problemTitles = map[int]string{
	http.StatusBadRequest:          "That cannot be read",
	http.StatusUnprocessableEntity: "Refused: nothing was done",
	http.StatusUnauthorized:        "Who are you?",
	http.StatusNotFound:            "Not found",
}
