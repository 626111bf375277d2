package ballot_test

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
)

func slate(t testing.TB, names ...string) *ballot.Slate {
	t.Helper()
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	return s
}

func profile(t testing.TB, s *ballot.Slate, k ballot.Kind, texts ...string) *ballot.Profile {
	t.Helper()
	p, err := ballot.NewProfile(s, k)
	require.NoError(t, err)
	for _, text := range texts {
		require.NoError(t, p.AddText(text, 1))
	}
	return p
}

func form(t testing.TB, v interface{ AppendBinary([]byte) ([]byte, error) }) []byte {
	t.Helper()
	b, err := v.AppendBinary(nil)
	require.NoError(t, err)
	return b
}

func TestSlateRefusesAllAtOnce(t *testing.T) {
	_, err := ballot.NewSlate("Ana", "", "Ana", " Ben", "a\x00b", "\xff", strings.Repeat("x", ballot.MaxName+1), "Cai")
	faults := slices.Collect(vicinia.Faults(err))
	require.Len(t, faults, 6)
	assert.Equal(t, "options[1]: the name is empty", faults[0].Error())
	assert.Equal(t, `options[2]: "Ana" is option 0 already`, faults[1].Error())
	_, err = ballot.NewSlate()
	assert.Error(t, err)
	_, err = ballot.NewSlate(make([]string, ballot.MaxOptions+1)...)
	assert.Error(t, err)
}

func TestSlate(t *testing.T) {
	s := slate(t, "Ana", "Ben")
	o, ok := s.Find("Ben")
	assert.True(t, ok)
	assert.Equal(t, ballot.Option(1), o)
	_, ok = s.Find("Cai")
	assert.False(t, ok)
	assert.Equal(t, "Ben, Ana", s.Names(1, 0))
	assert.True(t, s.Equal(slate(t, "Ana", "Ben")))
	assert.False(t, s.Equal(slate(t, "Ben", "Ana")))
}

func TestParseBallot(t *testing.T) {
	s := slate(t, "Ana", "Ben", "Cai", "a=b")
	tests := []struct {
		name string
		kind ballot.Kind
		give string
		want ballot.Ballot
	}{
		{"a ranking", ballot.Ranking, "Cai>Ana", ballot.Ballot{{2, 1}, {0, 2}}},
		{"shared ranks", ballot.Ranking, "Cai = Ben > Ana", ballot.Ballot{{1, 1}, {2, 1}, {0, 2}}},
		{"approvals", ballot.Approval, "Cai|Ana", ballot.Ballot{{0, 1}, {2, 1}}},
		{"scores", ballot.Scoring, "Ana=5|a=b=0", ballot.Ballot{{3, 0}, {0, 5}}},
		{"a choice", ballot.Choice, "a=b", ballot.Ballot{{3, 1}}},
		{"blank", ballot.Approval, "  ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ballot.ParseBallot(tt.give, tt.kind, s.Find)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestParseBallotSaysWhere(t *testing.T) {
	s := slate(t, "Ana", "Ben")
	tests := []struct {
		name       string
		kind       ballot.Kind
		give       string
		wantColumn int
		want       string
	}{
		{"unknown", ballot.Ranking, "Ana>Bob", 5, `"Bob" is not an option`},
		{"a name missing", ballot.Approval, "Ana||Ben", 5, "a name is missing"},
		{"a name missing at the end", ballot.Ranking, "Ana>", 5, "a name is missing"},
		{"no score", ballot.Scoring, "Ana=1|Ben", 7, "want name=score"},
		{"a negative score", ballot.Scoring, "Ana=-1", 1, "a score is a whole number from 0 to 10000"},
		{"a score too high", ballot.Scoring, "Ana=10001", 1, "a score is a whole number from 0 to 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ballot.ParseBallot(tt.give, tt.kind, s.Find)
			fault := new(vicinia.Fault)
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, tt.wantColumn, fault.Column)
			assert.Contains(t, err.Error(), tt.want)
		})
	}
}

func TestProfileRefuses(t *testing.T) {
	s := slate(t, "Ana", "Ben")
	tests := []struct {
		name  string
		kind  ballot.Kind
		give  ballot.Ballot
		giveN int64
	}{
		{"a choice of two", ballot.Choice, ballot.Ballot{{0, 1}, {1, 1}}, 1},
		{"an option twice", ballot.Ranking, ballot.Ballot{{0, 1}, {0, 2}}, 1},
		{"no such option", ballot.Approval, ballot.Ballot{{2, 1}}, 1},
		{"below the slate", ballot.Approval, ballot.Ballot{{-1, 1}}, 1},
		{"an approval of another level", ballot.Approval, ballot.Ballot{{0, 2}}, 1},
		{"a rank of 0", ballot.Ranking, ballot.Ballot{{0, 0}}, 1},
		{"a score too high", ballot.Scoring, ballot.Ballot{{0, ballot.MaxScore + 1}}, 1},
		{"a negative number", ballot.Choice, ballot.Ballot{{0, 1}}, -1},
		{"too many", ballot.Choice, ballot.Ballot{{0, 1}}, ballot.MaxBallots + 1},
		{"too many blank ones", ballot.Choice, nil, ballot.MaxBallots + 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := profile(t, s, tt.kind)
			require.NoError(t, p.Add(ballot.Ballot{{1, 1}}, 2))
			before := form(t, p)
			assert.Error(t, p.Add(tt.give, tt.giveN))
			assert.Equal(t, before, form(t, p), "a refused ballot changes nothing")
			assert.NoError(t, p.Add(ballot.Ballot{{0, 1}}, 1), "and the next is judged by itself")
		})
	}
	_, err := ballot.NewProfile(s, 0)
	assert.Error(t, err)
}

func TestProfileKeepsDistinctBallots(t *testing.T) {
	p := profile(t, slate(t, "Ana", "Ben", "Cai"), ballot.Ranking, "Cai>Ana", "Ana", "Cai>Ana", "", "Ana=Ben")
	assert.Equal(t, 3, p.Distinct())
	assert.Equal(t, int64(4), p.Len())
	assert.Equal(t, int64(1), p.Blank)
	var got []string
	for b, n := range p.All() {
		got = append(got, fmt.Sprint(n, b))
	}
	assert.Equal(t, []string{"1 [{0 1}]", "1 [{0 1} {1 1}]", "2 [{2 1} {0 2}]"}, got)
}

func TestCounts(t *testing.T) {
	s := slate(t, "Ana", "Ben", "Cai")
	tests := []struct {
		name       string
		kind       ballot.Kind
		give       []string
		want       []int64
		wantSpoilt int64
	}{
		{"choices", ballot.Choice, []string{"Ana", "Ben", "Ana"}, []int64{2, 1, 0}, 0},
		{"approvals", ballot.Approval, []string{"Ana|Ben", "Ben"}, []int64{1, 2, 0}, 0},
		{"first ranks", ballot.Ranking, []string{"Ana>Ben", "Ben", "Ana"}, []int64{2, 1, 0}, 0},
		{"two firsts are spoilt", ballot.Ranking, []string{"Ana=Ben>Cai", "Cai"}, []int64{0, 0, 1}, 1},
		{"scores", ballot.Scoring, []string{"Ana=5|Ben=2", "Ben=4"}, []int64{5, 6, 0}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := profile(t, s, tt.kind, append(tt.give, "")...)
			c := p.Counts()
			assert.Equal(t, tt.want, []int64{c.Of(0), c.Of(1), c.Of(2)})
			assert.Equal(t, tt.want[0]+tt.want[1]+tt.want[2], c.Total())
			assert.Equal(t, int64(1), c.Blank)
			assert.Equal(t, tt.wantSpoilt, c.Spoilt)
		})
	}
}

func TestNewCountsRefuses(t *testing.T) {
	s := slate(t, "Ana", "Ben")
	for _, votes := range [][]int64{{1}, {-1, 0}, {1 << 62, 1 << 62}} {
		_, err := ballot.NewCounts(s, votes)
		assert.Error(t, err, "%v", votes)
	}
	c, err := ballot.NewCounts(s, []int64{1 << 62, 0})
	require.NoError(t, err)
	d, err := ballot.NewCounts(s, []int64{0, 1 << 62})
	require.NoError(t, err)
	assert.ErrorIs(t, c.Merge(d), vicinia.ErrOverflow)
	assert.Equal(t, int64(0), c.Of(1), "a refused merge changes nothing")
	other, err := ballot.NewCounts(slate(t, "Ben", "Ana"), []int64{0, 0})
	require.NoError(t, err)
	assert.Error(t, c.Merge(other))
}

func randomProfile(t testing.TB, rng *rand.Rand, s *ballot.Slate, n int) *ballot.Profile {
	p := profile(t, s, ballot.Ranking)
	for range n {
		var b ballot.Ballot
		for rank, o := range rng.Perm(s.Len())[:rng.IntN(s.Len()+1)] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(1 + rank)})
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
	}
	p.Spoilt = rng.Int64N(5)
	return p
}

// Shards in any order, any number of workers, there and back through bytes: one profile.
func TestMergeSplitAndBytes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	s := slate(t, "A", "B", "C", "D")
	for range 200 {
		p := randomProfile(t, rng, s, rng.IntN(60))
		want, wantCounts := form(t, p), form(t, p.Counts())

		parts := p.Split(1 + rng.IntN(7))
		rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		for _, workers := range []int{1, 3, 64} {
			sum, err := ballot.Sum(workers, parts, (*ballot.Profile).Counts)
			require.NoError(t, err)
			require.Equal(t, wantCounts, form(t, sum))
		}
		whole := profile(t, s, ballot.Ranking)
		for _, part := range parts {
			require.NoError(t, whole.Merge(part))
		}
		require.Equal(t, want, form(t, whole))

		var back ballot.Profile
		require.NoError(t, back.UnmarshalBinary(want))
		require.Equal(t, want, form(t, &back))
		var counts ballot.Counts
		require.NoError(t, counts.UnmarshalBinary(wantCounts))
		require.Equal(t, wantCounts, form(t, &counts))
	}
	_, err := ballot.Sum(2, nil, (*ballot.Profile).Counts)
	assert.Error(t, err)
}

// A view that is added to leaves the whole alone, and the other way round.
func TestViewsAreCopiedOnWrite(t *testing.T) {
	p := profile(t, slate(t, "A", "B", "C"), ballot.Choice, "A", "B", "C")
	before := form(t, p)
	for _, v := range p.Split(2) {
		require.NoError(t, v.AddText("A", 5))
		require.NoError(t, v.AddText("C", 5))
	}
	assert.Equal(t, before, form(t, p))
}

func TestMergeRefusesAnotherVote(t *testing.T) {
	p := profile(t, slate(t, "A", "B"), ballot.Choice, "A")
	assert.Error(t, p.Merge(profile(t, slate(t, "A", "B"), ballot.Ranking, "A")))
	assert.Error(t, p.Merge(profile(t, slate(t, "B", "A"), ballot.Choice, "A")))
	q := profile(t, slate(t, "A", "B"), ballot.Choice)
	require.NoError(t, q.Add(ballot.Ballot{{0, 1}}, ballot.MaxBallots))
	assert.ErrorIs(t, p.Merge(q), vicinia.ErrOverflow)
}

func FuzzParseBallot(f *testing.F) {
	f.Add("A>B=C", uint8(ballot.Ranking))
	f.Add("A|C", uint8(ballot.Approval))
	f.Add("A=5|B=2", uint8(ballot.Scoring))
	f.Add("A", uint8(ballot.Choice))
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string, k uint8) {
		p, err := ballot.NewProfile(s, ballot.Kind(k))
		if err != nil {
			return
		}
		err = p.AddText(text, 2)
		ballots := p.Len() + p.Blank
		require.Equal(t, err == nil, ballots == 2, "a ballot is counted, or refused with a reason")
		c := p.Counts()
		if k != uint8(ballot.Scoring) && k != uint8(ballot.Approval) {
			require.Equal(t, ballots, c.Total()+c.Blank+c.Spoilt, "and has one destination")
		}
	})
}

func FuzzProfileUnmarshal(f *testing.F) {
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(f, err)
	p := profile(f, s, ballot.Ranking, "A>B=C", "B", "")
	f.Add(form(f, p))
	f.Fuzz(func(t *testing.T, b []byte) {
		var q ballot.Profile
		if q.UnmarshalBinary(b) == nil {
			require.Equal(t, b, form(t, &q), "one profile, one form")
		}
	})
}

func BenchmarkProfileAdd(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("ballots=%d", n), func(b *testing.B) {
			names := make([]string, 12)
			for i := range names {
				names[i] = string(rune('A' + i))
			}
			s := slate(b, names...)
			rng := rand.New(rand.NewPCG(1, 1))
			ballots := make([]ballot.Ballot, n)
			for i := range ballots {
				for rank, o := range rng.Perm(12)[:1+rng.IntN(4)] {
					ballots[i] = append(ballots[i], ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)})
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				p := profile(b, s, ballot.Ranking)
				for _, one := range ballots {
					if err := p.Add(one, 1); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func ExampleProfile() {
	s, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Ana>Ben=Cai", "Ben>Cai", "Ana>Ben=Cai", "Dan"} {
		if err := p.AddText(text, 1); err != nil {
			fmt.Println("spoilt:", err)
			p.Spoilt++
		}
	}
	first := p.Counts()
	fmt.Println("Ana", first.Of(0), "Ben", first.Of(1), "Cai", first.Of(2), "spoilt", first.Spoilt)
	// Output:
	// spoilt: "Dan" is not an option
	// Ana 2 Ben 1 Cai 0 spoilt 1
}

// Nothing but what AppendBinary writes is read, and a refusal changes nothing.
func TestUnmarshalRefuses(t *testing.T) {
	p := profile(t, slate(t, "A", "B"), ballot.Ranking, "A>B", "B")
	good, counts := form(t, p), form(t, p.Counts())
	for n := range good {
		assert.Error(t, p.UnmarshalBinary(good[:n]), "the first %d bytes", n)
	}
	c := p.Counts()
	for n := range counts {
		assert.Error(t, c.UnmarshalBinary(counts[:n]), "the first %d bytes", n)
	}
	assert.Error(t, c.UnmarshalBinary(good), "another form")
	assert.Equal(t, good, form(t, p))
	assert.Equal(t, counts, form(t, c))

	// Behind the name and the slate stand kind, blank, spoilt and the number of ballots,
	// then each: how many, how many marks, the marks; all as zigzag varints but lengths.
	head := len(good) - len("\x06\x00\x00\x02"+"\x02\x02\x00\x02\x02\x04"+"\x02\x01\x02\x02")
	tests := []struct {
		name string
		give string
	}{
		{"the same", "\x06\x00\x00\x02" + "\x02\x02\x00\x02\x02\x04" + "\x02\x01\x02\x02"},
		{"no such kind", "\x0a\x00\x00\x00"},
		{"fewer than no blank ballots", "\x06\x01\x00\x00"},
		{"ballots in another order", "\x06\x00\x00\x02" + "\x02\x01\x02\x02" + "\x02\x02\x00\x02\x02\x04"},
		{"a ballot twice", "\x06\x00\x00\x02" + "\x02\x01\x02\x02" + "\x02\x01\x02\x02"},
		{"no ballots like this", "\x06\x00\x00\x01" + "\x00\x01\x02\x02"},
		{"marks in another order", "\x06\x00\x00\x01" + "\x02\x02\x02\x04\x00\x02"},
		{"no such option", "\x06\x00\x00\x01" + "\x02\x01\x04\x02"},
		{"an option beyond int32", "\x06\x00\x00\x01" + "\x02\x01\x80\x80\x80\x80\x10\x02"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var q ballot.Profile
			err := q.UnmarshalBinary(append(slices.Clone(good[:head]), tt.give...))
			assert.Equal(t, i == 0, err == nil, "%v", err)
		})
	}
}

func ExampleSum() {
	s, err := ballot.NewSlate("Ana", "Ben")
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Ana>Ben", "Ben>Ana", "Ana"} {
		if err := p.AddText(text, 10); err != nil {
			fmt.Println(err)
			return
		}
	}
	votes, err := ballot.Sum(8, p.Split(64), (*ballot.Profile).Counts)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("Ana", votes.Of(0), "Ben", votes.Of(1))
	// Output: Ana 20 Ben 10
}
