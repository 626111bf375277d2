package lot_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/vicinia/vicinia/internal/lot"
)

// The tickets were made with sha256sum of GNU coreutils, not with this package.
func TestTicketIsWhatSha256sumSays(t *testing.T) {
	tests := []struct{ giveSeed, giveLabel, giveOption, want string }{
		{"2026-12-01", "mayor", "Ana", "667fc4691ce810a82f3aef4be311debb75a54d5ea2ce21b40b71246324423eea"},
		{"2026-12-01", "mayor", "Ben", "c84a58a065b0c4aa9ab6a3ff0743ac9bd8034621e9ba9856052a152d0244de37"},
		{"", "", "", "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"},
	}
	for _, tt := range tests {
		got := lot.Ticket(tt.giveSeed, tt.giveLabel, tt.giveOption)
		assert.Equal(t, tt.want, hex.EncodeToString(got[:]), "%q %q %q", tt.giveSeed, tt.giveLabel, tt.giveOption)
	}
}

func ExampleTicket() {
	ticket := lot.Ticket("2026-12-01", "mayor", "Ana")
	fmt.Printf("%x\n", ticket[:4])
	// Output: 667fc469
}
