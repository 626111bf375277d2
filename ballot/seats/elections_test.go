package seats_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// Official results of parliaments that are shared out in one piece: the lists above the
// threshold with votes and seats, and the valid votes where the threshold decides. Sources:
// federal returning officer of Germany, Kiesraad (Netherlands), Valmyndigheten (Sweden),
// Statistics Denmark, Central Elections Committee of Israel, Electoral Commission of New
// Zealand, Statistical Office of the Slovak Republic.
func TestParliaments(t *testing.T) {
	threshold := func(share string, valid int64, exempt ...string) seats.Threshold {
		return seats.Threshold{Share: vicinia.MustRatio(share), Valid: valid, Exempt: exempt}
	}
	alliances := func(names ...string) (all [][]string) {
		for _, n := range names {
			all = append(all, strings.Split(n, " "))
		}
		return all
	}
	swedish := vicinia.Frac(6, 5)
	tests := []struct {
		name  string
		rule  ballot.Rule[*ballot.Counts, *seats.Allocation]
		lists string
		votes []int64
		want  []int64
	}{
		{"Germany 2005", seats.Quota{Seats: 598}, "SPD CDU FDP Linke Gruene CSU",
			[]int64{16_194_665, 13_136_740, 4_648_144, 4_118_194, 3_838_326, 3_494_309}, []int64{213, 173, 61, 54, 51, 46}},
		{"Germany 2013", seats.Divisor{Sequence: seats.SainteLague, Seats: 631}, "CDU SPD Linke Gruene CSU",
			[]int64{14_921_877, 11_252_215, 3_755_699, 3_694_057, 3_243_569}, []int64{255, 193, 64, 63, 56}},
		{"Germany 2017", seats.Divisor{Sequence: seats.SainteLague, Seats: 709}, "CDU SPD AfD FDP Linke Gruene CSU",
			[]int64{12_447_656, 9_539_381, 5_878_115, 4_999_449, 4_297_270, 4_158_400, 2_869_688}, []int64{200, 153, 94, 80, 69, 67, 46}},
		{"Netherlands 2021", seats.Divisor{Seats: 150, Threshold: threshold("1/150", 10_422_852)},
			"VVD D66 PVV CDA SP PvdA GL FVD PvdD CU Volt JA21 SGP DENK 50PLUS BBB BIJ1 CodeOranje",
			[]int64{2_279_130, 1_565_861, 1_124_482, 990_601, 623_371, 597_192, 537_308, 523_083, 399_750, 351_275, 252_480, 246_620, 215_249, 211_237, 106_702, 104_319, 87_238, 40_731},
			[]int64{34, 24, 17, 15, 9, 9, 8, 8, 6, 5, 3, 3, 3, 3, 1, 1, 1, 0}},
		{"Netherlands 2023", seats.Divisor{Seats: 150, Threshold: threshold("1/150", 10_432_726)},
			"PVV GL-PvdA VVD NSC D66 BBB CDA SP DENK PvdD FVD SGP CU Volt JA21 BVNL 50PLUS",
			[]int64{2_450_878, 1_643_073, 1_589_519, 1_343_287, 656_292, 485_551, 345_822, 328_225, 246_765, 235_148, 232_963, 217_270, 212_532, 178_802, 71_345, 52_913, 51_043},
			[]int64{37, 25, 24, 20, 9, 7, 5, 5, 3, 3, 3, 3, 3, 2, 1, 0, 0}},
		{"Sweden 2018", seats.Divisor{Sequence: seats.SainteLague, First: swedish, Seats: 349}, "S M SD C V KD L MP",
			[]int64{1_830_386, 1_284_698, 1_135_627, 557_500, 518_454, 409_478, 355_546, 285_899}, []int64{100, 70, 62, 31, 28, 22, 20, 16}},
		{"Sweden 2022", seats.Divisor{Sequence: seats.SainteLague, First: swedish, Seats: 349}, "S SD M V C KD MP L",
			[]int64{1_964_474, 1_330_325, 1_237_428, 437_050, 434_945, 345_712, 329_242, 298_542}, []int64{107, 73, 68, 24, 24, 19, 18, 16}},
		{"Denmark 2019", seats.Quota{Seats: 175}, "A V O B F Ø C Å D I",
			[]int64{914_882, 826_161, 308_513, 304_714, 272_304, 245_100, 233_865, 104_278, 83_201, 82_270}, []int64{48, 43, 16, 16, 14, 13, 12, 5, 4, 4}},
		{"Israel April 2019", seats.Allied{Seats: 120, Threshold: threshold("3.25%", 4_309_270), Alliances: alliances("Likud Right", "Shas UTJ", "Hadash Raam", "Labor Meretz")},
			"Likud BlueWhite Shas UTJ Hadash Labor Beitenu Right Meretz Kulanu Raam",
			[]int64{1_140_370, 1_125_881, 258_275, 249_049, 193_442, 190_870, 173_004, 159_468, 156_473, 152_756, 143_666}, []int64{35, 35, 8, 8, 6, 6, 5, 5, 4, 4, 4}},
		{"Israel 2021", seats.Allied{Seats: 120, Alliances: alliances("Likud Zionism", "Atid Beitenu", "Shas UTJ", "Labor Meretz", "Yamina Hope")},
			"Likud Atid Shas BlueWhite Yamina Labor UTJ Beitenu Zionism Joint Hope Meretz Raam",
			[]int64{1_066_892, 614_112, 316_008, 292_257, 273_836, 268_767, 248_391, 248_370, 225_641, 212_583, 209_161, 202_218, 167_064},
			[]int64{30, 17, 9, 8, 7, 7, 7, 7, 6, 6, 6, 6, 4}},
		{"New Zealand 2017", seats.Divisor{Sequence: seats.SainteLague, Seats: 120, Threshold: threshold("5%", 2_591_896, "ACT")}, "National Labour NZF Green Top Maori ACT",
			[]int64{1_152_075, 956_184, 186_706, 162_443, 63_260, 30_580, 13_075}, []int64{56, 46, 9, 8, 0, 0, 1}},
		{"New Zealand 2020", seats.Divisor{Sequence: seats.SainteLague, Seats: 120, Threshold: threshold("5%", 2_886_420, "Maori")}, "Labour National Green ACT NZF Maori",
			[]int64{1_443_545, 738_275, 226_757, 219_031, 75_020, 33_630}, []int64{65, 33, 10, 10, 0, 2}},
		{"Slovakia 2020", seats.Quota{Price: seats.HagenbachBischoffRounded, Seats: 150}, "OLaNO Smer SmeRodina LSNS SaS ZaLudi",
			[]int64{721_166, 527_172, 237_531, 229_660, 179_246, 166_325}, []int64{53, 38, 17, 17, 13, 12}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := decide(t, tt.rule, counts(t, strings.Split(tt.lists, " "), tt.votes...))
			assert.Equal(t, tt.want, out.Seats)
			assert.False(t, out.Tied())
		})
	}
}

// The Cambridge Compromise for a European Parliament of 751 members: five for everybody, the
// rest by Adams, 96 at most (Grimmett and others, The Allocation Between the EU Member States
// of the Seats in the European Parliament, 2011, by the populations of 1 January 2010;
// divisor 819 000).
func TestCambridgeCompromise(t *testing.T) {
	states := "DE FR UK IT ES PL RO NL EL BE PT CZ HU SE AT BG DK SK FI IE LT LV SI EE CY LU MT"
	people := []int64{
		81_802_257, 64_714_074, 62_008_048, 60_340_328, 45_989_016, 38_167_329, 21_462_186, 16_574_989, 11_305_118,
		10_839_905, 10_637_713, 10_506_813, 10_014_324, 9_340_682, 8_375_290, 7_563_710, 5_534_738, 5_424_925,
		5_351_427, 4_467_854, 3_329_039, 2_248_374, 2_046_976, 1_340_127, 803_147, 502_066, 412_970,
	}
	out := decide(t, seats.Divisor{Sequence: seats.Adams, Seats: 751, Base: 5, Max: 96}, counts(t, strings.Split(states, " "), people...))
	assert.Equal(t, []int64{96, 85, 81, 79, 62, 52, 32, 26, 19, 19, 18, 18, 18, 17, 16, 15, 12, 12, 12, 11, 10, 8, 8, 7, 6, 6, 6}, out.Seats)
	for i, n := range people {
		assert.Equal(t, min(5+(n+818_999)/819_000, 96), out.Seats[i])
	}
}
