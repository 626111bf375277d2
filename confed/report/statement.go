package report

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
)

// MinCell is the least number of payers whose sum is shown to one of them: of fewer, a
// resident could tell what another one pays.
const MinCell = 5

// Statement writes a resident's own year, for that resident alone: on which rolls and why,
// each tax step by step, where each cent of it goes, and what became of every filing. It
// says nothing about anybody else, nor how or whether somebody voted. The digest of the year
// stands below, so that residents can tell that they were shown one and the same year.
// Somebody who is not in the register is an error.
func Statement(w io.Writer, r *year.Report, refused []confed.Refusal, person census.PersonID) error {
	if _, ok := r.World.Register().Number(person); !ok {
		return &vicinia.Fault{Path: "person", Err: fmt.Errorf("there is no person %.80q", person)}
	}
	bills, err := year.Taxpayer(r.World, person, r.Year)
	if err != nil {
		return err
	}
	p := new(page)
	p.title("Statement of %s for the year %d", person, r.Year)
	p.say(0, "For this resident alone. How anybody voted is on no record.")
	votes(p, r, person)
	own := filings(r, refused, person)
	if err := bill(p, r, bills, person); err != nil {
		return err
	}
	filed(p, own, bills)
	p.heading("Digest of the year")
	p.say(2, "%s", Digest(r, refused))
	return p.flush(w)
}

// alike is from how many calls of one day and one reason on they share a line.
const alike = 4

// votes says of every call up to the end of the year why the person is on its roll or not.
// Calls of one day that a person misses for one reason, as all other municipalities, stand
// together.
func votes(p *page, r *year.Report, person census.PersonID) {
	p.heading("Where you vote")
	type absence struct {
		vote vicinia.Date
		why  string
	}
	var rows []confed.Call
	reasons, missed := map[confed.CallID]absence{}, map[absence][]string{}
	var groups []absence
	for c, why := range explained(r, person) {
		at := absence{c.Vote, why}
		rows, reasons[c.ID] = append(rows, c), at
		if strings.HasPrefix(why, "not on the roll") {
			if missed[at] == nil {
				groups = append(groups, at)
			}
			missed[at] = append(missed[at], string(c.Body.Of))
		}
	}
	t := newTable("", "", "", "")
	for _, c := range rows {
		if at := reasons[c.ID]; len(missed[at]) < alike {
			t.row(c.ID, c.Body.Of, c.Vote, at.why)
		}
	}
	if len(rows) == 0 || len(t.rows) > 0 {
		p.orNone(t, "No vote was called.")
	}
	for _, at := range groups {
		if of := missed[at]; len(of) >= alike {
			p.say(2, "%d calls of %s, %s: %s.", len(of), at.vote, at.why, strings.Join(of, ", "))
		}
	}
}

// explained walks the calls up to the end of the year whose rolls are closed, each with why
// the person is on its roll or not.
func explained(r *year.Report, person census.PersonID) iter.Seq2[confed.Call, string] {
	return func(yield func(confed.Call, string) bool) {
		for c := range r.World.Calls() {
			roll, closed := r.World.Roll(c.ID)
			if !closed || c.Vote >= vicinia.Year(r.Year).To {
				continue
			}
			why := ""
			switch roll := roll.(type) {
			case *census.Roll:
				why = fmt.Sprint(roll.Explain(person))
			case *confed.MemberRoll:
				why = explainMember(r.World, roll, person)
			}
			if !yield(c, why) {
				return
			}
		}
	}
}

// explainMember is census.Roll.Explain for the roll of a community.
func explainMember(w *confed.World, roll *confed.MemberRoll, person census.PersonID) string {
	on := vicinia.Interval{From: roll.Reference, To: roll.Reference + 1}
	self, _ := w.Register().Person(person)
	if self.Died != 0 && self.Died <= roll.Reference {
		return fmt.Sprintf("not on the roll: died on %s", self.Died)
	}
	for m := range w.Memberships(person) {
		if _, member := (vicinia.Interval{From: m.From, To: m.To}).Meet(on); !member || m.Community != roll.Community {
			continue
		}
		if roll.Has(person) {
			return fmt.Sprintf("on the roll: a member since %s, wherever you live", m.From)
		}
		return fmt.Sprintf("not on the roll: a member since %s, but too young on the day of the vote", m.From)
	}
	return fmt.Sprintf("not on the roll: no member on %s", roll.Reference)
}

// bill says what is owed, to whom, and where it goes.
func bill(p *page, r *year.Report, bills []year.Bill, person census.PersonID) error {
	p.heading("Your tax")
	payer, ok := r.World.Payer(person, r.Year)
	if !ok {
		p.say(2, "No base is on record for you in %d: you owe nothing.", r.Year)
		return nil
	}
	p.say(2, "Your base is %s.", payer.Base)
	if len(bills) == 0 {
		p.say(2, "No jurisdiction where you lived in %d levied a tax: you owe nothing.", r.Year)
	}
	for _, b := range bills {
		p.heading("  To %s: %s", jurisdictionNamed(r.World, b.Jurisdiction), b.Tax.Gross)
		for step := range b.Tax.Why() {
			p.say(4, "%s", step)
		}
		destinations(p, r.World, b)
		if err := shared(p, r, b); err != nil {
			return err
		}
	}
	return nil
}

// destinations lists every cent of one tax.
func destinations(p *page, w *confed.World, b year.Bill) {
	t := newTable("", "", ">", ">")
	for _, l := range b.Went.Lines {
		t.row("to "+string(l.Recipient), communityName(w, l.Recipient), l.Share, l.Amount)
	}
	t.row("stays with "+string(b.Jurisdiction), "", "", b.Went.Stays)
	p.say(4, "It goes, each line rounded down:")
	p.add(6, t)
}

// shared says what the jurisdiction does with what stays: its parts in compacts, and how
// much of this tax that is in proportion, where the sum of few payers would not show.
func shared(p *page, r *year.Report, b year.Bill) error {
	for _, j := range r.Jurisdictions {
		if j.ID != b.Jurisdiction || len(j.Ceded) == 0 {
			continue
		}
		parts, err := inProportion(j, b.Went.Stays)
		if err != nil {
			return err
		}
		t := newTable("", "", "", ">")
		for i, part := range j.Ceded {
			c, _ := r.World.Compact(part.Term.Compact)
			days := daysWords(part.Days, vicinia.Year(r.Year)) + " days"
			t.row("to "+named(c.ID, c.Name), shareWords(part.Term.Share), days, parts[i])
		}
		if n := len(j.Ceded); parts[n] != "" {
			p.say(4, "Of what stays, in proportion to all that %s has:", j.ID)
			if !flowOf(j).services.IsZero() {
				t.row("to services run as commons", "", "", parts[n+1])
			}
			t.row("kept by "+string(j.ID), "", "", parts[n])
		} else {
			p.say(4, "Of what stays, %s cedes a part to its compacts (without amounts, since %s has fewer than %d payers and its sums would tell on them):", j.ID, j.ID, MinCell)
		}
		p.add(6, t)
	}
	return nil
}

// inProportion divides what stays of one tax as the whole net is divided, to the cent: a
// text for each ceded part, one for what is kept, and one for services.
func inProportion(j year.Jurisdiction, stays fiscal.Money) ([]string, error) {
	texts := make([]string, len(j.Ceded)+2)
	if j.Payers < MinCell || j.Net.Sign() <= 0 {
		return texts, nil
	}
	var weights []int64
	for _, part := range j.Ceded {
		weights = append(weights, part.Amount.Minor())
	}
	parts, err := stays.Split(append(weights, j.Final.Minor(), flowOf(j).services.Minor())...)
	if err != nil {
		return nil, err
	}
	for i, m := range parts {
		texts[i] = m.String()
	}
	return texts, nil
}
