package format_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/format"
)

// A named file.
type named struct{ name, text string }

// export is a small one of Dominion's: Ana is 7, Ben is 11, of contest 1; contest 2 has
// candidates of its own. The ballots are invented.
var export = []named{
	{"CandidateManifest.json", `{"Version": "5.10.11.24", "List": [
		{"Description": "Ana", "Id": 7, "ContestId": 1, "Type": "Regular"},
		{"Description": "Ben", "Id": 11, "ContestId": 1, "Type": "QualifiedWriteIn"},
		{"Description": "Somebody", "Id": 12, "ContestId": 1, "Type": "WriteIn"},
		{"Description": "YES", "Id": 21, "ContestId": 2, "Type": "Regular"}
	]}`},
	{"ContestManifest.json", `{"Version": "5.10.11.24", "List": [
		{"Description": "Mayor", "Id": 1, "VoteFor": 1, "NumOfRanks": 3}, {"Description": "Bridge", "Id": 2, "VoteFor": 1, "NumOfRanks": 0}
	]}`},
	{"CvrExport.json", `{"Version": "5.10.11.24", "ElectionId": "T", "Sessions": [
		{"TabulatorId": 9, "BatchId": 4, "RecordId": 61, "Original": {"IsCurrent": true, "Cards": [{"Id": 1, "Contests": [
			{"Id": 1, "OutstackConditionIds": [], "Marks": [{"CandidateId": 11, "Rank": 2, "IsAmbiguous": false}, {"CandidateId": 7, "Rank": 1, "IsAmbiguous": false}]},
			{"Id": 2, "OutstackConditionIds": [], "Marks": [{"CandidateId": 21, "Rank": 1, "IsAmbiguous": false}]}]}]}},
		{"TabulatorId": 9, "BatchId": 4, "RecordId": 62, "Original": {"IsCurrent": false, "Contests": []}, "Modified": {"IsCurrent": true, "Contests": [
			{"Id": 1, "Marks": [{"CandidateId": 7, "Rank": 2, "IsAmbiguous": false}, {"CandidateId": 11, "Rank": 1, "IsAmbiguous": true}, {"CandidateId": 12, "Rank": 3}]}]}},
		{"TabulatorId": 9, "BatchId": 4, "RecordId": "X", "Original": {"Contests": [{"Id": 1, "OutstackConditionIds": [7, 14], "Marks": [{"CandidateId": 7, "Rank": 1}]}]}},
		{"TabulatorId": 9, "BatchId": 4, "RecordId": "X", "Original": {"Contests": [{"Id": 1, "Marks": []}]}},
		{"TabulatorId": 9, "BatchId": 5, "RecordId": 1, "Original": {"Contests": [{"Id": 2, "Marks": [{"CandidateId": 21, "Rank": 1}]}]}}
	]}`},
	{"PrecinctManifest.json", `{"Version": "5.10.11.24", "List": [{"Description": "North", "Id": 1}]}`},
}

// sheets are ballots of Hart's, of an invented contest.
var sheets = []named{
	{"1.xml", "\ufeff" + `<?xml version="1.0" encoding="utf-8"?><Cvr xmlns="http://tempuri.org/CVRDesign.xsd"><Contests><Contest><Name>Mayor</Name><Id>m</Id><Options>
		<Option><Name>Ana</Name><Id>a</Id><Value>0100</Value></Option><Option><Name>Ben</Name><Id>b</Id><Value>1000</Value></Option></Options></Contest>
		<Contest><Name>Bridge</Name><Id>x</Id><Options/></Contest></Contests><CvrGuid>g1</CvrGuid></Cvr>`},
	{"2.xml", `<Cvr><Contests><Contest><Name>Mayor</Name><Id>m</Id><Options><Option><Name>Ana</Name><Id>a</Id><Value>1010</Value></Option>
		<Option><Name>Zoe</Name><Id>w</Id><Value>0100</Value><WriteInData><ImageId>i</ImageId></WriteInData></Option></Options></Contest></Contests><CvrGuid>g2</CvrGuid></Cvr>`},
	{"3.xml", `<Cvr><Contests><Contest><Name>Mayor</Name><Id>m</Id><Options/><Undervotes>1</Undervotes></Contest></Contests><CvrGuid>g3</CvrGuid></Cvr>`},
	{"3.xml.sig.xml", `<Signature/>`},
}

// clearTable is the header of a table of Clear Ballot's with two contests.
const clearTable = "RowNumber,BoxID,BallotID,Choice_1_1:Auditor: A, B:1:Number of Winners 1:Ana:NON,\"Choice_1_1:City, Mayor:1:Number of Winners 1:Ana:NON\"," +
	"\"Choice_1_1:City, Mayor:2:Number of Winners 1:Ana:NON\",\"Choice_2_1:City, Mayor:1:Number of Winners 1:Write-in-28:NON\",\"Choice_3_1:City, Mayor:2:Number of Winners 1:Ben:NON\"\n"

var columns = strings.Replace(clearTable, "Choice_1_1:Auditor: A, B", "Choice_1_1:Auditor: A", 1) +
	"1,B1,B1+1,0,1,0,0,1\n2,B1,B1+2,0,0,0,1,0\n3,B1,B1+3,1,,,,\n4,B1,B1+4,0,0,0,0,0\n"

// book makes a spreadsheet. Cells that begin with = are numbers; those that begin with ' stand in
// the cell.
func book(t testing.TB, rows ...[]string) string {
	var texts []string
	var sheet, shared strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, i+1)
		for j, text := range row {
			ref := fmt.Sprintf("%c%d", 'A'+j, i+1)
			switch {
			case text == "":
			case text[0] == '=':
				fmt.Fprintf(&sheet, `<c r="%s"><v>%s</v></c>`, ref, text[1:])
			case text[0] == '\'':
				fmt.Fprintf(&sheet, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, text[1:])
			default:
				fmt.Fprintf(&sheet, `<c r="%s" t="s"><v>%d</v></c>`, ref, len(texts))
				texts = append(texts, text)
			}
		}
		sheet.WriteString("</row>")
	}
	for _, text := range texts {
		fmt.Fprintf(&shared, `<si><r><t>%s</t></r><r><t>%s</t></r></si>`, text[:1], text[1:])
	}
	return archive(t, []named{
		{"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId3"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId3" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", "<sst>" + shared.String() + "</sst>"},
		{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + sheet.String() + "</sheetData></worksheet>"},
	})
}

// archive packs files.
func archive(t testing.TB, files []named) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		require.NoError(t, err)
		_, err = io.WriteString(w, f.text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.String()
}

func mayors(t testing.TB) string {
	return book(t,
		[]string{"Cast Vote Record", "Precinct", "For Mayor Choice 1 (45)", "2ND CHOICE MAYOR", "'3rd Choice"},
		[]string{"=1", "North", "Ana ", "Ben", "undervote"},
		[]string{"=2", "North", "", "Ana"},
		nil,
		[]string{"=3", "South", "overvote", "'Ben", "UWI"},
	)
}

const xmlReport = `<?xml version="1.0"?>
<cdf:CastVoteRecordReport xmlns:cdf="NIST_V0_cast_vote_records.xsd">
 <cdf:CVR><cdf:CurrentSnapshotId>s2</cdf:CurrentSnapshotId><cdf:UniqueId>u1</cdf:UniqueId>
  <cdf:CVRSnapshot ObjectId="s1"><cdf:CVRContest><cdf:ContestId>m</cdf:ContestId></cdf:CVRContest></cdf:CVRSnapshot>
  <cdf:CVRSnapshot ObjectId="s2"><cdf:CVRContest><cdf:ContestId>m</cdf:ContestId>
   <cdf:CVRContestSelection><cdf:ContestSelectionId>sa</cdf:ContestSelectionId><cdf:SelectionPosition><cdf:HasIndication>yes</cdf:HasIndication><cdf:Rank>2</cdf:Rank></cdf:SelectionPosition></cdf:CVRContestSelection>
   <cdf:CVRContestSelection><cdf:ContestSelectionId>sb</cdf:ContestSelectionId><cdf:SelectionPosition><cdf:HasIndication>yes</cdf:HasIndication><cdf:Rank>1</cdf:Rank></cdf:SelectionPosition></cdf:CVRContestSelection>
  </cdf:CVRContest></cdf:CVRSnapshot>
 </cdf:CVR>
 <cdf:CVR><cdf:CurrentSnapshotId>s1</cdf:CurrentSnapshotId><cdf:CVRSnapshot ObjectId="s1"><cdf:CVRContest><cdf:ContestId>m</cdf:ContestId>
   <cdf:CVRContestSelection><cdf:ContestSelectionId>sw</cdf:ContestSelectionId><cdf:Status>needs-adjudication</cdf:Status><cdf:SelectionPosition><cdf:Rank>1</cdf:Rank></cdf:SelectionPosition></cdf:CVRContestSelection>
 </cdf:CVRContest></cdf:CVRSnapshot></cdf:CVR>
 <cdf:Election ObjectId="e">
  <cdf:Candidate ObjectId="ca"><cdf:Name>Ana</cdf:Name></cdf:Candidate><cdf:Candidate ObjectId="cb"><cdf:Name>Ben</cdf:Name></cdf:Candidate>
  <cdf:Contest ObjectId="m"><cdf:Name>Mayor</cdf:Name>
   <cdf:ContestSelection ObjectId="sa"><cdf:CandidateIds>ca cz</cdf:CandidateIds></cdf:ContestSelection>
   <cdf:ContestSelection ObjectId="sb"><cdf:CandidateIds>cb</cdf:CandidateIds></cdf:ContestSelection>
   <cdf:ContestSelection ObjectId="sw"><cdf:IsWriteIn>true</cdf:IsWriteIn></cdf:ContestSelection>
  </cdf:Contest>
 </cdf:Election>
</cdf:CastVoteRecordReport>
`

func shardsNamed(files []named) (shards []format.Shard) {
	for _, f := range files {
		shards = append(shards, format.Shard{Name: f.name, Reader: strings.NewReader(f.text)})
	}
	return shards
}

// vendors are a vote of each vendor's form, and what is read.
func vendors(t testing.TB) []struct {
	form    format.Form
	contest string
	give    []named
	want    string
	entries []string
} {
	return []struct {
		form    format.Form
		contest string
		give    []named
		want    string
		entries []string
	}{
		{format.Dominion, "Mayor", export, "Ana,Ben,Undeclared Write-ins: 1 [{0 1} {1 2}] 1 [{0 2} {2 3}] blank 1 spoilt 1", []string{
			"9-4-61: 1 as marked: Ana 1, Ben 2", "9-4-62: 1 as marked: Ana 2, Undeclared Write-ins 3",
			"CvrExport.json:7:166: 1 spoilt: ", "CvrExport.json:8:104: 1 blank: ",
		}},
		{format.Hart, "Mayor", sheets, "Ana,Ben,Undeclared Write-ins: 1 [{0 1} {2 2}] 1 [{1 1} {0 2}] blank 1 spoilt 0", []string{
			"g1: 1 as marked: Ben 1, Ana 2", "g2: 1 changed: Ana 1, Undeclared Write-ins 2", "g3: 1 blank: ",
		}},
		{format.ClearBallot, "City, Mayor", []named{{"a.csv", columns}}, "Ana,Ben,Undeclared Write-ins: 1 [{0 1} {1 2}] 1 [{2 1}] blank 1 spoilt 0", []string{
			"B1+1: 1 as marked: Ana 1, Ben 2", "B1+2: 1 as marked: Undeclared Write-ins 1", "B1+4: 1 blank: ",
		}},
		{format.ESS, "", []named{{"a.xlsx", mayors(t)}}, "Ana,Ben: 1 [{0 1} {1 2}] 1 [{0 2}] blank 0 spoilt 1", []string{
			"1: 1 as marked: Ana 1, Ben 2", "2: 1 as marked: Ana 2", "3: 1 spoilt: ",
		}},
		{format.CDF, "Mayor", []named{{"a.xml", xmlReport}}, "Ana,Ben: 1 [{1 1} {0 2}] blank 1 spoilt 0", []string{
			"u1: 1 as marked: Ben 1, Ana 2", "a.xml:12:47: 1 blank: ",
		}},
	}
}

// told is a slate and the ballots.
func told(v *format.Votes) string {
	var names, ballots []string
	for _, name := range v.Profile.Slate().All() {
		names = append(names, name)
	}
	for b, n := range v.Profile.All() {
		ballots = append(ballots, fmt.Sprint(n, " ", b))
	}
	return fmt.Sprintf("%s: %s blank %d spoilt %d", strings.Join(names, ","), strings.Join(ballots, " "), v.Profile.Blank, v.Profile.Spoilt)
}

// The vendors' records, given together in any order, in a folder or packed, named or not.
func TestVendors(t *testing.T) {
	for _, tt := range vendors(t) {
		t.Run(tt.form.String(), func(t *testing.T) {
			folder := fstest.MapFS{".DS_Store": {Data: []byte("x")}}
			for _, f := range tt.give {
				folder["export/"+f.name] = &fstest.MapFile{Data: []byte(f.text)}
			}
			backward := slices.Clone(tt.give)
			slices.Reverse(backward)
			packed := archive(t, tt.give)
			for _, form := range []format.Form{tt.form, format.Auto} {
				inFolder, err := format.Folder(folder, "votes")
				require.NoError(t, err)
				for i, shards := range [][]format.Shard{
					shardsNamed(tt.give), inFolder, shardsNamed([]named{{"a.zip", packed}}), shardsNamed(backward),
				} {
					if form == format.Auto && i == 3 {
						continue // the first file may be a signature
					}
					r := format.Reader{Form: form, Records: format.Records{Contest: tt.contest}}
					votes, err := r.Read(shards...)
					require.NoError(t, err, "%v %d", form, i)
					assert.Equal(t, tt.want, told(votes), "%v %d", form, i)
				}
			}
			var entries []string
			r := format.Reader{Form: tt.form, Records: format.Records{Contest: tt.contest}, Each: log(&entries)}
			_, err := r.Read(shardsNamed(tt.give)...)
			require.NoError(t, err)
			assert.Equal(t, tt.entries, entries)
			for _, room := range []int{1, 2} {
				r := format.Reader{Form: tt.form, Records: format.Records{Contest: tt.contest}, Room: room}
				p, _, err := format.Stream(r, copied(t), shardsNamed(tt.give)...)
				require.NoError(t, err)
				assert.Equal(t, tt.want, told(&format.Votes{Profile: p}))
			}
		})
	}
}

// Whatever is wrong with the vendors' files, each fault has its file and a place in it.
func TestVendorsFaultsHaveTheirPlaces(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, tt := range vendors(t) {
		bad := 0
		for range 150 {
			give := slices.Clone(tt.give)
			i := rng.IntN(len(give))
			give[i].text = mutate(rng, give[i].text)
			r := format.Reader{Form: tt.form, Records: format.Records{Contest: tt.contest}}
			votes, err := r.Read(shardsNamed(give)...)
			if err == nil {
				require.NotNil(t, votes)
				continue
			}
			bad++
			require.Nil(t, votes)
			for f := range vicinia.Faults(err) {
				if f.Path != "" {
					continue // in the slate
				}
				require.True(t, slices.ContainsFunc(give, func(n named) bool { return n.name == f.File }), "%v", f)
				require.Positive(t, f.Line, "%v", f)
				require.Positive(t, f.Column, "%v", f)
			}
		}
		assert.Greater(t, bad, 20, "%v", tt.form)
	}
}

func TestVendorsFaults(t *testing.T) {
	change := func(files []named, i int, old, now string) []named {
		files = slices.Clone(files)
		require.Contains(t, files[i].text, old)
		files[i].text = strings.Replace(files[i].text, old, now, 1)
		return files
	}
	tests := []struct {
		name    string
		form    format.Form
		contest string
		give    []named
		want    string
	}{
		{"no contest is named", format.Dominion, "", export, `2 contests "": want one of ["Mayor" "Bridge"]`},
		{"no export", format.Dominion, "1", export[:2], "ContestManifest.json:2:1: the files have no cast-vote records"},
		{"no candidates", format.Dominion, "1", export[1:], "PrecinctManifest.json:1:1: the contest has no candidates"},
		{"a record twice", format.Dominion, "1", change(export, 2, `"RecordId": 62`, `"RecordId": 61`), `CvrExport.json:6:165: a second ballot "9-4-61": the first stands in line 4`},
		{"no version", format.Dominion, "1", change(export, 2, `"IsCurrent": true, "Contests"`, `"IsCurrent": false, "Contests"`), "CvrExport.json:6:165: the session 9-4-62 has no current version"},
		{"two names", format.Dominion, "1", change(export, 0, `"Id": 11`, `"Id": 7`), `CandidateManifest.json:3:78: "7" is "Ben" here and "Ana" before`},
		{"a rank that is a text", format.Dominion, "1", change(export, 2, `"Rank": 2`, `"Rank": "two"`), "CvrExport.json:4:"},
		{"a value that is no rank", format.Hart, "m", change(sheets, 1, "1010", "1020"), `2.xml:1:1: contest "Mayor": "1020": want 0 or 1 for each rank`},
		{"a ballot twice", format.Hart, "m", change(sheets, 1, "g2", "g1"), `2.xml:1:1: a second ballot "g1": another file has it too`},
		{"two ballots in a file", format.Hart, "m", []named{{"a.xml", "<Cvr/><Cvr/>"}}, `a.xml:1:7: a second element "Cvr"`},
		{"text behind an export", format.Dominion, "1", change(export, 2, "}}\n\t]}", "}}\n\t]} 7"), "text behind the report"},
		{"another element", format.Hart, "m", []named{{"a.xml", "<Vote/>"}}, `a.xml:1:8: the element "Vote": want Cvr`},
		{"no contest of the name", format.ClearBallot, "Mayor", []named{{"a.csv", columns}}, `a.csv:1:1: no contest "Mayor": want one of ["Auditor: A" "City, Mayor"]`},
		{"a mark that is none", format.ClearBallot, "City, Mayor", []named{{"a.csv", strings.Replace(columns, "1,0,0,1\n", "1,0,0,2\n", 1)}}, `a.csv:2:19: "2": want 1 for a mark, or 0`},
		{"a rank that is none", format.ClearBallot, "Auditor: A", []named{{"a.csv", strings.Replace(columns, ":1:Number", ":one:Number", 1)}}, "want Choice:CONTEST:RANK:RULE:OPTION:PARTY"},
		{"a name of no use", format.ESS, "", []named{{"a.xlsx", book(t, []string{"Choice 1"}, []string{"Ana", "Ben"})}}, "a.xlsx:2:2: a cell beyond the 1 columns of the header"},
		{"no sheet", format.ESS, "", []named{{"a.xlsx", archive(t, export)}}, "a.xlsx:1:1: this is no spreadsheet"},
		{"no archive", format.ESS, "", []named{{"a.xlsx", "PK\x03\x04"}}, "a.xlsx:1:1: the archive: zip: not a valid zip file"},
		{"an empty sheet", format.ESS, "", []named{{"a.xlsx", book(t)}}, "a.xlsx:1:1: the sheet is empty"},
		{"an id twice", format.ESS, "", []named{{"a.xlsx", book(t, []string{"CVR ID", "1st"}, []string{"=1", "Ana"}, []string{"=1", "Ana"})}}, `a.xlsx:3:1: a second ballot "1"`},
		{"an entity that grows", format.CDF, "m", []named{{"a.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CastVoteRecordReport><CVR><UniqueId>&b;</UniqueId></CVR></CastVoteRecordReport>`}}, "invalid character entity &b;"},
		{"a root of another kind", format.CDF, "m", []named{{"a.xml", "<Cvr/>"}}, `a.xml:1:7: the element "Cvr": want CastVoteRecordReport`},
		{"an XML that ends", format.CDF, "m", []named{{"a.xml", xmlReport[:1200]}}, "unexpected EOF"},
		{"an archive of nothing", format.Dominion, "1", []named{{"a.zip", archive(t, nil)}}, "a.zip:1:1: a.zip: no files"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := format.Reader{Form: tt.form, Records: format.Records{Contest: tt.contest}}
			_, err := r.Read(shardsNamed(tt.give)...)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// A file without anything in it is a fault in any form, and so are a mark alone, a quote that is
// open, and a number past all bounds.
func TestEmptyFiles(t *testing.T) {
	for form := format.Auto; form <= format.ESS; form++ {
		for i, text := range []string{"", "\ufeff", "\n", "\r\n\r\n", "\x00", `"`, "{", "<", "[", strings.Repeat("9", 400)} {
			for _, name := range []string{"a", "a.xml", "a.json", "CvrExport.json", "CandidateManifest.json"} {
				votes, err := format.Reader{Form: form}.Read(format.Shard{Name: name, Reader: strings.NewReader(text)})
				if err == nil && (form == format.CEF || form == format.RCTab) && i > 4 {
					continue // it is a name
				}
				require.Error(t, err, "%v %q", form, text)
				require.Nil(t, votes)
				for f := range vicinia.Faults(err) {
					require.Equal(t, name, f.File, "%v %q", form, text)
					require.Positive(t, f.Line)
					require.Positive(t, f.Column)
				}
			}
		}
	}
}

// What grows beyond all bounds is refused before it is unpacked, or read to its bound.
func TestBombs(t *testing.T) {
	zeros := strings.Repeat("0", 1<<22)
	_, err := format.Reader{}.Read(shardsNamed([]named{{"a.zip", archive(t, []named{{"a.csv", zeros}})}})...)
	assert.ErrorContains(t, err, "a.zip:1:1: the archive grows to more than")
	long := "<Cvr><Contests>" + strings.Repeat("<a>", 20_000) + "</Contests></Cvr>"
	_, err = format.Reader{Form: format.Hart}.Read(shardsNamed([]named{{"a.xml", long}})...)
	assert.Error(t, err)
	huge := `{"Sessions": [{"TabulatorId": "` + strings.Repeat("9", 2*format.MaxRecord) + `"}]}`
	_, err = format.Reader{Form: format.Dominion}.Read(shardsNamed([]named{{"CvrExport.json", huge}})...)
	assert.ErrorContains(t, err, fmt.Sprintf("a value of more than %d bytes", format.MaxRecord))
}

// Options that stand for ids and for other names.
func TestVendorsAliases(t *testing.T) {
	r := format.Reader{Form: format.Dominion, Records: format.Records{
		Contest: "1", Options: []string{"A", "B"}, Aliases: map[string]string{"7": "A", "Ben": "B"},
	}}
	votes, err := r.Read(shardsNamed(export)...)
	require.NoError(t, err)
	assert.Equal(t, "A,B: 1 [{0 1} {1 2}] 1 [{0 2}] blank 1 spoilt 1", told(votes))
	r = format.Reader{Form: format.Hart, Records: format.Records{Contest: "m", Options: []string{"Ana", "Ben", "Zoe"}}}
	votes, err = r.Read(shardsNamed(sheets)...)
	require.NoError(t, err)
	assert.Equal(t, "Ana,Ben,Zoe: 1 [{0 1} {2 2}] 1 [{1 1} {0 2}] blank 1 spoilt 0", told(votes), "who is written in and listed")
}

// Numbers are ranks where no header tells one.
func TestNumberedRanks(t *testing.T) {
	give := book(t, []string{"", "=1", "=2"}, []string{"=7", "Ana", "Ben"}, []string{"=8", "Ben"})
	votes, err := format.ReadESS(format.Records{}, format.Shard{Name: "a", Reader: strings.NewReader(give)})
	require.NoError(t, err)
	assert.Equal(t, "Ana,Ben: 1 [{0 1} {1 2}] 1 [{1 1}] blank 0 spoilt 0", told(votes))
}

// Readers of the vendors' forms by name.
func TestReadersOfVendors(t *testing.T) {
	for _, tt := range []struct {
		read  func(format.Records, ...format.Shard) (*format.Votes, error)
		form  format.Form
		files []named
	}{
		{format.ReadDominion, format.Dominion, export}, {format.ReadHart, format.Hart, sheets},
		{format.ReadClearBallot, format.ClearBallot, []named{{"a.csv", columns}}}, {format.ReadCDF, format.CDF, []named{{"a", xmlReport}}},
		{format.ReadESS, format.ESS, []named{{"a", mayors(t)}}},
	} {
		i := slices.IndexFunc(vendors(t), func(v struct {
			form    format.Form
			contest string
			give    []named
			want    string
			entries []string
		}) bool {
			return v.form == tt.form
		})
		v := vendors(t)[i]
		votes, err := tt.read(format.Records{Contest: v.contest}, shardsNamed(tt.files)...)
		require.NoError(t, err)
		assert.Equal(t, v.want, told(votes))
		_, err = tt.read(format.Records{})
		assert.ErrorContains(t, err, "no file")
	}
}

// A folder's files are closed when they are read, and may be more than can be open at once.
func TestFolderCloses(t *testing.T) {
	open, most := 0, 0
	folder := fstest.MapFS{}
	for i := range 50 {
		folder[fmt.Sprintf("%d.xml", i)] = &fstest.MapFile{Data: []byte(strings.Replace(sheets[i%3].text, "<CvrGuid>g", fmt.Sprintf("<CvrGuid>%d", i), 1))}
	}
	folder["7.xml"].Data = []byte("<Cvr><Contests>") // a fault
	shards, err := format.Folder(counting{folder, &open, &most}, "votes")
	require.NoError(t, err)
	_, err = format.ReadHart(format.Records{Contest: "m"}, shards...)
	assert.ErrorContains(t, err, "votes/7.xml:1:16: ")
	assert.Zero(t, open)
	assert.LessOrEqual(t, most, 2)
}

// counting counts the files that are open.
type counting struct {
	fs.FS
	open, most *int
}

func (c counting) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err == nil {
		*c.open++
		*c.most = max(*c.most, *c.open)
	}
	return counted{f, c.open}, err
}

type counted struct {
	fs.File
	open *int
}

func (c counted) Close() error {
	*c.open--
	return c.File.Close()
}

// ReadDir of a folder.
func (c counted) ReadDir(n int) ([]fs.DirEntry, error) { return c.File.(fs.ReadDirFile).ReadDir(n) }

// sheetFile is a spreadsheet of this XML.
func sheetFile(t testing.TB, sheet, texts string) format.Shard {
	packed := archive(t, []named{
		{"xl/workbook.xml", `<workbook xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><sheets><sheet r:id="a"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Target="/xl/s.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"},
		{"xl/s.xml", "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"},
	})
	return format.Shard{Name: "a", Reader: strings.NewReader(packed)}
}

func TestSheets(t *testing.T) {
	const head = `<row r="1"><c r="A1" t="inlineStr"><is><t>Choice 1</t></is></c></row>`
	votes, err := format.ReadESS(format.Records{}, sheetFile(t, head+`<row><c><v>7</v></c></row><row r="9"><c t="s"><v>1</v></c></row>`, "<si><t>x</t></si><si><r><t>A</t></r><rPh><t>no</t></rPh><r><t>na</t></r></si>"))
	require.NoError(t, err)
	assert.Equal(t, "7,Ana: 1 [{0 1}] 1 [{1 1}] blank 0 spoilt 0", told(votes))
	tests := []struct{ name, give, want string }{
		{"a row beyond the last", `<row r="1048577"><c r="A9"><v>7</v></c></row>`, "a:1:1: the row 1048577 after the row 1: want at most 1048576, in order"},
		{"a row again", `<row r="1"><c r="A1"><v>7</v></c></row>`, "the row 1 after the row 1"},
		{"a column beyond the last", `<row r="2"><c r="XFE2"><v>7</v></c></row>`, `row 2: the cell "XFE2": want its column, in order, and at most 16384`},
		{"a column again", `<row r="2"><c r="A2"><v>7</v></c><c r="A2"><v>8</v></c></row>`, `the cell "A2": want its column`},
		{"no column", `<row r="2"><c r="7"><v>7</v></c></row>`, `the cell "7": want its column`},
		{"no such text", `<row r="2"><c r="A2" t="s"><v>5</v></c></row>`, `the cell "A2": no text "5"`},
		{"an error", `<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>`, `the cell "A2": the error "#REF!"`},
		{"a row that is no number", `<row r="x"/>`, "a:1:1: "},
		{"an element that is open", `<row r="2"><c>`, "a:1:1: XML syntax error"},
	}
	for _, tt := range tests {
		_, err := format.ReadESS(format.Records{}, sheetFile(t, head+tt.give, ""))
		assert.ErrorContains(t, err, tt.want, tt.name)
	}
}

// FuzzSheet reads any sheet in a sound archive.
// Cells far apart are many cells of a small file.
func TestSheetOfGaps(t *testing.T) {
	const head = `<row r="1"><c r="A1" t="inlineStr"><is><t>Choice 1</t></is></c></row>`
	gaps := strings.Repeat(`<row><c r="XFD1"/></row>`, format.MaxCells/format.MaxColumns)
	_, err := format.ReadESS(format.Records{}, sheetFile(t, head+gaps, ""))
	assert.ErrorContains(t, err, "a:1:1: row 16385: more than 268435456 cells")
}

func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>Choice 1</t></is></c></row><row><c><v>7</v></c></row>`, "<si><t>x</t></si>")
	f.Add(`<row r="2"><c r="AB2" t="s"><v>0</v></c></row><row r="1"/>`, "<si><r><t>1st</t></r></si>")
	f.Add(`<row><c r="A1" t="s"><v>9</v></c><c r="A1" t="e"><v>#REF!</v></c></row>`, "")
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		votes, err := format.ReadESS(format.Records{}, sheetFile(t, sheet, texts))
		if err == nil {
			require.LessOrEqual(t, votes.Profile.Len(), int64(len(sheet)))
		}
	})
}

// Nothing that the bytes of a vendor's file can be makes a reader panic.
func FuzzVendors(f *testing.F) {
	for _, tt := range vendors(f) {
		for _, file := range tt.give {
			f.Add(uint8(tt.form), file.name, []byte(file.text))
		}
	}
	f.Fuzz(func(t *testing.T, form uint8, name string, text []byte) {
		r := format.Reader{Form: format.Form(form)}
		votes, err := r.Read(format.Shard{Name: name, Reader: bytes.NewReader(text)})
		if err == nil && votes.Profile != nil {
			require.LessOrEqual(t, votes.Profile.Distinct(), len(text)+1)
		}
	})
}
