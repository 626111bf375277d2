package seats_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/internal/apportion"
)

// rule is any rule of this package.
type rule = ballot.Rule[*ballot.Counts, *seats.Allocation]

var sequences = []seats.Sequence{seats.DHondt, seats.SainteLague, seats.HuntingtonHill, seats.Adams}

func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("L%d", i)
	}
	return all
}

func counts(t testing.TB, names []string, votes ...int64) *ballot.Counts {
	t.Helper()
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	c, err := ballot.NewCounts(s, votes)
	require.NoError(t, err)
	return c
}

func decide(t testing.TB, r rule, c *ballot.Counts) *seats.Allocation {
	t.Helper()
	out, err := r.Decide(c, nil)
	require.NoError(t, err)
	return out
}

func TestTextbooks(t *testing.T) {
	// Balinski & Young, Fair Representation (1982): one case in which the methods differ.
	fair := []int64{9_061, 7_179, 5_259, 3_319, 1_182}
	// The usual case of D'Hondt: 8 seats for four lists.
	usual := []int64{100_000, 80_000, 30_000, 20_000}
	tests := []struct {
		name string
		rule rule
		give []int64
		want []int64
	}{
		{"Jefferson", seats.Divisor{Seats: 26}, fair, []int64{10, 7, 5, 3, 1}},
		{"Webster", seats.Divisor{Sequence: seats.SainteLague, Seats: 26}, fair, []int64{9, 8, 5, 3, 1}},
		{"Hill", seats.Divisor{Sequence: seats.HuntingtonHill, Seats: 26}, fair, []int64{9, 7, 6, 3, 1}},
		{"Adams", seats.Divisor{Sequence: seats.Adams, Seats: 26}, fair, []int64{9, 7, 5, 3, 2}},
		{"D'Hondt", seats.Divisor{Seats: 8}, usual, []int64{4, 3, 1, 0}},
		{"Sainte-Lague", seats.Divisor{Sequence: seats.SainteLague, Seats: 8}, usual, []int64{3, 3, 1, 1}},
		{"everybody at least one", seats.Divisor{Seats: 8, Min: 1}, usual, []int64{3, 3, 1, 1}},
		{"Hamilton", seats.Quota{Seats: 8}, usual, []int64{3, 3, 1, 1}},
		// Alabama paradox: one seat more in the house, one fewer for the third.
		{"Alabama, 10 seats", seats.Quota{Seats: 10}, []int64{6, 6, 2}, []int64{4, 4, 2}},
		{"Alabama, 11 seats", seats.Quota{Seats: 11}, []int64{6, 6, 2}, []int64{5, 5, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, decide(t, tt.rule, counts(t, names(len(tt.give)), tt.give...)).Seats)
		})
	}
}

// Austria, National Council, 29 September 2019: D'Hondt at the national level, lists of
// 4 % or with a regional seat (Federal Ministry of the Interior, final result).
func TestAustria2019(t *testing.T) {
	c := counts(t, []string{"ÖVP", "SPÖ", "FPÖ", "NEOS", "JETZT", "GRÜNE", "KPÖ", "WANDL", "BZÖ", "BIER", "CPÖ", "GILT", "SLP"},
		1_789_417, 1_011_868, 772_666, 387_124, 89_169, 664_055, 32_736, 22_168, 760, 4_946, 260, 1_767, 310)
	rule := seats.Divisor{Seats: 183, Threshold: seats.Threshold{Share: vicinia.MustRatio("4%")}}
	out := decide(t, rule, c)
	assert.Equal(t, []int64{71, 40, 31, 15, 0, 26, 0, 0, 0, 0, 0, 0, 0}, out.Seats)
	assert.Equal(t, "ÖVP, SPÖ, FPÖ, NEOS, GRÜNE", c.Slate().Names(out.Winners()...))
	assert.Equal(t, "dhondt seats=183 threshold=4%", out.Rule)
}

// Germany, Bundestag, 23 February 2025: Sainte-Lague, 5 % of all valid second votes, the
// SSW exempt as the list of a national minority (Bundeswahlgesetz section 4; Federal
// Returning Officer, final result). The other lists are in the valid votes alone.
func TestBundestag2025(t *testing.T) {
	c := counts(t, []string{"CDU", "AfD", "SPD", "GRUENE", "Linke", "CSU", "SSW", "BSW", "FDP"},
		11_196_374, 10_328_780, 8_149_124, 5_762_380, 4_356_532, 2_964_028, 76_138, 2_472_947, 2_148_757)
	rule := seats.Divisor{Sequence: seats.SainteLague, Seats: 630, Threshold: seats.Threshold{
		Share: vicinia.MustRatio("5%"), Valid: 49_649_512, Exempt: []string{"SSW"},
	}}
	out := decide(t, rule, c)
	assert.Equal(t, []int64{164, 152, 120, 85, 64, 44, 1, 0, 0}, out.Seats)
	var barred []string
	for why := range out.Why() {
		if b, ok := why.(seats.Barred); ok {
			barred = append(barred, b.String())
		}
	}
	assert.Equal(t, []string{
		"SSW: 76138 votes, 2406338 short of 5% of 49649512: exempt",
		"BSW: 2472947 votes, 9529 short of 5% of 49649512: out",
		"FDP: 2148757 votes, 333719 short of 5% of 49649512: out",
	}, barred)
}

func TestThreshold(t *testing.T) {
	tests := []struct {
		name string
		give seats.Threshold
		want []int64
	}{
		{"none", seats.Threshold{}, []int64{7, 2, 1}},
		{"met exactly", seats.Threshold{Share: vicinia.MustRatio("10%")}, []int64{7, 2, 1}},
		{"just missed", seats.Threshold{Share: vicinia.MustRatio("10.01%")}, []int64{8, 2, 0}},
		{"missed for votes not in the table", seats.Threshold{Share: vicinia.MustRatio("10%"), Valid: 1_001}, []int64{8, 2, 0}},
		{"missed but exempt", seats.Threshold{Share: vicinia.MustRatio("15%"), Exempt: []string{"L2"}}, []int64{7, 2, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule := seats.Divisor{Seats: 10, Threshold: tt.give}
			assert.Equal(t, tt.want, decide(t, rule, counts(t, names(3), 700, 200, 100)).Seats)
		})
	}
}

func TestTies(t *testing.T) {
	// 2/1 and 4/2 are equal: one seat, two lists.
	c := counts(t, []string{"A", "B", "C"}, 4, 2, 0)
	rule := seats.Divisor{Seats: 2}
	out := decide(t, rule, c)
	assert.True(t, out.Tied())
	assert.Equal(t, []int64{1, 0, 0}, out.Seats, "an open seat is nobody's")
	require.Len(t, out.Ties, 1)
	assert.Equal(t, ballot.Tie{For: "the last seat", Options: []ballot.Option{0, 1}, Places: 1}, out.Ties[0])

	out, err := rule.Decide(c, ballot.Sequence{"B"})
	require.NoError(t, err)
	assert.False(t, out.Tied())
	assert.Equal(t, []int64{1, 1, 0}, out.Seats)
	assert.Equal(t, "order B", out.Ties[0].By)

	all, err := ballot.Universes(10, func(tb ballot.TieBreak) (*seats.Allocation, error) { return rule.Decide(c, tb) })
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.ElementsMatch(t, [][]int64{{2, 0, 0}, {1, 1, 0}}, [][]int64{all[0].Seats, all[1].Seats})

	t.Run("equal remainders", func(t *testing.T) {
		out := decide(t, seats.Quota{Seats: 4}, counts(t, names(3), 1, 1, 1))
		assert.Equal(t, []int64{1, 1, 1}, out.Seats)
		assert.Equal(t, 1, out.Ties[0].Places)
		out = decide(t, seats.Quota{Seats: 5}, counts(t, names(3), 1, 1, 1))
		assert.Equal(t, "the last 2 seats", out.Ties[0].For)
	})
}

func TestBadSettings(t *testing.T) {
	some, none := counts(t, names(2), 5, 3), counts(t, names(2), 0, 0)
	tests := []struct {
		name string
		rule rule
		give *ballot.Counts
		want error
	}{
		{"no seats", seats.Divisor{}, some, nil},
		{"no seats by quota", seats.Quota{}, some, nil},
		{"too many seats", seats.Divisor{Seats: seats.MaxSeats + 1}, some, nil},
		{"less than none", seats.Divisor{Seats: 2, Min: -1}, some, nil},
		{"fewer seats than the least", seats.Divisor{Seats: 3, Min: 2}, some, apportion.ErrTooFew},
		{"no such sequence", seats.Divisor{Sequence: 9, Seats: 2}, some, nil},
		{"no votes", seats.Divisor{Seats: 2}, none, apportion.ErrNoWeight},
		{"no votes by quota", seats.Quota{Seats: 2}, none, apportion.ErrNoWeight},
		{"nobody above the threshold", seats.Divisor{Seats: 2, Threshold: seats.Threshold{Share: vicinia.MustRatio("70%")}}, some, apportion.ErrNoWeight},
		{"a share above all", seats.Quota{Seats: 2, Threshold: seats.Threshold{Share: vicinia.Frac(3, 2)}}, some, nil},
		{"a share below nothing", seats.Divisor{Seats: 2, Threshold: seats.Threshold{Share: vicinia.Frac(-1, 2)}}, some, nil},
		{"fewer valid votes than votes", seats.Divisor{Seats: 2, Threshold: seats.Threshold{Valid: 7}}, some, nil},
		{"an unknown exempt list", seats.Divisor{Seats: 2, Threshold: seats.Threshold{Exempt: []string{"L9"}}}, some, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.rule.Decide(tt.give, nil)
			require.Error(t, err)
			if tt.want != nil {
				assert.ErrorIs(t, err, tt.want)
			}
		})
	}
}

func randomVotes(rng *rand.Rand) []int64 {
	votes := make([]int64, 1+rng.IntN(7))
	for i := range votes {
		votes[i] = rng.Int64N(1_000)
	}
	votes[0]++
	return votes
}

func randomRule(rng *rand.Rand) rule {
	th := seats.Threshold{Share: vicinia.Frac(rng.Int64N(3), 20)}
	if rng.IntN(5) == 0 {
		return seats.Quota{Seats: 1 + rng.Int64N(40), Threshold: th}
	}
	return seats.Divisor{Sequence: sequences[rng.IntN(4)], Seats: 14 + rng.Int64N(40), Min: rng.Int64N(3), Threshold: th}
}

// Neutrality, homogeneity, and merging of parts: none of them moves a seat.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 3))
	for range 1_000 {
		votes, r := randomVotes(rng), randomRule(rng)
		n := len(votes)
		want := decide(t, r, counts(t, names(n), votes...)).Seats

		order, shuffled, scaled := rng.Perm(n), make([]int64, n), make([]int64, n)
		first, second := make([]int64, n), make([]int64, n)
		for i, v := range votes {
			shuffled[order[i]] = v
			scaled[i] = 17 * v
			first[i] = rng.Int64N(v + 1)
			second[i] = v - first[i]
		}
		for i, got := range decide(t, r, counts(t, names(n), shuffled...)).Seats {
			require.Equal(t, want[slices.Index(order, i)], got, "%v of %v", r, votes)
		}
		require.Equal(t, want, decide(t, r, counts(t, names(n), scaled...)).Seats, "%v of %v", r, votes)
		merged := counts(t, names(n), second...)
		require.NoError(t, merged.Merge(counts(t, names(n), first...)))
		require.Equal(t, want, decide(t, r, merged).Seats, "%v of %v", r, votes)
	}
}

// What is known of the methods (Balinski & Young 1982, theorems in appendix A): divisor
// methods are house-monotone, Jefferson never falls below the quota and Adams never rises
// above it, Hamilton stays within it.
func TestTheorems(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	for range 1_000 {
		votes := randomVotes(rng)
		c := counts(t, names(len(votes)), votes...)
		house := int64(len(votes)) + rng.Int64N(30)
		for _, s := range sequences {
			small, large := decide(t, seats.Divisor{Sequence: s, Seats: house}, c), decide(t, seats.Divisor{Sequence: s, Seats: house + 1}, c)
			for i := range votes {
				require.LessOrEqual(t, small.Seats[i], large.Seats[i]+1-boolInt(!large.Tied()), "%s of %v", s, votes)
			}
		}
		jefferson, adams := decide(t, seats.Divisor{Seats: house}, c), decide(t, seats.Divisor{Sequence: seats.Adams, Seats: house}, c)
		hamilton := decide(t, seats.Quota{Seats: house}, c)
		for i, v := range votes {
			floor := v * house / c.Total()
			require.GreaterOrEqual(t, jefferson.Seats[i]+boolInt(jefferson.Tied()), floor)
			require.LessOrEqual(t, adams.Seats[i], floor+1)
			require.GreaterOrEqual(t, hamilton.Seats[i], floor)
			require.LessOrEqual(t, hamilton.Seats[i], floor+1)
		}
	}
}

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// The last step is right: with the missing votes the closest list takes a seat from the
// one named, with one less it does not.
func TestLastIsTheMargin(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 7))
	told := 0
	for range 500 {
		votes := randomVotes(rng)
		n := len(votes)
		r := seats.Divisor{Sequence: sequences[rng.IntN(4)], Seats: int64(n) + rng.Int64N(30), Min: rng.Int64N(2)}
		out := decide(t, r, counts(t, names(n), votes...))
		for why := range out.Why() {
			last, ok := why.(seats.Last)
			if !ok {
				continue
			}
			told++
			i, from := slices.Index(names(n), last.Closest), slices.Index(names(n), last.From)
			more := slices.Clone(votes)
			more[i] += last.Missing
			moved := decide(t, r, counts(t, names(n), more...))
			require.Equal(t, out.Seats[i]+1, moved.Seats[i], "%s of %v: %s", r, votes, last)
			if !moved.Tied() {
				require.Equal(t, out.Seats[from]-1, moved.Seats[from], "%s of %v: %s", r, votes, last)
			}
			for j := range votes {
				if votes[j] == 0 {
					continue // it takes no part, and Adams seats it for its first vote
				}
				fewer := slices.Clone(votes)
				fewer[j] += max(last.Missing-1, 0)
				require.LessOrEqual(t, decide(t, r, counts(t, names(n), fewer...)).Seats[j], out.Seats[j])
			}
		}
	}
	assert.Greater(t, told, 300)
}

func TestDigestCoversSeats(t *testing.T) {
	c := counts(t, []string{"A", "B"}, 4, 2)
	a, err := seats.Divisor{Seats: 2}.Decide(c, ballot.Sequence{"A"})
	require.NoError(t, err)
	b, err := seats.Divisor{Seats: 2}.Decide(c, ballot.Sequence{"A"})
	require.NoError(t, err)
	assert.Equal(t, ballot.Digest(a), ballot.Digest(b))
	b.Seats[0]++
	assert.NotEqual(t, ballot.Digest(a), ballot.Digest(b))
}

func FuzzDivisor(f *testing.F) {
	f.Add(int64(7), int64(53_000), int64(24_000), int64(23_000), uint8(1))
	f.Fuzz(func(t *testing.T, house, a, b, c int64, s uint8) {
		slate, err := ballot.NewSlate("A", "B", "C")
		require.NoError(t, err)
		votes, err := ballot.NewCounts(slate, []int64{a, b, c})
		if err != nil {
			return
		}
		out, err := seats.Divisor{Sequence: seats.Sequence(s), Seats: house}.Decide(votes, nil)
		if err != nil {
			return
		}
		sum := int64(0)
		for _, n := range out.Seats {
			sum += n
		}
		for _, tie := range out.Ties {
			sum += int64(tie.Places)
		}
		require.Equal(t, house, sum)
		for range out.Why() {
		}
	})
}

func ExampleDivisor() {
	slate, err := ballot.NewSlate("A", "B", "C")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewCounts(slate, []int64{53_000, 24_000, 23_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := seats.Divisor{Sequence: seats.SainteLague, Seats: 7}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// A: 53000 votes, 3 seats
	// B: 24000 votes, 2 seats
	// C: 23000 votes, 2 seats
	// the last seat given is no. 2 of C, the next in line no. 4 of A; A with 667 more votes takes a seat from C
}

func BenchmarkDivisor(b *testing.B) {
	for _, n := range []int{10, 50, 1_000, 50_000} {
		b.Run(fmt.Sprintf("lists=%d", n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 1))
			votes := make([]int64, n)
			for i := range votes {
				votes[i] = rng.Int64N(1_000_000)
			}
			c := counts(b, names(n), votes...)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (seats.Divisor{Sequence: seats.SainteLague, Seats: 10 * int64(n)}).Decide(c, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleQuota() {
	slate, err := ballot.NewSlate("A", "B", "C")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewCounts(slate, []int64{6, 6, 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	// The Alabama paradox: with a seat more in the house, C has one fewer.
	for _, house := range []int64{10, 11} {
		out, err := seats.Quota{Seats: house}.Decide(votes, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		for why := range out.Why() {
			fmt.Println(why)
		}
	}
	// Output:
	// A: 6 votes, 4 seats and 4/14 of one: 4 seats
	// B: 6 votes, 4 seats and 4/14 of one: 4 seats
	// C: 2 votes, 1 seats and 6/14 of one: 2 seats
	// A: 6 votes, 4 seats and 10/14 of one: 5 seats
	// B: 6 votes, 4 seats and 10/14 of one: 5 seats
	// C: 2 votes, 1 seats and 8/14 of one: 1 seats
}
