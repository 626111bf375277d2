package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// ReadDominion reads the cast-vote records of Dominion Voting Systems: the files of an export
// together, in any order, which [Folder] finds in a folder and [Reader] in a zip.
//
//	CandidateManifest.json   {"List": [{"Description": "Ana", "Id": 7, "ContestId": 1, "Type": "Regular"}]}
//	ContestManifest.json     {"List": [{"Description": "Mayor", "Id": 1}]}
//	CvrExport.json           {"Sessions": [{"TabulatorId": 9, "BatchId": 4, "RecordId": 61, "Original": …}]}
//	CvrExport_2.json         more of them
//
// Other files are passed over. Of a session the current version counts, on all its cards; a
// session without one is a fault. Marks that are ambiguous count for nothing. A contest with
// the condition 7, invalid, is a spoilt ballot. A session that lacks the contest is no ballot
// of it. The id is TabulatorId-BatchId-RecordId, which stands once in a file; a RecordId that
// is no number is taken for withheld. Candidates of the type WriteIn are not listed: see
// [Policy]. Aliases may stand for a candidate's id too. The slate is that of the records, else
// the candidates of the contest in the order of the manifest.
func ReadDominion(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readDominion(records, nil, shards)
}

func readDominion(records Records, parts *parts, shards []Shard) (*Votes, error) {
	first := slices.Clone(shards) // the manifests, so that no record waits for them
	slices.SortStableFunc(first, func(a, b Shard) int { return manifest(a.Name) - manifest(b.Name) })
	begun := false
	return readRegister(records, parts, first, func(r *register, s Shard) {
		r.wanting = r.wanting || !begun
		begun = true
		r.export(s)
	})
}

// What a file of an export is, by its name.
const (
	ofCandidates = iota
	ofContests
	ofSessions
	ofNoUse
)

func manifest(name string) int {
	switch base := strings.ToLower(baseOf(name)); {
	case base == "candidatemanifest.json":
		return ofCandidates
	case base == "contestmanifest.json":
		return ofContests
	case strings.HasSuffix(base, "manifest.json") || path.Ext(base) != ".json":
		return ofNoUse
	}
	return ofSessions
}

// baseOf is the last part of a path, divided by / or \.
func baseOf(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// The parts of an export that are looked at.
type (
	dominionItem struct {
		Description, Type string
		Id, ContestId     code
	}
	dominionSession struct {
		TabulatorId, BatchId, RecordId code
		Original, Modified             *dominionVersion
	}
	dominionVersion struct {
		IsCurrent *bool
		Cards     []struct{ Contests []dominionContest }
		Contests  []dominionContest
	}
	dominionContest struct {
		Id                   code
		OutstackConditionIds []int64
		Marks                []struct {
			CandidateId code
			Rank        int32
			IsAmbiguous bool
		}
	}
)

// A code is a number or a text that stands for something.
type code string

// UnmarshalJSON reads a number or a text.
func (c *code) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && (b[0] == '-' || b[0] >= '0' && b[0] <= '9') {
		*c = code(b)
		return nil
	}
	return json.Unmarshal(b, (*string)(c))
}

// export reads a file of an export.
func (r *register) export(s Shard) {
	kind := manifest(s.Name)
	if kind == ofNoUse {
		return
	}
	r.object(s, func(key string) (any, func(*lines, int) error) {
		switch {
		case key == "Sessions":
			session := new(dominionSession)
			return session, func(at *lines, column int) error { return r.session(at, column, session) }
		case key != "List" || kind == ofSessions:
			return nil, nil
		}
		i := new(dominionItem)
		return i, func(*lines, int) error {
			if r.contest != nil {
				return nil
			}
			return r.entry(kind, i)
		}
	})
}

// entry takes a contest or a candidate of a manifest.
func (r *register) entry(kind int, i *dominionItem) error {
	if kind == ofContests {
		c := r.contestOf(string(i.Id))
		if c.name != "" && c.name != i.Description {
			return fmt.Errorf("contest %.40q is %.40q here and %.40q before", c.id, i.Description, c.name)
		}
		c.name = i.Description
		return nil
	}
	if i.Type == "WriteIn" {
		return nil
	}
	return r.contestOf(string(i.ContestId)).candidate(string(i.Id), r.records.called(string(i.Id), i.Description))
}

// invalidContest is the condition under which a contest of a card is not to be counted.
const invalidContest = 7

// session keeps the marks of a session.
func (r *register) session(at *lines, column int, s *dominionSession) error {
	id := fmt.Sprintf("%s-%s-%s", s.TabulatorId, s.BatchId, s.RecordId)
	if _, err := strconv.ParseUint(string(s.RecordId), 10, 64); err != nil {
		id = ""
	}
	if !r.identify(place{at}, column, id) {
		return nil
	}
	v := s.Original
	if v == nil || v.IsCurrent != nil && !*v.IsCurrent {
		v = s.Modified
	}
	if v == nil || v.IsCurrent != nil && !*v.IsCurrent {
		return fmt.Errorf("the session %.80s has no current version", id)
	}
	for _, card := range append(v.Cards, struct{ Contests []dominionContest }{v.Contests}) {
		for _, c := range card.Contests {
			r.id = id
			r.marksIn(at, column, c)
		}
	}
	return nil
}

// marksIn keeps the marks in a contest.
func (r *register) marksIn(at *lines, column int, c dominionContest) {
	p, ok := r.begin(string(c.Id), at, column)
	if !ok {
		return
	}
	p.invalid = slices.Contains(c.OutstackConditionIds, invalidContest)
	for _, m := range c.Marks {
		if !m.IsAmbiguous && !p.invalid {
			r.choose(&p, m.Rank, string(m.CandidateId), false)
		}
	}
	r.keep(p)
}
