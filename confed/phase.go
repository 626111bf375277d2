package confed

import (
	"github.com/vicinia/vicinia"
)

// A Phase of a fiscal year is how far it has come. What belongs to a phase is taken until
// that phase is reached, never after.
type Phase uint8

// The phases, in order.
const (
	Open           Phase = iota
	RollClosed           // the rolls of every vote on the year's money are closed
	Voted                // those votes are certified; no schedule or policy is taken any more
	Assessed             // no base is taken any more, only revisions
	Designated           // no filing is taken any more
	Settled              // every cent has its destination
	CommunityVoted       // communities have decided on what they received
	Closed
)

// String is open, roll-closed, voted, assessed, designated, settled, community-voted or
// closed.
func (p Phase) String() string {
	return name(p, "open", "roll-closed", "voted", "assessed", "designated", "settled", "community-voted", "closed")
}

// Phase returns how far a year has come.
func (w *World) Phase(year int) Phase {
	if y := w.fiscalYear(year); y != nil {
		return y.phase
	}
	return Open
}

func (a Advance) do(ed *editor) error {
	if err := properYear(a.Year); err != nil {
		return err
	}
	if now := ed.w.Phase(a.Year); a.To != now+1 || a.To > Closed {
		return refuse("to", "A-4", "%d is %s: the next phase is %s, not %s", a.Year, now, now+1, a.To)
	}
	if err := ed.w.ready(a); err != nil {
		return err
	}
	ed.year(a.Year).phase = a.To
	return nil
}

// ready refuses a phase while votes on the year's money are open.
func (w *World) ready(a Advance) error {
	if a.To != RollClosed && a.To != Voted {
		return nil
	}
	for d := range w.Decisions() {
		if !d.concerns(a.Year) {
			continue
		}
		if _, closed := w.Roll(d.Call); !closed {
			return refuse("to", "A-4", "the roll of %s, which decides on %d, is not closed yet", d.Call, a.Year)
		}
		if a.To == Voted && !d.Certified {
			return refuse("to", "A-4", "%s, which decides on %d, is not certified yet", d.ID, a.Year)
		}
	}
	return nil
}

// concerns reports whether a yes sets a tax or a policy of the year.
func (d Decision) concerns(year int) bool {
	for _, a := range d.Does {
		switch a := a.(type) {
		case Schedule:
			if a.Year == year {
				return true
			}
		case Policy:
			if a.Year == year {
				return true
			}
		}
	}
	return false
}

// until refuses what comes after the phase that it belongs to.
func (ed *editor) until(year int, last Phase) error {
	if now := ed.w.Phase(year); now >= last {
		return refuse("year", "A-4", "%d is %s: it is too late for this", year, now)
	}
	return nil
}

// properYear refuses years that no date has.
func properYear(year int) error {
	if year < 1 || year >= vicinia.MaxYear {
		return refuse("year", "", "the year %d is not in 1 to %d", year, vicinia.MaxYear-1)
	}
	return nil
}
