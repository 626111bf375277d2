package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modules are the folder of what was built.
var modules string

func TestMain(m *testing.M) {
	var err error
	if modules, err = os.MkdirTemp("", "embed"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(modules)
	os.Exit(code)
}

// built builds the module for a system, once, and returns its path.
func built(t *testing.T, system string) string {
	t.Helper()
	module := filepath.Join(modules, system+".wasm")
	if _, err := os.Stat(module); err == nil {
		return module
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", module, ".")
	cmd.Env = append(cmd.Environ(), "GOOS="+system, "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return module
}

// goroot is where the toolchain keeps the support of js.
func goroot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// questions are documents of every command, good and bad.
func questions(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"malformed": "{\n x"}
	put := func(name string, members map[string]any) {
		members["schema"] = Schema
		text, err := json.Marshal(members)
		require.NoError(t, err)
		all[name] = string(text)
	}
	put("the year", map[string]any{"command": "year", "files": workedFiles(t)})
	put("a statement", map[string]any{"command": "statement", "world": "worked", "person": "P4"})
	put("faults", map[string]any{"command": "year", "files": map[string]string{"bases.csv": "person,year,base\nP1,2025,x\n"}})
	for i, tt := range votes {
		if i%3 == 0 { // an instance each takes its time, and TestTally asks all of them
			put(tt.name, asked(i))
		}
	}
	return all
}

// The module answers in Node, for both systems, with the bytes of the native program.
func TestNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not on the PATH; .ci/run installs it")
	}
	wasip1, js := built(t, "wasip1"), built(t, "js")
	tests := []struct {
		name string
		args []string
	}{
		{"wasip1", []string{"--no-warnings", filepath.Join("hosts", "node.mjs"), wasip1}},
		{"js", []string{filepath.Join(goroot(t), "lib", "wasm", "wasm_exec_node.js"), js}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, question := range questions(t) {
				var want, got, errs bytes.Buffer
				require.NoError(t, serve(strings.NewReader(question), &want))
				cmd := exec.Command(node, tt.args...)
				cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(question), &got, &errs
				require.NoError(t, cmd.Run(), "%s: %s", name, errs.String())
				assert.Equal(t, want.String(), got.String(), name)
			}
		})
	}
}

// The host of README.md, as printed there, where Python has wasmtime.
func TestPython(t *testing.T) {
	host := filepath.Join("hosts", "host.py")
	text, err := os.ReadFile(host)
	require.NoError(t, err)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	assert.Contains(t, string(readme), "```python\n"+string(text)+"```\n", "README.md prints hosts/host.py")
	python, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(python, "-c", "import wasmtime").Run()
	}
	if err != nil {
		t.Skip("python3 with the package wasmtime is not on the PATH; .ci/run installs it")
	}
	out, err := exec.Command(python, host, built(t, "wasip1")).CombinedOutput()
	require.NoError(t, err, string(out))
	want := `{'A': 5, 'B': 2, 'C': 0, 'D': 0}
[{'file': 'votes.csv', 'line': 2, 'column': 3, 'message': '"many": want a whole number of 1 to 18 digits'}]
`
	assert.Equal(t, want, string(out))
}
