package seats_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/seats"
)

func matrix(t testing.TB, districts, lists []string, seated []int64, votes ...int64) *seats.Matrix {
	t.Helper()
	d, err := ballot.NewSlate(districts...)
	require.NoError(t, err)
	l, err := ballot.NewSlate(lists...)
	require.NoError(t, err)
	m, err := seats.NewMatrix(d, l, seated, votes)
	require.NoError(t, err)
	return m
}

// Canton Uri, Landrat, 8 March 2020: the four communes with proportional elections
// (Canton Uri, official result).
func uri(t testing.TB) *seats.Matrix {
	return matrix(t, []string{"Altdorf", "Bürglen", "Erstfeld", "Schattdorf"}, []string{"CVP", "FDP", "SPGB", "SVP"},
		[]int64{15, 7, 6, 9},
		11_471, 9_213, 11_908, 7_756,
		2_822, 1_567, 1_606, 2_945,
		2_309, 946, 1_705, 1_573,
		4_794, 2_961, 2_600, 3_498)
}

func table(t testing.TB, r seats.Biproportional, m *seats.Matrix, tb ballot.TieBreak) *seats.Table {
	t.Helper()
	out, err := r.Decide(m, tb)
	require.NoError(t, err)
	return out
}

// prove checks a table without ties from its steps alone.
func prove(t testing.TB, m *seats.Matrix, out *seats.Table) {
	t.Helper()
	proof := certificate.Biproportional{Lists: out.Seats}
	rows, columns := m.Districts().Len(), m.Lists().Len()
	for i := range rows {
		proof.Seats = append(proof.Seats, m.Seats(ballot.Option(i)))
		proof.DistrictDivisors = append(proof.DistrictDivisors, big.NewRat(1, 1))
	}
	for range columns {
		proof.ListDivisors = append(proof.ListDivisors, big.NewRat(1, 1))
	}
	votes := make([]int64, rows*columns)
	for why := range out.Why() {
		if c, ok := why.(seats.Cell); ok {
			i, _ := m.Districts().Find(c.District)
			j, _ := m.Lists().Find(c.List)
			votes[int(i)*columns+int(j)], proof.Leaders = c.Votes, proof.Leaders || c.Leads
			proof.DistrictDivisors[i], proof.ListDivisors[j] = c.DistrictDivisor, c.ListDivisor
		}
	}
	require.NoError(t, proof.Check(votes, out.Cells))
}

func TestUri2020(t *testing.T) {
	m := uri(t)
	for _, v := range []seats.Voters{seats.WholeVoters, seats.ExactVoters} {
		out := table(t, seats.Biproportional{Voters: v}, m, nil)
		assert.Equal(t, []int64{5, 3, 4, 3, 2, 1, 1, 3, 2, 1, 2, 1, 3, 2, 2, 2}, out.Cells)
		assert.Equal(t, []int64{12, 7, 9, 9}, out.Seats)
		assert.Equal(t, int64(3), out.At(1, 3))
		assert.False(t, out.Tied())
		prove(t, m, out)
	}
	// As if every voter had one vote, Altdorf would count for more: its voters have 15. By
	// hand: 21396, 14687, 17819 and 15772 votes over 1870 are 11.4, 7.9, 9.53 and 8.4.
	assert.Equal(t, []int64{11, 8, 10, 8}, table(t, seats.Biproportional{Voters: seats.RawVotes}, m, nil).Seats)
}

func TestDistrictThreshold(t *testing.T) {
	m := matrix(t, []string{"North", "South"}, []string{"A", "B", "C"}, []int64{5, 5},
		600, 360, 40,
		500, 451, 49)
	tests := []struct {
		name string
		give seats.Threshold
		want []int64
	}{
		{"none", seats.Threshold{}, []int64{6, 4, 0}},
		{"reached in one district", seats.Threshold{Share: vicinia.MustRatio("4.9%")}, []int64{6, 4, 0}},
		{"missed everywhere", seats.Threshold{Share: vicinia.MustRatio("5%")}, []int64{6, 4, 0}},
		{"exempt", seats.Threshold{Share: vicinia.MustRatio("50%"), Exempt: []string{"B"}}, []int64{6, 4, 0}},
		{"only the largest", seats.Threshold{Share: vicinia.MustRatio("50%")}, []int64{10, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := table(t, seats.Biproportional{Threshold: tt.give}, m, nil)
			assert.Equal(t, tt.want, out.Seats)
			prove(t, m, out)
		})
	}
	out := table(t, seats.Biproportional{Threshold: seats.Threshold{Share: vicinia.MustRatio("5%")}}, m, nil)
	for why := range out.Why() {
		assert.Equal(t, "C in South: 49 votes, 1 short of 5% of 1000: out", why.String())
		break
	}
	assert.Equal(t, "biproportional voters=whole threshold=5%", out.Rule)

	// Nobody reaches a share of the votes where nobody voted.
	m = matrix(t, []string{"North", "Nowhere"}, []string{"A", "B"}, []int64{5, 0},
		990, 10,
		0, 0)
	out = table(t, seats.Biproportional{Threshold: seats.Threshold{Share: vicinia.MustRatio("5%")}}, m, nil)
	assert.Equal(t, []int64{5, 0}, out.Seats)
	for why := range out.Why() {
		assert.Equal(t, "B in North: 10 votes, 40 short of 5% of 1000: out", why.String())
		break
	}
}

func TestBiproportionalRefuses(t *testing.T) {
	two := []string{"A", "B"}
	tests := []struct {
		name string
		rule seats.Biproportional
		give *seats.Matrix
		want string
	}{
		{"no votes", seats.Biproportional{}, matrix(t, two, two, []int64{1, 1}, 0, 0, 0, 0), "no weight"},
		{"no table", seats.Biproportional{Voters: seats.RawVotes}, matrix(t, two, two, []int64{1, 3}, 900, 0, 0, 100), "A are due 4 seats, and have votes only where 1 are given, in A"},
		{"a district without votes", seats.Biproportional{}, matrix(t, two, two, []int64{1, 3}, 900, 10, 0, 0), "no table of seats"},
		{"no such voters", seats.Biproportional{Voters: 9}, uri(t), "no such voters 9"},
		{"valid votes of the house", seats.Biproportional{Threshold: seats.Threshold{Valid: 1e9}}, uri(t), "its own votes"},
		{"unknown exempt", seats.Biproportional{Threshold: seats.Threshold{Exempt: []string{"X"}}}, uri(t), `"X" is not a list`},
		{"a share of more than all", seats.Biproportional{Overall: vicinia.Frac(2, 1)}, uri(t), "overall: 200% is not from 0 to 1"},
		{"first in more districts than seats", seats.Biproportional{Leaders: true},
			matrix(t, []string{"N", "S", "W"}, two, []int64{1, 1, 1}, 51, 49, 51, 49, 51, 49), "a list due 2 seats leads in more districts"},
		{"nowhere else", seats.Biproportional{Voters: seats.RawVotes, Leaders: true}, matrix(t, two, two, []int64{1, 3}, 900, 10, 0, 0), "no table of seats"},
		{"voters overflow", seats.Biproportional{Voters: seats.ExactVoters}, matrix(t, two, two, []int64{1_000_003, 7}, 1<<61, 1, 1, 1), "voters of all lists: M-3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(tt.give, nil)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, out)
		})
	}
	s, err := ballot.NewSlate(two...)
	require.NoError(t, err)
	_, err = seats.NewMatrix(s, s, []int64{-1, 2}, []int64{1, -1, 1<<63 - 1, 1})
	for _, want := range []string{"seats[0]: -1 seats", "votes[1]: -1 votes", "votes[2]: M-3"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = seats.NewMatrix(s, s, []int64{0, 0}, []int64{1, 1, 1, 1})
	assert.ErrorContains(t, err, "no seats")
	_, err = seats.NewMatrix(s, s, []int64{1}, nil)
	assert.ErrorContains(t, err, "1 seats and 0 votes")
}

// slowTables are all tables of the highest product of votes over signposts among those
// with the given margins and a seat for who leads: the tables of Pukelsheim (Gaffke & Pukelsheim, Mathematical
// Social Sciences 56, 2008), found by trying all.
func slowTables(votes, rows, columns []int64, leads []bool) (best [][]int64) {
	var top *big.Rat
	cells := make([]int64, len(votes))
	left := slices.Clone(columns)
	var try func(at int, row int64, worth *big.Rat)
	try = func(at int, row int64, worth *big.Rat) {
		j := at % len(columns)
		if at > 0 && j == 0 && row != 0 {
			return
		}
		if at == len(votes) {
			if slices.Max(left) > 0 {
				return
			}
			c := -1
			if top != nil {
				c = top.Cmp(worth)
			}
			if c < 0 {
				top, best = worth, nil
			}
			if c <= 0 {
				best = append(best, slices.Clone(cells))
			}
			return
		}
		if j == 0 {
			row = rows[at/len(columns)]
		}
		for n := int64(0); n <= min(row, left[j]) && (n == 0 || votes[at] > 0); n++ {
			if leads[at] && n == 0 {
				continue
			}
			if n > 1 || n > 0 && !leads[at] { // the seat of who leads is free
				worth = new(big.Rat).Mul(worth, big.NewRat(2*votes[at], 2*n-1))
			}
			cells[at] = n
			left[j] -= n
			try(at+1, row-n, worth)
			left[j] += n
		}
		cells[at] = 0
	}
	try(0, 0, big.NewRat(1, 1))
	return best
}

// slowLeaders are the cells with the most votes of their district.
func slowLeaders(r seats.Biproportional, votes, due []int64) []bool {
	leads, columns := make([]bool, len(votes)), len(votes)/len(due)
	for at, n := range votes {
		row := votes[at/columns*columns:][:columns]
		sorted := slices.Sorted(slices.Values(row))
		level := int64(columns - slices.Index(sorted, sorted[columns-1]))
		leads[at] = r.Leaders && n > 0 && n == sorted[columns-1] && level <= due[at/columns]
	}
	return leads
}

// Every way of breaking the ties gives one of the tables of the slow way, and all of them.
func TestBiproportionalAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	tied, none := 0, 0
	for range 1_500 {
		rows, columns := 2+rng.IntN(2), 2+rng.IntN(2)
		most := []int64{3, 9, 1_000}[rng.IntN(3)]
		votes, due := make([]int64, rows*columns), make([]int64, rows)
		for i := range votes {
			votes[i] = rng.Int64N(most)
		}
		votes[0] = most
		for i := range due {
			due[i] = 1 + rng.Int64N(3)
		}
		m := matrix(t, names(rows), names(columns), due, votes...)
		r := seats.Biproportional{Voters: seats.RawVotes, Leaders: rng.IntN(2) == 0}
		out, err := r.Decide(m, ballot.Sequence(names(columns)))
		leads := slowLeaders(r, votes, due)
		if err != nil {
			require.ErrorContains(t, err, "no table")
			none++
			continue
		}
		want := slowTables(votes, due, out.Seats, leads)
		require.Contains(t, want, out.Cells, "%v %v %v", votes, due, out.Seats)
		prove(t, m, out)
		all, err := ballot.Universes(5_000, func(tb ballot.TieBreak) (*seats.Table, error) { return r.Decide(m, tb) })
		if err != nil {
			require.ErrorContains(t, err, "no table", "another tie of lists may leave none")
			continue
		}
		var got [][]int64
		for _, u := range all {
			if slices.Equal(u.Seats, out.Seats) {
				got = append(got, u.Cells)
			}
		}
		slices.SortFunc(got, slices.Compare)
		slices.SortFunc(want, slices.Compare)
		require.Equal(t, want, slices.CompactFunc(got, slices.Equal), "%v %v %v", votes, due, out.Seats)
		if len(want) > 1 {
			tied++
		}
	}
	assert.Greater(t, tied, 30)
	assert.Less(t, none, 400)
}

// A tie that stands gives its seats to nobody, and the rest as always.
func TestTiedTable(t *testing.T) {
	m := matrix(t, []string{"N", "S"}, []string{"A", "B"}, []int64{1, 1}, 10, 10, 10, 10)
	out := table(t, seats.Biproportional{}, m, nil)
	assert.True(t, out.Tied())
	assert.Equal(t, []int64{0, 0, 0, 0}, out.Cells)
	assert.Equal(t, []int64{0, 0}, out.Seats)
	assert.Equal(t, []ballot.Tie{{For: "tied seat 1 of N", Options: []ballot.Option{0, 1}, Places: 1}}, out.Ties)
	out = table(t, seats.Biproportional{}, m, ballot.Sequence{"B", "A"})
	assert.False(t, out.Tied())
	assert.Equal(t, []int64{0, 1, 1, 0}, out.Cells)

	// A tie for the house: nothing can be said of the districts.
	m = matrix(t, []string{"N", "S"}, []string{"A", "B"}, []int64{1, 2}, 10, 10, 10, 10)
	out = table(t, seats.Biproportional{Voters: seats.RawVotes}, m, nil)
	assert.Equal(t, []int64{1, 1}, out.Seats)
	assert.Equal(t, []int64{0, 0, 0, 0}, out.Cells)
	assert.Equal(t, "the last seat", out.Ties[0].For)
}

// The order of districts and lists changes no cell, nor do votes in larger units.
func TestBiproportionalProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 150 {
		rows, columns := 2+rng.IntN(8), 2+rng.IntN(6)
		m, votes, due := randomMatrix(t, rng, rows, columns)
		r := seats.Biproportional{Voters: seats.Voters(rng.IntN(3))}
		out := table(t, r, m, nil)
		if out.Tied() {
			continue
		}
		prove(t, m, out)
		pr, pc := rng.Perm(rows), rng.Perm(columns)
		turned, turnedDue := make([]int64, len(votes)), make([]int64, rows)
		for i, p := range pr {
			turnedDue[p] = due[i]
			for j, q := range pc {
				turned[p*columns+q] = votes[i*columns+j]
			}
		}
		other := table(t, r, matrix(t, names(rows), names(columns), turnedDue, turned...), nil)
		for i, p := range pr {
			for j, q := range pc {
				require.Equal(t, out.Cells[i*columns+j], other.Cells[p*columns+q])
			}
		}
		if r.Voters != seats.WholeVoters {
			for i := range votes {
				votes[i] *= 7
			}
			require.Equal(t, out.Cells, table(t, r, matrix(t, names(rows), names(columns), due, votes...), nil).Cells)
		}
	}
}

func randomMatrix(t testing.TB, rng *rand.Rand, rows, columns int) (m *seats.Matrix, votes, due []int64) {
	for range rows {
		due = append(due, 2+rng.Int64N(20))
		for j := range columns {
			votes = append(votes, 1+rng.Int64N(60_000/int64(j+1)))
		}
	}
	return matrix(t, names(rows), names(columns), due, votes...), votes, due
}

func FuzzBiproportional(f *testing.F) {
	f.Add(int64(10), int64(10), int64(10), int64(10), uint8(1), uint8(1))
	f.Add(int64(1)<<60, int64(3), int64(0), int64(1)<<59, uint8(200), uint8(7))
	f.Fuzz(func(t *testing.T, a, b, c, d int64, r, s uint8) {
		const mask = 1<<61 - 1
		two := []string{"A", "B"}
		m := matrix(t, two, two, []int64{1 + int64(r), 1 + int64(s)}, a&mask, b&mask, c&mask, d&mask)
		out, err := seats.Biproportional{Voters: seats.RawVotes}.Decide(m, ballot.Sequence(two))
		if err == nil {
			prove(t, m, out)
		}
	})
}

func BenchmarkBiproportional(b *testing.B) {
	for _, n := range []struct{ rows, columns int }{{9, 9}, {18, 12}, {60, 20}} {
		b.Run(fmt.Sprintf("districts=%d/lists=%d", n.rows, n.columns), func(b *testing.B) {
			m, _, _ := randomMatrix(b, rand.New(rand.NewPCG(1, 1)), n.rows, n.columns)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (seats.Biproportional{}).Decide(m, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleBiproportional() {
	districts, err := ballot.NewSlate("North", "South")
	if err != nil {
		fmt.Println(err)
		return
	}
	lists, err := ballot.NewSlate("A", "B")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := seats.NewMatrix(districts, lists, []int64{3, 2}, []int64{
		1_500, 900,
		300, 400,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := seats.Biproportional{}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// A: 650 voters, 3 seats
	// B: 500 voters, 2 seats
	// North, A: 1500 votes over 800 x 1 = 1.875: 2 seats
	// North, B: 900 votes over 800 x 1 = 1.125: 1 seats
	// South, A: 300 votes over 400 x 1 = 0.750: 1 seats
	// South, B: 400 votes over 400 x 1 = 1.000: 1 seats
}
