package worlds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
)

// schwyzSeed is the seed of the world that ships.
const schwyzSeed = "vicinia schwyz 2025"

// canton is the region above the communes.
const canton = "SZ"

// What is assumed of the residents, in a thousand where nothing else is said.
const (
	uptake   = 350 // of the payers designate: Hungary 2018, 1.8 of 5.1 million
	movers   = 40  // move within the canton in a year
	leavers  = 15  // leave it
	arrivals = 20  // come to it
	births   = 9   // are born in it
	late     = 25  // of the moves are reported months later
	turnout  = 400 // of the electors vote, give or take fifty
)

// mostDesignated is the most that a payer may designate, of each tax.
const mostDesignated = "15%"

// The days of the year. The rolls of a Swiss vote are closed to entries five days before it
// (Federal Act on Political Rights, SR 161.1, art. 4 para. 2).
var (
	firstDay     = vicinia.MustDate("2025-01-01")
	nextYear     = vicinia.MustDate("2026-01-01")
	voteDay      = vicinia.MustDate("2024-11-24")
	referenceDay = voteDay - 5
)

// A schwyz is the world being drawn: its tables, and what the ballots need to know.
type schwyz struct {
	seed string

	jurisdictions, persons, residencies, communities, recognitions, memberships rows
	calls, decisions, checkins, ballots                                         rows
	schedules, policies, bases, designations, compacts, parties, budgets        rows
	services, openings, candidacies, findings, phyles, poolings                 rows

	people    int                     // drawn so far
	checkedIn int                     // in the smallest commune
	electors  [len(communes)]int      // of the roll of voteDay
	members   [len(communityList)]int // of age, joined before firstDay
	facts     [len(communes)]fact     // beside what was published
}

// A fact sums up those who live in a commune on firstDay.
type fact struct {
	income            int64 // in Rappen
	payers, designers int
}

// drawSchwyz draws the world.
func drawSchwyz(seed string) *schwyz {
	s := &schwyz{seed: seed}
	s.header()
	for _, long := range []*rows{&s.residencies, &s.designations} {
		*long = slices.Grow(*long, 8<<20) // once, not by doubling
	}
	s.places()
	s.recognise()
	for i := range communes {
		s.commune(i)
	}
	s.abroad()
	s.votes()
	s.pooling()
	s.brigade()
	s.provide()
	s.poolFunds()
	return s
}

// A table is a file of the folder: its columns in front, its rows behind.
type table struct {
	name, columns string
	rows          *rows
}

// tables are the files, by name. A further table is one line here, and a method beside those
// that drawSchwyz calls.
func (s *schwyz) tables() []table {
	return []table{
		{"ballots", "decision,choice,count", &s.ballots},
		{"bases", "person,year,base", &s.bases},
		{"budgets", "compact,year,amount", &s.budgets},
		{"calls", "id,body,call_date,vote_date,rule", &s.calls},
		{"candidacies", "service,candidate,filed_on", &s.candidacies},
		{"checkins", "decision,person", &s.checkins},
		{"communities", "id,name,kind,legal_form,exit_notice_days", &s.communities},
		{"compacts", "id,name,level,objects,notice_months", &s.compacts},
		{"decisions", "id,call,matter,subject,threshold,quorum", &s.decisions},
		{"designations", "person,jurisdiction,year,community,share,filed_on", &s.designations},
		{"findings", "service,rung,provider,sufficient,from,to,decision", &s.findings},
		{"jurisdictions", "id,name,kind,within,state,currency,voting_age,powers", &s.jurisdictions},
		{"memberships", "person,community,from,to", &s.memberships},
		{"openings", "service,from,to", &s.openings},
		{"parties", "compact,party,from,to,notice_on,share_rule,share,joined_by,left_by", &s.parties},
		{"persons", "id,birth_date,death_date", &s.persons},
		{"phyles", "id,name,communities", &s.phyles},
		{"policies", "jurisdiction,year,cap,membership,undeclared,decision", &s.policies},
		{"poolings", "phyle,community,from,share,decision", &s.poolings},
		{"recognitions", "community,recogniser,from,to", &s.recognitions},
		{"residencies", "person,municipality,from,to,recorded_at", &s.residencies},
		{"schedules", "jurisdiction,year,kind,parameters,origin,decision", &s.schedules},
		{"services", "id,name,jurisdiction,object,people,cost", &s.services},
	}
}

func (s *schwyz) header() {
	for _, t := range s.tables() {
		t.rows.add(t.columns)
	}
}

// folder returns the tables as files.
func (s *schwyz) folder() memory {
	var m memory
	for _, t := range s.tables() {
		m = append(m, file{t.name + ".csv", *t.rows})
	}
	slices.SortFunc(m, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return m
}

// undesignating is the commune that is assumed to have no power to let its payers designate.
const undesignating = "Alpthal"

// places writes the canton and its communes, their taxes and their policies.
func (s *schwyz) places() {
	const sovereign = "set-rate|collect|spend"
	s.jurisdictions.add(canton, "Canton of Schwyz", "region", "", "CH", "CHF", "18", sovereign+"|designate")
	s.tax(canton, cantonMultiplier)
	s.policy(canton, "declares")
	for _, c := range communes {
		powers := ""
		if c.name == undesignating {
			powers = sovereign
		} else {
			s.policy(c.name, membershipOf(c.name))
		}
		s.jurisdictions.add(c.name, c.name, "municipality", canton, "CH", "CHF", "18", powers)
		s.tax(c.name, c.multiplier)
	}
}

func (s *schwyz) tax(place string, multiplier int) {
	s.schedules.add(place, "2025", "multiplier", fmt.Sprint(multiplier, "%"), "local", place+"-rate")
}

func (s *schwyz) policy(place, membership string) {
	s.policies.add(place, "2025", mostDesignated, membership, "general-budget", place+"-policy")
}

// membershipOf is what a commune asks of a payer; assumed.
func membershipOf(commune string) string {
	switch commune {
	case "Einsiedeln", "Arth", "Küssnacht":
		return "prior"
	case "Freienbach", "Lachen":
		return "free"
	}
	return "declares"
}

// pooling writes two compacts of different sets of communes, which Feusisberg shares, with
// different shares; both are assumed.
func (s *schwyz) pooling() {
	const lake, passes, since = "Obersee", "Passes", "2010-01-01"
	s.compacts.add(lake, "Waste water of the upper lake", "municipal", "waste water", "12")
	for _, party := range []string{"Altendorf", "Lachen", "Galgenen", "Wangen", "Feusisberg"} {
		s.parties.add(lake, party, since, "", "", "per-head", "", "", "")
	}
	s.parties.add(lake, "Tuggen", "2025-01-01", "", "", "per-head", "", "Tuggen-join", "")
	s.budgets.add(lake, "2025", "2400000.00")

	s.compacts.add(passes, "Buses across the passes", "municipal", "public transport", "6")
	for _, party := range []string{"Schwyz", "Ingenbohl", "Steinen", "Sattel", "Rothenthurm", "Einsiedeln", "Feusisberg"} {
		s.parties.add(passes, party, since, "", "", "revenue-share", "3%", "", "")
	}
	s.parties.add(passes, "Arth", since, "2025-07-01", "2024-12-31", "revenue-share", "3%", "", "Arth-exit")
}

// aboutSchwyz is About of this world.
func aboutSchwyz() string {
	population := 0
	for _, c := range communes {
		population += c.population
	}
	return fmt.Sprintf(`Real: the %d communes and the canton of Schwyz; their tax multipliers of 2025, each commune's
with its district's (Federal Tax Administration); net income per inhabitant in 2019 (Federal Tax
Administration, Federal Statistical Office) and the population of %d that it implies. There is
an Oberallmeindkorporation Schwyz, which goes back to the medieval commons of the basin of Schwyz,
Steinen, Muotathal, the valley of Riemenstalden and Ybrig, and had about 9000 ha of forest and 8000
ha of pastures in 2005 (Historical Dictionary of Switzerland, "Oberallmeind", 2009).
Drawn from the seed %q: every person, move, income, designation and ballot. In
each commune the incomes of those who live there on 1 January add up to the published income per
inhabitant times the population, shared out by drawn weights, the largest remainders first.
Assumed: ages, by a rough pyramid; the weights; the simple tax on an income, without deductions or
couples, by the brackets %s (1700.00 on 60000.00; the
canton's own was 1696.80 in 2026); of a thousand payers %d designate (Hungary 2018: 1.8 of 5.1
million), of a thousand electors about %d vote; in a year %d of a thousand residents move within
the canton, %d leave, %d come (taxed where they came from) and %d are born.
Invented: that residents set these rates by vote and designate up to %s, what membership the
communes ask, that %s gives no such power, the compacts, who likes which community; of the
Oberallmeindkorporation its following and legal form here, and that communes pay it; every service,
its cost, the calls for offers, the offers, and what the residents found of them, with the votes; a
phyle of Esperanto and Linux, and what their members vote to pool in its fund.
`, len(communes), population, schwyzSeed, tariff, uptake, turnout, movers, leavers, arrivals, births,
		mostDesignated, undesignating)
}
