package folder_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/year"
)

// pooled is the worked year with a phyle of CasaAlba and Linux: the members of CasaAlba
// decided in 2024 to pool a third of what it receives from 2025; those of Linux did not.
func pooled(t testing.TB) fstest.MapFS {
	files := worked(t)
	add := func(name, rows string) {
		data := ""
		if f := files[name]; f != nil {
			data = string(f.Data)
		}
		files[name] = &fstest.MapFile{Data: []byte(data + rows)}
	}
	add("calls.csv", "CasaAlba-2024,CasaAlba,2024-09-02,2024-10-12,on:2024-09-01\n")
	add("decisions.csv", "CasaAlba-pool,CasaAlba-2024,community-budget,CasaAlba,simple,\n")
	add("ballots.csv", "CasaAlba-pool,yes,2\nCasaAlba-pool,no,1\n")
	add("phyles.csv", "id,name,communities\nIndiano,A phyle,CasaAlba|Linux\n")
	add("poolings.csv", "phyle,community,from,share,decision\nIndiano,CasaAlba,2025-01-01,1/3,CasaAlba-pool\n")
	return files
}

// A phyle's fund is part of what its communities received: no jurisdiction's cent moves,
// and the book has it on an account of its own.
func TestPhyles(t *testing.T) {
	w, refused, err := folder.Read(pooled(t))
	require.NoError(t, err)
	r, err := year.Run(w, 2025)
	require.NoError(t, err)
	require.Len(t, r.Funds, 1)
	require.Len(t, r.Funds[0].Parts, 1)
	assert.Equal(t, "100.00 EUR", r.Funds[0].Amounts[0].String()) // floor(300.00 / 3)
	assert.Equal(t, "300.00 EUR", r.Communities[0].Amounts[0].String())
	cur := r.Funds[0].Amounts[0].Currency()
	assert.Equal(t, "100.00 EUR", r.Book.Balance("phyle:Indiano", cur).String())
	assert.Equal(t, "200.00 EUR", r.Book.Balance("community:CasaAlba", cur).String())
	assert.NoError(t, r.Book.TrialBalance())

	plain, err := year.Run(must(folder.Read(worked(t))), 2025)
	require.NoError(t, err)
	assert.Equal(t, plain.Conservation(), r.Conservation())

	dir := filepath.Join(t.TempDir(), "out")
	require.NoError(t, folder.Write(dir, w, refused))
	assert.Equal(t, digest(t, pooled(t), 2025), digest(t, os.DirFS(dir), 2025))
}

func must[W, R any](w W, _ R, err error) W {
	if err != nil {
		panic(err)
	}
	return w
}

func TestPhyleFaults(t *testing.T) {
	tests := []struct {
		name, file, from, to string
		want                 string
	}{
		{"one community", "phyles.csv", "CasaAlba|Linux", "CasaAlba", `phyles.csv:2:17: a phyle has two communities at least (C-11)`},
		{"unknown community", "phyles.csv", "Linux", "Unix", `phyles.csv:2:17: there is no community "Unix"`},
		{"twice", "phyles.csv", "Linux", "CasaAlba", `phyles.csv:2:17: CasaAlba is of a phyle already: Indiano (C-11)`},
		{"of none", "poolings.csv", ",CasaAlba,", ",Oceans,", `poolings.csv:2:31: CasaAlba-pool is about community-budget of CasaAlba, and this needs community-budget of Oceans (C-12)`},
		{"too late", "poolings.csv", "2025-01-01", "2024-10-12", `poolings.csv:2:18: CasaAlba-pool is voted on 2024-10-12, which is not before 2024-10-12 (C-12)`},
		{"too much", "poolings.csv", "1/3", "4/3", `poolings.csv:2:29: a share of 4/3 is not in 0% to 100%`},
		{"without a decision", "poolings.csv", ",CasaAlba-pool", ",", `poolings.csv:2:33: pooling needs a carried decision of the members of CasaAlba: propose it in a motion (C-12)`},
		{"not carried", "ballots.csv", "CasaAlba-pool,yes,2", "CasaAlba-pool,yes,1", `poolings.csv:2:33: CasaAlba-pool was not carried (C-12)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := pooled(t)
			edit(t, files, tt.file, tt.from, tt.to)
			_, _, err := folder.Read(files)
			for f := range vicinia.Faults(err) {
				assert.Equal(t, tt.want, f.Error())
				return
			}
			t.Error("no fault")
		})
	}
}
