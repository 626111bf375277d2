package report

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestQuote(t *testing.T) {
	tests := []struct{ name, give, want string }{
		{"plain", "Aldea", `"Aldea"`},
		{"quote and backslash", `a"b\c`, `"a\"b\\c"`},
		{"short escapes", "\b\t\n\f\r", `"\b\t\n\f\r"`},
		{"other control characters", "\x00\x1f", `"\u0000\u001f"`},
		{"nothing else is escaped", "</é日\u2028\x7f", "\"</é日\u2028\x7f\""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := quote(nil, tt.give)
			assert.Equal(t, tt.want, string(got))
			var back string
			require.NoError(t, json.Unmarshal(got, &back))
			assert.Equal(t, tt.give, back)
		})
	}
}

// Reasons are in the document that people read and not in the one that is digested.
func TestNode(t *testing.T) {
	var inner, doc object
	inner.put("reason", reason("because"))
	inner.put("n", number(-1))
	doc.put("all", list{inner, nil})
	doc.put("none", list(nil))
	doc.put("ok", truth(true))
	assert.Equal(t, `{"all":[{"n":-1},{}],"none":[],"ok":true}`, string(doc.compact(nil)))
	assert.Equal(t, "{\n \"all\": [\n  {\n   \"reason\": \"because\",\n   \"n\": -1\n  },\n  {}\n ],\n \"none\": [],\n \"ok\": true\n}",
		string(doc.indented(nil, "\n")))
}
