package designation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// Every contradiction is one clear fault that names the parameter and, where the regime
// does, its article.
func TestCheckFindsContradictions(t *testing.T) {
	usd := must(fiscal.ParseCurrency("USD"))
	tests := []struct {
		name string
		give func(r *Regime, s *Slot)
		want string
	}{
		{"a plain slot", func(r *Regime, s *Slot) {}, ""},
		{"rate of the whole", func(r *Regime, s *Slot) { s.Rate = part("100%") }, "slots[0].rate: a payer may direct 0 or more and less than 100%, not 100%; art. 1 (D-2)"},
		{"rate above the whole, on top", func(r *Regime, s *Slot) { r.Mode, s.Rate = Surcharge, part("101%") }, "slots[0].rate: 101% is not from 0% to 100%; art. 1"},
		{"both in full, above the whole", func(r *Regime, s *Slot) {
			s.Rate, s.Grain, s.MaxRecipients, s.Conflict = part("50%"), Whole, 2, BothInFull
		}, "slots: the rates add up to 100% or more (D-2)"},
		{"slots of one name", func(r *Regime, s *Slot) { r.Slots = append(r.Slots, *s) }, `slots[1].name: "slot" stands twice`},
		{"no such mode", func(r *Regime, s *Slot) { r.Mode = 9 }, "mode: no such rule: 9"},
		{"no such rounding", func(r *Regime, s *Slot) { s.Rounding = 9 }, "slots[0].rounding: no such rule: 9"},
		{"recipients below 0", func(r *Regime, s *Slot) { s.MaxRecipients = -1 }, "slots[0].maxRecipients: -1 recipients"},
		{"quantum", func(r *Regime, s *Slot) { s.Quantum = MaxQuantum + 1 }, "slots[0].quantum: 1000001 minor units, want 0 to 1000000"},
		{"persistence", func(r *Regime, s *Slot) { s.Persistence = -2 }, "slots[0].persistence: -2 years, want 1 or more"},
		{"floor of another currency", func(r *Regime, s *Slot) { s.Floor = usd.MustParse("1.00") }, "slots[0].floor: 1.00 USD is not in EUR; art. 2 (M-7)"},
		{"negative cap", func(r *Regime, s *Slot) { s.Cap = eur("-1.00") }, "slots[0].cap: -1.00 EUR is negative"},
		{"floor above the ceiling", func(r *Regime, s *Slot) { s.Floor, s.Ceiling = eur("2.00"), eur("1.99") }, `slots[0].floor: the floor of 2.00 EUR is above the ceiling of 1.99 EUR of "a"; art. 2`},
		{"floor above what was requested", func(r *Regime, s *Slot) { s.Floor, r.Recipients[1].Terms.Requested = eur("2.00"), eur("1.00") }, `slots[0].floor: the floor of 2.00 EUR is above the ceiling of 1.00 EUR of "b"; art. 2`},
		{"floor above the cap", func(r *Regime, s *Slot) { s.Floor, s.Cap = eur("2.00"), eur("1.00") }, "slots[0].cap: the floor of 2.00 EUR is above the cap of 1.00 EUR"},
		{"sink to a stranger", func(r *Regime, s *Slot) { s.Below = Sink{ToRecipient, "z"} }, "slots[0].below: sink recipient:z is not on the list (D-6)"},
		{"sink to one who is not registered", func(r *Regime, s *Slot) {
			s.Below, r.Recipients[1].Terms.On.From = Sink{ToRecipient, "b"}, vicinia.MustDate("2026-01-01")
		}, "slots[0].below: sink recipient:b is not on the register (D-6)"},
		{"sink without a name", func(r *Regime, s *Slot) { s.Below = Sink{To: ToFund} }, "slots[0].below: sink fund: recipients and funds have a name, the others none"},
		{"sink that would go round the cap", func(r *Regime, s *Slot) { s.Excess = Sink{To: ToChoices} }, "slots[0].excess: sink choices is none for this parameter"},
		{"sink of the cap above a ceiling", func(r *Regime, s *Slot) {
			s.Cap, s.Excess, r.Recipients[1].Terms.Ceiling = eur("9.00"), Sink{ToRecipient, "b"}, eur("1.00")
		}, `slots[0].excess: "b" has a ceiling, and what the cap cuts off comes after all ceilings`},
		{"sink of a category that some have not", func(r *Regime, s *Slot) { s.Below, r.Recipients[0].Terms = Sink{To: ToCategory}, nil }, `recipients[0].category: "a" has no category, and slots[0].below is divided by category`},
		{"a circle of two", func(r *Regime, s *Slot) {
			r.Recipients[0].Terms.Ceiling, r.Recipients[0].Terms.Overflow = eur("1.00"), Sink{ToRecipient, "b"}
			r.Recipients[1].Terms.Ceiling, r.Recipients[1].Terms.Overflow = eur("1.00"), Sink{ToRecipient, "a"}
		}, `slots[0].overflow: cyclic sinks: what "a" overflows comes back to it`},
		{"a circle of one", func(r *Regime, s *Slot) { s.Ceiling, s.Overflow = eur("1.00"), Sink{ToRecipient, "b"} }, `slots[0].overflow: cyclic sinks: what "a" overflows comes back to it`},
		{"declined to one who declines", func(r *Regime, s *Slot) {
			s.Undesignated, s.Declined, r.Recipients[0].Terms.Declines = Sink{To: ToChoices}, Sink{ToRecipient, "a"}, true
		}, "slots[0].declined: cyclic sinks: a declines too"},
		{"nothing to decline", func(r *Regime, s *Slot) { s.Declined = Sink{ToRecipient, "a"} }, "slots[0].declined: there is nothing to renounce: undesignated is treasury"},
		{"unit", func(r *Regime, s *Slot) { s.Unit = part("0.3%") }, "slots[0].unit: the rate of 10% is no multiple of 0.3%"},
		{"unit of the whole", func(r *Regime, s *Slot) { s.Unit, s.Grain = part("1%"), Whole }, "slots[0].unit: a unit of shares, and the granularity is whole"},
		{"vouchers of no value", func(r *Regime, s *Slot) { s.Grain = Units }, "slots[0].granularity: units need a value per head and a rate of 100%"},
		{"amounts without a credit", func(r *Regime, s *Slot) { s.Grain = Amounts }, "slots[0].granularity: amounts under the mode carve-out: amounts and the credit need each other"},
		{"both, and void", func(r *Regime, s *Slot) { s.Grain, s.MaxRecipients, s.Conflict = Whole, 2, BothInFull|VoidAll }, "slots[0].conflict: both in full, and void"},
		{"both of one", func(r *Regime, s *Slot) { s.Grain, s.MaxRecipients, s.Conflict = Whole, 1, BothInFull }, "slots[0].conflict: both in full needs 2 recipients or more, each of the whole slot"},
		{"void of any number", func(r *Regime, s *Slot) { s.Conflict = VoidAll }, "slots[0].conflict: void if too many are named, and maxRecipients is any number"},
		{"undesignated, on top", func(r *Regime, s *Slot) { r.Mode, s.Undesignated = Surcharge, Sink{ToFund, "x"} }, "slots[0].undesignated: nothing is due beside what is directed under the mode surcharge"},
		{"undesignated by class", func(r *Regime, s *Slot) { s.Classes, s.Undesignated = []string{""}, Sink{ToFund, "x"} }, "slots[0].undesignated: what nobody directed is not known by class of payers"},
		{"an allowance of a carve-out", func(r *Regime, s *Slot) { s.Allowance = eur("1.00") }, "slots[0].allowance: an allowance or a least due needs a surcharge that one recipient gets whole"},
		{"a pool of any shares", func(r *Regime, s *Slot) { s.Basis = Pool }, "slots[0].unit: a pool needs a unit of shares, or whole slots"},
		{"a pool on top", func(r *Regime, s *Slot) { r.Mode, s.Basis, s.Unit = Surcharge, Pool, part("1%") }, "slots[0].basis: a pool under the mode surcharge"},
		{"a pool of small amounts", func(r *Regime, s *Slot) { s.Basis, s.Unit, s.MinLine = Pool, part("1%"), eur("1.00") }, "slots[0].minLine: a line of a pool is no amount"},
		{"rates of its own, and none", func(r *Regime, s *Slot) { s.OwnRates = true }, `recipients[0].rate: the rate of "a" is 0%, and must be above 0% and at most 10%; art. 1`},
		{"a rate above the slot's", func(r *Regime, s *Slot) { r.Recipients[1].Terms.Rate = part("11%") }, `recipients[1].rate: the rate of "b" is 11%, and must be above 0% and at most 10%; art. 1`},
		{"an interval that ends before it begins", func(r *Regime, s *Slot) {
			r.Recipients[1].Terms.On = vicinia.Interval{From: vicinia.MustDate("2025-02-01"), To: vicinia.MustDate("2025-01-01")}
		}, "recipients[1].on: from 2025-02-01 is not before to 2025-01-01"},
		{"members", func(r *Regime, s *Slot) { r.Recipients[1].Terms.Members = -1 }, "recipients[1].members: -1 members"},
		{"heads", func(r *Regime, s *Slot) { r.MostHeads = MaxHeads + 1 }, "perHead: 0% per head, at most 1001 heads: want 0 or more, and at most 1000"},
		{"a credit of a carve-out", func(r *Regime, s *Slot) { r.Credit = &Credit{} }, "credit: the mode is carve-out: the mode credit and a credit need each other"},
		{"instalments of nothing", func(r *Regime, s *Slot) { r.Instalments = true }, "instalments: instalments are let off, and arrears are not asked about"},
		{"a payout on no day", func(r *Regime, s *Slot) { r.Payout = []Instalment{{}} }, "payout[0].on: no such day: 2025-00-00"},
		{"payouts out of order", func(r *Regime, s *Slot) { r.Payout = []Instalment{{On: Day{1, 2, 1}}, {On: Day{1, 1, 1}}} }, "payout[1].on: 2026-01-01 stands after 2026-02-01"},
		{"an advance of nothing", func(r *Regime, s *Slot) { r.Payout = []Instalment{{On: Day{1, 2, 1}, Pays: Advance, Recipient: "a"}} }, "payout[0].amount: an advance has an amount, and nothing else has"},
		{"an advance to nobody", func(r *Regime, s *Slot) {
			r.Payout = []Instalment{{On: Day{1, 2, 1}, Pays: Advance, Amount: eur("1.00")}}
		}, "payout[0].recipient: an advance names its recipient and has no part"},
		{"a payout to a stranger", func(r *Regime, s *Slot) { r.Payout = []Instalment{{On: Day{1, 2, 1}, Recipient: "z"}} }, `payout[0].recipient: "z" is not on the list (D-6)`},
		{"bands out of order", func(r *Regime, s *Slot) {
			r.Mode, s.Grain, r.Credit = ByCredit, Amounts, &Credit{Special: []Band{{eur("1.00"), part("1%")}, {eur("1.00"), part("1%")}}}
		}, "credit.special[1].from: 1.00 EUR stands after 1.00 EUR"},
		{"a credit of more than the gift", func(r *Regime, s *Slot) {
			r.Mode, s.Grain, r.Credit = ByCredit, Amounts, &Credit{Basic: part("20%"), Special: []Band{{eur("1.00"), part("81%")}}}
		}, "credit.special[0].part: 81% and the basic 20% are more than is given"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &Regime{Name: "r", Year: 2025, Currency: fiscal.EUR, Recipients: list("a:x", "b:x"), Slots: []Slot{{Name: "slot", Rate: part("10%")}},
				Sources: []Source{{"slots[0].rate", "art. 1", InLaw}, {"slots[0].floor", "art. 2", InLaw}}}
			tt.give(r, &r.Slots[0])
			got := messages(r.Check())
			if tt.want == "" {
				assert.Empty(t, got)
				return
			}
			require.NotEmpty(t, got)
			assert.Equal(t, tt.want, got[0])
		})
	}
}

// One fault hides no other: of the same slot, of another, or of a recipient.
func TestCheckTellsEveryFault(t *testing.T) {
	r := &Regime{Name: "r", Year: 2025, Currency: fiscal.EUR, Recipients: list("a:x", "b:x"), Slots: []Slot{
		{Name: "s", Rate: part("120%"), MaxRecipients: -1, Floor: eur("2.00"), Ceiling: eur("1.00"), Overflow: Sink{ToRecipient, "a"}, Conflict: VoidAll | BothInFull},
		{Name: "t", Rate: part("60%"), Floor: eur("-1.00"), Cap: eur("1.00")},
		{Name: "t", Rate: part("60%"), Rounding: 9, Floor: eur("2.00"), Cap: eur("1.00")},
	}}
	r.Recipients[0].Terms.Members = -1
	want := []string{
		"recipients[0].members: -1 members",
		"slots[0].rate: a payer may direct 0 or more and less than 100%, not 120% (D-2)",
		"slots[0].maxRecipients: -1 recipients",
		"slots[0].conflict: both in full, and void",
		"slots[0].conflict: both in full needs 2 recipients or more, each of the whole slot",
		`slots[0].overflow: cyclic sinks: what "a" overflows comes back to it`,
		`slots[0].floor: the floor of 2.00 EUR is above the ceiling of 1.00 EUR of "a"`,
		"slots[1].floor: -1.00 EUR is negative",
		`slots[2].name: "t" stands twice`,
		"slots[2].rounding: no such rule: 9",
		"slots[2].cap: the floor of 2.00 EUR is above the cap of 1.00 EUR",
	}
	assert.Equal(t, want, messages(r.Check()))

	r.Slots, r.Recipients[0].Terms = r.Slots[1:], nil
	assert.Contains(t, messages(r.Check()), "slots: the rates add up to 100% or more (D-2)")
	r.Recipients[0].ID, r.Slots[0].Overflow = "z", Sink{ToRecipient, "b"} // out of order: nobody can be found
	assert.Contains(t, messages(r.Check()), `recipients[1]: "b" stands after "z"`)
}

// Every rule has a word, and reads it back.
func TestWords(t *testing.T) {
	for _, words := range [][]string{modes[:], bases[:], grains[:], rounds[:], genericWords[:], lates[:], paysWords[:], sinkKinds[:]} {
		for i, w := range words {
			var got uint8
			require.NoError(t, fromWord(&got, "rule", words, []byte(w)))
			assert.Equal(t, uint8(i), got)
		}
	}
	assert.Equal(t, "no such rule: 7", Mode(7).String())
	var c Conflict
	require.NoError(t, c.UnmarshalText([]byte("code-over-box,void")))
	assert.Equal(t, VoidAll|CodeOverBox, c)
	assert.Equal(t, "void,code-over-box", c.String())
	require.ErrorContains(t, c.UnmarshalText([]byte("void,")), "want one of both-in-full, void")

	for _, text := range []string{"treasury", "recipient:state", "fund:next:cycle", "category", "choices"} {
		var s Sink
		require.NoError(t, s.UnmarshalText([]byte(text)))
		assert.Equal(t, text, s.String())
	}
	for _, text := range []string{"", "fund", "fund:", "treasury:", "category:x", "nowhere"} {
		assert.Error(t, new(Sink).UnmarshalText([]byte(text)), text)
	}
	for _, text := range []string{"+1-06-30", "-1-12-31", "+0-01-01"} {
		d, err := ParseDay(text)
		require.NoError(t, err)
		assert.Equal(t, text, d.String())
	}
	for _, text := range []string{"", "1-06-30", "+1-6-30", "+1-02-29", "+1-13-01", "+x-01-01", "+1_01-01"} {
		_, err := ParseDay(text)
		assert.Error(t, err, text)
	}
	assert.Equal(t, vicinia.MustDate("2024-12-31"), must(Day{-1, 12, 31}.In(2025)))
}
