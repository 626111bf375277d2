package designation

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

var (
	part = vicinia.MustRatio
	eur  = fiscal.EUR.MustParse
)

func confederal(t testing.TB, limit string, ids ...RecipientID) *Regime {
	t.Helper()
	r, err := Confederal(2025, fiscal.EUR, part(limit), ids)
	require.NoError(t, err)
	return r
}

func choices(t testing.TB, s string) []Choice {
	t.Helper()
	c, err := ParseChoices(s)
	require.NoError(t, err)
	return c
}

func row(t testing.TB, base, s string) Return {
	t.Helper()
	return Return{Base: eur(base), Choices: choices(t, s)}
}

// settle is the whole way of some rows, which must be good.
func settle(t testing.TB, r *Regime, rows ...Return) *Settlement {
	t.Helper()
	c, err := r.Collect(slices.Values(rows))
	require.NoError(t, err)
	totals, err := r.Count(c)
	require.NoError(t, err)
	s, err := r.Settle(totals)
	require.NoError(t, err)
	return s
}

func lines(s *Settlement) []string {
	var out []string
	for id, m := range s.Recipients() {
		out = append(out, fmt.Sprintf("%s %v", id, m))
	}
	return append(out, fmt.Sprintf("treasury %v", s.Treasury))
}

var four = []RecipientID{"Oceans", "Linux", "Esperanto", "CasaAlba"}

// Golden values of the manifesto's worked year (examples/worlds/worked).
func TestWorkedYear(t *testing.T) {
	a := confederal(t, "15%", four...)
	inA := settle(t, a,
		row(t, "3200.00", "Esperanto=5%|Linux=5%"), // P1
		row(t, "2000.00", "CasaAlba=15%"),          // P2, after the refused 20 %
		row(t, "480.00", "Oceans=10%"),             // P3 until 15 March
	)
	assert.Equal(t, []string{
		"CasaAlba 300.00 EUR", "Esperanto 160.00 EUR", "Linux 160.00 EUR", "Oceans 48.00 EUR",
		"treasury 5012.00 EUR",
	}, lines(inA))
	assert.Equal(t, eur("5680.00"), inA.Base)
	assert.Equal(t, eur("668.00"), inA.Designated)

	b := confederal(t, "10%", four...)
	inB := settle(t, b,
		row(t, "2400.00", "Oceans=10%"),                               // P3 from 15 March
		row(t, "1833.33", "Esperanto=3.33%|Linux=3.33%|Oceans=3.33%"), // P4: floor of 61.0499
	)
	assert.Equal(t, []string{
		"CasaAlba 0.00 EUR", "Esperanto 61.04 EUR", "Linux 61.04 EUR", "Oceans 301.04 EUR",
		"treasury 3810.21 EUR",
	}, lines(inB))

	var why []string
	for step := range inB.Why() {
		why = append(why, step.Key()+" "+step.String())
	}
	assert.Equal(t, []string{
		"designation.paid communities: Esperanto 61.04 EUR, lines: 1",
		"designation.paid communities: Linux 61.04 EUR, lines: 1",
		"designation.paid communities: Oceans 301.04 EUR, lines: 2",
		"designation.kept treasury: 3810.21 EUR of 4233.33 EUR, 423.12 EUR directed",
	}, why)
}

func TestIteratorsMayBeLeft(t *testing.T) {
	s := settle(t, confederal(t, "15%", four...), row(t, "3200.00", "Linux=5%"))
	n := 0
	for range s.Recipients() {
		n++
		break
	}
	for range s.Why() {
		n++
		break
	}
	assert.Equal(t, 2, n)
}

// 0.7 % of 3333.33 is 23.33 (Ley 42/2006, DA 18, the Spanish rate).
func TestSpanishRate(t *testing.T) {
	r := confederal(t, "0.7%", "church")
	assert.Equal(t, []string{"church 23.33 EUR", "treasury 3310.00 EUR"}, lines(settle(t, r, row(t, "3333.33", "church=0.7%"))))
}

func TestConfederal(t *testing.T) {
	ids := []RecipientID{"b", "a"}
	tests := []struct {
		name     string
		giveYear int
		giveCur  fiscal.Currency
		giveCap  string
		giveIDs  []RecipientID
		want     []string
	}{
		{"sorted", 2025, fiscal.EUR, "15%", ids, nil},
		{"no recipients", 2025, fiscal.EUR, "15%", nil, nil},
		{"cap of nothing", 2025, fiscal.EUR, "0%", ids, nil},
		{"cap below the whole", 2025, fiscal.EUR, "99.99999999999999%", ids, nil},
		{"cap of the whole", 2025, fiscal.EUR, "100%", ids, []string{"slots[0].rate: a payer may direct 0 or more and less than 100%, not 100% (D-2)"}},
		{"cap above the whole", 2025, fiscal.EUR, "3/2", ids, []string{"slots[0].rate: a payer may direct 0 or more and less than 100%, not 150% (D-2)"}},
		{"negative cap", 2025, fiscal.EUR, "-1%", ids, []string{"slots[0].rate: a payer may direct 0 or more and less than 100%, not -1% (D-2)"}},
		{"all at once", 0, fiscal.Currency{}, "1/1", []RecipientID{"b", "", "b"}, []string{
			"year: no such year: 0",
			"currency: no currency (M-7)",
			"recipients[0]: no id (D-6)",
			`recipients[2]: "b" stands twice (D-6)`,
			"slots[0].rate: a payer may direct 0 or more and less than 100%, not 100% (D-2)",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Confederal(tt.giveYear, tt.giveCur, part(tt.giveCap), tt.giveIDs)
			assert.Equal(t, tt.want, messages(err))
			if err == nil {
				assert.True(t, slices.IsSortedFunc(r.Recipients, Recipient.compare))
				assert.Len(t, r.Recipients, len(tt.giveIDs))
			}
		})
	}
	assert.Equal(t, []RecipientID{"b", "a"}, ids, "the caller's slice is not sorted")
}

func messages(err error) []string {
	var out []string
	for f := range vicinia.Faults(err) {
		out = append(out, f.Error())
	}
	return out
}

func TestCheckOfALiteral(t *testing.T) {
	good := Regime{Name: "two rights", Year: 2025, Currency: fiscal.EUR,
		Recipients: []Recipient{{ID: "a"}, {ID: "b"}}, Slots: []Slot{{Name: "church", Rate: part("1/3")}, {Name: "social", Rate: part("1/3")}}}
	require.NoError(t, good.Check())

	bad := good
	bad.Recipients = []Recipient{{ID: "b"}, {ID: "a"}}
	assert.Equal(t, []string{`recipients[1]: "a" stands after "b"`}, messages(bad.Check()))
	bad = good
	bad.Slots = nil
	assert.Equal(t, []string{"slots: 0 slots, want 1 to 65536"}, messages(bad.Check()))
	bad.Slots = []Slot{{Name: "church", Rate: part("1/2")}, {Name: "social", Rate: part("50%")}}
	assert.Equal(t, []string{"slots: the rates add up to 100% or more (D-2)"}, messages(bad.Check()))

	for name, err := range map[string]error{
		"Collect": second(bad.Collect(slices.Values([]Return{}))),
		"Count":   second(bad.Count(Returns{})),
		"Settle":  second(bad.Settle(&Totals{})),
	} {
		assert.ErrorIs(t, err, vicinia.Invariant("D-2"), name)
	}
	_, err := (&Regime{Currency: fiscal.EUR, Recipients: good.Recipients}).Preview(row(t, "1.00", "a=1%"))
	assert.ErrorIs(t, err, vicinia.Invariant("D-1"), "no slot, no right")
}

func second[T any](_ T, err error) error { return err }

// Two slots are counted and capped each for itself; Spain's two boxes are both paid.
func TestSlots(t *testing.T) {
	r := &Regime{Name: "es-irpf", Year: 2025, Currency: fiscal.EUR, Recipients: []Recipient{{ID: "church"}, {ID: "social"}},
		Slots: []Slot{{Name: "box 105", Rate: part("0.7%")}, {Name: "box 106", Rate: part("0.7%")}}}
	var c Returns
	share, err := c.Share(part("0.7%"))
	require.NoError(t, err)
	c.Add(333333, Line{Recipient: 0, Share: share, Slot: 0}, Line{Recipient: 1, Share: share, Slot: 1})
	c.Add(100000, Line{Recipient: 1, Share: share, Slot: 0})
	totals, err := r.Count(c)
	require.NoError(t, err)
	s, err := r.Settle(totals)
	require.NoError(t, err)
	assert.Equal(t, []string{"church 23.33 EUR", "social 30.33 EUR", "treasury 4279.67 EUR"}, lines(s))
	var why []string
	for step := range s.Why() {
		why = append(why, step.String())
	}
	assert.Equal(t, []string{
		"box 105: church 23.33 EUR, lines: 1",
		"box 105: social 7.00 EUR, lines: 1",
		"box 106: social 23.33 EUR, lines: 1",
		"treasury: 4279.67 EUR of 4333.33 EUR, 53.66 EUR directed",
	}, why)

	// Shares without a common denominator are counted the same.
	c.Shares = append(c.Shares, vicinia.Frac(1, math.MaxInt64), vicinia.Frac(1, math.MaxInt64-24))
	odd, err := r.Count(c)
	require.NoError(t, err)
	assert.Equal(t, totals, odd)

	c.Add(100, Line{Recipient: 0, Share: share, Slot: 1}, Line{Recipient: 1, Share: share, Slot: 1})
	for range 2 {
		_, err = r.Count(c)
		require.ErrorIs(t, err, vicinia.Invariant("D-1"), "two shares in one slot")
		c.Shares = c.Shares[:1]
	}
}

func TestParseChoices(t *testing.T) {
	third := vicinia.Frac(1, 3)
	tests := []struct {
		give string
		want []Choice
		errs []string
	}{
		{"", nil, nil},
		{"Esperanto=5%|Linux=5%", []Choice{{Recipient: "Esperanto", Share: part("5%")}, {Recipient: "Linux", Share: part("5%")}}, nil},
		{"a=b=1/3", []Choice{{Recipient: "a=b", Share: third}}, nil},
		{"Ĉio kun spaco=0%", []Choice{{Recipient: "Ĉio kun spaco", Share: vicinia.Ratio{}}}, nil},
		{"|", nil, []string{`choices[0]: choice "": want the form Esperanto=5%`, `choices[1]: choice "": want the form Esperanto=5%`}},
		{"a=5%|b|=5%|c=-1%|a=1%|d=NaN|e= 5%|f=5e1", nil, []string{
			`choices[1]: choice "b": want the form Esperanto=5%`,
			`choices[2]: choice "=5%": want the form Esperanto=5%`,
			`choices[3]: negative share -1%`,
			`choices[4]: "a" is named twice`,
			`choices[5]: ratio "NaN": want 8%, 5‰, 0.35 or 1/3, with at most 18 digits`,
			`choices[6]: ratio " 5%": want 8%, 5‰, 0.35 or 1/3, with at most 18 digits`,
			`choices[7]: ratio "5e1": want 8%, 5‰, 0.35 or 1/3, with at most 18 digits`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			got, err := ParseChoices(tt.give)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.errs, messages(err))
		})
	}
}

func FuzzParseChoices(f *testing.F) {
	f.Add("Esperanto=5%|Linux=5%")
	f.Add("a=b=1/3||x=-1‰")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseChoices(s)
		if err != nil {
			require.Nil(t, got)
			return
		}
		text := ""
		for i, c := range got {
			require.NotEmpty(t, c.Recipient)
			require.GreaterOrEqual(t, c.Share.Sign(), 0)
			if i > 0 {
				text += "|"
			}
			num, den := c.Share.Parts()
			text += fmt.Sprintf("%s=%d/%d", c.Recipient, num, den)
		}
		again, err := ParseChoices(text)
		if err == nil { // a denominator may have 19 digits
			require.Equal(t, got, again)
		}
	})
}

func TestWithin(t *testing.T) {
	p, q := int64(math.MaxInt64), int64(math.MaxInt64-24) // coprime: no sum in 64 bits
	tests := []struct {
		name  string
		limit vicinia.Ratio
		give  []vicinia.Ratio
		want  bool
	}{
		{"nothing", part("0%"), nil, true},
		{"equal", part("10%"), []vicinia.Ratio{part("3.33%"), part("3.33%"), part("3.34%")}, true},
		{"a hair above", part("10%"), []vicinia.Ratio{part("1/30"), part("1/30"), part("3.33333333333334%")}, false},
		{"thirds", vicinia.Frac(1, 1), []vicinia.Ratio{part("1/3"), part("1/3"), part("1/3")}, true},
		{"beyond 64 bits, below", part("50%"), []vicinia.Ratio{vicinia.Frac(p/4, p), vicinia.Frac(q/4, q)}, true},
		{"beyond 64 bits, above", part("50%"), []vicinia.Ratio{vicinia.Frac(p/4+1, p), vicinia.Frac(q/4+1, q)}, false},
		{"beyond 64 bits, equal", part("3/4"), []vicinia.Ratio{vicinia.Frac(p/4, p), vicinia.Frac(q/4, q), vicinia.Frac(p-p/4, p), vicinia.Frac(q-q/4, q), part("-5/4")}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var cs []Choice
			for _, s := range tt.give {
				cs = append(cs, Choice{Recipient: "x", Share: s})
			}
			assert.Equal(t, tt.want, Within(tt.limit, cs))
			slices.Reverse(cs)
			assert.Equal(t, tt.want, Within(tt.limit, cs), "in any order")
		})
	}
}

func TestCollectReturnsEveryFault(t *testing.T) {
	r := confederal(t, "15%", four...)
	rows := []Return{
		row(t, "100.00", "Linux=15%"),
		row(t, "200.00", "Linux=20%"),
		{Base: fiscal.CHF.MustParse("5.00"), Choices: choices(t, "Nobody=1%|Linux=10%|Esperanto=6%")},
		{Base: eur("-1.00"), Choices: []Choice{{Recipient: "Linux", Share: part("-1%")}, {Recipient: "Linux", Share: part("2%")}}},
		{}, // nothing due, nothing directed
		{Base: eur("300.00"), Choices: choices(t, "a=4%|b=4%|c=4%|d=4%|e=4%")},
	}
	c, err := r.Collect(slices.Values(rows))
	assert.Equal(t, []string{
		"returns[1].choices: share 20% exceeds the cap of 15% (D-1)",
		"returns[2].base: 5.00 CHF is not in EUR (M-7)",
		`returns[2].choices[0].recipient: "Nobody" is not on the list (D-6)`,
		"returns[2].choices: shares of 1% + 10% + 6% exceed the cap of 15% (D-1)",
		"returns[3].base: negative base -1.00 EUR",
		"returns[3].choices[0].share: negative share -1%",
		`returns[5].choices[0].recipient: "a" is not on the list (D-6)`,
		`returns[5].choices[1].recipient: "b" is not on the list (D-6)`,
		`returns[5].choices[2].recipient: "c" is not on the list (D-6)`,
		`returns[5].choices[3].recipient: "d" is not on the list (D-6)`,
		`returns[5].choices[4].recipient: "e" is not on the list (D-6)`,
		"returns[5].choices: shares of 4% + 4% + 4% + 4% and 1 more exceed the cap of 15% (D-1)",
	}, messages(err))

	// The refused keep their place and their base, and direct nothing.
	assert.Equal(t, []int64{10000, 20000, 0, 0, 0, 30000}, c.Base)
	totals, err := r.Count(c)
	require.NoError(t, err)
	s, err := r.Settle(totals)
	require.NoError(t, err)
	assert.Equal(t, []string{"CasaAlba 0.00 EUR", "Esperanto 0.00 EUR", "Linux 15.00 EUR", "Oceans 0.00 EUR", "treasury 585.00 EUR"}, lines(s))
	assert.Equal(t, int64(6), s.Payers)
}

func TestCollectRefusesTooManyShares(t *testing.T) {
	r := confederal(t, "15%", "a")
	rows := func(yield func(Return) bool) {
		for i := range int64(MaxShares + 1) {
			if !yield(Return{Base: eur("1.00"), Choices: []Choice{{Recipient: "a", Share: vicinia.Frac(1, i+7)}}}) {
				return
			}
		}
	}
	c, err := r.Collect(rows)
	require.ErrorIs(t, err, ErrShares)
	assert.Len(t, messages(err), 1)
	assert.Equal(t, MaxShares+1, c.Len())
	assert.Len(t, c.Lines, MaxShares)
	_, err = r.Count(c)
	require.NoError(t, err, "no common denominator: the exact way")
}

func TestPreview(t *testing.T) {
	r := confederal(t, "10%", four...)
	got, err := r.Preview(row(t, "1833.33", "Esperanto=3.33%|Linux=3.33%|Oceans=3.33%"))
	require.NoError(t, err)
	assert.Equal(t, &Statement{
		Base: eur("1833.33"),
		Lines: []StatementLine{
			{"Esperanto", part("3.33%"), eur("61.04")}, {"Linux", part("3.33%"), eur("61.04")}, {"Oceans", part("3.33%"), eur("61.04")},
		},
		Stays: eur("1650.21"),
	}, got)

	silent, err := r.Preview(Return{})
	require.NoError(t, err, "silence is valid (D-4)")
	assert.Equal(t, eur("0.00"), silent.Stays)

	got, err = r.Preview(row(t, "1833.33", "Nobody=1%|Linux=20%"))
	assert.Nil(t, got)
	assert.Equal(t, []string{
		`choices[0].recipient: "Nobody" is not on the list (D-6)`,
		"choices: shares of 1% + 20% exceed the cap of 10% (D-1)",
	}, messages(err))
}

func TestCountRefuses(t *testing.T) {
	r := confederal(t, "15%", "a", "b")
	good := func() Returns {
		c := Returns{Shares: []vicinia.Ratio{part("5%"), part("10%"), part("-1%"), part("150%")}}
		c.Add(1000)
		c.Add(2000, Line{Recipient: 1, Share: 0}, Line{Recipient: 0, Share: 1})
		return c
	}
	_, err := r.Count(good())
	require.NoError(t, err)
	tests := []struct {
		name       string
		give       func(c *Returns)
		wantPath   string
		wantBreaks vicinia.Invariant
	}{
		{"negative base", func(c *Returns) { c.Base[1] = -1 }, "returns[1]", ""},
		{"recipient", func(c *Returns) { c.Lines[0].Recipient = 2 }, "returns[1]", ""},
		{"slot", func(c *Returns) { c.Lines[0].Slot = 1 }, "returns[1]", ""},
		{"share", func(c *Returns) { c.Lines[0].Share = 4 }, "returns[1]", ""},
		{"lines beyond the end", func(c *Returns) { c.Start[2] = 3 }, "returns[1]", ""},
		{"falling start", func(c *Returns) { c.Start[1] = 2; c.Start[2] = 1 }, "returns[1]", ""},
		{"one start short", func(c *Returns) { c.Start = c.Start[:2] }, "start", ""},
		{"no start", func(c *Returns) { c.Start = nil }, "start", ""},
		{"above the cap", func(c *Returns) { c.Lines[0].Share = 1 }, "returns[1]", "D-1"},
		{"negative share", func(c *Returns) { c.Lines[0].Share = 2 }, "returns[1]", "D-1"},
		{"more than the whole", func(c *Returns) { c.Lines[0].Share = 3 }, "returns[1]", "D-1"},
	}
	for _, tt := range tests {
		// Once with a common denominator, once without.
		for _, odd := range [][]vicinia.Ratio{nil, {vicinia.Frac(1, math.MaxInt64), vicinia.Frac(1, math.MaxInt64-24)}} {
			t.Run(fmt.Sprintf("%s, %d odd shares", tt.name, len(odd)), func(t *testing.T) {
				c := good()
				if tt.wantBreaks != "" || tt.name == "recipient" {
					c.Shares = append(c.Shares, odd...)
				}
				tt.give(&c)
				for _, view := range c.Split(1) {
					_, err := r.Count(view)
					faults := slices.Collect(vicinia.Faults(err))
					require.Len(t, faults, 1)
					assert.Equal(t, tt.wantPath, faults[0].Path)
					assert.Equal(t, tt.wantBreaks, faults[0].Breaks)
				}
				require.Error(t, second(Sum(2, c.Split(2), r.Count)))
			})
		}
	}
}

// draw makes rows of random bases and shares within the cap.
func draw(random *rand.Rand, r *Regime, n int) []Return {
	rows := make([]Return, n)
	for i := range rows {
		rows[i].Base = fiscal.EUR.Minor(random.Int64N(1 << (1 + random.IntN(50))))
		left := r.Slots[0].Rate
		for range random.IntN(4) {
			share := vicinia.Frac(random.Int64N(1000), 1+random.Int64N(20_000))
			rest, err := left.Sub(share)
			if err != nil || rest.Sign() < 0 {
				continue
			}
			left = rest
			id := r.Recipients[random.IntN(len(r.Recipients))].ID
			rows[i].Choices = append(rows[i].Choices, Choice{Recipient: id, Share: share})
		}
	}
	return rows
}

// slowly settles with big.Rat and a map, as the words of D-1, D-4 and D-8 say.
func slowly(r *Regime, rows []Return) []string {
	got := map[RecipientID]int64{}
	treasury := int64(0)
	for _, row := range rows {
		left := row.Base.Minor()
		for _, c := range row.Choices {
			x := new(big.Rat).Mul(new(big.Rat).SetInt64(row.Base.Minor()), bigRat(c.Share))
			units := new(big.Int).Quo(x.Num(), x.Denom()).Int64()
			got[c.Recipient] += units
			left -= units
		}
		treasury += left
	}
	var out []string
	for _, rec := range r.Recipients {
		out = append(out, fmt.Sprintf("%s %v", rec.ID, fiscal.EUR.Minor(got[rec.ID])))
	}
	return append(out, fmt.Sprintf("treasury %v", fiscal.EUR.Minor(treasury)))
}

func TestSettleAgreesWithTheSlowWay(t *testing.T) {
	r := confederal(t, "99%", four...)
	random := rand.New(rand.NewPCG(7, 7))
	for range 50 {
		rows := draw(random, r, random.IntN(200))
		s := settle(t, r, rows...)
		require.Equal(t, slowly(r, rows), lines(s))
	}
}

// Products of more than 64 bits take another division.
func TestLargeBases(t *testing.T) {
	r := confederal(t, "99%", "a", "b")
	rows := []Return{{Base: fiscal.EUR.Minor(math.MaxInt64), Choices: []Choice{
		{Recipient: "a", Share: part("33.33%")}, {Recipient: "b", Share: vicinia.Frac(math.MaxInt64/2, math.MaxInt64)},
	}}}
	s := settle(t, r, rows...)
	assert.Equal(t, slowly(r, rows), lines(s))
	st, err := r.Preview(rows[0])
	require.NoError(t, err)
	assert.Equal(t, s.Treasury, st.Stays)
}

// The statement of each payer adds up to the settlement of all.
func TestPreviewsAddUpToTheSettlement(t *testing.T) {
	r := confederal(t, "40%", four...)
	rows := draw(rand.New(rand.NewPCG(8, 8)), r, 500)
	stays, paid := int64(0), int64(0)
	for _, row := range rows {
		st, err := r.Preview(row)
		require.NoError(t, err)
		stays += st.Stays.Minor()
		for _, l := range st.Lines {
			paid += l.Amount.Minor()
		}
	}
	s := settle(t, r, rows...)
	assert.Equal(t, stays, s.Treasury.Minor())
	assert.Equal(t, paid, s.Designated.Minor())
}

// Same bytes for any order of rows, any cut and any number of workers; and totals that
// travelled as bytes.
func TestSameBytes(t *testing.T) {
	r := confederal(t, "40%", four...)
	random := rand.New(rand.NewPCG(9, 9))
	rows := draw(random, r, 1000)
	want := settle(t, r, rows...).Digest()
	c, err := r.Collect(slices.Values(rows))
	require.NoError(t, err)
	whole, err := r.Count(c)
	require.NoError(t, err)
	bytes, err := whole.MarshalBinary()
	require.NoError(t, err)
	for _, workers := range []int{0, 1, 2, 64} {
		for _, parts := range []int{1, 3, 64, 5000} {
			got, err := Sum(workers, c.Split(parts), r.Count)
			require.NoError(t, err)
			b, err := got.MarshalBinary()
			require.NoError(t, err)
			require.Equal(t, bytes, b, "%d workers, %d parts", workers, parts)
		}
	}
	for range 5 {
		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		require.Equal(t, want, settle(t, r, rows...).Digest())
	}
	var read Totals
	require.NoError(t, read.UnmarshalBinary(bytes))
	s, err := r.Settle(&read)
	require.NoError(t, err)
	assert.Equal(t, want, s.Digest())
}

// D-10: splitting one line for the same community into two never increases money.
func TestSplittingALineNeverIncreasesMoney(t *testing.T) {
	r := confederal(t, "99%", "a", "b")
	random := rand.New(rand.NewPCG(10, 10))
	less := 0
	for range 2000 {
		base := fiscal.EUR.Minor(random.Int64N(1_000_000))
		n, d := random.Int64N(990), int64(1000)
		k := random.Int64N(n + 1)
		one := settle(t, r, Return{Base: base, Choices: []Choice{{Recipient: "a", Share: vicinia.Frac(n, d)}}})
		two := settle(t, r, Return{Base: base, Choices: []Choice{{Recipient: "a", Share: vicinia.Frac(k, d)}, {Recipient: "a", Share: vicinia.Frac(n-k, d)}}})
		require.LessOrEqual(t, two.Designated.Minor(), one.Designated.Minor())
		require.Equal(t, one.Base, two.Base)
		if two.Designated != one.Designated {
			less++
		}
	}
	assert.Positive(t, less, "the cent that is lost was met")
}

// D-11: a refund reduces designations by the same rule; nobody gains by it.
func TestRefundReducesDesignations(t *testing.T) {
	r := confederal(t, "15%", four...)
	before := settle(t, r, row(t, "3200.00", "Esperanto=5%|Linux=5%"))
	after := settle(t, r, row(t, "2890.07", "Esperanto=5%|Linux=5%"))
	assert.Equal(t, []string{"CasaAlba 0.00 EUR", "Esperanto 144.50 EUR", "Linux 144.50 EUR", "Oceans 0.00 EUR", "treasury 2601.07 EUR"}, lines(after))
	assert.Equal(t, 1, before.Designated.Cmp(after.Designated))

	random := rand.New(rand.NewPCG(11, 11))
	for _, row := range draw(random, r, 500) {
		less := row
		less.Base = fiscal.EUR.Minor(random.Int64N(row.Base.Minor() + 1))
		a, b := settle(t, r, row), settle(t, r, less)
		require.LessOrEqual(t, b.Designated.Minor(), a.Designated.Minor())
		require.LessOrEqual(t, b.Treasury.Minor(), a.Treasury.Minor()+int64(len(row.Choices)))
	}
}

// T-6: designating never changes what is due.
func TestDesignatingNeverChangesTheBase(t *testing.T) {
	r := confederal(t, "40%", four...)
	rows := draw(rand.New(rand.NewPCG(12, 12)), r, 300)
	with := settle(t, r, rows...)
	for i := range rows {
		rows[i].Choices = nil
	}
	without := settle(t, r, rows...)
	assert.Equal(t, without.Base, with.Base)
	assert.Equal(t, without.Base, without.Treasury, "silence leaves all with the jurisdiction (D-4)")
	assert.NotEqual(t, without.Treasury, with.Treasury)
}

// Scaling metamorphosis: every row twice gives every amount twice.
func TestEveryRowTwice(t *testing.T) {
	r := confederal(t, "40%", four...)
	rows := draw(rand.New(rand.NewPCG(13, 13)), r, 300)
	once, twice := settle(t, r, rows...), settle(t, r, slices.Concat(rows, rows)...)
	assert.Equal(t, 2*once.Base.Minor(), twice.Base.Minor())
	assert.Equal(t, 2*once.Treasury.Minor(), twice.Treasury.Minor())
	assert.NotEqual(t, once.Digest(), twice.Digest())
}

// FuzzConservation: recipients + treasury = base, whatever the shares, and as big.Rat says.
func FuzzConservation(f *testing.F) {
	f.Add(int64(183333), int64(333), int64(10000), int64(1), int64(30), int64(math.MaxInt64), int64(math.MaxInt64-24))
	f.Add(int64(math.MaxInt64), int64(999), int64(10000), int64(math.MaxInt64/2), int64(math.MaxInt64), int64(1), int64(7))
	f.Add(int64(math.MaxInt64), int64(1), int64(3), int64(1), int64(3), int64(1), int64(4))
	f.Fuzz(func(t *testing.T, base, n1, d1, n2, d2, n3, d3 int64) {
		if base < 0 || min(n1, n2, n3) < 0 || min(d1, d2, d3) <= 0 {
			return
		}
		r := confederal(t, "99.999999%", "a", "b")
		ret := Return{Base: fiscal.EUR.Minor(base), Choices: []Choice{
			{Recipient: "a", Share: vicinia.Frac(n1, d1)}, {Recipient: "b", Share: vicinia.Frac(n2, d2)}, {Recipient: "a", Share: vicinia.Frac(n3, d3)},
		}}
		sum := new(big.Rat)
		for _, c := range ret.Choices {
			sum.Add(sum, bigRat(c.Share))
		}
		c, err := r.Collect(slices.Values([]Return{ret}))
		if sum.Cmp(bigRat(part("99.999999%"))) > 0 {
			require.ErrorIs(t, err, vicinia.Invariant("D-1"))
			return
		}
		require.NoError(t, err)
		totals, err := r.Count(c)
		require.NoError(t, err)
		s, err := r.Settle(totals)
		require.NoError(t, err)
		require.Equal(t, slowly(r, []Return{ret}), lines(s))
		got := s.Treasury.Minor()
		for _, m := range s.Recipients() {
			got += m.Minor()
		}
		require.Equal(t, base, got)
	})
}
