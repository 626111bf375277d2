package format

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/internal/exact"
)

// The keys that WritePabulib writes from the instance.
var written = []string{
	"num_projects", "num_votes", "budget", "vote_type", "max_length", "min_project_score_threshold",
	"budget_per_category", "budget_per_neighborhood", "categories", "neighborhoods", "scoring_fn", "default_score",
}

// WritePabulib writes an instance so that ReadPabulib reads the same again, but for the
// order of projects in a cap. Other keys of Meta, titles and Selected are kept; voters are
// numbered in the order of their ballots. What the format has no place for is an error:
// pots, carried money, conflicts, requirements, equal ranks, spoilt ballots, an approval
// of a choice, a Unit that is no power of ten.
func WritePabulib(w io.Writer, p *Pabulib) error {
	in := p.Instance
	if err := in.Check(); err != nil {
		return err
	}
	places, ok := decimalsOf(max(1, in.Unit))
	switch {
	case !ok:
		return fmt.Errorf("Pabulib has decimal amounts: not %d units to one", in.Unit)
	case in.Pots != nil || in.Carried != 0 || in.Conflicts != nil || in.Requires != nil || in.Profile.Spoilt != 0:
		return fmt.Errorf("Pabulib has no pots, carried money, conflicts, requirements and spoilt ballots")
	case p.Title != nil && len(p.Title) != len(in.Cost) || p.Selected != nil && len(p.Selected) != len(in.Cost):
		return fmt.Errorf("%d titles and %d selections of %d projects", len(p.Title), len(p.Selected), len(in.Cost))
	}
	b := &pabulibWriter{Writer: bufio.NewWriter(w), p: p, places: places}
	if err := b.meta(); err != nil {
		return err
	}
	b.projects()
	if err := b.votes(); err != nil {
		return err
	}
	return b.Flush()
}

func decimalsOf(unit int64) (places int, ok bool) {
	for unit > 1 && unit%10 == 0 {
		unit /= 10
		places++
	}
	return places, unit == 1
}

type pabulibWriter struct {
	*bufio.Writer
	p      *Pabulib
	places int
}

func (b *pabulibWriter) line(fields ...string) {
	for i, f := range fields {
		if i > 0 {
			_ = b.WriteByte(';') // Flush tells
		}
		if strings.ContainsAny(f, ";\"") || strings.TrimSpace(f) != f {
			f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
		_, _ = b.WriteString(f)
	}
	_ = b.WriteByte('\n')
}

func (b *pabulibWriter) amount(n int64) string { return string(exact.AppendFixed(nil, n, b.places)) }

func (b *pabulibWriter) meta() error {
	in := b.p.Instance
	b.line("META")
	b.line("key", "value")
	for _, kv := range b.p.Meta {
		if strings.ContainsAny(kv[0]+kv[1], "\r\n") {
			return fmt.Errorf("%.40q: a line end has no place in Pabulib", kv[0])
		}
		if !slices.Contains(written, strings.ToLower(kv[0])) {
			b.line(kv[0], kv[1])
		}
	}
	b.line("num_projects", strconv.Itoa(len(in.Cost)))
	b.line("num_votes", strconv.FormatInt(in.Profile.Len()+in.Profile.Blank, 10))
	b.line("budget", b.amount(in.Budget))
	b.line("vote_type", map[ballot.Kind]string{
		ballot.Approval: "approval", ballot.Choice: "choose-1", ballot.Ranking: "ordinal", ballot.Scoring: "scoring",
	}[in.Profile.Kind()])
	if in.MinSupport > 0 {
		b.line("min_project_score_threshold", strconv.FormatInt(in.MinSupport, 10))
	}
	if in.Caps == nil {
		return nil
	}
	var amounts []string
	for _, c := range in.Caps {
		if listOf(c.Name) == nil || len(listOf(c.Name)) != 1 || listOf(c.Name)[0] != c.Name || strings.ContainsAny(c.Name, ":=\r\n") || len(c.Projects) == 0 {
			return fmt.Errorf("cap %.40q: a name without commas, colons and quotes, and some project, have a place in Pabulib", c.Name)
		}
		amounts = append(amounts, c.Name+": "+b.amount(c.Money))
	}
	b.line("budget_per_category", strings.Join(amounts, ", "))
	return nil
}

func (b *pabulibWriter) projects() {
	p, in := b.p, b.p.Instance
	b.line("PROJECTS")
	head := []string{"project_id", "cost"}
	if p.Title != nil {
		head = append(head, "name")
	}
	if in.Caps != nil {
		head = append(head, "category")
	}
	if p.Selected != nil {
		head = append(head, "selected")
	}
	b.line(head...)
	for o, id := range in.Profile.Slate().All() {
		row := []string{id, b.amount(in.Cost[o])}
		if p.Title != nil {
			row = append(row, strings.Join(strings.FieldsFunc(p.Title[o], func(r rune) bool { return r == '\n' || r == '\r' }), " "))
		}
		if in.Caps != nil {
			row = append(row, strings.Join(capsOf(in.Caps, id), ","))
		}
		if p.Selected != nil {
			row = append(row, strconv.Itoa(p.Selected[o]))
		}
		b.line(row...)
	}
}

// capsOf are the names of the caps of a project.
func capsOf(caps []projects.Pot, id string) (names []string) {
	for _, c := range caps {
		if slices.Contains(c.Projects, id) {
			names = append(names, c.Name)
		}
	}
	return names
}

func (b *pabulibWriter) votes() error {
	in := b.p.Instance
	b.line("VOTES")
	points := in.Profile.Kind() == ballot.Scoring || in.Points != nil && in.Profile.Kind() == ballot.Ranking
	head := []string{"voter_id", "vote"}
	if points {
		head = append(head, "points")
	}
	b.line(head...)
	voter := int64(0)
	for marks, n := range in.Profile.All() {
		var vote, score []string
		for i, m := range marks {
			id := in.Profile.Slate().Name(m.Option)
			if strings.ContainsRune(id, ',') || strings.EqualFold(id, "none") && i == 0 {
				return fmt.Errorf("%.40q has no place in a vote of Pabulib", id)
			}
			vote = append(vote, id)
			switch in.Profile.Kind() {
			case ballot.Scoring:
				score = append(score, strconv.Itoa(int(m.Level)))
			case ballot.Ranking:
				if int(m.Level) != i+1 {
					return fmt.Errorf("%.40q: Pabulib has no equal and no skipped ranks", id)
				}
				if points {
					score = append(score, strconv.FormatInt(append(slices.Clip(in.Points), make([]int64, i+1)...)[i], 10))
				}
			}
		}
		rest := []string{strings.Join(vote, ",")}
		if points {
			rest = append(rest, strings.Join(score, ","))
		}
		for range n {
			voter++
			b.line(append([]string{strconv.FormatInt(voter, 10)}, rest...)...)
		}
	}
	for range in.Profile.Blank {
		voter++
		b.line(append([]string{strconv.FormatInt(voter, 10), ""}, make([]string, len(head)-2)...)...)
	}
	return nil
}
