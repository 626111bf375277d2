package format

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// Records say how the marks of ballots are read.
type Records struct {
	Options []string // the slate, which tells names that are unlisted; nil is all that are named
	Policy  Policy   // for rankings
	Contest string   // id or name of the contest, in files that have several; "" is the only one
	Ranks   int32    // how many ranks count; 0 is all
	Skips   int32    // so many ranks in a row may be left out, and what is below moves up; of more Policy.Skipped speaks
	Between string   // of RCTab's CSV: what divides the names of an overvote in a cell, as "|"; "" is nothing

	// Aliases are other names in cast-vote records, each with what it stands for: names and codes
	// that differ from file to file. In tables of RCTab and ES&S they may also stand for
	// overvote or undervote, and "" is an empty cell.
	Aliases map[string]string
}

// known is what a name stands for.
func (r Records) known(name string) string {
	if means, ok := r.Aliases[name]; ok {
		return means
	}
	return name
}

// A paper is a ballot with all its marks, also those that it should not have.
type paper struct {
	*box
	policy  Policy // no remedy is Usual
	careful bool   // other remedies than those of strict
	shared  bool   // equal and empty ranks are of the form: kept, they are not told
	ranks   int32
	skips   int32
	altered Altered
	marks   []scrawl
	ballot  ballot.Ballot
	seen    map[ballot.Option]bool
	fault   error // that Refuse would tell
	beyond  bool  // a mark has a rank that does not count
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

// What is usual, by form.
var (
	lenient = Policy{Overvotes: Keep, Duplicates: Drop, Skipped: Keep, Unlisted: Drop}
	strict  = Policy{Overvotes: Keep, Duplicates: Refuse, Skipped: Keep, Unlisted: Refuse}
)

// newPaper is for ballots of a kind, of a form with usual remedies.
func (r Records) newPaper(all *faults, parts *parts, k ballot.Kind, usual Policy) (*paper, error) {
	for _, remedy := range []Remedy{r.Policy.Overvotes, r.Policy.Duplicates, r.Policy.Skipped, r.Policy.Unlisted} {
		if remedy > Spoil {
			return nil, fmt.Errorf("no such %s", remedy)
		}
	}
	if r.Ranks < 0 || r.Ranks > ballot.MaxOptions {
		return nil, fmt.Errorf("%d ranks that count: want 0 to %d", r.Ranks, ballot.MaxOptions)
	}
	if r.Skips < 0 || r.Skips > ballot.MaxOptions {
		return nil, fmt.Errorf("%d ranks that may be left out: want 0 to %d", r.Skips, ballot.MaxOptions)
	}
	p := &paper{
		box: &box{faults: all, kind: k, parts: parts}, policy: r.Policy.or(usual), ranks: r.Ranks, skips: r.Skips, seen: map[ballot.Option]bool{},
		careful: r.Policy.or(usual) != strict.or(strict) || r.Ranks != 0 || r.Skips != 0, shared: usual == strict,
	}
	if r.Ranks == 0 {
		p.ranks = ballot.MaxOptions
	}
	if r.Options == nil {
		return p, nil
	}
	return p, p.slate(r.Options)
}

// newRecords is for cast-vote records. Where nobody names the options, or names theirs too,
// those who are not listed become one.
func (r Records) newRecords(parts *parts) (*paper, error) {
	usual := lenient
	if r.Options == nil || slices.Contains(r.Options, cmp.Or(r.Policy.WriteIn, WriteIns)) {
		usual.Unlisted = Keep
	}
	return r.newPaper(&faults{}, parts, ballot.Ranking, usual)
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
	} else {
		p.beyond = true
	}
}

// put counts n ballots of a form without marks that a profile has no place for, unless
// somebody asks for other remedies.
func (p *paper) put(at place, column int, b ballot.Ballot, n int64) {
	if !p.careful || p.kind != ballot.Ranking {
		if p.count(at, column, b, n) {
			p.tell(at, column, b, n, AsMarked, Altered{})
		}
		return
	}
	for _, m := range b {
		p.mark(m.Level, m.Option, column)
	}
	p.cast(at, column, n)
}

// listed finds a name: an option, or one that is not listed where that is no fault.
func (p *paper) listed(name string) (ballot.Option, bool) {
	o, ok := p.find(name)
	if !ok && p.profile != nil && p.kind == ballot.Ranking && p.policy.Unlisted != Refuse {
		return unlisted, true
	}
	return o, ok
}

// again reads once more where the ballots were too many to wait for the options.
func (p *paper) again(read func()) {
	if !p.parts.second() {
		return
	}
	p.ballots, p.held = nil, nil
	err := p.parts.rewind()
	if err == nil && p.profile == nil {
		err = p.settle()
	}
	if err != nil {
		p.list = append(p.list, p.atEnd(err))
		return
	}
	p.list, p.spoilt, p.altered = nil, 0, Altered{}
	read()
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
	defer func() { p.marks, p.beyond = p.marks[:0], false }()
	slices.SortStableFunc(p.marks, func(a, b scrawl) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.option, b.option)) })
	p.marks = slices.CompactFunc(p.marks, func(a, b scrawl) bool { return a.rank == b.rank && a.option == b.option && a.option >= 0 })
	p.ballot = p.ballot[:0]
	clear(p.seen)
	level, rank, cut := int32(0), int32(0), p.beyond
	var before Altered
	for rest := p.marks; len(rest) > 0; {
		end := 1
		for end < len(rest) && rest[end].rank == rest[0].rank {
			end++
		}
		group := rest[:end]
		rest = rest[end:]
		remedy, known, kept := Keep, len(p.ballot), level
		if skipped := group[0].rank - rank - 1; skipped > 0 {
			if remedy = p.policy.Skipped; skipped <= p.skips {
				remedy = Drop
			}
			if remedy == Keep {
				level += skipped
			}
			before.Skipped = p.told(remedy, n)
			p.fault = fmt.Errorf("rank %d stands after one without a mark", group[0].rank)
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
			rest, cut = nil, true
		case Spoil:
			p.ballot, rest = p.ballot[:0], nil
		case Refuse:
			at.fault(cell{column: group[0].column}, "%w", p.fault)
			return
		}
	}
	p.altered.add(before)
	if len(p.ballot) == 0 && len(p.marks) > 0 {
		p.spoil(at, column, n)
		p.tell(at, column, nil, n, Spoilt, before)
		return
	}
	if p.count(at, column, p.ballot, n) {
		p.tell(at, column, p.ballot, n, p.fate(cut), before)
	}
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
			if p.policy.Unlisted == Drop {
				continue
			}
			if p.policy.Unlisted != Keep {
				p.fault = fmt.Errorf("on rank %d is somebody who is not listed", m.rank)
				return p.policy.Unlisted
			}
			o, _ = p.find(p.policy.WriteIn)
			if p.seen[o] {
				continue // one more of those who are not listed
			}
		case p.seen[o]:
			done.Duplicates = n
			if remedy := p.policy.Duplicates; remedy != Drop && remedy != Keep {
				p.ballot = p.ballot[:known]
				p.fault = fmt.Errorf("an option has rank %d and another one before", m.rank)
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
	remedy := p.policy.Overvotes
	if remedy == Keep && group[0].option == several {
		remedy = Cut
	}
	done.Overvotes = p.told(remedy, n)
	p.fault = fmt.Errorf("rank %d has several options", group[0].rank)
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

// told is how many of n ballots with shared or empty ranks are counted as altered.
func (p *paper) told(remedy Remedy, n int64) int64 {
	if p.shared && remedy == Keep {
		return 0
	}
	return n
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
