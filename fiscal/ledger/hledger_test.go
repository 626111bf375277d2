package ledger

import (
	"bytes"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

func journal(t *testing.T, b *Book) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, b.WriteHledger(&out))
	return out.String()
}

func TestWriteHledger(t *testing.T) {
	var b Book
	require.NoError(t, b.Post(
		transfer("designation/A/2025", "treasury:A", Path("community", "Esperanto; or: Ido"), eur("160.00")),
		transfer("fee, yen", "treasury:A", "fees", fiscal.JPY.Minor(100)),
	))
	assert.Equal(t, `decimal-mark .

commodity 0.00 EUR
commodity 0. JPY
account community:Esperanto%3B or%3A Ido
account fees
account treasury:A

2025-07-01 a test  ; key:designation/A/2025
    treasury:A  -160.00 EUR
    community:Esperanto%3B or%3A Ido  160.00 EUR

2025-07-01 a test  ; key:fee%2C yen
    treasury:A  -100 JPY
    fees  100 JPY
`, journal(t, &b))
}

// hledger runs the real program in the C locale; it takes ASCII from us in any.
func hledger(t *testing.T, journal string, args ...string) [][]string {
	t.Helper()
	path, err := exec.LookPath("hledger")
	if err != nil {
		t.Skip("hledger is not on the PATH; .ci/run installs it")
	}
	cmd := exec.Command(path, append([]string{"-f", "-"}, args...)...)
	cmd.Env = []string{"LC_ALL=C", "HOME=" + t.TempDir()}
	cmd.Stdin = strings.NewReader(journal)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	require.NoError(t, cmd.Run(), "%s", problems.String())
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	return rows
}

// nasty are parts that a journal could take for something else.
var nasty = []string{
	"Esperanto", "two words", "two  spaces", " lead", "trail ", "a:b", "a;b", ";", "(virtual)", "[balanced]",
	"* cleared", "! pending", "*", "tab\there", "line\nbreak", "cr\r", "NUL\x00", "ünï-Ĉö", "日本", "\u00a0nbsp\u00a0\u00a0x",
	"\xff\xfe", "100%", "%20", "%3A", `quo"te`, "it's", "a, b", "a | b", "#hash", "= 5", "@ 3 EUR", "2025-01-01 x", "~", "-1.00 EUR",
	"date:2025-99-99", "end", "comment", "include x", "{1}", "\\", "$1", "1", " ", "é",
}

func nastyBook(t *testing.T) *Book {
	var b Book
	currencies := []fiscal.Currency{fiscal.EUR, fiscal.JPY, must(fiscal.ParseCurrency("KWD")), must(fiscal.ParseCurrency("CLF"))}
	r := rand.New(rand.NewPCG(1, 2))
	for i, s := range nasty {
		c := currencies[i%len(currencies)]
		e := transfer(s, Path("treasury", s), Path(s, nasty[r.IntN(len(nasty))]), c.Minor(r.Int64N(1e12)))
		e.Cause = s
		require.NoError(t, b.Post(e, transfer("top/"+s, Path(s), "zero", c.Minor(0))))
	}
	require.NoError(t, b.Post(transfer("most", "from", "to", fiscal.EUR.Minor(math.MaxInt64))))
	return &b
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// hledger must read every balance as the book has it, account by account.
func TestHledgerReadsTheBalances(t *testing.T) {
	b := nastyBook(t)
	text := journal(t, b)
	hledger(t, text, "check", "--strict")
	rows := hledger(t, text, "bal", "--flat", "--empty", "--no-total", "-O", "csv", "--layout=bare")
	var got, want []string
	for _, row := range rows[1:] {
		got = append(got, balanceLine(row[0], row[2], row[1]))
	}
	for a, m := range b.Balances() {
		want = append(want, balanceLine(string(a), m.Amount(), m.Currency().String()))
	}
	slices.Sort(got)
	slices.Sort(want)
	assert.Equal(t, slices.Compact(want), slices.Compact(got))
}

// balanceLine writes a balance as text; hledger shows several nothings of one account as
// one, of whatever currency.
func balanceLine(account, amount, currency string) string {
	if strings.Trim(amount, "0.") == "" {
		return account + ": nothing"
	}
	return account + ": " + amount + " " + currency
}

// Causes and keys come back from hledger as they went in.
func TestHledgerReadsCausesAndKeys(t *testing.T) {
	b := nastyBook(t)
	rows := hledger(t, journal(t, b), "print", "-O", "csv")
	description, comment := slices.Index(rows[0], "description"), slices.Index(rows[0], "comment")
	got := map[string]string{}
	for _, row := range rows[1:] {
		key := strings.TrimPrefix(strings.TrimSpace(row[comment]), "key:")
		got[must(url.PathUnescape(key))] = must(url.PathUnescape(row[description]))
	}
	want := map[string]string{}
	for e := range b.Entries() {
		want[e.Key] = e.Cause
	}
	assert.Equal(t, want, got)
}

func TestWriteHledgerReturnsTheWritersError(t *testing.T) {
	require.ErrorIs(t, nastyBook(t).WriteHledger(failing{}), assert.AnError)
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, assert.AnError }
