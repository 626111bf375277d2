package projects

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
)

var _ = []vicinia.Step{Funded{}, PartFunded{}, Refused{}, Bought{}, Raised{}, Compared{}}

// Funded says that a project got its cost.
type Funded struct {
	Project     string
	Cost, Score int64
	Spent       int64 // on all so far, this one too
}

// Key: see vicinia.Step.
func (Funded) Key() string { return "projects.funded" }

// String is "Park: funded with 40, a score of 12; 90 spent".
func (s Funded) String() string {
	return fmt.Sprintf("%s: funded with %d, a score of %d; %d spent", s.Project, s.Cost, s.Score, s.Spent)
}

// PartFunded says that a project got a part of its cost.
type PartFunded struct {
	Project     string
	Money, Cost int64
}

// Key: see vicinia.Step.
func (PartFunded) Key() string { return "projects.part" }

// String is "Park: funded with 30 of 40, all that is left".
func (s PartFunded) String() string {
	return fmt.Sprintf("%s: funded with %d of %d, all that is left", s.Project, s.Money, s.Cost)
}

// Refused says why a project is not funded.
type Refused struct {
	Project string
	Bar     Bar
}

// Key: see vicinia.Step.
func (Refused) Key() string { return "projects.refused" }

// String is "Park: not funded: in conflict".
func (s Refused) String() string { return s.Project + ": not funded: " + s.Bar.String() }

// Bought says that its supporters paid for a project.
type Bought struct {
	Project string
	Cost    int64
	Rho     *big.Rat // per utility, the lowest of the round
	Price   *big.Rat // per point of a ballot, 1 for an approval: what those paid who had it
	Full    int64    // ballots that paid the price
	Less    int64    // ballots that paid all they had left, which was less
}

// Key: see vicinia.Step.
func (Bought) Key() string { return "projects.bought" }

// String is "Park: bought for 40 by 10 at 3 and 5 with less".
func (s Bought) String() string {
	return fmt.Sprintf("%s: bought for %d by %d ballots at %s and %d with less", s.Project, s.Cost, s.Full, short(s.Price), s.Less)
}

// Raised says how far the shares were raised to spend more.
type Raised struct {
	Rounds int64
	Share  *big.Rat // of each voter, in the last round that counts
	Over   bool     // the next round would have spent more than there is
}

// Key: see vicinia.Step.
func (Raised) Key() string { return "projects.raised" }

// String is "shares raised 12 times to 163; the next would cost too much".
func (s Raised) String() string {
	text := fmt.Sprintf("shares raised %d times to %s", s.Rounds, short(s.Share))
	if s.Over {
		text += "; the next would cost too much"
	}
	return text
}

// Compared says how many prefer the selection to that of Greedy.
type Compared struct {
	Equal, Greedy int64 // ballots that have more projects in it, or points
}

// Key: see vicinia.Step.
func (Compared) Key() string { return "projects.compared" }

// String is "equal shares is better for 120 ballots, greedy for 80".
func (s Compared) String() string {
	return fmt.Sprintf("equal shares is better for %d ballots, greedy for %d", s.Equal, s.Greedy)
}

// short is a number for people: exact if it is short, else cut after 6 decimals.
func short(r *big.Rat) string {
	if text := r.RatString(); len(text) <= 12 {
		return text
	}
	thousandth := new(big.Int).Quo(new(big.Int).Mul(r.Num(), big.NewInt(1_000_000)), r.Denom())
	whole, rest := new(big.Int).QuoRem(thousandth, big.NewInt(1_000_000), new(big.Int))
	return fmt.Sprintf("%s.%06d...", whole, rest)
}
