package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// mostShown is how many entries of a long list Text says in full. The others are counted,
// and it is said where they are.
const mostShown = 12

// A tally counts, by a word, the entries that a page leaves out.
type tally map[string]int

// more says how many more entries there are, by word, and where.
func (p *page) more(t tally, where string) {
	words := slices.Sorted(maps.Keys(t))
	switch len(words) {
	case 0:
		return
	case 1:
		p.say(2, "... and %d more %s. %s", t[words[0]], words[0], where)
		return
	}
	all := 0
	for i, word := range words {
		all += t[word]
		words[i] = fmt.Sprint(t[word], " ", word)
	}
	p.say(2, "... and %d more: %s. %s", all, strings.Join(words, ", "), where)
}
