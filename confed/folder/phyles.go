package folder

import (
	"strings"

	"github.com/vicinia/vicinia/confed"
)

func (r *reading) phyles() {
	r.each("phyles.csv", func(c *row) (confed.Act, string) {
		p := confed.Phyle{ID: confed.PhyleID(c.id()), Name: c.text("name")}
		for id := range strings.SplitSeq(c.text("communities"), "|") {
			switch {
			case r.isCommunity(id):
				p.Communities = append(p.Communities, confed.CommunityID(id))
			case r.broken[id]:
				c.bad = true
			default:
				c.faultf("communities", "", "there is no community %.80q", id)
			}
		}
		if c.bad {
			return nil, string(p.ID)
		}
		return p, string(p.ID)
	})
}

func (r *reading) isPhyle(id string) bool { return r.w.Named(id) == "phyle" }

func (r *reading) poolings() {
	r.citing("poolings.csv", func(c *row) {
		p := confed.Pooling{
			Phyle:     confed.PhyleID(c.known("phyle", "phyle", r.isPhyle)),
			Community: confed.CommunityID(c.known("community", "community", r.isCommunity)),
			From:      c.date("from"),
			Share:     c.ratio("share"),
		}
		if !c.bad {
			r.cite(c, "decision", p)
		}
	})
}
