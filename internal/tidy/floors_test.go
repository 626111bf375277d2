package tidy

import (
	"go/token"
	"strconv"
	"strings"
)

// family is the first folder of a path; "" is the root.
func family(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}

// mayImport is the picture of the floors: whether a package may import another one of
// ours, by their paths below the module.
func mayImport(from, to string) bool {
	switch {
	case from == "": // the words import nothing
		return false
	case to == "":
		return true
	case family(from) == "examples": // what anybody's program may import, the worlds, and the vote that commands share
		return to == "examples/worlds" || to == "examples/poll" || strings.HasPrefix(to, from+"/") ||
			family(to) != "examples" && family(to) != "internal"
	case family(to) == "internal":
		return true
	case family(from) == "internal", from == "confed/census", from == "confed/chart":
		return false
	case family(from) == "ballot", family(from) == "fiscal": // two engines that do not know each other
		return family(to) == family(from)
	case from == "confed":
		return family(to) == "ballot" || family(to) == "fiscal" || to == "confed/census" || to == "confed/chart"
	case family(from) == "confed": // beside each other, but for the report of a year
		return family(to) == "ballot" || family(to) == "fiscal" ||
			to == "confed" || to == "confed/census" || to == "confed/chart" ||
			to == "confed/competence" && from != to ||
			from == "confed/report" && to == "confed/year"
	}
	return false
}

// mayRequire says which modules of others the library imports outside its tests.
func mayRequire(from, to string) bool {
	switch to {
	case "golang.org/x/exp/constraints":
		return true
	case "github.com/cockroachdb/apd/v3":
		return family(from) == "fiscal" || family(from) == "internal"
	}
	return false
}

func floors(u *unit, report func(token.Pos, string, ...any)) {
	for _, f := range u.files {
		for _, spec := range f.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			to, ours := strings.CutPrefix(path+"/", module+"/")
			to = strings.TrimSuffix(to, "/")
			switch {
			case ours && !mayImport(u.path, to):
				report(spec.Pos(), "%s must not import %s: an import points down", u.pkg.Path(), path)
			case !ours && strings.Contains(family(path), ".") && !mayRequire(u.path, path):
				report(spec.Pos(), "%s must not import %s outside tests", u.pkg.Path(), path)
			}
		}
	}
}
