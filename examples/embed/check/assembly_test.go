package check

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/examples/worlds"
)

// The public document of the assembly is of its schema, for worlds large and small.
func TestAssembly(t *testing.T) {
	schema := schemas(t)["assembly-1"]
	worked, _ := worlds.Find("worked")
	schwyz, _ := worlds.Find("schwyz")
	valleys := os.DirFS(filepath.Join(top, "confed", "report", "testdata", "valleys"))
	for _, dir := range []fs.FS{worked, schwyz, valleys} {
		w, refused, err := folder.Read(dir)
		require.NoError(t, err)
		r, err := year.Run(w, 2025)
		require.NoError(t, err)
		var text bytes.Buffer
		require.NoError(t, report.AssemblyJSON(&text, r, refused, "A world."))
		doc, err := jsonschema.UnmarshalJSON(&text)
		require.NoError(t, err)
		require.NoError(t, schema.Validate(doc))

		doc.(map[string]any)["person"] = "P1"
		require.Error(t, schema.Validate(doc), "a member more")
	}
}
