package ballot

import (
	"bytes"
	"fmt"
	"slices"
)

// Universes runs decide once for every way of breaking the ties it meets, that is for
// every choice of those who fare well, and returns the distinct outcomes in canonical
// order (of their bytes). More than limit runs are an error:
//
//	all, err := ballot.Universes(100, func(tb ballot.TieBreak) (*seats.Allocation, error) {
//		return seats.Divisor{Seats: 10}.Decide(votes, tb)
//	})
//
// decide must be a pure function of its tie-break.
func Universes[O Outcome](limit int, decide func(TieBreak) (O, error)) ([]O, error) {
	var script universe
	type run struct {
		form []byte
		out  O
	}
	var runs []run
	for n := 0; ; n++ {
		if n == limit {
			return nil, fmt.Errorf("ties can be broken in more than %d ways", limit)
		}
		script.met = 0
		out, err := decide(&script)
		if err != nil {
			return nil, err
		}
		form, err := out.AppendBinary(nil)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run{form, out})
		if !script.next() {
			break
		}
	}
	slices.SortFunc(runs, func(a, b run) int { return bytes.Compare(a.form, b.form) })
	runs = slices.CompactFunc(runs, func(a, b run) bool { return bytes.Equal(a.form, b.form) })
	outs := make([]O, len(runs))
	for i, r := range runs {
		outs[i] = r.out
	}
	return outs, nil
}

// A universe is a tie-break that follows a script: for the ties in the order in which
// they are met, the places (in Tie.Options) of those who fare well, or the one place (in
// Tie.Sets) of the set that does.
type universe struct {
	script [][]int
	sizes  []int // len(Tie.Options), or of Tie.Sets, of each
	met    int
}

// Break follows the script and, past its end, begins with the first choice.
func (u *universe) Break(_ *Slate, t Tie) (tiers [][]Option, by string) {
	if u.met == len(u.script) {
		first, size := make([]int, t.Places), len(t.Options)
		if t.Sets != nil {
			first, size = make([]int, 1), len(t.Sets)
		}
		for i := range first {
			first[i] = i
		}
		u.script, u.sizes = append(u.script, first), append(u.sizes, size)
	}
	if t.Sets != nil {
		well := t.Sets[u.script[u.met][0]]
		u.met++
		rest := slices.DeleteFunc(slices.Clone(t.Options), func(o Option) bool { return slices.Contains(well, o) })
		return [][]Option{well, rest}, "universe"
	}
	well := make([]Option, 0, t.Places)
	rest := slices.Clone(t.Options)
	for _, i := range slices.Backward(u.script[u.met]) {
		well = append(well, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	u.met++
	return [][]Option{well, rest}, "universe"
}

// next turns the script to the next combination, backtracking over ties whose
// combinations are used up; it reports false after the last.
func (u *universe) next() bool {
	for last := len(u.script) - 1; last >= 0; last-- {
		choice, n := u.script[last], u.sizes[last]
		for i := len(choice) - 1; i >= 0; i-- {
			if choice[i] < n-len(choice)+i {
				choice[i]++
				for j := i + 1; j < len(choice); j++ {
					choice[j] = choice[j-1] + 1
				}
				return true
			}
		}
		u.script, u.sizes = u.script[:last], u.sizes[:last]
	}
	return false
}
