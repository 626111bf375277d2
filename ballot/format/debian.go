package format

import (
	"errors"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// voteLine begins a ballot of a tally sheet.
const voteLine = "V: "

// ReadDebian reads the tally sheets of the Debian project (devotee): lines such as
//
//	V: 3-21      21acf319d1a9185b36fa065c649ca1da
//
// with the rank of each option from 1 to 9, or - for none. What follows is the voter's
// token: it is not kept. Lines such as "Option 2---->: Ana" name the options; else they are
// those of the caller, or "1", "2"... All other lines are passed over. Ranks may be shared
// and skipped; a sheet of other widths is a fault.
func ReadDebian(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readDebian(options, nil, shards)
}

func readDebian(options []string, spill func(*ballot.Profile) error, shards []Shard) (*Votes, error) {
	r := &debian{faults: &faults{}, options: options, spill: spill, named: map[int]string{}}
	each(r.faults, shards, r.line, func(place) {})
	if r.list == nil && r.profile == nil {
		return nil, errors.New("no ballot: want lines that begin with V")
	}
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	return &Votes{Profile: r.profile}, nil
}

type debian struct {
	*faults
	options []string
	spill   func(*ballot.Profile) error // after each ballot; nil if the profile is to hold all
	named   map[int]string              // by number, from 1; only looked up
	profile *ballot.Profile
	ballot  ballot.Ballot
	bad     bool // no slate can be made
}

func (r *debian) line(at place, text string) {
	if vote, ok := strings.CutPrefix(text, voteLine); ok {
		if end := strings.IndexAny(vote, " \t"); end >= 0 {
			vote = vote[:end]
		}
		r.vote(at, vote)
		return
	}
	if _, rest, ok := strings.Cut(text, "Option "); ok && r.profile == nil {
		digits, name, ok := strings.Cut(rest, "-")
		_, name, arrow := strings.Cut(name, ">:")
		if n, err := number(cell{text: digits}); err == nil && ok && arrow {
			r.named[int(n)] = strings.TrimSpace(name)
		}
	}
}

func (r *debian) vote(at place, vote string) {
	if r.profile == nil && !r.bad {
		r.bad = !r.open(at, len(vote))
	}
	if r.bad {
		return
	}
	if len(vote) != r.profile.Slate().Len() {
		at.fault(cell{column: len(voteLine) + 1}, "%d ranks for %d options", len(vote), r.profile.Slate().Len())
		return
	}
	b := r.ballot[:0]
	for i := range len(vote) {
		switch c := vote[i]; {
		case c == '-':
		case c >= '1' && c <= '9':
			b = append(b, ballot.Mark{Option: ballot.Option(i), Level: int32(c - '0')})
		default:
			at.fault(cell{column: len(voteLine) + 1 + i}, "%q is not a rank: want 1 to 9 or -", c)
			return
		}
	}
	r.ballot = b
	err := r.profile.Add(b, 1)
	if err == nil && r.spill != nil {
		err = r.spill(r.profile)
	}
	if err != nil {
		at.fault(cell{column: len(voteLine) + 1}, "%w", err)
	}
}

// open makes the slate, from the width of the first ballot.
func (r *debian) open(at place, width int) bool {
	names := r.options
	for i := 1; i <= width && r.options == nil; i++ {
		name := r.named[i]
		if name == "" {
			name = strconv.Itoa(i)
		}
		names = append(names, name)
	}
	slate, err := ballot.NewSlate(names...)
	if err == nil {
		r.profile, err = ballot.NewProfile(slate, ballot.Ranking)
	}
	if err != nil {
		at.fault(cell{column: len(voteLine) + 1}, "%w", err)
		return false
	}
	return true
}
