// Package chart draws numbers as pictures that show the same on every screen and on
// paper. It knows nothing of ours.
//
// # Representation
//
// A chart is a struct, [Bar], [Line], [Heat] or [Flow], with a [Frame], and one method,
// WriteSVG. What it writes is plain SVG: a file of its own, or a piece of an HTML page as
// it stands. No script, no network, no font but the reader's.
//
// # Rules
//
// Numbers are drawn; labels are what the caller says, since only the caller knows the
// currency and the language. Only where an axis is left to the package does it write
// numbers itself: a point, and thin spaces between thousands.
//
// Charts of one page need different IDs in their frames: every id and every rule of style
// begins with it. The style is light or dark as the reader's system is, and light on
// paper. Nothing is told by colour alone: bars have patterns, lines have dashes and names
// at their ends, streams have outlines and names at both ends, shades have numbers; all
// this survives a grey printer. Title and description are read aloud; what the marks are
// is said when one points at them.
//
// Texts never overlap: they are measured by the widest font of the stack, wrapped, moved
// apart, and the picture grows where they need it; names that still do not fit end in an
// ellipsis. Letters have a fixed size: a picture of 720 pixels on a phone has letters half
// as large, so that a page for both draws twice, at 720 and 360, and shows one:
//
//	@media (max-width: 600px) { #wide { display: none } }
//	@media (min-width: 601px) { #narrow { display: none } }
//
// A chart shows what it is given. What may be shown, fiscal/disclosure decides: a bar
// without a number still has a length.
//
// # Ties and rounding
//
// Floats end at the axis: a value becomes an integer by a subtraction, Ldexp and
// RoundToEven, and all that follows, in tenths of a pixel, is integers, so that no
// processor can fuse a product with a sum and round otherwise. Places are rounded to the
// nearest tenth; streams of a flow down, but to no less than one pixel, and each is as
// high where it ends as where it begins. Of orders that cross equally often the caller's
// is kept.
//
// # Errors
//
// NaN, infinities, values over [MaxValue], lists of different lengths, streams that are
// negative or run in a circle, and more than [MaxMarks] marks are every vicinia.Fault at
// once, with its path. Nothing is written then. Every text is escaped; what is no
// character in XML is replaced.
//
// # Determinism
//
// Equal charts are equal bytes, on every platform. Rows, series and links stand in the
// order in which they are given, but for the columns of a flow, see [Flow].
//
// # Example
//
//	c := chart.Bar{
//		Frame: chart.Frame{Title: "What the communities got", X: "CHF", Source: "Budget 2025"},
//		Rows:  []string{"Esperanto", "Linux"},
//		Parts: []chart.Part{{Values: []float64{1200, 900}, Labels: []string{"1200.00", "900.00"}}},
//	}
//	err := c.WriteSVG(os.Stdout)
package chart
