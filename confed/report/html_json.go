package report

import (
	"encoding/json"
	"io"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
)

// AssemblySchema names the form of AssemblyJSON; another form has another name.
const AssemblySchema = "vicinia/assembly/1"

// AssemblyJSON writes what the page of HTML says, for programs: as public as the page. A
// figure is a text, and null where it is withheld.
func AssemblyJSON(w io.Writer, r *year.Report, refused []confed.Refusal, about ...string) error {
	v, err := assemblyOf(r, refused, about)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(struct {
		Schema string `json:"schema"`
		*assembly
	}{AssemblySchema, v}, "", " ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// MarshalJSON is the number as text, or null where it is withheld.
func (f figure) MarshalJSON() ([]byte, error) {
	if f == (figure{}) {
		return []byte("null"), nil
	}
	return json.Marshal(f.Plain)
}
