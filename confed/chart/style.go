package chart

import "strconv"

// hues is how many colours there are; the next series begins again, with the next
// pattern.
const hues = 6

// style is that of every chart; $ is its id. Rules stand by themselves, without variables,
// since not only browsers draw SVG. Text on paper has a contrast of at least 6:1, lines
// and fills of at least 3:1, in light and dark; what colour tells is told by labels,
// dashes and patterns as well.
const style = `
$ {font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans","DejaVu Sans",Arial,sans-serif;font-size:13px;max-width:100%;height:auto}
$ text {fill:#1c2128;stroke:none}
$ .h {font-size:18px;font-weight:600}
$ .s {font-size:11.5px;fill:#4d5560}
$ .a {fill:#4d5560}
$ .m {text-anchor:middle}
$ .e {text-anchor:end}
$ .o {paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
$ .p {fill:#fff}
$ .g {stroke:#dfe3e8;fill:none}
$ .x {stroke:#6b7480;fill:none}
$ .n {fill:#1c2128}
$ .l {fill:none;stroke-width:2.2px;stroke-linejoin:round;stroke-linecap:round}
$ .d {fill-opacity:.16;stroke:none}
$ .r {fill-opacity:.42;stroke-width:.7px;stroke-opacity:.9}
$ .w {fill:#fff}
$ .q {stroke:#fff;stroke-width:1.4px;fill:none}
$ .c0 {fill:#1f4e79;stroke:#1f4e79} $ .c1 {fill:#c26a00;stroke:#c26a00} $ .c2 {fill:#3f7f2f;stroke:#3f7f2f}
$ .c3 {fill:#7a5fa8;stroke:#7a5fa8} $ .c4 {fill:#23807a;stroke:#23807a} $ .c5 {fill:#b2182b;stroke:#b2182b}
$ .l {fill:none} $ .d {stroke:none}
$ .k1 {stroke-dasharray:7 4} $ .k2 {stroke-dasharray:2 4} $ .k3 {stroke-dasharray:10 4 2 4} $ .k4 {stroke-dasharray:4 3} $ .k5 {stroke-dasharray:12 5 4 5 4 5}
$ .f {stroke:none}
$ .v0 {fill:#f4f7fa} $ .v1 {fill:#cfdeec} $ .v2 {fill:#94b8d8} $ .v3 {fill:#2f6ca3} $ .v4 {fill:#12395f}
$ text.i {fill:#fff}
@media (prefers-color-scheme:dark) {
$ text {fill:#e8edf2} $ .s,$ .a {fill:#aab4bf} $ .o {stroke:#12161b} $ .p,$ .w {fill:#12161b} $ .q {stroke:#12161b}
$ .g {stroke:#2c333b} $ .x {stroke:#8b95a1} $ .n {fill:#e8edf2}
$ .c0 {fill:#7fb2e5;stroke:#7fb2e5} $ .c1 {fill:#f0a24b;stroke:#f0a24b} $ .c2 {fill:#8fce77;stroke:#8fce77}
$ .c3 {fill:#b9a2e0;stroke:#b9a2e0} $ .c4 {fill:#6cc9c2;stroke:#6cc9c2} $ .c5 {fill:#f0808a;stroke:#f0808a}
$ .l {fill:none} $ .f {stroke:none} $ .d {stroke:none}
$ .v0 {fill:#1a2129} $ .v1 {fill:#213a52} $ .v2 {fill:#2d5c88} $ .v3 {fill:#7fb2e5} $ .v4 {fill:#cfe4f8} $ text.i {fill:#0b0e12}
}
@media print {
$ text,$ .s,$ .a {fill:#000} $ .o {stroke:#fff} $ .p,$ .w {fill:#fff} $ .q {stroke:#fff} $ .g {stroke:#bbb} $ .x {stroke:#444} $ .n {fill:#000}
$ .c0 {fill:#1f4e79;stroke:#1f4e79} $ .c1 {fill:#c26a00;stroke:#c26a00} $ .c2 {fill:#3f7f2f;stroke:#3f7f2f}
$ .c3 {fill:#7a5fa8;stroke:#7a5fa8} $ .c4 {fill:#23807a;stroke:#23807a} $ .c5 {fill:#b2182b;stroke:#b2182b}
$ .l {fill:none} $ .f {stroke:none} $ .d {stroke:none}
$ .v0 {fill:#f4f7fa} $ .v1 {fill:#cfdeec} $ .v2 {fill:#94b8d8} $ .v3 {fill:#2f6ca3} $ .v4 {fill:#12395f} $ text.i {fill:#fff}
$ .p,$ .f,$ .r,$ .n,$ .v0,$ .v1,$ .v2,$ .v3,$ .v4 {print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`

// patterns writes what is laid over fills, so that they differ in grey: strokes in the
// colour of the paper. The first has none.
func (s *svg) patterns() {
	s.raw("<defs>")
	for i, d := range [hues - 1]string{"M-1 7L7 -1M-1 1L1 -1M5 7L7 5", "M0 3H6", "M3 0V6", "M-1 -1L7 7M-1 5L1 7M5 -1L7 1", "M0 3H6M3 0V6"} {
		s.raw(`<pattern id="`, s.id, "-p", strconv.Itoa(i+1), `" width="6" height="6" patternUnits="userSpaceOnUse"><path class="q" d="`, d, `"/></pattern>`)
	}
	s.raw("</defs>\n")
}

// filled writes a rectangle in the colour and the pattern of a series.
func (s *svg) filled(x, y, w, h, series int, title string) {
	s.rect(x, y, w, h, "f "+hue(series), title)
	if k := (series + series/hues) % hues; k > 0 {
		s.hatch([4]int{x, y, w, h}, k)
	}
}

// hatch lays a pattern over a rectangle: x, y, width, height.
func (s *svg) hatch(at [4]int, k int) {
	s.raw(`<rect x="`)
	s.num(at[0])
	s.raw(`" y="`)
	s.num(at[1])
	s.raw(`" width="`)
	s.num(at[2])
	s.raw(`" height="`)
	s.num(at[3])
	s.raw(`" fill="url(#`, s.id, "-p", strconv.Itoa(k), `)" pointer-events="none"/>`, "\n")
}

// hue is the class of a series' colour.
func hue(series int) string { return "c" + strconv.Itoa(series%hues) }

// dash is the class of a series' line.
func dash(series int) string { return "k" + strconv.Itoa((series+series/hues)%hues) }
