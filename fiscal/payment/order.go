package payment

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Party is who pays or is paid.
type Party struct {
	Name string // 1 to 70 characters
	IBAN string // without blanks; its check digits are checked (ISO 13616)
	BIC  string // of the bank; "" leaves it to the bank to find it by the IBAN
}

// A Payment is one transfer.
type Payment struct {
	ID     string // end to end: 1 to 35 characters of the set of IDs, unique in the order
	To     Party
	Amount fiscal.Money // more than nothing
	On     vicinia.Date // when it is to be executed
	Text   string       // for the receiver: at most 140 characters
}

// An Order is payments from one account.
type Order struct {
	ID       string    // of the message: 1 to 35 characters, letters, digits and /-?:().,'+ or a blank
	Created  time.Time // written in UTC, to the second
	From     Party
	Payments []Payment
}

// MaxPayments bounds an Order, as banks do.
const MaxPayments = 100_000

// The limits of ISO 20022 and of the rules for credit transfers in euro.
const (
	maxID     = 35
	maxName   = 70
	maxText   = 140
	maxAmount = 1_000_000_000_000_000_000 // minor units: a number has at most 18 digits
)

var (
	idSet = regexp.MustCompile(`^[A-Za-z0-9/\-?:().,'+ ]+$`)
	iban  = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
	bic   = regexp.MustCompile(`^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
)

// checkID finds what is no identification: the set is that of the European Payments
// Council, in which a slash neither begins nor ends nor stands twice.
func checkID(id string) error {
	if len(id) > maxID || !idSet.MatchString(id) || id[0] == '/' || id[len(id)-1] == '/' ||
		id[0] == ' ' || id[len(id)-1] == ' ' || strings.Contains(id, "//") {
		return fmt.Errorf("identification %.40q: want 1 to %d letters, digits or /-?:().,'+ and no slash at an end or twice", id, maxID)
	}
	return nil
}

func checkText(s string, least, most int) error {
	n := utf8.RuneCountInString(s)
	if n < least || n > most || !utf8.ValidString(s) {
		return fmt.Errorf("text %.40q: want %d to %d characters", s, least, most)
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("text %.40q: %U is not printed", s, r)
		}
	}
	return nil
}

// checkIBAN computes the check digits: the number with the first four characters last, and
// letters as 10 to 35, is 1 modulo 97.
func checkIBAN(s string) error {
	if !iban.MatchString(s) {
		return fmt.Errorf("account %.40q: want an IBAN without blanks", s)
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	if rest != 1 {
		return fmt.Errorf("account %q: the check digits are wrong", s)
	}
	return nil
}

func (p Party) check() error {
	err := errors.Join(checkText(p.Name, 1, maxName), checkIBAN(p.IBAN))
	if p.BIC != "" && !bic.MatchString(p.BIC) {
		err = errors.Join(err, fmt.Errorf("bank %.20q: want a BIC", p.BIC))
	}
	return err
}

// Check returns every fault of the order, in its order.
func (o Order) Check() error {
	var faults []error
	bad := func(path string, err error) {
		if err != nil {
			faults = append(faults, &vicinia.Fault{Path: path, Err: err})
		}
	}
	bad("id", checkID(o.ID))
	if year := o.Created.UTC().Year(); year < 1970 || year > vicinia.MaxYear {
		bad("created", fmt.Errorf("the year %d", year))
	}
	bad("from", o.From.check())
	if n := len(o.Payments); n == 0 || n > MaxPayments {
		bad("payments", fmt.Errorf("%d payments, want 1 to %d", n, MaxPayments))
	}
	seen := map[string]bool{}
	for i, p := range o.Payments {
		path := fmt.Sprintf("payments[%d].", i)
		bad(path+"id", checkID(p.ID))
		if seen[p.ID] {
			bad(path+"id", fmt.Errorf("%q stands twice", p.ID))
		}
		seen[p.ID] = true
		bad(path+"to", p.To.check())
		if units := p.Amount.Minor(); units < 1 || units >= maxAmount || p.Amount.Currency() == (fiscal.Currency{}) {
			bad(path+"amount", fmt.Errorf("%v: want more than nothing and at most 18 digits", p.Amount))
		}
		if p.On < 1 || !calendar.Has(p.On) {
			bad(path+"on", errors.New("no day"))
		}
		bad(path+"text", checkText(p.Text, 0, maxText))
	}
	return errors.Join(faults...)
}

// WritePain001 writes the order as ISO 20022 pain.001.001.09, a customer's credit transfer
// initiation: one block for each day and currency, by day, then by code; payments in their
// order. Blocks in euro have the service level SEPA. Every fault of Check is returned, and a
// control sum of more than 18 digits; then nothing is written.
func (o Order) WritePain001(w io.Writer) error {
	if err := o.Check(); err != nil {
		return fmt.Errorf("order %.40q: %w", o.ID, err)
	}
	doc, err := o.document()
	if err != nil {
		return fmt.Errorf("order %q: %w", o.ID, err)
	}
	text, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(append([]byte(xml.Header), text...), '\n'))
	return err
}

// document builds the message.
func (o Order) document() (document, error) {
	order := slices.Clone(o.Payments)
	slices.SortStableFunc(order, func(a, b Payment) int {
		return cmp.Or(cmp.Compare(a.On, b.On), a.Amount.Currency().Compare(b.Amount.Currency()))
	})
	d := document{Namespace: namespace}
	all := controlSum{}
	for len(order) > 0 {
		n := 1
		for n < len(order) && order[n].On == order[0].On && order[n].Amount.Currency() == order[0].Amount.Currency() {
			n++
		}
		b, err := o.block(len(d.Message.Blocks)+1, order[:n])
		if err != nil {
			return document{}, err
		}
		for _, p := range order[:n] {
			all.add(p.Amount)
		}
		d.Message.Blocks = append(d.Message.Blocks, b)
		order = order[n:]
	}
	sum, err := all.text()
	d.Message.Header = header{
		ID: o.ID, Created: o.Created.UTC().Format("2006-01-02T15:04:05Z"),
		Count: len(o.Payments), Sum: sum, Initiator: named{o.From.Name},
	}
	return d, err
}

// block builds one block: number n, of one day and currency.
func (o Order) block(n int, ps []Payment) (block, error) {
	suffix := fmt.Sprintf("-%d", n)
	b := block{
		ID:     o.ID[:min(len(o.ID), maxID-len(suffix))] + suffix,
		Method: "TRF", Count: len(ps), On: dated{ps[0].On.String()},
		Debtor: named{o.From.Name}, Account: account{o.From.IBAN}, Agent: agentOf(o.From.BIC),
	}
	if ps[0].Amount.Currency() == fiscal.EUR {
		b.Level, b.Bearer = &level{"SEPA"}, "SLEV"
	}
	sum := controlSum{}
	for _, p := range ps {
		sum.add(p.Amount)
		t := transfer{
			ID: p.ID, Amount: amount{p.Amount.Currency().String(), p.Amount.Amount()},
			Creditor: named{p.To.Name}, Account: account{p.To.IBAN},
		}
		if p.To.BIC != "" {
			a := agentOf(p.To.BIC)
			t.Agent = &a
		}
		if p.Text != "" {
			t.Text = &remittance{p.Text}
		}
		b.Transfers = append(b.Transfers, t)
	}
	var err error
	b.Sum, err = sum.text()
	return b, err
}

// A controlSum adds amounts as numbers, whatever their currencies: whole units, and
// ten-thousandths apart, which no order of MaxPayments can overflow.
type controlSum struct {
	whole    exact.Accumulator
	fraction int64
}

func (c *controlSum) add(m fiscal.Money) {
	scale := exact.Pow10(m.Currency().Digits())
	c.whole.Add(m.Minor() / scale)
	c.fraction += m.Minor() % scale * (10_000 / scale)
}

// text is the sum with the decimals that it needs, 18 digits at most.
func (c *controlSum) text() (string, error) {
	c.whole.Add(c.fraction / 10_000)
	whole, fits := c.whole.Int64()
	text := strings.TrimRight(fmt.Sprintf("%d.%04d", whole, c.fraction%10_000), "0")
	text = strings.TrimSuffix(text, ".")
	if !fits || len(strings.Replace(text, ".", "", 1)) > 18 {
		return "", fmt.Errorf("a control sum of more than 18 digits: %w", vicinia.ErrOverflow)
	}
	return text, nil
}
