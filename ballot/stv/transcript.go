package stv

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// Where votes go that go to no candidate.
const (
	ToNobody   ballot.Option = -1 // exhausted: the paper names nobody who is still in
	ToRounding ballot.Option = -2 // lost, or won where below 0, by cutting values to decimals
)

// A Transcript is the result: every count, to the unit. Votes are in units of 10^-Decimals
// votes; see Text.
type Transcript struct {
	ballot.Record
	Seats    int64
	Decimals int
	Valid    int64           // ballots that count
	Invalid  int64           // blank and spoilt ones, and those without a rank that can be read
	Worth    int64           // units that the ballots of a Countback bring; 0 is a vote each
	Elected  []ballot.Option // in the order of election; by votes, then in slate order, within a count
	Counts   []Count

	agreed []Agreed
	law    *Statute
	stands []bool // who may be elected
}

// Winners is Elected in slate order.
func (t *Transcript) Winners() []ballot.Option { return slices.Sorted(slices.Values(t.Elected)) }

// AppendBinary appends the record, who was elected and the tallies: see ballot.Outcome.
func (t *Transcript) AppendBinary(b []byte) ([]byte, error) {
	b = t.AppendRecord(b, "stv.transcript.v1")
	b = canon.AppendInt(canon.AppendInt(b, t.Valid), t.Invalid)
	b = ballot.AppendTiers(b, [][]ballot.Option{t.Elected})
	b = canon.AppendLen(b, len(t.Counts))
	for i := range t.Counts {
		c := &t.Counts[i]
		b = ballot.AppendTiers(b, [][]ballot.Option{c.Of, c.Elected})
		b = canon.AppendInt(canon.AppendInt(canon.AppendInt(b, c.Quota), c.Exhausted), c.Rounding)
		for _, v := range c.Tally {
			b = canon.AppendInt(b, v)
		}
	}
	return b, nil
}

// Text writes votes for people: "721.5" for 72150000 with five decimals.
func (t *Transcript) Text(units int64) string { return text(units, t.Decimals) }

func text(units int64, decimals int) string {
	s := strconv.FormatInt(units, 10)
	if decimals == 0 {
		return s
	}
	sign := ""
	if units < 0 {
		sign, s = "-", s[1:]
	}
	if len(s) <= decimals {
		s = strings.Repeat("0", decimals+1-len(s)) + s
	}
	whole, part := s[:len(s)-decimals], strings.TrimRight(s[len(s)-decimals:], "0")
	if part == "" {
		return sign + whole
	}
	return sign + whole + "." + part
}

// An Action is what a count did.
type Action uint8

// The actions. There is no zero Action.
const (
	First     Action = 1 + iota // the first preferences were counted
	Surplus                     // what Of have above the quota moved
	Exclusion                   // the votes of Of moved, who go out
	Round                       // what Of keep of each paper was found anew, the votes counted with it
	Again                       // Of went out and the vote was counted afresh; who was elected before is not yet
	Next                        // the vote was counted afresh for the next seat, without those elected before: see Statute.Passes
)

// String is the word of an action.
func (a Action) String() string {
	words := [...]string{"", "first preferences", "surplus", "exclusion", "round", "again without", "first preferences for the next seat"}
	if int(a) < len(words) && a > 0 {
		return words[a]
	}
	return "action " + strconv.Itoa(int(a))
}

// A Transfer is units of votes that moved in a count.
type Transfer struct {
	From, To ballot.Option // To may be ToNobody or ToRounding
	Votes    int64
}

// A Count is one transfer of votes and what it left; it is also the step of the
// transcript. Tally, Exhausted and Rounding always add up to the valid ballots.
type Count struct {
	N         int
	Action    Action
	Of        []ballot.Option // whose votes moved, or who keep less than a whole paper
	Value     string          // of a paper that moved, where there is one: "0.23457", "121/3456"
	Quota     int64           // at the end
	Tally     []int64         // of every option of the slate, at the end
	Exhausted int64
	Rounding  int64
	Transfers []Transfer      // by from, then to; none in a Round or Again
	Keep      []int64         // what each of Of keeps: of a whole paper (Meek), or as its price (Warren), in units
	Elected   []ballot.Option // at the end, most votes first
	Out       []ballot.Option // go out: Of in an Exclusion and Again; in a Round those who are out from the next one on

	slate    *ballot.Slate
	decimals int
}

// Key: see vicinia.Step.
func (c Count) Key() string { return "stv.count" }

// String is one line of a result sheet: "count 3: exclusion of Ben; quota 10, Ana 12.5, Cai
// 9, exhausted 2.5; elected Ana". Who has no votes is left out.
func (c Count) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "count %d: %s", c.N, c.Action)
	if len(c.Of) > 0 && c.Action != Again {
		b.WriteString(" of")
	}
	if len(c.Of) > 0 {
		b.WriteString(" " + c.slate.Names(c.Of...))
	}
	if c.Value != "" {
		b.WriteString(" at " + c.Value)
	}
	sep := "; "
	if c.Quota > 0 {
		b.WriteString("; quota " + text(c.Quota, c.decimals))
		sep = ", "
	}
	for o, name := range c.slate.All() {
		if c.Tally[o] != 0 {
			b.WriteString(sep + name + " " + text(c.Tally[o], c.decimals))
			sep = ", "
		}
	}
	for _, sink := range []struct {
		name  string
		units int64
	}{{"exhausted", c.Exhausted}, {"rounding", c.Rounding}} {
		if sink.units != 0 {
			b.WriteString(", " + sink.name + " " + text(sink.units, c.decimals))
		}
	}
	if len(c.Elected) > 0 {
		b.WriteString("; elected " + c.slate.Names(c.Elected...))
	}
	if len(c.Out) > 0 && (c.Action == First || c.Action == Round) {
		b.WriteString("; out " + c.slate.Names(c.Out...))
	}
	return b.String()
}

// why walks the counts.
func (t *Transcript) why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		rest := t.agreed
		for _, c := range t.Counts {
			if !yield(c) {
				return
			}
			for len(rest) > 0 && rest[0].After == c.N {
				if !yield(rest[0]) {
					return
				}
				rest = rest[1:]
			}
		}
	}
}
