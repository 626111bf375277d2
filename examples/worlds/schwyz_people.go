package worlds

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// tariff is the stand-in for the simple tax of an income.
const tariff = "0:0%|4000:1%|10000:2%|20000:3%|36000:4%"

// pyramid is how many of a thousand are in each decade of age, and dying how many of a
// thousand of a decade die in a year; assumed.
var (
	pyramid = []int{100, 98, 118, 142, 140, 152, 118, 86, 40, 6}
	dying   = []int{0, 0, 1, 1, 1, 3, 8, 20, 70, 200}
)

// A resident is who lives in a commune on firstDay.
type resident struct {
	number, home, former int // former is -1 without a move in the year before
	age                  int
	born, came, recorded vicinia.Date
	died, left, leftSaid vicinia.Date // left is the first day elsewhere
	to                   int          // where the resident moves within the year; -1 is nowhere
	tax                  int64        // the simple tax, in Rappen
}

// commune draws who lives in a commune, and what becomes of them in the year.
func (s *schwyz) commune(home int) {
	c := communes[home]
	d := newDrawing(s.seed, "people", c.name)
	people := make([]resident, c.population)
	for i := range people {
		people[i] = s.resident(d, home)
	}
	s.assess(newDrawing(s.seed, "incomes", c.name), home, people)

	choosing := newDrawing(s.seed, "designations", c.name)
	weights := taste(c.district)
	for i := range people {
		s.reside(&people[i])
		s.choose(choosing, &people[i], weights)
	}
	if c.name == smallest {
		s.checkIn(newDrawing(s.seed, "checkins", c.name), people)
	}
	s.newcomers(newDrawing(s.seed, "newcomers", c.name), home)
}

// next returns the number of a new person.
func (s *schwyz) next() int {
	s.people++
	return s.people
}

// resident draws an age, a past and a year.
func (s *schwyz) resident(d drawing, home int) resident {
	p := resident{number: s.next(), home: home, former: -1, to: -1}
	decade := d.pick(pyramid)
	p.age = 10*decade + d.below(10)
	p.born = d.day(yearsBefore(p.age+1), yearsBefore(p.age))

	switch yearBefore := yearsBefore(1); {
	case p.age >= 2 && d.chance(movers, 1000):
		p.former, p.came = s.elsewhere(d, home), d.day(yearBefore, firstDay)
	case p.age < 2 || d.chance(400, 1000):
		p.came = p.born
	default:
		p.came = d.day(p.born+1, yearBefore)
	}
	p.recorded = reported(d, p.came)

	switch {
	case d.chance(dying[decade], 1000):
		p.died = d.day(firstDay+1, nextYear)
	case d.chance(movers, 1000):
		p.to, p.left = s.elsewhere(d, home), d.day(firstDay+1, nextYear)
	case d.chance(leavers, 1000):
		p.left = d.day(firstDay+1, nextYear)
	}
	p.leftSaid = reported(d, p.left)
	return p
}

// yearsBefore is the first of January so many years before firstDay.
func yearsBefore(n int) vicinia.Date { return januaries[n] }

var januaries = func() (days [101]vicinia.Date) {
	for i := range days {
		days[i] = firstDay.AddMonths(-12 * i)
	}
	return days
}()

// reported draws the day on which the office learns of a move: within two weeks, or months
// later.
func reported(d drawing, day vicinia.Date) vicinia.Date {
	if d.chance(late, 1000) {
		return day + 60 + vicinia.Date(d.below(120))
	}
	return day + vicinia.Date(d.below(14))
}

// elsewhere draws another commune, each inhabitant's as likely.
func (s *schwyz) elsewhere(d drawing, home int) int {
	var weights [len(communes)]int
	for i, c := range communes {
		weights[i] = c.population
	}
	weights[home] = 0
	return d.pick(weights[:])
}

// assess divides the income of a commune, and takes the simple tax of each.
func (s *schwyz) assess(d drawing, home int, people []resident) {
	c := communes[home]
	weights := make([]int64, len(people))
	for i, p := range people {
		weights[i] = earning(d, p.age)
	}
	incomes, err := fiscal.Splitter{}.Split(fiscal.CHF.Minor(100*c.income*int64(c.population)), weights)
	if err != nil {
		panic("worlds: " + err.Error())
	}
	for i, income := range incomes {
		simple, err := simpleTax.Tax(tax.Base(100*income.Minor()), tax.Days{Resident: 365, Year: 365})
		if err != nil {
			panic("worlds: " + err.Error())
		}
		people[i].tax = simple
		s.facts[home].income += income.Minor()
	}
}

var simpleTax = mustTariff()

func mustTariff() *tax.Kernel {
	schedule, err := tax.ParseSchedule("brackets", tariff, fiscal.CHF)
	if err != nil {
		panic("worlds: " + err.Error())
	}
	k, err := schedule.Compile()
	if err != nil {
		panic("worlds: " + err.Error())
	}
	return k
}

// earning draws the weight of an income: none for children and for one in twelve, a hump, and
// a thin tail of the well off; assumed.
func earning(d drawing, age int) int64 {
	w := 20 + d.below(50) + d.below(50)
	switch {
	case d.chance(1, 150):
		w *= 10 + d.below(40)
	case d.chance(1, 12):
		w *= 2 + d.below(5)
	}
	switch none := d.chance(1, 12); {
	case age < 18 || none:
		return 0
	case age < 25:
		return int64(w * 2)
	case age < 65:
		return int64(w * 5)
	}
	return int64(w * 3)
}

// reside writes a resident, and counts who is on the roll of which commune.
func (s *schwyz) reside(p *resident) {
	s.persons.person(p.number).date(p.born).date(p.died).end()
	if p.former >= 0 {
		s.stay(p.number, p.former, p.born, p.came, p.born)
	}
	s.stay(p.number, p.home, p.came, p.left, p.recorded)
	if p.to >= 0 {
		s.stay(p.number, p.to, p.left, 0, p.leftSaid)
	}
	if p.tax > 0 {
		s.bases.person(p.number).text("2025").hundredths(p.tax).end()
		s.facts[p.home].payers++
	}
	if at := p.votes(); at >= 0 {
		s.electors[at]++
	}
}

func (s *schwyz) stay(person, commune int, from, to, recorded vicinia.Date) {
	s.residencies.person(person).text(communes[commune].name).date(from).date(to).date(recorded).end()
}

// grown is the last birth of the electors of voteDay, who are 18.
var grown = voteDay.AddMonths(-12 * 18)

// votes returns on which commune's roll a resident is on voteDay, -1 if on none: the roll
// does not see what is recorded after its reference date.
func (p *resident) votes() int {
	switch seen := p.came <= referenceDay && p.recorded <= referenceDay; {
	case p.born > grown:
		return -1
	case seen:
		return p.home
	}
	return p.former
}

// newcomers writes who is born in a commune in the year, and who comes from beyond the
// canton.
func (s *schwyz) newcomers(d drawing, home int) {
	n := communes[home].population
	for range (n*births + 500) / 1000 {
		day := d.day(firstDay+1, nextYear)
		p := s.next()
		s.persons.person(p).date(day).date(0).end()
		s.stay(p, home, day, 0, reported(d, day))
	}
	for range (n*arrivals + 500) / 1000 {
		day := d.day(firstDay+1, nextYear)
		p := s.next()
		s.persons.person(p).date(yearsBefore(20+d.below(40)) + vicinia.Date(d.below(365))).date(0).end()
		s.stay(p, home, day, 0, reported(d, day))
	}
}
