package ballot

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
)

// Limits of a slate.
const (
	MaxOptions = 1 << 16
	MaxName    = 2_048 // bytes of a name: an address of the web may be one
)

// An Option is the place of an option in its slate, from 0.
type Option int32

// A Slate is the ordered list of what can be voted for. It never changes.
type Slate struct {
	names []string
	place map[string]Option // only looked up, never walked
}

// NewSlate refuses empty, repeated and overlong names, and such as could not be told
// apart on paper (bad UTF-8, control characters, blanks at an end), all at once.
func NewSlate(names ...string) (*Slate, error) {
	if len(names) == 0 || len(names) > MaxOptions {
		return nil, fmt.Errorf("a slate of %d options: want 1 to %d", len(names), MaxOptions)
	}
	s := &Slate{names: slices.Clone(names), place: make(map[string]Option, len(names))}
	var faults []error
	for i, name := range names {
		err := CheckName(name)
		if first, twice := s.place[name]; twice && err == nil {
			err = fmt.Errorf("%q is option %d already", name, first)
		}
		if err != nil {
			faults = append(faults, &vicinia.Fault{Path: fmt.Sprintf("options[%d]", i), Err: err})
			continue
		}
		s.place[name] = Option(i)
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return s, nil
}

// CheckName returns what NewSlate would refuse in a name.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("the name is empty")
	case len(name) > MaxName:
		return fmt.Errorf("%.20q...: a name has at most %d bytes, this one %d", name, MaxName, len(name))
	case !utf8.ValidString(name):
		return fmt.Errorf("%q is not UTF-8", name)
	case strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("%q has a control character", name)
	case strings.TrimSpace(name) != name:
		return fmt.Errorf("%q begins or ends with a blank", name)
	}
	return nil
}

// Len is the number of options.
func (s *Slate) Len() int { return len(s.names) }

// Name returns the name of an option.
func (s *Slate) Name(o Option) string { return s.names[o] }

// Names joins the names of options for people: "Ana, Ben".
func (s *Slate) Names(os ...Option) string {
	names := make([]string, len(os))
	for i, o := range os {
		names[i] = s.names[o]
	}
	return strings.Join(names, ", ")
}

// Find returns the option of that name.
func (s *Slate) Find(name string) (Option, bool) {
	o, ok := s.place[name]
	return o, ok
}

// All walks the slate in order.
func (s *Slate) All() iter.Seq2[Option, string] {
	return func(yield func(Option, string) bool) {
		for i, name := range s.names {
			if !yield(Option(i), name) {
				return
			}
		}
	}
}

// Equal reports whether both have the same names in the same order.
func (s *Slate) Equal(t *Slate) bool { return s == t || slices.Equal(s.names, t.names) }
