// Package canon writes and reads canonical bytes: one value, one form.
//
// # Representation
//
// A text is its length and its bytes; a length or number from 0 is an unsigned varint,
// a signed one a zigzag varint (encoding/binary), both of the fewest bytes.
//
// # Rules
//
// A form starts with its name and version as a text ("ballot.counts.v1"). A form that
// changes gets another name.
//
// # Ties and rounding
//
// There are none.
//
// # Errors
//
// A [Reader] keeps its first fault, an [ErrForm], and then reads zeros, so that a caller
// checks once. It refuses what no writer of ours writes: varints longer than need be,
// bytes left over, lengths beyond the input.
//
// # Determinism
//
// Equal values give equal bytes, on every machine.
//
// # Example
//
//	b := canon.AppendText(nil, "point.v1")
//	b = canon.AppendInt(canon.AppendInt(b, 3), -4)
//	r := canon.NewReader(b, "point.v1")
//	x, y := r.Int(), r.Int()
//	fmt.Println(x, y, r.Close()) // 3 -4 <nil>
package canon
