package hall

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
)

// What is read can be said again as fields, and is then read the same.
func FuzzParseAsk(f *testing.F) {
	for _, seed := range []string{
		"jurisdiction=A&year=2025&choices=Esperanto=5%25|Linux=5%25",
		"jurisdiction=A&share:Esperanto=5%25&share:Linux=",
		"jurisdiction=&choices=&choices=&share:=1/3",
		"jurisdiction=A&choices=", "share:a|b=1e9&x=1", "%zz", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		form, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		asked, err := parseAsk(form, 2025)
		if err != nil {
			n := 0
			for range vicinia.Faults(err) {
				n++
			}
			assert.Positive(t, n, "an error is faults")
			return
		}
		require.NotEmpty(t, asked.Jurisdiction)
		fields := url.Values{"jurisdiction": {string(asked.Jurisdiction)}}
		if len(asked.Choices) == 0 {
			fields.Set("choices", "")
		}
		for _, c := range asked.Choices {
			require.GreaterOrEqual(t, c.Share.Sign(), 0)
			require.NotEmpty(t, c.Recipient)
			fields.Add(sharePrefix+string(c.Recipient), c.Share.String())
		}
		again, err := parseAsk(fields, 2025)
		require.NoError(t, err)
		assert.ElementsMatch(t, asked.Choices, again.Choices)
		again.Choices = asked.Choices
		assert.Equal(t, asked, again)
	})
}
