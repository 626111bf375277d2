package designation

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// drawRegime draws slots of all kinds over some recipients; it passes Check.
func drawRegime(t testing.TB, random *rand.Rand) *Regime {
	t.Helper()
	r := &Regime{Name: "drawn", Year: 2025, Currency: fiscal.EUR, Recipients: list("a", "b", "c", "d", "e")}
	if random.IntN(4) == 0 {
		r.Mode = Surcharge
	}
	for i := range 1 + random.IntN(4) {
		s := Slot{Name: fmt.Sprint("slot ", i), Rate: vicinia.Frac(1+random.Int64N(24), 100), Rounding: Round(random.IntN(4))}
		if random.IntN(3) == 0 {
			s.MaxRecipients = 1 + random.IntN(3)
		}
		if random.IntN(3) == 0 {
			s.Quantum = 1 + random.Int64N(20)
		}
		if random.IntN(3) == 0 {
			s.MinLine = fiscal.EUR.Minor(random.Int64N(500))
		}
		r.Slots = append(r.Slots, s)
	}
	require.NoError(t, r.Check())
	return r
}

// drawColumns draws lines that the regime admits, most of them in order of slots, and bases
// that are of one length but for some batches with all.
func drawColumns(random *rand.Rand, r *Regime, n int) Returns {
	var c Returns
	length, odd := 1+random.IntN(36), random.IntN(8) == 0
	most := []int64{50, 50, 2}[random.IntN(3)] // small shares are within any cap
	var lines []Line
	for range n {
		lines = lines[:0]
		for slot := range r.Slots {
			s := &r.Slots[slot]
			left, dens := s.Rate, [...]int64{300, 500, 1000}
			for k := range random.IntN(3) {
				if s.MaxRecipients > 0 && k >= s.MaxRecipients {
					break
				}
				share := vicinia.Frac(random.Int64N(most), dens[random.IntN(3)])
				rest, err := left.Sub(share)
				if err != nil || rest.Sign() < 0 {
					continue
				}
				left = rest
				lines = append(lines, Line{Recipient: uint32(random.IntN(len(r.Recipients))), Share: must(c.Share(share)), Slot: uint16(slot)})
			}
		}
		if random.IntN(50) == 0 {
			random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		}
		base := random.Int64N(1 << length)
		if odd && random.IntN(200) == 0 {
			base = edge(random) >> 1
		}
		c.Add(base, lines...)
	}
	return c
}

// slowCount counts in math/big, payer by payer, as the words of the parameters say.
func slowCount(r *Regime, c Returns) (sums []*big.Int, lines []int64) {
	n := len(r.Recipients)
	sums, lines = make([]*big.Int, n*len(r.Slots)), make([]int64, n*len(r.Slots))
	for i := range sums {
		sums[i] = new(big.Int)
	}
	var slow ints
	var left big.Int
	for i, base := range c.Base {
		left.SetInt64(base)
		for _, l := range c.Lines[c.Start[i]:c.Start[i+1]] {
			s := &r.Slots[l.Slot]
			amount, _ := slow.rate(c.Shares[l.Share], s.Rounding, max(1, s.Quantum), base)
			if amount.Cmp(slow.y.SetInt64(s.MinLine.Minor())) < 0 {
				continue
			}
			if r.carves() && amount.Cmp(&left) > 0 {
				amount.Set(&left)
			}
			left.Sub(&left, amount)
			at := int(l.Slot)*n + int(l.Recipient)
			sums[at].Add(sums[at], amount)
			lines[at]++
		}
	}
	return sums, lines
}

// ways counts the lines that each loop takes, by whether it minds caps and which roundings, and at
// last those of the way of one payer.
func ways(r *Regime, c Returns, all *[7]int) {
	k, totals, b := newKernel(r, c.Shares), r.totals(), new(block)
	for at := 0; at < c.Len(); at += blockPayers {
		end := min(c.Len(), at+blockPayers)
		n, way := int(c.Start[end]-c.Start[at]), 6
		if k.quick != nil && k.block(totals, b, c.Base[at:end], c.Start[at:end+1], c.Lines) {
			way = k.quick.rounding
			if uint64(b.most) > k.quick.free {
				way += 3
			}
		}
		all[way] += n
	}
}

// Every loop over blocks, the way of one payer, and math/big agree, in any order and any cut.
func TestCountAgainstBig(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	lines := [7]int{}
	for n := range cases(600) {
		r := drawRegime(t, random)
		if n%3 == 0 { // as the most of the laws
			for i := range r.Slots {
				r.Slots[i].Rounding, r.Slots[i].MinLine = Down, fiscal.Money{}
			}
		}
		c := drawColumns(random, r, random.IntN(3000))
		ways(r, c, &lines)
		sums, numbers := slowCount(r, c)
		whole, err := r.Count(c)
		require.NoError(t, err)
		for i := range sums {
			require.Zero(t, sums[i].Cmp(whole.cells[i].sum.Big()), "cell %d", i)
			require.Equal(t, numbers[i], whole.cells[i].lines, "cell %d", i)
		}
		parts, err := Sum(3, c.Split(7), r.Count)
		require.NoError(t, err)
		require.Equal(t, must(whole.MarshalBinary()), must(parts.MarshalBinary()))
	}
	for way, n := range lines {
		if testing.Short() {
			break // too few to tell
		}
		assert.Greater(t, n, 10_000, "way %d of %v", way, lines)
	}
}

// Tills hold a million lines, or 2^44 quanta, and are emptied in time.
func TestTillsAreEmptied(t *testing.T) {
	r := confederal(t, "15%", "a", "b")
	for _, base := range []int64{700, 1 << 33} {
		c := Returns{Shares: []vicinia.Ratio{part("1%")}}
		for range tillLines + 3*blockPayers {
			c.Add(base, Line{Recipient: 1})
		}
		got := must(r.Count(c))
		assert.Equal(t, exact.Mul(uint64(base/100), uint64(c.Len())), got.cells[1].sum)
		assert.Equal(t, int64(c.Len()), got.cells[1].lines)
	}
}

// One bad line among thousands of good ones, wherever it stands, is the same fault as alone.
func TestBlocksRefuse(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	r := confederal(t, "15%", "a", "b")
	r.Slots = append(r.Slots, Slot{Name: "second", Rate: part("10%"), MaxRecipients: 1})
	tests := []struct {
		name string
		give []Line
		base int64
		want string
	}{
		{"above the cap", []Line{{Share: 0}, {Share: 0}, {Share: 1}}, 5, "a negative share, shares above the cap"},
		{"two for one", []Line{{Slot: 1, Share: 1}, {Slot: 1, Share: 1, Recipient: 1}}, 5, "more recipients than the law lets"},
		{"no slot", []Line{{Slot: 2}}, 5, "a line points to no"},
		{"no recipient", []Line{{Recipient: 2}}, 5, "a line points to no"},
		{"no share", []Line{{Share: 2}}, 5, "a line points to no"},
		{"negative base", nil, -1, "base -1"},
	}
	for _, tt := range tests {
		for _, at := range []int{0, 511, 512, 700, 1499} {
			c := Returns{Shares: []vicinia.Ratio{part("7%"), part("5%")}}
			for i := range 1500 {
				if i == at {
					c.Add(tt.base, tt.give...)
				} else {
					c.Add(random.Int64N(1000), Line{Recipient: 1, Share: 1}, Line{Slot: 1})
				}
			}
			_, err := r.Count(c)
			require.ErrorContains(t, err, fmt.Sprintf("returns[%d]: %s", at, tt.want), tt.name)
		}
	}
}

// A payer with more lines than a block has room for, and slots in falling order, take the
// other way to the same sums.
func TestOddColumns(t *testing.T) {
	r := confederal(t, "99%", "a", "b")
	var c Returns
	share := must(c.Share(vicinia.Frac(1, 100_000)))
	for _, n := range []int{3, 5_000, 1, 0, 2_048, 2} {
		c.Add(100_000_00, make([]Line, n)...)
	}
	for i := range c.Lines {
		c.Lines[i] = Line{Recipient: uint32(i % 2), Share: share}
	}
	sums, _ := slowCount(r, c)
	got, err := r.Count(c)
	require.NoError(t, err)
	assert.Equal(t, sums[0].Uint64(), got.cells[0].sum.Lo)
	assert.Equal(t, sums[1].Uint64(), got.cells[1].sum.Lo)

	c.Base[2] = math.MaxInt64
	sums, _ = slowCount(r, c)
	got, err = r.Count(c)
	require.NoError(t, err)
	assert.Equal(t, sums[0].String(), got.cells[0].sum.Big().String())
}

// The work is linear: twice the returns are twice the steps, and no step allocates. It is
// counted in blocks and lines, never in time.
func TestCountIsLinear(t *testing.T) {
	r := confederal(t, "15%", "a", "b")
	steps := func(n int) (spread int) {
		c := Returns{Shares: []vicinia.Ratio{part("1%")}}
		for i := range n {
			c.Add(int64(i), Line{Recipient: uint32(i % 2)})
		}
		k, totals := newKernel(r, c.Shares), r.totals()
		room := new(block)
		for at := 0; at < n; at += blockPayers {
			end := min(n, at+blockPayers)
			require.True(t, k.block(totals, room, c.Base[at:end], c.Start[at:end+1], c.Lines))
			spread += end - at
		}
		k.quick.empty(totals.cells)
		assert.Equal(t, int64(n), totals.cells[0].lines+totals.cells[1].lines)
		return spread
	}
	assert.Equal(t, 2*steps(10_000), steps(20_000))
}

// A stream is counted in the room of one batch: what is alive after a hundred batches is
// what was alive after one.
func TestStreamInConstantSpace(t *testing.T) {
	r := confederal(t, "15%", "a", "b")
	c := Returns{Shares: []vicinia.Ratio{part("1%")}}
	for i := range 10_000 {
		c.Add(int64(i), Line{Recipient: uint32(i % 2)})
	}
	var totals Totals
	batch := func() { require.NoError(t, totals.Merge(must(r.Count(c)))) }
	alive := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	batch()
	before := alive()
	for range 100 {
		batch()
	}
	assert.Less(t, alive(), before+64<<10)
	assert.Equal(t, int64(1_010_000), totals.payers)
	s, err := r.Settle(&totals)
	require.NoError(t, err)
	assert.Equal(t, 101*int64(9_999*10_000/2), s.Base.Minor())
}
