package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"net/http"
	"strings"

	"github.com/vicinia/vicinia/confed/census"
)

// challenge makes browsers ask for a name and a password.
const challenge = `Basic realm="town hall", charset="UTF-8"`

// A demonstration tells residents apart by passwords that live as long as the program:
// that of a person is the HMAC of the id under a key drawn at the start. It stands in for
// the authentication of a real office, and is none.
type demonstration struct{ key [32]byte }

func newDemonstration() (d demonstration) {
	_, _ = rand.Read(d.key[:]) // it never fails
	return d
}

func (d demonstration) password(p census.PersonID) string {
	mac := hmac.New(sha256.New, d.key[:])
	mac.Write([]byte(p))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:15]))
}

// who is the person of a name and password, compared in constant time.
func (d demonstration) who(r *http.Request) (census.PersonID, bool) {
	name, password, ok := r.BasicAuth()
	p := census.PersonID(name)
	return p, ok && hmac.Equal([]byte(password), []byte(d.password(p)))
}
