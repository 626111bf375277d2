package hall

import (
	"bytes"
	_ "embed" // the pages and their style
	"encoding/json"
	"html/template"
	"net/http"
	"strconv"
)

// A reply is an answer before it is written.
type reply struct {
	status int
	page   string // the template, or stylesheet
	title  string
	body   any       // what both the template and JSON show
	head   [2]string // one more header
}

// stylesheet is the one page that is neither HTML nor JSON.
const stylesheet = "style.css"

var (
	//go:embed page.html
	pageText string
	//go:embed style.css
	styleText []byte

	pages = template.Must(template.New("hall").Parse(pageText))
)

// The policy of the pages: no script, no frame, nothing from elsewhere.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// write sends a reply in one piece, so that a page that fails is not half a page.
func (a reply) write(rw http.ResponseWriter, v *visit) {
	body, kind, err := a.render(v)
	if err != nil {
		a.status, body, kind = http.StatusInternalServerError, []byte("The page could not be made.\n"), "text/plain; charset=utf-8"
	}
	h := rw.Header()
	if a.head[0] != "" {
		h.Set(a.head[0], a.head[1])
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	if a.page == stylesheet {
		h.Set("Cache-Control", "max-age=3600")
	} else {
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Accept, Authorization, Cookie")
	}
	rw.WriteHeader(a.status)
	_, _ = rw.Write(body) // who hung up does not want it
}

func (a reply) render(v *visit) (body []byte, kind string, err error) {
	var b bytes.Buffer
	switch {
	case a.page == stylesheet:
		return styleText, "text/css; charset=utf-8", nil
	case v.json:
		e := json.NewEncoder(&b)
		e.SetIndent("", " ")
		err = e.Encode(a.body)
		return b.Bytes(), "application/json", err
	}
	err = pages.ExecuteTemplate(&b, "page", struct {
		Page, Title, Person string
		Body                any
	}{a.page, a.title, string(v.person), a.body})
	return b.Bytes(), "text/html; charset=utf-8", err
}
