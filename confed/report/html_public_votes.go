package report

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// hideRolls withholds the rolls of few electors, and what they would follow from: the roll
// of a region is that of its municipalities together, but for days between the votes.
func (p *public) hideRolls() error {
	last := map[confed.Body]map[int]int64{} // electors of the last roll of a year
	var regions []confed.Call
	for c := range p.World.Calls() {
		roll, closed := p.World.Roll(c.ID)
		if !closed {
			continue
		}
		p.bodies[c.Body] = p.bodies[c.Body] || few(roll.Len())
		if last[c.Body] == nil {
			last[c.Body] = map[int]int64{}
		}
		last[c.Body][yearOf(c.Vote)] = roll.Len()
		if j, ok := p.World.Jurisdiction(census.JurisdictionID(c.Body.Of)); ok && j.Kind == confed.Region && c.Body.Kind == confed.Residents {
			regions = append(regions, c)
		}
	}
	for _, c := range regions {
		if err := p.hideParties(c, last); err != nil {
			return err
		}
	}
	return nil
}

// hideParties withholds rolls of municipalities from which, and from that of their region,
// one of few follows. Those who live where no vote was held are a cell too.
func (p *public) hideParties(c confed.Call, last map[confed.Body]map[int]int64) error {
	var t disclosure.Table
	var bodies []confed.Body
	rest := last[c.Body][yearOf(c.Vote)]
	for j := range p.World.Jurisdictions() {
		body := confed.ResidentsOf(j.ID)
		n, voted := last[body][yearOf(c.Vote)]
		if string(j.Within) != c.Body.Of || !voted {
			continue
		}
		bodies = append(bodies, body)
		t.Rows, t.Counts = append(t.Rows, string(j.ID)), append(t.Counts, n)
		rest -= n
	}
	t.Rows, t.Counts = append(t.Rows, c.Body.Of), append(t.Counts, max(0, rest))
	shown, err := disclosure.Rule{}.Suppress(t)
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

// ballots says what may be seen of a decision. A side on which nobody stood is withheld
// too: it says how everybody else voted. In small groups so are the blank ballots.
func (p *public) ballots(d confed.Decision, body confed.Body) (ballots, error) {
	if p.bodies[body] {
		return noBallots, nil
	}
	shown := noBallots
	for _, try := range []struct {
		what   ballots
		counts []int64
	}{
		{yesAndNo, []int64{d.Yes, d.No, d.Eligible - d.Yes - d.No}},
		{allBallots, []int64{d.Yes, d.No, d.Blank + d.Spoilt, d.Eligible - d.Cast()}},
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
	return shown, nil
}

func yearOf(d vicinia.Date) int {
	y, _, _ := d.Civil()
	return y
}
