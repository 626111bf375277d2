package projects

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/vicinia/vicinia/ballot"
)

// A Utility is what a voter gains from a project: its marks, that is 1 for an approval or
// its points, times a number of the project.
type Utility uint8

// The zero Utility is Cost.
const (
	Cost        Utility = iota // the cost of the project
	Cardinality                // 1
	Effort                     // the cost over the number of supporters
)

var utilities = [...]string{"cost", "cardinality", "effort"}

// String is the word of a utility.
func (u Utility) String() string {
	if int(u) < len(utilities) {
		return utilities[u]
	}
	return "utility " + strconv.Itoa(int(u))
}

// UnmarshalText reads what String writes.
func (u *Utility) UnmarshalText(text []byte) error {
	for i, word := range utilities {
		if string(text) == word {
			*u = Utility(i)
			return nil
		}
	}
	return fmt.Errorf("no utility %.40q: want %v", text, utilities)
}

// MarshalText writes what UnmarshalText reads.
func (u Utility) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

func (u Utility) check() error {
	if int(u) >= len(utilities) {
		return fmt.Errorf("no such %s", u)
	}
	return nil
}

// of is the number of a project as a fraction; the denominator is positive.
func (u Utility) of(f *field, p ballot.Option) (num, den int64) {
	switch u {
	case Cost:
		return f.cost[p], 1
	case Effort:
		return f.cost[p], max(1, f.votes[p])
	}
	return 1, 1
}

// rat is the same as a big.Rat.
func (u Utility) rat(f *field, p ballot.Option) *big.Rat {
	num, den := u.of(f, p)
	return big.NewRat(num, den)
}
