package report

import (
	"html/template"
	"slices"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
)

// A moneyView is the account of one currency.
type moneyView struct {
	Currency string          `json:"currency"`
	Tiles    []tile          `json:"-"`
	Flows    []template.HTML `json:"-"` // one drawing, for wide and for narrow screens
	Places   []placeRow      `json:"places,omitempty"`
	Total    placeRow        `json:"total"`
	Services bool            `json:"services"` // some commons was paid
	Incomes  []incomeRow     `json:"incomes,omitempty"`
	Matrix   *matrixView     `json:"matrix,omitempty"`
	Balance  balanceRow      `json:"balance"`
}

// A tile is one number to begin with.
type tile struct {
	Label, Part string
	Value       figure
}

// A placeRow is where the money of one jurisdiction went.
type placeRow struct {
	Name       string `json:"name"`
	Electors   figure `json:"electors"`
	Payers     figure `json:"payers"`
	Gross      figure `json:"gross"`
	Designated figure `json:"designated"`
	Net        figure `json:"net"`
	Ceded      figure `json:"ceded"`
	ToServices figure `json:"to_services"`
	Final      figure `json:"final"`
}

// An incomeRow is what a community got.
type incomeRow struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Designated figure `json:"designated"`
	Services   figure `json:"services"`
	Together   figure `json:"together"`
}

// A matrixView is who designated to whom.
type matrixView struct {
	Columns []string    `json:"columns,omitempty"`
	Rows    []matrixRow `json:"rows,omitempty"`
	Blank   bool        `json:"blank"`
}

type matrixRow struct {
	Name  string       `json:"name"`
	Cells []matrixCell `json:"cells,omitempty"` // the total too
	Total bool         `json:"total"`
}

type matrixCell struct {
	Lines  figure `json:"lines"`
	Amount figure `json:"amount"`
}

// A balanceRow is gross = kept + communities + compacts.
type balanceRow struct {
	Gross       figure `json:"gross"`
	Kept        figure `json:"kept"`
	Communities figure `json:"communities"`
	Compacts    figure `json:"compacts"`
}

func (p *public) money() ([]moneyView, error) {
	var all []moneyView
	for _, b := range p.Conservation() {
		v := moneyView{Currency: b.Gross.Currency().String()}
		p.placeRows(&v, b)
		p.incomeRows(&v, b.Gross.Currency())
		for _, m := range p.tables {
			if m.currency == b.Gross.Currency() {
				v.Matrix = p.matrixView(m)
			}
		}
		p.balance(&v, b)
		var err error
		if v.Flows, err = p.flows(b, len(all)); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// placeRows are the jurisdictions of one currency, and all together.
func (p *public) placeRows(v *moneyView, b year.Balance) {
	var lines []flow
	for i, j := range p.Jurisdictions {
		if j.Gross.Currency() != b.Gross.Currency() {
			continue
		}
		f := flowOf(j)
		lines = append(lines, f)
		row := p.places[i].row(f)
		row.Name = jurisdictionNamed(p.World, j.ID)
		row.Electors = p.electors(j)
		row.Payers = countFigure(j.Payers).unless(p.payers[i])
		v.Places = append(v.Places, row)
	}
	sum := totals(lines)[0]
	v.Services = !sum.services.IsZero()
	v.Total = p.sums[b.Gross.Currency()].row(sum)
}

// noRoll stands for the electors of a jurisdiction that was never called to vote.
const noRoll = "no roll"

func (p *public) electors(j year.Jurisdiction) figure {
	hidden, called := p.bodies[confed.ResidentsOf(j.ID)]
	if !called {
		return figure{"0", noRoll}
	}
	return countFigure(j.Electors).unless(hidden)
}

func (m mask) row(f flow) placeRow {
	return placeRow{
		Gross:      moneyFigure(f.gross).unless(m.gross),
		Designated: moneyFigure(f.designated).unless(m.designated),
		Net:        moneyFigure(f.net).unless(m.net()),
		Ceded:      moneyFigure(f.ceded).unless(m.ceded),
		ToServices: moneyFigure(f.services),
		Final:      moneyFigure(f.final).unless(m.final()),
	}
}

// incomeRows are what communities got in one currency: by designation, and for services.
func (p *public) incomeRows(v *moneyView, c fiscal.Currency) {
	paid := make([]fiscal.Money, len(p.Communities))
	for i := range paid {
		paid[i] = c.Minor(0)
	}
	for _, s := range p.Services {
		if s.Rung == confed.Commons && s.Paid.Currency() == c {
			i := p.community(s.Provider)
			paid[i] = c.Minor(paid[i].Minor() + s.Paid.Minor()) // part of a sum that the year has made
		}
	}
	for i, income := range p.Communities {
		all := c.Minor(0)
		for _, m := range income.Amounts {
			if m.Currency() == c {
				all = m
			}
		}
		hidden := p.incomeHidden(i, c)
		record, _ := p.World.Community(confed.CommunityID(income.ID))
		v.Incomes = append(v.Incomes, incomeRow{
			Name: named(income.ID, record.Name), Kind: record.Kind.String(),
			Designated: moneyFigure(c.Minor(all.Minor() - paid[i].Minor())).unless(hidden),
			Services:   moneyFigure(paid[i]),
			Together:   moneyFigure(all).unless(hidden),
		})
	}
}

// incomeHidden reports whether what a community got by designation is withheld.
func (p *public) incomeHidden(community int, c fiscal.Currency) bool {
	for _, m := range p.tables {
		if k := slices.Index(m.columns, community); m.currency == c && k >= 0 {
			return m.Cell(len(m.rows), k).Blank
		}
	}
	return false
}

func (p *public) matrixView(m *matrix) *matrixView {
	v := &matrixView{Blank: m.Blanks() > 0}
	for _, c := range m.columns {
		v.Columns = append(v.Columns, p.Communities[c].ID)
	}
	for line := range m.Lines {
		row := matrixRow{Name: "All", Total: line == len(m.rows)}
		if !row.Total {
			row.Name = string(p.Jurisdictions[m.rows[line]].ID)
		}
		for k := range len(m.columns) + 1 {
			cell := m.Cell(line, k)
			if cell.Blank {
				row.Cells = append(row.Cells, matrixCell{})
				continue
			}
			row.Cells = append(row.Cells, matrixCell{countFigure(cell.Count), moneyFigure(m.currency.Minor(cell.Amount.Minor()))})
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// balance fills in the conservation of a currency and the numbers to begin with.
func (p *public) balance(v *moneyView, b year.Balance) {
	m := *p.sums[b.Gross.Currency()]
	v.Balance = balanceRow{
		Gross:       moneyFigure(b.Gross).unless(m.gross),
		Kept:        moneyFigure(b.Final).unless(m.final()),
		Communities: moneyFigure(b.Communities).unless(m.designated),
		Compacts:    moneyFigure(b.Compacts).unless(m.ceded),
	}
	part := func(of fiscal.Money, f figure) string {
		if m.gross || f == (figure{}) {
			return ""
		}
		return percent(of.Minor(), b.Gross.Minor())
	}
	v.Tiles = []tile{
		{"owed in tax", "", v.Balance.Gross},
		{"kept by jurisdictions", part(b.Final, v.Balance.Kept), v.Balance.Kept},
		{"to communities", part(b.Communities, v.Balance.Communities), v.Balance.Communities},
		{"to compacts", part(b.Compacts, v.Balance.Compacts), v.Balance.Compacts},
	}
}
