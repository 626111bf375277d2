package format

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ReadCDF reads cast-vote records in the Common Data Format (NIST SP 1500-103), in JSON or
// XML: of each record the current snapshot, of that the contest, and of that the selections
// with an indication, by the ranks of their positions, else their own. Selections that are not
// allocable, or wait for adjudication, count for nothing. A selection without a rank has rank
// 1, as on ballots that mark one option. Write-ins and selections that no candidate of the
// contest has are not listed: see [Policy]; a ticket has the name of its first candidate. A
// record that lacks the contest did not vote in it and is no ballot of it. A UniqueId stands
// once in a file.
//
// The slate is that of the records, else the candidates of the contest in their order. The
// shards are reports of one election, with the same ids; where they name its candidates
// differently, the records say who is who.
func ReadCDF(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readCDF(records, nil, shards)
}

func readCDF(records Records, parts *parts, shards []Shard) (*Votes, error) {
	return readRegister(records, parts, shards, (*register).report)
}

// The parts of a report that are looked at.
type (
	cdfRecord struct {
		UniqueId          string
		CurrentSnapshotId string
		CVRSnapshot       []struct {
			ID         string `json:"@id" xml:"ObjectId,attr"`
			CVRContest []struct {
				ContestId           string
				CVRContestSelection []cdfSelection
			}
		}
	}
	cdfSelection struct {
		ContestSelectionId string
		Rank               int32
		Status             texts
		SelectionPosition  []cdfPosition
	}
	cdfPosition struct {
		HasIndication, IsAllocable string
		Rank                       int32
		Status                     texts
		CVRWriteIn                 *struct{}
	}
	cdfElection struct {
		Candidate []struct {
			ID   string `json:"@id" xml:"ObjectId,attr"`
			Name string
		}
		Contest []struct {
			ID               string `json:"@id" xml:"ObjectId,attr"`
			Name             string
			ContestSelection []struct {
				ID           string `json:"@id" xml:"ObjectId,attr"`
				CandidateIds texts
				IsWriteIn    bool
			}
		}
	}
)

// texts are one text or a list of them.
type texts []string

// UnmarshalJSON reads a text or a list.
func (t *texts) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*t = make(texts, 1)
		return json.Unmarshal(b, &(*t)[0])
	}
	return json.Unmarshal(b, (*[]string)(t))
}

// report reads a file: XML, if it begins so.
func (r *register) report(s Shard) {
	begin := unmarked(s.Reader)
	s.Reader = begin
	of := func(key string) (any, func(*lines, int) error) {
		switch key {
		case "CVR":
			record := new(cdfRecord)
			return record, func(at *lines, column int) error {
				r.record(at, column, record)
				return nil
			}
		case "Election":
			e := new(cdfElection)
			return e, func(*lines, int) error {
				if r.contest != nil {
					return nil
				}
				return r.election(e)
			}
		}
		return nil, nil
	}
	if first, err := begin.Peek(1); err == nil && first[0] == '<' {
		r.elements(s, "CastVoteRecordReport", of)
		return
	}
	r.object(s, of)
}

// election takes the contests and their candidates.
func (r *register) election(e *cdfElection) error {
	names := map[string]string{}
	for _, c := range e.Candidate {
		names[c.ID] = r.records.known(c.Name)
	}
	for _, c := range e.Contest {
		next := contest{id: c.ID, name: c.Name, of: map[string]string{}}
		for _, s := range c.ContestSelection {
			ids := strings.Fields(strings.Join(s.CandidateIds, " "))
			if s.IsWriteIn || len(ids) == 0 {
				continue
			}
			name, ok := names[ids[0]]
			if !ok {
				return fmt.Errorf("contest %.40q: no candidate %.40q", c.Name, ids[0])
			}
			next.names = append(next.names, name)
			next.of[s.ID] = name
		}
		if err := r.enlist(next); err != nil {
			return err
		}
	}
	return nil
}

// record keeps the marks of a record.
func (r *register) record(at *lines, column int, record *cdfRecord) {
	if !r.identify(place{at}, column, record.UniqueId) {
		return
	}
	id := r.id
	for _, s := range record.CVRSnapshot {
		if s.ID != record.CurrentSnapshotId && len(record.CVRSnapshot) > 1 {
			continue
		}
		for _, c := range s.CVRContest {
			r.id = id
			p, ok := r.begin(c.ContestId, at, column)
			if !ok {
				continue
			}
			for _, selection := range c.CVRContestSelection {
				r.marksOf(&p, selection)
			}
			r.keep(p)
		}
	}
}

// unsettled is the status of a mark that somebody is to look at.
const unsettled = "needs-adjudication"

// marksOf adds the marks of a selection.
func (r *register) marksOf(p *filed, s cdfSelection) {
	positions := s.SelectionPosition
	if positions == nil && s.Rank > 0 {
		positions = []cdfPosition{{}}
	}
	for _, at := range positions {
		if at.HasIndication == "no" || at.IsAllocable == "no" || slices.Contains(s.Status, unsettled) || slices.Contains(at.Status, unsettled) {
			continue
		}
		r.choose(p, cmp.Or(at.Rank, s.Rank), s.ContestSelectionId, at.CVRWriteIn != nil)
	}
}
