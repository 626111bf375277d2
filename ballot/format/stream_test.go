package format_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// endless writes PrefLib orders of ten options, nearly all of them different, as they are
// read: the file is never in memory.
func endless(rows int) io.Reader {
	r, w := io.Pipe()
	go func() {
		for o := range 10 {
			fmt.Fprintf(w, "# ALTERNATIVE NAME %d: option %d\n", o+1, o)
		}
		rng := rand.New(rand.NewPCG(1, 2))
		for range rows {
			var row []string
			for _, o := range rng.Perm(10) {
				row = append(row, fmt.Sprint(o+1))
			}
			fmt.Fprintf(w, "1: %s\n", strings.Join(row, ","))
		}
		w.Close()
	}()
	return r
}

// A stream has the summary of the whole file, and never holds more ballots than a part.
func TestStream(t *testing.T) {
	const rows = 60_000
	parts, most := 0, 0
	shard := func() format.Shard { return format.Shard{Name: "a", Reader: endless(rows)} }
	sum, votes, err := format.Stream(format.Reader{}, func(p *ballot.Profile) *ballot.Pairwise {
		parts, most = parts+1, max(most, p.Distinct())
		return p.Pairwise()
	}, shard())
	require.NoError(t, err)
	assert.Nil(t, votes.Profile)
	assert.EqualValues(t, rows, sum.Ballots())
	assert.Equal(t, 3, parts)
	assert.LessOrEqual(t, most, format.Room/10+1)
	whole, err := format.Read(format.Auto, nil, shard())
	require.NoError(t, err)
	want, err := whole.Profile.Pairwise().AppendBinary(nil)
	require.NoError(t, err)
	got, err := sum.AppendBinary(nil)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got))
}

// Every form that says its options first is streamed, with all kinds of ballot.
func TestStreamForms(t *testing.T) {
	tests := []struct {
		form    format.Form
		options []string
		give    []string
	}{
		{format.PrefLib, nil, []string{orders, orders}},
		{format.Debian, []string{"Ana", "Ben", "Cai"}, []string{sheet}},
		{format.CEF, nil, []string{cvotes}},
		{format.RCTab, nil, []string{records}},
		{format.RCTab, []string{"Ana", "Bryant, Peter"}, []string{choices}},
		{format.CSV, []string{"A", "B"}, []string{"count,ranking\n5,A>B\n2,\n", "count,ranking\n3,B\n"}},
		{format.CSV, []string{"A", "B"}, []string{"count,scores\n5,A=3|B=2\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.form.String(), func(t *testing.T) {
			var shards []format.Shard
			for _, text := range tt.give {
				shards = append(shards, format.Shard{Name: "a", Reader: strings.NewReader(text)})
			}
			sum, _, err := format.Stream(format.Reader{Form: tt.form, Records: format.Records{Options: tt.options}}, (*ballot.Profile).Histogram, shards...)
			require.NoError(t, err)
			votes, err := readAs(tt.form, tt.options, tt.give...)
			require.NoError(t, err)
			want, err := votes.Profile.Histogram().AppendBinary(nil)
			require.NoError(t, err)
			got, err := sum.AppendBinary(nil)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

// points is a Pabulib file whose decimals are known at its end.
const points = "META\nkey;value\nnum_projects;3\nnum_votes;4\nbudget;100\nvote_type;cumulative\n" +
	"PROJECTS\nproject_id;cost\na;30\nb;20\nc;60\nVOTES\nvoter_id;vote;points\n1;a,b;2,1\n2;b;3\n3;c,a;1,2\n4;a;0.25\n"

// Parts are those of the whole file, however little room there is and wherever the options
// stand; files that can be read once say so where they have to be read again.
func TestParts(t *testing.T) {
	ranks := "rank1,rank2,rank3\nZoe,overvote,Ana\nAna,Ana,Ben\nwrite-in,Ben,\nBen,Zoe,Ana\nBen,,\n"
	other := "3 2\n-1\n2 3 1 0\n4 2 0\n1 2 3 0\n0\n\"Cai\"\n\"Ana\"\n\"Ben\"\n\"T\"\n"
	tests := []struct {
		name  string
		form  format.Form
		give  []string
		again bool
	}{
		{"tables", format.CSV, []string{"count,ranking\n5,Zoe>B\n2,\n3,A\n3,B\n", "count,ranking\n3,C>A\n1,Zoe\n"}, true},
		{"grades", format.CSV, []string{"count,scores\n5,A=3|B=2\n1,A=3\n1,C=1\n"}, true},
		{"orders", format.PrefLib, []string{orders, orders}, false},
		{"sheets", format.Debian, []string{sheet, sheet}, false},
		{"BLT", format.BLT, []string{hill}, true},
		{"BLT with the names in other places", format.BLT, []string{"3 2\n-3\n3 1 2 0\n4 3 0\n1 2 1 3 0\n2 0\n0\n\"Ana\"\n\"Ben\"\n\"Cai\"\n\"T\"\n", other}, true},
		{"ABIF", format.ABIF, []string{"3: A>[The B]\n=b:[The B]\n2: b\n1: Cai>b\n4:\n"}, true},
		{"ABIF, scores", format.ABIF, []string{"3: A/3,B/1\n2: B/4\n1: C/1\n"}, true},
		{"candidates", format.CEF, []string{cvotes}, false},
		{"names", format.CEF, []string{"Zoe > A * 3\nB\nA = B\n/EMPTY_RANKING/\n"}, true},
		{"columns of options", format.RCTab, []string{records, records}, false},
		{"columns of ranks", format.RCTab, []string{ranks, choices}, true},
		{"records", format.CDF, []string{report, report}, true},
		{"projects", format.PB, []string{village, village}, false},
		{"projects with points", format.PB, []string{points, points}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shards := func(once bool) (all []format.Shard) {
				for _, text := range tt.give {
					var r io.Reader = strings.NewReader(text)
					if once {
						r = io.MultiReader(r)
					}
					all = append(all, format.Shard{Name: "a", Reader: r})
				}
				return all
			}
			whole, err := format.Reader{Form: tt.form}.Read(shards(false)...)
			require.NoError(t, err)
			if tt.form == format.BLT {
				out, _ := whole.Profile.Slate().Find(whole.Withdrawn[0])
				whole.Profile, err = whole.Profile.Without(out)
				require.NoError(t, err)
			}
			want, err := whole.Profile.AppendBinary(nil)
			require.NoError(t, err)
			for _, form := range []format.Form{tt.form, format.Auto} {
				for _, room := range []int{1, 2, 3, 5, 9} {
					r := format.Reader{Form: form, Room: room}
					got, votes, err := format.Stream(r, copied(t), shards(false)...)
					require.NoError(t, err)
					have, err := got.AppendBinary(nil)
					require.NoError(t, err)
					require.Equal(t, want, have, "room %d: %v, %v", room, show(whole.Profile), show(got))
					require.Equal(t, whole.Altered, votes.Altered)
					require.Equal(t, whole.Title, votes.Title)
					require.Equal(t, whole.Seats, votes.Seats)
				}
			}
			_, _, err = format.Stream(format.Reader{Form: tt.form, Room: 2}, copied(t), shards(true)...)
			assert.Equal(t, tt.again, err != nil, "%v", err)
		})
	}
}

// copied is the summary of a part that is the part itself.
func copied(t *testing.T) func(p *ballot.Profile) *ballot.Profile {
	return func(p *ballot.Profile) *ballot.Profile {
		q, err := ballot.NewProfile(p.Slate(), p.Kind())
		require.NoError(t, err)
		require.NoError(t, q.Merge(p))
		return q
	}
}

func TestStreamFaults(t *testing.T) {
	tests := []struct {
		form format.Form
		give string
		want string
	}{
		{format.CSV, "option,votes\nA,3\n", "these files hold no ballots"},
		{format.PrefLib, "# ALTERNATIVE NAME 1: A\n3: 2\n", "a:2:4: no alternative 2"},
	}
	for _, tt := range tests {
		_, _, err := format.Stream(format.Reader{Form: tt.form}, (*ballot.Profile).Counts, format.Shard{Name: "a", Reader: strings.NewReader(tt.give)})
		assert.ErrorContains(t, err, tt.want)
	}
	_, _, err := format.Stream(format.Reader{}, (*ballot.Profile).Counts)
	assert.ErrorContains(t, err, "no file")
}
