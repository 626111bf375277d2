package main

import (
	"flag"
	"fmt"
	"io"
)

// files is what the files say, for -help.
const files = `
Returns: a CSV file whose first row names its columns, one payer a row.
  payer         a name or number, each once; void choices are told by it
  base          what the law takes a part of (the tax paid, assessed or due, see the title in
                settle -list) as 3200.00; where it counts heads or vouchers, their number
  choices       recipients with bars between; nothing is no choice:
                  church|social         each the whole slot, or in equal parts
                  Esperanto=5%|Linux=5% shares of the base
                  volunteering:CODE     a recipient in a box; volunteering alone is the box
                  A=2                   two vouchers;  Kyoto=50000  an amount
and may have
  class         of payers, where the law tells them apart: volunteer, legal, legal-donor,
                self-employed
  municipality  where the payer lives
  filed         the day of filing, as 2025-04-30
  year          the tax year that it was filed for, where a choice is good for several
  arrears       of tax, as 5.00, where the law asks for them
  instalments   yes, if a plan of instalments is honoured; else no or nothing

  payer,base,choices
  P1,3200.00,Esperanto=5%|Linux=5%
  P2,2000.00,CasaAlba=15%

Recipients: who may receive, a CSV file, one a row. Without it the returns tell, unless the
law names its own; a row with the law's own id takes the place of the law's.
  id            what choices name, each once
and may have
  name          to be printed
  category      the box or purpose that it belongs to: church, party, volunteering
  from, to      its days on the register, as 2020-01-01; to is the first day that it is off
  rate          its own, as 8%: a parish's multiplier
  members       their number, where the law divides by it
  ceiling       the most that it is paid; requested and cost are ceilings of its project
  declines      yes, if it renounces its part of what nobody directed; else no or nothing

  id,name,category,from,to
  Esperanto,Esperanto community,,2020-01-01,
  Linux,Free software,,,
  CasaAlba,,,,

Regime files: a name that ends in .json, in the format of package fiscal/designation/law.
  {"regime": "clubs", "currency": "EUR", "default": 2025,
   "slots": [{"name": "clubs", "rate": "2%"}]}

Exit codes: 0 settled, 1 bad input, 2 wrong usage.
`

// help writes what -help asks for.
func help(out io.Writer, flags *flag.FlagSet) {
	fmt.Fprintln(out, synopsis)
	flags.SetOutput(out)
	flags.PrintDefaults()
	fmt.Fprint(out, files)
}
