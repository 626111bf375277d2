package committee_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/internal/golden"
)

// An instance is a line of the data folder's committees.
type instance struct {
	ID                string
	Candidates, Seats int
	Approvals         [][]ballot.Option
	Expected          map[string]struct{ All, One [][]ballot.Option }
}

func instances(t *testing.T) (all []instance) {
	t.Helper()
	dir := golden.Published(t)
	f, err := os.Open(filepath.Join(dir, "committees", "instances.jsonl"))
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var in instance
		require.NoError(t, json.Unmarshal(lines.Bytes(), &in))
		for _, want := range in.Expected {
			for _, set := range slices.Concat(want.All, want.One) {
				slices.Sort(set)
			}
			slices.SortFunc(want.All, slices.Compare)
		}
		all = append(all, in)
	}
	require.NoError(t, lines.Err())
	return all
}

// profile is approvals of the options A, B, C...
func profile(t testing.TB, options int, approvals [][]ballot.Option) *ballot.Profile {
	t.Helper()
	names := make([]string, options)
	for o := range names {
		names[o] = fmt.Sprintf("%c", 'A'+o)
		if options > 26 {
			names[o] = fmt.Sprintf("option %d", o)
		}
	}
	slate, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(slate, ballot.Approval)
	require.NoError(t, err)
	for _, approved := range approvals {
		var b ballot.Ballot
		for _, o := range approved {
			b = append(b, ballot.Mark{Option: o, Level: 1})
		}
		require.NoError(t, p.Add(b, 1))
	}
	return p
}

type rule = ballot.Rule[*ballot.Profile, *committee.Committee]

// universes are the committees that some way of breaking the ties elects.
func universes(t testing.TB, r rule, p *ballot.Profile) (all [][]ballot.Option) {
	t.Helper()
	outs, err := ballot.Universes(2_000, func(tb ballot.TieBreak) (*committee.Committee, error) { return r.Decide(p, tb) })
	require.NoError(t, err)
	for _, out := range outs {
		all = append(all, out.Members)
	}
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal)
}

func named(seats int) map[string]rule {
	return map[string]rule{
		"pav":                                    committee.Thiele{Seats: seats},
		"slav":                                   committee.Thiele{Seats: seats, Scale: committee.OddHarmonic},
		"cc":                                     committee.Thiele{Seats: seats, Scale: committee.Once},
		"av":                                     committee.Approval{Seats: seats},
		"lexcc":                                  committee.Thiele{Seats: seats, Scale: committee.Lexicographic},
		"adams":                                  committee.Thiele{Seats: seats, Scale: committee.AdamsScale},
		"geom2":                                  committee.Thiele{Seats: seats, Scale: committee.Geometric(vicinia.Frac(2, 1))},
		"seqpav":                                 committee.Thiele{Seats: seats, Search: committee.Sequential},
		"seqslav":                                committee.Thiele{Seats: seats, Scale: committee.OddHarmonic, Search: committee.Sequential},
		"seqcc":                                  committee.Thiele{Seats: seats, Scale: committee.Once, Search: committee.Sequential},
		"sav":                                    committee.Approval{Seats: seats, Split: true},
		"seqphragmen":                            committee.Phragmen{Seats: seats},
		"equal-shares":                           committee.EqualShares{Seats: seats, Completion: committee.CompleteLoads},
		"equal-shares-with-av-completion":        committee.EqualShares{Seats: seats, Completion: committee.CompleteApprovals},
		"equal-shares-with-increment-completion": committee.EqualShares{Seats: seats, Completion: committee.CompleteMoney},
		"phragmen-enestroem":                     committee.Enestrom{Seats: seats},
		"consensus-rule":                         committee.Consensus{Seats: seats},
		"trivial":                                committee.Trivial{Seats: seats},
		"eph":                                    committee.Hugo{Seats: seats},
		"minimaxav":                              committee.Minimax{Seats: seats},
		"lexminimaxav":                           committee.Minimax{Seats: seats, Lexicographic: true},
		"monroe":                                 committee.Monroe{Seats: seats},
		"greedy-monroe":                          committee.GreedyMonroe{Seats: seats},
		"minimaxphragmen":                        committee.Balanced{Seats: seats},
		"leximaxphragmen":                        committee.Balanced{Seats: seats, Leximax: true},
		"maximin-support":                        committee.MaximinSupport{Seats: seats},
		"revseqpav":                              committee.Thiele{Seats: seats, Search: committee.ReverseSequential},
	}
}

// All tied committees of 120 instances, and a resolute run, as the tests of abcvoting 2.19
// expect them: 3,167 expectations. Its greedy Monroe takes the first voters of the file.
func TestPublishedCommittees(t *testing.T) {
	met, tried := 0, 0
	for i, in := range instances(t) {
		p := profile(t, in.Candidates, in.Approvals)
		rules := named(in.Seats)
		for name, want := range in.Expected {
			if want.All == nil && want.One == nil {
				continue // by chance, or not computed
			}
			r := rules[name]
			require.NotNil(t, r, name)
			out, err := r.Decide(p, nil)
			require.NoError(t, err)
			if out.Best != nil && want.All != nil {
				require.Equal(t, want.All, out.Best, "%s: %s", in.ID, name)
			}
			if name == "greedy-monroe" && out.Best != nil {
				assert.Contains(t, out.Best, want.One[0], in.ID)
				tried++
			}
			if want.All != nil && (out.Best == nil || i%10 == 0) {
				require.Equal(t, want.All, universes(t, r, p), "%s: %s", in.ID, name)
			}
			if want.One != nil {
				out, err := r.Decide(p, committee.Queue{Options: slateOrder(p), Voters: queue(in.Approvals)})
				require.NoError(t, err)
				met++
				assert.True(t, slices.ContainsFunc(want.One, func(c []ballot.Option) bool { return slices.Equal(c, out.Members) }),
					"%s: %s: %v of %v", in.ID, name, out.Members, want.One)
			}
		}
	}
	assert.Equal(t, 3_167, met)
	assert.Equal(t, 120, tried, "votes of which greedy Monroe tries all ways")
}

// queue is the voters as they came.
func queue(approvals [][]ballot.Option) (voters []committee.Turn) {
	for _, approved := range approvals {
		var b ballot.Ballot
		for _, o := range slices.Sorted(slices.Values(approved)) {
			b = append(b, ballot.Mark{Option: o, Level: 1})
		}
		voters = append(voters, committee.Turn{Ballot: b, Voters: 1})
	}
	return voters
}

// slateOrder breaks ties by the order of the slate.
func slateOrder(p *ballot.Profile) (order ballot.Sequence) {
	for _, name := range p.Slate().All() {
		order = append(order, name)
	}
	return order
}
