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
	sum, err := format.Stream(format.Auto, nil, func(p *ballot.Profile) *ballot.Pairwise {
		parts, most = parts+1, max(most, p.Distinct())
		return p.Pairwise()
	}, shard())
	require.NoError(t, err)
	assert.EqualValues(t, rows, sum.Ballots())
	assert.Equal(t, 3, parts)
	assert.LessOrEqual(t, most, 1<<18/10)
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
			sum, err := format.Stream(tt.form, tt.options, (*ballot.Profile).Histogram, shards...)
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

func TestStreamFaults(t *testing.T) {
	tests := []struct {
		form format.Form
		give string
		want string
	}{
		{format.BLT, hill, "it is read whole"},
		{format.CSV, "count,ranking\n5,A>B\n3,B\n", "a:2:3: the options are not known before the ballots"},
		{format.CSV, "option,votes\nA,3\n", "these files hold no ballots"},
		{format.PrefLib, "# ALTERNATIVE NAME 1: A\n3: 2\n", "a:2:4: no alternative 2"},
	}
	for _, tt := range tests {
		_, err := format.Stream(tt.form, nil, (*ballot.Profile).Counts, format.Shard{Name: "a", Reader: strings.NewReader(tt.give)})
		assert.ErrorContains(t, err, tt.want)
	}
	_, err := format.Stream(format.Auto, nil, (*ballot.Profile).Counts)
	assert.ErrorContains(t, err, "no file")
}
