package disclosure

// A network is the equations of a table as a circulation: every cell is an arc, and every
// sum a node, into which flows what flows out of it. Each cell stands in exactly two
// sums, once on either side, also where rows lie within regions.
type network struct {
	tail, head []int32 // by cell
	nodes      int
}

// newNetwork lays out the nodes: one a row (in a one-way table rows have no sum, and one
// node stands for all), then one for each column of a line that is a sum, then one for
// the total's own sum across.
func newNetwork(lines []Line, width int) *network {
	n := len(lines) * width
	net := &network{tail: make([]int32, n), head: make([]int32, n)}
	first := make([]int32, len(lines)) // node of a line's first column; of a row, its only node
	sum := make([]bool, len(lines))
	for _, line := range lines[:len(lines)-1] {
		sum[line.In] = true
	}
	for l := range lines {
		first[l] = int32(net.nodes)
		switch {
		case sum[l]:
			net.nodes += width
		case width > 1:
			net.nodes++
		}
	}
	across := int32(net.nodes)
	net.nodes++
	for l, line := range lines {
		for c := range width {
			from, to := across, across
			if sum[l] {
				from = first[l] + int32(c)
			} else if width > 1 {
				from = first[l]
			}
			if line.In >= 0 {
				to = first[line.In] + int32(c)
			}
			if width > 1 && c == width-1 { // a total flows in where its parts flow out
				from, to = to, from
			}
			net.tail[l*width+c], net.head[l*width+c] = from, to
		}
	}
	return net
}

// A pattern says which cells are blank. Only blanks can move.
type pattern struct {
	*network
	blank []bool
	at    [][]int32 // the blanks at each node
}

func newPattern(net *network) *pattern {
	return &pattern{network: net, blank: make([]bool, len(net.tail)), at: make([][]int32, net.nodes)}
}

func (p *pattern) open(cell int32) {
	p.blank[cell] = true
	p.at[p.tail[cell]] = append(p.at[p.tail[cell]], cell)
	p.at[p.head[cell]] = append(p.at[p.head[cell]], cell)
}

// shut undoes open; the order at the nodes stays.
func (p *pattern) shut(cell int32) {
	p.blank[cell] = false
	for _, node := range [2]int32{p.tail[cell], p.head[cell]} {
		list := p.at[node]
		for i, c := range list {
			if c == cell {
				p.at[node] = append(list[:i], list[i+1:]...)
				break
			}
		}
	}
}
