package worlds

// Commons first in the canton: what communes need somebody to provide, who offered, and what
// the residents found. All of it is invented but that the commons of pastures and forest
// exists, and where: it goes back to the commons of the basin of Schwyz, Steinen, Muotathal,
// the valley of Riemenstalden and Ybrig, and had about 9000 ha of forest and 8000 ha of
// pastures in 2005 (Josef Wiget, "Oberallmeind", Historical Dictionary of Switzerland, 2009).

// The days of the calls for offers, of the offers, and of what was found of them.
const (
	callsOpen  = "2024-05-01"
	callsClose = "2024-08-01"
	offersOn   = "2024-07-01"
	foundFrom  = "2025-01-01"
	foundTo    = "2029-01-01"
)

// valleys is the compact of those who have too few people for a fire brigade of their own.
const valleys = "Valleys"

// fireBrigade is the object of that compact.
const fireBrigade = "fire brigade"

// A need is a service of one kind, in communes at a cost a year in francs.
type need struct {
	id, name, object string
	people           string // that it takes; empty is any number
	unasked          bool   // no call for offers was opened
	offer            string // the commons that offered
	found            string // yes or no: whether the residents found it sufficient; empty if they did not vote
	in               []costing
}

type costing struct{ commune, francs string }

var needs = []need{
	{id: "alps", name: "Pastures", object: "pastures", offer: "Allmeind", found: "yes", in: []costing{
		{"Muotathal", "180000"}, {"Oberiberg", "90000"}, {"Riemenstalden", "4000"},
		{"Schwyz", "120000"}, {"Steinen", "25000"}, {"Unteriberg", "110000"}}},
	{id: "forest", name: "Forest", object: "forest", offer: "Allmeind", found: "yes", in: []costing{
		{"Muotathal", "210000"}, {"Oberiberg", "60000"}, {"Schwyz", "240000"},
		{"Steinen", "70000"}, {"Unteriberg", "130000"}}},
	{id: "roads", name: "Roads", object: "roads", in: []costing{
		{"Arth", "1400000"}, {"Freienbach", "2200000"}, {"Gersau", "350000"},
		{"Muotathal", "420000"}, {"Schwyz", "1900000"}}},
	{id: "fire", name: "Fire brigade", object: fireBrigade, people: "4000", in: []costing{
		{"Illgau", "35000"}, {"Morschach", "50000"}, {"Muotathal", "150000"}, {"Riemenstalden", "5000"}}},
	{id: "computers", name: "Computers", object: "computers", offer: "Linux", found: "no", in: []costing{{"Einsiedeln", "300000"}}},
	{id: "shore", name: "Lake shore", object: "lake shore", offer: "Oceans", in: []costing{{"Küssnacht", "90000"}}},
	{id: "school", name: "Upper school", object: "upper school", people: "1500", in: []costing{{"Innerthal", "45000"}}},
	{id: "childcare", name: "Childcare", object: "childcare", unasked: true, in: []costing{{"Wollerau", "400000"}}},
}

// provide writes the services with their evidence, and the votes on what was found.
func (s *schwyz) provide() {
	d := newDrawing(s.seed, "findings", "")
	for _, n := range needs {
		for _, c := range n.in {
			id := n.id + "-" + c.commune
			s.services.add(id, n.name, c.commune, n.object, n.people, c.francs+".00")
			if !n.unasked {
				s.openings.add(id, callsOpen, callsClose)
			}
			if n.offer != "" {
				s.candidacies.add(id, n.offer, offersOn)
			}
			if n.found != "" {
				decision := id + "-finding"
				s.findings.add(id, "commons", n.offer, n.found, foundFrom, foundTo, decision)
				s.decide(d, decision, c.commune, "provider", c.commune, s.electors[indexOf(c.commune)], true)
			}
		}
	}
}

// brigade writes the compact of the valleys, which costs what its parties need.
func (s *schwyz) brigade() {
	s.compacts.add(valleys, "Fire brigade of the valleys", "municipal", fireBrigade, "12")
	for _, party := range []string{"Illgau", "Morschach", "Muotathal", "Riemenstalden"} {
		s.parties.add(valleys, party, "2010-01-01", "", "", "capacity", "", "", "")
	}
	s.budgets.add(valleys, "2025", "240000.00")
}
