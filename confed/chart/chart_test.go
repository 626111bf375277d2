package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/golden"
)

type picture interface{ WriteSVG(io.Writer) error }

func drawn(t testing.TB, c picture) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, c.WriteSVG(&b))
	return b.Bytes()
}

func frame(title string, width int) Frame {
	return Frame{Title: title, X: "francs a year", Y: "francs", Source: "Source: drawn for this test.", Width: width}
}

func sampleFlow(width int) Flow {
	return Flow{Frame: frame("Where the taxes of four communes went", width),
		Places: []Place{{ID: "M", Name: "Municipal budget"}, {ID: "D", Name: "Designated", Label: "3.3 m"}},
		Links: []Link{
			{From: "Schwyz", To: "M", Amount: 8_200_000, Label: "8.2 m"}, {From: "Schwyz", To: "D", Amount: 900_000},
			{From: "Küssnacht", To: "M", Amount: 7_400_000}, {From: "Küssnacht", To: "D", Amount: 700_000},
			{From: "Freienbach", To: "M", Amount: 15_400_000}, {From: "Freienbach", To: "D", Amount: 1_700_000},
			{From: "Riemenstalden", To: "M", Amount: 30_000}, {From: "Riemenstalden", To: "D", Amount: 800},
			{From: "M", To: "Schools", Amount: 14_000_000}, {From: "M", To: "Roads", Amount: 9_000_000},
			{From: "M", To: "Compact of hospitals", Amount: 5_030_000}, {From: "M", To: "Treasury", Amount: 3_000_000},
			{From: "D", To: "Esperanto", Amount: 1_200_000}, {From: "D", To: "Linux", Amount: 1_300_800},
			{From: "D", To: "Church of St. Martin", Amount: 800_000}, {From: "D", To: "Nobody", Amount: 0},
			{From: "Schwyz", To: "Oberallmeindkorporation", Amount: 600_000},
		}}
}

func sampleBar(width int, stacked bool) Bar {
	c := Bar{Frame: frame("What two years brought", width), Stacked: stacked,
		Rows: []string{"Esperanto", "Linux Community", "Church of St. Martin", "Oberallmeindkorporation Schwyz"},
		Parts: []Part{
			{Name: "2024", Values: []float64{1.2e6, 9e5, 3e5, 123456}, Labels: []string{"1 200 000", "900 000", "300 000", "123 456"}},
			{Name: "2025", Values: []float64{1.3e6, 9.5e5, 8e5, 23456}, Labels: []string{"1 300 000", "950 000", "800 000", "23 456"}},
		}}
	if stacked {
		c.Totals = []string{"2 500 000", "1 850 000", "1 100 000", "146 912"}
	} else {
		c.Parts[0].Values[2], c.Parts[0].Labels[2] = -3e5, "−300 000"
	}
	return c
}

func sampleLine(width int) Line {
	c := Line{Frame: frame("What the towns keep as the cap rises", width)}
	for k, name := range []string{"Schwyz", "Küssnacht am Rigi", "Freienbach", "Arth"} {
		s := Series{Name: name}
		for x := range 31 {
			y := float64(1_000_000 - x*(3000*k+5000) + x*x*(k%3)*200)
			s.X, s.Y = append(s.X, float64(x)), append(s.Y, y)
			if k == 2 {
				s.Low, s.Top = append(s.Low, y-30000), append(s.Top, y+20000)
			}
		}
		c.Series = append(c.Series, s)
	}
	return c
}

func sampleHeat(width int) Heat {
	c := Heat{Frame: frame("Who designates to whom", width), Rows: []string{"Schwyz", "Küssnacht", "Riemenstalden"},
		Columns: []string{"Esperanto", "Linux Community", "Church of St. Martin"}}
	for i := range 9 {
		n := i * i * 7 % 211
		c.Values, c.Labels = append(c.Values, float64(n)), append(c.Labels, strconv.Itoa(n))
		c.Blank = append(c.Blank, i == 4 || i == 5 || i == 7 || i == 8)
	}
	return c
}

func samples(width int) map[string]picture {
	return map[string]picture{"flow": sampleFlow(width), "bar": sampleBar(width, false), "stack": sampleBar(width, true),
		"line": sampleLine(width), "heat": sampleHeat(width)}
}

// Look at a drawing in a browser before its file is committed.
func TestGolden(t *testing.T) {
	for _, width := range []int{720, 360} {
		for name, c := range samples(width) {
			golden.Equal(t, fmt.Sprintf("%s-%d.svg", name, width), drawn(t, c))
		}
	}
}

// A box is where a text stands, in tenths of a pixel.
type box struct {
	text                     string
	left, top, right, bottom int
}

// read parses a drawing: it is well formed, and every text has its box.
func read(t testing.TB, svg []byte) (boxes []box, ids []string, width, height int) {
	t.Helper()
	tenths := func(s string) int {
		f, err := strconv.ParseFloat(s, 64)
		require.NoError(t, err)
		return int(math.Round(f * 10))
	}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return boxes, ids, width, height
		}
		require.NoError(t, err, "%s", svg)
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, attr := range e.Attr {
			require.NotContains(t, a, attr.Name.Local)
			a[attr.Name.Local] = attr.Value
		}
		if id := a["id"]; id != "" {
			ids = append(ids, id)
		}
		switch e.Name.Local {
		case "script", "foreignObject", "image":
			t.Fatalf("%s in a drawing", e.Name.Local)
		case "svg":
			width, height = tenths(a["width"]), tenths(a["height"])
			require.Equal(t, fmt.Sprintf("0 0 %s %s", a["width"], a["height"]), a["viewBox"])
			require.Equal(t, "img", a["role"])
		case "rect":
			require.GreaterOrEqual(t, tenths(a["width"]), 0)
			require.GreaterOrEqual(t, tenths(a["height"]), 0)
		case "text":
			var text string
			require.NoError(t, d.DecodeElement(&text, &e))
			boxes = append(boxes, boxOf(text, " "+a["class"]+" ", tenths(a["x"]), tenths(a["y"])))
		}
	}
}

func boxOf(text, class string, x, y int) box {
	size := textSize
	if strings.Contains(class, " h ") {
		size = titleSize
	} else if strings.Contains(class, " s ") {
		size = smallSize
	}
	w := measure(text, size)
	if strings.Contains(class, " e ") {
		x -= w
	} else if strings.Contains(class, " m ") {
		x -= w / 2
	}
	return box{text, x, y - size*8/10, x + w, y + size*2/10}
}

// legible fails unless every text is within the drawing and none lies over another.
func legible(t testing.TB, svg []byte) {
	t.Helper()
	boxes, _, width, height := read(t, svg)
	for i, b := range boxes {
		require.True(t, b.left >= 0 && b.top >= 0 && b.right <= width && b.bottom <= height, "%+v leaves %d by %d", b, width, height)
		for _, c := range boxes[:i] {
			require.False(t, b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom, "%+v over %+v", b, c)
		}
	}
}

func TestLegible(t *testing.T) {
	for _, width := range []int{280, 320, 360, 479, 480, 720, 1200} {
		for name, c := range samples(width) {
			t.Run(fmt.Sprint(name, width), func(t *testing.T) { legible(t, drawn(t, c)) })
		}
	}
}

// words are names as they come: short, long, in other scripts, or hostile.
func words(rng *rand.Rand) string {
	list := []string{"A", "Ob dem Wald", "Municipality of Santa María de la Alameda", "Donaudampfschifffahrtsgesellschaft",
		"北京市", "Ærøskøbing", "<b>&\"'", "x", "WWWWWWWWWW", "éa\u0301"}
	return list[rng.IntN(len(list))] + strconv.Itoa(rng.IntN(1000))
}

func TestLegible_Random(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	for range 400 {
		width := minWidth + rng.IntN(900)
		for _, c := range []picture{randomFlow(rng, width), randomBar(rng, width), randomLine(rng, width), randomHeat(rng, width)} {
			legible(t, drawn(t, c))
		}
	}
}

func randomFrame(rng *rand.Rand, width int) Frame {
	return Frame{Title: words(rng), X: words(rng), Y: words(rng), Source: words(rng), Width: width, Height: rng.IntN(3) * 300}
}

func randomFlow(rng *rand.Rand, width int) Flow {
	c := Flow{Frame: randomFrame(rng, width)}
	n := 2 + rng.IntN(12)
	for i := range n {
		c.Places = append(c.Places, Place{ID: strconv.Itoa(i), Name: words(rng)})
	}
	deep := 2 + (width-minWidth)/150 // columns that fit
	for range 1 + rng.IntN(25) {
		from := rng.IntN(n - 1)
		to := from + 1 + rng.IntN(n-from-1)
		if to*deep/n > from*deep/n {
			c.Links = append(c.Links, Link{From: strconv.Itoa(from), To: strconv.Itoa(to), Amount: 1 + rng.Int64N(1<<rng.IntN(50))})
		}
	}
	c.Links = append(c.Links, Link{From: "0", To: strconv.Itoa(n - 1), Amount: 1})
	return c
}

func randomBar(rng *rand.Rand, width int) Bar {
	c := Bar{Frame: randomFrame(rng, width), Stacked: rng.IntN(2) == 0}
	rows := 1 + rng.IntN(8)
	for range rows {
		c.Rows = append(c.Rows, words(rng))
		c.Totals = append(c.Totals, words(rng))
	}
	for range 1 + rng.IntN(8) {
		p := Part{Name: words(rng)}
		for range rows {
			v := rng.NormFloat64() * math.Pow(10, float64(rng.IntN(9)))
			if c.Stacked {
				v = math.Abs(v)
			}
			p.Values, p.Labels = append(p.Values, v), append(p.Labels, words(rng))
		}
		c.Parts = append(c.Parts, p)
	}
	return c
}

func randomLine(rng *rand.Rand, width int) Line {
	c := Line{Frame: randomFrame(rng, width)}
	size := math.Pow(10, float64(rng.IntN(24)-10))
	for range 1 + rng.IntN(20) {
		s := Series{Name: words(rng)}
		for x := range 1 + rng.IntN(10) {
			y := rng.NormFloat64() * size
			s.X, s.Y = append(s.X, float64(x)), append(s.Y, y)
			s.Low, s.Top = append(s.Low, y-1), append(s.Top, y+rng.Float64())
		}
		c.Series = append(c.Series, s)
	}
	return c
}

func randomHeat(rng *rand.Rand, width int) Heat {
	c := Heat{Frame: randomFrame(rng, width)}
	for range 1 + rng.IntN(6) {
		c.Rows = append(c.Rows, words(rng))
	}
	for range 1 + rng.IntN(12) {
		c.Columns = append(c.Columns, words(rng))
	}
	for range len(c.Rows) * len(c.Columns) {
		c.Values = append(c.Values, rng.NormFloat64())
		c.Labels = append(c.Labels, words(rng))
	}
	return c
}

// Several drawings on one page share no id, and none styles another.
func TestOnePage(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range []string{"", "a", "b-2"} {
		c := sampleFlow(720)
		c.ID = id
		svg := drawn(t, c)
		_, ids, _, _ := read(t, svg)
		assert.GreaterOrEqual(t, len(ids), 3)
		for _, id := range ids {
			assert.False(t, seen[id], id)
			seen[id] = true
		}
		_, css, _ := strings.Cut(string(svg), "<style>")
		css, _, _ = strings.Cut(css, "</style>")
		for _, rule := range strings.FieldsFunc(css, func(r rune) bool { return r == '{' || r == '}' || r == ',' }) {
			if rule = strings.TrimSpace(rule); strings.Contains(rule, " .") || strings.Contains(rule, " text") {
				assert.True(t, strings.HasPrefix(rule, "#"+c.id()+" "), rule)
			}
		}
	}
}

func TestEscape(t *testing.T) {
	c := sampleFlow(720)
	c.ID, c.Title, c.Desc = "x", "</title><script>alert(1)</script>", "a & b \"c\" 'd' \x00\x1b\xff\ufffe"
	c.Links[0].Label = "<img src=x onerror=alert(1)>"
	svg := drawn(t, c)
	read(t, svg)
	assert.NotContains(t, string(svg), "<script")
	assert.NotContains(t, string(svg), "<img")
	assert.Contains(t, string(svg), "<desc id=\"x-d\">a &amp; b &#34;c&#34; &#39;d&#39; \ufffd\ufffd\ufffd\ufffd</desc>")
}

// Ten thousand points are drawn in as many as can be told apart.
func TestLine_ManyPoints(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 0))
	s := Series{Name: "walk"}
	v := 0.0
	for i := range MaxMarks {
		v += rng.NormFloat64()
		s.X, s.Y = append(s.X, float64(i)), append(s.Y, v)
	}
	svg := drawn(t, Line{Frame: Frame{Title: "A walk"}, Series: []Series{s}})
	legible(t, svg)
	assert.Less(t, len(svg), 300_000)
}

func TestFaults(t *testing.T) {
	ok := Frame{Title: "t"}
	one := []float64{1}
	nan, inf := []float64{math.NaN()}, []float64{math.Inf(-1)}
	tests := []struct {
		name string
		give picture
		want string
	}{
		{"no title", Flow{Links: []Link{{From: "a", To: "b", Amount: 1}}}, "title: a chart needs one"},
		{"bad frame", Bar{Frame: Frame{ID: "1", Title: "t", Width: 10, Height: -1}, Rows: []string{"a"}, Parts: []Part{{Values: one}}},
			"id: \"1\": letters, digits and hyphens, a letter first\nwidth: 10 pixels, want 280 to 4000\nheight: -1 pixels, want at most 4000"},
		{"no flow", Flow{Frame: ok}, "links: nothing to draw"},
		{"nothing flows", Flow{Frame: ok, Links: []Link{{From: "a", To: "b"}}}, "links: nothing flows"},
		{"backwards", Flow{Frame: ok, Links: []Link{{From: "a", To: "b", Amount: -1}}}, "links[0]: -1 flows backwards"},
		{"to itself", Flow{Frame: ok, Links: []Link{{From: "a", To: "a", Amount: 1}}}, `links[0]: "a" flows into itself`},
		{"from nowhere", Flow{Frame: ok, Links: []Link{{To: "a", Amount: 1}}}, "links[0]: a stream needs a source and an end"},
		{"circle", Flow{Frame: ok, Links: []Link{{From: "a", To: "b", Amount: 1}, {From: "b", To: "a", Amount: 1}}},
			`links: "a" is in or behind a circle`},
		{"too many columns", Flow{Frame: Frame{Title: "t", Width: 300}, Links: []Link{{From: "a", To: "b", Amount: 1},
			{From: "b", To: "c", Amount: 1}, {From: "c", To: "d", Amount: 1}, {From: "d", To: "e", Amount: 1}, {From: "e", To: "f", Amount: 1}}},
			"width: 6 columns do not fit"},
		{"too much", Flow{Frame: ok, Links: []Link{{From: "a", To: "b", Amount: math.MaxInt64}}},
			"links[0]: the sum is over 4611686018427387903 (M-3)"},
		{"a place twice", Flow{Frame: ok, Links: []Link{{From: "a", To: "b", Amount: 1}}, Places: []Place{{ID: "a"}, {ID: "a"}}},
			`places[1]: "a" stands here twice`},
		{"no bars", Bar{Frame: ok}, "rows: nothing to draw"},
		{"bars are missing", Bar{Frame: ok, Rows: []string{"a", "b"}, Parts: []Part{{Values: one, Labels: []string{"1"}}}, Totals: []string{""}},
			"parts[0].values: 1 for 2 rows\nparts[0].labels: 1 for 2 rows\ntotals: 1 for 2 rows"},
		{"stacked downwards", Bar{Frame: ok, Stacked: true, Rows: []string{"a"}, Parts: []Part{{Values: []float64{-1}}}},
			"parts[0].values[0]: -1 cannot be stacked"},
		{"not a number", Bar{Frame: ok, Rows: []string{"a"}, Parts: []Part{{Values: nan}}}, "parts[0].values[0]: NaN cannot be drawn"},
		{"no lines", Line{Frame: ok}, "series: nothing to draw"},
		{"endless", Line{Frame: ok, Series: []Series{{X: one, Y: inf}}}, "series[0].y[0]: -Inf cannot be drawn"},
		{"too large", Line{Frame: ok, Series: []Series{{X: one, Y: []float64{2e15}}}}, "series[0].y[0]: 2e+15 cannot be drawn"},
		{"half a band", Line{Frame: ok, Series: []Series{{X: one, Y: one, Low: one}}}, "series[0].top: 0 for 1 points"},
		{"band upside down", Line{Frame: ok, Series: []Series{{X: one, Y: one, Low: []float64{2}, Top: one}}},
			"series[0].low[0]: 2 is above 1"},
		{"back in time", Line{Frame: ok, Series: []Series{{X: []float64{2, 1}, Y: []float64{1, 1}}}}, "series[0].x[1]: 1 falls behind 2"},
		{"bad tick", Line{Frame: ok, Series: []Series{{X: one, Y: one}}, XTicks: []Tick{{At: math.NaN()}}},
			"xticks[0][0]: NaN cannot be drawn"},
		{"no cells", Heat{Frame: ok}, "rows: nothing to draw"},
		{"cells are missing", Heat{Frame: ok, Rows: []string{"a"}, Columns: []string{"b"}, Labels: []string{}, Blank: []bool{}},
			"values: 0 for 1 cells\nlabels: 0 for 1 cells\nblank: 0 for 1 cells"},
		{"too many columns", Heat{Frame: Frame{Title: "t", Width: 300}, Rows: []string{"a"}, Columns: make([]string, 50), Values: make([]float64, 50)},
			"columns: 50 do not fit"},
		{"a long title", Heat{Frame: Frame{Title: strings.Repeat("t", 501)}, Rows: []string{"a"}, Columns: []string{"b"}, Values: one},
			"title: 501 characters, want at most 500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			err := tt.give.WriteSVG(&b)
			require.EqualError(t, err, tt.want)
			assert.Zero(t, b.Len())
			for f := range vicinia.Faults(err) {
				assert.NotEmpty(t, f.Path)
			}
		})
	}
	many := Bar{Frame: ok, Rows: make([]string, MaxMarks+1), Parts: []Part{{Values: make([]float64, MaxMarks+1)}}}
	assert.ErrorContains(t, many.WriteSVG(io.Discard), "rows: 100001 marks, want at most 100000")
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteSVG_Broken(t *testing.T) {
	for _, c := range samples(720) {
		assert.ErrorIs(t, c.WriteSVG(broken{}), errBroken)
	}
}

// Contrasts are those of WCAG 2.2, 1.4.3 (text, 4.5:1) and 1.4.11 (lines and fills, 3:1).
func TestContrast(t *testing.T) {
	screen, dark, _ := strings.Cut(style, "@media (prefers-color-scheme:dark) {")
	dark, print, _ := strings.Cut(dark, "@media print {")
	for name, css := range map[string]string{"light": screen, "dark": screen + dark, "print": screen + dark + print} {
		colour := func(class string) string {
			found := ""
			for rule := range strings.SplitSeq(css, "}") {
				selectors, body, _ := strings.Cut(rule, "{")
				for s := range strings.SplitSeq(selectors, ",") {
					if _, is, ok := strings.Cut(body, "fill:#"); ok && strings.TrimSpace(s) == "$ "+class {
						found, _, _ = strings.Cut(is+";", ";")
					}
				}
			}
			require.NotEmpty(t, found, class)
			return found
		}
		paper := colour(".p")
		for _, class := range []string{"text", ".s", ".a"} {
			assert.Greater(t, contrast(t, colour(class), paper), 6.0, "%s %s", name, class)
		}
		for k := range hues {
			assert.Greater(t, contrast(t, colour("."+hue(k)), paper), 3.0, "%s %d", name, k)
		}
		for k := range shades {
			ink := "text"
			if k >= 3 {
				ink = "text.i"
			}
			assert.Greater(t, contrast(t, colour(ink), colour(".v"+strconv.Itoa(k))), 4.5, "%s shade %d", name, k)
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	light := func(hex string) (sum float64) {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		for i, weight := range []float64{.2126, .7152, .0722} {
			n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
			require.NoError(t, err)
			c := float64(n) / 255
			if c <= .04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	x, y := light(a), light(b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

func FuzzFlow(f *testing.F) {
	f.Add("a", "b", "c", int64(3), int64(4), "<&>", 0)
	f.Fuzz(func(t *testing.T, a, b, c string, n, m int64, title string, width int) {
		flow := Flow{Frame: Frame{Title: title, Width: width}, Links: []Link{{From: a, To: b, Amount: n}, {From: b, To: c, Amount: m, Label: title}}}
		var out bytes.Buffer
		if flow.WriteSVG(&out) == nil {
			legible(t, out.Bytes())
		}
	})
}
