package main_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A folder is a world folder in memory: its tables by name, each a list of rows, each a
// map from column to text. The oracle asks it by walking every row of a table every time,
// and reads dates and numbers where it needs them. It is slow, and there is nothing in it
// that could be stale.
type folder map[string][]row

// A row is one line of a table.
type row map[string]string

// A table is one file of the contract.
type table struct {
	name     string
	optional bool
	columns  []string
}

// tables are in the order of the contract.
var tables = []table{
	{"jurisdictions", false, []string{"id", "name", "kind", "within", "state", "currency", "voting_age", "powers"}},
	{"persons", false, []string{"id", "birth_date", "death_date"}},
	{"residencies", false, []string{"person", "municipality", "from", "to", "recorded_at"}},
	{"communities", false, []string{"id", "name", "kind", "legal_form", "exit_notice_days"}},
	{"recognitions", true, []string{"community", "recogniser", "from", "to"}},
	{"memberships", false, []string{"person", "community", "from", "to"}},
	{"calls", false, []string{"id", "body", "call_date", "vote_date", "rule"}},
	{"decisions", false, []string{"id", "call", "matter", "subject", "threshold", "quorum"}},
	{"checkins", true, []string{"decision", "person"}},
	{"ballots", false, []string{"decision", "choice", "count"}},
	{"schedules", false, []string{"jurisdiction", "year", "kind", "parameters", "origin", "decision"}},
	{"policies", false, []string{"jurisdiction", "year", "cap", "membership", "undeclared", "decision"}},
	{"bases", false, []string{"person", "year", "base"}},
	{"designations", false, []string{"person", "jurisdiction", "year", "community", "share", "filed_on"}},
	{"compacts", false, []string{"id", "name", "level", "objects", "notice_months"}},
	{"parties", false, []string{"compact", "party", "from", "to", "notice_on", "share_rule", "share", "joined_by", "left_by"}},
	{"budgets", true, []string{"compact", "year", "amount"}},
}

// readFolder reads a folder that is known to be valid.
func readFolder(t *testing.T, dir string) folder {
	t.Helper()
	w := folder{}
	for _, c := range tables {
		text, err := os.ReadFile(filepath.Join(dir, c.name+".csv"))
		if c.optional && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		require.NoError(t, err)
		w[c.name] = readTable(t, text)
	}
	return w
}

// readTable is never nil: an absent table is, and means something else than an empty one.
func readTable(t *testing.T, text []byte) []row {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	rows := []row{}
	for _, line := range lines[1:] {
		r := row{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		rows = append(rows, r)
	}
	return rows
}

// find returns the one row that has this id, or nil.
func (w folder) find(table, id string) row {
	for _, r := range w[table] {
		if r["id"] == id {
			return r
		}
	}
	return nil
}

// where returns the rows of a table whose columns have these texts: pairs of the two.
func (w folder) where(table string, pairs ...string) []row {
	var found []row
	for _, r := range w[table] {
		if r.has(pairs) {
			found = append(found, r)
		}
	}
	return found
}

func (r row) has(pairs []string) bool {
	for i := 0; i < len(pairs); i += 2 {
		if r[pairs[i]] != pairs[i+1] {
			return false
		}
	}
	return true
}

// ids returns the ids of a table.
func (w folder) ids(table string) []string {
	var ids []string
	for _, r := range w[table] {
		ids = append(ids, r["id"])
	}
	return ids
}

const oneDay = 24 * time.Hour

// endless is the end of what is open.
var endless = date(9999, 12, 31)

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// day reads a date; an empty one is endless.
func day(s string) time.Time {
	if s == "" {
		return endless
	}
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

// A span is the days from one to before the other: [from, to).
type span struct{ from, to time.Time }

func (r row) span() span { return span{day(r["from"]), day(r["to"])} }

func yearSpan(year int) span { return span{date(year, 1, 1), date(year+1, 1, 1)} }

func (s span) has(d time.Time) bool { return !d.Before(s.from) && d.Before(s.to) }

func (s span) meet(t span) span {
	if t.from.After(s.from) {
		s.from = t.from
	}
	if t.to.Before(s.to) {
		s.to = t.to
	}
	return s
}

func (s span) days() int64 { return max(0, int64(s.to.Sub(s.from)/oneDay)) }

// number reads a decimal, exactly.
func number(s string) *big.Rat {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("no number: " + s)
	}
	return x
}

// percent reads 3.33%, exactly.
func percent(s string) *big.Rat {
	return mul(number(strings.TrimSuffix(s, "%")), big.NewRat(1, 100))
}

func whole(s string) int { return int(number(s).Num().Int64()) }

func rat(n int64) *big.Rat          { return new(big.Rat).SetInt64(n) }
func add(a, b *big.Rat) *big.Rat    { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat    { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat    { return new(big.Rat).Mul(a, b) }
func ratio(a, b int64) *big.Rat     { return big.NewRat(a, b) }
func less(a, b *big.Rat) bool       { return a.Cmp(b) < 0 }
func scale(decimals int) *big.Rat   { return new(big.Rat).SetInt(pow10(decimals)) }
func unscale(decimals int) *big.Rat { return new(big.Rat).Inv(scale(decimals)) }
func pow10(n int) *big.Int          { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// floorTo cuts x, which is not negative, to so many decimals.
func floorTo(x *big.Rat, decimals int) *big.Rat {
	y := mul(x, scale(decimals))
	units := new(big.Int).Quo(y.Num(), y.Denom())
	return mul(new(big.Rat).SetInt(units), unscale(decimals))
}

// halfEven rounds x, which is not negative, to so many decimals, a half to the even unit.
func halfEven(x *big.Rat, decimals int) *big.Rat {
	down := floorTo(x, decimals)
	up := add(down, unscale(decimals))
	switch sub(x, down).Cmp(sub(up, x)) {
	case -1:
		return down
	case 1:
		return up
	}
	if mul(down, scale(decimals)).Num().Bit(0) == 0 {
		return down
	}
	return up
}

// decimals of the currencies of ISO 4217 that the tests use.
var decimals = map[string]int{"EUR": 2, "CHF": 2, "JPY": 0, "KWD": 3, "UYW": 4}
