package main

import "github.com/vicinia/vicinia/ballot/referendum"

// A report is all that the command says.
type report struct {
	contests []counted
	question asked
	day      *day
}

// A counted contest has the seats of both counts.
type counted struct {
	*contest
	before, after []int64
	last          [2]string // the quotients that decided the last seat, before and after
	criticals     []critical
	slacks        []slack
}

// A slack is how far a figure that is not exact may be off.
type slack struct {
	party       int
	fewer, more int64
}

// asked is the question with both results.
type asked struct {
	question
	before, after, below *referendum.Result
	needed               int64
}

// count makes the report.
func count() (*report, error) {
	r := new(report)
	for i := range contests {
		c, err := contests[i].count()
		if err != nil {
			return nil, err
		}
		r.contests = append(r.contests, c)
	}
	var err error
	if r.question, err = moldova.count(); err != nil {
		return nil, err
	}
	r.day, err = voteBoth()
	return r, err
}

func (c *contest) count() (counted, error) {
	n := counted{contest: c}
	var err error
	if n.before, n.last[0], err = c.seated(c.residentsAlone()); err != nil {
		return n, err
	}
	if n.after, n.last[1], err = c.seated(c.withAbsent()); err != nil {
		return n, err
	}
	if n.criticals, err = c.criticals(); err != nil {
		return n, err
	}
	for i, p := range c.parties {
		if !p.notFound && p.derived == "" {
			continue
		}
		s := slack{party: i}
		if s.fewer, s.more, err = c.slack(i); err != nil {
			return n, err
		}
		n.slacks = append(n.slacks, s)
	}
	return n, nil
}

// seated is the seats of a tally, and what decided the last one.
func (c *contest) seated(t tally) ([]int64, string, error) {
	out, err := c.decide(t)
	if err != nil {
		return nil, "", err
	}
	return out.Seats, c.duel(t, out), nil
}

func (q question) count() (a asked, err error) {
	a.question = q
	if a.before, err = q.decide(q.residentsYes, q.residentsNo); err != nil {
		return a, err
	}
	if a.after, err = q.decide(q.residentsYes+q.absentYes, q.residentsNo+q.absentNo); err != nil {
		return a, err
	}
	a.needed, a.below, err = q.critical()
	return a, err
}
