package committee

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// settle chooses among the committees of equal worth: it asks the tie-break about the
// options that are in some and not in all of them, and takes the committee that is first
// in its order, that is, the one with the best option, then the next best... Without an
// answer that tells them apart the members of all committees are elected, and the tie
// stands.
func (c *Committee) settle(all [][]ballot.Option, tb ballot.TieBreak) error {
	c.Best = all
	sure, open := common(all)
	if c.Members = sure; len(all) == 1 {
		return nil
	}
	t := ballot.Tie{For: "the committee", Options: open, Places: len(all[0]) - len(sure), Sets: make([][]ballot.Option, len(all))}
	for i, set := range all {
		t.Sets[i] = slices.DeleteFunc(slices.Clone(set), func(o ballot.Option) bool { return slices.Contains(sure, o) })
	}
	broken, err := ballot.Resolve(c.Slate, t, tb)
	if err != nil {
		return err
	}
	if left := first(t.Sets, broken.Broken); len(left) == 1 {
		rest := slices.DeleteFunc(slices.Clone(open), func(o ballot.Option) bool { return slices.Contains(left[0], o) })
		c.Members = slices.Sorted(slices.Values(slices.Concat(sure, left[0])))
		t.Broken, t.By = [][]ballot.Option{left[0], rest}, broken.By
	}
	c.Ties = append(c.Ties, t)
	return nil
}

// settleMany is settle where the committees are too many to list: the tie is between all
// options, and an answer must put them all in order; firstBy finds the committee that an
// order puts first.
func (c *Committee) settleMany(tb ballot.TieBreak, firstBy func(order []ballot.Option) ([]ballot.Option, error)) error {
	t := ballot.Tie{For: "the committee", Places: c.Seats}
	for o := range ballot.Option(c.Slate.Len()) {
		t.Options = append(t.Options, o)
	}
	broken, err := ballot.Resolve(c.Slate, t, tb)
	if err != nil {
		return err
	}
	if len(broken.Broken) == len(t.Options) {
		if c.Members, err = firstBy(slices.Concat(broken.Broken...)); err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(t.Options), func(o ballot.Option) bool { return slices.Contains(c.Members, o) })
		t.Broken, t.By = [][]ballot.Option{c.Members, rest}, broken.By
	}
	c.Ties = append(c.Ties, t)
	return nil
}

// first are the sets that have most options of the first tier, and of these most of the
// second...
func first(sets [][]ballot.Option, tiers [][]ballot.Option) [][]ballot.Option {
	for _, tier := range tiers {
		most, kept := -1, [][]ballot.Option(nil)
		for _, set := range sets {
			n := 0
			for _, o := range tier {
				if _, has := slices.BinarySearch(set, o); has {
					n++
				}
			}
			if n > most {
				most, kept = n, nil
			}
			if n == most {
				kept = append(kept, set)
			}
		}
		sets = kept
	}
	return sets
}

// common are the options of all sets, and those of some.
func common(sets [][]ballot.Option) (sure, open []ballot.Option) {
	var every []ballot.Option
	for _, set := range sets {
		every = append(every, set...)
	}
	slices.Sort(every)
	for len(every) > 0 {
		o, n := every[0], 1
		for n < len(every) && every[n] == o {
			n++
		}
		if n == len(sets) {
			sure = append(sure, o)
		} else {
			open = append(open, o)
		}
		every = every[n:]
	}
	return sure, open
}
