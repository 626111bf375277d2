package ledger

import (
	"net/url"
	"strings"
)

// An Account is a path of parts joined by colons, general before special: treasury:A,
// community:Esperanto. It is the same text here and in an hledger journal. Constants may
// be written as they are; a part that comes from data goes through [Path].
type Account string

// Path joins parts into an account. Any text may be a part: bytes that would end, split or
// disguise an account name in a journal are percent-encoded (RFC 3986, section 2.1), so
// that different parts never meet in one account and Parts gives them back. Encoded are
// the colon, % ; , | " * ! and round and square brackets, control characters, all that is
// not ASCII (hledger does not read it in the C locale), and a space that is not single or
// not between other characters.
func Path(parts ...string) Account {
	var b []byte
	for i, p := range parts {
		if i > 0 {
			b = append(b, ':')
		}
		b = appendEscaped(b, p, ':')
	}
	return Account(b)
}

// Parts returns the texts that the account was built of.
func (a Account) Parts() []string {
	parts := strings.Split(string(a), ":")
	for i, p := range parts {
		if text, err := url.PathUnescape(p); err == nil {
			parts[i] = text
		}
	}
	return parts
}

// wellFormed reports whether Path could have built the account, of parts that are not
// empty.
func (a Account) wellFormed() bool {
	parts := a.Parts()
	for _, p := range parts {
		if p == "" {
			return false
		}
	}
	return a == Path(parts...)
}

// appendEscaped appends s as it may stand anywhere in a journal; also is one more byte to
// encode. url.PathUnescape reads it back.
func appendEscaped(b []byte, s string, also byte) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		single := c == ' ' && i > 0 && i < len(s)-1 && s[i-1] != ' '
		if single || c > ' ' && c <= '~' && c != also && strings.IndexByte(`%;,|"*!()[]`, c) < 0 {
			b = append(b, c)
		} else {
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return b
}
