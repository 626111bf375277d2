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
	for i, t := range []tally{c.residentsAlone(), c.withAbsent()} {
		out, err := c.decide(t)
		if err != nil {
			return n, err
		}
		n.last[i] = c.duel(t, out)
		n.before, n.after = n.after, out.Seats
	}
	var err error
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
