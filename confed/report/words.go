package report

import (
	"fmt"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// This file is the sentences that both pages use.

// named is an id with its name: A (Aldea).
func named[T ~string](id T, name string) string {
	if name == "" || name == string(id) {
		return string(id)
	}
	return fmt.Sprintf("%s (%s)", id, name)
}

func jurisdictionNamed(w *confed.World, id census.JurisdictionID) string {
	j, _ := w.Jurisdiction(id)
	return named(id, j.Name)
}

func communityName(w *confed.World, id designation.RecipientID) string {
	c, _ := w.Community(confed.CommunityID(id))
	return c.Name
}

// taxWords says a schedule: 8% of the base; 0% up to 10000.50, 5% above.
func taxWords(s tax.Schedule) string {
	var parts []string
	for i, b := range s.Brackets {
		text := b.Rate.String()
		switch {
		case len(s.Brackets) == 1:
			text += " of the base"
		case i+1 < len(s.Brackets):
			text += " up to " + s.Brackets[i+1].From.String()
		default:
			text += " above"
		}
		parts = append(parts, text)
	}
	words := strings.Join(parts, ", ")
	if s.Multiplier.Sign() != 0 {
		if words == "100% of the base" {
			words = "the base, which is the simple tax"
		}
		words += fmt.Sprintf(", times %s", s.Multiplier)
	}
	if !s.Minimum.IsZero() {
		words += fmt.Sprintf(", at least %s", s.Minimum)
	}
	if !s.PerHead.IsZero() {
		words += fmt.Sprintf(", and %s per head", s.PerHead)
	}
	return words
}

// shareWords says how a party's part in a compact is found.
func shareWords(t share.Term) string {
	switch t := t.(type) {
	case share.Revenue:
		return t.Rate.String() + " of net revenue"
	case share.Fixed:
		return t.Amount.String() + " a year"
	case share.Key:
		switch t {
		case share.PerHead:
			return "of the budget, by heads"
		case share.Capacity:
			return "of the budget, by net revenue"
		case share.Equal:
			return "of the budget, in equal parts"
		}
	}
	rule, parameter := t.Rule()
	return strings.TrimSpace(rule + " " + parameter)
}

// choiceWords says what a filing asks for: Esperanto 5%, Linux 5%.
func choiceWords(choices []designation.Choice) string {
	if len(choices) == 0 {
		return "withdrawal"
	}
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = fmt.Sprintf("%s %s", c.Recipient, c.Share)
	}
	return strings.Join(words, ", ")
}

var membershipWords = map[confed.MembershipRule]string{
	confed.Declares: "to any recognised community: filing is the subscription",
	confed.Prior:    "to recognised communities that the payer is a member of on the day of filing",
	confed.Free:     "to any recognised community",
}

// effectWords says what a carried motion does.
func effectWords(a confed.Act) string {
	switch a := a.(type) {
	case confed.Schedule:
		return fmt.Sprintf("the tax of %s for %d: %s", a.Jurisdiction, a.Year, taxWords(a.Tax))
	case confed.Policy:
		return fmt.Sprintf("designation in %s for %d: at most %s of each tax", a.Jurisdiction, a.Year, a.Cap)
	case confed.Accession:
		return fmt.Sprintf("%s joins %s on %s: %s", a.Party, a.Compact, a.From, shareWords(a.Share))
	case confed.Notice:
		return fmt.Sprintf("%s gives notice to %s on %s", a.Party, a.Compact, a.On)
	case confed.Finding:
		return fmt.Sprintf("for %s, %s is found %s until %s", a.Service, a.Provider, sufficiency(a.Sufficient), a.When.To)
	}
	return ""
}

// daysWords is 181 of 365.
func daysWords(days int, when vicinia.Interval) string {
	return fmt.Sprintf("%d of %d", days, when.Days())
}

func sufficiency(ok bool) string {
	if ok {
		return "sufficient"
	}
	return "insufficient"
}

var levelWords = map[confed.JurisdictionKind]string{confed.Municipality: "municipalities", confed.Region: "regions"}

// compactWords is a compact's statute in a line, with its budget of the year.
func compactWords(w *confed.World, c confed.Compact, year int) string {
	words := fmt.Sprintf("%s: of %s, for %s; notice of %d months", named(c.ID, c.Name), levelWords[c.Level], strings.Join(c.Objects, ", "), c.Notice)
	for b := range w.Budgets(c.ID) {
		if b.Year == year {
			words += fmt.Sprintf("; budget of %s", b.Amount)
		}
	}
	return words
}

// ruleWords is a rule in a sentence with its source; "" if it has no sentence.
func ruleWords(id vicinia.Invariant) string {
	s, ok := confed.StatementOf(id)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s: %s (%s)", id, s.Text, s.Source)
}
