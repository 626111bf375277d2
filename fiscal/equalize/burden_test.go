package equalize_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/equalize"
)

func TestSwissBurdens(t *testing.T) {
	geography := equalize.SwissGeography()
	load := func(values ...string) (ls []equalize.Load) {
		for _, v := range values {
			ls = append(ls, equalize.Load{Value: pct(v), Weight: 100})
		}
		return ls
	}
	country := []vicinia.Ratio{pct("10%"), pct("500"), pct("20%"), pct("0.5")}
	r, err := geography.Transfers(fiscal.CHF.MustParse("600.00"), country, []equalize.Canton{
		{Name: "mountain", Loads: load("30%", "1000", "20%", "2")},      // indices 300.0, 200.0, 100.0, 400.0
		{Name: "hill", Loads: load("10.02%", "500.2", "30.01%", "0.4")}, // 100.2, 100.0 of 100.04, 150.1 of 150.05, 80.0
		{Name: "city", Loads: load("0%", "100", "5%", "0.1")},
	})
	require.NoError(t, err)
	// 200 by 200 to 0.2; all; all of the third; all of the fourth.
	assert.Equal(t, []string{"499.80", "100.20", "0.00"}, euros(r.Transfers))
	assert.Equal(t, "600.00 CHF", r.Pot.String())

	society := equalize.SwissSociety()
	loads := func(a, b string, weight int64) []equalize.Load {
		return []equalize.Load{{pct(a), weight}, {pct(b), weight}}
	}
	// First mean: (3*100 + 1*300)/400 = 1.5; second: the young canton alone is above.
	r, err = society.Transfers(fiscal.CHF.MustParse("300.00"), make([]vicinia.Ratio, 2), []equalize.Canton{
		{Name: "old", Loads: loads("3", "-0.5", 100)}, {Name: "young", Loads: loads("1", "0.5", 300)},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"200.00", "100.00"}, euros(r.Transfers))
}

func TestBurdensRefuse(t *testing.T) {
	bad := equalize.Burdens{{Name: "none"}, {Name: "fine", Part: pct("1"), Relative: true, Digits: 10}}
	_, err := bad.Transfers(fiscal.CHF.Minor(-1), []vicinia.Ratio{{}, {}}, []equalize.Canton{
		{Name: "a", Loads: []equalize.Load{{Weight: -1}}}, {Name: "a"},
	})
	assert.Equal(t, []string{"pot", "burdens[0].part", "burdens[1].digits", "country[1]",
		"cantons[0].loads", "cantons[0].loads[0].weight", "cantons[1].name", "cantons[1].loads"}, paths(err))
	_, err = equalize.SwissGeography().Transfers(fiscal.CHF.Minor(1), nil, nil)
	assert.Equal(t, []string{"country"}, paths(err))
	one := equalize.Burdens{{Name: "altitude", Part: pct("1"), Relative: true}}
	_, err = one.Transfers(fiscal.CHF.Minor(1), []vicinia.Ratio{pct("1")}, []equalize.Canton{
		{Name: "a", Loads: []equalize.Load{{pct("1"), 1}}},
	})
	require.ErrorContains(t, err, "altitude: nobody bears it")
}
