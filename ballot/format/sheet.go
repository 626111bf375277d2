package format

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// Limits of a spreadsheet: those of the programs that write them, but for its texts and
// all its cells.
const (
	MaxRows    = 1 << 20
	MaxColumns = 1 << 14
	MaxTexts   = 1 << 26 // bytes of all texts that cells share
	MaxCells   = 1 << 28 // with the empty ones before the last of each row
)

// The parts of a spreadsheet that are looked at.
type (
	book struct {
		Sheets []struct {
			ID string `xml:"id,attr"` // of a relation, in the transitional name space or the strict one
		} `xml:"sheets>sheet"`
	}
	relations struct {
		Relationship []struct {
			Id     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	rich struct { // the text of a cell, in one piece or in runs
		T []string `xml:"t"`
		R []struct {
			T []string `xml:"t"`
		} `xml:"r"`
	}
	sheetRow struct {
		R int         `xml:"r,attr"`
		C []sheetCell `xml:"c"`
	}
	sheetCell struct {
		R  string `xml:"r,attr"`
		T  string `xml:"t,attr"`
		V  string `xml:"v"`
		Is rich   `xml:"is"`
	}
)

func (t rich) String() string {
	var b strings.Builder
	for _, text := range t.T {
		b.WriteString(text)
	}
	for _, run := range t.R {
		for _, text := range run.T {
			b.WriteString(text)
		}
	}
	return b.String()
}

// sheetOf walks the rows of the first sheet that hold something. Cells are there up to the last
// one; they are good until the next row.
func sheetOf(r io.Reader, row func(line int, cells []cell) error) error {
	z, err := unpack(r)
	if err != nil {
		return err
	}
	main, err := firstSheet(z)
	if err != nil {
		return err
	}
	texts, err := textsOf(z)
	if err != nil {
		return err
	}
	f, err := openIn(z, main)
	if err != nil {
		return err
	}
	defer f.Close()
	cells, line, room := []cell(nil), 0, MaxCells
	return eachElement(f, "row", func(d *xml.Decoder, start *xml.StartElement) error {
		var next sheetRow
		if err := d.DecodeElement(&next, start); err != nil {
			return err
		}
		if next.R == 0 {
			next.R = line + 1
		}
		if next.R <= line || next.R > MaxRows {
			return fmt.Errorf("the row %d after the row %d: want at most %d, in order", next.R, line, MaxRows)
		}
		line = next.R
		some := false
		if cells, some, err = next.cells(cells[:0], texts); err != nil {
			return fmt.Errorf("row %d: %w", line, err)
		}
		if room -= len(cells); room < 0 {
			return fmt.Errorf("row %d: more than %d cells", line, MaxCells)
		}
		if !some {
			return nil
		}
		return row(line, cells)
	})
}

// firstSheet is the name of the first sheet in the archive.
func firstSheet(z *zip.Reader) (string, error) {
	var b book
	var rel relations
	if err := decodeIn(z, "xl/workbook.xml", &b); err != nil {
		return "", err
	}
	if err := decodeIn(z, "xl/_rels/workbook.xml.rels", &rel); err != nil {
		return "", err
	}
	for _, r := range rel.Relationship {
		if len(b.Sheets) > 0 && r.Id == b.Sheets[0].ID {
			if strings.HasPrefix(r.Target, "/") {
				return r.Target[1:], nil
			}
			return path.Join("xl", r.Target), nil
		}
	}
	return "", errors.New("the spreadsheet has no sheet")
}

// textsOf are the texts that cells share.
func textsOf(z *zip.Reader) (texts []string, err error) {
	f, err := openIn(z, "xl/sharedStrings.xml")
	if err != nil {
		return nil, nil // there are none
	}
	defer f.Close()
	room := MaxTexts
	err = eachElement(f, "si", func(d *xml.Decoder, start *xml.StartElement) error {
		var t rich
		if err := d.DecodeElement(&t, start); err != nil {
			return err
		}
		text := t.String()
		if room -= len(text) + 16; room < 0 {
			return fmt.Errorf("texts of more than %d bytes", MaxTexts)
		}
		texts = append(texts, text)
		return nil
	})
	return texts, err
}

// eachElement walks the elements of a name.
func eachElement(r io.Reader, name string, take func(*xml.Decoder, *xml.StartElement) error) error {
	b := &budget{Reader: r, left: MaxRecord}
	d := xml.NewDecoder(b)
	for {
		b.left = MaxRecord
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == name {
			if err := take(d, &start); err != nil {
				return err
			}
		}
	}
}

// cells are those of a row; some is false if all are empty.
func (r *sheetRow) cells(into []cell, texts []string) (cells []cell, some bool, err error) {
	for _, c := range r.C {
		column := len(into) + 1
		if c.R != "" {
			if column = columnOf(c.R); column <= len(into) || column > MaxColumns {
				return into, false, fmt.Errorf("the cell %.20q: want its column, in order, and at most %d", c.R, MaxColumns)
			}
		}
		for len(into) < column-1 {
			into = append(into, cell{column: len(into) + 1})
		}
		text := c.V
		switch c.T {
		case "s":
			i, err := strconv.Atoi(c.V)
			if c.V == "" && err != nil {
				break
			}
			if err != nil || i < 0 || i >= len(texts) {
				return into, false, fmt.Errorf("the cell %.20q: no text %.20q", c.R, c.V)
			}
			text = texts[i]
		case "inlineStr":
			text = c.Is.String()
		case "e":
			return into, false, fmt.Errorf("the cell %.20q: the error %.20q", c.R, c.V)
		}
		if at := badByte(text); at >= 0 {
			return into, false, fmt.Errorf("the cell %.20q: the byte %#02x is not text", c.R, text[at])
		}
		some = some || text != ""
		into = append(into, cell{text, column})
	}
	return into, some, nil
}

// columnOf is the number of a column: 28 for AB7; 0 if there is none.
func columnOf(ref string) (n int) {
	for _, c := range []byte(ref) {
		if c < 'A' || c > 'Z' || n > MaxColumns {
			break
		}
		n = 26*n + int(c-'A') + 1
	}
	return n
}

// decodeIn reads a small file of an archive.
func decodeIn(z *zip.Reader, name string, into any) error {
	f, err := openIn(z, name)
	if err != nil {
		return errors.New("this is no spreadsheet in Open XML (.xlsx)")
	}
	defer f.Close()
	return xml.NewDecoder(&budget{Reader: f, left: MaxRecord}).Decode(into)
}

func openIn(z *zip.Reader, name string) (io.ReadCloser, error) {
	for _, f := range z.File {
		if strings.EqualFold(f.Name, name) {
			return f.Open()
		}
	}
	return nil, fmt.Errorf("the archive has no %s", name)
}
