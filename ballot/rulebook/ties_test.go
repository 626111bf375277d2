package rulebook_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A coin breaks every tie in an order of its own, not the same for two ties as a lot is.
type coin struct{ rng *rand.Rand }

func (c coin) Break(_ *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	for _, i := range c.rng.Perm(len(t.Options)) {
		tiers = append(tiers, []ballot.Option{t.Options[i]})
	}
	return tiers, "coin"
}

// elected is who wins, and with how many seats.
func elected(out ballot.Outcome) string {
	var b strings.Builder
	for _, o := range out.Winners() {
		b.WriteString(out.Common().Slate.Name(o))
		switch a := out.(type) {
		case *seats.Allocation:
			fmt.Fprint(&b, a.Of(o), " ")
		case *seats.Table:
			for d := range a.Districts.All() {
				fmt.Fprint(&b, a.At(d, o), " ")
			}
		}
	}
	return b.String()
}

// levelVote has few voters, bodies alike and lists alike, so that most rules meet ties.
func levelVote(rng *rand.Rand) vote {
	v := randomVote(rng)
	v.rank = v.rank[:min(len(v.rank), 1+rng.IntN(4))]
	for i := range v.votes {
		v.votes[i] = 4 * (1 + rng.Int64N(3))
		v.body[i].Yes, v.body[i].No, v.body[i].Eligible = v.votes[i], 4*(1+rng.Int64N(3)), 40
	}
	return v
}

// With a tie-break nothing stays open, and what comes out is one of the outcomes of all ways
// of breaking ties; together they are all of them. Where no tie is met without a tie-break,
// none is asked.
func TestTiesAreBroken(t *testing.T) {
	const ways = 300
	for e := range rulebook.All() {
		t.Run(e.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 6))
			for range 30 {
				c := levelVote(rng).given(t, e.Family)
				decide := func(tb ballot.TieBreak) (ballot.Outcome, error) { return e.Decide(c, tb) }
				plain, err := decide(nil)
				require.NoError(t, err)
				all, err := ballot.Universes(ways, decide)
				if err != nil {
					continue // too many ways
				}
				var want []string
				for _, out := range all {
					want = append(want, elected(out))
				}
				slices.Sort(want)
				want = slices.Compact(want)
				met := map[string]bool{}
				for i := 0; i < 50*len(want) && (i < 5 || len(met) < len(want)); i++ {
					out, err := decide(coin{rng})
					require.NoError(t, err)
					require.False(t, out.Common().Tied(), "%v", out.Common().Ties)
					for _, tie := range out.Common().Ties { // is told as it was asked
						require.Equal(t, tie.Options, slices.Sorted(slices.Values(slices.Concat(tie.Broken...))), tie.For)
					}
					require.Contains(t, want, elected(out))
					if !plain.Common().Tied() {
						require.Equal(t, elected(plain), elected(out))
						if len(plain.Common().Ties) == 0 && e.Family != rulebook.Committee { // those tell whom the officer took first
							require.Empty(t, out.Common().Ties)
						}
					}
					met[elected(out)] = true
				}
				require.Len(t, met, len(want))
			}
		})
	}
}
