package worlds

// A community is one of the table, and how much it is liked in the district of Schwyz and elsewhere:
// assumed, as is that the district's own commons is best liked at home.
type community struct {
	id, name, kind, form string
	exit                 string // notice in days
	inner, outer         int    // weights
}

// The communities with a place of their own in the code.
const (
	strangers = 6 // people of the canton who live nowhere in it
	camino    = 7 // recognised by Einsiedeln alone
)

// communityList has them all. The commons of pastures and forests is a corporation of public
// law; the table has no word for that.
var communityList = [...]community{
	{"Allmeind", "Oberallmeindkorporation Schwyz", "productive", "international-foundation", "0", 30, 5},
	{"Linux", "Linux commons", "productive", "international-foundation", "0", 15, 21},
	{"Oceans", "Care of the oceans", "productive", "international-foundation", "0", 16, 24},
	{"Esperanto", "Esperanto community", "synthetic", "international-organisation", "30", 7, 10},
	{"Minho", "Emigrants from the Minho", "origin", "international-organisation", "30", 12, 16},
	{"Kosova", "Emigrants from Kosovo", "origin", "international-organisation", "30", 12, 14},
	{"SchwyzAbroad", "People of Schwyz abroad", "origin", "international-organisation", "30", 8, 10},
	{"Camino", "Pilgrims of the Way of Saint James", "synthetic", "international-organisation", "30", 0, 0},
}

// recognise writes the communities and who recognises them.
func (s *schwyz) recognise() {
	for i, a := range communityList {
		s.communities.add(a.id, a.name, a.kind, a.form, a.exit)
		by := "register"
		if i == camino {
			by = "Einsiedeln"
		}
		s.recognitions.add(a.id, by, "2015-01-01", "")
	}
}

// taste are the weights of the communities in a district.
func taste(district string) []int {
	weights := make([]int, len(communityList))
	for i, a := range communityList {
		weights[i] = a.outer
		if district == "Schwyz" {
			weights[i] = a.inner
		}
	}
	return weights
}
