package projects_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/internal/golden"
)

// pabulib reads a file of the conformance data.
func pabulib(t *testing.T, name string) *format.Pabulib {
	t.Helper()
	dir := golden.Published(t)
	f, err := os.Open(filepath.Join(dir, "pabulib", name))
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	p, err := format.ReadPabulib(format.Shard{Name: name, Reader: f})
	require.NoError(t, err)
	return p
}

// slateOrder breaks ties by the order of the file.
type slateOrder struct{}

func (slateOrder) Break(_ *ballot.Slate, t ballot.Tie) ([][]ballot.Option, string) {
	var tiers [][]ballot.Option
	for _, o := range t.Options {
		tiers = append(tiers, []ballot.Option{o})
	}
	return tiers, "order of the file"
}

// Outcomes as the cities published them, from Pabulib (arXiv 2012.06539); Toulouse has
// none.
func TestOfficialOutcomes(t *testing.T) {
	poland := func(c projects.Completion) projects.EqualShares {
		return projects.EqualShares{Ties: projects.LowerCost, Completion: c}
	}
	tests := []struct {
		file string
		rule ballot.Rule[*projects.Instance, *projects.Selection]
	}{
		{"Poland_Gdynia_2020_Babie_Doly__small.pb", projects.Greedy{NoSkip: true}},
		{"Poland_Krakow_2021_Bienczyce.pb", projects.Greedy{}},
		{"Poland_Lodz_2020_Nr_33.pb", projects.Greedy{}},
		{"Poland_Warszawa_2018_Sadul.pb", projects.Greedy{}},
		{"Poland_Swiecie_2023.pb", poland(projects.Completion{Step: 1})},
		{"Poland_Wieliczka_2023_Green_Budget.pb", poland(projects.Completion{Step: 1})},
		{"Poland_Wieliczka_2023_Green_Budget.pb", poland(projects.Completion{Step: 1, Compare: true})},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			p := pabulib(t, tt.file)
			require.NotEmpty(t, p.Selected)
			out, err := tt.rule.Decide(p.Instance, slateOrder{})
			require.NoError(t, err)
			var want []ballot.Option
			for o, n := range p.Selected {
				if n == 1 {
					want = append(want, ballot.Option(o))
				}
			}
			assert.Equal(t, want, out.Winners())
		})
	}
}
