package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/confed/census"
)

// A log may be read while it is written.
type log struct {
	sync.Mutex
	b bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.b.Write(p)
}

func (l *log) String() string {
	l.Lock()
	defer l.Unlock()
	return l.b.String()
}

// The program serves who signs in with what it printed, and ends when it is told to.
func TestServe(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	var out, errs log
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-addr", "localhost:0", "-as", "P1,P4", "-today", "2025-05-03"}, &out, &errs)
	}()
	require.Eventually(t, func() bool { return strings.Contains(out.String(), "name P4") || errs.String() != "" }, 20*time.Second, 5*time.Millisecond)
	require.Empty(t, errs.String())
	found := regexp.MustCompile(`(?s)(http://\S+) .*name P4  password (\S+)`).FindStringSubmatch(out.String())
	require.NotNil(t, found, out.String())

	get := func(name, password string) (int, string) {
		r, err := http.NewRequest("GET", found[1]+"/statement", nil)
		require.NoError(t, err)
		r.SetBasicAuth(name, password)
		rw, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer rw.Body.Close()
		body, err := io.ReadAll(rw.Body)
		require.NoError(t, err)
		return rw.StatusCode, string(body)
	}
	status, body := get("P4", found[2])
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "61.04")
	status, _ = get("P1", found[2])
	assert.Equal(t, http.StatusUnauthorized, status, "another's password")
	stop()
	assert.Equal(t, closed, <-code, errs.String())
}

func TestWho(t *testing.T) {
	d := newDemonstration()
	tests := []struct {
		name, givePerson, givePassword string
		want                           bool
	}{
		{"right", "P1", d.password("P1"), true},
		{"another's", "P1", d.password("P2"), false},
		{"of another start", "P1", newDemonstration().password("P1"), false},
		{"none", "P1", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.SetBasicAuth(tt.givePerson, tt.givePassword)
			p, ok := d.who(r)
			assert.Equal(t, tt.want, ok)
			assert.Equal(t, census.PersonID("P1"), p)
		})
	}
	_, ok := d.who(httptest.NewRequest("GET", "/", nil))
	assert.False(t, ok)
}

func TestRun_Wrong(t *testing.T) {
	tests := []struct {
		name     string
		give     []string
		wantCode int
		want     string
	}{
		{"help", []string{"-help"}, closed, "usage: townhall"},
		{"a flag", []string{"-nonsense"}, usage, "nonsense"},
		{"a word", []string{"worked"}, usage, `"worked" is not a flag`},
		{"a day", []string{"-today", "2025-02-30"}, usage, "today"},
		{"a world", []string{"-world", "Atlantis"}, badInput, "no world of that name ships"},
		{"a person", []string{"-as", "Q"}, badInput, `there is no person "Q"`},
		{"an address", []string{"-addr", "nowhere"}, badInput, "nowhere"},
		{"a folder without tables", []string{"-world", "hall"}, badInput, "jurisdictions.csv"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			assert.Equal(t, tt.wantCode, run(t.Context(), tt.give, &out, &errs))
			assert.Contains(t, errs.String(), tt.want)
			assert.Empty(t, out.String())
		})
	}
}
