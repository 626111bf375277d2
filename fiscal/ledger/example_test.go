package ledger_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// pay moves an amount out of the treasury of A.
func pay(key string, to ledger.Account, amount string) ledger.Entry {
	return ledger.Entry{
		On: vicinia.MustDate("2025-07-01"), Cause: "designations of A for 2025", Key: key,
		Postings: []ledger.Posting{
			{Account: "treasury:A", Amount: fiscal.EUR.MustParse("-" + amount)},
			{Account: to, Amount: fiscal.EUR.MustParse(amount)},
		},
	}
}

func Example() {
	var book ledger.Book
	e := pay("designation/A/2025", ledger.Path("community", "Esperanto"), "160.00")
	fmt.Println(book.Post(e), book.Post(e), book.Len()) // settling twice posts nothing new
	for account, balance := range book.Balances() {
		fmt.Println(account, balance)
	}
	// Output:
	// <nil> <nil> 1
	// community:Esperanto 160.00 EUR
	// treasury:A -160.00 EUR
}

func ExampleBook_Post_refused() {
	var book ledger.Book
	e := pay("designation/A/2025", "community:Esperanto", "160.00")
	e.Postings[1].Amount = fiscal.EUR.MustParse("160.01")
	err := book.Post(e)
	fmt.Println(err)
	fmt.Println(errors.Is(err, vicinia.Invariant("M-1")), book.Len())
	// Output:
	// entries[0].postings: out of balance by 0.01 EUR (M-1)
	// true 0
}

func ExampleBook_Revise() {
	var book ledger.Book
	err := errors.Join(
		book.Revise(pay("designation/A/2025", "community:Esperanto", "160.00")),
		book.Revise(pay("designation/A/2025", "community:Esperanto", "144.50")), // a refund of tax
	)
	fmt.Println(err)
	for e := range book.Entries() {
		fmt.Println(e.Key, e.Postings[0].Account, e.Postings[0].Amount)
	}
	// Output:
	// <nil>
	// designation/A/2025 treasury:A -160.00 EUR
	// designation/A/2025#2 community:Esperanto -15.50 EUR
}

func ExampleBook_WriteHledger() {
	var book ledger.Book
	fmt.Println(book.Post(pay("designation/A/2025", ledger.Path("community", "Esperanto"), "160.00")))
	fmt.Println(book.WriteHledger(os.Stdout))
	// Output:
	// <nil>
	// decimal-mark .
	//
	// commodity 0.00 EUR
	// account community:Esperanto
	// account treasury:A
	//
	// 2025-07-01 designations of A for 2025  ; key:designation/A/2025
	//     treasury:A  -160.00 EUR
	//     community:Esperanto  160.00 EUR
	// <nil>
}
