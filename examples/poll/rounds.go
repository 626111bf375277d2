package poll

import (
	"strconv"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A Round is one of a count that puts options out. Its votes are texts: in other counts they
// are fractions.
type Round struct {
	N          int               `json:"n"`
	Tally      map[string]string `json:"tally"`
	Elected    []string          `json:"elected"`
	Eliminated []string          `json:"eliminated"`
	Transfers  []Transfer        `json:"transfers"`
	Exhausted  string            `json:"exhausted"`
	Rounding   string            `json:"rounding,omitempty"` // votes that cutting values to decimals has lost so far
}

// A Transfer is votes that move in a round.
type Transfer struct {
	From  string `json:"from"`
	To    string `json:"to"` // "" is exhausted
	Votes string `json:"votes"`
}

// roundsOf are those of the reasons, or of a transferable vote; nil if there are none. Who wins,
// does in the last, unless the count was stopped before.
func roundsOf(out ballot.Outcome, stopped bool) (all []Round) {
	if t, ok := out.(*stv.Transcript); ok {
		return counts(t)
	}
	for why := range out.Common().Why() {
		r, ok := why.(ranked.Round)
		if !ok {
			continue
		}
		d := Round{
			N: r.N, Tally: map[string]string{}, Elected: []string{}, Eliminated: append([]string{}, r.Out...),
			Transfers: []Transfer{}, Exhausted: strconv.FormatInt(r.Exhausted, 10),
		}
		for _, v := range r.Votes {
			d.Tally[v.Option] = strconv.FormatInt(v.Votes, 10)
		}
		for _, t := range r.Transfers {
			d.Transfers = append(d.Transfers, Transfer{t.From, t.To, strconv.FormatInt(t.Votes, 10)})
		}
		all = append(all, d)
	}
	if len(all) > 0 && !out.Common().Tied() && !stopped {
		all[len(all)-1].Elected = Names(out.Common().Slate, out.Winners())
	}
	return all
}

// counts are those of a transferable vote.
func counts(t *stv.Transcript) (all []Round) {
	for _, c := range t.Counts {
		d := Round{
			N: c.N, Tally: map[string]string{}, Elected: Names(t.Slate, c.Elected), Eliminated: Names(t.Slate, c.Out),
			Transfers: []Transfer{}, Exhausted: t.Text(c.Exhausted), Rounding: t.Text(c.Rounding),
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
			d.Transfers = append(d.Transfers, Transfer{t.Slate.Name(m.From), to, t.Text(m.Votes)})
		}
		all = append(all, d)
	}
	return all
}
