package ballot

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/canon"
)

// Unranked says how options without a mark stand to the marked ones of a ballot. It can
// change the winner (Debian 2006).
type Unranked uint8

// The zero Unranked is Below.
const (
	Below Unranked = iota // below all marked options, and not told apart
	Apart                 // not compared with anything
)

// String is the word of a setting.
func (u Unranked) String() string {
	switch u {
	case Below:
		return "below"
	case Apart:
		return "apart"
	}
	return "unranked " + strconv.Itoa(int(u))
}

const pairwiseForm = "ballot.pairwise.v1"

// MaxPairwise bounds the options of a matrix that is read: it has their square of cells.
const MaxPairwise = 1 << 12

// Pairwise is the matrix of duels: how many ballots put one option above another. It is a
// summary: see Merge.
type Pairwise struct {
	Blank, Spoilt int64

	slate    *Slate
	unranked Unranked
	ballots  int64   // without blank and spoilt ones
	m        []int64 // row by row; the diagonal is 0
}

// NewPairwise takes duels row by row, as published results give them, from so many
// ballots. Numbers below 0, a duel of an option with itself, and duels of more ballots
// than there are, are errors.
func NewPairwise(s *Slate, u Unranked, ballots int64, duels []int64) (*Pairwise, error) {
	n := s.Len()
	if len(duels) != n*n || u > Apart || ballots < 0 || ballots > MaxBallots {
		return nil, fmt.Errorf("%d duels of %d options, unranked %s, from %d ballots", len(duels), n, u, ballots)
	}
	for at, votes := range duels {
		a, b := Option(at/n), Option(at%n)
		if votes < 0 || a == b && votes != 0 || votes > ballots-duels[int(b)*n+int(a)] {
			return nil, fmt.Errorf("%s over %s: %d of %d ballots", s.Name(a), s.Name(b), votes, ballots)
		}
	}
	return &Pairwise{slate: s, unranked: u, ballots: ballots, m: slices.Clone(duels)}, nil
}

// Slate returns the slate.
func (w *Pairwise) Slate() *Slate { return w.slate }

// Unranked returns how options without a mark were counted.
func (w *Pairwise) Unranked() Unranked { return w.unranked }

// Ballots is the number of ballots, blank and spoilt ones not.
func (w *Pairwise) Ballots() int64 { return w.ballots }

// At returns how many ballots put a above b.
func (w *Pairwise) At(a, b Option) int64 { return w.m[int(a)*w.slate.Len()+int(b)] }

// Margin is how many more ballots put a above b than b above a.
func (w *Pairwise) Margin(a, b Option) int64 { return w.At(a, b) - w.At(b, a) }

// Merge adds the duels of x, which must have an equal slate and count unranked options
// alike. A refused merge changes nothing.
func (w *Pairwise) Merge(x *Pairwise) error {
	if w.unranked != x.unranked || !w.slate.Equal(x.slate) {
		return fmt.Errorf("merge of duels of %d options, unranked %s, with %d, unranked %s: not the same vote",
			w.slate.Len(), w.unranked, x.slate.Len(), x.unranked)
	}
	if x.ballots > MaxBallots-w.ballots || x.Blank > MaxBallots-w.Blank || x.Spoilt > MaxBallots-w.Spoilt {
		return fmt.Errorf("merge of %d and %d ballots: %w", w.ballots, x.ballots, vicinia.ErrOverflow)
	}
	for i, n := range x.m {
		w.m[i] += n
	}
	w.ballots += x.ballots
	w.Blank += x.Blank
	w.Spoilt += x.Spoilt
	return nil
}

// Pairwise counts the duels of the profile, unranked options as p.Unranked says: by rank,
// by score, or marked over unmarked. Equal levels are no preference.
func (p *Profile) Pairwise() *Pairwise {
	n := p.slate.Len()
	w := &Pairwise{Blank: p.Blank, Spoilt: p.Spoilt, slate: p.slate, unranked: p.Unranked, ballots: p.total, m: make([]int64, n*n)}
	marked := make([]int64, n) // ballots that mark an option
	order := make([]Mark, 0, n)
	var wide *lanes
	if len(p.count) > 0 {
		wide = newLanes(n, slices.Max(p.count))
	}
	for i, votes := range p.count {
		b := p.at(i)
		if p.kind == Scoring { // the highest score first
			order = append(order[:0], b...)
			slices.Reverse(order)
			b = order
		}
		switch {
		case wide.fits(b):
			wide.add(w, b, votes)
		case p.Unranked == Below:
			w.addBelow(b, votes)
		default:
			w.addApart(b, votes)
		}
		if p.Unranked == Below {
			for _, m := range b {
				marked[m.Option] += votes
			}
		}
	}
	if wide != nil {
		wide.flush(w)
	}
	if p.Unranked == Below { // an option is above all that do not stand at or above it
		for a := range n {
			row := w.m[a*n : (a+1)*n]
			for b := range row {
				row[b] += marked[a]
			}
			row[a] = 0
		}
	}
	return w
}

// addBelow counts, against a marked option, those at or above it: unmarked options cost
// nothing.
func (w *Pairwise) addBelow(b Ballot, votes int64) {
	n, end := w.slate.Len(), 0
	for i, m := range b {
		for end < len(b) && (end <= i || b[end].Level == m.Level) {
			end++
		}
		row := w.m[int(m.Option)*n : (int(m.Option)+1)*n]
		for _, above := range b[:end] {
			row[above.Option] -= votes
		}
	}
}

// addApart counts, for a marked option, those marked below it.
func (w *Pairwise) addApart(b Ballot, votes int64) {
	n, end := w.slate.Len(), 0
	for i, m := range b {
		for end < len(b) && (end <= i || b[end].Level == m.Level) {
			end++
		}
		row := w.m[int(m.Option)*n : (int(m.Option)+1)*n]
		for _, below := range b[end:] {
			row[below.Option] += votes
		}
	}
}

// AppendBinary appends the canonical, versioned form.
func (w *Pairwise) AppendBinary(b []byte) ([]byte, error) {
	b = canon.AppendText(b, pairwiseForm)
	b = w.slate.append(b)
	for _, n := range [...]int64{int64(w.unranked), w.ballots, w.Blank, w.Spoilt} {
		b = canon.AppendInt(b, n)
	}
	for _, n := range w.m {
		b = canon.AppendInt(b, n)
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary wrote, and nothing else. On an error w is as
// before.
func (w *Pairwise) UnmarshalBinary(b []byte) error {
	r := canon.NewReader(b, pairwiseForm)
	slate, err := readSlate(r)
	if err != nil {
		return err
	}
	if slate.Len() > MaxPairwise {
		return fmt.Errorf("%w: duels of %d options: want at most %d", canon.ErrForm, slate.Len(), MaxPairwise)
	}
	unranked, ballots, blank, spoilt := r.Int(), r.Int(), r.Int(), r.Int()
	duels := make([]int64, slate.Len()*slate.Len())
	for i := range duels {
		duels[i] = r.Int()
	}
	if err := r.Close(); err != nil {
		return err
	}
	if unranked < 0 || unranked > int64(Apart) || min(blank, spoilt) < 0 || max(blank, spoilt) > MaxBallots {
		return fmt.Errorf("%w: unranked %d, %d blank and %d spoilt ballots", canon.ErrForm, unranked, blank, spoilt)
	}
	x, err := NewPairwise(slate, Unranked(unranked), ballots, duels)
	if err != nil {
		return err
	}
	x.Blank, x.Spoilt = blank, spoilt
	*w = *x
	return nil
}
