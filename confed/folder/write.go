package folder

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vicinia/vicinia/confed"
)

// Write writes the tables that Read reads, the refused filings among the designations, into
// a folder that it makes if need be. Equal worlds give equal bytes. What a table cannot
// hold is an error, and then nothing is written.
func Write(dir string, w *confed.World, refused []confed.Refusal) error {
	tables, err := render(w, refused)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for i, f := range files {
		name := filepath.Join(dir, f.Name)
		if tables[i] == nil {
			if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			continue
		}
		if err := os.WriteFile(name, tables[i], 0o666); err != nil {
			return err
		}
	}
	return nil
}

// render makes every table in memory; nil is an optional one without rows. Recognitions are
// written all the same, since without the table every community is recognised.
func render(w *confed.World, refused []confed.Refusal) ([][]byte, error) {
	if unlisted := w.Unlisted(); len(unlisted) > 0 {
		return nil, fmt.Errorf("a world folder has no table for the %s on record", strings.Join(unlisted, " and "))
	}
	tables := make([][]byte, len(files))
	for i, write := range writers {
		s := newSheet(files[i])
		if err := write(s, w, refused); err != nil {
			return nil, fmt.Errorf("%s: %w", files[i].Name, err)
		}
		text, err := s.bytes()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", files[i].Name, err)
		}
		if s.rows > 1 || !files[i].Optional || files[i].Name == "recognitions.csv" {
			tables[i] = text
		}
	}
	return tables, nil
}

// A sheet is a table being written.
type sheet struct {
	text bytes.Buffer
	csv  *csv.Writer
	rows int // with the header
	err  error
}

func newSheet(f File) *sheet {
	s := new(sheet)
	s.csv = csv.NewWriter(&s.text)
	s.row(f.Columns...)
	return s
}

// row writes one row; what Read would not give back as it is, is kept as an error.
func (s *sheet) row(fields ...string) {
	for _, f := range fields {
		if !utf8.ValidString(f) || strings.Contains(f, "\x00") || strings.Contains(f, "\r\n") || len(f) > MaxField {
			s.err = cmp.Or(s.err, fmt.Errorf("no field of a table can hold the text %.40q", f))
		}
	}
	s.err = cmp.Or(s.err, s.csv.Write(fields))
	s.rows++
}

func (s *sheet) bytes() ([]byte, error) {
	s.csv.Flush()
	return s.text.Bytes(), s.err
}

// writers write the tables, in the order of files.
var writers = []func(*sheet, *confed.World, []confed.Refusal) error{
	writeJurisdictions, writePersons, writeResidencies, writeCommunities, writeRecognitions,
	writeMemberships, writeCalls, writeDecisions, writeCheckins, writeBallots, writeSchedules,
	writePolicies, writeBases, writeDesignations, writeCompacts, writeParties, writeBudgets,
	writeServices, writeOpenings, writeCandidacies, writeFindings, writePhyles, writePoolings,
}

func writeJurisdictions(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for j := range w.Jurisdictions() {
		age := ""
		if j.VotingAge != 0 {
			age = strconv.Itoa(j.VotingAge)
		} else if j.Kind == confed.Municipality {
			age = "18"
		}
		s.row(string(j.ID), j.Name, j.Kind.String(), string(j.Within), j.State, j.Currency.String(), age, powersText(j.Powers))
	}
	return nil
}

func powersText(p confed.Powers) string {
	if p.Has(confed.NoPowers) {
		return "none"
	}
	var words []string
	for _, word := range []string{"set-rate", "collect", "spend", "designate"} {
		if p.Has(powers[word]) {
			words = append(words, word)
		}
	}
	return strings.Join(words, "|")
}

func writePersons(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for p := range w.Register().People() {
		s.row(string(p.ID), p.Born.String(), p.Died.String())
	}
	return nil
}

func writeResidencies(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for p := range w.Register().People() {
		for r := range w.Register().Stays(p.ID) {
			recorded := r.Recorded
			if recorded == 0 {
				recorded = always
			}
			s.row(string(p.ID), string(r.Municipality), r.From.String(), r.To.String(), recorded.String())
		}
	}
	return nil
}

func writeCommunities(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for c := range w.Communities() {
		s.row(string(c.ID), c.Name, c.Kind.String(), c.Form.String(), strconv.Itoa(c.Notice))
	}
	return nil
}

func writeRecognitions(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for c := range w.Communities() {
		for r := range w.Recognitions(c.ID) {
			by := string(r.By)
			if by == "" {
				by = confed.RegisterID
			}
			s.row(string(c.ID), by, r.When.From.String(), r.When.To.String())
		}
	}
	return nil
}

func writeMemberships(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for p := range w.Register().People() {
		for m := range w.Memberships(p.ID) {
			s.row(string(p.ID), string(m.Community), m.From.String(), m.To.String())
		}
	}
	return nil
}

func writeCalls(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for c := range w.Calls() {
		if c.Rule.AgeOn != 0 || c.Rule.MinStay != 0 {
			return fmt.Errorf("the roll of %s has a rule of age or of stay, for which there is no column", c.ID)
		}
		rule := c.Rule.Reference.String()
		if rule == "" || !strings.Contains(rule, ":") { // the day of the call
			rule = "on:" + c.On.String()
		}
		s.row(string(c.ID), c.Body.Of, c.On.String(), c.Vote.String(), rule)
	}
	return nil
}

func writeDecisions(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for d := range w.Decisions() {
		matter, threshold := wordFor(matters, d.Matter.Kind), wordFor(thresholds, d.Threshold)
		if matter == "" || threshold == "" {
			return fmt.Errorf("%s: there is no word for %s by %s", d.ID, d.Matter.Kind, d.Threshold)
		}
		subject, quorum := d.Matter.For, ""
		if d.Matter.Compact != "" {
			subject = string(d.Matter.Compact)
		}
		if d.Quorum.Sign() > 0 {
			quorum = d.Quorum.String()
		}
		s.row(string(d.ID), string(d.Call), matter, subject, threshold, quorum)
	}
	return nil
}

func writeCheckins(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for d := range w.Decisions() {
		roll, closed := w.Roll(d.Call)
		if !closed || d.CheckedIn == 0 {
			continue
		}
		for p := range roll.All() {
			if w.CheckedIn(d.ID, p) {
				s.row(string(d.ID), string(p))
			}
		}
	}
	return nil
}

func writeBallots(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for d := range w.Decisions() {
		for i, n := range []int64{d.Yes, d.No, d.Blank, d.Spoilt} {
			if n > 0 {
				s.row(string(d.ID), wordFor(choices, i), strconv.FormatInt(n, 10))
			}
		}
	}
	return nil
}

func writeSchedules(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for a := range w.Schedules() {
		kind, parameters, err := a.Act.Tax.Text()
		if err != nil {
			return err
		}
		s.row(string(a.Act.Jurisdiction), strconv.Itoa(a.Act.Year), kind, parameters,
			wordFor(origins, a.Act.External), string(a.By))
	}
	return nil
}

func writePolicies(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for a := range w.Policies() {
		s.row(string(a.Act.Jurisdiction), strconv.Itoa(a.Act.Year), a.Act.Cap.String(),
			a.Act.Membership.String(), wordFor(undeclared, true), string(a.By))
	}
	return nil
}

func writeBases(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for _, y := range w.FiscalYears() {
		for p, base := range w.Bases(y) {
			s.row(string(p), strconv.Itoa(y), base.String())
		}
	}
	return nil
}

func writeDesignations(s *sheet, w *confed.World, refused []confed.Refusal) error {
	all := slices.Collect(w.Filings())
	for _, r := range refused {
		if f, ok := r.Act.(confed.Filing); ok {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, confed.ByFiling)
	for _, f := range all {
		head := []string{string(f.Person), string(f.Jurisdiction), strconv.Itoa(f.Year)}
		if len(f.Choices) == 0 {
			s.row(append(head, "", "", f.On.String())...)
		}
		for _, c := range f.Choices {
			s.row(append(head[:3:3], string(c.Recipient), c.Share.String(), f.On.String())...)
		}
	}
	return nil
}

func writeCompacts(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for c := range w.Compacts() {
		objects := strings.Join(c.Objects, "|")
		if strings.Count(objects, "|") != len(c.Objects)-1 {
			return errors.New("an object of " + string(c.ID) + " has a bar in it")
		}
		s.row(string(c.ID), c.Name, wordFor(levels, c.Level), objects, strconv.Itoa(c.Notice))
	}
	return nil
}

func writeParties(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for c := range w.Compacts() {
		for t := range w.Terms(c.ID) {
			rule, parameter := t.Share.Rule()
			s.row(string(c.ID), string(t.Party), t.From.String(), t.To.String(), t.NoticeOn.String(),
				rule, parameter, string(t.JoinedBy), string(t.LeftBy))
		}
	}
	return nil
}

func writeBudgets(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for c := range w.Compacts() {
		for b := range w.Budgets(c.ID) {
			s.row(string(c.ID), strconv.Itoa(b.Year), b.Amount.Amount())
		}
	}
	return nil
}

func writeServices(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for v := range w.Services() {
		people := ""
		if v.People > 0 {
			people = strconv.FormatInt(v.People, 10)
		}
		s.row(string(v.ID), v.Name, string(v.Jurisdiction), v.Object, people, v.Cost.Amount())
	}
	return nil
}

func writeOpenings(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for v := range w.Services() {
		for o := range w.Openings(v.ID) {
			s.row(string(v.ID), o.When.From.String(), o.When.To.String())
		}
	}
	return nil
}

func writeCandidacies(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for v := range w.Services() {
		for c := range w.Candidacies(v.ID) {
			s.row(string(v.ID), string(c.Candidate), c.On.String())
		}
	}
	return nil
}

func writeFindings(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for v := range w.Services() {
		for f := range w.Findings(v.ID) {
			a := f.Act
			s.row(string(v.ID), wordFor(rungs, a.Rung), a.Provider, wordFor(answers, a.Sufficient),
				a.When.From.String(), a.When.To.String(), string(f.By))
		}
	}
	return nil
}

func writePhyles(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for p := range w.Phyles() {
		var ids []string
		for _, c := range p.Communities {
			if strings.Contains(string(c), "|") {
				return fmt.Errorf("the id %q of a community of %s has a bar in it", c, p.ID)
			}
			ids = append(ids, string(c))
		}
		slices.Sort(ids)
		s.row(string(p.ID), p.Name, strings.Join(ids, "|"))
	}
	return nil
}

func writePoolings(s *sheet, w *confed.World, _ []confed.Refusal) error {
	for p := range w.Phyles() {
		for a := range w.Poolings(p.ID) {
			s.row(string(p.ID), string(a.Act.Community), a.Act.From.String(), a.Act.Share.String(), string(a.By))
		}
	}
	return nil
}
