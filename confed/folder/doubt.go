package folder

import (
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

// Doubts are what a fault leaves open: what follows from it is not reported again.
type doubts struct {
	broken  map[string]bool // ids whose rows gave nothing
	blind   map[string]bool // tables that gave no rows at all
	doubted map[string]bool // who may be missing on a roll
	rolls   bool            // anybody may be
	strange bool            // anybody may be whose home is not known: a row is about nobody known
	counts  map[string]bool // decisions of which a count is missing, or too small
	checked map[string]int  // by decision: rows of check-ins, those at fault too

	terms map[[2]string][]vicinia.Interval // by compact and party, as the rows state them
}

func newDoubts() doubts {
	return doubts{
		broken: map[string]bool{}, blind: map[string]bool{}, doubted: map[string]bool{},
		counts: map[string]bool{}, checked: map[string]int{},
		terms: map[[2]string][]vicinia.Interval{},
	}
}

// tablesOf names the tables that make known what a word stands for.
var tablesOf = []struct{ word, table string }{
	{"person", "persons.csv"}, {"region", "jurisdictions.csv"}, {"municipality", "jurisdictions.csv"},
	{"jurisdiction", "jurisdictions.csv"}, {"community", "communities.csv"}, {"compact", "compacts.csv"},
	{"call", "calls.csv"}, {"decision", "decisions.csv"}, {"service", "services.csv"},
	{"anything", "persons.csv"}, {"anything", "jurisdictions.csv"}, {"anything", "compacts.csv"},
	{"anything", "calls.csv"}, {"anything", "decisions.csv"}, {"anything", "services.csv"},
}

// mayBe reports whether an id that is unknown may stand in what could not be read.
func (d *doubts) mayBe(what, id string) bool {
	return d.broken[id] || slices.ContainsFunc(tablesOf, func(t struct{ word, table string }) bool {
		return d.blind[t.table] && strings.Contains(what, t.word)
	})
}

// unread notes that a table gave no rows.
func (d *doubts) unread(name string) {
	d.blind[name] = true
	d.rolls = d.rolls || name == "residencies.csv" || name == "memberships.csv"
}

// lose notes a row that could not be read as text: each of its words may be an id.
func (d *doubts) lose(t *table, row []byte) {
	words := strings.FieldsFunc(string(row[:min(len(row), MaxLine)]), func(c rune) bool { return strings.ContainsRune(",\"\r\n", c) })
	for _, w := range words {
		switch {
		case len(w) > MaxField:
		case t.Columns[0] == "id":
			d.broken[w] = true
			if t.Name == "persons.csv" {
				d.doubted[w] = true
			}
		case t.Name == "residencies.csv", t.Name == "memberships.csv":
			d.doubted[w] = true
		case t.Name == "checkins.csv":
			d.checked[w]++
		case t.Name == "ballots.csv":
			d.counts[w] = true
		}
	}
}

// lack notes a stay or a membership that was refused.
func (d *doubts) lack(a confed.Act) {
	switch a := a.(type) {
	case confed.Residency:
		d.doubted[string(a.Person)] = true
	case confed.Membership:
		d.doubted[string(a.Person)] = true
	}
}

// absent reports whether a person who is not on the roll of a call may belong there. Who is
// known to live elsewhere on the reference date does not: nobody lives in two places.
func (r *reading) absent(id confed.CallID, person census.PersonID) bool {
	if r.rolls || r.doubted[string(person)] {
		return true
	}
	c, ok := r.w.Call(id)
	reference, err := c.Rule.Reference.Date(c.On, c.Vote)
	if !r.strange || !ok || err != nil || c.Body.Kind != confed.Residents {
		return r.strange
	}
	home, lives := r.w.Register().Home(person, reference)
	return !lives || home.Recorded > reference
}

// anybody reports whether somebody may be missing on a roll.
func (d *doubts) anybody() bool { return d.rolls || d.strange }

// overfull reports whether a count that was refused is at fault itself, and not for the
// want of a check-in or an elector that is at fault.
func (r *reading) overfull(n confed.Count, err error) bool {
	d, _ := r.w.Decision(n.Decision)
	d.Yes, d.No, d.Blank, d.Spoilt = n.Yes, n.No, n.Blank, n.Spoilt
	rows := r.checked[string(n.Decision)]
	for f := range vicinia.Faults(err) {
		if f.Breaks != "R-8" {
			return true
		}
	}
	switch cast := d.Cast(); {
	case rows > 0 && cast > int64(rows):
		return true
	case d.CheckedIn > 0 && cast > d.CheckedIn:
		return false
	default:
		return !r.anybody() && cast > d.Eligible+int64(len(r.doubted))
	}
}

// undecided reports whether a decision that was not carried might have been.
func (r *reading) undecided(id confed.DecisionID) bool {
	d, _ := r.w.Decision(id)
	ofRoll := d.Threshold.Of == referendum.Eligible || d.Quorum.Sign() > 0
	return r.counts[string(id)] || r.blind["ballots.csv"] || ofRoll && (r.anybody() || len(r.doubted) > 0)
}
