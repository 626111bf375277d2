package designation

import (
	"crypto/sha256"
	"errors"
	"math"
	"sync"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/canon"
	"github.com/vicinia/vicinia/internal/exact"
)

// Totals are sums and numbers of lines by slot and recipient: all that a settlement needs,
// and nothing about any one payer. The zero Totals are those of nobody, under any regime.
type Totals struct {
	regime *Regime           // nil if read from bytes
	digest [sha256.Size]byte // of the regime, if read from bytes
	payers int64
	base   exact.U128
	cells  []cell // slot by slot, recipient by recipient, category by category; at last what is credited
}

type cell struct {
	sum   exact.U128 // in minor units; under Pool, in units of the slot
	lines int64
}

// ErrRegime says that totals were counted under another regime.
var ErrRegime = errors.New("totals of another regime")

// totals are the totals of nobody under r.
func (r *Regime) totals() *Totals {
	n := len(r.Slots) * r.width()
	if r.Mode == ByCredit {
		n++
	}
	return &Totals{regime: r, cells: make([]cell, n)}
}

// width is how many cells a slot has.
func (r *Regime) width() int { return len(r.Recipients) + len(r.generics()) }

// Sum counts parts on so many workers, one at least, and merges what they counted. The
// result is the same for any number of workers. Errors are joined in the order of parts.
//
//	totals, err := designation.Sum(8, returns.Split(64), regime.Count)
func Sum(workers int, parts []Returns, count func(Returns) (*Totals, error)) (*Totals, error) {
	sums := make([]Totals, max(1, min(workers, len(parts))))
	errs := make([]error, len(parts), len(parts)+len(sums))
	next := make(chan int)
	var wg sync.WaitGroup
	for w := range sums {
		wg.Go(func() {
			for i := range next {
				t, err := count(parts[i])
				if err == nil {
					err = sums[w].Merge(t)
				}
				errs[i] = err
			}
		})
	}
	for i := range parts {
		next <- i
	}
	close(next)
	wg.Wait()
	for i := range sums[1:] {
		errs = append(errs, sums[0].Merge(&sums[i+1]))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &sums[0], nil
}

// Merge adds the totals of another part. Totals of another regime are ErrRegime, sums that
// leave 128 bits vicinia.ErrOverflow; an error changes nothing.
func (t *Totals) Merge(u *Totals) error {
	switch {
	case u.isZero():
		return nil
	case t.isZero():
		*t = Totals{regime: u.regime, digest: u.digest, cells: make([]cell, len(u.cells))}
	case t.regime != u.regime && t.id() != u.id() || len(t.cells) != len(u.cells):
		return ErrRegime
	}
	base, ok := t.base.Add(u.base)
	ok = ok && t.payers <= math.MaxInt64-u.payers
	for i, c := range u.cells {
		_, fits := t.cells[i].sum.Add(c.sum)
		ok = ok && fits && t.cells[i].lines <= math.MaxInt64-c.lines
	}
	if !ok {
		return vicinia.ErrOverflow
	}
	t.base, t.payers = base, t.payers+u.payers
	for i, c := range u.cells {
		t.cells[i].sum, _ = t.cells[i].sum.Add(c.sum)
		t.cells[i].lines += c.lines
	}
	return nil
}

// id tells regimes apart where the pointers do not; it is zero for the zero Totals only.
func (t *Totals) id() [sha256.Size]byte {
	if t.regime != nil {
		return t.regime.digest()
	}
	return t.digest
}

func (t *Totals) isZero() bool { return t.regime == nil && t.digest == [sha256.Size]byte{} }

// totalsForm names the binary form; another form will have another name.
const totalsForm = "designation.totals.v1"

// AppendBinary appends the canonical form of the totals, which holds sums only.
func (t *Totals) AppendBinary(b []byte) ([]byte, error) {
	regime := t.id()
	b = canon.AppendText(b, totalsForm)
	b = canon.AppendText(b, string(regime[:]))
	b = canon.AppendInt(b, t.payers)
	b = appendU128(b, t.base)
	b = canon.AppendLen(b, len(t.cells))
	for _, c := range t.cells {
		b = appendU128(canon.AppendInt(b, c.lines), c.sum)
	}
	return b, nil
}

// MarshalBinary returns the form of AppendBinary.
func (t *Totals) MarshalBinary() ([]byte, error) { return t.AppendBinary(nil) }

// UnmarshalBinary reads the form of AppendBinary, and no other bytes. Whether the totals
// are possible is for Settle to say.
func (t *Totals) UnmarshalBinary(b []byte) error {
	r := canon.NewReader(b, totalsForm)
	var u Totals
	regime := r.Text()
	copy(u.digest[:], regime)
	u.payers = r.Int()
	u.base = readU128(r)
	u.cells = make([]cell, r.Len())
	bad := len(regime) != len(u.digest) || u.payers < 0 || u.isZero() && (u.payers != 0 || len(u.cells) > 0 || u.base != exact.U128{})
	for i := range u.cells {
		u.cells[i].lines = r.Int()
		u.cells[i].sum = readU128(r)
		bad = bad || u.cells[i].lines < 0
	}
	if err := r.Close(); err != nil {
		return err
	}
	if bad {
		return canon.ErrForm
	}
	*t = u
	return nil
}

func appendU128(b []byte, x exact.U128) []byte {
	return canon.AppendInt(canon.AppendInt(b, int64(x.Hi)), int64(x.Lo))
}

func readU128(r *canon.Reader) exact.U128 {
	hi := r.Int()
	return exact.U128{Hi: uint64(hi), Lo: uint64(r.Int())}
}
