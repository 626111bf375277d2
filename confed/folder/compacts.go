package folder

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

func (r *reading) isCompact(id string) bool {
	_, ok := r.w.Compact(confed.CompactID(id))
	return ok
}

func (r *reading) compacts() {
	r.each("compacts.csv", func(c *row) (confed.Act, string) {
		k := confed.Compact{
			ID:     confed.CompactID(c.id()),
			Name:   c.text("name"),
			Level:  word(c, "level", levels),
			Notice: int(c.number("notice_months", 0, confed.MaxNotice)),
		}
		if objects := c.text("objects"); objects != "" {
			k.Objects = strings.Split(objects, "|")
		}
		if k.Level == 0 {
			return nil, string(k.ID)
		}
		return k, string(k.ID)
	})
}

func (r *reading) budgets() {
	r.each("budgets.csv", func(c *row) (confed.Act, string) {
		b := confed.Budget{Compact: confed.CompactID(c.known("compact", "compact", r.isCompact)), Year: c.year()}
		cur := r.w.KeyCurrency(b.Compact)
		b.Amount = field(c, "amount", c.text("amount"), func(s string) (fiscal.Money, error) {
			m, err := cur.Parse(s)
			if err == nil && m.Sign() < 0 {
				return fiscal.Money{}, fmt.Errorf("%s is negative", m)
			}
			return m, err
		})
		if c.bad {
			return nil, ""
		}
		return b, ""
	})
}

var shareRules = []string{"revenue-share", "fixed", "per-head", "capacity", "equal"}

func (r *reading) parties() {
	seen := once{}
	r.citing("parties.csv", func(c *row) {
		a := confed.Accession{
			Compact: confed.CompactID(c.known("compact", "compact", r.isCompact)),
			Party:   census.JurisdictionID(c.known("party", "jurisdiction", r.isJurisdiction)),
			From:    c.date("from"),
			Share:   r.term(c),
		}
		n := confed.Notice{
			Compact: a.Compact, Party: a.Party, From: a.From,
			On: c.open("notice_on"), To: c.open("to"),
		}
		if c.text("notice_on") == "" {
			for _, column := range []string{"to", "left_by"} {
				if c.text(column) != "" {
					c.faultf(column, "K-2", "without a notice nobody leaves: notice_on is empty")
				}
			}
		}
		if c.bad || !seen.first(c, "compact", string(a.Compact), string(a.Party), a.From.String()) {
			return
		}
		r.cite(c, "joined_by", a)
		term, key := vicinia.Interval{From: a.From}, [2]string{string(a.Compact), string(a.Party)}
		if n.On != 0 {
			k, _ := r.w.Compact(a.Compact)
			term.To = max(confed.Exit(n.On, k.Notice), a.From+1)
		}
		r.terms[key] = append(r.terms[key], term)
		if n.On != 0 {
			r.cite(c, "left_by", n)
		}
	})
}

func (r *reading) term(c *row) share.Term {
	j, ok := r.w.Jurisdiction(census.JurisdictionID(c.text("party")))
	rule := c.text("share_rule")
	switch {
	case !slices.Contains(shareRules, rule):
		c.faultf("share_rule", "", "%.40q is not one of %v", rule, shareRules)
		return nil
	case !ok:
		return nil
	}
	return field(c, "share", c.text("share"), func(s string) (share.Term, error) {
		return share.ParseTerm(rule, s, j.Currency)
	})
}
