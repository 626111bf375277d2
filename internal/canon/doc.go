// Package canon writes and reads canonical bytes: one value, one form.
//
// # Representation
//
// A text is its length and its bytes; a length or number from 0 is an unsigned varint,
// a signed one a zigzag varint (encoding/binary), both of the fewest bytes. A form
// starts with its name and version as a text ("counts.v1").
//
// # Errors
//
// A Reader keeps its first fault and then reads zeros, so that a caller checks once.
// It refuses what no writer of ours writes: varints longer than need be, bytes left
// over, lengths beyond the input.
package canon
