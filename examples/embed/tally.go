package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/examples/poll"
)

// tally counts a vote; its code is tied if nothing was told to break a tie.
func (q *query) tally() (code int, result []byte, err error) {
	if len(q.Files) == 0 {
		return usage, nil, errors.Join(located(q.Check()), wrong("files", "they are missing"))
	}
	var shards []format.Shard
	for _, name := range slices.Sorted(maps.Keys(q.Files)) {
		shards = append(shards, format.Shard{Name: name, Reader: strings.NewReader(q.Files[name])})
	}
	a, err := q.Ask(shards...)
	if err != nil {
		return badInput, nil, located(err)
	}
	if a.Outcome.Common().Tied() {
		code = tied
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err = e.Encode(a.Document())
	return code, bytes.TrimSpace(b.Bytes()), err
}

// located makes faults of what was asked in the wrong way, with the members.
func located(err error) error {
	if err == nil {
		return nil
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	var faults []error
	for _, err := range all {
		if m := (poll.Misuse{}); errors.As(err, &m) {
			member := m.Setting.Member()
			err = &vicinia.Fault{Path: member, Err: errUsage(m.Say(member))}
		}
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}
