package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A document is the JSON of a result; what does not apply is left out.
type document struct {
	Rule       string          `json:"rule"`
	Ballots    int64           `json:"ballots"`
	Blank      int64           `json:"blank,omitempty"`
	Spoilt     int64           `json:"spoilt,omitempty"`
	Valid      int64           `json:"valid,omitempty"`   // of a transferable vote: each round adds up to them
	Altered    *altered        `json:"altered,omitempty"` // ballots whose marks had a remedy
	Seats      int64           `json:"seats,omitempty"`
	Winners    []string        `json:"winners"`
	Order      [][]string      `json:"order,omitempty"`
	Allocation any             `json:"allocation,omitempty"` // seats by list; of a table, by district and list
	Carried    *bool           `json:"carried,omitempty"`
	People     *bool           `json:"people,omitempty"`
	Bodies     *bool           `json:"bodies,omitempty"`
	Cost       string          `json:"cost,omitempty"` // of what is funded
	Ties       []tieDocument   `json:"ties"`
	Outcomes   [][]string      `json:"outcomes,omitempty"`
	Rounds     []roundDocument `json:"rounds,omitempty"`
	Digest     string          `json:"digest"`
}

type altered struct {
	Overvotes  int64 `json:"overvotes,omitempty"`
	Duplicates int64 `json:"duplicates,omitempty"`
	Skipped    int64 `json:"skipped,omitempty"`
	Unlisted   int64 `json:"unlisted,omitempty"`
}

type tieDocument struct {
	Options  []string `json:"options"`
	Places   int      `json:"places"`
	BrokenBy string   `json:"broken_by"`
}

// A roundDocument has votes as texts: in other counts they are fractions.
type roundDocument struct {
	N          int                `json:"n"`
	Tally      map[string]string  `json:"tally"`
	Elected    []string           `json:"elected"`
	Eliminated []string           `json:"eliminated"`
	Transfers  []transferDocument `json:"transfers"`
	Exhausted  string             `json:"exhausted"`
	Rounding   string             `json:"rounding,omitempty"` // votes that cutting values to decimals has lost so far
}

type transferDocument struct {
	From  string `json:"from"`
	To    string `json:"to"` // "" is exhausted
	Votes string `json:"votes"`
}

// rounds are those of the reasons; nil if there are none. Where one wins, it is in the last.
func rounds(out ballot.Outcome) (all []roundDocument) {
	if t, ok := out.(*stv.Transcript); ok {
		return counts(t)
	}
	for why := range out.Common().Why() {
		r, ok := why.(ranked.Round)
		if !ok {
			continue
		}
		d := roundDocument{
			N: r.N, Tally: map[string]string{}, Elected: []string{}, Eliminated: append([]string{}, r.Out...),
			Transfers: []transferDocument{}, Exhausted: strconv.FormatInt(r.Exhausted, 10),
		}
		for _, v := range r.Votes {
			d.Tally[v.Option] = strconv.FormatInt(v.Votes, 10)
		}
		for _, t := range r.Transfers {
			d.Transfers = append(d.Transfers, transferDocument{t.From, t.To, strconv.FormatInt(t.Votes, 10)})
		}
		all = append(all, d)
	}
	if len(all) > 0 && !out.Common().Tied() {
		all[len(all)-1].Elected = named(out.Common().Slate, out.Winners())
	}
	return all
}

// counts are those of a transferable vote.
func counts(t *stv.Transcript) (all []roundDocument) {
	for _, c := range t.Counts {
		d := roundDocument{
			N: c.N, Tally: map[string]string{}, Elected: named(t.Slate, c.Elected), Eliminated: named(t.Slate, c.Out),
			Transfers: []transferDocument{}, Exhausted: t.Text(c.Exhausted), Rounding: t.Text(c.Rounding),
		}
		for o, name := range t.Slate.All() {
			d.Tally[name] = t.Text(c.Tally[o])
		}
		for _, m := range c.Transfers {
			if m.To == stv.ToRounding {
				continue // it stands in Rounding
			}
			to := ""
			if m.To != stv.ToNobody {
				to = t.Slate.Name(m.To)
			}
			d.Transfers = append(d.Transfers, transferDocument{t.Slate.Name(m.From), to, t.Text(m.Votes)})
		}
		all = append(all, d)
	}
	return all
}

func (r *result) json(out io.Writer) error {
	slate := r.out.Common().Slate
	d := document{
		Rule: r.rule.Name, Ballots: r.ballots.all, Blank: r.ballots.blank, Spoilt: r.ballots.spoilt, Seats: r.seats,
		Winners: named(slate, r.out.Winners()), Ties: []tieDocument{}, Outcomes: r.outcomes,
		Rounds: rounds(r.out), People: carried(r.people), Bodies: carried(r.union),
		Digest: fmt.Sprintf("sha256:%x", ballot.Digest(r.out)),
	}
	if a := altered(r.votes.Altered); a != (altered{}) {
		d.Altered = &a
	}
	switch o := r.out.(type) {
	case *stv.Transcript:
		if d.Valid = o.Valid; r.vacates != "" {
			d.Valid = 0 // a countback counts what they bring
		}
	case *referendum.Result:
		d.Carried = carried(o)
	case *ballot.Order:
		for _, tier := range o.Tiers {
			d.Order = append(d.Order, named(slate, tier))
		}
	case *seats.Allocation:
		of := map[string]int64{}
		for l, name := range slate.All() {
			of[name] = o.Of(l)
		}
		d.Allocation = of
	case *seats.Table:
		of := map[string]map[string]int64{}
		for i, district := range o.Districts.All() {
			of[district] = map[string]int64{}
			for l, name := range slate.All() {
				of[district][name] = o.At(i, l)
			}
		}
		d.Allocation, d.Seats = of, r.votes.Matrix.House() // a tie may leave some to nobody
	case *projects.Selection:
		d.Cost = r.money(o.Spent())
	}
	for _, t := range r.out.Common().Ties {
		d.Ties = append(d.Ties, tieDocument{named(slate, t.Options), t.Places, t.By})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// carried is nil for no result.
func carried(r *referendum.Result) *bool {
	if r == nil {
		return nil
	}
	yes := r.Verdict == referendum.Carried
	return &yes
}

// named are the names of options.
func named(s *ballot.Slate, os []ballot.Option) []string {
	names := make([]string, len(os))
	for i, o := range os {
		names[i] = s.Name(o)
	}
	return names
}
