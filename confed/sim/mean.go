package sim

import (
	"math"
	"slices"
)

// The ends of an interval, behind the name of their column.
const (
	low  = ".lo"
	high = ".hi"
)

// Mean averages over the seeds: a row for each point, and for each result its mean and, in
// the columns name.lo and name.hi, the interval that holds the true mean in 95 of 100
// sweeps if results are about normal:
//
//	mean -+ t(0.975; n-1) s / sqrt(n)
//
// where n is the runs of the point, s their standard deviation with divisor n-1, and t the
// quantile of Student's distribution (Student, "The probable error of a mean", Biometrika
// 6 (1), 1908). It speaks of the chance of the draws, never of whether the assumptions
// hold. One run has no interval: its ends are NaN. The mean of a mean is itself.
func (t *Table) Mean() *Table {
	m := &Table{Columns: slices.Clone(t.Columns), Notes: slices.Clone(t.Notes), keys: t.keys, data: slices.Clone(t.data)}
	if !t.seeded {
		return m
	}
	m.Columns, m.data = m.Columns[:t.keys:t.keys], nil
	for _, name := range t.Columns[t.keys+1:] {
		m.Columns = append(m.Columns, name, name+low, name+high)
	}
	m.Notes = append(m.Notes, "means over seeds; .lo and .hi: 95 % interval, mean -+ t(0.975; n-1) s / sqrt(n) (Student 1908)")
	for from := 0; from < len(t.data); {
		to := from + 1
		for to < len(t.data) && slices.Equal(t.data[to][:t.keys], t.data[from][:t.keys]) {
			to++
		}
		m.data = append(m.data, t.average(t.data[from:to]))
		from = to
	}
	return m
}

// average is the row of one point.
func (t *Table) average(runs [][]float64) []float64 {
	row := slices.Clone(runs[0][:t.keys])
	for k := t.keys + 1; k < len(t.Columns); k++ {
		mean, half := interval(runs, k)
		row = append(row, mean, mean-half, mean+half)
	}
	return row
}

// interval returns the mean of a column and half the width of its interval. The recurrence
// is Welford's (Technometrics 4 (3), 1962; Knuth, TAOCP 2, 4.2.2): equal results have
// themselves as mean, and no width. A converted product is not fused with a sum (Go
// specification, Floating-point operators).
func interval(runs [][]float64, k int) (mean, half float64) {
	squares := 0.0
	for i, row := range runs {
		d := row[k] - mean
		mean += d / float64(i+1)
		squares += float64(d * (row[k] - mean))
	}
	n := len(runs)
	if n < 2 {
		return mean, math.NaN()
	}
	return mean, float64(student(n-1) * math.Sqrt(squares/float64(n-1)/float64(n)))
}

// quantiles are t(0.975; df) for 1 to 30 degrees of freedom.
var quantiles = [...]float64{
	12.70620474, 4.30265273, 3.182446305, 2.776445105, 2.570581836, 2.446911851,
	2.364624252, 2.306004135, 2.262157163, 2.228138852, 2.20098516, 2.17881283,
	2.160368656, 2.144786688, 2.131449546, 2.119905299, 2.109815578, 2.10092204,
	2.093024054, 2.085963447, 2.079613845, 2.073873068, 2.06865761, 2.063898562,
	2.059538553, 2.055529439, 2.051830516, 2.048407142, 2.045229642, 2.042272456,
}

// student returns t(0.975; df): from the table, or beyond it by the expansion of
// Cornish and Fisher (Abramowitz and Stegun 1964, 26.7.5) about z = 1.959963984540054,
// which is right to 8 digits there.
func student(df int) float64 {
	if df <= len(quantiles) {
		return quantiles[df-1]
	}
	t, power := 1.959963984540054, 1.0
	for _, g := range [...]float64{2.372271230298562, 2.822498615739611, 2.555849679507722, 1.589534053393822} {
		power *= float64(df)
		t += g / power
	}
	return t
}
