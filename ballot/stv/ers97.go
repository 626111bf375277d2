package stv

// ERS97 is the rule book of the Electoral Reform Society. 5.1.6: the quota is
// votes/(places+1), rounded up to two places. 5.1.7, 5.3.13 and 5.4.9: elected is who
// reaches it, or the total active vote over one more than the places left; of more who are
// level than places are left none is (5.6.2, where the earlier counts cannot tell them apart;
// where they could, they are elected when the others have gone out). 5.2.2: a surplus waits while all surpluses
// together could not change who goes out next. 5.2.3: otherwise the largest moves. 5.3.2:
// of the batch received last. 5.3.7: at the surplus over its transferable papers, to two
// places, but at no more than their value. 5.2.5: as many of the last go out together as
// possible. 5.4.1: their papers move batch by batch, the highest value first, and
// candidates are elected after each (5.4.9). 5.4.8: until somebody is elected, the quota is
// taken anew without what is not transferable. 5.5: as many as there are places are
// elected, without a further transfer. Ties are decided by the earliest point at which
// votes differed, then by lot.
var ERS97 = &Statute{
	Name: "ERS97", Source: "R. A. Newland and F. S. Britton, How to conduct an election by the single transferable vote, third edition, Electoral Reform Society 1997",
	Decimals: 2, Quota: Up, Requota: true, Active: true, Value: Available, Defer: true, Batch: UpTo, Parcels: ByValue,
	Ties: Earliest, SurplusTies: Earliest,
}
