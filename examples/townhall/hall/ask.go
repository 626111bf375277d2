package hall

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// sharePrefix begins the name of a form's field for one community: share:Esperanto.
const sharePrefix = "share:"

// parseAsk reads what a designation is asked to be: jurisdiction, the year if it is said,
// and either choices (Esperanto=5%|Linux=5%; nothing is a withdrawal) or a field for each
// community, of which the empty ones ask for nothing. Every fault is returned.
func parseAsk(form url.Values, year int) (confed.Filing, error) {
	f := confed.Filing{Year: year}
	var faults []error
	fault := func(path, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)})
	}
	fields := false
	for _, name := range slices.Sorted(maps.Keys(form)) {
		values := form[name]
		if len(values) != 1 {
			fault(short(name), "it is there %d times", len(values))
			continue
		}
		community, isShare := strings.CutPrefix(name, sharePrefix)
		switch value := values[0]; {
		case name == "jurisdiction":
			f.Jurisdiction = census.JurisdictionID(value)
		case name == "year":
			if value != strconv.Itoa(year) {
				fault("year", "this is the office of %d, not of %.20q", year, value)
			}
		case name == "choices":
			choices, err := designation.ParseChoices(value)
			f.Choices = choices
			faults = append(faults, err)
		case isShare:
			fields = true
			if value = strings.TrimSpace(value); value == "" {
				continue
			}
			share, err := vicinia.ParseRatio(value)
			switch {
			case community == "":
				fault("share", "a share without a community")
			case err != nil:
				fault(short(name), "%w", err)
			default:
				f.Choices = append(f.Choices, designation.Choice{Recipient: designation.RecipientID(community), Share: share})
			}
		case name != "format":
			fault(short(name), "there is no such field")
		}
	}
	if f.Jurisdiction == "" && len(form["jurisdiction"]) < 2 {
		fault("jurisdiction", "it is missing")
	}
	switch {
	case fields && form.Has("choices"):
		fault("choices", "they are there twice: as choices and as %s fields", sharePrefix)
	case !fields && !form.Has("choices"):
		fault("choices", "they are missing: Esperanto=5%%|Linux=5%%, or nothing to withdraw")
	}
	return f, errors.Join(faults...)
}

// short keeps what somebody sent from filling a page.
func short(name string) string { return fmt.Sprintf("%.80s", name) }

// errLong says that a body is too long.
var errLong = fmt.Errorf("the form has more than %d bytes", MaxBody)

// form reads the fields of a request: of the address, or of the body of a POST, whose
// address says the format alone.
func (v *visit) form() (url.Values, int, error) {
	query, err := url.ParseQuery(v.URL.RawQuery)
	if err != nil {
		return nil, http.StatusBadRequest, err
	}
	if v.Method != http.MethodPost {
		return query, 0, nil
	}
	if delete(query, "format"); len(query) > 0 {
		return nil, http.StatusBadRequest, errors.New("fields of a POST belong in its body")
	}
	kind, _, err := mime.ParseMediaType(v.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, http.StatusUnsupportedMediaType, errors.New("want a form: application/x-www-form-urlencoded")
	}
	body, err := io.ReadAll(io.LimitReader(v.Body, MaxBody+1))
	switch {
	case err != nil:
		return nil, http.StatusBadRequest, err
	case len(body) > MaxBody:
		return nil, http.StatusRequestEntityTooLarge, errLong
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, http.StatusBadRequest, err
	}
	return form, 0, nil
}

// ask reads a designation of the person who asks, as of today; a is set if it is none.
func (v *visit) ask() (f confed.Filing, a reply, ok bool) {
	form, status, err := v.form()
	if err != nil {
		return f, v.problem(status, err), false
	}
	if f, err = parseAsk(form, v.hall.office.Year); err != nil {
		return f, v.problem(http.StatusBadRequest, err), false
	}
	if _, known := v.hall.World().Jurisdiction(f.Jurisdiction); !known {
		err := &vicinia.Fault{Path: "jurisdiction", Err: fmt.Errorf("there is no jurisdiction %.80q", f.Jurisdiction)}
		return f, v.problem(http.StatusNotFound, err), false
	}
	f.Person, f.On = v.person, v.hall.office.Today()
	return f, reply{}, true
}

// wantsJSON looks at format=json or format=html, else at which of the two Accept names
// first; HTML by default.
func wantsJSON(r *http.Request) bool {
	switch r.URL.Query().Get("format") {
	case "json":
		return true
	case "html":
		return false
	}
	for kind := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, _ = strings.Cut(kind, ";")
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "application/json":
			return true
		case "text/html", "application/xhtml+xml":
			return false
		}
	}
	return false
}
