package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/ballot/stv"
	"github.com/vicinia/vicinia/examples/poll"
)

// join has semicolons between names that have commas.
func join(names []string) string {
	if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, ",") }) {
		return strings.Join(names, "; ")
	}
	return strings.Join(names, ", ")
}

// words writes what was counted, who won and why, and where it was close.
func (r result) words(out io.Writer) error {
	var b bytes.Buffer
	rec := r.Outcome.Common()
	fmt.Fprintf(&b, "%s: %s\n", r.head(), r.Rule.About)
	if r.Case.Rounds != (rulebook.Rounds{}) && r.head() == r.Rule.Name {
		fmt.Fprintf(&b, "settings: %s\n", rec.Rule)
	}
	if r.Votes.Title != "" {
		fmt.Fprintf(&b, "vote: %s\n", r.Votes.Title)
	}
	if r.Case.Matrix != nil { // ballots have as many votes as their district has seats, or one
		fmt.Fprintf(&b, "counted: %d votes, in %s\n", r.Ballots.All, r.from())
	} else {
		fmt.Fprintf(&b, "counted: %d ballots, %d of them blank and %d spoilt, in %s\n",
			r.Ballots.All, r.Ballots.Blank, r.Ballots.Spoilt, r.from())
	}
	if s := poll.SlateOf(r.Case); s != nil && s.Len() <= maxNamed && (r.Case.Profile != nil || r.Case.Ballots > 0) {
		fmt.Fprintf(&b, "options: %s\n", join(names(s)))
	} else if s != nil && s.Len() > maxNamed {
		fmt.Fprintf(&b, "options: %d\n", s.Len())
	}
	if t, ok := r.Outcome.(*stv.Transcript); ok && r.Case.Vacates != "" {
		fmt.Fprintf(&b, "countback: the seat of %s; %d ballots, which bring %s votes\n", r.Case.Vacates, t.Valid, t.Text(t.Worth))
	} else if ok {
		fmt.Fprintf(&b, "valid: %d; %d rank nobody who could be elected\n", t.Valid, t.Invalid-r.Ballots.Spoilt-r.Ballots.Blank)
	}
	if as := r.ranked(); as != "" {
		fmt.Fprintf(&b, "ballots: %s\n", as)
	}
	if marks := r.marks(); marks != nil {
		fmt.Fprintf(&b, "marks: %s\n", join(marks))
	}
	if len(r.Votes.Withdrawn) > 0 {
		fmt.Fprintf(&b, "withdrawn: %s\n", join(r.Votes.Withdrawn))
	}
	for _, line := range r.constraints() {
		fmt.Fprintln(&b, line)
	}
	fmt.Fprintln(&b, strings.TrimRight("result: "+r.verdict(), " "))
	if s, ok := r.Outcome.(*projects.Selection); ok {
		fmt.Fprintln(&b, r.left(s))
	}
	fmt.Fprintln(&b, "why:")
	for why := range rec.Why() {
		fmt.Fprintln(&b, " ", why)
	}
	for _, one := range r.Followed {
		follow(&b, one)
	}
	if closest := r.closest(); closest != nil {
		fmt.Fprintln(&b, "how close:")
		for _, line := range closest {
			fmt.Fprintln(&b, " ", line)
		}
	}
	for _, t := range rec.Ties {
		fmt.Fprintf(&b, "tie for %s: %s; %s\n", t.For, join(poll.Names(rec.Slate, t.Options)), broken(t))
	}
	if r.Outcomes != nil {
		fmt.Fprintln(&b, "possible outcomes:")
		for _, names := range r.Outcomes {
			fmt.Fprintln(&b, " ", join(names))
		}
	}
	fmt.Fprintf(&b, "digest: sha256:%x\n", ballot.Digest(r.Outcome))
	_, err := out.Write(b.Bytes())
	return err
}

// marks are what ballots had that the rule does not speak of, and on how many.
func (r result) marks() (all []string) {
	a, p := r.Votes.Altered, r.asked.Reader.Policy
	for _, m := range []struct {
		what   string
		n      int64
		remedy format.Remedy
	}{
		{"overvotes", a.Overvotes, p.Overvotes}, {"an option twice", a.Duplicates, p.Duplicates},
		{"ranks left out", a.Skipped, p.Skipped}, {"options that are not listed", a.Unlisted, p.Unlisted},
	} {
		if m.n == 0 {
			continue
		}
		text := fmt.Sprintf("%s on %d ballots", m.what, m.n)
		if m.remedy != format.Usual {
			text += " (" + m.remedy.String() + ")"
		}
		all = append(all, text)
	}
	return all
}

// ranked says how ballots that are no rankings are counted as such.
func (r result) ranked() string {
	families := []rulebook.Family{rulebook.Rankings, rulebook.Duels, rulebook.STV}
	switch by := slices.Contains(families, r.Rule.Family); {
	case by && r.Kind == ballot.Approval:
		return "approvals as rankings; all who are approved share the first rank"
	case by && r.Kind == ballot.Scoring:
		return "scores as rankings; the higher the score, the better the rank"
	}
	return ""
}

// head is the rule's name, with its settings where it has some.
func (r result) head() string {
	if rule := r.Outcome.Common().Rule; strings.HasPrefix(rule, r.Rule.Name) {
		return rule
	}
	return r.Rule.Name
}

// from names the files.
func (r result) from() string {
	names := slices.Clone(r.asked.files)
	if i := slices.Index(names, "-"); i >= 0 {
		names[i] = "standard input"
	}
	return join(names)
}

func broken(t ballot.Tie) string {
	switch {
	case t.By == "":
		return "it stands"
	case t.Stands():
		return "it stands after " + t.By
	case strings.HasSuffix(t.By, stv.EitherWay):
		return t.By
	}
	return "broken by " + t.By
}

// verdict is the outcome in a line.
func (r result) verdict() string {
	slate := r.Outcome.Common().Slate
	switch out := r.Outcome.(type) {
	case *referendum.Result:
		return out.Verdict.String()
	case *seats.Allocation:
		var won []string
		for _, o := range out.Winners() {
			won = append(won, fmt.Sprintf("%s %d", slate.Name(o), out.Of(o)))
		}
		return join(won)
	case *seats.Table:
		return verdictOfTable(out)
	case *stv.Transcript:
		return seatsOf("elected", join(poll.Names(slate, out.Elected)), int(out.Seats)-len(out.Elected))
	case *committee.Committee:
		return seatsOf("elected", join(poll.Names(slate, out.Members)), out.Seats-len(out.Members))
	case *projects.Selection:
		return r.funded(out)
	}
	winners := join(poll.Names(slate, r.Outcome.Winners()))
	switch {
	case len(r.Outcome.Winners()) == 1:
		return winners + " wins"
	case r.Stopped():
		return "stopped before anybody wins; left are " + winners
	case r.Case.Rounds.Reach > 0 && !r.Outcome.Common().Tied():
		return winners + " win"
	}
	return "a tie of " + winners
}

// maxNamed bounds the options that words list: who mistook a separator sees it there.
const maxNamed = 40

func names(s *ballot.Slate) (all []string) {
	for _, name := range s.All() {
		all = append(all, name)
	}
	return all
}

// seatsOf says who was elected, and how many seats are left.
func seatsOf(did, names string, left int) string {
	if names == "" {
		names = "nobody yet"
	}
	switch {
	case left == 1:
		names += "; 1 seat left"
	case left > 1:
		names += fmt.Sprintf("; %d seats left", left)
	}
	return did + " " + names
}

// verdictOfTable is a line for each district.
func verdictOfTable(t *seats.Table) string {
	var b strings.Builder
	for i, district := range t.Districts.All() {
		var won []string
		for l, name := range t.Slate.All() {
			if n := t.At(i, l); n > 0 {
				won = append(won, fmt.Sprintf("%s %d", name, n))
			}
		}
		fmt.Fprintf(&b, "\n  %s: %s", district, join(won))
	}
	return b.String()
}

// closest says of a referendum how many votes turn each test, and which body is nearest
// to the other side. The other families say it among their reasons.
func (r result) closest() (lines []string) {
	if _, ok := r.Outcome.(*referendum.Result); !ok {
		return append(r.margin(), r.HowClose()...)
	}
	var near *referendum.Test
	bodies := 0
	for why := range r.Outcome.Common().Why() {
		t, ok := why.(referendum.Test)
		switch {
		case !ok:
		case t.Rule == "bodies":
			lines = append(lines, fmt.Sprintf("bodies: weight %d of %d the other way turns it", turn(t), t.Of))
		case t.Body == "":
			lines = append(lines, fmt.Sprintf("%s: %d votes the other way turn it", t.Rule, turn(t)))
		default:
			if bodies++; near == nil || turn(t) < turn(*near) {
				near = &t
			}
		}
	}
	if near != nil && len(lines) == 0 {
		return []string{fmt.Sprintf("%s: %d votes the other way turn it", near.Rule, turn(*near))}
	}
	if near != nil {
		lines = append(lines, fmt.Sprintf("closest body of %d: %s, %d votes the other way turn it", bodies, near.Body, turn(*near)))
	}
	return lines
}

// margin says how many ballots would have to be others for another winner, where that is
// computed.
func (r result) margin() []string {
	m, ok := r.Margin()
	if !ok || m.Least <= 1 && m.Most >= r.Ballots.All-r.Ballots.Blank-r.Ballots.Spoilt { // it is not computed
		return nil
	}
	if m == (ranked.Margin{}) {
		return []string{"level: the tie-break decided"}
	}
	if r.Rule.Family == rulebook.Grades {
		return []string{m.String() + ", changed within the scores that were given, end the victory"}
	}
	return []string{m.String() + ", changed, end the victory"}
}

// turn is how much has to change sides to turn a test.
func turn(t referendum.Test) int64 {
	if m := t.Margin(); m < 0 {
		return -m
	} else {
		return m + 1
	}
}
