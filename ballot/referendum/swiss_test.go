package referendum_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/internal/golden"
)

// The Konjunkturartikel, 2 March 1975: the people accepted, eleven cantons stood against
// eleven, and it fell. Half cantons weigh 0.5. Source: Swissvotes - die Datenbank der
// eidgenoessischen Volksabstimmungen, vote 246, Annee Politique Suisse, Universitaet Bern.
const konjunkturartikel = `body,weight,yes,no
ZH,1,130452,76879
BE,1,79811,61781
LU,1,30328,36546
UR,1,4455,4098
SZ,1,5323,10026
OW,0.5,1798,2584
NW,0.5,2557,3528
GL,1,3365,3001
ZG,1,5741,6428
FR,1,11183,12289
SO,1,24706,18893
BS,0.5,21597,9529
BL,0.5,18875,13862
SH,1,10068,16271
AR,0.5,4927,5329
AI,0.5,1150,1315
SG,1,36875,32864
GR,1,13893,12818
AG,1,31277,38129
TG,1,25786,21389
TI,1,16439,9988
VD,1,23805,33831
VS,1,9145,21429
NE,1,11904,10127
GE,1,17284,22910
`

func TestCantonsEvenReject(t *testing.T) {
	votes, err := format.ReadCSV(nil, format.Shard{Name: "1975-03-02", Reader: strings.NewReader(konjunkturartikel)})
	require.NoError(t, err)
	assert.Equal(t, carried, verdict(t, referendum.Majority{}, votes.Tallies...))
	assert.Equal(t, rejected, verdict(t, referendum.Bodies{}, votes.Tallies...))
	assert.Equal(t, rejected, verdict(t, double(), votes.Tallies...))
	out, err := referendum.Bodies{}.Decide(votes.Tallies, nil)
	require.NoError(t, err)
	var last referendum.Test
	for why := range out.Why() {
		last = why.(referendum.Test)
	}
	assert.Equal(t, "bodies: 22 of 44 by weight, need more than 1/2: rejected", last.String())
	assert.Equal(t, int64(-1), last.Margin())
}

// rows reads a table of the data folder as maps by column.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	dir := golden.Published(t)
	f, err := os.Open(filepath.Join(dir, name))
	require.NoError(t, err)
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var all []map[string]string
	for _, fields := range table[1:] {
		row := map[string]string{}
		for i, column := range table[0] {
			row[column] = fields[i]
		}
		all = append(all, row)
	}
	return all
}

// The federal votes in which people and cantons disagreed, and twenty in which they did
// not, from Swissvotes: who accepted, and whether it was accepted.
func TestSwissVotes(t *testing.T) {
	tests := []struct {
		name string
		want int
	}{
		{"double_majority_conflicts", 14},
		{"double_majority_agreeing", 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cantons := map[string]*strings.Builder{}
			for _, r := range rows(t, "swiss/"+tt.name+"_by_canton.csv") {
				b, ok := cantons[r["anr"]]
				if !ok {
					b = &strings.Builder{}
					b.WriteString("body,weight,yes,no\n")
					cantons[r["anr"]] = b
				}
				b.WriteString(strings.Join([]string{r["canton"], r["canton_weight"], r["yes"], r["no"]}, ",") + "\n")
			}
			votes := rows(t, "swiss/"+tt.name+".csv")
			require.Len(t, votes, tt.want)
			for _, v := range votes {
				read, err := format.ReadCSV(nil, format.Shard{Name: v["anr"], Reader: strings.NewReader(cantons[v["anr"]].String())})
				require.NoError(t, err)
				for column, rule := range map[string]referendum.Rule{
					"people_accepts": referendum.Majority{}, "cantons_accept": referendum.Bodies{}, "accepted": double(),
				} {
					want := map[string]referendum.Verdict{"0": rejected, "1": carried}[v[column]]
					assert.Equal(t, want, verdict(t, rule, read.Tallies...), "%s %s of %s", column, v["title_de"], v["date"])
				}
				assert.Equal(t, halves(t, v["cantons_yes"]), weightYes(t, read.Tallies)*2/scale(read.Tallies), "%s", v["title_de"])
			}
		})
	}
}

// halves reads 11.5 as 23.
func halves(t *testing.T, text string) int64 {
	r, err := vicinia.ParseRatio(text)
	require.NoError(t, err)
	twice, err := r.Mul(vicinia.Frac(2, 1))
	require.NoError(t, err)
	n, d := twice.Parts()
	require.Equal(t, int64(1), d)
	return n
}

// scale is the weight of a whole canton: 2 where there are half ones.
func scale(ts []referendum.Tally) (most int64) {
	for _, t := range ts {
		most = max(most, t.Weight)
	}
	return most
}

func weightYes(t *testing.T, ts []referendum.Tally) (sum int64) {
	out, err := referendum.Bodies{}.Decide(ts, nil)
	require.NoError(t, err)
	for why := range out.Why() {
		if test := why.(referendum.Test); test.Rule == "bodies" {
			sum = test.Have
		}
	}
	return sum
}
