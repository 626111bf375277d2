package main_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal/ledger"
)

// exported runs the program with an export, and returns the folder and the JSON.
func exported(t *testing.T, world string) (dir, document string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "export")
	got := command(t, "-world", world, "-json", "-export", dir)
	require.Zero(t, got.code, got.errs)
	require.Empty(t, got.errs)
	return dir, got.out
}

// contents are the files of a folder, and their texts.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = string(text)
	}
	return files
}

// An export read back is the same year, and gives the same export.
func TestExport(t *testing.T) {
	for _, world := range []string{workedWorld, valleysWorld} {
		dir, document := exported(t, world)
		assert.Equal(t, document, contents(t, dir)["result.json"])
		again, same := exported(t, dir)
		assert.Equal(t, document, same)
		assert.Equal(t, contents(t, dir), contents(t, again))
		siblings, err := os.ReadDir(filepath.Dir(dir))
		require.NoError(t, err)
		assert.Len(t, siblings, 1, "something was left beside the export")
	}
}

// What is printed does not depend on the export, nor what is exported on the view.
func TestExport_Views(t *testing.T) {
	dir, _ := exported(t, workedWorld)
	for _, view := range [][]string{nil, {"-json"}, {"-statement", "P1"}} {
		other := filepath.Join(t.TempDir(), "export")
		assert.Equal(t, command(t, view...), command(t, append(view, "-export", other)...))
		assert.Equal(t, contents(t, dir), contents(t, other))
	}
}

// An empty folder and a former export are replaced.
func TestExport_Replaces(t *testing.T) {
	want, _ := exported(t, workedWorld)
	empty := t.TempDir()
	former, _ := exported(t, valleysWorld)
	for _, dir := range []string{empty, former} {
		require.Zero(t, command(t, "-export", dir).code)
		assert.Equal(t, contents(t, want), contents(t, dir))
	}
}

// Anything else stays as it was.
func TestExport_Refuses(t *testing.T) {
	foreign, _ := exported(t, workedWorld)
	require.NoError(t, os.WriteFile(filepath.Join(foreign, "notes.txt"), []byte("mine"), 0o600))
	world := editedWorld(t, "persons.csv", func(s string) string { return s })
	tests := []struct{ name, give, want string }{
		{"a foreign file", foreign, "holds notes.txt"},
		{"a world that is no export", world, "holds no result.json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := contents(t, tt.give)
			got := command(t, "-export", tt.give)
			assert.Equal(t, 1, got.code)
			assert.Empty(t, got.out)
			assert.Contains(t, got.errs, tt.want)
			assert.Equal(t, before, contents(t, tt.give))
		})
	}
	got := command(t, "-export", filepath.Join(world, "persons.csv"))
	assert.Equal(t, 1, got.code)
	got = command(t, "-export", filepath.Join(world, "no", "such"))
	assert.Equal(t, 1, got.code)
	assert.NoDirExists(t, filepath.Join(world, "no"))
}

// An account is the name of an account and a currency, as the ledger writes them.
func accountOf(currency string, parts ...string) string {
	return string(ledger.Path(parts...)) + " " + currency
}

// balancesOf are the balances that a document's figures make, but for those of nothing.
func balancesOf(t *testing.T, document, world string) map[string]string {
	t.Helper()
	var doc struct {
		Jurisdictions         map[string]struct{ Gross, Final string }
		Communities, Compacts map[string]map[string]string
	}
	require.NoError(t, json.Unmarshal([]byte(document), &doc))
	balances := map[string]string{}
	put := func(amount, currency string, account ...string) {
		if strings.Trim(amount, "-0.") != "" {
			balances[accountOf(currency, account...)] = amount
		}
	}
	currencies := currenciesOf(t, world)
	for id, j := range doc.Jurisdictions {
		put("-"+j.Gross, currencies[id], "taxpayers", id)
		put(j.Final, currencies[id], "treasury", id)
	}
	for kind, all := range map[string]map[string]map[string]string{"community": doc.Communities, "compact": doc.Compacts} {
		for id, amounts := range all {
			for currency, amount := range amounts {
				put(amount, currency, kind, id)
			}
		}
	}
	return balances
}

// currenciesOf reads the currency of each jurisdiction.
func currenciesOf(t *testing.T, world string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(world, "jurisdictions.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	currencies := map[string]string{}
	for _, row := range rows[1:] {
		currencies[row[0]] = row[5]
	}
	return currencies
}

// Another program reads the ledger and finds the document's figures, account by account.
func TestExport_Hledger(t *testing.T) {
	path, err := exec.LookPath("hledger")
	if err != nil {
		t.Skip("hledger is not on the PATH; .ci/run installs it")
	}
	for _, world := range []string{workedWorld, valleysWorld} {
		dir, document := exported(t, world)
		run := func(args ...string) string {
			cmd := exec.Command(path, append([]string{"-f", filepath.Join(dir, "ledger.journal")}, args...)...)
			cmd.Env = []string{"LC_ALL=C", "HOME=" + t.TempDir()}
			out, err := cmd.Output()
			require.NoError(t, err)
			return string(out)
		}
		run("check", "--strict")
		text := run("bal", "--flat", "--empty", "--no-total", "-O", "csv", "--layout=bare")
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		require.NoError(t, err)
		got := map[string]string{}
		for _, row := range rows[1:] { // account, commodity, balance
			if strings.Trim(row[2], "-0.") != "" {
				got[row[0]+" "+row[1]] = row[2]
			}
		}
		assert.Equal(t, balancesOf(t, document, dir), got)
		assert.NotEmpty(t, got)
	}
}
