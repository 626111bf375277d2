package stv_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// statutes are all that the package has.
var statutes = []*stv.Statute{
	stv.Scotland2007, stv.WIGMPRF2009, stv.WIGMPRFBatch2009, stv.MeekPRF2006, stv.WarrenPRF, stv.Minneapolis2015, stv.RCTab2,
	stv.ERS97, stv.ACT2008, stv.ACT2020, stv.Senate2021, stv.Senate1984, stv.QPQ2003, stv.WIGM, stv.Wright, stv.MultiPass, stv.BottomsUp, stv.QPQRestart,
	stv.Ireland1992, stv.Malta1991, stv.NorthernIreland1985, stv.Tasmania2004, stv.NSWLocal2021, stv.NewZealand2004, stv.Cambridge1938,
	stv.Portland2023, stv.Victoria2018, stv.WesternAustralia1987, stv.Senate2021ByHand,
}

// A row is so many equal ballots.
type row struct {
	n    int64
	text string
}

func profile(t testing.TB, names []string, rows ...row) *ballot.Profile {
	t.Helper()
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, r := range rows {
		require.NoError(t, p.AddText(r.text, r.n))
	}
	return p
}

// lines are the counts in words.
func lines(o ballot.Outcome) (all []string) {
	for why := range o.Common().Why() {
		all = append(all, why.String())
	}
	return all
}

// Whatever is drawn, every statute's transcript passes its check and fills the seats.
func TestConservation(t *testing.T) {
	lot := ballot.Lot{Seed: "2026-11-22", Label: "drawn"}
	for _, law := range statutes {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			for range 150 {
				p, seats := draw(t, rng)
				out, err := stv.Contest{Statute: law, Seats: int64(seats)}.Decide(p, lot)
				require.NoError(t, err)
				require.NoError(t, out.Check())
				require.Len(t, out.Elected, min(seats, stand(law, p)))
				require.False(t, out.Tied())
			}
		})
	}
}

// stand is how many stand: all, or where the law wants it those whom a ballot ranks.
func stand(law *stv.Statute, p *ballot.Profile) int {
	named := map[ballot.Option]bool{}
	for b := range p.All() {
		for _, m := range b {
			named[m.Option] = true
		}
	}
	if law.Named {
		return len(named)
	}
	return p.Slate().Len()
}

// drawn is a contest by answers that no law gives together, and its vote.
func drawn(t testing.TB, rng *rand.Rand) (stv.Contest, *ballot.Profile) {
	law := &stv.Statute{
		Name: "drawn", Method: stv.Method(rng.IntN(5)), Decimals: rng.IntN(10), Skipped: stv.Marks(rng.IntN(4)), Shared: []stv.Marks{stv.Stop, stv.Pass, stv.Sole}[rng.IntN(3)],
		Quota: stv.Quota(rng.IntN(6)), Requota: rng.IntN(2) == 0, Active: rng.IntN(2) == 0, Late: rng.IntN(2) == 0, Alone: rng.IntN(2) == 0,
		BottomsUp: rng.IntN(8) == 0, Passes: rng.IntN(8) == 0,
		Value: stv.Value(rng.IntN(9)), Fraction: rng.IntN(2) == 0, Oldest: rng.IntN(2) == 0, Elder: rng.IntN(2) == 0, Together: rng.IntN(2) == 0,
		Zero: rng.IntN(2) == 0, Restart: rng.IntN(4) == 0, Hold: rng.IntN(2) == 0, Defer: rng.IntN(2) == 0, Batch: stv.Batch(rng.IntN(6)), Parcels: stv.Parcels(rng.IntN(6)),
		Omega: rng.IntN(3), Rounds: rng.IntN(2) == 0, Floor: rng.Int64N(20), Named: rng.IntN(4) == 0, Lead: stv.Lead(rng.IntN(4)), Fill: stv.Fill(rng.IntN(4)), Pair: rng.IntN(2) == 0, Complete: rng.IntN(2) == 0, Onward: rng.IntN(2) == 0,
		Ties: stv.TieRule(rng.IntN(4)), SurplusTies: stv.TieRule(rng.IntN(4)),
	}
	p, seats := draw(t, rng)
	c := stv.Contest{Statute: law, Seats: int64(seats)}
	if law.Method == stv.Gregory {
		c.Undeclared = []string{"Ana", "Ben"}[:rng.IntN(3)]
	}
	return c, p
}

// Answers that no law gives together conserve the votes too, and end.
func TestAnyStatute(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for range 3_000 {
		c, p := drawn(t, rng)
		law, seats := c.Statute, int(c.Seats)
		out, err := c.Decide(p, ballot.Lot{Seed: "s", Label: "l"})
		if err != nil {
			require.ErrorContains(t, err, "statute", "%s", c)
			continue
		}
		require.NoError(t, out.Check(), "%s", c)
		if !law.Named || len(c.Undeclared) == 0 { // those may be named or not
			require.Len(t, out.Elected, min(seats, stand(law, p)-len(c.Undeclared)), "%s", c)
		}
	}
}

// A check finds a unit that is lost, a transfer that is not made and a seat too many.
func TestCheckFinds(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov"}, row{60, "Ana>Ben"}, row{26, "Cai"}, row{24, "Ben>Dov"}, row{7, "Dov>Ben"})
	decide := func() *stv.Transcript {
		out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 2}.Decide(p, nil)
		require.NoError(t, err)
		require.NoError(t, out.Check())
		return out
	}
	for name, harm := range map[string]func(*stv.Transcript){
		"tally":    func(o *stv.Transcript) { o.Counts[1].Tally[1]++ },
		"rounding": func(o *stv.Transcript) { o.Counts[1].Rounding-- },
		"transfer": func(o *stv.Transcript) { o.Counts[1].Transfers[0].Votes-- },
		"elected":  func(o *stv.Transcript) { o.Elected = o.Elected[:1] },
		"twice":    func(o *stv.Transcript) { o.Elected[1], o.Counts[len(o.Counts)-1].Elected = o.Elected[0], o.Elected[:1] },
		"too many": func(o *stv.Transcript) { o.Seats = 1 },
		"to whom": func(o *stv.Transcript) {
			o.Counts[1].Transfers = append(o.Counts[1].Transfers, stv.Transfer{From: 0, To: 9})
		},
		"from whom": func(o *stv.Transcript) { o.Counts[1].Transfers[0].From = -1 },
		"to one elected": func(o *stv.Transcript) {
			o.Counts[1].Transfers = append(o.Counts[1].Transfers, stv.Transfer{From: 1, To: 0})
		},
		"who":       func(o *stv.Transcript) { o.Counts[0].Out = []ballot.Option{4} },
		"decimals":  func(o *stv.Transcript) { o.Decimals = 99 },
		"too large": func(o *stv.Transcript) { o.Valid = 1 << 62 },
		"no ballot": func(o *stv.Transcript) { o.Valid++ },
	} {
		t.Run(name, func(t *testing.T) {
			out := decide()
			harm(out)
			assert.Error(t, out.Check())
		})
	}
}

// Names, the order of ballots and how they are merged change no tally.
func TestOrderChangesNothing(t *testing.T) {
	for _, law := range statutes {
		rng := rand.New(rand.NewPCG(3, 4))
		for range 60 {
			p, seats := draw(t, rng)
			c := stv.Contest{Statute: law, Seats: int64(seats)}
			want, err := c.Decide(p, nil)
			require.NoError(t, err)

			turn := rng.Perm(p.Slate().Len())
			names := make([]string, len(turn))
			for o, name := range p.Slate().All() {
				names[turn[o]] = name
			}
			s, err := ballot.NewSlate(names...)
			require.NoError(t, err)
			q, err := ballot.NewProfile(s, ballot.Ranking)
			require.NoError(t, err)
			for b, n := range p.All() {
				for _, part := range []int64{n / 2, n - n/2} {
					var turned ballot.Ballot
					for _, m := range b {
						turned = append(turned, ballot.Mark{Option: ballot.Option(turn[m.Option]), Level: m.Level})
					}
					require.NoError(t, q.Add(turned, part))
				}
			}
			got, err := c.Decide(q, nil)
			require.NoError(t, err)
			require.Len(t, got.Counts, len(want.Counts))
			for i := range want.Counts {
				for o, v := range want.Counts[i].Tally {
					require.Equal(t, v, got.Counts[i].Tally[turn[o]], "%s: %v", law.Name, want.Counts[i])
				}
				require.Equal(t, want.Counts[i].Exhausted, got.Counts[i].Exhausted)
			}
		}
	}
}

// A tie stops the count without a tie-break; all its universes are found.
func TestTieStands(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai"}, row{10, "Ana"}, row{4, "Ben"}, row{4, "Cai"})
	c := stv.Contest{Statute: stv.Scotland2007, Seats: 2}
	out, err := c.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied())
	assert.Equal(t, []ballot.Option{0}, out.Winners())
	assert.Equal(t, []ballot.Tie{{For: "staying in after count 2", Options: []ballot.Option{1, 2}, Places: 1}}, out.Ties)
	require.NoError(t, out.Check())

	all, err := ballot.Universes(10, func(tb ballot.TieBreak) (*stv.Transcript, error) { return c.Decide(p, tb) })
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, []ballot.Option{0, 1}, all[0].Winners())
	assert.Equal(t, []ballot.Option{0, 2}, all[1].Winners())
}

// SSI 2007/42, rule 51(2)(a): the latest stage at which the votes differ decides, before the
// lot. Ben and Cai are level in the end; after count 1 Cai had fewer.
func TestTieByEarlierCount(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov"},
		row{9, "Ana"}, row{5, "Ben"}, row{3, "Cai"}, row{2, "Dov>Cai"})
	out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 1}.Decide(p, nil)
	require.NoError(t, err)
	assert.False(t, out.Tied())
	require.Len(t, out.Ties, 1)
	assert.Equal(t, [][]ballot.Option{{1}, {2}}, out.Ties[0].Broken)
	assert.Equal(t, "latest count that tells apart", out.Ties[0].By)
	assert.Equal(t, []ballot.Option{2}, out.Counts[2].Out)
}

// What a statute makes of ranks left out and ranks shared, and of the withdrawn.
func TestFaultyRanks(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai"}
	shared := profile(t, names, row{1, "Ana"}, row{1, "Ana=Ben>Cai"}, row{1, "Cai>Ana=Ben"})
	gap := profile(t, names, row{3, "Cai"})
	require.NoError(t, gap.Add(ballot.Ballot{{Option: 0, Level: 2}, {Option: 1, Level: 4}}, 1))
	require.NoError(t, gap.Add(nil, 2))
	gap.Spoilt = 1
	withdrawn := profile(t, names, row{2, "Ben>Ana"}, row{1, "Ana=Ben>Cai"}, row{1, "Ben"})
	tests := []struct {
		name           string
		law            *stv.Statute
		give           *ballot.Profile
		out            []string
		valid, invalid int64
		want           []int64 // first preferences
	}{
		{"shared, stop", stv.Scotland2007, shared, nil, 2, 1, []int64{1, 0, 1}},
		{"shared, pass", stv.Minneapolis2015, shared, nil, 3, 0, []int64{1, 0, 2}},
		{"gap, stop", stv.Scotland2007, gap, nil, 3, 4, []int64{0, 0, 3}},
		{"gap, pass", stv.MeekPRF2006, gap, nil, 4, 3, []int64{1, 0, 3}},
		{"withdrawn", stv.Scotland2007, withdrawn, []string{"Ben"}, 3, 1, []int64{3, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := stv.Contest{Statute: tt.law, Seats: 1, Withdrawn: tt.out}.Decide(tt.give, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.valid, out.Valid)
			assert.Equal(t, tt.invalid, out.Invalid)
			for o, n := range tt.want {
				assert.Equal(t, fmt.Sprint(n), out.Text(out.Counts[0].Tally[o]))
			}
		})
	}
}

func TestBadContests(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben"}, row{1, "Ana"})
	scores, err := ballot.NewProfile(p.Slate(), ballot.Scoring)
	require.NoError(t, err)
	bad := stv.Contest{Statute: &stv.Statute{Name: "bad", Decimals: 13, Value: 9, Ties: 9}, Withdrawn: []string{"Cai"}}
	_, err = bad.Decide(scores, nil)
	for _, want := range []string{"0 seats: want 1 to 2000", `"Cai" is not an option`, "statute.decimals: 13 is no", "statute.value: answer 9 is no", "statute.ties: answer 9 is no", "not scoring"} {
		assert.ErrorContains(t, err, want)
	}
	many := make([]string, stv.MaxOptions+1)
	for i := range many {
		many[i] = fmt.Sprint("option ", i)
	}
	_, err = stv.Contest{Statute: stv.QPQ2003, Seats: 101, Undeclared: []string{"Dov"}}.Decide(profile(t, many, row{1, many[0]}), nil)
	for _, want := range []string{"2001 options", "101 seats by quotients", `undeclared[0]: "Dov"`, "only Gregory"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = stv.Contest{Statute: &stv.Statute{Name: "bad", Method: stv.Piles, Decimals: 2, Floor: -1}, Seats: 1}.Decide(p, nil)
	for _, want := range []string{"statute.decimals: 2: with piles ballots are whole", "statute.floor: -1 is no answer"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = stv.Contest{Seats: 1}.Decide(p, nil)
	assert.ErrorContains(t, err, "needs a statute")
	_, err = stv.Contest{Statute: stv.Scotland2007, Seats: 1, Withdrawn: []string{"Ana"}}.Decide(p, nil)
	assert.ErrorContains(t, err, "no ballot has a rank")
	require.NoError(t, p.AddText("Ben", ballot.MaxBallots-1))
	_, err = stv.Contest{Statute: stv.MeekPRF2006, Seats: 1}.Decide(p, nil)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 1}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
}

// Minneapolis, section 167.70(c)(1)c: undeclared write-ins count for the threshold, may be
// ahead, and go out in the second round with those for whom it is impossible.
func TestUndeclared(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "written in"}, row{5, "Ana"}, row{7, "written in>Ben"}, row{4, "Ben"}, row{1, "Cai>Ben"})
	out, err := stv.Contest{Statute: stv.Minneapolis2015, Seats: 2, Undeclared: []string{"written in"}}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 6, Ana 5, Ben 4, Cai 1, written in 7",
		"count 2: exclusion of written in; quota 6, Ana 5, Ben 11, Cai 1",
		"count 3: surplus of Ben at 5/11; quota 6, Ana 5, Ben 6, Cai 1, exhausted 4.9995, rounding 0.0005; elected Ben",
		"count 4: exclusion of Cai; quota 6, Ana 5, Ben 6, Cai 1, exhausted 4.9995, rounding 0.0005; elected Ana",
	}, lines(out))
	out, err = stv.Contest{Statute: stv.RCTab2, Seats: 2, Undeclared: []string{"written in"}}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, "Ana, Ben", p.Slate().Names(out.Winners()...))
}

// Minneapolis, section 167.70(c)(1)b and d: who has just the threshold is elected with a
// surplus of nothing, as John Erwin was in 2013 (Park and Recreation Commissioner at large,
// 14,866 votes), and receives no more votes.
func TestExactThreshold(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov", "Eva"},
		row{10, "Ana"}, row{9, "Ben"}, row{8, "Cai"}, row{6, "Dov>Ana>Ben"}, row{6, "Eva>Ana"})
	out, err := stv.Contest{Statute: stv.Minneapolis2015, Seats: 3}.Decide(p, ballot.Sequence{"Eva"})
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 10, Ana 10, Ben 9, Cai 8, Dov 6, Eva 6",
		"count 2: surplus of Ana; quota 10, Ana 10, Ben 9, Cai 8, Dov 6, Eva 6; elected Ana",
		"count 3: exclusion of Dov; quota 10, Ana 10, Ben 15, Cai 8, Eva 6",
		"count 4: surplus of Ben at 5/15; quota 10, Ana 10, Ben 10, Cai 8, Eva 6, exhausted 4.9995, rounding 0.0005; elected Ben",
		"count 5: exclusion of Eva; quota 10, Ana 10, Ben 10, Cai 8, Eva 6, exhausted 4.9995, rounding 0.0005; elected Cai",
	}, lines(out))
}

// No more candidates than seats are all elected.
func TestFewCandidates(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben"}, row{9, "Ana"})
	for _, law := range statutes {
		out, err := stv.Contest{Statute: law, Seats: 3}.Decide(p, nil)
		require.NoError(t, err)
		assert.Equal(t, []ballot.Option{0, 1}[:stand(law, p)], out.Winners(), law.Name)
		require.NoError(t, out.Check())
	}
}

func TestStrings(t *testing.T) {
	c := stv.Contest{Statute: stv.Scotland2007, Seats: 3, Withdrawn: []string{"Cai", "Ben"}}
	assert.Equal(t, `stv Scotland 2007: decimals=5 ties=latest surplus-ties=latest seats=3 withdrawn=["Ben" "Cai"]`, c.String())
	assert.Equal(t, "warren two hare available bulk by-value drawn distinct",
		fmt.Sprint(stv.Warren, " ", stv.Two, " ", stv.Hare, " ", stv.Available, " ", stv.Bulk, " ", stv.ByValue, " ", stv.Drawn, " ", stv.Distinct))
	assert.Equal(t, "piles parts deposits firsts-by-value most", fmt.Sprint(stv.Piles, " ", stv.Parts, " ", stv.Deposits, " ", stv.FirstsByValue, " ", stv.Most))
	assert.Equal(t, `stv Malta 1991: value=parts oldest=true ties=earliest surplus-ties=earliest seats=5 papers mixed by lot seed="2026" label="papers"`,
		stv.Contest{Statute: stv.Malta1991, Seats: 5, Mix: ballot.Lot{Seed: "2026", Label: "papers"}}.String())
	seen := map[string]bool{}
	for _, law := range statutes {
		assert.NotEmpty(t, law.Source)
		assert.False(t, seen[law.String()], law)
		seen[law.String()] = true
	}
	out := &stv.Transcript{Decimals: 2}
	for units, want := range map[int64]string{0: "0", 5: "0.05", -5: "-0.05", 100: "1", -1250: "-12.5"} {
		assert.Equal(t, want, out.Text(units))
	}
}

// Any bytes make a vote; every statute conserves it.
func FuzzConservation(f *testing.F) {
	f.Add([]byte{3, 2, 1, 5, 0, 1, 9, 2, 1, 200}, uint8(2))
	f.Add([]byte("a transferable vote of bytes"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, seats uint8) {
		p := profile(t, []string{"Ana", "Ben", "Cai", "Dov", "Eva"})
		for len(data) > 2 && p.Distinct() < 40 {
			n, size := int64(data[0]), min(1+int(data[1]%5), len(data)-2)
			var b ballot.Ballot
			for i, x := range data[2 : 2+size] {
				o := ballot.Option(x % 5)
				if !slices.ContainsFunc(b, func(m ballot.Mark) bool { return m.Option == o }) {
					b = append(b, ballot.Mark{Option: o, Level: int32(i+1) + int32(x>>6)})
				}
			}
			require.NoError(t, p.Add(b, n))
			data = data[2+size:]
		}
		for _, law := range statutes {
			out, err := stv.Contest{Statute: law, Seats: 1 + int64(seats%5)}.Decide(p, ballot.Lot{Seed: "s", Label: "l"})
			if err != nil {
				require.ErrorContains(t, err, "no ballot has a rank")
				continue
			}
			require.NoError(t, out.Check())
			if !law.Named {
				require.Len(t, out.Elected, 1+int(seats%5))
			}
		}
	})
}

func Example() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := errors.Join(votes.AddText("Ana>Ben", 60), votes.AddText("Cai", 25), votes.AddText("Ben", 15)); err != nil {
		fmt.Println(err)
		return
	}
	out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 2}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(slate.Names(out.Winners()...))
	for why := range out.Why() {
		fmt.Println(why)
	}
	fmt.Println(out.Check())
	// Output:
	// Ana, Ben
	// count 1: first preferences; quota 34, Ana 60, Ben 15, Cai 25; elected Ana
	// count 2: surplus of Ana at 26/60; quota 34, Ana 34, Ben 40.9998, Cai 25, rounding 0.0002; elected Ben
	// <nil>
}
