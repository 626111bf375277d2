package share_test

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

func TestSplit(t *testing.T) {
	half := share.Days{Party: 183, Year: 366}
	leap := share.Days{Party: 366, Year: 366}
	party := func(name, net string, heads int64, days share.Days) share.Party {
		return share.Party{Name: name, Net: eur(net), Heads: heads, Days: days}
	}
	tests := []struct {
		name    string
		key     share.Key
		cost    string
		parties []share.Party
		want    []string
	}{
		{"thirds, ties by name", share.Equal, "100.00", []share.Party{
			party("C", "0", 0, wholeYear), party("A", "0", 0, wholeYear), party("B", "0", 0, wholeYear)},
			[]string{"33.33", "33.34", "33.33"}},
		{"names by bytes", share.Equal, "0.01", []share.Party{
			party("a", "0", 0, wholeYear), party("Z", "0", 0, wholeYear), party("ä", "0", 0, wholeYear)},
			[]string{"0.00", "0.01", "0.00"}},
		{"heads", share.PerHead, "999.99", []share.Party{
			party("A", "0", 3, wholeYear), party("B", "0", 3, wholeYear), party("C", "0", 1, wholeYear)},
			[]string{"428.57", "428.57", "142.85"}},
		{"heads by days", share.PerHead, "300.00", []share.Party{
			party("A", "0", 100, leap), party("B", "0", 100, half)}, []string{"200.00", "100.00"}},
		{"equal by days", share.Equal, "300.00", []share.Party{party("A", "0", 7, leap), party("B", "0", 1, half)},
			[]string{"200.00", "100.00"}},
		{"capacity", share.Capacity, "100.00", []share.Party{
			party("A", "5012.00", 0, wholeYear), party("B", "3810.21", 0, wholeYear)}, []string{"56.81", "43.19"}},
		{"a net below zero weighs nothing", share.Capacity, "100.00", []share.Party{
			party("A", "-1.00", 0, wholeYear), party("B", "0.01", 0, wholeYear)}, []string{"0.00", "100.00"}},
		{"nobody lives there", share.PerHead, "0.01", []share.Party{
			party("A", "0", 0, wholeYear), party("B", "0", 1, wholeYear)}, []string{"0.00", "0.01"}},
		{"no day as a party", share.Equal, "0.01", []share.Party{
			party("A", "0", 0, share.Days{Year: 365}), party("B", "0", 0, wholeYear)}, []string{"0.00", "0.01"}},
		{"no cost", share.Equal, "0", []share.Party{party("A", "0", 0, wholeYear)}, []string{"0.00"}},
		{"weights past 64 bits", share.Capacity, "1.00", []share.Party{
			party("A", "9999999999999999.99", 0, wholeYear), party("B", "9999999999999999.99", 0, wholeYear),
			party("C", "9999999999999999.99", 0, wholeYear)}, []string{"0.34", "0.33", "0.33"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := share.Split(eur(tt.cost), tt.key, tt.parties)
			require.NoError(t, err)
			var amounts []string
			for _, m := range got {
				amounts = append(amounts, m.Amount())
			}
			assert.Equal(t, tt.want, amounts)
		})
	}
}

func TestSplitRefuses(t *testing.T) {
	good := share.Party{Name: "A", Net: eur("1.00"), Heads: 1, Days: wholeYear}
	with := func(change func(p *share.Party)) []share.Party {
		p := good
		p.Name = "B"
		change(&p)
		return []share.Party{good, p}
	}
	idle := good
	idle.Heads = 0
	tests := []struct {
		name    string
		cost    fiscal.Money
		key     share.Key
		parties []share.Party
		want    vicinia.Invariant // "" where no rule of the domain is broken
		path    string
	}{
		{"negative cost", eur("-0.01"), share.Equal, []share.Party{good}, "K-9", "cost"},
		{"no parties", eur("1"), share.Equal, nil, "K-9", "parties"},
		{"no weight", eur("1"), share.PerHead, []share.Party{idle}, "K-9", "parties"},
		{"no weight for no cost", eur("0"), share.PerHead, []share.Party{idle}, "K-9", "parties"},
		{"two currencies", eur("1"), share.Equal, with(func(p *share.Party) { p.Net = fiscal.CHF.Minor(1) }), "M-7", "parties[1].net"},
		{"negative heads", eur("1"), share.Equal, with(func(p *share.Party) { p.Heads = -1 }), "", "parties[1].heads"},
		{"no days", eur("1"), share.Equal, with(func(p *share.Party) { p.Days.Party = 400 }), "", "parties[1].days"},
		{"two years", eur("1"), share.Equal, with(func(p *share.Party) { p.Days.Year = 366 }), "", "parties[1].days"},
		{"a name twice", eur("1"), share.Equal, with(func(p *share.Party) { p.Name = "A" }), "", "parties[1].name"},
		{"no such key", eur("1"), share.Equal + 1, []share.Party{good}, "", "key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := share.Split(tt.cost, tt.key, tt.parties)
			require.Error(t, err)
			assert.Nil(t, got)
			faults := slices.Collect(vicinia.Faults(err))
			require.Len(t, faults, 1)
			assert.Equal(t, tt.want, faults[0].Breaks)
			assert.Equal(t, tt.path, faults[0].Path)
		})
	}
	_, err := share.Split(eur("-1"), share.Equal, nil)
	assert.Len(t, slices.Collect(vicinia.Faults(err)), 2, "every fault")
}

// compact draws parties of one year; some weigh nothing, some alike.
func compact(rng *rand.Rand) (fiscal.Money, share.Key, []share.Party) {
	year := 365 + rng.IntN(2)
	parties := make([]share.Party, 1+rng.IntN(10))
	shift := rng.IntN(62)
	for i := range parties {
		parties[i] = share.Party{
			Name:  string(rune('A' + i)),
			Net:   fiscal.EUR.Minor(rng.Int64()>>shift - rng.Int64()>>shift/4),
			Heads: rng.Int64N(4),
			Days:  share.Days{Party: []int{0, year, rng.IntN(year + 1)}[rng.IntN(3)], Year: year},
		}
	}
	return fiscal.EUR.Minor(rng.Int64() >> rng.IntN(63)), share.Key(rng.IntN(3)), parties
}

// weight says what a key means, in words of any size.
func weight(k share.Key, p share.Party) *big.Int {
	by := map[share.Key]int64{share.PerHead: p.Heads, share.Capacity: max(p.Net.Minor(), 0), share.Equal: 1}[k]
	return new(big.Int).Mul(big.NewInt(by), big.NewInt(int64(p.Days.Party)))
}

// slowSplit is the largest remainder by fractions, ties by name.
func slowSplit(cost fiscal.Money, k share.Key, parties []share.Party) ([]int64, bool) {
	sum := new(big.Int)
	for _, p := range parties {
		sum.Add(sum, weight(k, p))
	}
	if sum.Sign() == 0 {
		return nil, false
	}
	units, rests, order := make([]int64, len(parties)), make([]*big.Int, len(parties)), make([]int, len(parties))
	left := cost.Minor()
	for i, p := range parties {
		var q *big.Int
		q, rests[i] = new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(cost.Minor()), weight(k, p)), sum, new(big.Int))
		units[i], order[i] = q.Int64(), i
		left -= q.Int64()
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(rests[b].Cmp(rests[a]), cmp.Compare(parties[a].Name, parties[b].Name))
	})
	for _, i := range order[:left] {
		units[i]++
	}
	return units, true
}

// TestSplitAgainstFractions compares with the slow version in two orders of the parties,
// and adds up to the cost, to the cent (K-10).
func TestSplitAgainstFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	done := 0
	for range 10_000 {
		cost, key, parties := compact(rng)
		want, weighty := slowSplit(cost, key, parties)
		got, err := share.Split(cost, key, parties)
		if !weighty {
			require.ErrorIs(t, err, vicinia.Invariant("K-9"))
			continue
		}
		done++
		require.NoError(t, err)
		sum, err := fiscal.Sum(got...)
		require.NoError(t, err)
		require.Equal(t, cost, sum)
		perm := rng.Perm(len(parties))
		shuffled := make([]share.Party, len(parties))
		for i, p := range perm {
			shuffled[i] = parties[p]
		}
		again, err := share.Split(cost, key, shuffled)
		require.NoError(t, err)
		for i, p := range perm {
			require.Equal(t, want[i], got[i].Minor(), "%v by %v among %+v", cost, key, parties)
			require.Equal(t, got[p], again[i])
		}
	}
	assert.Greater(t, done, 8_000)
}

func FuzzSplit(f *testing.F) {
	f.Add(int64(10000), uint8(2), int64(1), int64(1), int64(1), uint16(365))
	f.Add(int64(math.MaxInt64), uint8(1), int64(math.MaxInt64), int64(-1), int64(math.MaxInt64), uint16(1))
	f.Fuzz(func(t *testing.T, cost int64, key uint8, a, b, c int64, days uint16) {
		var parties []share.Party
		for i, n := range []int64{a, b, c} {
			parties = append(parties, share.Party{Name: fmt.Sprint(i), Net: fiscal.EUR.Minor(n), Heads: n,
				Days: share.Days{Party: int(days), Year: 366}})
		}
		got, err := share.Split(fiscal.EUR.Minor(cost), share.Key(key), parties)
		if err != nil {
			require.Nil(t, got)
			return
		}
		sum, err := fiscal.Sum(got...)
		require.NoError(t, err)
		require.Equal(t, cost, sum.Minor())
		for i, p := range parties {
			require.False(t, got[i].Sign() != 0 && weight(share.Key(key), p).Sign() == 0, "a cent to a zero weight")
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	for _, n := range []int{3, 100, 10_000} {
		parties := make([]share.Party, n)
		for i := range parties {
			parties[i] = share.Party{Name: fmt.Sprintf("M%05d", i), Net: fiscal.EUR.Minor(int64(i) * 12345),
				Heads: int64(i), Days: wholeYear}
		}
		for _, key := range []share.Key{share.PerHead, share.Capacity, share.Equal} {
			b.Run(fmt.Sprintf("%v/parties=%d", key, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := share.Split(fiscal.EUR.Minor(1e11), key, parties); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkDue(b *testing.B) {
	p := share.Party{Name: "B", Net: eur("4000.00"), Days: share.Days{Party: 181, Year: 365}}
	tenth := share.Revenue{Rate: pct("10%")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tenth.Due(p); err != nil {
			b.Fatal(err)
		}
	}
}
