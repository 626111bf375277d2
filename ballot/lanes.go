package ballot

// lanes count duels many at a time: a word of a row holds the counts of several options,
// each in a lane of a few bits. Adding the row of those above an option costs a word for
// each eight or four options. Before a lane can overflow the counts go to the matrix.
type lanes struct {
	bits  int      // of a lane: 8 or 16
	shift int      // a word has 1<<shift lanes: 8 or 4
	words int      // of a row
	rows  []uint64 // by option
	above []uint64 // of the ballot: those at or above the option that is looked at
	all   []uint64 // of the ballot: all that are marked
	room  int64    // ballots until a lane is full
}

// newLanes are for ballots that are cast at most so often; nil if there are none for them.
func newLanes(options int, most int64) *lanes {
	l := &lanes{bits: 8, shift: 3}
	if most > 1<<4 {
		l.bits, l.shift = 16, 2
	}
	if most > 1<<12 {
		return nil
	}
	each := 64 / l.bits
	l.words = (options + each - 1) / each
	l.rows, l.above, l.all = make([]uint64, options*l.words), make([]uint64, l.words), make([]uint64, l.words)
	l.room = 1<<l.bits - 1
	return l
}

// fits reports whether a ballot is long enough for lanes to be faster than single counts.
func (l *lanes) fits(b Ballot) bool { return l != nil && len(b) > 2*l.words }

// add counts a ballot: against each marked option those at or above it, or, where unranked
// options are apart, for each those marked below it.
func (l *lanes) add(w *Pairwise, b Ballot, votes int64) {
	if votes > l.room {
		l.flush(w)
	}
	l.room -= votes
	above, all := l.above, l.all
	clear(above)
	if w.unranked == Apart {
		clear(all)
		for _, m := range b {
			l.enter(all, m, votes)
		}
	}
	for end, i := 0, 0; i < len(b); i++ {
		for end < len(b) && (end <= i || b[end].Level == b[i].Level) {
			l.enter(above, b[end], votes)
			end++
		}
		row := l.rows[int(b[i].Option)*l.words:][:len(above)]
		if w.unranked == Below {
			for k, n := range above {
				row[k] += n
			}
			continue
		}
		for k, n := range above {
			row[k] += all[k] - n // no lane is below 0
		}
	}
}

// enter adds votes to the lane of an option.
func (l *lanes) enter(to []uint64, m Mark, votes int64) {
	to[int(m.Option)>>l.shift] += uint64(votes) << (int(m.Option) & (1<<l.shift - 1) * l.bits)
}

// flush moves the counts to the matrix.
func (l *lanes) flush(w *Pairwise) {
	n, each, mask := w.slate.Len(), 64/l.bits, uint64(1)<<l.bits-1
	sign := int64(1)
	if w.unranked == Below {
		sign = -1
	}
	for a := range n {
		row := l.rows[a*l.words : (a+1)*l.words]
		to := w.m[a*n : (a+1)*n]
		for x := range to {
			to[x] += sign * int64(row[x/each]>>(x%each*l.bits)&mask)
		}
	}
	clear(l.rows)
	l.room = 1<<l.bits - 1
}
