package format

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/internal/exact"
)

// metaRow keeps a key. A colon is taken for the semicolon where there is none, as in the
// example of the format's own description.
func (r *pabulib) metaRow(line string) {
	key, value := r.row[0], cell{column: len(line) + 1}
	if len(r.row) > 1 {
		value = r.row[1]
	} else if k, v, ok := strings.Cut(key.text, ":"); ok {
		key.text, value = strings.TrimSpace(k), cell{strings.TrimSpace(v), key.column + len(k) + 1}
	}
	name := strings.ToLower(key.text)
	r.out.Meta = append(r.out.Meta, [2]string{strings.Clone(key.text), strings.Clone(value.text)})
	if before, twice := r.meta[name]; twice {
		if before.text != value.text && (slices.Contains(written, name) || strings.HasPrefix(name, "budget")) {
			r.fault(key, "%.40q stands twice, and not the same", key.text)
		}
		return
	}
	r.meta[name], r.metaLine[name] = cell{strings.Clone(value.text), value.column}, r.line
}

// metaFault is a fault in the value of a key, or in the section if it is missing.
func (r *pabulib) metaFault(key string, format string, operands ...any) {
	c, line := r.meta[key], r.metaLine[key]
	r.add(r.file, max(1, line), max(1, c.column), fmt.Errorf(key+": "+format, operands...))
}

// metaNumber is a whole number; ok is false if the key is missing or a fault.
func (r *pabulib) metaNumber(key string) (n int64, ok bool) {
	c, ok := r.meta[key]
	if !ok || c.text == "" {
		return 0, false
	}
	a, err := parseAmount(c.text)
	if err != nil || a.places > 0 {
		r.metaFault(key, "%.40q: want a whole number", c.text)
		return 0, false
	}
	return a.digits, true
}

func (r *pabulib) projectRow() {
	id, cost := r.column("project_id"), r.column("cost")
	r.rows++
	for _, c := range r.row[min(len(r.row), r.width):] {
		if c.text != "" {
			r.fault(c, "%d fields, and %d columns", len(r.row), r.width)
			return
		}
	}
	err := ballot.CheckName(id.text)
	if _, twice := r.number[id.text]; err == nil && twice {
		err = errors.New("the project stands twice")
	}
	if err == nil && len(r.ids) == projects.MaxProjects {
		err = fmt.Errorf("more than %d projects", projects.MaxProjects)
	}
	if err != nil {
		r.fault(id, "%.40q: %w", id.text, err)
		return
	}
	a, err := parseAmount(cost.text)
	if err != nil {
		r.fault(cost, "cost: %w", err)
	}
	name := strings.Clone(id.text)
	r.number[name] = ballot.Option(len(r.ids))
	r.ids = append(r.ids, name)
	r.amounts = append(r.amounts, a)
	r.out.Title = append(r.out.Title, strings.Clone(r.column("name").text))
	for _, list := range []string{"category", "neighborhood"} {
		r.lists[list] = append(r.lists[list], strings.Clone(r.column(list).text))
	}
	if _, ok := r.header["selected"]; ok {
		c := r.column("selected")
		n, err := strconv.ParseUint(c.text, 10, 8)
		if err != nil && c.text != "" && !strings.EqualFold(c.text, "none") {
			r.fault(c, "selected: %.40q: want 0, 1, 2 or 3", c.text)
		}
		r.out.Selected = append(r.out.Selected, int(n))
	}
}

// promised checks what META says of the other sections, and the budget.
func (r *pabulib) promised() {
	if n, ok := r.metaNumber("num_projects"); ok && n != r.rows {
		r.metaFault("num_projects", "%d, and the file has %d", n, r.rows)
	}
	if n, ok := r.metaNumber("num_votes"); ok && n != r.votes {
		r.metaFault("num_votes", "%d, and the file has %d", n, r.votes)
	}
	if _, err := parseAmount(r.meta["budget"].text); err != nil {
		r.metaFault("budget", "%w", err)
	}
}

// finish makes the instance of a file without faults.
func (r *pabulib) finish() {
	budget, err := parseAmount(r.meta["budget"].text)
	if err != nil {
		r.metaFault("budget", "%w", err)
		return
	}
	r.amounts = append(r.amounts, budget)
	in := r.out.Instance
	for _, k := range []struct{ key, names, column string }{
		{"budget_per_category", "categories", "category"}, {"budget_per_neighborhood", "neighborhoods", "neighborhood"},
	} {
		r.caps(k.key, k.names, r.lists[k.column])
	}
	places := 0
	for _, a := range r.amounts {
		places = max(places, a.places)
	}
	in.Unit, err = amount{1, 0}.at(places)
	units := make([]int64, len(r.amounts))
	for i, a := range r.amounts {
		if err == nil {
			units[i], err = a.at(places)
		}
	}
	if err != nil {
		r.metaFault("budget", "%w", err)
		return
	}
	m := len(r.ids)
	in.Cost, in.Budget = units[:m:m], units[m]
	for i := range in.Caps {
		in.Caps[i].Money = units[m+1+i]
	}
	in.Profile = r.scoring.profile
	in.Points = r.scoring.ranks(r, m)
	r.threshold()
	if err := in.Check(); err != nil && len(r.list) == 0 {
		r.add(r.file, 1, 1, err)
	}
}

// threshold reads the minimum support, in the scale of the points; a fraction of a point
// is rounded up, since scores are whole.
func (r *pabulib) threshold() {
	c := r.meta["min_project_score_threshold"]
	if c.text == "" || strings.EqualFold(c.text, "none") {
		return
	}
	if strings.HasSuffix(c.text, "%") {
		r.share(c.text)
		return
	}
	a, err := parseAmount(c.text)
	if err != nil {
		r.metaFault("min_project_score_threshold", "%w", err)
		return
	}
	n := a.digits
	for p := a.places; p > 0; p-- {
		n = (n + 9) / 10 // rounding up digit by digit is rounding up
	}
	if r.scale > 1 {
		if n, err = (amount{n, 0}).at(r.scoring.places); err != nil {
			r.metaFault("min_project_score_threshold", "%w", err)
			return
		}
	}
	r.out.Instance.MinSupport = n
}

// share is a threshold of the ballots, rounded up to whole ones.
func (r *pabulib) share(text string) {
	share, err := vicinia.ParseRatio(text)
	if err != nil || share.Sign() < 0 || r.votes > ballot.MaxBallots {
		r.metaFault("min_project_score_threshold", "%.40q: want a number or a share such as 5%%", text)
		return
	}
	num, den := share.Parts()
	n, ok := exact.Mul(uint64(num), uint64(r.votes)).Quo(exact.Ceiling, uint64(den), false)
	if !ok {
		r.metaFault("min_project_score_threshold", "%w", vicinia.ErrOverflow)
	}
	r.out.Instance.MinSupport = n
}

// caps reads amounts by category or neighbourhood: "sport: 100, culture: 50", or amounts
// alone, in the order of another key. What is in no such form is noted and not used.
func (r *pabulib) caps(key, names string, by []string) {
	c, ok := r.meta[key]
	if !ok || c.text == "" {
		return
	}
	note := func(text string) {
		r.out.Notes = append(r.out.Notes, vicinia.Fault{
			File: r.file, Line: r.metaLine[key], Column: c.column, Err: fmt.Errorf("%s: %s, so that it is not used", key, text),
		})
	}
	values, order := listOf(c.text), listOf(r.meta[names].text)
	var caps []projects.Pot
	var amounts []amount
	for i, v := range values {
		name, text := "", v
		if at := strings.LastIndexAny(v, ":="); at >= 0 {
			name, text = trimmed(v[:at]), v[at+1:]
		} else if len(order) == len(values) {
			name = order[i]
		}
		a, err := parseAmount(trimmed(text))
		if err != nil || name == "" {
			note("want an amount for each of " + names)
			return
		}
		pot := projects.Pot{Name: name}
		for p, text := range by {
			if trimmed(text) == name || slices.Contains(listOf(text), name) {
				pot.Projects = append(pot.Projects, r.ids[p])
			}
		}
		caps, amounts = append(caps, pot), append(amounts, a)
	}
	for i, cap := range caps {
		if cap.Projects == nil {
			note(fmt.Sprintf("no project has the name %.40q", cap.Name))
			continue
		}
		r.out.Instance.Caps = append(r.out.Instance.Caps, cap)
		r.amounts = append(r.amounts, amounts[i])
	}
}

// listOf cuts "[a, 'b']" and "a,b".
func listOf(text string) (list []string) {
	for part := range strings.SplitSeq(strings.Trim(text, "[]{}() "), ",") {
		if part = trimmed(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func trimmed(text string) string { return strings.Trim(text, " \t'\"") }
