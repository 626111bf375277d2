package folder

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
)

// Read returns the world and the filings that it refused, or every fault of every file. A
// refused filing is a result; anything else that cannot be done is a fault.
func Read(dir fs.FS) (*confed.World, []confed.Refusal, error) {
	r := &reading{
		dir: dir, w: new(confed.World), doubts: newDoubts(), cites: map[confed.DecisionID][]citation{},
	}
	// In the order in which acts build on one another, which is not that of the files.
	for _, stage := range []func(*reading){
		(*reading).jurisdictions, (*reading).persons, (*reading).residencies,
		(*reading).communities, (*reading).recognitions, (*reading).memberships,
		(*reading).compacts, (*reading).calls,
		(*reading).services, (*reading).openings, (*reading).candidacies,
		(*reading).schedules, (*reading).policies, (*reading).parties, (*reading).findings,
		(*reading).phyles, (*reading).poolings,
		(*reading).decisions, (*reading).checkins, (*reading).ballots, (*reading).certify,
		(*reading).budgets, (*reading).bases, (*reading).designations,
	} {
		stage(r)
	}
	if len(r.faults) == 0 {
		r.faults = r.later
	}
	if err := r.err(); err != nil {
		return nil, nil, err
	}
	return r.w, r.refused, nil
}

// A reading is a folder on its way to a world.
type reading struct {
	dir    fs.FS
	w      *confed.World
	faults []placed
	later  []placed // that follow from others: told if there are none
	doubts

	cites    map[confed.DecisionID][]citation // by decision: what it does
	direct   []citation                       // what needs none
	external []citation                       // of it, the external schedules
	refused  []confed.Refusal
}

// A placed fault is sorted by the order of its file.
type placed struct {
	order int
	*vicinia.Fault
}

func (r *reading) fault(t *table, line, column int, breaks vicinia.Invariant, err error) {
	r.faults = append(r.faults, placed{t.order, &vicinia.Fault{
		File: t.Name, Line: line, Column: column, Breaks: breaks, Err: err,
	}})
}

func (r *reading) err() error {
	slices.SortStableFunc(r.faults, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	// A field that is read twice is at fault once.
	r.faults = slices.CompactFunc(r.faults, func(a, b placed) bool { return a.Error() == b.Error() })
	var all []error
	for i, f := range r.faults {
		if i == MaxFaults {
			f.Err = fmt.Errorf("%d faults and more: the rest is not listed", MaxFaults)
			f.Breaks = ""
		}
		all = append(all, f.Fault)
		if i == MaxFaults {
			break
		}
	}
	return errors.Join(all...)
}

// A source is the row behind an act.
type source struct {
	t    *table
	spot spot
	id   string // that the act would make known; "" if none
}

// admit does the acts of one table and reports what is refused at its row.
func (r *reading) admit(acts iter.Seq2[confed.Act, source]) {
	var sources []source
	w, refused := r.w.Admit(func(yield func(confed.Act) bool) {
		for a, s := range acts {
			sources = append(sources, s)
			if !yield(a) {
				return
			}
		}
	})
	r.w = w
	for _, f := range refused {
		s := sources[f.N]
		if s.id != "" {
			r.broken[s.id] = true
		}
		r.lack(f.Act)
		r.report(s, f.Err)
	}
}

// report places the faults of a refused act at the fields of its row.
func (r *reading) report(s source, err error) {
	for f := range vicinia.Faults(err) {
		line, column := s.t.column(s.spot, s.t.field(f.Path))
		r.fault(s.t, line, column, f.Breaks, f.Err)
	}
}

// aliases are the fields that acts and tables spell differently.
var aliases = map[string]string{
	"born": "birth_date", "died": "death_date",
	"call": "call_date", "vote": "vote_date", "reference": "rule", "place": "body",
	"to": "municipality",
}

// field returns the column of a path; the first where there is none of that name.
func (t *table) field(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		path = path[i+1:]
	}
	if slices.Contains(t.Columns, path) {
		return path
	}
	if alias := aliases[path]; slices.Contains(t.Columns, alias) {
		return alias
	}
	return t.Columns[0]
}

// each reads a table row by row into acts. A row whose act is nil gives none.
func (r *reading) each(name string, act func(*row) (confed.Act, string)) {
	t, ok := r.open(r.dir, name)
	if !ok {
		return
	}
	r.admit(func(yield func(confed.Act, source) bool) {
		for c := range r.rows(t) {
			a, id := act(c)
			if a == nil {
				if id != "" {
					r.broken[id] = true
				}
				continue
			}
			if !yield(a, source{t, c.spot, id}) {
				return
			}
		}
	})
}

// known reads the id of something that must be on record; "" if it is not, or is at fault
// itself.
func (c *row) known(column, what string, is func(id string) bool) string {
	id := c.text(column)
	switch {
	case is(id):
		return id
	case c.r.mayBe(what, id):
		c.bad = true
	default:
		c.faultf(column, "", "there is no %s %.80q", what, id)
	}
	return ""
}

// optional is known for a field that may be empty.
func (c *row) optional(column, what string, is func(id string) bool) string {
	if c.text(column) == "" {
		return ""
	}
	return c.known(column, what, is)
}
