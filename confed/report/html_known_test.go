package report

import (
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
)

// This file is what holds between the numbers of people on the page.

// within are the jurisdictions of a region. No region lies within another in the worlds that
// are attacked here.
func within(p *public, region census.JurisdictionID) (all []year.Jurisdiction) {
	for _, j := range p.Jurisdictions {
		if record, _ := p.World.Jurisdiction(j.ID); region != "" && record.Within == region {
			all = append(all, j)
		}
	}
	return all
}

// rolls adds that electors of a region live in its municipalities, where the rolls are of
// one day; those of a blank are at least one.
func (a *attacker) rolls(p *public, v *assembly) {
	electors := map[string][]term{} // by region and day
	n := 0
	for c := range p.World.Calls() {
		row := v.Rolls[n]
		n++
		roll, closed := p.World.Roll(c.ID)
		if !closed {
			continue
		}
		name := "roll " + string(c.ID)
		a.number(name, roll.Len(), row.Electors)
		if row.Electors == (figure{}) {
			a.atLeast(big.NewRat(1, 1), of(1, name))
		}
		j, ok := p.World.Jurisdiction(census.JurisdictionID(c.Body.Of))
		if !ok || c.Body.Kind != confed.Residents {
			continue
		}
		day := row.Reference.String() + " " + row.Vote.String()
		if j.Kind == confed.Region {
			key := string(j.ID) + " " + day
			electors[key] = append(electors[key], of(1, name))
		} else if j.Within != "" {
			key := string(j.Within) + " " + day
			electors[key] = append(electors[key], of(-1, name))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(electors)) {
		terms := electors[key]
		region, _, _ := strings.Cut(key, " ")
		plus := 0
		for _, t := range terms {
			plus += t.by.Sign()
		}
		switch voted := len(terms) - 1; {
		case plus != 1-voted: // the region did not vote
		case voted == len(within(p, census.JurisdictionID(region))):
			a.equal(terms...)
		default:
			a.atLeast(nothing, terms...)
		}
	}
}

var shownPart = regexp.MustCompile(`^ballots: (\d+)\.(\d).*? of the electors`)

// votes adds what each verdict says of the ballots.
func (a *attacker) votes(p *public, v *assembly) {
	n := -1
	for d := range p.World.Decisions() {
		n++
		if !d.Certified {
			continue
		}
		row, id := v.Decisions[n], string(d.ID)
		roll, yes, no, blank, none := "roll "+string(d.Call), "yes "+id, "no "+id, "blank "+id, "none "+id
		a.number(yes, d.Yes, row.Yes)
		a.number(no, d.No, row.No)
		a.number(blank, d.Blank+d.Spoilt, figure{})
		a.number(none, d.Eligible-d.Cast(), figure{})
		for _, side := range []string{yes, no, blank, none} {
			a.atLeast(nothing, of(1, side))
		}
		a.equal(of(1, yes), of(1, no), of(1, blank), of(1, none), of(-1, roll))
		result, err := p.World.Result(d.ID)
		require.NoError(a.t, err)
		k := 0
		for step := range result.Why() {
			test, ok := step.(referendum.Test)
			if !ok {
				continue
			}
			have := []string{yes}
			if test.Rule == "quorum" {
				have = []string{yes, no, blank}
			}
			base := map[string][]string{"valid": {yes, no}, "cast": {yes, no, blank}, "eligible": {roll}}[test.Base]
			a.verdict(test, have, base)
			if m := shownPart.FindStringSubmatch(row.Why[k]); m != nil { // tenths of a percent, rounded
				tenths, err := strconv.ParseInt(m[1]+m[2], 10, 64)
				require.NoError(a.t, err)
				a.atLeast(nothing, of(2000, yes), of(2000, no), of(2000, blank), of(-2*tenths+1, roll))
				a.atLeast(nothing, of(-2000, yes), of(-2000, no), of(-2000, blank), of(2*tenths+1, roll))
			}
			k++
		}
	}
}

// verdict adds that enough said yes, or took part, or not.
func (a *attacker) verdict(test referendum.Test, have, base []string) {
	num, den := test.Need.Parts()
	carried, least := test.Verdict == referendum.Carried, nothing
	if carried != test.AtLeast {
		least = big.NewRat(1, 1)
	}
	sign := int64(1)
	if !carried {
		sign = -1
	}
	var terms []term
	for _, name := range have {
		terms = append(terms, of(sign*den, name))
	}
	for _, name := range base {
		terms = append(terms, of(-sign*num, name))
	}
	if test.Of > 0 {
		a.atLeast(least, terms...)
	}
}

// payers adds that who pays in a region pays in one of its municipalities at least: those
// who moved, and pay in two, are a number too.
func (a *attacker) payers(p *public, m *moneyView) {
	i := 0
	for _, j := range p.Jurisdictions {
		if j.Gross.Currency().String() == m.Currency {
			name := "payers " + string(j.ID)
			a.number(name, j.Payers, m.Places[i].Payers)
			a.atLeast(nothing, of(1, name))
			i++
		}
	}
}

// refusals adds that a rule which stands there was broken.
func (a *attacker) refusals(v *assembly, refused []confed.Refusal) {
	rows, _ := refusalRows(v.Year, refused)
	for i, r := range v.Refusals {
		truth := filers(v.Year, refused, rows[i].Rule)
		a.number("filers "+string(r.Rule), truth, r.Filers)
		a.atLeast(big.NewRat(1, 1), of(1, "filers "+string(r.Rule)))
	}
}

func filers(n int, refused []confed.Refusal, rule vicinia.Invariant) int64 {
	who := map[census.PersonID]bool{}
	for _, r := range refusals(n, refused) {
		if r.Breaks == rule {
			who[r.Person] = true
		}
	}
	return int64(len(who))
}
