package confed

import (
	"cmp"
	"strings"
)

// What leaves a world is sorted by these.

func byRecogniser(a, b Recognition) int {
	return cmp.Or(strings.Compare(string(a.By), string(b.By)), cmp.Compare(a.When.From, b.When.From))
}

func byCommunity(a, b Membership) int {
	return cmp.Or(strings.Compare(string(a.Community), string(b.Community)), cmp.Compare(a.From, b.From))
}

func byParty(a, b Term) int {
	return cmp.Or(strings.Compare(string(a.Party), string(b.Party)), cmp.Compare(a.From, b.From))
}

// ByFiling orders filings by year, person, jurisdiction and day.
func ByFiling(a, b Filing) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), strings.Compare(string(a.Person), string(b.Person)),
		strings.Compare(string(a.Jurisdiction), string(b.Jurisdiction)), cmp.Compare(a.On, b.On))
}

func byPooling(a, b Adopted[Pooling]) int {
	return cmp.Or(strings.Compare(string(a.Act.Community), string(b.Act.Community)), cmp.Compare(a.Act.From, b.Act.From))
}
