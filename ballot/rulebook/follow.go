package rulebook

import "github.com/vicinia/vicinia/ballot"

// Follow decides as Decide does and tells where every ballot stood at the end of each round of
// the count. The trail is nil if the rule does not count ballots by rounds, or the case has no
// ballots. Those of a trail are rankings: see ballot.Profile.Ranked.
func (e Entry) Follow(c Case, tb ballot.TieBreak) (out ballot.Outcome, trail *ballot.Trail, err error) {
	c.trail = &trail
	out, err = e.Decide(c, tb)
	return out, trail, err
}

// A follower is a rule that counts ballots by rounds.
type follower[O ballot.Outcome] interface {
	Follow(*ballot.Profile, ballot.TieBreak) (O, *ballot.Trail, error)
}

// followed decides by a rule, which tells the case where ballots stood, if it is asked and can.
func followed[V any, O ballot.Outcome](c Case, r ballot.Rule[V, O], votes V, tb ballot.TieBreak) (ballot.Outcome, error) {
	f, ok := r.(follower[O])
	if !ok || c.trail == nil || c.Profile == nil {
		return decided(r, votes, tb)
	}
	o, trail, err := f.Follow(c.Profile.Ranked(), tb)
	*c.trail = trail
	return outcome(o, err)
}
