package report

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
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

// An attacker has unknowns and linear equations in them; what is known is left out, since
// only what follows is asked, and not its value.
type attacker struct {
	index map[string]int
	names []string
	rows  []map[int]*big.Rat
}

// A term is a figure, perhaps unknown, with its coefficient.
type term struct {
	name string
	is   figure
	by   *big.Rat
}

func of(name string, is figure, by int64) term { return term{name, is, big.NewRat(by, 1)} }

func (a *attacker) equation(terms ...term) {
	row := map[int]*big.Rat{}
	for _, t := range terms {
		if t.is != (figure{}) {
			continue
		}
		i, ok := a.index[t.name]
		if !ok {
			i = len(a.names)
			a.index[t.name], a.names = i, append(a.names, t.name)
		}
		if row[i] == nil {
			row[i] = new(big.Rat)
		}
		row[i].Add(row[i], t.by)
	}
	if len(row) > 0 {
		a.rows = append(a.rows, row)
	}
}

// money adds every sum of one currency.
func (a *attacker) money(p *public, v *assembly, m *moneyView) {
	type column struct {
		name string
		of   func(r placeRow) figure
	}
	columns := []column{
		{"gross", func(r placeRow) figure { return r.Gross }}, {"designated", func(r placeRow) figure { return r.Designated }},
		{"net", func(r placeRow) figure { return r.Net }}, {"ceded", func(r placeRow) figure { return r.Ceded }},
		{"services", func(r placeRow) figure { return r.ToServices }}, {"final", func(r placeRow) figure { return r.Final }},
	}
	ids := a.ids(p, m.Currency)
	line := func(id string, r placeRow) {
		get := func(k int, by int64) term { return of(columns[k].name+" "+id, columns[k].of(r), by) }
		a.equation(get(0, 1), get(1, -1), get(2, -1))
		a.equation(get(2, 1), get(3, -1), get(4, -1), get(5, -1))
	}
	for k, c := range columns {
		sum := []term{of(c.name+" all "+m.Currency, c.of(m.Total), -1)}
		for i, r := range m.Places {
			sum = append(sum, of(c.name+" "+ids[i], c.of(r), 1))
			if k == 0 {
				line(ids[i], r)
			}
		}
		a.equation(sum...)
	}
	line("all "+m.Currency, m.Total)
	b := m.Balance
	a.equation(of("gross all "+m.Currency, b.Gross, 1), of("final all "+m.Currency, b.Kept, -1),
		of("communities "+m.Currency, b.Communities, -1), of("ceded all "+m.Currency, b.Compacts, -1))
	together := []term{of("communities "+m.Currency, b.Communities, -1)}
	for i, r := range m.Incomes {
		id := p.Communities[i].ID + " " + m.Currency
		a.equation(of("to "+id, r.Designated, 1), of("services "+id, r.Services, 1), of("together "+id, r.Together, -1))
		together = append(together, of("together "+id, r.Together, 1))
	}
	a.equation(together...)
	a.matrix(m)
	a.compacts(p, v, m.Currency)
}

func (a *attacker) ids(p *public, currency string) (ids []string) {
	for _, j := range p.Jurisdictions {
		if j.Gross.Currency().String() == currency {
			ids = append(ids, string(j.ID))
		}
	}
	return ids
}

func (a *attacker) matrix(m *moneyView) {
	if m.Matrix == nil {
		return
	}
	name := func(row matrixRow, k int) string {
		switch last := len(row.Cells) - 1; {
		case row.Total && k == last:
			return "designated all " + m.Currency
		case row.Total:
			return "to " + m.Matrix.Columns[k] + " " + m.Currency
		case k == last:
			return "designated " + row.Name
		}
		return row.Name + " to " + m.Matrix.Columns[k]
	}
	down := make([][]term, len(m.Matrix.Columns)+1)
	for _, row := range m.Matrix.Rows {
		var across []term
		for k, c := range row.Cells {
			by := int64(1)
			if k == len(row.Cells)-1 {
				by = -1
			}
			across = append(across, of(name(row, k), c.Amount, by))
			by = 1
			if row.Total {
				by = -1
			}
			down[k] = append(down[k], of(name(row, k), c.Amount, by))
		}
		a.equation(across...)
	}
	for _, sum := range down {
		a.equation(sum...)
	}
}

// compacts adds the parts of every party, the totals, and the budgets.
func (a *attacker) compacts(p *public, v *assembly, currency string) {
	gave := map[string][]term{} // by party
	all := []term{}
	for i, c := range v.Compacts {
		id := p.Compacts[i].ID
		var parts []term
		n := 0
		for k, j := range p.Jurisdictions {
			for part := range j.Ceded {
				if string(j.Ceded[part].Term.Compact) != id {
					continue
				}
				row := c.Parties[n]
				n++
				if row.Currency == currency {
					name := fmt.Sprintf("part %s %d", j.ID, part)
					parts = append(parts, of(name, row.Gave, 1))
					gave[string(p.Jurisdictions[k].ID)] = append(gave[string(p.Jurisdictions[k].ID)], of(name, row.Gave, 1))
				}
			}
		}
		if c.Budget != "" {
			a.equation(parts...)
		}
		for _, total := range c.Totals {
			if total.Currency == currency {
				a.equation(append(parts, of("total "+id+" "+currency, total.Gave, -1))...)
				all = append(all, of("total "+id+" "+currency, total.Gave, 1))
			}
		}
	}
	for _, m := range v.Money {
		if m.Currency != currency {
			continue
		}
		a.equation(append(all, of("ceded all "+currency, m.Balance.Compacts, -1))...)
		for i, id := range a.ids(p, currency) {
			a.equation(append(gave[id], of("ceded "+id, m.Places[i].Ceded, -1))...)
		}
	}
}

// rates adds that a part is a rate of the net revenue, and that a region and its
// municipalities tax the same bases at flat rates.
func (a *attacker) rates(p *public) {
	withheld := func(i int, gross bool) figure {
		if gross && p.places[i].gross || !gross && p.places[i].net() {
			return figure{}
		}
		return figure{Plain: "known"}
	}
	rate := func(i int) *big.Rat {
		s, ok := p.World.Schedule(p.Jurisdictions[i].ID, p.Year)
		if !ok || len(s.Brackets) != 1 {
			return nil
		}
		n, d := s.Brackets[0].Rate.Parts()
		if n == 0 {
			return nil
		}
		return big.NewRat(d, n)
	}
	for i, j := range p.Jurisdictions {
		for k, part := range j.Ceded {
			if r, ok := part.Term.Share.(share.Revenue); ok {
				n, d := r.Rate.Parts()
				is := figure{Plain: "known"}.unless(p.parts[i][k])
				a.equation(of(fmt.Sprintf("part %s %d", j.ID, k), is, 1),
					term{"net " + string(j.ID), withheld(i, false), big.NewRat(-n*int64(part.Days), d*365)})
			}
		}
		own := rate(i)
		if record, _ := p.World.Jurisdiction(j.ID); record.Kind != confed.Region || own == nil {
			continue
		}
		terms := []term{{"gross " + string(j.ID), withheld(i, true), new(big.Rat).Neg(own)}}
		for k, m := range p.Jurisdictions {
			if record, _ := p.World.Jurisdiction(m.ID); record.Within == j.ID {
				by := rate(k)
				if by == nil {
					terms = nil
					break
				}
				terms = append(terms, term{"gross " + string(m.ID), withheld(k, true), by})
			}
		}
		a.equation(terms...)
	}
}

// electors adds that those of a region live in its municipalities.
func (a *attacker) electors(p *public, v *assembly) {
	rows := map[census.JurisdictionID]figure{}
	for _, m := range v.Money {
		for i, id := range a.ids(p, m.Currency) {
			if e := m.Places[i].Electors; e.Text != noRoll { // how many there would be is not known
				rows[census.JurisdictionID(id)] = e
			}
		}
	}
	for _, r := range p.Jurisdictions {
		if record, _ := p.World.Jurisdiction(r.ID); record.Kind != confed.Region {
			continue
		}
		terms := []term{of("electors "+string(r.ID), rows[r.ID], -1)}
		for _, j := range p.Jurisdictions {
			if record, _ := p.World.Jurisdiction(j.ID); record.Within == r.ID {
				terms = append(terms, of("electors "+string(j.ID), rows[j.ID], 1))
			}
		}
		a.equation(terms...)
	}
}

// solved are the unknowns that follow, by elimination to reduced echelon form: those that
// stand alone in a row.
func (a *attacker) solved() (names []string) {
	used := make([]bool, len(a.rows))
	for col := range a.names {
		pivot := slices.IndexFunc(a.rows, func(r map[int]*big.Rat) bool { return r[col] != nil && r[col].Sign() != 0 })
		for pivot >= 0 && used[pivot] {
			next := slices.IndexFunc(a.rows[pivot+1:], func(r map[int]*big.Rat) bool { return r[col] != nil && r[col].Sign() != 0 })
			if next < 0 {
				pivot = -1
			} else {
				pivot += 1 + next
			}
		}
		if pivot < 0 {
			continue
		}
		used[pivot] = true
		for i, r := range a.rows {
			if i == pivot || r[col] == nil || r[col].Sign() == 0 {
				continue
			}
			by := new(big.Rat).Quo(r[col], a.rows[pivot][col])
			for k, x := range a.rows[pivot] {
				if r[k] == nil {
					r[k] = new(big.Rat)
				}
				r[k].Sub(r[k], new(big.Rat).Mul(by, x))
			}
		}
	}
	for _, r := range a.rows {
		var left []int
		for k, x := range r {
			if x.Sign() != 0 {
				left = append(left, k)
			}
		}
		if len(left) == 1 {
			names = append(names, a.names[left[0]])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
