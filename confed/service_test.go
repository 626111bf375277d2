package confed_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
)

var (
	water   = Service{ID: "water", Jurisdiction: "A", Object: "water", People: 100, Cost: eur("500.00")}
	finding = Finding{Service: "water", Jurisdiction: "A", Rung: Commons, Provider: "Linux",
		When: vicinia.Interval{From: date("2025-08-01"), To: date("2027-08-01")}}
	eur = fiscal.EUR.MustParse
)

func finds(id DecisionID, f Finding) Motion {
	return Motion{ID: id, Call: "A-2025", Matter: Matter{Kind: Provider, For: string(f.Jurisdiction)}, Does: []Act{f}}
}

func TestServices_Refused(t *testing.T) {
	w := decidable(t)
	for _, tt := range []struct {
		name   string
		change func(*Service)
		path   string
		breaks vicinia.Invariant
	}{
		{"an id in use", func(s *Service) { s.ID = "P1" }, "id", ""},
		{"nowhere", func(s *Service) { s.Jurisdiction = "Z" }, "jurisdiction", ""},
		{"of nothing", func(s *Service) { s.Object = "" }, "object", ""},
		{"for less than nobody", func(s *Service) { s.People = -1 }, "people", ""},
		{"in another currency", func(s *Service) { s.Cost = fiscal.CHF.Minor(1) }, "cost", "M-7"},
		{"for less than nothing", func(s *Service) { s.Cost = eur("-0.01") }, "cost", "M-7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := water
			tt.change(&bad)
			refused(t, w, bad, tt.path, tt.breaks)
		})
	}
	w = then(t, w, water)
	refused(t, w, water, "id", "")
	refused(t, w, Person{ID: "water", Born: date("2000-01-01")}, "id", "")
}

// S-1, S-6: commons offer themselves, while a call stands open for a stated time.
func TestS1_Candidacies(t *testing.T) {
	w := then(t, decidable(t), water)
	open := Opening{Service: "water", When: vicinia.Interval{From: date("2025-01-01"), To: date("2025-03-01")}}
	endless, second := open, open
	endless.When.To = 0
	second.When.From, second.When.To = date("2025-02-28"), date("2025-04-01")
	refused(t, w, endless, "to", "S-1")
	refused(t, w, Opening{Service: "fire", When: open.When}, "service", "")
	refused(t, w, Opening{Service: "water"}, "from", "")
	w = then(t, w, open)
	refused(t, w, second, "from", "")

	offer := Candidacy{Service: "water", Candidate: "Linux", On: date("2025-02-01")}
	refused(t, w, Candidacy{Service: "water", Candidate: "B", On: offer.On}, "candidate", "")
	refused(t, w, Candidacy{Service: "fire", Candidate: "Linux", On: offer.On}, "service", "")
	refused(t, w, Candidacy{Service: "water", Candidate: "Linux"}, "filed_on", "")
	w = then(t, w, offer, Candidacy{Service: "water", Candidate: "Oceans", On: date("2025-01-15")})
	refused(t, w, offer, "candidate", "")
	var who []CommunityID
	for c := range w.Candidacies("water") {
		who = append(who, c.Candidate)
	}
	assert.Equal(t, []CommunityID{"Oceans", "Linux"}, who, "by day")
	assert.Empty(t, slices.Collect(w.Candidacies("fire")))
}

func TestS8_FindingsNeedTheResidentsAndExpire(t *testing.T) {
	w := then(t, decidable(t), water)
	refused(t, w, finding, "decision", "C-3")
	late := finding
	late.When.From = date("2025-07-20")
	refused(t, w, finds("f", late), "does[0].from", "C-3")
	for _, tt := range []struct {
		name   string
		change func(*Finding)
		path   string
		breaks vicinia.Invariant
	}{
		{"on no service", func(f *Finding) { f.Service = "fire" }, "does[0].service", ""},
		{"without an end", func(f *Finding) { f.When.To = 0 }, "does[0].to", "S-8"},
		{"on no community", func(f *Finding) { f.Provider = "B" }, "does[0].provider", ""},
		{"on another's government", func(f *Finding) { f.Rung, f.Provider = LocalGovernment, "B" }, "does[0].provider", "C-3"},
		{"on no compact", func(f *Finding) { f.Rung = Pooled }, "does[0].provider", ""},
		{"on no rung", func(f *Finding) { f.Rung = Pooled + 1 }, "does[0].rung", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bad := finding
			tt.change(&bad)
			w := then(t, w, finds("f", bad), Count{Decision: "f", Yes: 1})
			refused(t, w, certificate(t, w, "f"), tt.path, tt.breaks)
		})
	}
	w = carried(t, w, finds("f", finding))
	got := slices.Collect(w.Findings("water"))
	require.Len(t, got, 1)
	assert.Equal(t, Adopted[Finding]{finding, "f"}, got[0])
	own := finding
	own.Rung, own.Provider = LocalGovernment, "A"
	w = carried(t, w, finds("g", own))
	w = then(t, w, finds("h", own), Count{Decision: "h", Yes: 1})
	refused(t, w, certificate(t, w, "h"), "does[0].from", "")

	ofB := then(t, decidable(t), Service{ID: "water", Jurisdiction: "B", Object: "water"}, finds("f", finding), Count{Decision: "f", Yes: 1})
	refused(t, ofB, certificate(t, ofB, "f"), "does[0].service", "C-3")
}
