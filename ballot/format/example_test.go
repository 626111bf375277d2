package format_test

import (
	"fmt"
	"os"
	"strings"
	"testing/fstest"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// A file of a transferable vote says more than its ballots.
func ExampleReadBLT() {
	file := strings.NewReader("3 2\n-2\n4 1 3 0\n2 3=1 2 0\n1 - 2 0\n0\n\"Ana\"\n\"Ben\"\n\"Cai\"\n\"The council\"\n")
	votes, err := format.ReadBLT(nil, format.Shard{Name: "council.blt", Reader: file})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(votes.Title, votes.Seats, "seats, withdrawn:", votes.Withdrawn)
	for b, n := range votes.Profile.All() {
		fmt.Println(n, b)
	}
	// Output:
	// The council 2 seats, withdrawn: [Ben]
	// 2 [{0 1} {2 1} {1 2}]
	// 4 [{0 1} {2 2}]
	// 1 [{1 2}]
}

// What stands on paper is not always a ballot: the policy says what becomes of it.
func ExampleReadRCTab() {
	file := strings.NewReader("rank1,rank2,rank3\nAna,overvote,Ben\nAna,Ana,Ben\nundervote,Ben,Write-in\n")
	records := format.Records{Options: []string{"Ana", "Ben"}, Policy: format.Policy{Overvotes: format.Cut}}
	votes, err := format.ReadRCTab(records, format.Shard{Name: "cvr.csv", Reader: file})
	if err != nil {
		fmt.Println(err)
		return
	}
	for b, n := range votes.Profile.All() {
		fmt.Println(n, b)
	}
	fmt.Printf("%+v\n", votes.Altered)
	// Output:
	// 1 [{0 1}]
	// 1 [{0 1} {1 2}]
	// 1 [{1 2}]
	// {Overvotes:1 Duplicates:1 Skipped:1 Unlisted:1}
}

// A vendor's export has many files: those of a folder, or of a zip.
func ExampleFolder() {
	export := fstest.MapFS{
		"CandidateManifest.json": {Data: []byte(`{"List": [{"Description": "Ana", "Id": 7, "ContestId": 1}, {"Description": "Ben", "Id": 8, "ContestId": 1}]}`)},
		"ContestManifest.json":   {Data: []byte(`{"List": [{"Description": "Mayor", "Id": 1}]}`)},
		"CvrExport.json": {Data: []byte(`{"Sessions": [{"TabulatorId": 9, "BatchId": 4, "RecordId": 61, "Original": {"Contests": [
			{"Id": 1, "Marks": [{"CandidateId": 8, "Rank": 1}, {"CandidateId": 7, "Rank": 2}]}]}}]}`)},
	}
	shards, err := format.Folder(export, "export") // os.DirFS("export"), or a zip.Reader
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := format.Reader{Form: format.Dominion, Records: format.Records{Contest: "Mayor"}}.Read(shards...)
	if err != nil {
		fmt.Println(err)
		return
	}
	for b, n := range votes.Profile.All() {
		fmt.Println(n, b)
	}
	// Output:
	// 1 [{1 1} {0 2}]
}

// Each ballot of an audit: its id, what became of it, and how it counts.
func ExampleEntry() {
	file := strings.NewReader("Ballot ID,rank1,rank2,rank3\nb7,Ana,overvote,Ben\nb8,,Ben,\nb9,overvote,,\n")
	r := format.Reader{
		Records: format.Records{Options: []string{"Ana", "Ben"}, Policy: format.Policy{Skipped: format.Drop}},
		Each: func(e format.Entry) error {
			fmt.Println(e.ID, e.Fate)
			for _, m := range e.Ballot {
				fmt.Println("  rank", m.Level, e.Slate.Name(m.Option))
			}
			return nil
		},
	}
	if _, err := r.Read(format.Shard{Name: "cvr.csv", Reader: file}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// b7 cut
	//   rank 1 Ana
	// b8 changed
	//   rank 1 Ben
	// b9 spoilt
}

// A policy says what becomes of marks that a profile has no place for, in any form.
func ExampleReader() {
	file := strings.NewReader("count,ranking\n34,Ana>Ben>Ana\n31,Ben>Zoe\n")
	r := format.Reader{Records: format.Records{
		Options: []string{"Ana", "Ben"},
		Policy:  format.Policy{Duplicates: format.Drop, Unlisted: format.Spoil},
	}}
	votes, err := r.Read(format.Shard{Name: "votes.csv", Reader: file})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d count, %d are spoilt; %+v\n", votes.Profile.Len(), votes.Profile.Spoilt, votes.Altered)
	// Output: 34 count, 31 are spoilt; {Overvotes:0 Duplicates:34 Skipped:0 Unlisted:31}
}

// All faults of a file come at once, each with its place.
func ExampleRead() {
	file := strings.NewReader("42: Memphis>Nashville\n26: Nashville>\n15: Nashville/2\n")
	_, err := format.Read(format.Auto, nil, format.Shard{Name: "capital.abif", Reader: file})
	for fault := range vicinia.Faults(err) {
		fmt.Println(fault)
	}
	// Output:
	// capital.abif:2:15: a name is missing
	// capital.abif:3:14: this is no ranking ballot as those before
}

// From one form to another.
func ExampleWrite() {
	file := strings.NewReader("count,ranking\n34,Ana>Ben=Cai\n31,Ben\n2,\n")
	votes, err := format.ReadCSV(nil, format.Shard{Name: "votes.csv", Reader: file})
	if err == nil {
		err = format.Write(os.Stdout, format.PrefLib, votes)
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// # NUMBER ALTERNATIVES: 3
	// # NUMBER VOTERS: 67
	// # NUMBER UNIQUE ORDERS: 3
	// # ALTERNATIVE NAME 1: Ana
	// # ALTERNATIVE NAME 2: Ben
	// # ALTERNATIVE NAME 3: Cai
	// 34: 1,{2,3}
	// 31: 2
	// 2:
}

// A file larger than memory leaves its summary, part by part.
func ExampleStream() {
	file := strings.NewReader("count,ranking\n34,Ana>Ben=Cai\n31,Ben\n2,\n")
	duels, _, err := format.Stream(format.Reader{}, (*ballot.Profile).Pairwise, format.Shard{Name: "votes.csv", Reader: file})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(duels.At(0, 1), "put Ana above Ben,", duels.At(1, 0), "Ben above Ana")
	// Output: 34 put Ana above Ben, 31 Ben above Ana
}
