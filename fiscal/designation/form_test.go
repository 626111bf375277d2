package designation

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

func TestRegimeParseChoices(t *testing.T) {
	r := &Regime{Name: "r", Year: 2025, Currency: fiscal.EUR, Recipients: list("A:civil", "B:church", "x:y=1:civil"),
		Slots: []Slot{{Name: "first", Rate: part("1%"), Residence: "home"}, {Name: "second", Rate: part("1%"), Categories: []string{"church", "talent"}}}}
	r.Recipients[2].ID = "x:y"
	tests := []struct {
		give string
		want []Choice
		errs []string
	}{
		{"", nil, nil},
		{"A|B=0.5%", []Choice{{Recipient: "A", Whole: true}, {Recipient: "B", Share: part("0.5%")}}, nil},
		{"talent", []Choice{{Box: "talent", Whole: true}}, nil},
		{"home|first:A|church:Z", []Choice{{Box: "home", Whole: true}, {Box: "first", Recipient: "A", Whole: true}, {Box: "church", Recipient: "Z", Whole: true}}, nil},
		{"x:y", []Choice{{Recipient: "x:y", Whole: true}}, nil},
		{"q:y", []Choice{{Recipient: "q:y", Whole: true}}, nil},
		{"A=2", []Choice{{Recipient: "A", Share: part("2")}}, nil},
		{"A=1%|B=1%|A=2%|church:Z|church:Z", nil, []string{`choices[2]: "A" is named twice`, `choices[4]: "Z" is named twice`}},
		{"first|first", nil, []string{`choices[1]: "first" is named twice`}},
		{"first:A|second:A", []Choice{{Box: "first", Recipient: "A", Whole: true}, {Box: "second", Recipient: "A", Whole: true}}, nil},
		{"|A=x|B=-1%", nil, []string{
			`choices[0]: choice "": want a recipient or a box, as church or church=0.5%`,
			`choices[1]: ratio "x": want 8%, 5‰, 0.35 or 1/3, with at most 18 digits`,
			"choices[2]: negative share -1%",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			got, err := r.ParseChoices(tt.give)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.errs, messages(err))
		})
	}
}

// One form says the same whoever reads it: what is named twice is a fault, but of vouchers,
// and where the law voids a second choice.
func TestNamedTwice(t *testing.T) {
	const give = "a=1%|b=1%|a=1%"
	r := confederal(t, "10%", "a", "b")
	want := []string{`choices[2]: "a" is named twice`}
	_, err := ParseChoices(give)
	assert.Equal(t, want, messages(err))
	_, err = r.ParseChoices(give)
	assert.Equal(t, want, messages(err))

	italy := fivePerThousand("A:volunteering")
	c, err := italy.Collect(slices.Values([]Return{filed(t, italy, "1000.00", "A|A")}))
	require.NoError(t, err)
	require.Len(t, c.Voids, 1)
	assert.Equal(t, "slots[0].conflict: 2 choices, and a payer may make 1", c.Voids[0].String())
}

// Choices that the law does not count are void and keep their payer; those that it has no
// rule for are faults.
func TestCollectVoids(t *testing.T) {
	r := fivePerThousand("A:volunteering", "B:volunteering", "L:research", "Roma:municipality")
	r.Deadline, r.Slots[0].Persistence = Day{1, 6, 30}, 2
	row := func(choices string, change func(ret *Return)) Return {
		ret := filed(t, r, "1000.00", choices)
		if change != nil {
			change(&ret)
		}
		return ret
	}
	rows := []Return{
		row("A|B", nil),
		row("research:A", nil), // the code prevails
		row("volunteering:Q", nil),
		row("volunteering", nil),
		row("municipality", func(ret *Return) { ret.Municipality = "Roma" }),
		row("A", func(ret *Return) { ret.Filed = vicinia.MustDate("2021-07-01") }),
		row("A", func(ret *Return) { ret.Filed, ret.For = vicinia.MustDate("2020-06-30"), 2019 }),
		row("A", func(ret *Return) { ret.For = 2018 }),
		row("A", func(ret *Return) { ret.For = 2021 }),
	}
	c, err := r.Collect(slices.Values(rows))
	require.NoError(t, err)
	var voids []string
	for _, v := range c.Voids {
		voids = append(voids, string(rune('0'+v.Row))+" "+v.String())
	}
	assert.Equal(t, []string{
		"0 slots[0].conflict: 2 choices, and a payer may make 1",
		"5 deadline: filed on 2021-07-01, after the deadline",
		"7 slots[0].persistence: filed for 2018, and not in force in 2020",
		"8 slots[0].persistence: filed for 2021, and not in force in 2020",
	}, voids)
	s, err := r.Settle(must(r.Count(c)))
	require.NoError(t, err)
	assert.Equal(t, []string{"A 20.00", "B 0.00", "L 0.00", "Roma 5.00", "treasury 8975.00"}, all(t, s), "research:A, 2019's A, and two generic")

	strict := *r
	strict.Slots = slices.Clone(r.Slots)
	strict.Slots[0].Generic, strict.Slots[0].Conflict = Refused, 0
	strict.Sources = []Source{{"slots[0].generic", "art. 5", InLaw}}
	_, err = strict.Collect(slices.Values([]Return{row("A|B", nil), row("Q", nil), row("volunteering", nil), row("research:A", nil), row("municipality", nil), row("nobox:A", nil)}))
	assert.Equal(t, []string{
		"returns[0].choices: 2 choices for 5x1000, and a payer may make 1",
		`returns[1].choices[0].recipient: "Q" is not on the list; art. 5 (D-6)`,
		`returns[2].choices[0].recipient: box "volunteering" names no recipient; art. 5 (D-6)`,
		`returns[3].choices[0].recipient: "A" does not belong to the box "research"; art. 5 (D-6)`,
		`returns[4].choices[0]: box "municipality", and no municipality`,
		`returns[5].choices[0].recipient: "nobox:A" is not on the list; art. 5 (D-6)`,
	}, messages(err))
}

// Two rows of one payer are a fault, unless the latest counts; the order of rows is no matter.
func TestLatestFiling(t *testing.T) {
	r := confederal(t, "10%", "a", "b")
	on := func(base, choices, day string) Return {
		ret := row(t, base, choices)
		ret.Payer = "p"
		if day != "" {
			ret.Filed = vicinia.MustDate(day)
		}
		return ret
	}
	rows := []Return{on("100.00", "a=10%", "2025-03-01"), on("100.00", "b=10%", "2025-04-01"), row(t, "50.00", "a=10%")}
	_, err := r.Collect(slices.Values(rows))
	require.ErrorIs(t, err, vicinia.Invariant("D-9"))
	assert.Equal(t, []string{`returns[1].payer: "p" files twice, here and in returns[0] (D-9)`}, messages(err))

	r.Slots[0].Conflict = LatestFiled
	for range 2 {
		c, err := r.Collect(slices.Values(rows))
		require.NoError(t, err)
		require.Len(t, c.Voids, 1)
		assert.Equal(t, "conflict: superseded by the filing of 2025-04-01", c.Voids[0].String())
		s, err := r.Settle(must(r.Count(c)))
		require.NoError(t, err)
		assert.Equal(t, []string{"a 5.00", "b 10.00", "treasury 135.00"}, all(t, s))
		slices.Reverse(rows)
	}
	_, err = r.Collect(slices.Values(append(rows, rows[1])))
	require.ErrorIs(t, err, vicinia.Invariant("D-9"), "two of one day")
}

// Where your tax went, and what binds the recipient.
func TestStatement(t *testing.T) {
	r := &Regime{Name: "s", Year: 2025, Currency: fiscal.EUR, Recipients: list("a", "b", "c"),
		Slots: []Slot{{Name: "s", Rate: part("50%"), Overflow: Sink{ToFund, "rest"}, Floor: eur("10.00")}}}
	r.Recipients[0].Terms = &Terms{Ceiling: eur("60.00")}
	rows := []Return{filed(t, r, "1000.00", "a=10%|b=5%"), filed(t, r, "200.00", "a=10%|c=4%")}
	s := settle(t, r, rows...)
	st, traces, err := s.Statement(rows[1])
	require.NoError(t, err)
	assert.Equal(t, eur("172.00"), st.Stays)
	assert.Equal(t, []Trace{
		{StatementLine{"a", part("10%"), eur("20.00")}, eur("10.00")},
		{StatementLine{"c", part("4%"), eur("8.00")}, eur("0.00")},
	}, traces)
	_, traces, err = s.Statement(rows[0])
	require.NoError(t, err)
	assert.Equal(t, eur("50.00"), traces[1].Arrives)
	_, _, err = s.Statement(filed(t, r, "1.00", "z=1%"))
	require.Error(t, err)

	pool := eightPerThousand()
	prows := []Return{filed(t, pool, "0.00", "catholic"), filed(t, pool, "100000.00", "catholic"), filed(t, pool, "0.00", "")}
	_, traces, err = settle(t, pool, prows...).Statement(prows[0])
	require.NoError(t, err)
	assert.Equal(t, eur("400.00"), traces[0].Arrives, "an equal part of the pool, whatever was paid")
}

func TestPlaces(t *testing.T) {
	r := fivePerThousand("A:v", "B:v")
	at := func(place, base, choices string) Return {
		ret := filed(t, r, base, choices)
		ret.Municipality = place
		return ret
	}
	rows := []Return{at("", "100.00", ""), at("Roma", "1000.00", "A"), at("Bari", "2000.00", "B"), at("Roma", "600.00", "v")}
	c, err := r.Collect(slices.Values(rows))
	require.NoError(t, err)
	places, err := r.Places(c)
	require.NoError(t, err)
	assert.Equal(t, []Place{
		{"", 1, eur("100.00"), []fiscal.Money{eur("0.00"), eur("0.00")}, eur("0.00"), []int64{0, 0}},
		{"Bari", 1, eur("2000.00"), []fiscal.Money{eur("0.00"), eur("10.00")}, eur("0.00"), []int64{0, 1}},
		{"Roma", 2, eur("1600.00"), []fiscal.Money{eur("5.00"), eur("0.00")}, eur("3.00"), []int64{1, 0}},
	}, places)
	_, err = r.Places(Returns{})
	require.ErrorIs(t, err, ErrPlaces)
	c.Places[0] = 9
	_, err = r.Places(c)
	require.Error(t, err)
	assert.Len(t, c.Split(2)[1].Places, 2)
}

// The Gini coefficient as the mean difference of all pairs, over twice the mean.
func TestGiniAgreesWithAllPairs(t *testing.T) {
	tests := []struct {
		name string
		give []int64
		want *big.Rat
	}{
		{"nobody", nil, new(big.Rat)},
		{"nothing", []int64{0, 0}, new(big.Rat)},
		{"equal", []int64{7, 7, 7}, new(big.Rat)},
		{"one has all", []int64{0, 0, 0, 9}, big.NewRat(3, 4)},
		{"1 2 3 4", []int64{4, 1, 3, 2}, big.NewRat(1, 4)},
		{"beyond 64 bits", []int64{1 << 62, 1 << 62, 1 << 62, 0}, big.NewRat(1, 4)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Zero(t, tt.want.Cmp(gini(slices.Clone(tt.give))))
			sum, differences := new(big.Rat), new(big.Rat)
			for _, x := range tt.give {
				sum.Add(sum, new(big.Rat).SetInt64(x))
				for _, y := range tt.give {
					differences.Add(differences, new(big.Rat).SetInt64(max(x, y)-min(x, y)))
				}
			}
			if sum.Sign() > 0 {
				sum.Mul(sum, big.NewRat(int64(2*len(tt.give)), 1))
				assert.Zero(t, tt.want.Cmp(differences.Quo(differences, sum)))
			}
		})
	}
	_, err := confederal(t, "10%", "a").Gini(Returns{Base: []int64{-1}})
	require.Error(t, err)
}

// drawForm draws a regime whose forms have boxes, classes and grains of all kinds.
func drawForm(random *rand.Rand) *Regime {
	r := drawLaw(random)
	r.Arrears, r.Instalments = []fiscal.Money{{}, eur("5.00")}[random.IntN(2)], false
	if random.IntN(4) == 0 {
		r.PerHead, r.MostHeads = part("25"), 4
	}
	for i := range r.Slots {
		s := &r.Slots[i]
		s.Grain = []Grain{Shares, Shares, Whole, Units}[random.IntN(4)]
		if s.Grain != Shares {
			s.Unit = vicinia.Ratio{}
		}
		if s.Grain == Units {
			s.Rate = whole
		}
		s.MaxRecipients = random.IntN(4)
		s.Conflict = Conflict(random.IntN(16))
		if random.IntN(3) == 0 {
			s.Classes, s.Undesignated, s.Declined = [][]string{{""}, {"legal"}, {"", "legal"}}[random.IntN(3)], Sink{}, Sink{}
		}
		if s.Basis == OwnBase && random.IntN(3) == 0 {
			s.MinLine = eur("0.50")
		}
		if random.IntN(5) == 0 {
			s.Residence = "home"
		}
	}
	return r
}

// What Collect lets pass Count counts, whatever the law and the choices; and the statement
// of every payer says the same as the totals, where lines are amounts.
func TestCountTakesWhatCollectMakes(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	names := []RecipientID{"a", "b", "c", "d", "e", "f", "g", "q", ""}
	boxes := []string{"", "", "", "x", "y", "slot 0", "slot 1", "home", "nowhere"}
	passed, lines, voids, faults := 0, 0, 0, 0
	for range 4_000 {
		r := drawForm(random)
		if r.Check() != nil {
			continue
		}
		passed++
		var rows []Return
		for range random.IntN(20) {
			row := Return{Base: fiscal.EUR.Minor(random.Int64N(100_000)), Class: []string{"", "legal"}[random.IntN(2)], Municipality: []string{"", "a"}[random.IntN(2)]}
			if r.PerHead.Sign() > 0 {
				row.Base, row.Heads = fiscal.Money{}, random.Int64N(5)
			}
			for range random.IntN(4) {
				c := Choice{Recipient: names[random.IntN(len(names))], Box: boxes[random.IntN(len(boxes))], Whole: random.IntN(2) == 0}
				if !c.Whole {
					c.Share = vicinia.Frac(random.Int64N(30), []int64{1, 100}[random.IntN(2)])
				}
				row.Choices = append(row.Choices, c)
			}
			rows = append(rows, row)
		}
		c, err := r.Collect(slices.Values(rows))
		faults += len(messages(err))
		voids += len(c.Voids)
		lines += len(c.Lines)
		require.Equal(t, len(rows), c.Len())
		totals, err := r.Count(c)
		require.NoError(t, err)
		s, err := r.Settle(totals)
		require.NoError(t, err)
		all(t, s)
		sum := int64(0)
		for i, row := range rows {
			st, err := r.Preview(row)
			if err != nil || r.Slots[0].Basis == Pool {
				continue
			}
			for _, l := range st.Lines {
				sum += l.Amount.Minor()
			}
			require.Equal(t, c.Start[i+1]-c.Start[i], uint32(len(st.Lines)))
		}
		counted := int64(0)
		for _, cell := range totals.cells {
			counted += int64(cell.sum.Lo)
		}
		if r.Slots[0].Basis == OwnBase {
			require.Equal(t, counted, sum)
		}
	}
	assert.Greater(t, passed, 200)
	assert.Greater(t, lines, 400)
	assert.Greater(t, voids, 100)
	assert.Greater(t, faults, 100)
}

// A form of many returns reads each as the regime does.
func TestForm(t *testing.T) {
	r := fivePerThousand("a:research", "b:volunteering", "x:y:research")
	form := r.Form()
	for _, text := range []string{"", "a", "volunteering", "research:z", "a:b", "x:y", "municipality", "sports", "5x1000", "a=0.1%|b=0.2%", "|", "=1%", "a=x"} {
		want, wantErr := r.ParseChoices(text)
		got, err := form.ParseChoices(text)
		assert.Equal(t, want, got, text)
		assert.Equal(t, wantErr, err, text)
	}
	got, err := form.ParseChoices("research:z|sports|volunteering|sports:b")
	require.NoError(t, err)
	assert.Equal(t, []Choice{
		{Recipient: "z", Box: "research", Whole: true}, {Recipient: "sports", Whole: true},
		{Box: "volunteering", Whole: true}, {Recipient: "sports:b", Whole: true},
	}, got)
}
