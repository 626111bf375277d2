package ranked_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// A follower is a rule by rounds.
type follower interface {
	fmt.Stringer
	Follow(*ballot.Profile, ballot.TieBreak) (*ballot.Order, *ballot.Trail, error)
}

// sums are, by round, what all ballots bring each option by its name, and "" nobody.
func sums(t *testing.T, p *ballot.Profile, trail *ballot.Trail) []map[string]*big.Rat {
	t.Helper()
	all, ballots := make([]map[string]*big.Rat, trail.Rounds()), int64(0)
	for i := range all {
		all[i] = map[string]*big.Rat{"": new(big.Rat)}
		for _, name := range p.Slate().All() {
			all[i][name] = new(big.Rat)
		}
	}
	for path := range trail.All() {
		ballots += path.N
		require.Len(t, path.Stands, len(all))
		n := new(big.Rat).SetInt64(path.N)
		for i, s := range path.Stands {
			require.Equal(t, i+1, s.Round)
			require.Equal(t, s.Exhausted != nil, s.Why != 0)
			require.True(t, p.Slate().Len() == 1 || (s.Exhausted == nil) == (len(s.Parts) > 0))
			for _, part := range s.Parts {
				sum := all[i][p.Slate().Name(part.Option)]
				sum.Add(sum, new(big.Rat).Mul(n, part.Votes))
			}
			if s.Exhausted != nil {
				all[i][""].Add(all[i][""], new(big.Rat).Mul(n, s.Exhausted))
			}
		}
	}
	require.Equal(t, p.Len(), ballots)
	return all
}

// In every round of every rule that puts options out, what ballots bring adds up to the points
// of its step, to the last fraction.
func TestFollowAddsUp(t *testing.T) {
	rules := []follower{
		ranked.ApprovalRunoff{}, ranked.ApprovalRunoff{Split: true}, ranked.Coombs{}, ranked.Coombs{ToTheEnd: true}, ranked.TopTwo{},
		ranked.TopTwo{Ranks: 2}, ranked.Benham{}, ranked.TidemanAlternative{}, ranked.TidemanAlternative{Schwartz: true}, ranked.Woodall{},
		ranked.SmithRunoff{}, ranked.CondorcetRunoff{}, ranked.BottomTwo{}, ranked.Daunou{}, ranked.Baldwin{}, ranked.Nanson{},
		ranked.Nanson{Below: true},
	}
	for _, r := range rules {
		t.Run(r.String(), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(31, 32))
			compared := 0
			for range 150 {
				p := randomProfile(t, rng, 1+rng.IntN(6), 1+rng.IntN(8))
				out, trail, err := r.Follow(p, ballot.Lot{Seed: "s", Label: "l"})
				require.NoError(t, err)
				all := sums(t, p, trail)
				i := 0
				for why := range out.Why() {
					var points []ranked.Points
					switch step := why.(type) {
					case ranked.Knockout:
						points = step.Points
					case ranked.Tally:
						points = step.Points
					default:
						continue
					}
					for _, x := range points {
						require.Equal(t, x.Points.RatString(), all[i][x.Option].RatString(), "%v: %v", r, why)
						compared++
					}
					i++
				}
				require.Equal(t, i, trail.Rounds())
			}
			assert.Greater(t, compared, 100)
		})
	}
}

// In instant runoff, whatever its settings, they are the votes and those exhausted, by cause.
func TestFollowRunoffAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(33, 34))
	causes := map[ballot.Cause]int64{}
	for range 1_500 {
		r := ranked.InstantRunoff{
			Overvote: ranked.Overvote(rng.IntN(4)), Batch: ranked.Batch(rng.IntN(3)), Skips: rng.Int32N(3), Minimum: rng.Int64N(3), OfFirst: rng.IntN(2) == 0,
			Earlier: rng.IntN(2) == 0, ToTwo: rng.IntN(2) == 0, Stop: rng.Int32N(4),
		}
		if rng.IntN(4) == 0 {
			r.Reach, r.Cutoff = 1+rng.Int64N(50), rng.IntN(2) == 0
		}
		p := randomProfile(t, rng, 2+rng.IntN(5), 1+rng.IntN(9))
		if rng.IntN(3) == 0 {
			r.Withdrawn, r.WriteIn = []string{p.Slate().Name(0)}, p.Slate().Name(1)
		}
		out, trail, err := r.Follow(p, ballot.Lot{Seed: "s", Label: "l"})
		if err != nil {
			_, again := r.Decide(p, nil)
			require.Equal(t, again, err)
			continue
		}
		all, i := sums(t, p, trail), 0
		for why := range out.Why() {
			round := why.(ranked.Round)
			for _, v := range round.Votes {
				require.Equal(t, fmt.Sprint(v.Votes), all[i][v.Option].RatString(), "%v: %v", r, why)
			}
			require.Equal(t, fmt.Sprint(round.Exhausted), all[i][""].RatString(), "%v: %v", r, why)
			by := map[ballot.Cause]int64{}
			for path := range trail.All() {
				by[path.Stands[i].Why] += path.N
			}
			require.Equal(t, []int64{round.Overvoted, round.Skipped}, []int64{by[ballot.Shared], by[ballot.LeftOut]}, "%v: %v", r, why)
			for cause, n := range by {
				causes[cause] += n
			}
			i++
		}
	}
	assert.Len(t, causes, 4) // with those that count
}

// Where nobody shares a rank, a ballot counts for the highest of those who are in, and is
// exhausted from the round on in which it names none of them.
func TestFollowHighest(t *testing.T) {
	rng := rand.New(rand.NewPCG(35, 36))
	for range 150 {
		p := profile(t, 6)
		for range 1 + rng.IntN(9) {
			var b ballot.Ballot
			for i, o := range rng.Perm(6)[:1+rng.IntN(6)] {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(5)))
		}
		for _, r := range []follower{
			ranked.InstantRunoff{}, ranked.ApprovalRunoff{}, ranked.Benham{}, ranked.TidemanAlternative{}, ranked.Woodall{}, ranked.BottomTwo{}, ranked.Daunou{},
		} {
			out, trail, err := r.Follow(p, ballot.Lot{Seed: "s"})
			require.NoError(t, err)
			gone, i := map[string]bool{}, 0
			for why := range out.Why() {
				var leave []string
				switch step := why.(type) {
				case ranked.Round:
					leave = step.Out
				case ranked.Knockout:
					leave = step.Out
				case ranked.Final:
					continue
				}
				for path := range trail.All() {
					want := "exhausted 1, names nobody further"
					for _, m := range slices.Backward(path.Ballot) {
						if name := p.Slate().Name(m.Option); !gone[name] {
							want = name + " 1"
						}
					}
					require.Equal(t, fmt.Sprintf("round %d: %s", i+1, want), path.Stands[i].Text(p.Slate()), "%v of %v", path.Ballot, r)
				}
				for _, name := range leave {
					gone[name] = true
				}
				i++
			}
		}
	}
}

// Cai goes out; a ballot that puts Ana and Ben level counts for neither.
func ExampleTopTwo_Follow() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	for _, text := range []string{"Ana>Cai", "Ana", "Ben", "Ben", "Cai>Ben", "Cai>Ana=Ben"} {
		if err == nil {
			err = votes.AddText(text, 1)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	_, trail, err := ranked.TopTwo{}.Follow(votes, ballot.Sequence{"Ana", "Ben"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for path := range trail.All() {
		last := path.Stands[len(path.Stands)-1]
		fmt.Println(path.N, last.Text(slate))
	}
	// Output:
	// 1 round 2: Ana 1
	// 1 round 2: Ana 1
	// 2 round 2: Ben 1
	// 1 round 2: exhausted 1, several share the next rank
	// 1 round 2: Ben 1
}
