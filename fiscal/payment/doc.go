// Package payment answers what the treasurer of a recipient wants to know, a community or a
// compact: what comes from which jurisdiction, when, what of it may be spent, for what
// purpose; and it writes the file by which a jurisdiction's bank pays.
//
// # Representation
//
// A [Remittance] is what one jurisdiction sends in one currency; an [Advice] is all of
// them with their counts of payers, small ones withheld. An [Expected] is an amount and
// its day; a [Plan] makes them of a law's instalments. [Funds] are balances by purpose. An
// [Order] is payments to be made, and writes ISO 20022.
//
// # Rules
//
// Amounts are the recipient's own money and shown; counts of payers are published by the
// rule of package disclosure, so that none can be restored from the totals: who designates
// shows a religion or an origin (D-13). A [Reserve] holds back a part for corrections, as
// large as the largest one that was seen. Money for a purpose is spent for no other one.
//
// # Ties and rounding
//
// A reserve is rounded up. Instalments are rounded down, and the last takes the rest.
//
// # Errors
//
// Every fault is returned, with its path. Two currencies break M-7, an overspent purpose
// M-5. An order is refused with every payment that a bank would refuse: account numbers by
// their check digits, texts by their lengths.
//
// # Determinism
//
// Equal input gives equal bytes; the time of creation is an argument.
//
// # Example
//
//	advice, err := payment.Advise(disclosure.Rule{}, "Esperanto", []payment.Remittance{
//		{From: "Aldea", Amount: fiscal.EUR.MustParse("160.00"), Payers: 12},
//		{From: "Burgo", Amount: fiscal.EUR.MustParse("12.50"), Payers: 1},
//		{From: "Campo", Amount: fiscal.EUR.MustParse("90.00"), Payers: 7},
//	})
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Print(advice) // ... Burgo: 12.50 EUR, payers: withheld ... in all: 262.50 EUR, payers: 20
package payment
