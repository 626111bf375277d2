package stv_test

import (
	"bufio"
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

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// folder is a folder of the conformance data.
func folder(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("VICINIA_DATA")
	if dir == "" {
		t.Skip("VICINIA_DATA names no folder of conformance data")
	}
	return filepath.Join(dir, name)
}

// plain leaves the control characters out that a wrong encoding has put into one name.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, name)
}

// readBLT reads a standardised ballot file: numbers, a 0 at the end of each ballot, then
// quoted names, a line each.
func readBLT(t testing.TB, file string) (p *ballot.Profile, seats int64) {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	var rows [][]int64
	var names []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, `"`) {
			names = append(names, plain(strings.Trim(line, `"`)))
			continue
		}
		var row []int64
		for _, field := range strings.Fields(line) {
			n, err := strconv.ParseInt(field, 10, 64)
			require.NoError(t, err)
			row = append(row, n)
		}
		rows = append(rows, row)
	}
	options := rows[0][0]
	s, err := ballot.NewSlate(names[:options]...)
	require.NoError(t, err)
	p, err = ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, row := range rows[1:] {
		if len(row) == 1 {
			break
		}
		var b ballot.Ballot
		for i, o := range row[1 : len(row)-1] {
			b = append(b, ballot.Mark{Option: ballot.Option(o - 1), Level: int32(i + 1)})
		}
		require.NoError(t, p.Add(b, row[0]))
	}
	return p, rows[0][1]
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
			p, seats := readBLT(t, filepath.Join(dir, row[0]))
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
				assert.Equal(t, plain(row[3+i]), strings.Join(names, "|"), law.Name)
				assert.False(t, out.Tied())
			}
		})
	}
}

// The multi-winner contest of RCTab, tally by tally.
func TestRCTab(t *testing.T) {
	const name = "test_set_multi_winner_fractional_threshold"
	dir := filepath.Join(folder(t, "rctab"), name)
	read := func(file string, to any) {
		text, err := os.ReadFile(filepath.Join(dir, name+file))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, to))
	}
	var want struct {
		Results []struct {
			Threshold string
			Tally     map[string]string
		}
	}
	read("_expected_detailed_report.json", &want)
	p := readCVR(t, read)
	out, err := stv.Contest{Statute: stv.RCTab2, Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	require.Len(t, out.Counts, len(want.Results))
	assert.EqualValues(t, 29, out.Valid)
	assert.Equal(t, "A, B, C", p.Slate().Names(out.Winners()...))
	for i, round := range want.Results {
		c := out.Counts[i]
		assert.Equal(t, round.Threshold, out.Text(c.Quota))
		for o, name := range p.Slate().All() {
			tally, ok := round.Tally["Candidate "+name+" Name"]
			if !ok {
				tally = "0"
			}
			assert.Equal(t, tally, out.Text(c.Tally[o]), "round %d, %s", i+1, name)
		}
	}
	assert.Equal(t, "0.0003", out.Text(out.Counts[2].Rounding), "residual surplus of C")
	assert.Equal(t, "0.0008", out.Text(out.Counts[5].Rounding), "and of A and B")
}

// readCVR reads the cast vote records of RCTab's test sets, whose options are cs-a to cs-f.
func readCVR(t *testing.T, read func(string, any)) *ballot.Profile {
	var given struct {
		CVR []struct {
			CVRSnapshot []struct {
				CVRContest []struct {
					CVRContestSelection []struct {
						ContestSelectionID string `json:"ContestSelectionId"`
						SelectionPosition  []struct{ Rank int32 }
					}
				}
			}
		}
	}
	read("_cvr.json", &given)
	p := profile(t, []string{"A", "B", "C", "D", "E", "F"})
	for _, r := range given.CVR {
		var b ballot.Ballot
		for _, s := range r.CVRSnapshot[0].CVRContest[0].CVRContestSelection {
			o, ok := p.Slate().Find(strings.ToUpper(strings.TrimPrefix(s.ContestSelectionID, "cs-")))
			require.True(t, ok, s.ContestSelectionID)
			b = append(b, ballot.Mark{Option: o, Level: s.SelectionPosition[0].Rank})
		}
		require.NoError(t, p.Add(b, 1))
	}
	return p
}
