package worlds

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/golden"
)

// The picture of the README: where the canton's money went.
func TestSchwyz_Flow(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	var svg bytes.Buffer
	require.NoError(t, report.WriteFlow(&svg, a.report, fiscal.CHF, 900))
	golden.Equal(t, "schwyz.svg", svg.Bytes())
	require.Error(t, report.WriteFlow(&svg, a.report, fiscal.EUR, 900))
}
