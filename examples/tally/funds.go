package main

import (
	"fmt"
	"strings"

	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/examples/poll"
)

// money is an amount in the currency of the projects.
func (r result) money(n int64) string { return poll.Money(n, r.Case.Projects.Unit) }

// constraints are the money of a vote on projects, and what is asked of them.
func (r result) constraints() (lines []string) {
	in := r.Case.Projects
	if in == nil || r.Rule.Family != rulebook.Project {
		return nil
	}
	money := "money: " + r.money(in.Budget)
	if in.Carried > 0 {
		money += ", carried over " + r.money(in.Carried)
	}
	for _, p := range in.Pots {
		money += fmt.Sprintf("; %s %s for %s", p.Name, r.money(p.Money), join(p.Projects))
	}
	lines = append(lines, money)
	if in.MinSupport > 0 {
		lines = append(lines, fmt.Sprintf("minimum support: %d", in.MinSupport))
	}
	for _, p := range in.Caps {
		lines = append(lines, fmt.Sprintf("at most %s: %s (%s)", r.money(p.Money), join(p.Projects), p.Name))
	}
	for _, c := range in.Conflicts {
		lines = append(lines, "at most one: "+join(c))
	}
	for _, c := range in.Requires {
		lines = append(lines, fmt.Sprintf("together: %s only with %s", c[0], c[1]))
	}
	return lines
}

// funded are the projects that get money.
func (r result) funded(s *projects.Selection) string {
	text := fmt.Sprintf("funded for %s: %s", r.money(s.Spent()), join(poll.Names(s.Slate, s.Selected)))
	for o, name := range s.Slate.All() {
		if n := s.Funded[o]; n > 0 && n < r.Case.Projects.Cost[o] {
			text += fmt.Sprintf("; in part %s, with %s of %s", name, r.money(n), r.money(r.Case.Projects.Cost[o]))
		}
	}
	return text
}

// left is what nobody gets.
func (r result) left(s *projects.Selection) string {
	words := []string{r.money(s.Left)}
	for i, p := range r.Case.Projects.Pots {
		words = append(words, fmt.Sprintf("%s of %s", r.money(s.PotLeft[i]), p.Name))
	}
	return "left: " + strings.Join(words, "; ")
}
