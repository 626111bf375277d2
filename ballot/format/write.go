package format

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/seats"
)

// Write writes votes in a form, as Read reads them; Auto is CSV. What a form has no place
// for is an error: see its writer.
func Write(w io.Writer, f Form, v *Votes) error {
	if v.Profile == nil && f != Auto && f != CSV && (f != PrefLib || v.Duels == nil) {
		return fmt.Errorf("%s holds ballots, and there are none", f)
	}
	switch f {
	case Auto, CSV:
		return WriteCSV(w, v)
	case PrefLib:
		return WritePrefLib(w, v)
	case Debian:
		return WriteDebian(w, v.Profile)
	case BLT:
		return WriteBLT(w, v)
	case ABIF:
		return WriteABIF(w, v)
	case CEF:
		return WriteCEF(w, v)
	case RCTab:
		return WriteRCTab(w, v.Profile)
	case CDF:
		return WriteCDF(w, v)
	case PB:
		if v.Projects == nil {
			return errors.New("Pabulib holds projects, and there are none")
		}
		return WritePabulib(w, &Pabulib{Instance: v.Projects})
	}
	return fmt.Errorf("no such %s", f)
}

// WriteCSV writes ballots, results or bodies as ReadCSV reads them, given the slate as
// options; ranks that are left out close up, weights of bodies are those of the tallies.
// Spoilt ballots beside others, choices, and names with the signs of a ballot have no place
// in the table and are errors; for districts see [WriteTables].
func WriteCSV(w io.Writer, v *Votes) error {
	out := csv.NewWriter(w)
	var err error
	switch {
	case v.Profile != nil:
		err = writeBallots(out, v.Profile)
	case v.Counts != nil:
		err = writeCounts(out, v.Counts)
	case v.Tallies != nil:
		err = writeTallies(out, v.Tallies)
	default:
		err = errors.New("no votes that a table can hold")
	}
	out.Flush()
	return errors.Join(err, out.Error())
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

func writeBallots(out *csv.Writer, p *ballot.Profile) error {
	columns := map[ballot.Kind]string{ballot.Ranking: "ranking", ballot.Approval: "approvals", ballot.Scoring: "scores"}
	signs := map[ballot.Kind]string{ballot.Ranking: ">=", ballot.Approval: "|", ballot.Scoring: "|"}
	column, ok := columns[p.Kind()]
	if !ok || p.Spoilt > 0 {
		return fmt.Errorf("CSV holds rankings, approvals and scores: %s ballots and %d spoilt ones do not fit", p.Kind(), p.Spoilt)
	}
	for _, name := range p.Slate().All() {
		if strings.ContainsAny(name, signs[p.Kind()]) {
			return fmt.Errorf("CSV has no place for %s in an option %.40q of %s ballots", signs[p.Kind()], name, p.Kind())
		}
	}
	if err := out.Write([]string{"count", column}); err != nil {
		return err
	}
	var line strings.Builder
	for b, n := range p.All() {
		line.Reset()
		for i, m := range b {
			switch {
			case i == 0:
			case p.Kind() != ballot.Ranking:
				line.WriteByte('|')
			case m.Level == b[i-1].Level:
				line.WriteByte('=')
			default:
				line.WriteByte('>')
			}
			line.WriteString(p.Slate().Name(m.Option))
			if p.Kind() == ballot.Scoring {
				fmt.Fprintf(&line, "=%d", m.Level)
			}
		}
		if err := out.Write([]string{text(n), line.String()}); err != nil {
			return err
		}
	}
	if p.Blank > 0 {
		return out.Write([]string{text(p.Blank), ""})
	}
	return nil
}

func writeCounts(out *csv.Writer, c *ballot.Counts) error {
	rows := [][]string{{"option", "votes"}}
	for o, name := range c.Slate().All() {
		if name == blankRow || name == spoiltRow {
			return fmt.Errorf("CSV has no place for an option %q", name)
		}
		rows = append(rows, []string{name, text(c.Of(o))})
	}
	return out.WriteAll(append(rows, []string{blankRow, text(c.Blank)}, []string{spoiltRow, text(c.Spoilt)}))
}

func writeTallies(out *csv.Writer, tallies []referendum.Tally) error {
	rows := [][]string{{"body", "weight", "yes", "no", "eligible", "blank", "spoilt"}}
	for _, t := range tallies {
		rows = append(rows, []string{t.Body, text(t.Weight), text(t.Yes), text(t.No), text(t.Eligible), text(t.Blank), text(t.Spoilt)})
	}
	return out.WriteAll(rows)
}

// WriteTables writes the votes of lists by district, and the seats of the districts, as
// ReadCSV reads the two tables.
func WriteTables(votes, house io.Writer, m *seats.Matrix) error {
	cells, rows := [][]string{{"district", "list", "votes"}}, [][]string{{"district", "seats"}}
	for i, district := range m.Districts().All() {
		rows = append(rows, []string{district, text(m.Seats(i))})
		for j, list := range m.Lists().All() {
			cells = append(cells, []string{district, list, text(m.Votes(i, j))})
		}
	}
	return errors.Join(csv.NewWriter(votes).WriteAll(cells), csv.NewWriter(house).WriteAll(rows))
}

// WriteDebian writes rankings as a tally sheet that ReadDebian reads, a line for each
// ballot. Ranks above 9, other kinds of ballot and spoilt ones have no place in a sheet and
// are errors.
func WriteDebian(w io.Writer, p *ballot.Profile) error {
	if p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return fmt.Errorf("a tally sheet holds rankings: %s ballots and %d spoilt ones do not fit", p.Kind(), p.Spoilt)
	}
	out := bufio.NewWriter(w)
	for o, name := range p.Slate().All() {
		fmt.Fprintf(out, "Option %d---->: %s\n", o+1, name)
	}
	line := make([]byte, p.Slate().Len())
	write := func(b ballot.Ballot, n int64) error {
		for i := range line {
			line[i] = '-'
		}
		for _, m := range b {
			if m.Level > 9 {
				return fmt.Errorf("a tally sheet has no rank %d", m.Level)
			}
			line[m.Option] = '0' + byte(m.Level)
		}
		for range n {
			if _, err := fmt.Fprintf(out, "%s%s\n", voteLine, line); err != nil {
				return err
			}
		}
		return nil
	}
	for b, n := range p.All() {
		if err := write(b, n); err != nil {
			return err
		}
	}
	if err := write(nil, p.Blank); err != nil {
		return err
	}
	return out.Flush()
}
