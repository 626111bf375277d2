package chart

const (
	sampleWidth = 280
	legendGap   = 220
)

// legend names series, as many on a line as there is room for; sample draws what a series
// looks like. It returns the height at which it ends.
func (f *Frame) legend(s *svg, top int, names []string, sample func(i, x, y int)) int {
	x, any := pad, false
	for i, name := range names {
		if name == "" {
			continue
		}
		name = elide(name, textSize, f.width()-2*pad-sampleWidth-textGap)
		w := sampleWidth + textGap + measure(name, textSize)
		if any && x+w > f.width()-pad {
			x, top = pad, top+lineStep+30
		}
		any = true
		sample(i, x, top+lineStep/2)
		s.text(x+sampleWidth+textGap, top+textSize, "", start, name)
		x += w + legendGap
	}
	if any {
		top += lineStep + 60
	}
	return top
}

// caption writes lines of text under each other and returns the height at which they end.
func (f *Frame) caption(s *svg, top int, text string) int {
	for _, line := range wrap(text, textSize, f.width()-2*pad, 3) {
		s.text(pad, top+textSize, "a", start, line)
		top += lineStep
	}
	return top
}

// acrossTicks draws an axis along the bottom: lines up to top, and as many labels as do
// not touch. What is not on the axis is left out. It returns the height at which the
// labels end.
func (f *Frame) acrossTicks(s *svg, sc scale, list []Tick, top, bottom int) int {
	edge := 0
	for _, t := range list {
		if !sc.holds(t.At) {
			continue
		}
		x := sc.place(t.At)
		s.line(x, top, x, bottom, "g")
		label := elide(t.Label, textSize, f.width()-2*pad)
		w := measure(label, textSize)
		left := min(max(x-w/2, 40), f.width()-40-w)
		if label == "" || left < edge {
			continue
		}
		s.text(left+w/2, bottom+textSize+50, "a", middle, label)
		edge = left + w + 80
	}
	return bottom + lineStep + 60
}

// fitting returns ticks as close as their labels allow.
func fitting(low, high float64, room int) (list []Tick) {
	for most := min(max(room/500, 2), 12); ; most-- {
		list = ticks(low, high, most)
		need := 0
		for _, t := range list {
			need = max(need, measure(t.Label, textSize)+120)
		}
		if most <= 2 || need*max(0, len(list)-1) <= room {
			return list
		}
	}
}
