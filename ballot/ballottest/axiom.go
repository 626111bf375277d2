package ballottest

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// An Axiom is something that one may ask of a rule.
type Axiom struct {
	Name   string // condorcet-winner
	About  string // one sentence
	Source string // author and year

	short bool // it is about ballots that do not rank all options
	needs need
	check func(win winners, p *ballot.Profile) (*Violation, error)
}

// A need is what an axiom that changes ballots wants of them.
type need uint8

const (
	anything need = iota
	strict        // no options share a rank: none could be put between them
	full          // strict, and every option is ranked: turned round, the others would come first
)

// meets refuses a profile that an axiom cannot change as it should.
func (n need) meets(p *ballot.Profile) error {
	for b := range p.All() {
		for i := range b {
			if n >= strict && i > 0 && b[i].Level == b[i-1].Level {
				return errors.New("asked of rankings in which options share a rank")
			}
		}
		if n == full && len(b) < p.Slate().Len() {
			return errors.New("asked of rankings that leave options out")
		}
	}
	return nil
}

// winners are those of a rule on a profile, sorted; a tie is all of them.
type winners func(p *ballot.Profile) ([]ballot.Option, error)

// A Violation is a profile on which a rule breaks an axiom.
type Violation struct {
	Axiom         string
	Before, After *ballot.Profile // After is nil where one profile tells
	Was, Is       []string        // winners of each
	Says          string          // what should not be
}

// String is `monotone: 2 A>B>C, 1 B>C>A elect A; 3 A>B>C elect B: A was raised and lost`.
func (v *Violation) String() string {
	text := fmt.Sprintf("%s: %s elect %s", v.Axiom, ballots(v.Before), strings.Join(v.Was, ", "))
	if v.After != nil {
		text += fmt.Sprintf("; %s elect %s", ballots(v.After), strings.Join(v.Is, ", "))
	}
	return text + ": " + v.Says
}

// ballots is a profile in a line: "2 A>B=C, 1 B".
func ballots(p *ballot.Profile) string {
	var parts []string
	for b, n := range p.All() {
		var text strings.Builder
		for i, m := range b {
			switch {
			case i > 0 && m.Level == b[i-1].Level:
				text.WriteByte('=')
			case i > 0:
				text.WriteByte('>')
			}
			text.WriteString(p.Slate().Name(m.Option))
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, text.String()))
	}
	return strings.Join(parts, ", ")
}

// MaxUniverses bounds the ways of breaking ties that are looked at.
const MaxUniverses = 5_000

// errEverybody says that everybody wins by some way of breaking ties: others add nobody.
var errEverybody = errors.New("everybody wins")

// winnersOf asks a rule for all winners that some way of breaking its ties gives.
func winnersOf[O ballot.Outcome](r ballot.Rule[*ballot.Profile, O]) winners {
	return func(p *ballot.Profile) (all []ballot.Option, err error) {
		_, err = ballot.Universes(MaxUniverses, func(tb ballot.TieBreak) (O, error) {
			o, err := r.Decide(p, tb)
			if err != nil {
				return o, err
			}
			all = append(all, o.Winners()...)
			slices.Sort(all)
			if all = slices.Compact(all); len(all) == p.Slate().Len() {
				err = errEverybody
			}
			return o, err
		})
		if err != nil && !errors.Is(err, errEverybody) {
			return nil, err
		}
		return all, nil
	}
}

// remembered asks for each profile once.
func (w winners) remembered() winners {
	known := map[string][]ballot.Option{}
	return func(p *ballot.Profile) ([]ballot.Option, error) {
		key, err := p.AppendBinary(nil)
		if err != nil {
			return nil, err
		}
		if ws, ok := known[string(key)]; ok {
			return ws, nil
		}
		ws, err := w(p)
		if err == nil {
			known[string(key)] = ws
		}
		return ws, err
	}
}

// Check asks an axiom of one profile: nil is no violation there.
func Check[O ballot.Outcome](r ballot.Rule[*ballot.Profile, O], a Axiom, p *ballot.Profile) (*Violation, error) {
	return a.ask(winnersOf(r), p)
}

func (a Axiom) ask(win winners, p *ballot.Profile) (*Violation, error) {
	if p.Kind() != ballot.Ranking || p.Len() == 0 {
		return nil, errors.New("an axiom is asked of rankings")
	}
	if err := a.needs.meets(p); err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	v, err := a.check(win, p)
	if v != nil {
		v.Axiom = a.Name
	}
	return v, err
}

// Limits of a search.
const (
	MaxSearchOptions = 6
	MaxSearchVoters  = 1_000
)

// Search walks the profiles of up to so many options and voters and returns a smallest that
// breaks the axiom, nil if none does. Rankings are strict; they rank all options unless the
// axiom is about short ones. But for Neutral, of which one should ask first, it walks one of
// the profiles that differ by names alone. Their number grows as the voters to the power of
// the rankings.
func Search[O ballot.Outcome](r ballot.Rule[*ballot.Profile, O], a Axiom, options, voters int) (*Violation, error) {
	return a.search(winnersOf(r).remembered(), options, voters)
}

// Violations searches for every axiom, or for those given, and returns a smallest violation
// of each that the rule breaks. It asks the rule for each profile once.
func Violations[O ballot.Outcome](r ballot.Rule[*ballot.Profile, O], options, voters int, asked ...Axiom) (all []*Violation, err error) {
	if len(asked) == 0 {
		asked = axioms
	}
	win := winnersOf(r).remembered()
	for _, a := range asked {
		v, err := a.search(win, options, voters)
		if err != nil {
			return nil, err
		}
		if v != nil {
			all = append(all, v)
		}
	}
	return all, nil
}

func (a Axiom) search(win winners, options, voters int) (*Violation, error) {
	if options < 1 || options > MaxSearchOptions || voters < 1 || voters > MaxSearchVoters {
		return nil, fmt.Errorf("a search of %d options and %d voters: want at most %d and %d", options, voters, MaxSearchOptions, MaxSearchVoters)
	}
	for n := 1; n <= voters; n++ {
		for m := 1; m <= options; m++ {
			for p, err := range profiles(m, n, a.short, a.Name == Neutral.Name) {
				if err != nil {
					return nil, err
				}
				if v, err := a.ask(win, p); v != nil || err != nil {
					return v, err
				}
			}
		}
	}
	return nil, nil
}

// profiles walks all multisets of n rankings of the options A, B, C..., named or not.
func profiles(options, n int, short, named bool) iter.Seq2[*ballot.Profile, error] {
	return func(yield func(*ballot.Profile, error) bool) {
		s, err := ballot.NewSlate(strings.Split("ABCDEF"[:options], "")...)
		if err != nil {
			yield(nil, err)
			return
		}
		kinds := rankings(options, short)
		times := make([]int64, len(kinds))
		renamed := renamings(kinds, options)
		var walk func(at int, left int64) bool
		walk = func(at int, left int64) bool {
			if at == len(kinds)-1 {
				times[at] = left
				return !named && !firstOf(times, renamed) || yield(profile(s, kinds, times))
			}
			for k := left; k >= 0; k-- {
				times[at] = k
				if !walk(at+1, left-k) {
					return false
				}
			}
			return true
		}
		walk(0, int64(n))
	}
}

// renamings say, for all ways to exchange names, which ranking becomes which.
func renamings(kinds []ballot.Ballot, options int) (all [][]int) {
	for _, b := range rankings(options, false) {
		to := order(b)
		renamed := make([]int, len(kinds))
		for i, kind := range kinds {
			c := slices.Clone(kind)
			for j := range c {
				c[j].Option = to[c[j].Option]
			}
			renamed[i] = slices.IndexFunc(kinds, func(d ballot.Ballot) bool { return slices.Equal(c, d) })
		}
		all = append(all, renamed)
	}
	return all
}

// firstOf reports whether a profile is walked before all others that differ by names alone.
func firstOf(times []int64, renamed [][]int) bool {
	for _, to := range renamed {
		for i, n := range times {
			if other := times[to[i]]; other > n {
				return false
			} else if other < n {
				break
			}
		}
	}
	return true
}

func profile(s *ballot.Slate, kinds []ballot.Ballot, times []int64) (*ballot.Profile, error) {
	p, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		return nil, err
	}
	for i, n := range times {
		if n > 0 {
			if err := p.Add(kinds[i], n); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

// rankings are all strict rankings, with short also those of fewer options.
func rankings(options int, short bool) (all []ballot.Ballot) {
	var grow func(b ballot.Ballot)
	grow = func(b ballot.Ballot) {
		if len(b) == options || short && len(b) > 0 {
			all = append(all, slices.Clone(b))
		}
		for o := range ballot.Option(options) {
			if !slices.ContainsFunc(b, func(m ballot.Mark) bool { return m.Option == o }) {
				grow(append(slices.Clone(b), ballot.Mark{Option: o, Level: int32(len(b) + 1)}))
			}
		}
	}
	grow(nil)
	return all
}
