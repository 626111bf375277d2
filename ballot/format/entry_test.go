package format_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// shardsOf are files a, b...
func shardsOf(give []string) (shards []format.Shard) {
	for i, text := range give {
		shards = append(shards, format.Shard{Name: string(rune('a' + i)), Reader: strings.NewReader(text)})
	}
	return shards
}

// What Each is told are the ballots of the profile, whatever the form and the policy; and
// the votes are those that are read without it.
func TestEntriesAreTheProfile(t *testing.T) {
	several := fixtures[:len(fixtures):len(fixtures)]
	for _, f := range fixtures {
		f.give = append(slices.Clone(f.give), f.give...)
		several = append(several, f)
	}
	other := fixtures[0]
	other.form, other.give = format.BLT, []string{"3 2\n-3\n3 1 2 0\n4 3 0\n1 2 1 3 0\n2 0\n0\n\"Ana\"\n\"Ben\"\n\"Cai\"\n\"T\"\n", "3 2\n-1\n2 3 1 0\n4 2 0\n1 2 3 0\n0\n\"Cai\"\n\"Ana\"\n\"Ben\"\n\"T\"\n"}
	several = append(several, other)
	for i, f := range several {
		for _, policy := range []format.Policy{{}, {Overvotes: format.Cut, Duplicates: format.Spoil, Unlisted: format.Drop, Skipped: format.Drop}} {
			for _, room := range []int{0, 3} {
				r := format.Reader{Form: f.form, Records: format.Records{Policy: policy}}
				want, err := r.Read(shardsOf(f.give)...)
				if err != nil || want.Profile == nil {
					continue
				}
				var got *ballot.Profile
				var altered format.Altered
				r.Each = func(e format.Entry) error {
					if got == nil {
						got, err = ballot.NewProfile(e.Slate, e.Kind)
						require.NoError(t, err)
					}
					altered = format.Altered{
						Overvotes: altered.Overvotes + e.Altered.Overvotes, Duplicates: altered.Duplicates + e.Altered.Duplicates,
						Skipped: altered.Skipped + e.Altered.Skipped, Unlisted: altered.Unlisted + e.Altered.Unlisted,
					}
					require.NotEmpty(t, e.ID)
					require.Positive(t, e.N)
					require.Equal(t, e.Fate == format.Spoilt || e.Fate == format.Blank, len(e.Ballot) == 0)
					if e.Fate == format.Spoilt {
						got.Spoilt += e.N
						return nil
					}
					return got.Add(e.Ballot, e.N)
				}
				if room > 0 {
					r.Room, r.Part = room, func(*ballot.Profile) error { return nil }
				}
				votes, err := r.Read(shardsOf(f.give)...)
				require.NoError(t, err, "%d", i)
				assert.Equal(t, show(want.Profile), show(got), "%v %d", f.form, i)
				assert.Equal(t, want.Altered, altered)
				assert.Equal(t, want.Altered, votes.Altered)
				if room == 0 {
					assert.Equal(t, show(want.Profile), show(votes.Profile))
				}
			}
		}
	}
}

// log writes what Each is told.
func log(into *[]string) func(format.Entry) error {
	return func(e format.Entry) error {
		var names []string
		for _, m := range e.Ballot {
			names = append(names, fmt.Sprintf("%s %d", e.Slate.Name(m.Option), m.Level))
		}
		*into = append(*into, fmt.Sprintf("%s: %d %s: %s", e.ID, e.N, e.Fate, strings.Join(names, ", ")))
		return nil
	}
}

func TestEntries(t *testing.T) {
	tests := []struct {
		name    string
		form    format.Form
		records format.Records
		give    string
		want    []string
	}{
		{
			"orders", format.PrefLib, format.Records{}, "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n5: 2,1\n0: 1\n2:\n",
			[]string{"a:3: 5 as marked: B 1, A 2", "a:5: 2 blank: "},
		},
		{
			"tokens", format.Debian, format.Records{Options: []string{"A", "B"}}, "V: 21  0abc\nV: --\tdef\nV: 1-\n",
			[]string{"0abc: 1 as marked: B 1, A 2", "def: 1 blank: ", "a:3: 1 as marked: A 1"},
		},
		{
			"ids of BLT, names behind", format.BLT, format.Records{}, "2 1\n(b7) 1 2 1 0\n(b8) 1 0\n3 1=2 0\n0\n\"Zoe\"\n\"Ana\"\n",
			[]string{"b7: 1 as marked: Ana 1, Zoe 2", "b8: 1 blank: ", "a:4: 3 as marked: Zoe 1, Ana 1"},
		},
		{
			"names of BLT that are no options", format.BLT, format.Records{Options: []string{"Ana"}, Policy: format.Policy{Unlisted: format.Drop}},
			"2 1\n(b7) 1 2 1 0\n(b8) 1 2 0\n2 1 0\n0\n\"Zoe\"\n\"Ana\"\n",
			[]string{"b7: 1 changed: Ana 1", "b8: 1 as marked: Ana 1", "a:4: 2 spoilt: "},
		},
		{
			"remedies", format.RCTab, format.Records{Policy: format.Policy{Overvotes: format.Cut, Skipped: format.Drop}},
			"id,rank1,rank2,rank3\nx1,A,overvote,B\nx2,,B,A\nx3,overvote,B,\nx4,,,\n,B,A,A\n",
			[]string{"x1: 1 cut: A 1", "x2: 1 changed: B 1, A 2", "x3: 1 spoilt: ", "x4: 1 blank: ", "a:6: 1 changed: B 1, A 2"},
		},
		{
			"record ids", format.RCTab, format.Records{}, "Tabulator Id,Batch Id,Record Id,rank1\n9,1,3,A\n9,2,3,B\n9,2,X,A\n9,2,X,A\n",
			[]string{"9-1-3: 1 as marked: A 1", "9-2-3: 1 as marked: B 1", "a:4: 1 as marked: A 1", "a:5: 1 as marked: A 1"},
		},
		{
			"ranks that do not count", format.RCTab, format.Records{Ranks: 1}, "id,rank1,rank2\nx1,A,B\nx2,B,\n",
			[]string{"x1: 1 cut: A 1", "x2: 1 as marked: B 1"},
		},
		{"voters", format.PB, format.Records{}, points, []string{
			"1: 1 as marked: b 100, a 200", "2: 1 as marked: b 300", "3: 1 as marked: c 100, a 200", "4: 1 as marked: a 25",
		}},
		{
			"columns of options", format.CSV, format.Records{}, "count,ranking\n2,Ben>Ana\n2,Ben>Ana\n1,\n",
			[]string{"a:2: 2 as marked: Ben 1, Ana 2", "a:3: 2 as marked: Ben 1, Ana 2", "a:4: 1 blank: "},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			r := format.Reader{Form: tt.form, Records: tt.records, Each: log(&got)}
			_, err := r.Read(shardsOf([]string{tt.give})...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

// Each ends the reading; what can be read once only says so where it has to be read again.
func TestEachEnds(t *testing.T) {
	halt := errors.New("enough")
	r := format.Reader{Each: func(format.Entry) error { return halt }}
	_, err := r.Read(shardsOf([]string{choices})...)
	assert.ErrorIs(t, err, halt)
	r.Each = func(format.Entry) error { return nil }
	once := format.Shard{Name: "a", Reader: io.MultiReader(strings.NewReader("count,ranking\n2,A\n1,B\n"))}
	_, err = r.Read(once)
	assert.ErrorContains(t, err, "name the options, or read from files")
	once.Reader = io.MultiReader(strings.NewReader(orders))
	_, err = r.Read(once)
	assert.NoError(t, err)
}

// An id stands once in a file: a ballot that is there twice would count twice.
func TestIDsStandOnce(t *testing.T) {
	tests := []struct {
		form format.Form
		give string
		want string
	}{
		{format.RCTab, "Cast Vote Record,rank1\nx1,A\nx2,B\nx1,A\n", `a:4:1: a second ballot "x1": the first stands in line 2`},
		{format.RCTab, "Tabulator Id,Batch Id,Record Id,rank1\n9,1,3,A\n9,2,3,B\n8,1,3,A\n9,2,3,B\n", `a:5:5: a second ballot "9-2-3": the first stands in line 3`},
		{format.Debian, "V: 21  0abc\nV: 12  0abc\n", `a:2:8: a second ballot "0abc": the first stands in line 1`},
		{format.BLT, "2 1\n(b7) 1 2 0\n(b7) 1 2 0\n0\nA\nB\n", `a:3:1: a second ballot "b7": the first stands in line 2`},
		{format.PB, strings.Replace(points, "\n3;c", "\n1;c", 1), `a:16:1: a second vote of the voter "1": the first stands in line 14`},
	}
	for _, tt := range tests {
		_, err := readAs(tt.form, nil, tt.give)
		assert.ErrorContains(t, err, tt.want)
		_, err = readAs(tt.form, nil, tt.give, tt.give)
		assert.ErrorContains(t, err, tt.want)
	}
	sheets := "V: 21  0abc\nV: 12  0abd\n"
	_, err := readAs(format.Debian, nil, sheets, sheets)
	assert.NoError(t, err, "files may count their voters each from one")
}

// Every id stands once, however ids are written and wherever they come: numbers that rise and
// others, short ones and long ones.
func TestIdsAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 11))
	long := strings.Repeat("9", 14)
	draw := []func(i int) string{
		func(i int) string { return fmt.Sprint(i) },
		func(int) string { return fmt.Sprint(rng.IntN(60)) },
		func(int) string { return fmt.Sprintf("%02d", rng.IntN(20)) },
		func(int) string { return "E" + fmt.Sprint(rng.IntN(60)) },
		func(int) string { return long[:12+rng.IntN(3)] + strings.Repeat("9", rng.IntN(8)) },
		func(int) string { return long + "x" + fmt.Sprint(rng.IntN(20)) },
	}
	twice := 0
	for range 200 {
		text, want := "id,rank1\n", 0
		seen := map[string]int{}
		for i := range 1 + rng.IntN(20) {
			id := draw[rng.IntN(len(draw))](i)
			text += id + ",A\n"
			if before := seen[id]; before > 0 && want == 0 {
				want = before
			} else if before == 0 {
				seen[id] = i + 2
			}
		}
		_, err := readAs(format.RCTab, nil, text)
		if want == 0 {
			require.NoError(t, err, text)
			continue
		}
		twice++
		require.ErrorContains(t, err, fmt.Sprintf("the first stands in line %d", want), text)
	}
	assert.Greater(t, twice, 40)
	assert.Less(t, twice, 160)
}
