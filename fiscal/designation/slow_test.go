package designation

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

// A slowSlot settles one slot as the law is read aloud, from the numbers alone: categories by
// name, one pot after the other, everything anew for everybody who drops out.
type slowSlot struct {
	law      Slot
	category []string
	own      []int64 // directed to each
	choices  []int64
	generic  map[string]int64
	rest     int64 // directed by nobody
	floor    int64
	ceiling  int64
	cap      int64

	out  []bool
	x    []int64
	fund int64
}

// share divides a pot by choices among those who are in, and may be left out by skip.
func (s *slowSlot) share(pot int64, category string, skip []bool) (shared bool) {
	weights := make([]int64, len(s.x))
	for i, n := range s.choices {
		if !s.out[i] && !skip[i] && (category == "" || s.category[i] == category) {
			weights[i] = n
			shared = shared || n > 0
		}
	}
	if !shared {
		return false
	}
	for i, part := range must(fiscal.EUR.Minor(pot).Split(weights...)) {
		s.x[i] += part.Minor()
	}
	return true
}

// send sends what several lose, together, to a sink.
func (s *slowSlot) send(to Sink, lost []int64, skip []bool) {
	byCategory, sum := map[string]int64{}, int64(0)
	for i, units := range lost {
		byCategory[s.category[i]] += units
		sum += units
	}
	switch to.To {
	case ToFund:
		s.fund += sum
	case ToChoices:
		s.share(sum, "", skip)
	case ToCategory:
		for _, category := range []string{"x", "y", "z"} {
			s.share(byCategory[category], category, skip)
		}
	}
}

// once is one way through the slot.
func (s *slowSlot) once() {
	s.x, s.fund = make([]int64, len(s.own)), 0
	nobody, lost := make([]bool, len(s.own)), make([]int64, len(s.own))
	for i, units := range s.own {
		if s.out[i] {
			lost[i] = units
		} else {
			s.x[i] = units
		}
	}
	for _, category := range []string{"x", "y", "z"} {
		if !s.share(s.generic[category], category, nobody) && s.law.Undesignated.To == ToFund {
			s.fund += s.generic[category]
		}
	}
	switch s.law.Undesignated.To {
	case ToFund:
		s.fund += s.rest
	case ToChoices:
		s.share(s.rest, "", nobody)
	}
	s.send(s.law.Below, lost, nobody)
	full := make([]bool, len(s.own))
	for cut := true; cut; {
		cut = false
		over := make([]int64, len(s.own))
		for i := range s.x {
			over[i] = max(0, s.x[i]-s.ceiling)
			s.x[i] -= over[i]
			full[i] = full[i] || s.x[i] == s.ceiling
			cut = cut || over[i] > 0
		}
		s.send(s.law.Overflow, over, full)
	}
	sum := int64(0)
	for _, units := range s.x {
		sum += units
	}
	if sum > s.cap {
		for i, part := range must(fiscal.EUR.Minor(s.cap).Split(s.x...)) {
			s.x[i] = part.Minor()
		}
		if s.law.Excess.To == ToFund {
			s.fund += sum - s.cap
		}
	}
}

// settle goes through the slot until nobody is below the floor.
func (s *slowSlot) settle() {
	s.out = make([]bool, len(s.own))
	for dropped := true; dropped; {
		s.once()
		dropped = false
		for i, units := range s.x {
			if !s.out[i] && units > 0 && units < s.floor {
				s.out[i], dropped = true, true
			}
		}
	}
}

// drawSlow draws a law of one slot, with choices without a recipient only where they do not
// follow the choices of what nobody directed.
func drawSlow(t *testing.T, random *rand.Rand) (*slowSlot, *Regime, Returns) {
	s := &slowSlot{generic: map[string]int64{}, ceiling: math.MaxInt64, cap: math.MaxInt64}
	sinks := []Sink{{}, {ToFund, "f"}, {To: ToChoices}, {To: ToCategory}}
	s.law = Slot{
		Name: "s", Rate: part("20%"), Generic: ByChoices, Below: sinks[random.IntN(4)], Overflow: sinks[random.IntN(4)],
		Undesignated: sinks[random.IntN(3)], Excess: sinks[random.IntN(2)],
	}
	if random.IntN(3) > 0 {
		s.floor = 1 + random.Int64N(900)
		s.law.Floor = fiscal.EUR.Minor(s.floor)
	}
	if random.IntN(3) > 0 {
		s.ceiling = s.floor + 1 + random.Int64N(1500)
		s.law.Ceiling = fiscal.EUR.Minor(s.ceiling)
	}
	if random.IntN(3) == 0 {
		s.cap = s.floor + 1 + random.Int64N(4000)
		s.law.Cap = fiscal.EUR.Minor(s.cap)
	}
	var ids []string
	for i := range 1 + random.IntN(6) {
		s.category = append(s.category, []string{"x", "y", "z"}[random.IntN(3)])
		ids = append(ids, string(rune('a'+i))+":"+s.category[i])
	}
	r := &Regime{Name: "drawn", Year: 2025, Currency: fiscal.EUR, Recipients: list(ids...), Slots: []Slot{s.law}}
	require.NoError(t, r.Check())
	s.own, s.choices = make([]int64, len(ids)), make([]int64, len(ids))
	var c Returns
	share, generics, base := must(c.Share(part("20%"))), r.generics(), int64(0)
	for range random.IntN(30) {
		units := random.Int64N(4000)
		base += units
		switch i := random.IntN(len(ids) + 2); {
		case i < len(ids):
			s.own[i] += units / 5
			s.choices[i]++
			s.rest -= units / 5
			c.Add(units, Line{Recipient: uint32(i), Share: share})
		case i == len(ids) && s.law.Undesignated.To != ToChoices:
			k := random.IntN(len(generics))
			s.generic[generics[k]] += units / 5
			s.rest -= units / 5
			c.Add(units, Line{Recipient: uint32(len(ids) + k), Share: share})
		default:
			c.Add(units)
		}
	}
	s.rest += base / 5
	return s, r, c
}

// Floors, ceilings and the cap against the slow version, to the cent.
func TestSettleAgainstTheSlowSlot(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 21))
	dropped, capped := 0, 0
	for range 20_000 {
		slow, r, c := drawSlow(t, random)
		slow.settle()
		s, err := r.Settle(must(r.Count(c)))
		require.NoError(t, err)
		for i := range slow.x {
			require.Equal(t, slow.x[i], s.paidTo(i), "%s of %+v", r.Recipients[i].ID, slow)
			if slow.out[i] {
				dropped++
			}
		}
		fund := int64(0)
		for _, m := range s.Funds() {
			fund += m.Minor()
		}
		require.Equal(t, slow.fund, fund, "%+v", slow)
		for step := range s.Why() {
			if b, ok := step.(Bound); ok && b.Parameter == "cap" {
				capped++
			}
		}
	}
	require.Greater(t, dropped, 1000)
	require.Greater(t, capped, 1000)
}
