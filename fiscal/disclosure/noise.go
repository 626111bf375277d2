package disclosure

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/vicinia/vicinia"
)

// A Privacy is what may still be told of one set of people by noisy counts: epsilon, of
// which every release takes a part. The zero Privacy allows nothing. It is not for several
// goroutines at once.
type Privacy struct{ Left vicinia.Ratio }

// MaxEpsilonTerm bounds numerator and denominator of an epsilon.
const MaxEpsilonTerm = 1_000_000

// Noisy returns counts with noise: to each a whole number x is added with a probability
// proportional to exp(-|x| epsilon/choices), the discrete Laplace distribution. Nobody who
// stands in at most so many of the counts (choices) is then told from somebody who does
// not by more than a factor of exp(epsilon); the release takes epsilon from what is left.
// A count may come out below zero: cutting it is for the reader, and tells no more.
//
// Noise is the one thing here that chance decides: source must be secure, as
// crypto/rand.Reader is, and be told to nobody. Nothing that is decided or paid depends on
// it. The sampler uses integers only, since floats leak the noise in their last bits:
// Canonne, Kamath and Steinke, "The discrete Gaussian for differential privacy", 2020,
// algorithms 1 and 2; Mironov, "On significance of the least significant bits for
// differential privacy", 2012.
//
// Errors: an epsilon that is not positive, or more than is left; terms above
// MaxEpsilonTerm; less than one choice; a source that fails; a sum that does not fit. Then
// nothing is taken.
func (p *Privacy) Noisy(counts []int64, epsilon vicinia.Ratio, choices int64, source io.Reader) ([]int64, error) {
	left, err := p.Left.Sub(epsilon)
	if err != nil || left.Sign() < 0 || epsilon.Sign() <= 0 {
		return nil, fmt.Errorf("epsilon %v of %v that is left: want more than nothing and no more than that", epsilon, p.Left)
	}
	s, t := epsilon.Parts()
	if s > MaxEpsilonTerm || t > MaxEpsilonTerm || choices < 1 || choices > MaxEpsilonTerm {
		return nil, fmt.Errorf("epsilon %v for %d choices: want terms and choices of at most %d", epsilon, choices, MaxEpsilonTerm)
	}
	d := dice{source: source}
	noisy := make([]int64, len(counts))
	for i, n := range counts {
		x := d.laplace(uint64(s), uint64(t*choices))
		noisy[i] = n + x
		if d.err == nil && (n < 0) == (x < 0) && (noisy[i] < 0) != (n < 0) {
			d.err = vicinia.ErrOverflow
		}
	}
	if d.err != nil {
		return nil, fmt.Errorf("noise: %w", d.err)
	}
	p.Left = left
	return noisy, nil
}

// dice draw from a source; the first error stays, and every draw after it ends at once.
type dice struct {
	source io.Reader
	err    error
}

// below is uniform from 0 to n-1.
func (d *dice) below(n uint64) uint64 {
	var word [8]byte
	for range maxRounds {
		if d.err != nil {
			return 0
		}
		if _, d.err = io.ReadFull(d.source, word[:]); d.err != nil {
			return 0
		}
		// The high word of a product is uniform where the low one is not among the first
		// 2^64 mod n (Lemire, 2019).
		high, low := bits.Mul64(binary.LittleEndian.Uint64(word[:]), n)
		if low >= -n%n {
			return high
		}
	}
	d.err = errLuck
	return 0
}

// exp is true with a probability of exp(-num/den), num not above den: the number of times
// that chances of num/(den k) come true, k = 1, 2 and so on, is even.
func (d *dice) exp(num, den uint64) bool {
	k := uint64(1)
	for d.err == nil && k < maxRounds && d.below(den*k) < num {
		k++
	}
	if k == maxRounds {
		d.err = errLuck
	}
	return k%2 == 1
}

// maxRounds bounds loops that chance ends: no honest source reaches it.
const maxRounds = 1000

var errLuck = errors.New("the source is not random")

// laplace is a whole number x with a probability proportional to exp(-|x| s/t).
func (d *dice) laplace(s, t uint64) int64 {
	for range maxRounds {
		u := d.below(t)
		if d.err != nil {
			return 0
		}
		if !d.exp(u, t) {
			continue
		}
		v := uint64(0)
		for v < maxRounds && d.exp(1, 1) {
			v++
		}
		x := int64((u + t*v) / s)
		negative := d.below(2) == 1
		switch {
		case d.err != nil || v == maxRounds:
			d.err = errors.Join(d.err, errLuck)
			return 0
		case negative && x == 0:
			continue // zero once, not twice
		case negative:
			return -x
		}
		return x
	}
	d.err = errLuck
	return 0
}
