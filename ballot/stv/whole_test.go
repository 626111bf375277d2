package stv_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// A desk is where numbered papers lie in sets, as a returning officer of Ireland has them.
type desk struct {
	pile    []ballot.Ballot
	with    []ballot.Option           // by paper; -1 is nobody
	sets    map[ballot.Option][][]int // in the order received; a set is numbers of papers
	votes   map[ballot.Option]int
	in      map[ballot.Option]bool
	seats   int
	quota   int
	malta   bool
	elected []ballot.Option
	at      map[ballot.Option]int // the count that elected
	count   int
	tallies []string
	tied    bool
}

func newDesk(options, seats int, pile []ballot.Ballot) *desk {
	d := &desk{
		pile: pile, with: make([]ballot.Option, len(pile)), sets: map[ballot.Option][][]int{}, votes: map[ballot.Option]int{}, in: map[ballot.Option]bool{}, seats: seats,
		at: map[ballot.Option]int{}, quota: len(pile)/(seats+1) + 1,
	}
	for o := range options {
		d.in[ballot.Option(o)] = true
	}
	firsts := map[ballot.Option][]int{}
	for i, b := range pile {
		firsts[b[0].Option] = append(firsts[b[0].Option], i)
	}
	d.receive(firsts)
	return d
}

// next is the next available preference of a paper; -1 is none.
func (d *desk) next(paper int) ballot.Option {
	for _, m := range d.pile[paper] {
		if d.in[m.Option] {
			return m.Option
		}
	}
	return -1
}

// receive credits sets of papers, and ends the count.
func (d *desk) receive(sets map[ballot.Option][]int) {
	for o, set := range sets {
		for _, paper := range set {
			d.with[paper] = o
		}
		if o >= 0 && len(set) > 0 {
			slices.Sort(set)
			d.sets[o] = append(d.sets[o], set)
			d.votes[o] += len(set)
		}
	}
	d.count++
	line := ""
	for o := range ballot.Option(len(d.in)) {
		line += fmt.Sprint(d.votes[o], " ")
	}
	d.tallies = append(d.tallies, line)
	for _, o := range slices.Backward(d.order()) {
		if d.votes[o] >= d.quota {
			d.in[o], d.at[o] = false, d.count
			d.elected = append(d.elected, o)
		}
	}
}

// order are those who are in, the lowest first.
func (d *desk) order() (os []ballot.Option) {
	for o := range ballot.Option(len(d.in)) {
		if d.in[o] {
			os = append(os, o)
		}
	}
	slices.SortStableFunc(os, func(a, b ballot.Option) int { return cmp.Compare(d.votes[a], d.votes[b]) })
	return os
}

// surplus is whose surplus moves next, and the sum of all.
func (d *desk) surplus() (from ballot.Option, sum int) {
	from = -1
	for _, o := range d.elected {
		above := d.votes[o] - d.quota
		if above <= 0 {
			continue
		}
		sum += above
		switch older, larger := d.at[o] < d.at[max(from, 0)], above > d.votes[max(from, 0)]-d.quota; {
		case from < 0, d.malta && older, !d.malta && larger:
			from = o
		case d.at[o] == d.at[from] && larger:
			from = o
		case d.at[o] == d.at[from] && above == d.votes[from]-d.quota:
			d.tied = true
		}
	}
	return from, sum
}

// transfer moves a surplus.
func (d *desk) transfer(from ballot.Option) {
	above, last := d.votes[from]-d.quota, d.sets[from][len(d.sets[from])-1]
	subsets, total := map[ballot.Option][]int{}, 0
	for _, paper := range last {
		if o := d.next(paper); o >= 0 {
			subsets[o] = append(subsets[o], paper)
			total++
		}
	}
	if total > above {
		type part struct {
			to         ballot.Option
			units, rem int
		}
		var parts []part
		left := above
		for o, set := range subsets {
			p := part{o, len(set) * above / total, len(set) * above % total}
			left -= p.units
			parts = append(parts, p)
		}
		largest := func(p, q part) int {
			return cmp.Or(cmp.Compare(q.rem, p.rem), cmp.Compare(len(subsets[q.to]), len(subsets[p.to])))
		}
		slices.SortFunc(parts, largest)
		if left > 0 && left < len(parts) && largest(parts[left-1], parts[left]) == 0 {
			d.tied = true
		}
		for i, p := range parts {
			if i < left {
				p.units++
			}
			set := subsets[p.to]
			subsets[p.to] = set[len(set)-p.units:]
		}
	}
	d.votes[from] = d.quota
	d.receive(subsets)
}

// exclude puts the lowest out and moves their papers.
func (d *desk) exclude(losers []ballot.Option) {
	for _, o := range losers {
		d.in[o] = false
	}
	if len(d.order()) == d.seats-len(d.elected) {
		return // no transfer
	}
	subsets := map[ballot.Option][]int{}
	for _, o := range losers {
		for _, set := range d.sets[o] {
			for _, paper := range set {
				subsets[d.next(paper)] = append(subsets[d.next(paper)], paper)
			}
		}
		d.votes[o] = 0
	}
	d.receive(subsets)
}

func (d *desk) saved(votes int) bool { return 4*votes > d.quota }

// useful is the department's section 5: could the surpluses do anything?
func (d *desk) useful(sum int, order []ballot.Option) bool {
	v := func(i int) int { return d.votes[order[i]] }
	top := len(order) - 1
	if v(top)+sum >= d.quota {
		return true
	}
	zeros := 0
	for zeros < len(order) && v(zeros) == 0 {
		zeros++
	}
	for _, i := range []int{0, zeros} { // those without votes, and the lowest who has some
		if i > top {
			continue
		}
		if i < top && v(i)+sum >= v(i+1) || !d.saved(v(i)) && d.saved(v(i)+sum) {
			return true
		}
	}
	return false
}

// together is its section 9: how many of the lowest go out.
func (d *desk) together(sum int, order []ballot.Option) int {
	least := 1
	for d.votes[order[least-1]] == 0 && least < len(order) {
		least++
	}
	most := len(order) - (d.seats - len(d.elected))
	if d.malta {
		return 1
	}
	least = min(least, most)
	noted := least
	for n := 1; n <= most; n++ {
		votes := sum
		for _, o := range order[:n] {
			votes += d.votes[o]
		}
		if n < least {
			continue
		}
		if votes < d.votes[order[n]] {
			noted = n
		}
		if next := d.votes[order[n]]; !d.saved(next) && d.saved(next+votes) {
			break
		}
	}
	return noted
}

// ends reports whether the last seats are filled.
func (d *desk) ends(order []ballot.Option, sum int) bool {
	places := d.seats - len(d.elected)
	others := sum
	for _, o := range order[:max(0, len(order)-places)] {
		others += d.votes[o]
	}
	switch ahead := places > 0 && d.votes[order[max(0, len(order)-places)]] > others; {
	case places == 0:
	case len(order) <= places:
		d.elected = append(d.elected, order...)
	case !d.malta && ahead && (places == 1 || len(order) == places+1):
		d.elected = append(d.elected, order[len(order)-places:]...)
	default:
		return false
	}
	return true
}

func (d *desk) run() []ballot.Option {
	for !d.tied {
		order := d.order()
		from, sum := d.surplus()
		if d.ends(order, sum) || d.tied {
			break
		}
		if from >= 0 && (d.malta || d.useful(sum, order)) {
			d.transfer(from)
			continue
		}
		n := d.together(sum, order)
		if d.votes[order[n-1]] == d.votes[order[n]] {
			d.tied = true
			break
		}
		d.exclude(order[:n])
	}
	return d.elected
}

// pile lays the ballots of a profile out one by one, mixed.
func pile(p *ballot.Profile, rng *rand.Rand) (all []ballot.Ballot) {
	for b, n := range p.All() {
		for range n {
			all = append(all, b)
		}
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// Ireland and Malta elect and tally as a returning officer does with numbered papers, wherever
// that meets no tie.
func TestAgainstNumberedPapers(t *testing.T) {
	for _, law := range []*stv.Statute{stv.Ireland1992, stv.Malta1991} {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(31, 32))
			compared := 0
			for range 400 {
				p, seats := draw(t, rng)
				papers := pile(p, rng)
				d := newDesk(p.Slate().Len(), seats, papers)
				d.malta = law == stv.Malta1991
				want := d.run()
				if d.tied {
					continue
				}
				compared++
				out, trail, err := stv.Contest{Statute: law, Seats: int64(seats), Pile: papers}.Follow(p, nil)
				require.NoError(t, err)
				require.NoError(t, out.Check())
				slices.Sort(want)
				require.Equal(t, want, out.Winners(), "%q", lines(out))
				for path := range trail.All() {
					for _, number := range path.Papers {
						require.Equal(t, path.Ballot, papers[number-1])
						require.Equal(t, d.with[number-1], end(path), "paper %d of %q", number, lines(out))
					}
				}
				for i, line := range d.tallies {
					got := ""
					for _, v := range out.Counts[i].Tally {
						got += fmt.Sprint(v, " ")
					}
					require.Equal(t, line, got, "count %d of %q", i+1, lines(out))
				}
			}
			assert.Greater(t, compared, 150)
		})
	}
}

// The table of a surplus in the department's commentary, section 19: 370 of 1244 papers that
// name somebody still in, beside 103 that do not.
func TestIrishSurplus(t *testing.T) {
	names := []string{"Charles", "Bonham", "Fennelly", "Kavanagh", "King", "Lalor", "O'Loughlin", "Phelan", "Rohan"}
	papers := []int64{29, 260, 55, 330, 20, 192, 89, 269}
	want := []int64{9, 77, 16, 98, 6, 57, 27, 80}
	rows := []row{{103, "Charles"}}
	const quota = 1347 - 370
	rest := int64(3*quota - 1 - 1347) // for two seats: votes are less than three quotas, whoever has them
	for i, n := range papers {
		rows = append(rows, row{n, "Charles>" + names[i+1]}, row{rest/8 + min(1, max(0, rest%8-int64(i))), names[i+1]})
	}
	out, err := stv.Contest{Statute: stv.Ireland1992, Seats: 2}.Decide(profile(t, names, rows...), ballot.Lot{})
	require.NoError(t, err)
	require.NoError(t, out.Check())
	require.EqualValues(t, quota, out.Counts[0].Quota)
	for i, n := range want {
		assert.Equal(t, stv.Transfer{From: 0, To: ballot.Option(i + 1), Votes: n}, out.Counts[1].Transfers[i])
	}
	assert.Zero(t, out.Counts[1].Exhausted)
}

// The commentary's section 16: of papers 221, 349, 650 and 872 that go to one candidate, where
// two move, 650 and 872 do. Ben is such a candidate, and goes out next, so that the papers show.
func TestLastPapersMove(t *testing.T) {
	cai, dov := "Ana>Ben>Cai", "Ana>Ben>Dov"
	for want, give := range map[string][]string{"Dov": {cai, cai, dov, dov}, "Cai": {dov, dov, cai, cai}} {
		t.Run(want, func(t *testing.T) {
			p := profile(t, []string{"Ana", "Ben", "Cai", "Dov"})
			c := stv.Contest{Statute: stv.Ireland1992, Seats: 2}
			for _, text := range append(give, "Ana", "Ana", "Ana", "Cai", "Cai", "Cai", "Dov", "Dov", "Dov") {
				one := profile(t, []string{"Ana", "Ben", "Cai", "Dov"}, row{1, text})
				for b := range one.All() {
					require.NoError(t, p.Add(b, 1))
					c.Pile = append(c.Pile, b)
				}
			}
			out, err := c.Decide(p, nil)
			require.NoError(t, err)
			require.NoError(t, out.Check())
			assert.Equal(t, "count 2: surplus of Ana at 1; quota 5, Ana 5, Ben 2, Cai 3, Dov 3", lines(out)[1])
			assert.Equal(t, "Ana, "+want, p.Slate().Names(out.Winners()...))
			assert.Contains(t, c.String(), "papers as they lie")
		})
	}
}

// Papers are mixed by the lot alone: another seed, another order; and a pile must hold the
// ballots, no others.
func TestMix(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov"}
	p := profile(t, names, row{20, "Ana>Ben>Cai"}, row{20, "Ana>Ben>Dov"}, row{30, "Ana"}, row{31, "Cai"}, row{31, "Dov"})
	winners := map[string]int{}
	for seed := range 40 {
		c := stv.Contest{Statute: stv.Ireland1992, Seats: 2, Mix: ballot.Lot{Seed: fmt.Sprint(seed), Label: "papers"}}
		out, err := c.Decide(p, ballot.Lot{Seed: "s", Label: "ties"})
		require.NoError(t, err)
		require.NoError(t, out.Check())
		winners[p.Slate().Names(out.Winners()...)]++
		assert.Contains(t, c.String(), fmt.Sprintf("papers mixed by lot seed=%q label=\"papers\"", fmt.Sprint(seed)))
	}
	assert.Len(t, winners, 2, "%v", winners)

	small := profile(t, names, row{2, "Ana"}, row{1, "Ben"})
	ana, ben := ballot.Ballot{{Option: 0, Level: 1}}, ballot.Ballot{{Option: 1, Level: 1}}
	for want, pile := range map[string][]ballot.Ballot{
		"pile[2]: not among the ballots, or once too often: Ben": {ana, ben, ben},
		"pile: 2 ballots of 3":     {ana, ben},
		"pile[0]: no option 9":     {{{Option: 9, Level: 1}}},
		"pile[1]: not among the b": {ana, {{Option: 2, Level: 1}}},
	} {
		_, err := stv.Contest{Statute: stv.Malta1991, Seats: 1, Pile: pile}.Decide(small, nil)
		assert.ErrorContains(t, err, want)
	}
	require.NoError(t, small.AddText("Cai", stv.MaxMixed))
	_, err := stv.Contest{Statute: stv.Cambridge1938, Seats: 1}.Decide(small, nil)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}
