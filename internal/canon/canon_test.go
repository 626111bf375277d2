package canon_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/canon"
)

func TestReaderReadsWhatWasAppended(t *testing.T) {
	b := canon.AppendText(nil, "form.v1")
	b = canon.AppendText(b, "Ana\x00é")
	b = canon.AppendInt(b, math.MinInt64)
	b = canon.AppendInt(b, math.MaxInt64)
	b = canon.AppendLen(b, 2)
	b = append(b, 0, 0)

	r := canon.NewReader(b, "form.v1")
	assert.Equal(t, "Ana\x00é", r.Text())
	assert.Equal(t, int64(math.MinInt64), r.Int())
	assert.Equal(t, int64(math.MaxInt64), r.Int())
	assert.Equal(t, 2, r.Len())
	assert.Equal(t, int64(0), r.Int())
	assert.Equal(t, int64(0), r.Int())
	require.NoError(t, r.Close())
}

func TestReaderRefuses(t *testing.T) {
	tests := []struct {
		name string
		give []byte
	}{
		{"nothing", nil},
		{"another form", canon.AppendText(nil, "form.v2")},
		{"a length beyond the end", []byte{200, 1, 'x'}},
		{"an overlong varint", []byte{0x81, 0x00, 'x'}},
		{"an endless varint", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
		{"bytes left over", append(canon.AppendText(nil, "form.v1"), 0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.ErrorIs(t, canon.NewReader(tt.give, "form.v1").Close(), canon.ErrForm)
		})
	}
}

// A Reader that failed reads zeros and keeps its first fault.
func TestReaderKeepsItsFirstFault(t *testing.T) {
	r := canon.NewReader(canon.AppendText(nil, "other"), "form.v1")
	first := r.Err()
	assert.Zero(t, r.Int())
	assert.Zero(t, r.Len())
	assert.Empty(t, r.Text())
	assert.Equal(t, first, r.Close())
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{1, 'f', 0, 2, 'x', 'y'})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := canon.NewReader(b, "f")
		n, s := r.Int(), r.Text()
		if r.Close() != nil {
			return
		}
		// One value, one form: what was read is written as it was.
		again := canon.AppendText(canon.AppendInt(canon.AppendText(nil, "f"), n), s)
		assert.Equal(t, b, again)
	})
}

func ExampleReader() {
	b := canon.AppendText(nil, "point.v1")
	b = canon.AppendInt(canon.AppendInt(b, 3), -4)
	r := canon.NewReader(b, "point.v1")
	x, y := r.Int(), r.Int()
	fmt.Println(x, y, r.Close())
	// Output: 3 -4 <nil>
}
