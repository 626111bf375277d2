package stv

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// A hall is where votes are counted: what all methods share.
type hall struct {
	*Statute
	papers *papers
	slate  *ballot.Slate
	tb     ballot.TieBreak
	seats  int
	of     int64 // seats that the quota is for
	had    int   // how many were elected in passes before this one
	from   int   // the first count of the pass
	stop   int   // see Contest.Stop
	unit   int64 // of a vote
	watch  *watch
	follow *follow // nil if nobody asks where ballots stand
	stage  string  // goes before the names of ties

	in        []bool // neither elected nor out
	write     []bool // undeclared: in, but not to be elected
	left      int    // how many are in and stand
	votes     []int64
	worth     int64 // of all papers
	quota     int64
	exhausted int64
	rounding  int64
	out       *Transcript
}

// stands tells who has not withdrawn.
func (c Contest) stands(s *ballot.Slate) []bool {
	stands := make([]bool, s.Len())
	for o := range stands {
		stands[o] = true
	}
	for _, name := range c.Withdrawn {
		o, _ := s.Find(name)
		stands[o] = false
	}
	return stands
}

// hall prepares a count of a checked contest.
func (c Contest) hall(s *ballot.Slate, ps *papers, tb ballot.TieBreak) *hall {
	n := s.Len()
	h := &hall{Statute: c.Statute, papers: ps, slate: s, tb: tb, in: c.stands(s), write: make([]bool, n), votes: make([]int64, n), unit: c.Statute.unit()}
	h.worth, h.stop = ps.worth, c.Stop
	if ps.values == nil {
		h.worth = ps.total * h.unit
	}
	if c.Statute.Named {
		h.in = ps.named(h.in)
	}
	for _, name := range c.Undeclared {
		o, _ := s.Find(name)
		h.write[o] = h.in[o]
	}
	for o, in := range h.in {
		if in && !h.write[o] {
			h.left++
		}
	}
	h.of, h.seats = c.Seats, int(min(c.Seats, int64(n))) // more seats than options change nothing but the quota
	h.out = &Transcript{
		Record: ballot.Record{Rule: c.String(), Slate: s}, Seats: c.Seats, Decimals: c.Statute.Decimals,
		Valid: ps.total, Invalid: ps.invalid,
	}
	h.out.Reasons = h.out.why()
	h.out.law, h.out.stands = c.Statute, make([]bool, n)
	for o, in := range h.in {
		h.out.stands[o] = in && !h.write[o]
	}
	return h
}

// passes fills every seat by a count of its own.
func (h *hall) passes() error {
	stand, seats := slices.Clone(h.in), h.seats
	h.of = 1
	for h.had < seats {
		copy(h.in, stand)
		h.left = 0
		for o, in := range h.in {
			h.in[o] = in && !slices.Contains(h.out.Elected, ballot.Option(o))
			if h.in[o] && !h.write[o] {
				h.left++
			}
		}
		if h.seats = h.had + 1; h.left == 0 {
			return nil
		}
		if err := (&gregory{hall: h}).run(); err != nil || len(h.out.Elected) == h.had {
			return err // or a tie stands
		}
		h.had, h.from = len(h.out.Elected), len(h.out.Counts)
	}
	return nil
}

// stopped reports whether the last count of Contest.Stop is recorded.
func (h *hall) stopped() bool { return h.stop > 0 && len(h.out.Counts)-h.from >= h.stop }

// places is how many seats are still to give.
func (h *hall) places() int { return h.seats - len(h.out.Elected) }

// setQuota finds the quota of so many units of votes.
func (h *hall) setQuota(votes int64) {
	parts := h.of + 1
	if h.Quota == Hare || h.Quota == HareWhole {
		parts = h.of
	}
	switch q := votes / parts; h.Quota {
	case Whole:
		h.quota = (q/h.unit + 1) * h.unit
	case Unit:
		h.quota = q + 1
	case Floor:
		h.quota = q
	default:
		h.quota = q
		if votes%parts > 0 {
			h.quota++
		}
		if h.Quota == HareWhole {
			h.quota += (h.unit - h.quota%h.unit) % h.unit
		}
	}
}

// record ends a count: the tally stands in the transcript.
func (h *hall) record(c Count) *Count {
	c.N, c.slate, c.decimals = len(h.out.Counts)+1, h.slate, h.Decimals
	c.Tally, c.Quota = slices.Clone(h.votes), h.quota
	c.Exhausted, c.Rounding = h.exhausted, h.rounding
	h.out.Counts = append(h.out.Counts, c)
	return h.last()
}

// last is the count that was recorded last.
func (h *hall) last() *Count { return &h.out.Counts[len(h.out.Counts)-1] }

// seat elects in the last count.
func (h *hall) seat(os ...ballot.Option) {
	for _, o := range os {
		h.in[o] = false
		h.left--
	}
	h.out.Elected = append(h.out.Elected, os...)
	h.last().Elected = append(h.last().Elected, os...)
}

// ranking are those who are in and stand, most votes first, then in slate order.
func (h *hall) ranking() []ballot.Option {
	os := make([]ballot.Option, 0, h.left)
	for o, in := range h.in {
		if in && !h.write[o] {
			os = append(os, ballot.Option(o))
		}
	}
	slices.SortStableFunc(os, func(a, b ballot.Option) int { return cmp.Compare(h.votes[b], h.votes[a]) })
	return os
}

// reached are those who have the quota, most votes first, and the others. If more are level
// than places are left, none of them has it yet.
func (h *hall) reached() (reached, rest []ballot.Option) {
	order := h.ranking()
	n := 0
	for n < len(order) && h.votes[order[n]] >= h.quota {
		n++
	}
	if n > h.places() {
		level := h.votes[order[h.places()]]
		for n = h.places(); n > 0 && h.votes[order[n-1]] == level; {
			n--
		}
	}
	return order[:n:n], order[n:]
}

// lowest are those who stand and are in with the fewest votes, and all who have no more than
// slack above them.
func (h *hall) lowest(slack int64) (os []ballot.Option) {
	least := int64(-1)
	for o, in := range h.in {
		if in && !h.write[o] && (least < 0 || h.votes[o] < least) {
			least = h.votes[o]
		}
	}
	for o, in := range h.in {
		if in && !h.write[o] && h.votes[o]-least <= slack {
			os = append(os, ballot.Option(o))
		}
	}
	return os
}

// loser is the one of them who goes out; ok is false while a tie stands.
func (h *hall) loser(tied []ballot.Option) (o ballot.Option, ok bool, err error) {
	if len(tied) == 1 || h.idle(tied) {
		return tied[0], true, nil
	}
	in, ok, err := h.settle("staying in after", h.Ties, tied, len(tied)-1)
	for _, o := range tied {
		if !slices.Contains(in, o) {
			return o, ok, err
		}
	}
	return 0, ok, err
}

// settle asks which of the tied fare well: the earlier counts if the statute says so, then
// the officer. ok is false while the tie stands.
func (h *hall) settle(what string, rule TieRule, tied []ballot.Option, places int) (in []ballot.Option, ok bool, err error) {
	tb := h.tb
	if rule != Nothing {
		tb = history{h.stages(h.out.Counts[h.from:]), rule}
		if h.tb != nil {
			tb = ballot.Then(tb, h.tb)
		}
	}
	t, err := ballot.Resolve(h.slate, ballot.Tie{
		For: fmt.Sprintf("%s%s count %d", h.stage, what, len(h.out.Counts)), Options: slices.Sorted(slices.Values(tied)), Places: places,
	}, tb)
	if err != nil {
		return nil, false, err
	}
	h.out.Ties = append(h.out.Ties, t)
	if _, ok := h.tb.(ballot.AnyWay); ok && strings.HasSuffix(t.By, EitherWay) {
		h.out.agreed = append(h.out.agreed, newAgreed(h.slate, len(h.out.Counts), t.Options))
	}
	in, _, _ = t.Cut()
	return in, !t.Stands(), nil
}

// stages are the counts that ties look back at: all, or with FirstsByValue not those within an
// exclusion.
func (h *hall) stages(counts []Count) (stages []Count) {
	if h.Parcels != FirstsByValue {
		return counts
	}
	for i, c := range counts {
		if i+1 == len(counts) || counts[i+1].Action != Exclusion || len(counts[i+1].Out) > 0 {
			stages = append(stages, c)
		}
	}
	return stages
}

// A history breaks ties by the votes of earlier counts.
type history struct {
	counts []Count
	rule   TieRule
}

// Break orders by the votes of the counts that tell apart.
func (h history) Break(_ *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	if h.rule == Distinct {
		return h.distinct(t.Options), "latest count in which all differ"
	}
	place := slices.Clone(t.Options)
	slices.SortStableFunc(place, h.compare)
	for i, o := range place {
		if i == 0 || h.compare(place[i-1], o) != 0 {
			tiers = append(tiers, nil)
		}
		tiers[len(tiers)-1] = append(tiers[len(tiers)-1], o)
	}
	return tiers, h.rule.String() + " count that tells apart"
}

// compare puts first who has more votes in the latest, or the earliest, count in which two
// differ. To narrow several down, count by count, comes to the same.
func (h history) compare(a, b ballot.Option) int {
	for i := range h.counts {
		if h.rule == Latest {
			i = len(h.counts) - 1 - i
		}
		if c := cmp.Compare(h.counts[i].Tally[b], h.counts[i].Tally[a]); c != 0 {
			return c
		}
	}
	return 0
}

// distinct is the order of the latest count in which no two have the same, or one tier.
func (h history) distinct(tied []ballot.Option) (tiers [][]ballot.Option) {
	for _, c := range slices.Backward(h.counts) {
		order := slices.Clone(tied)
		slices.SortFunc(order, func(a, b ballot.Option) int { return cmp.Compare(c.Tally[b], c.Tally[a]) })
		same := func(a, b ballot.Option) bool { return c.Tally[a] == c.Tally[b] }
		if len(slices.CompactFunc(slices.Clone(order), same)) < len(order) {
			continue
		}
		for _, o := range order {
			tiers = append(tiers, []ballot.Option{o})
		}
		return tiers
	}
	return [][]ballot.Option{tied}
}

// share is a*b/c without its fraction. The result must fit, and c must not be 0.
func share(a, b, c int64) int64 {
	q, ok := exact.Mul(uint64(a), uint64(b)).Quo(exact.Floor, uint64(c), false)
	if !ok {
		panic("stv: a share beyond the votes")
	}
	return q
}
