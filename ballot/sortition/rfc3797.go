package sortition

import (
	"crypto/md5"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// A Source is what one public source of chance gave, such as the numbers of a lottery, in
// any order.
type Source []int64

// MaxPool is the largest pool that RFC 3797 numbers in two bytes.
const MaxPool = 1<<16 - 1

// Key is the text of the sources that RFC 3797, section 4, hashes: numbers of each source
// ascending, each with a dot, each source with a slash: "9319./2.5.8.10.12./".
func Key(sources ...Source) string {
	var b strings.Builder
	for _, s := range sources {
		for _, n := range slices.Sorted(slices.Values(s)) {
			b.WriteString(strconv.FormatInt(n, 10) + ".")
		}
		b.WriteByte('/')
	}
	return b.String()
}

// RFC3797 draws so many of a pool numbered from 1, first drawn first (RFC 3797, Eastlake
// 2004, section 4). MD5 is what the document says; nobody can choose the sources, so that
// its collisions do not matter. Numbers below 0, an empty key and a pool beyond MaxPool are
// errors.
func RFC3797(pool, draw int, sources ...Source) ([]int, error) {
	switch {
	case pool < 0 || pool > MaxPool || draw < 0 || draw > pool:
		return nil, fmt.Errorf("%d of a pool of %d: want at most %d", draw, pool, MaxPool)
	case len(slices.Concat(sources...)) == 0:
		return nil, errors.New("no source of chance")
	}
	for _, s := range sources {
		if len(s) > 0 && slices.Min(s) < 0 {
			return nil, fmt.Errorf("a source of %d: want numbers from 0", slices.Min(s))
		}
	}
	key := Key(sources...)
	left := make([]int, pool)
	for i := range left {
		left[i] = i + 1
	}
	drawn := make([]int, draw)
	for i := range drawn {
		at := remainder(key, i, len(left))
		drawn[i] = left[at]
		left = slices.Delete(left, at, at+1)
	}
	return drawn, nil
}

// remainder is the hash of the key between two copies of the number, modulo those left.
func remainder(key string, i, left int) int {
	number := binary.BigEndian.AppendUint16(nil, uint16(i))
	hash := md5.Sum(slices.Concat(number, []byte(key), number))
	n := new(big.Int).SetBytes(hash[:])
	return int(n.Mod(n, big.NewInt(int64(left))).Int64())
}
