package tax_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// oneByOne is the slow and obvious TaxAll.
func oneByOne(k *tax.Kernel, f tax.Filings) (due []int64, sum int64, err error) {
	for i, b := range f.Base {
		d := tax.Days{Resident: f.Year, Year: f.Year}
		if f.Resident != nil {
			d.Resident = int(f.Resident[i])
		}
		units, err := k.Tax(b, d)
		if err != nil {
			return nil, 0, err
		}
		due, sum = append(due, units), sum+units
	}
	return due, sum, nil
}

func TestTaxAllAgainstTax(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	for n := range 600 {
		s := random(rng, n%5 == 0)
		s.Rounding = fiscal.Rounding(rng.IntN(4))
		if n%7 == 0 {
			s.Multiplier = vicinia.Frac(1+rng.Int64()>>rng.IntN(63), 100)
		}
		k, err := s.Compile()
		require.NoError(t, err)
		f := tax.Filings{Year: 365 + rng.IntN(2)}
		for range 60 {
			f.Base = append(f.Base, randomBase(rng)>>rng.IntN(30))
		}
		for _, b := range s.Brackets { // the edges, where a mistake would show
			f.Base = append(f.Base, b.From, b.From+1, max(b.From-1, 0))
		}
		if n%2 == 0 {
			for range f.Base {
				f.Resident = append(f.Resident, uint16(rng.IntN(f.Year+1)))
			}
		}
		want, sum, err := oneByOne(k, f)
		if err != nil {
			continue // a tax that does not fit: see TestTaxAllFaults
		}
		for _, workers := range []int{-1, 1, 2, 7, 1000} {
			due := make([]int64, len(f.Base))
			total, err := k.TaxAll(due, f, workers)
			require.Equal(t, want, due, "%+v", s)
			if err != nil { // sums may leave 64 bits
				require.ErrorIs(t, err, vicinia.ErrOverflow)
				continue
			}
			require.Equal(t, s.Currency.Minor(sum), total)
		}
	}
}

// TestTaxAllHalves: exact halves of every rounding, where the bias of the fast way could
// show, against Tax.
func TestTaxAllHalves(t *testing.T) {
	for how := fiscal.HalfEven; how <= fiscal.Ceiling; how++ {
		for _, rate := range []string{"50%", "0.5%", "1/3", "1/6", "7/8", "100%"} {
			for _, quantum := range []int64{0, 2, 5} {
				s := tax.Flat(fiscal.EUR, vicinia.MustRatio(rate))
				s.Rounding, s.Quantum = how, quantum
				k, err := s.Compile()
				require.NoError(t, err)
				f := tax.Filings{Year: 366}
				for b := range 1_000 {
					f.Base = append(f.Base, tax.Base(b))
					f.Resident = append(f.Resident, 183)
				}
				want, _, err := oneByOne(k, f)
				require.NoError(t, err)
				due := make([]int64, len(f.Base))
				_, err = k.TaxAll(due, f, 1)
				require.NoError(t, err)
				require.Equal(t, want, due)
			}
		}
	}
}

func TestTaxAllFaults(t *testing.T) {
	k, err := tax.Flat(fiscal.EUR, vicinia.MustRatio("200%")).Compile()
	require.NoError(t, err)
	due := make([]int64, 5)
	f := tax.Filings{
		Base:     []tax.Base{10_000, -1, 10_000, math.MaxInt64, 20_000},
		Resident: []uint16{365, 365, 366, 365, 365}, Year: 365,
	}
	for _, workers := range []int{1, 3} {
		total, err := k.TaxAll(due, f, workers)
		assert.Equal(t, fiscal.Money{}, total)
		var got []string
		for fault := range vicinia.Faults(err) {
			got = append(got, fault.Error())
		}
		assert.Equal(t, []string{
			"base[1]: -0.0001: must not be negative (T-8)",
			"resident[2]: no 366 of 365 days (T-7)",
		}, got)
		assert.Equal(t, []int64{200, 0, 0, 184467440737095516, 400}, due)
	}

	_, err = k.TaxAll(due, tax.Filings{Base: f.Base, Resident: f.Resident[:4], Year: 365}, 1)
	require.ErrorContains(t, err, "want columns of one length")
	_, err = k.TaxAll(due, tax.Filings{Base: f.Base, Year: 0}, 1)
	require.ErrorIs(t, err, vicinia.Invariant("T-7"))
	_, err = new(tax.Kernel).TaxAll(nil, tax.Filings{Year: 365}, 1)
	require.Error(t, err)

	many := slices.Repeat([]tax.Base{-1}, 3*tax.MaxFaults)
	_, err = k.TaxAll(make([]int64, len(many)), tax.Filings{Base: many, Year: 365}, 7)
	faults := slices.Collect(vicinia.Faults(err))
	require.Len(t, faults, tax.MaxFaults)
	assert.Equal(t, fmt.Sprintf("base[%d]", tax.MaxFaults-1), faults[tax.MaxFaults-1].Path)

	// Each fits, their sum does not.
	k, err = tax.Flat(fiscal.EUR, vicinia.MustRatio("10000%")).Compile()
	require.NoError(t, err)
	due = make([]int64, 3)
	_, err = k.TaxAll(due, tax.Filings{Base: slices.Repeat([]tax.Base{math.MaxInt64 / 2}, 3), Year: 365}, 1)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	assert.Equal(t, slices.Repeat([]int64{math.MaxInt64 / 2}, 3), due)
}

// FuzzTaxAll compares the words of 64 bits with Tax, whatever the schedule.
func FuzzTaxAll(f *testing.F) {
	f.Add(int64(5), int64(100), int64(100_005_000), int64(7), int64(3), int64(200_000_000), uint16(365), int64(5), int64(1_000_000), uint8(0))
	f.Add(int64(1<<62), int64(1), int64(100), int64(1<<61), int64(1<<62), int64(math.MaxInt64), uint16(1), int64(1<<50), int64(0), uint8(3))
	f.Fuzz(func(t *testing.T, num, den, from, num2, den2, base int64, resident uint16, quantum, floor int64, how uint8) {
		if num < 0 || den < 1 || num2 < 0 || den2 < 1 {
			return
		}
		s := tax.Flat(fiscal.EUR, vicinia.Frac(num, den))
		s.Brackets = append(s.Brackets, tax.Bracket{From: tax.Base(from), Rate: vicinia.Frac(num2, den2)})
		s.Quantum, s.FloorTo, s.Rounding = quantum, tax.Base(floor), fiscal.Rounding(how)
		k, err := s.Compile()
		if err != nil {
			return
		}
		bases := []tax.Base{tax.Base(base), tax.Base(from), tax.Base(from - 1), tax.Base(base / 2)}
		for _, days := range [][]uint16{nil, slices.Repeat([]uint16{resident}, len(bases))} {
			due := make([]int64, len(bases))
			_, err := k.TaxAll(due, tax.Filings{Base: bases, Resident: days, Year: 366}, 2)
			for i, b := range bases {
				d := tax.Days{Resident: 366, Year: 366}
				if days != nil {
					d.Resident = int(resident)
				}
				want, refused := k.Tax(b, d)
				require.Equal(t, want, due[i], "%v of %+v, %v", b, s, d)
				if refused != nil {
					require.Error(t, err)
				}
			}
		}
	})
}

func TestTaxAllDoesNotAllocatePerFiling(t *testing.T) {
	k, f, due := filings(t, 100_000)
	allocated := testing.AllocsPerRun(3, func() {
		_, err := k.TaxAll(due, f, 1)
		require.NoError(t, err)
	})
	assert.Less(t, allocated, 20.0)
}

// progressive is a progressive schedule with a multiplier.
func progressive(t testing.TB) tax.Schedule {
	s, err := tax.ParseSchedule("brackets",
		"0:0%|6900:2%|11800:3%|16600:4%|24500:5%|34100:6%|45100:7%|58000:8%|75400:9%|109000:10%|142200:11%|194900:12%|263300:13%",
		fiscal.CHF)
	require.NoError(t, err)
	s.Multiplier = vicinia.MustRatio("119%")
	return s
}

// filings is the kernel of progressive and n filings with incomes and days by chance.
func filings(t testing.TB, n int) (*tax.Kernel, tax.Filings, []int64) {
	k, err := progressive(t).Compile()
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(12, 12))
	f := tax.Filings{Base: make([]tax.Base, n), Resident: make([]uint16, n), Year: 365}
	for i := range f.Base {
		f.Base[i] = tax.Base(rng.Int64N(300_000 * 10_000))
		f.Resident[i] = 365
		if rng.IntN(10) == 0 {
			f.Resident[i] = uint16(rng.IntN(366))
		}
	}
	return k, f, make([]int64, n)
}

// BenchmarkTaxAll shows the time of a filing beside that of reading the same columns once,
// in and out, with as many workers.
func BenchmarkTaxAll(b *testing.B) {
	const n = 10_000_000
	k, f, due := filings(b, n)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("read/workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				readAll(due, f, workers)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/filing")
		})
		b.Run(fmt.Sprintf("tax/workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := k.TaxAll(due, f, workers); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/filing")
		})
	}
}

// BenchmarkDecimals is the same tax of the same filings in apd, one after the other.
func BenchmarkDecimals(b *testing.B) {
	const n = 10_000
	_, f, due := filings(b, n)
	s := progressive(b)
	b.ReportAllocs()
	for b.Loop() {
		for i, base := range f.Base {
			due[i] = inDecimals(b, s, base, f.Resident[i])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/filing")
}

// inDecimals is one tax in apd, with 34 digits.
func inDecimals(tb testing.TB, s tax.Schedule, base tax.Base, resident uint16) int64 {
	context := apd.BaseContext.WithPrecision(34)
	context.Rounding = apd.RoundHalfEven
	var sum, part apd.Decimal
	for i, bracket := range s.Brackets {
		above := base - bracket.From
		if i+1 < len(s.Brackets) {
			above = min(above, s.Brackets[i+1].From-bracket.From)
		}
		if above <= 0 {
			break
		}
		n, d := bracket.Rate.Parts()
		_, err := context.Mul(&part, apd.New(int64(above), -4), apd.New(n*(100/d), -2))
		require.NoError(tb, err)
		_, err = context.Add(&sum, &sum, &part)
		require.NoError(tb, err)
	}
	_, err := context.Mul(&sum, &sum, apd.New(119, -2))
	require.NoError(tb, err)
	_, err = context.Mul(&sum, &sum, apd.New(int64(resident), 0))
	require.NoError(tb, err)
	_, err = context.Quo(&sum, &sum, apd.New(365, 0))
	require.NoError(tb, err)
	_, err = context.Quantize(&sum, &sum, -2)
	require.NoError(tb, err)
	return sum.Coeff.Int64()
}

// TestTaxAllAgainstDecimals: the batch and apd agree to the centime.
func TestTaxAllAgainstDecimals(t *testing.T) {
	k, f, due := filings(t, 20_000)
	_, err := k.TaxAll(due, f, 2)
	require.NoError(t, err)
	s := progressive(t)
	for i, base := range f.Base {
		require.Equal(t, inDecimals(t, s, base, f.Resident[i]), due[i], "%v for %d days", base, f.Resident[i])
	}
}

// sink keeps readAll from being optimized away.
var sink int64

// readAll adds all columns up.
func readAll(due []int64, f tax.Filings, workers int) {
	sums := make(chan int64, workers)
	for w := range workers {
		from, to := len(due)/workers*w, len(due)/workers*(w+1)
		go func() {
			var sum int64
			for _, b := range f.Base[from:to] {
				sum += int64(b)
			}
			for _, d := range f.Resident[from:to] {
				sum += int64(d)
			}
			for _, u := range due[from:to] {
				sum += u
			}
			sums <- sum
		}()
	}
	for range workers {
		sink += <-sums
	}
}
