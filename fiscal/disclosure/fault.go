package disclosure

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
)

// A faultList gathers what is wrong, in input order.
type faultList []error

// add says what is wrong at a path; kind may be an invariant's error, or nil.
func (l *faultList) add(path string, kind error, format string, args ...any) {
	f := &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)}
	if breaks, ok := kind.(vicinia.Invariant); ok {
		f.Breaks = breaks
	}
	*l = append(*l, f)
}

// names wants each name once, and none empty.
func (l *faultList) names(field string, names []string) {
	seen := make(map[string]int, len(names))
	for i, name := range names {
		if first, twice := seen[name]; twice {
			l.add(at(field, i), nil, "%q stands at %d too", name, first)
			continue
		}
		seen[name] = i
		if name == "" {
			l.add(at(field, i), nil, "a name is wanted")
		}
	}
}

// length wants a list to be as long as one of the lengths.
func (l *faultList) length(field string, have int, want ...int) {
	for _, n := range want {
		if have == n {
			return
		}
	}
	l.add(field, nil, "%d cells, want %d", have, want[0])
}

func (l faultList) join() error { return errors.Join(l...) }
