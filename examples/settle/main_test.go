package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A result of a run of the command.
type outcome struct {
	code      int
	out, errs string
}

// command runs settle in a folder with files; the one named - is standard input.
func command(t *testing.T, files map[string]string, args ...string) outcome {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	t.Chdir(dir)
	var out, errs strings.Builder
	code := run(args, strings.NewReader(files["-"]), &out, &errs)
	return outcome{code, out.String(), errs.String()}
}

func TestStandardInput(t *testing.T) {
	const returns, list = "payer,base,choices\na,100.00,x=10%\n", "id\nx\ny\n"
	give := map[string]string{"-": returns, "r.csv": returns, "l.csv": list}
	want := command(t, give, "-regime", "confederal", "-returns", "r.csv", "-recipients", "l.csv", "-json")
	require.Zero(t, want.code, want.errs)
	assert.Equal(t, want, command(t, give, "-regime", "confederal", "-returns", "-", "-recipients", "l.csv", "-json"))
	give["-"] = list
	assert.Equal(t, want, command(t, give, "-regime", "confederal", "-returns", "r.csv", "-recipients", "-", "-json"))
	give["-"] = "payer,base,choices\na,-1.00,\n"
	got := command(t, give, "-regime", "confederal", "-returns", "-")
	assert.Equal(t, outcome{1, "", "stdin:2:3: negative base -1.00 EUR\n"}, got)
	got = command(t, give, "-regime", "confederal", "-returns", "-", "-recipients", "-")
	assert.Equal(t, outcome{2, "", "settle: standard input is either the returns or the recipients; see settle -help\n"}, got)
}

// What a recipient lacks is told of its line in the list, not of the law that asks for it.
func TestRecipientsLack(t *testing.T) {
	give := map[string]string{
		"r.csv": "payer,base,choices\na,100.00,A\n",
		"l.csv": "id,name,category\nA,,volunteering\nB,,\n",
		"k.csv": "id,rate\nrk,8%\nev,10%\n",
	}
	got := command(t, give, "-returns", "r.csv", "-recipients", "l.csv", "-regime", "it-5xmille", "-year", "2020")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.errs, "l.csv:3:4: \"B\" has no category, and slots[0].below is divided by category; ")
	give["to.csv"] = "id,to\nA,2025-01-01\n"
	got = command(t, give, "-returns", "r.csv", "-recipients", "to.csv", "-regime", "confederal", "-year", "2025")
	assert.Equal(t, outcome{1, "", "r.csv:2:10: \"A\" is not on the register, but before 2025-01-01 (D-6)\n"}, got)
	got = command(t, give, "-returns", "r.csv", "-recipients", "k.csv", "-regime", "de-kirchensteuer")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.errs, "k.csv:3:4: the rate of \"ev\" is 10%, and must be above 0% and at most 9%")
}

// One run tells what is wrong with the law, the list and the returns.
func TestFaultsOfAllFiles(t *testing.T) {
	give := map[string]string{
		"law.json": `{"regime": "x", "currency": "EUR", "slots": [{"name": "s", "rate": "120%", "floor": "2.00", "ceiling": "1.00"}]}`,
		"l.csv":    "id,rate\nx,5%\nx,101%\n",
		"r.csv":    "payer,base,choices\na,-1.00,x\nb,1.00,z\nb,1.00\nc\xff,1.00,\n",
	}
	args := []string{"-returns", "r.csv", "-recipients", "l.csv", "-year", "2025", "-regime"}
	list := "l.csv:3:1: \"x\" stands twice, first in line 2 (D-6)\nl.csv:3:3: rate 101% is not above 0% and at most 100%\n"
	got := command(t, give, append(args, "law.json")...)
	assert.Equal(t, outcome{1, "", "law.json:1:68: slots[0].rate: a payer may direct 0 or more and less than 100%, not 120% (D-2)\n" +
		"law.json:1:85: slots[0].floor: the floor of 2.00 EUR is above the ceiling of 1.00 EUR of \"x\"\n" +
		list + "r.csv:4:1: 2 fields, and the header has 3\nr.csv:5:1: not UTF-8\n"}, got)
	got = command(t, give, append(args, "confederal")...)
	assert.Equal(t, outcome{1, "", list + "r.csv:2:3: negative base -1.00 EUR\nr.csv:3:8: \"z\" is not on the list (D-6)\n" +
		"r.csv:4:1: 2 fields, and the header has 3\nr.csv:5:1: not UTF-8\n"}, got)
	give["l.csv"] = "id,rate\nx\nz\n" // who is on it is not known
	got = command(t, give, append(args, "confederal")...)
	assert.NotContains(t, got.errs, "is not on the list")
}

// Recipients stand where they are told: in the law, or in the choice that names them first.
func TestFaultsOfRecipients(t *testing.T) {
	got := command(t, map[string]string{
		"law.json": `{"regime": "x", "currency": "EUR", "slots": [{"name": "s", "rate": "1%"}],
 "recipients": [{"id": "A", "category": "c", "ceiling": "1.00", "overflow": "category"}, {"id": "C", "rate": "2%"}]}`,
		"r.csv": "payer,base,choices\na,1.00,A\nb,1.00,s:AB|B\n",
	}, "-regime", "law.json", "-returns", "r.csv", "-year", "2025")
	assert.Equal(t, outcome{1, "", `r.csv:3:8: "AB" has no category, and recipients[0].overflow is divided by category` + "\n" +
		`law.json:2:110: recipients[3].rate: the rate of "C" is 2%, and must be above 0% and at most 1%` + "\n"}, got)
}

// Who is named in a box is of its category, whichever row comes first.
func TestOrderOfRowsAndBoxes(t *testing.T) {
	rows := []string{"a,100.00,B\n", "b,100.00,y:B\n", "c,100.00,x:B\n"}
	var first string
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}} {
		text := "payer,base,choices\n"
		for _, i := range order {
			text += rows[i]
		}
		got := command(t, map[string]string{
			"law.json": `{"regime": "r", "currency": "EUR", "slots": [{"name": "s", "rate": "1%", "categories": ["x", "y"], "generic": "void"}]}`,
			"r.csv":    text,
		}, "-regime", "law.json", "-returns", "r.csv", "-year", "2025", "-json")
		if first == "" {
			first = got.out
		}
		assert.Equal(t, outcome{0, first, ""}, got)
	}
	assert.Contains(t, compact(t, first), `"recipients":{"B":"2.00"},"regime":"r","treasury":"298.00","void":[{"payer":"b"`)
}

// compact is a settlement as JSON without spaces and without the digest, which is checked
// for its form.
func compact(t *testing.T, text string) string {
	t.Helper()
	var d map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	assert.Regexp(t, `^"sha256:[0-9a-f]{64}"$`, string(d["digest"]))
	delete(d, "digest")
	b, err := json.Marshal(d)
	require.NoError(t, err)
	return string(b)
}

func TestJSON(t *testing.T) {
	tests := []struct {
		name, law, year     string
		returns, recipients string
		want                string
	}{
		{"Spain, both boxes in full", "es-irpf", "2024",
			"payer,base,choices\np1,3333.33,church|social\np2,1000.00,social\np3,2000.00,\n", "",
			`{"base":"6333.33","designated":"53.66","funds":{},"payers":3,"recipients":{"church":"23.33","social":"30.33"},"regime":"es-irpf","treasury":"6279.67","void":[],"year":2024}`},
		{"Italy, the whole pool by choices", "it-8xmille", "2020",
			"payer,base,choices\np1,0.00,catholic\np2,100000.00,catholic\np3,1000.00,state\np4,900.00,assemblee-di-dio\np5,23100.00,\np6,0.00,catholic|state\np7,0.00,nobody\np8,0.00,\n", "id\n",
			`{"base":"125000.00","designated":"1000.00","funds":{},"payers":8,"recipients":{"apostolica":"0.00","assemblee-di-dio":"125.00","avventisti":"0.00","catholic":"500.00","ibisg":"0.00","induista":"0.00","luterana":"0.00","ortodossa":"0.00","state":"375.00","ubi":"0.00","ucebi":"0.00","ucei":"0.00","valdese":"0.00"},"regime":"it-8xmille","treasury":"124000.00","void":[{"payer":"p6","reason":"2 choices, and a payer may make 1 (MEF: anomalies are not counted (160,130 of those paid in 2021))"},{"payer":"p7","reason":"\"nobody\" is not on the list (MEF: anomalies are not counted (160,130 of those paid in 2021))"}],"year":2020}`},
		{"Italy, floors and generic choices", "it-5xmille", "2020",
			"payer,base,choices,municipality\np1,40000.00,A,\np2,40000.00,B,\np3,2000.00,C,\np4,4000.00,volunteering,\np5,60000.00,municipality,Roma\n",
			"id,name,category,from,to\nA,,volunteering,,\nB,,volunteering,,\nC,,volunteering,,\nRoma,Comune di Roma,municipality,,\n",
			`{"base":"146000.00","designated":"730.00","funds":{},"payers":5,"recipients":{"A":"215.00","B":"215.00","C":"0.00","Roma":"300.00"},"regime":"it-5xmille","treasury":"145270.00","void":[],"year":2020}`},
		{"Hungary without a list", "hu-1plus1", "2022",
			"payer,base,choices\np1,100000.00,civil|church\np2,50000.55,12345678-1-42\n", "",
			`{"base":"150000.55","designated":"2500.00","funds":{},"payers":2,"recipients":{"12345678-1-42":"500.00","church":"1000.00","civil":"1000.00"},"regime":"hu-1plus1","treasury":"147500.55","void":[],"year":2022}`},
		{"Poland, down to ten groszy", "pl-opp", "",
			"payer,base,choices\np1,1234.56,0000012345\np2,6.66,0000012345\n", "",
			`{"base":"1241.22","designated":"18.50","funds":{},"payers":2,"recipients":{"0000012345":"18.50"},"regime":"pl-opp","treasury":"1222.72","void":[],"year":2024}`},
		{"Slovakia, half up and three euros", "sk-2pct", "2024",
			"payer,base,choices,class,arrears\np1,333.25,A,,\np2,149.74,A,,\np3,500.00,B,,\np4,500.00,A,volunteer,5.01\np5,10000.00,A|C,legal,\n",
			"id,name,category,from,to\nA,,,2010-01-01,\nB,,,2025-01-01,\nC,,,,\n",
			`{"base":"11482.99","designated":"106.67","funds":{},"payers":5,"recipients":{"A":"56.67","B":"0.00","C":"50.00"},"regime":"sk-2pct","treasury":"11376.32","void":[{"payer":"p2","reason":"2.99 EUR is below 3.00 EUR (Act 595/2003 s. 50(2))"},{"payer":"p3","reason":"\"B\" is not on the register, but since 2025-01-01 (Act 595/2003 s. 50(8): wrong data of the recipient)"},{"payer":"p4","reason":"arrears of 5.01 EUR, and 5.00 EUR are tolerated (Act 595/2003 s. 50(6)(a) since 1 January 2018: no arrears above EUR 5)"}],"year":2024}`},
		{"Slovenia, the latest filing", "si-donation", "2020",
			"payer,base,choices,filed\np1,2000.00,A=0.5%|B=0.5%,2020-11-01\np1,2000.00,A,2020-12-01\n", "",
			`{"base":"2000.00","designated":"20.00","funds":{},"payers":1,"recipients":{"A":"20.00","B":"0.00"},"regime":"si-donation","treasury":"1980.00","void":[{"payer":"p1","reason":"superseded by the filing of 2020-12-01"}],"year":2020}`},
		{"Lithuania, three slots", "lt-gpm", "2023",
			"payer,base,choices\np1,1000.00,A=1%|B=0.2%|P|U\n", "id,name,category\nA,,\nB,,artist\nP,,party\nU,,union\n",
			`{"base":"1000.00","designated":"22.00","funds":{},"payers":1,"recipients":{"A":"10.00","B":"0.00","P":"6.00","U":"6.00"},"regime":"lt-gpm","treasury":"978.00","void":[{"payer":"p1","reason":"2.00 EUR is below 3.00 EUR (GPMĮ art. 34 (VMI))"}],"year":2023}`},
		{"Iceland counts heads", "is-soknargjald", "2026",
			"payer,base,choices\np1,1,parish\np2,,\np3,2,parish\n", "",
			`{"base":"58608","designated":"43956","funds":{},"payers":3,"recipients":{"parish":"43956"},"regime":"is-soknargjald","treasury":"14652","void":[],"year":2026}`},
		{"Germany, on top of the tax", "de-kirchensteuer", "",
			"payer,base,choices\np1,1000.00,rk|ev\np2,1000.00,rk\np3,500.00,\n", "id,rate\nrk,8%\nev,\n",
			`{"base":"2500.00","designated":"165.00","funds":{},"payers":3,"recipients":{"ev":"45.00","rk":"120.00"},"regime":"de-kirchensteuer","treasury":"0.00","void":[],"year":2024}`},
		{"Japan, Ichikawa", "jp-ichikawa", "2008",
			"payer,base,choices\np1,200000,A|B|C\np2,100000,A\np3,100000,fund\np4,50000,\n", "id,name,requested,cost\nA,,1500,4000\nB,,10000,1000\nC,,,\n",
			`{"base":"450000","designated":"3998","funds":{"citizens":"1332"},"payers":4,"recipients":{"A":"1500","B":"500","C":"666"},"regime":"jp-ichikawa","treasury":"446002","void":[],"year":2008}`},
		{"Japan, hometown tax", "jp-furusato", "",
			"payer,base,choices\np1,170000,Kyoto=50000\np2,100000,\n", "",
			`{"base":"270000","designated":"50000","funds":{},"payers":2,"recipients":{"Kyoto":"50000"},"regime":"jp-furusato","treasury":"231200","void":[],"year":2024}`},
		{"Seattle", "seattle-vouchers", "2021",
			"payer,base,choices\np1,4,A|A|B\np2,,A=2\n", "",
			`{"base":"200.00","designated":"200.00","funds":{"next-cycle":"75.00"},"payers":2,"recipients":{"A":"100.00","B":"25.00"},"regime":"seattle-vouchers","treasury":"0.00","void":[],"year":2021}`},
		{"the manifesto", "confederal", "",
			"payer,base,choices\nP1,3200.00,Esperanto=5%|Linux=5%\nP2,2000.00,CasaAlba=15%\nP3,480.00,Oceans=10%\n", "id\nEsperanto\nLinux\nOceans\nCasaAlba\n",
			`{"base":"5680.00","designated":"668.00","funds":{},"payers":3,"recipients":{"CasaAlba":"300.00","Esperanto":"160.00","Linux":"160.00","Oceans":"48.00"},"regime":"confederal","treasury":"5012.00","void":[],"year":2025}`},
		{"the manifesto, per head", "confederal-per-head", "",
			"payer,base,choices\na,900.00,x=15%\nb,100.00,y=7.5%\n", "",
			`{"base":"1000.00","designated":"112.50","funds":{},"payers":2,"recipients":{"x":"75.00","y":"37.50"},"regime":"confederal-per-head","treasury":"887.50","void":[],"year":2025}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"-regime", tt.law, "-returns", "r.csv", "-json"}
			if tt.year != "" {
				args = append(args, "-year", tt.year)
			}
			files := map[string]string{"r.csv": tt.returns}
			if tt.recipients != "" {
				files["list.csv"] = tt.recipients
				args = append(args, "-recipients", "list.csv")
			}
			got := command(t, files, args...)
			require.Empty(t, got.errs)
			assert.Zero(t, got.code)
			assert.Equal(t, tt.want, compact(t, got.out))

			// The order of rows is no matter.
			for name, text := range files {
				head, rows, _ := strings.Cut(strings.TrimSuffix(text, "\n"), "\n")
				lines := strings.Split(rows, "\n")
				for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
					lines[i], lines[j] = lines[j], lines[i]
				}
				files[name] = head + "\n" + strings.Join(lines, "\n") + "\n"
			}
			assert.Equal(t, got, command(t, files, args...))
		})
	}
}

const regimeFile = `{
  "regime": "clubs",
  "currency": "EUR",
  "slots": [{"name": "clubs", "rate": "2%", "floor": {"value": "%FLOOR%", "article": "art. 4", "mark": "L"}, "below": "fund:reserve", "ceiling": "50.00"}]
}
`

func TestRegimeFile(t *testing.T) {
	files := map[string]string{"clubs.json": strings.Replace(regimeFile, "%FLOOR%", "10.00", 1), "r.csv": "payer,base,choices\na,1000.00,chess\nb,400.00,go\n"}
	got := command(t, files, "-regime", "clubs.json", "-returns", "r.csv", "-year", "2025", "-json")
	assert.Equal(t, outcome{0, got.out, ""}, got)
	assert.Equal(t, `{"base":"1400.00","designated":"28.00","funds":{"reserve":"8.00"},"payers":2,"recipients":{"chess":"20.00","go":"0.00"},"regime":"clubs","treasury":"1372.00","void":[],"year":2025}`, compact(t, got.out))

	files["clubs.json"] = strings.Replace(regimeFile, "%FLOOR%", "60.00", 1)
	got = command(t, files, "-regime", "clubs.json", "-returns", "r.csv", "-year", "2025")
	assert.Equal(t, outcome{1, "", `clubs.json:4:64: slots[0].floor: the floor of 60.00 EUR is above the ceiling of 50.00 EUR of "chess"; art. 4` + "\n"}, got)
}

func TestFaults(t *testing.T) {
	const head = "payer,base,choices\n"
	tests := []struct {
		name, law, returns, recipients string
		want                           []string
	}{
		{"above the cap", "confederal", head + "a,100.00,x=10%\nb,100.00,x=20%\nc,100.00,x=10%|y=6%\n", "", []string{
			"r.csv:3:10: share 20% exceeds the cap of 15% (D-1)", "r.csv:4:10: shares of 10% + 6% exceed the cap of 15% (D-1)"}},
		{"bases", "es-irpf", head + "a,-1.00,\nb,1.234,\nc,,\nd,NaN,\ne,99999999999999999999.00,\n", "", []string{
			"r.csv:2:3: negative base -1.00 EUR", `r.csv:3:3: amount "1.234": want digits such as 3200.00, 18 at most and 2 after the point`,
			`r.csv:4:3: amount "": want digits such as 3200.00, 18 at most and 2 after the point`, `r.csv:5:3: amount "NaN": want digits such as 3200.00, 18 at most and 2 after the point`,
			`r.csv:6:3: amount "99999999999999999999.00": want digits such as 3200.00, 18 at most and 2 after the point`}},
		{"unknown recipients", "es-irpf", head + "a,1.00,sports\n", "", []string{`r.csv:2:8: "sports" is not on the list (D-6)`}},
		{"expired recipients", "confederal", head + "a,1.00,x=1%\nb,1.00,y=1%\n", "id,name,category,from,to\nx,,,2020-01-01,2025-01-01\ny,,,2020-01-01,2025-02-01\n", []string{
			`r.csv:2:8: "x" is not on the register, but 2020-01-01 to 2025-01-01 (D-6)`}},
		{"twice", "es-irpf", head + "a,1.00,\na,2.00,church\n", "", []string{`r.csv:3:1: "a" files twice, first in line 2 (D-9)`}},
		{"nobody", "es-irpf", head + ",1.00,\n", "", []string{"r.csv:2:1: no payer"}},
		{"rows", "es-irpf", head + "a,1.00\nb,1.00,x,y\n\"c,1.00,\n", "", []string{"r.csv:2:1: 2 fields, and the header has 3", "r.csv:3:1: 4 fields, and the header has 3", `r.csv:4:10: extraneous or missing " in quoted-field`}},
		{"columns", "es-irpf", "payer,base,colour,base\na,1.00,x,y\n", "", []string{
			"r.csv:1:1: the column choices is missing", `r.csv:1:12: unknown column "colour"`, `r.csv:1:19: column "base" stands twice`}},
		{"recipients", "sk-2pct", head + "a,1.00,\n", "id,from,to,rate,members,declines,ceiling\nx,2024-13-01,,0%,-1,maybe,-1.00\nx,2025-01-01,2024-01-01,,,,\n,,,,,,\n", []string{
			`list.csv:2:3: no such day: 2024-13-01`, "list.csv:2:15: rate 0% is not above 0% and at most 100%", `list.csv:2:18: members "-1": want a whole number`,
			`list.csv:2:21: declines "maybe": want yes or no`, "list.csv:2:27: negative amount -1.00 EUR",
			`list.csv:3:1: "x" stands twice, first in line 2 (D-6)`, "list.csv:3:14: to 2024-01-01 is not after from 2025-01-01", "list.csv:4:1: no id (D-6)"}},
		{"heads", "us-pecf", head + "a,3,pecf\nb,x,\n", "", []string{"r.csv:2:3: 3 heads, want 0 to 2", `r.csv:3:3: base "x": want a number of heads or vouchers`}},
		{"units", "seattle-vouchers", head + "a,4,A=1.5\nb,2,A=3\n", "", []string{
			"r.csv:2:5: want a whole number of units, 4 at most", "r.csv:3:5: more units than the 2 that there are (D-1)"}},
		{"fields", "sk-2pct", "payer,base,choices,filed,year,instalments,class\na,1.00,,tomorrow,0,maybe,\nb,1.00,A,,,,giant\n", "", []string{
			`r.csv:2:9: date "tomorrow": want the form 2025-03-01`, `r.csv:2:18: year "0": want a year such as 2024`, `r.csv:2:20: instalments "maybe": want yes or no`,
			`r.csv:3:8: payers of the class "giant" may choose nothing: want one of ["" "legal" "legal-donor" "volunteer"]`}},
		{"large amounts", "es-irpf", head + "a,9999999999999999.99,\nb,9999999999999999.99,\n", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, args := map[string]string{"r.csv": tt.returns}, []string{"-regime", tt.law, "-returns", "r.csv"}
			if tt.recipients != "" {
				files["list.csv"] = tt.recipients
				args = append(args, "-recipients", "list.csv")
			}
			got := command(t, files, args...)
			if tt.want == nil {
				assert.Zero(t, got.code)
				return
			}
			assert.Equal(t, outcome{1, "", strings.Join(tt.want, "\n") + "\n"}, got)
		})
	}
	var many strings.Builder
	many.WriteString(head)
	for i := range 10 {
		many.WriteString(string(rune('a'+i)) + ",9999999999999999.99,\n")
	}
	got := command(t, map[string]string{"r.csv": many.String()}, "-regime", "es-irpf", "-returns", "r.csv")
	assert.Equal(t, outcome{1, "", "settle: the bases of all payers, or what is paid, do not fit an amount in EUR: M-3\n"}, got)
	got = command(t, nil, "-regime", "es-irpf", "-returns", "r.csv")
	assert.Equal(t, outcome{1, "", "r.csv:1:1: open r.csv: no such file or directory\n"}, got)
	got = command(t, map[string]string{"r.csv": head}, "-regime", "jp-ichikawa", "-returns", "r.csv", "-year", "2016")
	assert.Equal(t, outcome{1, "", "settle: no such law: jp-ichikawa in the tax year 2016; it is of 2005 to 2015\n"}, got)
}

func TestUsage(t *testing.T) {
	tests := []struct {
		name string
		give []string
		want string
	}{
		{"nothing", nil, "no -regime"},
		{"no returns", []string{"-regime", "es-irpf"}, "no -returns"},
		{"no such law", []string{"-regime", "atlantis", "-returns", "r.csv"}, `no law "atlantis" ships`},
		{"a year after the calendar", []string{"-regime", "es-irpf", "-returns", "r.csv", "-year", "10000"}, "-year 10000"},
		{"year 0", []string{"-regime", "es-irpf", "-returns", "r.csv", "-year", "0"}, "-year says nothing"},
		{"empty list", []string{"-regime", "es-irpf", "-returns", "r.csv", "-recipients", ""}, "-recipients says nothing"},
		{"unknown flag", []string{"-colour"}, "-colour"},
		{"no flag", []string{"r.csv"}, `"r.csv" is not a flag`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := command(t, nil, tt.give...)
			assert.Equal(t, 2, got.code)
			assert.Empty(t, got.out)
			assert.Contains(t, got.errs, tt.want)
			assert.Equal(t, 1, strings.Count(got.errs, "\n"))
		})
	}
	help := command(t, nil, "-help")
	assert.Zero(t, help.code)
	assert.Contains(t, help.errs, "usage: settle")
	for _, column := range slices.Concat(returnsMust, returnsMay, recipientsMust, recipientsMay) {
		assert.Regexp(t, "(?m)^  (from, )?"+column+"\\b|[;] "+column+"| and "+column, help.errs)
	}
	list := command(t, nil, "-list")
	assert.Zero(t, list.code)
	assert.Equal(t, 2*24, strings.Count(list.out, "\n"))
	assert.Contains(t, list.out, "\n                     since 2009, read to 2025; by default 2025; slots natural, volunteer, legal, legal-donor, parents; classes volunteer, legal, legal-donor\n")
	assert.Contains(t, list.out, "\n                     2005 to 2015, read to 2014; by default 2014; slots group\n")
}

// What -help shows can be run as it stands.
func TestHelpExamples(t *testing.T) {
	example := func(begins string) string {
		at := strings.Index(files, "\n  "+begins)
		require.Positive(t, at, begins)
		text, _, _ := strings.Cut(files[at+1:], "\n\n")
		return strings.ReplaceAll(text, "\n  ", "\n")[2:] + "\n"
	}
	give := map[string]string{"r.csv": example("payer,base,"), "l.csv": example("id,name,"), "clubs.json": example("{")}
	got := command(t, give, "-regime", "confederal", "-returns", "r.csv", "-recipients", "l.csv", "-json")
	require.Zero(t, got.code, got.errs)
	assert.Contains(t, compact(t, got.out), `"recipients":{"CasaAlba":"300.00","Esperanto":"160.00","Linux":"160.00"}`)
	give["r.csv"] = "payer,base,choices\nP1,100.00,chess\n"
	got = command(t, give, "-regime", "clubs.json", "-returns", "r.csv", "-json")
	require.Zero(t, got.code, got.errs)
	assert.Contains(t, compact(t, got.out), `"recipients":{"chess":"2.00"}`)
}

func TestWords(t *testing.T) {
	files := map[string]string{
		"r.csv":    "payer,base,choices,municipality\np1,40000.00,A,Roma\np2,40000.00,B,Bari\np3,2000.00,C,Roma\np4,4000.00,v,Bari\np5,100.00,A|B,\n",
		"list.csv": "id,name,category\nA,Alpha,v\nB,,v\nC,,v\n",
	}
	got := command(t, files, "-regime", "it-5xmille", "-returns", "r.csv", "-recipients", "list.csv", "-year", "2020")
	require.Empty(t, got.errs)
	want := `it-5xmille, tax year 2020
=========================
Italy: five per thousand to bodies and purposes, by edition: the year of the returns; a signature without a code follows the choices of its purpose

Where it went
  base of 5 payers  86100.00 EUR
  A Alpha             215.00 EUR
  B                   215.00 EUR
  treasury          85670.00 EUR

86100.00 EUR = 430.00 to recipients + 0.00 to funds + 85670.00 kept

Why
  5x1000: A 215.00 EUR, lines: 1
  5x1000: B 215.00 EUR, lines: 1
  5x1000: C 0.00 EUR, lines: 1
  5x1000: generic: A 200.00 EUR -> 206.67 EUR (DPCM 23 April 2010, art. 10(2): in proportion to the number of direct choices)
  5x1000: generic: B 200.00 EUR -> 206.67 EUR (DPCM 23 April 2010, art. 10(2): in proportion to the number of direct choices)
  5x1000: generic: C 10.00 EUR -> 16.66 EUR (DPCM 23 April 2010, art. 10(2): in proportion to the number of direct choices)
  5x1000: floor: C 16.66 EUR -> 0.00 EUR (DPCM 23 July 2020)
  5x1000: floor: A 206.67 EUR -> 215.00 EUR (DPCM 23 July 2020)
  5x1000: floor: B 206.67 EUR -> 215.00 EUR (DPCM 23 July 2020)
  treasury: 85670.00 EUR of 86100.00 EUR, 430.00 EUR directed

Not counted (1)
  p5: 2 choices, and a payer may make 1 (DPCM 2007, art. 5: several signatures void the choices; the code prevails over the box)

Directed by municipality
  (unknown), payers: 1, base 100.00 EUR    0.00 EUR
  Bari, payers: 2, base 44000.00 EUR     220.00 EUR
  Roma, payers: 2, base 42000.00 EUR     210.00 EUR

power to designate: Gini 0.5473

digest: sha256:`
	assert.Equal(t, want, strings.TrimRight(got.out, "0123456789abcdef\n"))
	open := command(t, map[string]string{"r.csv": "payer,base,choices\na,1.00,x\n"}, "-regime", "pl-opp", "-returns", "r.csv")
	assert.Contains(t, open.out, "No list of recipients was given")
	assert.Contains(t, open.out, "base of 1 payer ")
	assert.Contains(t, open.out, "Not verified in the statute, and so not applied\n  arrears: PIT Act")
}

// A year after the last one that the law was read for is settled, with a note.
func TestNotes(t *testing.T) {
	files := map[string]string{"r.csv": "payer,base,choices\na,1000.00,105\nb,500.00,105|106\n"}
	args := []string{"-regime", "es-irpf", "-returns", "r.csv", "-year"}
	const note = "The law was last read for the tax year 2024: what changed until 2026 is not known."
	got := command(t, files, append(args, "2026", "-json")...)
	assert.Equal(t, `{"base":"1500.00","designated":"14.00","funds":{},"payers":2,"recipients":{"church":"10.50","social":"3.50"},"regime":"es-irpf","treasury":"1486.00","void":[],"year":2026}`, compact(t, got.out))
	assert.Equal(t, "settle: "+note+"\n", got.errs)
	assert.Contains(t, command(t, files, append(args, "2026")...).out, "\n"+note+"\n")
	assert.NotContains(t, command(t, files, append(args, "2024")...).out, "last read")
	files["r.csv"] = "payer,base,choices\na,100.00,x\n"
	assert.NotContains(t, command(t, files, "-regime", "confederal", "-returns", "r.csv", "-year", "2040").out, "last read", "no statute")
}

// Where a law asks for more than names, the list is asked for; a law with a list of its own
// takes no others; a box that lacks its recipient says how to name one.
func TestLists(t *testing.T) {
	files := map[string]string{"r.csv": "payer,base,choices\na,1000.00,x\n", "l.csv": "id,category\nx,church\ny,church\nz,talent\nw,talent\n"}
	tests := []struct{ law, want string }{
		{"it-5xmille", "category"}, {"ch-church", "rate"}, {"fi-church", "rate"}, {"ch-bl-legal", "category,members"},
	}
	for _, tt := range tests {
		want := "settle: " + tt.law + ": give -recipients, a list with the columns id," + tt.want + ": the returns do not tell them; see settle -help\n"
		assert.Equal(t, outcome{1, "", want}, command(t, files, "-regime", tt.law, "-returns", "r.csv", "-year", "2026"), tt.law)
	}
	files["r.csv"] = "payer,base,choices\na,1000.00,Catholic\nb,1000.00,catholic\n"
	got := command(t, files, "-regime", "it-8xmille", "-returns", "r.csv")
	assert.Contains(t, got.out, "Not counted (1)\n  a: \"Catholic\" is not on the list (MEF")
	files["r.csv"] = "payer,base,choices\na,1000.00,talent\nb,100.00,105\n"
	got = command(t, files, "-regime", "hu-1plus1", "-returns", "r.csv", "-recipients", "l.csv")
	assert.Contains(t, got.out, `a: box "talent" names no recipient: write talent:ID (Act CXXVI`)
	files["r.csv"], files["l.csv"] = "payer,base,choices\nb,100.00,105\nc,100.00,106\n", "id,category\nx,church\n"
	got = command(t, files, "-regime", "es-irpf", "-returns", "r.csv", "-recipients", "l.csv")
	assert.Equal(t, outcome{1, "", "r.csv:2:10: box \"105\" names no recipient: write 105:ID (D-6)\n"}, got, "church and x")
}
