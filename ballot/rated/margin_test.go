package rated_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/rated"
)

// marked is a profile of scores on three options; -1 is no mark, and a row of them a blank ballot.
func marked(t testing.TB, all [][3]int32) *ballot.Profile {
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Scoring)
	require.NoError(t, err)
	for _, row := range all {
		b := ballot.Ballot{}
		for o, level := range row {
			if level >= 0 {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			}
		}
		require.NoError(t, p.Add(b, 1))
	}
	return p
}

// slowMargin changes up to most ballots into all that they can be.
func slowMargin(t *testing.T, give [][3]int32, kinds [][3]int32, most int, winners func(*ballot.Profile) []ballot.Option) int {
	first := winners(marked(t, give))
	least := most + 1
	var change func(from, done int, now [][3]int32)
	change = func(from, done int, now [][3]int32) {
		if done >= least || done > most {
			return
		}
		if !slices.Equal(winners(marked(t, now)), first) {
			least = done
			return
		}
		for i := from; i < len(now) && done+1 < least; i++ {
			for _, kind := range kinds {
				next := slices.Clone(now)
				next[i] = kind
				change(i+1, done+1, next)
			}
		}
	}
	change(0, 0, give)
	return least
}

// A graded is a rule on scores with its margin.
type graded struct {
	name   string
	decide func(*ballot.Profile) (*ballot.Order, error)
	margin func(*ballot.Profile) (ranked.Margin, error)
	exact  int // of 100, how many margins are exact at least
}

const top = 3

func gradedRules() (all []graded) {
	levels := func(r ballot.Rule[*ballot.Histogram, *ballot.Order]) func(*ballot.Profile) (*ballot.Order, error) {
		return func(p *ballot.Profile) (*ballot.Order, error) { return r.Decide(p.Histogram(), nil) }
	}
	type toTop interface {
		ballot.Rule[*ballot.Histogram, *ballot.Order]
		Margin(*ballot.Profile, int32) (ranked.Margin, error)
	}
	for _, x := range []struct {
		rule  toTop
		exact int
	}{
		{rated.Score{}, 100}, {rated.Score{Unmarked: rated.Omitted}, 80}, {rated.Score{Unmarked: rated.Omitted, Least: 3}, 80},
		{rated.MajorityJudgment{}, 80}, {rated.MedianJudgment{}, 80}, {rated.MedianJudgment{By: rated.Normalized}, 80},
		{rated.MedianJudgment{By: rated.Relative}, 80},
	} {
		all = append(all, graded{fmt.Sprint(x.rule), levels(x.rule), func(p *ballot.Profile) (ranked.Margin, error) { return x.rule.Margin(p, top) }, x.exact})
	}
	none := func(r ballot.Rule[*ballot.Profile, *ballot.Order]) func(*ballot.Profile) (*ballot.Order, error) {
		return func(p *ballot.Profile) (*ballot.Order, error) { return r.Decide(p, nil) }
	}
	cumulative, quadratic := rated.Cumulative{Points: top}, rated.Quadratic{Credits: top * top}
	return append(all, graded{"cumulative", none(cumulative), cumulative.Margin, 100}, graded{"quadratic", none(quadratic), quadratic.Margin, 100})
}

// What margins say holds of every change of up to two or three ballots, blank ones too.
func TestMarginsAgainstTheSlowWay(t *testing.T) {
	var kinds [][3]int32
	for code := range int32(125) {
		kinds = append(kinds, [3]int32{code%5 - 1, code/5%5 - 1, code/25 - 1})
	}
	extremes := slices.DeleteFunc(slices.Clone(kinds), func(k [3]int32) bool {
		return slices.ContainsFunc(k[:], func(n int32) bool { return n > 0 && n < top })
	})
	for _, r := range gradedRules() {
		t.Run(r.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 9))
			exact, tried := 0, 0
			for i := range 60 {
				give := make([][3]int32, 3+rng.IntN(5))
				for j := range give {
					give[j] = kinds[rng.IntN(len(kinds))]
					give[j][0] = max(give[j][0], rng.Int32N(top+1))
				}
				p := marked(t, give)
				out, err := r.decide(p)
				if err != nil {
					continue
				}
				got, err := r.margin(p)
				require.NoError(t, err)
				if len(out.Winners()) > 1 {
					require.Zero(t, got)
					continue
				}
				tried++
				require.LessOrEqual(t, got.Least, got.Most)
				most, into := 3, extremes
				if i%10 == 0 {
					most, into = 1, kinds
				}
				want := slowMargin(t, give, into, most, func(p *ballot.Profile) []ballot.Option {
					out, err := r.decide(p)
					if err != nil {
						return nil
					}
					return out.Winners()
				})
				require.LessOrEqual(t, got.Least, int64(want), "%v: %s", give, got)
				if want <= most {
					require.GreaterOrEqual(t, got.Most, int64(want), "%v: %s", give, got)
				}
				if got.Exact() {
					exact++
				}
			}
			assert.GreaterOrEqual(t, 100*exact, r.exact*tried)
		})
	}
}

// Of more ballots bounds meet or nearly so, and are in order.
func TestMarginsOfManyBallots(t *testing.T) {
	for _, r := range gradedRules() {
		t.Run(r.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(6, 1))
			for range 20 {
				give := make([][3]int32, 200)
				for i := range give {
					give[i] = [3]int32{rng.Int32N(top + 1), rng.Int32N(top+2) - 1, rng.Int32N(top+2) - 1}
				}
				got, err := r.margin(marked(t, give))
				require.NoError(t, err)
				require.LessOrEqual(t, got.Least, got.Most)
				require.LessOrEqual(t, got.Most, got.Least+3, "%s", got)
			}
		})
	}
}

func TestMarginTexts(t *testing.T) {
	p := marked(t, [][3]int32{{3, 0, 0}, {3, 0, 0}, {2, 3, 0}, {0, 3, 1}, {1, 1, 1}})
	// The grades of A are 0 1 2 3 3, of B 0 0 1 3 3: one who gives A 0 and B 3 makes them 0 0 1 2 3
	// and 0 1 3 3 3.
	m, err := rated.MajorityJudgment{}.Margin(p, top)
	require.NoError(t, err)
	assert.Equal(t, "1 ballot", m.String())
	// 9 points against 7: turned round, a ballot of A alone brings 3 + 3.
	m, err = rated.Cumulative{}.Margin(p)
	require.NoError(t, err)
	assert.Equal(t, "1 ballot", m.String())
	for _, r := range gradedRules() {
		_, err = r.margin(marked(t, [][3]int32{{-1, -1, -1}}))
		require.Error(t, err, r.name)
	}
	_, err = rated.MajorityJudgment{}.Margin(p, 2)
	require.ErrorContains(t, err, `has score 3; want at most 2`)
	_, err = rated.Score{Unmarked: rated.Omitted}.Margin(p, 2)
	require.ErrorContains(t, err, `has score 3; want at most 2`)
	s, err := ballot.NewSlate("A")
	require.NoError(t, err)
	one, err := ballot.NewProfile(s, ballot.Scoring)
	require.NoError(t, err)
	require.NoError(t, one.AddText("A=2", 1))
	for _, r := range gradedRules()[1:] {
		_, err = r.margin(one)
		require.ErrorContains(t, err, "one option cannot lose", r.name)
	}
}

func ExampleMajorityJudgment_Margin() {
	slate, err := ballot.NewSlate("Ana", "Ben")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Scoring)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, err := range []error{votes.AddText("Ana=4|Ben=2", 30), votes.AddText("Ana=1|Ben=3", 25)} {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	m, err := rated.MajorityJudgment{}.Margin(votes, 5)
	fmt.Println(m, err)
	// Output: 3 ballots <nil>
}
