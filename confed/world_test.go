package confed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

var (
	date = vicinia.MustDate
	pct  = vicinia.MustRatio
)

// made is the world of acts that must all be allowed.
func made(t testing.TB, acts ...Act) *World {
	t.Helper()
	return then(t, new(World), acts...)
}

// then does more acts.
func then(t testing.TB, w *World, acts ...Act) *World {
	t.Helper()
	next, err := w.Apply(acts...)
	require.NoError(t, err)
	return next
}

// refused holds an act to its refusal: the field, the rule that it breaks, and that
// nothing is changed, by Apply or by Admit.
func refused(t testing.TB, w *World, act Act, path string, breaks vicinia.Invariant) {
	t.Helper()
	before := dump(w)
	next, err := w.Apply(act)
	require.Error(t, err, "%T was not refused", act)
	assert.Nil(t, next)
	var found []string
	for f := range vicinia.Faults(err) {
		found = append(found, fmt.Sprintf("%s %s", f.Path, f.Breaks))
	}
	assert.Contains(t, found, fmt.Sprintf("%s %s", path, breaks), err)
	assert.Equal(t, before, dump(w), "the world changed under its reader")

	after, refusals := w.Admit(slices.Values([]Act{act}))
	require.Len(t, refusals, 1)
	assert.Equal(t, err.Error(), refusals[0].Err.Error())
	assert.Equal(t, before, dump(after), "a refused act changed something")
}

// dump writes all that a world says, through what anybody may ask it.
func dump(w *World) string {
	var b strings.Builder
	line := func(words ...any) { fmt.Fprintln(&b, words...) }
	dumpPeople(w, line)
	for j := range w.Jurisdictions() {
		line("jurisdiction", j, w.Powers(j.ID))
	}
	for c := range w.Communities() {
		line("community", c)
		for r := range w.Recognitions(c.ID) {
			line("recognition", r)
		}
	}
	for c := range w.Compacts() {
		line("compact", c, w.KeyCurrency(c.ID))
		for x := range w.Terms(c.ID) {
			line("term", x)
		}
		for x := range w.Budgets(c.ID) {
			line("budget", x)
		}
	}
	for s := range w.Services() {
		line("service", s, slices.Collect(w.Openings(s.ID)), slices.Collect(w.Candidacies(s.ID)), slices.Collect(w.Findings(s.ID)))
	}
	for c := range w.Calls() {
		roll, closed := w.Roll(c.ID)
		line("call", c, closed)
		if closed {
			line("roll", roll.Len(), roll.Digest())
		}
	}
	for d := range w.Decisions() {
		line("decision", d)
		for p := range w.Register().People() {
			if w.CheckedIn(d.ID, p.ID) {
				line("checked in", p.ID)
			}
		}
	}
	dumpMoney(w, line)
	return b.String()
}

func dumpPeople(w *World, line func(...any)) {
	r := w.Register()
	for p := range r.People() {
		line("person", p, w.Named(string(p.ID)))
		for s := range r.Stays(p.ID) {
			line("stay", s)
		}
		for m := range w.Memberships(p.ID) {
			line("membership", m)
		}
	}
	for p := range r.Places() { // judgments show in rolls
		if roll, err := census.Build(r, census.Rule{}, p.ID, date("2025-06-01"), date("2025-06-01")); err == nil {
			line("place", p, roll.Len(), roll.Digest())
		}
	}
}

func dumpMoney(w *World, line func(...any)) {
	for s := range w.Schedules() {
		line("schedule", s)
	}
	for p := range w.Policies() {
		line("policy", p)
	}
	for year := 2020; year < 2030; year++ {
		line("year", year, w.Phase(year))
		for p, base := range w.Bases(year) {
			line("base", p, base)
		}
		for r := range w.Revisions(year) {
			line("revision", r)
		}
	}
	for f := range w.Filings() {
		line("filing", f)
	}
	line(w.FiscalYears(), w.Years(), w.Unlisted())
}
