package ballot

import (
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
)

// Counts are votes per option. They are a summary: see Merge.
type Counts struct {
	Blank, Spoilt int64

	slate *Slate
	votes []int64
	total int64
}

// NewCounts takes votes in slate order, as published results give them. Votes below 0
// and a sum beyond int64 are errors.
func NewCounts(s *Slate, votes []int64) (*Counts, error) {
	if len(votes) != s.Len() {
		return nil, fmt.Errorf("%d votes for %d options", len(votes), s.Len())
	}
	c := &Counts{slate: s, votes: slices.Clone(votes)}
	for o, n := range votes {
		if n < 0 {
			return nil, fmt.Errorf("%s has %d votes", s.Name(Option(o)), n)
		}
		if n > math.MaxInt64-c.total {
			return nil, fmt.Errorf("the sum of the votes: %w", vicinia.ErrOverflow)
		}
		c.total += n
	}
	return c, nil
}

// Slate returns the slate.
func (c *Counts) Slate() *Slate { return c.slate }

// Of returns the votes of an option.
func (c *Counts) Of(o Option) int64 { return c.votes[o] }

// Total is the sum of the votes of all options, blank and spoilt ballots not.
func (c *Counts) Total() int64 { return c.total }

// Merge adds the votes of d, which must have an equal slate. A refused merge changes
// nothing.
func (c *Counts) Merge(d *Counts) error {
	if !c.slate.Equal(d.slate) {
		return fmt.Errorf("merge of counts on %d and %d options: not the same slate", c.slate.Len(), d.slate.Len())
	}
	if d.total > math.MaxInt64-c.total || d.Blank > math.MaxInt64-c.Blank || d.Spoilt > math.MaxInt64-c.Spoilt {
		return fmt.Errorf("merge of %d and %d votes: %w", c.total, d.total, vicinia.ErrOverflow)
	}
	for o := range c.votes {
		c.votes[o] += d.votes[o]
	}
	c.total += d.total
	c.Blank += d.Blank
	c.Spoilt += d.Spoilt
	return nil
}

// Counts counts the profile: choices, approvals, first ranks, or sums of scores. A
// ranking with two options on its first rank is no vote for either of them: it is
// counted as spoilt, so that votes, blank and spoilt add up to the ballots.
func (p *Profile) Counts() *Counts {
	c := &Counts{Blank: p.Blank, Spoilt: p.Spoilt, slate: p.slate, votes: make([]int64, p.slate.Len())}
	for i, n := range p.count {
		b := p.at(i)
		if p.kind == Ranking && len(b) > 1 {
			if b[0].Level == b[1].Level {
				c.Spoilt += n
				continue
			}
			b = b[:1]
		}
		for _, m := range b {
			votes := n
			if p.kind == Scoring {
				votes *= int64(m.Level)
			}
			c.votes[m.Option] += votes
		}
	}
	for _, n := range c.votes {
		c.total += n // see MaxScore
	}
	return c
}
