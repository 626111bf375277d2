package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/vicinia/vicinia/fiscal"
)

// A document is the JSON of a settlement. Amounts are texts, with all decimals of the
// currency; the names of objects are in byte order.
type document struct {
	Regime     string            `json:"regime"`
	Year       int               `json:"year"`
	Payers     int64             `json:"payers"`
	Base       string            `json:"base"`
	Designated string            `json:"designated"`
	Recipients map[string]string `json:"recipients"`
	Funds      map[string]string `json:"funds"`
	Treasury   string            `json:"treasury"`
	Void       []voidDocument    `json:"void"`
	Digest     string            `json:"digest"`
}

type voidDocument struct {
	Payer  string `json:"payer"`
	Reason string `json:"reason"`
}

func (r *result) json(out io.Writer) error {
	s := r.settlement
	d := document{
		Regime: s.Regime.Name, Year: s.Regime.Year, Payers: s.Payers,
		Base: s.Base.Amount(), Designated: s.Designated.Amount(), Treasury: s.Treasury.Amount(),
		Recipients: map[string]string{}, Funds: map[string]string{}, Void: []voidDocument{},
		Digest: fmt.Sprintf("sha256:%x", s.Digest()),
	}
	i := 0
	for id, m := range s.Recipients() {
		if terms := s.Regime.Recipients[i].Terms; m.Sign() > 0 || terms == nil || !barred(terms.Ceiling) {
			d.Recipients[string(id)] = m.Amount()
		}
		i++
	}
	for name, m := range s.Funds() {
		d.Funds[name] = m.Amount()
	}
	for _, v := range r.voids {
		d.Void = append(d.Void, voidDocument{v.payer, v.reason})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// barred reports whether a ceiling lets nothing through: a box that stands for a fund.
func barred(ceiling fiscal.Money) bool {
	return ceiling != (fiscal.Money{}) && ceiling.Sign() == 0
}
