package poll

import (
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
	others = named("stv-meek-prf", "stv-warren", "stv-new-zealand", "stv-qpq", "stv-qpq-restart", "stv-cambridge", "cpo-stv", "schulze-stv")
)

// gregory tells counts in which papers move once from parcel to parcel, which may stop early.
func gregory(e rulebook.Entry) bool { return e.Family == rulebook.STV && !others(e) }

// rounds tells the rules that leave ties and shared ranks to who configures the count.
func rounds(e rulebook.Entry) bool {
	return runoff(e) || strings.HasPrefix(e.Name, "stv-rctab") || e.Name == "stv-bottoms-up" || e.Name == "multi-pass-runoff"
}

// near suggests the rules whose name begins or ends alike.
func near(name string) string {
	var all []string
	for e := range rulebook.All() {
		for _, known := range append([]string{e.Name}, e.Aliases...) {
			if len(name) > 2 && (strings.Contains(known, name) || strings.Contains(name, known) && len(known) > 3) {
				all = append(all, e.Name)
				break
			}
		}
	}
	if len(all) == 0 || len(all) > 12 {
		return ""
	}
	return "; there is " + strings.Join(all, ", ")
}
