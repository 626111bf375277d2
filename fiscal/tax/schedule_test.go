package tax_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func TestParseSchedule(t *testing.T) {
	tests := []struct {
		kind, parameters string
		currency         fiscal.Currency
		want             tax.Schedule
		wantKind, wantPs string
	}{
		{"flat", "8%", fiscal.EUR, tax.Flat(fiscal.EUR, pct("8%")), "flat", "8%"},
		{"flat", "1/3", fiscal.EUR, tax.Flat(fiscal.EUR, vicinia.Frac(1, 3)), "flat", "1/3"},
		{"flat", "120%", fiscal.EUR, tax.Flat(fiscal.EUR, pct("120%")), "flat", "120%"}, // law's own affair
		{"multiplier", "119%", fiscal.CHF, tax.Multiplier(fiscal.CHF, pct("119%")), "multiplier", "119%"},
		{"multiplier", "100%", fiscal.CHF, tax.Multiplier(fiscal.CHF, pct("100%")), "multiplier", "100%"},
		{"multiplier", "0%", fiscal.CHF, tax.Flat(fiscal.CHF, pct("0%")), "flat", "0%"},
		{"brackets", "0:0%|10000.50:5%", fiscal.EUR, tax.Schedule{Currency: fiscal.EUR, Brackets: []tax.Bracket{
			{Rate: pct("0%")}, {From: base("10000.50"), Rate: pct("5%")}}}, "brackets", "0:0%|10000.50:5%"},
		{"brackets", "0:1%|300000:2.5%", fiscal.JPY, tax.Schedule{Currency: fiscal.JPY, Brackets: []tax.Bracket{
			{Rate: pct("1%")}, {From: base("300000"), Rate: pct("2.5%")}}}, "brackets", "0:1%|300000:2.5%"},
		{"brackets", "0.00:8%", fiscal.EUR, tax.Flat(fiscal.EUR, pct("8%")), "flat", "8%"},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+tt.parameters, func(t *testing.T) {
			got, err := tax.ParseSchedule(tt.kind, tt.parameters, tt.currency)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			kind, parameters, err := got.Text()
			require.NoError(t, err)
			assert.Equal(t, tt.wantKind, kind)
			assert.Equal(t, tt.wantPs, parameters)
			again, err := tax.ParseSchedule(kind, parameters, tt.currency)
			require.NoError(t, err)
			assert.Equal(t, got, again)
		})
	}
}

func TestParseScheduleRefuses(t *testing.T) {
	tests := []struct {
		name, kind, parameters string
		want                   []string // paths of the faults, in order; none if it is no fault of a part
	}{
		{"no kind", "", "8%", nil},
		{"unknown kind", "Flat", "8%", nil},
		{"no rate", "flat", "", nil},
		{"blank", "flat", " 8%", nil},
		{"NaN", "flat", "NaN", nil},
		{"negative rate", "flat", "-8%", []string{"brackets[0].rate"}},
		{"negative multiplier", "multiplier", "-119%", []string{"multiplier"}},
		{"brackets as flat", "flat", "0:8%", nil},
		{"no brackets", "brackets", "", []string{"brackets[0]"}},
		{"bar at the end", "brackets", "0:1%|", []string{"brackets[1]"}},
		{"not from 0", "brackets", "1:1%|2:2%", []string{"brackets[0].from"}},
		{"not ascending", "brackets", "0:1%|2:2%|2:3%|1:4%", []string{"brackets[2].from", "brackets[3].from"}},
		{"negative from", "brackets", "0:1%|-2:2%", []string{"brackets[1].from"}},
		{"too fine", "brackets", "0:1%|2.005:2%", []string{"brackets[1].from"}},
		{"from past a Base", "brackets", "0:1%|922337203685478:2%", []string{"brackets[1].from"}},
		{"more than there is", "brackets", "0:100%|1:100.1%|2:120%", []string{"brackets[1].rate", "brackets[2].rate"}},
		{"every fault", "brackets", "x:1%|5|3:y|1e3:NaN", []string{"brackets[0].from", "brackets[1]", "brackets[2].rate", "brackets[3].from", "brackets[3].rate"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := tax.ParseSchedule(tt.kind, tt.parameters, fiscal.EUR)
			require.Error(t, err)
			assert.Zero(t, s)
			var paths []string
			for f := range vicinia.Faults(err) {
				paths = append(paths, f.Path)
			}
			assert.Equal(t, tt.want, paths)
		})
	}
	_, err := tax.ParseSchedule("brackets", "0.00:1%", fiscal.JPY)
	assert.Error(t, err, "yen have no decimals")
	_, err = tax.ParseSchedule("flat", "8%", fiscal.Currency{})
	assert.Error(t, err)
	_, err = tax.ParseSchedule("brackets", "0:8%", fiscal.Currency{})
	assert.Error(t, err)
}

func TestParseScheduleIsBounded(t *testing.T) {
	_, err := tax.ParseSchedule("brackets", strings.Repeat("x|", 1_000_000), fiscal.EUR)
	faults := slices.Collect(vicinia.Faults(err))
	assert.Len(t, faults, tax.MaxBrackets+1)

	_, _, err = progression(tax.MaxBrackets).Text()
	assert.NoError(t, err)
	_, _, err = progression(tax.MaxBrackets + 1).Text()
	assert.Error(t, err)
}

func TestCheckReturnsEveryFault(t *testing.T) {
	s := tax.Schedule{
		Currency:   fiscal.EUR,
		Brackets:   []tax.Bracket{{From: 100, Rate: pct("-1%")}, {From: 150, Rate: pct("1%")}, {From: 100, Rate: pct("-1%")}},
		Multiplier: pct("-1%"),
		Minimum:    fiscal.CHF.Minor(-1),
		PerHead:    fiscal.EUR.Minor(-1),
		Rounding:   fiscal.Ceiling + 1,
	}
	type fault struct {
		path   string
		breaks vicinia.Invariant
	}
	var got []fault
	for f := range vicinia.Faults(s.Check()) {
		got = append(got, fault{f.Path, f.Breaks})
	}
	assert.Equal(t, []fault{
		{"brackets[0].from", ""}, {"brackets[0].rate", "T-8"}, {"brackets[1].from", ""},
		{"brackets[2].from", ""}, {"brackets[2].rate", "T-8"}, {"multiplier", "T-8"},
		{"minimum", "M-7"}, {"minimum", "T-8"}, {"perHead", "T-8"}, {"rounding", ""},
	}, got)

	got = nil
	for f := range vicinia.Faults(tax.Schedule{}.Check()) {
		got = append(got, fault{f.Path, f.Breaks})
	}
	assert.Equal(t, []fault{{"currency", ""}, {"brackets", ""}}, got)
	_, err := tax.Schedule{}.Compile()
	assert.Error(t, err)
	assert.NoError(t, tax.Flat(fiscal.EUR, pct("8%")).Check())
}

func TestTextRefusesWhatItCannotSay(t *testing.T) {
	flat := tax.Flat(fiscal.EUR, pct("8%"))
	for name, change := range []func(s *tax.Schedule){
		func(s *tax.Schedule) { s.Minimum = fiscal.EUR.Minor(1) },
		func(s *tax.Schedule) { s.PerHead = fiscal.EUR.Minor(1) },
		func(s *tax.Schedule) { s.Rounding = fiscal.Floor },
		func(s *tax.Schedule) { s.Multiplier = pct("119%") },
		func(s *tax.Schedule) { s.Brackets = nil },
	} {
		s := flat
		change(&s)
		_, _, err := s.Text()
		assert.Error(t, err, name)
	}
}

func TestTextOfRandomSchedules(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for range 2_000 {
		s := random(rng, false)
		s = tax.Schedule{Currency: s.Currency, Brackets: s.Brackets} // what the words can say
		kind, parameters, err := s.Text()
		if len(s.Brackets) > 1 && slices.ContainsFunc(s.Brackets, func(b tax.Bracket) bool { return b.Rate.Cmp(pct("100%")) > 0 }) {
			require.Error(t, err, "a bracket takes more than there is")
			continue
		}
		require.NoError(t, err)
		again, err := tax.ParseSchedule(kind, parameters, s.Currency)
		require.NoError(t, err, parameters)
		require.Equal(t, s, again)
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, seed := range [][2]string{{"flat", "8%"}, {"brackets", "0:0%|10000.50:5%"}, {"multiplier", "119%"}, {"brackets", "|"}} {
		f.Add(seed[0], seed[1], "EUR")
		f.Add(seed[0], seed[1], "JPY")
	}
	f.Fuzz(func(t *testing.T, kind, parameters, code string) {
		c, err := fiscal.ParseCurrency(code)
		if err != nil {
			return
		}
		s, err := tax.ParseSchedule(kind, parameters, c)
		if err != nil {
			require.Zero(t, s)
			return
		}
		kind, parameters, err = s.Text()
		require.NoError(t, err)
		again, err := tax.ParseSchedule(kind, parameters, c)
		require.NoError(t, err, parameters)
		require.Equal(t, s, again)
	})
}
