package worlds

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/tax"
	"github.com/vicinia/vicinia/internal/golden"
)

// The pins: they move when what is drawn does.
const (
	folderDigest = "a73aef4540bc57ddd8f4e7743be28fb240d7b7507122b97e361d4d4b0471ec62"
	reportDigest = "sha256:2e2d849ecd24f5d1532c82297c9cf9f440ca0eedc396fbd88b1273d81c53105b"
)

// accounted is the world that ships, drawn, read and accounted for once.
var accounted = sync.OnceValue(func() (a struct {
	drawn   *schwyz
	world   *confed.World
	refused []confed.Refusal
	report  *year.Report
	err     error
}) {
	a.drawn = drawSchwyz(schwyzSeed)
	if a.world, a.refused, a.err = folder.Read(a.drawn.folder()); a.err == nil {
		a.report, a.err = year.Run(a.world, 2025)
	}
	return a
})

func digestOf(m memory) string {
	h := sha256.New()
	for _, f := range m {
		h.Write([]byte(f.name + "\x00"))
		h.Write(f.data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestSchwyz_SameBytes(t *testing.T) {
	assert.Equal(t, folderDigest, digestOf(accounted().drawn.folder()))
	again, ok := Find("schwyz")
	require.True(t, ok)
	assert.Equal(t, folderDigest, digestOf(again.(memory)))
	assert.NotEqual(t, folderDigest, digestOf(drawSchwyz("another seed").folder()))
}

// document is the report as JSON.
func document(t *testing.T, r *year.Report, refused []confed.Refusal) (digest string, rejected []string) {
	t.Helper()
	var page bytes.Buffer
	require.NoError(t, report.JSON(&page, r, refused))
	var d struct {
		Digest   string
		Rejected []struct{ Invariant string }
	}
	require.NoError(t, json.Unmarshal(page.Bytes(), &d))
	for _, r := range d.Rejected {
		rejected = append(rejected, r.Invariant)
	}
	return d.Digest, rejected
}

func TestSchwyz_Report(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	digest, rejected := document(t, a.report, a.refused)
	assert.Equal(t, reportDigest, digest)
	for _, rule := range []string{"T-2", "D-6", "D-1", "D-5"} {
		n := len(slices.DeleteFunc(slices.Clone(rejected), func(r string) bool { return r != rule }))
		assert.GreaterOrEqual(t, n, 3, rule)
	}
	assert.Less(t, len(rejected), 100)

	// Every franc has one place, by another sum than that of the report.
	var gross, went int64
	for _, j := range a.report.Jurisdictions {
		gross += j.Gross.Minor()
		went += j.Final.Minor()
	}
	for _, income := range slices.Concat(a.report.Communities, a.report.Compacts) {
		for _, m := range income.Amounts {
			assert.Equal(t, "CHF", m.Currency().String())
			went += m.Minor()
		}
	}
	assert.Equal(t, gross, went)
	assert.Greater(t, gross, int64(400_000_000_00))
}

// What is written to a folder reads back as the same year.
func TestSchwyz_RoundTrip(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	dir := filepath.Join(t.TempDir(), "copy")
	require.NoError(t, folder.Write(dir, a.world, a.refused))
	w, refused, err := folder.Read(os.DirFS(dir))
	require.NoError(t, err)
	r, err := year.Run(w, 2025)
	require.NoError(t, err)
	digest, _ := document(t, r, refused)
	assert.Equal(t, reportDigest, digest)
}

// The people and their incomes are those that are published, commune by commune.
func TestSchwyz_PopulationAndIncome(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	heads := a.world.Heads(firstDay)
	var payers, designers, sum int64
	for i, c := range communes {
		number, ok := a.world.Register().PlaceNumber(census.JurisdictionID(c.name))
		require.True(t, ok)
		assert.EqualValues(t, c.population, heads[number], c.name)
		f := a.drawn.facts[i]
		assert.Equal(t, 100*c.income*int64(c.population), f.income, c.name)
		payers, designers, sum = payers+int64(f.payers), designers+int64(f.designers), sum+int64(c.population)
		if c.population > 5000 {
			assert.InDelta(t, uptake, 1000*f.designers/f.payers, 25, c.name)
		}
	}
	assert.InDelta(t, uptake, 1000*designers/payers, 5)
	assert.EqualValues(t, 160_506, sum)
	filed := map[census.PersonID]bool{}
	for f := range a.world.Filings() {
		filed[f.Person] = true
	}
	assert.LessOrEqual(t, int64(len(filed)), designers)
	assert.Greater(t, int64(len(filed)), designers*97/100, "the others died before, or were refused")
}

// The rolls that ballots were drawn for are those that the register gives.
func TestSchwyz_Rolls(t *testing.T) {
	a := accounted()
	require.NoError(t, a.err)
	var all int64
	for i, c := range communes {
		roll, ok := a.world.Roll(confed.CallID(c.name + "-2024"))
		require.True(t, ok)
		assert.EqualValues(t, a.drawn.electors[i], roll.Len(), c.name)
		all += roll.Len()
	}
	roll, _ := a.world.Roll(canton + "-2024")
	assert.Equal(t, all, roll.Len())
	for i, c := range communityList {
		if roll, ok := a.world.Roll(confed.CallID(c.id + "-2025")); ok {
			assert.EqualValues(t, a.drawn.members[i], roll.Len(), c.id)
		}
	}
	var cast, eligible int64
	carried := 0
	for d := range a.world.Decisions() {
		if d.Matter.Kind == confed.TaxRate && d.Matter.For != canton {
			cast, eligible = cast+d.Cast(), eligible+d.Eligible
		}
		if d.Carried {
			carried++
		} else {
			assert.EqualValues(t, "Freienbach-join", d.ID)
		}
	}
	assert.InDelta(t, turnout, 1000*cast/eligible, 25)
	assert.Equal(t, 31+30+2+7+12+2, carried)
}

// cells reads a table of the drawn folder.
func cells(t *testing.T, name string) [][]string {
	t.Helper()
	for _, f := range accounted().drawn.folder() {
		if f.name == name {
			all, err := csv.NewReader(bytes.NewReader(f.data)).ReadAll()
			require.NoError(t, err)
			return all[1:]
		}
	}
	require.Fail(t, "no such table", name)
	return nil
}

// Every feature of a folder that the tables can say is in this one.
func TestSchwyz_Features(t *testing.T) {
	read := map[string][][]string{}
	count := func(table string, is func(row []string) bool) (n int) {
		if read[table] == nil {
			read[table] = cells(t, table)
		}
		for _, row := range read[table] {
			if is(row) {
				n++
			}
		}
		return n
	}
	has := func(column int, value string) func([]string) bool {
		return func(row []string) bool { return row[column] == value }
	}
	tests := []struct {
		name, table string
		give        func(row []string) bool
		want        int // at least
	}{
		{"born on 29 February", "persons.csv", func(r []string) bool { return strings.HasSuffix(r[1], "-02-29") }, 50},
		{"born in the year", "persons.csv", func(r []string) bool { return r[1] > "2025-01-01" }, 1000},
		{"died in the year", "persons.csv", func(r []string) bool { return r[2] != "" }, 800},
		{"moved in the year before", "residencies.csv", func(r []string) bool { return strings.HasPrefix(r[3], "2024") }, 5000},
		{"moved in the year", "residencies.csv", func(r []string) bool { return strings.HasPrefix(r[3], "2025") }, 5000},
		{"recorded months later", "residencies.csv", func(r []string) bool {
			return vicinia.MustDate(r[4])-vicinia.MustDate(r[2]) >= 60
		}, 1000},
		{"the roll did not see the move", "residencies.csv", func(r []string) bool {
			return r[2] <= referenceDay.String() && r[4] > referenceDay.String() && r[2] > "2024"
		}, 100},
		{"of origin", "communities.csv", has(2, "origin"), 2},
		{"synthetic", "communities.csv", has(2, "synthetic"), 1},
		{"productive", "communities.csv", has(2, "productive"), 3},
		{"recognised by one alone", "recognitions.csv", has(1, "Einsiedeln"), 1},
		{"members abroad", "memberships.csv", has(1, "SchwyzAbroad"), 400},
		{"no power", "jurisdictions.csv", has(7, "set-rate|collect|spend"), 1},
		{"declares", "policies.csv", has(3, "declares"), 20},
		{"prior", "policies.csv", has(3, "prior"), 3},
		{"free", "policies.csv", has(3, "free"), 2},
		{"withdrawals", "designations.csv", has(3, ""), 50},
		{"per head", "parties.csv", has(5, "per-head"), 5},
		{"of revenue", "parties.csv", has(5, "revenue-share"), 5},
		{"joined by a vote", "parties.csv", has(7, "Tuggen-join"), 1},
		{"left by a vote", "parties.csv", has(8, "Arth-exit"), 1},
		{"a budget", "budgets.csv", has(0, "Obersee"), 1},
		{"of what they raise", "parties.csv", has(5, "capacity"), 4},
		{"services", "services.csv", has(2, "Muotathal"), 4},
		{"a call for offers", "openings.csv", has(1, callsOpen), 20},
		{"an offer", "candidacies.csv", has(1, "Allmeind"), 11},
		{"found sufficient", "findings.csv", has(3, "yes"), 11},
		{"found insufficient", "findings.csv", has(3, "no"), 1},
		{"took a ballot", "checkins.csv", has(0, "Riemenstalden-rate"), 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.GreaterOrEqual(t, count(tt.table, tt.give), tt.want)
		})
	}
	parties := map[string][]string{} // K-7: by commune, its compacts
	for _, row := range cells(t, "parties.csv") {
		parties[row[1]] = append(parties[row[1]], row[0])
	}
	assert.Equal(t, []string{"Obersee", "Passes"}, parties["Feusisberg"])
	assert.Equal(t, []string{"Obersee"}, parties["Lachen"])
	assert.Equal(t, []string{"Passes"}, parties["Schwyz"])
	assert.Empty(t, parties["Freienbach"])
}

// The table beside the published figures.
func TestCommunes(t *testing.T) {
	data := golden.Published(t)
	f, err := os.Open(filepath.Join(data, "communes", "swiss_communes_income_2019.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var want, got [][]string
	for _, r := range rows {
		if r[2] == canton {
			want = append(want, []string{strings.TrimSuffix(r[1], " (SZ)"), r[4], r[5], r[6], r[7]})
		}
	}
	for _, c := range communes {
		got = append(got, []string{c.name, strconv.FormatInt(c.income, 10), strconv.Itoa(c.population),
			strconv.Itoa(c.multiplier), strconv.Itoa(cantonMultiplier)})
	}
	assert.Equal(t, want, got)
}

func TestCommunes_Shape(t *testing.T) {
	small, districts := []string{}, map[string]int{}
	for _, c := range communes {
		districts[c.district]++
		if c.population < 100 {
			small = append(small, c.name)
		}
	}
	assert.Equal(t, []string{"Riemenstalden"}, small)
	assert.Equal(t, map[string]int{"Einsiedeln": 1, "Gersau": 1, "Höfe": 3, "Küssnacht": 1, "March": 9, "Schwyz": 15}, districts)
	assert.Equal(t, smallest, communes[indexOf(smallest)].name)
}

func TestTariff(t *testing.T) {
	for base, want := range map[string]int64{"4000.00": 0, "10000.00": 60_00, "36000.00": 740_00, "60000.00": 1700_00} {
		got, err := simpleTax.Tax(tax.MustBase(base), tax.Days{Resident: 365, Year: 365})
		require.NoError(t, err)
		assert.Equal(t, want, got, base)
	}
}

// A drawing is what another language makes of the same words.
func TestDrawing(t *testing.T) {
	d := newDrawing("seed", "label", "option")
	var got []int
	for range 8 {
		got = append(got, d.below(1000))
	}
	assert.Equal(t, []int{175, 222, 620, 137, 737, 977, 873, 381}, got)
}

func TestRows(t *testing.T) {
	var r rows
	r.person(42).date(vicinia.MustDate("2024-02-09")).date(0).number(-7).hundredths(1205).share(75).share(150).text("x").end()
	r.add("a", "", "b")
	assert.Equal(t, "P000042,2024-02-09,,-7,12.05,7.5%,15%,x\na,,b\n", string(r))
}

func BenchmarkSchwyz(b *testing.B) {
	b.Run("draw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			drawSchwyz(schwyzSeed).folder()
		}
	})
	b.Run("read", func(b *testing.B) {
		dir := drawSchwyz(schwyzSeed).folder()
		b.ReportAllocs()
		for b.Loop() {
			_, _, err := folder.Read(dir)
			require.NoError(b, err)
		}
	})
}
