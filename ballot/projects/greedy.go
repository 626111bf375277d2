package projects

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// Greedy funds the project that gives the most utility for its cost, then the next, and
// passes over those that do not fit: the rule of most cities. For the utility Cost that is
// the highest score, for Cardinality the highest score over cost, and so on; a project that costs
// nothing comes first, one without a vote last. It is not proportional: a majority can take all
// the money (Peters, Pierczynski & Skowron 2021, section 1). One that waits for a project it
// requires comes in its turn after that. Blank ballots count for nothing. Equal projects that
// fit together are funded together, of those that all do not fit it is all one who is next;
// otherwise it is a tie. One that costs more than there was at the start never ends the rule:
// it is withdrawn, or should not have been asked.
type Greedy struct {
	Utility Utility
	NoSkip  bool // end at the first project that does not fit in what is left or under a cap
	// Part funds the first project that does not fit with what is left, if that is at least
	// this share of its cost, and ends. 0 funds no parts.
	Part vicinia.Ratio
}

var _ ballot.Rule[*Instance, *Selection] = Greedy{}

// String is the rule in canonical text: "greedy utility=cost no-skip=false part=0%".
func (r Greedy) String() string {
	return fmt.Sprintf("greedy utility=%s no-skip=%t part=%s", r.Utility, r.NoSkip, r.Part)
}

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r Greedy) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, fmt.Errorf("greedy: %w", err)
	}
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s := f.session(r.String(), tb)
		return s, r.run(s)
	})
}

func (r Greedy) check() error {
	if r.Part.Sign() < 0 || r.Part.Cmp(vicinia.Frac(1, 1)) > 0 {
		return fmt.Errorf("part %s: want 0%% to 100%%", r.Part)
	}
	if r.Utility == Effort {
		return fmt.Errorf("utility %s: every project gives the same for its cost and supporter", r.Utility)
	}
	return r.Utility.check()
}

// run spends what the session has left.
func (r Greedy) run(s *session) error {
	for {
		next := r.next(s)
		if next == nil {
			return nil
		}
		// Those that end the rule, or get a part, are tied with the others; the rest go.
		last := r.NoSkip || r.Part.Sign() > 0 && !s.marginal
		next = slices.DeleteFunc(next, func(p ballot.Option) bool {
			bar := s.money.bar(p)
			if bar == Open || last && bar.isMoney() && (r.Part.Sign() > 0 || s.f.affordable(p)) {
				return false
			}
			s.refuse(p, bar)
			return true
		})
		if len(next) > 1 && !s.together(next) && r.some(s, next) {
			first, err := s.choose(next)
			if err != nil || first == nil {
				return err
			}
			next = first
		}
		ends := false
		for _, p := range next {
			if bar := s.money.bar(p); bar == Open {
				s.fund(p)
			} else {
				ends = r.refuse(s, p, bar) || ends
			}
		}
		if ends {
			return nil
		}
	}
}

// some reports whether one of those who are next gets money; if not, it is all one who is first.
func (r Greedy) some(s *session, next []ballot.Option) bool {
	return slices.ContainsFunc(next, func(p ballot.Option) bool { return s.money.bar(p) == Open || r.part(s, p) > 0 })
}

// part is what a project gets that does not fit; 0 is nothing.
func (r Greedy) part(s *session, p ballot.Option) int64 {
	if r.Part.Sign() == 0 || s.marginal {
		return 0
	}
	part := min(s.money.most(p), s.money.underCaps(p))
	num, den := r.Part.Parts()
	if part <= 0 || exact.Mul(uint64(part), uint64(den)).Cmp(exact.Mul(uint64(s.f.cost[p]), uint64(num))) < 0 {
		return 0
	}
	return part
}

// refuse puts a project out for which there is not enough money; it reports that the rule
// ends there.
func (r Greedy) refuse(s *session, p ballot.Option, bar Bar) bool {
	part := r.part(s, p)
	s.marginal = s.marginal || r.Part.Sign() > 0
	if part > 0 {
		s.part(p, part)
		return true
	}
	s.refuse(p, bar)
	return r.NoSkip && s.f.affordable(p)
}

// next are the open projects that give the most for their cost, in slate order.
func (r Greedy) next(s *session) (best []ballot.Option) {
	s.f.worked += int64(len(s.out))
	for p := range ballot.Option(len(s.f.cost)) {
		if s.out[p] || s.money.bar(p) == Waiting {
			continue
		}
		c := 1
		if best != nil {
			c = r.compare(s.f, p, best[0])
		}
		switch {
		case c > 0:
			best = append(best[:0], p)
		case c == 0:
			best = append(best, p)
		}
	}
	return best
}

// compare is positive if p comes before q.
func (r Greedy) compare(f *field, p, q ballot.Option) int {
	if r.Utility == Cost || f.score[p] == 0 || f.score[q] == 0 {
		return cmp.Compare(f.score[p], f.score[q])
	}
	if f.cost[p] == 0 && f.cost[q] == 0 {
		return 0
	}
	np, _ := r.Utility.of(f, p)
	nq, _ := r.Utility.of(f, q)
	return compareWide(
		wide(exact.Mul(uint64(f.score[p]), uint64(np)), exact.U128{Lo: uint64(f.cost[q])}),
		wide(exact.Mul(uint64(f.score[q]), uint64(nq)), exact.U128{Lo: uint64(f.cost[p])}))
}
