package law_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/designation/law"
)

// Every law that ships reads, names an article and a mark for every parameter of its slots,
// and passes Check with a recipient that has all that a law may ask of one.
func TestEveryLaw(t *testing.T) {
	names := law.Names()
	assert.Len(t, names, 24)
	assert.True(t, slices.IsSorted(names))
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			l, err := law.Load(name)
			require.NoError(t, err)
			assert.Equal(t, name, l.Name)
			assert.NotEmpty(t, l.Title)
			assert.NotZero(t, l.Default)
			r, err := l.Year(0)
			require.NoError(t, err)
			assert.Equal(t, l.Default, r.Year)
			if !l.Closed {
				r.Recipients = append(r.Recipients, designation.Recipient{ID: "zz", Terms: &designation.Terms{Rate: vicinia.MustRatio("0.1%")}})
			}
			require.NoError(t, r.Check())
			if strings.HasPrefix(name, "confederal") {
				return // the manifesto's, not a statute's
			}
			for i := range r.Slots {
				assert.True(t, slices.ContainsFunc(r.Sources, func(s designation.Source) bool {
					return s.Parameter == fmt.Sprintf("slots[%d].rate", i) && s.Article != "" && strings.ContainsRune("LOP", rune(s.Mark))
				}), "slot %d", i)
			}
		})
	}
}

// The rates by tax year; designation.md section 1 has the sources, and each file beside its
// value.
func TestRatesByYear(t *testing.T) {
	tests := []struct {
		name     string
		giveYear int
		want     []string
	}{
		{"es-irpf", 2000, []string{"105 0.5239%", "106 0.5239%"}},
		{"es-irpf", 2002, []string{"105 0.5239%", "106 0.5239%"}},
		{"es-irpf", 2007, []string{"105 0.7%", "106 0.7%"}},
		{"es-irpf", 2030, []string{"105 0.7%", "106 0.7%"}},
		{"it-8xmille", 1990, []string{"8x1000 0.8%"}},
		{"it-5xmille", 2017, []string{"5x1000 0.5%"}},
		{"it-2xmille", 2023, []string{"2x1000 0.2%"}},
		{"hu-1plus1", 2011, []string{"civil 1%", "church 1%"}},
		{"pl-opp", 2021, []string{"opp 1%"}},
		{"pl-opp", 2022, []string{"opp 1.5%"}},
		{"sk-2pct", 2009, []string{"natural 2%", "legal 2%"}},
		{"sk-2pct", 2010, []string{"natural 2%", "legal 1.5%", "legal-donor 2%"}},
		{"sk-2pct", 2012, []string{"natural 2%", "volunteer 3%", "legal 1.5%", "legal-donor 2%"}},
		{"sk-2pct", 2014, []string{"natural 2%", "volunteer 3%", "legal 1.5%", "legal-donor 2%"}},
		{"sk-2pct", 2015, []string{"natural 2%", "volunteer 3%", "legal 1%", "legal-donor 2%"}},
		{"sk-2pct", 2024, []string{"natural 2%", "volunteer 3%", "legal 1%", "legal-donor 2%"}},
		{"sk-2pct", 2025, []string{"natural 2%", "volunteer 3%", "legal 1%", "legal-donor 2%", "parents 2%"}},
		{"ro-35", 2018, []string{"body 2%"}},
		{"ro-35", 2024, []string{"body 3.5%"}},
		{"lt-gpm", 2017, []string{"ngo 2%", "party 1%"}},
		{"lt-gpm", 2018, []string{"ngo 2%", "party 1%", "union 1%"}},
		{"lt-gpm", 2023, []string{"ngo 1.2%", "party 0.6%", "union 0.6%"}},
		{"pt-irs", 2023, []string{"irs 0.5%"}},
		{"pt-irs", 2024, []string{"irs 1%"}},
		{"si-donation", 2019, []string{"donation 0.5%"}},
		{"si-donation", 2020, []string{"donation 1%"}},
		{"de-kirchensteuer", 2024, []string{"church 9%"}},
		{"at-kirchenbeitrag", 2025, []string{"church 1.1%", "self-employed 1.1%"}},
		{"at-zweckwidmung", 2025, []string{"purpose 50%"}},
		{"ch-church", 2026, []string{"member 100%"}},
		{"ch-bl-legal", 2026, []string{"legal 5%"}},
		{"jp-ichikawa", 2005, []string{"group 1%"}},
		{"confederal", 2025, []string{"communities 15%"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.name, " ", tt.giveYear), func(t *testing.T) {
			r, err := law.Find(tt.name, tt.giveYear)
			require.NoError(t, err)
			var got []string
			for _, s := range r.Slots {
				got = append(got, s.Name+" "+s.Rate.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
	for name, year := range map[string]int{"es-irpf": 2006, "sk-2pct": 2008, "at-kirchenbeitrag": 2023, "at-zweckwidmung": 2024, "us-pecf": 1971, "pt-irs": 2000, "it-8xmille": 1989, "jp-ichikawa": 2016, "it-2xmille": 2013, "seattle-vouchers": 2016, "is-soknargjald": 2010, "atlantis": 2024} {
		_, err := law.Find(name, year)
		assert.ErrorIs(t, err, law.ErrUnknown, name)
	}
}

// Amounts, days and rules that change with the year.
func TestParametersByYear(t *testing.T) {
	find := func(name string, year int) *designation.Regime {
		r, err := law.Find(name, year)
		require.NoError(t, err)
		return r
	}
	eur := fiscal.EUR.MustParse
	five := find("it-5xmille", 2015).Slots[0]
	assert.Zero(t, five.Floor)
	five = find("it-5xmille", 2017).Slots[0]
	assert.Equal(t, eur("12.00"), five.Floor)
	assert.Equal(t, "treasury", five.Below.String())
	assert.Equal(t, eur("500000000.00"), five.Cap)
	five = find("it-5xmille", 2020).Slots[0]
	assert.Equal(t, eur("100.00"), five.Floor)
	assert.Equal(t, "category", five.Below.String())
	assert.Equal(t, eur("520000000.00"), five.Cap)
	for year, want := range map[int]string{2016: "500000000.00", 2019: "510000000.00", 2021: "525000000.00", 2024: "525000000.00"} {
		assert.Equal(t, eur(want), find("it-5xmille", year).Slots[0].Cap, year)
	}
	assert.Zero(t, find("it-5xmille", 2025).Slots[0].Cap, "of a draft only")
	for year, want := range map[int]string{2014: "7750000.00", 2015: "9600000.00", 2016: "27700000.00", 2017: "45100000.00"} {
		assert.Equal(t, eur(want), find("it-2xmille", year).Slots[0].Cap, year)
	}
	assert.Zero(t, find("it-2xmille", 2024).Slots[0].Cap)
	assert.Equal(t, "144242905.05", find("es-irpf", 2001).Slots[0].Cap.Amount(), "24,000 million pesetas")
	assert.Equal(t, "132222662.96", find("es-irpf", 2001).Slots[1].Cap.Amount(), "22,000 million pesetas")
	assert.Zero(t, find("es-irpf", 2007).Slots[0].Cap)

	assert.Equal(t, 1, find("jp-ichikawa", 2006).Slots[0].MaxRecipients)
	assert.Equal(t, 3, find("jp-ichikawa", 2007).Slots[0].MaxRecipients)
	assert.Equal(t, int64(10), find("pl-opp", 2024).Slots[0].Quantum)
	assert.Equal(t, 5, find("si-donation", 2019).Slots[0].MaxRecipients)
	assert.Equal(t, vicinia.MustRatio("719.91"), must(find("is-soknargjald", 2006).PerHead.Mul(vicinia.Frac(1, 12))))
	assert.Equal(t, vicinia.MustRatio("1221"), must(find("is-soknargjald", 2026).PerHead.Mul(vicinia.Frac(1, 12))))
	for year, month := range map[int]string{2016: "898", 2019: "925", 2022: "1107", 2023: "1192"} {
		assert.Equal(t, vicinia.MustRatio(month), must(find("is-soknargjald", year).PerHead.Mul(vicinia.Frac(1, 12))), year)
	}
	assert.Equal(t, "treasury", find("is-soknargjald", 2016).Slots[0].Undesignated.String())
	assert.Equal(t, []int{1, designation.UntilRevoked}, []int{find("hu-1plus1", 2016).Slots[1].Persistence, find("hu-1plus1", 2017).Slots[1].Persistence})
	assert.Equal(t, "recipient:university", find("is-soknargjald", 2006).Slots[0].Undesignated.String())
	assert.Equal(t, vicinia.MustRatio("1"), find("us-pecf", 1993).PerHead)
	assert.Equal(t, vicinia.MustRatio("3"), find("us-pecf", 1994).PerHead)
	assert.Equal(t, "+0-12-31", find("sk-2pct", 2024).Register.String())
	assert.Equal(t, []fiscal.Money{eur("3.32"), eur("8.30")}, []fiscal.Money{find("sk-2pct", 2012).Slots[0].MinLine, find("sk-2pct", 2012).Slots[2].MinLine})
	assert.Equal(t, []fiscal.Money{eur("3.00"), eur("8.00")}, []fiscal.Money{find("sk-2pct", 2013).Slots[0].MinLine, find("sk-2pct", 2013).Slots[2].MinLine})
	assert.Equal(t, []fiscal.Money{eur("0.00"), eur("5.00")}, []fiscal.Money{find("sk-2pct", 2016).Arrears, find("sk-2pct", 2017).Arrears})
	assert.Equal(t, "3319.39", find("sk-2pct", 2012).Disclosure.Publish.Amount())
	assert.Equal(t, "-1-12-31", find("si-donation", 2024).Register.String())
	bands := find("jp-furusato", 2024).Credit.Special
	assert.Equal(t, designation.Band{From: fiscal.JPY.Minor(4_000_001), Part: vicinia.MustRatio("44.055%")}, bands[len(bands)-1], "90 % - 45 % x 1.021")
	assert.Equal(t, designation.Unadjusted, find("sk-2pct", 2024).Late)
	assert.Len(t, find("es-irpf", 2015).Payout, 14)
	assert.Empty(t, find("es-irpf", 2016).Payout)
	for year, want := range map[int]int{1990: 5, 1995: 6, 2010: 7, 2012: 10, 2013: 12, 2016: 13} {
		assert.Len(t, find("it-8xmille", year).Recipients, want, year)
	}
	assert.Equal(t, "150000.00", find("seattle-vouchers", 2019).Slots[0].Ceiling.Amount())

	var names []string
	for _, s := range law.Unverified(find("hu-1plus1", 2022)) {
		names = append(names, s.Parameter)
	}
	assert.Equal(t, []string{"slots[0].minLine", "slots[0].quantum", "slots[1].minLine", "slots[1].quantum"}, names)
}

func TestLastRead(t *testing.T) {
	for name, want := range map[string]int{"es-irpf": 2024, "it-5xmille": 2024, "it-8xmille": 2020, "pl-opp": 2024, "sk-2pct": 2025, "jp-ichikawa": 2014} {
		assert.Equal(t, want, must(law.Load(name)).LastRead(), name)
	}
	l, err := law.Read("x.json", strings.NewReader(`{"regime": "x", "currency": "EUR", "slots": [{"rate": "1%"}]}`))
	require.NoError(t, err)
	assert.Zero(t, l.LastRead())
	_, err = l.Year(0)
	require.ErrorIs(t, err, law.ErrUnknown)
	assert.EqualError(t, err, `no such law: x of no year: name one, or a "default" in its file`)
	assert.Equal(t, 2024, must(l.Year(2024)).Year)
	l, err = law.Read("x.json", strings.NewReader(`{"regime": "x", "currency": "EUR", "slots": [{"rate": {"value": "1%", "from": 2021}}]}`))
	require.NoError(t, err)
	assert.Equal(t, 2021, must(l.Year(0)).Year, "the last that the file names")
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The preset is the same regime as the manifesto's constructor, to the byte.
func TestConfederalIsConfederal(t *testing.T) {
	preset, err := law.Find("confederal", 2025)
	require.NoError(t, err)
	preset.Recipients = []designation.Recipient{{ID: "a"}}
	made, err := designation.Confederal(2025, fiscal.EUR, vicinia.MustRatio("15%"), []designation.RecipientID{"a"})
	require.NoError(t, err)
	digest := func(r *designation.Regime) [32]byte {
		c, err := r.Collect(slices.Values([]designation.Return{{Base: fiscal.EUR.MustParse("100.00"), Choices: []designation.Choice{{Recipient: "a", Share: vicinia.MustRatio("5%")}}}}))
		require.NoError(t, err)
		totals, err := r.Count(c)
		require.NoError(t, err)
		s, err := r.Settle(totals)
		require.NoError(t, err)
		return s.Digest()
	}
	assert.Equal(t, digest(made), digest(preset))
}

// Every fault has its line, its column and its parameter.
func TestReadFaults(t *testing.T) {
	tests := []struct {
		name, give string
		want       []string
	}{
		{"nothing", ``, []string{"r.json:1:1: unexpected end of JSON input"}},
		{"no object", `[]`, []string{"r.json:1:1: want an object"}},
		{"not JSON", "{\n \"regime\": x}", []string{"r.json:2:12: invalid character 'x' looking for beginning of value"}},
		{"a byte order mark", "\ufeff[]", []string{"r.json:1:1: want an object"}},
		{"two documents", `{} {}`, []string{"r.json:1:4: invalid character '{' after top-level value"}},
		{"missing", `{"title": "x"}`, []string{
			`r.json:1:1: the parameter "regime" is missing`, `r.json:1:1: the parameter "currency" is missing`, `r.json:1:1: the parameter "slots" is missing`}},
		{"unknown and repeated", "{\"regime\": \"x\", \"currency\": \"EUR\",\n \"colour\": 1,\n \"slots\": [{\"rat\": \"1%\", \"name\": \"a\", \"name\": \"b\"}]}", []string{
			`r.json:2:2: unknown parameter "colour"`, `r.json:3:12: the parameter "slots[0].rate" is missing`, `r.json:3:13: unknown parameter "rat"`, `r.json:3:39: "name" stands twice`}},
		{"kinds", `{"regime": "x", "currency": "EUR", "mode": 1, "arrears": "1.234", "instalments": "yes", "mostHeads": 1.5, "register": "31-12", "slots": [{"rate": 7, "categories": "a", "floor": "x"}]}`, []string{
			"r.json:1:44: mode: want text in quotation marks", `r.json:1:58: arrears: amount "1.234": 3 decimals, want at most 2`, "r.json:1:82: instalments: want true or false",
			`r.json:1:102: mostHeads: number "1.5": want a whole number from 0`, `r.json:1:119: register: day "31-12": want the form +1-06-30, counted from the tax year`,
			"r.json:1:147: slots[0].rate: want text in quotation marks", "r.json:1:164: slots[0].categories: want an array", `r.json:1:178: slots[0].floor: amount "x": 'x' is not a digit`}},
		{"sources", `{"regime": "x", "currency": {"value": "EUR", "mark": "X"}, "slots": [{"rate": [{"value": "1%", "mark": "M"}, {"mark": "L"}, {"value": "2%", "to": 0, "mark": "P", "artikel": ""}]}]}`, []string{
			"r.json:1:54: currency.mark: want L (law), O (official table), P (press) or M (from memory)",
			"r.json:1:90: slots[0].rate[0]: a value from memory is none: leave it out", "r.json:1:110: slots[0].rate[1]: no value", "r.json:1:110: slots[0].rate: two values for one year",
			"r.json:1:125: slots[0].rate: two values for one year", "r.json:1:147: slots[0].rate[2].to: want a year from 1 to 9999", `r.json:1:163: unknown parameter "artikel"`}},
		{"years", `{"regime": "x", "currency": "EUR", "from": 2020, "to": 2010, "slots": [{"from": 2020, "to": 2021, "rate": {"from": 2021, "to": 2020, "value": "1%"}}]}`, []string{
			"r.json:1:1: the last year 2010 is before the first, 2020", "r.json:1:107: slots[0].rate: the last year 2020 is before the first, 2021"}},
		{"lists", `{"regime": "x", "currency": "EUR", "payout": [{"on": "+1-01-01", "pays": "never"}], "disclosure": {"payers": "all"}, "credit": 1, "slots": {}}`, []string{
			`r.json:1:74: payout[0].pays: payment "never": want one of final, provisional, advance`, `r.json:1:110: disclosure.payers: disclosure "all": want anonymous, consent or public`, "r.json:1:128: credit: want an object", "r.json:1:140: slots: want an array"}},
		{"parts", `{"regime": "x", "currency": "EUR", "payout": [{"on": "+1-01-01", "pays": "never"}], "disclosure": {"payers": "all"}, "credit": 1, "slots": [1]}`, []string{
			`r.json:1:74: payout[0].pays: payment "never": want one of final, provisional, advance`, `r.json:1:110: disclosure.payers: disclosure "all": want anonymous, consent or public`, "r.json:1:128: credit: want an object", "r.json:1:141: slots[0]: want an object"}},
		{"inner values", `{"regime": "x", "currency": "EUR", "payout": [{"on": "+1-01-01", "pays": "never"}], "disclosure": {"payers": "all"}, "credit": 1, "slots": []}`, []string{
			`r.json:1:74: payout[0].pays: payment "never": want one of final, provisional, advance`, `r.json:1:110: disclosure.payers: disclosure "all": want anonymous, consent or public`, "r.json:1:128: credit: want an object",
			"r.json:1:140: slots: want a slot or more"}},
		{"one currency for amounts, or none is read", `{"regime": "x", "currency": "ZZZ", "arrears": "1.234", "slots": [{"rate": "1%"}]}`, []string{
			`r.json:1:29: currency: currency "ZZZ": want a code of ISO 4217, such as EUR`}},
		{"negative", `{"regime": "x", "currency": "EUR", "mostHeads": -1, "slots": [{"name": "a", "rate": "1%", "floor": "-1.00"}], "colour": 1}`, []string{
			`r.json:1:49: mostHeads: number "-1": want a whole number from 0`, "r.json:1:100: slots[0].floor: -1.00 EUR is negative", `r.json:1:111: unknown parameter "colour"`}},
		{"recipients", `{"regime": "x", "currency": "EUR", "slots": 7, "recipients": [{"id": "b", "rate": "101%"}, {"name": "B"}, {"id": "b"}, {"id": "a", "to": 2008}, {"id": "a", "from": 2009}]}`, []string{
			"r.json:1:45: slots: want an array", "r.json:1:83: recipients[0].rate: 101% is not from 0% to 100%", "r.json:1:92: recipients[1].id: no id", `r.json:1:107: recipients[2].id: "b" stands twice`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := law.Read("r.json", strings.NewReader(tt.give))
			assert.Nil(t, l)
			var got []string
			for f := range vicinia.Faults(err) {
				got = append(got, f.Error())
			}
			assert.Equal(t, tt.want, got)
		})
	}
	_, err := law.Read("r.json", strings.NewReader(strings.Repeat("[", 50)+strings.Repeat("]", 50)))
	assert.ErrorContains(t, err, "nested deeper than 32")
	_, err = law.Read("r.json", bytes.NewReader(make([]byte, law.MaxBytes+1)))
	assert.ErrorContains(t, err, "more than 4194304 bytes")
}

// A fault of Check stands where its parameter stands, for the year that was asked for.
func TestPlace(t *testing.T) {
	const file = `{"regime": "x", "currency": "EUR",
 "slots": [
  {"name": "a", "to": 2019, "rate": "1%"},
  {"name": "b",
   "rate": [{"to": 2020, "value": "1%", "mark": "P", "article": "old"},
            {"from": 2021, "value": "150%", "mark": "L", "article": "art. 7"}]}]}`
	l, err := law.Read("r.json", strings.NewReader(file))
	require.NoError(t, err)
	r, err := l.Year(2022)
	require.NoError(t, err)
	err = l.Place(r, r.Check())
	assert.EqualError(t, err, "r.json:6:37: slots[0].rate: a payer may direct 0 or more and less than 100%, not 150%; art. 7 (D-2)")
	require.ErrorIs(t, err, vicinia.Invariant("D-2"))
	r, err = l.Year(2022)
	require.NoError(t, err)
	r.Slots[0].MaxRecipients = -1
	assert.ErrorContains(t, l.Place(r, r.Check()), "r.json:4:3: slots[0].maxRecipients: -1 recipients\nr.json:6:37: slots[0].rate", "in the order of the file")
	r, err = l.Year(2019)
	require.NoError(t, err)
	assert.NoError(t, l.Place(r, r.Check()))
	assert.Len(t, r.Slots, 2)
	r.Slots[1].Rate = vicinia.MustRatio("99%")
	r.Mode, r.Credit = designation.CarveOut, new(designation.Credit)
	r.Recipients = []designation.Recipient{{}}
	assert.EqualError(t, l.Place(r, r.Check()), `recipients[0]: no id (D-6)
r.json:1:1: credit: the mode is carve-out: the mode credit and a credit need each other
r.json:2:2: slots: the rates add up to 100% or more (D-2)`, "and where the file would say it")
}

// A fault of a recipient that the file names stands there; of another one, nowhere.
func TestPlace_recipients(t *testing.T) {
	l, err := law.Read("r.json", strings.NewReader(`{"regime": "x", "currency": "EUR", "slots": [{"name": "a", "rate": "1%"}],
 "recipients": [{"id": "C", "to": 2000, "name": "former"},
  {"id": "C", "from": 2001, "category": "x", "ceiling": "1.00", "overflow": "category"},
  {"id": "A", "category": "x", "ceiling": "1.00", "overflow": "recipient:X"}]}`))
	require.NoError(t, err)
	r, err := l.Year(2022)
	require.NoError(t, err)
	r.Recipients = slices.Insert(r.Recipients, 1, designation.Recipient{ID: "B", Terms: &designation.Terms{}})
	assert.EqualError(t, l.Place(r, r.Check()), `recipients[1].category: "B" has no category, and recipients[2].overflow is divided by category
r.json:4:63: recipients[0].overflow: sink recipient:X is not on the list (D-6)`)
	r.Recipients[1].Terms.Category, r.Recipients[2].Terms.Category = "x", ""
	assert.ErrorContains(t, l.Place(r, r.Check()), `r.json:3:41: recipients[2].category: "C" has no category`)
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"es-irpf", "jp-furusato"} {
		f.Add(name)
	}
	f.Add(`{"regime": "x", "currency": "EUR", "slots": [{"rate": {"value": "1%", "mark": "L"}}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		l, err := law.Read("f.json", strings.NewReader(s))
		if err != nil {
			for fault := range vicinia.Faults(err) {
				require.Positive(t, fault.Line)
				require.Positive(t, fault.Column)
			}
			return
		}
		if r, err := l.Year(2024); err == nil {
			_ = l.Place(r, r.Check())
		}
	})
}
