package format_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/internal/golden"
)

const records = `Response ID,precinct_id,Lettuce,Broccoli,Cucumber,Write-In
R_1,p1,1,3,2,
R_2,p1,,2,1,
R_3,p2,2,2,,1
R_4,p2,,,,
`

const choices = `count,Mayor Choice 1 of 3,Mayor Choice 2 of 3,Mayor Choice 3 of 3
5,"Bryant, Peter",undervote,Ana
3,overvote,Ana,
2,Ana,Ana,UWI
1,,,
`

func TestRCTab(t *testing.T) {
	vegetables := []string{"Lettuce", "Broccoli", "Cucumber", "Undeclared Write-ins"}
	tests := []struct {
		name    string
		records format.Records
		give    string
		want    []string
		spoilt  int64
		altered format.Altered
	}{
		{"a column for each option", format.Records{}, records,
			append(vegetables, "1 [{0 1} {2 2} {1 3}]", "1 [{2 1} {1 2}]", "1 [{3 1} {0 2} {1 2}]", "blank 1"), 0, format.Altered{Overvotes: 1, Unlisted: 1}},
		{"options given", format.Records{Options: []string{"Lettuce", "Cucumber"}}, records,
			[]string{"Lettuce", "Cucumber", "1 [{0 1}]", "1 [{0 1} {1 2}]", "1 [{1 1}]", "blank 1"}, 0, format.Altered{Overvotes: 1, Unlisted: 3}},
		{"two ranks may be left out", format.Records{Skips: 2, Policy: format.Policy{Skipped: format.Cut}}, "rank1,rank2,rank3,rank4,rank5\nA,,,B,\nB,,,,A\n,B,,A,\n",
			[]string{"A", "B", "1 [{0 1} {1 2}]", "1 [{1 1}]", "1 [{1 1} {0 2}]", "blank 0"}, 0, format.Altered{Skipped: 3}},
		{"two ranks", format.Records{Ranks: 2}, records,
			append(vegetables, "1 [{0 1} {2 2}]", "1 [{2 1} {1 2}]", "1 [{3 1} {0 2} {1 2}]", "blank 1"), 0, format.Altered{Overvotes: 1, Unlisted: 1}},
		{"overvotes cut", format.Records{Policy: format.Policy{Overvotes: format.Cut, WriteIn: "W"}}, records,
			append(vegetables[:3:3], "W", "1 [{0 1} {2 2} {1 3}]", "1 [{2 1} {1 2}]", "1 [{3 1}]", "blank 1"), 0, format.Altered{Overvotes: 1, Unlisted: 1}},
		{"the unlisted are an option", format.Records{Options: append(vegetables[:3:3], format.WriteIns)}, records,
			append(vegetables[:3:3], format.WriteIns, "1 [{0 1} {2 2} {1 3}]", "1 [{2 1} {1 2}]", "1 [{3 1} {0 2} {1 2}]", "blank 1"), 0, format.Altered{Overvotes: 1, Unlisted: 1}},
		{"the unlisted spoil", format.Records{Policy: format.Policy{Unlisted: format.Spoil}}, records,
			append(vegetables[:3:3], "1 [{0 1} {2 2} {1 3}]", "1 [{2 1} {1 2}]", "blank 1"), 1, format.Altered{Unlisted: 1}},
		{"a column for each rank", format.Records{}, choices,
			[]string{"Ana", "Bryant, Peter", "Undeclared Write-ins", "2 [{0 1} {2 2}]", "5 [{1 1} {0 3}]", "blank 1"}, 3,
			format.Altered{Overvotes: 3, Duplicates: 2, Skipped: 5, Unlisted: 2}},
		{"other remedies", format.Records{Policy: format.Policy{Overvotes: format.Drop, Duplicates: format.Cut, Skipped: format.Drop}}, choices,
			[]string{"Ana", "Bryant, Peter", "5 [{0 1}]", "5 [{1 1} {0 2}]", "blank 1"}, 0,
			format.Altered{Overvotes: 3, Duplicates: 2, Skipped: 5}},
		{"cut and spoilt", format.Records{Policy: format.Policy{Overvotes: format.Spoil, Duplicates: format.Spoil, Skipped: format.Cut}}, choices,
			[]string{"Ana", "Bryant, Peter", "5 [{1 1}]", "blank 1"}, 5, format.Altered{Overvotes: 3, Duplicates: 2, Skipped: 5}},
		{"names of an overvote", format.Records{Between: "|"}, "rank1,rank2\nA|B,C\n", []string{"A", "B", "C", "1 [{0 1} {1 1} {2 2}]", "blank 0"}, 0, format.Altered{Overvotes: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := format.ReadRCTab(tt.records, format.Shard{Name: "a", Reader: strings.NewReader(tt.give)})
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(votes.Profile))
			assert.Equal(t, tt.spoilt, votes.Profile.Spoilt)
			assert.Equal(t, tt.altered, votes.Altered)
		})
	}
	votes, err := readAs(format.Auto, nil, records, records)
	require.NoError(t, err)
	assert.EqualValues(t, 6, votes.Profile.Len())
}

func TestRCTabFaults(t *testing.T) {
	refuse := format.Policy{Overvotes: format.Refuse, Duplicates: format.Refuse, Skipped: format.Refuse, Unlisted: format.Refuse}
	tests := []struct {
		name    string
		records format.Records
		give    string
		want    []string
	}{
		{"nothing", format.Records{}, "", []string{"a:1:1: the file is empty"}},
		{"no options", format.Records{}, "id,precinct\n1,2\n", []string{"a:1:1: no column of an option"}},
		{"no such remedy", format.Records{Policy: format.Policy{Skipped: 9}}, records, []string{"no such remedy 9"}},
		{"fewer than no ranks left out", format.Records{Skips: -1}, records, []string{"-1 ranks that may be left out"}},
		{"no ranks", format.Records{}, "id,A,B\n1,x,1\n2,0,1\n3,1\n", []string{`a:2:3: "x": want a rank`, `a:3:3: "0": want a rank`, "a:4:1: 2 fields"}},
		{"an option twice", format.Records{}, "id,A,A\n1,1,2\n", []string{"a:1:1: options[1]"}},
		{"no count", format.Records{}, "count,rank1\nx,A\n", []string{"a:2:1: "}},
		{"all refused", format.Records{Policy: refuse}, records, []string{"a:4:13: on rank 1 is somebody who is not listed"}},
		{"all refused, by rank", format.Records{Policy: refuse}, choices, []string{"a:2:29: rank 3 stands after one without a mark", "a:3:3: rank 1 has several options", "a:4:7: an option has rank 2 and another one before"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := format.ReadRCTab(tt.records, format.Shard{Name: "a", Reader: strings.NewReader(tt.give)})
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
			assert.Nil(t, votes)
		})
	}
	_, err := format.ReadRCTab(format.Records{})
	assert.ErrorContains(t, err, "no file")
}

// Rankings of every form follow a policy, if the caller has one; else what a profile has no
// place for is a fault.
func TestPolicies(t *testing.T) {
	const bad = "count,ranking\n3,A>B>A\n2,A=B>C\n1,X>C\n"
	blt := "3 1\n3 1 2 1 0\n2 1=2 3 0\n1 - 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n"
	orders := "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n3: 1,2,1\n2: {1,2},3\n"
	sheet := "V: 12-\nV: 11-\nV: --2\n"
	abc := []string{"A", "B", "C"}
	drop := format.Policy{Overvotes: format.Drop, Duplicates: format.Drop, Skipped: format.Drop, Unlisted: format.Drop}
	spoil := format.Policy{Overvotes: format.Spoil, Duplicates: format.Spoil, Skipped: format.Spoil, Unlisted: format.Spoil}
	tests := []struct {
		name    string
		form    format.Form
		policy  format.Policy
		give    string
		want    []string
		spoilt  int64
		altered format.Altered
	}{
		{"a table", format.CSV, drop, bad, []string{"3 [{0 1} {1 2}]", "3 [{2 1}]", "blank 0"}, 0, format.Altered{Overvotes: 2, Duplicates: 3, Unlisted: 1}},
		{"a table, spoilt", format.CSV, spoil, bad, []string{"blank 0"}, 6, format.Altered{Overvotes: 2, Duplicates: 3, Unlisted: 1}},
		{"equal ranks kept", format.CSV, format.Policy{Duplicates: format.Cut, Unlisted: format.Drop}, bad,
			[]string{"2 [{0 1} {1 1} {2 2}]", "3 [{0 1} {1 2}]", "1 [{2 1}]", "blank 0"}, 0, format.Altered{Duplicates: 3, Unlisted: 1}},
		{"the unlisted kept", format.CSV, format.Policy{Duplicates: format.Drop, Unlisted: format.Keep}, bad,
			[]string{"Undeclared Write-ins", "2 [{0 1} {1 1} {2 2}]", "3 [{0 1} {1 2}]", "1 [{3 1} {2 2}]", "blank 0"}, 0, format.Altered{Duplicates: 3, Unlisted: 1}},
		{"BLT", format.BLT, drop, blt, []string{"3 [{0 1} {1 2}]", "3 [{2 1}]", "blank 0"}, 0, format.Altered{Overvotes: 2, Duplicates: 3, Skipped: 1}},
		{"BLT, spoilt", format.BLT, spoil, blt, []string{"blank 0"}, 6, format.Altered{Overvotes: 2, Duplicates: 3, Skipped: 1}},
		{"PrefLib", format.PrefLib, drop, orders, []string{"3 [{0 1} {1 2}]", "2 [{2 1}]", "blank 0"}, 0, format.Altered{Overvotes: 2, Duplicates: 3}},
		{"Debian", format.Debian, drop, sheet, []string{"1 [{0 1} {1 2}]", "1 [{2 1}]", "blank 0"}, 1, format.Altered{Overvotes: 1, Skipped: 1}},
		{"ABIF", format.ABIF, drop, "3: A>B>A\n2: A=B>C\n1: X>C\n", []string{"3 [{0 1} {1 2}]", "2 [{2 1}]", "1 [{3 1} {2 2}]", "blank 0"}, 0,
			format.Altered{Overvotes: 2, Duplicates: 3}},
		{"candidates", format.CEF, drop, "#/Candidates: A;B;C\nA>B>A * 3\nA=B>C*2\nX>C\n", []string{"3 [{0 1} {1 2}]", "3 [{2 1}]", "blank 0"}, 0,
			format.Altered{Overvotes: 2, Duplicates: 3, Unlisted: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := format.Reader{Form: tt.form, Records: format.Records{Policy: tt.policy}}
			want := abc
			switch tt.form {
			case format.CSV, format.Debian:
				r.Options = abc
			case format.ABIF: // names the options itself
				want = []string{"A", "B", "C", "X"}
			}
			votes, err := r.Read(format.Shard{Name: "a", Reader: strings.NewReader(tt.give)})
			require.NoError(t, err)
			assert.Equal(t, slices.Concat(want, tt.want), show(votes.Profile))
			assert.Equal(t, tt.spoilt, votes.Profile.Spoilt)
			assert.Equal(t, tt.altered, votes.Altered)
		})
	}
	for r := format.Usual; r <= format.Spoil; r++ {
		text, err := r.MarshalText()
		require.NoError(t, err)
		var again format.Remedy
		require.NoError(t, again.UnmarshalText(text))
		assert.Equal(t, r, again)
	}
	var r format.Remedy
	require.NoError(t, r.UnmarshalText([]byte("exhaustImmediately")))
	assert.Equal(t, format.Cut, r)
	assert.ErrorContains(t, r.UnmarshalText([]byte("skip")), "no remedy")
	_, err := format.Reader{Records: format.Records{Policy: drop}}.Read(format.Shard{Name: "a", Reader: strings.NewReader("count,approvals\n3,A|B\n")})
	assert.ErrorContains(t, err, "are for rankings")
	_, err = readAs(format.CSV, abc, bad)
	assert.ErrorContains(t, err, "a:2:3: A is marked twice")
	assert.ErrorContains(t, err, `a:4:3: "X" is not an option`)
}

const report = `{"@type": "CVR.CastVoteRecordReport", "Version": "1.0.0", "GpUnit": [{"@id": "g"}],
"CVR": [
 {"CurrentSnapshotId": "2", "CVRSnapshot": [
  {"@id": "1", "CVRContest": [{"ContestId": "c", "CVRContestSelection": [{"ContestSelectionId": "sb", "SelectionPosition": [{"HasIndication": "yes", "Rank": 1}]}]}]},
  {"@id": "2", "CVRContest": [{"ContestId": "c", "CVRContestSelection": [
    {"ContestSelectionId": "sa", "SelectionPosition": [{"HasIndication": "yes", "IsAllocable": "unknown", "Rank": 1}]},
    {"ContestSelectionId": "sb", "SelectionPosition": [{"HasIndication": "no", "Rank": 1}, {"HasIndication": "yes", "Rank": 3}]}]}]}]},
 {"CVRSnapshot": [{"@id": "1", "CVRContest": [{"ContestId": "c", "CVRContestSelection": [
    {"ContestSelectionId": "w", "SelectionPosition": [{"HasIndication": "yes", "CVRWriteIn": {"Text": "Zoe"}}]}]},
   {"ContestId": "d", "CVRContestSelection": []}]}]},
 {"CVRSnapshot": [{"@id": "1", "CVRContest": [{"ContestId": "c"}]}]},
 {"CVRSnapshot": [{"@id": "1", "CVRContest": []}]}
],
"Election": [{"Candidate": [{"@id": "a", "Name": "Ana"}, {"@id": "b", "Name": "Ben"}], "Contest": [
 {"@id": "c", "Name": "Mayor", "ContestSelection": [{"@id": "sa", "CandidateIds": ["a"]}, {"@id": "sb", "CandidateIds": ["b"]}, {"@id": "w", "IsWriteIn": true}]}]}]}
`

func TestCDF(t *testing.T) {
	for _, options := range [][]string{nil, {"Ana", "Ben", "Undeclared Write-ins"}, {"Ana", "Ben"}} {
		votes, err := readAs(format.Auto, options, report)
		require.NoError(t, err)
		got := show(votes.Profile)
		if len(options) != 2 {
			assert.Equal(t, []string{"Ana", "Ben", "Undeclared Write-ins", "1 [{0 1} {1 3}]", "1 [{2 1}]", "blank 1"}, got)
			assert.Equal(t, format.Altered{Skipped: 1, Unlisted: 1}, votes.Altered)
		} else {
			assert.EqualValues(t, 1, votes.Profile.Spoilt, "a write-in alone, dropped")
		}
		assert.Equal(t, "Mayor", votes.Title)
	}
	votes, err := format.ReadCDF(format.Records{Contest: "d"}, format.Shard{Name: "a", Reader: strings.NewReader(report)})
	require.ErrorContains(t, err, `0 contests "d": want one of ["Mayor"]`)
	assert.Nil(t, votes)
}

func TestCDFFaults(t *testing.T) {
	tests := []struct{ name, give, want string }{
		{"nothing", "", "a:1:1: want a report"},
		{"a list", "[]", "a:1:2: want a report"},
		{"no list", "{\n\"CVR\": {}}", "a:2:9: CVR: want a list"},
		{"a rank of letters", "{\"CVR\": [\n{\"CVRSnapshot\": 3},\n{\"CVRSnapshot\": 4}], \"Election\": []}", "a:2:"},
		{"cut off", report[:len(report)/2], "unexpected EOF"},
		{"no such candidate", strings.Replace(report, `"@id": "a", "Name"`, `"@id": "z", "Name"`, 1), `contest "Mayor": no candidate "a"`},
		{"another's id", report + "\n---\n" + strings.NewReplacer(`"sa"`, `"sb"`, `"sb"`, `"sa"`).Replace(report), `b:15:164: contest "Mayor" has other ids of its candidates than before`},
		{"another name", report + "\n---\n" + strings.ReplaceAll(report, "Ana", "Anne"), `contest "Mayor" has other candidates than before`},
		{"one endless value", `{"CVR": [{"CVRSnapshot": "` + strings.Repeat("x", 2*format.MaxRecord), "a value of more than 16777216 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(format.CDF, nil, strings.Split(tt.give, "\n---\n")...)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, votes)
		})
	}
	_, err := readAs(format.CDF, nil, tests[3].give)
	assert.ErrorContains(t, err, "a:3:", "all faults at once")
}

// A rank may be the selection's, and a ticket goes by its first candidate.
func TestCDFSelections(t *testing.T) {
	votes, err := readAs(format.CDF, nil, `{"CVR": [{"CVRSnapshot": [{"CVRContest": [{"ContestId": "c", "CVRContestSelection": [
 {"ContestSelectionId": "sb", "Rank": 1, "SelectionPosition": [{"HasIndication": "yes"}]}, {"ContestSelectionId": "sa", "Rank": 2},
 {"ContestSelectionId": "sc", "SelectionPosition": []}]}]}]}],
"Election": [{"Candidate": [{"@id": "a", "Name": "Ana"}, {"@id": "b", "Name": "Ben"}, {"@id": "m", "Name": "Mia"}], "Contest": [
 {"@id": "c", "ContestSelection": [{"@id": "sa", "CandidateIds": ["a", "m"]}, {"@id": "sb", "CandidateIds": ["b"]}, {"@id": "sc", "CandidateIds": ["m"]}]}]}]}`)
	require.NoError(t, err)
	assert.Equal(t, []string{"Ana", "Ben", "Mia", "1 [{1 1} {0 2}]", "blank 0"}, show(votes.Profile))
}

// Names and codes that differ from file to file, as in RCTab's aliases_cdf_json and
// 2015_portland_mayor_codes.
func TestAliases(t *testing.T) {
	records := format.Records{Aliases: map[string]string{"Anne": "Ana", "A1": "Ana", "B2": "Ben"}}
	both := []format.Shard{{Name: "a", Reader: strings.NewReader(report)}, {Name: "b", Reader: strings.NewReader(strings.ReplaceAll(report, "Ana", "Anne"))}}
	votes, err := format.ReadCDF(records, both...)
	require.NoError(t, err)
	assert.Equal(t, []string{"Ana", "Ben", "Undeclared Write-ins", "2 [{0 1} {1 3}]", "2 [{2 1}]", "blank 2"}, show(votes.Profile))
	for _, tt := range []struct{ name, give string }{
		{"by rank", "rank1,rank2\nA1,B2\nBen,Anne\n"}, {"by option", "id,A1,Ben\n1,1,2\n2,2,1\n"},
	} {
		votes, err := format.ReadRCTab(records, format.Shard{Name: tt.name, Reader: strings.NewReader(tt.give)})
		require.NoError(t, err, tt.name)
		assert.Equal(t, []string{"Ana", "Ben", "1 [{0 1} {1 2}]", "1 [{1 1} {0 2}]", "blank 0"}, show(votes.Profile), tt.name)
	}
}

// The records of RCTab's tests have as many ballots as its reports say.
func TestRecordsOfRCTab(t *testing.T) {
	dir := golden.Published(t)
	tests := []struct {
		file                  string
		ballots, blank, wrong int64
	}{
		{"generic_csv_test/generic_csv_test_cvr.csv", 26, 0, 0},
		{"2015_portland_mayor_ballots.csv", 98, 0, 1}, // an overvote on the first rank
		{"test_set_1_exhaust_at_overvote/test_set_1_exhaust_at_overvote_cvr.json", 15, 0, 0},
	}
	for _, tt := range tests {
		text, err := os.ReadFile(filepath.Join(dir, "rctab", tt.file))
		require.NoError(t, err)
		votes, err := readAs(format.Auto, nil, string(text))
		require.NoError(t, err)
		assert.Equal(t, [3]int64{tt.ballots, tt.blank, tt.wrong}, [3]int64{votes.Profile.Len(), votes.Profile.Blank, votes.Profile.Spoilt}, tt.file)
	}
}
