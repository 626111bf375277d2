package rated_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/rated"
)

// votes has ballots such as "42 A=5|B=2" of the options named.
func votes(t testing.TB, kind ballot.Kind, options string, lines ...string) *ballot.Profile {
	t.Helper()
	s, err := ballot.NewSlate(strings.Split(options, "")...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, kind)
	require.NoError(t, err)
	for _, line := range lines {
		count, text, _ := strings.Cut(line, " ")
		n, err := strconv.ParseInt(count, 10, 64)
		require.NoError(t, err)
		require.NoError(t, p.AddText(text, n))
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

func steps(o ballot.Outcome) (lines []string) {
	for why := range o.Common().Why() {
		lines = append(lines, why.String())
	}
	return lines
}

// onProfiles are the rules, each from the ballots.
var onProfiles = map[string]func(*ballot.Profile, ballot.TieBreak) (*ballot.Order, error){
	"approval": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.Approval{}.Decide(p.Counts(), tb)
	},
	"combined": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.CombinedApproval{}.Decide(p.Histogram(), tb)
	},
	"score": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.Score{}.Decide(p.Histogram(), tb)
	},
	"mean": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.Score{Unmarked: rated.Omitted}.Decide(p.Histogram(), tb)
	},
	"mean of ten": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.Score{Unmarked: rated.Omitted, Least: 10}.Decide(p.Histogram(), tb)
	},
	"judgment": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.MajorityJudgment{}.Decide(p.Histogram(), tb)
	},
	"typical": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.MedianJudgment{}.Decide(p.Histogram(), tb)
	},
	"usual": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.MedianJudgment{By: rated.Normalized}.Decide(p.Histogram(), tb)
	},
	"central": func(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
		return rated.MedianJudgment{By: rated.Relative}.Decide(p.Histogram(), tb)
	},
	"star":          rated.STAR{}.Decide,
	"star of fives": rated.STAR{Top: 5}.Decide,
	"cumulative 3":  rated.Cumulative{Points: 3}.Decide,
	"quadratic 25":  rated.Quadratic{Credits: 25}.Decide,
}

func TestTextbooks(t *testing.T) {
	// The capital of Tennessee: A Memphis, B Nashville, C Chattanooga, D Knoxville. Scores
	// of Wikipedia, Score voting, STAR voting and Majority judgment.
	tens := []string{"42 A=10|B=4|C=2", "26 B=10|C=4|D=2", "15 C=10|B=6|D=6", "17 D=10|C=7|B=5"}
	fives := []string{"42 A=5|B=2|C=1", "26 B=5|C=2|D=1", "15 C=5|B=3|D=3", "17 D=5|C=4|B=2"}
	grades := []string{"42 A=3|B=1", "26 B=3|C=1|D=1", "15 C=3|D=2|B=1", "17 D=3|C=2|B=1"}
	above := []string{
		"1 A=2|B=2|C=2|D=2", "2 A=2|B=2|C=2|D=1", "1 A=1|B=2|C=2|D=1", "1 A=1|B=1|C=2|D=1", "3 A=1|B=1|C=1|D=1", "1 A=1|D=1", "1 D=1",
	}
	below := []string{"1 A=2|B=2|C=1", "1 A=1|B=2|C=1", "4 A=1|B=1|C=1", "1 A=1|C=1", "3 C=1"}
	tests := []struct {
		name, rule string
		options    string
		give       []string
		want       string
		why        []string // some of the steps
	}{
		{"score", "score", "ABCD", tens, "B>C>A>D", []string{"B: 603 points", "C: 457 points", "A: 420 points", "D: 312 points"}},
		{"STAR", "star", "ABCD", fives, "B>C>A>D", []string{"B: 293 points", "C: 237 points", "A: 210 points", "D: 156 points", "runoff: B over C, 68 to 32"}},
		{"majority judgment", "judgment", "ABCD", grades, "B>D>C>A", []string{"B: majority grade 1, 26 above and 0 below", "A: majority grade 0, 42 above and 0 below"}},
		// Of ten ballots 3, 4, 5 and 1 are above the grade 1, and 1, 2, 2 and none below.
		{"typical judgment", "typical", "ABCD", above, "C>A=B>D", []string{"C: majority grade 1, 5 above and 2 below"}},
		{"usual judgment", "usual", "ABCD", above, "C>B>A>D", nil},     // 3/3, 2/4, 2/6, 1/9
		{"central judgment", "central", "ABCD", above, "D>A>C>B", nil}, // 1/1, 3/4, 5/7, 4/6
		// A has 1 above and 3 below, B 2 and 4, C none.
		{"below typical judgment", "typical", "ABC", below, "C>A=B", nil},
		{"below usual judgment", "usual", "ABC", below, "C>A>B", nil},
		{"below central judgment", "central", "ABC", below, "C>B>A", nil},
		{"the runoff turns the sums", "star", "AB", []string{"3 B=1", "1 A=5"}, "B>A", []string{"runoff: B over A, 3 to 1"}},
		{"an even runoff goes to the sum", "star", "AB", []string{"2 A=5", "2 B=4"}, "A>B", []string{"runoff: A over B, 2 to 2"}},
		// B and C are level behind A; C beats B in their duel.
		{"the runoff goes to who wins the duel", "star", "ABC", []string{"3 A=5|C=2|B=1", "1 A=3|B=5|C=2"}, "A>C>B", []string{"runoff: A over C, 4 to 0"}},
		{"fives decide an even runoff", "star of fives", "ABC", []string{"1 A=1|B=5", "2 A=2|B=1|C=5", "1 A=5|B=1"}, "C>A>B", []string{"runoff: C over A, 2 to 2"}},
		{"and who goes on", "star of fives", "ABC", []string{"1 A=5|B=5", "1 A=4|B=2|C=3", "1 A=1|B=1|C=5"}, "A>C>B", nil},
		{"a lone option", "star", "A", []string{"1 A=0"}, "A", nil},
		{"a mean of few", "mean", "AB", []string{"9 A=4", "1 B=5"}, "B>A", []string{"B: 5 points of 1 ballots", "A: 36 points of 9 ballots"}},
		{"too few", "mean of ten", "AB", []string{"10 A=0", "9 B=5"}, "A>B", []string{"B: scored by too few"}},
		{"means are fractions", "mean", "AB", []string{"3 A=1", "5 A=2", "2 B=1", "3 B=2"}, "A>B", nil},
		{"neutral", "combined", "ABC", []string{"2 A=2|B=0", "1 A=0|B=2|C=1"}, "A>C>B", []string{"A: 1 points", "C: 0 points", "B: -1 points"}},
		{"who overspends counts for nobody", "cumulative 3", "AB", []string{"2 A=3", "3 B=4", "1 B=1|A=2"}, "A>B", []string{"3 ballots spent more than 3 and count for nobody", "A: 8 points", "B: 1 points"}},
		{"squares", "quadratic 25", "AB", []string{"1 A=5", "2 A=3|B=4", "1 B=6"}, "A>B", []string{"1 ballots spent more than 25 and count for nobody", "A: 11 points", "B: 8 points"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, err := onProfiles[tt.rule](votes(t, ballot.Scoring, tt.options, tt.give...), nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(o))
			assert.False(t, o.Tied())
			assert.Subset(t, append(steps(o), ""), append(tt.why, ""))
		})
	}
	approvals := votes(t, ballot.Approval, "ABC", "3 A|B", "2 B", "1 C")
	approvals.Blank = 7
	o, err := rated.Approval{}.Decide(approvals.Counts(), nil)
	require.NoError(t, err)
	assert.Equal(t, "B>A>C", show(o))
	assert.Equal(t, []string{"B: 5 approvals", "A: 3 approvals", "C: 1 approvals"}, steps(o))
}

// The tie-break of majority judgment: grades are taken away from the middle, one by one.
func TestJudgmentIsWhatTakingGradesAwayGives(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for range 400 {
		p := random(t, rng, "ABCD", 1+rng.IntN(30), 4)
		o, err := onProfiles["judgment"](p, nil)
		require.NoError(t, err)
		slow := p.Slate().Tiers(func(a, b ballot.Option) int { return slices.Compare(taken(p, b), taken(p, a)) })
		require.Equal(t, slow, o.Tiers, "%v", steps(o))
	}
}

// taken are the majority grades of an option in the order in which they are taken away.
func taken(p *ballot.Profile, o ballot.Option) (values []int32) {
	var all []int32
	for b, n := range p.All() {
		grade := int32(0)
		for _, m := range b {
			if m.Option == o {
				grade = m.Level
			}
		}
		all = append(all, slices.Repeat([]int32{grade}, int(n))...)
	}
	slices.Sort(all)
	for len(all) > 0 {
		middle := (len(all) - 1) / 2
		values = append(values, all[middle])
		all = slices.Delete(all, middle, middle+1)
	}
	return values
}

// random has scores from 0 to high, some of them left out.
func random(t testing.TB, rng *rand.Rand, options string, ballots int, high int32) *ballot.Profile {
	p := votes(t, ballot.Scoring, options)
	for range ballots {
		var b ballot.Ballot
		for o := range options {
			if rng.IntN(5) > 0 {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: rng.Int32N(high + 1)})
			}
		}
		if len(b) == 0 {
			b = ballot.Ballot{{Option: 0, Level: 0}}
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
	}
	return p
}

// STAR told as its definition tells it, over ballots one by one, for profiles without
// ties.
func TestSTARIsScoreThenRunoff(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	decided := 0
	for range 500 {
		p := random(t, rng, "ABCDE", 40, 5)
		c := p.Counts()
		order := []ballot.Option{0, 1, 2, 3, 4}
		slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(c.Of(b), c.Of(a)) })
		if c.Of(order[1]) == c.Of(order[2]) {
			continue
		}
		lead := int64(0)
		for b, n := range p.All() {
			score := map[ballot.Option]int32{}
			for _, m := range b {
				score[m.Option] = m.Level
			}
			lead += n * int64(cmp.Compare(score[order[0]], score[order[1]]))
		}
		if lead < 0 {
			order[0], order[1] = order[1], order[0]
		}
		o, err := rated.STAR{}.Decide(p, nil)
		require.NoError(t, err)
		if o.Tied() {
			assert.Zero(t, lead)
			continue
		}
		decided++
		assert.Equal(t, order[0], o.Winners()[0])
		assert.Equal(t, order[1], o.Tiers[1][0])
	}
	assert.Greater(t, decided, 300)
}

func TestTies(t *testing.T) {
	tests := []struct {
		name, rule string
		options    string
		give       []string
		wantTie    string
		want       string // while it stands
		wantAll    []string
	}{
		{"score", "score", "ABC", []string{"1 A=2|B=2|C=1"}, "the first place", "A=B>C", []string{"A>B>C", "B>A>C"}},
		{"judgment", "judgment", "ABC", []string{"1 A=2|B=1", "1 A=1|B=2|C=3"}, "the first place", "A=B>C", []string{"A>B>C", "B>A>C"}},
		{"an even runoff", "star", "AB", []string{"1 A=3", "1 B=3"}, "the first place", "A=B", []string{"A>B", "B>A"}},
		// C is sure of the runoff; A and B are level with each other and both beat C.
		{"a place in the runoff", "star", "ABC", []string{"2 C=5", "3 A=3|B=2|C=1", "3 A=2|B=3|C=1"}, "the runoff", "A=B>C", []string{"A>C>B", "B>C>A"}},
		{"both places", "star", "ABC", []string{"1 A=1", "1 B=1", "1 C=1"}, "the runoff", "A=B=C", []string{"A>B>C", "A>C>B", "B>A>C", "B>C>A", "C>A>B", "C>B>A"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := votes(t, ballot.Scoring, tt.options, tt.give...)
			o, err := onProfiles[tt.rule](p, nil)
			require.NoError(t, err)
			require.True(t, o.Tied())
			assert.Equal(t, tt.wantTie, o.Ties[0].For)
			assert.Equal(t, tt.want, show(o))
			all, err := ballot.Universes(100, func(tb ballot.TieBreak) (*ballot.Order, error) { return onProfiles[tt.rule](p, tb) })
			require.NoError(t, err)
			var shown []string
			for _, o := range all {
				shown = append(shown, show(o))
			}
			slices.Sort(shown)
			assert.Equal(t, tt.wantAll, slices.Compact(shown))
			broken, err := onProfiles[tt.rule](p, ballot.Sequence{"B", "C", "A"})
			require.NoError(t, err)
			assert.False(t, broken.Tied())
		})
	}
}

// Renaming the options renames the tiers and nothing else; merged halves decide as the
// whole; every option stands in one tier.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	for range 150 {
		p := random(t, rng, "ABCD", 12, 2)
		perm := rng.Perm(4)
		q, half := votes(t, ballot.Scoring, "ABCD"), votes(t, ballot.Scoring, "ABCD")
		for b, n := range p.All() {
			moved := slices.Clone(b)
			for i := range moved {
				moved[i].Option = ballot.Option(perm[b[i].Option])
			}
			require.NoError(t, q.Add(moved, n))
			require.NoError(t, half.Add(b, n))
		}
		double := votes(t, ballot.Scoring, "ABCD")
		require.NoError(t, double.Merge(p))
		require.NoError(t, double.Merge(half))
		for name, decide := range onProfiles {
			if name == "approval" || name == "mean of ten" {
				continue // counts scores; counts ballots
			}
			o, err := decide(p, nil)
			if err != nil {
				continue // all overspend
			}
			want := make([][]ballot.Option, len(o.Tiers))
			for i, tier := range o.Tiers {
				for _, a := range tier {
					want[i] = append(want[i], ballot.Option(perm[a]))
				}
				slices.Sort(want[i])
			}
			got, err := decide(q, nil)
			require.NoError(t, err)
			require.Equal(t, want, got.Tiers, name)
			twice, err := decide(double, nil)
			require.NoError(t, err)
			require.Equal(t, o.Tiers, twice.Tiers, "%s is homogeneous", name)
			all := slices.Concat(o.Tiers...)
			slices.Sort(all)
			require.Equal(t, []ballot.Option{0, 1, 2, 3}, all)
		}
	}
}

func TestErrors(t *testing.T) {
	empty, ranks := votes(t, ballot.Scoring, "AB"), votes(t, ballot.Ranking, "AB", "1 A>B")
	for name, decide := range onProfiles {
		_, err := decide(empty, nil)
		assert.ErrorContains(t, err, "no ballots", name)
		if name != "approval" {
			_, err = decide(ranks, nil)
			assert.ErrorContains(t, err, "wants scores, not ranking ballots", name)
		}
	}
	three := votes(t, ballot.Scoring, "AB", "1 A=3")
	_, err := rated.CombinedApproval{}.Decide(three.Histogram(), nil)
	assert.ErrorContains(t, err, "A has score 3")
	_, err = rated.Cumulative{Points: 2}.Decide(three, nil)
	assert.ErrorContains(t, err, "all 1 ballots spend more than they have")
	_, err = rated.Quadratic{Credits: -1}.Decide(three, nil)
	assert.ErrorContains(t, err, "below 0")
	for _, bad := range []rated.Score{{Unmarked: 2}, {Least: 2}, {Unmarked: rated.Omitted, Least: -1}} {
		_, err = bad.Decide(three.Histogram(), nil)
		assert.Error(t, err)
	}
}

// The greatest sums that ballots allow do not overflow.
func TestGreatest(t *testing.T) {
	p := votes(t, ballot.Scoring, "AB")
	require.NoError(t, p.AddText("A=10000|B=9999", ballot.MaxBallots))
	for _, name := range []string{"score", "mean", "star", "judgment"} {
		o, err := onProfiles[name](p, nil)
		require.NoError(t, err)
		assert.Equal(t, "A>B", show(o), name)
	}
}

func ExampleSTAR() {
	slate, _ := ballot.NewSlate("Memphis", "Nashville", "Chattanooga", "Knoxville")
	votes, _ := ballot.NewProfile(slate, ballot.Scoring)
	for text, n := range map[string]int64{
		"Memphis=5|Nashville=2|Chattanooga=1": 42, "Nashville=5|Chattanooga=2|Knoxville=1": 26,
		"Chattanooga=5|Nashville=3|Knoxville=3": 15, "Knoxville=5|Chattanooga=4|Nashville=2": 17,
	} {
		_ = votes.AddText(text, n)
	}
	out, _ := rated.STAR{}.Decide(votes, nil)
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// Nashville: 293 points
	// Chattanooga: 237 points
	// Memphis: 210 points
	// Knoxville: 156 points
	// runoff: Nashville over Chattanooga, 68 to 32
}

func BenchmarkMajorityJudgment(b *testing.B) {
	for _, ballots := range []int{1_000, 100_000} {
		p := random(b, rand.New(rand.NewPCG(4, 4)), "ABCDEFGHIJ", ballots, 5)
		b.Run(strconv.Itoa(ballots), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := onProfiles["judgment"](p, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
