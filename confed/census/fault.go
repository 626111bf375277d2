package census

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
)

// faults gathers what is wrong, in the order of the input.
type faults []error

func (f *faults) add(path string, breaks vicinia.Invariant, format string, args ...any) {
	*f = append(*f, fault(path, breaks, format, args...))
}

// err is nil, the only fault, or all of them joined.
func (f faults) err() error {
	if len(f) == 1 {
		return f[0]
	}
	return errors.Join(f...)
}

func fault(path string, breaks vicinia.Invariant, format string, args ...any) error {
	return &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)}
}
