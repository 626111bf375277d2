package format

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// WriteBLT writes rankings with their seats, withdrawn options and title as ReadBLT reads
// them. Other kinds of ballot and spoilt ones have no place in the format and are errors.
func WriteBLT(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil || p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return errors.New("BLT holds rankings, and none that are spoilt")
	}
	if v.Seats > ballot.MaxOptions {
		return fmt.Errorf("BLT has no place for %d seats", v.Seats)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d %d\n", p.Slate().Len(), v.Seats)
	for _, name := range v.Withdrawn {
		o, ok := p.Slate().Find(name)
		if !ok {
			return fmt.Errorf("%.40q has withdrawn, and is not an option", name)
		}
		fmt.Fprintf(out, "-%d\n", o+1)
	}
	for b, n := range p.All() {
		fmt.Fprint(out, n)
		level := int32(0)
		for _, m := range b {
			if m.Level == level {
				fmt.Fprintf(out, "=%d", m.Option+1)
				continue
			}
			for level++; level < m.Level; level++ {
				out.WriteString(" -")
			}
			fmt.Fprintf(out, " %d", m.Option+1)
		}
		out.WriteString(" 0\n")
	}
	if p.Blank > 0 {
		fmt.Fprintf(out, "%d 0\n", p.Blank)
	}
	out.WriteString("0\n")
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	for _, name := range p.Slate().All() {
		fmt.Fprintf(out, "\"%s\"\n", quote.Replace(name))
	}
	fmt.Fprintf(out, "\"%s\"\n", quote.Replace(v.Title))
	return out.Flush()
}
