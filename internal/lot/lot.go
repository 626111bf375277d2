package lot

import "crypto/sha256"

// Ticket returns the ticket of an option. Tickets compare as bytes.
func Ticket(seed, label, option string) [sha256.Size]byte {
	b := make([]byte, 0, 128)
	b = append(append(b, seed...), 0)
	b = append(append(b, label...), 0)
	return sha256.Sum256(append(b, option...))
}
