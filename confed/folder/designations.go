package folder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
)

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
		r.tellApart(t, f, sources[f.N])
	}
}

// tellApart tells refused requests, which are results, from faults.
func (r *reading) tellApart(t *table, f confed.Refusal, at spot) {
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
