package census_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

const draws = 60

func eachDraw(t *testing.T, check func(rng *rand.Rand, f facts)) {
	for seed := range uint64(draws) {
		rng := rand.New(rand.NewPCG(seed, 1))
		check(rng, drawn(rng))
		if t.Failed() {
			t.Fatal("seed", seed)
		}
	}
}

// Every roll is that of the slow, obvious reading, and every Explain agrees with it.
func TestBuild_Oracle(t *testing.T) {
	sizes := 0
	eachDraw(t, func(rng *rand.Rand, f facts) {
		r := f.enter(t, rng)
		var calls []Call
		for range 12 {
			calls = append(calls, drawnCall(rng, f))
		}
		rolls, err := Scan(r, calls)
		require.NoError(t, err)
		for k, l := range rolls {
			want := f.roll(calls[k], l.Reference)
			sizes += len(want)
			assert.Equal(t, want, electors(l), "%+v", calls[k])
			alone, err := Build(r, calls[k].Rule, calls[k].Place, calls[k].Call, calls[k].Vote)
			require.NoError(t, err)
			assert.Equal(t, alone.Digest(), l.Digest())
			for _, p := range f.people {
				on := slices.Contains(want, p.ID)
				assert.Equal(t, on, l.Has(p.ID), p)
				why := l.Explain(p.ID)
				assert.Equal(t, on, why.On, "%v: %v", p.ID, why)
				assert.Equal(t, on, why.Key() == "census.elector")
				assert.Equal(t, on, why.Breaks == "")
			}
		}
	})
	assert.Greater(t, sizes, 1000, "the draws must put people on rolls")
}

// Home, Stays and Residents are those of the slow, obvious reading, for every view.
func TestRegister_Oracle(t *testing.T) {
	eachDraw(t, func(rng *rand.Rand, f facts) {
		r := f.enter(t, rng)
		for range 8 {
			known := date("2020-01-01") + vicinia.Date(rng.IntN(400))
			on := date("2020-01-01") + vicinia.Date(rng.IntN(400))
			view := r.KnownAt(known)
			home := map[JurisdictionID][]PersonID{}
			for p := range r.People() {
				assert.Equal(t, f.of(p.ID, known), slices.Collect(view.Stays(p.ID)))
				want, ok := f.home(p.ID, on, known)
				if p.Died != 0 && p.Died <= on {
					want, ok = Residency{}, false
				}
				got, is := view.Home(p.ID, on)
				assert.Equal(t, ok, is)
				assert.Equal(t, want, got)
				for _, place := range f.places {
					if ok && f.inside(want.Municipality, place.ID) {
						home[place.ID] = append(home[place.ID], p.ID)
					}
				}
			}
			for _, place := range f.places {
				assert.Equal(t, home[place.ID], slices.Collect(view.Residents(place.ID, on)))
			}
		}
	})
}

// a roll does not move when persons, stays and judgments arrive in another order,
// and there is nothing else that a register knows of a person.
func TestR4_Order(t *testing.T) {
	eachDraw(t, func(rng *rand.Rand, f facts) {
		c := drawnCall(rng, f)
		one, err := Build(f.enter(t, nil), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		two, err := Build(f.enter(t, rng), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		assert.Equal(t, one.Digest(), two.Digest())
		assert.Equal(t, dump(f.enter(t, nil)), dump(f.enter(t, rng)))
	})
}

// with the lives of two persons exchanged, their places on the roll are exchanged,
// and nothing else moves: who somebody is plays no part.
func TestR4_Exchange(t *testing.T) {
	eachDraw(t, func(rng *rand.Rand, f facts) {
		a, b := f.people[0].ID, f.people[1+rng.IntN(len(f.people)-1)].ID
		swap := func(p PersonID) PersonID {
			switch p {
			case a:
				return b
			case b:
				return a
			}
			return p
		}
		g := facts{f.places, slices.Clone(f.people), slices.Clone(f.stays), slices.Clone(f.judgments)}
		for k := range g.people {
			g.people[k].ID = swap(g.people[k].ID)
		}
		for k := range g.stays {
			g.stays[k].Person = swap(g.stays[k].Person)
		}
		for k := range g.judgments {
			g.judgments[k].person = swap(g.judgments[k].person)
		}
		c := drawnCall(rng, f)
		one, err := Build(f.enter(t, rng), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		two, err := Build(g.enter(t, rng), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		for _, p := range f.people {
			assert.Equal(t, one.Has(p.ID), two.Has(swap(p.ID)))
		}
	})
}

// what the office enters after a day leaves the roll as known on that day, and a
// roll that closed by then.
func TestR9_Reproducible(t *testing.T) {
	eachDraw(t, func(rng *rand.Rand, f facts) {
		known := date("2020-06-01") + vicinia.Date(rng.IntN(200))
		old := facts{places: f.places, people: f.people, judgments: f.judgments}
		for _, p := range f.people {
			old.stays = append(old.stays, f.of(p.ID, known)...)
		}
		c := drawnCall(rng, f)
		then, err := Build(old.enter(t, rng), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		again, err := Build(f.enter(t, rng).KnownAt(known), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		assert.Equal(t, then.Digest(), again.Digest())
		full, err := Build(f.enter(t, rng), c.Rule, c.Place, c.Call, c.Vote)
		require.NoError(t, err)
		if known >= full.Reference {
			assert.Equal(t, full.Digest(), again.Digest())
		}
	})
}

// for a common reference date every resident who is old enough is on the
// roll of exactly one municipality, so that no roll need be searched for doubles, and
// the sizes add up to those of the regions.
func TestR13_Sums(t *testing.T) {
	eachDraw(t, func(rng *rand.Rand, f facts) {
		r := f.enter(t, rng)
		c := drawnCall(rng, f)
		c.Rule.MinStay = 0
		size := map[JurisdictionID]int64{}
		count := map[PersonID]int{}
		var own, all []Call
		for _, p := range f.places {
			c.Place = p.ID
			all = append(all, c)
			if !p.Region {
				own = append(own, c)
			}
		}
		rolls, err := BuildAll(r, c.Vote, all...)
		require.NoError(t, err)
		for _, l := range rolls {
			size[l.Place] = l.Len()
		}
		assert.Equal(t, size["R"], size["S"]+size["c"])
		assert.Equal(t, size["S"], size["a"]+size["b"])
		assert.Equal(t, size["T"], size["d"])
		rolls, err = BuildAll(r, c.Vote, own...)
		require.NoError(t, err)
		for _, l := range rolls {
			for p := range l.All() {
				count[p]++
			}
		}
		for p, n := range count {
			assert.Equal(t, 1, n, p)
		}
		ref := rolls[0].Reference
		for _, p := range f.people {
			on := slices.ContainsFunc(own, func(c Call) bool { return f.votes(p, c, ref, ref) })
			assert.Equal(t, on, count[p.ID] == 1)
		}
	})
}

// The editor takes and refuses what a plain list of stays would: one person, and many
// stays, moves and departures of short times, so that they collide.
func TestEditor_Oracle(t *testing.T) {
	taken, refused := 0, 0
	towns := []JurisdictionID{"A", "B", "C"}
	for seed := range uint64(draws) {
		rng := rand.New(rand.NewPCG(seed, 3))
		e := register(t).Edit()
		var list []Residency // ascending
		for range 200 {
			on := date("2020-01-01") + vicinia.Date(rng.IntN(200))
			s := Residency{"P", towns[rng.IntN(3)], on, on + 1 + vicinia.Date(rng.IntN(9)), on}
			if rng.IntN(20) == 0 {
				s.To = 0
			}
			var err error
			var ok bool
			switch rng.IntN(20) {
			case 0:
				err = e.Departure("P", on)
				list, ok = depart(list, on)
			case 1, 2:
				err = e.Move("P", s.Municipality, on, on)
				list, ok = move(list, s)
			default:
				err = e.Residency(s)
				list, ok = add(list, s)
			}
			require.Equal(t, ok, err == nil, "%v %v", s, err)
			require.Equal(t, list, slices.Collect(e.Register().Stays("P")))
			if ok {
				taken++
			} else {
				refused++
			}
		}
	}
	assert.Greater(t, taken, 500)
	assert.Greater(t, refused, 500)
}

func add(list []Residency, s Residency) ([]Residency, bool) {
	for _, old := range list {
		if _, overlap := old.Interval().Meet(s.Interval()); overlap {
			return list, false
		}
	}
	list = append(slices.Clone(list), s)
	slices.SortFunc(list, func(a, b Residency) int { return int(a.From - b.From) })
	return list, true
}

func depart(list []Residency, on vicinia.Date) ([]Residency, bool) {
	n := len(list) - 1
	if n < 0 || list[n].To != 0 || on <= list[n].From {
		return list, false
	}
	list = slices.Clone(list)
	list[n].To = on
	return list, true
}

func move(list []Residency, s Residency) ([]Residency, bool) {
	s.To = 0
	left, open := depart(list, s.From)
	if !open {
		return add(list, s)
	}
	if list[len(list)-1].Municipality == s.Municipality {
		return list, false
	}
	return add(left, s)
}
