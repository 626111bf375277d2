package ballot

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/canon"
)

const histogramForm = "ballot.histogram.v1"

// Histogram is how many ballots give each option each level: ranks or scores. It is a
// summary: see Merge.
type Histogram struct {
	Blank, Spoilt int64

	slate   *Slate
	kind    Kind
	ballots int64 // without blank and spoilt ones
	bars    []bar // by option, then by level; none of 0
}

type bar struct {
	Mark
	n int64
}

func compareBars(a, b bar) int {
	return cmp.Or(cmp.Compare(a.Option, b.Option), cmp.Compare(a.Level, b.Level))
}

// Slate returns the slate.
func (h *Histogram) Slate() *Slate { return h.slate }

// Kind returns the kind of the ballots, which says what a level is.
func (h *Histogram) Kind() Kind { return h.kind }

// Ballots is the number of ballots, blank and spoilt ones not.
func (h *Histogram) Ballots() int64 { return h.ballots }

// At returns how many ballots give an option that level.
func (h *Histogram) At(o Option, level int32) int64 {
	i, ok := slices.BinarySearchFunc(h.bars, bar{Mark: Mark{o, level}}, compareBars)
	if !ok {
		return 0
	}
	return h.bars[i].n
}

// Unmarked returns how many ballots give an option no level.
func (h *Histogram) Unmarked(o Option) int64 {
	n := h.ballots
	for m, k := range h.All() {
		if m.Option == o {
			n -= k
		}
	}
	return n
}

// All walks options and their levels, in order, and how many ballots give them.
func (h *Histogram) All() iter.Seq2[Mark, int64] {
	return func(yield func(Mark, int64) bool) {
		for _, b := range h.bars {
			if !yield(b.Mark, b.n) {
				return
			}
		}
	}
}

// Histogram counts the levels of the profile. Its size is that of the marks that differ;
// a table is used to count where it is not much larger than the ballots.
func (p *Profile) Histogram() *Histogram {
	h := &Histogram{Blank: p.Blank, Spoilt: p.Spoilt, slate: p.slate, kind: p.kind, ballots: p.total}
	levels, marks := 0, 0
	for i := range p.count {
		b := p.at(i)
		levels = max(levels, int(b[len(b)-1].Level)+1)
		marks += len(b)
	}
	if levels*p.slate.Len() > max(1<<16, 4*marks) {
		for i, n := range p.count {
			for _, m := range p.at(i) {
				h.bars = append(h.bars, bar{m, n})
			}
		}
		h.tidy()
		return h
	}
	table := make([]int64, levels*p.slate.Len())
	for i, n := range p.count {
		for _, m := range p.at(i) {
			table[int(m.Option)*levels+int(m.Level)] += n
		}
	}
	for at, n := range table {
		if n > 0 {
			h.bars = append(h.bars, bar{Mark{Option(at / levels), int32(at % levels)}, n})
		}
	}
	return h
}

// tidy sorts the bars and adds up equal ones.
func (h *Histogram) tidy() {
	slices.SortFunc(h.bars, compareBars)
	kept := h.bars[:0]
	for _, b := range h.bars {
		if last := len(kept) - 1; last >= 0 && kept[last].Mark == b.Mark {
			kept[last].n += b.n
			continue
		}
		kept = append(kept, b)
	}
	h.bars = kept
}

// Merge adds the levels of g, which must have an equal slate and kind. A refused merge
// changes nothing.
func (h *Histogram) Merge(g *Histogram) error {
	if h.kind != g.kind || !h.slate.Equal(g.slate) {
		return fmt.Errorf("merge of %s levels of %d options with %s levels of %d: not the same vote",
			h.kind, h.slate.Len(), g.kind, g.slate.Len())
	}
	if g.ballots > MaxBallots-h.ballots || g.Blank > MaxBallots-h.Blank || g.Spoilt > MaxBallots-h.Spoilt {
		return fmt.Errorf("merge of %d and %d ballots: %w", h.ballots, g.ballots, vicinia.ErrOverflow)
	}
	h.bars = append(h.bars, g.bars...)
	h.tidy()
	h.ballots += g.ballots
	h.Blank += g.Blank
	h.Spoilt += g.Spoilt
	return nil
}

// AppendBinary appends the canonical, versioned form.
func (h *Histogram) AppendBinary(b []byte) ([]byte, error) {
	b = canon.AppendText(b, histogramForm)
	b = h.slate.append(b)
	for _, n := range [...]int64{int64(h.kind), h.ballots, h.Blank, h.Spoilt} {
		b = canon.AppendInt(b, n)
	}
	b = canon.AppendLen(b, len(h.bars))
	for _, bar := range h.bars {
		b = canon.AppendInt(canon.AppendInt(canon.AppendInt(b, int64(bar.Option)), int64(bar.Level)), bar.n)
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary wrote, and nothing else. On an error h is as
// before.
func (h *Histogram) UnmarshalBinary(b []byte) error {
	r := canon.NewReader(b, histogramForm)
	slate, err := readSlate(r)
	if err != nil {
		return err
	}
	g := &Histogram{slate: slate, kind: Kind(max(0, min(r.Int(), 0xff)))}
	g.ballots, g.Blank, g.Spoilt = r.Int(), r.Int(), r.Int()
	for range r.Len() {
		g.bars = append(g.bars, bar{Mark{readLevel[Option](r), readLevel[int32](r)}, r.Int()})
	}
	if err := r.Close(); err != nil {
		return err
	}
	if err := g.check(); err != nil {
		return fmt.Errorf("%w: %w", canon.ErrForm, err)
	}
	*h = *g
	return nil
}

// check refuses what no ballots can give.
func (h *Histogram) check() error {
	low, high := h.kind.levels()
	if h.kind < Choice || h.kind > Scoring || min(h.ballots, h.Blank, h.Spoilt) < 0 || max(h.ballots, h.Blank, h.Spoilt) > MaxBallots {
		return fmt.Errorf("%s, %d ballots, %d blank and %d spoilt", h.kind, h.ballots, h.Blank, h.Spoilt)
	}
	left := h.ballots // of the option
	for i, b := range h.bars {
		if i == 0 || h.bars[i-1].Option != b.Option {
			left = h.ballots
		}
		if i > 0 && compareBars(h.bars[i-1], b) >= 0 || b.Option < 0 || int(b.Option) >= h.slate.Len() ||
			b.Level < low || b.Level > high || b.n < 1 || b.n > left {
			return fmt.Errorf("option %d, level %d: %d ballots", b.Option, b.Level, b.n)
		}
		left -= b.n
	}
	return nil
}
