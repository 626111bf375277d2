package stv_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/stv"
)

// rankings are all ballots that rank some of three or four options.
func rankings(names []string) (all []string) {
	var more func(text string, left []string)
	more = func(text string, left []string) {
		for i, name := range left {
			next := name
			if text != "" {
				next = text + ">" + name
			}
			all = append(all, next)
			more(next, slices.Concat(left[:i:i], left[i+1:]))
		}
	}
	more("", names)
	return all
}

// build is a profile of so many ballots of each kind.
func build(t testing.TB, names, kinds []string, counts []int64) *ballot.Profile {
	var rows []row
	for i, n := range counts {
		if n > 0 {
			rows = append(rows, row{n, kinds[i]})
		}
	}
	return profile(t, names, rows...)
}

// changed reports whether some change of up to n valid ballots into others elects others, or
// makes a tie.
func changed(t testing.TB, c stv.Contest, names, kinds []string, counts []int64, n int, was []ballot.Option) bool {
	out, err := c.Decide(build(t, names, kinds, counts), nil)
	require.NoError(t, err)
	if out.Tied() || !slices.Equal(out.Winners(), was) {
		return true
	}
	if n == 0 {
		return false
	}
	for from := range counts {
		for to := range counts {
			if counts[from] == 0 || to == from {
				continue
			}
			counts[from]--
			counts[to]++
			found := changed(t, c, names, kinds, counts, n-1, was)
			counts[from]++
			counts[to]--
			if found {
				return true
			}
		}
	}
	return false
}

// What margins say holds: no change of fewer ballots than Least elects others, and the change of
// Most does; it is found again by hand.
func TestMarginsAgainstTheSlowWay(t *testing.T) {
	names := []string{"A", "B", "C"}
	kinds := rankings(names)
	proven, tried := 0, 0
	for _, law := range []*stv.Statute{stv.Scotland2007, stv.WIGMPRF2009, stv.WIGM, stv.MeekPRF2006, stv.ERS97, stv.Senate2021, stv.Wright} {
		rng := rand.New(rand.NewPCG(4, 7))
		for range 40 {
			counts := make([]int64, len(kinds))
			for range 6 {
				counts[rng.IntN(len(kinds))] += rng.Int64N(12)
			}
			if slices.Max(counts) == 0 {
				continue
			}
			c := stv.Contest{Statute: law, Seats: int64(1 + rng.IntN(2))}
			p := build(t, names, kinds, counts)
			out, err := c.Decide(p, nil)
			require.NoError(t, err)
			m, err := c.Margin(p, nil)
			if err != nil {
				require.ErrorContains(t, err, "no change")
				continue
			}
			if out.Tied() {
				require.Zero(t, m)
				continue
			}
			tried++
			require.LessOrEqual(t, m.Least, m.Most, "%v", counts)
			if m.Least > 1 {
				proven++
				few := int(min(m.Least-1, 2))
				if few == 2 && proven%8 > 0 {
					few = 1
				}
				require.False(t, changed(t, c, names, kinds, counts, few, out.Winners()), "%s %v: %+v", law.Name, counts, m)
			}
			checkTurn(t, c, names, p, m.Change)
		}
	}
	assert.Greater(t, tried, 150)
	assert.Greater(t, proven, 15)
}

// Of more votes, drawn changes of fewer ballots than Least elect nobody else.
func TestLeastOfManyBallots(t *testing.T) {
	names := []string{"A", "B", "C", "D", "E"}
	kinds := rankings(names)
	rng := rand.New(rand.NewPCG(3, 1))
	proven, exact := 0, 0
	for i := range 90 {
		law := []*stv.Statute{stv.Scotland2007, stv.WIGMPRF2009, stv.WIGM}[i%3]
		counts := make([]int64, len(kinds))
		for range 40 {
			counts[rng.IntN(len(kinds))] += 1 + rng.Int64N(50)
		}
		c := stv.Contest{Statute: law, Seats: int64(1 + rng.IntN(3))}
		p := build(t, names, kinds, counts)
		out, err := c.Decide(p, nil)
		require.NoError(t, err)
		m, err := c.Margin(p, nil)
		if err != nil || m.Least < 2 {
			continue
		}
		proven++
		if m.Least == m.Most {
			exact++
		}
		for range 20 {
			now := slices.Clone(counts)
			for left := m.Least - 1; left > 0; {
				from, to := rng.IntN(len(kinds)), rng.IntN(len(kinds))
				n := min(left, now[from], 1+rng.Int64N(left))
				now[from] -= n
				now[to] += n
				left -= n
			}
			again, err := c.Decide(build(t, names, kinds, now), nil)
			require.NoError(t, err)
			require.Equal(t, out.Winners(), again.Winners(), "%s %v", law.Name, counts)
		}
	}
	assert.Greater(t, proven, 25)
	assert.Greater(t, exact, 5)
}

// Of 44 wards of Scotland every margin has both ends, and of some they meet.
func TestMarginsOfScottishWards(t *testing.T) {
	dir := folder(t, "scottish")
	names, err := filepath.Glob(filepath.Join(dir, "*.blt"))
	require.NoError(t, err)
	require.Len(t, names, 44)
	exact := 0
	for _, name := range names {
		votes, err := format.ReadBLT(nil, file(t, name))
		require.NoError(t, err)
		m, err := stv.Contest{Statute: stv.Scotland2007, Seats: votes.Seats}.Margin(votes.Profile, nil)
		require.NoError(t, err, name)
		require.Positive(t, m.Least)
		require.LessOrEqual(t, m.Least, m.Most, name)
		if m.Least == m.Most {
			exact++
		}
	}
	assert.GreaterOrEqual(t, exact, 6)
}

// checkTurn makes the change of a margin in texts, and counts.
func checkTurn(t *testing.T, c stv.Contest, names []string, p *ballot.Profile, turn stv.Turn) {
	t.Helper()
	s := p.Slate()
	q, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	left := turn.Ballots
	for b, n := range p.All() {
		if b[0].Option == turn.From {
			order := []ballot.Option{turn.To}
			for _, m := range b {
				if m.Option != turn.To {
					order = append(order, m.Option)
				}
			}
			text := s.Name(order[0])
			for _, o := range order[1:] {
				text += ">" + s.Name(o)
			}
			some := min(left, n)
			if some > 0 {
				require.NoError(t, q.AddText(text, some))
			}
			left, n = left-some, n-some
		}
		if n > 0 {
			require.NoError(t, q.Add(b, n))
		}
	}
	require.Zero(t, left)
	was, err := c.Decide(p, nil)
	require.NoError(t, err)
	is, err := c.Decide(q, nil)
	require.NoError(t, err)
	if len(turn.Elected) == 0 {
		require.True(t, is.Tied())
		return
	}
	var expect []ballot.Option
	for _, o := range was.Winners() {
		if !slices.Contains(turn.Lost, o) {
			expect = append(expect, o)
		}
	}
	expect = append(expect, turn.Elected...)
	slices.Sort(expect)
	require.Equal(t, expect, is.Winners())
}

// Calls are of the tallies that stand in the transcript: Ana has 6 above the quota of 34, Cai 19
// and Dan 20, and Ben 46 after Cai's 19. One who puts Cai before Dan makes that 20 and 19, and Dan's
// 18 go to Cai.
func TestCalls(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dan"},
		row{40, "Ana>Ben"}, row{21, "Ben"}, row{19, "Cai>Ben"}, row{18, "Dan>Cai"}, row{2, "Dan>Ben"})
	c := stv.Contest{Statute: stv.Scotland2007, Seats: 2}
	out, err := c.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"count 1: Ana is elected, 6 votes above the quota",
		"count 3: Cai goes out, 1 vote behind Dan",
		"count 3: Ben is elected, 12 votes above the quota",
	}, slices.Collect(callTexts(out)))
	closest, ok := out.Closest()
	require.True(t, ok)
	assert.Equal(t, "count 3: Cai goes out, 1 vote behind Dan", closest.String())
	assert.Equal(t, "stv.call", closest.Key())
	m, err := c.Margin(p, nil)
	require.NoError(t, err)
	assert.Equal(t, [2]int64{1, 1}, [2]int64{m.Least, m.Most})
	assert.Equal(t, "1 ballot with Dan first, if it puts Cai before, elects Cai in place of Ben", m.Change.String())
}

func callTexts(t *stv.Transcript) iter.Seq[string] {
	return func(yield func(string) bool) {
		for c := range t.Calls() {
			if !yield(c.String()) {
				return
			}
		}
	}
}

// Whatever is drawn, calls are in order, of those who stand, and by no fewer than no votes; one who
// goes out alone has a call, and so has each elected by votes while others are in.
func TestCallsOfAllStatutes(t *testing.T) {
	lot := ballot.Lot{Seed: "2026-11-22", Label: "drawn"}
	for _, law := range statutes {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(8, 2))
			calls := 0
			for range 100 {
				p, seats := draw(t, rng)
				out, err := stv.Contest{Statute: law, Seats: int64(seats)}.Decide(p, lot)
				require.NoError(t, err)
				last := 0
				for c := range out.Calls() {
					calls++
					require.GreaterOrEqual(t, c.Gap, int64(0), "%s", c)
					require.GreaterOrEqual(t, c.Count, last)
					last = c.Count
					require.NotContains(t, c.Of, c.Than)
					if c.Decision == stv.Reaches {
						require.Equal(t, out.Counts[c.Count-1].Tally[c.Of[0]]-out.Counts[c.Count-1].Quota, c.Gap)
						require.Contains(t, out.Elected, c.Of[0])
					}
				}
			}
			if law.Method == stv.Quotients {
				assert.Zero(t, calls)
			} else {
				assert.Greater(t, calls, 100)
			}
		})
	}
}

func TestMarginRefuses(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben"}, row{3, "Ana"}, row{2, "Ben"})
	_, err := stv.Contest{Statute: stv.Cambridge1938, Seats: 1}.Margin(p, ballot.Lot{Seed: "a"})
	require.ErrorContains(t, err, "not known")
	_, err = stv.Contest{Statute: stv.WIGM, Seats: 2}.Margin(p, nil)
	require.ErrorContains(t, err, "no change")
	_, err = stv.Contest{Seats: 2}.Margin(p, nil)
	require.ErrorContains(t, err, "statute")
	m, err := stv.Contest{Statute: stv.WIGM, Seats: 1}.Margin(profile(t, []string{"Ana", "Ben"}, row{2, "Ana"}, row{2, "Ben"}), nil)
	require.NoError(t, err)
	assert.Zero(t, m)
	assert.Equal(t, "no change", m.Change.String())
}

func ExampleContest_Margin() {
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
	for _, err := range []error{votes.AddText("Ana>Ben", 60), votes.AddText("Ben", 25), votes.AddText("Cai", 35)} {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	m, err := stv.Contest{Statute: stv.Scotland2007, Seats: 2}.Margin(votes, nil)
	fmt.Println(m.Least, m.Most, err)
	fmt.Println(m.Change)
	// Output:
	// 3 5 <nil>
	// 5 ballots with Ben first, if they put Cai before, elect Cai in place of Ben
}
