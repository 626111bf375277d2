package stv_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/stv"
)

// Section 114A(12) and (28) of the Victorian act: Dov's 6 first preferences move before the 3
// papers that Eva left him, though all are worth a vote; (13): Cai is elected in between.
func TestVictoriaFirstPreferencesApart(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva"}
	p := profile(t, names, row{12, "Ana"}, row{11, "Ben"}, row{10, "Cai"}, row{6, "Dov>Cai"}, row{3, "Eva>Dov>Ana"})
	out, err := stv.Contest{Statute: stv.Victoria2018, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 15, Ana 12, Ben 11, Cai 10, Dov 6, Eva 3",
		"count 2: exclusion of Eva at 1; quota 15, Ana 12, Ben 11, Cai 10, Dov 9",
		"count 3: exclusion of Dov at 1; quota 15, Ana 12, Ben 11, Cai 16, Dov 3; elected Cai",
		"count 4: exclusion of Dov at 1; quota 15, Ana 15, Ben 11, Cai 16; elected Ana",
	}, lines(out))
}

// Section 114A(19): when as many are in as there are places, what is still to move stays.
func TestVictoriaEndsBetweenTransfers(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva"}
	p := profile(t, names, row{10, "Ana"}, row{10, "Ben"}, row{7, "Cai"}, row{4, "Dov"}, row{2, "Eva>Dov>Cai>Ana"})
	out, err := stv.Contest{Statute: stv.Victoria2018, Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 12, Ana 10, Ben 10, Cai 7, Dov 4, Eva 2",
		"count 2: exclusion of Eva at 1; quota 12, Ana 10, Ben 10, Cai 7, Dov 6",
		"count 3: exclusion of Dov at 1; quota 12, Ana 10, Ben 10, Cai 7, Dov 2, exhausted 4",
		"count 4: exclusion of Dov at 1; quota 12, Ana 10, Ben 10, Cai 9, exhausted 4",
		"count 5: exclusion of Cai at 1; quota 12, Ana 10, Ben 10, Cai 2, exhausted 11; elected Ana, Ben",
	}, lines(out))
}

// Schedule 1, clauses 5 and 8 of the Western Australian act: Ana's 24 papers leave at 10/24; Ben
// has 18 votes then and sends his own 8 on at 4/18, for one vote, and Ana's at 4/18 of 10/24, for
// two. They are two parcels with Cai, and move one after the other.
func TestWesternAustraliaParcels(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva"}
	p := profile(t, names, row{24, "Ana>Ben>Cai>Dov"}, row{8, "Ben>Cai>Dov"}, row{3, "Cai"}, row{9, "Dov"}, row{10, "Eva"})
	out, err := stv.Contest{Statute: stv.WesternAustralia1987, Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 14, Ana 24, Ben 8, Cai 3, Dov 9, Eva 10; elected Ana",
		"count 2: surplus of Ana at 0.416666667; quota 14, Ana 14, Ben 18, Cai 3, Dov 9, Eva 10; elected Ben",
		"count 3: surplus of Ben at 0.222222222; quota 14, Ana 14, Ben 14, Cai 6, Dov 9, Eva 10, rounding 1",
		"count 4: exclusion of Cai at 1; quota 14, Ana 14, Ben 14, Cai 3, Dov 9, Eva 10, exhausted 3, rounding 1",
		"count 5: exclusion of Cai at 2/9; quota 14, Ana 14, Ben 14, Cai 2, Dov 10, Eva 10, exhausted 3, rounding 1",
		"count 6: exclusion of Cai at 5/54; quota 14, Ana 14, Ben 14, Dov 12, Eva 10, exhausted 3, rounding 1; elected Dov",
	}, lines(out))
}
