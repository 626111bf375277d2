package hall

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed" // the pages and their style
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

// A reply is an answer before it is written.
type reply struct {
	status int
	page   string // the template, or stylesheet
	title  string
	body   any       // what both the template and JSON show
	whole  []byte    // a page of package report, in the place of a template
	head   [2]string // one more header
}

// stylesheet is the one page that is neither HTML nor JSON.
const stylesheet = "style.css"

var (
	//go:embed page.html
	pageText string
	//go:embed style.css
	styleText []byte

	pages = template.Must(template.New("hall").Funcs(template.FuncMap{"both": both}).Parse(pageText))
)

// both is a name with its id, Aldea (A), where it has one of its own.
func both(name, id string) string {
	if name == "" || name == id {
		return id
	}
	return fmt.Sprintf("%s (%s)", name, id)
}

// policyOf is the policy of a page: no script, no frame, nothing from elsewhere. What
// styles it must be said: 'self' for ours, hashes where a page brings its own.
func policyOf(styles string) string {
	return "default-src 'none'; style-src " + styles + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// hashes are those of the styles that stand in a page, as its policy says them (Content
// Security Policy Level 3, section 2.3.1).
func hashes(page []byte) string {
	var all []string
	for {
		_, rest, found := bytes.Cut(page, []byte("<style>"))
		style, rest, closed := bytes.Cut(rest, []byte("</style>"))
		if !found || !closed {
			return cmp.Or(strings.Join(all, " "), "'none'")
		}
		sum := sha256.Sum256(style)
		all, page = append(all, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'"), rest
	}
}

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
	h.Set("Content-Security-Policy", policyOf("'self'"))
	if a.whole != nil {
		h.Set("Content-Security-Policy", policyOf(hashes(a.whole)))
	}
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
	case a.whole != nil:
		return a.whole, "text/html; charset=utf-8", nil
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
