package designation

// Payers have none, one or more lines, and no processor can foresee how many. So the loop
// over payers writes each base into the places of the next lines of a block, whether they
// are the payer's or not; the next payer writes over what is not. Then a loop over lines
// finds the base of each without a jump. A block with anything out of the ordinary is
// counted payer by payer instead, by pay, which is also what says what is wrong with it.

const (
	blockPayers = 512
	blockLines  = 1 << 11 // a power of two
	ahead       = 4       // places that a payer writes at most, without a jump
	follows     = 1 << 63 // marks the lines of a payer but the first
)

// A block is some payers: the bases of their lines, and what they come to.
type block struct {
	bases [blockLines + ahead]uint64
	lines uint32 // in all
	most  uint32 // of one payer
	any   uint64 // the bits of all bases
	sum   uint64 // of all bases, if there is no bit from 2^54 on

	base  [blockPayers]int64 // of fewer payers than a block has
	start [blockPayers + 1]uint32
}

// columns are the columns of a block of payers, filled up with payers of nothing.
func (b *block) columns(base []int64, start []uint32) (*[blockPayers]int64, *[blockPayers + 1]uint32) {
	if len(base) == blockPayers {
		return (*[blockPayers]int64)(base), (*[blockPayers + 1]uint32)(start)
	}
	clear(b.base[copy(b.base[:], base):])
	for i := copy(b.start[:], start); i <= blockPayers; i++ {
		b.start[i] = b.start[i-1]
	}
	return &b.base, &b.start
}

// spread writes the bases of payers to their lines. It reports false if it cannot: starts
// that fall, or more lines than there is room for. How many lines payers had in the block
// before says which loop is the fastest; any is right.
func (b *block) spread(base []int64, start []uint32) bool {
	bases, starts := b.columns(base, start)
	switch {
	case b.most <= 1:
		return spread[n1](b, bases, starts)
	case b.most == 2:
		return spread[n2](b, bases, starts)
	}
	return spread[n4](b, bases, starts)
}

// A static is a number known to the compiler, which makes a loop of its own for each.
type static interface {
	~[0]byte | ~[1]byte | ~[2]byte | ~[4]byte
}

type (
	n0 [0]byte
	n1 [1]byte
	n2 [2]byte
	n4 [4]byte
)

func spread[writes static](b *block, base *[blockPayers]int64, start *[blockPayers + 1]uint32) bool {
	var w writes
	b.most = 0
	at, from, most := uint32(0), start[0], uint32(0)
	bits, sum := uint64(0), uint64(0)
	for i := range base {
		units := uint64(base[i])
		to := start[i+1]
		n := to - from
		from = to
		bits |= units
		sum += units
		into := (*[ahead]uint64)(b.bases[at&(blockLines-1):])
		at += n
		into[0] = units
		if len(w) > 1 {
			into[1] = units | follows
		}
		if len(w) > 2 {
			into[2], into[3] = units|follows, units|follows
		}
		if n > most {
			if !b.more(n, at, units|follows) {
				return false
			}
			most = min(b.most, uint32(len(w)))
		}
	}
	b.lines, b.any, b.sum = at, bits, sum
	return at <= blockLines
}

// more writes the base of a payer who has more lines than those before, or than the loop
// writes.
//
//go:noinline
func (b *block) more(n, end uint32, units uint64) bool {
	if n > blockLines || end > blockLines {
		return false
	}
	b.most = max(b.most, n)
	for i := end - n + 1; i < end; i++ {
		b.bases[i] = units
	}
	return true
}
