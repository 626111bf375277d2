package seats_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A row is a district with its seats, and the votes and seats of the lists.
type row struct {
	name       string
	seats      int64
	votes, won []int64
}

func official(t *testing.T, r seats.Biproportional, lists []string, rows []row) *seats.Table {
	t.Helper()
	var districts []string
	var due, votes, won []int64
	for _, d := range rows {
		districts, due = append(districts, d.name), append(due, d.seats)
		votes, won = append(votes, d.votes...), append(won, d.won...)
	}
	m := matrix(t, districts, lists, due, votes...)
	out := table(t, r, m, nil)
	assert.Equal(t, won, out.Cells)
	prove(t, m, out)
	return out
}

// Canton Zug, Kantonsrat, 7 October 2018: lists of 5 % in a commune or 3 % in the canton, and
// the first of a commune has a seat (Staatskanzlei Zug, official result).
func TestZug2018(t *testing.T) {
	r := seats.Biproportional{Threshold: seats.Threshold{Share: vicinia.MustRatio("5%")}, Overall: vicinia.MustRatio("3%"), Leaders: true}
	assert.Equal(t, "biproportional voters=whole threshold=5% overall=3% leaders", r.String())
	official(t, r, []string{"1", "2", "3", "4", "5", "6", "7"}, []row{
		{"Baar", 15, []int64{2993, 8108, 19389, 14814, 4486, 15695, 21298}, []int64{0, 2, 3, 2, 1, 3, 4}},
		{"Cham", 10, []int64{0, 4687, 9334, 6691, 2270, 4705, 8178}, []int64{0, 1, 3, 2, 1, 1, 2}},
		{"Hünenberg", 6, []int64{0, 1584, 4807, 4005, 621, 1750, 2875}, []int64{0, 1, 2, 1, 0, 1, 1}},
		{"Menzingen", 3, []int64{0, 531, 1946, 826, 198, 84, 1336}, []int64{0, 0, 1, 1, 0, 0, 1}},
		{"Neuheim", 2, []int64{0, 279, 396, 379, 0, 0, 399}, []int64{0, 0, 1, 0, 0, 0, 1}},
		{"Oberägeri", 4, []int64{0, 477, 2844, 1654, 361, 51, 1450}, []int64{0, 0, 2, 1, 0, 0, 1}},
		{"Risch", 7, []int64{0, 2363, 3523, 2842, 728, 627, 3715}, []int64{0, 1, 2, 2, 0, 0, 2}},
		{"Steinhausen", 6, []int64{0, 3860, 4702, 2624, 465, 1106, 2610}, []int64{0, 2, 2, 1, 0, 0, 1}},
		{"Unterägeri", 6, []int64{0, 1481, 3310, 2713, 925, 1563, 4063}, []int64{0, 1, 1, 1, 0, 1, 2}},
		{"Walchwil", 2, []int64{0, 91, 812, 461, 0, 302, 344}, []int64{0, 0, 1, 1, 0, 0, 0}},
		{"Zug", 19, []int64{0, 22023, 21343, 33789, 10131, 21794, 26798}, []int64{0, 3, 3, 5, 2, 3, 3}},
	})
}

// Canton Grisons, Grosser Rat, 15 May 2022: 3 % in the canton, and the first of a district has
// a seat; not in Rheinwald, where two are level for one seat (Standeskanzlei Graubuenden,
// official result).
func TestGrisons2022(t *testing.T) {
	r := seats.Biproportional{Overall: vicinia.MustRatio("3%"), Leaders: true}
	out := official(t, r, []string{"SP and Greens", "FDP", "SVP", "GLP", "Mitte"}, []row{
		{"Alvaschein", 2, []int64{265, 360, 217, 137, 1239}, []int64{0, 0, 0, 0, 2}},
		{"Avers", 1, []int64{0, 72, 2, 0, 7}, []int64{0, 1, 0, 0, 0}},
		{"Belfort", 1, []int64{49, 0, 38, 0, 104}, []int64{0, 0, 0, 0, 1}},
		{"Bergün", 1, []int64{85, 117, 33, 0, 65}, []int64{0, 1, 0, 0, 0}},
		{"Bregaglia", 1, []int64{76, 262, 55, 0, 148}, []int64{0, 1, 0, 0, 0}},
		{"Breil/Brigels", 1, []int64{115, 0, 83, 0, 271}, []int64{0, 0, 0, 0, 1}},
		{"Brusio", 1, []int64{59, 84, 199, 0, 32}, []int64{0, 0, 1, 0, 0}},
		{"Calanca", 1, []int64{43, 133, 56, 0, 176}, []int64{0, 0, 0, 0, 1}},
		{"Chur", 21, []int64{65496, 32827, 30961, 17580, 32374}, []int64{8, 4, 3, 3, 3}},
		{"Churwalden", 1, []int64{148, 90, 101, 26, 169}, []int64{0, 0, 0, 0, 1}},
		{"Davos", 6, []int64{4661, 4240, 3030, 1564, 1506}, []int64{2, 1, 1, 1, 1}},
		{"Disentis", 4, []int64{1006, 245, 849, 0, 5655}, []int64{1, 0, 0, 0, 3}},
		{"Domleschg", 3, []int64{1132, 829, 1125, 405, 610}, []int64{1, 1, 1, 0, 0}},
		{"Fünf Dörfer", 11, []int64{9717, 5850, 13623, 3336, 10340}, []int64{3, 1, 4, 1, 2}},
		{"Ilanz", 6, []int64{3162, 2219, 2821, 546, 7461}, []int64{1, 1, 1, 0, 3}},
		{"Jenaz", 1, []int64{59, 167, 166, 98, 159}, []int64{0, 1, 0, 0, 0}},
		{"Klosters", 3, []int64{396, 672, 824, 365, 712}, []int64{0, 1, 1, 0, 1}},
		{"Küblis", 1, []int64{45, 37, 113, 0, 34}, []int64{0, 0, 1, 0, 0}},
		{"Lumnezia/Lugnez", 2, []int64{252, 210, 435, 0, 1180}, []int64{0, 0, 1, 0, 1}},
		{"Luzein", 1, []int64{99, 203, 67, 0, 94}, []int64{0, 1, 0, 0, 0}},
		{"Maienfeld", 5, []int64{2747, 3229, 2864, 849, 1548}, []int64{1, 1, 1, 1, 1}},
		{"Mesocco", 1, []int64{119, 284, 52, 0, 321}, []int64{0, 0, 0, 0, 1}},
		{"Oberengadin", 8, []int64{5258, 8091, 6481, 4157, 4830}, []int64{2, 2, 2, 1, 1}},
		{"Poschiavo", 2, []int64{341, 798, 550, 92, 540}, []int64{0, 1, 1, 0, 0}},
		{"Ramosch", 1, []int64{78, 173, 115, 0, 73}, []int64{0, 1, 0, 0, 0}},
		{"Rhäzüns", 7, []int64{5243, 3509, 3878, 822, 7282}, []int64{2, 1, 1, 0, 3}},
		{"Rheinwald", 1, []int64{97, 97, 21, 0, 90}, []int64{1, 0, 0, 0, 0}},
		{"Roveredo", 3, []int64{953, 1881, 411, 0, 1070}, []int64{1, 1, 0, 0, 1}},
		{"Safien", 1, []int64{42, 0, 178, 0, 216}, []int64{0, 0, 0, 0, 1}},
		{"Schams", 1, []int64{104, 191, 41, 0, 214}, []int64{0, 0, 0, 0, 1}},
		{"Schanfigg", 2, []int64{228, 735, 592, 0, 109}, []int64{0, 1, 1, 0, 0}},
		{"Schiers", 3, []int64{657, 1037, 1320, 325, 844}, []int64{1, 1, 1, 0, 0}},
		{"Seewis", 1, []int64{31, 118, 112, 37, 121}, []int64{0, 0, 0, 0, 1}},
		{"Suot Tasna", 3, []int64{810, 680, 896, 0, 1688}, []int64{1, 0, 1, 0, 1}},
		{"Sur Tasna", 1, []int64{197, 0, 240, 0, 110}, []int64{0, 0, 1, 0, 0}},
		{"Surses", 1, []int64{124, 304, 57, 0, 293}, []int64{0, 1, 0, 0, 0}},
		{"Thusis", 4, []int64{1174, 917, 1679, 614, 1560}, []int64{1, 1, 1, 0, 1}},
		{"Trins", 5, []int64{2627, 3230, 1735, 335, 2517}, []int64{1, 2, 1, 0, 1}},
		{"Val Müstair", 1, []int64{0, 41, 178, 0, 359}, []int64{0, 0, 0, 0, 1}},
	})
	led := 0
	for why := range out.Why() {
		if c, ok := why.(seats.Cell); ok && c.Leads {
			led++
		}
	}
	assert.Equal(t, 38, led)
	assert.Contains(t, steps(&out.Allocation), "Churwalden, Mitte: 169 votes over 600 x 0.996 = 0.282...: 1 seats, one as the first")
}
