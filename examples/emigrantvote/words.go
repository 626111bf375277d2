package main

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/vicinia/vicinia/ballot/referendum"
)

// words writes the report as text.
func (r *report) words(out io.Writer) error {
	p := new(page)
	p.say(0, "What the absent vote moved, and where the same people vote without moving anybody's council")
	p.gap()
	p.say(0, "%s", claim)
	for _, c := range r.contests {
		p.gap()
		c.words(p)
	}
	p.gap()
	p.say(0, "%s", thresholdNote)
	p.gap()
	r.question.words(p)
	p.gap()
	p.say(0, "What this says about the claim")
	for _, s := range []string{covers, coversNot, otherSide} {
		p.say(2, "%s", s)
	}
	p.gap()
	r.day.words(p)
	_, err := out.Write(p.b.Bytes())
	return err
}

func (c counted) words(p *page) {
	p.say(0, "%s, %s: %d seats", c.title, c.date, c.seats)
	p.say(2, "Law: %s.", c.law)
	t := p.table(2, "", "residents", "absent", "all", "seats alone", "seats with all")
	for i, q := range c.parties {
		t.row(q.name, q.residentWords(), q.absentWords(), q.residents+q.absent, c.before[i], c.after[i])
	}
	t.end()
	p.say(2, "Last seat, residents alone: %s.", c.last[0])
	p.say(2, "Last seat, with the absent: %s.", c.last[1])
	for _, k := range c.criticals {
		k.words(p, c.parties)
	}
	for _, s := range c.slacks {
		s.words(p, c.parties[s.party])
	}
	p.say(2, "%s", c.house)
	for _, n := range c.notes {
		p.say(2, "%s", n)
	}
	p.sources(c.sources)
}

func (q party) residentWords() string {
	if q.derived != "" {
		return fmt.Sprintf("%d*", q.residents)
	}
	return strconv.FormatInt(q.residents, 10)
}

func (q party) absentWords() string {
	if q.notFound {
		return "n/a"
	}
	return strconv.FormatInt(q.absent, 10)
}

func (k critical) words(p *page, parties []party) {
	q := parties[k.party]
	verb, end := "to take", "so it took it"
	switch {
	case k.keeps && k.reached():
		verb, end = "to keep", "so it kept it"
	case k.keeps:
		verb, end = "to keep", fmt.Sprintf("%d short, so it lost it", k.needed-k.got)
	case !k.reached():
		end = fmt.Sprintf("%d short", k.needed-k.got)
	}
	alone := ""
	if !k.keeps {
		alone = fmt.Sprintf(" (%d if nobody else had got any)", k.alone)
	}
	p.say(2, "%s needed %d absent votes %s seat %d, the other absent votes being as they were cast%s. It got %d: %s.",
		q.name, k.needed, verb, k.seat, alone, k.got, end)
	p.say(4, "with %d: %s", k.needed, k.above)
	if k.below != "" {
		p.say(4, "with %d: %s", k.needed-1, k.below)
	}
}

func (s slack) words(p *page, q party) {
	if q.derived != "" {
		p.say(2, "%s: its resident vote is DERIVED (*) from %s. With up to %d votes fewer or %d more the seats are the same.",
			q.name, q.derived, s.fewer, s.more)
	}
	if q.notFound {
		p.say(2, "%s: its absent vote was not found and counts as 0. Any number up to %d gives the same seats.", q.name, s.more)
	}
}

func (a asked) words(p *page) {
	p.say(0, "%s, %s", a.title, a.date)
	p.say(2, "Law: %s.", a.law)
	t := p.table(2, "", "residents", "absent", "all")
	t.row("yes", a.residentsYes, a.absentYes, a.residentsYes+a.absentYes)
	t.row("no", a.residentsNo, a.absentNo, a.residentsNo+a.absentNo)
	t.end()
	p.result("Residents alone", a.before)
	p.result("With the absent", a.after)
	p.say(2, "Yes needed %d absent votes, the absent no being as it was cast, and got %d: %d to spare.", a.needed, a.absentYes, a.absentYes-a.needed)
	p.result(fmt.Sprintf("with %d, an equal vote", a.needed-1), a.below)
	for _, n := range a.notes {
		p.say(2, "%s", n)
	}
	p.sources(a.sources)
}

func (p *page) result(head string, r *referendum.Result) {
	p.say(2, "%s: %s.", head, r.Verdict)
	for why := range r.Why() {
		p.say(4, "%s", why)
	}
}

func (d *day) words(p *page) {
	p.say(0, "The other half: the same people vote in their community")
	p.say(2, "An invented village, %s, and %s, the community of those who come from there, vote on %s. The register knows"+
		" stays and memberships; it has no word for nationality or descent.", village, house, votedOn)
	for _, e := range d.electors {
		p.say(2, "%s: %s", e.id, e.about)
		p.say(4, "%s: %s", village, e.here)
		p.say(4, "%s: %s", house, e.there)
	}
	d.local.words(p)
	d.members.words(p)
	p.say(2, "Nobody lost a vote over what they share: who left decides with the others of %s, and who lives in %s decides"+
		" there, wherever they came from.", house, village)
}

func (t turnout) words(p *page) {
	p.say(2, "%s, for the %s to decide: %d on the roll, %d came and were let in.", t.decision.ID, t.body, t.decision.Eligible, t.decision.CheckedIn)
	for _, r := range t.refused {
		p.say(4, "refused: %s", r.Err)
	}
	for _, why := range t.why {
		p.say(4, "%s", why)
	}
}

// A page is plain text of at most 96 columns.
type page struct{ b bytes.Buffer }

func (p *page) gap() { p.b.WriteByte('\n') }

// say writes a sentence, broken between words; its further lines are two deeper.
func (p *page) say(indent int, format string, args ...any) {
	const width = 96
	column := 0
	for i, word := range strings.Fields(fmt.Sprintf(format, args...)) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
			p.b.WriteString(strings.Repeat(" ", indent))
			column = indent
		case column+1+n > width:
			p.b.WriteString("\n" + strings.Repeat(" ", indent+2))
			column = indent + 2
		default:
			p.b.WriteByte(' ')
			column++
		}
		p.b.WriteString(word)
		column += n
	}
	p.b.WriteByte('\n')
}

func (p *page) sources(all []string) {
	p.say(2, "Sources:")
	for _, s := range all {
		p.say(4, "%s", s)
	}
}

// A table is columns of cells that stand right.
type table struct {
	w      *tabwriter.Writer
	indent string
}

func (p *page) table(indent int, heads ...string) table {
	t := table{tabwriter.NewWriter(&p.b, 0, 0, 2, ' ', tabwriter.AlignRight), strings.Repeat(" ", indent)}
	cells := make([]any, len(heads))
	for i, h := range heads {
		cells[i] = h
	}
	t.row(cells...)
	return t
}

func (t table) row(cells ...any) {
	line := t.indent
	for _, c := range cells {
		line += fmt.Sprint(c) + "\t"
	}
	fmt.Fprintln(t.w, line) // into memory: it cannot fail
}

func (t table) end() { t.w.Flush() }
