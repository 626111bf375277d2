package confed

import (
	"errors"
	"fmt"
	"iter"
	"reflect"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/internal/persist"
)

// Apply does all the acts, in order, or none: the error then names every refused one, with
// the path acts[i] before its fields if there are several. A preview is an Apply whose
// world is dropped.
func (w *World) Apply(acts ...Act) (*World, error) {
	ed := w.edit()
	var refused []error
	for i, a := range acts {
		err := ed.do(a)
		if len(acts) > 1 {
			err = within(fmt.Sprintf("acts[%d]", i), err)
		}
		refused = append(refused, err)
	}
	if err := errors.Join(refused...); err != nil {
		return nil, err
	}
	return ed.world(), nil
}

// Admit does every act that the rules allow and returns the refused ones: the bulk entry
// of an office, where a refusal is a result. A refused act changes nothing.
func (w *World) Admit(acts iter.Seq[Act]) (*World, []Refusal) {
	ed := w.edit()
	var refused []Refusal
	n := 0
	for a := range acts {
		if err := ed.do(a); err != nil {
			refused = append(refused, Refusal{N: n, Act: a, Err: err})
		}
		n++
	}
	return ed.world(), refused
}

// A Refusal is an act that was not done. Err holds a vicinia.Fault for each reason.
type Refusal struct {
	N   int // place of the act in its sequence, from 0
	Act Act
	Err error
}

// An editor makes the next world. Every act is checked whole before its first write: what
// the editor owns is changed in place, and Admit has no undo inside a batch.
type editor struct {
	w    World
	e    *persist.Edit
	reg  *census.Editor // nil while the register is not being changed
	by   DecisionID     // the decision that is being done
	vote vicinia.Date   // its day
	own  bool           // of w.years
}

func (w *World) edit() *editor { return &editor{w: *w, e: new(persist.Edit)} }

// do does one act. Acts are values: a pointer to one could be changed after it was done.
func (ed *editor) do(a Act) error {
	if a == nil {
		return refuse("", "", "there is no act")
	}
	if reflect.TypeOf(a).Kind() == reflect.Pointer {
		return refuse("", "", "an act is given as a value, not as a %T", a)
	}
	return a.do(ed)
}

// world ends the edit.
func (ed *editor) world() *World {
	ed.people()
	next := ed.w
	return &next
}

// fork returns an editor whose changes can be dropped.
func (ed *editor) fork() *editor {
	ed.people()
	f := *ed
	f.e, f.own = new(persist.Edit), false
	return &f
}

// people returns the register to read; census returns it to write.
func (ed *editor) people() *census.Register {
	if ed.reg != nil {
		ed.w.register, ed.reg = ed.reg.Register(), nil
	}
	return ed.w.Register()
}

func (ed *editor) census() *census.Editor {
	if ed.reg == nil {
		ed.reg = ed.w.Register().Edit()
	}
	return ed.reg
}

// refuse is a refusal: the field, the invariant that it breaks, and why.
func refuse(path string, breaks vicinia.Invariant, format string, args ...any) error {
	return &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)}
}

// within puts a path before the paths of the faults in err.
func within(path string, err error) error {
	if err == nil {
		return nil
	}
	var faults []error
	for f := range vicinia.Faults(err) {
		g := *f
		g.Path = path
		if f.Path != "" {
			g.Path += "." + f.Path
		}
		faults = append(faults, &g)
	}
	return errors.Join(faults...)
}

// unknown refuses an id that nothing on record has.
func unknown(path, what, id string) error {
	return refuse(path, "", "there is no %s %q", what, id)
}
