package report_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// town is a year of so many residents of the region's one town, each with a filing.
func town(b *testing.B, residents int) *year.Report {
	b.Helper()
	day := vicinia.MustDate("2020-01-01")
	acts := []confed.Act{
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.Sovereign | confed.Designate},
		confed.Community{ID: "Linux", Kind: confed.Productive, Form: confed.InternationalFoundation},
		confed.Recognition{Community: "Linux", When: vicinia.Interval{From: day}},
		confed.Schedule{Jurisdiction: "A", Year: 2025, Tax: tax.Flat(fiscal.EUR, vicinia.MustRatio("8%")), External: true},
	}
	for i := range residents {
		id := census.PersonID(fmt.Sprintf("p%07d", i))
		acts = append(acts, confed.Person{ID: id, Born: day - 10_000},
			confed.Residency{Person: id, Municipality: "A", From: day},
			confed.Base{Person: id, Year: 2025, Amount: tax.MustBase("40000.00")},
			confed.Filing{Person: id, Jurisdiction: "A", Year: 2025, On: vicinia.MustDate("2025-05-01"),
				Choices: []designation.Choice{{Recipient: "Linux"}}}) // a share of nothing is within no cap
	}
	w, err := new(confed.World).Apply(acts...)
	require.NoError(b, err)
	r, err := year.Run(w, 2025)
	require.NoError(b, err)
	return r
}

func BenchmarkPages(b *testing.B) {
	for _, n := range []int{1e3, 1e4, 1e5} {
		r := town(b, n)
		for _, page := range []struct {
			name  string
			write func() error
		}{
			{"text", func() error { return report.Text(io.Discard, r, nil) }},
			{"json", func() error { return report.JSON(io.Discard, r, nil) }},
			{"statement", func() error { return report.Statement(io.Discard, r, nil, "p0000000") }},
		} {
			b.Run(fmt.Sprintf("%s/residents=%d", page.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					require.NoError(b, page.write())
				}
			})
		}
	}
}
