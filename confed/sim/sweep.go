package sim

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"sync"

	"github.com/vicinia/vicinia"
)

// Options of a sweep; the zero value is one seed on one worker.
type Options struct {
	Seeds    int    // runs of each point; 0 means 1
	Seed     uint64 // of the whole sweep
	Workers  int    // goroutines; 0 means 1. The table is the same for any number
	Progress func(done, total int)
}

// check returns every fault of the options, and fills in what a zero means.
func (o *Options) check() error {
	var f faults
	if o.Seeds < 0 || o.Seeds > MaxRuns {
		f.add("seeds", "%d is not in 0 to %d", o.Seeds, MaxRuns)
	}
	if o.Workers < 0 || o.Workers > MaxWorkers {
		f.add("workers", "%d is not in 0 to %d", o.Workers, MaxWorkers)
	}
	o.Seeds, o.Workers = max(o.Seeds, 1), max(o.Workers, 1)
	return errors.Join(f...)
}

// Sweep runs the scenario on every point of the grid and every seed: by the parameters as
// declared, the last one changing first, then by seed. The table is the same for any
// number of workers. A cancelled sweep lets the runs under way end, and returns what is
// complete and ctx's error. Progress is called after each run, one call at a time.
func Sweep(ctx context.Context, s Scenario, g Grid, o Options) (*Table, error) {
	err := errors.Join(s.check(), g.check(s.Params), o.check())
	if err != nil {
		return nil, err
	}
	axes := g.axes(s.Params)
	total := size(axes, MaxRuns/o.Seeds) * o.Seeds
	if total > MaxRuns {
		return nil, &vicinia.Fault{Path: "grid", Err: fmt.Errorf("more than %d runs", MaxRuns)}
	}
	w := &sweep{scenario: s, options: o, axes: axes, rows: make([][]float64, total), failed: total}
	var all sync.WaitGroup
	for range min(o.Workers, total) {
		all.Go(func() { w.work(ctx) })
	}
	all.Wait()
	if w.err != nil {
		return nil, w.err
	}
	t := w.table()
	if w.done < total {
		return t, ctx.Err()
	}
	return t, nil
}

// A sweep under way. Runs are handed out in the order of the table, so that all before
// the first that fails are done, whoever does them.
type sweep struct {
	scenario Scenario
	options  Options
	axes     [][]float64
	rows     [][]float64 // by run; nil is not done

	mu         sync.Mutex
	next, done int
	failed     int // the first run that failed
	err        error
}

// work does runs until there is none left, one failed, or the context ended.
func (w *sweep) work(ctx context.Context) {
	for i, ok := w.take(ctx); ok; i, ok = w.take(ctx) {
		row, err := w.run(i)
		w.put(i, row, err)
	}
}

func (w *sweep) take(ctx context.Context) (run int, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == len(w.rows) || w.err != nil || ctx.Err() != nil {
		return 0, false
	}
	w.next++
	return w.next - 1, true
}

func (w *sweep) put(i int, row []float64, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		if i < w.failed {
			w.failed, w.err = i, err
		}
		return
	}
	w.rows[i] = row
	w.done++
	if w.options.Progress != nil {
		w.options.Progress(w.done, len(w.rows))
	}
}

// run does one run and returns its row: parameters, number of the seed, results.
func (w *sweep) run(i int) ([]float64, error) {
	in := Values{w.scenario.Params, point(w.axes, i/w.options.Seeds)}
	seed := i % w.options.Seeds
	fault := func(err error) error {
		return &vicinia.Fault{Path: fmt.Sprintf("%s: %s,seed=%d", w.scenario.Name, in.point(), seed), Err: err}
	}
	results, err := w.scenario.Run(in, source(w.options.Seed, w.scenario.Name, in.point(), seed))
	if err != nil {
		return nil, fault(err)
	}
	if len(results) != len(w.scenario.Columns) {
		return nil, fault(fmt.Errorf("%d results for %d columns", len(results), len(w.scenario.Columns)))
	}
	for k, x := range results {
		if !(math.Abs(x) <= MaxResult) {
			return nil, fault(fmt.Errorf("%s is %v, not a number within %g", w.scenario.Columns[k], x, MaxResult))
		}
	}
	row := make([]float64, 0, len(in.at)+1+len(results))
	return append(append(append(row, in.at...), float64(seed)), results...), nil
}

// source is the chance of one run: see the package comment.
func source(seed uint64, scenario, point string, number int) *rand.Rand {
	h := sha256.Sum256([]byte(strconv.FormatUint(seed, 10) + "\x00" + scenario + "\x00" + point + "\x00" + strconv.Itoa(number)))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16])))
}

// table collects the runs that are done, with notes on what was asked.
func (w *sweep) table() *Table {
	s, o := w.scenario, w.options
	t := &Table{keys: len(s.Params), seeded: true}
	for i, p := range s.Params {
		t.Columns = append(t.Columns, p.Name)
		t.Notes = append(t.Notes, p.note(w.axes[i]))
	}
	t.Columns = append(append(t.Columns, seedColumn), s.Columns...)
	about := s.Name
	if s.About != "" {
		about += ": " + s.About
	}
	t.Notes = append([]string{about}, t.Notes...)
	t.Notes = append(t.Notes, fmt.Sprintf("%d runs, seed %d, of each point: %d", len(w.rows), o.Seed, o.Seeds))
	if w.done < len(w.rows) {
		t.Notes = append(t.Notes, fmt.Sprintf("cancelled: %d of %d runs are complete", w.done, len(w.rows)))
	}
	for _, row := range w.rows {
		if row != nil {
			t.data = append(t.data, row)
		}
	}
	return t
}

// note is cap (of the tax): 7 values from 0 to 0.3, or uptake: 0.35.
func (p Param) note(axis []float64) string {
	name := p.Name
	if p.Unit != "" {
		name += " (" + p.Unit + ")"
	}
	if len(axis) == 1 {
		return fmt.Sprintf("%s: %s", name, text(axis[0]))
	}
	least, most := axis[0], axis[0]
	for _, x := range axis {
		least, most = min(least, x), max(most, x)
	}
	return fmt.Sprintf("%s: %d values from %s to %s", name, len(axis), text(least), text(most))
}
