package delegation

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
)

// A Voter is a name and what it weighs, at least 1.
type Voter struct {
	Name   string
	Weight int64
}

// A Graph is who votes through whom. Delegate and Revoke change it.
type Graph struct {
	voters []Voter // by name
	at     map[string]int32
	total  int64
	proxy  map[string][]int32 // by topic: of each voter, or none
}

const none = int32(-1)

// NewGraph has voters who delegate to nobody. A name twice, a weight below 1 and a sum
// beyond int64 are errors, all of them told.
func NewGraph(voters ...Voter) (*Graph, error) {
	g := &Graph{voters: slices.Clone(voters), at: make(map[string]int32, len(voters)), proxy: map[string][]int32{}}
	slices.SortStableFunc(g.voters, func(a, b Voter) int { return cmp.Compare(a.Name, b.Name) })
	var faults []error
	for i, v := range g.voters {
		switch _, twice := g.at[v.Name]; {
		case twice:
			faults = append(faults, fmt.Errorf("%q is a voter twice", v.Name))
		case v.Weight < 1:
			faults = append(faults, fmt.Errorf("%q weighs %d", v.Name, v.Weight))
		case v.Weight > math.MaxInt64-g.total:
			faults = append(faults, fmt.Errorf("the sum of the weights: %w", vicinia.ErrOverflow))
		default:
			g.total += v.Weight
		}
		g.at[v.Name] = int32(i)
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return g, nil
}

// Delegate makes a voter vote through a proxy on a topic and all below it; "" is every
// topic. It replaces what the voter delegated on that topic before. A circle is no error:
// it may be cut by a vote; Resolve finds it.
func (g *Graph) Delegate(voter, proxy, topic string) error {
	v, ok := g.at[voter]
	p, ok2 := g.at[proxy]
	switch {
	case !ok:
		return fmt.Errorf("%q is not a voter", voter)
	case !ok2:
		return fmt.Errorf("%q delegates to %q, who is not a voter", voter, proxy)
	case v == p:
		return fmt.Errorf("%q delegates to himself", voter)
	}
	if g.proxy[topic] == nil {
		g.proxy[topic] = slices.Repeat([]int32{none}, len(g.voters))
	}
	g.proxy[topic][v] = p
	return nil
}

// Revoke takes back what a voter delegated on that very topic; a wider one then applies.
func (g *Graph) Revoke(voter, topic string) error {
	v, ok := g.at[voter]
	if !ok {
		return fmt.Errorf("%q is not a voter", voter)
	}
	if proxies := g.proxy[topic]; proxies != nil {
		proxies[v] = none
	}
	return nil
}

// proxies are those that apply to a topic, of each voter.
func (g *Graph) proxies(topic string) []int32 {
	all := slices.Repeat([]int32{none}, len(g.voters))
	for {
		for v, p := range g.proxy[topic] {
			if all[v] == none {
				all[v] = p
			}
		}
		if topic == "" {
			return all
		}
		topic = topic[:max(strings.LastIndexByte(topic, '/'), 0)]
	}
}
