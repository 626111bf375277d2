package report

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
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

func readYear(t testing.TB, dir fs.FS) (*year.Report, []confed.Refusal) {
	t.Helper()
	w, refused, err := folder.Read(dir)
	require.NoError(t, err)
	r, err := year.Run(w, 2025)
	require.NoError(t, err)
	return r, refused
}

func shipped(t testing.TB, name string) (*year.Report, []confed.Refusal) {
	t.Helper()
	if name == "valleys" {
		return readYear(t, os.DirFS("testdata/valleys"))
	}
	dir, ok := worlds.Find(name)
	require.True(t, ok)
	return readYear(t, dir)
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

// An attacker knows every sum that the page is made of, and the rates. A withheld amount is
// told if it follows from them: if its unit vector is in the span of the equations.
func TestHTML_NothingFollows(t *testing.T) {
	years := map[string]*year.Report{
		"few in one":         canton(t, "place", 12, 10, 3, 9, 8),
		"one alone":          canton(t, "place", 1, 30),
		"all small":          canton(t, "place", 2, 2, 1),
		"two small":          canton(t, "place", 4, 11, 2, 25),
		"the last, no party": canton(t, "place", 7, 8, 9, 4),
	}
	for _, name := range []string{"worked", "valleys", "schwyz"} {
		years[name], _ = shipped(t, name)
	}
	for _, name := range slices.Sorted(maps.Keys(years)) {
		t.Run(name, func(t *testing.T) {
			p, err := newPublic(years[name])
			require.NoError(t, err)
			v, err := assemblyOf(years[name], nil, nil)
			require.NoError(t, err)
			a := &attacker{index: map[string]int{}}
			for i := range v.Money {
				a.money(p, v, &v.Money[i])
			}
			a.rates(p)
			a.electors(p, v)
			assert.NotEmpty(t, a.names, "something is withheld")
			assert.Empty(t, a.solved())
		})
	}
}

// What is not withheld has no unknown, and an attack that works on nothing proves nothing:
// with a region shown, the attacker finds the municipality.
func TestHTML_AttackerAttacks(t *testing.T) {
	r := canton(t, "place", 12, 10, 3, 9, 8)
	p, err := newPublic(r)
	require.NoError(t, err)
	v, err := assemblyOf(r, nil, nil)
	require.NoError(t, err)
	for i := range v.Money[0].Places {
		if f := flowOf(r.Jurisdictions[i]); r.Jurisdictions[i].ID == "M0" || r.Jurisdictions[i].ID == "M1" || r.Jurisdictions[i].ID == "M3" || r.Jurisdictions[i].ID == "M4" || r.Jurisdictions[i].ID == "R" {
			v.Money[0].Places[i] = mask{}.row(f)
		}
	}
	a := &attacker{index: map[string]int{}}
	a.money(p, v, &v.Money[0])
	a.rates(p)
	assert.Contains(t, a.solved(), "gross M2")
}
