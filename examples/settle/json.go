package main

import (
	"encoding/json"
	"fmt"
	"io"
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
	for id, m := range s.Recipients() {
		if m.Sign() > 0 || !r.own[id] {
			d.Recipients[string(id)] = m.Amount()
		}
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
