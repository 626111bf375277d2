package year_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// towns is how many municipalities a country has; they lie in one region.
const towns = 30

func town(k int) census.JurisdictionID { return census.JurisdictionID(fmt.Sprint("town-", k)) }

// country is a world of so many people with all acts of a year done and its rolls open:
// everybody pays in a town and in the region, every tenth moves, every third designates.
func country(t testing.TB, people int) *World {
	t.Helper()
	acts := []Act{Jurisdiction{ID: "region", Kind: Region, Currency: fiscal.EUR, Powers: own}}
	laws := []Act{flat("region", 2025, "4%")}
	var votes []Act
	for k := range towns {
		acts = append(acts, Jurisdiction{ID: town(k), Kind: Municipality, Within: "region", Currency: fiscal.EUR, Powers: own})
		laws = append(laws, flat(town(k), 2025, "8%"), Policy{Jurisdiction: town(k), Year: 2025, Cap: pct("15%")})
		votes = append(votes, Call{ID: CallID(fmt.Sprint("vote-", k)), Body: ResidentsOf(town(k)), On: date("2025-05-30"), Vote: date("2025-07-20"), Rule: rule})
	}
	acts = append(append(acts, communities()...), Compact{ID: "water", Level: Municipality, Objects: []string{"water"}})
	for k := range towns {
		acts = append(acts, Accession{Compact: "water", Party: town(k), From: date("2019-01-01"), Share: share.Revenue{Rate: pct("10%")}})
	}
	w := then(t, decreed(t, made(t, acts...), laws...), votes...)
	for _, of := range []func(id census.PersonID, i int, yield func(Act) bool) bool{arrives, moves, pays, files} {
		var refused []Refusal
		w, refused = w.Admit(func(yield func(Act) bool) {
			for i := range people {
				if !of(census.PersonID(fmt.Sprintf("person-%08d", i)), i, yield) {
					return
				}
			}
		})
		require.Empty(t, refused)
	}
	return w
}

func arrives(id census.PersonID, i int, yield func(Act) bool) bool {
	return yield(Person{ID: id, Born: date("1935-01-01") + vicinia.Date(i*7919%30000)}) &&
		yield(Residency{Person: id, Municipality: town(i % towns), From: date("2015-01-01")})
}

func moves(id census.PersonID, i int, yield func(Act) bool) bool {
	on := date("2025-01-01") + vicinia.Date(i%365)
	return i%10 != 0 || yield(Move{Person: id, To: town((i + 1) % towns), On: on, Recorded: on})
}

func pays(id census.PersonID, i int, yield func(Act) bool) bool {
	return yield(Base{Person: id, Year: 2025, Amount: tax.Base(i%90_000) * 10_007})
}

func files(id census.PersonID, i int, yield func(Act) bool) bool {
	return i%3 != 0 || yield(Filing{Person: id, Jurisdiction: town(i % towns), Year: 2025, On: date("2025-04-10"), Choices: []designation.Choice{
		{Recipient: "Esperanto", Share: vicinia.Frac(int64(1+i%50), 1000)}, {Recipient: "Linux", Share: pct("5%")}}})
}

// bySize runs a benchmark by number of people; ten million with VICINIA_LARGE set.
func bySize(b *testing.B, bench func(b *testing.B, w *World)) {
	sizes := []int{1e3, 1e4, 1e5, 1e6}
	if os.Getenv("VICINIA_LARGE") != "" {
		sizes = append(sizes, 1e7)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprint("people=", n), func(b *testing.B) {
			w := country(b, n)
			b.ReportAllocs()
			bench(b, w)
		})
	}
}

func perPerson(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/person")
}

// The rolls of all towns, closed together. The ids did not arrive in their order.
func BenchmarkRolls(b *testing.B) {
	bySize(b, func(b *testing.B, w *World) {
		var closing RollClosing
		for c := range w.Calls() {
			if _, closed := w.Roll(c.ID); !closed {
				closing.Calls = append(closing.Calls, c.ID)
			}
		}
		for b.Loop() {
			if _, err := w.Apply(closing); err != nil {
				b.Fatal(err)
			}
		}
		perPerson(b, w.Register().Len())
	})
}

// The year as far as a phase: assessing alone, with designating, and the whole.
func BenchmarkRunTo(b *testing.B) {
	for _, to := range []Phase{Assessed, Designated, Closed} {
		b.Run(to.String(), func(b *testing.B) {
			bySize(b, func(b *testing.B, w *World) {
				for b.Loop() {
					if _, err := year.RunTo(w, 2025, to); err != nil {
						b.Fatal(err)
					}
				}
				perPerson(b, w.Register().Len())
			})
		})
	}
}

func BenchmarkTaxpayer(b *testing.B) {
	bySize(b, func(b *testing.B, w *World) {
		for b.Loop() {
			if _, err := year.Taxpayer(w, "person-00000030", 2025); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// One filing more, and so a new world.
func BenchmarkPreview(b *testing.B) {
	bySize(b, func(b *testing.B, w *World) {
		f := filing("person-00000030", town(0), 2025, "2025-05-05", "Oceans=15%")
		for b.Loop() {
			if _, err := w.Apply(f); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Entering all people with their stays, bases and filings.
func BenchmarkAdmit(b *testing.B) {
	for _, n := range []int{1e3, 1e4, 1e5} {
		b.Run(fmt.Sprint("people=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				country(b, n)
			}
			perPerson(b, n)
		})
	}
}

// The work is linear in the payers: assessing allocates for growing columns and for no
// payer, and every payer is visited once.
func TestRun_LinearWork(t *testing.T) {
	sizes := []int{4_000, 16_000}
	var allocs []int
	for _, n := range sizes {
		w := country(t, n)
		visits := 0
		for range w.Payers(2025) {
			visits++
		}
		require.Equal(t, n, visits)
		allocs = append(allocs, int(testing.AllocsPerRun(3, func() {
			if _, err := year.Run(w, 2025); err != nil {
				t.Error(err)
			}
		})))
	}
	// Four times as many payers: only the doublings of the columns are new, a few for each
	// of the 31 places.
	require.Less(t, allocs[1]-allocs[0], (towns+1)*20)
}

// The work is linear in the jurisdictions and their votes too: four times as many take no
// more than six times the allocations.
func TestRun_LinearInJurisdictions(t *testing.T) {
	allocated := func(n int) float64 {
		var acts []Act
		var calls []CallID
		for i := range n {
			id := census.JurisdictionID(fmt.Sprint("m", i))
			levy := flat(id, 2025, "8%")
			levy.External = true
			call := CallID(fmt.Sprint("c", i))
			acts = append(acts, Jurisdiction{ID: id, Kind: Municipality, Currency: fiscal.EUR}, levy,
				Call{ID: call, Body: ResidentsOf(id), On: date("2025-01-01"), Vote: date("2025-03-02")})
			calls = append(calls, call)
		}
		w := then(t, made(t, acts...), RollClosing{Calls: calls})
		return testing.AllocsPerRun(1, func() { _ = run(t, w, 2025) })
	}
	require.Less(t, allocated(800), 6*allocated(200))
}
