package power

import "math/big"

// primesFor returns the largest primes below 2^63 whose product is above 2^n, so that a
// number of coalitions of n bodies is known from its remainders.
func primesFor(n int) (primes []uint64) {
	for p := uint64(1<<63 - 25); ; p -= 2 { // the largest prime below 2^63
		if new(big.Int).SetUint64(p).ProbablyPrime(0) { // sure below 2^64
			primes = append(primes, p)
		}
		if 62*len(primes) > n {
			return primes
		}
	}
}

// A join finds a number from its remainders (the Chinese remainder theorem).
type join struct {
	product *big.Int
	parts   []*big.Int // 1 modulo its own prime, 0 modulo the others
}

func newJoin(primes []uint64) *join {
	j := &join{product: big.NewInt(1)}
	for _, p := range primes {
		j.product.Mul(j.product, new(big.Int).SetUint64(p))
	}
	for _, p := range primes {
		prime := new(big.Int).SetUint64(p)
		others := new(big.Int).Quo(j.product, prime)
		inverse := new(big.Int).ModInverse(others, prime)
		j.parts = append(j.parts, others.Mul(others, inverse))
	}
	return j
}

func (j *join) number(rest []uint64) *big.Int {
	sum, term := new(big.Int), new(big.Int)
	for i, part := range j.parts {
		sum.Add(sum, term.Mul(part, new(big.Int).SetUint64(rest[i])))
	}
	return sum.Mod(sum, j.product)
}
