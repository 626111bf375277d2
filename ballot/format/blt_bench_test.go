package format_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/format"
)

func BenchmarkReadBLT(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		var text strings.Builder
		text.WriteString("9 4\n")
		for i := range n {
			fmt.Fprintf(&text, "%d %d %d %d 0\n", 1+i%7, 1+i%9, 1+(i+1+i/9%4)%9, 1+(i+5+i/36%4)%9)
		}
		text.WriteString("0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n\"E\"\n\"F\"\n\"G\"\n\"H\"\n\"I\"\n\"T\"\n")
		b.Run(fmt.Sprintf("lines=%d", n), func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				_, err := format.ReadBLT(nil, format.Shard{Name: "a", Reader: strings.NewReader(text.String())})
				require.NoError(b, err)
			}
		})
	}
}
