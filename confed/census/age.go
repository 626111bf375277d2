package census

import "github.com/vicinia/vicinia"

// OfAge reports whether somebody born on a day is so many years old on another; who was
// born on 29 February has the birthday on 1 March in common years.
func OfAge(born vicinia.Date, years int, on vicinia.Date) bool { return born <= ofAge(years, on) }
