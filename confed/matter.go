package confed

import "github.com/vicinia/vicinia/confed/census"

// A Matter is what a decision is about: For is the jurisdiction, community, compact or
// person that it concerns, and Compact the one that is joined or left.
type Matter struct {
	Kind    MatterKind
	For     string
	Compact CompactID
}

// A MatterKind is a row of the authority matrix.
type MatterKind uint8

// The rows: whose matter it is (BodyFor), and the acts that a motion on it may do. A motion
// that does nothing is taken too: its result stands.
const (
	LocalBudget       MatterKind = 1 + iota // of residents; the decision itself, no act
	TaxRate                                 // of residents: Schedule
	DesignationPolicy                       // of residents: Policy
	Representatives                         // of residents; the decision itself
	Joining                                 // of the party's residents: Accession
	Leaving                                 // of the party's residents: Notice
	Statute                                 // of every party's residents: no vote here yet
	CompactBudget                           // of the electorate of all parties: no vote here yet
	Provider                                // of residents: Finding
	CommunityPolicy                         // of members; the decision itself
	CommunityBudget                         // of members: Pooling, or the decision itself
	OwnDesignation                          // of the taxpayer alone: Filing needs no decision
)

// String is the word of a world folder where it has one: tax-rate, compact-join.
func (k MatterKind) String() string {
	return name(k, "", "budget", "tax-rate", "designation-policy", "representatives",
		"compact-join", "compact-exit", "compact-statute", "compact-budget", "provider",
		"community-policy", "community-budget", "own-designation")
}

// A Body is who decides. It is a value: == is equality.
type Body struct {
	Kind BodyKind
	Of   string
}

// A BodyKind is a sort of body.
type BodyKind uint8

// The sorts.
const (
	Residents  BodyKind = 1 + iota // of a jurisdiction
	Members                        // of a community
	Parties                        // every party's residents, each for itself
	Electorate                     // of a compact: all its parties' residents together
	Self                           // one person
)

// String is residents, members, parties, electorate or self.
func (k BodyKind) String() string {
	return name(k, "nobody", "residents", "members", "parties", "electorate", "self")
}

// String is residents of A.
func (b Body) String() string { return b.Kind.String() + " of " + b.Of }

// ResidentsOf is the body of those who live in a jurisdiction.
func ResidentsOf(id census.JurisdictionID) Body { return Body{Residents, string(id)} }

// MembersOf is the body of those who belong to a community.
func MembersOf(id CommunityID) Body { return Body{Members, string(id)} }

// BodyFor returns the one legal body of a matter (C-3): residents decide what is local,
// each party's residents whether to join or leave, members what is their community's, and
// a taxpayer alone where a part of the tax goes.
func BodyFor(m Matter) Body {
	switch m.Kind {
	case LocalBudget, TaxRate, DesignationPolicy, Representatives, Joining, Leaving, Provider:
		return Body{Residents, m.For}
	case CommunityPolicy, CommunityBudget:
		return Body{Members, m.For}
	case Statute:
		return Body{Parties, m.For}
	case CompactBudget:
		return Body{Electorate, m.For}
	case OwnDesignation:
		return Body{Self, m.For}
	}
	return Body{}
}

// MatterOf returns what a decision to do this act is about; ok is false if the act needs
// no decision.
func MatterOf(a Act) (m Matter, ok bool) {
	switch a := a.(type) {
	case Schedule:
		return Matter{Kind: TaxRate, For: string(a.Jurisdiction)}, !a.External
	case Policy:
		return Matter{Kind: DesignationPolicy, For: string(a.Jurisdiction)}, true
	case Accession:
		return Matter{Kind: Joining, For: string(a.Party), Compact: a.Compact}, true
	case Notice:
		return Matter{Kind: Leaving, For: string(a.Party), Compact: a.Compact}, true
	case Finding:
		return Matter{Kind: Provider, For: string(a.Jurisdiction)}, true
	case Pooling:
		return Matter{Kind: CommunityBudget, For: string(a.Community)}, true
	}
	return Matter{}, false
}
