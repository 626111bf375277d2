package main_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// This file is the corpus: a case for each sentence of the contract that a folder can break.

// Worlds that more faults start from: all valid.
var (
	// A decision of B to join K2, and one to leave K1: one elector, one vote.
	withJoin = edits{
		appended("decisions.csv", "B-join,B-2024,compact-join,K2,simple,"),
		appended("ballots.csv", "B-join,yes,1"),
		appended("parties.csv", "K2,B,2025-01-01,,,fixed,300.00,B-join,"),
	}
	withExit = edits{
		appended("decisions.csv", "B-exit,B-2024,compact-exit,K1,simple,"),
		appended("ballots.csv", "B-exit,yes,1"),
		replace("parties.csv", "K1,B,2019-01-01,,,revenue-share,10%,,", "K1,B,2019-01-01,,2025-01-10,revenue-share,10%,,B-exit"),
	}
	// Fire is paid by its two parties in equal parts.
	withKeys = edits{
		replace("parties.csv", "K2,A,2021-01-01,,,fixed,300.00,,", "K2,A,2021-01-01,,,equal,,,"),
		replace("parties.csv", "K2,C,2021-01-01,,,fixed,300.00,,", "K2,C,2021-01-01,,,equal,,,"),
		content("budgets.csv", "compact,year,amount", "K2,2025,600.00", ""),
	}
	// A region without a municipality, and a municipality without a soul.
	withRegion = edits{appended("jurisdictions.csv", "R,Ribera,region,,X,EUR,18,none")}
	withDesert = edits{appended("jurisdictions.csv", "N,Nada,municipality,,X,EUR,18,none")}
)

var oddButValid = []faulty{
	{name: "as it is"},
	{name: "a decision to join", edits: withJoin},
	{name: "a decision to leave", edits: withExit},
	{name: "an end that equals the computed one", edits: withExit.and(
		replace("parties.csv", "K1,B,2019-01-01,,2025-01-10", "K1,B,2019-01-01,2026-01-11,2025-01-10"))},
	{name: "keyed parts", edits: withKeys},
	// The budget is in the currency of the keyed parts: the other part pays nothing of it.
	{name: "a keyed part, and one of its own in another currency", edits: withKeys.and(
		replace("parties.csv", "K2,C,2021-01-01,,,equal,,,", "K2,C,2021-01-01,,,fixed,300.00,,"),
		replace("jurisdictions.csv", "C,Cala,municipality,,Y,EUR", "C,Cala,municipality,,Y,CHF"))},
	{name: "a region", edits: withRegion},
	{name: "an empty municipality", edits: withDesert},
	{name: "nobody checked in", edits: edits{removed("checkins.csv")}},
	{name: "all communities recognised", edits: edits{removed("recognitions.csv")}},
	{name: "no community recognised", edits: edits{header("recognitions.csv")}},
	{name: "no bases", edits: edits{header("bases.csv"), header("compacts.csv"), header("parties.csv")}},
	{name: "no designations", edits: edits{header("designations.csv")}},
	{name: "parts of exactly the net", edits: edits{
		replace("parties.csv", "K2,C,2021-01-01,,,fixed,300.00,,", "K2,C,2021-01-01,,,fixed,3458.00,,")}},
	{name: "a base of a tenth of a cent, where a currency has one", edits: edits{
		appended("jurisdictions.csv", "Q,Qasr,municipality,,Z,KWD,18,none"),
		replace("bases.csv", "25000.01", "25000.015")}},
	{name: "two calls of a body on one day", edits: edits{
		appended("calls.csv", "A-again,A,2025-05-30,2025-07-20,on:2025-07-20")}},
	{name: "CRLF and a mark", edits: edits{func(_ *testing.T, files map[string]string) {
		for name, text := range files {
			files[name] = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		}
	}}},
	{name: "no last line end", edits: edits{func(_ *testing.T, files map[string]string) {
		for name, text := range files {
			files[name] = strings.TrimSuffix(text, "\n")
		}
	}}},
}

// formFaults are of the tables, whatever they say.
var formFaults = []faulty{
	{name: "a column is missing", want: []string{"bases.csv:1"},
		edits: edits{content("bases.csv", "person,year", "P1,2025", "")}},
	{name: "an unknown column", want: []string{"bases.csv:1:18"},
		edits: edits{content("bases.csv", "person,year,base,shoe_size", "P1,2025,1.00,44", "")}},
	{name: "a column twice", want: []string{"bases.csv:1:18"},
		edits: edits{content("bases.csv", "person,year,base,year", "P1,2025,1.00,2025", "")}},
	{name: "a required file is missing", want: []string{"policies.csv"}, edits: edits{removed("policies.csv")}},
	{name: "an empty file", want: []string{"bases.csv"}, edits: edits{content("bases.csv")}},
	{name: "an empty optional file", want: []string{"budgets.csv"}, edits: edits{content("budgets.csv")}},
	{name: "a field too few", want: []string{"bases.csv:+1"}, edits: edits{appended("bases.csv", "P6,2025")}},
	{name: "a field too many", want: []string{"bases.csv:+1"}, edits: edits{appended("bases.csv", "P6,2025,1.00,")}},
	{name: "a bare quote", want: []string{"bases.csv:2"}, edits: edits{replace("bases.csv", "40000.00", `40"000.00`)}},
	{name: "a quote that does not end", want: []string{"bases.csv:+1"}, edits: edits{appended("bases.csv", `P6,2025,"1.00`)}},
	{name: "text after a quote", want: []string{"bases.csv:+1"}, edits: edits{appended("bases.csv", `P6,2025,"1".00`)}},
	{name: "NUL in a number", want: []string{"bases.csv:2"}, edits: edits{replace("bases.csv", "40000.00", "40\x00000.00")}},
	{name: "NUL in a name", want: []string{"communities.csv:+1"},
		edits: edits{appended("communities.csv", "Q,\x00,origin,international-foundation,0")}},
	{name: "not UTF-8", want: []string{"communities.csv:+1"},
		edits: edits{appended("communities.csv", "Q,Se\xf1or,origin,international-foundation,0")}},
	{name: "10 MB in a line", want: []string{"communities.csv:+1"},
		edits: edits{appended("communities.csv", "Q,"+strings.Repeat("x", 10<<20)+",origin,international-foundation,0")}},
	{name: "10 MB in quotes", want: []string{"communities.csv:+1"},
		edits: edits{appended("communities.csv", `Q,"`+strings.Repeat("x\n", 5<<20)+`",origin,international-foundation,0`)}},
	{name: "10 MB of a number", want: []string{"bases.csv:+1"},
		edits: edits{appended("bases.csv", "P6,2025,"+strings.Repeat("9", 10<<20))}},
	{name: "bytes are counted, not characters", want: []string{"communities.csv:+1:10"},
		edits: edits{appended("communities.csv", "Q,Señor,folk,international-foundation,0")}},
	{name: "quotes are counted", want: []string{"communities.csv:+1:12"},
		edits: edits{appended("communities.csv", `"Q","a""b",folk,international-foundation,0`)}},
	{name: "lines within quotes are counted", want: []string{"communities.csv:+4:5"},
		edits: edits{appended("communities.csv", "Q,\"a\nb\nc\",origin,international-foundation,0",
			"Z,z,folk,international-foundation,0")}},
	{name: "faults of many files, in order", edits: edits{
		replace("designations.csv", "P5,C,2025,Linux", "P5,C,2025,Minix"),
		replace("policies.csv", "15%", "100%"),
		appended("persons.csv", "P9,2024-02-31,2024-02-32"),
		appended("jurisdictions.csv", "E,Ermua,town,,X,EUR,18,none"),
		replace("parties.csv", "K1,A,2019-01-01", "K9,A,2019-01-01"),
	}, want: []string{"jurisdictions.csv:+1:kind", "persons.csv:+1:birth_date", "persons.csv:+1:death_date",
		"policies.csv:2:cap D-2", "designations.csv:+0:community", "parties.csv:2:compact"}},
}

// bad makes a case for each text that a field must not have.
func bad(file, row, field string, invariant string, texts ...string) (faults []faulty) {
	for _, text := range texts {
		faults = append(faults, faulty{
			name:  fmt.Sprintf("%s %s %.20q", strings.TrimSuffix(file, ".csv"), field, text),
			edits: edits{appended(file, strings.Replace(row, "@", text, 1))},
			want:  []string{strings.TrimSpace(file + ":+1:" + field + " " + invariant)},
		})
	}
	return faults
}

// thirty digits fit no amount.
var thirtyDigits = strings.Repeat("9", 30)

var badDates = []string{"2024-02-31", "2023-02-29", "2024-13-01", "2024-1-1", "01.02.2024", "20240101", "2024-01-01T00:00", "x", "-1"}

var badAmounts = []string{"NaN", thirtyDigits, "1e5", "Inf", "0x10", "1_000", "1.", "", "1 000", "+-1", "1/3"}

var badRates = []string{"NaN", "NaN%", "x", "", "%", thirtyDigits + "%", "1e2%"}

var badYears = []string{"", "x", "-1", "20255", "2025.0"}

var registerFaults = slices.Concat(
	bad("jurisdictions.csv", "@,Ermua,municipality,,X,EUR,18,none", "id", "", "", "A"),
	bad("jurisdictions.csv", "E,Ermua,@,,X,EUR,18,none", "kind", "", "town", "", "Region"),
	// unknown, a municipality, itself, a community
	bad("jurisdictions.csv", "E,Ermua,region,@,X,EUR,18,none", "within", "", "Z", "A", "E", "Linux"),
	bad("jurisdictions.csv", "E,Ermua,municipality,,X,@,18,none", "currency", "", "EURO", "eur", "", "QQQ"),
	bad("jurisdictions.csv", "E,Ermua,municipality,,X,EUR,@,none", "voting_age", "", "", "x", "-1", "18.5", "0"),
	bad("jurisdictions.csv", "E,Ermua,municipality,,X,EUR,18,@", "powers", "", "fly", "collect|fly", "collect|", "none|collect"),
	bad("persons.csv", "@,1990-01-01,", "id", "", "", "P1", "A"),
	bad("persons.csv", "P9,@,", "birth_date", "", append(badDates, "")...),
	bad("persons.csv", "P9,1990-01-01,@", "death_date", "", badDates...),
	// unknown, a jurisdiction
	bad("residencies.csv", "@,A,2020-01-01,,2020-01-01", "person", "", "", "P99", "A"),
	bad("residencies.csv", "P6,@,2020-01-01,2020-02-01,2020-01-01", "municipality", "", "", "Z", "Linux", "P1"),
	bad("residencies.csv", "P6,A,@,2020-02-01,2020-01-01", "from", "", append(badDates, "")...),
	bad("residencies.csv", "P6,A,2020-01-01,@,2020-01-01", "to", "", badDates...),
	bad("residencies.csv", "P6,A,2020-01-01,2020-02-01,@", "recorded_at", "", append(badDates, "")...),
	bad("communities.csv", "@,Q,origin,international-foundation,0", "id", "", "", "Linux", "A", "P1"),
	bad("communities.csv", "Q,Q,@,international-foundation,0", "kind", "", "", "folk"),
	bad("communities.csv", "Q,Q,origin,@,0", "legal_form", "", "", "firm"),
	bad("communities.csv", "Q,Q,origin,international-foundation,@", "exit_notice_days", "", "", "x", "-1", "1.5"),
	// unknown, a person
	bad("recognitions.csv", "@,A,2015-01-01,", "community", "", "", "Minix", "P1"),
	bad("recognitions.csv", "Linux,@,2015-01-01,", "recogniser", "", "", "Z", "P1"),
	bad("recognitions.csv", "Linux,A,@,", "from", "", append(badDates, "")...),
	bad("recognitions.csv", "Linux,A,1990-01-01,@", "to", "", badDates...),
	bad("memberships.csv", "@,Linux,2019-05-01,", "person", "", "", "P99", "Linux"),
	bad("memberships.csv", "P8,@,2019-05-01,", "community", "", "", "Minix", "A"),
	bad("memberships.csv", "P8,Linux,@,", "from", "", append(badDates, "")...),
	bad("memberships.csv", "P8,Linux,1990-05-01,@", "to", "", badDates...),
	[]faulty{
		{name: "two regions within each other", loose: true,
			edits: edits{appended("jurisdictions.csv", "R,Ribera,region,S,X,EUR,18,none", "S,Sierra,region,R,X,EUR,18,none")},
			want:  []string{"jurisdictions.csv:+1:within", "jurisdictions.csv:+2:within"}},
		{name: "living in a region", want: []string{"residencies.csv:+1:municipality"},
			edits: withRegion.and(appended("residencies.csv", "P6,R,2020-01-01,,2020-01-01"))},
		{name: "a residency of no day", want: []string{"residencies.csv:+1"},
			edits: edits{appended("residencies.csv", "P6,A,2020-01-01,2020-01-01,2020-01-01")}},
		{name: "a residency that ends before it begins", want: []string{"residencies.csv:+1"},
			edits: edits{appended("residencies.csv", "P6,A,2020-01-01,2019-12-31,2020-01-01")}},
		{name: "two residencies on some days", want: []string{"residencies.csv:5 R-1"},
			edits: edits{replace("residencies.csv", "P3,B,2025-03-15,", "P3,B,2025-03-10,")}},
		{name: "two residencies on one day", want: []string{"residencies.csv:+2 R-1"},
			edits: edits{appended("residencies.csv", "P6,A,2020-01-01,2020-02-01,2020-01-01", "P6,B,2020-01-31,2020-03-01,2020-01-31")}},
		// The row overlaps itself too: which of the two is told is open.
		{name: "a residency twice", loose: true, want: []string{"residencies.csv:+1", "residencies.csv:+1 R-1", "residencies.csv:+1 R-2"},
			edits: edits{appended("residencies.csv", "P5,C,2005-02-02,2006-01-01,2005-02-02")}},
		{name: "a recognition twice", want: []string{"recognitions.csv:+1"},
			edits: edits{appended("recognitions.csv", "Linux,register,2015-01-01,2030-01-01")}},
		{name: "a recognition of no day", want: []string{"recognitions.csv:+1"},
			edits: edits{appended("recognitions.csv", "Linux,A,2015-01-01,2015-01-01")}},
		{name: "a membership of no day", want: []string{"memberships.csv:+1"},
			edits: edits{appended("memberships.csv", "P8,Linux,2015-01-01,2015-01-01")}},
		{name: "two memberships in one community", want: []string{"memberships.csv:+1"},
			edits: edits{appended("memberships.csv", "P4,Linux,2020-01-01,2020-02-01")}},
		{name: "a membership twice", want: []string{"memberships.csv:+1"}, loose: true,
			edits: edits{appended("memberships.csv", "P4,Linux,2016-02-01,2016-02-02")}},
	},
)

// X is a decision of A, and Y one of Casa Alba, without votes.
var voteFaults = slices.Concat(
	bad("calls.csv", "@,C,2025-05-30,2025-07-19,on:2025-07-01", "id", "", "", "A-2025", "A", "P1", "Linux"),
	// unknown, a person, a compact
	bad("calls.csv", "C-x,@,2025-05-30,2025-07-19,on:2025-07-01", "body", "", "", "Z", "P1", "K1"),
	bad("calls.csv", "C-x,C,@,2025-07-19,on:2025-07-01", "call_date", "", append(badDates, "")...),
	bad("calls.csv", "C-x,C,2025-05-30,@,on:2025-01-01", "vote_date", "", append(badDates, "")...),
	bad("calls.csv", "C-x,C,2025-05-30,2025-07-19,@", "rule", "",
		"", "on", "on:", "on:2025-02-30", "days-before:", "days-before:x", "days-before:1.5",
		"first-of-month:x", "last-of-month:1", "on:2025-01-01:2"),
	// A reference after the vote, or a number that is none.
	bad("calls.csv", "C-x,C,2025-05-30,2025-07-19,@", "rule", "*", "days-before:-1", "first-of-month:-4"),
	bad("calls.csv", "C-x,C,2025-05-30,2025-07-19,@", "rule", "R-10", "on:2025-07-20", "on:2026-01-01"),
	bad("decisions.csv", "@,A-2025,budget,A,simple,", "id", "", "", "A-rate", "A", "P1", "Linux", "A-2025"),
	bad("decisions.csv", "X,@,budget,A,simple,", "call", "", "", "A-2099", "A"),
	bad("decisions.csv", "X,A-2025,@,A,simple,", "matter", "", "", "war", "Budget"),
	bad("decisions.csv", "X,A-2025,budget,@,simple,", "subject", "", "", "Z"),
	bad("decisions.csv", "X,A-2025,budget,A,@,", "threshold", "", "", "3/4", "qualified"),
	bad("decisions.csv", "X,A-2025,budget,A,simple,@", "quorum", "", "x", "-1%", "NaN%"),
	// The matter and the subject misfit each other: which of the two is wrong is open.
	misfits(
		"X,A-2025,budget,B,simple,", "X,A-2025,tax-rate,B,simple,", "X,A-2025,designation-policy,B,simple,",
		"X,A-2025,community-budget,A,simple,", "X,A-2025,community-budget,Linux,simple,",
		"X,A-2025,tax-rate,K1,simple,",
		"X,CasaAlba-2025,budget,CasaAlba,simple,", "X,CasaAlba-2025,tax-rate,A,simple,",
		"X,CasaAlba-2025,designation-policy,CasaAlba,simple,", "X,CasaAlba-2025,community-budget,Linux,simple,",
		"X,CasaAlba-2025,compact-join,K1,simple,", "X,CasaAlba-2025,compact-exit,K1,simple,",
	),
	// Joining a jurisdiction: a misfit, or an unknown compact.
	bad("decisions.csv", "X,A-2025,compact-join,@,simple,", "subject", "*", "A", "B", "CasaAlba", "A-2025"),
	bad("checkins.csv", "@,P1", "decision", "", "", "A-none", "A"),
	bad("checkins.csv", "A-rate,@", "person", "", "", "P99", "A"),
	// lives elsewhere; nowhere; in A, but too young on the day
	bad("checkins.csv", "A-rate,@", "person", "R-5", "P4", "P6", "P7"),
	bad("checkins.csv", "CasaAlba-budget,@", "person", "R-5", "P1", "P4"),
	bad("ballots.csv", "@,yes,0", "decision", "", "", "A-none", "A"),
	bad("ballots.csv", "A-rate,@,0", "choice", "", "", "maybe", "YES"),
	bad("ballots.csv", "A-rate,blank,@", "count", "", "", "x", "-1", "0.5", "1e0", thirtyDigits),
	[]faulty{
		{name: "a reference after the vote, because of the call", want: []string{"calls.csv:+1 R-10"},
			edits: edits{appended("calls.csv", "C-x,C,2025-12-30,2025-07-19,first-of-month:2")}},
		// One fault for the person, at the later of the two calls.
		{name: "on two rolls of one day", want: []string{"calls.csv:5:vote_date R-7"}, says: "P3",
			edits: edits{replace("calls.csv", "B-2025,B,2025-05-30,2025-07-20,first-of-month:2", "B-2025,B,2025-05-30,2025-07-20,on:2025-04-01")}},
		// The ballot of who should not have checked in is not one too many.
		{name: "on no roll, and counted", want: []string{"checkins.csv:9:person R-5"},
			edits: edits{replace("checkins.csv", "B-rate,P4", "B-rate,P5")}},
		{name: "one on no roll, and all counted", want: []string{"checkins.csv:+1:person R-5"},
			edits: edits{appended("checkins.csv", "A-rate,P4"), replace("ballots.csv", "A-rate,yes,2", "A-rate,yes,3")}},
		{name: "one on no roll, and more ballots than checked in", want: []string{"checkins.csv:+1:person R-5", "ballots.csv R-8"},
			edits: edits{appended("checkins.csv", "A-rate,P4"), replace("ballots.csv", "A-rate,yes,2", "A-rate,yes,4")}},
		// The lost stay is not that of P4, who lives in B; it may be that of P6.
		{name: "one who lives elsewhere, and a stay of nobody", want: []string{"residencies.csv:+1:person", "checkins.csv:+1:person R-5"},
			edits: edits{appended("residencies.csv", "P66,A,2020-01-01,,2020-01-01"), appended("checkins.csv", "A-rate,P4")}},
		{name: "one who may live there, and a stay of nobody", want: []string{"residencies.csv:+1:person"},
			edits: edits{appended("residencies.csv", "P66,A,2020-01-01,,2020-01-01"), appended("checkins.csv", "A-rate,P6")}},
		{name: "an end that is wrong, before another term", want: []string{"parties.csv:3:to K-2"}, edits: edits{
			replace("parties.csv", "K1,B,2019-01-01,,,", "K1,B,2019-01-01,2020-05-05,2019-05-05,"),
			appended("parties.csv", "K1,B,2021-01-01,,,revenue-share,3%,,")}},
		{name: "terms that meet", want: []string{"parties.csv:+1:from"}, edits: edits{
			replace("parties.csv", "K1,B,2019-01-01,,,", "K1,B,2019-01-01,,2020-05-05,"),
			appended("parties.csv", "K1,B,2021-01-01,,,revenue-share,3%,,")}},
		{name: "to join was not carried, to leave was", want: []string{"parties.csv:+1:joined_by K-1"}, edits: edits{
			appended("decisions.csv", "B-join,B-2024,compact-join,K2,simple,", "B-exit,B-2024,compact-exit,K2,simple,"),
			appended("ballots.csv", "B-join,no,1", "B-exit,yes,1"),
			appended("parties.csv", "K2,B,2024-12-01,,2025-03-01,fixed,3.00,B-join,B-exit")}},
		{name: "a notice before there is a term", want: []string{"parties.csv:+1 K-2"}, edits: edits{
			appended("decisions.csv", "B-join,B-2024,compact-join,K2,simple,"), appended("ballots.csv", "B-join,yes,1"),
			replace("compacts.csv", "municipal,fire,6", "municipal,fire,1200"),
			appended("parties.csv", "K2,B,2024-12-01,,2019-03-01,fixed,3.00,B-join,")}},
		{name: "an id that is no text", want: []string{"persons.csv:2:2"},
			edits: edits{replace("persons.csv", "P1,", "P\xff1,")}},
		{name: "checked in twice", want: []string{"checkins.csv:+1 R-8"}, edits: edits{appended("checkins.csv", "A-rate,P1")}},
		{name: "a count twice", want: []string{"ballots.csv:+1"}, edits: edits{appended("ballots.csv", "A-rate,yes,0")}},
		// The fault is of the sum: no single row is wrong.
		{name: "more ballots than check-ins", want: []string{"ballots.csv R-8"},
			edits: edits{replace("ballots.csv", "A-rate,yes,2", "A-rate,yes,3")}},
		{name: "more ballots than check-ins, one of them spoilt", want: []string{"ballots.csv R-8"},
			edits: edits{appended("ballots.csv", "A-rate,spoilt,1")}},
		{name: "more ballots than electors", want: []string{"ballots.csv R-8"},
			edits: edits{removed("checkins.csv"), replace("ballots.csv", "B-rate,yes,1", "B-rate,yes,2")}},
		{name: "more ballots than electors, one of them blank", want: []string{"ballots.csv R-8"},
			edits: edits{removed("checkins.csv"), appended("ballots.csv", "B-rate,blank,1")}},
	},
)

func misfits(rows ...string) (faults []faulty) {
	for _, row := range rows {
		faults = append(faults, faulty{name: "misfit " + row, want: []string{"decisions.csv:+1 C-3"},
			edits: edits{appended("decisions.csv", row)}})
	}
	return faults
}

// cites is a case for each decision that a schedule of A must not cite.
func cites(why, decision string, more ...edit) []faulty {
	return []faulty{
		{name: "a schedule by a decision " + why, want: []string{"schedules.csv:2:decision T-4"},
			edits: edits(more).and(replace("schedules.csv", "local,A-rate", "local,"+decision))},
		{name: "a policy by a decision " + why, want: []string{"policies.csv:2:decision T-4"},
			edits: edits(more).and(replace("policies.csv", "general-budget,A-policy", "general-budget,"+decision))},
	}
}

// decided has A decide on a rate and on a policy.
func decided(call, rate, policy, yes, no string) edit {
	return func(t *testing.T, files map[string]string) {
		appended("decisions.csv", rate+","+call+",tax-rate,A,simple,", policy+","+call+",designation-policy,A,simple,")(t, files)
		for _, id := range []string{rate, policy} {
			appended("ballots.csv", id+",yes,"+yes, id+",no,"+no)(t, files)
		}
	}
}

var taxFaults = slices.Concat(
	bad("schedules.csv", "@,2025,flat,8%,external,", "jurisdiction", "", "", "Z", "P1"),
	bad("schedules.csv", "A,@,flat,8%,external,", "year", "", badYears...),
	bad("schedules.csv", "A,2030,@,8%,external,", "kind", "", "", "poll"),
	bad("schedules.csv", "A,2030,flat,@,external,", "parameters", "", append(badRates, "8%|9%", "0:8%")...),
	bad("schedules.csv", "A,2030,multiplier,@,external,", "parameters", "", badRates...),
	bad("schedules.csv", "A,2030,brackets,@,external,", "parameters", "", "", "8%", "1:5%", "0:1%|100:2%|100:3%",
		"0:1%|100:2%|50:3%", "0:1%|", "0:1%|10", "0:1%|10.001:2%", "0:NaN%", "0:1%|NaN:2%", "0:1%|-5:2%",
		"0:1%|"+thirtyDigits+":2%"),
	bad("schedules.csv", "A,2030,flat,8%,@,", "origin", "", "", "foreign"),
	bad("schedules.csv", "A,2030,flat,8%,local,@", "decision", "T-4", ""),
	bad("schedules.csv", "A,2030,flat,8%,local,@", "decision", "", "A-none", "A"),
	bad("policies.csv", "@,2030,15%,declares,general-budget,A-policy", "jurisdiction", "", "", "Z", "P1"),
	bad("policies.csv", "A,@,15%,declares,general-budget,A-policy", "year", "", badYears...),
	// Beyond all digits: a cap that cannot be read, or one that cannot be.
	bad("policies.csv", "A,2030,@,declares,general-budget,A-policy", "cap", "*", badRates...),
	// What is negative breaks no sentence of the contract, but some of domain.md.
	bad("schedules.csv", "A,2030,flat,@,external,", "parameters", "*", "-1%"),
	bad("schedules.csv", "A,2030,multiplier,@,external,", "parameters", "*", "-1%"),
	bad("schedules.csv", "A,2030,brackets,0:@,external,", "parameters", "*", "-1%"),
	bad("policies.csv", "A,2030,@,declares,general-budget,A-policy", "cap", "*", "-1%"),
	bad("bases.csv", "P6,2025,@", "base", "*", "-1.00"),
	bad("designations.csv", "P1,A,2025,Linux,@,2025-08-01", "share", "*", "-1%"),
	bad("parties.csv", "K2,B,2019-01-01,,,fixed,@,,", "share", "*", "-1.00"),
	bad("parties.csv", "K2,B,2019-01-01,,,revenue-share,@,,", "share", "*", "-1%"),
	bad("budgets.csv", "compact,year,amount\nK2,2025,@", "amount", "*", "-1.00"),
	bad("policies.csv", "A,2030,@,declares,general-budget,A-policy", "cap", "D-2", "100%", "100.01%", "150%"),
	bad("policies.csv", "A,2030,15%,@,general-budget,A-policy", "membership", "", "", "never"),
	bad("policies.csv", "A,2030,15%,free,@,A-policy", "undeclared", "", "", "lottery"),
	bad("policies.csv", "A,2030,15%,free,general-budget,@", "decision", "T-4", ""),
	bad("policies.csv", "A,2030,15%,free,general-budget,@", "decision", "", "A-none", "A"),
	cites("on something else", "A-budget-2026"),
	cites("of another jurisdiction", "B-rate")[:1],
	cites("of another jurisdiction", "B-policy")[1:],
	cites("of the wrong matter", "A-policy")[:1],
	cites("of the wrong matter", "A-rate")[1:],
	cites("that was not carried", "X", decided("A-2024", "X", "X2", "1", "1"))[:1],
	cites("that was not carried", "X2", decided("A-2024", "X", "X2", "1", "1"))[1:],
	bad("bases.csv", "@,2025,1.00", "person", "", "", "P99", "A"),
	bad("bases.csv", "P6,@,1.00", "year", "", badYears...),
	bad("bases.csv", "P6,2025,@", "base", "", append(badAmounts, "1.001")...),
	bad("designations.csv", "@,A,2025,Linux,1%,2025-08-01", "person", "", "", "P99", "A"),
	bad("designations.csv", "P1,@,2025,Linux,1%,2025-08-01", "jurisdiction", "", "", "Z", "P1", "Linux"),
	bad("designations.csv", "P1,A,@,Linux,1%,2025-08-01", "year", "", badYears...),
	bad("designations.csv", "P1,A,2025,@,1%,2025-08-01", "community", "", "Minix"),
	bad("designations.csv", "P1,A,2025,Linux,@,2025-08-01", "share", "", badRates...),
	bad("designations.csv", "P1,A,2025,Linux,1%,@", "filed_on", "", append(badDates, "")...),
	[]faulty{
		// The decision is of the wrong year, or the year of the wrong decision.
		{name: "a schedule by a decision voted in the year", want: []string{"schedules.csv:2 T-4"},
			edits: edits{decided("A-2025", "X", "X2", "2", "1"), replace("schedules.csv", "local,A-rate", "local,X")}},
		{name: "a policy by a decision voted in the year", want: []string{"policies.csv:2 T-4"},
			edits: edits{decided("A-2025", "X", "X2", "2", "1"), replace("policies.csv", "general-budget,A-policy", "general-budget,X2")}},
		{name: "a schedule twice", want: []string{"schedules.csv:+1"}, edits: edits{appended("schedules.csv", "C,2025,flat,1%,external,")}},
		{name: "a policy twice", want: []string{"policies.csv:+1"}, edits: edits{appended("policies.csv", "A,2025,1%,free,general-budget,A-policy")}},
		{name: "a base twice", want: []string{"bases.csv:+1"}, edits: edits{appended("bases.csv", "P1,2025,1.00")}},
		{name: "a line twice", want: []string{"designations.csv:+1"}, edits: edits{appended("designations.csv", "P5,C,2025,Linux,2%,2025-05-20")}},
		{name: "a tax without sovereignty", want: []string{"schedules.csv:3 T-1", "policies.csv:3 T-1"},
			edits: edits{replace("jurisdictions.csv", "B,Brezo,municipality,,X,EUR,18,set-rate|", "B,Brezo,municipality,,X,EUR,18,")}},
		{name: "a share for nobody", want: []string{"designations.csv:+1"},
			edits: edits{appended("designations.csv", "P1,A,2025,,1%,2025-08-01")}},
		{name: "a withdrawal twice", loose: true, want: []string{"designations.csv:+1", "designations.csv:+2"},
			edits: edits{appended("designations.csv", "P5,C,2025,,,2025-06-20", "P5,C,2025,,,2025-06-20")}},
		{name: "a withdrawal with another line", want: []string{"designations.csv:+1"},
			edits: edits{appended("designations.csv", "P5,C,2025,,,2025-05-20")}},
		{name: "a filing on the day of death", want: []string{"designations.csv:11:filed_on *"},
			edits: edits{replace("persons.csv", "P5,1979-10-17,", "P5,1979-10-17,2025-05-20")}},
		{name: "a filing after death", want: []string{"designations.csv:11:filed_on *"},
			edits: edits{replace("persons.csv", "P5,1979-10-17,", "P5,1979-10-17,2025-05-19")}},
	},
)

var compactFaults = slices.Concat(
	bad("compacts.csv", "@,Q,municipal,water,12", "id", "", "", "K1", "A", "P1", "Linux"),
	bad("compacts.csv", "Q,Q,@,water,12", "level", "", "", "global"),
	bad("compacts.csv", "Q,Q,municipal,@,12", "objects", "K-6", ""),
	bad("compacts.csv", "Q,Q,municipal,water,@", "notice_months", "", "", "x", "-1", "1.5"),
	bad("parties.csv", "@,B,2019-01-01,,,fixed,1.00,,", "compact", "", "", "K9", "A"),
	bad("parties.csv", "K2,@,2019-01-01,,,fixed,1.00,,", "party", "", "", "Z", "P1", "Linux"),
	bad("parties.csv", "K2,B,@,,,fixed,1.00,,", "from", "", append(badDates, "")...),
	bad("parties.csv", "K2,B,2019-01-01,,,@,1.00,,", "share_rule", "", "", "loot"),
	bad("parties.csv", "K2,B,2019-01-01,,,fixed,@,,", "share", "", append(badAmounts, "1.001")...),
	bad("parties.csv", "K2,B,2019-01-01,,,revenue-share,@,,", "share", "", badRates...),
	bad("parties.csv", "K2,B,2019-01-01,,@,fixed,1.00,,", "notice_on", "", badDates...),
	bad("parties.csv", "K2,B,2025-01-01,,,fixed,1.00,@,", "joined_by", "K-1", "", "B-rate", "A-rate"),
	bad("parties.csv", "K2,B,2019-01-01,,,fixed,1.00,@,", "joined_by", "", "B-none", "B"),
	bad("parties.csv", "K2,B,2019-01-01,,2025-01-10,fixed,1.00,,@", "left_by", "K-2", "", "B-rate", "A-rate"),
	bad("parties.csv", "K2,B,2019-01-01,,2025-01-10,fixed,1.00,,@", "left_by", "", "B-none", "B"),
	// The first call of the folder is of 2024-09-02: from then on it takes a decision.
	bad("parties.csv", "K2,B,2024-09-02,,,fixed,1.00,@,", "joined_by", "K-1", ""),
	bad("parties.csv", "K2,B,2019-01-01,,2024-09-02,fixed,1.00,,@", "left_by", "K-2", ""),
	bad("budgets.csv", "compact,year,amount\n@,2025,1000.00", "compact", "", "", "K9", "A"),
	bad("budgets.csv", "compact,year,amount\nK2,@,1000.00", "year", "", badYears...),
	bad("budgets.csv", "compact,year,amount\nK2,2025,@", "amount", "", badAmounts...),
	[]faulty{
		// One of the two must have another id; which, is open.
		{name: "a compact and a call of one id", loose: true, want: []string{"calls.csv:4:id", "compacts.csv:+1:id"},
			edits: edits{appended("compacts.csv", "A-2025,Q,municipal,water,12")}},
		{name: "a compact and a decision of one id", loose: true, want: []string{"decisions.csv:2:id", "compacts.csv:+1:id"},
			edits: edits{appended("compacts.csv", "A-rate,Q,municipal,water,12")}},
		{name: "two terms at once", want: []string{"parties.csv:+1"},
			edits: edits{appended("parties.csv", "K2,A,2022-01-01,,,fixed,1.00,,")}},
		{name: "a term twice", want: []string{"parties.csv:+1"}, loose: true,
			edits: edits{appended("parties.csv", "K2,A,2021-01-01,,,fixed,1.00,,")}},
		{name: "two terms at once, the former's end computed", want: []string{"parties.csv:+1"},
			edits: withExit.and(appended("parties.csv", "K1,B,2024-01-01,,,fixed,1.00,,"))},
		{name: "joined on the day of the vote", want: []string{"parties.csv:+1 K-1"},
			edits: withJoin.and(replace("parties.csv", "K2,B,2025-01-01", "K2,B,2024-11-10"))},
		{name: "joined by a lost decision", want: []string{"parties.csv:+1:joined_by K-1"},
			edits: withJoin.and(replace("ballots.csv", "B-join,yes", "B-join,no"))},
		{name: "joined by a decision on another compact", want: []string{"parties.csv:+1:joined_by K-1"},
			edits: withJoin.and(replace("decisions.csv", "compact-join,K2", "compact-join,K1"))},
		{name: "joined by a decision to leave", want: []string{"parties.csv:+1:joined_by K-1"},
			edits: withJoin.and(replace("decisions.csv", "compact-join,K2", "compact-exit,K2"))},
		{name: "joined by another party's decision", want: []string{"parties.csv:+1:joined_by K-1"},
			edits: withJoin.and(replace("decisions.csv", "B-join,B-2024", "B-join,A-2024"))},
		{name: "a wrong end", want: []string{"parties.csv:3:to K-2"},
			edits: withExit.and(replace("parties.csv", "K1,B,2019-01-01,,2025-01-10", "K1,B,2019-01-01,2026-01-10,2025-01-10"))},
		{name: "an exit before its notice has run", want: []string{"parties.csv:3:to K-2"},
			edits: withExit.and(replace("parties.csv", "K1,B,2019-01-01,,2025-01-10", "K1,B,2019-01-01,2025-06-30,2025-01-10"))},
		{name: "an end without notice", want: []string{"parties.csv:3:to K-2"},
			edits: edits{replace("parties.csv", "K1,B,2019-01-01,,", "K1,B,2019-01-01,2025-06-30,")}},
		{name: "a decision to leave without notice", want: []string{"parties.csv:3 K-2"},
			edits: withExit.and(replace("parties.csv", "K1,B,2019-01-01,,2025-01-10", "K1,B,2019-01-01,,"))},
		{name: "left on the day of the vote", want: []string{"parties.csv:3 K-2"},
			edits: withExit.and(replace("parties.csv", "2025-01-10", "2024-11-10"))},
		{name: "left by a lost decision", want: []string{"parties.csv:3:left_by K-2"},
			edits: withExit.and(replace("ballots.csv", "B-exit,yes", "B-exit,no"))},
		{name: "left by a decision on another compact", want: []string{"parties.csv:3:left_by K-2"},
			edits: withExit.and(replace("decisions.csv", "compact-exit,K1", "compact-exit,K2"))},
		{name: "left by another party's decision", want: []string{"parties.csv:3:left_by K-2"},
			edits: withExit.and(replace("decisions.csv", "B-exit,B-2024", "B-exit,A-2024"))},
		{name: "a region in a municipal compact", want: []string{"parties.csv:+1 K-4"},
			edits: withRegion.and(appended("parties.csv", "K1,R,2019-01-01,,,fixed,0.00,,"))},
		{name: "a municipality in a regional compact", want: []string{"parties.csv:+1 K-4"},
			edits: edits{appended("compacts.csv", "K3,Rail,regional,rail,12"), appended("parties.csv", "K3,B,2019-01-01,,,fixed,0.00,,")}},
		// Each part is small enough, their sum is not.
		{name: "parts above the net", want: []string{"parties.csv K-5"},
			edits: edits{replace("parties.csv", "K2,C,2021-01-01,,,fixed,300.00,,", "K2,C,2021-01-01,,,fixed,3458.01,,")}},
		{name: "a part above the net", want: []string{"parties.csv K-5"},
			edits: edits{replace("parties.csv", "K2,A,2021-01-01,,,fixed,300.00,,", "K2,A,2021-01-01,,,fixed,5012.01,,")}, loose: true},
		{name: "a keyed part above the net", want: []string{"parties.csv K-5"},
			edits: withKeys.and(replace("budgets.csv", "600.00", "8000.00")), loose: true},
		// Where a fault of a whole compact stands is open.
		{name: "keyed parts without a budget", want: []string{"* K-9"}, loose: true,
			edits: withKeys.and(removed("budgets.csv"))},
		{name: "keyed parts without a budget of the year", want: []string{"* K-9"}, loose: true,
			edits: withKeys.and(replace("budgets.csv", "2025", "2024"))},
		{name: "a budget below the other parts", want: []string{"* K-9"}, loose: true,
			edits: withKeys.and(replace("parties.csv", "K2,A,2021-01-01,,,equal,,,", "K2,A,2021-01-01,,,fixed,600.01,,"))},
		{name: "keyed parts without weight", want: []string{"* K-9"}, loose: true,
			edits: withDesert.and(appended("compacts.csv", "K3,Sand,municipal,sand,1"),
				appended("parties.csv", "K3,N,2019-01-01,,,per-head,,,"),
				content("budgets.csv", "compact,year,amount", "K3,2025,0.00", ""))},
		{name: "capacity without net", want: []string{"* K-9"}, loose: true,
			edits: withDesert.and(appended("compacts.csv", "K3,Sand,municipal,sand,1"),
				appended("parties.csv", "K3,N,2019-01-01,,,capacity,,,"),
				content("budgets.csv", "compact,year,amount", "K3,2025,1.00", ""))},
		{name: "two keys in a compact", want: []string{"* K-9"}, loose: true,
			edits: withKeys.and(replace("parties.csv", "K2,C,2021-01-01,,,equal,,,", "K2,C,2021-01-01,,,per-head,,,"))},
		{name: "keyed parts in two currencies", want: []string{"* M-7"}, loose: true,
			edits: withKeys.and(replace("jurisdictions.csv", "C,Cala,municipality,,Y,EUR", "C,Cala,municipality,,Y,CHF"))},
		{name: "a budget twice", want: []string{"budgets.csv:3"},
			edits: withKeys.and(appended("budgets.csv", "K2,2025,700.00"))},
	},
)
