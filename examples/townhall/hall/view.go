package hall

import (
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// Schema is the version of the JSON documents, their first member.
const Schema = "vicinia/townhall/1"

// The documents. Amounts are text with the currency's decimals; what the pages need and
// the JSON says otherwise has no name there.
type (
	named struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	placeView struct {
		named
		Currency   string `json:"currency"`
		Cap        string `json:"cap"`
		Membership string `json:"membership"`
	}
	frontView struct {
		Schema        string      `json:"schema"`
		Year          int         `json:"year"`
		Jurisdictions []placeView `json:"jurisdictions"` // that let their payers designate
		Communities   []named     `json:"communities"`
	}
	choiceView struct {
		Community string `json:"community"`
		Share     string `json:"share"`
	}
	lineView struct {
		Community string `json:"community"`
		Name      string `json:"name"`
		Share     string `json:"share"`
		Amount    string `json:"amount"`
	}
	billView struct {
		Jurisdiction string     `json:"jurisdiction"`
		Name         string     `json:"name"`
		Currency     string     `json:"currency"`
		Gross        string     `json:"gross"`
		Why          []string   `json:"why"`
		Lines        []lineView `json:"lines"`
		Stays        string     `json:"stays"`
	}
	askView struct {
		Schema       string       `json:"schema"`
		Filed        bool         `json:"filed"`
		Person       string       `json:"person"`
		Jurisdiction string       `json:"jurisdiction"`
		Year         int          `json:"year"`
		On           string       `json:"filed_on"`
		Choices      []choiceView `json:"choices"`
		Bills        []billView   `json:"bills"` // none where nothing is owed to it
	}
	statementView struct {
		Schema string     `json:"schema"`
		Person string     `json:"person"`
		Year   int        `json:"year"`
		Bills  []billView `json:"bills"`
		Text   string     `json:"text"`
	}
	faultView struct {
		Field     string `json:"field,omitempty"`
		Message   string `json:"message"`
		Invariant string `json:"invariant,omitempty"`
		Rule      string `json:"rule,omitempty"`
		Source    string `json:"source,omitempty"`
	}
	problemView struct {
		Schema string      `json:"schema"`
		Status int         `json:"status"`
		Title  string      `json:"title"`
		Faults []faultView `json:"faults"`
	}
)

func choiceViews(choices []designation.Choice) []choiceView {
	all := []choiceView{}
	for _, c := range choices {
		all = append(all, choiceView{string(c.Recipient), c.Share.String()})
	}
	return all
}

func billViews(w *confed.World, bills []year.Bill) []billView {
	all := []billView{}
	for _, b := range bills {
		j, _ := w.Jurisdiction(b.Jurisdiction)
		one := billView{
			Jurisdiction: string(b.Jurisdiction), Name: j.Name, Currency: j.Currency.String(),
			Gross: b.Tax.Gross.Amount(), Stays: b.Went.Stays.Amount(), Lines: []lineView{},
		}
		for why := range b.Tax.Why() {
			one.Why = append(one.Why, why.String())
		}
		for _, l := range b.Went.Lines {
			c, _ := w.Community(confed.CommunityID(l.Recipient))
			one.Lines = append(one.Lines, lineView{string(l.Recipient), c.Name, l.Share.String(), l.Amount.Amount()})
		}
		all = append(all, one)
	}
	return all
}
