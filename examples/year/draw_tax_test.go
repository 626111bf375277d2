package main_test

import (
	"math/big"
	"strconv"
	"strings"
)

// This file draws schedules, policies and bases.

func (d *drawing) schedules() {
	for _, year := range d.years {
		for _, id := range d.w.ids("jurisdictions") {
			if d.chance(10) {
				continue
			}
			r := row{"jurisdiction": id, "year": strconv.Itoa(year), "origin": "external", "decision": ""}
			r["kind"] = d.oneOf("flat brackets multiplier")
			r["parameters"] = d.parameters(r["kind"], d.w.decimals(id))
			if d.w.sovereign(id) && d.chance(85) {
				if decision := d.decidedBy(id, "tax-rate", year); decision != "" {
					r["origin"], r["decision"] = "local", decision
				}
			}
			d.add("schedules", r)
		}
	}
}

func (d *drawing) parameters(kind string, decimals int) string {
	switch kind {
	case "flat":
		return d.rate()
	case "multiplier":
		return d.oneOf("119% 96% 22% 100% 11.5%")
	}
	brackets, from := []string{"0:" + d.oneOf("0% 1%")}, rat(0)
	for range d.between(0, 4) {
		from = add(from, d.amount(20000, decimals))
		brackets = append(brackets, from.FloatString(decimals)+":"+d.rate())
	}
	return strings.Join(brackets, "|")
}

func (d *drawing) rate() string {
	return d.oneOf("8% 10% 7% 2.5% 12.3456% 0.125% 0% 50% 33.3333% 7.123456789012345%")
}

// amount is a positive one of at most so much, with so many decimals, often a round one.
func (d *drawing) amount(most, decimals int) *big.Rat {
	amount := add(rat(int64(d.IntN(most))), mul(rat(int64(1+d.IntN(9999))), unscale(4)))
	if d.chance(30) {
		amount = add(rat(int64(1+d.IntN(most))), mul(rat(5), unscale(1)))
	}
	return add(floorTo(amount, decimals), unscale(decimals))
}

func (d *drawing) policies() {
	for _, year := range d.years {
		for _, id := range d.w.ids("jurisdictions") {
			if !d.w.sovereign(id) || d.chance(20) {
				continue
			}
			if decision := d.decidedBy(id, "designation-policy", year); decision != "" {
				d.add("policies", row{"jurisdiction": id, "year": strconv.Itoa(year),
					"cap": d.oneOf("15% 10% 0% 99.99% 33.33% 5%"), "membership": d.oneOf("declares prior free"),
					"undeclared": "general-budget", "decision": decision})
			}
		}
	}
}

// bases have up to as many decimals as the currency of the folder that has the most.
func (d *drawing) bases() {
	most := 0
	for _, id := range d.w.ids("jurisdictions") {
		most = max(most, d.w.decimals(id))
	}
	for _, year := range d.years {
		for _, person := range d.w.ids("persons") {
			base := d.amount(pick(d, []int{100, 60000, 60000, 60000, 1_000_000_000_000}), d.IntN(most+1))
			if d.chance(5) {
				base = rat(0)
			}
			if d.chance(85) {
				d.add("bases", row{"person": person, "year": strconv.Itoa(year), "base": base.FloatString(d.IntN(2) * most)})
			}
		}
	}
}
