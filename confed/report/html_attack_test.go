package report

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/examples/worlds"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/disclosure"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// This file attacks the page: by searching it, by subtraction and by bounds.

func mustYear(dir fs.FS) (*year.Report, []confed.Refusal) {
	w, refused, err := folder.Read(dir)
	if err != nil {
		panic(err)
	}
	r, err := year.Run(w, 2025)
	if err != nil {
		panic(err)
	}
	return r, refused
}

// schwyz is read once: nothing changes a report.
var schwyz = sync.OnceValues(func() (*year.Report, []confed.Refusal) {
	dir, _ := worlds.Find("schwyz")
	return mustYear(dir)
})

func shipped(t testing.TB, name string) (*year.Report, []confed.Refusal) {
	t.Helper()
	switch name {
	case "schwyz":
		return schwyz()
	case "valleys":
		return mustYear(os.DirFS("testdata/valleys"))
	}
	dir, ok := worlds.Find(name)
	require.True(t, ok)
	return mustYear(dir)
}

func pageOf(t testing.TB, r *year.Report, refused []confed.Refusal) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, HTML(&b, r, refused))
	return b.String()
}

// canton is a region of municipalities with so many payers each, who all have other bases,
// and vote, every municipality at a rate of its own; all but the last give a part of their revenue to
// a compact.
func canton(t testing.TB, name string, payers ...int) *year.Report {
	t.Helper()
	day := vicinia.MustDate("2020-01-01")
	acts := []confed.Act{
		confed.Jurisdiction{ID: "R", Name: name, Kind: confed.Region, Currency: fiscal.EUR},
		confed.Schedule{Jurisdiction: "R", Year: 2025, Tax: tax.Flat(fiscal.EUR, vicinia.MustRatio("3%")), External: true},
		confed.Compact{ID: "K", Name: name, Level: confed.Municipality, Objects: []string{name}, Notice: 12},
	}
	vote := func(id census.JurisdictionID) {
		acts = append(acts, confed.Call{ID: confed.CallID("vote-" + id), Body: confed.ResidentsOf(id),
			On: vicinia.MustDate("2025-05-01"), Vote: vicinia.MustDate("2025-06-01")},
			confed.RollClosing{Calls: []confed.CallID{confed.CallID("vote-" + id)}})
	}
	for m, n := range payers {
		id := census.JurisdictionID(fmt.Sprint("M", m))
		acts = append(acts,
			confed.Jurisdiction{ID: id, Name: name, Kind: confed.Municipality, Within: "R", Currency: fiscal.EUR},
			confed.Schedule{Jurisdiction: id, Year: 2025, Tax: tax.Flat(fiscal.EUR, vicinia.Frac(int64(5+m), 100)), External: true})
		if m < len(payers)-1 {
			acts = append(acts, confed.Accession{Compact: "K", Party: id, From: day, Share: share.Revenue{Rate: vicinia.Frac(int64(2+m), 100)}})
		}
		for i := range n {
			who := census.PersonID(fmt.Sprintf("inhabitant-%d-%d", m, i))
			base, err := tax.ParseBase(fmt.Sprintf("%d.%02d", 10000+137*i+41*m, i))
			require.NoError(t, err)
			acts = append(acts, confed.Person{ID: who, Born: vicinia.MustDate("1980-01-01")},
				confed.Residency{Person: who, Municipality: id, From: day, Recorded: day},
				confed.Base{Person: who, Year: 2025, Amount: base})
		}
		vote(id)
	}
	vote("R")
	w, err := new(confed.World).Apply(acts...)
	require.NoError(t, err)
	r, err := year.Run(w, 2025)
	require.NoError(t, err)
	return r
}

// No id of a person stands on the page, in no attribute either.
func TestHTML_NamesNobody(t *testing.T) {
	word := regexp.MustCompile(`[\p{L}\p{N}_-]+`)
	for _, name := range []string{"worked", "valleys", "schwyz"} {
		r, refused := shipped(t, name)
		page := pageOf(t, r, refused)
		assert.Less(t, len(page), 400_000)
		assert.Equal(t, name == "schwyz", strings.Contains(page, Digest(r, refused)))
		words := map[string]bool{}
		for _, w := range word.FindAllString(page, -1) {
			words[w] = true
		}
		people := 0
		for p := range r.World.Register().People() {
			people++
			require.False(t, words[string(p.ID)], "%s names %s", name, p.ID)
		}
		assert.Equal(t, map[string]int{"worked": 8, "valleys": 13, "schwyz": 165_000}[name] > people/2, true, people)
	}
}

// Of no payer is a base, a tax or a line on the page of a small world. The fixed parts of
// compacts and the brackets of a tax are public acts, whatever they happen to be equal to.
func TestHTML_NoPayersAmount(t *testing.T) {
	for _, name := range []string{"worked", "valleys"} {
		r, refused := shipped(t, name)
		page := strings.ReplaceAll(pageOf(t, r, refused), "\u202f", "")
		public := map[string]bool{"0.00": true}
		for _, j := range r.Jurisdictions {
			for _, part := range j.Ceded {
				if fixed, ok := part.Term.Share.(share.Fixed); ok {
					public[fixed.Amount.Amount()] = true
				}
			}
		}
		for s := range r.World.Schedules() {
			for _, b := range s.Act.Tax.Brackets {
				public[b.From.String()] = true
			}
		}
		tried := 0
		absent := func(amount string) {
			tried++
			if !public[amount] {
				found := regexp.MustCompile(`(^|[^0-9.])` + regexp.QuoteMeta(amount) + `([^0-9]|$)`).MatchString(page)
				assert.False(t, found, "%s has %s", name, amount)
			}
		}
		for p, base := range r.World.Bases(2025) {
			absent(base.String())
			bills, err := year.Taxpayer(r.World, p, 2025)
			require.NoError(t, err)
			for _, b := range bills {
				absent(b.Tax.Gross.Amount())
				absent(b.Went.Stays.Amount())
				for _, l := range b.Went.Lines {
					absent(l.Amount.Amount())
				}
			}
		}
		assert.Greater(t, tried, 15)
	}
}

// Every count on the page stands for five people, or for nobody.
func TestHTML_NoSmallCount(t *testing.T) {
	count := regexp.MustCompile(`<data value="(\d+)">`)
	for _, name := range []string{"worked", "valleys", "schwyz"} {
		r, refused := shipped(t, name)
		found := count.FindAllStringSubmatch(pageOf(t, r, refused), -1)
		for _, m := range found {
			if len(m[1]) == 1 {
				assert.Contains(t, "056789", m[1], name)
			}
		}
		assert.NotEmpty(t, found, name)
	}
}

// The table of designations is bounded by nobody below five, in its counts.
func TestHTML_MatrixAudit(t *testing.T) {
	for _, name := range []string{"worked", "valleys", "schwyz"} {
		r, _ := shipped(t, name)
		p, err := newPublic(r)
		require.NoError(t, err)
		blanks := 0
		for _, m := range p.tables {
			bounds, err := disclosure.Audit(m.Public)
			require.NoError(t, err)
			for i, c := range m.Cells {
				if !c.Blank {
					assert.True(t, c.Count == 0 || c.Count >= 5, "%s: %d", name, c.Count)
					continue
				}
				blanks++
				assert.GreaterOrEqual(t, bounds[i].Count.Hi, int64(5), "%s: cell %d", name, i)
				assert.Less(t, bounds[i].Amount.Lo, bounds[i].Amount.Hi, "%s: cell %d", name, i)
			}
		}
		assert.Positive(t, blanks, name)
	}
}

// Of no number that is not shown can an attacker who writes down all that holds between the
// numbers of the page say that it stands for fewer than five, nor which amount it is.
func TestHTML_Attack(t *testing.T) {
	type page struct {
		*year.Report
		refused []confed.Refusal
	}
	pages := map[string]page{
		"few in one":         {canton(t, "place", 12, 10, 3, 9, 8), nil},
		"one alone":          {canton(t, "place", 1, 30), nil},
		"all small":          {canton(t, "place", 2, 2, 1), nil},
		"two small":          {canton(t, "place", 4, 11, 2, 25), nil},
		"the last, no party": {canton(t, "place", 7, 8, 9, 4), nil},
	}
	for _, name := range []string{"worked", "valleys", "schwyz"} {
		r, refused := shipped(t, name)
		pages[name] = page{r, refused}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		t.Run(name, func(t *testing.T) {
			holds(t, pages[name].Report, pages[name].refused)
		})
	}
}

// holds attacks a page, and returns how many numbers it withholds.
func holds(t *testing.T, r *year.Report, refused []confed.Refusal) int {
	t.Helper()
	p, err := newPublic(r)
	require.NoError(t, err)
	v, err := assemblyOf(r, refused, nil)
	require.NoError(t, err)
	a := attack(t, p, v, refused)
	for name, n := range a.shown {
		if people(name) {
			assert.True(t, n == 0 || n >= disclosure.MinCell, "%s is %d", name, n)
		}
	}
	for i, name := range a.names {
		if !people(name) {
			low, high := a.can(name, a.truth[i]-1, a.truth[i]+1)
			assert.NotEqual(t, low, high, "%s is %v", name, low)
			continue
		}
		low, high := a.can(name, 0, disclosure.MinCell)
		ballot := strings.HasPrefix(name, "yes ") || strings.HasPrefix(name, "no ")
		if !ballot && high.Sign() == 0 { // nobody
			continue
		}
		assert.GreaterOrEqual(t, high.Cmp(big.NewRat(disclosure.MinCell, 1)), 0, "%s is in %v to %v: %d", name, low, high, a.truth[i])
	}
	return len(a.names)
}

// people reports whether a number counts people, and not money.
func people(name string) bool {
	what, _, _ := strings.Cut(name, " ")
	return slices.Contains([]string{"roll", "yes", "no", "blank", "none", "payers", "lines", "moved", "filers"}, what)
}

// The same on small worlds that are drawn: who lives, votes, pays, moves, designates and
// pools where few others do.
func TestHTML_AttackDrawn(t *testing.T) {
	withheld := 0
	for seed := range uint64(120) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			r, refused := drawValley(t, seed)
			withheld += holds(t, r, refused)
		})
	}
	assert.Greater(t, withheld, 1000)
}

// An attack that works on nothing proves nothing: with one withheld number shown, the
// attacker finds another.
func TestHTML_AttackerAttacks(t *testing.T) {
	r := canton(t, "place", 12, 10, 3, 9, 8)
	p, err := newPublic(r)
	require.NoError(t, err)
	v, err := assemblyOf(r, nil, nil)
	require.NoError(t, err)
	before := attack(t, p, v, nil)
	low, high := before.can("gross M2", 0, 1_000_000)
	assert.Less(t, low.Cmp(big.NewRat(before.truth[before.unknown["gross M2"]], 2)), 0)
	assert.Greater(t, high.Cmp(low), 0)
	for i, j := range r.Jurisdictions {
		if j.ID != "M2" {
			v.Money[0].Places[i].Gross = moneyFigure(j.Gross)
			v.Money[0].Places[i].Payers = countFigure(j.Payers)
		}
	}
	after := attack(t, p, v, nil)
	low, _ = after.can("payers M2", 0, disclosure.MinCell)
	assert.Equal(t, "3", low.RatString(), "42 payers, and 39 elsewhere, unless some moved")
	low, high = after.can("gross M2", 0, 1_000_000)
	width := new(big.Rat).Sub(high, low)
	assert.Less(t, width.Cmp(big.NewRat(300, 1)), 0, "the region taxes the same bases: within three units, but for the rounding of each bill")
}

// What a phyle pooled is a share of what its communities got, and stands where that does.
func TestHTML_Funds(t *testing.T) {
	r, refused := shipped(t, "schwyz")
	v, err := assemblyOf(r, refused, nil)
	require.NoError(t, err)
	require.Len(t, v.Funds, 1)
	require.Len(t, v.Funds[0].Parts, 2)
	assert.Equal(t, r.Funds[0].Amounts[0].Amount(), v.Funds[0].Totals[0].Gave.Plain)
	assert.Contains(t, pageOf(t, r, refused), "The fund of ")

	p, err := newPublic(r)
	require.NoError(t, err)
	m := p.tables[0]
	linux := slices.IndexFunc(m.columns, func(i int) bool { return p.Communities[i].ID == "Linux" })
	m.Cells[len(m.rows)*(len(m.columns)+1)+linux] = disclosure.Cell{Blank: true}
	f := p.fundViews()[0]
	assert.Equal(t, []bool{false, true, true}, []bool{f.Parts[0].Gave == figure{}, f.Parts[1].Gave == figure{}, f.Totals[0].Gave == figure{}},
		"Esperanto, Linux, the fund")
}

// In two unknowns, the extremes are where two of the lines cross.
func TestPolytope(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	bounded, open := 0, 0
	for range 500 {
		lines := [][3]int64{{1, 0, rng.Int64N(4)}, {0, 1, rng.Int64N(4)}} // a x + b y + c >= 0
		for range 1 + rng.IntN(4) {
			lines = append(lines, [3]int64{rng.Int64N(9) - 4, rng.Int64N(9) - 4, rng.Int64N(9)})
		}
		var rows []map[int]*big.Rat
		var inside []*big.Rat
		for _, l := range lines {
			rows = append(rows, map[int]*big.Rat{0: big.NewRat(l[0], 1), 1: big.NewRat(l[1], 1)})
			inside = append(inside, big.NewRat(l[2], 1))
		}
		got := newPolytope(2, rows, inside).most(0, 1, nil)
		if want, ok := crossing(append(lines, [3]int64{-1, 0, 1000})); ok && want.Cmp(big.NewRat(1000, 1)) < 0 {
			bounded++
			require.NotNil(t, got, lines)
			require.Equal(t, want.RatString(), got.RatString(), lines)
		} else {
			open++
			require.Nil(t, got, lines)
		}
	}
	assert.Greater(t, min(bounded, open), 50)
}

// crossing is the greatest x where two lines cross that no line forbids.
func crossing(lines [][3]int64) (most *big.Rat, ok bool) {
	for i, l := range lines {
		for _, m := range lines[:i] {
			d := l[0]*m[1] - l[1]*m[0]
			if d == 0 {
				continue
			}
			x, y := big.NewRat(l[1]*m[2]-m[1]*l[2], d), big.NewRat(m[0]*l[2]-l[0]*m[2], d)
			inside := true
			for _, n := range lines {
				sum := big.NewRat(n[2], 1)
				sum.Add(sum, new(big.Rat).Mul(x, big.NewRat(n[0], 1))).Add(sum, new(big.Rat).Mul(y, big.NewRat(n[1], 1)))
				inside = inside && sum.Sign() >= 0
			}
			if inside && (!ok || x.Cmp(most) > 0) {
				most, ok = x, true
			}
		}
	}
	return most, ok
}
