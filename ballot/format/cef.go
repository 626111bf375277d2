package format

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// emptyRanking is a blank ballot in the Condorcet Election Format.
const emptyRanking = "/EMPTY_RANKING/"

// reserved are the characters that no name has.
const reserved = "><=;,#/*^"

// ReadCEF reads the Condorcet Election Format, version 1 (files .cvotes;
// github.com/CondorcetVote/CondorcetElectionFormat):
//
//	#/Candidates: Ana ; Ben ; Cai
//	#/Number of Seats: 2
//	#/Implicit Ranking: false        # unranked options are not compared: Profile.Unranked
//	#/Weight Allowed: true
//	Ana > Ben = Cai * 42             # 42 ballots
//	some tag || Cai ^7 * 2           # two ballots of weight 7
//	/EMPTY_RANKING/                  # a blank ballot
//
// As the format has it: tags are passed over; a weight counts once if weights are not
// allowed; an option that is not a candidate leaves its rank, and Votes.Altered counts the
// ballots. The slate is options, else the candidates, else all that are named, by their
// bytes.
func ReadCEF(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readCEF(Records{Options: options}, nil, shards)
}

func readCEF(records Records, parts *parts, shards []Shard) (*Votes, error) {
	p, err := records.newPaper(&faults{}, parts, ballot.Ranking, strict)
	if err != nil {
		return nil, err
	}
	r := &cef{paper: p, votes: &Votes{}, others: records.Policy.Unlisted.or(Drop)}
	read := func() { each(r.faults, shards, r.line, r.end) }
	read()
	r.again(read)
	votes, err := r.close()
	if err != nil {
		return nil, err
	}
	r.votes.Profile, r.votes.Altered, votes.Unranked = votes, r.altered, r.unranked
	return r.votes, nil
}

type cef struct {
	*paper
	votes    *Votes
	others   Remedy // of options that are no candidates, where there are some
	unranked ballot.Unranked
	weighty  bool // of the file
	begun    bool // a ballot of the file was read
	ranking  ballot.Ballot
}

func (r *cef) end(place) { r.weighty, r.begun = false, false }

func (r *cef) line(at place, text string) {
	if strings.HasPrefix(text, "#/") {
		r.parameter(at, text)
		return
	}
	if indent := len(text) - len(strings.TrimLeft(text, " \t")); strings.HasPrefix(text[indent:], "#/") {
		at.fault(cell{column: indent + 1}, "a parameter begins its line")
		return
	}
	text, _, _ = strings.Cut(text, "#")
	if strings.TrimSpace(text) != "" {
		if r.begun = true; r.profile != nil {
			r.profile.Unranked = r.unranked
		}
		r.ballot(at, text)
	}
}

// parameter reads #/Name: value. Those that the format does not name are passed over.
func (r *cef) parameter(at place, text string) {
	key, value, ok := strings.Cut(text[2:], ":")
	here := cell{column: min(len(key)+4, len(text)+1)}
	if !ok || r.begun {
		at.fault(here, "want #/Name: value, and before the ballots")
		return
	}
	here.column = len(text) - len(strings.TrimLeft(value, " \t")) + 1
	value = strings.TrimSpace(value)
	truth := func() bool {
		if value != "true" && value != "false" {
			at.fault(here, "%.40q: want true or false", value)
		}
		return value == "true"
	}
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "candidates":
		r.candidates(at, here, strings.Split(value, ";"))
	case "number of seats", "number of seat":
		n, err := number(cell{text: value})
		if err != nil || r.votes.Seats != 0 && r.votes.Seats != n {
			at.fault(here, "%.40q: want a number of seats, the same in all files", value)
		}
		r.votes.Seats = n
	case "implicit ranking":
		if r.unranked = ballot.Apart; truth() {
			r.unranked = ballot.Below
		}
	case "weight allowed":
		r.weighty = truth()
	}
}

func (r *cef) candidates(at place, here cell, names []string) {
	column := here.column
	for i, name := range names {
		if strings.ContainsAny(name, reserved) {
			at.fault(cell{column: column}, "%.40q has a reserved character", name)
			return
		}
		column += len(name) + 1
		names[i] = strings.Clone(strings.TrimSpace(name))
	}
	r.policy.Unlisted, r.careful = r.others, true
	if r.profile == nil {
		if err := r.slate(names); err != nil {
			at.fault(here, "%w", err)
			return
		}
	}
	if _, err := placesOf(r.profile.Slate(), names); err != nil {
		at.fault(here, "%w", err)
	}
}

// ballot reads tags || ranking ^weight * count.
func (r *cef) ballot(at place, text string) {
	from := 0
	if i := strings.Index(text, "||"); i >= 0 {
		from = i + 2
	}
	n, to, err := r.times(text)
	if err == nil && to < from {
		to, err = from, errors.New("want tags || ranking ^weight * count")
	}
	if err != nil {
		at.fault(cell{column: to + 1}, "%w", err)
		return
	}
	r.ranking = r.ranking[:0]
	ranking := strings.TrimSpace(text[from:to])
	if ranking != emptyRanking && ranking != "/EMPTY/" {
		if column, err := r.order(text[from:to], from); err != nil {
			at.fault(cell{column: column + 1}, "%w", err)
			return
		}
	}
	r.put(at, from+1, r.ranking, n)
}

// times reads ^weight * count from the end of a line; to is where they begin.
func (r *cef) times(text string) (n int64, to int, err error) {
	n, to = 1, len(text)
	for _, mark := range []byte("*^") {
		i := strings.LastIndexByte(text[:to], mark)
		if i < 0 {
			continue
		}
		m, err := number(cell{text: strings.TrimSpace(text[i+1 : to])})
		if err == nil && (m < 1 || m > ballot.MaxBallots) {
			err = fmt.Errorf("%d ballots: want 1 to %d", m, int64(ballot.MaxBallots))
		}
		if err != nil {
			return 0, i + 1, err
		}
		if to = i; mark == '*' || r.weighty {
			if n > ballot.MaxBallots/m {
				return 0, i + 1, fmt.Errorf("%d times %d ballots: want at most %d", n, m, int64(ballot.MaxBallots))
			}
			n *= m
		}
	}
	return n, to, nil
}

// order reads a ranking; with an error, column is where, from 0.
func (r *cef) order(text string, from int) (column int, err error) {
	level := int32(0)
	for rank := range strings.SplitSeq(text, ">") {
		level++
		at := from
		for name := range strings.SplitSeq(rank, "=") {
			o, ok := r.listed(strings.TrimSpace(name))
			switch {
			case strings.TrimSpace(name) == "":
				return at, errors.New("a name is missing")
			case strings.ContainsAny(name, reserved):
				return at, fmt.Errorf("%.40q has a reserved character", name)
			case !ok && r.wrong != nil:
				return at, r.wrong
			case !ok:
				return at, fmt.Errorf("%.40q is not an option", strings.TrimSpace(name))
			}
			r.ranking = append(r.ranking, ballot.Mark{Option: o, Level: level})
			at += len(name) + 1
		}
		from += len(rank) + 1
	}
	return from, nil
}

// WriteCEF writes rankings, with seats and what unranked options are, as ReadCEF reads
// them; ranks that are left out close up. Other kinds of ballot, spoilt ones, and names with
// reserved characters have no place in the format and are errors.
func WriteCEF(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil || p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return errors.New("the Condorcet Election Format holds rankings, and none that are spoilt")
	}
	var names []string
	for _, name := range p.Slate().All() {
		if strings.ContainsAny(name, reserved+"|") {
			return fmt.Errorf("the Condorcet Election Format has no place for a reserved character in %.40q", name)
		}
		names = append(names, name)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "#/Candidates: %s\n", strings.Join(names, " ; "))
	if v.Seats > 0 {
		fmt.Fprintf(out, "#/Number of Seats: %d\n", v.Seats)
	}
	fmt.Fprintf(out, "#/Implicit Ranking: %t\n", p.Unranked == ballot.Below)
	for b, n := range p.All() {
		for i, m := range b {
			switch {
			case i == 0:
			case m.Level == b[i-1].Level:
				out.WriteString(" = ")
			default:
				out.WriteString(" > ")
			}
			out.WriteString(names[m.Option])
		}
		fmt.Fprintf(out, " * %d\n", n)
	}
	if p.Blank > 0 {
		fmt.Fprintf(out, "%s * %d\n", emptyRanking, p.Blank)
	}
	return out.Flush()
}
