package projects

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A field is an instance in dense arrays, as the rules walk it. Ballots are distinct ones.
type field struct {
	in     *Instance
	slate  *ballot.Slate
	cost   []int64
	voters int64   // ballots, blank ones too
	score  []int64 // by project
	votes  []int64 // by project, ballots that give it anything

	times []int64 // by ballot, how often it was cast
	marks rows    // by ballot, projects
	backs rows    // by project, ballots
	plain bool    // every weight is 1

	pots, caps  [][]int32 // by project
	conflicts   [][]int32 // by project, other projects
	needs       [][]int32 // by project
	commonMoney int64
	curve       [len(utilities)][]int64 // by utility and project, once they are asked for

	worked int64  // beside the marks that were walked: edges of flows, steps in big numbers
	tried  int64  // of what was walked, to find out whether ties make a difference
	since  *int64 // while that goes on: walked when it began, less what was tried before
}

// rows are lists in one array: row i is at[start[i]:start[i+1]].
type rows struct {
	start  []int
	at     []int32
	weight []int32
	walked int64 // how much of it was read
}

func (r *rows) row(i int) (at, weight []int32) {
	from, to := r.start[i], r.start[i+1]
	r.walked += int64(to - from)
	return r.at[from:to], r.weight[from:to]
}

// walked is the work so far, in marks.
func (f *field) walked() int64 { return f.marks.walked + f.backs.walked + f.worked }

// big counts steps in big numbers.
func (f *field) big(steps int) { f.worked += bigWork * int64(steps) }

// compile checks the instance and lays it out.
func (in *Instance) compile() (*field, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	p := in.Profile
	f := &field{
		in: in, slate: p.Slate(), cost: in.Cost, voters: p.Len() + p.Blank, plain: true,
		score: make([]int64, len(in.Cost)), votes: make([]int64, len(in.Cost)),
		commonMoney: in.Budget + in.Carried,
	}
	f.readBallots()
	f.turn()
	return f, f.readConstraints()
}

// readBallots fills the rows by ballot. Their order decides nothing, so that small parts
// are walked instead of the whole in its order.
func (f *field) readBallots() {
	p := f.in.Profile
	f.times = make([]int64, 0, p.Distinct())
	f.marks.start = append(make([]int, 0, p.Distinct()+1), 0)
	for _, part := range p.Split(1 + p.Distinct()/partSize) {
		for b, n := range part.All() {
			for _, m := range b {
				w := f.in.weight(m)
				if w == 0 {
					continue
				}
				f.plain = f.plain && w == 1
				f.marks.at = append(f.marks.at, int32(m.Option))
				f.marks.weight = append(f.marks.weight, w)
				f.score[m.Option] += int64(w) * n
				f.votes[m.Option] += n
			}
			f.times = append(f.times, n)
			f.marks.start = append(f.marks.start, len(f.marks.at))
		}
	}
}

// partSize is how many ballots are put in order at a time.
const partSize = 8

// weight is what a mark gives its project.
func (in *Instance) weight(m ballot.Mark) int32 {
	switch in.Profile.Kind() {
	case ballot.Scoring:
		return m.Level
	case ballot.Ranking:
		switch rank := int(m.Level); {
		case in.Points == nil:
			return int32(max(0, len(in.Cost)+1-rank))
		case rank <= len(in.Points):
			return int32(in.Points[rank-1])
		}
		return 0
	}
	return 1
}

// turn fills the rows by project from those by ballot.
func (f *field) turn() {
	n := len(f.cost)
	f.backs = rows{start: make([]int, n+1), at: make([]int32, len(f.marks.at)), weight: make([]int32, len(f.marks.at))}
	for _, p := range f.marks.at {
		f.backs.start[p+1]++
	}
	for i := range n {
		f.backs.start[i+1] += f.backs.start[i]
	}
	next := slices.Clone(f.backs.start[:n])
	for b := range f.times {
		at, weight := f.marks.row(b)
		for i, p := range at {
			f.backs.at[next[p]], f.backs.weight[next[p]] = int32(b), weight[i]
			next[p]++
		}
	}
}

// readConstraints finds names. A project that needs itself, over any number of others, is
// an error: no rule could ever fund it.
func (f *field) readConstraints() error {
	n := len(f.cost)
	members := func(pots []Pot) [][]int32 {
		by := make([][]int32, n)
		for i, pot := range pots {
			for _, name := range pot.Projects {
				if p := f.find(name); !slices.Contains(by[p], int32(i)) {
					by[p] = append(by[p], int32(i))
				}
			}
		}
		return by
	}
	f.pots, f.caps = members(f.in.Pots), members(f.in.Caps)
	f.conflicts, f.needs = make([][]int32, n), make([][]int32, n)
	for _, group := range f.in.Conflicts {
		for _, a := range group {
			for _, b := range group {
				if p, q := f.find(a), f.find(b); p != q {
					f.conflicts[p] = append(f.conflicts[p], q)
				}
			}
		}
	}
	for _, r := range f.in.Requires {
		p := f.find(r[0])
		f.needs[p] = append(f.needs[p], f.find(r[1]))
	}
	var faults []error
	for p := range n {
		if f.circular(int32(p)) {
			faults = append(faults, fmt.Errorf("requires: %s needs itself", f.slate.Name(ballot.Option(p))))
		}
	}
	return errors.Join(faults...)
}

func (f *field) find(name string) int32 {
	p, _ := f.slate.Find(name)
	return int32(p)
}

// circular walks what a project needs.
func (f *field) circular(p int32) bool {
	seen := make([]bool, len(f.cost))
	for queue := f.needs[p]; len(queue) > 0; {
		q := queue[0]
		queue = queue[1:]
		if q == p {
			return true
		}
		if !seen[q] {
			seen[q] = true
			queue = append(slices.Clip(queue), f.needs[q]...)
		}
	}
	return false
}
