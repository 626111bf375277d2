package confed_test

import (
	"fmt"
	"log"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
)

// A preview is an Apply whose world is dropped.
func ExampleWorld_Apply() {
	w, err := new(confed.World).Apply(
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR},
		confed.Jurisdiction{ID: "B", Kind: confed.Municipality, Currency: fiscal.EUR},
		confed.Person{ID: "ana", Born: vicinia.MustDate("1980-05-02")},
		confed.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate("2019-01-01")},
	)
	if err != nil {
		log.Fatal(err)
	}
	day := vicinia.MustDate("2025-03-15")
	preview, err := w.Apply(confed.Move{Person: "ana", To: "B", On: day, Recorded: day})
	if err != nil {
		log.Fatal(err)
	}
	then, _ := preview.Register().Home("ana", day)
	now, _ := w.Register().Home("ana", day)
	fmt.Println(then.Municipality, now.Municipality)
	// Output: B A
}

// An office takes in what the rules allow and keeps the rest with the reason.
func ExampleWorld_Admit() {
	stay := func(from string) confed.Act {
		return confed.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate(from)}
	}
	w, refused := new(confed.World).Admit(slices.Values([]confed.Act{
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR},
		confed.Person{ID: "ana", Born: vicinia.MustDate("1980-05-02")},
		stay("2019-01-01"),
		stay("2021-06-01"),
	}))
	fmt.Println(w.Register().Len(), "person")
	for _, r := range refused {
		fmt.Println(r.Err)
		for f := range vicinia.Faults(r.Err) {
			rule, _ := confed.StatementOf(f.Breaks)
			fmt.Printf("%s: %s (%s)\n", f.Path, rule.Text, rule.Source)
		}
	}
	// Output:
	// 1 person
	// from: ana lives in A since 2019-01-01 and in A since 2021-06-01 (R-1)
	// from: Nobody lives in two places on one day. (Manifesto, chapter 7; Spain, LBRL (Ley 7/1985), article 15)
}

func ExampleBodyFor() {
	for _, m := range []confed.Matter{
		{Kind: confed.TaxRate, For: "A"},
		{Kind: confed.Joining, For: "A", Compact: "K1"},
		{Kind: confed.CommunityBudget, For: "Linux"},
		{Kind: confed.OwnDesignation, For: "ana"},
	} {
		fmt.Printf("%s: %s\n", m, confed.BodyFor(m))
	}
	// Output:
	// tax-rate of A: residents of A
	// compact-join of A and K1: residents of A
	// community-budget of Linux: members of Linux
	// own-designation of ana: self of ana
}
