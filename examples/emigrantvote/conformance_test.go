package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/internal/golden"
)

// names are our contests in the data folder, by constituency.
var names = map[string]string{
	"asturias-2012 Occidente": "asturias-2012", "galicia-2005 Pontevedra": "galicia-2005", "galicia-2009 Ourense": "galicia-2009",
	"moldova-2024-referendum-98.56pct Moldova": "moldova-2024",
}

// The tables are those of the data folder, and the seats those that it expects.
func TestConformance(t *testing.T) {
	dir := golden.Published(t)
	f, err := os.Open(filepath.Join(dir, "diaspora", "votes.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	checked := 0
	for _, row := range rows[1:] {
		cell := map[string]string{}
		for i, head := range rows[0] {
			cell[head] = row[i]
		}
		switch name := names[cell["contest"]+" "+cell["constituency"]]; name {
		case "":
			continue
		case moldova.id:
			checkAnswer(t, cell)
		default:
			checkParty(t, contestOf(t, name), cell)
		}
		checked++
	}
	assert.Equal(t, 11, checked)
}

func checkParty(t *testing.T, c *contest, cell map[string]string) {
	n, err := c.count()
	require.NoError(t, err)
	for i, p := range c.parties {
		if p.name != cell["party"] {
			continue
		}
		absent, residents := strconv.FormatInt(p.absent, 10), strconv.FormatInt(p.residents, 10)
		if p.notFound {
			absent = ""
		}
		got := []string{residents, absent, strconv.FormatInt(c.seats, 10), strconv.FormatInt(n.before[i], 10), strconv.FormatInt(n.after[i], 10)}
		want := []string{cell["resident_votes"], cell["absent_votes"], cell["seats"], cell["seats_resident_only"], cell["seats_final"]}
		assert.Equal(t, want, got, "%s %s", c.id, p.name)
		assert.Equal(t, strings.Contains(cell["precision"], "DERIVED"), p.derived != "", "%s %s", c.id, p.name)
		return
	}
	assert.Fail(t, "not in our table", "%s %s", c.id, cell["party"])
}

// checkAnswer compares one side of the referendum: its one seat is the outcome.
func checkAnswer(t *testing.T, cell map[string]string) {
	a, err := moldova.count()
	require.NoError(t, err)
	residents, absent, wins := a.residentsYes, a.absentYes, referendum.Carried
	if cell["party"] == "NO" {
		residents, absent, wins = a.residentsNo, a.absentNo, referendum.Rejected
	}
	one := map[bool]string{true: "1", false: "0"}
	got := []string{strconv.FormatInt(residents, 10), strconv.FormatInt(absent, 10), one[a.before.Verdict == wins], one[a.after.Verdict == wins]}
	want := []string{cell["resident_votes"], cell["absent_votes"], cell["seats_resident_only"], cell["seats_final"]}
	assert.Equal(t, want, got, cell["party"])
}
