package confed

// A JurisdictionKind is a level; compacts join jurisdictions of one (K-4).
type JurisdictionKind uint8

// The levels.
const (
	Municipality JurisdictionKind = 1 + iota
	Region
)

// String is municipality or region.
func (k JurisdictionKind) String() string { return name(k, "", "municipality", "region") }

// A CommunityKind is one of three (C-9; Manifesto, chapter 7).
type CommunityKind uint8

// The kinds.
const (
	Origin CommunityKind = 1 + iota
	Synthetic
	Productive
)

// String is origin, synthetic or productive.
func (k CommunityKind) String() string { return name(k, "", "origin", "synthetic", "productive") }

// A LegalForm is one of the two of the manifesto (C-9).
type LegalForm uint8

// The forms.
const (
	InternationalFoundation LegalForm = 1 + iota
	InternationalOrganisation
)

// String is international-foundation or international-organisation.
func (f LegalForm) String() string {
	return name(f, "", "international-foundation", "international-organisation")
}

// A MembershipRule says whom a recipient must represent (D-5). The zero rule is Declares.
type MembershipRule uint8

// The rules.
const (
	Declares MembershipRule = iota // filing is the subscription
	Prior                          // a member on the day of filing
	Free                           // any recognised community
)

// String is declares, prior or free.
func (m MembershipRule) String() string { return name(m, "declares", "prior", "free") }

// Powers are what a treasury may do. The zero value means the powers of the region above,
// none if there is none.
type Powers uint8

// The powers. Sovereign is fiscal sovereignty: to set the rate, to collect and to spend.
const (
	SetRate Powers = 1 << iota
	Collect
	Spend
	Designate
	NoPowers // none, whatever the region has

	Sovereign = SetRate | Collect | Spend
)

// Has reports whether p holds all of q.
func (p Powers) Has(q Powers) bool { return p&q == q }

// name returns the word of a value of a closed list.
func name[T ~uint8](v T, words ...string) string {
	if int(v) >= len(words) {
		return "unknown"
	}
	return words[v]
}
