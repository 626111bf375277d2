package format

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// Records say how cast-vote records are read.
type Records struct {
	Options []string // the slate, which tells names that are unlisted; nil is all that are named
	Policy  Policy
	Contest string // id or name, in a file with several; "" is the only one
	Ranks   int32  // how many ranks count; 0 is all
	Between string // what divides the names of an overvote in a cell: "|"; "" is nothing
}

// A paper is a ballot with all its marks, also those that it should not have.
type paper struct {
	*box
	policy  Policy
	ranks   int32
	altered Altered
	marks   []scrawl
	ballot  ballot.Ballot
	seen    map[ballot.Option]bool
}

// A scrawl is a mark on a paper.
type scrawl struct {
	rank   int32
	option ballot.Option // several, unlisted, or an option
	column int           // where it stands
}

const (
	several  ballot.Option = -2 // options that are not told
	unlisted ballot.Option = -1
)

// newPaper is for records of rankings.
func (r Records) newPaper(all *faults) (*paper, error) {
	for _, remedy := range []Remedy{r.Policy.Overvotes, r.Policy.Duplicates, r.Policy.Skipped, r.Policy.Unlisted} {
		if remedy > Spoil {
			return nil, fmt.Errorf("no such %s", remedy)
		}
	}
	p := &paper{box: &box{faults: all, kind: ballot.Ranking}, policy: r.Policy, ranks: r.Ranks, seen: map[ballot.Option]bool{}}
	p.policy.WriteIn = cmp.Or(p.policy.WriteIn, WriteIns)
	if r.Ranks == 0 {
		p.ranks = ballot.MaxOptions
	}
	if r.Options == nil {
		p.policy.Unlisted = p.policy.Unlisted.or(Keep)
		return p, nil
	}
	return p, p.slate(r.Options)
}

// slate makes the slate of these options, and of those who are not listed.
func (p *paper) slate(options []string) error {
	if p.policy.Unlisted == Keep && !slices.Contains(options, p.policy.WriteIn) {
		options = append(slices.Clone(options), p.policy.WriteIn)
	}
	return p.open(options)
}

// mark enters a mark. Ranks beyond those that count are passed over.
func (p *paper) mark(rank int32, o ballot.Option, column int) {
	if rank <= p.ranks {
		p.marks = append(p.marks, scrawl{rank, o, column})
	}
}

// named is the option of a name: unlisted, if it is no option.
func (p *paper) named(name string) (ballot.Option, error) {
	if isWriteIn(name) {
		return unlisted, nil
	}
	o, ok := p.find(name)
	if !ok && p.profile == nil {
		return 0, p.wrong
	}
	if !ok {
		return unlisted, nil
	}
	return o, nil
}

// isWriteIn reports whether a label stands for somebody who is not listed.
func isWriteIn(label string) bool {
	switch plain(label) {
	case "writein", "writeins", "uwi", "undeclaredwritein", "undeclaredwriteins":
		return true
	}
	return false
}

// plain is a label in small letters and digits alone.
func plain(label string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c > 0x7f:
			return c
		}
		return -1
	}, label)
}

// cast counts n ballots of these marks, after the remedies of the policy.
func (p *paper) cast(at place, column int, n int64) {
	defer func() { p.marks = p.marks[:0] }()
	slices.SortStableFunc(p.marks, func(a, b scrawl) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.option, b.option)) })
	p.marks = slices.CompactFunc(p.marks, func(a, b scrawl) bool { return a.rank == b.rank && a.option == b.option && a.option >= 0 })
	p.ballot = p.ballot[:0]
	clear(p.seen)
	level, rank := int32(0), int32(0)
	var before Altered
	for rest := p.marks; len(rest) > 0; {
		end := 1
		for end < len(rest) && rest[end].rank == rest[0].rank {
			end++
		}
		group := rest[:end]
		rest = rest[end:]
		remedy, known, kept := Keep, len(p.ballot), level
		if group[0].rank > rank+1 {
			before.Skipped = n
			if remedy = p.policy.Skipped.or(Keep); remedy == Keep {
				level += group[0].rank - rank - 1
			}
		}
		rank = group[0].rank
		level++
		if remedy == Keep || remedy == Drop {
			remedy = p.rank(group, level, n, &before)
		}
		if len(p.ballot) == known {
			level = kept // nothing stands there, and nothing was skipped
		}
		switch remedy {
		case Cut:
			rest = nil
		case Spoil:
			p.ballot, rest = p.ballot[:0], nil
		case Refuse:
			at.fault(cell{column: group[0].column}, "rank %d is overvoted, skipped, of an option that stands on a rank already, or of one that is not listed", rank)
			return
		}
	}
	p.altered.add(before)
	if len(p.ballot) == 0 && len(p.marks) > 0 {
		p.spoil(at, column, n)
		return
	}
	p.count(at, column, p.ballot, n)
}

// rank enters the marks of a rank, and returns what becomes of the ballot: Keep, if it
// goes on.
func (p *paper) rank(group []scrawl, level int32, n int64, done *Altered) Remedy {
	known := len(p.ballot)
	for _, m := range group {
		o := m.option
		switch {
		case o == several:
			continue
		case o == unlisted:
			done.Unlisted = n
			if p.policy.Unlisted.or(Drop) == Drop {
				continue
			}
			if p.policy.Unlisted != Keep {
				return p.policy.Unlisted
			}
			o, _ = p.find(p.policy.WriteIn)
			if p.seen[o] {
				continue // one more of those who are not listed
			}
		case p.seen[o]:
			done.Duplicates = n
			if remedy := p.policy.Duplicates.or(Drop); remedy != Drop && remedy != Keep {
				p.ballot = p.ballot[:known]
				return remedy
			}
			continue
		}
		p.seen[o] = true
		p.ballot = append(p.ballot, ballot.Mark{Option: o, Level: level})
	}
	if len(group) == 1 && group[0].option != several {
		return Keep
	}
	done.Overvotes = n
	remedy := p.policy.Overvotes.or(Keep)
	if remedy == Keep && group[0].option == several {
		remedy = Cut
	}
	if remedy != Keep {
		for _, m := range p.ballot[known:] {
			p.seen[m.Option] = false
		}
		p.ballot = p.ballot[:known]
	}
	if remedy == Drop {
		return Keep
	}
	return remedy
}

// add adds up; the sums are bounded by those of the ballots.
func (a *Altered) add(b Altered) {
	a.Overvotes += b.Overvotes
	a.Duplicates += b.Duplicates
	a.Skipped += b.Skipped
	a.Unlisted += b.Unlisted
}

// spoil counts spoilt ballots.
func (x *box) spoil(at place, column int, n int64) {
	if n > ballot.MaxBallots-x.spoilt {
		at.fault(cell{column: column}, "more than %d spoilt ballots", int64(ballot.MaxBallots))
		return
	}
	x.spoilt += n
}
