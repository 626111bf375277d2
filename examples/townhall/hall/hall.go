// Package hall is the counter of a town as an http.Handler over a world: a resident sees
// what a designation would do, to the cent, files it, and reads their own statement.
//
// # Representation
//
// A Hall holds one immutable world behind an atomic pointer. A preview is the filing
// itself, applied to a world that is then dropped; a filing swaps the pointer, and tries
// again on the newer world where somebody else was faster, so that all count. Every page
// is HTML without a script, or JSON where ?format=json or Accept asks for it.
//
//	GET  /                      what there is, for everybody
//	GET  /preview               jurisdiction=A&choices=Esperanto=5%25|Linux=5%25: files nothing
//	POST /preview               the same as a form, so that choices stand in no address or log
//	POST /filings               files it, today
//	GET  /statement             the resident's own year; /statement/ID for nobody else
//	GET  /assembly              the page for the assembly, for everybody
//	GET  /style.css
//
// # Rules
//
// Nothing changes by GET or HEAD. One resident sees nothing of another: every page but the
// first is of the person whom [Office].Who names, no parameter names a person, and another's
// statement is not found, whether or not there is such a person. Sums that move with one
// filing tell on it, so that the assembly's page is of the world that the hall was opened
// on, and a statement of that world with the resident's own filings since. What a rule
// refuses is status 422 with the number, sentence and source of the rule, and is not kept.
// Filings live in memory: an office of flesh writes each one to a log before it answers,
// logs no addresses, stands behind TLS, and opens a hall on the new world every so often.
//
// # Errors
//
// Malformed input is 400 with every fault, an unknown jurisdiction 404, a long address 414,
// a long body 413, a page of another origin that posts 403.
//
// # Determinism
//
// Equal worlds, days and requests give equal bytes.
package hall

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
)

// Limits of a request, in bytes.
const (
	MaxQuery = 8 << 10
	MaxBody  = 32 << 10
)

// An Office is what a hall needs to know. The zero Office is of nobody: New refuses it.
type Office struct {
	World   *confed.World
	Refused []confed.Refusal // filings refused before, for their own residents to read
	About   string           // what of the world is real, for the page of the assembly
	Year    int
	Today   func() vicinia.Date // the day of a filing

	// Who is the resident behind a request, and false for nobody. It is the office's own
	// authentication: the hall believes it.
	Who func(*http.Request) (census.PersonID, bool)
	// Challenge is the WWW-Authenticate of a 401; with "" who is nobody gets 403.
	Challenge string
}

// A Hall serves an Office. Any number of goroutines may use it.
type Hall struct {
	office   Office
	opening  *year.Report // of the world that it was opened on
	assembly []byte       // its public page
	document []byte       // the same for programs
	origin   *http.CrossOriginProtection
	now      atomic.Pointer[confed.World]
}

// New opens a hall, or says why the year of the world cannot be accounted for.
func New(o Office) (*Hall, error) {
	if o.World == nil || o.Today == nil || o.Who == nil {
		return nil, errors.New("hall: an office needs a World, Today and Who")
	}
	h := &Hall{office: o, origin: http.NewCrossOriginProtection()}
	h.now.Store(o.World)
	var err error
	if h.opening, err = year.Run(o.World, o.Year); err != nil {
		return nil, err
	}
	var page, document bytes.Buffer
	err = errors.Join(report.HTML(&page, h.opening, o.Refused, o.About),
		report.AssemblyJSON(&document, h.opening, o.Refused, o.About))
	h.assembly, h.document = page.Bytes(), document.Bytes()
	return h, err
}

// World is the world as it is now, with every filing that was accepted.
func (h *Hall) World() *confed.World { return h.now.Load() }

// file does a filing on the newest world. Who comes too late for one tries the next: each
// try that fails is one of somebody else that succeeded.
func (h *Hall) file(ctx context.Context, f confed.Filing) (*confed.World, error) {
	for {
		old := h.now.Load()
		next, err := old.Apply(f)
		if err != nil {
			return nil, err
		}
		if h.now.CompareAndSwap(old, next) {
			return next, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
}

// year is the year with the filings of one person, and of others those alone that were
// there when the hall was opened.
func (h *Hall) year(p census.PersonID) (*year.Report, error) {
	now := h.World()
	if now == h.office.World {
		return h.opening, nil
	}
	w, _ := h.office.World.Admit(func(yield func(confed.Act) bool) {
		for f := range now.Filings() {
			if f.Person == p && !yield(f) { // those of before are there, and refused a second time
				return
			}
		}
	})
	return year.Run(w, h.office.Year)
}

// A visit is one request on its way through the hall.
type visit struct {
	*http.Request
	hall   *Hall
	json   bool
	person census.PersonID // "" on pages for everybody
}

// A room is the pages of one path, by method; HEAD is GET.
type room struct {
	get, post func(*visit) reply
	personal  bool
}

func (h *Hall) room(path string) (room, bool) {
	switch path {
	case "/":
		return room{get: (*visit).front}, true
	case "/style.css":
		return room{get: (*visit).style}, true
	case "/assembly":
		return room{get: (*visit).assembly}, true
	case "/preview":
		return room{get: (*visit).preview, post: (*visit).preview, personal: true}, true
	case "/filings":
		return room{post: (*visit).filing, personal: true}, true
	case "/statement":
		return room{get: (*visit).statement, personal: true}, true
	}
	if own, ok := statementOf(path); ok {
		return room{get: own, personal: true}, true
	}
	return room{}, false
}

// ServeHTTP answers one request.
func (h *Hall) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	v := &visit{Request: r, hall: h, json: wantsJSON(r)}
	a := v.answer()
	a.write(rw, v)
}

func (v *visit) answer() reply {
	if len(v.URL.RawQuery) > MaxQuery {
		return v.problem(http.StatusRequestURITooLong, fmt.Errorf("the address has more than %d bytes after its ?", MaxQuery))
	}
	room, ok := v.hall.room(v.URL.Path)
	if !ok {
		return v.problem(http.StatusNotFound, errNowhere)
	}
	page, allow := room.get, "GET, HEAD"
	switch {
	case room.get == nil:
		allow = "POST"
	case room.post != nil:
		allow += ", POST"
	}
	if v.Method == http.MethodPost {
		page = room.post
	} else if v.Method != http.MethodGet && v.Method != http.MethodHead {
		page = nil
	}
	if page == nil {
		a := v.problem(http.StatusMethodNotAllowed, fmt.Errorf("%.20q is not done here, but %s", v.Method, allow))
		a.head = [2]string{"Allow", allow}
		return a
	}
	if err := v.hall.origin.Check(v.Request); err != nil {
		return v.problem(http.StatusForbidden, errors.New("a page of another origin may not post here"))
	}
	if room.personal {
		if a, ok := v.identify(); !ok {
			return a
		}
	}
	return page(v)
}

var errNowhere = errors.New("there is no such page")

// identify asks the office who this is.
func (v *visit) identify() (reply, bool) {
	person, ok := v.hall.office.Who(v.Request)
	switch challenge := v.hall.office.Challenge; {
	case !ok && challenge != "":
		a := v.problem(http.StatusUnauthorized, errors.New("say who you are: this page is of one resident alone"))
		a.head = [2]string{"WWW-Authenticate", challenge}
		return a, false
	case !ok:
		return v.problem(http.StatusForbidden, errors.New("this page is of one resident alone")), false
	}
	if _, known := v.hall.World().Register().Number(person); !known {
		return v.problem(http.StatusNotFound, errors.New("you are not in the register of residence")), false
	}
	v.person = person
	return reply{}, true
}
