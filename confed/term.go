package confed

import (
	"errors"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

// A Term is the time of a party in a compact. JoinedBy and LeftBy are the decisions, ""
// for what happened before the first call on record.
type Term struct {
	Accession
	To       vicinia.Date // first day outside; 0 while the term lasts
	NoticeOn vicinia.Date // 0 while there is none
	JoinedBy DecisionID
	LeftBy   DecisionID
}

// When is the term as an interval.
func (t Term) When() vicinia.Interval { return vicinia.Interval{From: t.From, To: t.To} }

func (c Compact) do(ed *editor) error {
	var faults []error
	if c.Level != Municipality && c.Level != Region {
		faults = append(faults, refuse("level", "K-4", "a compact joins municipalities or regions"))
	}
	if len(c.Objects) == 0 || slices.Contains(c.Objects, "") {
		faults = append(faults, refuse("objects", "K-6", "a compact has determinate objects: name at least one, and none empty"))
	}
	if c.Notice < 0 || c.Notice > MaxNotice {
		faults = append(faults, refuse("notice_months", "K-2", "a notice of %d months is not in 0 to %d", c.Notice, MaxNotice))
	}
	if err := errors.Join(append(faults, ed.fresh("id", string(c.ID)))...); err != nil {
		return err
	}
	ed.w.compacts.Put(ed.e, string(c.ID), &compact{Compact: c.own()})
	return nil
}

// MaxNotice bounds the notice of a compact, in months: leaving is voluntary too.
const MaxNotice = 1200

func (ed *editor) compact(path string, id CompactID) (*compact, error) {
	if c, ok := ed.w.compacts.Find(string(id)); ok {
		return *c, nil
	}
	return nil, unknown(path, "compact", string(id))
}

func (a Accession) do(ed *editor) error {
	c, err := a.check(ed)
	if err != nil {
		return err
	}
	next := *c
	next.terms = append(slices.Clip(c.terms), Term{Accession: a, JoinedBy: ed.by})
	ed.w.compacts.Put(ed.e, string(c.ID), &next)
	return nil
}

func (a Accession) check(ed *editor) (*compact, error) {
	c, err := ed.compact("compact", a.Compact)
	p, err2 := ed.jurisdiction("party", a.Party)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	faults := []error{ed.decided("joined_by", "K-1", "from", a.From), a.overlap(c), ed.checkShare(a, p, c)}
	if p.Kind != c.Level {
		faults = append(faults, refuse("party", "K-4", "%s is a %s, and %s joins those of the level %s", a.Party, p.Kind, c.ID, c.Level))
	}
	if a.From == 0 {
		faults = append(faults, refuse("from", "", "the first day is missing"))
	}
	return c, errors.Join(faults...)
}

// decided refuses what needs a carried decision of the party before a day, and has none,
// unless that day was before the first call on record.
func (ed *editor) decided(path string, breaks vicinia.Invariant, dayPath string, day vicinia.Date) error {
	switch {
	case ed.by == "" && ed.w.firstCall != 0 && day >= ed.w.firstCall:
		return refuse(path, breaks, "from %s, the first call on record, it needs a carried decision of the party's residents", ed.w.firstCall)
	case ed.by != "" && ed.vote >= day:
		return refuse(dayPath, breaks, "%s is not after the vote of %s on %s", day, ed.by, ed.vote)
	}
	return nil
}

// overlap refuses a second term while another lasts: the notice that ends one comes before
// the accession that follows it.
func (a Accession) overlap(c *compact) error {
	for _, t := range c.terms {
		if _, both := t.When().Meet(vicinia.Interval{From: a.From}); t.Party == a.Party && both {
			return refuse("from", "", "%s is a party of %s from %s: end that term first", a.Party, c.ID, t.From)
		}
	}
	return nil
}

// checkShare holds a share to a part (K-5) in the party's currency, and a compact to one
// key (K-9) in one currency (M-7).
func (ed *editor) checkShare(a Accession, p *place, c *compact) error {
	switch term := a.Share.(type) {
	case nil:
		return refuse("share_rule", "K-9", "the rule of the share is missing")
	case share.Revenue:
		if term.Rate.Sign() < 0 {
			return refuse("share", "K-5", "a share of %s is less than nothing", term.Rate)
		}
	case share.Fixed:
		if term.Amount.Sign() < 0 {
			return refuse("share", "K-5", "a share of %s is less than nothing", term.Amount)
		}
		if cur := term.Amount.Currency(); cur != p.Currency && cur != (fiscal.Currency{}) {
			return refuse("share", "M-7", "%s is not an amount in %s, the currency of %s", term.Amount, p.Currency, p.ID)
		}
	case share.Key:
		return ed.checkKey(term, p, c)
	default: // a pointer to a rule, which another hand could change
		return refuse("share_rule", "K-9", "%T is no rule of a share", term)
	}
	return nil
}

func (ed *editor) checkKey(key share.Key, p *place, c *compact) error {
	if key > share.Equal {
		return refuse("share_rule", "K-9", "there is no key %d", key)
	}
	for _, t := range c.terms {
		other, ok := t.Share.(share.Key)
		if !ok {
			continue
		}
		if other != key {
			return refuse("share_rule", "K-9", "%s shares its budget by another key already: one compact, one key", c.ID)
		}
		if j, _ := ed.w.Jurisdiction(t.Party); j.Currency != p.Currency {
			return refuse("party", "M-7", "%s counts in %s and %s in %s: a budget is shared in one currency", p.ID, p.Currency, t.Party, j.Currency)
		}
	}
	for _, b := range c.budgets {
		if cur := b.Amount.Currency(); cur != p.Currency && cur != (fiscal.Currency{}) {
			return refuse("party", "M-7", "%s counts in %s, and the budget of %s for %d is %s", p.ID, p.Currency, c.ID, b.Year, b.Amount)
		}
	}
	return nil
}

func (n Notice) do(ed *editor) error {
	c, err := ed.compact("compact", n.Compact)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(c.terms, func(t Term) bool { return t.Party == n.Party && t.From == n.From })
	if i < 0 {
		return refuse("from", "K-2", "%s is not a party of %s from %s", n.Party, n.Compact, n.From)
	}
	if err := n.check(ed, c, c.terms[i]); err != nil {
		return err
	}
	next := *c
	next.terms = slices.Clone(c.terms)
	t := &next.terms[i]
	t.NoticeOn, t.To, t.LeftBy = n.On, Exit(n.On, c.Notice), ed.by
	ed.w.compacts.Put(ed.e, string(c.ID), &next)
	return nil
}

func (n Notice) check(ed *editor, c *compact, t Term) error {
	exit := Exit(n.On, c.Notice)
	switch {
	case t.NoticeOn != 0:
		return refuse("notice_on", "K-2", "%s gave notice on %s already", n.Party, t.NoticeOn)
	case n.On == 0:
		return refuse("notice_on", "K-2", "the day of the notice is missing")
	case n.To != 0 && n.To != exit:
		return refuse("to", "K-2", "after a notice on %s the first day outside is %s, not %s: (the day after the notice) + %d months", n.On, exit, n.To, c.Notice)
	case exit > vicinia.Year(vicinia.MaxYear).To-1:
		return refuse("notice_on", "K-2", "after a notice on %s the first day outside is past the calendar", n.On)
	case exit <= n.From:
		return refuse("to", "", "%s is not after the first day %s", exit, n.From)
	}
	for _, other := range c.terms {
		_, both := other.When().Meet(vicinia.Interval{From: n.From, To: exit})
		if other.Party == n.Party && other.From != n.From && both {
			return refuse("from", "", "%s is a party of %s from %s too", n.Party, c.ID, other.From)
		}
	}
	return ed.decided("left_by", "K-2", "notice_on", n.On)
}

// Exit is the first day outside after a notice (K-2): the day after the notice, so many
// months on; a day that the month lacks becomes the first of the next.
func Exit(notice vicinia.Date, months int) vicinia.Date {
	start := notice + 1
	exit := start.AddMonths(months)
	_, _, want := start.Civil()
	if _, _, got := exit.Civil(); got != want {
		exit++
	}
	return exit
}

func (b Budget) do(ed *editor) error {
	c, err := ed.compact("compact", b.Compact)
	if err := errors.Join(err, properYear(b.Year)); err != nil {
		return err
	}
	if err := ed.until(b.Year, Settled); err != nil {
		return err
	}
	if b.Amount.Sign() < 0 {
		return refuse("amount", "K-9", "the budget %s is negative", b.Amount)
	}
	for _, t := range c.terms {
		j, _ := ed.w.Jurisdiction(t.Party)
		cur := b.Amount.Currency()
		if _, keyed := t.Share.(share.Key); keyed && cur != j.Currency && cur != (fiscal.Currency{}) {
			return refuse("amount", "M-7", "%s is not an amount in %s, the currency of %s", b.Amount, j.Currency, t.Party)
		}
	}
	if slices.ContainsFunc(c.budgets, func(o Budget) bool { return o.Year == b.Year }) {
		return refuse("compact", "", "%s has a budget of %d already", b.Compact, b.Year)
	}
	next := *c
	next.budgets = append(slices.Clip(c.budgets), b)
	ed.w.compacts.Put(ed.e, string(c.ID), &next)
	return nil
}

// KeyCurrency returns the currency of a compact's budget: that of the parties that share it
// by a key, else of any party, else of any jurisdiction.
func (w *World) KeyCurrency(id CompactID) fiscal.Currency {
	var other fiscal.Currency
	for t := range w.Terms(id) {
		j, _ := w.Jurisdiction(t.Party)
		if _, ok := t.Share.(share.Key); ok {
			return j.Currency
		}
		other = j.Currency
	}
	if i, ok := w.jurisdictions.First(); ok && other == (fiscal.Currency{}) {
		other = (*w.jurisdictions.At(i)).Currency
	}
	return other
}

// Terms walks the terms of a compact by party and first day.
func (w *World) Terms(id CompactID) iter.Seq[Term] {
	c, ok := w.compacts.Find(string(id))
	if !ok {
		return func(func(Term) bool) {}
	}
	return slices.Values(slices.SortedFunc(slices.Values((*c).terms), byParty))
}

// Budgets walks the budgets of a compact by year.
func (w *World) Budgets(id CompactID) iter.Seq[Budget] {
	c, ok := w.compacts.Find(string(id))
	if !ok {
		return func(func(Budget) bool) {}
	}
	return slices.Values(slices.SortedFunc(slices.Values((*c).budgets), func(a, b Budget) int { return a.Year - b.Year }))
}

// Parties walks the parties of a compact on a day, by id.
func (w *World) Parties(id CompactID, on vicinia.Date) iter.Seq[census.JurisdictionID] {
	return func(yield func(census.JurisdictionID) bool) {
		for t := range w.Terms(id) {
			if t.When().Has(on) && !yield(t.Party) {
				return
			}
		}
	}
}
