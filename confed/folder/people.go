package folder

import (
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
)

// A jurisdiction as its row states it, before the region above it is known.
type founding struct {
	confed.Jurisdiction
	row *row
	up  *founding // Within; nil if none
}

func (r *reading) jurisdictions() {
	t, ok := r.open(r.dir, "jurisdictions.csv")
	if !ok {
		return
	}
	var all []*founding
	byID := map[string]*founding{}
	for c := range r.rows(t) {
		f := r.founding(c)
		all = append(all, f)
		if byID[string(f.ID)] == nil {
			byID[string(f.ID)] = f
		}
	}
	for _, f := range all {
		if f.Within == "" {
			continue
		}
		if f.up = byID[string(f.Within)]; f.up == nil {
			if !r.mayBe("region", string(f.Within)) {
				f.row.faultf("within", "", "there is no region %.80q", f.Within)
			}
			f.Within = ""
		}
	}
	r.admit(func(yield func(confed.Act, source) bool) {
		for _, f := range r.fromAbove(all) {
			if !yield(f.Jurisdiction, source{t, f.row.spot, string(f.ID)}) {
				return
			}
		}
	})
}

// fromAbove sorts regions before what lies within them, and breaks cycles.
func (r *reading) fromAbove(all []*founding) []*founding {
	sorted := make([]*founding, 0, len(all))
	done := map[*founding]bool{}
	var put func(f *founding)
	put = func(f *founding) {
		if done[f] {
			return
		}
		done[f] = true
		if f.up != nil {
			put(f.up)
		}
		sorted = append(sorted, f)
	}
	for _, f := range all {
		if f.cyclic() {
			f.row.faultf("within", "", "%s lies within itself, by way of %s", f.ID, f.Within)
			f.Within, f.Kind = "", confed.Region
		}
	}
	for _, f := range all {
		if f.Within == "" {
			f.up = nil
		}
		put(f)
	}
	return sorted
}

// cyclic reports whether the way up from f comes back to it.
func (f *founding) cyclic() bool {
	slow, fast := f.up, f.up
	for fast != nil && fast.up != nil {
		if slow, fast = slow.up, fast.up.up; slow == fast {
			break
		}
	}
	if fast == nil || fast.up == nil {
		return false
	}
	for at := fast; ; at = at.up { // once round the cycle that is met
		if at == f {
			return true
		}
		if at.up == fast {
			return false
		}
	}
}

// founding reads a jurisdiction. What is malformed is replaced by what permits most, so
// that other rows are still read.
func (r *reading) founding(c *row) *founding {
	j := confed.Jurisdiction{
		ID:       census.JurisdictionID(c.id()),
		Name:     c.text("name"),
		Kind:     word(c, "kind", kinds),
		Within:   census.JurisdictionID(c.text("within")),
		State:    c.text("state"),
		Currency: field(c, "currency", c.text("currency"), fiscal.ParseCurrency),
		Powers:   c.powers(),
	}
	if j.Kind == 0 {
		j.Kind = confed.Municipality
	}
	if j.Currency == (fiscal.Currency{}) {
		j.Currency = fiscal.EUR
	}
	j.VotingAge = c.votingAge(j.Kind)
	if j.ID == confed.RegisterID {
		c.faultf("id", "", "the id %q is the word for the shared register", j.ID)
	}
	kept := *c
	return &founding{Jurisdiction: j, row: &kept}
}

// votingAge reads an age from 1; a region has none of its own and may say 0 or nothing.
func (c *row) votingAge(kind confed.JurisdictionKind) int {
	if kind == confed.Region {
		if c.text("voting_age") == "" {
			return 0
		}
		return int(c.number("voting_age", 0, confed.MaxVotingAge))
	}
	return max(1, int(c.number("voting_age", 1, confed.MaxVotingAge)))
}

func (c *row) powers() confed.Powers {
	switch text := c.text("powers"); text {
	case "":
		return 0
	case "none":
		return confed.NoPowers
	default:
		var all confed.Powers
		for w := range strings.SplitSeq(text, "|") {
			p, ok := powers[w]
			if !ok || all.Has(p) {
				c.faultf("powers", "", "%.40q is not %s, each once, joined by a bar, or none", text, list(powers))
				return confed.Sovereign | confed.Designate
			}
			all |= p
		}
		return all
	}
}

// birthUnknown stands for a malformed birth: old enough for every roll.
var birthUnknown = vicinia.MustDate("1900-01-01")

func (r *reading) persons() {
	r.each("persons.csv", func(c *row) (confed.Act, string) {
		p := confed.Person{ID: census.PersonID(c.id()), Born: c.date("birth_date"), Died: c.open("death_date")}
		if c.bad {
			r.doubted[string(p.ID)] = true
			p.Born, p.Died = birthUnknown, 0
		}
		if p.ID == "" {
			return nil, ""
		}
		return p, string(p.ID)
	})
}

func (r *reading) isPerson(id string) bool {
	_, ok := r.w.Register().Number(census.PersonID(id))
	return ok
}

func (r *reading) isJurisdiction(id string) bool {
	_, ok := r.w.Register().PlaceNumber(census.JurisdictionID(id))
	return ok
}

// doubt notes that a row about a person was lost; where the person is not known, it may be
// about anybody, but for those known to live elsewhere.
func (r *reading) doubt(person string) {
	r.doubted[person] = true
	r.strange = r.strange || !r.isPerson(person) && !r.mayBe("person", person)
}

func (r *reading) residencies() {
	r.each("residencies.csv", func(c *row) (confed.Act, string) {
		s := confed.Residency{
			Person:       census.PersonID(c.known("person", "person", r.isPerson)),
			Municipality: census.JurisdictionID(c.known("municipality", "municipality", r.isJurisdiction)),
			From:         c.date("from"),
			To:           c.open("to"),
			Recorded:     c.date("recorded_at"),
		}
		if c.bad {
			r.doubt(c.text("person"))
			return nil, ""
		}
		return s, ""
	})
}
