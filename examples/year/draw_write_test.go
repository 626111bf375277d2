package main_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// write writes a folder to a directory, each file in one of the forms that the contract
// allows: rows and columns in any order, CRLF or LF, with a byte-order mark or without,
// with more quotes than needed or as few.
func (w folder) write(t *testing.T, dir string, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	for _, c := range tables {
		if rows, ok := w[c.name]; ok {
			path := filepath.Join(dir, c.name+".csv")
			require.NoError(t, os.WriteFile(path, []byte(tableText(r, c.columns, rows)), 0o600))
		}
	}
}

func tableText(r *rand.Rand, names []string, rows []row) string {
	header := row{}
	columns := make([]string, len(names))
	for i, j := range r.Perm(len(names)) {
		columns[i], header[names[j]] = names[j], names[j]
	}
	lines := []string{lineText(r, columns, header)}
	for _, i := range r.Perm(len(rows)) {
		lines = append(lines, lineText(r, columns, rows[i]))
	}
	end := pickWith(r, "\n", "\r\n")
	return pickWith(r, "", "\ufeff") + strings.Join(lines, end) + pickWith(r, "", end)
}

func lineText(r *rand.Rand, columns []string, values row) string {
	var fields []string
	for _, column := range columns {
		value := values[column]
		if strings.ContainsAny(value, "\",\r\n") || r.IntN(20) == 0 {
			value = `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
		}
		fields = append(fields, value)
	}
	return strings.Join(fields, ",")
}

func pickWith(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }
