package chart

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
)

// A Flow draws amounts from left to right, as wide as they are large (a Sankey diagram).
// Places stand as far left as their sources allow, those from which nothing flows at the
// right edge; in each column the order is that which the streams cross least in, and else
// that of the links.
type Flow struct {
	Frame
	// Links are the streams. An amount of 0 is left out, with places that have no other.
	Links []Link
	// Places name what the links speak of, where it wants another name or a label.
	Places []Place
}

// A Link is one stream. From and To must not form a circle; two links of one pair are two
// streams.
type Link struct {
	From, To string
	Amount   int64
	Label    string // the amount as people read it; "" writes the integer
}

// A Place is where streams begin or end.
type Place struct {
	ID    string // as in the links
	Name  string // "" is the ID
	Label string // the amount as people read it; "" writes the integer
}

// WriteSVG draws. Bad numbers, circles and texts that are too long are every
// vicinia.Fault at once, with its path.
func (c Flow) WriteSVG(w io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	l, err := c.lay()
	if err != nil {
		return err
	}
	big := slices.MaxFunc(l.streams, func(a, b stream) int { return int(min(max(a.amount-b.amount, -1), 1)) })
	desc := fmt.Sprintf("%d streams between %d places, from left to right; the largest: %s.",
		len(l.streams), len(l.real()), l.name(big))
	return c.draw(w, desc, l.draw)
}

func (c *Flow) check() error {
	var faults faultList
	c.Frame.check(&faults)
	faults.marks("links", len(c.Links))
	var sum int64
	for i, link := range c.Links {
		switch {
		case link.From == "" || link.To == "":
			faults.add(at("links", i), "a stream needs a source and an end")
		case link.From == link.To:
			faults.add(at("links", i), "%.40q flows into itself", link.From)
		case link.Amount < 0:
			faults.add(at("links", i), "%d flows backwards", link.Amount)
		case link.Amount > math.MaxInt64/2-sum:
			faults = append(faults, &vicinia.Fault{Path: at("links", i), Breaks: "M-3",
				Err: fmt.Errorf("the sum is over %d", int64(math.MaxInt64/2))})
		default:
			sum += link.Amount
		}
		faults.text(at("links", i), link.From+link.To+link.Label, maxText)
	}
	seen := map[string]bool{}
	for i, p := range c.Places {
		if seen[p.ID] {
			faults.add(at("places", i), "%.40q stands here twice", p.ID)
		}
		seen[p.ID] = true
		faults.text(at("places", i), p.Name+p.Label, maxText)
	}
	if len(faults) == 0 && sum == 0 {
		faults.add("links", "nothing flows")
	}
	return faults.join()
}

// A node is a place, or a bend of a stream that passes through a column.
type node struct {
	id          string
	name, label string
	column      int
	sum         int64 // what passes through: the larger of what comes and what goes
	hue         int
	ins, outs   []int // streams, as they lie from top to bottom
	y, height   int
	slot        int      // the height that it needs, its text too
	text        []string // name and label in lines
	above       bool     // the text stands above, not beside
	bend        bool
}

// centre is twice the middle, so that it is an integer.
func (n *node) centre() int { return 2*n.y + n.slot }

// A stream is a link, or a piece of one between two neighbouring columns.
type stream struct {
	from, to       int // nodes
	amount         int64
	height         int
	fromY, toY     int
	label          string
	source, target int // the places at the ends of its link
	hue            int
	link           int
}

// gather makes nodes of the places, in the order in which the links name them.
func (c *Flow) gather() (nodes []node, streams []stream) {
	number := map[string]int{}
	find := func(id string) int {
		n, ok := number[id]
		if !ok {
			n = len(nodes)
			number[id] = n
			nodes = append(nodes, node{id: id, name: id})
		}
		return n
	}
	for i, link := range c.Links {
		if link.Amount == 0 {
			continue
		}
		label := link.Label
		if label == "" {
			label = grouped(strconv.FormatInt(link.Amount, 10))
		}
		from, to := find(link.From), find(link.To)
		streams = append(streams, stream{from: from, to: to, amount: link.Amount, label: label, source: from, target: to, link: i})
	}
	in, out := make([]int64, len(nodes)), make([]int64, len(nodes))
	for _, s := range streams {
		out[s.from] += s.amount
		in[s.to] += s.amount
	}
	for i := range nodes {
		nodes[i].sum = max(in[i], out[i])
		nodes[i].label = grouped(strconv.FormatInt(nodes[i].sum, 10))
	}
	for _, p := range c.Places {
		if n, ok := number[p.ID]; ok {
			if p.Name != "" {
				nodes[n].name = p.Name
			}
			if p.Label != "" {
				nodes[n].label = p.Label
			}
		}
	}
	return nodes, streams
}
