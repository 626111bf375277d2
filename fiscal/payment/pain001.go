package payment

import "encoding/xml"

const namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"

// The message, element by element in the order of its schema.
type document struct {
	XMLName   xml.Name `xml:"Document"`
	Namespace string   `xml:"xmlns,attr"`
	Message   struct {
		Header header  `xml:"GrpHdr"`
		Blocks []block `xml:"PmtInf"`
	} `xml:"CstmrCdtTrfInitn"`
}

type header struct {
	ID        string `xml:"MsgId"`
	Created   string `xml:"CreDtTm"`
	Count     int    `xml:"NbOfTxs"`
	Sum       string `xml:"CtrlSum"`
	Initiator named  `xml:"InitgPty"`
}

type block struct {
	ID        string     `xml:"PmtInfId"`
	Method    string     `xml:"PmtMtd"`
	Count     int        `xml:"NbOfTxs"`
	Sum       string     `xml:"CtrlSum"`
	Level     *level     `xml:"PmtTpInf"`
	On        dated      `xml:"ReqdExctnDt"`
	Debtor    named      `xml:"Dbtr"`
	Account   account    `xml:"DbtrAcct"`
	Agent     agent      `xml:"DbtrAgt"`
	Bearer    string     `xml:"ChrgBr,omitempty"`
	Transfers []transfer `xml:"CdtTrfTxInf"`
}

type transfer struct {
	ID       string      `xml:"PmtId>EndToEndId"`
	Amount   amount      `xml:"Amt>InstdAmt"`
	Agent    *agent      `xml:"CdtrAgt"`
	Creditor named       `xml:"Cdtr"`
	Account  account     `xml:"CdtrAcct"`
	Text     *remittance `xml:"RmtInf"`
}

type named struct {
	Name string `xml:"Nm"`
}

type dated struct {
	Day string `xml:"Dt"`
}

type level struct {
	Code string `xml:"SvcLvl>Cd"`
}

type account struct {
	IBAN string `xml:"Id>IBAN"`
}

type amount struct {
	Currency string `xml:"Ccy,attr"`
	Value    string `xml:",chardata"`
}

type remittance struct {
	Text string `xml:"Ustrd"`
}

// An agent is a bank: by its BIC, or not provided.
type agent struct {
	BIC   string `xml:"FinInstnId>BICFI,omitempty"`
	Other *other `xml:"FinInstnId>Othr"`
}

type other struct {
	ID string `xml:"Id"`
}

func agentOf(bic string) agent {
	if bic == "" {
		return agent{Other: &other{"NOTPROVIDED"}}
	}
	return agent{BIC: bic}
}
