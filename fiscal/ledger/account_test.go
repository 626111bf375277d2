package ledger

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPath(t *testing.T) {
	tests := []struct {
		name string
		give []string
		want Account
	}{
		{"plain", []string{"treasury", "A"}, "treasury:A"},
		{"single spaces stay", []string{"Casa Alba de Allá"}, "Casa Alba de All%C3%A1"},
		{"colon", []string{"a:b"}, "a%3Ab"},
		{"spaces", []string{" a  b "}, "%20a %20b%20"},
		{"virtual", []string{"(a)", "[b]"}, "%28a%29:%5Bb%5D"},
		{"status", []string{"* a", "!"}, "%2A a:%21"},
		{"percent", []string{"100%", "%41"}, "100%25:%2541"},
		{"none", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, Path(tt.give...))
		})
	}
}

func TestPartsOfAMalformedAccountStayAsTheyStand(t *testing.T) {
	assert.Equal(t, []string{"a", "%zz"}, Account("a:%zz").Parts())
}

func FuzzPath(f *testing.F) {
	for _, s := range nasty {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		path := Path(a, b)
		require.Equal(t, []string{a, b}, path.Parts())
		require.Equal(t, a != "" && b != "", path.wellFormed())
		require.Equal(t, 1, strings.Count(string(path), ":"))
		require.NotContains(t, string(path), "  ")
		for _, c := range []byte(path) {
			require.True(t, c >= ' ' && c <= '~')
		}
	})
}
