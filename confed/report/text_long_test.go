package report_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/report"
)

// part is one part of a page in words, without its heading.
func part(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "\n"+heading)
	require.True(t, found, heading)
	text, _, _ := strings.Cut(rest, "\n\n")
	return text
}

func text(t *testing.T, dir fs.FS, more func([]confed.Refusal) []confed.Refusal) string {
	t.Helper()
	r, refused := run(t, dir)
	var b bytes.Buffer
	require.NoError(t, report.Text(&b, r, more(refused)))
	legible(t, b.Bytes())
	return b.String()
}

// crowd is the worked year with so many more jurisdictions, and decisions of A: of three
// of those, two are carried.
func crowd(t *testing.T, n int) fs.FS {
	var places, decisions, ballots strings.Builder
	for i := range n {
		fmt.Fprintf(&places, "Z%02d,,municipality,,ES,EUR,18,set-rate|collect|spend\n", i)
		fmt.Fprintf(&decisions, "Z%02d-hall,A-2024,budget,A,simple,\n", i)
		fmt.Fprintf(&ballots, "Z%02d-hall,%s,2\n", i, []string{"yes", "yes", "no"}[i%3])
	}
	dir := worlds["worked"]
	for file, rows := range map[string]string{"jurisdictions.csv": places.String(), "decisions.csv": decisions.String(), "ballots.csv": ballots.String()} {
		dir = edited(t, dir, file, func(s string) string { return s + rows })
	}
	return dir
}

// The first dozen of a long list is said in full, and the others are counted; a dozen is
// not long.
func TestText_LongLists(t *testing.T) {
	const here, row = 12, `(?m)^  \S+ .*carried$`
	const filing = `(?m)^  \S+ in \S+ on `
	dir := crowd(t, 30)
	r, refused := run(t, dir)
	decided := slices.Collect(r.World.Decisions())
	require.Len(t, refused, 2)
	page := text(t, dir, func(all []confed.Refusal) []confed.Refusal { return slices.Repeat(all, 20) })

	decisions := part(t, page, "Decisions")
	assert.Len(t, regexp.MustCompile(row).FindAllString(decisions, -1), here)
	carried := 0
	for _, d := range decided[here:] {
		if d.Carried {
			carried++
		}
	}
	assert.Contains(t, decisions, fmt.Sprintf("\n  ... and %d more: %d carried, %d not carried. ",
		len(decided)-here, carried, len(decided)-here-carried))
	assert.Contains(t, decisions, "(-json)")

	designations := part(t, page, "Designations")
	for i, j := range r.Jurisdictions {
		assert.Equal(t, i < here, regexp.MustCompile(`(?m)^  `+string(j.ID)+`[: ]`).MatchString(designations), j.ID)
	}
	assert.Contains(t, designations, fmt.Sprintf("\n  ... and %d more jurisdictions. ", len(r.Jurisdictions)-here))

	filings := part(t, page, "Refused filings")
	assert.Len(t, regexp.MustCompile(filing).FindAllString(filings, -1), here)
	assert.Contains(t, filings, "\n  ... and 28 more: 8 for D-1, 20 for T-2. ")

	full := text(t, worlds["worked"], func(all []confed.Refusal) []confed.Refusal { return slices.Repeat(all, 6) })
	assert.NotContains(t, full, "... and")
	assert.Len(t, regexp.MustCompile(filing).FindAllString(part(t, full, "Refused filings"), -1), here)
}

// However many the services, each has its provider and its reasons.
func TestText_ManyServices(t *testing.T) {
	const n = 30
	files := edited(t, worlds["valleys"], "decisions.csv", func(s string) string { return s + "\n" }).(fstest.MapFS)
	services, openings := "id,name,jurisdiction,object,people,cost\n", "service,from,to\n"
	for i := range n {
		services += fmt.Sprintf("s%02d,Service,D,thing,%d,10.00\n", i, 100*(i%2))
		openings += fmt.Sprintf("s%02d,2024-05-01,2024-08-01\n", i)
	}
	files["services.csv"] = &fstest.MapFile{Data: []byte(services)}
	files["openings.csv"] = &fstest.MapFile{Data: []byte(openings)}
	page := part(t, text(t, files, func(all []confed.Refusal) []confed.Refusal { return all }), "Services")
	assert.Contains(t, page, "By a commons 0, by the municipality 15, by a compact 0, by nobody yet 15.")
	assert.Equal(t, n, strings.Count(page, "commons: a call for candidacies stood open from 2024-05-01 to 2024-08-01"))
	assert.Equal(t, 15, strings.Count(page, "municipality: D provides it itself (S-2)"))
	assert.Equal(t, 15, strings.Count(page, "municipality: it takes 100 people, and 6 live in D (S-2)"))
	assert.Equal(t, 15, strings.Count(page, "compact: D is a party of no compact that could: join one with the object thing (S-2)"))
	for i := range n {
		provider := []string{"municipality", "nobody"}[i%2]
		assert.Regexp(t, fmt.Sprintf(`(?m)^  s%02d +Service +D +%s +10\.00 EUR$`, i, provider), page)
	}
}
