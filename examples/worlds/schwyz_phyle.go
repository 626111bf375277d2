package worlds

// The phyle is invented: two communities without a place that pool a part of what they
// receive, each by its own members' vote, at the same turnout as the communes.
const phyle = "Commoners"

// phylists are the communities of the phyle and the share that each pools.
var phylists = [...]struct {
	community int // in communityList
	share     string
}{{1, "10%"}, {3, "25%"}} // Linux, Esperanto

// poolFunds writes the phyle, the votes and what they decided.
func (s *schwyz) poolFunds() {
	d := newDrawing(s.seed, "phyle", "")
	both := ""
	for i, p := range phylists {
		id := communityList[p.community].id
		both += []string{"", "|"}[min(i, 1)] + id
		s.calls.add(id+"-2024", id, "2024-10-01", "2024-11-24", "on:2024-11-01")
		s.decisions.add(id+"-pool", id+"-2024", "community-budget", id, "simple", "")
		s.poll(d, id+"-pool", s.members[p.community]*turnout/1000, true)
		s.poolings.add(phyle, id, "2025-01-01", p.share, id+"-pool")
	}
	s.phyles.add(phyle, "Phyle of commoners", both)
}
