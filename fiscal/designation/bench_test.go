package designation

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// go test ./fiscal/designation -run - -bench Count -huge
var huge = flag.Bool("huge", false, "count ten million returns too")

func benchRegime(b *testing.B, recipients int) *Regime {
	ids := make([]RecipientID, recipients)
	for i := range ids {
		ids[i] = RecipientID(fmt.Sprintf("community-%05d", i))
	}
	r, err := Confederal(2025, fiscal.EUR, vicinia.MustRatio("15%"), ids)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// benchReturns draws n returns of 0 to 4 lines, 2 on average, to 1000 recipients.
func benchReturns(n int) Returns {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	c := Returns{Shares: []vicinia.Ratio{vicinia.MustRatio("1%"), vicinia.MustRatio("3.33%"), vicinia.MustRatio("0.5%"), vicinia.Frac(1, 30)}}
	var lines [4]Line
	for range n {
		k := random.IntN(5)
		for i := range k {
			lines[i] = Line{Recipient: uint32(random.IntN(1000)), Share: uint16(random.IntN(len(c.Shares)))}
		}
		c.Add(random.Int64N(10_000_00), lines[:k]...)
	}
	return c
}

func sizes() []int {
	all := []int{1_000, 10_000, 100_000, 1_000_000}
	if *huge {
		all = append(all, 10_000_000)
	}
	return all
}

func perReturn(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/return")
}

// BenchmarkCount counts returns beside a bare read of the same arrays, which is the least
// that any count must take.
func BenchmarkCount(b *testing.B) {
	r := benchRegime(b, 1000)
	for _, n := range sizes() {
		c := benchReturns(n)
		b.Run(fmt.Sprintf("read/returns=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			var sum int64
			for b.Loop() {
				for i, base := range c.Base {
					sum += base + int64(c.Start[i])
				}
				for _, l := range c.Lines {
					sum += int64(l.Recipient) + int64(l.Share)
				}
			}
			perReturn(b, n)
			sink = sum
		})
		b.Run(fmt.Sprintf("count/returns=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Count(c); err != nil {
					b.Fatal(err)
				}
			}
			perReturn(b, n)
		})
		b.Run(fmt.Sprintf("sum-2-workers/returns=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Sum(2, c.Split(8), r.Count); err != nil {
					b.Fatal(err)
				}
			}
			perReturn(b, n)
		})
	}
}

var sink int64

func BenchmarkCollect(b *testing.B) {
	r := benchRegime(b, 1000)
	for _, n := range sizes()[:4] {
		choices := make([][]Choice, 100)
		for i := range choices {
			choices[i] = []Choice{
				{Recipient: r.Recipients[i*7%1000].ID, Share: vicinia.MustRatio("3.33%")},
				{Recipient: r.Recipients[i*13%1000].ID, Share: vicinia.MustRatio("5%")},
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

func BenchmarkPreview(b *testing.B) {
	r := benchRegime(b, 1000)
	ret := Return{Base: fiscal.EUR.Minor(123456), Choices: []Choice{{Recipient: r.Recipients[3].ID, Share: vicinia.MustRatio("5%")}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Preview(ret); err != nil {
			b.Fatal(err)
		}
	}
}
