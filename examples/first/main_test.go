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
	// rate - majority in A: 1 of 1 valid, need more than 1/2: carried
	// cap - majority in A: 1 of 1 valid, need more than 1/2: carried
	// share: the shares Esperanto 20% are over the cap of 15% in A for 2025 (D-1)
	// A gross 3200.00 EUR designated 160.00 EUR net 3040.00 EUR final 2736.00 EUR
	// B gross 1283.34 EUR designated 0.00 EUR net 1283.34 EUR final 1219.17 EUR
	// 4483.34 EUR = 3955.17 kept + 160.00 to communities + 368.17 to compacts
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
