// Package format reads the files of the field.
//
// # Representation
//
// [ReadCSV] reads the tables that spreadsheets write. What a file holds is told by its
// header, in any letters, columns in any order:
//
//	count,ranking       34,Ana>Ben=Cai      distinct ballots and how often each was cast
//	count,approvals     34,Ana|Cai
//	count,scores        34,Ana=5|Ben=2
//	option,votes        Ana,34              published results; blank and spoilt name those ballots
//	body,weight,yes,no  Uri,1,900,100       bodies of a referendum; weights such as 0.5 or 1/2 are
//	                                        exact; eligible, blank and spoilt are optional columns
//	district,list,votes Uri,Ana,34          results by district, together with a file of
//	district,seats      Uri,15              the seats of the districts
//
// Files are UTF-8 by RFC 4180, except that a field does not run over the end of a line. A
// byte-order mark and CRLF are accepted, empty lines are skipped, an empty ballot is
// blank.
//
// The other forms have a reader and a writer each: [ReadPrefLib], [ReadBLT], [ReadABIF],
// [ReadCEF] (Condorcet Election Format), [ReadRCTab] and [ReadCDF] (cast-vote records),
// [ReadDebian], [ReadPabulib]. The cast-vote records of vendors are only read: [ReadDominion],
// [ReadHart], [ReadClearBallot] and [ReadESS]; [Folder] makes shards of the many files of an
// export, and a shard that is called .zip is the files in it. [Read] finds out which form it
// is, [Write] writes what reads back as the same votes, [Stream] counts files that are larger
// than memory; [Reader] has all settings, and tells an audit each ballot as an [Entry].
//
// # Rules
//
// Several files of one kind are shards of one vote and add up, whatever their order; each
// district has its seats once. The slate of a table is the order of an option,votes or
// district,list,votes file, else the options that the caller names, else the names by their
// bytes.
//
// A ballot paper may have marks that a profile has no place for: overvotes that are not told,
// an option on two ranks, names that are not listed. A [Policy] says what becomes of them, and
// [Altered] counts on how many ballots. Cast-vote records have a usual policy; in other forms
// such marks are faults if the caller has none.
//
// # Ties and rounding
//
// Nothing is rounded: weights are brought to their least common denominator.
//
// # Errors
//
// A reader returns every fault, with file, line and byte column, and then nothing else.
// [MaxLine], [MaxRecord], [MaxDigits] and [MaxFaults], of archives and spreadsheets [MaxFiles],
// [MaxArchive], [MaxUnpacked], [MaxRatio], [MaxRows], [MaxColumns] and [MaxTexts], with the
// limits of package ballot, bound what a file can ask for. No ballot is dropped in silence: one that cannot be read is a
// fault, or spoilt where the policy says so.
//
// # Determinism
//
// Equal sets of rows give equal votes.
//
// # Example
//
//	votes, err := format.ReadCSV(nil, format.Shard{Name: "a.csv", Reader: f})
//	if err != nil {
//		for fault := range vicinia.Faults(err) {
//			fmt.Println(fault) // a.csv:3:4: "Bob" is not an option
//		}
//		return err
//	}
//	out, err := ranked.Plurality{}.Decide(votes.Profile.Counts(), nil)
package format
