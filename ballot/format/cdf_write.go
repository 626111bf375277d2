package format

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/vicinia/vicinia/ballot"
)

// WriteCDF writes rankings as a report that ReadCDF reads, a record for each ballot. Other
// kinds of ballot and spoilt ones are errors.
func WriteCDF(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil || p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return errors.New("the Common Data Format is written of rankings, and none that are spoilt")
	}
	quoted := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			panic("format: a text that is no JSON: " + err.Error())
		}
		return string(b)
	}
	out := bufio.NewWriter(w)
	fmt.Fprint(out, `{"@type":"CVR.CastVoteRecordReport","Version":"1.0.0","Election":[{"@type":"CVR.Election","@id":"e","Candidate":[`)
	comma := ""
	for o, name := range p.Slate().All() {
		fmt.Fprintf(out, `%s{"@type":"CVR.Candidate","@id":"c%d","Name":%s}`, comma, o+1, quoted(name))
		comma = ",\n"
	}
	fmt.Fprintf(out, `],"Contest":[{"@type":"CVR.CandidateContest","@id":"contest","Name":%s,"ContestSelection":[`, quoted(v.Title))
	comma = ""
	for o := range p.Slate().All() {
		fmt.Fprintf(out, `%s{"@type":"CVR.CandidateSelection","@id":"s%d","CandidateIds":["c%d"]}`, comma, o+1, o+1)
		comma = ","
	}
	fmt.Fprint(out, "]}]}],\n\"CVR\":[")
	if err := writeRecords(out, p); err != nil {
		return err
	}
	fmt.Fprintln(out, "]}")
	return out.Flush()
}

// writeRecords writes a record for each ballot.
func writeRecords(out *bufio.Writer, p *ballot.Profile) error {
	comma := ""
	write := func(b ballot.Ballot, n int64) error {
		var marks []byte
		for i, m := range b {
			if i > 0 {
				marks = append(marks, ',')
			}
			marks = fmt.Appendf(marks, `{"@type":"CVR.CVRContestSelection","ContestSelectionId":"s%d","SelectionPosition":[`+
				`{"@type":"CVR.SelectionPosition","HasIndication":"yes","NumberVotes":1,"Rank":%d}]}`, m.Option+1, m.Level)
		}
		for range n {
			_, err := fmt.Fprintf(out, `%s{"@type":"CVR.CVR","ElectionId":"e","CurrentSnapshotId":"1","CVRSnapshot":[{"@type":"CVR.CVRSnapshot","@id":"1",`+
				`"Type":"original","CVRContest":[{"@type":"CVR.CVRContest","ContestId":"contest","CVRContestSelection":[%s]}]}]}`, comma, marks)
			if err != nil {
				return err
			}
			comma = ",\n"
		}
		return nil
	}
	for b, n := range p.All() {
		if err := write(b, n); err != nil {
			return err
		}
	}
	return write(nil, p.Blank)
}
