package format

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadPrefLib reads orders of PrefLib (Mattei & Walsh 2013; preflib.org/format): .soc,
// .soi, .toc and .toi, told apart by nothing but what they hold. The head names the
// alternatives; a row is how many voters gave an order, with ties in braces:
//
//	# NUMBER ALTERNATIVES: 3
//	# ALTERNATIVE NAME 1: Ana
//	# NUMBER VOTERS: 34
//	34: 1,{2,3}
//
// The slate is that of the first file, or options in their order; all shards must have the
// same names. A sum of rows other than NUMBER VOTERS is a fault, so that no ballot is lost.
// A row without an order is blank.
func ReadPrefLib(options []string, shards ...Shard) (*Votes, error) {
	r := &prefLib{faults: &faults{}, options: options}
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	r.begin()
	each(r.faults, shards, r.line, r.end)
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	return &Votes{Profile: r.profile}, nil
}

// A prefLib is the state of a reader; the second part is of the file.
type prefLib struct {
	*faults
	options []string
	profile *ballot.Profile

	names        map[int64]string
	number       map[string]bool
	alternatives int64 // -1 is not told
	voters, sum  int64 // voters -1 is not told
	slate        []ballot.Option
	rows         bool
	bad          bool // the head: rows are not looked at
	ballot       ballot.Ballot
}

func (r *prefLib) begin() {
	r.names, r.number, r.alternatives, r.voters, r.sum = map[int64]string{}, map[string]bool{}, -1, -1, 0
	r.slate, r.rows, r.bad = nil, false, false
}

func (r *prefLib) line(at place, text string) {
	switch {
	case strings.TrimSpace(text) == "":
	case text[0] == '#':
		r.head(at, text)
	default:
		if !r.rows {
			r.rows = true
			r.bad = !r.open(at)
		}
		if !r.bad {
			r.row(at, text)
		}
	}
}

// head reads a line of the head; those of no use are passed over.
func (r *prefLib) head(at place, text string) {
	key, value, ok := strings.Cut(text[1:], ":")
	if !ok {
		return
	}
	c := cell{strings.TrimSpace(value), len(text) - len(strings.TrimLeft(value, " \t")) + 1}
	key = strings.TrimSpace(key)
	count := func(to *int64) {
		n, err := number(c)
		if err != nil || *to >= 0 {
			at.fault(c, "%s: want a whole number, once", key)
			return
		}
		*to = n
	}
	switch {
	case key == "NUMBER ALTERNATIVES":
		count(&r.alternatives)
	case key == "NUMBER VOTERS":
		count(&r.voters)
	case strings.HasPrefix(key, "ALTERNATIVE NAME "):
		n, err := number(cell{text: key[len("ALTERNATIVE NAME "):]})
		if err == nil {
			err = ballot.CheckName(c.text)
		}
		switch {
		case err != nil:
			at.fault(c, "%s: %w", key, err)
		case r.rows:
			at.fault(c, "%s after the first order", key)
		case r.names[n] != "" || r.number[c.text]:
			at.fault(c, "%s: the number or the name %.40q stands twice", key, c.text)
		default:
			r.names[n], r.number[c.text] = c.text, true
		}
	}
}

// open finds the slate of the file in that of the vote.
func (r *prefLib) open(at place) bool {
	n := int64(len(r.names))
	if r.alternatives < 0 {
		r.alternatives = n
	}
	if n == 0 || r.alternatives != n {
		at.fault(cell{column: 1}, "%d alternatives have names, of NUMBER ALTERNATIVES %d", n, r.alternatives)
		return false
	}
	var names []string
	for i := int64(1); i <= n; i++ {
		if r.names[i] == "" {
			at.fault(cell{column: 1}, "the alternative %d has no name: want 1 to %d", i, n)
			return false
		}
		names = append(names, r.names[i])
	}
	if r.profile == nil {
		slate := names
		if r.options != nil {
			slate = r.options
		}
		s, err := ballot.NewSlate(slate...)
		if err == nil {
			r.profile, err = ballot.NewProfile(s, ballot.Ranking)
		}
		if err != nil {
			at.fault(cell{column: 1}, "%w", err)
			return false
		}
	}
	for _, name := range names {
		o, ok := r.profile.Slate().Find(name)
		if !ok {
			at.fault(cell{column: 1}, "the alternative %.40q is not an option of the vote", name)
			return false
		}
		r.slate = append(r.slate, o)
	}
	if len(names) != r.profile.Slate().Len() {
		at.fault(cell{column: 1}, "%d alternatives, and %d options of the vote", len(names), r.profile.Slate().Len())
		return false
	}
	return true
}

// row reads 34: 1,{2,3}.
func (r *prefLib) row(at place, text string) {
	colon := strings.IndexByte(text, ':')
	if colon < 0 {
		at.fault(cell{column: 1}, "want COUNT: ORDER")
		return
	}
	n, err := number(cell{text: strings.TrimSpace(text[:colon])})
	if err != nil {
		at.fault(cell{column: 1}, "%w", err)
		return
	}
	b, column, err := r.order(text, colon+1)
	if err == nil {
		if err = r.profile.Add(b, n); err == nil {
			r.sum += n
			return
		}
		column = colon + 1
	}
	at.fault(cell{column: column + 1}, "%w", err)
}

// order reads the order that begins at a place; with an error, column is where, from 0.
func (r *prefLib) order(text string, from int) (b ballot.Ballot, column int, err error) {
	b = r.ballot[:0]
	level, braces, want := int32(1), false, true // a number is wanted
	for at := from; at < len(text); at++ {
		switch c := text[at]; {
		case c == ' ' || c == '\t':
		case c == '{' && !braces && want:
			braces = true
		case c == '}' && braces && !want:
			braces = false
		case c == ',' && !want:
			if want = true; !braces {
				level++
			}
		case c >= '0' && c <= '9' && want:
			end := at
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			n, err := number(cell{text: text[at:end]})
			if err != nil || n < 1 || n > int64(len(r.slate)) {
				return nil, at, fmt.Errorf("no alternative %.20s: want 1 to %d", text[at:end], len(r.slate))
			}
			b = append(b, ballot.Mark{Option: r.slate[n-1], Level: level})
			want, at = false, end-1
		default:
			return nil, at, fmt.Errorf("%q here: want numbers, commas, and ties in braces", c)
		}
	}
	if braces || want && len(b) > 0 {
		return nil, len(text), errors.New("the order ends too early")
	}
	r.ballot = b
	return b, 0, nil
}

// end checks the sum of a file.
func (r *prefLib) end(at place) {
	if !r.rows {
		r.bad = !r.open(at)
	}
	if !r.bad && !r.full() && r.voters >= 0 && r.sum != r.voters {
		at.fault(cell{column: 1}, "the orders are of %d voters, NUMBER VOTERS says %d", r.sum, r.voters)
	}
	r.begin()
}

// WritePrefLib writes rankings as ReadPrefLib reads them. Other kinds of ballot and spoilt
// ones have no place in the format and are errors.
func WritePrefLib(w io.Writer, p *ballot.Profile) error {
	if p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return fmt.Errorf("PrefLib holds rankings: %s ballots and %d spoilt ones do not fit", p.Kind(), p.Spoilt)
	}
	orders := p.Distinct()
	if p.Blank > 0 {
		orders++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %d\n# NUMBER UNIQUE ORDERS: %d\n", p.Slate().Len(), p.Len()+p.Blank, orders)
	for o, name := range p.Slate().All() {
		fmt.Fprintf(&b, "# ALTERNATIVE NAME %d: %s\n", o+1, name)
	}
	for order, n := range p.All() {
		fmt.Fprintf(&b, "%d: ", n)
		writeOrder(&b, order)
		if b.Len() > MaxLine {
			if _, err := io.WriteString(w, b.String()); err != nil {
				return err
			}
			b.Reset()
		}
	}
	if p.Blank > 0 {
		fmt.Fprintf(&b, "%d:\n", p.Blank)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeOrder(b *strings.Builder, order ballot.Ballot) {
	for i := 0; i < len(order); {
		end := i + 1 + slices.IndexFunc(order[i+1:], func(m ballot.Mark) bool { return m.Level != order[i].Level })
		if end == i {
			end = len(order)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		if end-i > 1 {
			b.WriteByte('{')
		}
		for k, m := range order[i:end] {
			if k > 0 {
				b.WriteByte(',')
			}
			fmt.Fprint(b, m.Option+1)
		}
		if end-i > 1 {
			b.WriteByte('}')
		}
		i = end
	}
	b.WriteByte('\n')
}
