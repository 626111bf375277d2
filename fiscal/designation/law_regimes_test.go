package designation

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// list makes recipients, in any order, of id:category.
func list(ids ...string) []Recipient {
	var all []Recipient
	for _, id := range ids {
		name, category, in := cut(id)
		r := Recipient{ID: RecipientID(name)}
		if in {
			r.Terms = &Terms{Category: category}
		}
		all = append(all, r)
	}
	slices.SortFunc(all, Recipient.compare)
	return all
}

func cut(s string) (string, string, bool) {
	for i := range s {
		if s[i] == ':' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// filed is a row as the form of a regime has it.
func filed(t testing.TB, r *Regime, base, choices string) Return {
	t.Helper()
	cs, err := r.ParseChoices(choices)
	require.NoError(t, err)
	ret := Return{Choices: cs}
	if r.PerHead.Sign() > 0 {
		_, err := fmt.Sscan(base, &ret.Heads)
		require.NoError(t, err)
		return ret
	}
	ret.Base, err = r.Currency.Parse(base)
	require.NoError(t, err)
	return ret
}

// all are the amounts of a settlement, nothing left out, and the proof that they add up.
func all(t testing.TB, s *Settlement) []string {
	t.Helper()
	var out []string
	sum := s.Treasury
	add := func(m fiscal.Money) {
		var err error
		sum, err = sum.Add(m)
		require.NoError(t, err)
	}
	for id, m := range s.Recipients() {
		out = append(out, fmt.Sprintf("%s %s", id, m.Amount()))
		add(m)
	}
	for name, m := range s.Funds() {
		out = append(out, fmt.Sprintf("fund %s %s", name, m.Amount()))
		add(m)
	}
	whole, err := s.Base.Add(s.Raised)
	require.NoError(t, err)
	if s.Regime.Mode == Surcharge {
		whole = s.Raised
		assert.Zero(t, s.Treasury.Sign())
	}
	assert.Equal(t, whole, sum, "every cent has one destination")
	return append(out, "treasury "+s.Treasury.Amount())
}

func why(s *Settlement) []string {
	var out []string
	for step := range s.Why() {
		if b, ok := step.(Bound); ok {
			out = append(out, b.String())
		}
	}
	return out
}

func ichikawa(requested int64) *Regime {
	rs := list("fund", "others", "within")
	rs[0].Terms = &Terms{Ceiling: fiscal.JPY.Minor(0), Overflow: Sink{ToFund, "citizens"}}
	rs[1].Terms = &Terms{Requested: fiscal.JPY.Minor(requested), Cost: fiscal.JPY.Minor(100 * requested)}
	return &Regime{Name: "ichikawa", Year: 2005, Currency: fiscal.JPY, Recipients: rs, Slots: []Slot{{
		Name: "group", Rate: part("1%"), Grain: Whole, MaxRecipients: 3, CostShare: part("50%"), Overflow: Sink{ToFund, "citizens"},
	}}}
}

// TV-1, the published totals of Ichikawa: what groups were directed, what the fund was
// directed, what was granted, and what the fund got. Sources: npoweb.jp and
// ichikawa.genki365.jp; FY2008 and FY2014 as totals only.
func TestIchikawa(t *testing.T) {
	tests := []struct {
		name                                    string
		giveGroups, giveFund, giveGranted       int64
		wantOverflow, wantFund, wantAll, within int64
	}{
		{"FY2005", 12_427_815, 991_145, 11_244_952, 1_182_863, 2_174_008, 13_418_960, 5_000_000},
		{"FY2008", 19_433_692, 0, 13_301_524, 6_132_168, 6_132_168, 19_433_692, 1},
		{"FY2014", 15_517_197 + 112_860, 884_274 + 7_239, 12_399_601, 3_230_456, 4_121_969, 16_521_570, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ichikawa(tt.giveGranted - tt.within)
			yen := func(n int64) string { return fmt.Sprint(100 * n) }
			s := settle(t, r,
				filed(t, r, yen(tt.giveGroups-tt.within), "others"),
				filed(t, r, yen(tt.within), "within"),
				filed(t, r, yen(tt.giveFund), "fund"),
				filed(t, r, yen(1_000_000), ""),
			)
			assert.Equal(t, []string{
				"fund 0", fmt.Sprintf("others %d", tt.giveGranted-tt.within), fmt.Sprintf("within %d", tt.within),
				fmt.Sprintf("fund citizens %d", tt.wantFund), fmt.Sprintf("treasury %d", 99*tt.wantAll+100_000_000),
			}, all(t, s))
			assert.Contains(t, why(s), fmt.Sprintf("group: ceiling: others %d JPY -> %d JPY", tt.giveGroups-tt.within, tt.giveGranted-tt.within))
			assert.Equal(t, tt.wantFund, tt.giveFund+tt.wantOverflow)
		})
	}

	r := ichikawa(1_000) // three groups share 1 % in equal parts, and half of the cost is a ceiling
	r.Recipients[1].Terms.Cost = fiscal.JPY.Minor(901)
	s := settle(t, r, filed(t, r, "200000", "others|within|fund"))
	assert.Equal(t, []string{"fund 0", "others 450", "within 666", "fund citizens 882", "treasury 198002"}, all(t, s))
}

// TV-2: Slovenia, tax year 2020 (FURS): 1 % of 2,113,178,147.49 is 21,131,781.47;
// 10,716,366.97 was donated and 10,415,414.50 was not.
func TestSlovenia(t *testing.T) {
	r := &Regime{Name: "si", Year: 2020, Currency: fiscal.EUR, Recipients: list("all"), Slots: []Slot{{
		Name: "donation", Rate: part("1%"), Unit: part("0.1%"), MaxRecipients: 10, Undesignated: Sink{ToFund, "undonated"},
	}}}
	s := settle(t, r, filed(t, r, "1071636697.00", "all"), filed(t, r, "1041541450.49", ""))
	assert.Equal(t, []string{"all 10716366.97", "fund undonated 10415414.50", "treasury 2092046366.02"}, all(t, s))
	assert.Equal(t, eur("21131781.47"), s.Designated)

	_, err := r.Preview(filed(t, r, "100.00", "all=0.55%"))
	assert.ErrorContains(t, err, "0.55% is no multiple of 0.1%")
	_, err = r.Preview(filed(t, r, "100.00", "all=1.1%"))
	assert.ErrorIs(t, err, vicinia.Invariant("D-1"))
}

// Spain pays twelve instalments of 13,266,216.12 on account, 159,194,593.44 in all, and
// settles twice, in both directions (PGE 2015, DA 51).
func TestSpanishPayments(t *testing.T) {
	r := &Regime{Name: "es", Year: 2015, Currency: fiscal.EUR, Recipients: list("church:church", "social:social"), Slots: []Slot{
		{Name: "105", Rate: part("0.7%"), Grain: Whole, Categories: []string{"church"}},
		{Name: "106", Rate: part("0.7%"), Grain: Whole, Categories: []string{"social"}},
	}}
	for m := 1; m <= 12; m++ {
		r.Payout = append(r.Payout, Instalment{Name: "on account", On: Day{0, 1, 28}, Pays: Advance, Recipient: "church", Amount: eur("13266216.12")})
	}
	r.Payout = append(r.Payout,
		Instalment{Name: "provisional", On: Day{1, 11, 30}, Pays: FromProvisional, Recipient: "church"},
		Instalment{Name: "final", On: Day{2, 4, 30}})
	require.NoError(t, r.Check())
	provisional := settle(t, r, filed(t, r, "36600000000.00", "church|social"))
	final := settle(t, r, filed(t, r, "36500000000.00", "church"), filed(t, r, "100000000.00", "social"))
	payments, err := r.Payments(provisional, final)
	require.NoError(t, err)
	require.Len(t, payments, 15)
	account := fiscal.Money{}
	for _, p := range payments[:12] {
		account = must(account.Add(p.Amount))
	}
	assert.Equal(t, eur("159194593.44"), account)
	assert.Equal(t, []Payment{
		{"provisional", vicinia.MustDate("2016-11-30"), "church", eur("97005406.56")},
		{"final", vicinia.MustDate("2017-04-30"), "church", eur("-700000.00")},
		{"final", vicinia.MustDate("2017-04-30"), "social", eur("700000.00")},
	}, payments[12:])

	corrections, err := r.Correct(provisional, final)
	require.NoError(t, err)
	assert.Equal(t, []Correction{
		{"church", eur("256200000.00"), eur("255500000.00"), eur("-700000.00")},
		{"social", eur("256200000.00"), eur("700000.00"), eur("-255500000.00")},
	}, corrections)
	r.Late = Unadjusted // Slovakia, s. 50(10)
	corrections, err = r.Correct(provisional, final)
	require.NoError(t, err)
	assert.Equal(t, eur("0.00"), corrections[0].Pays)
	_, err = confederal(t, "15%", "a").Correct(provisional, final)
	require.ErrorIs(t, err, ErrRegime)

	none, err := confederal(t, "15%", "a").Payments(nil, provisional)
	require.NoError(t, err)
	assert.Empty(t, none)
}

// Three equal instalments leave two cents to the last, which pays all that is left.
func TestInstalmentsOfThirds(t *testing.T) {
	r := confederal(t, "15%", "a")
	third := vicinia.Frac(1, 3)
	r.Payout = []Instalment{{Name: "May", On: Day{1, 5, 1}, Part: third}, {Name: "September", On: Day{1, 9, 1}, Part: third}, {Name: "December", On: Day{1, 12, 1}}}
	payments, err := r.Payments(nil, settle(t, r, row(t, "1000.00", "a=10%")))
	require.NoError(t, err)
	require.Len(t, payments, 3)
	assert.Equal(t, []fiscal.Money{eur("33.33"), eur("33.33"), eur("33.34")}, []fiscal.Money{payments[0].Amount, payments[1].Amount, payments[2].Amount})
}

// TV-8: boxes of the Spanish form, by number of returns. Aragón 2017 (eldiario.es): 97,193
// church only, 219,650 social only, 148,256 both, 221,916 none.
func TestAragon(t *testing.T) {
	r := &Regime{Name: "es", Year: 2017, Currency: fiscal.EUR, Recipients: list("church:church", "social:social"), Slots: []Slot{
		{Name: "105", Rate: part("0.7%"), Categories: []string{"church"}, MaxRecipients: 1},
		{Name: "106", Rate: part("0.7%"), Categories: []string{"social"}, MaxRecipients: 1},
	}}
	var c Returns
	share := must(c.Share(part("0.7%")))
	church, social := Line{Recipient: 0, Share: share, Slot: 0}, Line{Recipient: 1, Share: share, Slot: 1}
	for _, group := range []struct {
		n     int
		lines []Line
	}{{97_193, []Line{church}}, {219_650, []Line{social}}, {148_256, []Line{church, social}}, {221_916, nil}} {
		for range group.n {
			c.Add(100_000, group.lines...)
		}
	}
	s, err := r.Settle(must(Sum(2, c.Split(8), r.Count)))
	require.NoError(t, err)
	lines := map[RecipientID]int64{}
	for step := range s.Why() {
		if p, ok := step.(Paid); ok {
			lines[p.Recipient] += p.Lines
		}
	}
	assert.Equal(t, map[RecipientID]int64{"church": 245_449, "social": 367_906}, lines)
	assert.Equal(t, int64(687_015), s.Payers)
	assert.Equal(t, []string{"church 1718143.00", "social 2575342.00", "treasury 682721515.00"}, all(t, s))
}

// TV-9, Hungary 2011 (HVG, MTI): 8.957 + 4.978 + 1.509 thousand million make 15.444, the
// mean of 3.148 million declarations is 4,905, and 31,280 + 187 + 1 recipients are 31,468.
func TestHungary(t *testing.T) {
	huf := must(fiscal.ParseCurrency("HUF"))
	r := &Regime{Name: "hu", Year: 2011, Currency: huf, Recipients: list("civil:civil", "church:church", "talent:talent"), Slots: []Slot{
		{Name: "civil", Rate: part("1%"), Grain: Whole, MaxRecipients: 1, Categories: []string{"civil"}, Conflict: VoidAll, Generic: Voided},
		{Name: "church", Rate: part("1%"), Grain: Whole, MaxRecipients: 1, Categories: []string{"church", "talent"}, Conflict: VoidAll, Generic: Voided},
	}}
	s := settle(t, r,
		filed(t, r, "497800000000.00", "civil|church"), filed(t, r, "150900000000.00", "civil|talent"), filed(t, r, "247000000000.00", "civil"),
		filed(t, r, "1000.00", "church|talent"), filed(t, r, "1000.00", "civil:9999"),
	)
	assert.Equal(t, []string{"church 4978000000.00", "civil 8957000000.00", "talent 1509000000.00", "treasury 880256002000.00"}, all(t, s))
	assert.Equal(t, huf.MustParse("15444000000.00"), s.Designated)
	assert.Equal(t, int64(4905), s.Designated.Minor()/100/3_148_000)
}

// TV-11, Italy 5 per thousand of 2017: what bodies got of their own and of the generic
// choices (Agenzia delle Entrate, as published).
func TestItalianBodies(t *testing.T) {
	tests := []struct{ name, giveOwn, giveGeneric, want string }{
		{"AIRC", "9213536458.00", "3683022244.00", "64482793.51"},
		{"Emergency", "2432462098.00", "113206464.00", "12728342.81"},
		{"FPRC", "1438816198.00", "806033040.00", "11224246.19"},
		{"MSF", "2050659446.00", "82746862.00", "10667031.54"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := fivePerThousand("body:research")
			s := settle(t, r, filed(t, r, tt.giveOwn, "body"), filed(t, r, tt.giveGeneric, "research"))
			assert.Equal(t, "body "+tt.want, all(t, s)[0])
		})
	}
}

func fivePerThousand(ids ...string) *Regime {
	return &Regime{Name: "5x1000", Year: 2020, Currency: fiscal.EUR, Recipients: list(ids...), Slots: []Slot{{
		Name: "5x1000", Rate: part("5‰"), Grain: Whole, MaxRecipients: 1, Conflict: VoidAll | CodeOverBox, Generic: ByChoices, Residence: "municipality",
	}}}
}

// One euro per choice is the same for all bodies of a category: in 2017 Emergency got
// 566,032.32 for 356,672 choices and MSF 413,734.31 for 260,706, 1.58698 each (vita.it).
func TestGenericFollowsTheNumberOfChoices(t *testing.T) {
	r := fivePerThousand("Emergency:volunteering", "MSF:volunteering", "one:volunteering", "lab:research")
	var c Returns
	share := must(c.Share(part("5‰")))
	for i, n := range []int{356_672, 260_706, 1} {
		for range n {
			c.Add(0, Line{Recipient: uint32(i), Share: share}) // ids in byte order
		}
	}
	c.Add(0, Line{Recipient: 2, Share: share})
	c.Add(97_976_800_000/5*1, Line{Recipient: 5, Share: share}) // 97,976.80 generic for volunteering
	require.Equal(t, []string{"research", "volunteering"}, r.generics())
	require.Equal(t, RecipientID("lab"), r.Recipients[2].ID)
	s, err := r.Settle(must(r.Count(c)))
	require.NoError(t, err)
	amounts := all(t, s)
	require.Equal(t, "lab 0.00", amounts[2], "another category")
	per := func(id RecipientID, n int64) *big.Rat {
		for got, m := range s.Recipients() {
			if got == id {
				return big.NewRat(m.Minor(), n)
			}
		}
		return nil
	}
	a, b := per("Emergency", 356_672), per("MSF", 260_706)
	diff := new(big.Rat).Sub(a, b)
	diff.Quo(diff.Abs(diff), a)
	assert.Negative(t, diff.Cmp(big.NewRat(4, 1_000_000)), "%v and %v", a.FloatString(6), b.FloatString(6))
}

// The floor of 2016 is simply not paid; that of 2020 is divided again inside the category.
func TestItalianFloors(t *testing.T) {
	ids := []string{"a:volunteering", "b:volunteering", "c:volunteering", "z:research"}
	rows := func(r *Regime) []Return {
		return []Return{
			filed(t, r, "40000.00", "a"), filed(t, r, "40000.00", "b"), filed(t, r, "2000.00", "c"), filed(t, r, "1000.00", "z"),
		}
	}
	r := fivePerThousand(ids...)
	r.Slots[0].Floor = eur("12.00")
	assert.Equal(t, []string{"a 200.00", "b 200.00", "c 0.00", "z 0.00", "treasury 82600.00"}, all(t, settle(t, r, rows(r)...)))
	r.Slots[0].Floor, r.Slots[0].Below = eur("100.00"), Sink{To: ToCategory}
	s := settle(t, r, rows(r)...)
	assert.Equal(t, []string{"a 205.00", "b 205.00", "c 0.00", "z 0.00", "treasury 82590.00"}, all(t, s))
	assert.Equal(t, []string{
		"5x1000: floor: c 10.00 EUR -> 0.00 EUR", "5x1000: floor: z 5.00 EUR -> 0.00 EUR",
		"5x1000: floor: a 200.00 EUR -> 205.00 EUR", "5x1000: floor: b 200.00 EUR -> 205.00 EUR",
	}, why(s))
}

// Who drops out gets nothing of the signatures without a code either; those are not divided
// again but go where the floor sends them.
func TestItalianFloorsAndSignatures(t *testing.T) {
	r := fivePerThousand("a:volunteering", "b:volunteering", "c:volunteering")
	rows := []Return{
		filed(t, r, "40000.00", "a"), filed(t, r, "40000.00", "b"), filed(t, r, "400.00", "c"), filed(t, r, "3000.00", "volunteering"),
	}
	r.Slots[0].Floor = eur("12.00")
	s := settle(t, r, rows...)
	assert.Equal(t, []string{"a 205.00", "b 205.00", "c 0.00", "treasury 82990.00"}, all(t, s))
	assert.Equal(t, []string{
		"5x1000: generic: a 200.00 EUR -> 205.00 EUR", "5x1000: generic: b 200.00 EUR -> 205.00 EUR",
		"5x1000: generic: c 2.00 EUR -> 7.00 EUR", "5x1000: floor: c 7.00 EUR -> 0.00 EUR",
	}, why(s))
	r.Slots[0].Below = Sink{To: ToCategory}
	assert.Equal(t, []string{"a 208.50", "b 208.50", "c 0.00", "treasury 82983.00"}, all(t, settle(t, r, rows...)))
	r.Slots[0].Below = Sink{ToFund, "small"}
	assert.Equal(t, []string{"a 205.00", "b 205.00", "c 0.00", "fund small 7.00", "treasury 82983.00"}, all(t, settle(t, r, rows...)))
}

func eightPerThousand() *Regime {
	rs := list("state", "catholic", "valdese", "assemblee")
	rs[0].Terms = &Terms{Declines: true}
	return &Regime{Name: "8x1000", Year: 2015, Currency: fiscal.EUR, Recipients: rs, Slots: []Slot{{
		Name: "8x1000", Rate: part("8‰"), Basis: Pool, Grain: Whole, MaxRecipients: 1, Conflict: VoidAll,
		Undesignated: Sink{To: ToChoices}, Declined: Sink{ToRecipient, "state"},
	}}}
}

// Italy 8 per thousand: e = P c/C, and of those who decline P U/N c/C goes to the State.
// Amounts follow choices and not payers' tax (governo.it).
func TestEightPerThousand(t *testing.T) {
	r := eightPerThousand()
	s := settle(t, r,
		filed(t, r, "0.00", "catholic"), filed(t, r, "100000.00", "catholic"), filed(t, r, "1000.00", "state"), filed(t, r, "900.00", "assemblee"),
		filed(t, r, "23100.00", ""), filed(t, r, "0.00", "catholic|state"), filed(t, r, "0.00", ""), filed(t, r, "0.00", ""),
	) // P = 1000.00, N = 8, C = 4, U = 4
	assert.Equal(t, []string{"assemblee 125.00", "catholic 500.00", "state 375.00", "valdese 0.00", "treasury 124000.00"}, all(t, s))
	assert.Equal(t, []string{"8x1000: declined: assemblee 250.00 EUR -> 125.00 EUR"}, why(s))

	nobody := settle(t, r, filed(t, r, "1000.00", ""))
	assert.Equal(t, "treasury 1000.00", all(t, nobody)[4])
}

// TV-11: the shares of amounts are those of choices, but for what was declined: of
// 17,223,272 valid choices paid in 2021 the Catholic Church had 13,520,527 (78.50 %), the
// State 2,695,735, the Waldensians 538,567. And 41,211,336 payers less 17,223,272 valid
// and 23,827,934 silent are 160,130 anomalies; Molise 2023: 81,671 + 128,225 + 1,225.
func TestItalianShares(t *testing.T) {
	assert.Equal(t, 160_130, 41_211_336-17_223_272-23_827_934)
	assert.Equal(t, 211_121, 81_671+128_225+1_225)
	r := eightPerThousand()
	totals := r.totals()
	totals.payers, totals.base.Lo = 41_211_336, 17_000_000_000_000_00
	others := uint64(17_223_272 - 13_520_527 - 2_695_735 - 538_567)
	for i, n := range []uint64{others, 13_520_527, 2_695_735, 538_567} {
		totals.cells[i] = cell{lines: int64(n)}
		totals.cells[i].sum.Lo = n
	}
	s, err := r.Settle(totals)
	require.NoError(t, err)
	all(t, s)
	assert.Equal(t, eur("136000000000.00"), s.Designated, "8 per thousand of all, whoever chose")
	share := big.NewRat(s.paidTo(1), s.Designated.Minor())
	assert.Equal(t, "0.7850", share.FloatString(4))
	// What the decliners renounce of their 17,223,272nds is what nobody directed: U/N.
	kept, whole := big.NewRat(s.paidTo(0), s.Designated.Minor()), big.NewRat(int64(others), 17_223_272)
	assert.Equal(t, big.NewRat(17_223_272, 41_211_336).FloatString(8), kept.Quo(kept, whole).FloatString(8))
}

// TV-13, Seattle, 9 June 2021 (seattle.gov): 53,017 vouchers of 25 dollars for eight
// candidates are 1,325,425 dollars.
func TestSeattle(t *testing.T) {
	usd := must(fiscal.ParseCurrency("USD"))
	vouchers := []int{13_853, 1_999, 4_549, 12_505, 2_890, 8_556, 4_036, 4_629}
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	r := &Regime{Name: "seattle", Year: 2021, Currency: usd, Recipients: list(ids...), Mode: ByVoucher, PerHead: part("25"), MostHeads: 4, Slots: []Slot{{
		Name: "voucher", Rate: part("100%"), Grain: Units, MaxRecipients: 4, Undesignated: Sink{ToFund, "next-cycle"}, Overflow: Sink{ToFund, "next-cycle"},
	}}}
	var rows []Return
	for i, n := range vouchers {
		for ; n > 0; n -= 4 {
			rows = append(rows, filed(t, r, "4", fmt.Sprintf("%s=%d", ids[i], min(n, 4))))
		}
	}
	rows = append(rows, filed(t, r, "4", ""))
	s := settle(t, r, rows...)
	paid := int64(0)
	for i := range ids {
		assert.Equal(t, int64(2500*vouchers[i]), s.paidTo(i))
		paid += s.paidTo(i)
	}
	assert.Equal(t, usd.MustParse("1325425.00"), usd.Minor(paid))
	all(t, s)

	r.Slots[0].Ceiling = usd.MustParse("150000.00") // council candidates of 2019
	capped := settle(t, r, rows...)
	assert.Equal(t, int64(15_000_000), capped.paidTo(0))
	assert.Contains(t, why(capped), "voucher: ceiling: d 312625.00 USD -> 150000.00 USD")
	all(t, capped)

	_, err := r.Preview(filed(t, r, "4", "a=3|b=2"))
	assert.ErrorContains(t, err, "more units than the 4 that there are")
	_, err = r.Preview(filed(t, r, "5", "a"))
	assert.ErrorContains(t, err, "5 heads, want 0 to 4")
	st, err := r.Preview(filed(t, r, "4", "a|a|b"))
	require.NoError(t, err)
	assert.Equal(t, usd.MustParse("25.00"), st.Lines[1].Amount)
}

// Act 595/2003: two decimals half up (s. 47), at least EUR 3 (s. 50), arrears of EUR 5.
func TestSlovakia(t *testing.T) {
	r := &Regime{Name: "sk", Year: 2024, Currency: fiscal.EUR, Recipients: list("ngo", "late"), Register: Day{-1, 12, 31}, Arrears: eur("5.00"),
		Disclosure: Disclosure{Payers: "consent", Publish: eur("3320.00"), Account: eur("33000.00")},
		Slots: []Slot{
			{Name: "natural", Rate: part("2%"), Classes: []string{""}, Grain: Whole, MaxRecipients: 1, MinLine: eur("3.00"), Rounding: HalfUp, Generic: Voided},
			{Name: "volunteer", Rate: part("3%"), Classes: []string{"volunteer"}, Grain: Whole, MaxRecipients: 1, MinLine: eur("3.00"), Rounding: HalfUp, Generic: Voided},
			{Name: "parents", Rate: part("2%"), Classes: []string{"", "volunteer"}, Categories: []string{"parent"}, Grain: Whole, MaxRecipients: 2, Conflict: BothInFull, Rounding: HalfUp},
		}}
	r.Recipients = list("ngo", "late", "mother:parent", "father:parent")
	r.Recipients[1].Terms = &Terms{On: vicinia.Interval{From: vicinia.MustDate("2024-01-01")}}
	require.Equal(t, RecipientID("late"), r.Recipients[1].ID)
	rows := []Return{
		filed(t, r, "333.25", "ngo"), filed(t, r, "149.74", "ngo"), filed(t, r, "149.75", "ngo"), filed(t, r, "500.00", "late"),
		filed(t, r, "100000.00", "ngo|mother|father"), filed(t, r, "500.00", "ngo"), filed(t, r, "500.00", "ngo"),
	}
	rows[4].Class = "volunteer"
	rows[5].Arrears, rows[6].Arrears = eur("5.01"), eur("5.00")
	c, err := r.Collect(slices.Values(rows))
	require.NoError(t, err)
	assert.Equal(t, []Void{
		{1, "natural", "slots[0].minLine", "2.99 EUR is below 3.00 EUR"},
		{3, "natural", "slots[0].generic", `"late" is not on the register, but since 2024-01-01`},
		{5, "", "arrears", "arrears of 5.01 EUR, and 5.00 EUR are tolerated"},
	}, c.Voids)
	assert.Equal(t, "slots[0].minLine: 2.99 EUR is below 3.00 EUR", c.Voids[0].String())
	s, err := r.Settle(must(r.Count(c)))
	require.NoError(t, err)
	assert.Equal(t, []string{"father 2000.00", "late 0.00", "mother 2000.00", "ngo 3019.67", "treasury 95113.07"}, all(t, s))
	var duties []string
	for id, what := range s.Duties() {
		duties = append(duties, string(id)+": "+what)
	}
	assert.Empty(t, duties)
	big := settle(t, r, filed(t, r, "200000.00", "ngo"), filed(t, r, "2000000.00", "mother"))
	for id, what := range big.Duties() {
		duties = append(duties, string(id)+": "+what)
	}
	assert.Equal(t, []string{"mother: publish the use, keep a separate account", "ngo: publish the use"}, duties)
}

// Germany: a mixed couple's church tax is halved. Austria: 1.1 % less 59, and 33 at least.
func TestSurcharges(t *testing.T) {
	r := &Regime{Name: "de", Year: 2024, Currency: fiscal.EUR, Recipients: list("ev", "rk"), Mode: Surcharge,
		Slots: []Slot{{Name: "church", Rate: part("9%"), Grain: Whole, MaxRecipients: 2}}}
	r.Recipients[1].Terms = &Terms{Rate: part("8%")}
	s := settle(t, r, filed(t, r, "1000.00", "ev|rk"), filed(t, r, "1000.00", "rk"), filed(t, r, "5000.00", ""))
	assert.Equal(t, []string{"ev 45.00", "rk 120.00", "treasury 0.00"}, all(t, s))
	assert.Equal(t, eur("165.00"), s.Raised)
	assert.Equal(t, eur("7000.00"), s.Base, "it stays out")

	at := &Regime{Name: "at", Year: 2025, Currency: fiscal.EUR, Recipients: list("vienna"), Mode: Surcharge,
		Slots: []Slot{{Name: "church", Rate: part("1.1%"), Grain: Whole, MaxRecipients: 1, Allowance: eur("59.00"), Least: eur("33.00")}}}
	s = settle(t, at, filed(t, at, "30000.00", "vienna"), filed(t, at, "1000.00", "vienna"), filed(t, at, "0.00", "vienna"), filed(t, at, "9000.00", ""))
	assert.Equal(t, []string{"vienna 304.00", "treasury 0.00"}, all(t, s), "271 + 33")
}

// The special credit of the residents' tax: the home municipality keeps what is not
// credited, and the payer gives the rest.
func TestHometownGifts(t *testing.T) {
	r := &Regime{Name: "jp", Year: 2024, Currency: fiscal.JPY, Recipients: list("Kyoto", "Nara"), Mode: ByCredit, Credit: furusato(),
		Slots: []Slot{{Name: "gift", Rate: part("100%"), Grain: Amounts}}}
	rows := []Return{filed(t, r, "170000", "Kyoto=30000|Nara=20000"), filed(t, r, "100000", ""), filed(t, r, "100000", "Nara=1000")}
	s := settle(t, r, rows...)
	assert.Equal(t, []string{"Kyoto 30000", "Nara 21000", "treasury 331200"}, all(t, s))
	assert.Equal(t, fiscal.JPY.Minor(51_000-38_800), s.Raised)
	st, err := r.Preview(rows[0])
	require.NoError(t, err)
	assert.Equal(t, fiscal.JPY.Minor(170_000-38_800), st.Stays)
	_, err = r.Preview(Return{Base: fiscal.JPY.Minor(1), Choices: []Choice{{Recipient: "Nara", Amount: eur("1.00")}}})
	assert.ErrorIs(t, err, vicinia.Invariant("M-7"))
}

// The manifesto with an equal credit per head: the same part of all tax for everybody.
func TestEqualCreditPerHead(t *testing.T) {
	own := confederal(t, "10%", "a", "b")
	equal := *own
	equal.Slots = []Slot{{Name: "communities", Rate: part("10%"), Basis: Pool, Unit: part("0.01%")}}
	require.NoError(t, equal.Check())
	rows := []Return{row(t, "900.00", "a=10%"), row(t, "100.00", "b=5%"), row(t, "0.00", "b=10%"), row(t, "0.00", "")}
	assert.Equal(t, []string{"a 90.00", "b 5.00", "treasury 905.00"}, all(t, settle(t, own, rows...)))
	assert.Equal(t, []string{"a 25.00", "b 37.50", "treasury 937.50"}, all(t, settle(t, &equal, rows...)))

	c, err := own.Collect(slices.Values(rows))
	require.NoError(t, err)
	assert.Equal(t, big.NewRat(7, 10), must(own.Gini(c)))
	assert.Equal(t, new(big.Rat), must(equal.Gini(c)))
}
