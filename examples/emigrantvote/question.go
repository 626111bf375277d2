package main

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
)

// rule is the majority and the quorum of the question.
var rule = referendum.All(referendum.Majority{}, referendum.Quorum{Min: vicinia.Frac(1, 3)})

// decide puts votes to the rule, against the whole roll.
func (q question) decide(yes, no int64) (*referendum.Result, error) {
	return rule.Decide([]referendum.Tally{{Eligible: q.roll, Yes: yes, No: no}}, nil)
}

// critical is the fewest absent yes with which the question is carried, the absent no as
// cast, and what one less gives.
func (q question) critical() (needed int64, below *referendum.Result, err error) {
	no := q.residentsNo + q.absentNo
	needed = no - q.residentsYes + 1 // yes must exceed no
	below, err = q.decide(q.residentsYes+needed-1, no)
	return needed, below, err
}
