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
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
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
		case at.id == "" || r.broken[at.id] || ok && d.Matter == need:
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
		if b.Amount.Places() > most {
			c.faultf("base", "", "%s has more decimals than any currency here, which has %d at most", c.text("base"), most)
		}
		if c.bad {
			return nil, ""
		}
		return b, ""
	})
}

// A request is a row of designations.csv.
type request struct {
	person, jurisdiction, community string
	year                            int
	on                              vicinia.Date
	share                           vicinia.Ratio
	spot                            spot
}

func (a request) filing(b request) int {
	return cmp.Or(strings.Compare(a.person, b.person), strings.Compare(a.jurisdiction, b.jurisdiction),
		cmp.Compare(a.year, b.year), cmp.Compare(a.on, b.on))
}

func (r *reading) designations() {
	t, ok := r.open(r.dir, "designations.csv")
	if !ok {
		return
	}
	var all []request
	for c := range r.rows(t) {
		if q := r.request(c); !c.bad {
			all = append(all, q)
		}
	}
	slices.SortStableFunc(all, func(a, b request) int {
		return cmp.Or(a.filing(b), strings.Compare(a.community, b.community))
	})
	var sources []spot
	w, refused := r.w.Admit(func(yield func(confed.Act) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && all[n].filing(all[0]) == 0 {
				n++
			}
			if f, ok := r.filing(t, all[:n]); ok {
				sources = append(sources, all[0].spot)
				if !yield(f) {
					return
				}
			}
			all = all[n:]
		}
	})
	r.w = w
	for _, f := range refused {
		r.sort(t, f, sources[f.N])
	}
}

// sort tells refused requests, which are results, from faults.
func (r *reading) sort(t *table, f confed.Refusal, at spot) {
	for fault := range vicinia.Faults(f.Err) {
		switch fault.Breaks {
		case "T-2", "D-6", "D-1", "D-5":
			r.refused = append(r.refused, f)
		default:
			r.report(source{t: t, spot: at}, fault)
		}
	}
}

func (r *reading) request(c *row) request {
	q := request{
		person:       c.known("person", "person", r.isPerson),
		jurisdiction: c.known("jurisdiction", "jurisdiction", r.isJurisdiction),
		year:         c.year(),
		community:    c.optional("community", "community, nor anything else,", func(id string) bool { return r.w.Named(id) != "" }),
		on:           c.date("filed_on"),
		spot:         c.spot,
	}
	switch share := c.text("share"); {
	case (share == "") != (c.text("community") == ""):
		c.faultf("share", "", "a withdrawal has neither community nor share, a designation has both")
	case share != "":
		q.share = c.ratio("share")
	}
	return q
}

// filing makes one filing of its rows, which are sorted by community.
func (r *reading) filing(t *table, rows []request) (f confed.Filing, ok bool) {
	ok = true
	f = confed.Filing{
		Person: census.PersonID(rows[0].person), Jurisdiction: census.JurisdictionID(rows[0].jurisdiction),
		Year: rows[0].year, On: rows[0].on,
	}
	for i, q := range rows {
		switch {
		case i > 0 && q.community == rows[i-1].community:
			ok = r.misfiled(t, q, "person", "%s designates %s twice in one filing: the two rows have one key", q.person, cmp.Or(q.community, "nothing"))
		case q.community == "" && len(rows) > 1:
			ok = r.misfiled(t, q, "community", "a withdrawal is alone in its filing")
		case q.community != "":
			f.Choices = append(f.Choices, designation.Choice{Recipient: designation.RecipientID(q.community), Share: q.share})
		}
	}
	return f, ok
}

func (r *reading) misfiled(t *table, q request, column, format string, args ...any) bool {
	line, col := t.column(q.spot, column)
	r.fault(t, line, col, "", fmt.Errorf(format, args...))
	return false
}

func (r *reading) isCompact(id string) bool {
	_, ok := r.w.Compact(confed.CompactID(id))
	return ok
}

func (r *reading) compacts() {
	r.each("compacts.csv", func(c *row) (confed.Act, string) {
		k := confed.Compact{
			ID:     confed.CompactID(c.id()),
			Name:   c.text("name"),
			Level:  word(c, "level", levels),
			Notice: int(c.number("notice_months", confed.MaxNotice)),
		}
		if objects := c.text("objects"); objects != "" {
			k.Objects = strings.Split(objects, "|")
		}
		if k.Level == 0 {
			return nil, string(k.ID)
		}
		return k, string(k.ID)
	})
}

func (r *reading) budgets() {
	r.each("budgets.csv", func(c *row) (confed.Act, string) {
		b := confed.Budget{Compact: confed.CompactID(c.known("compact", "compact", r.isCompact)), Year: c.year()}
		cur := r.w.KeyCurrency(b.Compact)
		b.Amount = field(c, "amount", c.text("amount"), func(s string) (fiscal.Money, error) {
			m, err := cur.Parse(s)
			if err == nil && m.Sign() < 0 {
				return fiscal.Money{}, fmt.Errorf("%s is negative", m)
			}
			return m, err
		})
		if c.bad {
			return nil, ""
		}
		return b, ""
	})
}
