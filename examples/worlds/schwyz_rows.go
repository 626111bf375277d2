package worlds

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"strconv"

	"github.com/vicinia/vicinia"
)

// A drawing is a stream of chance: PCG seeded with SHA-256(seed NUL label NUL option), its
// first 16 bytes as two big-endian numbers.
type drawing struct{ *rand.PCG }

func newDrawing(seed, label, option string) drawing {
	sum := sha256.Sum256([]byte(seed + "\x00" + label + "\x00" + option))
	return drawing{rand.NewPCG(binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:]))}
}

// below draws one of 0 to n-1: the high word of draw times n, which any language computes.
// No number is likelier than another by more than n in 2^64.
func (d drawing) below(n int) int {
	high, _ := bits.Mul64(d.Uint64(), uint64(n))
	return int(high)
}

// chance is true n times in so many.
func (d drawing) chance(n, in int) bool { return d.below(in) < n }

// day draws a day of an interval.
func (d drawing) day(from, to vicinia.Date) vicinia.Date {
	return from + vicinia.Date(d.below(int(to-from)))
}

// pick draws a place by its weight.
func (d drawing) pick(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := d.below(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	panic("worlds: no weight")
}

// Rows are a table being written, by appending. Nothing that is written here has a comma, a
// quote or a line feed.
type rows []byte

func (r *rows) text(s string) *rows {
	*r = append(append(*r, s...), ',')
	return r
}

func (r *rows) number(n int) *rows {
	*r = append(strconv.AppendInt(*r, int64(n), 10), ',')
	return r
}

// date writes a day; none is empty. Date.AppendText is six times as slow.
func (r *rows) date(d vicinia.Date) *rows {
	if d != 0 {
		year, month, day := d.Civil()
		r.digits(year, 1000)
		*r = append(*r, '-')
		r.digits(int(month), 10)
		*r = append(*r, '-')
		r.digits(day, 10)
	}
	*r = append(*r, ',')
	return r
}

// person writes an id of six digits.
func (r *rows) person(n int) *rows {
	*r = append(*r, 'P')
	r.digits(n, 100_000)
	*r = append(*r, ',')
	return r
}

// digits writes a number from the digit of a unit downward.
func (r *rows) digits(n, unit int) {
	for ; unit > 0; unit /= 10 {
		*r = append(*r, byte('0'+n/unit%10))
	}
}

// hundredths writes 1234 as 12.34.
func (r *rows) hundredths(n int64) *rows {
	*r = append(strconv.AppendInt(*r, n/100, 10), '.', byte('0'+n/10%10), byte('0'+n%10), ',')
	return r
}

// share writes thousandths: 75 as 7.5%.
func (r *rows) share(n int) *rows {
	*r = strconv.AppendInt(*r, int64(n/10), 10)
	if n%10 > 0 {
		*r = append(*r, '.', byte('0'+n%10))
	}
	*r = append(*r, '%', ',')
	return r
}

// end ends the row.
func (r *rows) end() { (*r)[len(*r)-1] = '\n' }

// add writes a whole row.
func (r *rows) add(fields ...string) {
	for _, f := range fields {
		r.text(f)
	}
	r.end()
}
