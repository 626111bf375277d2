package folder

import (
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

func (r *reading) calls() {
	var made []source
	r.each("calls.csv", func(c *row) (confed.Act, string) {
		id := c.id()
		call := confed.Call{
			ID:   confed.CallID(id),
			On:   c.date("call_date"),
			Vote: c.date("vote_date"),
			Body: r.body(c),
			Rule: census.Rule{Reference: field(c, "rule", c.text("rule"), parseRule)},
		}
		if c.bad {
			return nil, id
		}
		if r.w.Named(id) == "" && !slices.ContainsFunc(made, func(s source) bool { return s.id == id }) {
			made = append(made, source{c.t, c.spot, id})
		}
		return call, id
	})
	r.close(made)
}

// parseRule reads the three rules of a table. The day of the call itself is on:DATE.
func parseRule(s string) (census.Reference, error) {
	ref, err := census.ParseReference(s)
	if err == nil && ref == (census.Reference{}) {
		err = fmt.Errorf("%q is not on:DATE, days-before:N or first-of-month:N", s)
	}
	return ref, err
}

func (r *reading) body(c *row) confed.Body {
	id := c.known("body", "jurisdiction or community", func(id string) bool {
		return r.isJurisdiction(id) || r.isCommunity(id)
	})
	if r.isCommunity(id) {
		return confed.MembersOf(confed.CommunityID(id))
	}
	return confed.ResidentsOf(census.JurisdictionID(id))
}

// close closes the rolls: all at once if it can be, else day by day, and one by one on a day
// on which a person has two votes.
func (r *reading) close(made []source) {
	var ids []confed.CallID
	days := map[vicinia.Date][]source{}
	for _, s := range made {
		if call, ok := r.w.Call(confed.CallID(s.id)); ok {
			ids = append(ids, call.ID)
			days[call.Vote] = append(days[call.Vote], s)
		}
	}
	if w, err := r.w.Apply(confed.RollClosing{Calls: ids}); err == nil {
		r.w = w
		return
	}
	for _, s := range made {
		call, ok := r.w.Call(confed.CallID(s.id))
		day := days[call.Vote]
		if !ok || day[0] != s {
			continue
		}
		ids = ids[:0]
		for _, other := range day {
			ids = append(ids, confed.CallID(other.id))
		}
		if w, err := r.w.Apply(confed.RollClosing{Calls: ids}); err == nil {
			r.w = w
			continue
		}
		for _, other := range day {
			r.closeOne(other)
		}
	}
}

// closeOne closes one roll; it is at fault if it meets one that is closed.
func (r *reading) closeOne(s source) {
	w, err := r.w.Apply(confed.RollClosing{Calls: []confed.CallID{confed.CallID(s.id)}})
	if err == nil {
		r.w = w
		return
	}
	r.broken[s.id] = true
	for f := range vicinia.Faults(err) {
		line, column := s.t.column(s.spot, "vote_date")
		r.fault(s.t, line, column, f.Breaks, f.Err)
	}
}

func (r *reading) isCall(id string) bool {
	_, ok := r.w.Roll(confed.CallID(id))
	return ok
}

func (r *reading) decisions() {
	taken := map[string]bool{} // ids: a second row of one is at fault, and cited by nothing
	r.each("decisions.csv", func(c *row) (confed.Act, string) {
		id := c.id()
		call := c.known("call", "call", r.isCall)
		kind := word(c, "matter", matters)
		m := confed.Motion{
			ID:        confed.DecisionID(id),
			Call:      confed.CallID(call),
			Matter:    r.matter(c, kind, call),
			Threshold: word(c, "threshold", thresholds),
		}
		if c.text("quorum") != "" {
			m.Quorum = c.ratio("quorum")
		}
		if c.bad {
			return nil, id
		}
		if !taken[id] {
			taken[id], m.Does = true, r.does(m)
		}
		return m, id
	})
}

// matter reads what a decision is about: a jurisdiction or community decides on itself, or
// a jurisdiction on the compact that it joins or leaves.
func (r *reading) matter(c *row, kind confed.MatterKind, call string) confed.Matter {
	m := confed.Matter{Kind: kind}
	switch kind {
	case confed.Joining, confed.Leaving:
		m.Compact = confed.CompactID(c.known("subject", "compact", r.isCompact))
		body, _ := r.w.Call(confed.CallID(call))
		m.For = body.Body.Of
	default:
		m.For = c.known("subject", "jurisdiction or community", func(id string) bool {
			return r.isJurisdiction(id) || r.isCommunity(id) || r.isCompact(id)
		})
	}
	return m
}

func (r *reading) isDecision(id string) bool {
	_, ok := r.w.Decision(confed.DecisionID(id))
	return ok
}

func (r *reading) checkins() {
	r.each("checkins.csv", func(c *row) (confed.Act, string) {
		r.checked[c.text("decision")]++
		k := confed.CheckIn{
			Decision: confed.DecisionID(c.known("decision", "decision", r.isDecision)),
			Person:   census.PersonID(c.known("person", "person", r.isPerson)),
		}
		if c.bad {
			return nil, ""
		}
		if d, _ := r.w.Decision(k.Decision); !r.has(d.Call, k.Person) && r.absent(d.Call, k.Person) {
			return nil, ""
		}
		return k, ""
	})
}

func (r *reading) has(call confed.CallID, p census.PersonID) bool {
	roll, ok := r.w.Roll(call)
	return ok && roll.Has(p)
}

// A poll is the rows of one decision in ballots.csv.
type poll struct {
	count  confed.Count
	seen   [4]bool
	source source // its last row
}

func (r *reading) ballots() {
	t, ok := r.open(r.dir, "ballots.csv")
	if !ok {
		return
	}
	var polls []*poll
	byID := map[string]*poll{}
	for c := range r.rows(t) {
		id := c.known("decision", "decision", r.isDecision)
		choice := word(c, "choice", choices)
		n := c.number("count", 0, math.MaxInt64)
		if c.bad {
			r.counts[c.text("decision")] = true
			continue
		}
		p := byID[id]
		if p == nil {
			p = &poll{count: confed.Count{Decision: confed.DecisionID(id)}}
			byID[id], polls = p, append(polls, p)
		}
		if p.seen[choice] {
			c.faultf("decision", "", "%s has its %s already: the two rows have one key", id, c.text("choice"))
			continue
		}
		p.seen[choice], p.source = true, source{t: t, spot: c.spot}
		*[]*int64{&p.count.Yes, &p.count.No, &p.count.Blank, &p.count.Spoilt}[choice] = n
	}
	for _, p := range polls {
		w, err := r.w.Apply(p.count)
		if err == nil {
			r.w = w
			continue
		}
		if r.overfull(p.count, err) {
			r.report(p.source, err)
		}
		r.counts[string(p.count.Decision)] = true
	}
}
