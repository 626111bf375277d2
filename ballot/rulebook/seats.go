package rulebook

import (
	"errors"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

var seated = []Entry{
	{"dhondt", []string{"jefferson", "d-hondt"}, "highest averages, divisors 1, 2, 3; favours large lists", Seats, divisor(seats.DHondt)},
	{"sainte-lague", []string{"webster", "schepers"}, "highest averages, divisors 1, 3, 5; favours nobody", Seats, divisor(seats.SainteLague)},
	{"huntington-hill", []string{"hill", "equal-proportions"}, "highest averages, geometric means; the US House", Seats,
		divisor(seats.HuntingtonHill)},
	{"adams", []string{"smallest-divisors"}, "highest averages, divisors 0, 1, 2; favours small lists", Seats, divisor(seats.Adams)},
	{"dean", []string{"harmonic"}, "highest averages, harmonic means; favours small lists", Seats, divisor(seats.Dean)},
	{"danish", nil, "highest averages, divisors 1, 4, 7; favours small lists", Seats, divisor(seats.Danish)},
	{"imperiali", []string{"imperiali-divisor"}, "highest averages, divisors 2, 3, 4; favours large lists more than dhondt", Seats, divisor(seats.Imperiali)},
	{"macau", nil, "highest averages, divisors 1, 2, 4, 8; favours small lists much", Seats, divisor(seats.Macau)},
	{"modified-sainte-lague", []string{"sainte-lague-modified", "scandinavian"}, "highest averages, divisors 1.4, 3, 5; Norway", Seats,
		firstDivisor(vicinia.Frac(7, 5))},
	{"swedish", []string{"sainte-lague-swedish"}, "highest averages, divisors 1.2, 3, 5; Sweden since 2018", Seats, firstDivisor(vicinia.Frac(6, 5))},
	{"hamilton", []string{"hare", "hare-niemeyer", "largest-remainder", "vinton"}, "largest remainders of the exact Hare quota", Seats, quota(seats.Hare)},
	{"droop", []string{"droop-quota"}, "largest remainders of the Droop quota", Seats, quota(seats.Droop)},
	{"hagenbach-bischoff", []string{"hagenbach-bischoff-quota"}, "largest remainders of the exact quota of one seat more", Seats, quota(seats.HagenbachBischoff)},
	{"imperiali-quota", nil, "largest remainders of the exact quota of two seats more", Seats, quota(seats.ImperialiQuota)},
	{"hare-rounded", nil, "largest remainders of the Hare quota, rounded", Seats, quota(seats.HareRounded)},
	{"hagenbach-bischoff-up", []string{"hagenbach-bischoff-ceil"}, "largest remainders of the quota of one seat more, rounded up", Seats,
		quota(seats.HagenbachBischoffUp)},
	{"hagenbach-bischoff-rounded", nil, "largest remainders of the quota of one seat more, rounded; Slovakia", Seats, quota(seats.HagenbachBischoffRounded)},
	{"quota-method", []string{"balinski-young"}, "highest averages, divisors 1, 2, 3, and nobody above its share rounded up", Seats,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
			return allocate(seats.QuotaMethod{Seats: c.Seats, Threshold: c.Threshold}, c, tb)
		}},
	{"bader-ofer", []string{"list-connection"}, "highest averages, divisors 1, 2, 3; allied lists count as one and share", Seats,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
			return allocate(seats.Allied{Seats: c.Seats, Threshold: c.Threshold, Alliances: c.Alliances}, c, tb)
		}},
	{"biproportional", []string{"pukelsheim", "double-pukelsheim", "doppelter-pukelsheim"},
		"seats by district and list, both as due; the threshold is of a district's votes, in one district", Table, table},
}

func divisor(s seats.Sequence) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return allocate(seats.Divisor{Sequence: s, Seats: c.Seats, Threshold: c.Threshold}, c, tb)
	}
}

func firstDivisor(first vicinia.Ratio) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return allocate(seats.Divisor{Sequence: seats.SainteLague, First: first, Seats: c.Seats, Threshold: c.Threshold}, c, tb)
	}
}

func quota(p seats.Price) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return allocate(seats.Quota{Price: p, Seats: c.Seats, Threshold: c.Threshold}, c, tb)
	}
}

func allocate(r ballot.Rule[*ballot.Counts, *seats.Allocation], c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	votes, err := c.votes()
	if err != nil {
		return nil, err
	}
	return decided(r, votes, tb)
}

func table(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	if c.Matrix == nil {
		return nil, errors.New("this rule needs districts: district,list,votes and district,seats")
	}
	return outcome(seats.Biproportional{Threshold: c.Threshold}.Decide(c.Matrix, tb))
}
