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
// token, which stands once: only [Reader].Each is told it. Lines such as "Option 2---->: Ana" name the options; else they are
// those of the caller, or "1", "2"...; a byte of them that is not UTF-8, as old sheets have, is
// read as U+FFFD. All other lines are passed over. Ranks may be shared
// and skipped; a sheet of other widths is a fault.
func ReadDebian(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readDebian(Records{Options: options}, nil, shards)
}

func readDebian(records Records, parts *parts, shards []Shard) (*Votes, error) {
	p, err := records.newPaper(&faults{}, parts, ballot.Ranking, strict)
	if err != nil {
		return nil, err
	}
	r := &debian{paper: p, named: map[int]string{}}
	eachOf(r.faults, shards, false, r.line, r.end)
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	votes, err := r.close()
	return &Votes{Profile: votes, Altered: r.altered}, err
}

type debian struct {
	*paper
	named map[int]string // by number, from 1; only looked up
	sheet ballot.Ballot
	some  bool // the file has a ballot
	bad   bool // no slate can be made
}

func (r *debian) end(at place) {
	if !r.some {
		at.fault(cell{column: 1}, "no ballot: want lines that begin with V:")
	}
	r.some = false
	r.ids.reset()
}

func (r *debian) line(at place, text string) {
	if vote, ok := strings.CutPrefix(text, voteLine); ok {
		end := len(vote)
		if i := strings.IndexAny(vote, " \t"); i >= 0 {
			end = i
		}
		token := strings.TrimSpace(vote[end:])
		if r.identify(at, len(text)-len(strings.TrimLeft(vote[end:], " \t"))+1, token) {
			r.vote(at, vote[:end])
		}
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
	if r.some = true; r.profile == nil && !r.bad {
		r.bad = !r.width(at, len(vote))
	}
	if r.bad {
		return
	}
	if len(vote) != r.profile.Slate().Len() {
		at.fault(cell{column: len(voteLine) + 1}, "%d ranks for %d options", len(vote), r.profile.Slate().Len())
		return
	}
	b := r.sheet[:0]
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
	r.sheet = b
	r.put(at, len(voteLine)+1, b, 1)
}

// width makes the slate, from the width of the first ballot.
func (r *debian) width(at place, width int) bool {
	var names []string
	for i := 1; i <= width; i++ {
		name := r.named[i]
		if name == "" {
			name = strconv.Itoa(i)
		}
		names = append(names, name)
	}
	if err := r.open(names); err != nil {
		at.fault(cell{column: len(voteLine) + 1}, "%w", err)
		return false
	}
	return true
}
