package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/vicinia/vicinia/ballot/rulebook"
)

// needs are what the rules of a family count.
var needs = map[rulebook.Family]string{
	rulebook.Referendum: "yes, no", rulebook.Winner: "votes", rulebook.Rankings: "rankings", rulebook.Duels: "rankings", rulebook.Grades: "scores",
	rulebook.STV: "rankings", rulebook.Committee: "approvals", rulebook.Seats: "votes", rulebook.Table: "districts", rulebook.Project: "projects",
}

// list writes the rules of the book whose lines or families have all words.
func list(out io.Writer, words []string) error {
	some := false
	for e := range rulebook.All() {
		line := fmt.Sprintf("%-24s %-10s %s%s\n", e.Name, needs[e.Family], e.About, also(e.Aliases))
		if !all(strings.ToLower(line+families[e.Family]), words) {
			continue
		}
		some = true
		if _, err := io.WriteString(out, line); err != nil {
			return err
		}
	}
	if !some {
		return errUsage(fmt.Sprintf("-list knows no rule by %q; families are referendum, ranked, graded, stv, committee, seats and projects", strings.Join(words, " ")))
	}
	return nil
}

// families are the words by which -list finds the rules of a family.
var families = map[rulebook.Family]string{
	rulebook.Referendum: "referendum", rulebook.Winner: "single winner", rulebook.Rankings: "ranked single winner", rulebook.Duels: "ranked single winner condorcet",
	rulebook.Grades: "graded rated single winner", rulebook.STV: "transferable stv ranked seats", rulebook.Committee: "committee seats",
	rulebook.Seats: "apportionment seats", rulebook.Table: "apportionment seats", rulebook.Project: "projects budget",
}

func all(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func also(aliases []string) string {
	if len(aliases) == 0 {
		return ""
	}
	return fmt.Sprintf(" (also %s)", join(aliases))
}
