package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadHart reads the cast-vote records of Hart InterCivic, a ballot in each file: all files of
// an export, which [Folder] finds in a folder and [Reader] in a zip.
//
//	<Cvr><Contests><Contest><Name>Mayor</Name><Id>b651</Id><Options>
//	  <Option><Name>Ana</Name><Id>2448</Id><Value>010</Value></Option>
//	</Options></Contest></Contests><CvrGuid>e845</CvrGuid></Cvr>
//
// Each digit of a value is a rank: 010 is the second, 101 the first and the third. Options with
// WriteInData, and those without a name, are not listed: see [Policy]; who was written in and
// is an option of the records is that option. Aliases may stand for an option's id too. A
// ballot that lacks the contest is no ballot of it. A CvrGuid stands in one file. Files whose
// names end in another way than .xml, or in .sig.xml, are passed over. The slate is that of the
// records, else all who are marked, by the bytes of their names.
func ReadHart(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readHart(records, nil, shards)
}

func readHart(records Records, parts *parts, shards []Shard) (*Votes, error) {
	ids := ids{}
	return readRegister(records, parts, shards, func(r *register, s Shard) {
		r.sorted = true
		r.hartBallot(s, &ids)
	})
}

// The parts of a ballot that are looked at.
type (
	hartBallot struct {
		XMLName  xml.Name
		CvrGuid  string
		Contests []hartContest `xml:"Contests>Contest"`
	}
	hartContest struct {
		Name, Id string
		Options  []hartOption `xml:"Options>Option"`
	}
	hartOption struct {
		Name, Id, Value string
		WriteInData     *struct{}
	}
)

// hartBallot reads the file of a ballot.
func (r *register) hartBallot(s Shard, known *ids) {
	name := strings.ToLower(s.Name)
	if ext := path.Ext(name); ext != "" && ext != ".xml" || strings.HasSuffix(name, ".sig.xml") {
		return
	}
	b := &budget{Reader: unmarked(s.Reader), left: MaxRecord}
	d := xml.NewDecoder(b)
	v := new(hartBallot)
	err := d.Decode(v)
	line, column := d.InputPos()
	if err == io.EOF {
		err = errors.New("the file is empty: want a ballot")
	}
	if err == nil && v.XMLName.Local != "Cvr" {
		err = fmt.Errorf("the element %.40q: want Cvr", v.XMLName.Local)
	}
	if err == nil {
		err = nothing(d)
	}
	if err != nil {
		r.add(s.Name, line, column, err)
		return
	}
	at := &lines{faults: r.faults, file: s.Name, line: 1}
	r.last = at
	if r.contest == nil && v.CvrGuid != "" && known.enter(v.CvrGuid, 1) > 0 {
		r.add(s.Name, 1, 1, fmt.Errorf("a second ballot %.80q: another file has it too", v.CvrGuid))
		return
	}
	for _, c := range v.Contests {
		r.id = v.CvrGuid
		if err := r.hartContest(at, c); err != nil {
			r.add(s.Name, 1, 1, fmt.Errorf("contest %.40q: %w", c.Name, err))
		}
	}
}

// hartContest keeps the marks in a contest.
func (r *register) hartContest(at *lines, c hartContest) error {
	if r.contest == nil {
		if k, name := r.contestOf(c.Id), spaced(c.Name); k.name == "" || name < k.name {
			k.name = name // of several, the same in any order of the files
		}
	}
	p, ok := r.begin(c.Id, at, 1)
	if !ok {
		return nil
	}
	for _, o := range c.Options {
		selection, writeIn, err := r.hartOption(c.Id, o)
		if err != nil {
			return err
		}
		if len(o.Value) > ballot.MaxOptions || strings.Trim(o.Value, "01") != "" {
			return fmt.Errorf("%.40q: want 0 or 1 for each rank", o.Value)
		}
		for i, digit := range []byte(o.Value) {
			if digit == '1' {
				r.choose(&p, int32(i+1), selection, writeIn)
			}
		}
	}
	r.keep(p)
	return nil
}

// hartOption is the selection of an option, or that somebody is written in.
func (r *register) hartOption(contest string, o hartOption) (selection string, writeIn bool, err error) {
	name := r.records.called(o.Id, spaced(o.Name))
	selection = o.Id
	if o.WriteInData != nil || name == "" {
		if !slices.Contains(r.records.Options, name) {
			return "", true, nil
		}
		selection = "written in: " + name
	}
	if r.contest == nil {
		err = r.contestOf(contest).candidate(selection, name)
	}
	return selection, false, err
}

// spaced is a name with one blank between its words.
func spaced(name string) string { return strings.Join(strings.Fields(name), " ") }

// nothing reads to the end of a file, where no element is wanted.
func nothing(d *xml.Decoder) error {
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := t.(xml.StartElement); ok {
			return fmt.Errorf("a second element %.40q", start.Name.Local)
		}
	}
}
