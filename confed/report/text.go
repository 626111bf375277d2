package report

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// Text writes the operator's view of a year in words and tables: rolls, decisions, taxes,
// designations, refusals, compacts, every cent and the digest, each with its reasons. It
// names persons, so it is not for publication. Of decisions, designations and refusals it
// says the first dozen in full, and how many more there are and where. Lines of prose have
// at most 96 runes; a table is as wide as its ids and names.
func Text(w io.Writer, r *year.Report, refused []confed.Refusal) error {
	p := new(page)
	p.title("The year %d", r.Year)
	p.say(0, "Neighbours vote where they live, taxpayers direct a part of their tax to the communities they belong to, and jurisdictions share parts of their budgets by compact.")
	rolls(p, r.World)
	if err := decisions(p, r.World); err != nil {
		return err
	}
	taxes(p, r)
	designations(p, r)
	refusedFilings(p, r.Year, refused)
	compacts(p, r)
	providers(p, r)
	phyles(p, r)
	account(p, r)
	p.heading("Digest of the year")
	p.say(2, "%s", Digest(r, refused))
	return p.flush(w)
}

func rolls(p *page, w *confed.World) {
	p.heading("Rolls: who lived there on the reference date and is of age on the day of the vote")
	t := newTable("call", "body", "called on", "reference", "vote", ">electors")
	for c := range w.Calls() {
		reference, _ := c.Rule.Reference.Date(c.On, c.Vote) // a call on record has one
		electors := "open"
		if roll, closed := w.Roll(c.ID); closed {
			electors = strconv.FormatInt(roll.Len(), 10)
		}
		t.row(c.ID, c.Body, c.On, reference, c.Vote, electors)
	}
	p.orNone(t, "No vote was called.")
}

// orNone writes a table, or a sentence if it has no rows.
func (p *page) orNone(t *table, none string) {
	if len(t.rows) == 0 {
		p.say(2, "%s", none)
		return
	}
	p.add(2, t)
}

func decisions(p *page, w *confed.World) error {
	p.heading("Decisions: each matter has one body, and its roll is the one above")
	t := newTable("decision", ">eligible", ">checked in", ">ballots", ">yes", ">no", ">blank", ">spoilt", "")
	left := tally{}
	shown := 0
	for d := range w.Decisions() {
		if shown == mostShown {
			left[verdict(d)]++
			continue
		}
		shown++
		if err := t.decision(w, d); err != nil {
			return err
		}
	}
	p.orNone(t, "Nothing was decided.")
	p.more(left, "Their counts are in the JSON (-json), and their rules in decisions.csv (-export); what they do is in the parts below.")
	return nil
}

// decision adds the counts, the reasons and what a yes does.
func (t *table) decision(w *confed.World, d confed.Decision) error {
	t.row(d.ID, d.Eligible, d.CheckedIn, d.Cast(), d.Yes, d.No, d.Blank, d.Spoilt, verdict(d))
	t.note(2, "%s, for the %s to decide", d.Matter, confed.BodyFor(d.Matter))
	if !d.Certified {
		return nil
	}
	result, err := w.Result(d.ID)
	if err != nil {
		return err
	}
	for why := range result.Why() {
		t.note(2, "%s", why)
	}
	for _, act := range d.Does {
		if words := effectWords(act); words != "" && d.Carried {
			t.note(2, "does: %s", words)
		}
	}
	return nil
}

func verdict(d confed.Decision) string {
	switch {
	case !d.Certified:
		return "open"
	case d.Carried:
		return "carried"
	}
	return "not carried"
}

func taxes(p *page, r *year.Report) {
	p.heading("Taxes: the year's tax on the whole base, times days of residence, rounded once")
	adopted := map[census.JurisdictionID]confed.Adopted[confed.Schedule]{}
	for s := range r.World.Schedules() {
		if s.Act.Year == r.Year {
			adopted[s.Act.Jurisdiction] = s
		}
	}
	t := newTable("jurisdiction", "", ">payers", ">gross", "")
	for _, j := range r.Jurisdictions {
		record, _ := r.World.Jurisdiction(j.ID)
		words := "no tax this year"
		if s, ok := adopted[j.ID]; ok {
			words = taxWords(s.Act.Tax) + "; " + by(s.By)
		}
		t.row(j.ID, record.Name, j.Payers, j.Gross, words)
	}
	p.orNone(t, "There is no jurisdiction.")
	if len(adopted) == 0 && len(r.Jurisdictions) > 0 {
		p.say(2, "No schedule is for %d: nobody owes anything, so that nothing is designated, and no share of a revenue is due.", r.Year)
	}
}

// by names the decision behind a tax or policy.
func by(id confed.DecisionID) string {
	if id == "" {
		return "imposed by superior law"
	}
	return "decided by " + string(id)
}

func designations(p *page, r *year.Report) {
	p.heading("Designations: each line is rounded down, and the rest stays with the jurisdiction")
	policies := map[census.JurisdictionID]confed.Adopted[confed.Policy]{}
	for s := range r.World.Policies() {
		if s.Act.Year == r.Year {
			policies[s.Act.Jurisdiction] = s
		}
	}
	t := newTable("community", "", ">lines", ">amount")
	left := tally{}
	for i, j := range r.Jurisdictions {
		if i >= mostShown {
			left["jurisdictions"]++
			continue
		}
		policy, ok := policies[j.ID]
		switch {
		case ok:
			t.note(0, "%s: at most %s of each tax, %s; %s", jurisdictionNamed(r.World, j.ID),
				policy.Act.Cap, membershipWords[policy.Act.Membership], by(policy.By))
		case !r.World.Powers(j.ID).Has(confed.Sovereign | confed.Designate):
			t.note(0, "%s: none, for want of fiscal sovereignty with designation", jurisdictionNamed(r.World, j.ID))
			continue
		default:
			t.note(0, "%s: none, since there is no policy for %d", jurisdictionNamed(r.World, j.ID), r.Year)
			continue
		}
		paid(t, r.World, j)
	}
	p.orNone(t, "There is no jurisdiction.")
	p.more(left, "What was designated there is under Every cent and in the JSON (-json); by community it is in ledger.journal, and their policies in policies.csv (-export).")
}

// paid lists what the payers of one jurisdiction directed.
func paid(t *table, w *confed.World, j year.Jurisdiction) {
	if j.Settlement == nil { // the year has not come so far
		return
	}
	for step := range j.Settlement.Why() {
		switch step := step.(type) {
		case designation.Paid:
			t.row("  "+string(step.Recipient), communityName(w, step.Recipient), step.Lines, step.Amount)
		case designation.Kept:
			t.row("  stays", "", "", step.Treasury)
		}
	}
}

func refusedFilings(p *page, n int, refused []confed.Refusal) {
	p.heading("Refused filings: nothing of them was done")
	all := refusals(n, refused)
	if len(all) == 0 {
		p.say(2, "None.")
	}
	left := tally{}
	for i, f := range all {
		if i >= mostShown {
			left["for "+cmp.Or(string(f.Breaks), "no rule")]++
			continue
		}
		p.say(2, "%s in %s on %s: %s", f.Person, f.Jurisdiction, f.On, choiceWords(f.Choices))
		why(p, 4, f.Fault)
	}
	p.more(left, "Each is in the JSON with its reason (-json).")
}

// why says why a filing was refused, and the rule that it broke.
func why(p *page, indent int, f *vicinia.Fault) {
	p.say(indent, "%s", f.Err)
	if words := ruleWords(f.Breaks); words != "" {
		p.say(indent, "%s", words)
	}
}

func compacts(p *page, r *year.Report) {
	p.heading("Compacts: each jurisdiction has its own set, and shares a part of its budget")
	parts := map[confed.CompactID][]year.Part{}
	for _, j := range r.Jurisdictions { // by id, and so are the parts
		for _, part := range j.Ceded {
			parts[part.Term.Compact] = append(parts[part.Term.Compact], part)
		}
	}
	when := vicinia.Year(r.Year)
	t := newTable("party", "term", "share", ">days", ">part")
	for c := range r.World.Compacts() {
		t.note(0, "%s", compactWords(r.World, c, r.Year))
		for _, part := range parts[c.ID] {
			t.row("  "+string(part.Term.Party), part.Term.When(), shareWords(part.Term.Share),
				daysWords(part.Days, when), part.Amount)
		}
		if parts[c.ID] == nil {
			t.note(2, "nobody was a party in %d", r.Year)
		}
	}
	p.orNone(t, "There is none.")
}

// account is the table of the year and its conservation.
func account(p *page, r *year.Report) {
	p.heading("Every cent")
	t := newTable("jurisdiction", "", ">electors", ">gross", ">designated", ">net", ">ceded", ">services", ">final")
	var lines []flow
	for _, j := range r.Jurisdictions {
		lines = append(lines, flowOf(j))
	}
	all := totals(lines)
	for i, f := range lines {
		t.flow(r.Jurisdictions[i].ID, r.Jurisdictions[i].Electors, f)
	}
	for _, f := range all {
		t.flow("all", "", f)
	}
	if !slices.ContainsFunc(all, func(f flow) bool { return !f.services.IsZero() }) {
		t.drop("services")
	}
	p.orNone(t, "There is no jurisdiction.")
	p.b.WriteByte('\n')
	t = newTable("", "", ">")
	for _, c := range r.Communities {
		t.income(c, communityName(r.World, designation.RecipientID(c.ID)))
	}
	for _, c := range r.Compacts {
		record, _ := r.World.Compact(confed.CompactID(c.ID))
		t.income(c, record.Name)
	}
	p.orNone(t, "There is neither community nor compact.")
	if len(r.Jurisdictions) == 0 {
		return
	}
	p.heading("Conservation, currency by currency")
	for _, b := range r.Conservation() {
		p.say(2, "%s", b)
	}
}

// income adds a row for each currency.
func (t *table) income(i year.Income, name string) {
	if len(i.Amounts) == 0 {
		t.row(i.ID, name, "nothing")
	}
	for k, m := range i.Amounts {
		if k > 0 {
			t.row("", "", m)
			continue
		}
		t.row(i.ID, name, m)
	}
}
