// Package sortition draws people by a lot that anyone can redraw.
//
// # Representation
//
// A [Stratum] is a pool of names, which it lists once each, and the seats that are drawn
// from it. Names stand for people; who is in a pool is decided before the seed is known.
//
// # Rules
//
// [Draw] gives every name of a stratum a ticket, the SHA-256 of seed, label and name; the
// lowest tickets are seated, and the others are the reserve, in the order in which they
// replace those who decline. Strata are drawn apart: quotas of a place, an age or a sex.
// [RFC3797] is the selection of the IETF's nominations committee, with MD5 as it is
// written there.
//
// # Ties and rounding
//
// There are none.
//
// # Errors
//
// A stratum with fewer names than seats, a name twice in one stratum or in two, an empty
// seed, and numbers that RFC 3797 does not provide for, are errors.
//
// # Determinism
//
// Draw does not depend on the order of the names. RFC3797 does: its pool is a numbered
// list.
//
// # Example
//
//	lot := ballot.Lot{Seed: "2026-12-01 18:00 lottery: 9 18 26 34 41 45", Label: "assembly"}
//	drawn, reserve, err := sortition.Draw(lot, sortition.Stratum{Names: roll, Seats: 30})
package sortition
