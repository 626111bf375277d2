package main_test

import (
	"strings"
	"time"
)

// This file draws places, persons and communities.

func (d *drawing) jurisdictions() {
	for range d.between(0, 3) {
		within := ""
		if regions := d.w.ids("jurisdictions"); len(regions) > 0 && d.chance(60) {
			within = pick(d, regions)
		}
		d.jurisdiction("region", within)
	}
	regions := d.w.ids("jurisdictions")
	for range d.between(2, 7) {
		within := ""
		if len(regions) > 0 && d.chance(70) {
			within = pick(d, regions)
		}
		d.jurisdiction("municipality", within)
	}
}

func (d *drawing) jurisdiction(kind, within string) {
	currency := d.money
	if d.chance(30) {
		currency = d.oneOf("EUR CHF JPY KWD UYW")
	}
	d.add("jurisdictions", row{
		"id": d.id(kind[:1]), "name": pick(d, stems), "kind": kind, "within": within, "state": d.oneOf("X Y"),
		"currency": currency, "voting_age": d.oneOf("18 18 16"), "powers": d.powers(),
	})
}

func (d *drawing) powers() string {
	powers := []string{"set-rate", "collect", "spend", "designate"}
	n := len(powers)
	switch chance := d.IntN(100); {
	case chance < 35:
		return ""
	case chance < 40:
		return "none"
	case chance < 50:
		n = d.between(1, 3) // three of them are enough to be sovereign
	}
	powers = powers[:n]
	d.Shuffle(n, func(i, j int) { powers[i], powers[j] = powers[j], powers[i] })
	return strings.Join(powers, "|")
}

func (d *drawing) communities() {
	for range d.between(1, 5) {
		d.add("communities", row{
			"id": d.id("c"), "name": pick(d, stems), "kind": d.oneOf("origin synthetic productive"),
			"legal_form":       d.oneOf("international-foundation international-organisation"),
			"exit_notice_days": d.oneOf("0 30"),
		})
	}
}

func (d *drawing) persons() {
	for range d.between(4, pick(d, []int{10, 30, 60})) {
		born := d.birth()
		died := endless
		if d.chance(20) {
			died = d.dayAfter(born)
		}
		d.add("persons", row{"id": d.id("p"), "birth_date": text(born), "death_date": text(died)})
	}
}

// birth is any, or about a voting age before a vote, or on a 29 February.
func (d *drawing) birth() time.Time {
	switch n := d.IntN(10); {
	case n < 3 && len(d.w["calls"]) > 0:
		voted := day(pick(d, d.w["calls"])["vote_date"])
		return voted.AddDate(-pick(d, []int{16, 18}), 0, d.between(-1, 1))
	case n < 6:
		return date(pick(d, []int{1964, 2000, 2004, 2008, 2008}), 2, 29)
	}
	return date(d.between(1930, d.year-5), 1, d.between(1, 365))
}

// residencies walk each person through some places, next to each other in time or not.
func (d *drawing) residencies() {
	for _, p := range d.w["persons"] {
		from := day(p["birth_date"])
		if d.chance(30) {
			from = d.dayAfter(from)
		}
		slow := d.chance(20) // a person of whom the register hears late
		for n := range d.between(0, 6) {
			if !from.Before(day(p["death_date"])) {
				break
			}
			to := endless
			if d.chance(75) {
				to = d.dayAfter(from)
			}
			d.add("residencies", row{"person": p["id"], "municipality": d.municipality(),
				"from": text(from), "to": text(to), "recorded_at": text(d.recorded(from, slow && n > 0))})
			from = to
			if d.chance(30) {
				from = d.dayAfter(to)
			}
		}
	}
}

func (d *drawing) municipality() string {
	return pick(d, d.w.where("jurisdictions", "kind", "municipality"))["id"]
}

// recorded is mostly at once, often late, at times in advance.
func (d *drawing) recorded(from time.Time, slow bool) time.Time {
	switch n := d.IntN(10); {
	case slow:
		return from.AddDate(0, 0, d.between(200, 700))
	case n < 6:
		return from
	case n < 7:
		return from.AddDate(0, 0, -d.between(1, 60))
	case n < 8:
		return from.AddDate(0, 0, d.between(1, 400))
	}
	if late := d.dayAfter(from); late.Before(endless) {
		return late
	}
	return from
}

// spells draws terms of communities, none, one or two to each of the others.
func (d *drawing) spells(table, column string, others []string, chance int) {
	for _, other := range others {
		for _, community := range d.w.ids("communities") {
			from := date(d.year-d.IntN(9), 1, d.between(1, 365))
			for d.chance(chance) {
				if person := d.w.find("persons", other); person != nil && !from.Before(day(person["death_date"])) {
					break
				}
				to := endless
				if d.chance(50) {
					to = d.dayAfter(from)
				}
				d.add(table, row{column: other, "community": community, "from": text(from), "to": text(to)})
				d.anchors = append(d.anchors, from)
				if to.Equal(endless) {
					break
				}
				d.anchors = append(d.anchors, to)
				from = to.AddDate(0, 0, d.IntN(2)*d.IntN(100))
			}
		}
	}
}

func (d *drawing) recognitions() {
	d.spells("recognitions", "recogniser", []string{"register"}, 75)
	d.spells("recognitions", "recogniser", d.w.ids("jurisdictions"), 20)
	if d.chance(25) {
		delete(d.w, "recognitions")
	}
}
