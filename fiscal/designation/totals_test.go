package designation

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/canon"
	"github.com/vicinia/vicinia/internal/exact"
)

func count(t testing.TB, r *Regime, rows ...Return) *Totals {
	t.Helper()
	c, err := r.Collect(slices.Values(rows))
	require.NoError(t, err)
	totals, err := r.Count(c)
	require.NoError(t, err)
	return totals
}

func TestMergeRefusesAnotherRegime(t *testing.T) {
	base := confederal(t, "15%", "a", "b")
	other := func(change func(r *Regime)) *Regime {
		r := *confederal(t, "15%", "a", "b")
		change(&r)
		return &r
	}
	others := map[string]*Regime{
		"year":       other(func(r *Regime) { r.Year++ }),
		"name":       other(func(r *Regime) { r.Name = "x" }),
		"currency":   other(func(r *Regime) { r.Currency = fiscal.CHF }),
		"cap":        confederal(t, "16%", "a", "b"),
		"recipients": confederal(t, "15%", "a", "c"),
		"one less":   confederal(t, "15%", "a"),
	}
	for name, r := range others {
		t.Run(name, func(t *testing.T) {
			totals := count(t, base, row(t, "1.00", "a=15%"))
			before, err := totals.MarshalBinary()
			require.NoError(t, err)
			require.ErrorIs(t, totals.Merge(count(t, r)), ErrRegime)
			require.ErrorIs(t, second(r.Settle(totals)), ErrRegime)
			after, err := totals.MarshalBinary()
			require.NoError(t, err)
			assert.Equal(t, before, after)
		})
	}
	same := confederal(t, "15%", "b", "a") // another pointer to an equal regime
	require.NoError(t, count(t, base, row(t, "1.00", "a=15%")).Merge(count(t, same, row(t, "1.00", "a=15%"))))
}

func TestZeroTotals(t *testing.T) {
	r := confederal(t, "15%", "a")
	var zero Totals
	s, err := r.Settle(&zero)
	require.NoError(t, err)
	assert.Equal(t, []string{"a 0.00 EUR", "treasury 0.00 EUR"}, lines(s))

	some := count(t, r, row(t, "2.00", "a=15%"))
	require.NoError(t, some.Merge(&zero))
	require.NoError(t, zero.Merge(some))
	require.NoError(t, zero.Merge(some))
	assert.Equal(t, count(t, r, row(t, "2.00", "a=15%")), some, "merging changed neither a part nor shared its cells")
	s, err = r.Settle(&zero)
	require.NoError(t, err)
	assert.Equal(t, []string{"a 0.60 EUR", "treasury 3.40 EUR"}, lines(s))

	b, err := new(Totals).MarshalBinary()
	require.NoError(t, err)
	var read Totals
	require.NoError(t, read.UnmarshalBinary(b))
	assert.True(t, read.isZero())

	none, err := Sum(4, nil, r.Count)
	require.NoError(t, err)
	assert.True(t, none.isZero())
}

func TestMergeOverflow(t *testing.T) {
	r := confederal(t, "15%", "a")
	most := exact.U128{Hi: math.MaxUint64, Lo: math.MaxUint64}
	for name, change := range map[string]func(t *Totals){
		"base":   func(t *Totals) { t.base = most },
		"payers": func(t *Totals) { t.payers = math.MaxInt64 },
		"sum":    func(t *Totals) { t.cells[0].sum = most },
		"lines":  func(t *Totals) { t.cells[0].lines = math.MaxInt64 },
	} {
		a, b := count(t, r, row(t, "2.00", "a=15%")), count(t, r, row(t, "2.00", "a=15%"))
		change(b)
		require.ErrorIs(t, a.Merge(b), vicinia.ErrOverflow, name)
		assert.Equal(t, count(t, r, row(t, "2.00", "a=15%")), a, "nothing is half merged")
	}
}

func TestSettleOverflow(t *testing.T) {
	r := confederal(t, "15%", "a")
	half := Return{Base: fiscal.EUR.Minor(1 << 62), Choices: choices(t, "a=15%")}
	totals := count(t, r, half, half)
	_, err := r.Settle(totals)
	require.ErrorIs(t, err, vicinia.ErrOverflow, "2^63")
	s, err := r.Settle(count(t, r, half, Return{Base: fiscal.EUR.Minor(1<<62 - 1)}))
	require.NoError(t, err)
	assert.Equal(t, int64(math.MaxInt64), s.Base.Minor())
}

// Totals from a broken file may be impossible; Settle says so.
func TestSettleRefusesMoreThanCameIn(t *testing.T) {
	r := confederal(t, "15%", "a", "b")
	totals := count(t, r, row(t, "2.00", "a=15%"))
	totals.cells[1].sum.Lo = 171
	require.ErrorIs(t, second(r.Settle(totals)), vicinia.Invariant("D-7"))
	totals.cells[1].sum = exact.U128{Hi: 1}
	require.ErrorIs(t, second(r.Settle(totals)), vicinia.Invariant("D-7"))
	totals.cells = totals.cells[:1]
	require.ErrorIs(t, second(r.Settle(totals)), ErrRegime)
}

func TestUnmarshalRefuses(t *testing.T) {
	r := confederal(t, "15%", "a", "b")
	totals := count(t, r, row(t, "2.00", "a=15%"))
	good, err := totals.MarshalBinary()
	require.NoError(t, err)
	var read Totals
	for n := range good {
		require.ErrorIs(t, read.UnmarshalBinary(good[:n]), canon.ErrForm, "cut at %d", n)
	}
	require.ErrorIs(t, read.UnmarshalBinary(append(slices.Clone(good), 0)), canon.ErrForm)
	for name, change := range map[string]func(u *Totals){
		"payers":  func(u *Totals) { u.payers = -1 },
		"lines":   func(u *Totals) { u.cells[1].lines = -1 },
		"regime":  func(u *Totals) { u.regime = nil },
		"version": nil,
	} {
		u := *totals
		u.cells = slices.Clone(u.cells)
		b := slices.Clone(good)
		if change != nil {
			change(&u)
			b, err = u.MarshalBinary()
			require.NoError(t, err)
		} else {
			b[len(totalsForm)]++
		}
		require.ErrorIs(t, read.UnmarshalBinary(b), canon.ErrForm, name)
	}
	assert.Equal(t, Totals{}, read, "a refused form changes nothing")
}

func FuzzTotals(f *testing.F) {
	r := confederal(f, "15%", "a", "b")
	b, err := count(f, r, row(f, "2.00", "a=15%")).MarshalBinary()
	require.NoError(f, err)
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var u Totals
		if u.UnmarshalBinary(b) != nil {
			return
		}
		again, err := u.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, b, again, "one value, one form")
		if s, err := r.Settle(&u); err == nil {
			require.Equal(t, s.Base.Minor(), s.Designated.Minor()+s.Treasury.Minor())
		}
	})
}

// The digest as a second program computed it from the description of the form. A change
// of these bytes needs a new name of the form.
func TestGoldenDigest(t *testing.T) {
	r := confederal(t, "15%", four...)
	s := settle(t, r, row(t, "3200.00", "Esperanto=5%|Linux=5%"))
	assert.Equal(t, "b5781374c57393dd988f5ae06b0b93655b543541a16ee7dcfa642d1a4cd5a763", fmt.Sprintf("%x", s.Digest()))
}

func TestSumReturnsErrorsInTheOrderOfParts(t *testing.T) {
	r := confederal(t, "15%", "a")
	c := Returns{}
	for range 10 {
		c.Add(-1)
	}
	_, err := Sum(3, c.Split(10), r.Count)
	assert.Len(t, messages(err), 10)
	_, alone := Sum(1, c.Split(10), r.Count)
	assert.Equal(t, alone.Error(), err.Error())
}

func TestReturns(t *testing.T) {
	var c Returns
	assert.Equal(t, 0, c.Len())
	assert.Len(t, c.Split(8), 1)
	five, err := c.Share(part("5%"))
	require.NoError(t, err)
	third, err := c.Share(vicinia.Frac(1, 3))
	require.NoError(t, err)
	again, err := c.Share(part("0.05"))
	require.NoError(t, err)
	assert.Equal(t, []uint16{0, 1, 0}, []uint16{five, third, again})

	copied := c // a copy's new shares are its own
	tenth, err := copied.Share(part("10%"))
	require.NoError(t, err)
	half, err := c.Share(part("50%"))
	require.NoError(t, err)
	assert.Equal(t, part("10%"), copied.Shares[tenth])
	assert.Equal(t, part("50%"), c.Shares[half])

	for i := range 10 {
		c.Add(int64(i), slices.Repeat([]Line{{Share: five}}, i%3)...)
	}
	views := c.Split(3)
	assert.Equal(t, []int{4, 3, 3}, []int{views[0].Len(), views[1].Len(), views[2].Len()})
	r := confederal(t, "15%", "a")
	whole, err := r.Count(c)
	require.NoError(t, err)

	views[0].Add(1_000_000, Line{Share: five}) // a view grows for itself
	share, err := views[0].Share(part("7%"))
	require.NoError(t, err)
	assert.Equal(t, part("7%"), views[0].Shares[share])
	_, err = r.Count(views[0])
	require.NoError(t, err)
	again2, err := r.Count(c)
	require.NoError(t, err)
	assert.Equal(t, whole, again2)
}

// Count allocates for the regime and the dictionary, never for a return.
func TestCountDoesNotAllocatePerReturn(t *testing.T) {
	r := confederal(t, "15%", "a")
	allocations := func(n int, shares ...vicinia.Ratio) float64 {
		c := Returns{Shares: shares}
		for i := range n {
			c.Add(int64(i), Line{}, Line{Share: 1})
		}
		return testing.AllocsPerRun(10, func() {
			if _, err := r.Count(c); err != nil {
				panic(err)
			}
		})
	}
	// The pools of the standard library may be refilled at any time, whence a few.
	assert.Less(t, allocations(10_000, part("1%"), part("2%")), allocations(1, part("1%"), part("2%"))+20)
}
