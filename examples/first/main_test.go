package main

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Example() {
	main()
	// Output:
	// A gross 3200.00 EUR designated 160.00 EUR net 3040.00 EUR
	// B gross 1283.34 EUR designated 0.00 EUR net 1283.34 EUR
	// 4483.34 EUR = 4323.34 kept + 160.00 to communities + 0.00 to compacts
}

// The README shows this program and its output, and no other.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	program, err := os.ReadFile("main.go")
	require.NoError(t, err)
	output, err := exec.Command("go", "run", ".").Output()
	require.NoError(t, err)
	assert.Contains(t, string(readme), "\n```go\n"+string(program)+"```\n\nIt prints:\n\n```text\n"+string(output)+"```\n")
}
