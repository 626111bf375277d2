package folder_test

import (
	"fmt"
	"testing/fstest"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/examples/worlds"
)

// A folder gives a world, and the filings that its rules refuse.
func ExampleRead() {
	dir, _ := worlds.Find("worked")
	world, refused, err := folder.Read(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	for j := range world.Jurisdictions() {
		fmt.Println(j.ID, j.Name, j.Currency)
	}
	for _, r := range refused {
		fmt.Println(r.Err)
	}
	// Output:
	// A Aldea EUR
	// B Brezo EUR
	// C Cala EUR
	// share: the shares CasaAlba 20% are over the cap of 15% in A for 2025 (D-1)
	// jurisdiction: C has no fiscal sovereignty with designation: it needs the powers set-rate, collect, spend and designate (T-2)
}

// Every fault comes with its place.
func ExampleRead_faults() {
	dir := fstest.MapFS{"persons.csv": {Data: []byte("id,birth_date,death_date\nana,1980-02-30,\n")}}
	_, _, err := folder.Read(dir)
	for f := range vicinia.Faults(err) {
		if f.File == "persons.csv" {
			fmt.Println(f)
		}
	}
	// Output:
	// persons.csv:2:5: no such day: 1980-02-30
}
