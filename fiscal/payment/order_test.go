package payment_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/payment"
)

// The accounts are the examples of the registry of IBANs.
var (
	town      = payment.Party{Name: "Ayuntamiento de Aldea", IBAN: "ES9121000418450200051332", BIC: "CAIXESBBXXX"}
	esperanto = payment.Party{Name: "Esperanto & Ĉio <S.A.>", IBAN: "DE89370400440532013000"}
	choir     = payment.Party{Name: "Chor", IBAN: "CH9300762011623852957", BIC: "POFICHBE"}
)

func order() payment.Order {
	return payment.Order{
		ID: "ALDEA/2026-07", Created: time.Date(2026, 7, 1, 10, 0, 0, 0, time.FixedZone("", 7200)), From: town,
		Payments: []payment.Payment{
			{ID: "D-2026-2", To: choir, Amount: chf("40.00"), On: day("2026-07-03")},
			{ID: "D-2026-1", To: esperanto, Amount: eur("160.00"), On: day("2026-07-03"), Text: "Designations of 2026, \"first\" part"},
			{ID: "D-2026-3", To: choir, Amount: eur("0.05"), On: day("2026-07-03")},
			{ID: "D-2026-4", To: choir, Amount: fiscal.JPY.Minor(7), On: day("2026-07-02")},
		},
	}
}

func written(t *testing.T, o payment.Order) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, o.WritePain001(&out))
	return out.String()
}

func TestWritePain001(t *testing.T) {
	o := order()
	o.Payments = o.Payments[1:2]
	assert.Equal(t, `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>ALDEA/2026-07</MsgId>
      <CreDtTm>2026-07-01T08:00:00Z</CreDtTm>
      <NbOfTxs>1</NbOfTxs>
      <CtrlSum>160</CtrlSum>
      <InitgPty>
        <Nm>Ayuntamiento de Aldea</Nm>
      </InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>ALDEA/2026-07-1</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      <NbOfTxs>1</NbOfTxs>
      <CtrlSum>160</CtrlSum>
      <PmtTpInf>
        <SvcLvl>
          <Cd>SEPA</Cd>
        </SvcLvl>
      </PmtTpInf>
      <ReqdExctnDt>
        <Dt>2026-07-03</Dt>
      </ReqdExctnDt>
      <Dbtr>
        <Nm>Ayuntamiento de Aldea</Nm>
      </Dbtr>
      <DbtrAcct>
        <Id>
          <IBAN>ES9121000418450200051332</IBAN>
        </Id>
      </DbtrAcct>
      <DbtrAgt>
        <FinInstnId>
          <BICFI>CAIXESBBXXX</BICFI>
        </FinInstnId>
      </DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>
      <CdtTrfTxInf>
        <PmtId>
          <EndToEndId>D-2026-1</EndToEndId>
        </PmtId>
        <Amt>
          <InstdAmt Ccy="EUR">160.00</InstdAmt>
        </Amt>
        <Cdtr>
          <Nm>Esperanto &amp; Ĉio &lt;S.A.&gt;</Nm>
        </Cdtr>
        <CdtrAcct>
          <Id>
            <IBAN>DE89370400440532013000</IBAN>
          </Id>
        </CdtrAcct>
        <RmtInf>
          <Ustrd>Designations of 2026, &#34;first&#34; part</Ustrd>
        </RmtInf>
      </CdtTrfTxInf>
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
`, written(t, o))
}

// model is what the schema lets stand in each element that is written, in its order:
// ISO 20022, pain.001.001.09. A ? may be missing, a + may stand several times.
var model = map[string]string{
	"Document": "CstmrCdtTrfInitn", "CstmrCdtTrfInitn": "GrpHdr PmtInf+",
	"GrpHdr": "MsgId CreDtTm NbOfTxs CtrlSum? InitgPty", "InitgPty": "Nm?",
	"PmtInf":   "PmtInfId PmtMtd NbOfTxs? CtrlSum? PmtTpInf? ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr? CdtTrfTxInf+",
	"PmtTpInf": "SvcLvl?", "SvcLvl": "Cd", "ReqdExctnDt": "Dt", "Dbtr": "Nm?", "Cdtr": "Nm?",
	"DbtrAcct": "Id", "CdtrAcct": "Id", "Id": "IBAN?", "DbtrAgt": "FinInstnId", "CdtrAgt": "FinInstnId",
	"FinInstnId": "BICFI? Othr?", "Othr": "Id?", "CdtTrfTxInf": "PmtId Amt CdtrAgt? Cdtr? CdtrAcct? RmtInf?",
	"PmtId": "EndToEndId", "Amt": "InstdAmt", "RmtInf": "Ustrd?",
}

// follows checks the children of an element against its model.
func follows(parent string, children []string) error {
	rest := children
	for _, want := range strings.Fields(model[parent]) {
		name, many := strings.TrimRight(want, "?+"), strings.HasSuffix(want, "+")
		n := 0
		for n < len(rest) && rest[n] == name && (n == 0 || many) {
			n++
		}
		if n == 0 && !strings.HasSuffix(want, "?") {
			return fmt.Errorf("%s: no %s in %v", parent, name, children)
		}
		rest = rest[n:]
	}
	if len(rest) > 0 {
		return fmt.Errorf("%s: %v left of %v", parent, rest, children)
	}
	return nil
}

// structure walks a message against the model.
func structure(text string) error {
	dec := xml.NewDecoder(strings.NewReader(text))
	type open struct {
		name     string
		children []string
	}
	stack := []open{{}}
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space != "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" {
				return errors.New("another namespace")
			}
			top := &stack[len(stack)-1]
			top.children = append(top.children, e.Name.Local)
			stack = append(stack, open{name: e.Name.Local})
		case xml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if err := follows(top.name, top.children); err != nil {
				return err
			}
		}
	}
}

func TestPain001Structure(t *testing.T) {
	text := written(t, order())
	require.NoError(t, structure(text))
	unknown := order()
	unknown.From.BIC = ""
	require.NoError(t, structure(written(t, unknown)))
	assert.Contains(t, written(t, unknown), "<Id>NOTPROVIDED</Id>")
	for _, want := range []string{
		"<CtrlSum>207.05</CtrlSum>", "<PmtInfId>ALDEA/2026-07-3</PmtInfId>", `<InstdAmt Ccy="JPY">7</InstdAmt>`,
		"<CtrlSum>160.05</CtrlSum>", "<NbOfTxs>4</NbOfTxs>",
	} {
		assert.Contains(t, text, want)
	}
	assert.Equal(t, 1, strings.Count(text, "SEPA"), "only the block in euro")
	// The walk bites.
	require.Error(t, structure(strings.Replace(text, "<PmtMtd>TRF</PmtMtd>", "", 1)))
	require.Error(t, structure(strings.Replace(text, "</PmtMtd>", "</PmtMtd><PmtMtd>TRF</PmtMtd>", 1)))
	require.Error(t, structure(strings.Replace(text, "V09", "V03", 1)[:40]))
}

// TestPain001Schema validates against the schema itself, which is not in the tree.
func TestPain001Schema(t *testing.T) {
	schema := os.Getenv("VICINIA_PAIN001_XSD")
	if schema == "" {
		t.Skip("VICINIA_PAIN001_XSD does not name pain.001.001.09.xsd; .ci/run sets it")
	}
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not on the PATH; .ci/run installs it")
	}
	long := order()
	long.ID = strings.Repeat("A", 35)
	long.Payments[0].Text = strings.Repeat("ü", 140)
	long.Payments[0].To.Name = strings.Repeat("ß", 70)
	long.Payments[0].Amount = fiscal.CHF.Minor(999_999_999_999_999_000)
	long.Payments = long.Payments[:1]
	long.From.BIC = ""
	for i, o := range []payment.Order{order(), long} {
		file := filepath.Join(t.TempDir(), "order.xml")
		require.NoError(t, os.WriteFile(file, []byte(written(t, o)), 0o600))
		out, err := exec.Command(xmllint, "--noout", "--schema", schema, file).CombinedOutput()
		assert.NoError(t, err, "%d: %s", i, out)
	}
}

func TestOrderRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*payment.Order)
		want   []string
	}{
		{"nothing", func(o *payment.Order) { *o = payment.Order{} }, []string{"id", "created", "from", "payments"}},
		{"a slash at the end", func(o *payment.Order) { o.ID = "a/" }, []string{"id"}},
		{"two slashes", func(o *payment.Order) { o.Payments[0].ID = "a//b" }, []string{"payments[0].id"}},
		{"a letter that banks do not take", func(o *payment.Order) { o.Payments[0].ID = "ä" }, []string{"payments[0].id"}},
		{"too long an id", func(o *payment.Order) { o.ID = strings.Repeat("a", 36) }, []string{"id"}},
		{"twice", func(o *payment.Order) { o.Payments[3].ID = o.Payments[0].ID }, []string{"payments[3].id"}},
		{"a wrong digit", func(o *payment.Order) { o.Payments[1].To.IBAN = "DE89370400440532013001" }, []string{"payments[1].to"}},
		{"blanks", func(o *payment.Order) { o.Payments[1].To.IBAN = "DE89 3704 0044 0532 0130 00" }, []string{"payments[1].to"}},
		{"a bank that is none", func(o *payment.Order) { o.From.BIC = "caixesbb" }, []string{"from"}},
		{"no name", func(o *payment.Order) { o.From.Name = "" }, []string{"from"}},
		{"too long a text", func(o *payment.Order) { o.Payments[2].Text = strings.Repeat("é", 141) }, []string{"payments[2].text"}},
		{"a line break", func(o *payment.Order) { o.Payments[2].Text = "a\nb" }, []string{"payments[2].text"}},
		{"no UTF-8", func(o *payment.Order) { o.Payments[2].Text = "\xff" }, []string{"payments[2].text"}},
		{"nothing to pay", func(o *payment.Order) { o.Payments[2].Amount = eur("0") }, []string{"payments[2].amount"}},
		{"a debt", func(o *payment.Order) { o.Payments[2].Amount = eur("-1.00") }, []string{"payments[2].amount"}},
		{"19 digits", func(o *payment.Order) { o.Payments[2].Amount = fiscal.EUR.Minor(1e18) }, []string{"payments[2].amount"}},
		{"no day", func(o *payment.Order) { o.Payments[2].On = 0 }, []string{"payments[2].on"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := order()
			tt.change(&o)
			var out bytes.Buffer
			err := o.WritePain001(&out)
			var got []string
			for f := range vicinia.Faults(err) {
				got = append(got, f.Path)
			}
			assert.Equal(t, tt.want, got)
			assert.Empty(t, out.String())
		})
	}
	o := order()
	o.Payments[1].Amount, o.Payments[2].Amount = fiscal.EUR.Minor(1e18-1), fiscal.EUR.Minor(1e18-1)
	require.ErrorIs(t, o.WritePain001(io.Discard), vicinia.ErrOverflow)
	o = order()
	o.Payments = slices.Repeat(o.Payments[:1], payment.MaxPayments+1)
	require.ErrorContains(t, o.Check(), "payments: 100001 payments")
	require.ErrorIs(t, order().WritePain001(failing{}), assert.AnError)
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, assert.AnError }

// Any order that is taken keeps the structure, and its control sums are those of its
// payments.
func TestOrdersKeepTheirSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(71, 71))
	for range 300 {
		o, sum := order(), int64(0)
		o.Payments = nil
		for i := range 1 + rng.IntN(20) {
			m := fiscal.EUR.Minor(1 + rng.Int64N(1e12))
			sum += m.Minor()
			o.Payments = append(o.Payments, payment.Payment{ID: fmt.Sprint("P", i), To: choir, Amount: m, On: day("2026-07-01") + vicinia.Date(rng.IntN(3))})
		}
		text := written(t, o)
		require.NoError(t, structure(text))
		header := strings.TrimRight(strings.TrimRight(fiscal.EUR.Minor(sum).Amount(), "0"), ".")
		require.Contains(t, text, "<NbOfTxs>"+fmt.Sprint(len(o.Payments))+"</NbOfTxs>\n      <CtrlSum>"+header+"</CtrlSum>")
	}
}
