package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/designation/law"
)

// A result is a year that is read, and then settled.
type result struct {
	law        *law.Law
	regime     *designation.Regime
	form       *designation.Form
	open       bool                             // the returns told who the recipients are
	own        map[designation.RecipientID]bool // recipients that only the law names, beside a list
	rows       []designation.Return
	columns    designation.Returns
	settlement *designation.Settlement
	voids      []void
}

// A void is a choice that the law does not count, by the payer's name.
type void struct {
	payer, reason string
}

// The columns of the tables.
var (
	returnsMust    = []string{"payer", "base", "choices"}
	returnsMay     = []string{"class", "municipality", "filed", "year", "arrears", "instalments"}
	recipientsMust = []string{"id"}
	recipientsMay  = []string{"name", "category", "from", "to", "rate", "members", "ceiling", "requested", "cost", "declines"}
)

// read reads the tables under a law, and returns every fault of both.
func read(l *law.Law, o options, in io.Reader) (*result, error) {
	regime, err := l.Year(o.year)
	if err != nil {
		return nil, err
	}
	r := &result{law: l, regime: regime, own: map[designation.RecipientID]bool{}}
	for _, rec := range regime.Recipients {
		r.own[rec.ID] = true
	}
	before := len(regime.Recipients)
	var told map[designation.RecipientID]cell
	returns := openTable(o.returns, in, returnsMust, returnsMay)
	if returns.faults != nil && returns.rows == nil {
		return nil, returns.err()
	}
	list := &table{}
	if o.recipients != "" {
		list = openTable(o.recipients, in, recipientsMust, recipientsMay)
		if list.heads != nil && slices.Contains(list.heads, "id") {
			recipients(list, regime)
		}
	} else if r.open = !l.Closed; r.open && slices.Contains(returns.heads, "choices") {
		told = open(returns, regime)
	}
	for _, row := range list.rows {
		delete(r.own, designation.RecipientID(list.at(row, "id").text))
	}
	if len(list.rows) == 0 && len(regime.Recipients) == before {
		r.own = nil // the law's list is the list
	}
	if columns := asks(regime); r.open && columns != "" && len(regime.Recipients) > before {
		return nil, errors.Join(fmt.Errorf("%s: give -recipients, a list with the columns id,%s: the returns do not tell them; see settle -help", l.Name, columns), returns.err())
	}
	if err := regime.Check(); err != nil || list.lost { // choices would be blamed for it
		err = put(returns.file, regime, l.Place(regime, list.place(regime, err)), func(id designation.RecipientID, _ string) (cell, bool) {
			at, ok := told[id]
			return at, ok
		})
		return nil, errors.Join(err, list.err(), returns.err())
	}
	r.form = regime.Form()
	r.collect(returns)
	return r, errors.Join(list.err(), returns.err())
}

// collect reads the rows and gives every fault and every void its place.
func (r *result) collect(t *table) {
	if len(t.faults) > 0 && !slices.Contains(t.heads, "choices") {
		return
	}
	var rows [][]cell
	for _, row := range t.rows {
		if ret, ok := r.row(t, row); ok {
			r.rows = append(r.rows, ret)
			rows = append(rows, row)
		}
	}
	columns, err := r.regime.Collect(slices.Values(r.rows))
	r.blame(t, rows, err)
	r.columns = columns
	for _, v := range columns.Voids {
		reason := hinted(errors.New(v.Why)).Error()
		if article := article(r.regime, v.Parameter); article != "" {
			reason += " (" + article + ")"
		}
		r.voids = append(r.voids, void{r.rows[v.Row].Payer, reason})
	}
	slices.SortFunc(r.voids, func(a, b void) int {
		if c := strings.Compare(a.payer, b.payer); c != 0 {
			return c
		}
		return strings.Compare(a.reason, b.reason)
	})
}

// blame gives the faults of Collect, as returns[2].base, their cells.
func (r *result) blame(t *table, rows [][]cell, err error) {
	var lines map[string]int // the first of each payer, if somebody files twice
	for f := range vicinia.Faults(err) {
		number, column, _ := strings.Cut(strings.TrimPrefix(f.Path, "returns["), "].")
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(rows) {
			t.faults = append(t.faults, f)
			continue
		}
		switch column {
		case "base", "arrears":
		case "payer": // the other row, by its line
			if lines == nil {
				lines = map[string]int{}
				for j, row := range slices.Backward(rows) {
					lines[r.rows[j].Payer] = row[0].line
				}
			}
			f.Err = fmt.Errorf("%q files twice, first in line %d", r.rows[i].Payer, lines[r.rows[i].Payer])
		default:
			column = "choices"
		}
		t.fault(t.at(rows[i], column), f.Breaks, hinted(f.Err))
	}
}

// only is the recipient that a box stands for where a choice must name one and the box
// takes no other; "" is none.
func (r *result) only(box string) (id designation.RecipientID) {
	for _, s := range r.regime.Slots {
		if s.Generic != designation.Refused || s.Name != box && !slices.Contains(s.Categories, box) {
			continue
		}
		for _, rec := range r.regime.Recipients {
			category := ""
			if rec.Terms != nil {
				category = rec.Terms.Category
			}
			if s.Name == box && s.Categories != nil && !slices.Contains(s.Categories, category) || s.Name != box && category != box {
				continue
			}
			if id != "" {
				return ""
			}
			id = rec.ID
		}
	}
	return id
}

// hinted says how a choice names the recipient that it lacks.
func hinted(err error) error {
	if box, in := strings.CutPrefix(err.Error(), `box "`); in {
		if name, _, lacks := strings.Cut(box, `" names no recipient`); lacks {
			return fmt.Errorf("%w: write %s:ID", err, name)
		}
	}
	return err
}

// asks are the columns of the list without which a law cannot settle.
func asks(r *designation.Regime) string {
	var columns []string
	for _, s := range r.Slots {
		if s.Below.To == designation.ToCategory || s.Overflow.To == designation.ToCategory {
			columns = append(columns, "category")
		}
		if s.OwnRates {
			columns = append(columns, "rate")
		}
		if s.Generic == designation.ByMembers {
			columns = append(columns, "category", "members")
		}
	}
	slices.Sort(columns)
	return strings.Join(slices.Compact(columns), ",")
}

func article(r *designation.Regime, parameter string) string {
	for _, s := range r.Sources {
		if s.Parameter == parameter {
			return s.Article
		}
	}
	return ""
}

// row reads one return; ok is false if a field cannot be read.
func (r *result) row(t *table, row []cell) (ret designation.Return, ok bool) {
	before := len(t.faults)
	ret.Payer = t.at(row, "payer").text
	if ret.Payer == "" {
		t.fault(t.at(row, "payer"), "", errors.New("no payer"))
	}
	r.base(t, row, &ret)
	ret.Class, ret.Municipality = t.at(row, "class").text, t.at(row, "municipality").text
	choices := t.at(row, "choices")
	cs, err := r.form.ParseChoices(choices.text)
	for f := range vicinia.Faults(err) {
		t.fault(choices, f.Breaks, f.Err)
	}
	ret.Choices = cs
	for i := range cs {
		if cs[i].Recipient == "" {
			cs[i].Recipient = r.only(cs[i].Box)
		}
	}
	t.date(row, "filed", &ret.Filed)
	t.amount(row, "arrears", r.regime.Currency, &ret.Arrears)
	if c := t.at(row, "year"); c.text != "" {
		if ret.For, err = strconv.Atoi(c.text); err != nil || ret.For < 1 || ret.For > vicinia.MaxYear {
			t.fault(c, "", fmt.Errorf("year %.20q: want a year such as 2024", c.text))
		}
	}
	ret.Instalments = t.yes(row, "instalments")
	return ret, len(t.faults) == before
}

// base reads the base, or the number of heads or vouchers, which is 1, or as many as there
// are, if nothing is said.
func (r *result) base(t *table, row []cell, ret *designation.Return) {
	c := t.at(row, "base")
	if r.regime.PerHead.Sign() == 0 {
		m, err := parseAmount(c.text, r.regime.Currency)
		if err != nil {
			t.fault(c, "", err)
		}
		ret.Base = m
		return
	}
	ret.Heads = 1
	if r.regime.Slots[0].Grain == designation.Units && r.regime.MostHeads > 0 {
		ret.Heads = r.regime.MostHeads
	}
	if c.text == "" {
		return
	}
	n, err := strconv.ParseInt(c.text, 10, 64)
	if err != nil {
		t.fault(c, "", fmt.Errorf("base %.40q: want a number of heads or vouchers", c.text))
	}
	ret.Heads = n
}

// settle counts and settles.
func (r *result) settle() error {
	totals, err := r.regime.Count(r.columns)
	if err == nil {
		r.settlement, err = r.regime.Settle(totals)
	}
	if errors.Is(err, vicinia.ErrOverflow) {
		return fmt.Errorf("the bases of all payers, or what is paid, do not fit an amount in %v: %w", r.regime.Currency, err)
	}
	return err
}
