package ballot

import (
	"crypto/sha256"
	"encoding"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/canon"
)

// A Rule decides. It is a pure function of the votes and the tie-break: equal inputs
// give equal outcomes. tb may be nil: then a tie stands in the outcome. The interface
// is for tables of rules and for checkers; a program calls Decide on the rule itself.
type Rule[V any, O Outcome] interface {
	Decide(votes V, tb TieBreak) (O, error)
}

// From makes a rule on summaries a rule on profiles:
//
//	ballot.From((*ballot.Profile).Pairwise, ranked.Schulze{})
func From[V any, O Outcome](count func(*Profile) V, r Rule[V, O]) Rule[*Profile, O] {
	return from[V, O]{count, r}
}

type from[V any, O Outcome] struct {
	count func(*Profile) V
	rule  Rule[V, O]
}

// Decide counts and decides.
func (f from[V, O]) Decide(p *Profile, tb TieBreak) (O, error) { return f.rule.Decide(f.count(p), tb) }

// An Outcome is what all results have in common. The results themselves are small
// structs: *Order here, *referendum.Result, *seats.Allocation.
type Outcome interface {
	Winners() []Option // elected, seated or carried; in slate order
	Common() *Record
	encoding.BinaryAppender // canonical: rule, slate, ties, result; not the reasons
}

// A Record is embedded in every result.
type Record struct {
	Rule    string // canonical text: "dhondt seats=10 threshold=5%"
	Slate   *Slate
	Ties    []Tie                  // every tie that was met, in order
	Reasons iter.Seq[vicinia.Step] `json:"-"` // see Why; may be nil
}

// Common returns r itself: it gives Outcome the record of any result that embeds one.
func (r *Record) Common() *Record { return r }

// Why walks the reasons. They are made as they are walked, from what the rule keeps and
// never from the votes, so that an outcome nobody asks costs nothing.
func (r *Record) Why() iter.Seq[vicinia.Step] {
	if r.Reasons == nil {
		return func(func(vicinia.Step) bool) {}
	}
	return r.Reasons
}

// Tied reports whether some tie stands.
func (r *Record) Tied() bool {
	for _, t := range r.Ties {
		if t.Stands() {
			return true
		}
	}
	return false
}

// AppendRecord appends the canonical form of a record after the name of the form of its
// result. It is not called AppendBinary, so that no result can promote it and leave
// itself out.
func (r *Record) AppendRecord(b []byte, form string) []byte {
	b = canon.AppendText(b, form)
	b = canon.AppendText(b, r.Rule)
	b = r.Slate.append(b)
	b = canon.AppendLen(b, len(r.Ties))
	for _, t := range r.Ties {
		b = canon.AppendText(b, t.For)
		b = appendOptions(b, t.Options)
		b = canon.AppendLen(b, t.Places)
		b = AppendTiers(b, t.Broken)
		b = canon.AppendText(b, t.By)
	}
	return b
}

// AppendTiers appends the canonical form of tiers of options, for results that hold
// some.
func AppendTiers(b []byte, tiers [][]Option) []byte {
	b = canon.AppendLen(b, len(tiers))
	for _, tier := range tiers {
		b = appendOptions(b, tier)
	}
	return b
}

func appendOptions(b []byte, os []Option) []byte {
	b = canon.AppendLen(b, len(os))
	for _, o := range os {
		b = canon.AppendInt(b, int64(o))
	}
	return b
}

// Digest is the SHA-256 of the canonical form. The outcomes of this module never fail
// to encode; Digest panics if another's does.
func Digest(o Outcome) [sha256.Size]byte {
	b, err := o.AppendBinary(nil)
	if err != nil {
		panic("ballot: an outcome without a form: " + err.Error())
	}
	return sha256.Sum256(b)
}

// Minutes are what remains of an outcome when the votes are locked away: names, so that
// they need no slate. confed keeps them.
type Minutes struct {
	Rule    string
	Winners []string // in slate order
	Tied    bool
	Digest  [sha256.Size]byte
}

// MinutesOf writes the minutes of an outcome.
func MinutesOf(o Outcome) Minutes {
	r := o.Common()
	m := Minutes{Rule: r.Rule, Tied: r.Tied(), Digest: Digest(o)}
	for _, w := range o.Winners() {
		m.Winners = append(m.Winners, r.Slate.Name(w))
	}
	return m
}
