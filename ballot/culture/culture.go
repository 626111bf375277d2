package culture

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A Culture draws ballots over a slate.
type Culture interface {
	// Draw draws so many voters, all with a ballot of the whole slate unless the culture
	// says otherwise.
	Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error)
}

// The cultures.
var (
	_ Culture = Impartial{}
	_ Culture = Urn{}
	_ Culture = Anonymous{}
	_ Culture = Mallows{}
	_ Culture = PlackettLuce{}
	_ Culture = Euclidean{}
	_ Culture = SinglePeaked{}
	_ Culture = GroupSeparable{}
	_ Culture = Approve{}
	_ Culture = Coin{}
)

// Source is the chance of a seed for a purpose: a PCG seeded with SHA-256(seed NUL label).
func Source(seed, label string) *rand.Rand {
	h := sha256.Sum256([]byte(seed + "\x00" + label))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:16])))
}

// MaxVoters and MaxOptions bound a draw.
const (
	MaxVoters  = 100_000_000
	MaxOptions = 4096
)

// draw fills a profile of rankings, one order after the other; next may keep the slice.
func draw(s *ballot.Slate, voters int, next func(i int) []int) (*ballot.Profile, error) {
	p, err := empty(s, ballot.Ranking, voters)
	if err != nil {
		return nil, err
	}
	b := make(ballot.Ballot, s.Len())
	for i := range voters {
		for rank, o := range next(i) {
			b[rank] = ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)}
		}
		if err := p.Add(b, 1); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func empty(s *ballot.Slate, k ballot.Kind, voters int) (*ballot.Profile, error) {
	if voters < 0 || voters > MaxVoters || s.Len() > MaxOptions {
		return nil, fmt.Errorf("%d voters and %d options: want at most %d and %d", voters, s.Len(), MaxVoters, MaxOptions)
	}
	return ballot.NewProfile(s, k)
}

// checkChance refuses what is no chance.
func checkChance(name string, r vicinia.Ratio) error {
	if r.Sign() < 0 || r.Cmp(vicinia.Frac(1, 1)) > 0 {
		return fmt.Errorf("%s is %s: want 0 to 1", name, r)
	}
	return nil
}

// happens is true with the chance r.
func happens(rng *rand.Rand, r vicinia.Ratio) bool {
	num, den := r.Parts()
	return rng.Int64N(den) < num
}

// below draws a whole number from 0 to below n, all as likely: bits are drawn until they
// are a number that small.
func below(rng *rand.Rand, n *big.Int) *big.Int {
	bytes := make([]byte, (n.BitLen()+63)/64*8)
	spare := uint(len(bytes)*8 - n.BitLen())
	for {
		for i := 0; i < len(bytes); i += 8 {
			binary.BigEndian.PutUint64(bytes[i:], rng.Uint64())
		}
		x := new(big.Int).SetBytes(bytes)
		if x.Rsh(x, spare).Cmp(n) < 0 {
			return x
		}
	}
}

// pick draws a place by weights: the place at which sums, which grow, pass a number drawn.
func pick(rng *rand.Rand, sums []*big.Int) int {
	x := below(rng, sums[len(sums)-1])
	low, high := 0, len(sums)-1
	for low < high {
		if mid := (low + high) / 2; x.Cmp(sums[mid]) < 0 {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
