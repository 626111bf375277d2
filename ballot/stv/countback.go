package stv

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A Countback fills the seat that one of those elected leaves, by the papers that elected
// them: each counts for the first of its preferences who stands for the seat, from the top,
// and the last goes out until one has more than half of the votes that are not exhausted.
// What a paper is worth is the part of it that elected:
//
//   - Where a statute has an own countback (see Statute.Vacancy), as it says; with Recount all
//     ballots are counted again.
//   - Otherwise, where parcels move: all papers that the member had when elected, at what they
//     were worth then, times the quota over the votes of the member, if these were more.
//   - Where papers move one by one: those that are with the member at the end, each whole.
//
// The decimals, the tie rule and the order in which papers move are those of the statute. Who
// is level may be told apart by the earlier counts of the countback alone. While a tie of the
// election or of the countback stands, the seat stays empty. Other methods keep no papers
// together; for them, where the law fills the seat otherwise (see Statute.Vacated), and where it is
// not that of one who is elected, Decide fails.
//
// A countback gives the seat to those who elected the member; it may pass over a candidate
// whom more voters of the whole poll prefer.
type Countback struct {
	Election Contest
	Vacates  string   // the member
	Stand    []string // for the seat; nil is everybody who was not elected and has not withdrawn
}

var _ ballot.Rule[*ballot.Profile, *Transcript] = Countback{}

// String is the rule in canonical text.
func (c Countback) String() string {
	text := fmt.Sprintf("countback vacates=%q", c.Vacates)
	if c.Stand != nil {
		text += fmt.Sprintf(" stand=%q", slices.Sorted(slices.Values(c.Stand)))
	}
	if c.Election.Statute != nil {
		text += " papers=" + c.Election.Statute.Vacancy.String()
	}
	return text + " of " + c.Election.String()
}

// A Vacancy says what the papers of a member whose seat is vacant are worth.
type Vacancy uint8

// The zero Vacancy is Evenly. See Countback.
const (
	Evenly     Vacancy = iota // the quota is spread over all papers that elected
	LastParcel                // those of the last parcel what was missing to the quota before it, as schedule 4, part 4.3 of the Electoral Act 1992 (ACT)
	LastEvenly                // the same, spread over all papers of the parcel
	Recount                   // all ballots are counted again without the member; see recount.go
)

// Decide counts the election and then its papers: see ballot.Rule. The transcript is that of
// the countback, of one seat, with the ties of both.
func (c Countback) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Transcript, error) {
	return c.decide(p, tb, nil)
}

// decide is Decide; at is told what was counted.
func (c Countback) decide(p *ballot.Profile, tb ballot.TieBreak, at *counted) (*Transcript, error) {
	ps, err := c.Election.papers(p)
	if err == nil {
		err = c.check(p.Slate())
	}
	if err != nil {
		return nil, fmt.Errorf("stv: %w", err)
	}
	t, err := settled(tb, len(ps.count), func(tb ballot.TieBreak) (*Transcript, error) {
		told := at.by(tb)
		if c.Election.Statute.Vacancy == Recount {
			return c.recount(p, ps, tb, told)
		}
		return c.count(p.Slate(), ps, tb, told)
	})
	if err != nil {
		return nil, fmt.Errorf("stv: countback: %w", err)
	}
	return t, nil
}

// check refuses what no countback has.
func (c Countback) check(s *ballot.Slate) error {
	var faults []error
	fault := func(path, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)})
	}
	if how := c.Election.Statute.Vacated; how != "" {
		fault("election.statute.vacated", "no countback under %s: a vacant seat is filled %s", c.Election.Statute.Name, how)
	}
	if m := c.Election.Statute.Method; m != Gregory && m != Piles {
		fault("election.statute.method", "a %s count keeps no papers together", m)
	}
	if _, ok := s.Find(c.Vacates); !ok {
		fault("vacates", "%.40q is not an option", c.Vacates)
	}
	for i, name := range c.Stand {
		if _, ok := s.Find(name); !ok {
			fault(fmt.Sprintf("stand[%d]", i), "%.40q is not an option", name)
		}
	}
	return errors.Join(faults...)
}

// count counts the election, and then the papers of the member.
func (c Countback) count(s *ballot.Slate, ps *papers, tb ballot.TieBreak, at *counted) (*Transcript, error) {
	who, _ := s.Find(c.Vacates)
	election := c.Election.hall(s, ps, tb)
	election.watch = &watch{who: who}
	if err := election.run(); err != nil {
		return nil, err
	}
	again := Contest{Statute: c.Election.Statute.recount(), Seats: 1, Withdrawn: c.absent(s, election.out)}
	taken := election.watch.papers()
	h := again.hall(s, taken, tb)
	at.tell(h, c.Election, ps, election.watch)
	h.stage = "countback: "
	h.out.Rule, h.out.Worth = c.String(), taken.worth
	h.out.Ties, h.out.agreed = election.out.Ties, nil
	switch {
	case election.out.Tied():
		return h.out, nil
	case !slices.Contains(election.out.Elected, who):
		return nil, &vicinia.Fault{Path: "vacates", Err: fmt.Errorf("%.40q is not elected", c.Vacates)}
	case h.left == 0:
		return nil, &vicinia.Fault{Path: "stand", Err: errors.New("nobody is left to stand for the seat")}
	}
	return h.out, h.run()
}

// absent are those who do not stand for the seat.
func (c Countback) absent(s *ballot.Slate, election *Transcript) (names []string) {
	for o, name := range s.All() {
		gone := slices.Contains(election.Elected, o) || slices.Contains(c.Election.Withdrawn, name) || slices.Contains(c.Election.Undeclared, name)
		if gone || c.Stand != nil && !slices.Contains(c.Stand, name) {
			names = append(names, name)
		}
	}
	return names
}

// recount is the statute of a countback: more than half of what is not exhausted elects; in
// clause 12 a vote more than half, without its fraction.
func (s *Statute) recount() *Statute {
	r := &Statute{
		Name: s.Name + ", countback", Source: s.Source, Decimals: s.Decimals, Quota: Unit, Requota: true,
		Parcels: min(s.Parcels, ByValue), Ties: s.Ties,
	}
	if s.Vacancy == LastParcel {
		r.Quota = Whole
	}
	return r
}

// A watch keeps the papers of one who is elected. A nil watch sees nothing.
type watch struct {
	who   ballot.Option
	taken papers
	of    []int32 // the papers of the election
}

// take adds a paper.
func (w *watch) take(ps *papers, paper int32, v value) {
	t := &w.taken
	if t.start == nil {
		t.start = []uint32{0}
	}
	t.prefs = append(t.prefs, ps.ranked(int(paper))...)
	if ps.tied != nil {
		t.tied = append(t.tied, ps.tied[ps.start[paper]:ps.start[paper+1]]...)
	}
	t.start = append(t.start, uint32(len(t.prefs)))
	t.count = append(t.count, ps.count[paper])
	t.values = append(t.values, v)
	t.total += ps.count[paper]
	w.of = append(w.of, paper)
}

// papers are those that were taken, and what they are worth: their sum at each value is cut. If
// nothing is left of them they elected nobody, and are none.
func (w *watch) papers() *papers {
	for _, group := range w.taken.byValue() {
		w.taken.worth += w.taken.values[group[0]].of(w.taken.size(group))
	}
	if w.taken.worth == 0 {
		w.taken, w.of = papers{values: []value{}}, nil
	}
	return &w.taken
}

// byValue are papers of one value, the highest first.
func (ps *papers) byValue() (groups [][]int32) {
	order := make([]int32, len(ps.count))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(ps.values[b].compare(ps.values[a]), cmp.Compare(a, b)) })
	for i, paper := range order {
		if i == 0 || ps.values[paper].compare(ps.values[order[i-1]]) != 0 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], paper)
	}
	return groups
}

// size is how many ballots some papers are.
func (ps *papers) size(of []int32) (n int64) {
	for _, paper := range of {
		n += ps.count[paper]
	}
	return n
}

// weigh deals papers that have values: each value is credited apart, and cut.
func (g *gregory) weigh() {
	var c Count // its transfers are told by nobody
	g.rounding = g.worth
	for _, group := range g.papers.byValue() {
		for _, i := range group {
			end := g.papers.start[i+1]
			if at := g.papers.next(g.papers.start[i], end, g.in); at < end {
				g.at[i] = at
				g.lay(i, g.papers.prefs[at], g.papers.count[i])
			} else {
				g.drop(i, g.papers.start[i], g.papers.count[i])
			}
		}
		v := g.papers.values[group[0]]
		g.rounding -= g.credit(&c, 0, v)
		g.hand(v)
	}
	g.setQuota(g.active())
}

// active are the votes that are not exhausted; in a countback those of whoever is in.
func (g *gregory) active() int64 {
	if g.papers.values != nil {
		return g.worth - g.exhausted - g.rounding
	}
	return g.worth - g.exhausted
}
