// Package law answers which regime a country's statute sets for a tax year: the regimes of
// fiscal/designation as dated data, with the article beside each parameter. [Find] returns
// one that ships, [Read] reads a file of the same format, and [Names] lists what ships.
//
// # Representation
//
// A file is one JSON object. Every parameter is a value; or an object of the value with its
// source, {"value": "0.7%", "article": "Ley 42/2006, DA 18", "mark": "P"}; or an array of
// such objects with the first and the last tax year that they hold for, "from" and "to".
// The mark is L for what was read in the statute or gazette, O for an official table, P for
// press that quotes the office. M is what is only remembered: it has no value, the
// parameter is as if it were not there, and [Unverified] tells it. Amounts are text in the
// regime's currency ("12.00"), rates 0.7%, 5‰ or 1/3, days are counted from the tax year
// (+1-06-30 is 30 June of the next), sinks are treasury, recipient:ID, fund:NAME, category
// (others of the same category) or choices (all of the slot).
//
//	regime, title, closed   its name; what it is; true if it names all who receive itself
//	from, to, default       the first and last tax year; the one taken if none is named
//	currency                an ISO 4217 code
//	mode                    carve-out, surcharge, voucher, credit
//	perHead, mostHeads      what a head or voucher is worth; how many one payer has
//	credit                  deductible, basic, cap, special: [{from, part}]
//	register, deadline      the day a recipient must be registered; the last day of filing
//	arrears, instalments    that do no harm; true if a plan of instalments does none either
//	late                    adjusted, kept: what a later change of the tax does
//	payout                  [{name, on, pays: final, provisional or advance, recipient, amount, part}]
//	disclosure              payers: anonymous, consent or public; publish, account: amounts
//	slots                   each with name, from, to and the parameters below
//	  rate, ownRates        of the base; true if it is the recipient's own, up to rate
//	  basis                 own, pool
//	  categories, classes   of recipients that it takes; of payers who have it
//	  maxRecipients         that a payer may name
//	  granularity, unit     shares, whole, units, amounts; shares are multiples of the unit
//	  conflict              both-in-full, void, latest, code-over-box, with commas between
//	  generic, residence    refused, void, by-choices, by-members; the box of the own municipality
//	  persistence           yearly, until-revoked, or a number of years
//	  undesignated          the sink of what nobody directs
//	  declined              the sink of the part that a recipient renounces
//	  allowance, least      taken off what is due; the least due
//	  minLine               a choice of less is void
//	  rounding, quantum     down, half-up, half-even, up; to an amount
//	  floor, below          a recipient who would get less gets nothing; the sink of that
//	  ceiling, costShare    of a recipient: an amount; a share of its project's cost
//	  overflow              the sink of what ceilings cut off
//	  cap, excess           of the slot; the sink of what it cuts off
//	recipients              each with id, name, category, rate, members, ceiling, overflow,
//	                        declines, from, to
//
// # Rules
//
// The year is the tax year; of it-5xmille it is the edition and of it-2xmille the financial
// year, both the year after the tax's. A bar against coming back (Slovakia, section 50(14):
// one year off the register for who did not publish the use) is the From of a recipient in
// the register. What is a model and not the law's own words: at-zweckwidmung is the second
// step after at-kirchenbeitrag, with the diocese as its treasury; jp-furusato reads taxable
// income as ten times the income levy, and leaves out that gifts count up to 30 % of total
// income; de-kirchensteuer is before the Kappung, which needs the income beside the tax, see
// Levy.Cap of fiscal/tax; pt-irs is without the benefit for value added tax, whose base is
// another. Left out, since no rate was found: the church tax of legal persons outside
// Basel-Landschaft.
//
// A value holds for the tax years that it says; where a parameter has none, it is the plain
// rule of designation.Slot. A slot whose rate is not verified for a year is left out of that
// year's regime, and a law without any slot is [ErrUnknown]. What is not verified is never
// guessed. The list of recipients, where the law has registers, is the caller's.
//
// # Ties and rounding
//
// Nothing is computed here.
//
// # Errors
//
// [Read] returns every fault at once as vicinia.Fault with file, line, column and the
// parameter's path: unknown and repeated parameters, values of another kind, years that
// overlap, values from memory. [Law.Place] gives the faults of Regime.Check the places of
// their parameters. A file has at most [MaxBytes].
//
// # Determinism
//
// The files are part of the program. Equal files give equal regimes.
//
// # Example
//
//	regime, err := law.Find("es-irpf", 2024)
//	fmt.Println(regime.Slots[0].Rate) // 0.7%
//	for _, s := range regime.Sources {
//		fmt.Printf("%s: %s [%c]\n", s.Parameter, s.Article, s.Mark)
//	}
package law
