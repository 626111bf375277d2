package fiscal

import (
	"fmt"

	"github.com/vicinia/vicinia/internal/apportion"
)

// Cumulative divides m, of which the same weights have divided before already, so that the
// parts of both together are those of one division of before+m: the cents that one period
// rounds away come back in another, and it does not matter how a year is cut into
// periods. Both together is divided by Sainte-Laguë's divisors (Webster), under which
// nobody's sum shrinks while the total grows, so that no part has the other sign than m;
// the largest remainder would take cents back (the Alabama paradox). Equal claims go by
// place. Sums stay near their quotas, within a unit but for rare weights (Balinski & Young,
// Fair Representation, 1982, on Webster's method).
//
// Errors: two currencies; a negative weight, no weight for what is not nothing, weights
// whose sum does not fit; before+m that does not fit.
func Cumulative(before, m Money, weights ...int64) ([]Money, error) {
	total, err := before.Add(m)
	if err != nil {
		return nil, fmt.Errorf("split %v after %v: %w", m, before, err)
	}
	var sum int64
	for i, w := range weights {
		if w < 0 {
			return nil, fmt.Errorf("split %v: %w", m, fault(fmt.Sprintf("weights[%d]", i), "%d must not be negative", w))
		}
		if sum += w; sum < 0 {
			return nil, fmt.Errorf("split %v: %w", m, fault("weights", "their sum does not fit"))
		}
	}
	former, err := webster(before.units, weights)
	if err != nil {
		return nil, fmt.Errorf("split %v after %v: %w", m, before, err)
	}
	now, err := webster(total.units, weights)
	if err != nil {
		return nil, fmt.Errorf("split %v after %v: %w", m, before, err)
	}
	parts := make([]Money, len(weights))
	for i := range parts {
		parts[i] = Money{now[i] - former[i], total.cur}
	}
	return parts, nil
}

// webster divides by Sainte-Laguë's divisors; a negative total is the mirror.
func webster(total int64, weights []int64) ([]int64, error) {
	size := total
	if total < 0 {
		size = -total
	}
	if size < 0 {
		return nil, fmt.Errorf("%d minor units cannot be mirrored", total)
	}
	d, err := apportion.HighestAverages(size, 0, weights, apportion.SainteLague)
	if err != nil {
		return nil, err
	}
	d.Give(func(a, b int) int { return a - b })
	if total < 0 {
		for i := range d.Parts {
			d.Parts[i] = -d.Parts[i]
		}
	}
	return d.Parts, nil
}
