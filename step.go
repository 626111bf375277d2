package vicinia

// A Step is one reason. Every outcome says why: an outcome of a vote, a settlement, an
// assessment, a roll. Concrete steps are plain structs of the package that takes them
// (referendum.Test, designation.Bound, census.Reason).
type Step interface {
	Key() string    // "referendum.test": the template of its sentence in a catalogue
	String() string // terse English, for golden files and logs
}
