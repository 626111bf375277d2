package ballot_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// A script meets ties one after the other, and then has an order.
type script struct {
	slate *ballot.Slate
	ties  [][]ballot.Option // one of each fares well
	order func(well []ballot.Option) string
	asked int // how often it decided
}

func (d *script) decide(tb ballot.TieBreak) (*ballot.Order, error) {
	d.asked++
	o := &ballot.Order{Record: ballot.Record{Rule: "script", Slate: d.slate}, Tiers: [][]ballot.Option{{0, 1, 2, 3, 4}}}
	var well []ballot.Option
	for i, options := range d.ties {
		tie, err := ballot.Resolve(d.slate, ballot.Tie{For: fmt.Sprint("tie ", i), Options: options, Places: 1}, tb)
		if err != nil {
			return nil, err
		}
		o.Ties = append(o.Ties, tie)
		if tie.Stands() {
			return o, nil
		}
		well = append(well, tie.Broken[0][0])
	}
	text := d.order(well)
	if text == "" {
		return nil, errors.New("no order")
	}
	o.Tiers = nil
	for i, c := range text {
		if i == 0 || text[i-1] == '>' {
			o.Tiers = append(o.Tiers, nil)
		}
		if x, ok := d.slate.Find(string(c)); ok {
			o.Tiers[len(o.Tiers)-1] = append(o.Tiers[len(o.Tiers)-1], x)
		}
	}
	return o, nil
}

func tiersText(o *ballot.Order) (text string) {
	for i, tier := range o.Tiers {
		if i > 0 {
			text += ">"
		}
		for _, x := range tier {
			text += o.Slate.Name(x)
		}
	}
	return text
}

func TestAgreedOrder(t *testing.T) {
	s := slate(t, "E", "D", "C", "B", "A")
	two, nobody := []ballot.Option{1, 3}, [][]ballot.Option(nil) // D and B
	tests := []struct {
		name   string
		ties   [][]ballot.Option
		orders map[string]string // by who fares well
		tb     ballot.TieBreak
		want   string
		tied   bool
		by     string
	}{
		{name: "no tie", ties: nobody, orders: map[string]string{"": "A>B>CDE"}, want: "A>B>CDE"},
		{name: "another wins", ties: [][]ballot.Option{two}, orders: map[string]string{"B": "A>B>C>D>E", "D": "B>A>C>D>E"}, want: "EDCBA", tied: true},
		{
			name: "the others change places", ties: [][]ballot.Option{two},
			orders: map[string]string{"B": "A>B>C>D>E", "D": "A>C>D>B>E"}, want: "A>DCB>E", by: ballot.EitherWay,
		},
		{
			name: "all are the same", ties: [][]ballot.Option{two},
			orders: map[string]string{"B": "A>BC>DE", "D": "A>CB>D>E"}, want: "A>CB>ED", by: ballot.EitherWay,
		},
		{
			name: "several win", ties: [][]ballot.Option{two},
			orders: map[string]string{"B": "AB>C>D>E", "D": "AB>D>C>E"}, want: "BA>DC>E", by: ballot.EitherWay,
		},
		{
			name: "two ties", ties: [][]ballot.Option{two, {0, 2}},
			orders: map[string]string{"BC": "A>B>C>D>E", "BE": "A>B>D>C>E", "DC": "A>B>C>E>D", "DE": "A>B>C>D>E"}, want: "A>B>EDC", by: ballot.EitherWay,
		},
		{name: "a tie-break is asked", ties: [][]ballot.Option{two}, orders: map[string]string{"D": "A>D>CBE"}, tb: ballot.Sequence{"D"}, want: "A>D>CBE", by: "order D"},
		{name: "a way fails", ties: [][]ballot.Option{two}, orders: map[string]string{"B": "A>B>C>D>E"}, want: "EDCBA", tied: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &script{slate: s, ties: tt.ties, order: func(well []ballot.Option) (text string) {
				for _, o := range well {
					text += s.Name(o)
				}
				return tt.orders[text]
			}}
			o, err := ballot.AgreedOrder(1, tt.tb, d.decide)
			require.NoError(t, err)
			assert.Equal(t, tt.want, tiersText(o))
			assert.Equal(t, tt.tied, o.Tied())
			for _, tie := range o.Ties {
				assert.Equal(t, tt.by, tie.By)
			}
		})
	}
}

// The ways that are tried are bounded by their number and by the work of each; of two there is
// always a trial.
func TestAgreedIsBounded(t *testing.T) {
	for _, tt := range []struct {
		name  string
		ties  int // of two each
		work  int
		asked int
		tied  bool
	}{
		{"9 ties", 9, 1, 1 + 512 + 1, false},
		{"10 ties", 10, 1, 1 + ballot.MaxAgreed, true},
		{"dear", 9, 1_000_000, 1 + 20, true},
		{"dearest", 1, 1 << 40, 1 + 2 + 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := &script{slate: slate(t, "A", "B", "C", "D", "E"), order: func([]ballot.Option) string { return "A>BCDE" }}
			for range tt.ties {
				d.ties = append(d.ties, []ballot.Option{1, 3})
			}
			o, ways, err := ballot.Agreed(tt.work, nil, d.decide)
			require.NoError(t, err)
			assert.Equal(t, tt.tied, o.Tied())
			assert.Equal(t, tt.tied, ways == nil)
			assert.Equal(t, tt.asked, d.asked)
		})
	}
}
