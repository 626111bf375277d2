package format

import "strconv"

// A Remedy says what becomes of marks that a ballot paper should not have.
type Remedy uint8

// The remedies. The zero Remedy is Usual.
const (
	Usual  Remedy = iota // what the field of the Policy says
	Refuse               // a fault
	Keep                 // as marked
	Drop                 // these marks count for nothing, and what is below moves up
	Cut                  // the ballot ends before them
	Spoil                // the ballot is spoilt
)

// String is the word of a remedy: "cut".
func (r Remedy) String() string {
	words := [...]string{"usual", "refuse", "keep", "drop", "cut", "spoil"}
	if int(r) < len(words) {
		return words[r]
	}
	return "remedy " + strconv.Itoa(int(r))
}

// or is r, or what is usual.
func (r Remedy) or(usual Remedy) Remedy {
	if r == Usual {
		return usual
	}
	return r
}

// A Policy says what becomes of the marks of cast-vote records that the rule of the count
// does not speak of. A ballot to which nothing is left, though something was marked, is
// spoilt, not blank.
type Policy struct {
	Overvotes  Remedy // several options on a rank: Keep; Cut where the record does not say which
	Duplicates Remedy // an option on a second rank: Drop; Keep is not possible
	Skipped    Remedy // a rank without a mark before one with a mark: Keep; Drop too moves up what is below
	Unlisted   Remedy // a name that is not an option: Keep makes all of them one option, WriteIn; Drop where the caller names the options
	WriteIn    string // "" is [WriteIns]
}

// WriteIns is the option of those who are not listed, as RCTab calls it.
const WriteIns = "Undeclared Write-ins"

// Altered is to how many ballots a remedy was given; one may count in several.
type Altered struct{ Overvotes, Duplicates, Skipped, Unlisted int64 }
