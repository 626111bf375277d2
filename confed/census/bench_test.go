package census_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

// bySize runs a benchmark by number of people; ten million with VICINIA_LARGE set.
func bySize(b *testing.B, bench func(b *testing.B, n int)) {
	sizes := []int{1e3, 1e4, 1e5, 1e6}
	if os.Getenv("VICINIA_LARGE") != "" {
		sizes = append(sizes, 1e7)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("people=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			bench(b, n)
		})
	}
}

// ids of n people, in byte order or in another.
func ids(n int, inOrder bool) []PersonID {
	list := make([]PersonID, n)
	for i := range list {
		list[i] = PersonID(fmt.Sprintf("person-%08d", i))
	}
	if !inOrder {
		rng := rand.New(rand.NewPCG(1, 2))
		rng.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	return list
}

// settle gives people ages from 0 to 90, a home in one of 30 towns, and every fourth a
// former one.
func settle(b testing.TB, people []PersonID) *Register {
	var towns [30]JurisdictionID
	e := new(Register).Edit()
	for k := range towns {
		towns[k] = JurisdictionID(fmt.Sprintf("town-%d", k))
		require.NoError(b, e.Place(Place{ID: towns[k]}))
	}
	rng := rand.New(rand.NewPCG(3, 4))
	start, moved := date("2015-01-01"), date("2022-05-01")
	for _, p := range people {
		err := e.Person(Person{ID: p, Born: date("1935-01-01") + vicinia.Date(rng.IntN(90*365))})
		if err == nil {
			err = e.Residency(Residency{Person: p, Municipality: towns[rng.IntN(15)], From: start})
		}
		if err == nil && rng.IntN(4) == 0 {
			err = e.Move(p, towns[15+rng.IntN(15)], moved, moved)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return e.Register()
}

func townCalls() (calls []Call) {
	for k := range 30 {
		calls = append(calls, Call{Place: JurisdictionID(fmt.Sprintf("town-%d", k)), Rule: spanish, Call: date("2025-05-30")})
	}
	return calls
}

// The rolls of 30 municipalities on one day.
func BenchmarkBuildAll(b *testing.B) {
	for _, inOrder := range []bool{true, false} {
		b.Run(fmt.Sprintf("sorted=%t", inOrder), func(b *testing.B) {
			bySize(b, func(b *testing.B, n int) {
				r, calls := settle(b, ids(n, inOrder)), townCalls()
				for b.Loop() {
					if _, err := BuildAll(r, date("2025-07-20"), calls...); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func BenchmarkRoll_Digest(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		l, err := Build(settle(b, ids(n, true)), spanish, "town-0", date("2025-05-30"), date("2025-07-20"))
		require.NoError(b, err)
		for b.Loop() {
			l.Digest()
		}
	})
}

// Entering people, their stays and moves.
func BenchmarkEditor(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		people := ids(n, false)
		for b.Loop() {
			settle(b, people)
		}
	})
}

// One departure, and so a new register.
func BenchmarkEditor_DepartureOne(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		people := ids(n, false)
		r, on, k := settle(b, people), date("2025-01-01"), 0
		for b.Loop() {
			e := r.Edit()
			if err := e.Departure(people[k%n], on); err != nil {
				b.Fatal(err)
			}
			e.Register()
			k++
		}
	})
}

// The days of residence of everybody, as the fiscal year counts them.
func BenchmarkRegister_StaysAt(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		r, year := settle(b, ids(n, false)), vicinia.Year(2025)
		days := 0
		for b.Loop() {
			for i := range r.Len() {
				for s := range r.StaysAt(i) {
					if both, ok := year.Meet(vicinia.Interval{From: s.From, To: s.To}); ok {
						days += both.Days()
					}
				}
			}
		}
		require.Positive(b, days)
	})
}
