package ballot

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/internal/lot"
)

// A Lot orders tied options by their tickets, SHA-256(Seed NUL Label NUL name); the
// lowest fares best. Anyone can redraw it by hand; neither the slate's order nor earlier
// draws change it. Announce the seed before the votes are known, and give each vote its
// own label.
type Lot struct{ Seed, Label string }

// Break draws the lot. Seed and label stand in what it says, quoted as Go does.
func (l Lot) Break(s *Slate, t Tie) (tiers [][]Option, by string) {
	type drawn struct {
		ticket [32]byte
		option Option
	}
	draw := make([]drawn, len(t.Options))
	for i, o := range t.Options {
		draw[i] = drawn{lot.Ticket(l.Seed, l.Label, s.Name(o)), o}
	}
	slices.SortFunc(draw, func(a, b drawn) int {
		return cmp.Or(bytes.Compare(a.ticket[:], b.ticket[:]), cmp.Compare(a.option, b.option))
	})
	for _, d := range draw {
		tiers = append(tiers, []Option{d.option})
	}
	return tiers, fmt.Sprintf("lot seed=%q label=%q", l.Seed, l.Label)
}
