package format_test

import (
	"bytes"
	"io"
	"math/rand/v2"
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
			assert.ErrorContains(t, format.Write(io.Discard, tt.form, &format.Votes{Profile: p}), "spoilt")
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
		p.Blank = 0
		want := p.Pairwise()
		var out bytes.Buffer
		require.NoError(t, format.Write(&out, format.PrefLib, &format.Votes{Duels: want}))
		votes, err := readAs(format.Auto, nil, out.String())
		require.NoError(t, err, out.String())
		require.Equal(t, want, votes.Duels, out.String())
		want.Blank = 1
		assert.ErrorContains(t, format.Write(io.Discard, format.PrefLib, &format.Votes{Duels: want}), "no blank")
	}
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
