package designation

import (
	"crypto/sha256"
	"reflect"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/canon"
)

// plain reports whether a regime has only what Confederal sets, whose forms keep their
// first version.
func (r *Regime) plain() bool {
	for _, rec := range r.Recipients {
		if rec.Terms != nil {
			return false
		}
	}
	for i := range r.Slots {
		s := r.Slots[i]
		s.Name, s.Rate = "", vicinia.Ratio{}
		if !reflect.DeepEqual(s, Slot{}) {
			return false
		}
	}
	rest := *r
	rest.Name, rest.Year, rest.Currency, rest.Recipients, rest.Slots, rest.Sources = "", 0, fiscal.Currency{}, nil, nil, nil
	return reflect.DeepEqual(rest, Regime{})
}

// digest tells regimes apart. Their sources are no part of it: a better citation changes
// no cent.
func (r *Regime) digest() [sha256.Size]byte {
	plain := r.plain()
	b := canon.AppendText(nil, "designation.regime.v1")
	if !plain {
		b = canon.AppendText(nil, "designation.regime.v2")
	}
	b = canon.AppendText(b, r.Name)
	b = canon.AppendInt(b, int64(r.Year))
	b = canon.AppendText(b, r.Currency.String())
	b = canon.AppendLen(b, len(r.Recipients))
	for _, rec := range r.Recipients {
		b = canon.AppendText(b, string(rec.ID))
		if !plain {
			b = rec.terms().append(b)
		}
	}
	b = canon.AppendLen(b, len(r.Slots))
	for i := range r.Slots {
		s := &r.Slots[i]
		b = canon.AppendText(b, s.Name)
		b = appendRatio(b, s.Rate)
		if !plain {
			b = s.append(b)
		}
	}
	if !plain {
		b = r.append(b)
	}
	return sha256.Sum256(b)
}

func (t *Terms) append(b []byte) []byte {
	b = appendTexts(b, t.Name, t.Category, t.Overflow.String())
	b = canon.AppendInt(canon.AppendInt(b, int64(t.On.From)), int64(t.On.To))
	b = canon.AppendInt(appendRatio(b, t.Rate), t.Members)
	b = appendMoney(b, t.Ceiling, t.Requested, t.Cost)
	return appendBools(b, t.Declines)
}

func (s *Slot) append(b []byte) []byte {
	b = appendTexts(b, s.Basis.String(), s.Grain.String(), s.Conflict.String(), s.Generic.String(), s.Rounding.String(),
		s.Residence, s.Undesignated.String(), s.Declined.String(), s.Below.String(), s.Overflow.String(), s.Excess.String())
	for _, list := range [][]string{s.Categories, s.Classes} {
		b = appendBools(b, list != nil, s.OwnRates)
		b = canon.AppendLen(b, len(list))
		b = appendTexts(b, list...)
	}
	b = canon.AppendInt(canon.AppendInt(b, int64(s.MaxRecipients)), int64(s.Persistence))
	b = canon.AppendInt(b, s.Quantum)
	b = appendRatio(appendRatio(b, s.Unit), s.CostShare)
	return appendMoney(b, s.Allowance, s.Least, s.MinLine, s.Floor, s.Ceiling, s.Cap)
}

func (r *Regime) append(b []byte) []byte {
	b = appendTexts(b, r.Mode.String(), r.Late.String(), r.Register.String(), r.Deadline.String(), r.Disclosure.Payers)
	b = appendRatio(b, r.PerHead)
	b = canon.AppendInt(b, r.MostHeads)
	b = appendMoney(b, r.Arrears, r.Disclosure.Publish, r.Disclosure.Account)
	b = appendBools(b, r.Instalments, r.Credit != nil)
	if c := r.Credit; c != nil {
		b = appendMoney(b, c.Deductible)
		b = appendRatio(appendRatio(b, c.Basic), c.Cap)
		b = canon.AppendLen(b, len(c.Special))
		for _, band := range c.Special {
			b = appendRatio(appendMoney(b, band.From), band.Part)
		}
	}
	b = canon.AppendLen(b, len(r.Payout))
	for _, p := range r.Payout {
		b = appendTexts(b, p.Name, p.On.String(), p.Pays.String(), string(p.Recipient))
		b = appendRatio(appendMoney(b, p.Amount), p.Part)
	}
	return b
}

func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = canon.AppendText(b, s)
	}
	return b
}

func appendRatio(b []byte, r vicinia.Ratio) []byte {
	num, den := r.Parts()
	return canon.AppendInt(canon.AppendInt(b, num), den)
}

func appendMoney(b []byte, ms ...fiscal.Money) []byte {
	for _, m := range ms {
		b = canon.AppendInt(canon.AppendText(b, m.Currency().String()), m.Minor())
	}
	return b
}

func appendBools(b []byte, bs ...bool) []byte {
	for _, x := range bs {
		n := 0
		if x {
			n = 1
		}
		b = canon.AppendLen(b, n)
	}
	return b
}
