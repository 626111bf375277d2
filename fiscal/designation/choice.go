package designation

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Choice directs a share of the base to a recipient. The fields after Share are for the
// laws that need them, see [Regime.ParseChoices].
type Choice struct {
	Recipient RecipientID // "" is nobody: a box signed without a code
	Share     vicinia.Ratio
	Whole     bool         // the slot's whole rate, in equal parts with the others that say so; Share is 0
	Box       string       // the slot, category or residence that is signed; "" is the recipient's
	Amount    fiscal.Money // of the grain Amounts, in place of a share
}

// ParseChoices reads Esperanto=5%|Linux=5%, strictly: recipients and shares (see
// vicinia.ParseRatio) with the last = between them and bars between choices. "" is no
// choice. A choice without a recipient or a share, a negative share and a recipient named
// twice are faults, and every fault is returned, with the path choices[1].
func ParseChoices(s string) ([]Choice, error) {
	return parseAll(s, parseChoice, true)
}

// parseAll reads choices with bars between.
func parseAll(s string, parse func(string) (Choice, error), once bool) ([]Choice, error) {
	if s == "" {
		return nil, nil
	}
	var choices []Choice
	var faults []error
	texts := strings.Split(s, "|")
	once = once && len(texts) > 1
	seen := map[[2]string]bool{}
	for i, text := range texts {
		c, err := parse(text)
		name := [2]string{c.Box, string(c.Recipient)}
		if err == nil && once && seen[name] {
			err = fmt.Errorf("%q is named twice", cmp.Or(string(c.Recipient), c.Box))
		}
		if err != nil {
			faults = append(faults, &vicinia.Fault{Path: fmt.Sprintf("choices[%d]", i), Err: err})
			continue
		}
		if once {
			seen[name] = true
		}
		choices = append(choices, c)
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return choices, nil
}

func parseChoice(s string) (Choice, error) {
	i := strings.LastIndexByte(s, '=')
	if i <= 0 {
		return Choice{}, fmt.Errorf("choice %.40q: want the form Esperanto=5%%", s)
	}
	share, err := vicinia.ParseRatio(s[i+1:])
	if err != nil {
		return Choice{}, err
	}
	if share.Sign() < 0 {
		return Choice{}, fmt.Errorf("negative share %v", share)
	}
	return Choice{Recipient: RecipientID(s[:i]), Share: share}, nil
}

// ParseChoices reads choices as the forms of a regime have them, with bars between: church
// is a recipient, or a box that is signed without one; religion:church is a recipient in a
// box; and either may be followed by =0.5% (of the base), =2 (units) or =50000 (an amount).
// Without that a choice is for the whole slot, or for one unit. "" is no choice. What is
// named twice is a fault, but for vouchers and gifts, of which there may be several, and
// where the law voids all choices of a payer who makes two. Whether the choices are allowed
// is for Collect to say. Every fault is returned, with the path choices[1].
func (r *Regime) ParseChoices(s string) ([]Choice, error) {
	return r.Form().ParseChoices(s)
}

// A Form reads the choices of many returns under one regime. It is not for several
// goroutines at once.
type Form struct {
	r          *Regime
	categories map[string]bool // of the recipients; nil until they are needed
}

// Form returns the form of the regime, which is not to be changed any more.
func (r *Regime) Form() *Form { return &Form{r: r} }

// ParseChoices is Regime.ParseChoices. It looks through the recipients once for all
// choices.
func (f *Form) ParseChoices(s string) ([]Choice, error) {
	return parseAll(s, f.parseChoice, f.once())
}

// once reports whether what is named twice is a fault.
func (f *Form) once() bool {
	return !slices.ContainsFunc(f.r.Slots, func(s Slot) bool {
		return s.Grain == Units || s.Grain == Amounts || s.Conflict&VoidAll != 0 && s.MaxRecipients == 1
	})
}

func (f *Form) parseChoice(s string) (c Choice, err error) {
	r, name := f.r, s
	if i := strings.LastIndexByte(s, '='); i >= 0 {
		name = s[:i]
		switch {
		case r.Mode == ByCredit:
			c.Amount, err = r.Currency.Parse(s[i+1:])
		default:
			c.Share, err = vicinia.ParseRatio(s[i+1:])
			if err == nil && c.Share.Sign() < 0 {
				err = fmt.Errorf("negative share %v", c.Share)
			}
		}
		if err != nil {
			return c, err
		}
	} else {
		c.Whole = true
	}
	if name == "" {
		return c, fmt.Errorf("choice %.40q: want a recipient or a box, as church or church=0.5%%", s)
	}
	box, id, inBox := strings.Cut(name, ":")
	_, listed := r.find(RecipientID(name))
	switch {
	case listed:
		c.Recipient = RecipientID(name)
	case inBox && id != "" && f.box(box):
		c.Box, c.Recipient = box, RecipientID(id)
	case f.box(name):
		c.Box = name
	default:
		c.Recipient = RecipientID(name)
	}
	return c, nil
}

// box reports whether a form has a box of this name.
func (f *Form) box(name string) bool {
	for i := range f.r.Slots {
		s := &f.r.Slots[i]
		if s.Name == name || s.Residence == name || slices.Contains(s.Categories, name) {
			return true
		}
	}
	return f.hasCategory(name)
}

// hasCategory reports whether some recipient is in a category.
func (f *Form) hasCategory(name string) bool {
	if f.categories == nil {
		f.categories = map[string]bool{}
		for _, rec := range f.r.Recipients {
			f.categories[rec.terms().Category] = true
		}
	}
	return name != "" && f.categories[name]
}

// Within reports whether the shares add up to limit at most (D-1). It is exact for any
// shares: one percent is not passed by a hair.
func Within(limit vicinia.Ratio, choices []Choice) bool {
	return sumCmp(len(choices), func(i int) vicinia.Ratio { return choices[i].Share }, limit) <= 0
}

// sumCmp compares the sum of n shares with limit, in 64 bits or, where that overflows, in
// as many as it takes.
func sumCmp(n int, share func(int) vicinia.Ratio, limit vicinia.Ratio) int {
	var sum vicinia.Ratio
	for i := range n {
		next, err := sum.Add(share(i))
		if err != nil {
			wide := bigRat(sum)
			for j := i; j < n; j++ {
				wide.Add(wide, bigRat(share(j)))
			}
			return wide.Cmp(bigRat(limit))
		}
		sum = next
	}
	return sum.Cmp(limit)
}

func bigRat(r vicinia.Ratio) *big.Rat { return big.NewRat(r.Parts()) }
