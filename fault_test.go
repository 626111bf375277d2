package vicinia_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia"
)

func TestFaultError(t *testing.T) {
	over := errors.New("share 20% exceeds the cap of 15%")
	tests := []struct {
		name string
		give vicinia.Fault
		want string
	}{
		{"file", vicinia.Fault{File: "returns.csv", Line: 17, Column: 4, Breaks: "D-1", Err: over},
			"returns.csv:17:4: share 20% exceeds the cap of 15% (D-1)"},
		{"whole file", vicinia.Fault{File: "calls.csv", Err: errors.New("empty")}, "calls.csv: empty"},
		{"path", vicinia.Fault{Path: "slots[1].rate", Err: over}, "slots[1].rate: share 20% exceeds the cap of 15%"},
		{"file before path", vicinia.Fault{File: "a.json", Path: "x", Err: over}, "a.json: share 20% exceeds the cap of 15%"},
		{"no place", vicinia.Fault{Breaks: "D-1", Err: over}, "share 20% exceeds the cap of 15% (D-1)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, tt.give.Error()) })
	}
}

func TestFaultMatches(t *testing.T) {
	cause := errors.New("cause")
	err := fmt.Errorf("read: %w", &vicinia.Fault{Breaks: "D-1", Err: cause})
	assert.ErrorIs(t, err, vicinia.Invariant("D-1"))
	assert.ErrorIs(t, err, cause)
	assert.NotErrorIs(t, err, vicinia.Invariant("D-2"))

	malformed := &vicinia.Fault{Err: cause}
	assert.ErrorIs(t, malformed, cause)
	assert.NotErrorIs(t, malformed, vicinia.Invariant(""), "malformed input breaks no rule")
	assert.ErrorIs(t, vicinia.ErrOverflow, vicinia.Invariant("M-3"))
}

func TestFaultsWalksInOrder(t *testing.T) {
	fault := func(line int) error { return &vicinia.Fault{Line: line, Err: errors.New("x")} }
	err := errors.Join(fault(1), errors.New("not a fault"),
		fmt.Errorf("wrapped: %w", errors.Join(fault(2), fault(3))),
		fmt.Errorf("two: %w, %w", fault(4), fault(5)))
	var lines []int
	for f := range vicinia.Faults(err) {
		lines = append(lines, f.Line)
	}
	assert.Equal(t, []int{1, 2, 3, 4, 5}, lines)

	lines = nil
	for f := range vicinia.Faults(err) {
		if lines = append(lines, f.Line); f.Line == 3 {
			break
		}
	}
	assert.Equal(t, []int{1, 2, 3}, lines)

	for range vicinia.Faults(nil) {
		t.Error("no error has no fault")
	}
}
