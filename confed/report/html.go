package report

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"unicode"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
)

//go:embed page.css page_assembly.tmpl page_statement.tmpl
var assets embed.FS

// pages are the templates; each page stands for itself, style and all.
var pages = template.Must(template.New("").Funcs(template.FuncMap{"style": style}).ParseFS(assets, "*.tmpl"))

// style is the style sheet, the same on every page.
func style() (template.CSS, error) {
	css, err := assets.ReadFile("page.css")
	return template.CSS(css), err
}

// HTML writes the page for the assembly: where the money of a year went, rolls, decisions,
// services, compacts, refusals by rule, conservation and sources, as one page without
// script or network. It is public: it names no person, and withholds every figure that
// stands for fewer than disclosure.MinCell people or from which such a one follows, the
// digest too. about are words on the world, such as what of it is real.
func HTML(w io.Writer, r *year.Report, refused []confed.Refusal, about ...string) error {
	v, err := assemblyOf(r, refused, about)
	if err != nil {
		return err
	}
	return render(w, "page_assembly.tmpl", v)
}

// StatementHTML writes what Statement says as a page, for that resident alone. about are
// words on the world.
func StatementHTML(w io.Writer, r *year.Report, refused []confed.Refusal, person census.PersonID, about ...string) error {
	v, err := personalOf(r, refused, person, about)
	if err != nil {
		return err
	}
	return render(w, "page_statement.tmpl", v)
}

// render writes a page in one piece, so that an error writes nothing.
func render(w io.Writer, name string, view any) error {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, view); err != nil {
		return err
	}
	_, err := w.Write(bytes.Map(still, b.Bytes()))
	return err
}

// still replaces what would turn the direction of writing or is a control: names may be
// any text.
func still(r rune) rune {
	if r != '\n' && unicode.In(r, unicode.Cc, unicode.Bidi_Control) {
		return ' '
	}
	return r
}
