package report

import (
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// phyles says what communities pooled, if there is a phyle.
func phyles(p *page, r *year.Report) {
	if len(r.Funds) == 0 {
		return
	}
	p.heading("Phyles: communities pool a share of what they received, by their members' decision")
	t := newTable("community", "", ">share", ">pooled", "")
	for _, f := range r.Funds {
		for _, part := range f.Parts {
			act := part.Pooling.Act
			for _, m := range part.Amounts {
				t.row(string(act.Community), communityName(r.World, designation.RecipientID(act.Community)),
					act.Share, m, "to "+string(f.ID)+", decided by "+string(part.Pooling.By))
			}
		}
		for _, m := range f.Amounts {
			t.row(string(f.ID), "the fund", "", m, "")
		}
	}
	p.orNone(t, "Nothing was pooled.")
}
