package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A vote that does not fit into memory is counted in parts, with the same outcome; rules that
// look at each ballot hold it whole.
func TestParts(t *testing.T) {
	files := map[string]string{
		"rankings": "count,ranking\n34,Ana>Ben=Cai\n31,Ben\n3,Cai>Ana\n2,\n5,Zoe>Ana\n1,Ana=Ben\n",
		"scores":   "count,scores\n3,A=5|B=2\n2,B=4\n1,\n7,C=1|A=2\n",
		"blt":      "4 2\n-2\n3 1 3 4 0\n4 1 3 2 0\n2 4 1 3 0\n1 2 0\n2 2 4 3 1 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n\"T\"\n",
		"pb":       "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\nproject_id;cost\np;7\nq;4\nVOTES\nvoter_id;vote\n1;p\n2;p,q\n3;q\n4;p\n",
	}
	tests := []struct {
		file string
		args string
	}{
		{"rankings", "-rule schulze"}, {"rankings", "-rule minimax -unranked apart"}, {"rankings", "-rule plurality"},
		{"rankings", "-rule irv"}, {"rankings", "-rule schulze -options Zoe,Cai,Ben,Ana"}, {"rankings", "-rule dhondt -seats 3 -tie order"},
		{"scores", "-rule majority-judgment"}, {"scores", "-rule star"}, {"scores", "-rule copeland"},
		{"blt", "-rule copeland"}, {"blt", "-rule plurality"}, {"blt", "-rule hamilton"}, {"blt", "-rule stv-scottish"},
		{"pb", "-rule approval"}, {"pb", "-rule greedy"}, {"pb", ""},
	}
	for _, tt := range tests {
		name := filepath.Join(t.TempDir(), tt.file)
		require.NoError(t, os.WriteFile(name, []byte(files[tt.file]), 0o600))
		for _, format := range []string{"-all=false", "-json", "-all"} {
			o, err := parse(append(strings.Fields(tt.args), format, name), new(bytes.Buffer))
			require.NoError(t, err)
			var whole bytes.Buffer
			code, err := answer(o, nil, &whole)
			if tt.args == "" {
				assert.ErrorContains(t, err, "which one is meant")
				continue
			}
			require.NoError(t, err)
			for o.Room = 1; o.Room < 6; o.Room += 2 {
				var parts bytes.Buffer
				same, err := answer(o, nil, &parts)
				require.NoError(t, err, tt.args)
				assert.Equal(t, code, same)
				assert.Equal(t, unsaid(whole.String()), unsaid(parts.String()), tt.args)
			}
		}
	}
}

// unsaid leaves out how close it was: of duels that needs the ballots.
func unsaid(text string) string {
	before, rest, found := strings.Cut(text, "how close:\n")
	if _, after, ok := strings.Cut(rest, "\n"); found && ok {
		return before + after
	}
	return text
}

// A file that can be read once is not counted twice: its options have to be named.
func TestPartsOfStandardInput(t *testing.T) {
	for _, options := range []string{"", "A,B"} {
		args := []string{"-rule", "schulze", "-"}
		if options != "" {
			args = append([]string{"-options", options}, args...)
		}
		o, err := parse(args, new(bytes.Buffer))
		require.NoError(t, err)
		o.Room = 1
		_, err = answer(o, bytes.NewBufferString("count,ranking\n3,A>B\n2,B>A\n"), new(bytes.Buffer))
		if options == "" {
			assert.ErrorContains(t, err, "stdin:2:3: the options are not known before the ballots")
		} else {
			assert.NoError(t, err)
		}
	}
}

// A file whose end was read ends again: its faults are those of its text alone.
func TestFileEndsTwice(t *testing.T) {
	name := filepath.Join(t.TempDir(), "utf16.csv")
	require.NoError(t, os.WriteFile(name, []byte("\xff\xfec\x00\n\x00"), 0o600))
	var out, errs bytes.Buffer
	assert.Equal(t, badInput, run([]string{"-rule", "schulze", name}, nil, &out, &errs))
	assert.Equal(t, name+":1:1: the byte 0xff is not text in UTF-8\n"+name+":2:1: the byte 0x00 is not text in UTF-8\n", errs.String())
}
