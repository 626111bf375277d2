package chart

// real are the nodes that are no bends.
func (l *layout) real() (list []int) {
	for i := range l.nodes {
		if !l.nodes[i].bend {
			list = append(list, i)
		}
	}
	return list
}

func (l *layout) name(s stream) string {
	return l.nodes[s.source].name + " → " + l.nodes[s.target].name + ": " + s.label
}

func (l *layout) draw(s *svg, top int) int {
	for _, line := range wrap(l.X, textSize, l.width()-2*pad, 3) {
		s.text(pad, top+textSize, "a", start, line)
		top += lineStep
	}
	top += 40
	s.raw("<g>\n")
	for i := 0; i < len(l.streams); {
		i = l.ribbon(s, i, top)
	}
	s.raw("</g>\n")
	for _, n := range l.real() {
		l.node(s, &l.nodes[n], top)
	}
	return top + l.height
}

func (l *layout) node(s *svg, n *node, top int) {
	x, y := l.xs[n.column], top+n.top()
	s.rect(x, y, nodeWidth, n.height, "n", n.name+": "+n.label)
	class, anchor := "", start
	switch {
	case n.above:
		x, y, class, anchor = x+nodeWidth/2, y-len(n.text)*lineStep, "o", middle
	default:
		y += n.height/2 - len(n.text)*lineStep/2
		if n.column == 0 {
			x, anchor = x-textGap, end
		} else {
			x += nodeWidth + textGap
		}
	}
	for i, line := range n.text {
		if i > 0 && i == len(n.text)-1 {
			class += " a" // the amount
		}
		s.text(x, y+i*lineStep+textSize-10, class, anchor, line)
	}
}

// ribbon draws the pieces of one link from i on as one shape, and returns the next link.
func (l *layout) ribbon(s *svg, i, top int) int {
	first := i
	s.raw(`<path d="M`)
	for ; i < len(l.streams) && l.streams[i].link == l.streams[first].link; i++ {
		p := l.streams[i]
		x, to := l.xs[l.nodes[p.from].column]+nodeWidth, l.xs[l.nodes[p.to].column]
		if i == first {
			s.nums(x, top+p.fromY)
		} else { // through the bend
			s.raw("H")
			s.num(x)
		}
		s.raw("C")
		s.nums((x+to)/2, top+p.fromY, (x+to)/2, top+p.toY, to, top+p.toY)
	}
	for k := i - 1; k >= first; k-- {
		p := l.streams[k]
		x, to := l.xs[l.nodes[p.from].column]+nodeWidth, l.xs[l.nodes[p.to].column]
		if k == i-1 {
			s.raw("v")
			s.num(p.height)
		} else {
			s.raw("H")
			s.num(to)
		}
		s.raw("C")
		s.nums((x+to)/2, top+p.toY+p.height, (x+to)/2, top+p.fromY+p.height, x, top+p.fromY+p.height)
	}
	s.raw(`Z" class="r `, hue(l.streams[first].hue))
	s.close("path", l.name(l.streams[first]))
	return i
}
