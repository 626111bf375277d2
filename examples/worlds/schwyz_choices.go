package worlds

import "github.com/vicinia/vicinia"

// What goes wrong in filings, one in so many.
const (
	overCap      = 5000 // more than the cap (D-1)
	unrecognised = 3000 // to who is recognised by Einsiedeln alone (D-6)
	notJoined    = 3000 // by no member, where membership is asked beforehand (D-5)
	inVain       = 20   // of those whose commune has no power to let them (T-2)
	secondTime   = 50   // files again later: the last counts
	withdrawn    = 300  // files again, and withdraws
)

// A choice is a community and a share of the tax, in thousandths.
type choice struct{ community, share int }

// The ways to divide up the cap, and how many of a hundred take each; assumed.
var (
	divisions = [][]int{{150}, {100}, {50}, {100, 50}, {75, 75}, {50, 50, 50}}
	dividers  = []int{40, 20, 10, 12, 8, 10}
)

// choose draws what a resident designates, and of whom the resident is a member.
func (s *schwyz) choose(d drawing, p *resident, weights []int) {
	var joined uint // communities, as bits
	if p.age >= 18 && d.chance(5, 100) {
		s.join(d, p, d.pick(weights), &joined)
	}
	if p.tax == 0 || !d.chance(uptake, 1000) {
		return
	}
	s.facts[p.home].designers++
	on := d.day(vicinia.MustDate("2025-03-01"), vicinia.MustDate("2025-07-01"))
	choices := s.choices(d, weights)
	switch {
	case d.chance(1, overCap):
		s.file(d, p, []choice{{choices[0].community, 200}}, on, &joined)
		on += 21 // and again, as it should be
	case d.chance(1, unrecognised):
		s.file(d, p, []choice{{camino, 50}}, on, &joined)
		on += 21
	}
	s.file(d, p, choices, on, &joined)
	on += 30
	switch {
	case d.chance(1, withdrawn):
		s.file(d, p, nil, on, &joined)
	case d.chance(1, secondTime):
		s.file(d, p, s.choices(d, weights), on, &joined)
	}
}

// choices draws communities, each once, and their shares.
func (s *schwyz) choices(d drawing, weights []int) []choice {
	var chosen []choice
	var taken uint
	for _, share := range divisions[d.pick(dividers)] {
		community := d.pick(weights)
		for taken&(1<<community) != 0 {
			community = d.pick(weights)
		}
		taken |= 1 << community
		chosen = append(chosen, choice{community, share})
	}
	return chosen
}

// file writes one filing for the canton and each commune of the year, all of one day; none
// on or after the day of death. Without choices it is a withdrawal.
func (s *schwyz) file(d drawing, p *resident, choices []choice, on vicinia.Date, joined *uint) {
	if p.died != 0 && p.died <= on {
		return
	}
	places := []string{canton, communes[p.home].name}
	if p.to >= 0 {
		places = append(places, communes[p.to].name)
	}
	for _, place := range places {
		if place == undesignating && !d.chance(1, inVain) {
			continue
		}
		if membershipOf(place) == "prior" && !d.chance(1, notJoined) {
			for _, c := range choices {
				s.join(d, p, c.community, joined)
			}
		}
		for _, c := range choices {
			s.designations.person(p.number).text(place).text("2025").text(communityList[c.community].id).share(c.share).date(on).end()
		}
		if len(choices) == 0 {
			s.designations.person(p.number).text(place).text("2025").text("").text("").date(on).end()
		}
	}
}

// join makes a resident a member, once, some time in the last ten years.
func (s *schwyz) join(d drawing, p *resident, community int, joined *uint) {
	if *joined&(1<<community) != 0 {
		return
	}
	*joined |= 1 << community
	from := d.day(max(p.born, yearsBefore(10)), firstDay)
	s.memberships.person(p.number).text(communityList[community].id).date(from).date(0).end()
	if p.age >= 18 {
		s.members[community]++
	}
}

// abroad writes members of the community of those who left: they live nowhere in the canton,
// vote nowhere in it, and vote in their community (C-14).
func (s *schwyz) abroad() {
	d := newDrawing(s.seed, "abroad", "")
	for range 400 {
		p := resident{number: s.next(), age: 20 + d.below(60)}
		p.born = d.day(yearsBefore(p.age+1), yearsBefore(p.age))
		s.persons.person(p.number).date(p.born).date(0).end()
		var joined uint
		s.join(d, &p, strangers, &joined)
	}
}
