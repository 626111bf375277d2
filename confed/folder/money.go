package folder

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// citing reads a table whose rows may cite a decision.
func (r *reading) citing(name string, read func(*row)) {
	t, ok := r.open(r.dir, name)
	if !ok {
		return
	}
	for c := range r.rows(t) {
		read(c)
	}
}

// once refuses the second row of a key.
type once map[string]bool

func (o once) first(c *row, column string, key ...string) bool {
	k := strings.Join(key, "\x00")
	if o[k] {
		c.faultf(column, "", "%s has a row already: the two have one key", strings.Join(key, ", "))
		return false
	}
	o[k] = true
	return true
}

func (r *reading) schedules() {
	seen := once{}
	r.citing("schedules.csv", func(c *row) {
		id := c.known("jurisdiction", "jurisdiction", r.isJurisdiction)
		j, _ := r.w.Jurisdiction(census.JurisdictionID(id))
		s := confed.Schedule{Jurisdiction: j.ID, Year: c.year(), External: word(c, "origin", origins)}
		if kind := c.text("kind"); !slices.Contains([]string{"flat", "brackets", "multiplier"}, kind) {
			c.faultf("kind", "", "%.40q is not flat, brackets or multiplier", kind)
		} else if id != "" {
			s.Tax = field(c, "parameters", c.text("parameters"), func(p string) (tax.Schedule, error) {
				return tax.ParseSchedule(kind, p, j.Currency)
			})
		}
		switch {
		case c.bad || !seen.first(c, "jurisdiction", id, c.text("year")):
		case s.External:
			at := citation{s, source{t: c.t, spot: c.spot}, "decision", c.text("decision")}
			r.external, r.direct = append(r.external, at), append(r.direct, at)
		default:
			r.cite(c, "decision", s)
		}
	})
}

// checkExternal holds a decision that an external schedule cites, though it needs none, to
// its matter.
func (r *reading) checkExternal() {
	for _, at := range r.external {
		d, ok := r.w.Decision(confed.DecisionID(at.id))
		need := confed.Matter{Kind: confed.TaxRate, For: string(at.act.(confed.Schedule).Jurisdiction)}
		switch {
		case at.id == "" || r.mayBe("decision", at.id) || ok && d.Matter == need:
		case !ok:
			r.reportCitation(at, noDecision(at.id))
		default:
			r.reportCitation(at, &vicinia.Fault{Breaks: "T-4", Err: fmt.Errorf("%s is about %s, and this needs %s", at.id, d.Matter, need)})
		}
	}
}

func (r *reading) policies() {
	seen := once{}
	r.citing("policies.csv", func(c *row) {
		p := confed.Policy{
			Jurisdiction: census.JurisdictionID(c.known("jurisdiction", "jurisdiction", r.isJurisdiction)),
			Year:         c.year(),
			Cap:          r.cap(c),
			Membership:   word(c, "membership", memberships),
		}
		word(c, "undeclared", undeclared)
		if !c.bad && seen.first(c, "jurisdiction", string(p.Jurisdiction), c.text("year")) {
			r.cite(c, "decision", p)
		}
	})
}

// cap reads a part of the tax (D-2), whatever becomes of the decision.
func (r *reading) cap(c *row) vicinia.Ratio {
	limit := c.ratio("cap")
	if limit.Cmp(vicinia.Frac(1, 1)) >= 0 {
		c.faultf("cap", "D-2", "a cap of %s is not a part: it must be under 100%%", limit)
	}
	return limit
}

func (r *reading) bases() {
	most := 0
	for j := range r.w.Jurisdictions() {
		most = max(most, j.Currency.Digits())
	}
	r.each("bases.csv", func(c *row) (confed.Act, string) {
		b := confed.Base{
			Person: census.PersonID(c.known("person", "person", r.isPerson)),
			Year:   c.year(),
			Amount: field(c, "base", c.text("base"), tax.ParseBase),
		}
		if b.Amount.Places() > most && !r.blind["jurisdictions.csv"] {
			c.faultf("base", "", "%s has more decimals than any currency here, which has %d at most", c.text("base"), most)
		}
		if c.bad {
			return nil, ""
		}
		return b, ""
	})
}
