package ledger

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

func beans(t *testing.T, b *Book) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, b.WriteBeancount(&out))
	return out.String()
}

func TestWriteBeancount(t *testing.T) {
	var b Book
	require.NoError(t, b.Post(transfer("designation/A/2025", "treasury:A", Path("community", "Esperanto; or: Ido"), eur("160.00"))))
	require.NoError(t, b.Exchange(francs("exchange/1")))
	assert.Equal(t, `2025-07-01 open Assets:Community:0Esperanto-3B-20or-3A-20Ido
2025-07-01 open Assets:Exchange:0EUR:0CHF
2025-07-01 open Assets:Treasury:0A
2025-07-01 open Assets:Treasury:0B
2025-07-02 price EUR 0.9375 CHF

2025-07-01 * "a test"
  key: "designation/A/2025"
  Assets:Treasury:0A  -160.00 EUR
  Assets:Community:0Esperanto-3B-20or-3A-20Ido  160.00 EUR

2025-07-02 * "a bill in francs"
  key: "exchange/1"
  Assets:Treasury:0A  -100.01 EUR
  Assets:Exchange:0EUR:0CHF  100.01 EUR
  Assets:Exchange:0EUR:0CHF  -93.76 CHF
  Assets:Treasury:0B  93.76 CHF

2025-07-03 balance Assets:Community:0Esperanto-3B-20or-3A-20Ido  160.00 ~ 0 EUR
2025-07-03 balance Assets:Exchange:0EUR:0CHF  -93.76 ~ 0 CHF
2025-07-03 balance Assets:Exchange:0EUR:0CHF  100.01 ~ 0 EUR
2025-07-03 balance Assets:Treasury:0A  -260.01 ~ 0 EUR
2025-07-03 balance Assets:Treasury:0B  93.76 ~ 0 CHF
`, beans(t, &b))
	assert.Contains(t, journal(t, &b), "P 2025-07-02 EUR 0.9375 CHF\n")
	assert.Empty(t, beans(t, new(Book)))
}

// No two accounts meet in Beancount's alphabet.
func TestBeancountAccountsStayApart(t *testing.T) {
	seen := map[string]Account{}
	for _, a := range append(nasty, "a", "A", "0a", "0A", "-61", "a-62", "ab", "Ab", "0Ab") {
		account := Path(a)
		name := beancount(account)
		former, twice := seen[name]
		require.False(t, twice && former != account, "%q and %q are %s", former, account, name)
		seen[name] = account
	}
}

// beanCheck runs the real program, which adds the book up again.
func beanCheck(t *testing.T, text string) ([]byte, error) {
	t.Helper()
	path, err := exec.LookPath("bean-check")
	if err != nil {
		t.Skip("bean-check is not on the PATH; .ci/run installs it")
	}
	file := filepath.Join(t.TempDir(), "book.beancount")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return exec.Command(path, "--no-cache", file).CombinedOutput()
}

func TestBeancountReadsTheBook(t *testing.T) {
	b := nastyBook(t)
	require.NoError(t, b.Exchange(francs("exchange/1")))
	out, err := beanCheck(t, beans(t, b))
	assert.NoError(t, err, "%s", out)
	assert.Empty(t, string(out))
}

// The assertions bite: a book that is changed by a cent is refused.
func TestBeancountRefusesAChangedBook(t *testing.T) {
	var b Book
	require.NoError(t, b.Post(transfer("k", "a", "b", eur("160.00"))))
	text := bytes.ReplaceAll([]byte(beans(t, &b)), []byte("  160.00 EUR"), []byte("  160.01 EUR"))
	_, err := beanCheck(t, string(text))
	assert.Error(t, err)
}

func TestWriteBeancountOnTheLastDay(t *testing.T) {
	var b Book
	e := transfer("k", "a", "b", eur("1.00"))
	e.On = vicinia.MustDate("9999-12-31")
	require.NoError(t, b.Post(e))
	text := beans(t, &b)
	assert.NotContains(t, text, "balance")
	out, err := beanCheck(t, text)
	assert.NoError(t, err, "%s", out)
}

func TestWriteBeancountReturnsTheWritersError(t *testing.T) {
	require.ErrorIs(t, nastyBook(t).WriteBeancount(failing{}), assert.AnError)
}

// francs changes 100.01 euros at 0.9375: 93.759375 francs.
func francs(key string) Exchange {
	return Exchange{
		Rate: Rate{
			On: vicinia.MustDate("2025-07-02"), From: fiscal.EUR, To: fiscal.CHF,
			Price: vicinia.MustRatio("0.9375"), Source: "the bank's slip 17",
		},
		Cause: "a bill in francs", Key: key, From: "treasury:A", To: "treasury:B", Amount: eur("100.01"),
	}
}
