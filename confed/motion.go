package confed

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed/census"
)

// A motion on record is counted, then certified.
type motion struct {
	Motion
	count     *Count
	certified bool
	carried   bool
}

func (m Motion) do(ed *editor) error {
	if m.Matter == (Matter{}) && len(m.Does) > 0 {
		m.Matter, _ = MatterOf(m.Does[0])
	}
	c, err := ed.call("call", m.Call)
	faults := []error{err, ed.fresh("id", string(m.ID))}
	if err == nil {
		faults = append(faults, m.checkMatter(ed, c))
	}
	if _, err := m.Threshold.Decide([]referendum.Tally{{Eligible: 1, Yes: 1}}, nil); err != nil {
		faults = append(faults, refuse("threshold", "", "by %s nothing can be decided: %w", m.Threshold, err))
	}
	if m.Quorum.Sign() < 0 || m.Quorum.Cmp(vicinia.Frac(1, 1)) > 0 {
		faults = append(faults, refuse("quorum", "", "a quorum of %s is not in 0%% to 100%%", m.Quorum))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	for i, a := range m.Does {
		faults = append(faults, within(fmt.Sprintf("does[%d]", i), errors.Join(m.Proposes(&ed.w, a), ed.w.rival(a))))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	m.Does = owned(m.Does)
	ed.w.motions.Put(ed.e, string(m.ID), &motion{Motion: m})
	ed.w.turnout.Append(ed.e, 0)
	return nil
}

// owned copies what a motion does, so that nobody changes it after the vote.
func owned(acts []Act) []Act {
	acts = slices.Clone(acts)
	for i, a := range acts {
		if s, ok := a.(Schedule); ok {
			acts[i] = s.own()
		}
	}
	return acts
}

// checkMatter holds the matter to its one legal body (C-3).
func (m Motion) checkMatter(ed *editor, c *call) error {
	body := BodyFor(m.Matter)
	switch {
	case body.Kind != c.Body.Kind:
		return refuse("matter", "C-3", "%s is for the %s to decide, not for the %s", m.Matter.Kind, body.Kind, c.Body)
	case body != c.Body:
		return refuse("subject", "C-3", "%s is for the %s to decide, not for the %s", m.Matter.Kind, body, c.Body)
	case m.Matter.Kind == Joining, m.Matter.Kind == Leaving:
		_, err := ed.compact("subject", m.Matter.Compact)
		return err
	}
	return nil
}

// Proposes reports why a motion may not propose an act, nil if it may: an act must be of
// the motion's matter, take effect after the vote, and be one that a yes can do.
func (m Motion) Proposes(w *World, a Act) error {
	c, ok := w.Call(m.Call)
	if !ok {
		return unknown("call", "call", string(m.Call))
	}
	if err := m.proposes(a, c.Vote); err != nil {
		return err
	}
	switch a := a.(type) {
	case Schedule:
		return errors.Join(w.sovereign(a.Jurisdiction), a.check(w))
	case Policy:
		return errors.Join(w.sovereign(a.Jurisdiction), a.check())
	}
	return nil
}

func (m Motion) proposes(a Act, vote vicinia.Date) error {
	matter, ok := MatterOf(a)
	breaks, day, field := vicinia.Invariant("T-4"), vicinia.Date(0), "year"
	switch a := a.(type) {
	case Schedule:
		day = firstDay(a.Year)
	case Policy:
		day = firstDay(a.Year)
	case Accession:
		breaks, day, field = "K-1", a.From, "from"
	case Notice:
		breaks, day, field = "K-2", a.On, "notice_on"
	case Finding:
		breaks, day, field = "C-3", a.When.From, "from"
	case Pooling:
		breaks, day, field = "C-12", a.From, "from"
	}
	switch {
	case !ok:
		return refuse("", "C-3", "this act needs no decision and cannot be proposed")
	case matter != m.Matter:
		return refuse("decision", breaks, "%s is about %s, and this needs %s", m.ID, m.Matter, matter)
	case vote >= day:
		return refuse(field, breaks, "%s is voted on %s, which is not before %s", m.ID, vote, day)
	}
	return nil
}

// rival refuses a tax or policy of a year that another motion, open or carried, proposes
// already: of two that are carried only one could be done (T-4).
func (w *World) rival(a Act) error {
	for i := range w.motions.Len() {
		m := *w.motions.At(i)
		if m.certified && !m.carried {
			continue
		}
		for _, b := range m.Does {
			if sameTax(a, b) {
				return refuse("decision", "T-4", "%s proposes it already, and is not rejected", m.ID)
			}
		}
	}
	return nil
}

// sameTax reports whether two acts set the tax, or the policy, of one jurisdiction and year.
func sameTax(a, b Act) bool {
	switch a := a.(type) {
	case Schedule:
		b, ok := b.(Schedule)
		return ok && a.Jurisdiction == b.Jurisdiction && a.Year == b.Year
	case Policy:
		b, ok := b.(Policy)
		return ok && a.Jurisdiction == b.Jurisdiction && a.Year == b.Year
	}
	return false
}

// String is tax-rate of A, or compact-join of A and K1.
func (m Matter) String() string {
	if m.Compact != "" {
		return fmt.Sprintf("%s of %s and %s", m.Kind, m.For, m.Compact)
	}
	return m.Kind.String() + " of " + m.For
}

func firstDay(year int) vicinia.Date {
	if properYear(year) != nil {
		return 0
	}
	return vicinia.Year(year).From
}

// motion looks up what an act names, with its call and number.
func (ed *editor) motion(id DecisionID) (m *motion, c *call, number int, err error) {
	number, ok := ed.w.motions.Number(string(id))
	if !ok {
		return nil, nil, 0, unknown("decision", "decision", string(id))
	}
	m = *ed.w.motions.At(number)
	c, err = ed.call("call", m.Call)
	return m, c, number, err
}

func (k CheckIn) do(ed *editor) error {
	m, c, number, err := ed.motion(k.Decision)
	if err != nil {
		return err
	}
	person, known := ed.people().Number(k.Person)
	switch {
	case !known:
		return unknown("person", "person", string(k.Person))
	case c.roll == nil:
		return refuse("decision", "A-4", "the roll of %s is not closed yet", c.ID)
	case m.count != nil || m.certified:
		return refuse("decision", "A-4", "the ballots of %s are counted already", k.Decision)
	case !c.roll.Has(k.Person):
		return refuse("person", "R-5", "%s is not on the roll of the %s for %s", k.Person, c.Body, c.ID)
	}
	if _, fresh := ed.w.checkins.Add(ed.e, electorKey(number, person)); !fresh {
		return refuse("person", "R-8", "%s checked in for %s already: one elector, one ballot", k.Person, k.Decision)
	}
	*ed.w.turnout.Edit(ed.e, number)++
	return nil
}

// electorKey is the key of a check-in. Who chose what is nowhere.
func electorKey(motion, person int) string {
	var b [8]byte
	binary.BigEndian.PutUint32(b[:], uint32(motion))
	binary.BigEndian.PutUint32(b[4:], uint32(person))
	return string(b[:])
}

func (n Count) do(ed *editor) error {
	m, c, number, err := ed.motion(n.Decision)
	switch {
	case err != nil:
		return err
	case c.roll == nil:
		return refuse("decision", "A-4", "the roll of %s is not closed yet", c.ID)
	case m.count != nil:
		return refuse("decision", "R-8", "the ballots of %s are counted already", n.Decision)
	}
	cast, err := n.cast()
	if err != nil {
		return err
	}
	if in := *ed.w.turnout.At(number); in > 0 && cast > in {
		return refuse("count", "R-8", "%d ballots for %s are more than the %d who checked in", cast, n.Decision, in)
	}
	if eligible := c.roll.Len(); cast > eligible {
		return refuse("count", "R-8", "%d ballots for %s are more than the %d on the roll", cast, n.Decision, eligible)
	}
	next := *m
	next.count = &n
	ed.w.motions.Put(ed.e, string(m.ID), &next)
	return nil
}

// cast is the number of ballots.
func (n Count) cast() (sum int64, err error) {
	for _, part := range []int64{n.Yes, n.No, n.Blank, n.Spoilt} {
		if part < 0 {
			return 0, refuse("count", "R-8", "%d ballots are less than none", part)
		}
		if sum += part; sum < 0 {
			return 0, refuse("count", "M-3", "the ballots of %s are too many to count", n.Decision)
		}
	}
	return sum, nil
}

// A Decision is how a motion stands.
type Decision struct {
	Motion
	Eligible, CheckedIn    int64
	Yes, No, Blank, Spoilt int64
	Carried                bool // as certified
	Certified              bool
}

// Cast is the number of ballots, blank and spoilt too.
func (d Decision) Cast() int64 { return d.Yes + d.No + d.Blank + d.Spoilt }

// Decision looks up a motion by id; ok is false if there is none.
func (w *World) Decision(id DecisionID) (d Decision, ok bool) {
	number, ok := w.motions.Number(string(id))
	if !ok {
		return Decision{}, false
	}
	m := *w.motions.At(number)
	d = Decision{Motion: m.Motion, CheckedIn: *w.turnout.At(number), Carried: m.carried, Certified: m.certified}
	d.Does = owned(m.Does)
	if roll, closed := w.Roll(m.Call); closed {
		d.Eligible = roll.Len()
	}
	if n := m.count; n != nil {
		d.Yes, d.No, d.Blank, d.Spoilt = n.Yes, n.No, n.Blank, n.Spoilt
	}
	return d, true
}

// Decisions walks how every motion stands, by id.
func (w *World) Decisions() iter.Seq[Decision] {
	return walk(&w.motions, func(m *motion) Decision {
		d, _ := w.Decision(m.ID)
		return d
	})
}

// CheckedIn reports whether a person took a ballot for a decision.
func (w *World) CheckedIn(id DecisionID, p census.PersonID) bool {
	number, ok := w.motions.Number(string(id))
	person, known := w.Register().Number(p)
	if !ok || !known {
		return false
	}
	_, in := w.checkins.Find(electorKey(number, person))
	return in
}

// Result decides a motion from the record: its closed roll and its counted ballots, none
// while there is no count.
func (w *World) Result(id DecisionID) (*referendum.Result, error) {
	d, ok := w.Decision(id)
	if !ok {
		return nil, unknown("decision", "decision", string(id))
	}
	if _, closed := w.Roll(d.Call); !closed {
		return nil, refuse("decision", "A-4", "the roll of %s is not closed yet", d.Call)
	}
	var rule referendum.Rule = d.Threshold
	if d.Quorum.Sign() > 0 {
		rule = referendum.All(d.Threshold, referendum.Quorum{Min: d.Quorum})
	}
	return rule.Decide([]referendum.Tally{{
		Body: string(d.Matter.For), Eligible: d.Eligible,
		Yes: d.Yes, No: d.No, Blank: d.Blank, Spoilt: d.Spoilt,
	}}, nil)
}

// Certify writes the certificate that the record gives. It is taken once the ballots are
// counted, none if nobody cast one.
func (w *World) Certify(id DecisionID) (Certificate, error) {
	result, err := w.Result(id)
	if err != nil {
		return Certificate{}, err
	}
	d, _ := w.Decision(id)
	c, _ := w.calls.Find(string(d.Call))
	return Certificate{
		Decision: id, Electors: d.Eligible, Roll: (*c).digest, Minutes: ballot.MinutesOf(result),
	}, nil
}

// CertifyAll writes the certificates of several decisions, to be done together; the faults
// are those of all, in the order of the ids.
func (w *World) CertifyAll(ids ...DecisionID) (Certification, error) {
	var all Certification
	var faults []error
	for _, id := range ids {
		c, err := w.Certify(id)
		faults = append(faults, err)
		all.Certificates = append(all.Certificates, c)
	}
	if err := errors.Join(faults...); err != nil {
		return Certification{}, err
	}
	return all, nil
}
