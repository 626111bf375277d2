// Package sim asks what would happen if: a scenario, swept over its parameters.
//
// # Representation
//
// A [Scenario] is parameters in, one row of numbers out. A [Grid] lists the values to try.
// [Sweep] runs every point of the grid on every seed into a [Table], which is tidy and
// long: one row per run, one column per parameter, then the seed, then the results.
// Numbers are float64 here, and here only: a result of the engine may be read into a
// table, and nothing that the engine decides is read out of one.
//
// # Rules
//
// A run may fork a world, since [confed.World.Apply] copies nothing and any number of
// goroutines may read one world. The engine enforces rules; what people would do is the
// scenario's assumption, so its text (About) and the table's Notes should say it.
//
// # Ties and rounding
//
// [Range] computes in fractions and rounds each value once to the nearest float64. Means
// add up in the order of the seeds, and no product is fused with a sum, so that every
// processor gives the same bits.
//
// # Errors
//
// What is wrong with a scenario, a grid or the options is a vicinia.Fault, all of them at
// once. A run that fails ends the sweep with the fault of the first such run in the order
// of the table. A cancelled sweep returns the rows that are complete, and ctx's error.
//
// # Determinism
//
// The chance of a run is a PCG of its own, seeded with SHA-256(seed NUL scenario NUL point
// NUL number of the seed), where numbers are in decimal and the point reads
// cap=0.1,uptake=0.35 in the order of the parameters. So the table is the same for any
// number of workers, and one row can be computed again alone.
//
// # Example
//
//	dice := sim.Scenario{
//		Name: "dice", Params: []sim.Param{{Name: "sides", Min: 2, Max: 100, Default: 6}},
//		Columns: []string{"eyes"},
//		Run: func(in sim.Values, rng *rand.Rand) ([]float64, error) {
//			return []float64{float64(1 + rng.IntN(int(in.Get("sides"))))}, nil
//		},
//	}
//	table, err := sim.Sweep(ctx, dice, sim.Grid{"sides": {6, 20}}, sim.Options{Seeds: 50, Workers: 2})
//	for row := range table.Mean().Rows() {
//		fmt.Println(row) // sides, eyes, eyes.lo, eyes.hi
//	}
//
// [confed.World.Apply]: https://pkg.go.dev/github.com/vicinia/vicinia/confed#World.Apply
package sim
