package census

import "github.com/vicinia/vicinia"

// A JurisdictionID is opaque: a municipality or a region.
type JurisdictionID string

// AdultAge is the voting age of a place that states none.
const AdultAge = 18

// MaxVotingAge bounds a voting age.
const MaxVotingAge = 150

// A Place is a municipality or a region, as far as a roll must know. People live in
// municipalities; regions hold municipalities and regions.
type Place struct {
	ID        JurisdictionID
	Within    JurisdictionID // a region; "" if it lies in none
	Region    bool
	VotingAge int // 0 is AdultAge; a region's own is never asked
}

// place is a row of the register.
type place struct {
	within uint32 // number + 1; 0 is none
	age    uint8
	region bool
}

// NumPlaces is the number of places.
func (r *Register) NumPlaces() int { return r.places.Len() }

// PlaceNumber returns the dense number of a place.
func (r *Register) PlaceNumber(id JurisdictionID) (int, bool) { return r.names.Find(string(id)) }

// PlaceAt returns the place of a number; VotingAge is filled in.
func (r *Register) PlaceAt(i int) Place {
	row := r.places.At(i)
	p := Place{ID: r.placeID(uint32(i)), Region: row.region, VotingAge: int(row.age)}
	if row.within != 0 {
		p.Within = r.placeID(row.within - 1)
	}
	return p
}

func (r *Register) placeID(i uint32) JurisdictionID { return JurisdictionID(r.names.ID(int(i))) }

// Parent returns the number of the region that holds a place, or -1.
func (r *Register) Parent(i int) int { return int(r.places.At(i).within) - 1 }

// Place returns a place by its id; VotingAge is filled in.
func (r *Register) Place(id JurisdictionID) (Place, bool) {
	i, ok := r.PlaceNumber(id)
	if !ok {
		return Place{}, false
	}
	return r.PlaceAt(i), true
}

// inside reports whether place p is of, or lies in it at any depth.
func (r *Register) inside(p, of uint32) bool {
	for p != of {
		up := r.places.At(int(p)).within
		if up == 0 {
			return false
		}
		p = up - 1
	}
	return true
}

// ofAge is the last day of birth of those who are age years old on a day. Who was born
// on 29 February is a year older on 1 March in common years, so the 28th cuts them off.
func ofAge(age int, on vicinia.Date) vicinia.Date { return on.AddMonths(-12 * age) }

// years is the age on a day, in completed years; see ofAge.
func years(born, on vicinia.Date) int {
	y, m, d := on.Civil()
	by, bm, bd := born.Civil()
	if m < bm || m == bm && d < bd {
		return y - by - 1
	}
	return y - by
}
