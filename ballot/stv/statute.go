package stv

// MaxDecimals bounds the decimals of a Statute.
const MaxDecimals = 12

// A Statute is the law of a count. Every field is a question that the law answers; the
// zero answers are those of the weighted inclusive Gregory method in whole votes: quota
// floor(votes/(seats+1))+1, who reaches it is elected, every paper of a surplus moves on at
// its value times surplus/votes, the largest surplus first, then the last goes out.
type Statute struct {
	Name   string // jurisdiction and year: "Scotland 2007"
	Source string // where the law stands

	Method   Method // how votes move
	Decimals int    // votes are counted in units of 10^-Decimals; what a division leaves is lost to rounding
	Skipped  Marks  // what of a ballot that leaves a rank out?
	Shared   Marks  // what of a ballot that gives one rank to several?

	Quota   Quota // how many votes elect?
	Requota bool  // is the quota taken anew from the votes that are not exhausted, until somebody is elected?
	Active  bool  // is it enough to have the votes still active over one more than the places left?
	Late    bool  // does one with the quota go on receiving votes until the surplus moves, and is only then elected?
	Alone   bool  // with Late, one by one also where there are places for all?
	Passes  bool  // is every seat filled by a count of its own, for one seat, without those elected before? Gregory only

	BottomsUp bool // is nobody elected by votes, so that the last go out until no more are in than there are places? Gregory only

	Hold bool // is nobody elected while there are undeclared write-ins? See Contest.Undeclared

	Value    Value // what is each paper of a surplus worth to the next candidate?
	Fraction bool  // is that value kept as an exact fraction, and only the sum for a candidate cut? Equal and Available only
	Oldest   bool  // do surpluses move in the order in which they arose, and only then by size?
	Elder    bool  // or by size, and of equal ones first the one that arose first?
	Together bool  // do all surpluses move in one count?
	Zero     bool  // is a surplus of nothing moved too, in a count of its own?
	Defer    bool  // do surpluses wait while they could not change who goes out next? Only with a Batch
	Omega    int   // a round of Meek or Warren ends when the surpluses are together less than 10^-Omega votes
	Rounds   bool  // is every round of theirs a count, which may elect and also put the last out? See rounds.go

	Batch   Batch   // do several go out at once who could not catch up?
	Parcels Parcels // in what order do the papers of one who goes out move?
	Restart bool    // or is the vote counted afresh without them, as if they had never stood?
	Floor   int64   // with Piles, who has fewer votes goes out when the surpluses of the first count have moved
	Named   bool    // do those whom no ballot ranks not stand?

	Fill     Fill // when are as many as there are places left elected without the quota?
	Lead     Lead // who else is, since the others cannot catch up?
	Pair     bool // do the votes of the last two decide the last place, when no surplus is left? Equal votes are the officer's
	Complete bool // when all places are filled, do the surpluses move once more, to nobody?
	Onward   bool // with Complete, to those who are still in?

	Vacancy Vacancy // what are the papers of one worth whose seat is vacant? See Countback
	Vacated string  // or how does the law fill that seat otherwise? A Countback is then refused

	Ties        TieRule // what is asked before the officer's tie-break? 0 is nothing
	SurplusTies TieRule // the same where the order of equal surpluses is asked
}

// unit is how many units a vote has.
func (s *Statute) unit() int64 {
	unit := int64(1)
	for range s.Decimals {
		unit *= 10
	}
	return unit
}

// A Method is a family of counts.
type Method uint8

// The methods. The zero Method is Gregory.
const (
	Gregory   Method = iota // papers move once from parcel to parcel, at a value
	Meek                    // every paper is counted anew with what each elected candidate keeps of it
	Warren                  // the same, but each elected candidate takes the same price of every paper
	Quotients               // votes are divided by one more than what they have elected so far; Quota, Value and what follows are not asked
	Piles                   // papers move whole and one by one, in their order: see piles.go; of what follows Quota, Floor and the ties are asked
)

// Marks say what becomes of a faulty rank. What follows a rank is either read or not,
// whether or not those ranked there are still in.
type Marks uint8

// The zero Marks is Stop.
const (
	Stop Marks = iota // the ballot is read up to there
	Pass              // the rank is passed over
	Two               // one rank left out is passed over; at two in a row the ballot is read up to there; Marks(3) is at three, and so on

	Sole Marks = 255 // of those who share a rank, it is for the only one who is still in; where several are, the ballot is read up to there; Gregory only
)

// A Quota is the number of votes that elect, from v valid votes and s seats.
type Quota uint8

// The quotas. The zero Quota is Whole.
const (
	Whole     Quota = iota // v/(s+1) without its fraction, and a vote
	Unit                   // v/(s+1) cut to the decimals, and a unit
	Up                     // v/(s+1) rounded up to a unit
	Hare                   // v/s rounded up to a unit
	Floor                  // v/(s+1) cut to the decimals
	HareWhole              // v/s rounded up to a whole vote
)

// A Value is what a paper of a surplus is worth to the next candidate.
type Value uint8

// The values. The zero Value is Weighted.
const (
	Weighted  Value = iota // what it was worth, times the surplus, over the votes of the candidate
	Twice                  // the same, but the product is cut before it is divided
	Share                  // the surplus over the votes of the candidate, cut, times what it was worth
	Equal                  // the surplus over the number of papers
	Available              // of the parcel received last alone: the surplus over its papers that name somebody still in, but not more than it was worth
	Last                   // of the parcel received last alone: the surplus over all its papers
	Scaled                 // what it was worth, times the surplus, over the votes that name somebody still in, but not more than it was worth; exact, parcel by parcel
	Parts                  // of the parcel received last alone, as much as it was worth; only as many papers as the surplus move, of each next preference in proportion
	Inclusive              // what it was worth, times the surplus, over the votes of the candidate; exact, parcel by parcel
)

// A Batch says who go out together: the most of the lowest whose votes, with all surpluses,
// together do not reach the next, so long as enough remain to fill the places.
type Batch uint8

// The batches. The zero Batch is Single.
const (
	Single     Batch = iota // nobody but the last
	Below                   // their sum is less than the next, after the surpluses have moved
	UpTo                    // their sum is not more than the next, after the surpluses have moved
	BelowFirst              // their sum is less than the next, before surpluses move
	Bulk                    // as section 273(13A) of the Commonwealth Electoral Act; see bulk.go
	Deposits                // as section 122(2) of the Electoral Act 1992 of Ireland, also for the surpluses that wait; see deposits.go
)

// Parcels are the papers of one who goes out.
type Parcels uint8

// The zero Parcels is AtOnce.
const (
	AtOnce        Parcels = iota // they move in one count, each at its value
	ByValue                      // they move value by value, the highest first; each is a count after which some may be elected
	FirstsByValue                // the same, but first preferences before all others, and ties look back at exclusions as a whole
	Received                     // they move in one count, each parcel apart, cut for itself
	FirstsApart                  // first preferences, then value by value; each is a count after which some may be elected, also for ties
	InOrder                      // parcel by parcel in the order received, first preferences first; each is a count after which some may be elected
)

// A Fill says when the last places are filled.
type Fill uint8

// The zero Fill is Early.
const (
	Early   Fill = iota // as soon as no more are in than places are left; nothing moves any more
	Moved               // when the papers of the last to go out have moved
	Drawn               // when they and all surpluses have moved
	Between             // after any count, also between the parcels of the last to go out
)

// A Lead says who is elected at the end of a count since the others cannot catch up.
type Lead uint8

// The zero Lead is Never. The others are those who are in.
const (
	Never  Lead = iota
	AsMany      // to the last place, who has as many votes as the others and all surpluses
	More        // to the last place, who has more than those; or all but one, who with all surpluses has fewer than the next
	Most        // to any number of places, if the last of them has more than all below and all surpluses
)

// A TieRule breaks ties by the votes of earlier counts.
type TieRule uint8

// The rules. The zero TieRule is Nothing.
const (
	Nothing  TieRule = iota
	Latest           // the latest count in which they differ
	Earliest         // the earliest count in which they differ
	Distinct         // the latest count in which no two of them have the same
)
