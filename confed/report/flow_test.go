package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
)

// What is neither ceded nor kept went to services.
func TestFlow(t *testing.T) {
	eur := fiscal.EUR.MustParse
	j := year.Jurisdiction{
		ID: "A", Payers: MinCell, Gross: eur("120.00"), Designated: eur("20.00"), Net: eur("100.00"), Final: eur("65.00"),
		Ceded: []year.Part{{Amount: eur("15.00")}, {Amount: eur("10.00")}},
	}
	f := flowOf(j)
	assert.Equal(t, eur("25.00"), f.ceded)
	assert.Equal(t, eur("10.00"), f.services)
	chf := flowOf(year.Jurisdiction{Gross: fiscal.CHF.Minor(5), Designated: fiscal.CHF.Minor(0), Net: fiscal.CHF.Minor(5), Final: fiscal.CHF.Minor(5)})
	sums := totals([]flow{f, chf, f})
	require.Len(t, sums, 2)
	assert.Equal(t, chf, sums[0])
	assert.Equal(t, flow{eur("240.00"), eur("40.00"), eur("200.00"), eur("50.00"), eur("20.00"), eur("130.00")}, sums[1])

	// Of 10.00 that stay: two parts, what is kept, services.
	parts, err := inProportion(j, eur("10.00"))
	require.NoError(t, err)
	assert.Equal(t, []string{"1.50 EUR", "1.00 EUR", "6.50 EUR", "1.00 EUR"}, parts)
	j.Payers--
	parts, err = inProportion(j, eur("10.00"))
	require.NoError(t, err)
	assert.Equal(t, make([]string, 4), parts)
}

func TestTable_Drop(t *testing.T) {
	tab := newTable("a", ">b", "c")
	tab.row("x", 1, "y")
	tab.note(0, "a sentence")
	tab.drop("b")
	p := new(page)
	p.add(0, tab)
	assert.Equal(t, "a  c\nx  y\na sentence\n", p.b.String())
}
