package ranked

// reached reports whether all who are left have the percentage.
func (c *count) reached() bool {
	need := c.need()
	for o, in := range c.in {
		if in && c.votes[o] < need {
			return false
		}
	}
	return !c.written()
}

// need is the percentage in votes, rounded up, and never none.
func (c *count) need() int64 {
	of := c.of
	if of == 0 {
		of = c.total()
	}
	return max(1, of/100*c.rule.Reach+(of%100*c.rule.Reach+99)/100)
}

// least is who has fewer goes out with all others who do.
func (c *count) least() int64 {
	if c.rule.Cutoff {
		return max(c.rule.Minimum, c.need())
	}
	return c.rule.Minimum
}

// stopped reports whether the last round of Stop is recorded.
func (c *count) stopped() bool { return c.rule.Stop > 0 && len(c.rounds) >= int(c.rule.Stop) }
