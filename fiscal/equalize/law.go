package equalize

import (
	"fmt"
	"strings"

	"github.com/vicinia/vicinia"
)

// A Mark is how sure the parameters of a law are.
type Mark string

// The marks.
const (
	Statute Mark = "L" // read in the statute or gazette
	Table   Mark = "O" // a table or page of the office itself
	Press   Mark = "P" // the press, or others, quoting the official body
	Model   Mark = "M" // a model of what the law leaves in a table that is not public
)

// A Law is a scheme as it stood in some days.
type Law struct {
	Name   string
	In     vicinia.Interval // a From of 0 where the source names no day
	Scheme Scheme
	Source string
	Mark   Mark
}

// Laws returns the laws by name, then by day.
func Laws() []Law {
	pct, day := vicinia.MustRatio, vicinia.MustDate
	swiss := func(from, to vicinia.Date, guarantee string) Law {
		return Law{"switzerland", vicinia.Interval{From: from, To: to},
			Resource{Guarantee: pct(guarantee), Federal: pct("60%")},
			"FiLaV (SR 613.21), articles 22a to 24; the tariff is a model and needs Full and Standard", Model}
	}
	swedish := func(from, to vicinia.Date, g Guaranteed) Law {
		return Law{"sweden", vicinia.Interval{From: from, To: to}, g, "Lag (2004:773) om kommunalekonomisk utjämning, sections 3 to 6, of municipalities; " +
			"the rates of Counties are those of the ordinance 2004:881, sections 2 and 3", Statute}
	}
	return []Law{
		{"bern", vicinia.Interval{From: day("2012-01-01")}, Bern(pct("37%")),
			"FILAG (BSG 631.1), articles 10 and 11, and FILAV, article 8, as the Finanzdirektion has them", Table},
		{"finland", vicinia.Interval{From: day("2023-01-01")}, Gap{Below: pct("90%"), Above: pct("10%")},
			"Act 618/2021, section 26", Statute},
		{"germany", vicinia.Interval{From: day("2005-01-01"), To: day("2020-01-01")}, Tariff{
			Segments: []Segment{
				{From: pct("0%"), A: pct("13/7"), B: pct("11/25")},
				{From: pct("7%"), A: pct("5/26"), B: pct("35/52"), C: pct("-2121/260000")},
				{From: pct("20%"), B: pct("3/4"), C: pct("-317/20000")},
			}, Municipal: pct("64%"), Cap: pct("72.5%"),
		}, "FAG of 20 December 2001, section 10; its factors are reconstructed from their marginal rates of 44, 70 and 75 %", Statute},
		{"germany", vicinia.Interval{From: day("2020-01-01")},
			Uniform{Rate: pct("63%"), Municipal: pct("75%"), TopUp: pct("80%"), TopUpTo: pct("99.75%")},
			"FAG as of 2020, sections 8, 9, 10 and 11, paragraph 2; the weights of heads are those of GermanWeights", Statute},
		{"norway", vicinia.Interval{}, Gap{Below: pct("60%"), Above: pct("60%"), Floor: pct("90%"), Lift: pct("35%")},
			"kommunal-rapport.no: symmetric 60 %, and 35 % below 90 % of the mean", Press},
		swedish(day("2005-01-01"), day("2014-01-01"), Guaranteed{To: pct("115%")}),
		swedish(day("2014-01-01"), day("2016-01-01"), Guaranteed{To: pct("115%"), LowTo: pct("125%")}),
		swedish(day("2016-01-01"), 0, Guaranteed{To: pct("115%")}),
		swiss(day("2020-01-01"), day("2021-01-01"), "87.7"),
		swiss(day("2022-01-01"), 0, "86.5"),
	}
}

// Find returns the law of a name that stood on a day; the error lists the names. Schemes
// without law (Cohesion) are functions.
func Find(name string, on vicinia.Date) (Law, error) {
	var names []string
	known := false
	for _, l := range Laws() {
		if l.Name == name && l.In.Has(on) {
			return l, nil
		}
		known = known || l.Name == name
		if n := len(names); n == 0 || names[n-1] != l.Name {
			names = append(names, l.Name)
		}
	}
	if known {
		return Law{}, fmt.Errorf("law %q: none on %v", name, on)
	}
	return Law{}, fmt.Errorf("law %.40q: want %s", name, strings.Join(names, ", "))
}
