package stv

import (
	"fmt"
	"strings"
)

var words = map[any][]string{ // only looked up
	Method(0):  {"gregory", "meek", "warren", "quotients", "piles"},
	Quota(0):   {"whole", "unit", "up", "hare", "floor", "hare-whole"},
	Value(0):   {"weighted", "twice", "share", "equal", "available", "last", "scaled", "parts", "inclusive"},
	Batch(0):   {"single", "below", "up-to", "below-first", "bulk", "deposits"},
	Parcels(0): {"at-once", "by-value", "firsts-by-value", "received", "firsts-apart", "in-order"},
	Fill(0):    {"early", "moved", "drawn", "between"},
	Lead(0):    {"never", "as-many", "more", "most"},
	Vacancy(0): {"evenly", "last-parcel", "last-evenly", "recount"},
	TieRule(0): {"nothing", "latest", "earliest", "distinct"},
}

// word is the word of an answer, and whether it is one that the law can give.
func word[T ~uint8](answer T) (string, bool) {
	of := words[T(0)]
	if int(answer) >= len(of) {
		return fmt.Sprintf("answer %d", uint8(answer)), false
	}
	return of[answer], true
}

// String is the word of an answer.
func (m Method) String() string { return wordOf(m) }

// String is the word of an answer.
func (m Marks) String() string {
	words := map[Marks]string{Stop: "stop", Pass: "pass", Two: "two", Sole: "sole"}
	if w, ok := words[m]; ok {
		return w
	}
	return fmt.Sprint(uint8(m))
}

// String is the word of an answer.
func (q Quota) String() string { return wordOf(q) }

// String is the word of an answer.
func (v Value) String() string { return wordOf(v) }

// String is the word of an answer.
func (b Batch) String() string { return wordOf(b) }

// String is the word of an answer.
func (p Parcels) String() string { return wordOf(p) }

// String is the word of an answer.
func (f Fill) String() string { return wordOf(f) }

// String is the word of an answer.
func (l Lead) String() string { return wordOf(l) }

// String is the word of an answer.
func (v Vacancy) String() string { return wordOf(v) }

// String is the word of an answer.
func (t TieRule) String() string { return wordOf(t) }

func wordOf[T ~uint8](answer T) string {
	w, _ := word(answer)
	return w
}

// settings are the answers in the order of the fields, with their words.
func (s *Statute) settings() (list []setting) {
	list = []setting{
		set("method", s.Method), {"decimals", fmt.Sprint(s.Decimals), s.Decimals >= 0 && s.Decimals <= MaxDecimals, s.Decimals == 0},
		{"skipped", s.Skipped.String(), s.Skipped != Sole, s.Skipped == Stop},
		{"shared", s.Shared.String(), s.Shared <= Pass || s.Shared == Sole && s.Method == Gregory, s.Shared == Stop},
		set("quota", s.Quota), flag("requota", s.Requota), flag("active", s.Active),
		flag("late", s.Late), flag("alone", s.Alone), flag("passes", s.Passes).unless(s.Passes && s.Method != Gregory),
		flag("bottoms-up", s.BottomsUp).unless(s.BottomsUp && s.Method != Gregory),
		flag("hold", s.Hold), set("value", s.Value),
		flag("fraction", s.Fraction), flag("oldest", s.Oldest), flag("elder", s.Elder), flag("together", s.Together), flag("zero", s.Zero),
		flag("defer", s.Defer), set("batch", s.Batch), set("parcels", s.Parcels), flag("restart", s.Restart),
		{"floor", fmt.Sprint(s.Floor), s.Floor >= 0, s.Floor == 0}, flag("named", s.Named), set("fill", s.Fill), set("lead", s.Lead),
		flag("pair", s.Pair), flag("complete", s.Complete), flag("onward", s.Onward),
		set("vacancy", s.Vacancy).silent(), set("ties", s.Ties), set("surplus-ties", s.SurplusTies),
		{"omega", fmt.Sprint(s.Omega), s.Omega >= 0 && s.Omega <= s.Decimals, s.Omega == 0}, flag("rounds", s.Rounds),
	}
	return list
}

type setting struct {
	name, word string
	ok, zero   bool
}

func set[T ~uint8](name string, answer T) setting {
	w, ok := word(answer)
	return setting{name, w, ok, answer == 0}
}

// silent is a setting of which the text of an election says nothing.
func (x setting) silent() setting {
	x.zero = true
	return x
}

// unless is the setting, refused where it makes no sense.
func (x setting) unless(bad bool) setting {
	x.ok = x.ok && !bad
	return x
}

func flag(name string, on bool) setting { return setting{name, fmt.Sprint(on), true, !on} }

// String is the name and every answer that is not the zero one: "Scotland 2007: decimals=5
// ties=latest".
func (s *Statute) String() string {
	var b strings.Builder
	b.WriteString(s.Name + ":")
	for _, x := range s.settings() {
		if !x.zero {
			b.WriteString(" " + x.name + "=" + x.word)
		}
	}
	return strings.TrimSuffix(b.String(), ":")
}
