package stv_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Portland, councilors of district 2, 5 November 2024, rounds 20 to 23 of the county's final
// report: 77,157 valid ballots, of which 7,627 had nobody active left; they are one option here.
// How Penson's papers part into whole ones and those at 0.0528 is not published, but only one way
// gives the figures of rounds 22 and 23.
func TestPortlandDistrict2(t *testing.T) {
	names := []string{"Ryan", "Pirtle-Guiney", "Kanal", "Penson", "others"}
	p := profile(t, names,
		row{17_710, "Ryan"}, row{18_135, "Pirtle-Guiney"}, row{7_627, "others"},
		row{1_047, "Kanal>Ryan"}, row{5_880, "Kanal>Pirtle-Guiney"}, row{9_397, "Kanal"},
		row{313, "Kanal>Penson>Ryan"}, row{809, "Kanal>Penson>Pirtle-Guiney"}, row{2_920, "Kanal>Penson"},
		row{3_457, "Penson>Ryan"}, row{3_085, "Penson>Pirtle-Guiney"}, row{6_777, "Penson"})
	out, err := stv.Contest{Statute: stv.Portland2023, Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.EqualValues(t, 77_157, out.Valid)
	tell := func(c stv.Count, of ...string) (figures []string) {
		for _, name := range of {
			o, _ := p.Slate().Find(name)
			figures = append(figures, out.Text(c.Tally[o]))
		}
		return append(figures, out.Text(c.Exhausted), out.Text(c.Rounding))
	}
	require.Equal(t, "19290", out.Text(out.Counts[0].Quota))
	assert.Equal(t, []string{"17765.2816", "18445.464", "19290", "13532.4176", "496.1616", "0.6752"},
		tell(out.Counts[1], "Ryan", "Pirtle-Guiney", "Kanal", "Penson"))
	assert.Equal(t, []string{"21238.808", "21573.1792", "19290"}, tell(out.Counts[3], "Ryan", "Pirtle-Guiney", "Kanal")[:3])
	assert.Equal(t, []ballot.Option{1, 0}, out.Counts[3].Elected)
	sent := map[stv.Transfer]int64{}
	for _, x := range out.Counts[4].Transfers {
		sent[stv.Transfer{From: x.From, To: x.To}] += x.Votes
	}
	assert.Equal(t, map[stv.Transfer]int64{
		{From: 1, To: stv.ToNobody}: 22_818_655, {From: 1, To: stv.ToRounding}: 13_137,
		{From: 0, To: stv.ToNobody}: 19_475_419, {From: 0, To: stv.ToRounding}: 12_661,
	}, sent)
}

// (C)(2)b(2): the surpluses of the last elected move too, to who is still active, as in the last
// round of district 3 in 2024.
func TestPortlandLastRound(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai"}, row{30, "Ana>Cai"}, row{40, "Ben>Ana>Cai"}, row{20, "Cai"})
	out, err := stv.Contest{Statute: stv.Portland2023, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 31, Ana 30, Ben 40, Cai 20; elected Ben",
		"count 2: surplus of Ben at 9/40; quota 31, Ana 39, Ben 31, Cai 20; elected Ana",
		"count 3: surplus of Ana at 8/39; quota 31, Ana 31, Ben 31, Cai 27.997, rounding 0.003",
	}, lines(out))
}

// portlandByHand counts as section 2.08.030(C)(2) says. ok is false if a tie is met.
func portlandByHand(p *ballot.Profile, seats int) (elected []ballot.Option, tallies []string, ok bool) {
	t := deal(p, 4)
	threshold := plus(cut(frac(int64(len(t.papers)), int64(seats+1)), 0), frac(1, 1))
	for o := range p.Slate().All() {
		t.votes[o] = t.sum(o)
	}
	tell := func() {
		line := ""
		for o := range p.Slate().All() {
			line += t.votes[o].RatString() + " "
		}
		tallies = append(tallies, line)
	}
	tell()
	for len(elected) < seats && len(elected)+len(t.ranked()) > seats { // a
		order := t.ranked()
		var winners []ballot.Option
		for _, o := range order {
			if t.votes[o].Cmp(threshold) >= 0 {
				winners = append(winners, o)
			}
		}
		moving := order[:1]
		if len(winners) > 0 { // b
			elected, moving = append(elected, winners...), winners
		} else if t.votes[order[0]].Cmp(t.votes[order[1]]) == 0 { // (A)(6)
			return nil, nil, false
		}
		had := map[ballot.Option]*big.Rat{}
		for _, o := range moving {
			t.in[o], had[o] = false, t.votes[o]
			t.votes[o] = new(big.Rat)
			if len(winners) > 0 {
				t.votes[o] = threshold
			}
		}
		for _, x := range t.papers {
			o := x.holder()
			if !slices.Contains(moving, o) {
				continue
			}
			if len(winners) > 0 { // b(1)
				x.worth = cut(times(x.worth, cut(over(minus(had[o], threshold), had[o]), 4)), 4)
			}
			t.pass(x)
			if to := x.holder(); to >= 0 {
				t.votes[to] = plus(t.votes[to], x.worth)
			}
		}
		tell()
	}
	if len(elected) < seats {
		elected = append(elected, t.ranked()...)
	}
	return elected, tallies, true
}

// Portland elects and tallies as a count by hand does, wherever that meets no tie.
func TestPortlandByHand(t *testing.T) {
	rng := rand.New(rand.NewPCG(41, 42))
	compared := 0
	for range 300 {
		p, seats := draw(t, rng)
		want, tallies, ok := portlandByHand(p, seats)
		if !ok {
			continue
		}
		compared++
		out, err := stv.Contest{Statute: stv.Portland2023, Seats: int64(seats)}.Decide(p, nil)
		require.NoError(t, err)
		require.NoError(t, out.Check())
		slices.Sort(want)
		require.Equal(t, want, out.Winners(), "%q", lines(out))
		for i, want := range tallies {
			require.Equal(t, want, tallyOf(out.Counts[i], unitOf(stv.Portland2023)), "count %d of %q", i+1, lines(out))
		}
	}
	assert.Greater(t, compared, 120)
}

// tallyOf is what a count leaves, as fractions.
func tallyOf(c stv.Count, unit int64) (line string) {
	for _, v := range c.Tally {
		line += over(frac(v, 1), frac(unit, 1)).RatString() + " "
	}
	return line
}
