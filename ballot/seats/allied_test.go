package seats_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// Israel, 20th Knesset, 17 March 2015, lists above 3.25 % of the valid votes (Central
// Elections Committee, final result).
func knesset(t testing.TB) (*ballot.Counts, seats.Allied) {
	lists := []string{"Likud", "Habayit Hayehudi", "Zionist Camp", "Israel's Left", "Joint List", "Yesh Atid", "Kulanu",
		"Yisrael Beitenu", "Shas", "United Torah Judaism"}
	c := counts(t, lists, 985_408, 283_910, 786_313, 165_529, 446_583, 371_602, 315_360, 214_906, 241_613, 210_143)
	return c, seats.Allied{Seats: 120, Alliances: [][]string{lists[0:2], lists[2:4], lists[6:8], lists[8:10]}}
}

func TestKnesset20(t *testing.T) {
	c, rule := knesset(t)
	out := decide(t, rule, c)
	assert.Equal(t, []int64{30, 8, 24, 5, 13, 11, 10, 6, 7, 6}, out.Seats)
	alone := decide(t, seats.Divisor{Seats: 120}, c)
	assert.NotEqual(t, alone.Seats, out.Seats, "the agreements move a seat")
	var steps []string
	for why := range out.Why() {
		steps = append(steps, why.String())
	}
	assert.Contains(t, steps, "Likud + Habayit Hayehudi: 1269318 votes, 38 seats")
	assert.Contains(t, steps, "alliance of 1269318 votes, 38 seats: Likud 30, Habayit Hayehudi 8")
	assert.Contains(t, out.Rule, `dhondt seats=120 alliances="Likud,Habayit Hayehudi" "Zionist Camp,Israel's Left"`)
}

// Netherlands, Tweede Kamer, 12 September 2012: D'Hondt, lists with a 150th of the votes; two
// combinations share by largest remainders (Kiesraad, official result; Kieswet, articles P 5
// to P 11). By D'Hondt within them PvdA would take a seat from GroenLinks.
func TestNetherlands2012(t *testing.T) {
	lists := []string{"VVD", "PvdA", "PVV", "SP", "CDA", "D66", "ChristenUnie", "GroenLinks", "SGP", "PvdD", "50PLUS"}
	c := counts(t, lists, 2_504_948, 2_340_750, 950_263, 909_853, 801_620, 757_091, 294_586, 219_896, 196_780, 182_162, 177_631)
	r := seats.Allied{
		Seats: 150, Threshold: seats.Threshold{Share: vicinia.Frac(1, 150), Valid: 9_424_235},
		Alliances: [][]string{{"PvdA", "SP", "GroenLinks"}, {"ChristenUnie", "SGP"}}, Remainders: true,
	}
	assert.Equal(t, []int64{41, 38, 15, 15, 13, 12, 5, 4, 3, 2, 2}, decide(t, r, c).Seats)
	assert.Contains(t, r.String(), `"ChristenUnie,SGP" within=hamilton`)
	r.Remainders = false
	assert.Equal(t, []int64{41, 39, 15, 15, 13, 12, 5, 3, 3, 2, 2}, decide(t, r, c).Seats)
}

func TestAllied(t *testing.T) {
	lists := []string{"A", "B", "C"}
	ab := [][]string{{"A", "B"}}
	tests := []struct {
		name     string
		give     seats.Allied
		votes    []int64
		tb       ballot.TieBreak
		want     []int64
		wantTies []string
	}{
		{"no alliance", seats.Allied{Seats: 5}, []int64{40, 25, 35}, nil, []int64{2, 1, 2}, nil},
		// Together 65: 65 32 21 16 against 35 17.5; alone 40 20 and 25 12.5.
		{"together", seats.Allied{Seats: 5, Alliances: ab}, []int64{40, 24, 35}, nil, []int64{2, 1, 2}, nil},
		{"together one more", seats.Allied{Seats: 6, Alliances: ab}, []int64{40, 26, 34}, nil, []int64{3, 1, 2}, nil},
		{"the partner is out", seats.Allied{Seats: 4, Alliances: ab, Threshold: seats.Threshold{Share: vicinia.MustRatio("20%")}},
			[]int64{40, 10, 50}, nil, []int64{2, 0, 2}, nil},
		{"a tie of alliances", seats.Allied{Seats: 1, Alliances: ab}, []int64{20, 15, 35}, nil, []int64{0, 0, 0}, []string{"the last seat"}},
		{"broken", seats.Allied{Seats: 1, Alliances: ab}, []int64{20, 15, 35}, ballot.Sequence{"A"}, []int64{1, 0, 0}, []string{"the last seat"}},
		{"remainders", seats.Allied{Seats: 4, Alliances: ab, Remainders: true}, []int64{80, 20, 40}, nil, []int64{2, 1, 1}, nil},
		{"no remainders", seats.Allied{Seats: 4, Alliances: ab}, []int64{80, 20, 40}, nil, []int64{3, 0, 1}, nil},
		{"no seats to share", seats.Allied{Seats: 1, Alliances: ab, Remainders: true}, []int64{2, 1, 31}, nil, []int64{0, 0, 1}, nil},
		{"a tie within", seats.Allied{Seats: 2, Alliances: ab}, []int64{20, 20, 30}, nil, []int64{0, 0, 1},
			[]string{"the last seat of the alliance of A"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.give.Decide(counts(t, lists, tt.votes...), tt.tb)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Seats)
			var ties []string
			for _, tie := range out.Ties {
				ties = append(ties, tie.For)
			}
			assert.Equal(t, tt.wantTies, ties)
		})
	}
	for _, bad := range [][][]string{{{"A", "X"}}, {{"A", "A"}}, {{"A", "B"}, {"C", "B"}}, {{"A", "B"}, {"B", "A"}}} {
		_, err := seats.Allied{Seats: 1, Alliances: bad}.Decide(counts(t, lists, 1, 1, 1), nil)
		assert.ErrorContains(t, err, "alliances[")
	}
	for _, bad := range []seats.Allied{{}, {Sequence: 9, Seats: 1}} {
		_, err := bad.Decide(counts(t, lists, 1, 1, 1), nil)
		assert.Error(t, err)
	}
	_, err := seats.Allied{Seats: 1}.Decide(counts(t, lists, 0, 0, 0), nil)
	assert.ErrorContains(t, err, "no weight")
}

// slowAllied gives one seat after the other: to the best average of alliances, and in it
// to the best of its lists.
func slowAllied(votes []int64, of []int, house int64) []int64 {
	joint, had := make([]int64, len(votes)), make([]int64, len(votes))
	for l, a := range of {
		joint[a] += votes[l]
	}
	won := make([]int64, len(votes))
	better := func(v, n, w, m int64) bool { return v*(m+1) > w*(n+1) }
	for range house {
		a := 0
		for b := range joint {
			if better(joint[b], had[b], joint[a], had[a]) {
				a = b
			}
		}
		had[a]++
		best := -1
		for l := range votes {
			if of[l] == a && (best < 0 || better(votes[l], won[l], votes[best], won[best])) {
				best = l
			}
		}
		won[best]++
	}
	return won
}

// Against the slow way; and no list loses by its own alliance.
func TestAlliedAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	compared := 0
	for range 1_000 {
		votes := make([]int64, 5)
		for i := range votes {
			votes[i] = 1 + rng.Int64N(10_000)
		}
		rule := seats.Allied{Seats: 1 + rng.Int64N(40), Alliances: [][]string{{"L3", "L0"}, {"L2", "L4"}}}
		c := counts(t, names(5), votes...)
		half := seats.Allied{Seats: rule.Seats, Alliances: rule.Alliances[:1]}
		out, without := decide(t, rule, c), decide(t, half, c)
		if out.Tied() || without.Tied() {
			continue
		}
		compared++
		require.Equal(t, slowAllied(votes, []int{0, 1, 2, 0, 2}, rule.Seats), out.Seats)
		for _, l := range []int{2, 4} {
			require.GreaterOrEqual(t, out.Seats[l], without.Seats[l])
		}
	}
	assert.Greater(t, compared, 900)
}

func BenchmarkAllied(b *testing.B) {
	for _, n := range []int{10, 1_000} {
		b.Run(fmt.Sprintf("lists=%d", n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 1))
			votes := make([]int64, n)
			for i := range votes {
				votes[i] = 1 + rng.Int64N(1_000_000)
			}
			c := counts(b, names(n), votes...)
			rule := seats.Allied{Seats: 120}
			for pair := range slices.Chunk(names(n), 2) {
				rule.Alliances = append(rule.Alliances, pair)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rule.Decide(c, ballot.Lot{Seed: "s"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// An alliance within another is one list there (BPR, article 31(1bis)).
func TestAllianceWithinAnother(t *testing.T) {
	lists := []string{"SP", "Juso", "Greens", "FDP"}
	votes := []int64{30, 12, 25, 33}
	whole := []string{"SP", "Juso", "Greens"}
	r := seats.Allied{Seats: 5, Alliances: [][]string{whole}}
	assert.Equal(t, []int64{2, 0, 2, 1}, decide(t, r, counts(t, lists, votes...)).Seats)
	r.Alliances = [][]string{{"Juso", "SP"}, whole}
	out := decide(t, r, counts(t, lists, votes...))
	assert.Equal(t, []int64{2, 1, 1, 1}, out.Seats)
	assert.Equal(t, []string{
		"alliance of 67 votes, 4 seats: SP 2, Juso 1, Greens 1", "alliance of 42 votes, 3 seats: SP 2, Juso 1",
	}, slices.DeleteFunc(steps(out), func(s string) bool { return !strings.HasPrefix(s, "alliance") }))
	r.Alliances[1] = lists
	assert.Equal(t, []int64{1, 1, 1, 2}, decide(t, r, counts(t, lists, 21, 20, 25, 34)).Seats, "all are allied")
	r.Threshold.Share = vicinia.MustRatio("20%")
	assert.Equal(t, []int64{2, 0, 1, 2}, decide(t, r, counts(t, lists, votes...)).Seats, "the partner is out")
}

// Seat by seat: to the best alliance, in it to the best alliance within it, and so on.
func TestAlliancesWithinOthersAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 42))
	lists := names(6)
	r := seats.Allied{Alliances: [][]string{lists[1:3], lists[0:4], lists[4:6]}}
	paths := [][]string{{"abcd", "a"}, {"abcd", "bc", "b"}, {"abcd", "bc", "c"}, {"abcd", "d"}, {"ef", "e"}, {"ef", "f"}}
	for range 300 {
		votes := make([]int64, 6)
		weight := map[string]int64{}
		for i := range votes {
			votes[i] = 1 + rng.Int64N(1_000_000)
			for _, group := range paths[i] {
				weight[group] += votes[i]
			}
		}
		r.Seats = 1 + rng.Int64N(20)
		out := decide(t, r, counts(t, lists, votes...))
		if out.Tied() {
			continue
		}
		had, won := map[string]int64{}, make([]int64, 6)
		for range r.Seats {
			best := 0
			for i, path := range paths {
				for k := range min(len(path), len(paths[best])) {
					if a, b := path[k], paths[best][k]; a != b {
						if weight[a]*(had[b]+1) > weight[b]*(had[a]+1) {
							best = i
						}
						break
					}
				}
			}
			won[best]++
			for _, group := range paths[best] {
				had[group]++
			}
		}
		require.Equal(t, won, out.Seats, "%v", votes)
	}
}
