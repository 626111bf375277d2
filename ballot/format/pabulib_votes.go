package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// A scorer takes the votes of a Pabulib file.
type scorer struct {
	profile  *ballot.Profile
	kind     ballot.Kind
	points   bool     // ballots have points
	byRank   []amount // of an ordinal file, as long as points follow the ranks
	places   int      // decimal places of the points so far
	fallback int64    // default_score, in the scale of the points
}

// openVotes makes the profile; it returns the columns that the votes need.
func (r *pabulib) openVotes() []string {
	s := &r.scoring
	r.noVotes = true
	switch c := r.meta["vote_type"]; strings.ToLower(c.text) {
	case "approval":
		s.kind = ballot.Approval
	case "choose-1":
		s.kind = ballot.Choice
	case "ordinal":
		s.kind = ballot.Ranking
		_, s.points = r.header["points"]
	case "cumulative", "scoring":
		s.kind, s.points = ballot.Scoring, true
	default:
		r.metaFault("vote_type", "%.40q: want approval, choose-1, ordinal, cumulative or scoring", c.text)
		return nil
	}
	if fn := r.meta["scoring_fn"].text; s.kind == ballot.Ranking && !s.points && fn != "" && !strings.EqualFold(fn, "borda") {
		r.metaFault("scoring_fn", "%.40q: only Borda is known, or a column points", fn)
	}
	if r.known != nil && r.known.kind == ballot.Scoring {
		s.kind, s.places = r.known.kind, r.known.places
		for range s.places {
			r.scale *= 10
		}
	}
	r.all.points = s.points
	slate, err := ballot.NewSlate(r.ids...)
	if err == nil {
		s.profile, err = ballot.NewProfile(slate, s.kind)
	}
	if err != nil {
		r.fault(r.row[0], "%w", err)
		return nil
	}
	r.named = make([]bool, len(r.ids))
	r.noVotes = false
	if d := r.meta["default_score"].text; d != "" && s.kind == ballot.Scoring {
		a, err := parseAmount(d)
		if err != nil {
			r.metaFault("default_score", "%w", err)
			return nil
		}
		s.fallback = r.level(a)
	}
	if s.points {
		return []string{"points"}
	}
	return nil
}

// repeats reports that a project may stand twice in a vote: it is approved once, and its
// points add up.
func (s *scorer) repeats() bool { return s.kind == ballot.Approval || s.kind == ballot.Scoring }

// voteRow counts one vote.
func (r *pabulib) voteRow() {
	s := &r.scoring
	if id := r.column("voter_id"); id.text != "" {
		if before := r.voters.enter(id.text, r.line); before > 0 {
			r.fault(id, "a second vote of the voter %.40q: the first stands in line %d", id.text, before)
		}
	}
	vote, points := r.column("vote"), cell{}
	if s.points {
		points = r.column("points")
	}
	r.marks = r.marks[:0]
	defer func() {
		for _, m := range r.marks {
			r.named[m.Option] = false
		}
	}()
	good, twice := true, false
	r.slots = r.slots[:0]
	for n := range commas(vote) {
		if n.text == "" || len(r.marks) == 0 && strings.EqualFold(n.text, "none") {
			continue
		}
		p, ok := r.number[n.text]
		switch {
		case !ok || r.named[p] && !s.repeats():
			r.fault(n, "%.40q %s", n.text, map[bool]string{false: "is no project", true: "stands twice in the vote"}[ok])
			good = false
			continue
		case r.named[p]:
			twice = true
			r.slots = append(r.slots, slices.IndexFunc(r.marks, func(m ballot.Mark) bool { return m.Option == p }))
			continue
		}
		r.named[p] = true
		r.slots = append(r.slots, len(r.marks))
		r.marks = append(r.marks, ballot.Mark{Option: p, Level: 1})
		if s.kind == ballot.Ranking {
			r.marks[len(r.marks)-1].Level = int32(len(r.marks))
		}
	}
	if !good || s.points && !r.score(points) {
		return
	}
	if twice {
		r.out.Altered.Duplicates++
	}
	if err := r.all.parts.add(s.profile, r.marks, 1); err != nil {
		r.fault(vote, "%w", err)
	} else if r.all.careful {
		r.tell(vote, twice)
	}
}

// tell tells the vote, which names a project twice or not.
func (r *pabulib) tell(vote cell, twice bool) {
	if r.all.points && r.all.again == nil {
		if err := r.all.parts.later(); err != nil {
			r.fault(vote, "%w", err)
		}
		return
	}
	s := &r.scoring
	e := Entry{
		ID: r.column("voter_id").text, File: r.file, Line: r.line, Column: vote.column,
		Slate: s.profile.Slate(), Kind: s.kind, Ballot: r.marks, N: 1,
	}
	if twice {
		e.Fate, e.Altered.Duplicates = Changed, 1
	}
	if len(r.marks) == 0 {
		e.Fate = Blank
	}
	r.all.parts.tell(e)
}

// commas walks what commas divide, each where it stands.
func commas(c cell) func(func(cell) bool) {
	return func(yield func(cell) bool) {
		for at := 0; at <= len(c.text); {
			end := len(c.text)
			if i := strings.IndexByte(c.text[at:], ','); i >= 0 {
				end = at + i
			}
			text := c.text[at:end]
			blank := len(text) - len(strings.TrimLeft(text, " \t"))
			if !yield(cell{strings.TrimSpace(text), c.column + at + blank}) {
				return
			}
			at = end + 1
		}
	}
}

// score gives the marks their points.
func (r *pabulib) score(points cell) bool {
	s := &r.scoring
	i := 0
	follows := true
	amounts := make([]amount, 0, 16)
	for n := range commas(points) {
		if points.text == "" || len(r.marks) == 0 && strings.EqualFold(n.text, "none") {
			break
		}
		a, err := parseAmount(n.text)
		if err != nil {
			r.fault(n, "points: %w", err)
			return false
		}
		if s.kind == ballot.Ranking {
			if i == len(s.byRank) {
				s.byRank = append(s.byRank, a)
			}
			follows = follows && s.byRank[i] == a
		}
		amounts = append(amounts, a)
		i++
	}
	if i != len(r.slots) {
		r.fault(points, "%d points for %d projects", i, len(r.slots))
		return false
	}
	if s.kind == ballot.Ranking {
		if follows {
			return true
		}
		r.asScores()
	}
	for range 2 { // the second time all are in the finest scale
		for i := range r.marks {
			r.marks[i].Level = 0
		}
		for i, a := range amounts {
			m := &r.marks[r.slots[i]]
			n := r.level(a)
			if n < 0 || n > ballot.MaxScore-int64(m.Level) {
				r.fault(points, "points: want at most %d, counted in the finest decimals of the file", ballot.MaxScore)
				return false
			}
			m.Level += int32(n)
		}
	}
	if s.fallback > 0 {
		for p, named := range r.named {
			if !named {
				r.named[p] = true
				r.marks = append(r.marks, ballot.Mark{Option: ballot.Option(p), Level: int32(s.fallback)})
			}
		}
	}
	return true
}

// level is points in the scale of the file; a finer one is adopted by all ballots so far.
// -1 is one that does not fit.
func (r *pabulib) level(a amount) int64 {
	s := &r.scoring
	if a.places > s.places {
		finer, err := amount{1, 0}.at(a.places - s.places)
		if err != nil || r.scale > ballot.MaxScore/finer {
			return -1
		}
		r.rebuild(ballot.Scoring, func(level int32) int64 { return int64(level) * finer })
		s.places, s.fallback = a.places, s.fallback*finer
		r.scale *= finer
	}
	n, err := a.at(s.places)
	if err != nil {
		return -1
	}
	return n
}

// asScores turns the rankings so far into the points of their ranks.
func (r *pabulib) asScores() {
	s := &r.scoring
	s.kind = ballot.Scoring
	places := 0
	for _, a := range s.byRank {
		places = max(places, a.places)
	}
	for s.places = places; places > 0; places-- {
		r.scale *= 10
	}
	r.rebuild(ballot.Scoring, func(rank int32) int64 { return r.level(s.byRank[rank-1]) })
}

// rebuild counts the ballots so far with other levels.
func (r *pabulib) rebuild(k ballot.Kind, level func(int32) int64) {
	old := r.scoring.profile
	now, err := ballot.NewProfile(old.Slate(), k)
	if err != nil {
		r.add(r.file, r.line, 1, err)
		return
	}
	now.Blank = old.Blank
	for b, n := range old.All() {
		b = slices.Clone(b)
		for i, m := range b {
			b[i].Level = int32(max(-1, min(level(m.Level), ballot.MaxScore+1)))
		}
		if err := now.Add(b, n); err != nil {
			r.add(r.file, r.line, 1, fmt.Errorf("points in units of 1/%d: %w", r.scale, err))
			return
		}
	}
	r.scoring.profile = now
}

// ranks are the points of an instance of rankings.
func (s *scorer) ranks(r *pabulib, m int) []int64 {
	if s.kind != ballot.Ranking {
		return nil
	}
	if s.byRank != nil {
		places := 0
		for _, a := range s.byRank {
			places = max(places, a.places)
		}
		s.places = places
		var points []int64
		for _, a := range s.byRank {
			n, err := a.at(places)
			if err != nil || n > ballot.MaxScore {
				r.add(r.file, r.line, 1, fmt.Errorf("points of a rank: want at most %d", ballot.MaxScore))
				return nil
			}
			points = append(points, n)
		}
		for range places {
			r.scale *= 10
		}
		return points
	}
	longest, ok := r.metaNumber("max_length")
	if !ok || longest >= int64(m) {
		return nil
	}
	points := make([]int64, longest)
	for i := range points {
		points[i] = longest - int64(i)
	}
	return points
}
