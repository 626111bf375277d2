package designation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// go test ./fiscal/designation -run - -bench Settle -huge
var huge = flag.Bool("huge", false, "settle ten million returns too")

// A sample is a regime with returns as such laws get them.
type sample struct {
	name   string
	regime *Regime
	draw   func(random *rand.Rand, lines []Line) []Line
	shares []vicinia.Ratio
}

func samples(b *testing.B) []sample {
	ids := make([]RecipientID, 50)
	for i := range ids {
		ids[i] = RecipientID(fmt.Sprintf("community-%02d", i))
	}
	plain, err := Confederal(2025, fiscal.EUR, vicinia.MustRatio("15%"), ids)
	require.NoError(b, err)
	boxes := *plain
	boxes.Slots = []Slot{{Name: "105", Rate: vicinia.MustRatio("0.7%"), MaxRecipients: 1}, {Name: "106", Rate: vicinia.MustRatio("0.7%"), MaxRecipients: 1}}
	one := *plain
	one.Slots = []Slot{{Name: "2%", Rate: vicinia.MustRatio("2%"), MaxRecipients: 1, Grain: Whole, Rounding: HalfUp, MinLine: fiscal.EUR.MustParse("3.00")}}
	even := *plain
	even.Slots = []Slot{{Name: "1%", Rate: vicinia.MustRatio("1%"), Rounding: HalfEven}, {Name: "0.5%", Rate: vicinia.MustRatio("0.5%"), Rounding: HalfEven}}
	to := func(random *rand.Rand, slot, share uint16) Line {
		return Line{Recipient: uint32(random.IntN(50)), Share: share, Slot: slot}
	}
	return []sample{
		{"one-of-fifty", &one, func(random *rand.Rand, lines []Line) []Line { // every second payer chooses
			if random.IntN(2) == 0 {
				return lines
			}
			return append(lines, to(random, 0, 0))
		}, []vicinia.Ratio{vicinia.MustRatio("2%")}},
		{"two-boxes", &boxes, func(random *rand.Rand, lines []Line) []Line { // as in Aragón: 14, 32, 22 and 32 %
			pick := random.IntN(100)
			if pick < 14 || pick >= 46 && pick < 68 {
				lines = append(lines, to(random, 0, 0))
			}
			if pick >= 14 && pick < 68 {
				lines = append(lines, to(random, 1, 0))
			}
			return lines
		}, []vicinia.Ratio{vicinia.MustRatio("0.7%")}},
		{"any-shares", plain, func(random *rand.Rand, lines []Line) []Line { // 0 to 4 lines
			for range random.IntN(5) {
				lines = append(lines, to(random, 0, uint16(random.IntN(4))))
			}
			return lines
		}, []vicinia.Ratio{vicinia.MustRatio("1%"), vicinia.MustRatio("3.33%"), vicinia.MustRatio("0.5%"), vicinia.Frac(1, 30)}},
		{"half-even", &even, func(random *rand.Rand, lines []Line) []Line { // 0 to 2 lines of two slots
			for slot := range uint16(2) {
				if random.IntN(2) == 0 {
					lines = append(lines, to(random, slot, slot))
				}
			}
			return lines
		}, []vicinia.Ratio{vicinia.MustRatio("1%"), vicinia.MustRatio("0.5%")}},
	}
}

func (s sample) returns(n int) Returns {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	c := Returns{Shares: s.shares}
	var lines []Line
	for range n {
		lines = s.draw(random, lines[:0])
		c.Add(random.Int64N(10_000_00), lines...)
	}
	return c
}

func perReturn(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/return")
}

// BenchmarkSettle counts and settles returns over fifty recipients. Before each pass it reads
// the same arrays once, which is the least that any count must take, and reports the best
// pass by the best read; and the same with apd, a decimal for every base, line and sum.
func BenchmarkSettle(b *testing.B) {
	sizes := []int{1_000, 1_000_000}
	if *huge {
		sizes = append(sizes, 10_000_000)
	}
	for _, s := range samples(b) {
		for _, n := range sizes {
			c := s.returns(n)
			settle := func(workers int) {
				t, err := Sum(workers, c.Split(8*workers), s.regime.Count)
				require.NoError(b, err)
				_, err = s.regime.Settle(t)
				require.NoError(b, err)
			}
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/returns=%d/workers=%d", s.name, n, workers), func(b *testing.B) {
					b.ReportAllocs()
					reads, passes := time.Duration(1<<62), time.Duration(1<<62)
					for b.Loop() {
						start := time.Now()
						sink = read(c)
						middle := time.Now()
						settle(workers)
						reads, passes = min(reads, middle.Sub(start)), min(passes, time.Since(middle))
					}
					b.ReportMetric(float64(reads.Nanoseconds())/float64(n), "ns-read/return")
					b.ReportMetric(float64(passes.Nanoseconds())/float64(n), "ns/return")
					b.ReportMetric(float64(passes)/float64(reads), "times-read")
				})
			}
			if n == 1_000_000 { // the same is the same per return at any size
				b.Run(fmt.Sprintf("%s/returns=%d/apd", s.name, n), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						decimals(b, s.regime, c)
					}
					perReturn(b, n)
				})
			}
		}
	}
}

// read adds up all columns: one load of everything, and nothing else.
func read(c Returns) (sum int64) {
	for i, base := range c.Base {
		sum += base + int64(c.Start[i])
	}
	for _, l := range c.Lines {
		sum += int64(l.Recipient) + int64(l.Share) + int64(l.Slot)
	}
	return sum
}

// decimals settles with apd as one would write it: share times base, quantized, added.
func decimals(b *testing.B, r *Regime, c Returns) {
	ctx := apd.Context{Precision: 34, MaxExponent: 100, MinExponent: -100, Rounding: apd.RoundDown}
	shares := make([]*apd.Decimal, len(c.Shares))
	for i, s := range c.Shares {
		num, den := s.Parts()
		shares[i] = new(apd.Decimal)
		_, err := ctx.Quo(shares[i], apd.New(num, 0), apd.New(den, 0))
		require.NoError(b, err)
	}
	sums := make([]apd.Decimal, len(r.Recipients))
	var base, product, amount, treasury apd.Decimal
	for i, units := range c.Base {
		base.SetFinite(units, -2)
		ctx.Add(&treasury, &treasury, &base)
		for _, l := range c.Lines[c.Start[i]:c.Start[i+1]] {
			ctx.Mul(&product, &base, shares[l.Share])
			ctx.Quantize(&amount, &product, -2)
			ctx.Add(&sums[l.Recipient], &sums[l.Recipient], &amount)
			ctx.Sub(&treasury, &treasury, &amount)
		}
	}
	sink = int64(len(sums))
}

var sink int64

func BenchmarkCollect(b *testing.B) {
	r := samples(b)[2].regime
	for _, n := range []int{1_000, 100_000} {
		choices := make([][]Choice, 100)
		for i := range choices {
			choices[i] = []Choice{
				{Recipient: r.Recipients[i*7%50].ID, Share: vicinia.MustRatio("3.33%")},
				{Recipient: r.Recipients[i*13%50].ID, Share: vicinia.MustRatio("5%")},
			}
		}
		rows := func(yield func(Return) bool) {
			for i := range n {
				if !yield(Return{Base: fiscal.EUR.Minor(int64(i)), Choices: choices[i%100]}) {
					return
				}
			}
		}
		b.Run(fmt.Sprintf("returns=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Collect(rows); err != nil {
					b.Fatal(err)
				}
			}
			perReturn(b, n)
		})
	}
}

// BenchmarkFixpoint settles totals of many recipients with a floor, ceilings and a cap.
func BenchmarkFixpoint(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000, 100_000} {
		r := &Regime{Name: "many", Year: 2025, Currency: fiscal.EUR, Slots: []Slot{{
			Name: "s", Rate: vicinia.MustRatio("50%"), Generic: ByChoices, Floor: fiscal.EUR.MustParse("100.00"), Below: Sink{To: ToCategory},
			Overflow: Sink{To: ToCategory}, Ceiling: fiscal.EUR.MustParse("900000.00"), Cap: fiscal.EUR.Minor(int64(n) * 1_000_000),
		}}}
		for i := range n {
			r.Recipients = append(r.Recipients, Recipient{RecipientID(fmt.Sprintf("r-%06d", i)), &Terms{Category: string(rune('a' + i%5))}})
		}
		require.True(b, slices.IsSortedFunc(r.Recipients, Recipient.compare))
		totals := r.totals()
		random := rand.New(rand.NewPCG(1, uint64(n)))
		for i := range totals.cells {
			lines := 1 + random.Int64N(1<<random.IntN(17))
			totals.cells[i].lines = lines
			totals.cells[i].sum.Lo = uint64(lines * 3000)
			totals.payers += lines
			totals.base.Lo += 2 * totals.cells[i].sum.Lo
		}
		b.Run(fmt.Sprintf("recipients=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Settle(totals); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPreview(b *testing.B) {
	r := samples(b)[2].regime
	ret := Return{Base: fiscal.EUR.Minor(123456), Choices: []Choice{{Recipient: r.Recipients[3].ID, Share: vicinia.MustRatio("5%")}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Preview(ret); err != nil {
			b.Fatal(err)
		}
	}
}
