package confed

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// Ids of what census does not know.
type (
	CommunityID string
	CompactID   string
	CallID      string
	DecisionID  string
)

// An Act is something put on record. The list is closed: whoever keeps acts must be able
// to read every one of them for ever.
type Act interface {
	do(*editor) error
}

// Places and people.
type (
	// A Jurisdiction is founded: a municipality, or a region above municipalities.
	Jurisdiction struct {
		ID        census.JurisdictionID
		Name      string
		Kind      JurisdictionKind
		Within    census.JurisdictionID // the region that it belongs to; "" is none
		State     string
		Currency  fiscal.Currency
		VotingAge int    // 0 means 18
		Powers    Powers // 0 means those of Within
	}

	// A Person enters the register.
	Person census.Person

	// A Death ends the stays and memberships of a person on that day.
	Death struct {
		Person census.PersonID
		On     vicinia.Date
	}

	// A Residency is a stay as a fact, with its end if it has one.
	Residency census.Residency

	// A Move begins a stay and ends the former one on the same day.
	Move struct {
		Person       census.PersonID
		To           census.JurisdictionID
		On, Recorded vicinia.Date
	}

	// A Departure ends a stay without another.
	Departure struct {
		Person census.PersonID
		On     vicinia.Date
	}
)

// Communities.
type (
	// A Community is founded. It has no territory (C-10).
	Community struct {
		ID     CommunityID
		Name   string
		Kind   CommunityKind
		Form   LegalForm
		Notice int // days to leave at most (C-7)
	}

	// A Recognition lets a community receive designations: everywhere if the shared
	// register gives it, else of the taxes of that jurisdiction alone.
	Recognition struct {
		Community CommunityID
		By        census.JurisdictionID // "" is the shared register
		When      vicinia.Interval
	}

	// A Membership is declared by the person (C-4).
	Membership struct {
		Person    census.PersonID
		Community CommunityID
		From, To  vicinia.Date // To 0 while it lasts
	}

	// A Resignation ends the running membership after the community's notice (C-7).
	Resignation struct {
		Person    census.PersonID
		Community CommunityID
		On        vicinia.Date
	}
)

// Votes.
type (
	// A Call fixes the day and the roll of a vote before it is held.
	Call struct {
		ID       CallID
		Body     Body
		On, Vote vicinia.Date
		Rule     census.Rule
	}

	// A Motion is put to a call, with the rule that decides it and what a yes will do.
	// All that it does needs the one matter of the motion.
	Motion struct {
		ID        DecisionID
		Call      CallID
		Matter    Matter // the zero Matter is that of the first act
		Threshold referendum.Majority
		Quorum    vicinia.Ratio // of the eligible who cast a ballot; 0 is none
		Does      []Act
	}

	// A Correction is a claim about a roll before it is closed.
	Correction struct {
		Call   CallID
		Person census.PersonID
		On     bool
		Cause  string
	}

	// A RollClosing makes the rolls of calls final. Rolls closed together cost one scan.
	RollClosing struct{ Calls []CallID }

	// A CheckIn says that an elector took a ballot, never which.
	CheckIn struct {
		Decision DecisionID
		Person   census.PersonID
	}

	// A Count is the ballots of a motion.
	Count struct {
		Decision               DecisionID
		Yes, No, Blank, Spoilt int64
	}

	// A Judgment takes a person off every roll for a time.
	Judgment struct {
		Person census.PersonID
		When   vicinia.Interval
	}

	// A Certificate closes a vote and, if it is carried, does what was decided. It is
	// refused unless roll and minutes are those that the record gives; [World.Certify]
	// writes it.
	Certificate struct {
		Decision DecisionID
		Electors int64
		Roll     [32]byte
		Minutes  ballot.Minutes
	}
)

// Compacts.
type (
	// A Compact is signed: its statute.
	Compact struct {
		ID      CompactID
		Name    string
		Level   JurisdictionKind // of every party (K-4)
		Objects []string         // at least one (K-6)
		Notice  int              // months
	}

	// An Accession makes a jurisdiction a party. It needs the party's residents, unless it
	// happened before the first call on record (K-1).
	Accession struct {
		Compact CompactID
		Party   census.JurisdictionID
		From    vicinia.Date
		Share   share.Term
	}

	// A Notice ends the term that began on From. It needs the party's residents, unless it
	// was given before the first call on record (K-2).
	Notice struct {
		Compact CompactID
		Party   census.JurisdictionID
		From    vicinia.Date
		On      vicinia.Date
		To      vicinia.Date // 0 is computed; another day than the computed one is refused
	}

	// A Budget is what a compact raises in a year by its keyed shares.
	Budget struct {
		Compact CompactID
		Year    int
		Amount  fiscal.Money
	}
)

// Money.
type (
	// A Schedule is the tax of a year. It needs the residents (T-4) and fiscal sovereignty
	// (T-1), unless superior law imposes it.
	Schedule struct {
		Jurisdiction census.JurisdictionID
		Year         int
		Tax          tax.Schedule
		External     bool
	}

	// A Policy opens designation. It needs the residents and fiscal sovereignty.
	Policy struct {
		Jurisdiction census.JurisdictionID
		Year         int
		Cap          vicinia.Ratio
		Membership   MembershipRule
	}

	// A Base is assessed. It is one number, read by every schedule in its own currency.
	Base struct {
		Person census.PersonID
		Year   int
		Amount tax.Base
	}

	// A Revision replaces a base, for a stated cause, in a year that is assessed already
	// (T-9).
	Revision struct {
		Person census.PersonID
		Year   int
		Amount tax.Base
		Cause  string
	}

	// A Filing designates; without choices it withdraws. The last accepted one counts
	// (D-9).
	Filing struct {
		Person       census.PersonID
		Jurisdiction census.JurisdictionID
		Year         int
		On           vicinia.Date
		Choices      []designation.Choice
	}

	// An Advance moves a year to its next phase.
	Advance struct {
		Year int
		To   Phase
	}
)
