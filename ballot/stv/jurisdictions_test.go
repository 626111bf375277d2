package stv_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/stv"
)

// 44 wards under laws of elsewhere elect whom other programs elect; see the file.
func TestScottishWardsElsewhere(t *testing.T) {
	dir := folder(t, "scottish")
	f, err := os.Open("testdata/scottish_others.csv")
	require.NoError(t, err)
	defer f.Close()
	in := csv.NewReader(f)
	in.Comment = '#'
	rows, err := in.ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+44)
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			votes, err := format.ReadBLT(nil, file(t, filepath.Join(dir, row[0])))
			require.NoError(t, err)
			for i, law := range []*stv.Statute{stv.NorthernIreland1985, stv.NewZealand2004, stv.NSWLocal2021} {
				out, err := stv.Contest{Statute: law, Seats: votes.Seats}.Decide(votes.Profile, nil)
				require.NoError(t, err)
				require.NoError(t, out.Check())
				assert.Equal(t, "["+row[1+i]+"]", fmt.Sprint(out.Winners()), law.Name)
			}
		})
	}
}

// The model election of the Electoral Reform Society's rule book: 753 votes, six places.
// Tallies as OpenSTV, revision 821, has them after each stage and substage.
func TestERS97Model(t *testing.T) {
	const model = `
		35:1,2 3:1,3,9 11:1,3,6 5:1,3,7 6:1,3,8 20:1,4 7:1,4,9 4:1,4,11 8:1,5 4:1,8 1:1,10,5,7 1:1,10,9
		18:1,11 11:1 81:2 23:3,1,2 2:3,1,2,7 1:3,1,2,8 1:3,1 3:4,1,3,7 1:4,8 11:4,5,6 3:4,2 5:4,2,11 1:4,3
		105:5 91:6 64:7 5:8 42:8,9 12:8,7 55:9 2:10,5 5:10,8 14:10,9 2:10,1,11 90:11`
	p := profile(t, []string{"Smith", "Carpenter", "Wright", "Glazier", "Duke", "Prince", "Baron", "Abbot", "Vicar", "Monk", "Freeman"})
	for _, papers := range strings.Fields(model) { // votes:candidates in order, from 1
		n, order, _ := strings.Cut(papers, ":")
		size, err := strconv.ParseInt(n, 10, 64)
		require.NoError(t, err)
		var b ballot.Ballot
		for i, number := range strings.Split(order, ",") {
			o, err := strconv.Atoi(number)
			require.NoError(t, err)
			b = append(b, ballot.Mark{Option: ballot.Option(o - 1), Level: int32(i + 1)})
		}
		require.NoError(t, p.Add(b, size))
	}
	out, err := stv.Contest{Statute: stv.ERS97, Seats: 6}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.EqualValues(t, 753, out.Valid)
	want := [][]int64{
		{13400, 8100, 2700, 2400, 10500, 9100, 6400, 5900, 5500, 2300, 9000},
		{10758, 8835, 3225, 3051, 10668, 9100, 6400, 5984, 5500, 2342, 9378},
		{10758, 8835, 3225, 3051, 10868, 9100, 6400, 6484, 6900, 42, 9578},
		{10758, 8835, 3225, 3051, 10868, 9100, 6421, 6484, 6921, 0, 9578},
		{10758, 12235, 525, 651, 10868, 10200, 6721, 6584, 6921, 0, 9578},
		{10758, 12235, 0, 0, 10868, 10431, 6826, 6710, 7131, 0, 9662},
		{10758, 10758, 0, 0, 10868, 10431, 7026, 6810, 7131, 0, 10162},
		{10758, 10758, 0, 0, 10868, 10431, 8226, 210, 11331, 0, 10162},
	}
	require.GreaterOrEqual(t, len(out.Counts), len(want))
	for i := range want {
		assert.Equal(t, want[i], out.Counts[i].Tally, "count %d", i+1)
	}
	assert.Equal(t, "Smith, Carpenter, Duke, Prince, Vicar, Freeman", p.Slate().Names(out.Winners()...))
}

// Strath Taieri Community Board, 2025, iteration 1: quota 41.000000001, three are elected with
// 47, 45 and 42 votes, and one with 8 goes out, less than the second lowest by more than the
// surpluses, 10.999999997. What the others had is made up.
func TestNewZealandFirstIteration(t *testing.T) {
	p := profile(t, []string{"Thomas", "Bain", "Thomas 2", "Ramsay", "Ana", "Ben", "Cai", "Dov"},
		row{47, "Thomas"}, row{45, "Bain"}, row{42, "Thomas 2"}, row{8, "Ramsay>Ana"}, row{36, "Ana"}, row{36, "Ben"}, row{36, "Cai"}, row{37, "Dov"})
	out, err := stv.Contest{Statute: stv.NewZealand2004, Seats: 6}.Decide(p, ballot.Lot{})
	require.NoError(t, err)
	require.NoError(t, out.Check())
	first := out.Counts[0]
	assert.Equal(t, "41.000000001", out.Text(first.Quota))
	assert.Equal(t, []ballot.Option{0, 1, 2}, first.Elected)
	assert.Equal(t, []ballot.Option{3}, first.Out)
	assert.Equal(t, stv.Round, out.Counts[1].Action)
}

// Local Electoral Regulations 2001, schedule 1A, clauses 20 and 21: nobody is elected whom no
// paper ranks; and as the calculator does, those without votes go out together.
func TestNewZealandWithoutVotes(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva", "Fay"}
	p := profile(t, names, row{10, "Ana>Dov>Eva"}, row{8, "Ben"}, row{7, "Cai"})
	out, err := stv.Contest{Statute: stv.NewZealand2004, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	for _, c := range out.Counts {
		if len(c.Out) > 1 {
			assert.Equal(t, []ballot.Option{3, 4}, c.Out)
		}
	}
	out, err = stv.Contest{Statute: stv.NewZealand2004, Seats: 6}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []ballot.Option{0, 1, 2, 3, 4}, out.Winners())
}

// Regulation, schedule 5, clauses 6(1) and 7(4): a paper is worth the surplus over the votes
// without those that name nobody still in, here 4/(10-3); each product is cut. Where too few
// name somebody, a paper is worth what it was.
func TestNewSouthWalesSurplus(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai"}
	p := profile(t, names, row{4, "Ana>Ben"}, row{3, "Ana>Cai"}, row{3, "Ana"}, row{3, "Ben"}, row{4, "Cai"})
	out, err := stv.Contest{Statute: stv.NSWLocal2021, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, "count 2: surplus of Ana at 0.571428571; quota 6, Ana 6, Ben 5, Cai 5, rounding 1", lines(out)[1])

	p = profile(t, names, row{2, "Ana>Ben"}, row{8, "Ana"}, row{3, "Ben"}, row{4, "Cai"})
	out, err = stv.Contest{Statute: stv.NSWLocal2021, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, "count 2: surplus of Ana at 1.000000000; quota 6, Ana 6, Ben 5, Cai 4, exhausted 2; elected Ben", lines(out)[1])
}

// General Laws, chapter 54A, section 9(c) and (g): those with fewer than 50 go out together, the
// fewest first, and nobody is credited with more than the quota.
func TestCambridgeFloor(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov", "Eva"},
		row{120, "Ana"}, row{110, "Ben"}, row{60, "Cai"}, row{49, "Dov>Cai"}, row{30, "Eva>Ben"})
	out, err := stv.Contest{Statute: stv.Cambridge1938, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 124, Ana 120, Ben 110, Cai 60, Dov 49, Eva 30",
		"count 2: exclusion of Dov, Eva; quota 124, Ana 120, Ben 124, Cai 109, exhausted 16; elected Ben",
		"count 3: exclusion of Cai; quota 124, Ana 120, Ben 124, exhausted 125; elected Ana",
	}, lines(out))
}

// The method of Cincinnati: of 8 papers with a surplus of 3 every third moves, 3 and 6, then
// those after each of them, 4; one that names nobody stays, and the next is taken.
func TestCambridgeEveryThird(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai"}
	for want, give := range map[string][]string{
		"Ben 3, Cai 4":              {"Cai", "Cai", "Cai", "Ben", "Cai", "Cai", "Ben", "Ben"},
		"Ben 4, Cai 3":              {"Cai", "Cai", "", "Ben", "Cai", "Cai", "Ben", "Ben"},
		"Ben 2, Cai 3, exhausted 2": {"", "", "", "", "", "", "", "Cai"},
	} {
		t.Run(want, func(t *testing.T) {
			p := profile(t, names)
			c := stv.Contest{Statute: stv.Cambridge1938, Seats: 2}
			add := func(text string) {
				one := profile(t, names, row{1, text})
				for b := range one.All() {
					require.NoError(t, p.Add(b, 1))
					c.Pile = append(c.Pile, b)
				}
			}
			for _, next := range give {
				text := "Ana"
				if next != "" {
					text += ">" + next
				}
				add(text)
			}
			for _, text := range []string{"Ben", "Ben", "Cai", "Cai"} {
				add(text)
			}
			out, err := c.Decide(p, ballot.Lot{})
			require.NoError(t, err)
			require.NoError(t, out.Check())
			assert.Equal(t, "count 2: surplus of Ana; quota 5, Ana 5, "+want, lines(out)[1])
		})
	}
}

// Rules 48 and 52(2) of 1985: a last place is filled by who has no fewer votes than all others
// and the surpluses, but not if two have.
func TestNorthernIrelandLastPlace(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov"}
	p := profile(t, names, row{40, "Ana"}, row{20, "Ben"}, row{12, "Cai"}, row{8, "Dov"})
	law := *stv.NorthernIreland1985
	out, err := stv.Contest{Statute: &law, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Len(t, out.Counts, 2)
	law.Lead = stv.Never
	out, err = stv.Contest{Statute: &law, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.Greater(t, len(out.Counts), 2)
	assert.True(t, slices.Contains(out.Winners(), 1))
}
