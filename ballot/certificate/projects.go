package certificate

import (
	"errors"
	"fmt"
	"math/big"
)

// A Backing is equal ballots: how many, and the points that each gives to projects, 1 for
// an approval.
type Backing struct {
	Times  int64
	Points []Point
}

// A Point is what a ballot gives to a project; projects are by number.
type Point struct {
	Project int
	Points  int64
}

// A Purchase is a project and the price for each point: who has less left pays that.
type Purchase struct {
	Project int
	Price   *big.Rat
}

// Prices prove that a set of projects is priceable (Peters & Skowron 2020; with costs
// Peters, Pierczynski & Skowron 2021, section 4): every ballot has the same share, pays for
// projects that it supports and no more than its share, the payments for a project are its
// cost, and nobody's leftovers suffice for another one. The prices are those in the
// reasons of projects.EqualShares, in their order.
type Prices struct {
	Share  *big.Rat
	Bought []Purchase
}

// Check returns nil if the proof holds for the costs and ballots; what holds not, is
// listed.
func (p Prices) Check(cost []int64, ballots []Backing) error {
	if p.Share == nil || p.Share.Sign() < 0 {
		return errors.New("no share")
	}
	left := make([]*big.Rat, len(ballots))
	points := make([]map[int]int64, len(ballots))
	for i, b := range ballots {
		left[i], points[i] = p.Share, map[int]int64{}
		if b.Times < 0 {
			return fmt.Errorf("ballot %d: cast %d times", i, b.Times)
		}
		for _, g := range b.Points {
			if g.Project < 0 || g.Project >= len(cost) || g.Points < 0 || points[i][g.Project] != 0 {
				return fmt.Errorf("ballot %d: %d points for project %d", i, g.Points, g.Project)
			}
			points[i][g.Project] = g.Points
		}
	}
	var faults []error
	bought := map[int]bool{}
	for _, b := range p.Bought {
		if b.Project < 0 || b.Project >= len(cost) || bought[b.Project] || b.Price == nil || b.Price.Sign() <= 0 {
			return fmt.Errorf("project %d: bought twice, none of %d, or for nothing", b.Project, len(cost))
		}
		bought[b.Project] = true
		paid := new(big.Rat)
		for i, backing := range ballots {
			pay := new(big.Rat).Mul(b.Price, new(big.Rat).SetInt64(points[i][b.Project]))
			if left[i].Cmp(pay) < 0 {
				pay = left[i]
			}
			left[i] = new(big.Rat).Sub(left[i], pay)
			paid.Add(paid, new(big.Rat).Mul(pay, new(big.Rat).SetInt64(backing.Times)))
		}
		if c := new(big.Rat).SetInt64(cost[b.Project]); paid.Cmp(c) != 0 {
			faults = append(faults, fmt.Errorf("project %d: %s is paid of %d", b.Project, paid.RatString(), cost[b.Project]))
		}
	}
	return errors.Join(append(faults, unstable(cost, ballots, points, left, bought)...)...)
}

// unstable lists the projects that were not bought and that their supporters could buy.
func unstable(cost []int64, ballots []Backing, points []map[int]int64, left []*big.Rat, bought map[int]bool) (faults []error) {
	for p, c := range cost {
		have := new(big.Rat)
		backed := false
		for i, b := range ballots {
			if points[i][p] > 0 && b.Times > 0 {
				backed = true
				have.Add(have, new(big.Rat).Mul(left[i], new(big.Rat).SetInt64(b.Times)))
			}
		}
		if !bought[p] && backed && c > 0 && have.Cmp(new(big.Rat).SetInt64(c)) >= 0 {
			faults = append(faults, fmt.Errorf("project %d: its supporters have %s left, and it costs %d", p, have.RatString(), c))
		}
	}
	return faults
}
