package chart_test

import (
	"bytes"
	"fmt"
	"log"
	"strings"

	"github.com/vicinia/vicinia/confed/chart"
)

// text shows what a drawing says, without what it looks like.
func text(svg string) {
	for line := range strings.Lines(svg) {
		_, rest, ok := strings.Cut(line, "<text ")
		if _, said, found := strings.Cut(rest, ">"); ok && found {
			said, _, _ = strings.Cut(said, "<")
			fmt.Println(said)
		}
	}
}

func Example() {
	c := chart.Bar{
		Frame: chart.Frame{Title: "What the communities got", X: "CHF", Source: "Budget 2025"},
		Rows:  []string{"Esperanto", "Linux"},
		Parts: []chart.Part{{Values: []float64{1200, 900}, Labels: []string{"1200.00", "900.00"}}},
	}
	var svg bytes.Buffer
	if err := c.WriteSVG(&svg); err != nil {
		log.Fatal(err)
	}
	text(svg.String())
	// Output:
	// What the communities got
	// 0
	// 200
	// 400
	// 600
	// 800
	// 1000
	// 1200
	// Esperanto
	// 1200.00
	// Linux
	// 900.00
	// CHF
	// Budget 2025
}

func ExampleFlow() {
	c := chart.Flow{
		Frame: chart.Frame{Title: "Where the tax of Aldea goes"},
		Places: []chart.Place{
			{ID: "tax", Name: "Tax", Label: "3200.00 EUR"},
			{ID: "E", Name: "Esperanto", Label: "160.00 EUR"},
			{ID: "kept", Name: "Aldea keeps", Label: "3040.00 EUR"},
		},
		Links: []chart.Link{
			{From: "tax", To: "E", Amount: 160_00, Label: "160.00 EUR"},
			{From: "tax", To: "kept", Amount: 3040_00, Label: "3040.00 EUR"},
		},
	}
	var svg bytes.Buffer
	if err := c.WriteSVG(&svg); err != nil {
		log.Fatal(err)
	}
	text(strings.ReplaceAll(svg.String(), "\u2002", " "))
	// Output:
	// Where the tax of Aldea goes
	// Tax 3200.00 EUR
	// Esperanto 160.00 EUR
	// Aldea keeps 3040.00 EUR
}
