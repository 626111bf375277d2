package format_test

import (
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// randomBallots have no gaps between ranks, which some forms cannot hold.
func randomBallots(t *testing.T, rng *rand.Rand, k ballot.Kind) *ballot.Profile {
	s, err := ballot.NewSlate("A", "B, the first", `C "2"`, "D")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, k)
	require.NoError(t, err)
	p.Blank = rng.Int64N(3)
	p.Unranked = ballot.Unranked(rng.IntN(2))
	for range 1 + rng.IntN(9) {
		var b ballot.Ballot
		level := int32(1)
		for _, o := range rng.Perm(4)[:1+rng.IntN(4)] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			switch k {
			case ballot.Ranking:
				level += rng.Int32N(2)
			case ballot.Scoring:
				level = rng.Int32N(9)
			}
		}
		if k == ballot.Choice {
			b = b[:1]
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(9)))
	}
	return p
}

// What is written is read back as the same votes, in every form.
func TestThereAndBack(t *testing.T) {
	tests := []struct {
		form  format.Form
		kinds []ballot.Kind
	}{
		{format.CSV, []ballot.Kind{ballot.Ranking, ballot.Approval, ballot.Scoring}},
		{format.PrefLib, []ballot.Kind{ballot.Ranking, ballot.Approval, ballot.Scoring}},
		{format.Debian, []ballot.Kind{ballot.Ranking}},
		{format.BLT, []ballot.Kind{ballot.Ranking}},
		{format.ABIF, []ballot.Kind{ballot.Ranking, ballot.Approval, ballot.Scoring, ballot.Choice}},
		{format.RCTab, []ballot.Kind{ballot.Ranking}},
		{format.CDF, []ballot.Kind{ballot.Ranking}},
	}
	for _, tt := range tests {
		t.Run(tt.form.String(), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			for _, k := range tt.kinds {
				for range 20 {
					p := randomBallots(t, rng, k)
					var options []string
					for _, name := range p.Slate().All() {
						options = append(options, name)
					}
					if tt.form != format.CSV {
						options = nil // it says them itself
					}
					var out bytes.Buffer
					require.NoError(t, format.Write(&out, tt.form, &format.Votes{Profile: p, Seats: 2, Title: "T"}))
					for _, form := range []format.Form{tt.form, format.Auto} {
						votes, err := readAs(form, options, out.String())
						require.NoError(t, err, out.String())
						require.Equal(t, k, votes.Profile.Kind())
						require.Equal(t, show(p), show(votes.Profile), out.String())
					}
				}
			}
			p := randomBallots(t, rand.New(rand.NewPCG(1, 2)), ballot.Ranking)
			p.Spoilt = 1
			if tt.form != format.PrefLib {
				assert.ErrorContains(t, format.Write(io.Discard, tt.form, &format.Votes{Profile: p}), "spoilt")
			}
			assert.Error(t, format.Write(io.Discard, tt.form, &format.Votes{}))
		})
	}
	assert.ErrorContains(t, format.Write(io.Discard, 99, &format.Votes{Profile: randomBallots(t, rand.New(rand.NewPCG(1, 2)), ballot.Ranking)}), "no such form 99")
}

// Duels are written as a graph, and come back as they were.
func TestDuelsThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		p := randomBallots(t, rng, ballot.Ranking)
		want := p.Pairwise()
		want.Spoilt = rng.Int64N(3)
		var out bytes.Buffer
		require.NoError(t, format.Write(&out, format.PrefLib, &format.Votes{Duels: want}))
		votes, err := readAs(format.Auto, nil, out.String())
		require.NoError(t, err, out.String())
		require.Equal(t, want, votes.Duels, out.String())
	}
}

// Spoilt ballots are a comment of PrefLib's that comes back, and an entry.
func TestSpoiltOfPrefLib(t *testing.T) {
	p := randomBallots(t, rand.New(rand.NewPCG(1, 2)), ballot.Ranking)
	p.Spoilt = 7
	var out bytes.Buffer
	require.NoError(t, format.Write(&out, format.PrefLib, &format.Votes{Profile: p}))
	var spoilt int64
	r := format.Reader{Each: func(e format.Entry) error {
		if e.Fate == format.Spoilt {
			spoilt += e.N
		}
		return nil
	}}
	votes, err := r.Read(format.Shard{Name: "a", Reader: &out})
	require.NoError(t, err)
	assert.EqualValues(t, 7, votes.Profile.Spoilt)
	assert.EqualValues(t, 7, spoilt)
	_, err = readAs(format.PrefLib, nil, "# BLANK: 2\n# ALTERNATIVE NAME 1: A\n3: 1\n")
	assert.ErrorContains(t, err, "a:4:1: BLANK: 2 beside ballots")
	_, err = readAs(format.PrefLib, nil, "# SPOILT: 2\n# SPOILT: 3\n# ALTERNATIVE NAME 1: A\n3: 1\n")
	assert.ErrorContains(t, err, "a:2:11: SPOILT: want a whole number, once")
}

// hostile are names that mean something else in some form.
var hostile = []string{
	"A", "b b", "12", "0", "-1", "1=2", "A=B", "A>B", "A/5", "A,B", "A;B", "A|B", "A*3", "A^2", "A:B", "#A", "A # B", "a\tb", "{A}", "[A]", "(A)", "A]",
	`"A"`, `A "B"`, `'A'`, `\`, `A\"`, "V: 12", "META", "count", "ranking", "blank", "spoilt", "undervote", "overvote", "write-in", "UWI", "rank1", "1st Choice", "id",
	"/EMPTY_RANKING/", "#/Candidates: A", "Ünal", "日本", "A\u00a0B", "=A", "end", "-", "none", "NULL", " ", "A ", " A", "\ufeffA",
}

// What a writer takes is read back as it was, whatever the names, with line ends of two bytes
// and a byte-order mark; the rest it refuses.
func TestHostileNames(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	kinds := []ballot.Kind{ballot.Choice, ballot.Approval, ballot.Ranking, ballot.Scoring}
	written := map[format.Form]int{}
	for range 4_000 {
		names := map[string]bool{}
		for range 1 + rng.IntN(4) {
			names[hostile[rng.IntN(len(hostile))]] = true
		}
		s, err := ballot.NewSlate(slices.Sorted(maps.Keys(names))...)
		if err != nil {
			continue
		}
		p, err := ballot.NewProfile(s, kinds[rng.IntN(len(kinds))])
		require.NoError(t, err)
		for range 1 + rng.IntN(3) {
			var b ballot.Ballot
			for i, o := range rng.Perm(s.Len())[:1+rng.IntN(s.Len())] {
				if p.Kind() == ballot.Choice && i > 0 {
					break
				}
				level := int32(i + 1)
				if p.Kind() == ballot.Approval || p.Kind() == ballot.Choice {
					level = 1
				}
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
		}
		p.Blank = rng.Int64N(2)
		form := []format.Form{format.CSV, format.PrefLib, format.Debian, format.BLT, format.ABIF, format.CEF, format.RCTab, format.CDF}[rng.IntN(8)]
		var out bytes.Buffer
		if format.Write(&out, form, &format.Votes{Profile: p, Title: hostile[rng.IntN(len(hostile))]}) != nil {
			continue
		}
		written[form]++
		var options []string
		if form == format.CSV {
			for _, name := range s.All() {
				options = append(options, name)
			}
		}
		text := out.String()
		for _, give := range []string{text, "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")} {
			votes, err := readAs(form, options, give)
			require.NoError(t, err, "%v: %q", form, give)
			require.Equal(t, p.Kind(), votes.Profile.Kind(), "%v: %q", form, give)
			require.Equal(t, show(p), show(votes.Profile), "%v: %q", form, give)
			require.True(t, s.Equal(votes.Profile.Slate()), "%v: %q", form, give)
		}
	}
	for form, n := range written {
		assert.Greater(t, n, 5, "%v", form)
	}
	assert.Len(t, written, 8)
}

// The Condorcet Election Format holds what unranked options are, and plain names.
func TestCEFThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	assert.ErrorContains(t, format.Write(io.Discard, format.CEF, &format.Votes{Profile: randomBallots(t, rng, ballot.Ranking)}), "a reserved character")
	for range 50 {
		votes, err := readAs(format.CEF, nil, cvotes)
		require.NoError(t, err)
		p := votes.Profile
		require.NoError(t, p.Add(ballot.Ballot{{Option: ballot.Option(rng.IntN(3)), Level: 1}}, 3))
		p.Unranked = ballot.Unranked(rng.IntN(2))
		var out bytes.Buffer
		require.NoError(t, format.Write(&out, format.CEF, votes))
		again, err := readAs(format.Auto, nil, out.String())
		require.NoError(t, err)
		require.Equal(t, show(p), show(again.Profile))
		require.Equal(t, p.Unranked, again.Profile.Unranked)
		require.Equal(t, votes.Seats, again.Seats)
	}
}

// Results, bodies and districts come back too.
func TestTablesThereAndBack(t *testing.T) {
	for _, text := range []string{
		"option,votes\nZoe,5\nblank,2\nspoilt,1\nAna,7\n",
		"body,weight,yes,no,eligible,blank,spoilt\nUri,2,9,1,20,0,3\nZug,1,4,6,14,2,1\n",
	} {
		votes, err := read(nil, text)
		require.NoError(t, err)
		var out bytes.Buffer
		require.NoError(t, format.Write(&out, format.Auto, votes))
		again, err := read(nil, out.String())
		require.NoError(t, err)
		assert.Equal(t, votes, again)
	}
	votes, err := read(nil, "district,list,votes\nN,Ana,5\nS,\"B, C\",2\n", "district,seats\nS,3\nN,1\n")
	require.NoError(t, err)
	var cells, house bytes.Buffer
	require.NoError(t, format.WriteTables(&cells, &house, votes.Matrix))
	again, err := read(nil, cells.String(), house.String())
	require.NoError(t, err)
	assert.Equal(t, votes, again)
	assert.ErrorContains(t, format.WriteCSV(io.Discard, votes), "no votes that a table can hold")
}

// Names that a form cannot hold are errors, not other names.
func TestNamesThatDoNotFit(t *testing.T) {
	tests := []struct {
		form format.Form
		kind ballot.Kind
		name string
	}{
		{format.CSV, ballot.Ranking, "A>B"}, {format.CSV, ballot.Approval, "A|B"}, {format.ABIF, ballot.Ranking, "A]"},
		{format.RCTab, ballot.Ranking, "Precinct"}, {format.RCTab, ballot.Ranking, "write-in"}, {format.RCTab, ballot.Ranking, "choice 1"},
	}
	for _, tt := range tests {
		s, err := ballot.NewSlate(tt.name)
		require.NoError(t, err)
		p, err := ballot.NewProfile(s, tt.kind)
		require.NoError(t, err)
		assert.ErrorContains(t, format.Write(io.Discard, tt.form, &format.Votes{Profile: p}), tt.name, tt.form)
	}
}
