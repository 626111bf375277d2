// Package confed is the world and the acts upon it; who decides what.
//
// # Representation
//
// A [World] is everything on record: places and people, communities, votes, compacts,
// taxes, designations. It never changes. [World.Apply] gives the next one, or refuses: so
// a preview, a dry run and a what-if are the same call, and the world that comes back is
// kept or dropped. Worlds share what did not change, and any number of goroutines may read
// one. The records that make the world (a [Residency], a [Community], a [Filing]) are
// themselves the acts.
//
// # Rules
//
// The doctrine stands in the signatures: a roll is built from the register of residence
// alone (census.Build), a tax is assessed without a membership (tax.Assess), a [Filing]
// carries no ballot, and [BodyFor] gives one body for each matter. What needs a decision
// (a local [Schedule], a [Policy], an [Accession], a [Notice]) is proposed by a [Motion]
// before the vote and done by its [Certificate], which is refused unless it says what the
// register and the counted ballots say.
//
// A roll that is closed stays as it is. What is recorded later is taken, whatever day it
// bears: it shows in later rolls, in taxes by days and in what the register knows of that
// day since, but in no vote that was called; its certificates hold the digest of the roll.
// A claim against a roll is a [Correction], before it is closed.
//
// # Ties and rounding
//
// A tied vote is not carried: yes must exceed the threshold, or reach it where the
// threshold says at least. Nothing is divided here.
//
// # Errors
//
// A refused act changes nothing. Its error is a [vicinia.Fault] with the field (spelt as
// in a world folder) and the [vicinia.Invariant] that it breaks; [Invariants] has their
// sentences and sources. Apply names every refused act; Admit returns them as results.
//
// # Determinism
//
// Whatever leaves a world is sorted by id; the order in which facts arrived is not seen.
//
// # Example
//
//	w, err := new(confed.World).Apply(
//		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR},
//		confed.Person{ID: "ana", Born: vicinia.MustDate("1980-05-02")},
//		confed.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate("2019-01-01")},
//		confed.Call{ID: "c", Body: confed.ResidentsOf("A"), On: vicinia.MustDate("2024-10-01"),
//			Vote: vicinia.MustDate("2024-12-01")},
//		confed.RollClosing{Calls: []confed.CallID{"c"}},
//	)
//	roll, _ := w.Roll("c")
//	fmt.Println(roll.Len(), err) // 1 <nil>
//
// Below it: census. Above it: year, folder, report.
package confed
