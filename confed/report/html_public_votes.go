package report

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/disclosure"
	"github.com/vicinia/vicinia/internal/exact"
)

// hideRolls withholds the rolls of few electors, those so small that what was decided tells
// of a side, and what they would follow from: the roll of a region is that of its
// municipalities together, but for days between the votes.
func (p *public) hideRolls() error {
	least, err := p.leasts()
	if err != nil {
		return err
	}
	last := map[confed.Body]map[int]int64{} // electors of the last roll of a year
	var regions []confed.Call
	for c := range p.World.Calls() {
		roll, closed := p.World.Roll(c.ID)
		if !closed {
			continue
		}
		p.bodies[c.Body] = p.bodies[c.Body] || roll.Len() > 0 && roll.Len() < least[c.Body]
		if last[c.Body] == nil {
			last[c.Body] = map[int]int64{}
		}
		last[c.Body][yearOf(c.Vote)] = roll.Len()
		if j, ok := p.World.Jurisdiction(census.JurisdictionID(c.Body.Of)); ok && j.Kind == confed.Region && c.Body.Kind == confed.Residents {
			regions = append(regions, c)
		}
	}
	for _, c := range regions {
		if err := p.hideParties(c, last, least); err != nil {
			return err
		}
	}
	return nil
}

// leasts are how many electors of a body are shown, at least: so many that, as far as all
// verdicts tell, more than a few can have stood on each side. Of 8 electors, at most 4 said
// no to what a majority carried. It is rather too many: what the tests of a decision leave
// to the other side is multiplied. A verdict that leaves nothing tells of it by itself.
func (p *public) leasts() (map[confed.Body]int64, error) {
	least := map[confed.Body]int64{}
	for c := range p.World.Calls() {
		least[c.Body] = lone
	}
	for d := range p.World.Decisions() {
		if !d.Certified {
			continue
		}
		tests, err := p.tests(d)
		if err != nil {
			return nil, err
		}
		n := int64(disclosure.MinCell + 1)
		for _, t := range tests {
			num, den := t.Need.Parts()
			if t.Verdict == referendum.Carried {
				num = den - num
			}
			if num <= 0 {
				continue
			}
			more, ok := exact.Quo(exact.Ceiling, []int64{n, den}, []int64{num})
			if n = min(more, mostElectors); !ok {
				n = mostElectors
			}
		}
		call, _ := p.World.Call(d.Call)
		least[call.Body] = max(least[call.Body], n)
	}
	return least, nil
}

// mostElectors is the greatest roll that is withheld for what was decided on it.
const mostElectors = 1 << 20

// tests are what a certified decision had to meet, with the numbers.
func (p *public) tests(d confed.Decision) (all []referendum.Test, err error) {
	result, err := p.World.Result(d.ID)
	if err != nil {
		return nil, err
	}
	for step := range result.Why() {
		if t, ok := step.(referendum.Test); ok {
			all = append(all, t)
		}
	}
	return all, nil
}

// hideParties withholds rolls of municipalities from which, and from that of their region,
// one of few follows. Those who live where no vote was held are a cell too.
func (p *public) hideParties(c confed.Call, last map[confed.Body]map[int]int64, least map[confed.Body]int64) error {
	var t disclosure.Table
	var bodies []confed.Body
	rule := disclosure.Rule{Min: disclosure.MinCell}
	small := func(body confed.Body, n int64) { // what is too few for its votes is small here
		if n < least[body] {
			rule.Min = max(rule.Min, least[body])
		}
	}
	small(c.Body, last[c.Body][yearOf(c.Vote)])
	rest := last[c.Body][yearOf(c.Vote)]
	for j := range p.World.Jurisdictions() {
		body := confed.ResidentsOf(j.ID)
		n, voted := last[body][yearOf(c.Vote)]
		if string(j.Within) != c.Body.Of || !voted {
			continue
		}
		bodies = append(bodies, body)
		small(body, n)
		t.Rows, t.Counts = append(t.Rows, string(j.ID)), append(t.Counts, n)
		rest -= n
	}
	t.Rows, t.Counts = append(t.Rows, c.Body.Of), append(t.Counts, max(0, rest))
	shown, err := rule.Suppress(t)
	if err != nil {
		return err
	}
	for i, body := range append(bodies, confed.Body{}, c.Body) { // rows, the rest, the total
		if shown.Cells[i].Blank && body != (confed.Body{}) {
			p.bodies[body] = true
		}
	}
	return nil
}

// A ballots is what may be seen of a count: all of it, yes and no, or nothing.
type ballots uint8

const (
	noBallots ballots = iota
	yesAndNo
	allBallots
)

// ballots says what may be seen of a decision, whose tests are known. A side on which nobody
// stood is withheld too: it says how everybody else voted. In small groups so are the blank
// ballots; nothing is seen where what was decided would tell of those.
func (p *public) ballots(d confed.Decision, body confed.Body, tests []referendum.Test) (ballots, error) {
	if p.bodies[body] {
		return noBallots, nil
	}
	blank, none := d.Blank+d.Spoilt, d.Eligible-d.Cast()
	shown := noBallots
	for _, try := range []struct {
		what   ballots
		counts []int64
	}{
		{yesAndNo, []int64{d.Yes, d.No, blank + none}},
		{allBallots, []int64{d.Yes, d.No, blank, none}},
	} {
		t := disclosure.Table{Rows: []string{"yes", "no", "blank", "none"}[:len(try.counts)], Counts: try.counts}
		shownTable, err := disclosure.Rule{Zeros: disclosure.ZerosHidden}.Suppress(t)
		if err != nil {
			return noBallots, err
		}
		if shownTable.Blanks() > 0 {
			break
		}
		shown = try.what
	}
	if shown == yesAndNo && (blank < disclosure.MinCell && !stands(tests, d.Yes+d.No+disclosure.MinCell) ||
		none < disclosure.MinCell && !stands(tests, d.Eligible-disclosure.MinCell)) {
		return noBallots, nil
	}
	return shown, nil
}

// stands reports whether every verdict would be the same, had so many cast a ballot. Those
// numbers for which it is have no gap: one of few blank ballots, or of few who stayed away,
// is the last that has to be tried.
func stands(tests []referendum.Test, cast int64) bool {
	for _, t := range tests {
		have, of := t.Have, t.Of
		if t.Rule == "quorum" {
			have = cast
		}
		if t.Base == "cast" {
			of = cast
		}
		c := vicinia.Frac(have, max(of, 1)).Cmp(t.Need)
		if (c > 0 || c == 0 && t.AtLeast) != (t.Verdict == referendum.Carried) {
			return false
		}
	}
	return true
}

func yearOf(d vicinia.Date) int {
	y, _, _ := d.Civil()
	return y
}
