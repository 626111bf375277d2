package year_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
)

var (
	date = vicinia.MustDate
	pct  = vicinia.MustRatio
	eur  = fiscal.EUR.MustParse
)

const own = Sovereign | Designate

func made(t testing.TB, acts ...Act) *World {
	t.Helper()
	return then(t, new(World), acts...)
}

func then(t testing.TB, w *World, acts ...Act) *World {
	t.Helper()
	next, err := w.Apply(acts...)
	require.NoError(t, err)
	return next
}

func run(t testing.TB, w *World, of int) *year.Report {
	t.Helper()
	report, err := year.Run(w, of)
	require.NoError(t, err)
	return report
}

// decreed adopts schedules and policies by votes before their year, in which one founder
// of each jurisdiction says yes.
func decreed(t testing.TB, w *World, acts ...Act) *World {
	t.Helper()
	var calls, motions, counts []Act
	var closing RollClosing
	var all Certification
	for i, a := range acts {
		m, ok := MatterOf(a)
		require.True(t, ok, "%T needs no decision", a)
		call := CallID(fmt.Sprintf("call-%d", i))
		id := DecisionID(fmt.Sprintf("decision-%d", i))
		founder := census.PersonID("founder-" + m.For)
		if w.Named(string(founder)) == "" {
			w = then(t, w, Person{ID: founder, Born: date("1950-01-01")}, Residency{Person: founder,
				Municipality: someTown(w, census.JurisdictionID(m.For)), From: date("1990-01-01"), To: date("2020-01-01")})
		}
		day := date("2019-06-01") + vicinia.Date(i) // a day each: a founder of a region may live where another does
		calls = append(calls, Call{ID: call, Body: BodyFor(m), On: day, Vote: day})
		closing.Calls = append(closing.Calls, call)
		motions = append(motions, Motion{ID: id, Call: call, Matter: m, Does: []Act{a}})
		counts = append(counts, Count{Decision: id, Yes: 1})
		all.Certificates = append(all.Certificates, Certificate{Decision: id})
	}
	w = then(t, w, slices.Concat(calls, []Act{closing}, motions, counts)...)
	for i, c := range all.Certificates {
		cert, err := w.Certify(c.Decision)
		require.NoError(t, err)
		all.Certificates[i] = cert
	}
	return then(t, w, all)
}

// someTown is a municipality in a place, or the place itself.
func someTown(w *World, in census.JurisdictionID) census.JurisdictionID {
	for j := range w.Jurisdictions() {
		for at := j; j.Kind == Municipality; at, _ = w.Jurisdiction(at.Within) {
			if at.ID == in {
				return j.ID
			}
			if at.Within == "" {
				break
			}
		}
	}
	return in
}

func filing(p census.PersonID, in census.JurisdictionID, of int, on, says string) Filing {
	choices, err := designation.ParseChoices(says)
	if err != nil {
		panic(err)
	}
	return Filing{Person: p, Jurisdiction: in, Year: of, On: date(on), Choices: choices}
}

func flat(in census.JurisdictionID, of int, rate string) Schedule {
	return Schedule{Jurisdiction: in, Year: of, Tax: tax.Flat(fiscal.EUR, pct(rate))}
}

// printed writes every byte of a report that a reader can see.
func printed(r *year.Report) string {
	var b strings.Builder
	for _, j := range r.Jurisdictions {
		fmt.Fprintln(&b, j.ID, j.Electors, j.Payers, j.Gross, j.Designated, j.Net, j.Final)
		for _, p := range j.Ceded {
			fmt.Fprintln(&b, "  ", p.Term, p.Days, p.Amount)
		}
		if j.Settlement != nil {
			for why := range j.Settlement.Why() {
				fmt.Fprintln(&b, "  ", why)
			}
		}
	}
	for _, s := range r.Services {
		fmt.Fprintln(&b, s.Service, s.Rung, s.Provider, s.Paid)
	}
	fmt.Fprintln(&b, r.Communities, r.Compacts, r.Conservation(), r.Total())
	if r.Book != nil {
		if err := r.Book.WriteHledger(&b); err != nil {
			fmt.Fprintln(&b, err)
		}
	}
	return b.String()
}

// faults lists path and rule of every fault.
func faults(err error) (all []string) {
	for f := range vicinia.Faults(err) {
		all = append(all, strings.TrimSpace(f.Path+" "+string(f.Breaks)))
	}
	return all
}
