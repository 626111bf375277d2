package ballot

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"iter"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
)

// MaxBallots bounds a profile: more than everybody alive.
const MaxBallots = 10_000_000_000

// A Profile is a slate and distinct ballots with multiplicities, in flat arrays.
// Add and Merge change it; everything else reads. No ballot is dropped: blank and
// spoilt ones are counted beside the others. It holds no voter and no order of
// arrival (invariant A-3).
type Profile struct {
	Blank, Spoilt int64
	Unranked      Unranked // for Pairwise; a choice of the count, which the bytes do not hold

	slate *Slate
	kind  Kind
	start []uint32 // ballot i is marks[start[i]:start[i+1]]
	marks []Mark
	count []int64
	total int64

	table   []uint32 // open addressing: 1 + number of a ballot; nil in a view
	sorted  Ballot   // scratch of Add
	spare   Ballot   // scratch of sort
	starts  []int32  // scratch of sort, by level
	bytes   []byte   // scratch of hash
	seen    []bool   // scratch of check, by option
	hashing maphash.Seed
}

// NewProfile returns an empty profile.
func NewProfile(s *Slate, k Kind) (*Profile, error) {
	if s == nil || k < Choice || k > Scoring {
		return nil, fmt.Errorf("a profile wants a slate and a kind, not %s", k)
	}
	return &Profile{slate: s, kind: k, start: []uint32{0}}, nil
}

// Slate returns the slate.
func (p *Profile) Slate() *Slate { return p.slate }

// Kind returns the kind of the ballots.
func (p *Profile) Kind() Kind { return p.kind }

// Len is the number of ballots, multiplicities counted, blank and spoilt not.
func (p *Profile) Len() int64 { return p.total }

// Distinct is the number of different ballots.
func (p *Profile) Distinct() int { return len(p.count) }

// Add counts n ballots like b, whose marks may come in any order. An empty ballot is a
// blank one. A ballot that breaks its kind is an error and not counted: the caller
// decides whether it is spoilt. More than MaxBallots in all are [vicinia.ErrOverflow].
func (p *Profile) Add(b Ballot, n int64) error {
	if n < 0 {
		return fmt.Errorf("%d ballots", n)
	}
	if len(b) == 0 {
		return p.addBlank(n)
	}
	p.own()
	p.sorted = append(p.sorted[:0], b...)
	p.sort()
	if err := p.sorted.check(p.slate, p.kind, p.seen); err != nil {
		return err
	}
	if n > MaxBallots-p.total || uint64(len(p.marks)+len(b)) > math.MaxUint32 {
		return fmt.Errorf("%d and %d ballots: %w", p.total, n, vicinia.ErrOverflow)
	}
	if n > 0 {
		p.count[p.place(p.sorted)] += n
		p.total += n
	}
	return nil
}

// sort brings the marks of Add into order. Those that come by option, as most do that do not
// come by level, go to their places at once, if the levels are not many.
func (p *Profile) sort() {
	b := p.sorted
	high, byLevel, byOption := int32(0), true, true
	for i, m := range b {
		high = max(high, m.Level)
		if i > 0 {
			byLevel = byLevel && compareMarks(b[i-1], m) <= 0
			byOption = byOption && b[i-1].Option < m.Option && min(b[i-1].Level, m.Level) >= 0
		}
	}
	switch {
	case byLevel:
		return
	case !byOption || int(high) > 4*len(b):
		slices.SortFunc(b, compareMarks)
		return
	}
	starts := slices.Grow(p.starts[:0], int(high)+2)[:high+2]
	clear(starts)
	for _, m := range b {
		starts[m.Level+1]++
	}
	for i := range starts[1:] {
		starts[i+1] += starts[i]
	}
	sorted := slices.Grow(p.spare[:0], len(b))[:len(b)]
	for _, m := range b {
		sorted[starts[m.Level]] = m
		starts[m.Level]++
	}
	p.starts, p.sorted, p.spare = starts, sorted, b
}

func (p *Profile) addBlank(n int64) error {
	if n > MaxBallots-p.Blank {
		return fmt.Errorf("%d and %d blank ballots: %w", p.Blank, n, vicinia.ErrOverflow)
	}
	p.Blank += n
	return nil
}

// AddText counts n ballots written as ParseBallot reads them.
func (p *Profile) AddText(text string, n int64) error {
	b, err := ParseBallot(text, p.kind, p.slate.Find)
	if err != nil {
		return err
	}
	return p.Add(b, n)
}

// Reset takes all ballots out and keeps the room they had, for the next part of a stream.
// The settings stay.
func (p *Profile) Reset() {
	p.own()
	p.marks, p.start, p.count = p.marks[:0], p.start[:1], p.count[:0]
	p.Blank, p.Spoilt, p.total = 0, 0, 0
	clear(p.table)
}

// Merge adds the ballots of q, which must have an equal slate and kind. A refused
// merge changes nothing.
func (p *Profile) Merge(q *Profile) error {
	if p.kind != q.kind || !p.slate.Equal(q.slate) {
		return fmt.Errorf("merge of %s ballots on %d options with %s ballots on %d: not the same vote",
			p.kind, p.slate.Len(), q.kind, q.slate.Len())
	}
	if q.total > MaxBallots-p.total || q.Blank > MaxBallots-p.Blank || q.Spoilt > MaxBallots-p.Spoilt ||
		uint64(len(p.marks)+len(q.marks)) > math.MaxUint32 {
		return fmt.Errorf("merge of %d and %d ballots: %w", p.total, q.total, vicinia.ErrOverflow)
	}
	p.own()
	for i, n := range q.count {
		p.count[p.place(q.at(i))] += n
	}
	p.total += q.total
	p.Blank += q.Blank
	p.Spoilt += q.Spoilt
	return nil
}

// Split cuts the profile into at most n views that share its arrays, for Sum. Blank and
// spoilt ballots are in the first. A view that is added to becomes a copy; do not add
// to p while its views are read.
func (p *Profile) Split(n int) []*Profile {
	n = max(1, min(n, len(p.count)))
	parts := make([]*Profile, n)
	for i := range parts {
		from, to := len(p.count)*i/n, len(p.count)*(i+1)/n
		v := &Profile{
			Unranked: p.Unranked, slate: p.slate, kind: p.kind, marks: p.marks[:len(p.marks):len(p.marks)],
			start: p.start[from : to+1 : to+1], count: p.count[from:to:to],
		}
		for _, c := range v.count {
			v.total += c
		}
		parts[i] = v
	}
	parts[0].Blank, parts[0].Spoilt = p.Blank, p.Spoilt
	return parts
}

// On is a view of the same ballots on a slate of as many options, place by place, as of
// Split: for a file that names its options last.
func (p *Profile) On(s *Slate) (*Profile, error) {
	if s == nil || s.Len() != p.slate.Len() {
		return nil, fmt.Errorf("ballots on %d options: want a slate of as many", p.slate.Len())
	}
	v := p.Split(1)[0]
	v.slate = s
	return v, nil
}

// All walks distinct ballots with their multiplicities, in canonical order (see
// Ballot.Compare). A ballot must not be changed.
func (p *Profile) All() iter.Seq2[Ballot, int64] {
	return func(yield func(Ballot, int64) bool) {
		order := make([]int, len(p.count))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int { return p.at(i).Compare(p.at(j)) })
		for _, i := range order {
			if !yield(p.at(i), p.count[i]) {
				return
			}
		}
	}
}

// at returns the ballot of number i, in order of arrival.
func (p *Profile) at(i int) Ballot {
	from, to := p.start[i], p.start[i+1]
	return p.marks[from:to:to]
}

// own makes a profile ready to be changed: it gets its table, and a view its own arrays.
func (p *Profile) own() {
	if p.table != nil {
		return
	}
	first := p.start[0]
	p.marks = slices.Clone(p.marks[first:p.start[len(p.start)-1]])
	p.start, p.count = slices.Clone(p.start), slices.Clone(p.count)
	for i := range p.start {
		p.start[i] -= first
	}
	p.seen = make([]bool, p.slate.Len())
	p.hashing = maphash.MakeSeed()
	p.grow()
}

// place returns the number of a sorted ballot, a new one if it has none.
func (p *Profile) place(b Ballot) int {
	mask := uint64(len(p.table) - 1)
	for slot := p.hash(b) & mask; ; slot = (slot + 1) & mask {
		i := p.table[slot]
		if i == 0 {
			p.table[slot] = uint32(len(p.count) + 1)
			break
		}
		if slices.Equal(p.at(int(i-1)), b) {
			return int(i - 1)
		}
	}
	if have := len(p.marks); have+len(b) > cap(p.marks) { // fewer copies than append makes
		p.marks = slices.Grow(p.marks, max(min(3*have, 1<<20), have/2)+len(b))
	}
	p.marks = append(p.marks, b...)
	p.start = append(p.start, uint32(len(p.marks)))
	p.count = append(p.count, 0)
	if 2*len(p.count) > len(p.table) {
		p.grow()
	}
	return len(p.count) - 1
}

// grow makes the table four times the ballots and fills it.
func (p *Profile) grow() {
	size := 16
	for size < 4*len(p.count) {
		size *= 2
	}
	p.table = make([]uint32, size)
	mask := uint64(size - 1)
	for i := range p.count {
		slot := p.hash(p.at(i)) & mask
		for p.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		p.table[slot] = uint32(i + 1)
	}
}

// hash is seeded per profile, so that nobody can prepare ballots that collide; it orders
// nothing that leaves the profile.
func (p *Profile) hash(b Ballot) uint64 {
	bytes := slices.Grow(p.bytes[:0], 8*len(b))[:8*len(b)]
	for i, m := range b {
		binary.LittleEndian.PutUint64(bytes[8*i:], uint64(m.Option)<<32|uint64(m.Level))
	}
	p.bytes = bytes
	return maphash.Bytes(p.hashing, bytes)
}

// Without is the profile of a vote from which options have withdrawn: the slate lacks them,
// the marks of the others stay as they are, and a ballot that marked nobody else is blank.
// That nobody is left is an error.
func (p *Profile) Without(out ...Option) (*Profile, error) {
	var names []string
	to := make([]Option, p.slate.Len()) // -1 is out
	for o, name := range p.slate.All() {
		if to[o] = -1; !slices.Contains(out, o) {
			to[o] = Option(len(names))
			names = append(names, name)
		}
	}
	s, err := NewSlate(names...)
	if err != nil {
		return nil, err
	}
	q, err := NewProfile(s, p.kind)
	if err != nil {
		return nil, err
	}
	q.Blank, q.Spoilt, q.Unranked = p.Blank, p.Spoilt, p.Unranked
	var left Ballot
	for i, n := range p.count {
		left = left[:0]
		for _, m := range p.at(i) {
			if to[m.Option] >= 0 {
				left = append(left, Mark{to[m.Option], m.Level})
			}
		}
		if err := q.Add(left, n); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// Ranked is the profile as rankings: the highest score is the first rank, equal scores
// share one. Approvals and a choice share the first rank. Rankings are returned as they
// are.
func (p *Profile) Ranked() *Profile {
	if p.kind == Ranking {
		return p
	}
	q := &Profile{Blank: p.Blank, Spoilt: p.Spoilt, Unranked: p.Unranked, slate: p.slate, kind: Ranking, start: []uint32{0}}
	q.own()
	var b Ballot
	for i, n := range p.count {
		b = append(b[:0], p.at(i)...)
		slices.Reverse(b)
		rank, score := int32(0), int32(-1)
		for j := range b {
			if b[j].Level != score {
				rank, score = rank+1, b[j].Level
			}
			b[j].Level = rank
		}
		slices.SortFunc(b, compareMarks)
		q.count[q.place(b)] += n
	}
	q.total = p.total
	return q
}
