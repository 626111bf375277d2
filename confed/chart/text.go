package chart

import (
	"strings"
	"unicode"
)

// Sizes of letters, in tenths of a pixel.
const (
	titleSize = 180
	textSize  = 130
	smallSize = 115
	lineStep  = 165 // from one line of text to the next
	pad       = 120 // around everything
)

// measure is how wide a text may be in tenths of a pixel: the widths of DejaVu Sans, one
// of the widest fonts of the stack, rounded up by kind of letter, so that what does not
// overlap by it does not overlap on any screen.
func measure(s string, size int) int {
	sum := 0
	for _, r := range s {
		sum += thousandths(r)
	}
	if size == titleSize {
		sum = sum * 9 / 8 // bold
	}
	return (sum*size + 999) / 1000
}

func thousandths(r rune) int {
	switch {
	case strings.ContainsRune("iljIJftr.,:;'|!()[]/ -·\u00a0\u202f", r):
		return 415
	case strings.ContainsRune("mwMW@%‰—…→€&", r), r >= 0x1100, unicode.IsControl(r): // the last is drawn as U+FFFD
		return 1050
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.IsUpper(r), r == '+', r == '=', r == '<', r == '>', r == '~', r == '_':
		return 840
	}
	return 660
}

// elide cuts a text to a width, and says so with an ellipsis.
func elide(s string, size, width int) string {
	if measure(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := strings.TrimRight(string(runes[:n]), " ,.;:-") + "…"; measure(cut, size) <= width {
			return cut
		}
	}
	return "…"
}

// wrap breaks a text into lines of at most a width: between words, and within a word that
// is longer than a line. What does not fit on the last line is cut.
func wrap(s string, size, width, most int) (lines []string) {
	words := strings.Fields(s)
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, elide(strings.Join(words, " "), size, width))
		}
		line := words[0]
		for words = words[1:]; len(words) > 0 && measure(line+" "+words[0], size) <= width; words = words[1:] {
			line += " " + words[0]
		}
		if head, tail := split(line, size, width); tail != "" {
			line, words = head, append([]string{tail}, words...)
		}
		lines = append(lines, line)
	}
	return lines
}

// split breaks a word that is longer than a line.
func split(word string, size, width int) (head, tail string) {
	runes := []rune(word)
	if measure(word, size) <= width || len(runes) == 1 {
		return word, ""
	}
	n := len(runes) - 1
	for n > 1 && measure(string(runes[:n])+"-", size) > width {
		n--
	}
	return strings.TrimRight(string(runes[:n]), "-") + "-", string(runes[n:])
}

// grouped writes an integer with a thin space between groups of three digits, from five
// digits on (SI Brochure, 9th edition, 5.4.4).
func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	if len(digits) < 5 {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString("\u202f")
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
