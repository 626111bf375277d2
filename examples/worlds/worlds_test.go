package worlds

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/folder"
)

// Schwyz is found and read in schwyz_test.go.
func TestFind(t *testing.T) {
	dir, ok := Find("worked")
	require.True(t, ok)
	w, _, err := folder.Read(dir)
	require.NoError(t, err)
	assert.Equal(t, []int{2025}, w.Years())
	for _, name := range []string{"", ".", "Schwyz", "worked/", "../worlds", "schwyz/persons.csv"} {
		dir, ok := Find(name)
		assert.False(t, ok, name)
		assert.Nil(t, dir, name)
	}
}

func TestMemory(t *testing.T) {
	m := memory{{"a.csv", []byte("x\n")}, {"b.csv", nil}}
	require.NoError(t, fstest.TestFS(m, "a.csv", "b.csv"))
	for _, name := range []string{"", "c.csv", "/a.csv", "a.csv/b"} {
		_, err := m.Open(name)
		assert.ErrorIs(t, err, fs.ErrNotExist, name)
	}
}

func TestAbout(t *testing.T) {
	assert.Empty(t, About("worked"))
	assert.Empty(t, About("atlantis"))
	about := About("schwyz")
	for _, part := range []string{
		"30 communes", "population of 160506", schwyzSeed, "Federal Tax Administration", "Statistical Office",
		tariff, "1700.00 on 60000.00", "payers 350 designate", undesignating, "Oberallmeindkorporation",
		"the basin of Schwyz", "Historical Dictionary", "every service,\nits cost", "what the residents found",
	} {
		assert.Contains(t, about, part)
	}
	assert.NotContains(t, about, "%!")
	for line := range strings.Lines(about) {
		assert.LessOrEqual(t, len(line), 101, line)
	}
}
