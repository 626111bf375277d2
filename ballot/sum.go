package ballot

import (
	"crypto/sha256"
	"encoding"
	"errors"
	"fmt"
	"iter"
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

// Gather merges shards by their ids, in any order. A shard that comes twice is counted once;
// two of one id that differ are an error, as no one can say which is right. The first
// shard takes up the others: each is to be a value of its own, as it was decoded.
func Gather[S Summary[S]](shards iter.Seq2[string, S]) (S, error) {
	var sum, zero S
	var faults []error
	seen := map[string][sha256.Size]byte{} // only looked up
	for id, s := range shards {
		form, err := s.AppendBinary(nil)
		if err != nil {
			return zero, fmt.Errorf("shard %.80q: %w", id, err)
		}
		digest := sha256.Sum256(form)
		first, again := seen[id]
		switch {
		case !again && len(seen) == 0:
			sum = s
		case !again:
			err = sum.Merge(s)
		case first != digest:
			err = errors.New("another one of that id has other votes")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("shard %.80q: %w", id, err))
		}
		if !again {
			seen[id] = digest
		}
	}
	if len(seen) == 0 {
		return zero, errors.New("the sum of no shards")
	}
	if faults != nil {
		return zero, errors.Join(faults...)
	}
	return sum, nil
}
