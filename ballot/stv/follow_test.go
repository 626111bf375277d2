package stv_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// adds checks that the ballots of a trail add up to the tallies of its transcript.
func adds(t *testing.T, p *ballot.Profile, out *stv.Transcript, trail *ballot.Trail) {
	t.Helper()
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(out.Decimals)), nil))
	tally := make([][]*big.Rat, len(out.Counts)) // by count, then by option, exhausted, rounding, papers of whom the value is told
	n := p.Slate().Len()
	for i := range tally {
		for range n + 2 {
			tally[i] = append(tally[i], new(big.Rat))
		}
	}
	ballots := int64(0)
	require.Equal(t, len(out.Counts), trail.Rounds())
	for path := range trail.All() {
		ballots += path.N
		if path.Never != 0 {
			require.Empty(t, path.Stands)
			continue
		}
		require.Len(t, path.Stands, len(out.Counts))
		times := new(big.Rat).SetInt64(path.N)
		for i, s := range path.Stands {
			require.Equal(t, out.Counts[i].N, s.Round)
			whole := new(big.Rat)
			note := func(at int, v *big.Rat) {
				if v != nil {
					whole.Add(whole, v)
					tally[i][at].Add(tally[i][at], new(big.Rat).Mul(v, times))
				}
			}
			for _, part := range s.Parts {
				note(int(part.Option), part.Votes)
			}
			note(n, s.Exhausted)
			note(n+1, s.Rounding)
			require.True(t, out.Worth > 0 || whole.RatString() == "1", "a ballot is one vote")
			require.Equal(t, s.Exhausted != nil, s.Why != 0)
		}
	}
	require.Equal(t, p.Len(), ballots)
	for i, c := range out.Counts {
		for o, v := range append(append([]int64(nil), c.Tally...), c.Exhausted, c.Rounding) {
			want := new(big.Rat).Mul(unit, new(big.Rat).SetInt64(v))
			require.Equal(t, want.RatString(), tally[i][o].RatString(), "count %d, place %d of %d options: %v", c.N, o, n, out.Rule)
		}
	}
}

// For every statute and many votes, what the ballots of an option bring it is its tally, to
// the last fraction, and who follows them changes nothing.
func TestFollowAddsUp(t *testing.T) {
	lot := ballot.Lot{Seed: "2026-11-22", Label: "drawn"}
	for _, law := range statutes {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(21, 22))
			for i := range 60 {
				p, seats := draw(t, rng)
				c := stv.Contest{Statute: law, Seats: int64(seats)}
				tb := []ballot.TieBreak{lot, nil}[i%2]
				want, err := c.Decide(p, tb)
				require.NoError(t, err)
				out, trail, err := c.Follow(p, tb)
				require.NoError(t, err)
				require.Equal(t, ballot.Digest(want), ballot.Digest(out))
				adds(t, p, out, trail)
			}
		})
	}
}

// They add up for answers that no law gives together too, and where somebody has withdrawn, did
// not stand, or the count is stopped.
func TestFollowAnyStatute(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	compared := 0
	for i := range 1_500 {
		c, p := drawn(t, rng)
		if i%3 == 0 {
			c.Withdrawn = []string{p.Slate().Name(2)}
		}
		if i%5 == 0 && c.Statute.Method == stv.Gregory {
			c.Stop = 1 + i%4
		}
		out, trail, err := c.Follow(p, ballot.Lot{Seed: "s", Label: "l"})
		if err != nil {
			_, again := c.Decide(p, ballot.Lot{Seed: "s", Label: "l"})
			require.Equal(t, again, err)
			continue
		}
		adds(t, p, out, trail)
		compared++
	}
	assert.Greater(t, compared, 500)
}

// end is with whom a ballot lies at last; -1 is nobody.
func end(p ballot.Path) ballot.Option {
	last := p.Stands[len(p.Stands)-1]
	if last.Value == nil {
		return -1
	}
	return last.Parts[len(last.Parts)-1].Option
}

// lie checks that ballots end where papers are, and at what they are worth; it returns how many
// are with somebody.
func lie(t *testing.T, trail *ballot.Trail, papers []*paper) (with int) {
	t.Helper()
	for path := range trail.All() {
		for _, x := range papers[:path.N] {
			last := path.Stands[len(path.Stands)-1]
			require.Equal(t, x.holder(), end(path))
			if x.holder() < 0 {
				require.Equal(t, ballot.NoneLeft, last.Why)
				continue
			}
			require.Equal(t, x.worth.RatString(), last.Value.RatString())
			with++
		}
		papers = papers[path.N:]
	}
	require.Empty(t, papers)
	return with
}

// What a count by hand, paper by paper, has at its end is where the last stands are: with whom,
// at what value.
func TestFollowAgainstCountByHand(t *testing.T) {
	for _, law := range []*stv.Statute{stv.Scotland2007, stv.WIGMPRF2009, stv.WIGM, stv.Minneapolis2015} {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(25, 26))
			compared := 0
			for range 150 {
				p, seats := draw(t, rng)
				hand := deal(p, law.Decimals)
				if _, ok := hand.byHand(law, p, seats); !ok {
					continue
				}
				out, trail, err := stv.Contest{Statute: law, Seats: int64(seats)}.Follow(p, nil)
				require.NoError(t, err)
				if end := out.Counts[len(out.Counts)-1]; end.Action == stv.Exclusion && end.Transfers == nil {
					continue // by hand the papers of the last to go out move for nothing
				}
				compared += lie(t, trail, hand.papers)
			}
			assert.Greater(t, compared, 1000)
		})
	}
}

// steps are the stands of a ballot in words.
func steps(t *testing.T, p *ballot.Profile, trail *ballot.Trail, text string) (all []string) {
	t.Helper()
	b, err := ballot.ParseBallot(text, ballot.Ranking, p.Slate().Find)
	require.NoError(t, err)
	for _, path := range trail.Of(b) {
		for _, s := range path.Stands {
			all = append(all, s.Text(p.Slate()))
		}
	}
	return all
}

// The example of TestSenateExample. The surplus of A1 takes 49/110 of each of its ballots; 100 of
// them bring A2 44 votes, not 44.54, and ten P1 four, not 4.45. As A1, who is not in any more,
// would be the next, the ten ballots of P1 bring A2 ten votes, and those of A1 four again.
func TestFollowSenateExample(t *testing.T) {
	p := profile(t, []string{"C1", "C2", "A1", "A2", "P1"},
		row{110, "C1>C2>A1>A2"}, row{100, "A1>A2>P1>C1>C2"}, row{10, "A1>P1>A2"}, row{10, "P1>A1>A2"}, row{10, "P1"})
	_, trail, err := stv.Contest{Statute: stv.Senate2021, Seats: 3}.Follow(p, ballot.Sequence{"A1", "C1"})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"round 1: A1 1", "round 2: A1 61/110, A2 11/25, rounding 3/550", "round 3: A1 61/110, A2 11/25, rounding 3/550",
		"round 4: A1 61/110, A2 11/25, rounding 3/550", "round 5: A1 61/110, A2 11/25, rounding 3/550",
	}, steps(t, p, trail, "A1>A2>P1>C1>C2"))
	assert.Equal(t, []string{
		"round 1: A1 1", "round 2: A1 61/110, P1 2/5, rounding 1/22", "round 3: A1 61/110, P1 2/5, rounding 1/22",
		"round 4: A1 61/110, P1 2/5, rounding 1/22", "round 5: A1 61/110, A2 2/5, rounding 1/22",
	}, steps(t, p, trail, "A1>P1>A2"))
	assert.Equal(t, []string{"round 1: P1 1", "round 2: P1 1", "round 3: P1 1", "round 4: exhausted 1, names nobody further", "round 5: exhausted 1, names nobody further"},
		steps(t, p, trail, "P1"))
}

// Papers that come to Ana at a fifteenth move on at more, since the Senate asks how many they are
// and not what they are worth: what they gain is taken from what is Ana's of them.
func TestFollowGain(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov", "Eva"}, row{60, "Ben>Ana>Cai"}, row{50, "Ana>Dov"}, row{42, "Cai"}, row{40, "Dov"}, row{28, "Eva>Ana>Dov"})
	_, trail, err := stv.Contest{Statute: stv.Senate2021, Seats: 3}.Follow(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"round 1: Ben 1", "round 2: Ben 14/15, Ana 1/15", "round 3: Ben 14/15, Ana 1/15", "round 4: Ben 14/15, Ana -14/115, Cai 11/60, rounding 7/1380",
	}, steps(t, p, trail, "Ben>Ana>Cai"))
}

// Why ballots count for nobody.
func TestFollowCauses(t *testing.T) {
	with := func(s *stv.Statute, change func(*stv.Statute)) *stv.Statute {
		c := *s
		change(&c)
		return &c
	}
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva"}
	rows := []row{{30, "Ana>Ben"}, {28, "Ben>Ana"}, {26, "Cai>Dov"}, {20, "Dov>Cai"}}
	tests := []struct {
		name      string
		law       *stv.Statute
		give      string
		wantRound int
		want      ballot.Cause
		wantNever ballot.Cause
	}{
		{"nobody else is named", stv.Scotland2007, "Eva", 2, ballot.NoneLeft, 0},
		{"nobody after one who is elected", stv.MeekPRF2006, "Cai", 4, ballot.NoneLeft, 0},
		{"quotients", stv.QPQ2003, "Eva", 2, ballot.NoneLeft, 0},
		{"one by one", stv.Cambridge1938, "Eva", 2, ballot.NoneLeft, 0},
		{"the second rank is shared", stv.Scotland2007, "Eva>Ben=Cai", 2, ballot.Shared, 0},
		{"the first is", stv.Scotland2007, "Ana=Ben>Cai", 0, 0, ballot.Shared},
		{"until one is alone", with(stv.Scotland2007, func(s *stv.Statute) { s.Shared = stv.Sole }), "Eva>Ben=Cai", 2, ballot.Shared, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := profile(t, names, append([]row{{1, tt.give}}, rows...)...)
			out, trail, err := stv.Contest{Statute: tt.law, Seats: 2}.Follow(p, ballot.Lot{})
			require.NoError(t, err)
			adds(t, p, out, trail)
			b, err := ballot.ParseBallot(tt.give, ballot.Ranking, p.Slate().Find)
			require.NoError(t, err)
			paths := trail.Of(b)
			require.Len(t, paths, 1)
			round, why := paths[0].Exhausted()
			assert.Equal(t, []any{tt.wantRound, tt.want, tt.wantNever}, []any{round, why, paths[0].Never}, "%q %q", lines(out), steps(t, p, trail, tt.give))
		})
	}

	gap := ballot.Ballot{{Option: 4, Level: 1}, {Option: 0, Level: 3}}
	p := profile(t, names, rows...)
	require.NoError(t, p.Add(gap, 1))
	_, trail, err := stv.Contest{Statute: with(stv.Scotland2007, func(s *stv.Statute) { s.Skipped = stv.Stop }), Seats: 2}.Follow(p, nil)
	require.NoError(t, err)
	_, why := trail.Of(gap)[0].Exhausted()
	assert.Equal(t, ballot.LeftOut, why)

	further := ballot.Ballot{{Option: 1, Level: 1}, {Option: 3, Level: 2}} // Dov is in when the surplus of Ben moves
	p = profile(t, names, row{60, "Ana>Ben"}, row{26, "Cai"}, row{24, "Ben>Dov"}, row{7, "Dov>Ben"})
	_, trail, err = stv.Contest{Statute: stv.RCTab2, Seats: 2}.Follow(p, nil)
	require.NoError(t, err)
	round, why := trail.Of(further)[0].Exhausted()
	assert.Equal(t, []any{3, ballot.Filled}, []any{round, why})
}

// The papers of who leaves a seat are those that lie with the member at the end where they move
// whole; other ballots are not counted again, nor papers that have moved on.
func TestFollowCountback(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov"}, row{60, "Ana>Ben"}, row{26, "Cai"}, row{24, "Ben>Dov"}, row{7, "Dov>Ben"})
	even := *stv.Cambridge1938
	even.Vacated = ""
	c := stv.Contest{Statute: &even, Seats: 2}
	_, election, err := c.Follow(p, ballot.Lot{})
	require.NoError(t, err)
	with := map[int]bool{}
	for path := range election.All() {
		for _, number := range path.Papers {
			with[number] = end(path) == 0
		}
	}
	out, trail, err := stv.Countback{Election: c, Vacates: "Ana"}.Follow(p, ballot.Lot{})
	require.NoError(t, err)
	assert.Equal(t, int64(44), out.Valid)
	for path := range trail.All() {
		for _, number := range path.Papers {
			assert.Equal(t, with[number], path.Never == 0)
			assert.True(t, path.Never == 0 || path.Never == ballot.NotTaken)
		}
	}
	adds(t, p, out, trail)
}

// While a tie of the election stands, the countback has no counts, and no ballot stands anywhere.
func TestFollowCountbackTied(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai"}, row{1, "Ana"}, row{1, "Ben"}, row{1, "Cai"})
	tied := 0
	for _, law := range statutes {
		even := *law
		even.Vacated = ""
		out, trail, err := stv.Countback{Election: stv.Contest{Statute: &even, Seats: 2}, Vacates: "Ana"}.Follow(p, nil)
		if err != nil || !out.Tied() {
			continue
		}
		tied++
		require.Zero(t, trail.Rounds())
		for path := range trail.All() {
			require.Empty(t, path.Stands)
		}
	}
	assert.Greater(t, tied, 10)
}

// Half of each ballot for chocolate goes on to strawberries.
func ExampleContest_Follow() {
	slate, err := ballot.NewSlate("oranges", "pears", "chocolate", "strawberries", "sweets")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	for _, r := range []row{{4, "oranges"}, {2, "pears>oranges"}, {8, "chocolate>strawberries"}, {4, "chocolate>sweets"}, {1, "strawberries"}, {1, "sweets"}} {
		if err == nil {
			err = votes.AddText(r.text, r.n)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	_, trail, err := stv.Contest{Statute: stv.Scotland2007, Seats: 3}.Follow(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for path := range trail.All() {
		last := path.Stands[len(path.Stands)-1]
		fmt.Println(path.N, "of", path.Ballot, "at the end of", last.Text(slate))
	}
	// Output:
	// 4 of [{0 1}] at the end of round 4: oranges 1
	// 2 of [{1 1} {0 2}] at the end of round 4: oranges 1
	// 8 of [{2 1} {3 2}] at the end of round 4: chocolate 1/2, strawberries 1/2
	// 4 of [{2 1} {4 2}] at the end of round 4: chocolate 1/2, sweets 1/2
	// 1 of [{3 1}] at the end of round 4: strawberries 1
	// 1 of [{4 1}] at the end of round 4: sweets 1
}
