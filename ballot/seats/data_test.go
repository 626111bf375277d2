package seats_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/certificate"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/internal/golden"
)

// column reads a column of a table of the data folder.
func column(t *testing.T, name, title string) []string {
	t.Helper()
	dir := golden.Published(t)
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

// Zurich, city parliament, 4 March 2018, and canton Uri, Landrat, 2020: every cell, from
// the voters of the districts, and the proof of each.
func TestOfficialTables(t *testing.T) {
	for _, tt := range []struct{ file, districts, list, votes, want, seats string }{
		{"zurich_city_2018.csv", "zurich_city_2018_district_seats.csv", "list", "list_votes", "seats_official", "seats_official"},
		{"uri_landrat_2020_votes.csv", "uri_landrat_2020_district_seats.csv", "list", "votes", "seats_expected", "seats"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			file, districts := "../biproportional/"+tt.file, "../biproportional/"+tt.districts
			rows := column(t, districts, "district")
			lists := slices.Compact(slices.Sorted(slices.Values(column(t, file, tt.list))))
			votes, want := make([]int64, len(rows)*len(lists)), make([]int64, len(rows)*len(lists))
			in, of := column(t, file, "district"), column(t, file, tt.list)
			given := numbers(t, file, tt.want)
			for k, n := range numbers(t, file, tt.votes) {
				at := slices.Index(rows, in[k])*len(lists) + slices.Index(lists, of[k])
				votes[at], want[at] = n, given[k]
			}
			m := matrix(t, rows, lists, numbers(t, districts, tt.seats), votes...)
			for _, r := range []seats.Biproportional{{}, {Voters: seats.ExactVoters}, {Threshold: seats.Threshold{Share: vicinia.MustRatio("5%")}}} {
				out := table(t, r, m, nil)
				assert.Equal(t, want, out.Cells, "%s", r)
				prove(t, m, out)
			}
		})
	}
}

// Israel, 20th Knesset, with the groups of the table.
func TestOfficialAlliances(t *testing.T) {
	const file = "israel_knesset_20.csv"
	lists := column(t, file, "list")
	groups := map[string][]string{}
	order := column(t, file, "surplus_agreement_group")
	for i, g := range order {
		groups[g] = append(groups[g], lists[i])
	}
	rule := seats.Allied{Seats: 120}
	for _, g := range slices.Compact(slices.Clone(order)) {
		rule.Alliances = append(rule.Alliances, groups[g])
	}
	out := decide(t, rule, counts(t, lists, numbers(t, file, "votes")...))
	assert.Equal(t, numbers(t, file, "seats_official"), out.Seats)
}
