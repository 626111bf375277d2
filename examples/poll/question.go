package poll

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// Official is the rule that the file names.
const Official = "official"

// MaxHeld are the marks of ballots that are held in memory where the rule counts sums: one
// or two hundred megabytes.
const MaxHeld = 1 << 22

// A Question is a vote that is to be counted. The zero of every field but Rule is what the
// rule or the file says.
type Question struct {
	Rule     string        // its name; "" and Official are the one that a Pabulib file names
	Case     rulebook.Case // its settings; the votes are not looked at
	Reader   format.Reader
	Room     int    // marks of ballots in memory, where the rule counts sums; 0 is MaxHeld
	Unranked string // below or apart
	Reach    vicinia.Ratio
	Minimum  int64

	// Of projects, with names as the file has them and amounts in its currency.
	Conflicts, Requires [][]string
	Pots, Caps          [][]string // NAME=MONEY and the projects
	Carried             string

	// Tie is none, order (of the options), order:A,B or lot:SEED. Before one of them and a
	// comma, or alone, stands earlier: the votes of earlier rounds.
	Tie string
	All bool // also every outcome that some way of breaking the ties gives

	// Follow are ballots, as they are typed (Ana>Ben=Cai) or id: and the id of a record, of which
	// it is told where they stood in every round. Trail tells it of all.
	Follow Texts
	Trail  bool
}

// A Misuse is a setting that is wrong, missing, or not asked by the rule.
type Misuse struct {
	Setting Setting
	Text    string // {} stands for the setting
}

// Say names the setting.
func (m Misuse) Say(name string) string { return strings.ReplaceAll(m.Text, "{}", name) }

// Error is of the flag: "-seats is not for plurality".
func (m Misuse) Error() string { return m.Say("-" + m.Setting.Name) }

// misuse is that of the setting of a name.
func (q *Question) misuse(name, text string, args ...any) error {
	for _, s := range q.Settings() {
		if s.Name == name {
			return Misuse{s, fmt.Sprintf(text, args...)}
		}
	}
	panic("poll: no setting " + name)
}

// entry is the rule, or none if the file is to name it.
func (q *Question) entry() (rulebook.Entry, error) {
	if q.Rule == "" || q.Rule == Official {
		return rulebook.Entry{}, nil
	}
	rule, ok := rulebook.Find(q.Rule)
	if !ok {
		return rule, q.misuse("rule", "no rule %.80q%s", q.Rule, near(fmt.Sprintf("%.80s", q.Rule)))
	}
	return rule, q.check(rule)
}

// Check returns what is wrong with a question before any file is read: each a Misuse.
func (q *Question) Check() error {
	_, err := q.entry()
	return err
}

// official is the rule that the file names.
func (q *Question) official(v *format.Votes) (rulebook.Entry, error) {
	if v.Projects == nil {
		return rulebook.Entry{}, q.misuse("rule", "no {}, and only a file of Pabulib names one")
	}
	rule, err := rulebook.Official(v.Rule)
	if err != nil {
		return rule, q.misuse("rule", "%v Say {}", err)
	}
	return rule, q.check(rule)
}

// check returns all that is wrong with the settings for a rule.
func (q *Question) check(rule rulebook.Entry) error {
	var faults []error
	fault := func(name, text string, args ...any) { faults = append(faults, q.misuse(name, text, args...)) }
	for _, s := range q.Settings() {
		switch {
		case s.of != nil && s.given() && !s.of(rule):
			fault(s.Name, "{} is not for %s", rule.Name)
		case s.number() < 0:
			fault(s.Name, "{} is below 0")
		}
	}
	c, r := q.Case, q.Case.Rounds
	share := c.Threshold.Share
	if (c.Threshold.Valid != 0 || c.Threshold.Exempt != nil) && share.Sign() == 0 {
		fault("threshold", "-valid and -exempt are about a {}, which is not given")
	}
	for _, s := range []struct {
		name string
		of   vicinia.Ratio
	}{{"threshold", share}, {"part", c.Part}, {"reach", q.Reach}} {
		if s.of.Sign() < 0 || s.of.Cmp(vicinia.Frac(1, 1)) > 0 {
			fault(s.name, "{} %v is not from 0%% to 100%%", s.of)
		}
	}
	_, den := q.Reach.Parts()
	switch {
	case q.Reach.Sign() != 0 && 100%den != 0:
		fault("reach", "{} %v: want whole percents", q.Reach)
	case q.Reach.Sign() == 0 && r.Cutoff:
		fault("reach", "-cutoff is about a {}, which is not given")
	case q.Reach.Sign() != 0 && (r.ToTwo || r.Batch == "most"):
		fault("reach", "{} goes neither with -until-two nor with -batch most")
	}
	if r.Sole && !rounds(rule) {
		fault("overvotes", "{} sole is not for %s", rule.Name)
	}
	faults = append(faults, q.words(rule)...)
	return errors.Join(faults...)
}

// words are the faults of settings that are one of some words.
func (q *Question) words(rule rulebook.Entry) (faults []error) {
	fault := func(name, text string, args ...any) { faults = append(faults, q.misuse(name, text, args...)) }
	for _, s := range []struct {
		name, word string
		want       []string
	}{
		{"unranked", q.Unranked, []string{ballot.Below.String(), ballot.Apart.String()}},
		{"batch", q.Case.Rounds.Batch, []string{"level", "one", "most"}},
		{"quota", q.Case.Rounds.Quota, []string{"unit", "whole", "hare", "hare-whole"}},
	} {
		if s.word != "" && !slices.Contains(s.want, s.word) {
			last := len(s.want) - 1
			fault(s.name, "{} %.80q; want %s or %s", s.word, strings.Join(s.want[:last], ", "), s.want[last])
		}
	}
	tie, earlier := q.tie()
	if seed, lot := strings.CutPrefix(tie, "lot:"); tie != "none" && tie != "order" && tie != "" && (!lot || seed == "") {
		if _, err := order(tie); err != nil {
			fault("tie", "{} %.80q; want none, order, order:A,B or lot:SEED, or earlier and a comma before one of them", q.Tie)
		}
	}
	if earlier && !rounds(rule) {
		fault("tie", "{} earlier is not for %s", rule.Name)
	}
	if rule.Family != rulebook.Project {
		return faults
	}
	if err := new(projects.Utility).UnmarshalText([]byte(q.Case.Utility)); q.Case.Utility != "" && err != nil {
		fault("utility", "%v", err)
	}
	if err := new(projects.Completion).UnmarshalText([]byte(q.Case.Completion)); q.Case.Completion != "" && err != nil {
		fault("completion", "%v", err)
	}
	for _, pair := range q.Requires {
		if len(pair) != 2 {
			fault("requires", "{} %.80q; want two: A,B, where A is funded only together with B", strings.Join(pair, ","))
		}
	}
	return faults
}
