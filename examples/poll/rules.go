package poll

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot/rulebook"
)

// family tells rules by what they answer with.
func family(of ...rulebook.Family) func(rulebook.Entry) bool {
	return func(e rulebook.Entry) bool { return slices.Contains(of, e.Family) }
}

func named(names ...string) func(rulebook.Entry) bool {
	return func(e rulebook.Entry) bool { return slices.Contains(names, e.Name) }
}

func prefix(begin string) func(rulebook.Entry) bool {
	return func(e rulebook.Entry) bool { return strings.HasPrefix(e.Name, begin) }
}

// What rules have in common.
var (
	seated = family(rulebook.Seats, rulebook.STV, rulebook.Committee) // they fill seats
	runoff = prefix("instant-runoff")
)

// rounds tells the rules that leave ties and shared ranks to who configures the count.
func rounds(e rulebook.Entry) bool {
	return runoff(e) || strings.HasPrefix(e.Name, "stv-rctab") || e.Name == "stv-bottoms-up" || e.Name == "multi-pass-runoff"
}

// near suggests rules whose names are like one that is none.
func near(name string) string {
	var all []string
	for e := range rulebook.All() {
		like := func(known string) bool { return Alike(known, name) || len(name) > 2 && strings.Contains(known, name) }
		if like(e.Name) || slices.ContainsFunc(e.Aliases, like) {
			all = append(all, e.Name)
		}
	}
	switch {
	case len(all) == 0:
		return ""
	case len(all) > 12:
		return fmt.Sprintf("; %d have it in their names", len(all))
	}
	return "; there is " + strings.Join(all, ", ")
}

// Alike reports whether one or two letters, put in, left out or changed, make one name the other.
func Alike(a, b string) bool {
	at := make([]int, len(b)+1) // by begin of b, the changes that make it the begin of a
	for j := range at {
		at[j] = j
	}
	for i := range len(a) {
		before := at[0]
		at[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = at[j+1]
			at[j+1] = min(change, at[j]+1, at[j+1]+1)
		}
	}
	return at[len(b)] <= min(2, len(b)/3)
}
