package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/internal/golden"
)

// The document says what the page says, and not a word more: no person, and null where the
// page withholds.
func TestAssemblyJSON(t *testing.T) {
	for name, dir := range worlds {
		t.Run(name, func(t *testing.T) {
			r, refused := run(t, dir)
			var text, page bytes.Buffer
			require.NoError(t, report.AssemblyJSON(&text, r, refused))
			require.NoError(t, report.HTML(&page, r, refused))
			golden.Equal(t, name+".assembly.json", text.Bytes())
			for p := range r.World.Register().People() {
				assert.NotRegexp(t, fmt.Sprintf(`\b%s\b`, p.ID), text.String())
			}
			var doc map[string]any
			require.NoError(t, json.Unmarshal(text.Bytes(), &doc))
			assert.Equal(t, report.AssemblySchema, doc["schema"])
			digest, public := doc["digest"]
			assert.Equal(t, public, bytes.Contains(page.Bytes(), []byte("sha256:")), "a digest here and there, or nowhere")
			if public {
				assert.Contains(t, page.String(), digest)
			}
		})
	}
}
