package census

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
)

// town has n people in 30 municipalities of three regions.
func town(t testing.TB, n int) *Register {
	e := new(Register).Edit()
	for _, id := range []JurisdictionID{"R0", "R1", "R2"} {
		require.NoError(t, e.Place(Place{ID: id, Region: true}))
	}
	for k := range 30 {
		in := JurisdictionID(fmt.Sprintf("R%d", k%3))
		require.NoError(t, e.Place(Place{ID: JurisdictionID(fmt.Sprintf("M%d", k)), Within: in}))
	}
	for i := range n {
		p := PersonID(fmt.Sprintf("P%07d", i))
		require.NoError(t, e.Person(Person{ID: p, Born: vicinia.Date(700_000 + i%30_000)}))
		home := JurisdictionID(fmt.Sprintf("M%d", i%30))
		require.NoError(t, e.Residency(Residency{Person: p, Municipality: home, From: 720_000}))
	}
	return e.Register()
}

// A scan looks at every person once for each distinct reference date, however many rolls
// there are.
func TestScan_Linear(t *testing.T) {
	vote := vicinia.MustDate("2025-07-20")
	for _, n := range []int{0, 1, 64, 1000, 5000} {
		r := town(t, n)
		for _, dates := range []int{1, 2, 7} {
			var tests []*test
			for k := range 30 * dates {
				c := Call{Place: JurisdictionID(fmt.Sprintf("M%d", k%30)), Call: vote, Vote: vote}
				c.Rule.Reference = DaysBefore(k / 30)
				x, err := r.test(c)
				require.NoError(t, err)
				tests = append(tests, x)
			}
			_, visits := r.scan(tests)
			assert.Equal(t, n*dates, visits)
		}
	}
}

// Ids of any bytes come out in byte order: prefixes of one another, NULs, long ones that
// differ late.
func TestRegister_Sort(t *testing.T) {
	ids := []PersonID{
		"p", "p\x00", "p\x00\x00", "p1", "p10", "p2", "p\xff", "q", "pp", "prefix-of-many-bytes-1",
		"prefix-of-many-bytes-10", "prefix-of-many-bytes-2", "prefix-of-many-bytez", "P", "\x00", "\xff\xff",
	}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 2))
		rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for n := range len(ids) + 1 {
			e := new(Register).Edit()
			for _, id := range ids[:n] {
				require.NoError(t, e.Person(Person{ID: id, Born: 1}))
			}
			var got []PersonID
			for p := range e.Register().People() {
				got = append(got, p.ID)
			}
			assert.Equal(t, slices.Sorted(slices.Values(ids[:n])), got)
		}
	}
}
