package ballot

import (
	"cmp"
	"errors"
	"slices"
)

// Limits of what is tried to find out whether ties change who wins.
const (
	MaxAgreed     = 1_000      // ways of breaking them
	maxAgreedWork = 20_000_000 // distinct ballots, or duels, in all of them
)

// EitherWay ends Tie.By where nothing was told to break a tie, since every way of breaking
// all ties of the vote elects the same.
const EitherWay = "either way elects the same"

// AnyWay breaks ties by the bytes of names, for votes in which every way elects the same: the
// order of the slate shows nowhere.
type AnyWay struct{}

// Break orders by name.
func (AnyWay) Break(s *Slate, t Tie) (tiers [][]Option, by string) {
	order := slices.Clone(t.Options)
	slices.SortFunc(order, func(a, b Option) int { return cmp.Compare(s.Name(a), s.Name(b)) })
	for _, o := range order {
		tiers = append(tiers, []Option{o})
	}
	return tiers, EitherWay
}

// A Trial is a tie-break of Agreed while it tries a way, for rules that know of ties that make
// no difference.
type Trial struct{ TieBreak }

var errDiffer = errors.New("ways of breaking ties elect others")

// Agreed decides with a tie-break. Without one, ties stand only where ways of breaking them
// elect others, or are too many to try: with so many distinct ballots or duels, 2 ways at
// least and MaxAgreed at most. If all elect the same, the outcome is that of AnyWay, and ways
// are the outcomes of all, else nil. decide must be a pure function of its tie-break.
func Agreed[O Outcome](work int, tb TieBreak, decide func(TieBreak) (O, error)) (out O, ways []O, err error) {
	out, err = decide(tb)
	if err != nil || tb != nil || !out.Common().Tied() {
		return out, nil, err
	}
	var first []Option
	limit := min(MaxAgreed, max(2, maxAgreedWork/max(work, 1)))
	ways, err = Universes(limit, func(tb TieBreak) (O, error) {
		o, err := decide(Trial{tb})
		if err != nil {
			return o, err
		}
		if first == nil {
			first = o.Winners()
		}
		if o.Common().Tied() || !slices.Equal(o.Winners(), first) {
			err = errDiffer
		}
		return o, err
	})
	if err != nil {
		return out, nil, nil
	}
	out, err = decide(AnyWay{})
	return out, ways, err
}

// AgreedOrder is Agreed for orders: where a tie changes nobody's victory, options share a tier
// if ways put them in another order.
func AgreedOrder(work int, tb TieBreak, decide func(TieBreak) (*Order, error)) (*Order, error) {
	o, ways, err := Agreed(work, tb, decide)
	if err == nil && ways != nil {
		o.Tiers = common(ways)
	}
	return o, err
}

// common are the finest tiers such that who is in a later one is behind in all orders.
func common(orders []*Order) (tiers [][]Option) {
	type span struct {
		option   Option
		from, to int // the first place it has in some order, and after the last
	}
	spans := make([]span, orders[0].Slate.Len())
	for i := range spans {
		spans[i] = span{option: Option(i), from: len(spans)}
	}
	for _, o := range orders {
		from := 0
		for _, tier := range o.Tiers {
			for _, x := range tier {
				spans[x].from, spans[x].to = min(spans[x].from, from), max(spans[x].to, from+len(tier))
			}
			from += len(tier)
		}
	}
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	end := 0
	for _, x := range spans {
		if x.from >= end {
			tiers = append(tiers, nil)
		}
		end = max(end, x.to)
		last := len(tiers) - 1
		tiers[last] = append(tiers[last], x.option)
	}
	for _, tier := range tiers {
		slices.Sort(tier)
	}
	return tiers
}
