package designation

import (
	"errors"
	"math"

	"github.com/vicinia/vicinia"
)

// Returns are the returns of many payers as flat arrays: payer i has Base[i] and the lines
// Lines[Start[i]:Start[i+1]]. The zero Returns are none and ready for Add.
type Returns struct {
	Base   []int64  // what is due, in minor units of the regime's currency
	Start  []uint32 // one more than Base has, or none
	Lines  []Line
	Shares []vicinia.Ratio // distinct; Line.Share points here

	Amounts []int64  // of Lines, where the regime's grain is Amounts; else nil
	Places  []uint32 // of payers: indices in Municipalities; nil if none is known
	Voids   []Void   // what Collect did not take, for the reasons that the law gives; in no view

	Municipalities []string // distinct; "" is unknown

	index map[vicinia.Ratio]uint16 // of Shares
}

// A Line is a choice in eight bytes.
type Line struct {
	Recipient uint32 // index in Regime.Recipients
	Share     uint16 // index in Returns.Shares
	Slot      uint16 // index in Regime.Slots
}

// MaxShares is how many distinct shares one Returns can hold.
const MaxShares = math.MaxUint16 + 1

// ErrShares says that there are more than MaxShares distinct shares.
var ErrShares = errors.New("too many distinct shares in one batch of returns")

// Share returns the number of a share for Line.Share, giving it one if it is new. More
// than MaxShares are ErrShares: make another Returns, totals merge.
func (c *Returns) Share(r vicinia.Ratio) (uint16, error) {
	if c.index == nil || len(c.index) != len(c.Shares) { // a view, or columns of somebody else's making
		c.index = make(map[vicinia.Ratio]uint16, len(c.Shares))
		for i, s := range c.Shares {
			c.index[s] = uint16(i)
		}
	}
	if i, ok := c.index[r]; ok && c.Shares[i] == r {
		return i, nil
	}
	if len(c.Shares) >= MaxShares {
		return 0, ErrShares
	}
	i := uint16(len(c.Shares))
	c.Shares = append(c.Shares, r)
	c.index[r] = i
	return i, nil
}

// Add appends one payer: the base in minor units, and the lines. It checks nothing;
// [Regime.Count] does, and Collect adds what it has checked.
func (c *Returns) Add(base int64, lines ...Line) {
	if len(c.Start) == 0 {
		c.Start = append(c.Start, uint32(len(c.Lines)))
	}
	c.Base = append(c.Base, base)
	c.Lines = append(c.Lines, lines...)
	c.Start = append(c.Start, uint32(len(c.Lines))) // past 2^32 lines it falls, and Count refuses
}

// Len is the number of payers.
func (c Returns) Len() int { return len(c.Base) }

// Split cuts the payers into at most n views of about equal length, in order, which share
// the arrays. It returns one view at least, so that returns of nobody are counted too.
func (c Returns) Split(n int) []Returns {
	n = max(1, min(n, c.Len()))
	if n == 1 || len(c.Start) != c.Len()+1 { // Count refuses the latter
		return []Returns{c}
	}
	parts := make([]Returns, n)
	for i := range parts {
		// Quotient and remainder apart, since the product of two lengths may not fit.
		from := i*(c.Len()/n) + min(i, c.Len()%n)
		to := (i+1)*(c.Len()/n) + min(i+1, c.Len()%n)
		end := min(int(c.Start[to]), len(c.Lines)) // its last line, so that a view can grow
		parts[i] = Returns{
			Base:   c.Base[from:to:to],
			Start:  c.Start[from : to+1 : to+1],
			Lines:  c.Lines[:end:end],
			Shares: c.Shares[:len(c.Shares):len(c.Shares)],
		}
		if len(c.Amounts) == len(c.Lines) {
			parts[i].Amounts = c.Amounts[:end:end]
		}
		if len(c.Places) == c.Len() {
			parts[i].Places, parts[i].Municipalities = c.Places[from:to:to], c.Municipalities
		}
	}
	return parts
}
