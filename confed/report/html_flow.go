package report

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/chart"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/internal/exact"
)

// mostStreams is how many jurisdictions, communities or compacts a drawing shows; the
// smaller ones are one stream.
const mostStreams = 9

// widths are those of the drawings of a page: for a desk and paper, and for a phone.
var widths = [...]int{960, 360}

// A stream is what one place gives or gets.
type stream struct {
	id, name string
	amount   int64
	hidden   bool
}

// WriteFlow draws where the money of one currency went, as an SVG of that width in pixels: as
// public as the page of HTML, which has it too. Where that would tell what is withheld, or
// nobody owed anything, it is an error.
func WriteFlow(w io.Writer, r *year.Report, c fiscal.Currency, width int) error {
	p, err := newPublic(r)
	if err != nil {
		return err
	}
	for _, b := range r.Conservation() {
		if f, ok := p.flow(b); ok && b.Gross.Currency() == c {
			f.Width = width
			return f.WriteSVG(w)
		}
	}
	return fmt.Errorf("there is no public drawing of the money in %s", c)
}

// flow is where the money of one currency went; ok is false if what it would show is
// withheld, or nobody owed anything.
func (p *public) flow(b year.Balance) (f chart.Flow, ok bool) {
	c := b.Gross.Currency()
	links, places := p.links(c)
	return chart.Flow{
		Frame: chart.Frame{
			Title:  fmt.Sprintf("Where the %s went", groupedMoney(b.Gross)),
			Desc:   flowDesc(b),
			Source: fmt.Sprintf("In %s, rounded; M: million. Every cent is in the tables.", c),
		},
		Links:  links,
		Places: places,
	}, links != nil
}

// flows are the drawings of the page.
func (p *public) flows(b year.Balance, n int) ([]template.HTML, error) {
	f, ok := p.flow(b)
	if !ok {
		return nil, nil
	}
	var all []template.HTML
	for _, width := range widths {
		f.ID, f.Width = fmt.Sprintf("flow-%d-%d", n+1, width), width
		var svg bytes.Buffer
		if err := f.WriteSVG(&svg); err != nil {
			return nil, err
		}
		all = append(all, template.HTML(svg.String())) // chart escapes every text
	}
	return all, nil
}

func flowDesc(b year.Balance) string {
	part := func(m fiscal.Money) string { return percent(m.Minor(), b.Gross.Minor()) }
	return strings.ReplaceAll(fmt.Sprintf("Of all tax, jurisdictions kept %s, %s went to communities and %s to compacts. The tables below have every number.",
		part(b.Final), part(b.Communities), part(b.Compacts)), "\u00a0", " ")
}

// A drawing is links in the making. All of it is in the tables of the page too.
type drawing struct {
	*public
	currency fiscal.Currency
	links    []chart.Link
	places   []chart.Place
}

// Where all streams pass.
const (
	toKept        = "kept"
	toCommunities = "communities"
	toCompacts    = "compacts"
)

// links are jurisdictions to what is kept, to communities and to compacts, and these two to
// each of them.
func (p *public) links(c fiscal.Currency) ([]chart.Link, []chart.Place) {
	if p.sums[c].final() {
		return nil, nil
	}
	d := &drawing{public: p, currency: c}
	sum := d.sources()
	if sum.gross.IsZero() || sum.final.Sign() < 0 {
		return nil, nil
	}
	d.places = append(d.places, chart.Place{ID: toKept, Name: "kept", Label: rounded(sum.final)},
		chart.Place{ID: toCommunities, Name: "to communities", Label: rounded(d.minor(sum.designated.Minor() + sum.services.Minor()))},
		chart.Place{ID: toCompacts, Name: "to compacts", Label: rounded(sum.ceded)})
	d.ends(toCommunities, d.got(p.Communities, func(i int) (string, bool) {
		return communityName(p.World, designation.RecipientID(p.Communities[i].ID)), p.incomeHidden(i, c)
	}))
	d.ends(toCompacts, d.got(p.Compacts, func(i int) (string, bool) {
		record, _ := p.World.Compact(confed.CompactID(p.Compacts[i].ID))
		return record.Name, slices.Contains(p.compacts[i], true)
	}))
	return d.links, d.places
}

func (d *drawing) minor(n int64) fiscal.Money { return d.currency.Minor(n) }

// sources links jurisdictions, the largest first, the smaller ones as one, and returns
// the sum of all. If one of them is withheld, all are one.
func (d *drawing) sources() flow {
	var lines []flow
	var from []stream
	for i, j := range d.Jurisdictions {
		if j.Gross.Currency() != d.currency {
			continue
		}
		record, _ := d.World.Jurisdiction(j.ID)
		lines = append(lines, flowOf(j))
		from = append(from, stream{string(j.ID), record.Name, j.Gross.Minor(), d.public.places[i].final()})
	}
	sum := totals(lines)[0]
	groups := grouped(from, "jurisdictions")
	for n, g := range groups {
		part := make([]flow, len(g.members))
		for k, m := range g.members {
			part[k] = lines[m]
		}
		f := totals(part)[0]
		id := fmt.Sprintf("from %d", n)
		d.places = append(d.places, chart.Place{ID: id, Name: g.name, Label: rounded(f.gross)})
		d.link(id, toKept, f.final.Minor())
		d.link(id, toCommunities, f.designated.Minor()+f.services.Minor())
		d.link(id, toCompacts, f.ceded.Minor())
	}
	return sum
}

func (d *drawing) link(from, to string, amount int64) {
	d.links = append(d.links, chart.Link{From: from, To: to, Amount: max(0, amount), Label: rounded(d.minor(amount))})
}

// got are the amounts of this currency.
func (d *drawing) got(all []year.Income, about func(i int) (name string, hidden bool)) []stream {
	var list []stream
	for i, income := range all {
		name, hidden := about(i)
		for _, m := range income.Amounts {
			if m.Currency() == d.currency {
				list = append(list, stream{income.ID, name, m.Minor(), hidden})
			}
		}
	}
	return list
}

// ends links from one place to each that got something; to none if one is withheld.
func (d *drawing) ends(from string, list []stream) {
	if slices.ContainsFunc(list, func(s stream) bool { return s.hidden }) {
		return
	}
	for n, g := range grouped(list, from) {
		id := fmt.Sprintf("%s %d", from, n)
		d.places = append(d.places, chart.Place{ID: id, Name: g.name, Label: rounded(d.minor(g.amount))})
		d.link(from, id, g.amount)
	}
}

// A group is streams drawn as one.
type group struct {
	name    string
	amount  int64
	members []int
}

// grouped are the streams by amount, the smaller ones together where there are many, and
// all together if one of them is withheld.
func grouped(list []stream, what string) []group {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(list[b].amount, list[a].amount) }) // ties by id
	single := len(list)
	if len(list) > mostStreams {
		single = mostStreams - 1
	}
	if slices.ContainsFunc(list, func(s stream) bool { return s.hidden }) {
		single = 0
	}
	var groups []group
	for n, i := range order {
		switch {
		case n < single:
			groups = append(groups, group{name: list[i].label()})
		case n == single:
			groups = append(groups, group{name: fmt.Sprintf("%d other %s", len(list)-single, what)})
			if single == 0 {
				groups[0].name = "all " + what
			}
		}
		g := &groups[len(groups)-1]
		g.amount += list[i].amount
		g.members = append(g.members, i)
	}
	return groups
}

// label is a name that fits a drawing.
func (s stream) label() string {
	name := []rune(s.name)
	if len(name) == 0 {
		name = []rune(s.id)
	}
	if len(name) > 60 {
		name = append(name[:59], '…')
	}
	return string(name)
}

// rounded is an amount that fits a drawing: from 10 000 on in whole units, from a million
// on in millions (M) with a decimal, half up. The tables have every cent.
func rounded(m fiscal.Money) string {
	unit := int64(1)
	for range m.Currency().Digits() {
		unit *= 10
	}
	tenths := func(of int64) (n int64) { // of so many units; an int64 divided fits
		n, _ = exact.Quo(exact.HalfUp, []int64{m.Minor(), 10}, []int64{unit, of})
		return n
	}
	switch n := tenths(1_000_000); {
	case n >= 10:
		return groups(fmt.Sprintf("%d.%d", n/10, n%10)) + " M"
	case m.Minor()/unit >= 10_000:
		n, _ := exact.Quo(exact.HalfUp, []int64{m.Minor()}, []int64{unit})
		return groups(strconv.FormatInt(n, 10))
	}
	return groups(m.Amount())
}
