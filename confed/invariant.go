package confed

import (
	"slices"

	"github.com/vicinia/vicinia"
)

// A Statement is one rule in words, and where it comes from.
type Statement struct {
	ID     vicinia.Invariant `json:"id"`
	Text   string            `json:"text"`   // one sentence
	Source string            `json:"source"` // chapter of the Manifesto, article of law, or engineering
	Hard   bool              `json:"hard"`   // what breaks it is refused; else it is a property that results have
	Choice bool              `json:"choice"` // a default: a policy may choose otherwise
}

// Invariants returns the rules of the whole library in order: residence and rolls (R), tax
// (T), designation (D), communities (C), compacts (K), subsidiarity (S), money (M), audit
// (A), networks (N) and the commons of knowledge (P). The zero Statement is none.
func Invariants() []Statement { return slices.Clone(statements[:]) }

// StatementOf looks up by id; ok is false if there is no such rule.
func StatementOf(id vicinia.Invariant) (s Statement, ok bool) {
	i := slices.IndexFunc(statements[:], func(s Statement) bool { return s.ID == id })
	if i < 0 {
		return Statement{}, false
	}
	return statements[i], true
}

// The sources. Chapters are those of the Manifesto: see package vicinia.
const (
	eng = "engineering"
	ch2 = "Manifesto, chapter 2"
	ch3 = "Manifesto, chapter 3"
	ch4 = "Manifesto, chapter 4"
	ch6 = "Manifesto, chapter 6"
	ch7 = "Manifesto, chapter 7"
	ch8 = "Manifesto, chapter 8"

	lbrl15     = "Spain, LBRL (Ley 7/1985), article 15"
	loreg2     = "Spain, LOREG (Ley Orgánica 5/1985), article 2.3"
	loreg31    = "Spain, LOREG (Ley Orgánica 5/1985), articles 31 to 36"
	loreg39    = "Spain, LOREG (Ley Orgánica 5/1985), article 39.1"
	dir94      = "Directive 94/80/EC"
	puydt      = "de Puydt, Panarchie, 1860"
	proudhon   = "Proudhon, Du principe fédératif, 1863"
	ostrom     = "Ostrom, Governing the Commons, 1990"
	frey       = "Frey and Eichenberger on FOCJ, 1999"
	egtc       = "Regulation (EC) 1082/2006"
	teu5       = "Treaty on European Union, article 5(3)"
	irpf       = "Spain, tax assignment in the IRPF"
	panarchist = "against " + puydt
)

var statements = [...]Statement{
	// Residence, rolls, local votes.
	{ID: "R-1", Hard: true, Source: ch7 + "; " + lbrl15,
		Text: "Nobody lives in two places on one day."},
	{ID: "R-2", Hard: true, Source: lbrl15,
		Text: "To register elsewhere ends the former stay on the same day."},
	{ID: "R-3", Hard: true, Source: ch7,
		Text: "On the roll are those who lived there on the reference date, are old enough and are not barred by a judgment, and nobody else."},
	{ID: "R-4", Hard: true, Source: ch7 + "; " + dir94,
		Text: "A roll does not ask for nationality, origin, community or tax paid."},
	{ID: "R-5", Hard: true, Source: ch7 + "; " + loreg2,
		Text: "Who does not live there does not vote there, whatever their origin."},
	{ID: "R-6", Hard: true, Source: ch7,
		Text: "No neighbour who is old enough is left off the roll."},
	{ID: "R-7", Hard: true, Source: ch7 + "; " + loreg31,
		Text: "Nobody votes in two municipalities on one day."},
	{ID: "R-8", Hard: true, Source: eng,
		Text: "One elector casts one ballot in a decision."},
	{ID: "R-9", Source: eng,
		Text: "A closed roll stays as it is, and can be built again from the register as it was known."},
	{ID: "R-10", Hard: true, Source: loreg39,
		Text: "The reference date is fixed before the vote and is not later than it."},
	{ID: "R-11", Source: loreg39,
		Text: "Who comes of age by the day of the vote may vote."},
	{ID: "R-12", Source: ch7,
		Text: "Moving neither gives nor takes a vote in one round of votes."},
	{ID: "R-13", Source: eng,
		Text: "All rolls of one reference date together have no more names than there are residents."},
	{ID: "R-14", Choice: true, Source: dir94,
		Text: "A length of stay, if one is asked, is the same for everyone."},

	// Fiscal sovereignty and tax.
	{ID: "T-1", Hard: true, Source: ch7,
		Text: "Only a jurisdiction that sets, collects and spends its taxes can adopt one."},
	{ID: "T-2", Hard: true, Source: ch7,
		Text: "Taxpayers can designate only where there is fiscal sovereignty with designation."},
	{ID: "T-3", Hard: true, Source: ch7,
		Text: "Without fiscal sovereignty a vote on money binds nobody."},
	{ID: "T-4", Hard: true, Source: ch7,
		Text: "The residents decide on rate and budget, before the year."},
	{ID: "T-5", Hard: true, Source: ch7,
		Text: "What is owed follows from the schedule, not from the communities that the payer belongs to."},
	{ID: "T-6", Source: ch7,
		Text: "Designating does not change what is owed."},
	{ID: "T-7", Source: ch7,
		Text: "The days of residence of one person in one year add up to no more than the year."},
	{ID: "T-8", Source: eng,
		Text: "A tax is never negative, and a greater base never owes less."},
	{ID: "T-9", Hard: true, Source: eng,
		Text: "A revision has a cause and keeps what was before; only the difference is posted."},
	{ID: "T-10", Choice: true, Source: ch7 + "; " + panarchist,
		Text: "Two neighbours with one base and one length of stay owe the same."},

	// Designation.
	{ID: "D-1", Hard: true, Source: ch7 + "; " + irpf,
		Text: "What one payer designates adds up to the cap at most."},
	{ID: "D-2", Hard: true, Source: ch7,
		Text: "The cap is a part of the tax: at least nothing and less than all."},
	{ID: "D-3", Hard: true, Source: ch7,
		Text: "Only the taxpayer designates, while alive."},
	{ID: "D-4", Hard: true, Source: ch7 + "; " + irpf,
		Text: "Nobody has to designate: what is not designated stays with the jurisdiction."},
	{ID: "D-5", Choice: true, Source: ch7,
		Text: "A recipient represents the taxpayer, as the jurisdiction's policy says: by the filing itself, as a member before it, or without any bond."},
	{ID: "D-6", Hard: true, Source: ch7,
		Text: "Only a recognised community receives, never a jurisdiction, a compact, a firm or a party."},
	{ID: "D-7", Source: eng,
		Text: "What is designated is received, to the cent."},
	{ID: "D-8", Hard: true, Source: eng,
		Text: "Every designated line is rounded down; the remainder stays with the jurisdiction."},
	{ID: "D-9", Hard: true, Source: eng,
		Text: "One filing counts for each taxpayer, jurisdiction and year: the last accepted one."},
	{ID: "D-10", Source: eng,
		Text: "To split a line never gives its community more."},
	{ID: "D-11", Source: eng,
		Text: "When a tax is refunded, what was designated of it shrinks by the same rule."},
	{ID: "D-12", Source: ch7,
		Text: "Designating buys no vote, neither at home nor in a community."},
	{ID: "D-13", Source: "Hungary, tax designation of 2013; " + eng,
		Text: "A community does not see who designated to it, unless the payer agrees."},
	{ID: "D-14", Choice: true, Source: eng,
		Text: "The cap leaves enough for what the jurisdiction is bound to spend."},
	{ID: "D-15", Hard: true, Source: eng,
		Text: "What is designated to a community that is recognised no more returns to the jurisdiction."},

	// Communities.
	{ID: "C-1", Hard: true, Source: ch7,
		Text: "Members vote on their community's matters, and only members do."},
	{ID: "C-2", Hard: true, Source: ch7,
		Text: "What a community decides binds its members alone."},
	{ID: "C-3", Hard: true, Source: ch7 + "; Medem, 1904",
		Text: "Every matter has one body: a community does not decide what is local, nor a municipality what is a community's."},
	{ID: "C-4", Hard: true, Source: ch7 + "; Bauer, Die Nationalitätenfrage, 1907, § 22",
		Text: "Membership is declared by the person alone."},
	{ID: "C-5", Source: ch7,
		Text: "Moving changes no membership."},
	{ID: "C-6", Source: ch7,
		Text: "One may belong to no community, to one or to many."},
	{ID: "C-7", Hard: true, Source: ch7 + "; " + puydt,
		Text: "Leaving a community needs nobody's consent and takes its notice at most."},
	{ID: "C-8", Source: "Switzerland, BGE 104 Ia 79",
		Text: "Who has left a community has no vote in it any more and owes it nothing."},
	{ID: "C-9", Hard: true, Source: ch7,
		Text: "A community is of exactly one kind and one legal form."},
	{ID: "C-10", Hard: true, Source: ch7,
		Text: "A community has no territory and taxes nobody outside it."},
	{ID: "C-11", Hard: true, Source: "de Ugarte, Phyles",
		Text: "A phyle joins two communities at least, and nothing stands above it."},
	{ID: "C-12", Source: ch7,
		Text: "A community's money is spent by a decision of its members."},
	{ID: "C-13", Hard: true, Source: eng,
		Text: "One member has one vote, whatever was designated."},
	{ID: "C-14", Source: ch7,
		Text: "Emigrants keep every right in their communities."},
	{ID: "C-15", Hard: true, Source: ch7,
		Text: "What the shared register recognises no jurisdiction can shut out."},

	// Compacts.
	{ID: "K-1", Hard: true, Source: ch7 + "; Switzerland, SR 131.215",
		Text: "Joining a compact is voluntary: the party's own residents decide."},
	{ID: "K-2", Hard: true, Source: ch7 + "; " + frey,
		Text: "Leaving a compact is voluntary too: a party is out the day after its notice and the agreed months."},
	{ID: "K-3", Hard: true, Source: ch7,
		Text: "From the first day outside a party pays nothing; the year of leaving counts by days."},
	{ID: "K-4", Hard: true, Source: ch7,
		Text: "All parties of a compact are of one level."},
	{ID: "K-5", Hard: true, Source: ch7 + "; " + proudhon,
		Text: "A party shares only a part of its budget."},
	{ID: "K-6", Hard: true, Source: proudhon + "; " + egtc,
		Text: "A compact has objects that it names."},
	{ID: "K-7", Source: ch7,
		Text: "Every municipality has its own set of compacts."},
	{ID: "K-8", Source: ch7 + "; " + egtc,
		Text: "A compact across a border is a compact like any other."},
	{ID: "K-9", Hard: true, Source: eng,
		Text: "Shares follow from one rule that is agreed and can be applied."},
	{ID: "K-10", Source: eng,
		Text: "The parts of the parties add up to what the compact receives, to the cent."},
	{ID: "K-11", Hard: true, Source: ch7,
		Text: "No party pays by a decision that it did not join."},
	{ID: "K-12", Hard: true, Source: ch7 + "; against " + frey,
		Text: "A compact taxes no persons: its parties pay."},
	{ID: "K-13", Hard: true, Source: ch7 + "; " + proudhon,
		Text: "A statute changes by the consent of every party, unless every party agreed otherwise."},
	{ID: "K-14", Source: ch2,
		Text: "The graph of compacts is reported, with what each exit would cut off."},
	{ID: "K-15", Source: proudhon,
		Text: "What each party gave and got is reported every year."},
	{ID: "K-16", Hard: true, Source: eng,
		Text: "No money is shared twice: received parts are in no base of a share."},

	// Subsidiarity and commons.
	{ID: "S-1", Hard: true, Source: ch7 + "; " + ch8,
		Text: "A government provides only what no commons could, as a finding says, or an open call without candidates."},
	{ID: "S-2", Hard: true, Source: ch7 + "; " + teu5,
		Text: "A compact provides only what the municipality cannot and the compact does better."},
	{ID: "S-3", Source: eng,
		Text: "A service has one provider in a place on a day."},
	{ID: "S-4", Hard: true, Source: ch7,
		Text: "A commons that suffices is handed the service within a fixed term."},
	{ID: "S-5", Source: ostrom,
		Text: "Handing a service over does not by itself cut its funding."},
	{ID: "S-6", Hard: true, Source: ostrom,
		Text: "Nothing is imposed on a commons: its stewards decide."},
	{ID: "S-7", Source: ch4,
		Text: "The commons of knowledge is free for all and never shrinks."},
	{ID: "S-8", Source: eng,
		Text: "Findings expire, and a commons may apply again."},
	{ID: "S-9", Source: eng,
		Text: "The same evidence gives the same provider."},

	// Money and ledger.
	{ID: "M-1", Hard: true, Source: eng,
		Text: "Every entry adds up to zero in every currency."},
	{ID: "M-2", Source: eng + "; " + ch7,
		Text: "Every cent that comes in is found where it went."},
	{ID: "M-3", Hard: true, Source: eng,
		Text: "Amounts are whole numbers of minor units, and one that does not fit is an error."},
	{ID: "M-4", Source: ch7,
		Text: "What is shared within one owner adds up to zero."},
	{ID: "M-5", Hard: true, Source: eng,
		Text: "No account falls below its floor."},
	{ID: "M-6", Source: eng,
		Text: "Parts add up to the whole, each within one unit of its due, whatever the order."},
	{ID: "M-7", Hard: true, Source: ch7,
		Text: "Two currencies never mix."},
	{ID: "M-8", Source: eng,
		Text: "Settling twice posts nothing new."},
	{ID: "M-9", Source: eng,
		Text: "Every movement of money names its legal cause."},

	// Audit and time.
	{ID: "A-1", Hard: true, Source: eng + "; " + ostrom,
		Text: "The log only grows, and each entry seals the one before it."},
	{ID: "A-2", Source: eng,
		Text: "The log alone makes the record again."},
	{ID: "A-3", Source: eng,
		Text: "Who voted and what was voted are never joined."},
	{ID: "A-4", Hard: true, Source: eng,
		Text: "A vote and a year go through their phases in order, skipping none."},
	{ID: "A-5", Source: eng,
		Text: "The same record gives the same bytes."},

	// Networks.
	{ID: "N-1", Source: ch2,
		Text: "A network is distributed if it is connected and stays so without any one of its nodes."},
	{ID: "N-2", Source: ch2,
		Text: "A tree without one node falls into as many parts as the node had neighbours."},
	{ID: "N-3", Source: ch2,
		Text: "In a distributed network no node can filter what others say."},

	// The commons of knowledge.
	{ID: "P-1", Source: ch4,
		Text: "Among peers no rent remains but that of innovation."},
	{ID: "P-2", Source: ch4,
		Text: "The rent of an innovation ends when it enters the commons."},
	{ID: "P-3", Source: ch3,
		Text: "Beyond the best scale the average cost rises, and a smaller fixed cost makes that scale smaller."},
	{ID: "P-4", Source: ch6,
		Text: "Reputation follows from contributions alone."},
	{ID: "P-5", Source: ch8,
		Text: "Production among peers needs no jurisdiction."},
}
