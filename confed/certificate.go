package confed

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
)

// A Certification certifies decisions together. What they do is done in the order of the
// days on which it takes effect, so that no order of the certificates makes a notice come
// before the accession that it ends. All of it is done, or nothing.
type Certification struct{ Certificates []Certificate }

func (c Certificate) do(ed *editor) error {
	err := Certification{[]Certificate{c}}.do(ed)
	var bare []error
	for f := range vicinia.Faults(err) {
		g := *f
		g.Path = trimFirst(f.Path)
		bare = append(bare, &g)
	}
	return errors.Join(bare...)
}

// trimFirst takes certificates[0]. off a path.
func trimFirst(path string) string {
	const first = "certificates[0]"
	if len(path) <= len(first) {
		return ""
	}
	return path[len(first)+1:]
}

// A deed is one act of a carried motion.
type deed struct {
	path string
	by   DecisionID
	vote vicinia.Date
	act  Act
}

func (c Certification) do(ed *editor) error {
	var deeds []deed
	var faults []error
	f := ed.fork()
	for i, cert := range c.Certificates {
		path := fmt.Sprintf("certificates[%d]", i)
		carried, err := cert.check(&f.w)
		if err != nil {
			faults = append(faults, within(path, err))
			continue
		}
		m, _ := f.w.motions.Find(string(cert.Decision))
		next := **m
		next.certified, next.carried = true, carried
		f.w.motions.Put(f.e, string(cert.Decision), &next)
		if carried {
			deeds = append(deeds, f.w.deeds(path, &next)...)
		}
	}
	slices.SortStableFunc(deeds, func(a, b deed) int { return ByEffect(a.act, b.act) })
	for _, d := range deeds {
		f.by, f.vote = d.by, d.vote
		faults = append(faults, within(d.path, d.act.do(f)))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	f.by, f.vote = "", 0
	*ed = *f
	return nil
}

func (w *World) deeds(path string, m *motion) []deed {
	c, _ := w.Call(m.Call)
	all := make([]deed, len(m.Does))
	for i, a := range m.Does {
		all[i] = deed{fmt.Sprintf("%s.does[%d]", path, i), m.ID, c.Vote, a}
	}
	return all
}

// ByEffect orders acts by the day on which they take effect: an accession on its first day,
// a notice when it is given, after what begins on that day; other acts before these.
func ByEffect(a, b Act) int {
	dayA, leavesA := effect(a)
	dayB, leavesB := effect(b)
	return cmp.Or(cmp.Compare(dayA, dayB), cmp.Compare(leavesA, leavesB))
}

func effect(a Act) (day vicinia.Date, leaves int) {
	switch a := a.(type) {
	case Accession:
		return a.From, 0
	case Notice:
		return max(a.On, a.From), 1
	}
	return 0, 0
}

// check compares a certificate with the record.
func (c Certificate) check(w *World) (carried bool, err error) {
	d, ok := w.Decision(c.Decision)
	if !ok {
		return false, unknown("decision", "decision", string(c.Decision))
	}
	if m, _ := w.motions.Find(string(c.Decision)); (*m).count == nil {
		return false, refuse("decision", "A-4", "%s is not counted yet; if nobody cast a ballot, count none", c.Decision)
	}
	if d.Certified {
		return false, refuse("decision", "R-8", "%s is certified already", c.Decision)
	}
	result, err := w.Result(c.Decision)
	if err != nil {
		return false, err
	}
	call, _ := w.calls.Find(string(d.Call))
	switch {
	case c.Electors != d.Eligible || c.Roll != (*call).digest:
		return false, refuse("roll", "R-3", "this is not the roll of %s, which has %d electors: the roll that decides is the one that is built", d.Call, d.Eligible)
	case c.Minutes.Digest != ballot.MinutesOf(result).Digest:
		return false, refuse("minutes", "A-5", "these are not the minutes that the counted ballots of %s give", c.Decision)
	}
	return result.Verdict == referendum.Carried, nil
}
