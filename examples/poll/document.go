package poll

import (
	"fmt"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A Document is the JSON of an answer; what does not apply is left out.
type Document struct {
	Rule       string            `json:"rule"`
	Ballots    int64             `json:"ballots"`
	Blank      int64             `json:"blank,omitempty"`
	Spoilt     int64             `json:"spoilt,omitempty"`
	Valid      int64             `json:"valid,omitempty"`   // of a transferable vote: each round adds up to them
	Altered    *Altered          `json:"altered,omitempty"` // ballots whose marks had a remedy
	Seats      int64             `json:"seats,omitempty"`
	Winners    []string          `json:"winners"`
	Order      [][]string        `json:"order,omitempty"`
	Allocation any               `json:"allocation,omitempty"` // seats by list; of a table, by district and list
	Carried    *bool             `json:"carried,omitempty"`
	People     *bool             `json:"people,omitempty"`
	Bodies     *bool             `json:"bodies,omitempty"`
	Cost       string            `json:"cost,omitempty"`  // of what is funded
	Parts      map[string]string `json:"parts,omitempty"` // money of the projects that are funded in part
	Pots       map[string]string `json:"pots,omitempty"`  // what is left of each
	Ties       []Tie             `json:"ties"`
	Outcomes   [][]string        `json:"outcomes,omitempty"`
	Rounds     []Round           `json:"rounds,omitempty"`
	Followed   []Followed        `json:"followed,omitempty"`
	Digest     string            `json:"digest"`
}

// Altered are the ballots with such marks.
type Altered struct {
	Overvotes  int64 `json:"overvotes,omitempty"`
	Duplicates int64 `json:"duplicates,omitempty"`
	Skipped    int64 `json:"skipped,omitempty"`
	Unlisted   int64 `json:"unlisted,omitempty"`
}

// A Tie is one that was met.
type Tie struct {
	Options  []string `json:"options"`
	Places   int      `json:"places"`
	BrokenBy string   `json:"broken_by"` // "" if it stands
}

// Document is the answer as a document.
func (a *Answer) Document() Document {
	slate := a.Outcome.Common().Slate
	d := Document{
		Rule: a.Rule.Name, Ballots: a.Ballots.All, Blank: a.Ballots.Blank, Spoilt: a.Ballots.Spoilt, Seats: a.Case.Seats,
		Winners: Names(slate, a.Outcome.Winners()), Ties: []Tie{}, Outcomes: a.Outcomes, Followed: a.Followed,
		Rounds: roundsOf(a.Outcome, a.Stopped()), People: carried(a.People), Bodies: carried(a.Bodies),
		Digest: fmt.Sprintf("sha256:%x", ballot.Digest(a.Outcome)),
	}
	if marks := Altered(a.Votes.Altered); marks != (Altered{}) {
		d.Altered = &marks
	}
	switch out := a.Outcome.(type) {
	case *stv.Transcript:
		if d.Valid = out.Valid; a.Case.Vacates != "" {
			d.Valid, d.Seats = 0, 1 // a countback counts what they bring
		}
	case *referendum.Result:
		d.Carried = carried(out)
	case *ballot.Order:
		for _, tier := range out.Tiers {
			d.Order = append(d.Order, Names(slate, tier))
		}
	case *seats.Allocation:
		d.Allocation = allocated(slate, out.Of)
	case *seats.Table:
		of := map[string]map[string]int64{}
		for i, district := range out.Districts.All() {
			of[district] = allocated(slate, func(l ballot.Option) int64 { return out.At(i, l) })
		}
		d.Allocation, d.Seats = of, a.Case.Matrix.House() // a tie may leave some to nobody
	case *projects.Selection:
		d.funded(out, a.Case.Projects)
	}
	for _, t := range a.Outcome.Common().Ties {
		d.Ties = append(d.Ties, Tie{Names(slate, t.Options), t.Places, t.By})
	}
	return d
}

// Stopped reports whether an instant runoff ended with several who are left, before it was
// decided.
func (a *Answer) Stopped() bool {
	return a.Case.Rounds.Stop > 0 && a.Rule.Family == rulebook.Rankings && len(a.Outcome.Winners()) > 1 && !a.Outcome.Common().Tied()
}

// funded tells the money.
func (d *Document) funded(s *projects.Selection, in *projects.Instance) {
	d.Cost = Money(s.Spent(), in.Unit)
	for o, name := range s.Slate.All() {
		if n := s.Funded[o]; n > 0 && n < in.Cost[o] {
			d.Parts = map[string]string{name: Money(n, in.Unit)}
		}
	}
	for i, pot := range in.Pots {
		if d.Pots == nil {
			d.Pots = map[string]string{}
		}
		d.Pots[pot.Name] = Money(s.PotLeft[i], in.Unit)
	}
}

func allocated(lists *ballot.Slate, of func(ballot.Option) int64) map[string]int64 {
	all := map[string]int64{}
	for l, name := range lists.All() {
		all[name] = of(l)
	}
	return all
}

// carried is nil for no result.
func carried(r *referendum.Result) *bool {
	if r == nil {
		return nil
	}
	yes := r.Verdict == referendum.Carried
	return &yes
}
