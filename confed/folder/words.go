package folder

import (
	"maps"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
)

// The words of the tables.
var (
	kinds = map[string]confed.JurisdictionKind{
		"municipality": confed.Municipality, "region": confed.Region,
	}
	levels = map[string]confed.JurisdictionKind{
		"municipal": confed.Municipality, "regional": confed.Region,
	}
	powers = map[string]confed.Powers{
		"set-rate": confed.SetRate, "collect": confed.Collect, "spend": confed.Spend, "designate": confed.Designate,
	}
	communityKinds = map[string]confed.CommunityKind{
		"origin": confed.Origin, "synthetic": confed.Synthetic, "productive": confed.Productive,
	}
	forms = map[string]confed.LegalForm{
		"international-foundation":   confed.InternationalFoundation,
		"international-organisation": confed.InternationalOrganisation,
	}
	matters = map[string]confed.MatterKind{
		"tax-rate": confed.TaxRate, "designation-policy": confed.DesignationPolicy,
		"compact-join": confed.Joining, "compact-exit": confed.Leaving,
		"budget": confed.LocalBudget, "community-budget": confed.CommunityBudget,
		"provider": confed.Provider,
	}
	thresholds = map[string]referendum.Majority{
		"simple":   {},
		"absolute": {Of: referendum.Eligible},
		"2/3":      {Over: vicinia.Frac(2, 3), AtLeast: true},
	}
	memberships = map[string]confed.MembershipRule{
		"declares": confed.Declares, "prior": confed.Prior, "free": confed.Free,
	}
	rungs = map[string]confed.Rung{
		"commons": confed.Commons, "municipality": confed.LocalGovernment, "compact": confed.Pooled,
	}
	answers    = map[string]bool{"yes": true, "no": false}
	undeclared = map[string]bool{"general-budget": true}
	origins    = map[string]bool{"local": false, "external": true} // external?
	choices    = map[string]int{"yes": 0, "no": 1, "blank": 2, "spoilt": 3}
)

// list joins the words of a closed list for people.
func list[T any](words map[string]T) string {
	return strings.Join(slices.Sorted(maps.Keys(words)), ", ")
}

// wordFor returns the word of a value.
func wordFor[T comparable](words map[string]T, v T) string {
	for _, w := range slices.Sorted(maps.Keys(words)) {
		if words[w] == v {
			return w
		}
	}
	return ""
}
