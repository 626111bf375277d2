package main

import "github.com/vicinia/vicinia"

// A contest is one constituency of an election, with and without the absent vote.
type contest struct {
	id, title, date string
	law             string // rule and threshold, with the article
	seats           int64
	threshold       vicinia.Ratio // of the votes in the table; see thresholdNote
	parties         []party       // those that won a seat
	house           string        // what the seat was worth
	sources         []string
	notes           []string
}

// A party has its votes in both counts.
type party struct {
	name      string
	residents int64
	absent    int64
	notFound  bool   // the absent vote: absent is 0
	derived   string // how the resident figure was derived; "" if it was published
}

// A question is a vote with yes and no.
type question struct {
	id, title, date           string
	law                       string
	residentsYes, residentsNo int64
	absentYes, absentNo       int64
	roll                      int64
	sources                   []string
	notes                     []string
}

// thresholdNote says why the threshold may be taken of the votes in the table.
const thresholdNote = "The law's threshold is a share of the valid votes, blank ones included, whose number was not" +
	" found; it is taken of the votes in the table. Every list there stood above 16 % of the valid votes, so it" +
	" keeps none of them out. Lists without a seat are not in the table: their quotients are below the last seat."

// lawOfTies is what Spain does where quotients are equal.
const lawOfTies = "Spanish law (LOREG, article 163.1(d)) gives it to the list with more votes in all"

// The figures are retyped from the counts that stand beside them.
var contests = []contest{
	{
		id: "asturias-2012", title: "Asturias, constituency of Occidente", date: "2012-03-25",
		law:   "D'Hondt, 3 % (Ley 14/1986, sobre régimen de elecciones a la Junta General)",
		seats: 6, threshold: vicinia.MustRatio("3%"),
		parties: []party{
			{name: "PSOE", residents: 19_816, absent: 290},
			{name: "PP", residents: 14_628, notFound: true},
			{name: "FAC", residents: 13_325, absent: 44},
		},
		house: "Junta General, 45 seats, majority 23. Residents alone: PSOE 16, FAC 13, PP 10, IU 5, UPyD 1, and FAC" +
			" with PP has 23. With the absent: PSOE 17, FAC 12, and PSOE with IU and UPyD has 23. The seat changed the government.",
		sources: []string{
			"resident votes, and 23.97 % for FAC: ABC, 26 March 2012, on the absent vote in Asturias",
			"172 votes that PSOE needed, its rivals having none: La Nueva España, article 1219593, before the count of 28 March 2012",
			"absent votes of PSOE and FAC, and the 80 that FAC needed: La Nueva España, 29 March 2012, article 1221007",
		},
	},
	{
		id: "galicia-2005", title: "Galicia, constituency of Pontevedra", date: "2005-06-19",
		law: "D'Hondt, 5 % (Ley 8/1985, de elecciones al Parlamento de Galicia, article 10)", seats: 22, threshold: vicinia.MustRatio("5%"),
		parties: []party{
			{name: "PP", residents: 221_979, absent: 15_361},
			{name: "PSdeG", residents: 167_228, absent: 13_518},
			{name: "BNG", residents: 101_870, absent: 1_263, derived: "20.1 % of the valid votes"},
		},
		house: "Parlamento de Galicia, 75 seats, majority 38: PP 37, PSdeG 25, BNG 13 in both counts. One seat more was the" +
			" majority of PP, and nobody knew for nine days.",
		sources: []string{
			"resident votes of PP and PSdeG, 20.1 % for BNG, and a lead of 8160 that PP needed: Libertad Digital, 20 June 2005",
			"absent votes: EFE in La Voz del Interior (Córdoba) and La Capital (Rosario), 28 June 2005",
		},
		notes: []string{
			"The resident votes are those of the night; the definitive ones may be a few votes off. The press of that night" +
				" said 8160 where these figures give 7960 for PP. They also say that BNG was nearer to the seat than PP; the" +
				" suspense was about PP because of the majority.",
		},
	},
	{
		id: "galicia-2009", title: "Galicia, constituency of Ourense", date: "2009-03-01",
		law: "D'Hondt, 5 % (Ley 8/1985, de elecciones al Parlamento de Galicia, article 10)", seats: 14, threshold: vicinia.MustRatio("5%"),
		parties: []party{
			{name: "PP", residents: 103_160, absent: 6_465},
			{name: "PSdeG", residents: 64_165, absent: 7_979},
			{name: "BNG", residents: 35_400, notFound: true, derived: "16.8 % of the valid votes"},
		},
		house: "Parlamento de Galicia, 75 seats, majority 38. Residents alone: PP 39, PSdeG 24, BNG 12. With the absent: PP 38," +
			" PSdeG 25, BNG 12. The seat did not change the government.",
		sources: []string{
			"resident votes of PP and PSdeG: Galicia Diario, March 2009, article 28819, on the morning of the count",
			"absent votes of PP and PSdeG: Galicia Diario, March 2009, article 28900, after that count",
		},
	},
}

// moldova is the one case that is not about seats.
var moldova = question{
	id: "moldova-2024", title: "Moldova, constitutional referendum on joining the European Union", date: "2024-10-20",
	law:          "more yes than no among the valid votes, as the count was declared; a third of the roll must take part (Central Electoral Commission, October 2024)",
	residentsYes: 570_313, residentsNo: 682_107,
	absentYes: 165_521, absentNo: 49_016,
	roll: 3_020_814,
	sources: []string{
		"at 98.56 % of the protocols: Radio Moldova, \"Cum au votat moldovenii din țară și din diaspora la referendum?\", October 2024; the votes in the country are those of all less those abroad",
		"roll: registered voters of the final count, Central Electoral Commission",
	},
	notes: []string{
		"This is the count at 98.56 % of the protocols, 201 of 231 from abroad. The final one was 749719 yes and 739155 no;" +
			" its division into votes in the country and abroad was not found in votes, so it stands as n/a.",
		"Blank and spoilt ballots of the snapshot were not found and count as 0; the quorum is met without them, even by" +
			" the residents' valid votes and against the whole roll.",
		"Whoever lived abroad voted on the constitution of the state, not on the administration of a place: the manifesto's" +
			" sentence does not speak of it.",
	},
}

// What the manifesto's claim covers, and what it does not.
const (
	claim = "«local elections in many cities in Europe are decided by the “emigrant vote,” which, many times, is the vote" +
		" of the grandchildren of those who emigrated» (Manifesto, chapter 7)"
	covers = "The claim is about the administration of what is local. Spain did that for its municipalities: since the Ley" +
		" Orgánica 2/2011 of 28 January (LOREG, article 2.3) only who is on the roll of residents in Spain votes in municipal" +
		" elections, and the Constitutional Court upheld it (judgment 153/2014 of 25 September)."
	coversNot = "It does not cover the cases above. They are regional elections and a national referendum, where the law kept" +
		" the absent vote; they show how few votes can move a seat, not that a mayor was ever chosen so. And not every absent" +
		" voter is a grandchild: the counts do not say who left last year."
	otherSide = "For the absent vote stands that they are citizens by law, that many mean to return, own a house or support a" +
		" family there, and that a law of the region binds some of them; against it, that others live with what they decide." +
		" The numbers above settle neither."
)
