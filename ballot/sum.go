package ballot

import (
	"encoding"
	"errors"
	"sync"
	"sync/atomic"
)

// A Summary can be added to another of its kind: counted anywhere, merged in any order.
// Merge must be associative and commutative. *Profile, *Counts, *Pairwise and *Histogram
// are summaries.
type Summary[S any] interface {
	Merge(S) error
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
}

// Sum counts parts on so many workers and merges them. One worker and sixty-four give
// the same summary. count must make a new summary for each part. Sum is the only function of the package that starts goroutines:
//
//	votes, err := ballot.Sum(8, p.Split(64), (*ballot.Profile).Counts)
func Sum[S Summary[S]](workers int, parts []*Profile, count func(*Profile) S) (S, error) {
	var zero S
	if len(parts) == 0 {
		return zero, errors.New("the sum of no parts")
	}
	sums := make([]S, len(parts))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range max(1, min(workers, len(parts))) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(parts)); i = next.Add(1) - 1 {
				sums[i] = count(parts[i])
			}
		})
	}
	wg.Wait()
	for _, s := range sums[1:] {
		if err := sums[0].Merge(s); err != nil {
			return zero, err
		}
	}
	return sums[0], nil
}
