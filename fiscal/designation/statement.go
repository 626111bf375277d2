package designation

import (
	"errors"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Trace is where one line of a payer went: what was directed, and what arrives of it. Of
// a pool it is the payer's equal part of what the recipient gets.
type Trace struct {
	StatementLine
	Arrives fiscal.Money // of Amount, rounded down; the rest is what bound the recipient cut off
}

// Statement is where one payer's tax went, after the settlement: the lines of Preview, and
// of each what arrives at the recipient, in proportion to what it was directed and what it
// was paid; a recipient who was given more than was directed, from generic lines or by
// redistribution, does not make anybody's line larger. It is for that payer alone.
func (s *Settlement) Statement(ret Return) (*Statement, []Trace, error) {
	r := s.Regime
	st, err := r.Preview(ret)
	if err != nil {
		return nil, nil, err
	}
	f := r.read(ret, new(filing))
	traces := make([]Trace, len(st.Lines))
	for i, l := range f.lines {
		t := Trace{StatementLine: st.Lines[i], Arrives: st.Lines[i].Amount}
		if int(l.Recipient) < len(r.Recipients) {
			at := int(l.Slot)*len(r.Recipients) + int(l.Recipient)
			got, lines := s.paid[at].Amount.Minor(), s.paid[at].Lines
			if r.Slots[l.Slot].Basis == Pool && lines > 0 {
				part, _ := exact.Quo(exact.Floor, []int64{got}, []int64{lines})
				t.Arrives = r.Currency.Minor(part)
			} else if cut, whole := s.cut(int(l.Slot), int(l.Recipient), got); cut {
				part, ok := exact.Quo(exact.Floor, []int64{t.Amount.Minor(), got}, []int64{whole})
				if !ok {
					return nil, nil, errors.New("the return is not of this settlement")
				}
				t.Arrives = r.Currency.Minor(part)
			}
		}
		traces[i] = t
	}
	return st, traces, nil
}

// cut reports whether a recipient got less than it had before a floor, a ceiling or a cap,
// and how much that was.
func (s *Settlement) cut(slot, recipient int, got int64) (bool, int64) {
	most := got
	capped, paid := int64(0), int64(0)
	for _, m := range s.moves {
		if int(m.slot) != slot {
			continue
		}
		if int(m.recipient) == recipient && m.before > m.after {
			most = max(most, m.before)
		}
		if m.parameter == byCap {
			capped, paid = m.before, m.after
		}
	}
	if most == got && paid > 0 { // scaled with everybody
		most, _ = exact.Quo(exact.Ceiling, []int64{got, capped}, []int64{paid})
	}
	return most > got, most
}
