package year

import (
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// designate settles what payers direct, jurisdiction by jurisdiction.
func (r *run) designate() error {
	recipients := recipients(r.w)
	for _, place := range r.places {
		line := place.line
		regime, err := regime(r.w, line.ID, r.year, recipients)
		if err != nil {
			return fault("", err, "jurisdiction", "policies", line.ID, r.year)
		}
		totals, err := designation.Sum(1, append(place.full, place.returns), regime.Count)
		if err != nil {
			return fault("", err, "jurisdiction", "designations", line.ID, r.year)
		}
		if line.Settlement, err = regime.Settle(totals); err != nil {
			return fault("", err, "jurisdiction", "designations", line.ID, r.year)
		}
		place.returns, place.full = designation.Returns{}, nil
		line.Designated, line.Net = line.Settlement.Designated, line.Settlement.Treasury
		line.Final = line.Net
		i := 0
		for _, amount := range line.Settlement.Recipients() { // by id, as the communities are
			if err := r.report.Communities[i].add(amount); err != nil {
				return fault("M-3", err, "id", "communities", r.report.Communities[i].ID)
			}
			i++
		}
	}
	return nil
}

// recipients lists every community by id. Whether one was recognised is judged when a
// filing is taken (D-6).
func recipients(w *confed.World) []designation.RecipientID {
	var all []designation.RecipientID
	for c := range w.Communities() {
		all = append(all, designation.RecipientID(c.ID))
	}
	return all
}

// regime is the law of one jurisdiction and year; without a policy the cap is 0.
func regime(w *confed.World, id census.JurisdictionID, year int, all []designation.RecipientID) (*designation.Regime, error) {
	j, _ := w.Jurisdiction(id)
	policy, _ := w.Policy(id, year)
	return designation.Confederal(year, j.Currency, policy.Cap, all)
}
