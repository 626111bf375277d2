package law_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/designation/law"
)

// The published figures of the laws, run through the laws that ship: as many payers as there
// were, with bases that make the amounts that were paid. Those of other packages: the Basque
// quota in fiscal/share, multipliers of 2026 in fiscal/tax, the credit for hometown gifts in
// fiscal/designation.

// A group is payers who file alike.
type group struct {
	payers  int64
	base    int64 // of each, in minor units
	choices string
}

// spread is n payers whose lines add up to a total: the base makes each line, of a rate
// of one in per.
func spread(n, total, per int64, choices string) []group {
	each, more := total/n, total%n
	return []group{{n - more, each * per, choices}, {more, (each + 1) * per, choices}}
}

// run settles groups: small ones as they are, those of many payers as the totals of one,
// merged by doubling.
func run(t *testing.T, r *designation.Regime, groups ...group) *designation.Settlement {
	t.Helper()
	var few []group
	blocks := map[group]int64{}
	for _, g := range groups {
		if g.payers <= 1000 {
			few = append(few, g)
		} else {
			blocks[group{1, g.base, g.choices}] += g.payers
		}
	}
	all := times(t, r, 1, few...)
	for g, n := range blocks {
		require.NoError(t, all.Merge(times(t, r, n, g)))
	}
	return must(r.Settle(all))
}

// times are the totals of some groups, n times.
func times(t *testing.T, r *designation.Regime, n int64, groups ...group) *designation.Totals {
	t.Helper()
	slices.SortFunc(r.Recipients, compareIDs)
	form := r.Form()
	rows := func(yield func(designation.Return) bool) {
		for _, g := range groups {
			ret := designation.Return{Choices: must(form.ParseChoices(g.choices)), Heads: g.base}
			if r.PerHead.Sign() == 0 {
				ret.Base, ret.Heads = r.Currency.Minor(g.base), 0
			}
			for range g.payers {
				if !yield(ret) {
					return
				}
			}
		}
	}
	c := must(r.Collect(rows))
	require.Empty(t, c.Voids)
	all, power := must(r.Count(designation.Returns{})), must(r.Count(c))
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			require.NoError(t, all.Merge(power))
		}
		require.NoError(t, power.Merge(power))
	}
	return all
}

func compareIDs(a, b designation.Recipient) int {
	switch {
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}

func find(name string, year int, recipients ...designation.Recipient) *designation.Regime {
	r := must(law.Find(name, year))
	r.Recipients = append(r.Recipients, recipients...)
	return r
}

func to(id, category string) designation.Recipient {
	return designation.Recipient{ID: designation.RecipientID(id), Terms: &designation.Terms{Category: category}}
}

// gets are what recipients get, and how many choices they had.
func gets(s *designation.Settlement) map[string]string {
	out := map[string]string{}
	lines := map[designation.RecipientID]int64{}
	for why := range s.Why() {
		if p, ok := why.(designation.Paid); ok {
			lines[p.Recipient] += p.Lines
		}
	}
	for id, m := range s.Recipients() {
		if m.Sign() > 0 || lines[id] > 0 {
			out[string(id)] = fmt.Sprint(lines[id], " ", m.Amount())
		}
	}
	for name, m := range s.Funds() {
		out["fund "+name] = m.Amount()
	}
	return out
}

// TV-1, Ichikawa, fiscal year 2005 (npoweb.jp, ichikawa.genki365.jp): of 6,266 notices 5,557
// were valid, 5,049 for groups with 12,427,815 yen and 508 for the fund with 991,145;
// granted to 81 groups 11,244,952, above their ceilings 1,182,863, for the fund 2,174,008.
func TestPublishedIchikawa(t *testing.T) {
	var groups []designation.Recipient
	var filings []group
	payers := must(fiscal.JPY.Minor(5_049).Split(slices.Repeat([]int64{1}, 81)...))
	own := must(fiscal.JPY.Minor(12_427_815).Split(slices.Repeat([]int64{1}, 81)...))
	granted := must(fiscal.JPY.Minor(11_244_952).Split(slices.Repeat([]int64{1}, 81)...))
	for i := range 81 {
		id := fmt.Sprintf("group%02d", i)
		one := to(id, "")
		one.Terms.Requested = granted[i]
		groups = append(groups, one)
		filings = append(filings, spread(payers[i].Minor(), own[i].Minor(), 100, id)...)
	}
	filings = append(filings, spread(508, 991_145, 100, "fund")...)
	filings = append(filings, group{6_266 - 5_557, 1_000_000, ""})
	s := run(t, find("jp-ichikawa", 2005, groups...), filings...)
	got := gets(s)
	assert.Equal(t, "2174008", got["fund citizens"])
	assert.Equal(t, "508 0", got["fund"])
	assert.Equal(t, int64(6_266), s.Payers)
	assert.Equal(t, fiscal.JPY.Minor(13_418_960), s.Designated)
	lines, paid := int64(0), int64(0)
	for why := range s.Why() {
		if p, ok := why.(designation.Paid); ok && p.Recipient != "fund" {
			lines, paid = lines+p.Lines, paid+p.Amount.Minor()
		}
	}
	assert.Equal(t, [2]int64{5_049, 11_244_952}, [2]int64{lines, paid})
}

// TV-2, Slovenia, tax year 2020 (FURS): 510,868 donations to 5,554 recipients, 10,716,366.97
// of 1 % of 2,113,178,147.49; 10,415,414.50 was not donated.
func TestPublishedSlovenia(t *testing.T) {
	r := find("si-donation", 2020)
	var filings []group
	amounts := must(fiscal.EUR.Minor(10_716_366_97).Split(slices.Repeat([]int64{1}, 5_554)...))
	counts := must(fiscal.EUR.Minor(510_868).Split(slices.Repeat([]int64{1}, 5_554)...))
	for i := range 5_554 {
		id := fmt.Sprintf("r%04d", i)
		r.Recipients = append(r.Recipients, to(id, ""))
	}
	base := int64(2_113_178_147_49)
	for i := range 5_554 {
		for _, g := range spread(counts[i].Minor(), amounts[i].Minor(), 100, fmt.Sprintf("r%04d", i)) {
			base -= g.payers * g.base
			filings = append(filings, g)
		}
	}
	s := run(t, r, append(filings, group{1, base, ""})...)
	assert.Equal(t, fiscal.EUR.MustParse("2113178147.49"), s.Base)
	assert.Equal(t, fiscal.EUR.MustParse("10716366.97"), s.Designated)
	assert.Len(t, gets(s), 5_554)
	right := must(s.Base.Mul(r.Slots[0].Rate, fiscal.Floor))
	assert.Equal(t, "21131781.47 EUR", right.String())
	assert.Equal(t, "10415414.50 EUR", must(right.Sub(s.Designated)).String())
}

// TV-8, Spain: returns by box. Aragón 2017 (eldiario.es); Valencia 2020, in hundredths of a
// per cent (valenciaplaza); the nation in 2000, and what the Church got of 2021 and of 2022.
func TestPublishedSpain(t *testing.T) {
	s := run(t, find("es-irpf", 2017), group{97_193, 100_000, "church"}, group{219_650, 100_000, "social"},
		group{148_256, 100_000, "church|social"}, group{221_916, 100_000, ""})
	assert.Equal(t, map[string]string{"church": "245449 1718143.00", "social": "367906 2575342.00"}, gets(s))
	assert.Equal(t, int64(687_015), s.Payers)

	s = run(t, find("es-irpf", 2020), group{1_026, 100_000, "church"}, group{3_167, 100_000, "social"},
		group{1_974, 100_000, "church|social"}, group{3_833, 100_000, ""})
	assert.Equal(t, map[string]string{"church": "3000 21000.00", "social": "5141 35987.00"}, gets(s))
	assert.Equal(t, int64(10_000), s.Payers)

	// 0.5239 % of 10.00 is 0.05.
	s = run(t, find("es-irpf", 2000), group{5_593_476 - 1_669_367, 1000, "church"}, group{5_961_418 - 1_669_367, 1000, "social"}, group{1_669_367, 1000, "church|social"})
	assert.Equal(t, map[string]string{"church": "5593476 279673.80", "social": "5961418 298070.90"}, gets(s))

	// 0.7 % of a thousandfold of a seventh.
	for _, tt := range []struct {
		year, returns, amount int64
		want                  string
	}{{2021, 1, 320_723_062_00, "1 320723062.00"}, {2022, 7_631_143, 358_793_580_00, "7631143 358793580.00"}} {
		r := find("es-irpf", int(tt.year))
		each, more := tt.amount/tt.returns, tt.amount%tt.returns
		up := func(units int64) int64 { return (units*1000 + 6) / 7 } // the least base whose 0.7 % are as much
		s = run(t, r, group{tt.returns - more, up(each), "church"}, group{more, up(each + 1), "church"})
		assert.Equal(t, map[string]string{"church": tt.want}, gets(s))
	}
}

// TV-9, Hungary 2011 (HVG, MTI): 8.957 + 4.978 + 1.509 thousand million forints are 15.444, of
// 3.148 million valid declarations 4,905 each; for 31,280 civil bodies, 187 churches and the
// talent programme, 31,468 in all.
func TestPublishedHungary(t *testing.T) {
	r := find("hu-1plus1", 2011)
	var filings []group
	add := func(kind, category string, n, forints int64) {
		for i, m := range must(r.Currency.Minor(forints * 100).Split(slices.Repeat([]int64{1}, int(n))...)) {
			id := fmt.Sprintf("%s%05d", kind, i)
			r.Recipients = append(r.Recipients, to(id, category))
			filings = append(filings, group{1, m.Minor() * 100, id})
		}
	}
	add("civil", "", 31_280, 8_957_000_000)
	add("church", "church", 187, 4_978_000_000)
	add("talent", "talent", 1, 1_509_000_000)
	s := run(t, r, filings...)
	assert.Equal(t, "15444000000.00", s.Designated.Amount())
	assert.Len(t, gets(s), 31_468)
	assert.Equal(t, int64(4_905), s.Designated.Minor()/100/3_148_000)
}

// TV-11, Italy, eight per thousand: paid in 2021, of 41,211,336 payers 17,223,272 chose and
// 23,827,934 did not; Molise, paid in 2023, 81,671 and 128,225 of 211,121, the rest void.
// Amounts follow choices, P c/C, whatever the payers' tax.
func TestPublishedEightPerThousand(t *testing.T) {
	tests := []struct {
		name                  string
		year                  int
		payers, chose, silent int64
		choices               map[string]int64
		anomalies             int64
	}{
		{"Italy", 2017, 41_211_336, 17_223_272, 23_827_934, map[string]int64{"catholic": 13_520_527, "state": 2_695_735, "valdese": 538_567, "ubi": 165_140}, 160_130},
		{"Molise", 2019, 211_121, 81_671, 128_225, map[string]int64{"catholic": 69_419, "state": 10_815, "valdese": 814, "ubi": 171, "ibisg": 103}, 1_225},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			groups, others := []group{{tt.payers - tt.chose, 500_000, ""}}, tt.chose // who is void is no choice
			for id, n := range tt.choices {
				groups = append(groups, group{n, 0, id})
				others -= n
			}
			assert.Equal(t, tt.anomalies, tt.payers-tt.chose-tt.silent)
			groups = append(groups, group{others, 1_000, "luterana"})
			s := run(t, find("it-8xmille", tt.year), groups...)
			assert.Equal(t, tt.payers, s.Payers)
			assert.Equal(t, must(s.Base.Mul(vicinia.MustRatio("8‰"), fiscal.Floor)), s.Designated)
			for id, m := range s.Recipients() {
				if n, ok := tt.choices[string(id)]; ok {
					share := must(s.Designated.Mul(vicinia.Frac(n, tt.chose), fiscal.Floor))
					assert.InDelta(t, share.Minor(), m.Minor(), 1, "%s: to the cent", id)
				}
			}
		})
	}
}

// TV-11, Italy, five per thousand: bodies of 2017 with what they had of their own and of
// signatures without a code, and bodies of 2024; two per thousand of 2024 and 2023, parties
// by choices (MEF, Agenzia delle Entrate).
func TestPublishedItalianBodies(t *testing.T) {
	for name, tt := range map[string]struct {
		own, generic int64
		want         string
	}{
		"AIRC": {46_067_682_29, 18_415_111_22, "64482793.51"}, "Emergency": {12_162_310_49, 566_032_32, "12728342.81"},
		"FPRC": {7_194_080_99, 4_030_165_20, "11224246.19"}, "MSF": {10_253_297_23, 413_734_31, "10667031.54"},
	} {
		s := run(t, find("it-5xmille", 2017, to(name, "box")), group{1, 200 * tt.own, name}, group{1, 200 * tt.generic, "box"})
		assert.Equal(t, map[string]string{name: "1 " + tt.want}, gets(s))
	}
	s := run(t, find("it-5xmille", 2024, to("AIRC", "research"), to("Emergency", "volunteering"), to("FPRC", "research")), slices.Concat(
		spread(1_763_993, 71_799_594_47, 200, "AIRC"), spread(283_836, 10_608_104_49, 200, "Emergency"), spread(275_603, 12_161_686_44, 200, "FPRC"))...)
	assert.Equal(t, map[string]string{"AIRC": "1763993 71799594.47", "Emergency": "283836 10608104.49", "FPRC": "275603 12161686.44"}, gets(s))

	// The pool of 2017: 495,841,714.55 are below 500 million, and a cent above is scaled.
	s = run(t, find("it-5xmille", 2017, to("all", "box")), group{1, 200 * 495_841_714_55, "all"})
	assert.Equal(t, "495841714.55", s.Designated.Amount())
	s = run(t, find("it-5xmille", 2017, to("a", "box"), to("b", "box")), group{1, 200 * 500_000_000_00, "a"}, group{1, 200 * 250_000_000_00, "b"})
	assert.Equal(t, map[string]string{"a": "1 333333333.33", "b": "1 166666666.67"}, gets(s))

	parties := func(year int, all, total int64, of map[string][2]int64) map[string]string {
		r := find("it-2xmille", year)
		var groups []group
		for id, is := range of {
			groups = append(groups, spread(is[0], is[1]*100, 500, id)...)
			r.Recipients = append(r.Recipients, to(id, ""))
			all, total = all-is[0], total-is[1]
		}
		r.Recipients = append(r.Recipients, to("others", ""))
		s := run(t, r, append(groups, spread(all, total*100, 500, "others")...)...)
		got := gets(s)
		got["all"] = s.Designated.Amount()
		return got
	}
	assert.Equal(t, map[string]string{"PD": "628782 10286158.00", "FdI": "382457 5658481.00", "M5S": "239240 2739399.00", "Lega Nord": "38531 463974.00",
		"others": "764638 10642520.00", "all": "29790532.00"},
		parties(2024, 2_053_648, 29_790_532, map[string][2]int64{"PD": {628_782, 10_286_158}, "FdI": {382_457, 5_658_481}, "M5S": {239_240, 2_739_399}, "Lega Nord": {38_531, 463_974}}))
	assert.Equal(t, "24058168.00", parties(2023, 1_744_913, 24_058_168, nil)["all"])
	mean := must(fiscal.EUR.MustParse("2739399.00").Mul(vicinia.Frac(1, 239_240), fiscal.HalfEven))
	assert.Equal(t, "11.45", mean.Amount(), "of the Five Star Movement")
}

// TV-11, the list of volunteering of 2017: 10,368,566 direct and 617,358 generic choices;
// 43,035 of 44,468 bodies, those whom somebody chose, got 334,402,132.28.
func TestPublishedVolunteering(t *testing.T) {
	r := find("it-5xmille", 2017)
	var groups []group
	const each = 30_00 // what a direct choice was worth is not published by body
	for i := range 44_468 {
		id := fmt.Sprintf("b%05d", i)
		r.Recipients = append(r.Recipients, to(id, "volunteering"))
		if i < 43_035 {
			groups = append(groups, group{1, 200 * each, id})
		}
	}
	all := times(t, r, 10_368_566/43_035, groups...)
	require.NoError(t, all.Merge(times(t, r, 1, groups[:10_368_566%43_035]...)))
	for _, g := range spread(617_358, 334_402_132_28-10_368_566*each, 200, "volunteering") {
		require.NoError(t, all.Merge(times(t, r, g.payers, group{1, g.base, g.choices})))
	}
	s := must(r.Settle(all))
	assert.Equal(t, "334402132.28", s.Designated.Amount())
	got := gets(s)
	assert.Len(t, got, 43_035)
	// 23,345,152.28 for 10,368,566 choices are 542.6189 for 241 and 540.3674 for 240; the
	// larger remainders have the cents.
	assert.Equal(t, []string{"241 7772.62", "240 7740.36"}, []string{got["b00000"], got["b43034"]})
}

// TV-13, Seattle (seattle.gov): 53,017 vouchers of 2021 are 1,325,425 dollars; 147,128 of
// 2019 and 184,747 of 2021 came back.
func TestPublishedSeattle(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	r, groups := find("seattle-vouchers", 2021), []group(nil)
	for i, n := range []int64{13_853, 1_999, 4_549, 12_505, 2_890, 8_556, 4_036, 4_629} {
		r.Recipients = append(r.Recipients, to(ids[i], ""))
		groups = append(groups, group{n, 1, ids[i]})
	}
	s := run(t, r, groups...)
	assert.Equal(t, "1325425.00", s.Designated.Amount())
	assert.Equal(t, map[string]string{"a": "13853 346325.00", "b": "1999 49975.00", "c": "4549 113725.00", "d": "12505 312625.00",
		"e": "2890 72250.00", "f": "8556 213900.00", "g": "4036 100900.00", "h": "4629 115725.00"}, gets(s))
	for year, tt := range map[int]struct {
		vouchers int64
		want     string
	}{2019: {147_128, "3678200.00"}, 2021: {184_747, "4618675.00"}} {
		r := find("seattle-vouchers", year, to("a", ""))
		r.Slots[0].Ceiling = fiscal.Money{} // of all candidates together
		assert.Equal(t, tt.want, run(t, r, group{tt.vouchers, 1, "a"}).Designated.Amount())
	}
}

// TV-17, Portugal: 29.1 million euros of the income tax of 2021 at 0.5 %, 74.9 of that of 2024 at
// 1 %, to 5,059 bodies.
func TestPublishedPortugal(t *testing.T) {
	s := run(t, find("pt-irs", 2021, to("all", "")), group{1, 5_820_000_000_00, "all"})
	assert.Equal(t, "29100000.00", s.Designated.Amount())
	r, groups := find("pt-irs", 2024), []group(nil)
	for i, m := range must(fiscal.EUR.MustParse("74900000.00").Split(slices.Repeat([]int64{1}, 5_059)...)) {
		id := fmt.Sprintf("b%04d", i)
		r.Recipients = append(r.Recipients, to(id, ""))
		groups = append(groups, group{1, 100 * m.Minor(), id})
	}
	s = run(t, r, groups...)
	assert.Len(t, gets(s), 5_059)
	assert.Equal(t, "74900000.00", s.Designated.Amount())
}
