package year_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// A drawn world has two regions, one within the other, five municipalities in two
// currencies, four communities, movers, deaths and compacts of every rule.
type drawn struct {
	rng     *rand.Rand
	persons []census.PersonID
	facts   []Act // on people, who may come in any order after the places
	laws    []Act
	money   []Act // bases and filings
}

var (
	drawnPlaces = []census.JurisdictionID{"north", "valley", "m1", "m2", "m3", "m4", "m5"}
	drawnTowns  = drawnPlaces[2:]
	drawnTo     = []string{"Esperanto", "Linux", "Oceans", "CasaAlba"}
)

const drawnYear = 2024 // a leap year

func currencyOf(id census.JurisdictionID) fiscal.Currency {
	if id == "m5" {
		return fiscal.JPY
	}
	return fiscal.EUR
}

func (d *drawn) places() (acts []Act) {
	within := map[census.JurisdictionID]census.JurisdictionID{"valley": "north", "m1": "valley", "m2": "valley", "m3": "north", "m5": "north"}
	for i, id := range drawnPlaces {
		j := Jurisdiction{ID: id, Kind: Municipality, Within: within[id], Currency: currencyOf(id), Powers: own}
		if i < 2 {
			j.Kind = Region
		}
		if id == "m2" { // its powers are those of the region
			j.Powers = 0
		}
		acts = append(acts, j)
	}
	return append(acts, communities()...)
}

// draw makes a world of a seed and a number of people.
func draw(seed uint64, people int) *drawn {
	d := &drawn{rng: rand.New(rand.NewPCG(seed, 1))}
	for i := range people {
		id := census.PersonID(fmt.Sprintf("p%03d", d.rng.IntN(900)*1000+i))
		d.persons = append(d.persons, id)
		d.person(id)
	}
	for _, in := range drawnPlaces {
		d.law(in)
	}
	for _, id := range d.persons {
		d.pays(id)
	}
	return d
}

func (d *drawn) day() vicinia.Date {
	return vicinia.Year(drawnYear).From + vicinia.Date(d.rng.IntN(500)-60)
}

// person lives in one to three places, with gaps, and may die.
func (d *drawn) person(id census.PersonID) {
	p := Person{ID: id, Born: date("1940-01-01") + vicinia.Date(d.rng.IntN(30000))}
	if d.rng.IntN(8) == 0 {
		p.Died = max(p.Born, d.day())
	}
	d.facts = append(d.facts, p)
	from := date("2021-01-01")
	for range 1 + d.rng.IntN(3) {
		to := max(d.day(), from+1)
		r := Residency{Person: id, Municipality: drawnTowns[d.rng.IntN(len(drawnTowns))], From: from, To: to, Recorded: from}
		if d.rng.IntN(3) == 0 {
			r.To = 0
		}
		d.facts = append(d.facts, r)
		if r.To == 0 {
			break
		}
		from = to + vicinia.Date(d.rng.IntN(2)*d.rng.IntN(90))
	}
}

func (d *drawn) rate(percent int) vicinia.Ratio {
	return vicinia.Frac(int64(d.rng.IntN(percent*1000)), 100_000)
}

// law is a tax, of one of three forms, and a policy.
func (d *drawn) law(in census.JurisdictionID) {
	s := Schedule{Jurisdiction: in, Year: drawnYear, Tax: tax.Flat(currencyOf(in), d.rate(20))}
	switch d.rng.IntN(4) {
	case 0:
		s.Tax = tax.Multiplier(currencyOf(in), d.rate(130))
	case 1:
		s.Tax.Brackets = []tax.Bracket{{From: 0, Rate: d.rate(5)}, {From: tax.MustBase("10000"), Rate: d.rate(15)}, {From: tax.MustBase("30000"), Rate: d.rate(30)}}
	case 2:
		if in == "m4" {
			return // levies nothing
		}
	}
	d.laws = append(d.laws, s)
	if d.rng.IntN(5) > 0 {
		d.laws = append(d.laws, Policy{Jurisdiction: in, Year: drawnYear, Cap: d.rate(40), Membership: MembershipRule(d.rng.IntN(2) * 2)})
	}
}

// pays states a base and files here and there, sometimes too much or where nothing is owed.
func (d *drawn) pays(id census.PersonID) {
	if d.rng.IntN(6) == 0 {
		return
	}
	d.money = append(d.money, Base{Person: id, Year: drawnYear, Amount: tax.Base(d.rng.Int64N(1_000_000_000))})
	for range d.rng.IntN(5) {
		f := Filing{Person: id, Jurisdiction: drawnPlaces[d.rng.IntN(len(drawnPlaces))], Year: drawnYear, On: d.day()}
		for _, k := range d.rng.Perm(len(drawnTo))[:d.rng.IntN(4)] {
			f.Choices = append(f.Choices, designation.Choice{Recipient: designation.RecipientID(drawnTo[k]), Share: d.rate(15)})
		}
		d.money = append(d.money, f)
	}
}

// compacts are one of each kind of rule, with notices and a second term.
func (d *drawn) compacts() (acts []Act) {
	join := func(id CompactID, party census.JurisdictionID, s share.Term) {
		acts = append(acts, Accession{Compact: id, Party: party, From: d.day(), Share: s})
	}
	for i, id := range []CompactID{"k0", "k1", "k2", "k3", "k4"} {
		acts = append(acts, Compact{ID: id, Level: Municipality, Objects: []string{"water"}, Notice: i})
		for _, party := range drawnTowns[:4] {
			switch {
			case d.rng.IntN(3) == 0:
			case i < 3 && d.rng.IntN(4) > 0:
				join(id, party, share.Key(i))
			case d.rng.IntN(2) == 0:
				join(id, party, share.Revenue{Rate: d.rate(10)})
			default:
				join(id, party, share.Fixed{Amount: fiscal.EUR.Minor(d.rng.Int64N(20_000))})
			}
		}
		acts = append(acts, Budget{Compact: id, Year: drawnYear, Amount: fiscal.EUR.Minor(60_000 + d.rng.Int64N(300_000))})
	}
	join("k3", "m5", share.Revenue{Rate: d.rate(10)})
	join("k4", "m5", share.Fixed{Amount: fiscal.JPY.Minor(d.rng.Int64N(900))})
	for _, a := range acts {
		if a, ok := a.(Accession); ok && d.rng.IntN(3) == 0 {
			n := Notice{Compact: a.Compact, Party: a.Party, From: a.From, On: a.From + vicinia.Date(d.rng.IntN(200))}
			acts = append(acts, n)
			if d.rng.IntN(2) == 0 {
				a.From = Exit(n.On, 6) + vicinia.Date(d.rng.IntN(30))
				acts = append(acts, a)
			}
		}
	}
	return acts
}

// world builds what was drawn; what the rules refuse is left out.
func (d *drawn) world(t testing.TB) *World {
	t.Helper()
	w, _ := made(t, d.places()...).Admit(slices.Values(d.compactsOnce()))
	w = decreed(t, then(t, w, d.facts...), d.laws...)
	w, _ = w.Admit(slices.Values(d.money))
	return w
}

// compactsOnce draws the compacts from a source of their own, so that the same world can
// be built again.
func (d *drawn) compactsOnce() []Act {
	kept := d.rng
	defer func() { d.rng = kept }()
	d.rng = rand.New(rand.NewPCG(uint64(len(d.money)), uint64(len(d.facts))))
	return d.compacts()
}
