package notebooks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// A notebook is a file of nbformat 4.5. Its keys are in byte order, as Jupyter writes them.
type notebook struct {
	Cells    []*cell        `json:"cells"`
	Metadata map[string]any `json:"metadata"`
	Format   int            `json:"nbformat"`
	Minor    int            `json:"nbformat_minor"`
}

// A cell is text, or code with what it showed.
type cell struct {
	Type     string
	ID       string
	Source   lines
	Count    int // of executions, up to this one
	Outputs  []any
	Metadata struct{}
}

// The outputs of a cell: what it printed, and what it displayed.
type (
	stream struct {
		Name string `json:"name"`
		Type string `json:"output_type"`
		Text lines  `json:"text"`
	}
	display struct {
		Data     map[string]lines `json:"data"`
		Metadata struct{}         `json:"metadata"`
		Type     string           `json:"output_type"`
	}
)

// lines are a text, cut after each line feed.
type lines []string

func cut(text string) lines {
	all := strings.SplitAfter(text, "\n")
	if last := len(all) - 1; all[last] == "" {
		all = all[:last]
	}
	return all
}

func (l lines) text() string { return strings.Join(l, "") }

// The two kinds of cell have keys of their own.
type (
	textCell struct {
		Type     string   `json:"cell_type"`
		ID       string   `json:"id"`
		Metadata struct{} `json:"metadata"`
		Source   lines    `json:"source"`
	}
	codeCell struct {
		Type     string   `json:"cell_type"`
		Count    *int     `json:"execution_count"`
		ID       string   `json:"id"`
		Metadata struct{} `json:"metadata"`
		Outputs  []any    `json:"outputs"`
		Source   lines    `json:"source"`
	}
)

// MarshalJSON writes the keys of the cell's kind.
func (c *cell) MarshalJSON() ([]byte, error) {
	if c.Type != "code" {
		return encode(textCell{c.Type, c.ID, c.Metadata, c.Source}, "")
	}
	return encode(codeCell{c.Type, &c.Count, c.ID, c.Metadata, c.Outputs, c.Source}, "")
}

// UnmarshalJSON leaves the outputs out: they are made, never read.
func (c *cell) UnmarshalJSON(b []byte) error {
	var in codeCell
	err := json.Unmarshal(b, &in)
	*c = cell{Type: in.Type, ID: in.ID, Source: in.Source}
	return err
}

// encode writes JSON as Jupyter does: no escapes for HTML, one blank a level.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}

// read reads a notebook without its outputs.
func read(file string) (*notebook, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var n notebook
	if err := json.Unmarshal(text, &n); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &n, nil
}
