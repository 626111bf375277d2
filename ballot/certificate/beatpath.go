package certificate

import "fmt"

// A Beatpath proves that Over beats Under by the method of Schulze: a path of links, each
// at least so strong, and no path of such links back (ranked.Path). Options are by number.
type Beatpath struct {
	Over, Under int
	Via         []int
	Strength    int64
}

// Check returns nil if the proof holds for links of n options, row by row: how strongly
// each beats each, 0 if it does not.
func (p Beatpath) Check(n int, links []int64) error {
	way := append(append([]int{p.Over}, p.Via...), p.Under)
	if len(links) != n*n || p.Strength < 1 {
		return fmt.Errorf("%d links of %d options, strength %d", len(links), n, p.Strength)
	}
	for _, o := range way {
		if o < 0 || o >= n {
			return fmt.Errorf("no option %d of %d", o, n)
		}
	}
	for i, o := range way[1:] {
		if s := links[way[i]*n+o]; s < p.Strength {
			return fmt.Errorf("the link from %d to %d is %d, below %d", way[i], o, s, p.Strength)
		}
	}
	reached := make([]bool, n)
	reached[p.Under] = true
	for more := true; more; {
		more = false
		for a := range n {
			for b := range n {
				if reached[a] && !reached[b] && links[a*n+b] >= p.Strength {
					reached[b], more = true, true
				}
			}
		}
	}
	if reached[p.Over] {
		return fmt.Errorf("a way back from %d to %d is as strong as %d", p.Under, p.Over, p.Strength)
	}
	return nil
}
