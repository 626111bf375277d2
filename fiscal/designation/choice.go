package designation

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/vicinia/vicinia"
)

// A Choice directs a share of the base to a recipient.
type Choice struct {
	Recipient RecipientID
	Share     vicinia.Ratio
}

// ParseChoices reads Esperanto=5%|Linux=5%, strictly: recipients and shares (see
// vicinia.ParseRatio) with the last = between them and bars between choices. "" is no
// choice. A choice without a recipient or a share, a negative share and a recipient named
// twice are faults, and every fault is returned, with the path choices[1].
func ParseChoices(s string) ([]Choice, error) {
	if s == "" {
		return nil, nil
	}
	var choices []Choice
	var faults []error
	seen := map[RecipientID]bool{}
	for i, text := range strings.Split(s, "|") {
		c, err := parseChoice(text)
		if err == nil && seen[c.Recipient] {
			err = fmt.Errorf("%q is named twice", c.Recipient)
		}
		if err != nil {
			faults = append(faults, &vicinia.Fault{Path: fmt.Sprintf("choices[%d]", i), Err: err})
			continue
		}
		seen[c.Recipient] = true
		choices = append(choices, c)
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return choices, nil
}

func parseChoice(s string) (Choice, error) {
	i := strings.LastIndexByte(s, '=')
	if i <= 0 {
		return Choice{}, fmt.Errorf("choice %.40q: want the form Esperanto=5%%", s)
	}
	share, err := vicinia.ParseRatio(s[i+1:])
	if err != nil {
		return Choice{}, err
	}
	if share.Sign() < 0 {
		return Choice{}, fmt.Errorf("negative share %v", share)
	}
	return Choice{RecipientID(s[:i]), share}, nil
}

// Within reports whether the shares add up to limit at most (D-1). It is exact for any
// shares: one percent is not passed by a hair.
func Within(limit vicinia.Ratio, choices []Choice) bool {
	return sumCmp(len(choices), func(i int) vicinia.Ratio { return choices[i].Share }, limit) <= 0
}

// sumCmp compares the sum of n shares with limit, in 64 bits or, where that overflows, in
// as many as it takes.
func sumCmp(n int, share func(int) vicinia.Ratio, limit vicinia.Ratio) int {
	var sum vicinia.Ratio
	for i := range n {
		next, err := sum.Add(share(i))
		if err != nil {
			wide := bigRat(sum)
			for j := i; j < n; j++ {
				wide.Add(wide, bigRat(share(j)))
			}
			return wide.Cmp(bigRat(limit))
		}
		sum = next
	}
	return sum.Cmp(limit)
}

func bigRat(r vicinia.Ratio) *big.Rat { return big.NewRat(r.Parts()) }
