package folder

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
)

// A citation is an act that a decision does, and its row.
type citation struct {
	act    confed.Act
	source source
	column string // that cites
	id     string // of the decision
}

// cite keeps an act for the decision that its row cites.
func (r *reading) cite(c *row, column string, act confed.Act) {
	at := citation{act, source{t: c.t, spot: c.spot}, column, c.text(column)}
	if at.id == "" {
		r.direct = append(r.direct, at)
		return
	}
	r.cites[confed.DecisionID(at.id)] = append(r.cites[confed.DecisionID(at.id)], at)
}

// does returns what a motion does: the acts that cite it and are of its matter. The others
// are faults, as they would be if the motion proposed them.
func (r *reading) does(m confed.Motion) []confed.Act {
	var acts []confed.Act
	var fit []citation
	for _, at := range r.cites[m.ID] {
		if err := m.Proposes(r.w, at.act); err != nil {
			r.reportCitation(at, err)
			continue
		}
		acts, fit = append(acts, at.act), append(fit, at)
	}
	r.cites[m.ID] = fit
	return acts
}

// reportCitation places a fault of a cited act at its row; one without a field stands at
// the column that cites.
func (r *reading) reportCitation(at citation, err error) {
	for f := range vicinia.Faults(err) {
		column := f.Path[strings.LastIndexByte(f.Path, '.')+1:]
		follows := r.follows(at.act, column, f.Breaks)
		if !slices.Contains(at.source.t.Columns, column) || column == "decision" {
			column = at.column
		}
		line, col := at.source.t.column(at.source.spot, column)
		r.fault(at.source.t, line, col, f.Breaks, f.Err)
		if follows {
			last := len(r.faults) - 1
			r.faults, r.later = r.faults[:last], append(r.later, r.faults[last])
		}
	}
}

// follows reports whether a fault of a term only tells that of another act: a notice has no
// term if its row's accession is at fault, and a term meets one before it whose notice is.
func (r *reading) follows(a confed.Act, column string, breaks vicinia.Invariant) bool {
	switch a := a.(type) {
	case confed.Notice:
		return column == "from" && breaks == "K-2"
	case confed.Accession:
		meets := 0
		for _, t := range r.terms[[2]string{string(a.Compact), string(a.Party)}] {
			if _, both := t.Meet(vicinia.Interval{From: a.From}); both {
				meets++
			}
		}
		return column == "from" && breaks == "" && meets < 2 // itself is one
	}
	return false
}

// breaksWithout is the invariant that is broken by an act that no decision carried.
func breaksWithout(a confed.Act) vicinia.Invariant {
	switch a.(type) {
	case confed.Accession:
		return "K-1"
	case confed.Notice:
		return "K-2"
	case confed.Finding:
		return "C-3"
	case confed.Pooling:
		return "C-12"
	}
	return "T-4"
}

// certify does what was decided: first what happened before the first call, then all
// certificates together.
func (r *reading) certify() {
	slices.SortStableFunc(r.direct, func(a, b citation) int { return confed.ByEffect(a.act, b.act) })
	for _, at := range r.direct {
		w, err := r.w.Apply(at.act)
		if err != nil {
			r.reportCitation(at, err)
			continue
		}
		r.w = w
	}
	r.uncited()
	r.checkExternal()
	var all confed.Certification
	for d := range r.w.Decisions() {
		r.countNone(d)
		cert, err := r.w.Certify(d.ID)
		if err != nil {
			continue // its roll or its count is at fault
		}
		all.Certificates = append(all.Certificates, cert)
	}
	w, err := r.w.Apply(all)
	if err == nil {
		r.w = w
	}
	for f := range vicinia.Faults(err) {
		r.reportDeed(all, f)
	}
	r.notCarried()
}

// uncited reports rows that cite a decision that nobody took.
func (r *reading) uncited() {
	for _, id := range sortedKeys(r.cites) {
		if r.isDecision(string(id)) || r.mayBe("decision", string(id)) {
			continue
		}
		for _, at := range r.cites[id] {
			r.reportCitation(at, noDecision(string(id)))
		}
	}
}

func noDecision(id string) error {
	return &vicinia.Fault{Err: fmt.Errorf("there is no decision %.80q", id)}
}

// reportDeed places a fault of certificates[i].does[j] at the row of the act.
func (r *reading) reportDeed(all confed.Certification, f *vicinia.Fault) {
	var i, j int
	if n, _ := fmt.Sscanf(f.Path, "certificates[%d].does[%d]", &i, &j); n < 2 {
		r.fault(&table{File: files[0]}, 1, 1, f.Breaks, f.Err)
		return
	}
	r.reportCitation(r.cites[all.Certificates[i].Decision][j], f)
}

// notCarried reports rows that cite a decision that was not carried.
func (r *reading) notCarried() {
	for _, id := range sortedKeys(r.cites) {
		result, err := r.w.Result(id)
		if err != nil || result.Verdict == referendum.Carried || r.undecided(id) {
			continue
		}
		for _, at := range r.cites[id] {
			r.reportCitation(at, &vicinia.Fault{
				Breaks: breaksWithout(at.act), Err: errors.New(string(id) + " was not carried"),
			})
		}
	}
}

// countNone counts a decision without rows in ballots.csv: nobody cast one.
func (r *reading) countNone(d confed.Decision) {
	if w, err := r.w.Apply(confed.Count{Decision: d.ID}); err == nil {
		r.w = w
	}
}
