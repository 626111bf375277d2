package folder_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/year"
)

// served is the worked year with two services of A: Oceans, a commons, offers to keep the
// shore, and the residents find it sufficient; nobody offers to fight fires.
func served(t testing.TB) fstest.MapFS {
	files := worked(t)
	add := func(name, rows string) {
		data := ""
		if f := files[name]; f != nil {
			data = string(f.Data)
		}
		files[name] = &fstest.MapFile{Data: []byte(data + rows)}
	}
	add("decisions.csv", "A-shore,A-2024,provider,A,simple,\n")
	add("ballots.csv", "A-shore,yes,3\n")
	add("services.csv", "id,name,jurisdiction,object,people,cost\nshore,Shore,A,shore,,210.80\nblaze,Fires,A,fire,9,50.00\n")
	add("openings.csv", "service,from,to\nblaze,2024-06-01,2024-08-01\n")
	add("candidacies.csv", "service,candidate,filed_on\nshore,Oceans,2024-07-01\n")
	add("findings.csv", "service,rung,provider,sufficient,from,to,decision\nshore,commons,Oceans,yes,2024-12-01,2028-12-01,A-shore\n")
	return files
}

// Commons first: the shore goes to the commons and the money follows; fires take more
// people than live in A, and the compact with that object has them not either.
func TestServices(t *testing.T) {
	w, refused, err := folder.Read(served(t))
	require.NoError(t, err)
	r, err := year.Run(w, 2025)
	require.NoError(t, err)
	require.Len(t, r.Services, 2)
	assert.Zero(t, r.Services[0].Rung)
	assert.Equal(t, confed.Commons, r.Services[1].Rung)
	assert.Equal(t, "210.80 EUR", r.Services[1].Paid.String())
	assert.Equal(t, "4000.00 EUR", r.Jurisdictions[0].Final.String()) // 4210.80 less the shore

	dir := filepath.Join(t.TempDir(), "out")
	require.NoError(t, folder.Write(dir, w, refused))
	assert.Equal(t, digest(t, served(t), 2025), digest(t, os.DirFS(dir), 2025))
}

func TestServiceFaults(t *testing.T) {
	tests := []struct {
		name, file, from, to string
		want                 string
	}{
		{"unknown jurisdiction", "services.csv", "Shore,A", "Shore,Z", `services.csv:2:13: there is no jurisdiction "Z"`},
		{"bad cost", "services.csv", "210.80", "210.805", `services.csv:2:22: `},
		{"unknown service", "openings.csv", "blaze,", "flood,", `openings.csv:2:1: there is no service "flood"`},
		{"unknown candidate", "candidacies.csv", "Oceans", "Lakes", `candidacies.csv:2:7: there is no community "Lakes"`},
		{"a finding of another matter", "findings.csv", "A-shore", "A-rate", `findings.csv:2:48: A-rate is about tax-rate of A, and this needs provider of A (C-3)`},
		{"a finding that was not carried", "ballots.csv", "A-shore,yes", "A-shore,no", `findings.csv:2:48: A-shore was not carried (C-3)`},
		{"a finding without a decision", "findings.csv", ",A-shore", ",", `findings.csv:2:48: a finding needs a carried decision of the residents: propose it in a motion (C-3)`},
		{"a finding without an end", "findings.csv", "2028-12-01", "", `findings.csv:2:37: the date is missing`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := served(t)
			edit(t, files, tt.file, tt.from, tt.to)
			_, _, err := folder.Read(files)
			var all []string
			for f := range vicinia.Faults(err) {
				all = append(all, f.Error())
			}
			require.Len(t, all, 1, "%v", all)
			assert.Contains(t, all[0], tt.want)
		})
	}
}
