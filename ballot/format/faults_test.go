package format_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// fixtures are a file or two of each form.
var fixtures = []struct {
	form format.Form
	give []string
}{
	{format.CSV, []string{"count,ranking\n5,Ana>Ben=Cai\n2,\n\"3\",\"Ben\"\n", "ranking,count\nCai,1\n"}},
	{format.CSV, []string{"count,approvals\n5,A|B\n2,\n"}},
	{format.CSV, []string{"count,scores\n5,A=3|B=2\n1,C=0\n"}},
	{format.CSV, []string{"option,votes\nyes,5\nno,3\nblank,2\nspoilt,1\n"}},
	{format.CSV, []string{"body,weight,yes,no,eligible\nUri,1,5,3,9\nZug,0.5,2,2,5\n"}},
	{format.CSV, []string{"district,list,votes\nN,A,5\nN,B,3\nS,A,2\n", "district,seats\nN,3\nS,2\n"}},
	{format.PrefLib, []string{orders}},
	{format.PrefLib, []string{"# NUMBER CATEGORIES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n2: 1,{2}\n1: {},1,2\n"}},
	{format.PrefLib, []string{"# NUMBER EDGES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n1,2,3\n2,1,2\n"}},
	{format.Debian, []string{sheet}},
	{format.BLT, []string{hill}},
	{format.BLT, []string{"3 1\n[nick a b c]\n(x) 1 a b=c 0\n(y) 1 - b 0\n0\nAna\nBen\nCai\nTitle\n"}},
	{format.ABIF, []string{"{\"title\": \"T\"}\n=a:[Ana, A.]\n3: a>Ben=\"C c\"\n1:\n"}},
	{format.ABIF, []string{"3: A/5,B/2\n1: B/1\n"}},
	{format.CEF, []string{cvotes}},
	{format.RCTab, []string{records}},
	{format.RCTab, []string{choices}},
	{format.CDF, []string{report}},
	{format.PB, []string{village}},
	{format.PB, []string{points}},
}

// mutate changes a text in one to three places.
func mutate(rng *rand.Rand, text string) string {
	const signs = "0123456789,;:>=|/{}[]()\"'#-*^.\n\r\t \x00\xffAz\ufeff"
	b := []byte(text)
	for range 1 + rng.IntN(3) {
		at := rng.IntN(len(b) + 1)
		end := min(len(b), at+rng.IntN(12))
		switch rng.IntN(6) {
		case 0: // leave out
			b = slices.Delete(b, at, end)
		case 1: // enter
			b = slices.Insert(b, at, signs[rng.IntN(len(signs))])
		case 2: // cut off
			b = b[:at]
		case 3: // twice
			b = slices.Insert(b, at, slices.Clone(b[at:end])...)
		case 4: // a number past all bounds
			b = slices.Insert(b, at, []byte(strings.Repeat("9", 1+rng.IntN(22)))...)
		case 5: // a line twice
			lines := bytes.SplitAfter(b, []byte("\n"))
			i := rng.IntN(len(lines))
			b = bytes.Join(slices.Insert(lines, i, lines[i]), nil)
		}
	}
	return string(b)
}

// Whatever is wrong with a file, each fault has its place, and nothing is read beside.
func TestEveryFaultHasItsPlace(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, f := range fixtures {
		_, err := readAs(f.form, nil, f.give...)
		require.NoError(t, err, f.give)
		bad := 0
		for range 100 {
			give := slices.Clone(f.give)
			i := rng.IntN(len(give))
			give[i] = mutate(rng, give[i])
			form := f.form
			if rng.IntN(4) == 0 {
				form = format.Auto
			}
			votes, err := readAs(form, nil, give...)
			if err == nil {
				require.NotNil(t, votes)
				continue
			}
			bad++
			require.Nil(t, votes, "%q", give)
			require.NotEmpty(t, strings.TrimSpace(err.Error()))
			placed(t, err, give)
		}
		assert.Greater(t, bad, 20, "%v", f.form)
	}
}

// placed wants that each fault of an error has a place in one of the files a, b...
func placed(t *testing.T, err error, give []string) {
	t.Helper()
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		if _, one := err.(*vicinia.Fault); !one {
			for _, inner := range joined.Unwrap() {
				placed(t, inner, give)
			}
			return
		}
	}
	fault, ok := err.(*vicinia.Fault)
	require.True(t, ok, "%q of %q", err, give)
	if fault.Path != "" && fault.File == "" {
		return
	}
	require.Len(t, fault.File, 1, "%q of %q", err, give)
	lines := strings.SplitAfter(give[fault.File[0]-'a'], "\n")
	require.Positive(t, fault.Line, "%q of %q", err, give)
	require.LessOrEqual(t, fault.Line, len(lines), "%q of %q", err, give)
	require.Positive(t, fault.Column, "%q of %q", err, give)
	require.LessOrEqual(t, fault.Column, len(lines[fault.Line-1])+1, "%q of %q", err, give)
}

// A file that has no ballots says where it ends.
func TestNothingToCount(t *testing.T) {
	tests := []struct {
		form format.Form
		give string
		want string
	}{
		{format.CSV, "count,ranking\n", "a:2:1: no ballot names an option"},
		{format.CSV, "count,ranking\n3,\n", "a:3:1: no ballot names an option"},
		{format.CSV, "option,votes\n", "a:2:1: "},
		{format.CSV, "body,weight,yes,no\n", "a:2:1: no body"},
		{format.CSV, "district,list,votes\n", "a:2:1: no votes of lists"},
		{format.CSV, "district,list,votes\nN,A,3\n", `a:2:1: no seats of the district "N"`},
		{format.CSV, "body,weight,yes,no,eligible,blank\nUri,1,5,3,9,2\n", `a:2:11: "Uri": 10 ballots of 9 eligible (R-8)`},
		{format.ABIF, "# nothing\n", "a:2:1: no ballot names an option"},
		{format.CEF, "#/Number of Seats: 2\n", "a:2:1: no ballot names an option"},
		{format.RCTab, "id,rank1\n", "a:2:1: no ballot names an option"},
		{format.Debian, "Option 1---->: A\n", "a:2:1: no ballot"},
		{format.CDF, "{}", `a:1:1: 0 contests`},
	}
	for _, tt := range tests {
		_, err := readAs(tt.form, nil, tt.give)
		assert.ErrorContains(t, err, tt.want, "%q", tt.give)
	}
	_, err := readAs(format.CSV, nil, tests[6].give)
	assert.ErrorIs(t, err, vicinia.Invariant("R-8"))
}

// A line may be longer than what is read at once.
func TestLongLines(t *testing.T) {
	var names []string
	for i := range 20_000 {
		names = append(names, fmt.Sprint("option ", i))
	}
	long := strings.Join(names, ">")
	votes, err := readAs(format.CSV, nil, "count,ranking\n1,"+long+"\n2,option 7\n3,"+long)
	require.NoError(t, err)
	assert.EqualValues(t, 6, votes.Profile.Len())
	assert.Equal(t, 2, votes.Profile.Distinct())
	_, err = readAs(format.CSV, nil, "count,ranking\n1,"+long+">\n2,option 7\n3,"+long+">option 7")
	assert.ErrorContains(t, err, fmt.Sprintf("a:2:%d: a name is missing\na:4:3: option 7 is marked twice", len(long)+4))
}

// A head that asks for more than there may be takes no memory for it.
func TestAbsurdHeads(t *testing.T) {
	for _, give := range []string{
		"1000000000 3\n", "65537 1\n1 1 0\n", "3 1000000000\n",
		"# NUMBER ALTERNATIVES: 1000000000\n# ALTERNATIVE NAME 1: A\n1: 1\n",
		"# ALTERNATIVE NAME 999999999: A\n1: 999999999\n",
		"# NUMBER CATEGORIES: 999999999\n# ALTERNATIVE NAME 1: A\n1: 1\n",
		"# NUMBER EDGES: 999999999\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n1,2,3\n",
		"id,rank999999999\n1,A\n", "count,rank1\n999999999999999999,A\n",
		"#/Number of Seats: 999999999999999999\n#/Candidates: A\nA * 999999999999\n",
		"count,ranking\n999999999999999999,A\n", "count,scores\n1,A=999999999\n",
		"district,list,votes\nN,A,5\n\ndistrict,seats\nN,999999999999\n",
		"META\nkey;value\nbudget;999999999999999999\nnum_projects;999999999\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;2\nVOTES\nvoter_id;vote\n1;1\n",
		"META\nkey;value\nbudget;9\nmax_length;999999999999\nvote_type;ordinal\nPROJECTS\nproject_id;cost\n1;2\nVOTES\nvoter_id;vote\n1;1\n",
		"V: " + strings.Repeat("1", ballot.MaxOptions+1) + "\n",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		votes, err := readAs(format.Auto, nil, give)
		runtime.ReadMemStats(&after)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(48<<20), "%.80q", give)
		if err != nil {
			assert.Nil(t, votes, "%.80q", give)
			placed(t, err, []string{give})
		}
	}
}
