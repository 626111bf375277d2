package census

import "github.com/vicinia/vicinia"

// A PersonID is opaque.
type PersonID string

// A Person is all that a roll may know of somebody. Died is 0 for the living.
type Person struct {
	ID         PersonID
	Born, Died vicinia.Date
}

// A Residency is one stay, [From, To). To is 0 while it lasts. Recorded is the day on
// which the office entered it; 0 is known since ever.
type Residency struct {
	Person       PersonID
	Municipality JurisdictionID
	From, To     vicinia.Date
	Recorded     vicinia.Date
}

// Interval is [From, To).
func (s Residency) Interval() vicinia.Interval { return vicinia.Interval{From: s.From, To: s.To} }

// person is a row of the register: half a cache line, the latest stay inline, because
// most questions are about it.
type person struct {
	born, died vicinia.Date
	last       stay
	banned     uint32 // row of judgments + 1, the newest; 0 is none
}

// alive reports whether a person lives through the day; one who dies that day does not.
func (p *person) alive(on vicinia.Date) bool { return p.died == 0 || on < p.died }

// A ban takes a person off the rolls for a time.
type ban struct {
	from, to vicinia.Date
	former   uint32 // row of judgments + 1
}
