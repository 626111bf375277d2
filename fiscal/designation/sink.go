package designation

import (
	"fmt"
	"strings"
)

// A Sink is where money goes that its first destination does not take. The zero Sink is the
// treasury.
type Sink struct {
	To   SinkKind
	Name string // of the recipient or the fund; else ""
}

// A SinkKind is a kind of sink.
type SinkKind uint8

// The kinds of sinks; the zero SinkKind is ToTreasury.
const (
	ToTreasury  SinkKind = iota
	ToRecipient          // one on the list
	ToFund               // a named fund outside the list: another cycle, a reserve
	ToCategory           // the others of the same category, by the number of direct choices
	ToChoices            // all recipients of the slot, by the number of direct choices
)

var sinkKinds = [...]string{"treasury", "recipient", "fund", "category", "choices"}

// String is treasury, recipient:state, fund:next-cycle, category or choices.
func (s Sink) String() string {
	if s.Name == "" {
		return word(sinkKinds[:], int(s.To))
	}
	return word(sinkKinds[:], int(s.To)) + ":" + s.Name
}

// UnmarshalText reads the form of String.
func (s *Sink) UnmarshalText(b []byte) error {
	kind, name, named := strings.Cut(string(b), ":")
	var to SinkKind
	if err := fromWord(&to, "sink", sinkKinds[:], []byte(kind)); err != nil {
		return err
	}
	if needs := to == ToRecipient || to == ToFund; needs != (name != "") || named && name == "" {
		return fmt.Errorf("sink %.40q: recipient: and fund: have a name, the others none", b)
	}
	*s = Sink{to, name}
	return nil
}
