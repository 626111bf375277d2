package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A page is written beside what is printed, which it does not change.
func TestHTML(t *testing.T) {
	for _, tt := range []struct {
		name     string
		give     []string
		wantBody string
	}{
		{"assembly", nil, "<h1>Where the money went</h1>"},
		{"statement", []string{"-statement", "P4"}, "<h1>Statement of P4</h1>"},
		{"beside JSON", []string{"-json"}, "<h1>Where the money went</h1>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "page.html")
			got := command(t, append(tt.give, "-html", file)...)
			assert.Equal(t, command(t, tt.give...), got)
			page, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.True(t, strings.HasPrefix(string(page), "<!DOCTYPE html>\n<html lang=\"en\">"))
			assert.Contains(t, string(page), tt.wantBody)
		})
	}
}

// The page of a world that is drawn says so.
func TestHTML_About(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	require.Zero(t, command(t, "-world", "schwyz", "-html", file).code)
	page, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(page), "Drawn from the seed")
	assert.Less(t, len(page), 400_000)
}

// What fails writes no page, and prints nothing.
func TestHTML_Faults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	for _, tt := range []struct {
		give []string
		want int
	}{
		{[]string{"-html", ""}, 2},
		{[]string{"-html", filepath.Join(file, "below", "nothing")}, 1},
		{[]string{"-statement", "nobody", "-html", file}, 1},
		{[]string{"-world", "atlantis", "-html", file}, 1},
	} {
		got := command(t, tt.give...)
		assert.Equal(t, tt.want, got.code, tt.give)
		assert.Empty(t, got.out)
		assert.NotEmpty(t, got.errs)
		assert.NoFileExists(t, file)
	}
}
