// Package lot makes the tickets of a draw.
//
// # Representation
//
// A ticket is 32 bytes and belongs to one option of one draw.
//
// # Rules
//
// The ticket of an option is the SHA-256 of seed, NUL, label, NUL, option; the lowest
// ticket is drawn first. The seed is announced beforehand, the label says what the draw
// is for. Anyone can redraw it by hand:
//
//	printf 'SEED\0LABEL\0Ana' | sha256sum
//
// # Ties and rounding
//
// Equal tickets of two names would be a collision of SHA-256: none is known.
//
// # Errors
//
// There are none.
//
// # Determinism
//
// A ticket depends on its three texts and on nothing else: neither the order of the
// options nor the draws before.
//
// # Example
//
//	ana, ben := lot.Ticket("2026-12-01", "mayor", "Ana"), lot.Ticket("2026-12-01", "mayor", "Ben")
//	fmt.Println(bytes.Compare(ana[:], ben[:]) < 0) // Ana is drawn first
package lot
