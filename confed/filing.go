package confed

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
	"github.com/vicinia/vicinia/internal/persist"
)

// A fiscalYear is what people owe and designate in one year, in columns.
type fiscalYear struct {
	owner *persist.Edit // may change it in place
	year  int
	phase Phase

	bases     persist.Vector[int64] // by person: 1 + the base; 0 is none
	revisions persist.Vector[Revised]
	filed     persist.Vector[uint32] // by person: 1 + the newest filing
	filings   persist.Vector[filing]
	lines     persist.Vector[line]
	shares    persist.Table[vicinia.Ratio] // the distinct shares
}

type (
	filing struct {
		person, place int32 // numbers
		on            vicinia.Date
		first, n      uint32 // its lines
		next          uint32 // 1 + the person's former filing
	}
	line struct{ community, share int32 } // numbers
)

// Revised is a base as it was before a revision.
type Revised struct {
	Revision
	Before tax.Base
}

func (w *World) fiscalYear(year int) *fiscalYear {
	i, ok := slices.BinarySearchFunc(w.years, year, func(y *fiscalYear, year int) int { return cmp.Compare(y.year, year) })
	if !ok {
		return nil
	}
	return w.years[i]
}

// year returns a year to write.
func (ed *editor) year(year int) *fiscalYear {
	if !ed.own {
		ed.w.years, ed.own = slices.Clone(ed.w.years), true
	}
	i, ok := slices.BinarySearchFunc(ed.w.years, year, func(y *fiscalYear, year int) int { return cmp.Compare(y.year, year) })
	if !ok {
		ed.w.years = slices.Insert(ed.w.years, i, &fiscalYear{owner: ed.e, year: year})
	}
	if y := ed.w.years[i]; y.owner != ed.e {
		next := *y
		next.owner = ed.e
		ed.w.years[i] = &next
	}
	return ed.w.years[i]
}

// at returns the row of a person to write, after making room for it.
func at[T any](v *persist.Vector[T], e *persist.Edit, person int) *T {
	for v.Len() <= person {
		var none T
		v.Append(e, none)
	}
	return v.Edit(e, person)
}

func (b Base) do(ed *editor) error {
	person, known := ed.people().Number(b.Person)
	if !known {
		return unknown("person", "person", string(b.Person))
	}
	if err := properYear(b.Year); err != nil {
		return err
	}
	if b.Amount < 0 {
		return refuse("base", "T-8", "the base %s is negative", b.Amount)
	}
	if err := ed.until(b.Year, Assessed); err != nil {
		return err
	}
	if y := ed.w.fiscalYear(b.Year); y != nil {
		if _, ok := y.base(person); ok {
			return refuse("person", "", "%s has a base for %d already", b.Person, b.Year)
		}
	}
	*at(&ed.year(b.Year).bases, ed.e, person) = int64(b.Amount) + 1
	return nil
}

func (y *fiscalYear) base(person int) (tax.Base, bool) {
	if person >= y.bases.Len() || *y.bases.At(person) == 0 {
		return 0, false
	}
	return tax.Base(*y.bases.At(person) - 1), true
}

func (r Revision) do(ed *editor) error {
	person, known := ed.people().Number(r.Person)
	y := ed.w.fiscalYear(r.Year)
	switch {
	case !known:
		return unknown("person", "person", string(r.Person))
	case y == nil || y.phase < Assessed:
		return refuse("year", "A-4", "%d is not assessed yet: a base is stated, not revised", r.Year)
	case r.Amount < 0:
		return refuse("base", "T-8", "the base %s is negative", r.Amount)
	case r.Cause == "":
		return refuse("cause", "T-9", "a revision needs its cause")
	}
	before, _ := y.base(person)
	y = ed.year(r.Year)
	*at(&y.bases, ed.e, person) = int64(r.Amount) + 1
	y.revisions.Append(ed.e, Revised{r, before})
	ed.w.unlisted.revisions = true
	return nil
}

func (f Filing) do(ed *editor) error {
	person, known := ed.people().Number(f.Person)
	place, err := ed.jurisdiction("jurisdiction", f.Jurisdiction)
	switch {
	case !known:
		return unknown("person", "person", string(f.Person))
	case err != nil:
		return err
	case f.On == 0:
		return refuse("filed_on", "", "the day of filing is missing")
	case slices.ContainsFunc(f.Choices, func(c designation.Choice) bool { return c.Share.Sign() < 0 }):
		return refuse("share", "", "a share is negative: %s", said(f.Choices))
	}
	if err := properYear(f.Year); err != nil {
		return err
	}
	if err := ed.until(f.Year, Designated); err != nil {
		return err
	}
	if err := alive(ed.people().PersonAt(person), "filed_on", "D-3", f.On); err != nil {
		return err
	}
	number, _ := ed.people().PlaceNumber(f.Jurisdiction)
	if y := ed.w.fiscalYear(f.Year); y != nil {
		for old := range y.of(person) {
			if int(old.place) == number && old.on == f.On {
				return refuse("person", "D-9", "%s filed in %s for %d on %s already", f.Person, f.Jurisdiction, f.Year, f.On)
			}
		}
	}
	if err := f.check(ed, place, person); err != nil {
		return err
	}
	return f.record(ed, person, number)
}

// check judges a filing: the first broken rule is the one that counts. A withdrawal is
// never refused.
func (f Filing) check(ed *editor, place *place, person int) error {
	if len(f.Choices) == 0 {
		return nil
	}
	if powers := ed.w.Powers(place.ID); !powers.Has(Sovereign | Designate) {
		return refuse("jurisdiction", "T-2",
			"%s has no fiscal sovereignty with designation: it needs the powers set-rate, collect, spend and designate", place.ID)
	}
	for _, c := range f.Choices {
		if err := f.checkRecipient(ed, CommunityID(c.Recipient)); err != nil {
			return err
		}
	}
	policy, adopted := ed.w.Policy(place.ID, f.Year) // without one the cap is 0
	switch within := designation.Within(policy.Cap, f.Choices); {
	case !within && !adopted:
		return refuse("share", "D-1", "%s has adopted no designation policy for %d: nothing of its tax can be designated", place.ID, f.Year)
	case !within:
		return refuse("share", "D-1", "the shares %s are over the cap of %s in %s for %d",
			said(f.Choices), policy.Cap, place.ID, f.Year)
	}
	for _, c := range f.Choices {
		number, _ := ed.w.communities.Number(string(c.Recipient))
		if policy.Membership == Prior && !ed.w.belongs(person, number, f.On) {
			return refuse("community", "D-5", "%s is not a member of %s on %s, as %s asks", f.Person, c.Recipient, f.On, place.ID)
		}
	}
	return nil
}

// checkRecipient holds a recipient to a recognised community (D-6).
func (f Filing) checkRecipient(ed *editor, id CommunityID) error {
	if _, ok := ed.w.communities.Find(string(id)); !ok {
		return refuse("community", "D-6", "%s is not a community", id)
	}
	if !ed.w.Recognised(id, f.Jurisdiction, f.On) {
		return refuse("community", "D-6", "%s is not recognised on %s, neither by the shared register nor by %s", id, f.On, f.Jurisdiction)
	}
	return nil
}

// said writes choices for people: Esperanto 5%, Linux 5%.
func said(choices []designation.Choice) string {
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = fmt.Sprintf("%s %s", c.Recipient, c.Share)
	}
	return strings.Join(words, ", ")
}

// maxLines bounds the lines of a year's filings.
const maxLines = math.MaxInt32

// record keeps an accepted filing.
func (f Filing) record(ed *editor, person, place int) error {
	y := ed.year(f.Year)
	if y.lines.Len() > maxLines-len(f.Choices) {
		return refuse("", "M-3", "the filings of %d are too many", f.Year)
	}
	first := y.lines.Len()
	for _, c := range f.Choices {
		community, _ := ed.w.communities.Number(string(c.Recipient))
		text, _ := c.Share.MarshalText()
		share, ok := y.shares.Number(string(text))
		if !ok {
			share = y.shares.Put(ed.e, string(text), c.Share)
		}
		y.lines.Append(ed.e, line{int32(community), int32(share)})
	}
	head := at(&y.filed, ed.e, person)
	y.filings.Append(ed.e, filing{int32(person), int32(place), f.On, uint32(first), uint32(len(f.Choices)), *head})
	*head = uint32(y.filings.Len())
	return nil
}

// of walks the filings of a person, the last on record first.
func (y *fiscalYear) of(person int) iter.Seq[filing] {
	return func(yield func(filing) bool) {
		if person >= y.filed.Len() {
			return
		}
		for i := *y.filed.At(person); i > 0; {
			f := *y.filings.At(int(i) - 1)
			if !yield(f) {
				return
			}
			i = f.next
		}
	}
}

// FiscalYears returns the years that have a base, a filing or a phase, in order.
func (w *World) FiscalYears() []int {
	years := make([]int, len(w.years))
	for i, y := range w.years {
		years[i] = y.year
	}
	return years
}

// Bases walks the bases of a year by person.
func (w *World) Bases(year int) iter.Seq2[census.PersonID, tax.Base] {
	return func(yield func(census.PersonID, tax.Base) bool) {
		y := w.fiscalYear(year)
		if y == nil {
			return
		}
		for _, i := range w.Register().Sorted() {
			if base, ok := y.base(i); ok && !yield(w.register.PersonAt(i).ID, base) {
				return
			}
		}
	}
}

// Revisions walks the revisions of a year in the order in which they were made.
func (w *World) Revisions(year int) iter.Seq[Revised] {
	return func(yield func(Revised) bool) {
		if y := w.fiscalYear(year); y != nil {
			for i := range y.revisions.Len() {
				if !yield(*y.revisions.At(i)) {
					return
				}
			}
		}
	}
}

// Filings walks the accepted filings by year, person, jurisdiction and day.
func (w *World) Filings() iter.Seq[Filing] {
	return func(yield func(Filing) bool) {
		for _, y := range w.years {
			for _, i := range w.Register().Sorted() {
				for _, f := range w.filingsOf(y, i) {
					if !yield(f) {
						return
					}
				}
			}
		}
	}
}

// FilingsOf walks the accepted filings of one person by year, jurisdiction and day.
func (w *World) FilingsOf(id census.PersonID) iter.Seq[Filing] {
	return func(yield func(Filing) bool) {
		person, ok := w.Register().Number(id)
		for _, y := range w.years {
			if !ok {
				return
			}
			for _, f := range w.filingsOf(y, person) {
				if !yield(f) {
					return
				}
			}
		}
	}
}

func (w *World) filingsOf(y *fiscalYear, person int) []Filing {
	var all []Filing
	for f := range y.of(person) {
		filing := Filing{
			Person:       w.register.PersonAt(person).ID,
			Jurisdiction: w.register.PlaceAt(int(f.place)).ID,
			Year:         y.year,
			On:           f.on,
		}
		for k := range int(f.n) {
			l := *y.lines.At(int(f.first) + k)
			filing.Choices = append(filing.Choices, designation.Choice{
				Recipient: designation.RecipientID(w.communities.Key(int(l.community))),
				Share:     *y.shares.At(int(l.share)),
			})
		}
		all = append(all, filing)
	}
	slices.SortFunc(all, ByFiling)
	return all
}
