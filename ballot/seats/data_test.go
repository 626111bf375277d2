package seats_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/seats"
)

// column reads a column of a table of the data folder.
func column(t *testing.T, name, title string) []string {
	t.Helper()
	dir := os.Getenv("VICINIA_DATA")
	if dir == "" {
		t.Skip("VICINIA_DATA names no folder of conformance data")
	}
	f, err := os.Open(filepath.Join(dir, "apportionment", name))
	require.NoError(t, err)
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	for i, head := range table[0] {
		if head != title {
			continue
		}
		var all []string
		for _, row := range table[1:] {
			all = append(all, row[i])
		}
		return all
	}
	require.Fail(t, "no such column", "%s in %s", title, name)
	return nil
}

func numbers(t *testing.T, name, title string) []int64 {
	t.Helper()
	var all []int64
	for _, text := range column(t, name, title) {
		n, err := strconv.ParseInt(text, 10, 64)
		require.NoError(t, err)
		all = append(all, n)
	}
	return all
}

// Official apportionments: every seat, and the proof of every one.
func TestOfficialSeats(t *testing.T) {
	five := seats.Threshold{Share: vicinia.MustRatio("5%"), Valid: 49_649_512, Exempt: []string{"SSW"}}
	tests := []struct {
		file, list, votes string
		rule              seats.Divisor
		signpost          certificate.Signpost
	}{
		{"us_house_2020.csv", "state", "apportionment_population",
			seats.Divisor{Sequence: seats.HuntingtonHill, Seats: 435, Min: 1}, certificate.HuntingtonHill},
		{"austria_nationalrat_2019.csv", "party", "votes",
			seats.Divisor{Seats: 183, Threshold: seats.Threshold{Share: vicinia.MustRatio("4%")}}, certificate.DHondt},
		{"germany_bundestag_2025.csv", "party", "second_votes",
			seats.Divisor{Sequence: seats.SainteLague, Seats: 630, Threshold: five}, certificate.SainteLague},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			names, votes := column(t, tt.file, tt.list), numbers(t, tt.file, tt.votes)
			out := decide(t, tt.rule, counts(t, names, votes...))
			assert.Equal(t, numbers(t, tt.file, "seats_official"), out.Seats)
			assert.False(t, out.Tied())
			for why := range out.Why() {
				switch why := why.(type) {
				case seats.Barred:
					if o, _ := out.Slate.Find(why.List); !why.Exempt {
						votes[o] = 0
					}
				case seats.Last:
					proof := certificate.Divisor{
						Rule: tt.signpost, House: tt.rule.Seats, Min: tt.rule.Min, Votes: why.Given.Votes, Seat: why.Given.Seat,
					}
					assert.NoError(t, proof.Check(votes, out.Seats))
				}
			}
		})
	}
}

// Occidente, Asturias, 25 March 2012: the votes of absent electors took the sixth seat from
// FAC and gave it to PSOE. No absent votes of PP are known: they are counted as 0.
func TestAbsentElectors(t *testing.T) {
	names := []string{"PSOE", "PP", "FAC"}
	for _, tt := range []struct {
		name string
		give []int64
		want []int64
	}{
		{"residents alone", []int64{19_816, 14_628, 13_325}, []int64{2, 2, 2}},
		{"with the absent", []int64{20_106, 14_628, 13_369}, []int64{3, 2, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := decide(t, seats.Divisor{Seats: 6}, counts(t, names, tt.give...))
			assert.Equal(t, tt.want, out.Seats)
		})
	}
	out := decide(t, seats.Divisor{Seats: 6}, counts(t, names, 20_106, 14_628, 13_369))
	for why := range out.Why() {
		if last, ok := why.(seats.Last); ok {
			assert.Equal(t, seats.Quotient{List: "PSOE", Votes: 20_106, Seat: 3}, last.Given)
			assert.Equal(t, int64(36), last.Missing, "13405/2 is above 20106/3 = 6702")
			assert.Equal(t, "FAC", last.Closest)
		}
	}
}
