package stv_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Source: A. Conway and V. Teague, ConcreteSTV, examples/SimpleExample.md: 240 voters, three
// vacancies, the rules of the Senate. Two surpluses of 49 are equal at the only count, so
// that a lot decides that A1 moves first. 44.54 and 4.45 votes lose their fractions; ten
// papers of P1 exhaust, ten that are worth 4.45 votes bring 4; of the last two A2 has more.
func TestSenateExample(t *testing.T) {
	p := profile(t, []string{"C1", "C2", "A1", "A2", "P1"},
		row{110, "C1>C2>A1>A2"}, row{100, "A1>A2>P1>C1>C2"}, row{10, "A1>P1>A2"}, row{10, "P1>A1>A2"}, row{10, "P1"})
	for _, law := range []*stv.Statute{stv.Senate1984, stv.Senate2021} {
		out, err := stv.Contest{Statute: law, Seats: 3}.Decide(p, ballot.Sequence{"A1", "C1"})
		require.NoError(t, err)
		require.NoError(t, out.Check())
		assert.Equal(t, []string{
			"count 1: first preferences; quota 61, C1 110, A1 110, P1 20; elected C1, A1",
			"count 2: surplus of A1 at 49/110; quota 61, C1 110, A1 61, A2 44, P1 24, rounding 1",
			"count 3: surplus of C1 at 49/110; quota 61, C1 61, C2 49, A1 61, A2 44, P1 24, rounding 1",
			"count 4: exclusion of P1 at 1; quota 61, C1 61, C2 49, A1 61, A2 54, P1 4, exhausted 10, rounding 1",
			"count 5: exclusion of P1 at 49/110; quota 61, C1 61, C2 49, A1 61, A2 58, exhausted 10, rounding 1; elected A2",
		}, lines(out))
	}
}

// Source: Wikipedia, Single transferable vote, "Example for a non-partisan election": 20
// guests choose three kinds of food. Half of each vote for chocolate moves on; pears go out
// for oranges, sweets last.
func TestFoodExample(t *testing.T) {
	p := profile(t, []string{"oranges", "pears", "chocolate", "strawberries", "sweets"},
		row{4, "oranges"}, row{2, "pears>oranges"}, row{8, "chocolate>strawberries"}, row{4, "chocolate>sweets"}, row{1, "strawberries"}, row{1, "sweets"})
	for _, law := range statutes {
		if law.BottomsUp {
			continue // no vote for chocolate moves
		}
		out, err := stv.Contest{Statute: law, Seats: 3}.Decide(p, nil)
		require.NoError(t, err)
		require.NoError(t, out.Check())
		assert.False(t, out.Tied(), law.Name)
		assert.Equal(t, "oranges, chocolate, strawberries", p.Slate().Names(out.Winners()...), law.Name)
	}
	out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"count 1: first preferences; quota 6, oranges 4, pears 2, chocolate 12, strawberries 1, sweets 1; elected chocolate",
		"count 2: surplus of chocolate at 6/12; quota 6, oranges 4, pears 2, chocolate 6, strawberries 5, sweets 3",
		"count 3: exclusion of pears; quota 6, oranges 6, chocolate 6, strawberries 5, sweets 3; elected oranges",
		"count 4: exclusion of sweets; quota 6, oranges 6, chocolate 6, strawberries 5, sweets 3; elected strawberries",
	}, lines(out))
}

// Source: J. Lundell, Droop 0.14, test/blt/qpq: five elections and whom Droop elects, which
// counts afresh after an exclusion. In the first c and d are level for the last seat. None
// differs by that.
func TestQPQElections(t *testing.T) {
	tests := []struct {
		name  string
		names []string
		rows  []row
		seats int64
		want  string
	}{
		{"1", []string{"a", "b", "c", "d", "e"}, []row{{16, "a>b"}, {12, "b"}, {12, "c"}, {12, "d"}, {8, "e>b"}}, 3, "a, b, d"},
		{"2", []string{"a", "b", "c", "d", "e"}, []row{{5, "a"}, {15, "a>b>c"}, {15, "a>c"}, {10, "b"}, {15, "b>c"}, {20, "c"}, {15, "d"}, {5, "e"}}, 3, "a, b, c"},
		{"3", []string{"a", "b", "c", "d", "e", "f"}, []row{{306, "a>b>c"}, {99, "d>e>f"}, {98, "e>f>d"}, {97, "f>d>e"}}, 5, "a, b, c, d, e"},
		{"4", []string{"a", "b", "c", "d", "e", "f"}, []row{{294, "a>b>c"}, {103, "d>e>f"}, {102, "e>f>d"}, {101, "f>d>e"}}, 5, "a, b, d, e, f"},
		{"5", []string{"a", "b", "c", "d", "e"}, []row{{12, "a>c>d>e"}, {11, "b"}, {7, "c>d>e"}, {8, "d>e>c"}, {9, "e>c>d"}}, 3, "a, c, e"},
	}
	for _, tt := range tests {
		for _, law := range []*stv.Statute{stv.QPQ2003, stv.QPQRestart} {
			t.Run(tt.name+" "+law.Name, func(t *testing.T) {
				p := profile(t, tt.names, tt.rows...)
				out, err := stv.Contest{Statute: law, Seats: tt.seats}.Decide(p, ballot.Sequence{"d", "a", "b", "c", "e", "f"})
				require.NoError(t, err)
				require.NoError(t, out.Check())
				assert.Equal(t, tt.want, p.Slate().Names(out.Winners()...))
			})
		}
	}
}

// After an exclusion nothing of before counts: Ana is elected again, and then Cai, whom what
// Dov's ballots bring puts above the quota.
func TestQPQRestarts(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov"}, row{13, "Ana>Ben"}, row{8, "Ben"}, row{6, "Cai>Ana"}, row{5, "Dov>Cai"})
	out, err := stv.Contest{Statute: stv.QPQRestart, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	t.Log(lines(out))
	assert.Equal(t, []string{
		"count 1: first preferences at 13; Ana 13, Ben 8, Cai 6, Dov 5; elected Ana",
		"count 2: round at 5; Ben 21, Cai 6, Dov 5; out Dov",
		"count 3: again without Dov at 13; Ana 13, Ben 8, Cai 11; elected Ana",
		"count 4: round at 11; Ben 21, Cai 11; elected Cai",
		"count 5: round; Ben 21, exhausted 11",
	}, lines(out))
}
