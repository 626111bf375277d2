package designation

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// drawWhole draws all parameters: those that drawLaw knows, and those of forms, payers and
// payments. Check may refuse it.
func drawWhole(random *rand.Rand) *Regime {
	r := drawLaw(random)
	seldom := func() bool { return random.IntN(6) == 0 }
	money := func(most int64) fiscal.Money { return fiscal.EUR.Minor(random.Int64N(most)) }
	if seldom() {
		r.Mode = ByCredit
		r.Credit = &Credit{Deductible: money(300), Basic: part("10%"), Cap: part("20%"), Special: []Band{{money(1), part("50%")}, {eur("9.00"), part("40%")}}}
	}
	if seldom() {
		r.Mode, r.Credit = ByVoucher, nil
		r.PerHead, r.MostHeads = vicinia.Frac(1+random.Int64N(400), 9), random.Int64N(6)
	}
	if seldom() {
		r.Deadline, r.Register = Day{1, 4, 30}, Day{-1, 12, 31}
	}
	if seldom() {
		r.Arrears, r.Instalments = money(500), seldom()
	}
	r.Late = Late(random.IntN(2))
	if random.IntN(3) > 0 {
		r.Payout = []Instalment{
			{Name: "on account", On: Day{0, 6, 1}, Pays: Advance, Recipient: "a", Amount: money(900)},
			{Name: "first", On: Day{1, 1, 31}, Pays: FromProvisional, Part: part("1/3")},
			{Name: "second", On: Day{1, 6, 30}, Part: part("1/2")},
			{Name: "last", On: Day{2, 6, 30}},
		}
	}
	r.Disclosure = Disclosure{"consent", money(2000), money(4000)}
	for i := range r.Recipients {
		t := r.Recipients[i].Terms
		t.Rate = vicinia.Frac(random.Int64N(10), 100)
		if seldom() {
			t.Requested, t.Cost = money(3000), money(3000)
		}
	}
	for i := range r.Slots {
		drawTicket(random, r, &r.Slots[i])
	}
	return r
}

// drawTicket draws what a payer may write into a slot.
func drawTicket(random *rand.Rand, r *Regime, s *Slot) {
	seldom := func() bool { return random.IntN(6) == 0 }
	money := func(most int64) fiscal.Money { return fiscal.EUR.Minor(random.Int64N(most)) }
	if random.IntN(3) == 0 {
		s.Grain, s.Unit, s.MaxRecipients = Whole, vicinia.Ratio{}, 1+random.IntN(3)
	}
	if r.Mode == ByCredit {
		s.Grain, s.Unit, s.Floor, s.Ceiling, s.Cap = Amounts, vicinia.Ratio{}, fiscal.Money{}, fiscal.Money{}, fiscal.Money{}
		s.Undesignated, s.Declined = Sink{}, Sink{}
	}
	if r.PerHead.Sign() > 0 && random.IntN(2) == 0 {
		s.Grain, s.Unit, s.Rate = Units, vicinia.Ratio{}, whole
	}
	if seldom() {
		s.MaxRecipients = random.IntN(4)
	}
	if seldom() {
		s.Conflict = Conflict(random.IntN(1 << len(conflicts)))
	}
	if seldom() {
		s.Classes = []string{"old"}
	}
	if seldom() {
		s.Residence, s.Persistence = "home", random.IntN(4)-1
	}
	if seldom() && r.Mode == Surcharge {
		s.Allowance, s.Least = money(100), money(100)
	}
	if seldom() && s.Basis == OwnBase {
		s.MinLine, s.Quantum = money(100), random.Int64N(20)
	}
	if seldom() {
		s.OwnRates = true
	}
	s.CostShare = vicinia.Frac(random.Int64N(3), 2)
	if s.CostShare.Cmp(whole) > 0 {
		s.CostShare = whole
	}
}

// drawRow draws a return as somebody may file it who has not read the law.
func drawRow(random *rand.Rand) Return {
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	ret := Return{
		Base: fiscal.EUR.Minor(random.Int64N(20_000) - 20), Heads: random.Int64N(7) - 1, Payer: pick("", "", "", "p", "q"),
		Class: pick("", "old"), Municipality: pick("", "b", "elsewhere"), For: random.IntN(3) * (2023 + random.IntN(3)) / 2,
		Arrears: fiscal.EUR.Minor(random.Int64N(600)), Instalments: random.IntN(2) == 0,
	}
	if random.IntN(3) == 0 {
		ret.Filed = vicinia.MustDate(pick("2026-04-30", "2026-05-01", "2025-12-01"))
	}
	for range random.IntN(4) {
		c := Choice{Recipient: RecipientID(pick("a", "b", "c", "d", "e", "f", "g", "", "z")), Box: pick("", "", "", "x", "slot 0", "slot 1", "home", "no box")}
		switch random.IntN(3) {
		case 0:
			c.Whole = true
		case 1:
			c.Share = vicinia.Frac(random.Int64N(14)-1, 100)
		default:
			c.Share = vicinia.Frac(random.Int64N(4), 1)
		}
		if random.IntN(2) == 0 {
			c.Amount, c.Whole, c.Share = fiscal.EUR.Minor(random.Int64N(3000)), false, vicinia.Ratio{}
		}
		ret.Choices = append(ret.Choices, c)
	}
	return ret
}

// conserves holds for any regime that passes Check and any rows: what is read is counted,
// whatever the order and the cut; every cent has one destination; nobody gets more than the
// law lets; payments and corrections come to what was settled; and one payer's statement
// accounts for that payer's base. It returns how many rows were refused and how many not.
func conserves(t testing.TB, random *rand.Rand, r *Regime) (refused, taken int) {
	rows := make([]Return, random.IntN(40))
	for i := range rows {
		rows[i] = drawRow(random)
	}
	c, err := r.Collect(slices.Values(rows))
	for range vicinia.Faults(err) {
		refused++
	}
	totals, err := r.Count(c)
	require.NoError(t, err, "columns are good beside faults")
	parts, err := Sum(2, c.Split(3), r.Count)
	require.NoError(t, err)
	require.Equal(t, must(totals.MarshalBinary()), must(parts.MarshalBinary()))
	final, err := r.Settle(totals)
	if errors.Is(err, vicinia.ErrOverflow) {
		return refused, 0
	}
	require.NoError(t, err, "%+v", r)
	all(t, final)
	if r.Mode != ByCredit {
		requireBounds(t, final)
	}
	provisional, err := r.Settle(must(r.Count(c.Split(2)[0])))
	require.NoError(t, err)
	requirePayments(t, r, provisional, final)
	requireCorrections(t, r, provisional, final)
	for _, row := range rows {
		if s, traces, err := final.Statement(row); err == nil {
			taken++
			requireStatement(t, r, s, traces)
		}
	}
	return refused, taken
}

func requirePayments(t testing.TB, r *Regime, provisional, final *Settlement) {
	payments, err := r.Payments(provisional, final)
	require.NoError(t, err)
	sums := map[RecipientID]int64{}
	for _, p := range payments {
		sums[p.Recipient] += p.Amount.Minor()
	}
	for id, m := range final.Recipients() {
		if r.Payout != nil {
			require.Equal(t, m.Minor(), sums[id], "%s is paid what is settled", id)
		}
	}
}

func requireCorrections(t testing.TB, r *Regime, before, after *Settlement) {
	corrections, err := r.Correct(before, after)
	require.NoError(t, err)
	sum := before.Designated.Minor()
	for _, c := range corrections {
		sum += c.After.Minor() - c.Before.Minor()
		pays := c.After.Minor() - c.Before.Minor()
		if r.Late == Unadjusted {
			pays = 0
		}
		require.Equal(t, pays, c.Pays.Minor())
	}
	funds := func(s *Settlement) (sum int64) {
		for _, m := range s.Funds() {
			sum += m.Minor()
		}
		return sum
	}
	require.Equal(t, after.Designated.Minor()-funds(after), sum-funds(before))
}

func requireStatement(t testing.TB, r *Regime, s *Statement, traces []Trace) {
	sum := s.Stays.Minor()
	for i, l := range s.Lines {
		require.GreaterOrEqual(t, l.Amount.Sign(), 0)
		if r.Slots[0].Basis == OwnBase {
			require.LessOrEqual(t, traces[i].Arrives.Minor(), l.Amount.Minor())
		}
		if r.carves() {
			sum += l.Amount.Minor()
		}
	}
	if r.Mode != ByCredit {
		require.Equal(t, s.Base.Minor(), sum, "a payer's base")
	}
	require.GreaterOrEqual(t, s.Stays.Sign(), 0)
}

func TestEveryLawConserves(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 31))
	passed, refused, taken := map[string]int{}, 0, 0
	for range cases(15_000) {
		r := drawWhole(random)
		if r.Check() != nil {
			continue
		}
		n, m := conserves(t, random, r)
		refused, taken = refused+n, taken+m
		passed[r.Mode.String()]++
		for i := range r.Slots {
			passed[r.Slots[i].Grain.String()]++
			passed[r.Slots[i].Basis.String()]++
		}
	}
	for _, words := range [][]string{modes[:], grains[:], bases[:]} {
		for _, w := range words {
			assert.Greater(t, passed[w], cases(30), "%s of %v", w, passed)
		}
	}
	assert.Greater(t, refused, cases(1000))
	assert.Greater(t, taken, cases(1000))
}

// FuzzEveryLaw: any seed is a law with all parameters, and returns of all sorts.
func FuzzEveryLaw(f *testing.F) {
	for i := range uint64(8) {
		f.Add(i, i*i)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		random := rand.New(rand.NewPCG(a, b))
		if r := drawWhole(random); r.Check() == nil {
			conserves(t, random, r)
		}
	})
}

// A gift above what its recipient may take stays in the treasury; it is not lost.
func TestGiftThatNobodyTakes(t *testing.T) {
	r := &Regime{Name: "gifts", Year: 2025, Currency: fiscal.EUR, Recipients: list("a", "b"), Mode: ByCredit,
		Credit: &Credit{Basic: part("10%")}, Slots: []Slot{{Name: "s", Grain: Amounts}}}
	r.Recipients[0].Terms = &Terms{Ceiling: eur("10.00")}
	s := settle(t, r, filed(t, r, "100.00", "a=30.00|b=5.00"))
	assert.Equal(t, []string{"a 10.00", "b 5.00", "treasury 116.50"}, all(t, s), "100.00 - 3.50 credited + 20.00 cut off")
	assert.Equal(t, eur("31.50"), s.Raised)
}
