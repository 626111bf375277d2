package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/ballot/stv"
)

// QuickBallots are the distinct ballots up to which HowClose decides on changed votes unasked:
// it takes no longer than a person notices.
const QuickBallots = 256

// quick reports whether changed votes are to be decided on.
func (c Case) quick(p *ballot.Profile) bool { return c.Close || p.Distinct() <= QuickBallots }

// errAsked is the answer to an inquiry.
var errAsked = errors.New("asked for a rule, which decides nothing")

// An inquiry is a tie-break by which an entry is asked what rule it decides by, of which votes.
type inquiry struct{ rule, votes any }

// Break leaves a tie as it is.
func (*inquiry) Break(_ *ballot.Slate, t ballot.Tie) ([][]ballot.Option, string) {
	return [][]ballot.Option{t.Options}, ""
}

// decided decides by a rule, or answers an inquiry.
func decided[V any, O ballot.Outcome](r ballot.Rule[V, O], votes V, tb ballot.TieBreak) (ballot.Outcome, error) {
	if q, ok := tb.(*inquiry); ok {
		q.rule, q.votes = r, votes
		return nil, errAsked
	}
	return outcome(r.Decide(votes, tb))
}

// HowClose says in sentences, where it is computed, how close an outcome of this case was that
// no tie leaves open: how many votes would change it, and which decision was the closest. What
// Margin says is not said again. tb is the tie-break that the outcome was decided with. What only
// deciding on changed votes can tell is left out past QuickBallots, unless Case.Close asks for it.
func (e Entry) HowClose(c Case, tb ballot.TieBreak, out ballot.Outcome) ([]string, error) {
	if out.Common().Tied() {
		return nil, nil
	}
	var lines []string
	t, transferred := out.(*stv.Transcript)
	if transferred {
		lines = closestCalls(t)
	}
	switch e.Family {
	case STV:
		if !transferred || c.Vacates != "" {
			return lines, nil
		}
	case Committee, Seats, Project:
	default:
		return nil, nil
	}
	var q inquiry
	if _, err := e.Decide(c, &q); !errors.Is(err, errAsked) {
		return lines, err
	}
	switch v := q.votes.(type) {
	case *ballot.Counts:
		return seatsClose(q.rule, c.Threshold, v)
	case *ballot.Profile:
		if contest, ok := q.rule.(stv.Contest); ok {
			if c.quick(v) {
				lines = append(lines, transferClose(contest, v, tb)...)
			}
			return lines, nil
		}
		if r, ok := q.rule.(approved); ok {
			if m, err := committeeClose(r, v, tb, c.quick(v)); err == nil && m.Effect > 0 {
				lines = append(lines, m.String())
			}
		}
	case *projects.Instance:
		if r, ok := q.rule.(ballot.Rule[*projects.Instance, *projects.Selection]); ok && c.quick(v.Profile) {
			if lack, ok, err := projects.Nearest(r, v, tb); ok && err == nil {
				lines = append(lines, "nearest to be funded: "+lack.String())
			}
		}
	}
	return lines, nil
}

// closestCalls are the closest decision of a count, and if it is another one, the closest of those
// who goes out.
func closestCalls(t *stv.Transcript) (lines []string) {
	closest, ok := t.Closest()
	if !ok {
		return nil
	}
	lines = append(lines, "closest: "+closest.String())
	var out *stv.Call
	for c := range t.Calls() {
		if c.Decision == stv.GoesOut && (out == nil || c.Gap < out.Gap) {
			out = &c
		}
	}
	if out != nil && closest.Decision != stv.GoesOut {
		lines = append(lines, "closest of who goes out: "+out.String())
	}
	return lines
}

// transferClose is what is known of how many ballots elect others. That nothing is found is no
// fault.
func transferClose(c stv.Contest, p *ballot.Profile, tb ballot.TieBreak) []string {
	m, err := c.Margin(p, tb)
	switch {
	case err != nil:
		return nil
	case m.Least == m.Most:
		return []string{m.Change.String() + "; fewer elect nobody else"}
	case m.Least > 1:
		return []string{m.Change.String() + fmt.Sprintf("; fewer than %d elect nobody else", m.Least)}
	}
	return []string{m.Change.String()}
}

// committeeClose is a margin: exact where that is known, of rules that elect one by one by recounts
// if they are quick. A search for the best committee is not made again and again.
func committeeClose(r approved, p *ballot.Profile, tb ballot.TieBreak, quick bool) (committee.Margin, error) {
	switch r := r.(type) {
	case committee.Approval:
		return r.Margin(p)
	case committee.Thiele:
		if r.Search == committee.Optimal {
			return r.Margin(p)
		}
	case committee.Balanced, committee.Monroe, committee.Minimax, committee.GreedyMonroe, committee.SerialDictator, committee.Trivial:
		return committee.Margin{}, nil
	}
	if !quick {
		return committee.Margin{}, nil
	}
	return committee.Recount(r, p, tb)
}

// seatsClose are the fewest votes that change an allocation, and who is nearest to the threshold.
func seatsClose(r any, t seats.Threshold, c *ballot.Counts) (lines []string, err error) {
	if r, ok := r.(interface {
		Margin(*ballot.Counts) (seats.Margin, error)
	}); ok {
		m, err := r.Margin(c)
		if err != nil {
			return nil, err
		}
		for _, change := range []seats.Change{m.Moved, m.Added} {
			if change.Votes > 0 {
				lines = append(lines, change.String())
			}
		}
		if lines == nil {
			return []string{"level: the tie-break decided"}, nil
		}
	}
	passed, missed, err := t.Nearest(c)
	for _, d := range []seats.Distance{passed, missed} {
		if d.List != "" {
			lines = append(lines, d.String())
		}
	}
	return lines, err
}
