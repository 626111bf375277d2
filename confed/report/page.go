package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// width is how many runes a line of prose has at most; a word that is longer stands alone.
const width = 96

// A page is plain text being written. It is kept until flush, so that an error writes
// nothing.
type page struct{ b strings.Builder }

func (p *page) flush(w io.Writer) error {
	_, err := io.WriteString(w, p.b.String())
	return err
}

// title begins the page, heading a part of it.
func (p *page) title(format string, args ...any) {
	line := clean(fmt.Sprintf(format, args...))
	p.b.WriteString(line + "\n" + strings.Repeat("=", utf8.RuneCountInString(line)) + "\n")
}

func (p *page) heading(format string, args ...any) {
	p.b.WriteString("\n" + clean(fmt.Sprintf(format, args...)) + "\n")
}

// say writes a sentence, broken between words; what follows its first line is two deeper,
// unless it stands at the margin.
func (p *page) say(indent int, format string, args ...any) {
	deep := indent
	if indent > 0 {
		deep += 2
	}
	p.b.WriteString(strings.Repeat(" ", indent))
	p.wrap(indent, deep, fmt.Sprintf(format, args...))
}

// wrap writes words from a column on, and what does not fit the line from another.
func (p *page) wrap(column, deep int, text string) {
	for i, word := range strings.Fields(clean(text)) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > width:
			p.b.WriteString("\n" + strings.Repeat(" ", deep))
			column = deep
		default:
			p.b.WriteByte(' ')
			column++
		}
		p.b.WriteString(word)
		column += n
	}
	p.b.WriteByte('\n')
}

// clean replaces what would move the cursor: names may be any text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}

// A table has columns as wide as their widest cell. A head that begins with > is of a
// column of numbers, which stand right; a last column of words is broken between them.
// Heads that are all empty are not written.
type table struct {
	heads []string
	rows  []tableRow
}

// A tableRow is cells, or a sentence between them.
type tableRow struct {
	cells []string
	note  string
	deep  int // of a note, beyond the table
}

func newTable(heads ...string) *table { return &table{heads: heads} }

// row adds a row; it has a cell for each head.
func (t *table) row(cells ...any) {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = clean(fmt.Sprint(c))
	}
	t.rows = append(t.rows, tableRow{cells: texts})
}

// note adds a sentence as a row, so much deeper than the table.
func (t *table) note(deep int, format string, args ...any) {
	t.rows = append(t.rows, tableRow{note: fmt.Sprintf(format, args...), deep: deep})
}

// add writes a table.
func (p *page) add(indent int, t *table) {
	rows := t.rows
	right := make([]bool, len(t.heads))
	heads := make([]string, len(t.heads))
	for i, h := range t.heads {
		heads[i], right[i] = strings.CutPrefix(h, ">")
	}
	hasCells := slices.ContainsFunc(rows, func(r tableRow) bool { return r.cells != nil })
	if hasCells && strings.Join(heads, "") != "" {
		rows = append([]tableRow{{cells: heads}}, rows...)
	}
	widths := make([]int, len(heads))
	for _, r := range rows {
		for i, c := range r.cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(c))
		}
	}
	for _, r := range rows {
		if r.cells == nil {
			p.say(indent+r.deep, "%s", r.note)
			continue
		}
		p.cells(indent, r.cells, widths, right)
	}
}

// cells writes one row.
func (p *page) cells(indent int, cells []string, widths []int, right []bool) {
	line, column := strings.Repeat(" ", indent), indent
	last := len(cells) - 1
	for i, c := range cells {
		blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c))
		switch {
		case right[i]:
			line += blanks + c + "  "
		case i == last && c != "":
			p.b.WriteString(line)
			p.wrap(column, column, c)
			return
		default:
			line += c + blanks + "  "
		}
		column += widths[i] + 2
	}
	p.b.WriteString(strings.TrimRight(line, " ") + "\n")
}
