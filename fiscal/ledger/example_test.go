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

func ExampleBook_Exchange() {
	var book ledger.Book
	x := ledger.Exchange{
		Rate: ledger.Rate{
			On: vicinia.MustDate("2025-07-01"), From: fiscal.EUR, To: fiscal.CHF,
			Price: vicinia.MustRatio("0.9375"), Source: "the bank's slip 17",
		},
		Cause: "a bill in francs", Key: "bill/17", From: "treasury:A", To: "supplier", Amount: fiscal.EUR.MustParse("100.00"),
	}
	fmt.Println(book.Exchange(x), book.Balance("supplier", fiscal.CHF))
	x.Rate.Source = ""
	fmt.Println(book.Exchange(x))
	// Output:
	// <nil> 93.75 CHF
	// rate.source: no source (M-7)
}

func ExampleBook_Statement() {
	var book ledger.Book
	fmt.Println(book.Post(pay("designation/A/2025", "community:Esperanto", "160.00")))
	s, err := book.Statement("community:Esperanto", fiscal.EUR, vicinia.Year(2025))
	for _, line := range s.Lines {
		fmt.Println(line.On, line.Cause, line.Amount, line.Balance)
	}
	fmt.Println(s.Opening, s.Closing, err)
	// Output:
	// <nil>
	// 2025-07-01 designations of A for 2025 160.00 EUR 160.00 EUR
	// 0.00 EUR 160.00 EUR <nil>
}
