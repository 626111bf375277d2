package hall_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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
	"github.com/vicinia/vicinia/examples/townhall/hall"
	"github.com/vicinia/vicinia/examples/worlds"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// iam is the header by which these tests say who they are.
const iam = "Test-Person"

func who(r *http.Request) (census.PersonID, bool) {
	id := r.Header.Get(iam)
	return census.PersonID(id), id != ""
}

func on(day string) func() vicinia.Date { return func() vicinia.Date { return vicinia.MustDate(day) } }

// worked opens the hall of the worked year on a day.
func worked(t testing.TB, day string) *hall.Hall {
	t.Helper()
	dir, ok := worlds.Find("worked")
	require.True(t, ok)
	w, refused, err := folder.Read(dir)
	require.NoError(t, err)
	h, err := hall.New(hall.Office{World: w, Refused: refused, Year: 2025, Today: on(day), Who: who, Challenge: "Test"})
	require.NoError(t, err)
	return h
}

// ask sends a request; a POST has its fields in the body.
func ask(h http.Handler, person, method, target, form string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(form))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if person != "" {
		r.Header.Set(iam, person)
	}
	rw := httptest.NewRecorder()
	h.ServeHTTP(rw, r)
	return rw
}

// document is a JSON answer; every one names its schema.
func document(t testing.TB, rw *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	assert.Equal(t, "application/json", rw.Header().Get("Content-Type"))
	var doc map[string]any
	require.NoError(t, json.Unmarshal(rw.Body.Bytes(), &doc))
	assert.Equal(t, hall.Schema, doc["schema"])
	return doc
}

// P2 owes 8 % of 25000.01, half-even; 3.33 % of that, rounded down, is 66.60.
func TestPreview(t *testing.T) {
	h := worked(t, "2025-05-03")
	before := h.World()
	want := map[string]any{
		"schema": hall.Schema, "filed": false, "person": "P2", "jurisdiction": "A", "year": 2025.0, "filed_on": "2025-05-03",
		"choices": []any{map[string]any{"community": "Esperanto", "share": "3.33%"}},
		"bills": []any{map[string]any{
			"jurisdiction": "A", "name": "Aldea", "currency": "EUR", "gross": "2000.00", "stays": "1933.40",
			"why":   []any{"25000.01 EUR at 8%", "365 of 365 days", "2000.00 EUR, rounded half-even"},
			"lines": []any{map[string]any{"community": "Esperanto", "name": "Esperanto community", "share": "3.33%", "amount": "66.60"}},
		}},
	}
	fields := "jurisdiction=A&year=2025&choices=Esperanto%3D3.33%25"
	for name, rw := range map[string]*httptest.ResponseRecorder{
		"GET":  ask(h, "P2", "GET", "/preview?format=json&"+fields, ""),
		"POST": ask(h, "P2", "POST", "/preview?format=json", fields),
		"form": ask(h, "P2", "POST", "/preview?format=json", "jurisdiction=A&share%3AEsperanto=+3.33%25&share%3ALinux="),
	} {
		assert.Equal(t, http.StatusOK, rw.Code, name)
		assert.Equal(t, want, document(t, rw), name)
	}
	page := ask(h, "P2", "GET", "/preview?"+fields, "").Body.String()
	assert.Contains(t, page, `<td class="n">66.60</td>`)
	assert.Contains(t, page, `<input type="hidden" name="share:Esperanto" value="3.33%">`)
	assert.Same(t, before, h.World(), "nothing is filed by a preview")
}

// A filing is done once, and the statement knows it.
func TestFiling(t *testing.T) {
	h := worked(t, "2025-05-03")
	form := "jurisdiction=A&share:Oceans=10%25"
	rw := ask(h, "P2", "POST", "/filings?format=json", form)
	assert.Equal(t, http.StatusCreated, rw.Code)
	assert.Equal(t, true, document(t, rw)["filed"])
	own := document(t, ask(h, "P2", "GET", "/statement?format=json", ""))
	assert.Contains(t, own["text"], "2025-05-03 in A: Oceans 10%: accepted, and counts")
	assert.Contains(t, own["text"], "2025-04-12 in A: CasaAlba 20%: refused", "what was refused before is the resident's to read")
	assert.Equal(t, "200.00", own["bills"].([]any)[0].(map[string]any)["lines"].([]any)[0].(map[string]any)["amount"])
	page := ask(h, "P2", "GET", "/statement", "").Body.String()
	assert.True(t, strings.Contains(page, "<td>200.00</td>"), "the page has it too")

	filed := h.World()
	again := ask(h, "P2", "POST", "/filings?format=json", form)
	assert.Equal(t, http.StatusUnprocessableEntity, again.Code)
	assert.Equal(t, "D-9", document(t, again)["faults"].([]any)[0].(map[string]any)["invariant"])
	assert.Same(t, filed, h.World())
}

func TestRefused(t *testing.T) {
	tests := []struct{ name, givePerson, giveForm, wantInvariant, wantText string }{
		{"over the cap", "P1", "jurisdiction=A&choices=Esperanto=5%25|Linux=15%25", "D-1", "over the cap of 15%"},
		{"absurd", "P1", "jurisdiction=A&choices=Linux=99999999999999%25", "D-1", "over the cap"},
		{"no community", "P1", "jurisdiction=A&choices=A=1%25", "D-6", "A is not a community"},
		{"no member", "P4", "jurisdiction=B&choices=CasaAlba=1%25", "D-5", "not a member"},
		{"no sovereignty", "P5", "jurisdiction=C&choices=Linux=1%25", "T-2", "no fiscal sovereignty"},
	}
	h := worked(t, "2025-07-01")
	before := h.World()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, _ := confed.StatementOf(vicinia.Invariant(tt.wantInvariant))
			for _, rw := range []*httptest.ResponseRecorder{
				ask(h, tt.givePerson, "GET", "/preview?format=json&"+tt.giveForm, ""),
				ask(h, tt.givePerson, "POST", "/filings?format=json", tt.giveForm),
			} {
				assert.Equal(t, http.StatusUnprocessableEntity, rw.Code)
				faults := document(t, rw)["faults"].([]any)
				require.Len(t, faults, 1)
				fault := faults[0].(map[string]any)
				assert.Equal(t, []any{tt.wantInvariant, rule.Text, rule.Source}, []any{fault["invariant"], fault["rule"], fault["source"]})
				assert.Contains(t, fault["message"], tt.wantText)
			}
			assert.Contains(t, ask(h, tt.givePerson, "POST", "/filings", tt.giveForm).Body.String(), html.EscapeString(rule.Text))
		})
	}
	assert.Same(t, before, h.World())
}

func TestBadInput(t *testing.T) {
	long := strings.Repeat("x", hall.MaxBody)
	tests := []struct {
		name, person, method, target, form string
		wantStatus                         int
		want                               []string // every fault
	}{
		{"nowhere", "", "GET", "/admin", "", 404, []string{"no such page"}},
		{"a page of old", "", "GET", "/../etc/passwd", "", 404, []string{"no such page"}},
		{"nobody", "", "GET", "/statement", "", 401, []string{"say who you are"}},
		{"nobody files", "", "POST", "/filings", "jurisdiction=A&choices=", 401, []string{"say who you are"}},
		{"not in the register", "Q", "GET", "/statement", "", 404, []string{"not in the register"}},
		{"another's", "P1", "GET", "/statement/P2", "", 404, []string{"no such page"}},
		{"nobody's", "P1", "GET", "/statement/Q", "", 404, []string{"no such page"}},
		{"another's by a field", "P1", "GET", "/statement?person=P2", "", 400, []string{"of whoever asks"}},
		{"for another", "P1", "POST", "/filings", "jurisdiction=A&choices=&person=P2", 400, []string{"no such field"}},
		{"file by GET", "P1", "GET", "/filings?jurisdiction=A&choices=", "", 405, []string{"POST"}},
		{"file by HEAD", "P1", "HEAD", "/filings?jurisdiction=A&choices=", "", 405, []string{"POST"}},
		{"delete", "P1", "DELETE", "/statement", "", 405, []string{"GET, HEAD"}},
		{"post the front", "P1", "POST", "/", "", 405, []string{"GET, HEAD"}},
		{"no jurisdiction of that name", "P1", "GET", "/preview?jurisdiction=Z&choices=", "", 404, []string{`no jurisdiction "Z"`}},
		{"every fault", "P1", "GET", "/preview?year=2024&choices=Linux|=5%25|Oceans=x&person=P2", "", 400,
			[]string{"choices[0]", "choices[1]", "choices[2]", "no such field", "office of 2025", "jurisdiction"}},
		{"absurd year", "P1", "GET", "/preview?jurisdiction=A&choices=&year=99999999999999999999", "", 400, []string{"office of 2025"}},
		{"negative", "P1", "GET", "/preview?jurisdiction=A&choices=Linux=-5%25", "", 400, []string{"negative"}},
		{"two at once", "P1", "GET", "/preview?jurisdiction=A&choices=Linux=5%25&choices=Oceans=5%25", "", 400, []string{"2 times"}},
		{"choices and fields", "P1", "GET", "/preview?jurisdiction=A&choices=&share:Linux=5%25", "", 400, []string{"twice"}},
		{"no choices", "P1", "POST", "/filings", "jurisdiction=A", 400, []string{"missing"}},
		{"fields in the address", "P1", "POST", "/filings?jurisdiction=A", "choices=", 400, []string{"belong in its body"}},
		{"not a form", "P1", "POST", "/filings", "%zz", 400, []string{"%zz"}},
		{"not an address", "P1", "GET", "/preview?choices=%25%zz", "", 400, []string{"%zz"}},
		{"a long address", "P1", "GET", "/preview?choices=" + strings.Repeat("x", hall.MaxQuery), "", 414, []string{"8192"}},
		{"a long form", "P1", "POST", "/filings", "choices=" + long, 413, []string{"32768"}},
	}
	h := worked(t, "2025-05-03")
	before := h.World()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, "/", strings.NewReader(tt.form))
			u, err := url.Parse(tt.target)
			require.NoError(t, err)
			r.URL = u
			r.Header.Set(iam, tt.person)
			r.Header.Set("Accept", "application/json;q=1, text/html")
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
			rw := httptest.NewRecorder()
			h.ServeHTTP(rw, r)
			assert.Equal(t, tt.wantStatus, rw.Code)
			doc := document(t, rw)
			assert.EqualValues(t, tt.wantStatus, doc["status"])
			faults := doc["faults"].([]any)
			require.Len(t, faults, len(tt.want))
			for i, want := range tt.want {
				assert.Contains(t, fmt.Sprint(faults[i]), want)
			}
			assert.Equal(t, tt.wantStatus == 401, rw.Header().Get("WWW-Authenticate") == "Test")
			assert.Equal(t, tt.wantStatus == 405, rw.Header().Get("Allow") != "")
		})
	}
	assert.Same(t, before, h.World())
}

func TestContentType(t *testing.T) {
	r := httptest.NewRequest("POST", "/filings", strings.NewReader(`{"jurisdiction":"A"}`))
	r.Header.Set(iam, "P1")
	r.Header.Set("Content-Type", "application/json")
	rw := httptest.NewRecorder()
	worked(t, "2025-05-03").ServeHTTP(rw, r)
	assert.Equal(t, http.StatusUnsupportedMediaType, rw.Code)
}

// A page of another origin cannot file with the credentials that a browser remembers.
func TestCrossOrigin(t *testing.T) {
	h := worked(t, "2025-05-03")
	tests := []struct {
		name, header, value string
		want                int
	}{
		{"another site", "Sec-Fetch-Site", "cross-site", 403},
		{"a sister site", "Sec-Fetch-Site", "same-site", 403},
		{"an old browser elsewhere", "Origin", "https://evil.example", 403},
		{"our own form", "Sec-Fetch-Site", "same-origin", 201},
		{"no browser", "X-None", "", 422}, // D-9: filed already
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/filings", strings.NewReader("jurisdiction=A&choices=Linux=1%25"))
			r.Header.Set(iam, "P2")
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(tt.header, tt.value)
			rw := httptest.NewRecorder()
			h.ServeHTTP(rw, r)
			assert.Equal(t, tt.want, rw.Code)
		})
	}
}

// everyPage is what one resident can get.
func everyPage(h http.Handler, person string) map[string]string {
	pages := map[string]string{}
	for _, format := range []string{"html", "json"} {
		for _, path := range []string{"/", "/statement", "/statement/" + person, "/statement/P2", "/statement/P3", "/preview?jurisdiction=A&choices=Linux=1%25",
			"/preview?jurisdiction=B&choices=CasaAlba=90%25", "/preview?jurisdiction=C&choices=", "/preview", "/filings", "/nowhere"} {
			to := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "format=" + format
			pages["GET "+to] = ask(h, person, "GET", to, "").Body.String()
		}
	}
	pages["POST /filings"] = ask(h, person, "POST", "/filings", "jurisdiction=A&choices=Linux=1%25").Body.String()
	pages["again"] = ask(h, person, "POST", "/filings", "jurisdiction=A&choices=Linux=1%25").Body.String()
	return pages
}

// amounts are what one person's bills say.
func amounts(t *testing.T, w *confed.World, p census.PersonID) map[string]bool {
	bills, err := year.Taxpayer(w, p, 2025)
	require.NoError(t, err)
	all := map[string]bool{}
	for _, b := range bills {
		all[b.Tax.Gross.Amount()], all[b.Went.Stays.Amount()] = true, true
		for _, l := range b.Went.Lines {
			all[l.Amount.Amount()] = true
		}
	}
	return all
}

// No answer to one resident has another's id, nor an amount that is only another's.
func TestNobodyElse(t *testing.T) {
	number := regexp.MustCompile(`[0-9]+\.[0-9]+`)
	id := regexp.MustCompile(`\bP[0-9]\b`)
	h := worked(t, "2025-07-01")
	w := h.World()
	people := []string{"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"}
	for _, p := range people {
		theirs := map[string]bool{}
		const statute = "300.00" // of the compact K2, on record for all
		for _, q := range people {
			for a := range amounts(t, w, census.PersonID(q)) {
				theirs[a] = theirs[a] || q != p
			}
		}
		pages := everyPage(h, p)
		for a := range amounts(t, h.World(), census.PersonID(p)) {
			delete(theirs, a)
		}
		for a := range amounts(t, w, census.PersonID(p)) {
			delete(theirs, a)
		}
		delete(theirs, statute)
		require.NotEmpty(t, theirs)
		for name, page := range pages {
			for _, found := range id.FindAllString(page, -1) {
				assert.Equal(t, p, found, "%s by %s", name, p)
			}
			for _, found := range number.FindAllString(page, -1) {
				assert.False(t, theirs[found], "%s by %s shows %s", name, p, found)
			}
		}
	}
}

// What moves with one filing would tell on it: nobody but its filer sees it.
func TestFilingsOfOthersDoNotShow(t *testing.T) {
	h := town(t, 6, confed.Community{ID: "Oceans", Kind: confed.Productive, Form: confed.InternationalFoundation},
		confed.Recognition{Community: "Oceans", When: vicinia.Interval{From: vicinia.MustDate("2020-01-01")}})
	see := func(person, path string) string { return ask(h, person, "GET", path, "").Body.String() }
	paths := []string{"/", "/assembly", "/statement", "/statement?format=json", "/preview?jurisdiction=A&choices="}
	var before []string
	for _, path := range paths {
		before = append(before, see("p1", path))
	}
	own := see("p0", "/statement")
	require.Equal(t, http.StatusCreated, ask(h, "p0", "POST", "/filings", "jurisdiction=A&choices=Oceans=10%25").Code)
	for i, path := range paths {
		assert.True(t, before[i] == see("p1", path), "%s is as it was", path)
	}
	assert.False(t, own == see("p0", "/statement"), "the filer's is not")
}

// The page of the assembly is for everybody, and so is the same for programs.
func TestAssembly(t *testing.T) {
	h := worked(t, "2025-05-03")
	rw := ask(h, "", "GET", "/assembly", "")
	assert.Equal(t, http.StatusOK, rw.Code)
	assert.NotRegexp(t, `\bP[0-9]\b`, rw.Body.String())
	rw = ask(h, "", "GET", "/assembly?format=json", "")
	assert.Equal(t, http.StatusOK, rw.Code)
	assert.Contains(t, rw.Body.String(), report.AssemblySchema)
	assert.NotRegexp(t, `\bP[0-9]\b`, rw.Body.String())
}

func TestHeaders(t *testing.T) {
	h := worked(t, "2025-05-03")
	for _, path := range []string{"/", "/statement", "/assembly", "/preview", "/nowhere", "/style.css"} {
		head := ask(h, "P1", "GET", path, "").Header()
		assert.Regexp(t, `default-src 'none'; style-src '(self|sha256-)`, head.Get("Content-Security-Policy"), path)
		assert.NotContains(t, head.Get("Content-Security-Policy"), "script")
		assert.NotContains(t, head.Get("Content-Security-Policy"), "unsafe")
		assert.Equal(t, "nosniff", head.Get("X-Content-Type-Options"))
		assert.Equal(t, "no-referrer", head.Get("Referrer-Policy"))
		assert.Equal(t, path != "/style.css", head.Get("Cache-Control") == "no-store", path)
	}
}

// hostile is what a name or an id may be.
const hostile = `"><script>alert(1)</script>|=5%`

func TestEscaped(t *testing.T) {
	h := town(t, 1, confed.Community{ID: hostile, Name: hostile, Kind: confed.Synthetic, Form: confed.InternationalFoundation},
		confed.Recognition{Community: hostile, When: vicinia.Interval{From: vicinia.MustDate("2020-01-01")}})
	field := url.QueryEscape("share:"+hostile) + "=5%25"
	for _, page := range []string{
		ask(h, "p0", "GET", "/", "").Body.String(),
		ask(h, "p0", "GET", "/preview?jurisdiction="+url.QueryEscape(hostile)+"&choices=", "").Body.String(),
		ask(h, "p0", "GET", "/preview?jurisdiction=A&"+url.QueryEscape(hostile)+"=1", "").Body.String(),
		ask(h, "p0", "POST", "/preview", "jurisdiction=A&"+field).Body.String(),
		ask(h, "p0", "POST", "/filings", "jurisdiction=A&"+field).Body.String(),
		ask(h, "p0", "GET", "/statement", "").Body.String(),
	} {
		assert.Contains(t, page, "&lt;script&gt;")
		assert.NotContains(t, page, "<script")
	}
}

// town is so many residents of one town, p0 and so on, who owe 80.00 each.
func town(t testing.TB, residents int, more ...confed.Act) *hall.Hall {
	t.Helper()
	day := vicinia.MustDate("2020-01-01")
	policy := confed.Policy{Jurisdiction: "A", Year: 2025, Cap: vicinia.MustRatio("50%")}
	acts := []confed.Act{
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.Sovereign | confed.Designate},
		confed.Community{ID: "Linux", Kind: confed.Productive, Form: confed.InternationalFoundation},
		confed.Recognition{Community: "Linux", When: vicinia.Interval{From: day}},
		confed.Schedule{Jurisdiction: "A", Year: 2025, Tax: tax.Flat(fiscal.EUR, vicinia.MustRatio("8%")), External: true},
	}
	for i := range residents {
		id := census.PersonID(fmt.Sprintf("p%d", i))
		acts = append(acts, confed.Person{ID: id, Born: day - 10_000},
			confed.Residency{Person: id, Municipality: "A", From: day},
			confed.Base{Person: id, Year: 2025, Amount: tax.MustBase("1000.00")})
	}
	w, err := new(confed.World).Apply(append(acts, more...)...)
	require.NoError(t, err)
	w = decided(t, w, policy)
	h, err := hall.New(hall.Office{World: w, Year: 2025, Today: on("2025-05-03"), Who: who})
	require.NoError(t, err)
	return h
}

// decided lets the town decide a policy.
func decided(t testing.TB, w *confed.World, policy confed.Policy) *confed.World {
	t.Helper()
	w, err := w.Apply(
		confed.Call{ID: "c", Body: confed.ResidentsOf("A"), On: vicinia.MustDate("2024-10-01"), Vote: vicinia.MustDate("2024-12-01")},
		confed.Motion{ID: "m", Call: "c", Matter: confed.Matter{Kind: confed.DesignationPolicy, For: "A"}, Does: []confed.Act{policy}},
		confed.RollClosing{Calls: []confed.CallID{"c"}},
		confed.Count{Decision: "m", Yes: 1},
	)
	require.NoError(t, err)
	certificate, err := w.Certify("m")
	require.NoError(t, err)
	w, err = w.Apply(certificate)
	require.NoError(t, err)
	return w
}

// All file at once, each of them twice: each counts once, and the other is told so.
func TestConcurrent(t *testing.T) {
	const residents = 40
	h := town(t, residents)
	var wait sync.WaitGroup
	var codes [residents][2]int
	for i := range residents {
		for k := range 2 {
			wait.Go(func() {
				person := fmt.Sprintf("p%d", i)
				codes[i][k] = ask(h, person, "POST", "/filings", "jurisdiction=A&choices=Linux=10%25").Code
				assert.Equal(t, http.StatusOK, ask(h, person, "GET", "/statement", "").Code)
			})
		}
	}
	wait.Wait()
	for _, c := range codes {
		assert.ElementsMatch(t, []int{http.StatusCreated, http.StatusUnprocessableEntity}, c[:])
	}
	r, err := year.Run(h.World(), 2025)
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint(residents*8, ".00 EUR"), r.Communities[0].Amounts[0].String())
}

func TestNew(t *testing.T) {
	_, err := hall.New(hall.Office{})
	require.ErrorContains(t, err, "World, Today and Who")
}
