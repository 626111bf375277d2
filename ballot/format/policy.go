package format

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

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

var remedies = [...]string{"usual", "refuse", "keep", "drop", "cut", "spoil"}

// String is the word of a remedy: "cut".
func (r Remedy) String() string {
	if int(r) < len(remedies) {
		return remedies[r]
	}
	return "remedy " + strconv.Itoa(int(r))
}

// UnmarshalText reads what String writes, and RCTab's words for overvotes:
// alwaysSkipToNextRank is drop, exhaustImmediately is cut.
func (r *Remedy) UnmarshalText(text []byte) error {
	word := string(text)
	switch word {
	case "alwaysSkipToNextRank":
		word = Drop.String()
	case "exhaustImmediately":
		word = Cut.String()
	}
	i := slices.Index(remedies[:], word)
	if i < 0 {
		return fmt.Errorf("no remedy %.40q: want %s", text, strings.Join(remedies[:], ", "))
	}
	*r = Remedy(i)
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (r Remedy) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// or is r, or what is usual.
func (r Remedy) or(usual Remedy) Remedy {
	if r == Usual {
		return usual
	}
	return r
}

// A Policy says what becomes of marks that the rule of the count does not speak of. Each field
// names its usual remedy. A ballot to which nothing is left, though something was marked, is
// spoilt, not blank.
type Policy struct {
	Overvotes  Remedy // several options on a rank: Keep; Cut where the record does not say which
	Duplicates Remedy // an option on a second rank: Drop in cast-vote records, else Refuse; Keep is not possible
	Skipped    Remedy // a rank without a mark before one with a mark: Keep; Drop too moves up what is below
	// Unlisted is a name that is not an option. In cast-vote records Keep makes all of them one
	// option, WriteIn, and where the caller names the options without it Drop; Drop too where the Condorcet
	// Election Format has candidates; else Refuse. Without options nobody is unlisted in BLT and
	// PrefLib.
	Unlisted Remedy
	WriteIn  string // "" is [WriteIns]
}

// or are the remedies of p, and where they are Usual those of q.
func (p Policy) or(q Policy) Policy {
	return Policy{p.Overvotes.or(q.Overvotes), p.Duplicates.or(q.Duplicates), p.Skipped.or(q.Skipped), p.Unlisted.or(q.Unlisted), cmp.Or(p.WriteIn, WriteIns)}
}

// WriteIns is the option of those who are not listed, as RCTab calls it.
const WriteIns = "Undeclared Write-ins"

// Altered is to how many ballots a remedy was given; one may count in several. Of cast-vote
// records also overvotes and skipped ranks are told that were kept.
type Altered struct{ Overvotes, Duplicates, Skipped, Unlisted int64 }
