package main

import (
	"strconv"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A round is one of a count that puts options out; its votes are text.
type round struct {
	N          int               `json:"n"`
	Tally      map[string]string `json:"tally"`
	Elected    []string          `json:"elected"`
	Eliminated []string          `json:"eliminated"`
	Transfers  []transfer        `json:"transfers"`
	Exhausted  string            `json:"exhausted"`
	Rounding   string            `json:"rounding,omitempty"` // votes that cutting values to decimals has lost so far
}

type transfer struct {
	From  string `json:"from"`
	To    string `json:"to"` // "" is exhausted
	Votes string `json:"votes"`
}

// rounds are those of the reasons, or of a transferable vote; nil if there are none. Where one
// wins, it is in the last.
func rounds(out ballot.Outcome) (all []round) {
	if t, ok := out.(*stv.Transcript); ok {
		return counts(t)
	}
	for why := range out.Common().Why() {
		r, ok := why.(ranked.Round)
		if !ok {
			continue
		}
		d := round{
			N: r.N, Tally: map[string]string{}, Elected: []string{}, Eliminated: append([]string{}, r.Out...),
			Transfers: []transfer{}, Exhausted: strconv.FormatInt(r.Exhausted, 10),
		}
		for _, v := range r.Votes {
			d.Tally[v.Option] = strconv.FormatInt(v.Votes, 10)
		}
		for _, t := range r.Transfers {
			d.Transfers = append(d.Transfers, transfer{t.From, t.To, strconv.FormatInt(t.Votes, 10)})
		}
		all = append(all, d)
	}
	if len(all) > 0 && !out.Common().Tied() {
		all[len(all)-1].Elected = named(out.Common().Slate, out.Winners())
	}
	return all
}

func counts(t *stv.Transcript) (all []round) {
	for _, c := range t.Counts {
		d := round{
			N: c.N, Tally: map[string]string{}, Elected: named(t.Slate, c.Elected), Eliminated: named(t.Slate, c.Out), Transfers: []transfer{},
			Exhausted: t.Text(c.Exhausted), Rounding: t.Text(c.Rounding),
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
			d.Transfers = append(d.Transfers, transfer{t.Slate.Name(m.From), to, t.Text(m.Votes)})
		}
		all = append(all, d)
	}
	return all
}
