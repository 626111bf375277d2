package format

import (
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// start reads what can begin a ballot, stand before the ballots, or end them.
func (r *blt) start(at place, text string, from int) int {
	to := word(text, from)
	token := text[from:to]
	switch {
	case token[0] == '"':
		r.phase = inNames
		return from
	case token[0] == '[':
		return r.directive(at, text, from)
	case token[0] == '(':
		return r.id(at, text, from)
	case token[0] == '-' && len(token) > 1:
		if !r.withdraw(token[1:]) {
			r.fault(at, from, "%.40q: want - and the number of an option that has withdrawn, once, before the ballots", token)
		}
		return to
	}
	n, err := number(cell{text: token})
	switch {
	case err != nil:
		r.fault(at, from, "the weight of a ballot: %w", err)
	case n == 0:
		r.phase, r.words = inNames, r.skip(text, to) < len(text)
	default:
		r.begun = true
		r.phase, r.weight, r.level, r.braces, r.ballot = inBallot, n, 0, false, r.ballot[:0]
	}
	return to
}

// id reads the id of a ballot, which counts once.
func (r *blt) id(at place, text string, from int) int {
	end := strings.IndexByte(text[from:], ')')
	if end < 0 {
		r.fault(at, from, "the id of a ballot has no )")
		return len(text)
	}
	id := strings.TrimSpace(text[from+1 : from+end])
	r.in.identify(at, from+1, id)
	weight := r.skip(text, from+end+1)
	if to := word(text, weight); text[weight:to] != "1" {
		r.fault(at, weight, "after the id of a ballot want its weight 1, not %.40q", text[weight:to])
	}
	return weight
}

// withdraw notes who has withdrawn, and reports whether it is somebody, once, before the ballots.
func (r *blt) withdraw(token string) bool {
	o, ok := r.option(token)
	if !ok || r.begun || slices.Contains(r.gone, o) {
		return false
	}
	r.gone = append(r.gone, o)
	return true
}

// directive reads [nick a b c] and [withdrawn a b], and passes over the others.
func (r *blt) directive(at place, text string, from int) int {
	end := strings.IndexByte(text[from:], ']')
	if end < 0 {
		r.fault(at, from, "[ without ] in its line")
		return len(text)
	}
	fields := strings.Fields(text[from+1 : from+end])
	if len(fields) == 0 {
		return from + end + 1
	}
	switch fields[0] {
	case "nick":
		r.nick = make(map[string]ballot.Option, len(fields))
		for i, name := range fields[1:] {
			r.nick[strings.Clone(name)] = ballot.Option(i)
		}
		if len(r.nick) != int(r.n) {
			r.fault(at, from, "%d different short names for %d options", len(r.nick), r.n)
		}
	case "withdrawn":
		for _, token := range fields[1:] {
			if !r.withdraw(token) {
				r.fault(at, from, "[withdrawn %.40s]: want the number or short name of an option that has withdrawn, once, before the ballots", token)
			}
		}
	}
	return from + end + 1
}

// option finds an option by its number or short name.
func (r *blt) option(token string) (ballot.Option, bool) {
	n, err := number(cell{text: token})
	if err != nil {
		o, ok := r.nick[token]
		return o, ok
	}
	return ballot.Option(n - 1), n >= 1 && n <= r.n
}

// mark reads a rank of a ballot, or its end.
func (r *blt) mark(at place, text string, from int) int {
	to := word(text, from)
	token := text[from:to]
	if token == "0" && !r.braces {
		r.once(at, from)
		r.add(at, from)
		return to
	}
	if token == "-" && !r.braces {
		r.level++
		return to
	}
	if token[0] == '(' && !r.braces {
		r.braces = true
		r.level++
		return from + 1
	}
	closing := r.braces && strings.HasSuffix(token, ")")
	token = strings.TrimSuffix(token, ")")
	if !r.braces {
		r.level++
	}
	for part := range strings.SplitSeq(token, "=") {
		if o, ok := r.option(part); ok {
			r.ballot = append(r.ballot, ballot.Mark{Option: o, Level: r.level})
		} else if part != "" || !closing {
			r.fault(at, from, "no option %.40q: want 1 to %d", part, r.n)
			break
		}
	}
	r.braces = r.braces && !closing
	return to
}

// add counts the ballot.
func (r *blt) add(at place, from int) {
	if r.braces {
		r.fault(at, from, "( without ) in its ballot")
	} else {
		r.in.put(at, from+1, r.ballot, r.weight)
	}
	r.phase = inBallots
}

// once refuses a ballot with a 0 that could as well go on with the last one, which had none.
func (r *blt) once(at place, from int) {
	if r.open == nil {
		return
	}
	seen := map[ballot.Option]bool{ballot.Option(min(r.weight, r.n+1) - 1): true}
	for _, m := range slices.Concat(r.open, r.ballot) {
		seen[m.Option] = true
	}
	if r.weight <= r.n && len(seen) == 1+len(r.open)+len(r.ballot) {
		r.fault(at, from, "the ballot in the line before has no 0, and may go on in this line")
	}
	r.open = nil
}
