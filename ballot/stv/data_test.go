package stv_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/stv"
	"github.com/vicinia/vicinia/internal/golden"
)

// folder is a folder of the conformance data.
func folder(t testing.TB, name string) string {
	t.Helper()
	dir := golden.Published(t)
	return filepath.Join(dir, name)
}

// file opens a file of votes.
func file(t testing.TB, name string) format.Shard {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return format.Shard{Name: name, Reader: f}
}

// named replaces the control characters that a wrong encoding has put into one name, as
// package format does.
func named(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, name)
}

// 44 council wards under three rules. None of them needs a lot.
func TestScottishWards(t *testing.T) {
	dir := folder(t, "scottish")
	f, err := os.Open(filepath.Join(dir, "expected.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	laws := []*stv.Statute{stv.Scotland2007, stv.WIGMPRF2009, stv.MeekPRF2006}
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			votes, err := format.ReadBLT(nil, file(t, filepath.Join(dir, row[0])))
			require.NoError(t, err)
			p, seats := votes.Profile, votes.Seats
			assert.Equal(t, row[1], strconv.FormatInt(seats, 10))
			assert.Equal(t, row[2], strconv.FormatInt(p.Len(), 10))
			for i, law := range laws {
				out, err := stv.Contest{Statute: law, Seats: seats}.Decide(p, nil)
				require.NoError(t, err)
				var names []string
				for _, o := range out.Winners() {
					names = append(names, p.Slate().Name(o))
				}
				slices.Sort(names)
				assert.Equal(t, named(row[3+i]), strings.Join(names, "|"), law.Name)
				assert.False(t, out.Tied())
			}
		})
	}
}

// The multi-winner contest of RCTab, tally by tally.
func TestRCTab(t *testing.T) {
	const name = "test_set_multi_winner_fractional_threshold"
	dir := filepath.Join(folder(t, "rctab"), name)
	var want struct {
		Results []struct {
			Threshold string
			Tally     map[string]string
		}
	}
	report := file(t, filepath.Join(dir, name+"_expected_detailed_report.json"))
	require.NoError(t, json.NewDecoder(report.Reader).Decode(&want))
	votes, err := format.ReadCDF(format.Records{}, file(t, filepath.Join(dir, name+"_cvr.json")))
	require.NoError(t, err)
	p := votes.Profile
	out, err := stv.Contest{Statute: stv.RCTab2, Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	require.Len(t, out.Counts, len(want.Results))
	assert.EqualValues(t, 29, out.Valid)
	assert.Equal(t, "Candidate A Name, Candidate B Name, Candidate C Name", p.Slate().Names(out.Winners()...))
	for i, round := range want.Results {
		c := out.Counts[i]
		assert.Equal(t, round.Threshold, out.Text(c.Quota))
		for o, name := range p.Slate().All() {
			tally, ok := round.Tally[name]
			if !ok {
				tally = "0"
			}
			assert.Equal(t, tally, out.Text(c.Tally[o]), "round %d, %s", i+1, name)
		}
	}
	assert.Equal(t, "0.0003", out.Text(out.Counts[2].Rounding), "residual surplus of C")
	assert.Equal(t, "0.0008", out.Text(out.Counts[5].Rounding), "and of A and B")
}
