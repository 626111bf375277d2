package folder_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/folder"
)

var large = flag.Bool("large", false, "run the benchmarks of ten million residents")

// BenchmarkRead reads folders of so many residents: 30 municipalities in a region, one in
// twenty moved within the year, one in three designates.
func BenchmarkRead(b *testing.B) {
	sizes := []int{1e3, 1e4, 1e5, 1e6}
	if *large {
		sizes = append(sizes, 1e7)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("residents=%d", n), func(b *testing.B) {
			files := town(n)
			b.ReportAllocs()
			for b.Loop() {
				_, _, err := folder.Read(files)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/resident")
		})
	}
}

// town draws a folder of n residents.
func town(n int) fstest.MapFS {
	const places = 30
	rng := rand.New(rand.NewPCG(1, 1))
	files := map[string]*bytes.Buffer{}
	row := func(name, format string, args ...any) { fmt.Fprintf(files[name], format+"\n", args...) }
	for _, f := range folder.Files() {
		files[f.Name] = new(bytes.Buffer)
		for i, c := range f.Columns {
			files[f.Name].WriteString([]string{"", ","}[min(i, 1)] + c)
		}
		files[f.Name].WriteByte('\n')
	}
	row("jurisdictions.csv", "R,Region,region,,X,EUR,,set-rate|collect|spend|designate")
	row("communities.csv", "Linux,Linux,productive,international-foundation,0")
	row("recognitions.csv", "Linux,register,2000-01-01,")
	row("calls.csv", "C,R,2024-09-01,2024-11-10,first-of-month:2")
	row("decisions.csv", "rate,C,tax-rate,R,simple,\npolicy,C,designation-policy,R,simple,")
	row("ballots.csv", "rate,yes,1\npolicy,yes,1")
	row("schedules.csv", "R,2025,brackets,0:2%%|20000:5%%|80000:9%%,local,rate")
	row("policies.csv", "R,2025,15%%,declares,general-budget,policy")
	for i := range places {
		row("jurisdictions.csv", "M%d,M,municipality,R,X,EUR,18,", i)
	}
	for i := range n {
		from, to := rng.IntN(places), rng.IntN(places)
		row("persons.csv", "P%08d,%d-01-01,", i, 1930+rng.IntN(75))
		row("bases.csv", "P%08d,2025,%d.50", i, rng.IntN(150_000))
		if rng.IntN(20) == 0 {
			row("residencies.csv", "P%08d,M%d,2010-01-01,2025-05-01,2010-01-01", i, from)
			row("residencies.csv", "P%08d,M%d,2025-05-01,,2025-05-02", i, to)
		} else {
			row("residencies.csv", "P%08d,M%d,2010-01-01,,2010-01-01", i, from)
		}
		if rng.IntN(3) == 0 {
			row("designations.csv", "P%08d,R,2025,Linux,%d%%,2025-04-10", i, 1+rng.IntN(15))
		}
	}
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: text.Bytes()}
	}
	return all
}
