package census

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"

	"github.com/vicinia/vicinia"
)

// A Roll is the electors of one vote, sorted by id. Build makes a provisional one,
// Correct applies claims to it, and Close makes it final. Each gives a new Roll.
type Roll struct {
	Place     JurisdictionID
	Reference vicinia.Date
	Call      vicinia.Date
	Vote      vicinia.Date
	Final     bool

	reg    *Register
	test   *test
	list   []uint32 // numbers of the electors, by id
	claims []Correction
}

// Len is the number of electors.
func (l *Roll) Len() int64 { return int64(len(l.list)) }

// Has reports whether a person is on the roll.
func (l *Roll) Has(p PersonID) bool {
	_, ok := l.reg.search(l.list, p)
	return ok
}

// All walks the electors by id.
func (l *Roll) All() iter.Seq[PersonID] {
	return func(yield func(PersonID) bool) { l.reg.yield(l.list, yield) }
}

// Close makes the roll final: no correction is taken any more.
func (l *Roll) Close() *Roll {
	done := *l
	done.Final = true
	return &done
}

// digestForm names the canonical form, so that another one can never be taken for it.
const digestForm = "vicinia census roll 1"

// Digest is the SHA-256 of, in this order: the text "vicinia census roll 1", the place,
// the reference date, the day of the call and that of the vote (2025-03-01), and the ids
// of the electors in byte order. Each of these is its length in bytes as a
// LEB128 number (Go's uvarint) and then the bytes.
func (l *Roll) Digest() [sha256.Size]byte {
	h := sha256.New()
	b := make([]byte, 0, 8<<10)
	put := func(s string) {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		if len(b) > 4<<10 {
			h.Write(b)
			b = b[:0]
		}
	}
	put(digestForm)
	put(string(l.Place))
	put(l.Reference.String())
	put(l.Call.String())
	put(l.Vote.String())
	for p := range l.All() {
		put(string(p))
	}
	h.Write(b)
	return [sha256.Size]byte(h.Sum(nil))
}
