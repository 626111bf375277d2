// Package competence says who provides which service: commons first, then the
// municipality, then a compact.
//
// # Representation
//
// A service of a jurisdiction, the calls for candidacies, the offers of commons and the
// findings of the residents are acts of package confed. [Gather] takes those of one
// service from a world as [Evidence]; [Assign] climbs the ladder.
//
// # Rules
//
// Governments shouldn't administer anything that could be managed as commons (Manifesto,
// chapter 7). So a government provides only if the residents found every commons that
// offered insufficient, or if a call for candidacies stood open for [MinOpen] days, ended
// within the year before, and none came (S-1). A commons offers itself; nothing is imposed
// on it (S-6). A compact provides only what the municipality cannot: it was found
// insufficient, or the service takes more people than live there (S-2). There is one
// provider for a service on a day (S-3). A finding expires, and then the commons may offer
// again (S-8). Providers are those of 1 January; a commons found sufficient after that is
// handed the service, with its funding, on the next one, and the report of the year says that
// it is due (S-4). The money follows the service, whoever provides it (S-5): see package year.
//
// The commons of knowledge (S-7) is nobody's to provide, and is not modelled here.
//
// Whether a commons could provide is for the residents to find; the only test made here is
// one of arithmetic, that a service takes more people than there are.
//
// # Ties and rounding
//
// Of several sufficient commons the one that offered first provides, then the lesser id; of
// several compacts the lesser id. The reasons say so. Nothing is divided.
//
// # Errors
//
// A service that nobody may be assigned to yet is not an error: the assignment has rung 0
// and says what is missing.
//
// # Determinism
//
// Assign is a pure function: the same evidence gives the same rung (S-9).
//
// # Example
//
//	e, ok := competence.Gather(world, "pastures", vicinia.MustDate("2025-01-01"))
//	a := competence.Assign(e)
//	fmt.Println(ok, a.Rung, a.Provider) // true commons Oberallmeind
//	for why := range a.Why() {
//		fmt.Println(why)
//	}
package competence
