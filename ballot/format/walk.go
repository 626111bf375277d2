package format

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A budget is a reader that ends where a value grows too large, and knows its lines.
type budget struct {
	io.Reader
	left, read int64
	ends       []int64 // of lines that are read and not yet told
	line       int     // 0 if nobody asks
	start      int64   // of that line
}

func (b *budget) Read(to []byte) (n int, err error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a value of more than %d bytes", MaxRecord)
	}
	n, err = b.Reader.Read(to[:min(int64(len(to)), b.left)])
	b.left -= int64(n)
	if b.line == 0 {
		return n, err
	}
	for i, c := range to[:n] {
		if c == '\n' {
			b.ends = append(b.ends, b.read+int64(i)+1)
		}
	}
	b.read += int64(n)
	return n, err
}

// place is the line and the column of an offset; offsets must not fall.
func (b *budget) place(offset int64) (line, column int) {
	told := 0
	for ; told < len(b.ends) && b.ends[told] <= offset; told++ {
		b.start = b.ends[told]
	}
	b.line += told
	b.ends = slices.Delete(b.ends, 0, told)
	return b.line, int(offset-b.start) + 1
}

// unmarked leaves out the byte-order mark.
func unmarked(r io.Reader) *bufio.Reader {
	b := bufio.NewReader(r)
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		b.Discard(3)
	}
	return b
}

// An item is what a value is decoded into, and who takes it, with the line and the column
// where it ends. A nil into is passed over.
type item func(key string) (into any, take func(at *lines, column int) error)

// object walks a file that is a JSON object, and in it the values of lists.
func (f *faults) object(s Shard, of item) {
	b := &budget{Reader: unmarked(s.Reader), left: MaxRecord, line: 1}
	d := json.NewDecoder(bufio.NewReader(b))
	fault := func(err error) {
		line, column := b.place(d.InputOffset())
		f.add(s.Name, line, column, err)
	}
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		fault(errors.Join(errors.New("want a report of cast-vote records, in braces"), err))
		return
	}
	for d.More() && !f.full() {
		key, err := d.Token()
		if err == nil {
			err = f.values(s, fmt.Sprint(key), d, b, of)
		}
		if err != nil {
			fault(err)
			return
		}
	}
	if f.full() {
		return
	}
	b.left = MaxRecord
	if _, err := d.Token(); err != nil {
		fault(err)
		return
	}
	if _, err := d.Token(); err != io.EOF { // which closes files that close there
		fault(errors.Join(errors.New("text behind the report"), err))
	}
}

// values reads one of the object's values.
func (f *faults) values(s Shard, key string, d *json.Decoder, b *budget, of item) error {
	b.left = MaxRecord
	if into, _ := of(key); into == nil {
		return d.Decode(new(json.RawMessage))
	}
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(fmt.Errorf("%v: want a list", key), err)
	}
	for d.More() && !f.full() {
		b.left = MaxRecord
		into, take := of(key)
		err := d.Decode(into)
		line, column := b.place(d.InputOffset()) // where the value ends
		f.last.line = line
		wrong := new(json.UnmarshalTypeError)
		switch {
		case errors.As(err, &wrong):
			f.add(s.Name, line, column, fmt.Errorf("%s is a %s", wrong.Field, wrong.Value))
			continue
		case err != nil:
			return err
		}
		if err := take(&lines{faults: f, file: s.Name, line: line}, column); err != nil {
			f.add(s.Name, line, column, err)
		}
	}
	_, err := d.Token()
	return err
}

// elements walks the children of the root of an XML file, which has one of these names. Entities
// that a file declares are not known, so that none grows.
func (f *faults) elements(s Shard, root string, of item) {
	b := &budget{Reader: unmarked(s.Reader), left: MaxRecord}
	d := xml.NewDecoder(bufio.NewReader(b))
	fault := func(err error) {
		line, column := d.InputPos()
		f.add(s.Name, line, column, err)
	}
	inside := false
	for !f.full() {
		b.left = MaxRecord
		t, err := d.Token()
		if err == io.EOF && !inside {
			err = fmt.Errorf("want the element %s", root)
		}
		if err != nil {
			if err != io.EOF {
				fault(err)
			}
			return
		}
		start, ok := t.(xml.StartElement)
		switch {
		case !ok:
			continue
		case !inside && start.Name.Local != root:
			fault(fmt.Errorf("the element %.40q: want %s", start.Name.Local, root))
			return
		case !inside:
			inside = true
			continue
		}
		if err := f.element(s, d, start, of); err != nil {
			fault(err)
			return
		}
	}
}

// element reads a child of the root.
func (f *faults) element(s Shard, d *xml.Decoder, start xml.StartElement, of item) error {
	into, take := of(start.Name.Local)
	if into == nil {
		return d.Skip()
	}
	if err := d.DecodeElement(into, &start); err != nil {
		return err
	}
	line, column := d.InputPos()
	f.last.line = line
	if err := take(&lines{faults: f, file: s.Name, line: line}, column); err != nil {
		f.add(s.Name, line, column, err)
	}
	return nil
}
