// Package lot makes the tickets of a draw.
//
// # Rules
//
// The ticket of an option is the SHA-256 of seed, NUL, label, NUL, option; the lowest
// ticket is drawn first. The seed is announced beforehand, the label says what the draw
// is for. Anyone can redraw it by hand:
//
//	printf 'SEED\0LABEL\0Ana' | sha256sum
//
// # Determinism
//
// A ticket depends on its three texts and on nothing else: neither the order of the
// options nor the draws before.
package lot
