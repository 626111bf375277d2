package share

import (
	"cmp"
	"math/big"

	"github.com/vicinia/vicinia/internal/apportion"
)

// normalized returns the weights of a scale over their sum. Nobody with a weight is
// apportion.ErrNoWeight.
func normalized(s Scale, parties []Party) ([]*big.Rat, error) {
	weights, err := s.weigh(parties)
	if err != nil {
		return nil, err
	}
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	if sum.Sign() == 0 {
		return nil, apportion.ErrNoWeight
	}
	for i, w := range weights {
		weights[i] = new(big.Rat).Quo(w, sum)
	}
	return weights, nil
}

// settle divides a total by portions that add up to 1.
func settle(total int64, portions []*big.Rat, names []string) ([]int64, error) {
	quotas := make([]*big.Rat, len(portions))
	for i, p := range portions {
		quotas[i] = new(big.Rat).Mul(p, big.NewRat(total, 1))
	}
	return whole(quotas, names)
}

// whole rounds quotas to whole units that add up to their sum: largest remainders, equal
// ones in byte order of the names.
func whole(quotas []*big.Rat, names []string) ([]int64, error) {
	d, err := apportion.Quotas(quotas)
	if err != nil {
		return nil, err
	}
	d.Give(func(a, b int) int { return cmp.Compare(names[a], names[b]) })
	return d.Parts, nil
}

func names(parties []Party) []string {
	out := make([]string, len(parties))
	for i, p := range parties {
		out[i] = p.Name
	}
	return out
}
