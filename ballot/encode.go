package ballot

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/internal/canon"
)

// The names and versions of the encodings.
const (
	profileForm = "ballot.profile.v1"
	countsForm  = "ballot.counts.v1"
)

func (s *Slate) append(b []byte) []byte {
	b = canon.AppendLen(b, len(s.names))
	for _, name := range s.names {
		b = canon.AppendText(b, name)
	}
	return b
}

func readSlate(r *canon.Reader) (*Slate, error) {
	names := make([]string, 0, 16)
	for range r.Len() {
		names = append(names, r.Text())
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return NewSlate(names...)
}

// AppendBinary appends the canonical, versioned form: equal profiles give equal bytes,
// whatever the order in which their ballots came.
func (p *Profile) AppendBinary(b []byte) ([]byte, error) {
	b = canon.AppendText(b, profileForm)
	b = p.slate.append(b)
	b = canon.AppendInt(b, int64(p.kind))
	b = canon.AppendInt(canon.AppendInt(b, p.Blank), p.Spoilt)
	b = canon.AppendLen(b, len(p.count))
	for ballot, n := range p.All() {
		b = canon.AppendInt(b, n)
		b = canon.AppendLen(b, len(ballot))
		for _, m := range ballot {
			b = canon.AppendInt(canon.AppendInt(b, int64(m.Option)), int64(m.Level))
		}
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary wrote, and nothing else. On an error p is as
// before.
func (p *Profile) UnmarshalBinary(b []byte) error {
	r := canon.NewReader(b, profileForm)
	slate, err := readSlate(r)
	if err != nil {
		return err
	}
	q, err := NewProfile(slate, Kind(max(0, min(r.Int(), 0xff))))
	if err != nil {
		return err
	}
	q.Blank, q.Spoilt = r.Int(), r.Int()
	if q.Blank < 0 || q.Blank > MaxBallots || q.Spoilt < 0 || q.Spoilt > MaxBallots {
		return fmt.Errorf("%w: %d blank and %d spoilt ballots", canon.ErrForm, q.Blank, q.Spoilt)
	}
	var last, ballot Ballot
	for range r.Len() {
		n := r.Int()
		ballot = ballot[:0]
		for range r.Len() {
			ballot = append(ballot, Mark{readLevel[Option](r), readLevel[int32](r)})
		}
		if n <= 0 || ballot.Compare(last) <= 0 || !slices.IsSortedFunc(ballot, compareMarks) {
			return errors.Join(r.Err(), fmt.Errorf("%w: ballots or marks out of order, or of nobody", canon.ErrForm))
		}
		if err := q.Add(ballot, n); err != nil {
			return err
		}
		last = append(last[:0], ballot...)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*p = *q
	return nil
}

// readLevel reads an int32; what does not fit becomes -1, which no ballot may hold.
func readLevel[T ~int32](r *canon.Reader) T {
	n := r.Int()
	if int64(T(n)) != n {
		return -1
	}
	return T(n)
}

// AppendBinary appends the canonical, versioned form.
func (c *Counts) AppendBinary(b []byte) ([]byte, error) {
	b = canon.AppendText(b, countsForm)
	b = c.slate.append(b)
	b = canon.AppendInt(canon.AppendInt(b, c.Blank), c.Spoilt)
	for _, n := range c.votes {
		b = canon.AppendInt(b, n)
	}
	return b, nil
}

// UnmarshalBinary reads what AppendBinary wrote, and nothing else. On an error c is as
// before.
func (c *Counts) UnmarshalBinary(b []byte) error {
	r := canon.NewReader(b, countsForm)
	slate, err := readSlate(r)
	if err != nil {
		return err
	}
	blank, spoilt := r.Int(), r.Int()
	votes := make([]int64, slate.Len())
	for i := range votes {
		votes[i] = r.Int()
	}
	if err := r.Close(); err != nil {
		return err
	}
	d, err := NewCounts(slate, votes)
	if err != nil {
		return err
	}
	if blank < 0 || spoilt < 0 {
		return fmt.Errorf("%w: %d blank and %d spoilt ballots", canon.ErrForm, blank, spoilt)
	}
	d.Blank, d.Spoilt = blank, spoilt
	*c = *d
	return nil
}
