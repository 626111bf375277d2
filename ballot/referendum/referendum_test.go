package referendum_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
)

const (
	pending  = referendum.Pending
	rejected = referendum.Rejected
	carried  = referendum.Carried
)

var twoThirds = referendum.Majority{Over: vicinia.Frac(2, 3), AtLeast: true}

func verdict(t *testing.T, r referendum.Rule, tallies ...referendum.Tally) referendum.Verdict {
	t.Helper()
	out, err := r.Decide(tallies, nil)
	require.NoError(t, err)
	return out.Verdict
}

func TestMajority(t *testing.T) {
	absolute := referendum.Majority{Of: referendum.Eligible}
	cast := referendum.Majority{Of: referendum.Cast}
	tests := []struct {
		name string
		rule referendum.Majority
		give referendum.Tally
		want referendum.Verdict
	}{
		{"one vote more", referendum.Majority{}, referendum.Tally{Yes: 501, No: 500}, carried},
		{"an exact half rejects", referendum.Majority{}, referendum.Tally{Yes: 500, No: 500}, rejected},
		{"no votes", referendum.Majority{}, referendum.Tally{Eligible: 10}, rejected},
		{"blanks are not valid votes", referendum.Majority{}, referendum.Tally{Yes: 2, No: 1, Blank: 7}, carried},
		{"blanks are cast", cast, referendum.Tally{Yes: 2, No: 1, Blank: 1}, rejected},
		{"spoilt ones are cast", cast, referendum.Tally{Yes: 3, No: 1, Spoilt: 1}, carried},
		{"absolute: half of the eligible", absolute, referendum.Tally{Eligible: 10, Yes: 5}, rejected},
		{"absolute: over half of them", absolute, referendum.Tally{Eligible: 10, Yes: 6}, carried},
		{"absolute: an empty roll", absolute, referendum.Tally{}, rejected},
		{"two thirds: exactly", twoThirds, referendum.Tally{Yes: 2, No: 1}, carried},
		{"two thirds: one short", twoThirds, referendum.Tally{Yes: 199, No: 100}, rejected},
		{"two thirds of nothing", twoThirds, referendum.Tally{Blank: 5}, rejected},
		{"over all of it never", referendum.Majority{Over: vicinia.Frac(1, 1)}, referendum.Tally{Yes: 5}, rejected},
		{"128 bits", referendum.Majority{Over: vicinia.Frac(math.MaxInt64-2, math.MaxInt64-1)},
			referendum.Tally{Yes: math.MaxInt64 - 2, No: 1}, rejected},
		{"128 bits, at least", referendum.Majority{Over: vicinia.Frac(math.MaxInt64-2, math.MaxInt64-1), AtLeast: true},
			referendum.Tally{Yes: math.MaxInt64 - 2, No: 1}, carried},
		{"open either way", referendum.Majority{}, referendum.Tally{Yes: 5, No: 3, Uncounted: 2}, pending},
		{"the rest cannot turn it", referendum.Majority{}, referendum.Tally{Yes: 5, No: 3, Uncounted: 1}, carried},
		{"the rest cannot save it", referendum.Majority{}, referendum.Tally{Yes: 3, No: 5, Uncounted: 2}, rejected},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, verdict(t, tt.rule, tt.give))
		})
	}
}

// Of a roll of 8 voters, a quorum of a quarter wants two.
func TestQuorum(t *testing.T) {
	quarter := referendum.Quorum{Min: vicinia.MustRatio("25%")}
	approval := referendum.Quorum{Min: vicinia.MustRatio("25%"), Approval: true}
	tests := []struct {
		name string
		rule referendum.Quorum
		give referendum.Tally
		want referendum.Verdict
	}{
		{"met exactly, by a blank and a spoilt ballot", quarter, referendum.Tally{Eligible: 8, Blank: 1, Spoilt: 1}, carried},
		{"one short", quarter, referendum.Tally{Eligible: 8, Yes: 1}, rejected},
		{"uncounted ballots are cast", quarter, referendum.Tally{Eligible: 8, Uncounted: 2}, carried},
		{"no votes do not approve", approval, referendum.Tally{Eligible: 8, Yes: 1, No: 7}, rejected},
		{"approved", approval, referendum.Tally{Eligible: 8, Yes: 2}, carried},
		{"may still be approved", approval, referendum.Tally{Eligible: 8, Yes: 1, Uncounted: 1}, pending},
		{"an empty roll", quarter, referendum.Tally{}, rejected},
		{"none is asked for", referendum.Quorum{}, referendum.Tally{}, carried},
		{"none is asked for, no roll", referendum.Quorum{}, referendum.Tally{Yes: 1}, carried},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, verdict(t, tt.rule, tt.give))
		})
	}
}

// Half cantons weigh half of a canton: 1 and 2.
func TestBodies(t *testing.T) {
	yes := referendum.Tally{Yes: 2, No: 1}
	no := referendum.Tally{Yes: 1, No: 2}
	even := referendum.Tally{Yes: 1, No: 1}
	open := referendum.Tally{Uncounted: 3}
	body := func(t referendum.Tally, name string, weight int64) referendum.Tally {
		t.Body, t.Weight = name, weight
		return t
	}
	tests := []struct {
		name string
		give []referendum.Tally
		want referendum.Verdict
	}{
		{"two of three", []referendum.Tally{body(yes, "A", 0), body(yes, "B", 0), body(no, "C", 0)}, carried},
		{"bodies even", []referendum.Tally{body(yes, "A", 0), body(no, "B", 0)}, rejected},
		{"an even body does not accept", []referendum.Tally{body(yes, "A", 0), body(even, "B", 0)}, rejected},
		{"halves", []referendum.Tally{body(yes, "A", 2), body(yes, "B", 1), body(no, "C", 2)}, carried},
		{"two halves even one", []referendum.Tally{body(no, "A", 2), body(yes, "B", 1), body(yes, "C", 1)}, rejected},
		{"an open body decides", []referendum.Tally{body(yes, "A", 0), body(no, "B", 0), body(open, "C", 0)}, pending},
		{"an open body does not", []referendum.Tally{body(yes, "A", 0), body(yes, "B", 0), body(open, "C", 0)}, carried},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, verdict(t, referendum.Bodies{}, tt.give...))
		})
	}
}

// Three verdicts joined, as etcd/raft joins two quorums (quorum/joint.go).
func TestAllAndAny(t *testing.T) {
	give := map[referendum.Verdict]referendum.Rule{
		carried:  fixed(carried),
		rejected: fixed(rejected),
		pending:  fixed(pending),
	}
	tests := []struct{ a, b, all, any referendum.Verdict }{
		{carried, carried, carried, carried},
		{carried, pending, pending, carried},
		{carried, rejected, rejected, carried},
		{pending, pending, pending, pending},
		{pending, rejected, rejected, pending},
		{rejected, rejected, rejected, rejected},
	}
	for _, tt := range tests {
		for _, pair := range [][2]referendum.Verdict{{tt.a, tt.b}, {tt.b, tt.a}} {
			all := referendum.All(give[pair[0]], give[pair[1]])
			any := referendum.Any(give[pair[0]], give[pair[1]])
			assert.Equal(t, tt.all, verdict(t, all, referendum.Tally{}), "all %v", pair)
			assert.Equal(t, tt.any, verdict(t, any, referendum.Tally{}), "any %v", pair)
		}
	}
}

// fixed is a rule of a caller's own, with one answer.
type fixed referendum.Verdict

func (f fixed) Decide([]referendum.Tally, ballot.TieBreak) (*referendum.Result, error) {
	return &referendum.Result{Verdict: referendum.Verdict(f)}, nil
}

func TestCastingVote(t *testing.T) {
	chair := referendum.Majority{Casting: true}
	half := []referendum.Tally{{Yes: 5, No: 5}}
	tests := []struct {
		name     string
		give     ballot.TieBreak
		want     referendum.Verdict
		wantTied bool
	}{
		{"no chair: the tie stands", nil, pending, true},
		{"the chair says yes", ballot.Sequence{"yes"}, carried, false},
		{"the chair says no", ballot.Sequence{"no"}, rejected, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := chair.Decide(half, tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Verdict)
			assert.Equal(t, tt.wantTied, out.Tied())
		})
	}
	t.Run("in a body", func(t *testing.T) {
		half := []referendum.Tally{{Body: "A", Yes: 5, No: 5}}
		out, err := referendum.Bodies{Each: chair}.Decide(half, ballot.Sequence{"yes"})
		require.NoError(t, err)
		assert.Equal(t, carried, out.Verdict)
		assert.Equal(t, "the casting vote in A", out.Ties[0].For)
	})
	t.Run("without Casting nobody is asked", func(t *testing.T) {
		out, err := referendum.Majority{}.Decide(half, ballot.Sequence{"yes"})
		require.NoError(t, err)
		assert.Equal(t, rejected, out.Verdict)
		assert.Empty(t, out.Ties)
	})
}

func TestBadTallies(t *testing.T) {
	tests := []struct {
		name string
		rule referendum.Rule
		give []referendum.Tally
		want error
	}{
		{"more ballots than eligible", referendum.Majority{},
			[]referendum.Tally{{Eligible: 3, Yes: 2, No: 1, Spoilt: 1}}, vicinia.Invariant("R-8")},
		{"an absolute majority without a roll", referendum.Majority{Of: referendum.Eligible},
			[]referendum.Tally{{Yes: 2}}, vicinia.Invariant("R-8")},
		{"a quorum without a roll", referendum.Quorum{Min: vicinia.Frac(1, 2)},
			[]referendum.Tally{{Eligible: 5}, {Yes: 2}}, vicinia.Invariant("R-8")},
		{"one body overflows", referendum.Majority{},
			[]referendum.Tally{{Yes: math.MaxInt64, No: 1}}, vicinia.ErrOverflow},
		{"one more would overflow", referendum.Majority{},
			[]referendum.Tally{{Yes: math.MaxInt64}}, vicinia.ErrOverflow},
		{"two bodies overflow", referendum.Majority{},
			[]referendum.Tally{{Yes: math.MaxInt64}, {Yes: 1}}, vicinia.ErrOverflow},
		{"rolls overflow", referendum.Majority{},
			[]referendum.Tally{{Eligible: math.MaxInt64}, {Eligible: math.MaxInt64}}, vicinia.ErrOverflow},
		{"weights overflow", referendum.Bodies{},
			[]referendum.Tally{{Body: "A", Weight: math.MaxInt64}, {Body: "B"}}, vicinia.ErrOverflow},
		{"a negative count", referendum.Majority{}, []referendum.Tally{{Yes: -1}}, nil},
		{"no tally", referendum.Majority{}, nil, nil},
		{"a body twice", referendum.Bodies{}, []referendum.Tally{{Body: "A"}, {Body: "A"}}, nil},
		{"more than all", referendum.Majority{Over: vicinia.Frac(3, 2)}, []referendum.Tally{{Yes: 1}}, nil},
		{"less than nothing", referendum.Quorum{Min: vicinia.Frac(-1, 2)}, []referendum.Tally{{Yes: 1}}, nil},
		{"of what", referendum.Majority{Of: 9}, []referendum.Tally{{Yes: 1}}, nil},
		{"a body of a compound", referendum.All(referendum.Bodies{Each: twoThirds}),
			[]referendum.Tally{{Body: "A", Eligible: 1, Yes: 2}}, vicinia.Invariant("R-8")},
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
	t.Run("all faults at once", func(t *testing.T) {
		_, err := referendum.Majority{}.Decide([]referendum.Tally{{Yes: -1}, {Body: "B", Eligible: 1, No: 2}}, nil)
		faults := slices.Collect(vicinia.Faults(err))
		require.Len(t, faults, 2)
		assert.Equal(t, "body B: 2 ballots of 1 eligible (R-8)", faults[1].Error())
	})
}

// Majority and Quorum are stored, compared and used as keys.
func TestRulesAreComparable(t *testing.T) {
	names := map[referendum.Rule]string{referendum.Majority{Of: referendum.Cast}: "cast", referendum.Quorum{}: "turnout"}
	assert.Equal(t, "cast", names[referendum.Majority{Of: referendum.Cast}])
	assert.Equal(t, "turnout", names[referendum.Quorum{}])
	assert.NotContains(t, names, referendum.Rule(referendum.Quorum{Approval: true}))
}

// The verdict is that of fractions, and the margin is the number of votes that turns it.
func TestMajorityAgainstFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		num, den := rng.Int64N(9)+1, rng.Int64N(9)+1
		if num > den {
			num, den = den, num
		}
		m := referendum.Majority{Over: vicinia.Frac(num, den), AtLeast: rng.IntN(2) == 0}
		yes, no := rng.Int64N(40), rng.Int64N(40)
		want := yes*den > num*(yes+no) || m.AtLeast && yes+no > 0 && yes*den == num*(yes+no)
		out, err := m.Decide([]referendum.Tally{{Yes: yes, No: no}}, nil)
		require.NoError(t, err)
		require.Equal(t, want, out.Verdict == carried, "%s: %d to %d", m, yes, no)
		for step := range out.Why() {
			test := step.(referendum.Test)
			require.Equal(t, want, test.Margin() >= 0, "%s", test)
			if yes+no == 0 || test.Least() > test.Of {
				continue
			}
			least := test.Least()
			require.Equal(t, carried, verdict(t, m, referendum.Tally{Yes: least, No: yes + no - least}))
			if least > 0 {
				require.Equal(t, rejected, verdict(t, m, referendum.Tally{Yes: least - 1, No: yes + no - least + 1}))
			}
		}
	}
}

// Over all of int64, the verdict is that of big numbers.
func FuzzMajority(f *testing.F) {
	f.Add(int64(2), int64(1), int64(2), int64(3), true)
	f.Add(int64(math.MaxInt64-2), int64(1), int64(math.MaxInt64-2), int64(math.MaxInt64-1), false)
	f.Add(int64(math.MaxInt64-1), int64(1), int64(1), int64(1), false) // once carried: all plus one overflowed
	f.Fuzz(func(t *testing.T, yes, no, num, den int64, atLeast bool) {
		if den <= 0 || num <= 0 {
			return
		}
		m := referendum.Majority{Over: vicinia.Frac(num, den), AtLeast: atLeast}
		out, err := m.Decide([]referendum.Tally{{Yes: yes, No: no}}, nil)
		sum := new(big.Int).Add(big.NewInt(yes), big.NewInt(no))
		tooMany := sum.Cmp(big.NewInt(math.MaxInt64)) >= 0
		require.Equal(t, yes < 0 || no < 0 || tooMany || num > den, err != nil)
		if err != nil {
			return
		}
		have := new(big.Int).Mul(big.NewInt(yes), big.NewInt(den))
		c := have.Cmp(sum.Mul(sum, big.NewInt(num)))
		want := c > 0 || c == 0 && atLeast && yes > 0
		require.Equal(t, want, out.Verdict == carried, "%s: %d to %d", m, yes, no)
	})
}

func double() referendum.Rule { return referendum.All(referendum.Majority{}, referendum.Bodies{}) }

func randomBodies(rng *rand.Rand, n int) []referendum.Tally {
	ts := make([]referendum.Tally, n)
	for i := range ts {
		ts[i] = referendum.Tally{
			Body: fmt.Sprint(i), Weight: rng.Int64N(3), Yes: rng.Int64N(100), No: rng.Int64N(100), Uncounted: rng.Int64N(10),
		}
	}
	return ts
}

// Anonymity of bodies and homogeneity: neither their order nor a scale matters; and a
// verdict that is not pending is what every completion of the count gives.
func TestDoubleMajorityProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		ts := randomBodies(rng, 1+rng.IntN(9))
		want := verdict(t, double(), ts...)

		shuffled := slices.Clone(ts)
		rng.Shuffle(len(ts), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		require.Equal(t, want, verdict(t, double(), shuffled...))

		scaled, full := slices.Clone(ts), slices.Clone(ts)
		for i := range ts {
			u := &scaled[i]
			u.Weight, u.Yes, u.No, u.Uncounted = 7*max(u.Weight, 1), 7*u.Yes, 7*u.No, 7*u.Uncounted
			yes := rng.Int64N(ts[i].Uncounted + 1)
			full[i].Yes, full[i].No, full[i].Uncounted = ts[i].Yes+yes, ts[i].No+ts[i].Uncounted-yes, 0
		}
		require.Equal(t, want, verdict(t, double(), scaled...))
		if want != pending {
			require.Equal(t, want, verdict(t, double(), full...))
		}
	}
}

// The digest is of rule and verdict; reasons that were walked do not touch it.
func TestDigest(t *testing.T) {
	ts := []referendum.Tally{{Body: "A", Yes: 2, No: 1}}
	a, err := double().Decide(ts, nil)
	require.NoError(t, err)
	before := ballot.Digest(a)
	for range a.Why() {
	}
	ts[0].Yes, ts[0].No = 7, 3
	b, err := double().Decide(ts, nil)
	require.NoError(t, err)
	assert.Equal(t, before, ballot.Digest(a))
	assert.Equal(t, before, ballot.Digest(b))
	other, err := referendum.Majority{}.Decide(ts, nil)
	require.NoError(t, err)
	assert.NotEqual(t, before, ballot.Digest(other))
	assert.Equal(t, []string{"yes"}, ballot.MinutesOf(a).Winners)
}

func ExampleAll() {
	votes := []referendum.Tally{
		{Body: "Uri", Weight: 2, Yes: 900, No: 100},
		{Body: "Glarus", Weight: 2, Yes: 40, No: 60},
		{Body: "Obwalden", Weight: 1, Yes: 45, No: 55},
	}
	out, err := referendum.All(referendum.Majority{}, referendum.Bodies{}).Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// majority: 985 of 1200 valid, need more than 1/2: carried
	// majority in Uri: 900 of 1000 valid, need more than 1/2: carried
	// majority in Glarus: 40 of 100 valid, need more than 1/2: rejected
	// majority in Obwalden: 45 of 100 valid, need more than 1/2: rejected
	// bodies: 2 of 5 by weight, need more than 1/2: rejected
	// all of 2 rules: rejected
}

func ExampleMajority() {
	vote := []referendum.Tally{{Eligible: 10, Yes: 5, No: 3}}
	for _, rule := range []referendum.Majority{{}, {Of: referendum.Eligible}} {
		out, err := rule.Decide(vote, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(rule, "-", out.Verdict)
	}
	// Output:
	// majority over 1/2 of valid - carried
	// majority over 1/2 of eligible - rejected
}

func BenchmarkDoubleMajority(b *testing.B) {
	for _, n := range []int{26, 2_000, 50_000} {
		b.Run(fmt.Sprintf("bodies=%d", n), func(b *testing.B) {
			ts := randomBodies(rand.New(rand.NewPCG(1, 1)), n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := double().Decide(ts, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A rule that needs the roll names every body that has none.
func TestBodiesWithoutRoll(t *testing.T) {
	_, err := referendum.Bodies{Each: referendum.Majority{Of: referendum.Eligible}}.Decide([]referendum.Tally{
		{Body: "A", Yes: 1}, {Body: "B", Eligible: 9, Yes: 5}, {Body: "C", No: 1},
	}, nil)
	assert.EqualError(t, err, "body A: 1 ballots and nobody eligible; this rule needs the roll (R-8)\n"+
		"body C: 1 ballots and nobody eligible; this rule needs the roll (R-8)")
}
