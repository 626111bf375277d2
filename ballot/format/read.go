package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// A Form is how a file is written.
type Form uint8

// The forms. Auto, the zero Form, looks at the begin of the first file: BLT begins with two
// numbers, PrefLib with #, a Debian tally sheet has lines of V:, anything else is CSV.
const (
	Auto Form = iota
	CSV
	PrefLib
	Debian
	BLT
)

var forms = [...]string{"auto", "csv", "preflib", "debian", "blt"}

// String is the word of a form: "preflib".
func (f Form) String() string {
	if int(f) < len(forms) {
		return forms[f]
	}
	return fmt.Sprintf("form %d", uint8(f))
}

// UnmarshalText reads what String writes.
func (f *Form) UnmarshalText(text []byte) error {
	for i, word := range forms {
		if string(text) == word {
			*f = Form(i)
			return nil
		}
	}
	return fmt.Errorf("no format %.40q", text)
}

// MarshalText writes what UnmarshalText reads.
func (f Form) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Read reads the shards of one vote in a form: see ReadCSV, ReadPrefLib,
// ReadDebian and ReadBLT.
func Read(f Form, options []string, shards ...Shard) (*Votes, error) {
	if f == Auto && len(shards) > 0 {
		shards = slices.Clone(shards)
		f = sniff(&shards[0])
	}
	switch f {
	case PrefLib:
		return ReadPrefLib(options, shards...)
	case Debian:
		return ReadDebian(options, shards...)
	case BLT:
		return ReadBLT(options, shards...)
	case Auto, CSV:
		return ReadCSV(options, shards...)
	}
	return nil, fmt.Errorf("no such %s", f)
}

// sniffed is how many bytes tell a form.
const sniffed = 4096

// headOfBLT are two numbers, maybe after comments.
var headOfBLT = regexp.MustCompile(`^(\x{feff}?\s|#[^\n]*\n|/\*[^*]*\*/)*\d+\s+\d+\s`)

// sniff looks at the begin of a shard and puts it back.
func sniff(s *Shard) Form {
	begin := make([]byte, sniffed)
	n, err := io.ReadFull(s.Reader, begin)
	begin = begin[:n]
	if err != nil { // the reader is not asked again
		s.Reader = failing{err}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			s.Reader = failing{io.EOF}
		}
	}
	s.Reader = io.MultiReader(bytes.NewReader(begin), s.Reader)
	switch {
	case headOfBLT.Match(begin):
		return BLT
	case bytes.HasPrefix(bytes.TrimPrefix(begin, []byte("\ufeff")), []byte("#")):
		return PrefLib
	case bytes.HasPrefix(begin, []byte(voteLine)) || bytes.Contains(begin, []byte("\n"+voteLine)):
		return Debian
	}
	return CSV
}

// failing is a reader at its end.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// each walks the lines of shards that are text. A line is good until the next.
func each(all *faults, shards []Shard, line func(at place, text string), end func(at place)) {
	buffer := bufio.NewReaderSize(nil, MaxLine)
	for _, s := range shards {
		l := newLines(s, buffer, all)
		for !l.full() {
			text, err := l.text()
			if err == io.EOF {
				break
			}
			if err != nil {
				l.add(l.file, l.line, 1, err)
				if !errors.Is(err, errLong) {
					break
				}
				continue
			}
			if at := badByte(string(text)); at >= 0 {
				l.add(l.file, l.line, at+1, fmt.Errorf("the byte %#02x is not text in UTF-8", text[at]))
				continue
			}
			line(place{l}, string(text))
		}
		end(place{l})
	}
}
