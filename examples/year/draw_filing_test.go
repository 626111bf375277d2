package main_test

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// This file draws the designations.

// designations are filed where people live, and where they do not.
func (d *drawing) designations() {
	for _, year := range append(d.years, d.year) {
		for _, person := range d.w.ids("persons") {
			for _, jurisdiction := range d.w.ids("jurisdictions") {
				chance := 10
				if d.w.tax(person, jurisdiction, year).Sign() > 0 {
					chance = 60
				}
				for d.chance(chance) {
					d.filing(person, jurisdiction, year)
				}
			}
		}
	}
}

// filing draws the rows of one day, unless the person is dead or has filed on it.
func (d *drawing) filing(person, jurisdiction string, year int) {
	on := d.someDay()
	r := row{"person": person, "jurisdiction": jurisdiction, "year": strconv.Itoa(year), "filed_on": text(on),
		"community": "", "share": ""}
	if !on.Before(day(d.w.find("persons", person)["death_date"])) || d.filed(r) {
		return
	}
	if d.chance(8) {
		d.add("designations", r)
		return
	}
	recipients := d.recipients(person, on)
	for _, community := range recipients {
		line := maps.Clone(r)
		line["community"], line["share"] = community, d.share(jurisdiction, year, len(recipients))
		d.add("designations", line)
	}
}

// strayFilings name what has an id but is no community, on a day of no other filing.
func (d *drawing) strayFilings() {
	for _, table := range []string{"jurisdictions", "persons", "compacts"} {
		for _, id := range d.w.ids(table) {
			person := pick(d, d.w["persons"])
			on := date(d.year-4, 1, d.between(1, 365))
			r := row{"person": person["id"], "jurisdiction": pick(d, d.w.ids("jurisdictions")), "year": strconv.Itoa(d.year),
				"filed_on": text(on), "community": id, "share": "1%"}
			if d.chance(15) && on.Before(day(person["death_date"])) && !d.filed(r) {
				d.add("designations", r)
			}
		}
	}
}

func (d *drawing) filed(r row) bool {
	return len(d.w.where("designations", "person", r["person"], "jurisdiction", r["jurisdiction"],
		"year", r["year"], "filed_on", r["filed_on"])) > 0
}

// recipients are one to four communities, often the person's, at times a jurisdiction too.
func (d *drawing) recipients(person string, on time.Time) []string {
	communities := d.w.ids("communities")
	if d.chance(60) {
		own := slices.DeleteFunc(slices.Clone(communities), func(c string) bool { return !d.w.member(person, c, on) })
		if len(own) > 0 {
			communities = own
		}
	}
	d.Shuffle(len(communities), func(i, j int) { communities[i], communities[j] = communities[j], communities[i] })
	recipients := communities[:d.between(1, min(4, len(communities)))]
	if d.chance(4) {
		recipients = append(recipients, pick(d, d.w.ids("jurisdictions")))
	}
	return recipients
}

// share is one of so many that together mostly stay below the cap.
func (d *drawing) share(jurisdiction string, year, lines int) string {
	policies := d.w.where("policies", "jurisdiction", jurisdiction, "year", strconv.Itoa(year))
	if len(policies) == 0 || d.chance(8) {
		return d.oneOf("1% 5% 20% 150% 3.33% 0.333333333333333%")
	}
	share := mul(percent(policies[0]["cap"]), ratio(100, int64(lines)))
	if d.chance(60) {
		share = mul(share, ratio(int64(d.between(1, 100)), 100))
	}
	if share = floorTo(share, pick(d, []int{0, 2, 4})); share.Sign() == 0 {
		return "0.01%"
	}
	return share.FloatString(4) + "%"
}
