package disclosure_test

import (
	"fmt"
	"log"

	"github.com/vicinia/vicinia/fiscal/disclosure"
)

func Example() {
	table := disclosure.Table{
		Rows:    []string{"Arth", "Lauerz", "Steinen"},
		Columns: []string{"Church", "Linux"},
		Counts: []int64{
			40, 12,
			9, 3,
			31, 25,
		},
	}
	public, err := disclosure.Rule{}.Suppress(table)
	if err != nil {
		log.Fatal(err)
	}
	for l, line := range public.Lines {
		fmt.Printf("%-8s", line.Name)
		for c := range len(public.Columns) + 1 {
			if cell := public.Cell(l, c); cell.Blank {
				fmt.Print("   ·")
			} else {
				fmt.Printf("%4d", cell.Count)
			}
		}
		fmt.Println()
	}
	bounds, err := disclosure.Audit(public)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Lauerz, Linux:", bounds[1*3+1].Count)
	// Output:
	// Arth       ·   ·  52
	// Lauerz     ·   ·  12
	// Steinen   31  25  56
	//           80  40 120
	// Lauerz, Linux: {1 11}
}
