package fiscal

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Division is an amount in parts, and how it came about.
type Division struct {
	Parts   []Money // as the weights
	Rest    Money   // what no part takes; nothing unless Apart or Overflow asked for it
	quantum int64
	rest    bool // Rest is one more part
	bounds  bounds
	tied    tie
}

// parts are the amounts of a division, the rest included where it is asked for.
func parts(d Division, err error) ([]Money, error) {
	if err == nil && d.rest {
		return append(d.Parts, d.Rest), nil
	}
	return d.Parts, err
}

// A tie is equal remainders at the cut.
type tie struct {
	parts  []int // ascending
	units  int
	placed bool // the place decided
}

// Why walks what was done beyond weights and floors: the parts that a minimum or a maximum
// holds, those that got one more quantum, the tie at the cut, and the rest. Parts come in
// their order. Steps are made when walked.
func (d Division) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for i, held := range d.bounds.held {
			if held != 0 && !yield(Held{i, d.Parts[i], held > 0}) {
				return
			}
		}
		floors, _, _ := apportion.Floors(d.bounds.left, d.bounds.open)
		for i, floor := range floors {
			if d.bounds.held != nil && d.bounds.held[i] != 0 {
				continue
			}
			more := Money{d.Parts[i].units - floor*d.quantum, d.Parts[i].cur}
			if !more.IsZero() && !yield(Topped{i, more}) {
				return
			}
		}
		if d.tied.units > 0 && !yield(Tied{slices.Clone(d.tied.parts), d.tied.units, d.tied.placed}) {
			return
		}
		if !d.Rest.IsZero() {
			yield(Left{d.Rest})
		}
	}
}

// A Held is the step of a part at its minimum or maximum.
type Held struct {
	Part    int
	Amount  Money
	Maximum bool
}

// Key: see vicinia.Step.
func (h Held) Key() string { return "fiscal.held" }

// String is "part 0 at its maximum: 10.00 EUR".
func (h Held) String() string {
	if h.Maximum {
		return fmt.Sprintf("part %d at its maximum: %v", h.Part, h.Amount)
	}
	return fmt.Sprintf("part %d at its minimum: %v", h.Part, h.Amount)
}

// A Topped is the step of what a part got of the residue.
type Topped struct {
	Part   int
	Amount Money
}

// Key: see vicinia.Step.
func (t Topped) Key() string { return "fiscal.topped" }

// String is "part 0 gets 0.01 EUR of the residue".
func (t Topped) String() string {
	return fmt.Sprintf("part %d gets %v of the residue", t.Part, t.Amount)
}

// A Tied is the step of equal remainders at the cut, and of what broke them.
type Tied struct {
	Parts  []int
	Quanta int  // for them, one each
	Placed bool // the place decided; otherwise the remainders of the first quotient did
}

// Key: see vicinia.Step.
func (t Tied) Key() string { return "fiscal.tied" }

// String is "parts [0 1 2] have equal remainders for 1: by place".
func (t Tied) String() string {
	by := "the first quotient (Political Rights Act, art. 17)"
	if t.Placed {
		by = "place"
	}
	return fmt.Sprintf("parts %v have equal remainders for %d: by %s", t.Parts, t.Quanta, by)
}

// A Left is the step of what no part takes.
type Left struct{ Amount Money }

// Key: see vicinia.Step.
func (l Left) Key() string { return "fiscal.left" }

// String is "0.02 CHF is left".
func (l Left) String() string { return l.Amount.String() + " is left" }

// firstQuotient breaks a tie as art. 17 let. c of the Political Rights Act: by the
// remainders of the weights divided by the whole number next above their sum over the
// units; then by place.
func firstQuotient(d *apportion.Division, b bounds) tie {
	quotient, _ := b.sum.QuoRem(exact.Abs(b.left))
	quotient, _ = quotient.Add(exact.U128{Lo: 1})
	rest := func(i int) exact.U128 { return mod(b.open[i], quotient) }
	t := tie{parts: d.Tied, units: d.Open}
	order := slices.Clone(d.Tied)
	compare := func(x, y int) int { return cmp.Or(rest(y).Cmp(rest(x)), x-y) }
	slices.SortFunc(order, compare)
	t.placed = rest(order[t.units-1]) == rest(order[t.units])
	d.Tied = slices.Clone(order)
	d.Give(compare)
	return t
}

// mod is w modulo q, which is not 0.
func mod(w, q exact.U128) exact.U128 {
	switch {
	case w.Cmp(q) < 0:
		return w
	case q.Hi == 0:
		_, r := w.QuoRem(q.Lo)
		return exact.U128{Lo: r}
	}
	r := w.Big()
	rest, _ := exact.FromBig(r.Rem(r, q.Big()))
	return rest
}
