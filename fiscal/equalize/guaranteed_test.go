package equalize_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal/equalize"
)

// Rates of municipalities of 2016 (SFS 2015:1011, sections 2 and 3): grants at 19.05 % in the
// county of Stockholm and 19.14 % in that of Uppsala, fees at 16.98 % and 17.07 %.
func TestSweden(t *testing.T) {
	law, err := equalize.Find("sweden", day("2016-01-01"))
	require.NoError(t, err)
	scheme := law.Scheme.(equalize.Guaranteed)
	assert.Equal(t, pct("115%"), scheme.To)
	ts := per(100, 1000, 100, 3000, 100, 2300, 100, 1700)
	ts[0].County, ts[1].County, ts[2].County, ts[3].County = "Stockholm", "Uppsala", "Stockholm", "Uppsala"
	_, err = scheme.Transfers(ts)
	assert.Equal(t, []string{"counties", "treasuries[0].county", "treasuries[1].county", "treasuries[2].county", "treasuries[3].county"}, paths(err))

	scheme.Counties = []equalize.County{{Name: "Stockholm", Grant: pct("19.05%"), Fee: pct("16.98%")}, {Name: "Uppsala", Grant: pct("19.14%"), Fee: pct("17.07%")}}
	r, err := scheme.Transfers(ts)
	require.NoError(t, err)
	// The mean is 2000 and the guarantee 2300: 1300, -700, 0 and 600 for 100 heads each.
	assert.Equal(t, []string{"24765.00", "-11949.00", "0.00", "11484.00"}, euros(r.Transfers))
	assert.Equal(t, "24300.00", r.Pot.Amount())

	// In 2014 and 2015 the fee up to 125 % of the mean was that of 60 %: 200 of 700 here.
	law, err = equalize.Find("sweden", day("2014-01-01"))
	require.NoError(t, err)
	scheme.LowTo = law.Scheme.(equalize.Guaranteed).LowTo
	assert.Equal(t, pct("125%"), scheme.LowTo)
	scheme.Counties[1].Low = pct("12.07%")
	r, err = scheme.Transfers(ts)
	require.NoError(t, err)
	assert.Equal(t, []string{"24765.00", "-10949.00", "0.00", "11484.00"}, euros(r.Transfers), "200 at 12.07 %, 500 at 17.07 %")
	ts = per(100, 1940, 100, 2350, 100, 1710) // 50 above the guarantee
	ts[0].County, ts[1].County, ts[2].County = "Stockholm", "Uppsala", "Uppsala"
	r, err = scheme.Transfers(ts)
	require.NoError(t, err)
	assert.Equal(t, "-603.50", euros(r.Transfers)[1])

	bad := equalize.Guaranteed{LowTo: pct("-1"), Counties: []equalize.County{{Name: "x", Grant: pct("2")}, {Name: "x", Fee: pct("2"), Low: pct("-1")}}}
	_, err = bad.Transfers(per(1, 1))
	assert.Equal(t, []string{"to", "lowTo", "counties[0].grant", "counties[1].name", "counties[1].fee", "counties[1].low", "treasuries[0].county"}, paths(err))
}

// The canton's own example: an index of 150 becomes 131.50, one of 81 becomes 88.03, which
// is above the guarantee of 86 (Finanzdirektion des Kantons Bern, Finanzausgleich).
func TestBern(t *testing.T) {
	ts := per(1900, 150, 5000, 81) // the mean is 100
	r, err := find(t, "bern", "2024-01-01").Transfers(ts)
	require.NoError(t, err)
	assert.Equal(t, []string{"-35150.00", "35150.00"}, euros(r.Transfers), "18.50 and 7.03 a head")
	assert.True(t, r.Pot.IsZero())
	assert.Equal(t, equalize.Bern(pct("37%")), find(t, "bern", "2012-01-01"))
	_, err = equalize.Find("bern", day("2011-12-31"))
	assert.Error(t, err)
}
