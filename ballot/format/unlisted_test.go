package format_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// Names of a BLT file or of PrefLib that are not among the options have the remedy that they
// have in a table, whether the votes are held or come in parts, in one file or in two.
func TestUnlistedNames(t *testing.T) {
	files := map[format.Form]string{
		format.CSV:     "count,ranking\n4,Ana>Zoe>Ben\n3,Zoe\n2,Ben=Zoe>Ana\n5,Yan>Zoe>Ana\n1,\n",
		format.BLT:     "4 1\n4 1 4 3 0\n3 4 0\n2 3=4 1 0\n5 2 4 1 0\n1 0\n0\n\"Ana\"\n\"Yan\"\n\"Ben\"\n\"Zoe\"\n",
		format.PrefLib: "# ALTERNATIVE NAME 1: Zoe\n# ALTERNATIVE NAME 2: Ben\n# ALTERNATIVE NAME 3: Ana\n# ALTERNATIVE NAME 4: Yan\n4: 3,1,2\n3: 1\n2: {2,1},3\n5: 4,1,3\n1:\n",
	}
	want := map[format.Remedy][]string{
		format.Drop:  {"Ben", "Ana", "2 [{0 1} {1 2}]", "5 [{1 1}]", "4 [{1 1} {0 2}]", "blank 1", "spoilt 3"},
		format.Cut:   {"Ben", "Ana", "4 [{1 1}]", "blank 1", "spoilt 10"},
		format.Spoil: {"Ben", "Ana", "blank 1", "spoilt 14"},
		format.Keep: {"Ben", "Ana", "Undeclared Write-ins", "2 [{0 1} {2 1} {1 2}]", "4 [{1 1} {2 2} {0 3}]", "3 [{2 1}]", "5 [{2 1} {1 2}]",
			"blank 1", "spoilt 0"},
	}
	for remedy, want := range want {
		for form, text := range files {
			for _, room := range []int{0, 1, 4} {
				t.Run(fmt.Sprintf("%s/%s/%d", remedy, form, room), func(t *testing.T) {
					var all *ballot.Profile
					take := func(p *ballot.Profile) error {
						if all == nil {
							all, _ = ballot.NewProfile(p.Slate(), ballot.Ranking)
							all.Unranked = p.Unranked
						}
						return all.Merge(p)
					}
					r := format.Reader{Form: form, Records: format.Records{Options: []string{"Ben", "Ana"}, Policy: format.Policy{Unlisted: remedy}}}
					if r.Room = room; room > 0 {
						r.Part = take
					}
					votes, err := r.Read(format.Shard{Name: "a", Reader: strings.NewReader(text)})
					require.NoError(t, err)
					require.NoError(t, take(votes.Profile))
					assert.Equal(t, want, append(show(all), fmt.Sprintf("spoilt %d", all.Spoilt)))
					assert.Equal(t, format.Altered{Unlisted: 14}, votes.Altered)
					r.Part = nil
					votes, err = r.Read(format.Shard{Name: "a", Reader: strings.NewReader(text)}, format.Shard{Name: "b", Reader: strings.NewReader(text)})
					require.NoError(t, err)
					assert.Equal(t, 2*all.Len(), votes.Profile.Len())
					assert.Equal(t, 2*all.Spoilt, votes.Profile.Spoilt)
				})
			}
		}
	}
}

// Who is not listed can have withdrawn; an option that the file does not name is a fault.
func TestUnlistedBesideOthers(t *testing.T) {
	drop := format.Records{Options: []string{"Adam", "Donald"}, Policy: format.Policy{Unlisted: format.Drop}}
	read := func(form format.Form, r format.Records, text string) (*format.Votes, error) {
		return format.Reader{Form: form, Records: r}.Read(format.Shard{Name: "a", Reader: strings.NewReader(text)})
	}
	votes, err := read(format.BLT, drop, hill)
	require.NoError(t, err)
	assert.Empty(t, votes.Withdrawn, "Basil, who is no option")
	assert.Equal(t, format.Altered{Unlisted: 13}, votes.Altered)
	prefLib := "# ALTERNATIVE NAME 1: Adam\n# ALTERNATIVE NAME 2: Zoe\n1: 1,2\n"
	_, err = read(format.BLT, format.Records{Options: []string{"Adam", "Eve"}, Policy: drop.Policy}, hill)
	require.ErrorContains(t, err, `the option "Eve" has no name in the file`)
	_, err = read(format.PrefLib, drop, prefLib)
	require.ErrorContains(t, err, "2 alternatives, and 2 options of the vote")
	_, err = read(format.PrefLib, format.Records{Options: []string{"Adam"}}, prefLib)
	require.ErrorContains(t, err, `the alternative "Zoe" is not an option of the vote`)
}
