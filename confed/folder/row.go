package folder

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
)

// A row is one record being read. Its methods return the zero value where a field is
// malformed, and remember that the row is at fault.
type row struct {
	r      *reading
	t      *table
	fields []string
	spot   spot
	bad    bool // a field is malformed, or names what is at fault elsewhere
}

func (c *row) text(column string) string {
	for i, name := range c.t.Columns {
		if name == column {
			return c.checked(column, c.fields[c.t.at[i]])
		}
	}
	panic("folder: no column " + column + " in " + c.t.Name)
}

func (c *row) checked(column, text string) string {
	if len(text) > MaxField {
		c.faultf(column, "", "the field has more than %d bytes", MaxField)
		return ""
	}
	return text
}

func (c *row) fault(column string, breaks vicinia.Invariant, err error) {
	c.bad = true
	line, col := c.t.column(c.spot, column)
	c.r.fault(c.t, line, col, breaks, err)
}

func (c *row) faultf(column string, breaks vicinia.Invariant, format string, args ...any) {
	c.fault(column, breaks, fmt.Errorf(format, args...))
}

// id reads the id of something new.
func (c *row) id() string {
	id := c.text("id")
	if id == "" && !c.bad {
		c.faultf("id", "", "the id is empty")
	}
	return id
}

// date reads a day; an empty field is malformed.
func (c *row) date(column string) vicinia.Date {
	d := c.open(column)
	if d == 0 && c.text(column) == "" {
		c.faultf(column, "", "the date is missing")
	}
	return d
}

// open reads a day that may be empty.
func (c *row) open(column string) vicinia.Date {
	text := c.text(column)
	if text == "" {
		return 0
	}
	return field(c, column, text, vicinia.ParseDate)
}

// ratio reads a share or rate that is not negative.
func (c *row) ratio(column string) vicinia.Ratio {
	return field(c, column, c.text(column), func(s string) (vicinia.Ratio, error) {
		r, err := vicinia.ParseRatio(s)
		if err == nil && r.Sign() < 0 {
			return vicinia.Ratio{}, fmt.Errorf("%s is negative", r)
		}
		return r, err
	})
}

// number reads a whole number from least to most.
func (c *row) number(column string, least, most int64) int64 {
	return field(c, column, c.text(column), func(s string) (int64, error) {
		if s == "" || strings.Trim(s, "0123456789") != "" {
			return 0, fmt.Errorf("%.40q is not a whole number", s)
		}
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n > most {
			return 0, fmt.Errorf("%.40s is more than %d", s, most)
		}
		if n < least {
			return 0, fmt.Errorf("%d is less than %d", n, least)
		}
		return n, nil
	})
}

// year reads a fiscal year.
func (c *row) year() int {
	return int(c.number("year", 1, vicinia.MaxYear-1))
}

// field reads a field by a strict reader.
func field[T any](c *row, column, text string, parse func(string) (T, error)) T {
	v, err := parse(text)
	if err != nil {
		var f *vicinia.Fault
		if errors.As(err, &f) {
			c.fault(column, f.Breaks, f.Err)
		} else {
			c.fault(column, "", err)
		}
		var none T
		return none
	}
	return v
}

// word reads one word of a closed list, and returns its value.
func word[T any](c *row, column string, words map[string]T) T {
	text := c.text(column)
	v, ok := words[text]
	if !ok && !c.bad {
		c.faultf(column, "", "%.40q is not one of %s", text, list(words))
	}
	return v
}
