package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// A Form is how a file is written.
type Form uint8

// The forms. Auto, the zero Form, looks at the begin of the first file and takes CSV if it
// finds nothing of the others.
const (
	Auto Form = iota
	CSV
	PrefLib
	Debian
	BLT
	ABIF
	CEF
	RCTab
	CDF
	PB // Pabulib
	Dominion
	Hart
	ClearBallot
	ESS // ES&S
)

var forms = [...]string{"auto", "csv", "preflib", "debian", "blt", "abif", "cef", "rctab", "cdf", "pabulib", "dominion", "hart", "clearballot", "ess"}

// String is the word of a form: "preflib".
func (f Form) String() string {
	if int(f) < len(forms) {
		return forms[f]
	}
	return fmt.Sprintf("form %d", uint8(f))
}

// UnmarshalText reads what String writes.
func (f *Form) UnmarshalText(text []byte) error {
	for i, word := range forms {
		if string(text) == word {
			*f = Form(i)
			return nil
		}
	}
	return fmt.Errorf("no format %.40q", text)
}

// MarshalText writes what UnmarshalText reads.
func (f Form) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Read reads the shards of one vote in a form: see the reader of each, and [Reader] for
// settings. options, if there are any, are the slate.
func Read(f Form, options []string, shards ...Shard) (*Votes, error) {
	return Reader{Form: f, Records: Records{Options: options}}.Read(shards...)
}

func (r Reader) read(p *parts, shards []Shard) (*Votes, error) {
	f := r.Form
	if f == Auto {
		sniffed := slices.Clone(shards)
		if f = sniff(&sniffed[0]); p == nil || p.rewind() != nil {
			shards = sniffed
		}
	}
	readers := [...]func(Records, *parts, []Shard) (*Votes, error){
		Auto: readCSV, CSV: readCSV, PrefLib: readPrefLib, Debian: readDebian, BLT: readBLT, ABIF: readABIF, CEF: readCEF,
		RCTab: readRCTab, CDF: readCDF, PB: readProjects, Dominion: readDominion, Hart: readHart,
		ClearBallot: readClearBallot, ESS: readESS,
	}
	if int(f) >= len(readers) {
		return nil, fmt.Errorf("no such %s", f)
	}
	v, err := readers[f](r.Records, p, shards)
	if err == nil && (r.Policy != (Policy{}) || r.Ranks != 0) && (v.Profile == nil || v.Profile.Kind() != ballot.Ranking) {
		return nil, errors.New("remedies of overvotes and the like, and a number of ranks, are for rankings: these are none")
	}
	return v, err
}

// sniffed is how many bytes tell a form.
const sniffed = 4096

// headOfABIF begins a ballot, a short name, or metadata.
var headOfABIF = regexp.MustCompile(`^(\d+\s*[:*]|=.*:|\{.*\}\s*(#.*)?$|\[.*\]\s*:)`)

// headOfOld is the number of alternatives in PrefLib's form of before 2022, and the first of them.
var headOfOld = regexp.MustCompile(`^\s*\d+[ \t]*\r?\n\s*[01][ \t]*,[ \t]*[^\s]`)

// headOfBLT are two numbers, maybe after comments.
var headOfBLT = regexp.MustCompile(`^(\s|#[^\n]*\n|/\*[^*]*\*/)*\d+\s+\d+\s`)

// headOfDominion begins a file of an export.
var headOfDominion = regexp.MustCompile(`^\s*\{\s*"Version"\s*:\s*"[^"]*"\s*,\s*("ElectionId"\s*:\s*"[^"]*"\s*,\s*)?"(List|Sessions)"\s*:`)

// zipped begins an archive.
const zipped = "PK\x03\x04"

// sniff looks at the begin of a shard and puts it back.
func sniff(s *Shard) Form {
	begin := make([]byte, sniffed)
	n, err := io.ReadFull(s.Reader, begin)
	begin = begin[:n]
	if err != nil { // the reader is not asked again
		s.Reader = failing{err}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			s.Reader = failing{io.EOF}
		}
	}
	s.Reader = io.MultiReader(bytes.NewReader(begin), s.Reader)
	return tell(strings.TrimPrefix(string(begin), "\ufeff"))
}

// readProjects reads the vote and the projects of Pabulib.
func readProjects(records Records, parts *parts, shards []Shard) (*Votes, error) {
	if records.Options != nil {
		return nil, errors.New("the options of Pabulib are the projects of the file")
	}
	p, err := readPabulib(parts, shards)
	if err != nil {
		return nil, err
	}
	return &Votes{Profile: p.Instance.Profile, Projects: p.Instance, Rule: p.Rule(), Altered: p.Altered}, nil
}

// tell finds out the form of a file by its begin.
func tell(begin string) Form {
	first := firstLine(begin)
	switch {
	case strings.HasPrefix(begin, zipped):
		return ESS
	case first != "" && first[0] == '<' && strings.Contains(begin, "CastVoteRecordReport"):
		return CDF
	case first != "" && first[0] == '<' && strings.Contains(begin, "<Cvr"):
		return Hart
	case strings.HasPrefix(first, "{") && headOfDominion.MatchString(begin):
		return Dominion
	case strings.Contains(first, "Choice_") && strings.Contains(first, "BallotID"):
		return ClearBallot
	case strings.HasPrefix(begin, voteLine) || strings.Contains(begin, "\n"+voteLine):
		return Debian
	case headOfOld.MatchString(begin):
		return PrefLib
	case headOfBLT.MatchString(begin):
		return BLT
	case strings.Contains(begin, "# ALTERNATIVE NAME") || strings.Contains(begin, "# NUMBER ALTERNATIVES"):
		return PrefLib
	case strings.HasPrefix(begin, "#/") || strings.Contains(begin, "\n#/"):
		return CEF
	case strings.HasPrefix(first, "{") && strings.Contains(begin, `"@type"`):
		return CDF
	case headOfABIF.MatchString(first):
		return ABIF
	case strings.HasPrefix(begin, "#"):
		return PrefLib
	case strings.TrimSpace(first) == "META":
		return PB
	case isRCTab(first):
		return RCTab
	case strings.Contains(first, ">"):
		return CEF // without parameters
	}
	return CSV
}

// firstLine is the first line that is not empty and no comment.
func firstLine(begin string) string {
	for line := range strings.Lines(begin) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return line
		}
	}
	return ""
}

// isRCTab reports whether a header is that of cast-vote records: of ranks, of the record
// itself, or of more than two columns beside a count.
func isRCTab(header string) bool {
	if told(header) {
		return false
	}
	columns, counts := strings.Split(header, ","), false
	for _, c := range columns {
		if rankOf(c) > 0 || slices.Contains(recordColumns, plain(c)) {
			return true
		}
		counts = counts || plain(c) == "count"
	}
	return counts && len(columns) > 3
}

// told reports whether a header is that of a table that ReadCSV reads.
func told(header string) bool {
	return slices.ContainsFunc(strings.Split(header, ","), func(c string) bool {
		return slices.ContainsFunc(kinds, func(k kind) bool { return k.told == strings.ToLower(strings.Trim(c, "\" ")) })
	})
}

// failing is a reader at its end.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// each walks the lines of shards that are text. A line is good until the next.
func each(all *faults, shards []Shard, line func(at place, text string), end func(at place)) {
	eachOf(all, shards, true, line, end)
}

// eachOf does the same; where it is not strict, bytes that are no text are read as U+FFFD.
func eachOf(all *faults, shards []Shard, strict bool, line func(at place, text string), end func(at place)) {
	buffer := bufio.NewReaderSize(nil, buffered)
	for _, s := range shards {
		l := newLines(s, buffer, all)
		for !l.full() {
			text, err := l.text()
			if err == io.EOF {
				break
			}
			if err != nil {
				l.add(l.file, l.line, 1, err)
				if !errors.Is(err, errLong) {
					break
				}
				continue
			}
			at := badByte(string(text))
			if at >= 0 && !strict && text[at] != 0 {
				line(place{l}, strings.ToValidUTF8(string(text), "\ufffd"))
				continue
			}
			if at >= 0 {
				l.add(l.file, l.line, at+1, fmt.Errorf("the byte %#02x is not text in UTF-8", text[at]))
				continue
			}
			line(place{l}, string(text))
		}
		end(place{l})
	}
}
