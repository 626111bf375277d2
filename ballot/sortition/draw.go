package sortition

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/lot"
)

// A Stratum is a pool of names and how many of them are seated.
type Stratum struct {
	Name  string // "women of the valley"; "" if there is only one
	Names []string
	Seats int
}

// Draw draws each stratum apart. Drawn and reserve have a list for each stratum, lowest
// ticket first; the reserve is all who are not drawn. The label of a ticket is that of the
// lot, with the name of the stratum after a NUL if it has one, so that strata share no
// luck. Every fault of every stratum is told.
func Draw(l ballot.Lot, strata ...Stratum) (drawn, reserve [][]string, err error) {
	if err := check(l, strata); err != nil {
		return nil, nil, err
	}
	for _, s := range strata {
		label := l.Label
		if s.Name != "" {
			label += "\x00" + s.Name
		}
		order := inOrder(l.Seed, label, s.Names)
		drawn = append(drawn, order[:s.Seats:s.Seats])
		reserve = append(reserve, order[s.Seats:])
	}
	return drawn, reserve, nil
}

// Replace seats the reserve, in its order, for those who decline; who declines in the
// reserve is passed over. Fewer are seated once the reserve is used up.
func Replace(drawn, reserve []string, declined ...string) (seated, left []string) {
	for i, name := range slices.Concat(drawn, reserve) {
		switch {
		case slices.Contains(declined, name):
		case i < len(drawn) || len(seated) < len(drawn):
			seated = append(seated, name)
		default:
			left = append(left, name)
		}
	}
	return seated, left
}

// inOrder puts names by their tickets, lowest first.
func inOrder(seed, label string, names []string) []string {
	type ticket struct {
		hash [sha256.Size]byte
		name string
	}
	tickets := make([]ticket, len(names))
	for i, name := range names {
		tickets[i] = ticket{lot.Ticket(seed, label, name), name}
	}
	slices.SortFunc(tickets, func(a, b ticket) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	order := make([]string, len(names))
	for i, t := range tickets {
		order[i] = t.name
	}
	return order
}

func check(l ballot.Lot, strata []Stratum) error {
	var faults []error
	if l.Seed == "" {
		faults = append(faults, errors.New("a lot without a seed: anyone could have chosen it"))
	}
	in, names := map[string]int{}, map[string]bool{}
	for i, s := range strata {
		if names[s.Name] {
			faults = append(faults, fmt.Errorf("two strata are called %q", s.Name))
		}
		names[s.Name] = true
		if s.Seats < 0 || s.Seats > len(s.Names) {
			faults = append(faults, fmt.Errorf("stratum %q: %d seats for %d names", s.Name, s.Seats, len(s.Names)))
		}
		for _, name := range s.Names {
			if first, ok := in[name]; ok {
				faults = append(faults, fmt.Errorf("stratum %q: %q is already in %q", s.Name, name, strata[first].Name))
				continue
			}
			in[name] = i
		}
	}
	return errors.Join(faults...)
}
