// Package ledger answers where every cent came from, where it went, and by which cause:
// double entry, append-only.
//
// # Representation
//
// An [Entry] is postings that add up to zero in every currency, with a day, a cause and a
// key. A [Book] is entries in the order in which they were posted; nothing is ever changed
// or removed. An [Account] is a path of parts, treasury:A, in which any text can be a part
// (see [Path]). A positive amount is money that the account gained, a negative one money
// that it gave.
//
// # Rules
//
// [Book.Post] refuses entries that do not balance (M-1), name no cause (M-9), or come with
// a known key and other amounts (M-8). The same entry again posts nothing, so a settlement
// may run twice. [Book.Revise] posts the difference between what an entry should be and
// what stands under its key (T-9, D-11). [Book.Floor] keeps an account from falling below
// an amount (M-5); an account without a floor may be negative, as the source of a tax is.
// [Book.Exchange] is the only way from one currency to another, and keeps the [Rate] with
// its day and source (M-7). Every method is all or nothing: a refused call changes nothing.
// [Book.Statement] is what an account did in some days, [Book.Closing] the entry that ends
// a year.
//
// # Ties and rounding
//
// A ledger adds; only an exchange rounds, as it says. Sums are 128 bits wide; a balance that does not fit 64 is
// vicinia.ErrOverflow, and nothing is posted.
//
// # Errors
//
// Every fault of a call is returned, in the order of its entries, as a vicinia.Fault whose
// Path is entries[2].postings[0].account, or the account where a balance is at fault.
//
// # Determinism
//
// Equal calls in equal order give equal bytes from [Book.WriteHledger] and
// [Book.WriteBeancount]. Balances walk by
// account and currency.
//
// # Example
//
//	var book ledger.Book
//	err := book.Post(ledger.Entry{
//		On:    vicinia.MustDate("2025-07-01"),
//		Cause: "designations of A for 2025",
//		Key:   "designation/A/2025",
//		Postings: []ledger.Posting{
//			{Account: "treasury:A", Amount: fiscal.EUR.MustParse("-160.00")},
//			{Account: ledger.Path("community", "Esperanto"), Amount: fiscal.EUR.MustParse("160.00")},
//		},
//	})
//	if err != nil {
//		return err
//	}
//	fmt.Println(book.Balance("community:Esperanto", fiscal.EUR)) // 160.00 EUR
package ledger
