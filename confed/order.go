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
