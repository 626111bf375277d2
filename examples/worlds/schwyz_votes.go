package worlds

// smallest is the commune, the smallest, that lists who took a ballot.
const smallest = "Riemenstalden"

// votes writes the calls and what was decided. Of the outcomes only Freienbach's is free:
// rows that cite a decision need it carried.
func (s *schwyz) votes() {
	d := newDrawing(s.seed, "ballots", "")
	all := 0
	for i, c := range communes {
		all += s.electors[i]
		s.vote(d, c.name, s.electors[i], c.name != undesignating)
	}
	s.vote(d, canton, all, true)
	s.decide(d, "Tuggen-join", "Tuggen", "compact-join", "Obersee", s.electors[indexOf("Tuggen")], true)
	s.decide(d, "Arth-exit", "Arth", "compact-exit", "Passes", s.electors[indexOf("Arth")], true)
	s.decide(d, "Freienbach-join", "Freienbach", "compact-join", "Passes", s.electors[indexOf("Freienbach")], false)

	for i, c := range communityList {
		if i == camino {
			continue
		}
		s.calls.add(c.id+"-2025", c.id, "2025-08-01", "2025-09-28", "on:2025-01-01")
		s.decisions.add(c.id+"-budget", c.id+"-2025", "community-budget", c.id, "simple", "")
		s.poll(d, c.id+"-budget", s.members[i]*turnout/1000, true)
	}
}

// vote writes the vote of a jurisdiction on its rate and, where it lets payers designate, on
// how.
func (s *schwyz) vote(d drawing, place string, electors int, designates bool) {
	s.calls.add(place+"-2024", place, "2024-09-20", voteDay.String(), "days-before:5")
	s.decide(d, place+"-rate", place, "tax-rate", place, electors, true)
	if designates {
		s.decide(d, place+"-policy", place, "designation-policy", place, electors, true)
	}
}

func (s *schwyz) decide(d drawing, id, place, matter, subject string, electors int, carried bool) {
	s.decisions.add(id, place+"-2024", matter, subject, "simple", "")
	cast := electors * (turnout - 50 + d.below(101)) / 1000
	if id == smallest+"-rate" {
		cast = s.checkedIn
	}
	s.poll(d, id, cast, carried)
}

// poll draws ballots: the losing side has 30 to 47 percent of what is neither blank nor
// spoilt.
func (s *schwyz) poll(d drawing, decision string, cast int, carried bool) {
	blank, spoilt := cast*(5+d.below(15))/1000, cast*(1+d.below(4))/1000
	valid := cast - blank - spoilt
	fewer := valid * (300 + d.below(171)) / 1000
	counts := [...]int{valid - fewer, fewer, blank, spoilt}
	if !carried {
		counts[0], counts[1] = counts[1], counts[0]
	}
	for i, choice := range []string{"yes", "no", "blank", "spoilt"} {
		s.ballots.text(decision).text(choice).number(counts[i]).end()
	}
}

// checkIn writes who of the smallest commune took a ballot on the rate.
func (s *schwyz) checkIn(d drawing, people []resident) {
	for i := range people {
		if people[i].votes() == people[i].home && d.chance(turnout, 1000) {
			s.checkins.text(smallest + "-rate").person(people[i].number).end()
			s.checkedIn++
		}
	}
}
