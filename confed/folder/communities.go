package folder

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

func (r *reading) communities() {
	r.each("communities.csv", func(c *row) (confed.Act, string) {
		com := confed.Community{
			ID:     confed.CommunityID(c.id()),
			Name:   c.text("name"),
			Kind:   word(c, "kind", communityKinds),
			Form:   word(c, "legal_form", forms),
			Notice: int(c.number("exit_notice_days", 0, confed.MaxExitNotice)),
		}
		if c.bad { // what is malformed is replaced, so that other rows are still read
			com.Kind, com.Form = confed.Synthetic, confed.InternationalFoundation
		}
		return com, string(com.ID)
	})
}

func (r *reading) isCommunity(id string) bool {
	_, ok := r.w.CommunityNumber(confed.CommunityID(id))
	return ok
}

// always is the first day of the calendar: a recognition since ever.
var always = vicinia.MustDate("0001-01-01")

func (r *reading) recognitions() {
	t, ok := r.open(r.dir, "recognitions.csv")
	if !ok && t.data == nil { // absent: all are recognised
		r.admit(func(yield func(confed.Act, source) bool) {
			for com := range r.w.Communities() {
				if !yield(confed.Recognition{Community: com.ID, When: vicinia.Interval{From: always}}, source{t: t}) {
					return
				}
			}
		})
		return
	}
	r.each("recognitions.csv", func(c *row) (confed.Act, string) {
		act := confed.Recognition{
			Community: confed.CommunityID(c.known("community", "community", r.isCommunity)),
			When:      vicinia.Interval{From: c.date("from"), To: c.open("to")},
		}
		if c.text("recogniser") != confed.RegisterID {
			act.By = census.JurisdictionID(c.known("recogniser", "jurisdiction, nor the word register,", r.isJurisdiction))
		}
		if c.bad {
			return nil, ""
		}
		return act, ""
	})
}

func (r *reading) memberships() {
	r.each("memberships.csv", func(c *row) (confed.Act, string) {
		m := confed.Membership{
			Person:    census.PersonID(c.known("person", "person", r.isPerson)),
			Community: confed.CommunityID(c.known("community", "community", r.isCommunity)),
			From:      c.date("from"),
			To:        c.open("to"),
		}
		if c.bad {
			r.doubt(c.text("person"))
			return nil, ""
		}
		return m, ""
	})
}
