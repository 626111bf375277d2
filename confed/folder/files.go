package folder

import "slices"

// A File is a table of the folder.
type File struct {
	Name     string
	Optional bool // may be absent
	Columns  []string
}

// Files returns the tables in the order in which faults are listed.
func Files() []File {
	all := slices.Clone(files)
	for i := range all {
		all[i].Columns = slices.Clone(all[i].Columns)
	}
	return all
}

var files = []File{
	{"jurisdictions.csv", false, []string{"id", "name", "kind", "within", "state", "currency", "voting_age", "powers"}},
	{"persons.csv", false, []string{"id", "birth_date", "death_date"}},
	{"residencies.csv", false, []string{"person", "municipality", "from", "to", "recorded_at"}},
	{"communities.csv", false, []string{"id", "name", "kind", "legal_form", "exit_notice_days"}},
	{"recognitions.csv", true, []string{"community", "recogniser", "from", "to"}},
	{"memberships.csv", false, []string{"person", "community", "from", "to"}},
	{"calls.csv", false, []string{"id", "body", "call_date", "vote_date", "rule"}},
	{"decisions.csv", false, []string{"id", "call", "matter", "subject", "threshold", "quorum"}},
	{"checkins.csv", true, []string{"decision", "person"}},
	{"ballots.csv", false, []string{"decision", "choice", "count"}},
	{"schedules.csv", false, []string{"jurisdiction", "year", "kind", "parameters", "origin", "decision"}},
	{"policies.csv", false, []string{"jurisdiction", "year", "cap", "membership", "undeclared", "decision"}},
	{"bases.csv", false, []string{"person", "year", "base"}},
	{"designations.csv", false, []string{"person", "jurisdiction", "year", "community", "share", "filed_on"}},
	{"compacts.csv", false, []string{"id", "name", "level", "objects", "notice_months"}},
	{"parties.csv", false, []string{"compact", "party", "from", "to", "notice_on", "share_rule", "share", "joined_by", "left_by"}},
	{"budgets.csv", true, []string{"compact", "year", "amount"}},
	{"services.csv", true, []string{"id", "name", "jurisdiction", "object", "people", "cost"}},
	{"openings.csv", true, []string{"service", "from", "to"}},
	{"candidacies.csv", true, []string{"service", "candidate", "filed_on"}},
	{"findings.csv", true, []string{"service", "rung", "provider", "sufficient", "from", "to", "decision"}},
	{"phyles.csv", true, []string{"id", "name", "communities"}},
	{"poolings.csv", true, []string{"phyle", "community", "from", "share", "decision"}},
}

// fileNamed returns the table of that name, which must exist.
func fileNamed(name string) (order int, f File) {
	order = slices.IndexFunc(files, func(f File) bool { return f.Name == name })
	return order, files[order]
}
