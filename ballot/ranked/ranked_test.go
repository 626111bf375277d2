package ranked_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/internal/golden"
)

// onDuels is any rule on the matrix.
type onDuels = ballot.Rule[*ballot.Pairwise, *ballot.Order]

// profile has rankings such as "42 A>B=C" of the options A, B, C...
func profile(t testing.TB, options int, lines ...string) *ballot.Profile {
	t.Helper()
	var names []string
	for i := range options {
		names = append(names, string(rune('A'+i)))
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, line := range lines {
		count, text, _ := strings.Cut(line, " ")
		n, err := strconv.ParseInt(count, 10, 64)
		require.NoError(t, err)
		require.NoError(t, p.AddText(text, n))
	}
	return p
}

func randomProfile(t testing.TB, rng *rand.Rand, options, ballots int) *ballot.Profile {
	p := profile(t, options)
	p.Unranked = ballot.Unranked(rng.IntN(2))
	for range ballots {
		var b ballot.Ballot
		rank := int32(1)
		for _, o := range rng.Perm(options)[:1+rng.IntN(options)] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: rank})
			rank += rng.Int32N(8) / 2 % 3
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
	}
	return p
}

// show is tiers as "B>A=C".
func show(o *ballot.Order) string {
	tiers := make([]string, len(o.Tiers))
	for i, tier := range o.Tiers {
		tiers[i] = strings.ReplaceAll(o.Slate.Names(tier...), ", ", "=")
	}
	return strings.Join(tiers, ">")
}

// The capital of Tennessee, the usual case: A Memphis, B Nashville, C Chattanooga, D
// Knoxville.
var tennessee = []string{"42 A>B>C>D", "26 B>C>D>A", "15 C>D>B>A", "17 D>C>B>A"}

// Schulze 2011, section 3.1: 45 voters, E > A > C > B > D.
var schulze45 = []string{"5 A>C>B>E>D", "5 A>D>E>C>B", "8 B>E>D>A>C", "3 C>A>B>E>D", "7 C>A>E>B>D", "2 C>B>A>D>E", "7 D>C>E>B>A", "8 E>B>A>D>C"}

func TestTextbooks(t *testing.T) {
	tests := []struct {
		name    string
		rule    onDuels
		options int
		give    []string
		want    string
	}{
		{"Schulze 2011", ranked.Schulze{}, 5, schulze45, "E>A>C>B>D"},
		{"Schulze 2011 by margins", ranked.Schulze{Measure: ranked.Margins}, 5, schulze45, "E>A>C>B>D"},
		{"Tennessee by Schulze", ranked.Schulze{}, 4, tennessee, "B>C>D>A"},
		{"Tennessee by ranked pairs", ranked.RankedPairs{}, 4, tennessee, "B>C>D>A"},
		{"Tennessee by Kemeny", ranked.Kemeny{}, 4, tennessee, "B>C>D>A"},
		{"Tennessee by Copeland", ranked.Copeland{}, 4, tennessee, "B>C>D>A"},
		// Worst duels: 32 against Nashville none lost; Memphis 58, Chattanooga 68, Knoxville 83.
		{"Tennessee by minimax", ranked.Minimax{}, 4, tennessee, "B>A>C>D"},
		{"Tennessee by Borda", ranked.Borda{}, 4, tennessee, "B>C>A>D"},
		// A circle: A over B 6:3, B over C 7:2, C over A 5:4. The weakest is left out.
		{"a circle by ranked pairs", ranked.RankedPairs{}, 3, []string{"4 A>B>C", "3 B>C>A", "2 C>A>B"}, "A>B>C"},
		{"a circle by Kemeny", ranked.Kemeny{}, 3, []string{"4 A>B>C", "3 B>C>A", "2 C>A>B"}, "A>B>C"},
		{"a circle by minimax", ranked.Minimax{Measure: ranked.Margins}, 3, []string{"4 A>B>C", "3 B>C>A", "2 C>A>B"}, "A>B>C"},
		{"a circle by Copeland", ranked.Copeland{}, 3, []string{"4 A>B>C", "3 B>C>A", "2 C>A>B"}, "A=B=C"},
		// Borda of short ballots: A has 2+2, B 1 and half of one, C half of one.
		{"Borda shares", ranked.Borda{}, 3, []string{"1 A>B", "1 A"}, "A>B>C"},
		{"Borda gives the lowest", ranked.Borda{Truncation: ranked.Lowest}, 3, []string{"1 A>B", "1 C"}, "A=C>B"},
		{"one option", ranked.Kemeny{}, 1, []string{"1 A"}, "A"},
		{"one option by minimax", ranked.Minimax{}, 1, []string{"1 A"}, "A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(profile(t, tt.options, tt.give...).Pairwise(), nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(out))
			for why := range out.Why() {
				assert.NotEmpty(t, why.String())
				assert.Regexp(t, `^ranked\.[a-z]+$`, why.Key())
			}
		})
	}
}

func TestRulesRefuse(t *testing.T) {
	none, some := profile(t, 2).Pairwise(), profile(t, 2, "1 A").Pairwise()
	for _, r := range []onDuels{ranked.Schulze{}, ranked.RankedPairs{}, ranked.Minimax{}, ranked.Copeland{}, ranked.Borda{}, ranked.Kemeny{}} {
		_, err := r.Decide(none, nil)
		assert.ErrorContains(t, err, "no votes", "%T", r)
	}
	for _, r := range []onDuels{
		ranked.Schulze{Measure: ranked.Opposition}, ranked.RankedPairs{Measure: 9}, ranked.Minimax{Measure: 9}, ranked.Borda{Truncation: 9},
	} {
		_, err := r.Decide(some, nil)
		assert.Error(t, err, "%T", r)
	}
	// A circle of 65 options is too much for Kemeny; 60 in small circles are not.
	_, err := ranked.Kemeny{}.Decide(circles(t, 1, 65), nil)
	assert.ErrorContains(t, err, "65 options")
	out, err := ranked.Kemeny{}.Decide(circles(t, 12, 5), ballot.Lot{Seed: "s"})
	require.NoError(t, err)
	assert.Len(t, out.Tiers, 60)
}

// circles are groups of options; in a group each beats the next, all of an earlier group
// beat the later.
func circles(t testing.TB, groups, size int) *ballot.Pairwise {
	n := groups * size
	names, duels := make([]string, n), make([]int64, n*n)
	for a := range n {
		names[a] = fmt.Sprint("O", a)
		for b := range n {
			switch d := (b - a + size) % size; {
			case a/size < b/size, a/size == b/size && d > 0 && (2*d < size || 2*d == size && a < b):
				duels[a*n+b] = 2
			case a != b:
				duels[a*n+b] = 1
			}
		}
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	w, err := ballot.NewPairwise(s, ballot.Below, 3, duels)
	require.NoError(t, err)
	return w
}

// slowSchulze decides by definition: the strength of a path is tried from above.
func slowSchulze(w *ballot.Pairwise, m ranked.Measure) (winners []ballot.Option, links []int64) {
	n := w.Slate().Len()
	links = make([]int64, n*n)
	for a := range n {
		for b := range n {
			over, margin := w.At(ballot.Option(a), ballot.Option(b)), w.Margin(ballot.Option(a), ballot.Option(b))
			if margin > 0 && m == ranked.Margins {
				links[a*n+b] = margin
			} else if margin > 0 {
				links[a*n+b] = over
			}
		}
	}
	path := func(a, b int) int64 {
		for s := w.Ballots(); s > 0; s-- {
			seen := map[int]bool{a: true}
			for queue := []int{a}; len(queue) > 0; queue = queue[1:] {
				for v := range n {
					if links[queue[0]*n+v] >= s && !seen[v] {
						seen[v] = true
						queue = append(queue, v)
					}
				}
			}
			if seen[b] {
				return s
			}
		}
		return 0
	}
	for a := range n {
		beaten := false
		for b := range n {
			beaten = beaten || a != b && path(b, a) > path(a, b)
		}
		if !beaten {
			winners = append(winners, ballot.Option(a))
		}
	}
	return winners, links
}

// Against the definition; and every path is proved.
func TestSchulzeAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		w := randomProfile(t, rng, 2+rng.IntN(5), 1+rng.IntN(8)).Pairwise()
		r := ranked.Schulze{Measure: ranked.Measure(rng.IntN(2))}
		out, err := r.Decide(w, nil)
		require.NoError(t, err)
		want, links := slowSchulze(w, r.Measure)
		require.Equal(t, want, out.Winners())
		n := w.Slate().Len()
		for why := range out.Why() {
			p := why.(ranked.Path)
			over, _ := w.Slate().Find(p.Over)
			under, _ := w.Slate().Find(p.Under)
			proof := certificate.Beatpath{Over: int(over), Under: int(under), Strength: p.Strength}
			for _, name := range p.Via {
				o, _ := w.Slate().Find(name)
				proof.Via = append(proof.Via, int(o))
			}
			require.GreaterOrEqual(t, p.Strength, p.Back)
			require.Equal(t, p.Strength > p.Back, proof.Check(n, links) == nil, "%s", p)
		}
	}
}

// slowKemeny tries all orders.
func slowKemeny(w *ballot.Pairwise) (first []ballot.Option) {
	n := w.Slate().Len()
	least := int64(-1)
	var try func(order []ballot.Option, cost int64)
	try = func(order []ballot.Option, cost int64) {
		if len(order) == n {
			if least < 0 || cost < least {
				least, first = cost, nil
			}
			if cost == least && !slices.Contains(first, order[0]) {
				first = append(first, order[0])
			}
			return
		}
		for o := range w.Slate().All() {
			if !slices.Contains(order, o) {
				more := cost
				for _, a := range order {
					more += w.At(o, a)
				}
				try(append(slices.Clone(order), o), more)
			}
		}
	}
	try(nil, 0)
	slices.Sort(first)
	return first
}

// slowPairs locks equal duels in every order, and says who can win.
func slowPairs(w *ballot.Pairwise) (first []ballot.Option) {
	n := w.Slate().Len()
	var try func(locked [][2]int, done map[[2]int]bool)
	below := func(locked [][2]int, a, b int) bool {
		seen := map[int]bool{a: true}
		for range n {
			for _, p := range locked {
				if seen[p[0]] {
					seen[p[1]] = true
				}
			}
		}
		return seen[b]
	}
	try = func(locked [][2]int, done map[[2]int]bool) {
		var next [][2]int
		most := int64(0)
		for a := range n {
			for b := range n {
				if m := w.Margin(ballot.Option(a), ballot.Option(b)); m > 0 && !done[[2]int{a, b}] && m >= most {
					if m > most {
						next, most = nil, m
					}
					next = append(next, [2]int{a, b})
				}
			}
		}
		if next == nil {
			for o := range n {
				top := !slices.ContainsFunc(locked, func(p [2]int) bool { return p[1] == o })
				if top && !slices.Contains(first, ballot.Option(o)) {
					first = append(first, ballot.Option(o))
				}
			}
			return
		}
		for _, p := range next {
			done[p] = true
			if below(locked, p[1], p[0]) {
				try(locked, done)
			} else {
				try(append(slices.Clone(locked), p), done)
			}
			delete(done, p)
		}
	}
	try(nil, map[[2]int]bool{})
	slices.Sort(first)
	return first
}

// slowRunoff puts out one of the last at a time, in every way.
func slowRunoff(p *ballot.Profile, in []bool, winners map[ballot.Option]bool) {
	votes := make([]int64, len(in))
	for b, n := range p.All() {
		for i := 0; i < len(b); {
			var here []ballot.Option
			level := b[i].Level
			for ; i < len(b) && b[i].Level == level; i++ {
				if in[b[i].Option] {
					here = append(here, b[i].Option)
				}
			}
			if len(here) == 1 {
				votes[here[0]] += n
			}
			if len(here) > 0 {
				break
			}
		}
	}
	least, some := int64(-1), 0
	for o := range in {
		if in[o] {
			some++
			if least < 0 || votes[o] < least {
				least = votes[o]
			}
		}
	}
	for o := range in {
		switch {
		case in[o] && some == 1:
			winners[ballot.Option(o)] = true
		case in[o] && votes[o] == least:
			rest := slices.Clone(in)
			rest[o] = false
			slowRunoff(p, rest, winners)
		}
	}
}

// winnersOf are the first of all outcomes.
func winnersOf(t *testing.T, decide func(ballot.TieBreak) (*ballot.Order, error)) []ballot.Option {
	all, err := ballot.Universes(100_000, decide)
	require.NoError(t, err)
	var first []ballot.Option
	for _, o := range all {
		require.Len(t, o.Winners(), 1)
		first = append(first, o.Winners()...)
	}
	slices.Sort(first)
	return slices.Compact(first)
}

// All ways of breaking the ties together elect those whom the slow way can elect.
func TestUniversesAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	many := 0
	for range 250 {
		p := randomProfile(t, rng, 2+rng.IntN(3), 1+rng.IntN(5))
		w := p.Pairwise()
		want := slowKemeny(w)
		require.Equal(t, want, winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) { return ranked.Kemeny{}.Decide(w, tb) }))
		want = slowPairs(w)
		many += len(want) - 1
		require.Equal(t, want, winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) {
			return ranked.RankedPairs{Measure: ranked.Margins}.Decide(w, tb)
		}))
	}
	assert.Greater(t, many, 50)
	for range 250 {
		// Strict ranks: of shared ones, going out together is its own rule.
		p := profile(t, 4)
		for range 1 + rng.IntN(6) {
			var b ballot.Ballot
			for rank, o := range rng.Perm(4)[:1+rng.IntN(4)] {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
		}
		want := map[ballot.Option]bool{}
		slowRunoff(p, []bool{true, true, true, true}, want)
		got := winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) { return ranked.InstantRunoff{}.Decide(p, tb) })
		for _, o := range got {
			require.True(t, want[o])
		}
		require.Len(t, got, len(want))
	}
}

func TestInstantRunoff(t *testing.T) {
	tests := []struct {
		name     string
		rule     ranked.InstantRunoff
		give     []string
		tb       ballot.TieBreak
		want     string
		wantTies []string
	}{
		{"Tennessee", ranked.InstantRunoff{}, tennessee, nil, "D>A>B>C", nil},
		{"more than half at once", ranked.InstantRunoff{}, []string{"5 A", "3 B>C", "1 C>B", "0 D"}, nil, "A>B>C>D", nil},
		{"exhausted ballots count no more", ranked.InstantRunoff{}, []string{"4 A", "3 B", "2 C"}, nil, "A>B>C>D", nil},
		{"the last two together cannot win", ranked.InstantRunoff{}, []string{"4 A", "5 B", "1 C>A", "1 D>A"}, nil, "A>B>C=D", nil},
		{"a tie", ranked.InstantRunoff{}, []string{"4 A", "2 B>C", "2 C>B"}, nil, "A=B=C>D", []string{"staying in after round 2"}},
		{"a tie broken", ranked.InstantRunoff{}, []string{"4 A", "3 B>C", "3 C>B"}, ballot.Sequence{"B", "C"}, "B>A>C>D", []string{"staying in after round 2"}},
		{"a shared rank exhausts", ranked.InstantRunoff{}, []string{"4 A", "5 B", "3 C>A=B>D"}, nil, "B>A>C>D", nil},
		{"one of a shared rank is left", ranked.InstantRunoff{}, []string{"4 A", "5 B", "3 C>A=D"}, nil, "A>B>C>D", nil},
		{"a shared rank is skipped", ranked.InstantRunoff{Overvote: ranked.Skip}, []string{"4 A>D", "5 B", "3 C>A=B>D", "4 D"}, nil, "D>B>A>C", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := profile(t, 4, tt.give...)
			out, err := tt.rule.Decide(p, tt.tb)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(out))
			var ties []string
			for _, tie := range out.Ties {
				ties = append(ties, tie.For)
			}
			assert.Equal(t, tt.wantTies, ties)
			for why := range out.Why() {
				r := why.(ranked.Round)
				sum := r.Exhausted
				for _, v := range r.Votes {
					sum += v.Votes
				}
				assert.Equal(t, p.Len(), sum, "every round has all votes")
			}
		})
	}
	_, err := ranked.InstantRunoff{Overvote: 9}.Decide(profile(t, 2, "1 A"), nil)
	assert.Error(t, err)
	_, err = ranked.InstantRunoff{}.Decide(profile(t, 2, "1 A=B"), nil)
	assert.ErrorContains(t, err, "no votes")
	scores, err := ballot.NewProfile(profile(t, 2).Slate(), ballot.Scoring)
	require.NoError(t, err)
	_, err = ranked.InstantRunoff{}.Decide(scores, nil)
	assert.ErrorContains(t, err, "not scoring")
}

// A tie between equal duels stands, or is broken by name.
func TestRankedPairsTie(t *testing.T) {
	w := profile(t, 3, "1 A>B>C", "1 B>C>A", "1 C>A>B").Pairwise()
	out, err := ranked.RankedPairs{}.Decide(w, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied())
	assert.Equal(t, "A=B=C", show(out))
	out, err = ranked.RankedPairs{}.Decide(w, ballot.Sequence{"C", "A"})
	require.NoError(t, err)
	assert.Equal(t, "C>A>B", show(out))
	assert.False(t, out.Tied())
}

// Options by other names, and every ballot many times, change nothing; a Condorcet winner
// wins.
func TestRankedProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	rules := []onDuels{
		ranked.Schulze{}, ranked.Schulze{Measure: ranked.Margins}, ranked.RankedPairs{}, ranked.RankedPairs{Measure: ranked.Margins},
		ranked.Minimax{}, ranked.Minimax{Measure: ranked.Margins}, ranked.Copeland{}, ranked.Kemeny{},
		ranked.Borda{}, ranked.Borda{Truncation: ranked.Lowest}, ranked.Minimax{Measure: ranked.Opposition},
	}
	condorcet := 0
	for range 200 {
		n := 2 + rng.IntN(5)
		p := randomProfile(t, rng, n, 1+rng.IntN(8))
		perm := rng.Perm(n)
		turned := profile(t, n)
		turned.Unranked = p.Unranked
		for b, k := range p.All() {
			var moved ballot.Ballot
			for _, m := range b {
				moved = append(moved, ballot.Mark{Option: ballot.Option(perm[m.Option]), Level: m.Level})
			}
			require.NoError(t, turned.Add(moved, 3*k))
		}
		w := p.Pairwise()
		best := -1
		for a := range n {
			wins := 0
			for b := range n {
				if w.Margin(ballot.Option(a), ballot.Option(b)) > 0 {
					wins++
				}
			}
			if wins == n-1 {
				best = a
				condorcet++
			}
		}
		for i, r := range rules {
			out, err := r.Decide(w, nil)
			require.NoError(t, err)
			other, err := r.Decide(turned.Pairwise(), nil)
			require.NoError(t, err)
			var want []ballot.Option
			for _, o := range out.Winners() {
				want = append(want, ballot.Option(perm[o]))
			}
			slices.Sort(want)
			require.Equal(t, want, other.Winners(), "%s", r)
			if best >= 0 && i < 8 {
				require.Equal(t, []ballot.Option{ballot.Option(best)}, out.Winners(), "%s", r)
			}
		}
	}
	assert.Greater(t, condorcet, 50)
}

// data opens a table of the data folder.
func data(t *testing.T, name string) [][]string {
	t.Helper()
	dir := golden.Published(t)
	f, err := os.Open(filepath.Join(dir, "ranked", name))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	return rows
}

// leader2006 has the ballots of Debian's election of its project leader, each arranged.
func leader2006(t *testing.T, arrange func(ballot.Ballot)) *ballot.Profile {
	t.Helper()
	rows := data(t, "leader2006_ballots.csv")
	s, err := ballot.NewSlate(rows[0][1:]...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, row := range rows[1:] {
		n, err := strconv.ParseInt(row[0], 10, 64)
		require.NoError(t, err)
		var b ballot.Ballot
		for o, cell := range row[1:] {
			if cell != "" {
				rank, err := strconv.ParseInt(cell, 10, 32)
				require.NoError(t, err)
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(rank)})
			}
		}
		arrange(b)
		require.NoError(t, p.Add(b, n))
	}
	return p
}

// Debian project leader 2006: every duel; Towns where unranked options are below, McIntyre
// where they are apart.
func TestDebian2006(t *testing.T) {
	p := leader2006(t, func(ballot.Ballot) {})
	s := p.Slate()
	w := p.Pairwise()
	for a, row := range data(t, "leader2006_pairwise.csv")[1:] {
		for b, cell := range row[1:] {
			assert.Equal(t, cell, fmt.Sprint(w.At(ballot.Option(a), ballot.Option(b))), "%s over %s", s.Name(ballot.Option(a)), s.Name(ballot.Option(b)))
		}
	}
	for _, m := range []ranked.Measure{ranked.WinningVotes, ranked.Margins} {
		out, err := ranked.Schulze{Measure: m}.Decide(w, nil)
		require.NoError(t, err)
		assert.Equal(t, "Anthony Towns", s.Names(out.Winners()...))
		p.Unranked = ballot.Apart
		out, err = ranked.Schulze{Measure: m}.Decide(p.Pairwise(), nil)
		require.NoError(t, err)
		assert.Equal(t, "Steve McIntyre", s.Names(out.Winners()...))
		p.Unranked = ballot.Below
	}
}

// Alaska, U.S. House, special general election of 16 August 2022 (Division of Elections;
// profile of the cast-vote records). Peltola wins; Begich wins both duels.
func TestAlaska2022(t *testing.T) {
	p := alaska(t)
	s := p.Slate()
	out, err := ranked.InstantRunoff{}.Decide(p, nil)
	require.NoError(t, err)
	var rounds []string
	for why := range out.Why() {
		rounds = append(rounds, why.String())
	}
	assert.Equal(t, []string{
		"round 1: Begich 53810, Palin 58972, Peltola 75799, exhausted 0; out Begich",
		"round 2: Palin 86042, Peltola 91276, exhausted 11263",
	}, rounds)
	w := p.Pairwise()
	assert.Equal(t, []int64{87_883, 79_458, 101_229, 63_619}, []int64{w.At(0, 2), w.At(2, 0), w.At(0, 1), w.At(1, 0)})
	for _, r := range []onDuels{ranked.Schulze{}, ranked.RankedPairs{}, ranked.Minimax{}, ranked.Copeland{}, ranked.Kemeny{}} {
		out, err := r.Decide(w, nil)
		require.NoError(t, err)
		assert.Equal(t, "Begich", s.Names(out.Winners()...))
	}
}

func BenchmarkOnDuels(b *testing.B) {
	for _, n := range []int{10, 40, 200, 1_000} {
		rng := rand.New(rand.NewPCG(1, 1))
		names, duels := make([]string, n), make([]int64, n*n)
		for i := range names {
			names[i] = fmt.Sprint(i)
			for j := range i {
				k := rng.Int64N(10_001)
				duels[i*n+j], duels[j*n+i] = k, 10_000-k
			}
		}
		s, err := ballot.NewSlate(names...)
		require.NoError(b, err)
		w, err := ballot.NewPairwise(s, ballot.Below, 10_000, duels)
		require.NoError(b, err)
		for _, r := range []onDuels{ranked.Schulze{}, ranked.RankedPairs{}, ranked.Minimax{}, ranked.Borda{}} {
			b.Run(fmt.Sprintf("%s/options=%d", r, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := r.Decide(w, ballot.Lot{Seed: "s"}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkKemeny(b *testing.B) {
	for _, size := range []struct{ groups, options int }{{1, 11}, {1, 18}, {5, 12}} {
		b.Run(fmt.Sprintf("groups=%d/options=%d", size.groups, size.options), func(b *testing.B) {
			w := circles(b, size.groups, size.options)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (ranked.Kemeny{}).Decide(w, ballot.Lot{Seed: "s"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkInstantRunoff(b *testing.B) {
	for _, ballots := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("options=40/ballots=%d", ballots), func(b *testing.B) {
			p := randomProfile(b, rand.New(rand.NewPCG(1, 1)), 40, ballots)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (ranked.InstantRunoff{}).Decide(p, ballot.Lot{Seed: "s"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleSchulze() {
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
	for _, b := range []struct {
		text string
		n    int64
	}{{"Ana>Ben>Cai", 4}, {"Ben>Cai>Ana", 3}, {"Cai>Ana>Ben", 2}} {
		if err := votes.AddText(b.text, b.n); err != nil {
			fmt.Println(err)
			return
		}
	}
	out, err := ranked.Schulze{}.Decide(votes.Pairwise(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(slate.Names(out.Winners()...))
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// Ana
	// Ana > Ben: 6 > 5
	// Ana > Cai: 6 > 5 (via Ben)
}

// Every round has all votes, and differs from the one before by its transfers.
func FuzzInstantRunoffConserves(f *testing.F) {
	f.Add(uint64(1), uint8(4), uint8(9), false)
	f.Fuzz(func(t *testing.T, seed uint64, options, ballots uint8, skip bool) {
		p := randomProfile(t, rand.New(rand.NewPCG(seed, 0)), 1+int(options%9), 1+int(ballots))
		r := ranked.InstantRunoff{}
		if skip {
			r.Overvote = ranked.Skip
		}
		out, err := r.Decide(p, ballot.Lot{Seed: "s"})
		if err != nil {
			require.ErrorContains(t, err, "no votes")
			return
		}
		require.Len(t, out.Winners(), 1)
		next := map[string]int64{}
		for why := range out.Why() {
			round := why.(ranked.Round)
			have := map[string]int64{"": round.Exhausted}
			sum := round.Exhausted
			for _, v := range round.Votes {
				have[v.Option] = v.Votes
				sum += v.Votes
			}
			require.Equal(t, p.Len(), sum)
			if round.N > 1 {
				require.Equal(t, next, have, "%s", round)
			}
			next = have
			for _, move := range round.Transfers {
				next[move.From] -= move.Votes
				next[move.To] += move.Votes
			}
			for _, name := range round.Out {
				require.Zero(t, next[name], "all votes of %s move on", name)
				delete(next, name)
			}
		}
	})
}
