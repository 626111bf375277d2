package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/examples/poll"
)

// follow tells where a ballot stood.
func follow(out io.Writer, f poll.Followed) {
	text := f.Ballot
	if text == "" {
		text = "no vote"
	}
	if f.ID != "" && f.ID != f.Place {
		f.Place = f.ID + " (" + f.Place + ")"
	}
	if f.ID != "" {
		text = fmt.Sprintf("%s: %s, %s", f.Place, text, f.Marks)
	}
	fmt.Fprintf(out, "ballot %s; %s\n", text, alike(f.Count))
	for _, p := range f.Paths {
		if len(f.Paths) > 1 {
			fmt.Fprintf(out, "  %d of them:\n", p.Count)
		}
		switch {
		case p.Never != "":
			fmt.Fprintln(out, "  it never counts:", p.Never)
		case len(p.Rounds) == 0:
			fmt.Fprintln(out, "  there was no round")
		}
		for _, at := range p.Rounds {
			fmt.Fprintf(out, "  round %d: %s\n", at.N, stand(at))
		}
	}
}

// alike is how many such ballots there are.
func alike(n int64) string {
	switch n {
	case 0:
		return "nobody cast it"
	case 1:
		return "it is the only one"
	}
	return fmt.Sprintf("%d are like it", n)
}

// stand is where one ballot stood, in words.
func stand(at poll.Stand) string {
	var words []string
	say := func(what, votes string) {
		if votes != "1" {
			what += " " + votes
		}
		words = append(words, what)
	}
	for _, part := range at.Votes {
		say(part.Option, part.Votes)
	}
	if at.Exhausted != "" {
		say("exhausted", at.Exhausted)
		words[len(words)-1] += " (" + at.Why + ")"
	}
	if at.Rounding != "" {
		say("rounding", at.Rounding)
	}
	return join(words)
}

// paths writes where every ballot stood: a row for equal ballots, a column for each round.
func (r result) paths(out io.Writer) error {
	w := bufio.NewWriter(out)
	write := r.pathsCSV
	if r.asked.json {
		write = r.pathsJSON
	}
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

func (r result) pathsCSV(out io.Writer) error {
	w := csv.NewWriter(out)
	row := []string{"count", "ballot"}
	for n := range r.Trail.Rounds() {
		row = append(row, fmt.Sprintf("round %d", n+1))
	}
	err := w.Write(row)
	for p := range r.Trail.All() {
		path := poll.PathOf(r.Case.Profile.Slate(), p)
		row = append(row[:0], strconv.FormatInt(p.N, 10), r.ballot(p))
		for _, at := range path.Rounds {
			row = append(row, stand(at))
		}
		for len(row) < 2+r.Trail.Rounds() {
			row = append(row, strings.TrimSpace("never counts: "+path.Never))
		}
		if err == nil {
			err = w.Write(row)
		}
	}
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return err
}

// pathsJSON writes a path a line.
func (r result) pathsJSON(out io.Writer) error {
	fmt.Fprintf(out, "{\"rule\":%q,\"rounds\":%d,\"digest\":\"sha256:%x\",\"paths\":[", r.Rule.Name, r.Trail.Rounds(), ballot.Digest(r.Outcome))
	between := "\n"
	for p := range r.Trail.All() {
		var line bytes.Buffer
		e := json.NewEncoder(&line)
		e.SetEscapeHTML(false)
		err := e.Encode(struct {
			Ballot string `json:"ballot"`
			poll.Path
		}{r.ballot(p), poll.PathOf(r.Case.Profile.Slate(), p)})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s%s", between, bytes.TrimSpace(line.Bytes()))
		between = ",\n"
	}
	_, err := fmt.Fprintln(out, "\n]}")
	return err
}

func (r result) ballot(p ballot.Path) string { return poll.Text(r.Case.Profile.Slate(), p.Ballot) }
