package law_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/vicinia/vicinia/fiscal/designation/law"
)

func ExampleFind() {
	for _, year := range []int{2021, 2022} {
		regime, err := law.Find("pl-opp", year)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(year, regime.Slots[0].Rate)
		for _, s := range regime.Sources {
			if s.Parameter == "slots[0].rate" {
				fmt.Printf("%s [%c]\n", s.Article, s.Mark)
			}
		}
	}
	// Output:
	// 2021 1%
	// PIT form [O]
	// 2022 1.5%
	// PIT Act art. 45c(1), tax year 2022 [P]
}

func ExampleRead() {
	_, err := law.Read("ours.json", strings.NewReader(`{
  "regime": "ours",
  "currency": "EUR",
  "slots": [{"name": "clubs", "rate": "2%", "flor": "10.00"}]
}`))
	fmt.Fprintln(os.Stdout, err)
	// Output:
	// ours.json:4:45: unknown parameter "flor"
}
