package census

import (
	"fmt"
	"iter"
	"slices"
)

// A Correction puts a person on a roll, or takes one off, for a cause.
type Correction struct {
	Person PersonID
	On     bool
	Cause  string
}

// Correct applies claims to a roll that is not final, in their order, all or none. They
// are judged by the register that the roll was built from, as known now: every recording
// is seen. So a claim can bring in who truly lived there on the reference date and was
// registered late, and take off who by then had registered elsewhere; it can
// neither add somebody who did not live there, or is too young or barred,
// nor strike out one who did. To let claims see what the office entered after the
// roll was built, build it again from the later register: without claims it is the same.
func (l *Roll) Correct(cs ...Correction) (*Roll, error) {
	next := *l
	next.list = slices.Clone(l.list)
	next.claims = slices.Clip(l.claims)
	var bad faults
	for k, c := range cs {
		path := fmt.Sprintf("corrections[%d].", k)
		if l.Final {
			bad.add(path+"person", "A-4", "the roll is closed")
			continue
		}
		if c.Cause == "" {
			bad.add(path+"cause", "", "a correction needs a cause")
			continue
		}
		if err := next.apply(c, path+"person"); err != nil {
			bad = append(bad, err)
		}
	}
	if len(bad) > 0 {
		return nil, bad.err()
	}
	return &next, nil
}

// apply makes one correction; l is the caller's own.
func (l *Roll) apply(c Correction, path string) error {
	r := l.reg
	i, ok := r.Number(c.Person)
	if !ok {
		return fault(path, "", "unknown person %s", c.Person)
	}
	at, has := r.search(l.list, c.Person)
	if has == c.On {
		return fault(path, "", "%s is %s already", c.Person, onOff(c.On))
	}
	why := l.reason(i, r.horizon(ever))
	switch {
	case c.On && !why.On:
		return fault(path, why.Breaks, "%s: %v", c.Person, why)
	case !c.On && why.On:
		return fault(path, "R-6", "%s: %v", c.Person, why)
	}
	if c.On {
		l.list = slices.Insert(l.list, at, uint32(i))
	} else {
		l.list = slices.Delete(l.list, at, at+1)
	}
	l.claims = append(l.claims, c)
	return nil
}

func onOff(on bool) string {
	if on {
		return "on the roll"
	}
	return "off the roll"
}

// Corrections walks the corrections made, in their order.
func (l *Roll) Corrections() iter.Seq[Correction] { return slices.Values(l.claims) }
