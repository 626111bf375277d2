package main_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// A drawing is a random valid world folder in the making. Each method draws one table, or
// a few that belong together, from what stands already; days come again and again from
// one list of anchors, so that ends, votes, references and filings meet on one day.
type drawing struct {
	*rand.Rand
	w       folder
	year    int   // the one that is run
	years   []int // those with schedules, the run one among them
	anchors []time.Time
	ids     int
	money   string // the currency of most
}

// draw draws the folder of a seed. Equal seeds give equal folders.
func draw(seed uint64) (w folder, year int) {
	d := &drawing{Rand: rand.New(rand.NewPCG(seed, 1)), w: folder{}, year: 2023 + int(seed%6)}
	for _, c := range tables {
		d.w[c.name] = []row{}
	}
	d.years = []int{d.year}
	if d.chance(40) {
		d.years = append(d.years, d.year+1-2*d.IntN(2))
	}
	d.anchors = []time.Time{date(d.year, 1, 1), date(d.year, 12, 31), date(d.year+1, 1, 1), date(d.year, 3, 1)}
	d.money = d.oneOf("EUR EUR CHF JPY KWD")
	d.jurisdictions()
	d.communities()
	d.calls()
	d.persons()
	d.residencies()
	d.spells("memberships", "person", d.w.ids("persons"), 40)
	d.recognitions()
	d.dropDoubleRolls()
	d.schedules()
	d.policies()
	d.bases()
	d.designations()
	d.compacts()
	d.otherDecisions()
	d.strayFilings()
	d.dropEmptyFiles()
	return d.w, d.year
}

// chance is true in so many of a hundred cases.
func (d *drawing) chance(percent int) bool { return d.IntN(100) < percent }

// between is from the first to the last number.
func (d *drawing) between(first, last int) int { return first + d.IntN(last-first+1) }

func pick[T any](d *drawing, from []T) T { return from[d.IntN(len(from))] }

// oneOf picks a word of a line of words.
func (d *drawing) oneOf(words string) string { return pick(d, strings.Fields(words)) }

func (d *drawing) add(table string, r row) { d.w[table] = append(d.w[table], r) }

// stems make ids that a careless reader, writer or sorter trips over.
var stems = []string{"A", "a", "Zürich", "日本", "𝔸lp", "～", "O'Hara", `"Q"`, "Co,mma", `back\slash`,
	"<b>&", "line\u2028separator", "e\u0301", "é", "-x", "007", "a b", "x|y"}

// id is a new id of any table: there is one name space.
func (d *drawing) id(kind string) string {
	d.ids++
	id := kind + strconv.Itoa(d.ids)
	if d.chance(25) {
		return pick(d, stems) + id
	}
	return id
}

func text(t time.Time) string {
	if t.Equal(endless) {
		return ""
	}
	return t.Format(time.DateOnly)
}

// someDay is an anchor, the day before or after one, or any day of the years around.
func (d *drawing) someDay() time.Time {
	if d.chance(50) {
		return pick(d, d.anchors).AddDate(0, 0, d.between(-1, 1))
	}
	return date(d.year-3, 1, 1+d.IntN(5*365))
}

// dayAfter is such a day after another one, or endless if none is found.
func (d *drawing) dayAfter(t time.Time) time.Time {
	for range 20 {
		if s := d.someDay(); s.After(t) {
			return s
		}
	}
	return endless
}

// dropEmptyFiles leaves files away that may be absent and have nothing to say, and at times
// the check-ins that were.
func (d *drawing) dropEmptyFiles() {
	if d.chance(10) {
		d.w["checkins"] = []row{}
	}
	for _, table := range []string{"checkins", "budgets"} {
		if len(d.w[table]) == 0 && d.chance(50) {
			delete(d.w, table)
		}
	}
}
